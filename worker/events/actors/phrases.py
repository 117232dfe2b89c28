"""What grows around a name: nationality, office and person are one actor, and the text introduces people so.

The rules, in order, at each name:
0. "Iran-backed", "pro-Russian", "ethnic Albanian", "Kosovo Serbs" are no actors; "Saudi-led" is;
1. a state, then words, then an office, an institution or a noun for people ("Russian deputy foreign minister", "North
   Korea's troops"): the phrase, as long as no other noun follows that would make it part of something else ("troop
   deployment", "president's visit" are not the troops, and not the president) (`owned`);
2. an office and a capitalised name after it: the person, who is known by the family name from then on;
3. an office "of" a state ("the president of Armenia", "King Hassan of Morocco"), or of several (`office_of`);
4. names joined by a hyphen, or adjectives in a list before one noun: all of them at once.
"""

from collections.abc import Sequence
from dataclasses import replace

from worker.events.actors.gazetteer import Gazetteer
from worker.events.actors.lists import BACKING, COMPANY, LEADING, MINORITIES, PAPERS, REGIONAL, STANCES
from worker.events.actors.matching import Match
from worker.events.actors.names import Sense
from worker.events.actors.office_of import office_of, titled
from worker.events.actors.owned import owned, persons, somebody, untied
from worker.events.actors.phrase import OWNERS, Phrase
from worker.events.actors.scan import Scan
from worker.events.actors.words import Line

__all__ = ["Phrase", "find_phrases"]


def find_phrases(line: Line, matches: Sequence[Match], gazetteer: Gazetteer) -> list[Phrase]:
    """All phrases of a line, in order, none overlapping, made of its matches; "never" names give none."""
    return _Reader(line, matches, gazetteer).read()


class _Reader:
    def __init__(self, line: Line, matches: Sequence[Match], gazetteer: Gazetteer) -> None:
        self.line = line
        self.matches = matches
        self.at = {piece: match for match in matches for piece in range(match.first, match.last + 1)}
        self.scan = Scan(line, self.at, gazetteer)
        self.done = -1  # the last piece that a phrase has taken

    def read(self) -> list[Phrase]:
        found: list[Phrase] = []
        for number, match in enumerate(self.matches):
            if match.first <= self.done or (match.senses and match.senses[0].kind == "never"):
                continue
            phrase = self._phrase(number, match)
            if phrase is not None and found:
                phrase = self._apposed(found[-1], phrase)
            if phrase is not None:
                found.append(phrase)
                self.done = phrase.last
        taken = {piece for phrase in found for piece in range(phrase.first, phrase.last + 1)} | set(self.at)
        return sorted([*found, *untied(self.scan, taken)], key=lambda phrase: phrase.first)

    def _apposed(self, before: Phrase, phrase: Phrase) -> Phrase:
        """Rule 2: in "the chairman of the OSCE, Flavio Cotti" the leader of a state speaks for the organisation."""
        body = before.senses and before.senses[0].kind == "organisation" and before.office
        near = before.last + 1 == phrase.first and self.scan.between(before.last, phrase.first) == [","]
        if phrase.kind != "leader" or phrase.senses or phrase.office or not (body and near):
            return phrase
        return replace(phrase, senses=before.senses, noun=before.noun, office=before.office)

    def _phrase(self, number: int, match: Match) -> Phrase | None:
        if match.person is not None:
            return persons(self.scan, match, self.done) or titled(self.scan, match, self.done)
        if match.sense("media"):
            return Phrase(match.first, match.last, "media", match.senses)
        group = self._group(number)
        whose = tuple(owner for m in group if (owner := m.sense(*OWNERS)))
        if not whose:
            return None
        return (
            self._suffixed(group, whose)
            or self._minority(number, group, whose)
            or owned(self.scan, group, whose, self.done)
            or somebody(self.scan, group, whose)
            or office_of(self.scan, self.matches, group, whose, self.done)
            or self._bare(group, whose)
        )

    def _suffixed(self, group: Sequence[Match], whose: tuple[Sense, ...]) -> Phrase | None:
        """Rule 0: "Iran-backed" takes no part, "Saudi-led" does; "pro-Russian" is about somebody else's view."""
        first, last = group[0].first, group[-1].last
        if first > 0 and self.line.pieces[first - 1].folded == "ethnic":
            found = self.scan.noun_after(last + 1)
            return Phrase(first - 1, found[1] if found else last, "background", whose)
        after = self.line.pieces[last + 1] if last + 1 < len(self.line.pieces) else None
        if after and after.capital and after.folded in PAPERS and not self.scan.between(last, last + 1):
            return Phrase(first, last + 1, "media", whose)
        if first > 0 and self.line.pieces[first].joined and self.line.pieces[first - 1].folded in STANCES:
            return Phrase(first - 1, last, "background", whose)
        if last + 1 < len(self.line.pieces) and self.line.pieces[last + 1].joined:
            suffix = self.line.pieces[last + 1].folded
            if suffix in BACKING or suffix in LEADING:
                return Phrase(first, last + 1, "adjective" if suffix in LEADING else "background", whose)
        return None

    def _minority(self, number: int, group: Sequence[Match], whose: tuple[Sense, ...]) -> Phrase | None:
        """Rule 0: "Kosovo Serbs", "the Croatian Serb leader" are of neither; "Central African leaders" and "a Central
        African country" are of many."""
        last = group[-1].last
        following = self.matches[number + len(group)] if number + len(group) < len(self.matches) else None
        if len(group) > 1 or whose[0].kind not in ("state", "adjective"):
            return None
        if self.scan.text(group[0].first, last).lower() in REGIONAL:
            found = self.scan.noun_after(last + 1)
            several = found is not None and self.line.pieces[found[1]].folded in COMPANY
            return Phrase(group[0].first, found[1], "background", whose) if found is not None and several else None
        people = following.sense("people") if following is not None else None
        near = following is not None and following.first == last + 1 and not self.scan.between(last, last + 1)
        if following is None or people is None or not near or people.code == whose[0].code:
            return None
        if people.code not in MINORITIES or (following.sense("adjective") and not group[0].sense("adjective")):
            return None  # "told Greece Turkish ships would come"
        found = self.scan.noun_after(following.last + 1)
        return Phrase(group[0].first, found[1] if found else following.last, "background", whose)

    def _group(self, number: int) -> list[Match]:
        """The match and those joined to it by a hyphen, or listed with it as adjectives before one noun."""
        group = [self.matches[number]]
        for following in self.matches[number + 1 :]:
            if following.person or not following.sense(*OWNERS):
                break
            gap = following.first - group[-1].last
            joined = gap == 1 and self.line.pieces[following.first].joined
            if not joined and not self._listed(group, following, gap):
                break
            group.append(following)
        return group

    def _listed(self, group: Sequence[Match], following: Match, gap: int) -> bool:
        """As in "French and Egyptian warships": adjectives only, and a noun of people right after the last."""
        if not all(m.sense("adjective") for m in (*group, following)) or not 1 <= gap <= 2:
            return False
        between = self.scan.between(group[-1].last, following.first)
        return (
            between in (["and"], ["or"], [","], [",", "and"], ["/"])
            and self.scan.noun_after(following.last + 1) is not None
        )

    def _bare(self, group: Sequence[Match], whose: tuple[Sense, ...]) -> Phrase | None:
        if whose[-1].kind == "prefix":
            return None  # "Franco" alone is a name
        first, last = group[0].first, group[-1].last
        kind = "compound" if len(group) > 1 else whose[0].kind
        return Phrase(first, last, kind, whose)
