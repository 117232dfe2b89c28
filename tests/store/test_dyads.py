"""A relation in numbers: from the store, and made whole."""

from datetime import date

import pytest
from store_samples import coded, draft, read_article, save, with_feed

from worker.dyads.series import Month, monthly
from worker.model import AuxiliaryMode, EventFilter, QuadClass
from worker.store import Store


def test_months_without_an_event_stand_between_those_with_one() -> None:
    rows = [
        (date(2025, 11, 1), "verbal cooperation", 2, 6.0),
        (date(2025, 11, 1), "material conflict", 1, -9.0),
        (date(2026, 2, 1), "verbal conflict", 1, -2.0),
    ]
    months = monthly(rows)
    assert [month.month for month in months] == [
        date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1),
    ]  # fmt: skip
    assert (months[0].events, months[0].cooperation, months[0].conflict, months[0].mean_score) == (3, 2, 1, -1.0)
    assert months[1] == Month(date(2025, 12, 1))
    assert monthly([]) == ()


@pytest.mark.services
def test_what_did_not_happen_is_not_counted(store: Store) -> None:
    feed_id = with_feed(store)
    happened = coded()
    attacked = coded("RUS", "PRK", "Hit.", quad_class=QuadClass.MATERIAL_CONFLICT, score=-9.0)
    planned = coded(sentence="Will.", auxiliary=(AuxiliaryMode.FUTURE,))
    other = coded("CHN", "USA", "Others.", event_date=date(2025, 1, 5))
    save(store, read_article(store, feed_id, draft()), happened, attacked, planned, other)
    busiest, second = store.dyads(EventFilter())
    assert (busiest.dyad, busiest.events, busiest.cooperation, busiest.conflict) == ("PRK-RUS", 2, 1, 1)
    assert busiest.mean_score == -3.0
    assert second.dyad == "CHN-USA"
    assert [dyad.dyad for dyad in store.dyads(EventFilter(dyad=("USA-CHN",)))] == ["CHN-USA"]
    (march,) = store.months(EventFilter(dyad=("PRK-RUS",)))
    assert (march.month, march.events, march.mean_score) == (date(2026, 3, 1), 2, -3.0)
