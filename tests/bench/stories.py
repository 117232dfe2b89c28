"""What it costs to find the story of a text among 100,000. Run by hand, from the root:

    PYTHONPATH=. python tests/bench/stories.py [STORIES]

The stories are of 200 outlets, whose boilerplate (20 runs of words of 320) stands in each of their texts. Texts that
are new and copies with a third of other words are looked up; each must come to the story that it belongs to.
"""

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median, quantiles

import psycopg

from worker.articles.stories import KEYS, SIZE, same_story
from worker.embedded import embedded_services
from worker.store import Store, articles

OUTLETS, SHINGLES, BOILERPLATE, LOOKUPS = 200, 320, 20, 400
NOW = datetime(2026, 3, 2, tzinfo=UTC)
Shingles = list[int]


def shingles(number: int) -> Shingles:
    """Of the text of a story, as hashes: the same for the same story."""
    own, outlet = Random(number), Random(f"outlet {number % OUTLETS}")
    return [_hash(outlet) for _ in range(BOILERPLATE)] + [_hash(own) for _ in range(SHINGLES - BOILERPLATE)]


def _hash(chosen: Random) -> int:
    return chosen.getrandbits(64) - 2**63


def sketched(held: Shingles) -> tuple[int, ...]:
    return tuple(sorted(held)[:SIZE])


def copied(number: int) -> Shingles:
    """A copy by another outlet: a third of its words are others."""
    kept, chosen = shingles(number)[BOILERPLATE:], Random(f"copy {number}")
    return kept[len(kept) // 3 :] + [_hash(chosen) for _ in range(len(kept) // 3)]


def fill(address: str, count: int) -> None:
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        with cursor.copy("COPY story (family, keys, sketch, first_seen_at) FROM STDIN") as rows:
            for number in range(count):
                held = sketched(shingles(number))
                keys, sketch = ("{" + ",".join(map(str, part)) + "}" for part in (held[:KEYS], held))
                rows.write_row((f"family {number % OUTLETS}", keys, sketch, NOW))
        cursor.execute("ANALYZE story")


def look_up(store: Store, held: tuple[int, ...]) -> tuple[int | None, float]:
    """The story, and the milliseconds that it took, its transaction and all."""
    began = time.perf_counter()
    with store._begin() as connection:
        found = articles.find_story(connection, "family", held, held[:KEYS], same_story, NOW)
    return found, (time.perf_counter() - began) * 1000


def told(case: str, took: list[float]) -> None:
    print(f"{case}: median {median(took):.1f} ms, 95 in 100 under {quantiles(took, n=20)[-1]:.1f} ms")


def main() -> None:
    """The command line."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder, embedded_services(Path(folder), want_redis=False) as services:
        address = services.database_url or ""
        store = Store(address, pool_size=1)
        store.migrate()
        fill(address, count)
        copies = [number * (count // LOOKUPS) for number in range(LOOKUPS)]
        found = [look_up(store, sketched(copied(number))) for number in copies]
        new = [look_up(store, sketched(shingles(count + number))) for number in range(LOOKUPS)]
        told(f"a copy among {count} stories", [took for _, took in found])
        told(f"a new text among {count} stories", [took for _, took in new])
        right = sum(story == number + 1 for number, (story, _) in zip(copies, found, strict=True))
        alone = sum((story or 0) > count for story, _ in new)
        print(f"{right} of {LOOKUPS} copies found, {alone} of {LOOKUPS} new texts are stories of their own")
        store.close()
    sys.exit(0 if right >= 0.98 * LOOKUPS and alone == LOOKUPS else "stories are mistaken")


if __name__ == "__main__":
    main()
