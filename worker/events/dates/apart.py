"""What lay a stated time before or after the rest of its sentence: "a day after X had broken off relations"."""

import re
from dataclasses import dataclass
from datetime import date

from worker.events.dates.dated import Dated
from worker.events.dates.neighbours import moved
from worker.events.parser import Sentence, Token
from worker.model import DatePrecision

_APART = re.compile(
    r"\b(?P<about>more than |less than |over |nearly |almost |some )?"
    r"(?P<count>\d{1,2}|an?|one|couple|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?: of)? "
    r"(?P<unit>day|week|month|year)s? (?P<way>after|before) ",
    re.IGNORECASE,
)
_OWN_YEAR = re.compile(r" in (?:19|20)\d\d\b")
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_NEAR = 14  # tokens between "after" and the deed; what stands further on is another clause


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many units from the rest of the sentence, or `about` so many; negative lies before it."""

    count: str
    unit: str
    way: int
    about: bool = False

    def date(self, main: Dated, published: date | None) -> Dated:
        """The date that lies so far from the `main` date of the sentence.

        Where the sentence has none, months and years count from publication, and days from nothing that is known.
        """
        if self.about:
            return Dated(old=self.unit == "year")
        if main.day is None and self.unit in ("month", "year") and published:
            main = Dated(published, DatePrecision.DAY)
        return moved(main, self.count, self.unit, self.way)


def apart(sentence: Sentence, trigger: Token) -> Stretch | None:
    """How far the sentence says that a deed lies from its main verb; None where it does not, or names the deed's year
    besides ("nine years after his visit in 2006")."""
    words = sentence.text.lower()
    if " after " not in words and " before " not in words:
        return None  # so of most sentences, and far sooner than by pattern
    for match in _APART.finditer(sentence.text):
        if _OWN_YEAR.search(sentence.text, match.end()):
            continue
        if _introduces(sentence, match.end() + sentence.start, trigger):
            # What came a day after the deed tells when the deed was: a day before it.
            way = -1 if match["way"].lower() == "after" else 1
            return Stretch(match["count"], match["unit"].lower(), way, match["about"] is not None)
    return None


def _introduces(sentence: Sentence, end: int, trigger: Token) -> bool:
    """Whether the deed stands in the clause or phrase that begins at `end`."""
    if trigger.start < end:
        return False
    between = [t for t in sentence.tokens if end <= t.start < trigger.start]
    # An apposition between two commas is no end of the clause: "a day after Chad, its neighbour, had left".
    commas = sum(t.text in (",", ";") for t in between)
    finite = any(t.tag in _FINITE and t.lemma != "have" for t in between)
    return len(between) <= _NEAR and commas in (0, 2) and not finite
