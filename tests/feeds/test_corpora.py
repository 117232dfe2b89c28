"""Two public corpora of feeds: what their authors say of title, link, id and date holds for what we read.

``tests/bench/corpora.py`` has them served over loopback with their headers and read in the sandbox.
"""

import pytest
from feed_corpora import FEEDPARSER, GOFEED, MISSING, Case, feedparser, gofeed, tally

from worker.feeds.parse import everything, parse
from worker.model import FetchError

# Shares, raised whenever the parser does better and never lowered.
FLOORS = {"gofeed": {"title": 1.0, "link": 0.95, "id": 0.86, "date": 1.0, "all": 0.97}}
FLOORS["feedparser"] = {"title": 0.99, "link": 0.94, "id": 0.83, "date": 1.0, "all": 0.97}

pytestmark = pytest.mark.skipif(not (GOFEED.exists() and FEEDPARSER.exists()), reason=MISSING)


@pytest.fixture(scope="module", params=["gofeed", "feedparser"])
def corpus(request: pytest.FixtureRequest) -> tuple[str, list[Case]]:
    return request.param, {"gofeed": gofeed, "feedparser": feedparser}[request.param]()


def test_no_feed_of_a_corpus_raises_anything_but_that_it_is_none(corpus: tuple[str, list[Case]]) -> None:
    kinds = set()
    for case in corpus[1]:
        try:
            parse(case.body, case.headers, "http://127.0.0.1:8097/feed")
        except FetchError as error:
            kinds.add(error.kind)
    assert kinds <= {"not a feed", "empty feed"}


def test_title_link_id_and_date_are_what_the_corpus_expects(corpus: tuple[str, list[Case]]) -> None:
    name, cases = corpus
    found = tally(cases, lambda case: everything(case.body, case.headers, "http://127.0.0.1:8097/feed"))
    assert found.shares.keys() == FLOORS[name].keys()
    short = {field: share for field, share in found.shares.items() if share < FLOORS[name][field]}
    assert not short, (short, found.misses)
