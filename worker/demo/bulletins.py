"""Short generated bulletins, as many as asked for: load for tests that kill processes, each with one known event.

No two bulletins tell of the same two states in the same direction, so every one of them is an event of its own.
"""

from collections.abc import Sequence
from datetime import date
from itertools import permutations

from worker.demo.library import Report
from worker.demo.outlets import OUTLETS

# Code, name and capital (ISO 3166, CIA World Factbook); states whose names need no article.
_STATES = (
    ("ARG", "Argentina", "Buenos Aires"), ("AUS", "Australia", "Canberra"), ("BGR", "Bulgaria", "Sofia"),
    ("CAN", "Canada", "Ottawa"), ("CYP", "Cyprus", "Nicosia"), ("DNK", "Denmark", "Copenhagen"),
    ("EGY", "Egypt", "Cairo"), ("EST", "Estonia", "Tallinn"), ("FIN", "Finland", "Helsinki"),
    ("GHA", "Ghana", "Accra"), ("GRC", "Greece", "Athens"), ("HUN", "Hungary", "Budapest"),
    ("IND", "India", "New Delhi"), ("IDN", "Indonesia", "Jakarta"), ("IRL", "Ireland", "Dublin"),
    ("ITA", "Italy", "Rome"), ("JPN", "Japan", "Tokyo"), ("KEN", "Kenya", "Nairobi"),
    ("LVA", "Latvia", "Riga"), ("MYS", "Malaysia", "Kuala Lumpur"), ("MAR", "Morocco", "Rabat"),
    ("NPL", "Nepal", "Kathmandu"), ("NOR", "Norway", "Oslo"), ("PAK", "Pakistan", "Islamabad"),
    ("PER", "Peru", "Lima"), ("POL", "Poland", "Warsaw"), ("PRT", "Portugal", "Lisbon"),
    ("SEN", "Senegal", "Dakar"), ("ESP", "Spain", "Madrid"), ("THA", "Thailand", "Bangkok"),
)  # fmt: skip

# Title, sentence, label. {a} and {b} are the states, {capital} is the actor's.
_NEWS = (
    ("{a} summons {b}'s ambassador", "{a} summoned the ambassador of {b} on {{day}} to protest.", "ACCUSE"),
    ("{a} sends aid to {b}", "{a} sent food and medicine to {b} on {{day}}.", "AID"),
    ("{a} rejects proposal by {b}", "{a} rejected a proposal by {b} on {{day}}.", "REJECT"),
    ("{a} expels diplomat of {b}", "{a} expelled a diplomat of {b} on {{day}}.", "SANCTION/expel|COERCE/deport"),
    ("{a} praises {b}", "{a} praised {b} on {{day}} for its help.", "SUPPORT"),
    ("{a} frees sailors from {b}", "{a} released five sailors from {b} on {{day}}.", "RETREAT/release"),
)  # fmt: skip
_ANY_DAY = date(2026, 1, 1)
_LAST = 78.0  # seconds; generated bulletins are spread as evenly as possible over the programme


def bulletins(count: int, beside: Sequence[Report] = ()) -> tuple[Report, ...]:
    """``count`` bulletins, some 800 at most, on directed dyads that no label of the reports ``beside`` them names."""
    events = [event for report in beside for event in report.expected(_ANY_DAY)]
    taken = {(doer, other) for event in events for doer in event.actors for other in event.recipients or event.actors}
    pairs = [(a, b) for a, b in permutations(_STATES, 2) if (a[0], b[0]) not in taken]
    # Neighbours in the list are far apart in the sequence, so that one state is not the news for minutes on end.
    mixed = [pairs[(i * 389) % len(pairs)] for i in range(len(pairs))]
    return tuple(_bulletin(i, a, b, _LAST * i / count) for i, (a, b) in enumerate(mixed[:count]))


def _bulletin(number: int, a: tuple[str, str, str], b: tuple[str, str, str], at: float) -> Report:
    title, sentence, label = _NEWS[number % len(_NEWS)]
    names = {"a": a[1], "b": b[1]}
    background = (
        f"The foreign ministry in {a[2]} gave no details. It was bulletin number {number + 1} of this newsroom."
    )
    return Report(
        story=f"bulletin-{number + 1}",
        outlet=OUTLETS[number % len(OUTLETS)].slug,
        slug=f"bulletin-{number + 1}",
        title=title.format(**names),
        text=f"{sentence.format(**names)}\n{background}",
        expect=(f"{a[0]} > {b[0]} {label} 0",),
        at=at,
    )
