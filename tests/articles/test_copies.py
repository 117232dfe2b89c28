"""How well copies are told from independent reports, on the invented reports of the sample newsroom.

Each report is made into copies as editors make them; each pair of outlets that tell one event in their own words is a
pair that must stay two. The floors are pinned, and only ever raised.
"""

import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations

import pytest

from worker.articles.stories import keys, same_story, sketch
from worker.demo.library import Report, reports

WIRE_AND_CLIENT = {"meridian", "harbour"}  # what the latter has of the former is copied: see worker/demo/articles
Edit = Callable[[str, random.Random], str]


@cache
def texts() -> tuple[str, ...]:
    return tuple(report.text for report in reports())


def paragraphs(text: str) -> list[str]:
    return text.split("\n")


def cut(share: float) -> Edit:
    """The end is cut off: so much is kept."""

    def edit(text: str, _: random.Random) -> str:
        words = text.split(" ")
        return " ".join(words[: round(len(words) * share)])

    return edit


def new_lead(text: str, chosen: random.Random) -> str:
    """The first paragraph is another, of the outlet's own."""
    lead = paragraphs(chosen.choice(texts()))[0]
    return "\n".join((lead, *paragraphs(text)[1:]))


def added(share: float) -> Edit:
    """Paragraphs of another text stand before the end: so much of the whole is new."""

    def edit(text: str, chosen: random.Random) -> str:
        words = chosen.choice(texts()).split(" ") + chosen.choice(texts()).split(" ")
        more = round(len(text.split(" ")) * share / (1 - share))
        return f"{text}\n{' '.join(words[:more])}"

    return edit


def synonyms(every: int) -> Edit:
    """Each so-manieth word is another."""

    def edit(text: str, chosen: random.Random) -> str:
        offset = chosen.randrange(every)
        words = text.split(" ")
        return " ".join(f"other{at}" if at % every == offset else word for at, word in enumerate(words))

    return edit


def numbers(text: str, _: random.Random) -> str:
    """Other numbers, other names of days, and none of the quotation marks."""
    days = {"Monday": "yesterday", "Tuesday": "on 3 March", "Wednesday": "midweek", "{day}": "today", "{day-1}": "then"}
    for day, other in days.items():
        text = text.replace(day, other)
    return re.sub(r"\d+", lambda found: str(int(found[0]) + 1), text).translate({ord(sign): None for sign in "“”,"})


def reworked(text: str, chosen: random.Random) -> str:
    """A new lead, other numbers, a word in twelve changed, the last quarter cut."""
    return cut(0.75)(synonyms(12)(numbers(new_lead(text, chosen), chosen), chosen), chosen)


EDITS: dict[str, tuple[Edit, float]] = {
    "a fifth cut": (cut(0.8), 1.0),
    "half cut": (cut(0.5), 1.0),
    "two thirds cut": (cut(0.34), 1.0),
    "another lead": (new_lead, 1.0),
    "a third added": (added(0.33), 1.0),
    "half added": (added(0.5), 1.0),
    "two thirds added": (added(0.66), 0.95),
    "a word in ten changed": (synonyms(10), 1.0),
    "a word in six changed": (synonyms(6), 0.95),
    "other numbers and days": (numbers, 1.0),
    "a rewrite": (reworked, 0.6),
}


def found(one: str, other: str) -> bool:
    """As the store finds a story: by a shared key, and then by the sketches."""
    mine, theirs = sketch(one), sketch(other)
    return bool({*keys(mine)} & {*keys(theirs)}) and same_story(mine, theirs)


@pytest.mark.parametrize("name", EDITS)
def test_copies_are_found(name: str) -> None:
    edit, floor = EDITS[name]
    chosen = random.Random(name)
    hits = [found(text, edit(text, chosen)) for text in texts()]
    share = sum(hits) / len(hits)
    print(f"{name}: {share:.3f} of {len(hits)} copies found")
    assert share >= floor


def of_one_event() -> Iterator[tuple[Report, Report]]:
    for one, other in combinations(reports(), 2):
        if one.story == other.story:
            yield one, other


def test_the_clients_of_a_wire_are_its_copies_and_nobody_else_is() -> None:
    copies = {
        (one.story, *sorted((one.outlet, other.outlet))) for one, other in of_one_event() if found(one.text, other.text)
    }
    assert len(copies) == 6
    assert all({first, second} == WIRE_AND_CLIENT for _, first, second in copies)


def test_independent_reports_are_never_taken_for_copies() -> None:
    pairs = [(one.text, other.text) for one, other in combinations(reports(), 2)]
    wrong = [pair for pair in pairs if found(*pair)]
    print(f"{len(wrong)} of {len(pairs)} pairs found")
    assert len(pairs) > 4000
    assert len(wrong) == 6, "those of the wire and its client"


@pytest.mark.parametrize("words", [15, 30])
def test_one_long_quotation_in_two_reports_makes_no_copy_of_them(words: int) -> None:
    chosen = random.Random(words)
    pairs = list(combinations([text for text in texts() if len(text.split()) > 80], 2))
    wrong = 0
    for one, other in chosen.sample(pairs, 300):
        quoted = " ".join(chosen.choice(texts()).split()[-words:])
        wrong += found(f"{one}\n“{quoted}”", f"“{quoted}”\n{other}")
    print(f"{wrong} of 300 pairs with one quotation of {words} words found")
    assert wrong <= 6  # the wire's copies may be among them
