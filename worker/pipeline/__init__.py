"""One entry's way from poll to alert. Each hop loads, thinks and saves; Celery is nowhere in it (see ``worker.tasks``).

What holds for all hops: the state stands in rows, so a hop that is asked for twice, or whose process dies in the
middle, does no harm; no transaction is open while a page is fetched, a coder thinks or a channel sends; what fails is
written where a person will look for it, on the feed, the article or the delivery; ``tick`` rings again for the rest.
"""

from worker.pipeline.coding import code
from worker.pipeline.deps import Deps, Getter, LazyCoder, build_deps
from worker.pipeline.polling import Round, poll, poll_round
from worker.pipeline.pushing import subscribe
from worker.pipeline.reading import read
from worker.pipeline.sending import send
from worker.pipeline.ticking import LEASE, Rings, tick

__all__ = [
    "LEASE",
    "Deps",
    "Getter",
    "LazyCoder",
    "Rings",
    "Round",
    "build_deps",
    "code",
    "poll",
    "poll_round",
    "read",
    "send",
    "subscribe",
    "tick",
]
