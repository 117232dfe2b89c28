"""Each article says which coder coded it last, so that those of an older one can be found, with or without events."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    comment = "the coder that coded it last, with or without events"
    op.add_column("article", sa.Column("coder_version", sa.Text(), nullable=True, comment=comment))
    # All mentions of an article are of its last coding. Of an article without mentions nobody knows.
    op.execute(
        "UPDATE article SET coder_version = said.coder_version "
        "FROM (SELECT DISTINCT ON (article_id) article_id, coder_version FROM mention ORDER BY article_id, id DESC) "
        "AS said "
        "WHERE said.article_id = article.id"
    )
