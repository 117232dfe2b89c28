"""Rule 3 of `phrases`: an office before "of" and a state, "the president of Armenia", "King Hassan of Morocco"."""

from collections.abc import Sequence
from dataclasses import replace

from worker.events.actors.gazetteer import Noun
from worker.events.actors.lists import COUNTRY_WORDS, DEGREES, ENVOYS, FORMER, PARTICLES, RANKS, TITLES
from worker.events.actors.matching import Match
from worker.events.actors.names import Sense
from worker.events.actors.phrase import OWNERS, Phrase, with_name
from worker.events.actors.scan import PERSON_WORDS, Scan

_STYLES = (TITLES | RANKS) - PARTICLES
_HEADS = ("office", "people", "institution", "bystander")
Office = tuple[int, int, Noun, tuple[int, int] | None]  # first and last piece, what it is, the name after it


def office_of(
    scan: Scan, matches: Sequence[Match], group: Sequence[Match], whose: tuple[Sense, ...], done: int
) -> Phrase | None:
    """Looks left from the state for "of", and left of that for an office, with or without a name."""
    at = group[0].first - 1
    while at >= 0 and scan.line.pieces[at].folded in ("the", "both"):
        at -= 1
    found = _office_before(scan, at, done) if at > 0 and _belongs(scan, at, group[0].first) else None
    if found is None:
        return None
    first, last, noun, name = found
    if noun.role == "bystander":
        return Phrase(first, group[-1].last, "background", whose, noun)
    office = scan.text(first, last)
    after = name_after(scan, group[-1].last) if name is None else None
    if after is not None and noun.role == "office":  # "President of China Xi Jinping"
        end = after.last if isinstance(after, Match) else after[1]
        return with_name((first, end), whose, noun, office, after)
    state = scan.line.token(group[-1].last)
    if state.head > state.index and state.dep in ("compound", "amod", "nmod:poss"):
        return None  # "bombers of the U.S. airliner"
    listed, end = _also(scan, matches, group[-1].last)
    if scan.line.pieces[last].folded in ENVOYS:
        end = posting(scan, end)
    senses = (*whose, *(owner for m in listed if (owner := m.sense(*OWNERS))))
    person = scan.at.get(name[0]) if name is not None else None
    known = person if person is not None and person.person is not None else name
    return with_name((first, end), senses, noun, office if name else office.lower(), known)


def headed(scan: Scan, phrase: Phrase, done: int) -> Phrase:
    """So "the head of the Kyrgyz security committee" is one who acts for it, and may have a name after it."""
    at = phrase.first - 1
    while at >= 0 and scan.line.pieces[at].folded == "the":
        at -= 1
    if at <= 0 or scan.line.pieces[at].folded != "of" or scan.between(at, phrase.first) not in ([], ["the"]):
        return phrase
    found = _office_before(scan, at, done)
    body = _body_of(scan, phrase.last)
    if found is None or found[2].role != "office" or body is None:
        return phrase
    first, last, noun, name = found
    after = name or name_after(scan, body)
    end = after.last if isinstance(after, Match) else max(body, after[1]) if after else body
    sector = phrase.noun.sector if phrase.noun else "GOV"
    return with_name((first, end), phrase.senses, replace(noun, sector=sector), scan.text(first, last), after)


def _body_of(scan: Scan, last: int) -> int | None:
    """Where a body's name ends that an institution may own ("parliament's Foreign Affairs Committee")."""
    following = scan.line.pieces[last + 1] if last + 1 < len(scan.line.pieces) else None
    if following is None or following.folded != "s" or scan.line.token(last + 1).pos != "PART":
        return last
    return scan.body_at(last + 2)


def titled(scan: Scan, match: Match, done: int) -> Phrase:
    """Rule 2 for somebody whom the gazetteer knows: the title before the name belongs to it."""
    first = match.first
    found = _office_before(scan, first, done)
    if found is not None and found[1] == first - 1 and found[3] is None and not scan.between(first - 1, first):
        start = found[0]
        while start > done + 1 and scan.line.pieces[start - 1].folded in DEGREES and not scan.between(start - 1, start):
            start -= 1
        return Phrase(start, match.last, "leader", (), found[2], scan.text(start, found[1]), match=match)
    if first - 1 > done and scan.line.pieces[first - 1].folded in TITLES:
        first -= 1
    elif first - 1 > done and scan.line.pieces[first - 1].folded in FORMER:
        return Phrase(first, match.last, "leader", (), office="former leader", match=match)
    return Phrase(first, match.last, "leader", (), match=match)


def name_after(scan: Scan, last: int, words: int = 2) -> Match | tuple[int, int] | None:
    """The person's name right after a piece: a leader of the gazetteer, or so many capitalised words at least."""
    if scan.between(last, last + 1):
        return None
    while last + 2 < len(scan.line.pieces) and scan.line.pieces[last + 1].folded in _STYLES:
        last += 1  # "Emir Sheikh Tamim"
    match = scan.at.get(last + 1)
    if match is not None and match.person is not None:
        return match
    end = scan.name_end(last + 1)
    return (last + 1, end) if end >= last + words else None


def posting(scan: Scan, end: int) -> int:
    """So "Iran's ambassador to Iraq" acts for Iran: where an envoy is posted belongs to the office."""
    pieces, at = scan.line.pieces, end + 1
    if at >= len(pieces) or pieces[at].folded != "to":
        return end
    at += 2 if at + 1 < len(pieces) and pieces[at + 1].folded == "the" else 1
    match = scan.at.get(at)
    if match is not None and match.last + 1 < len(pieces) and pieces[match.last + 1].joined:
        return end  # "envoy to the Peru-Ecuador process"
    owns = match is not None and match.last + 1 < len(pieces) and pieces[match.last + 1].folded == "s"
    return match.last if match is not None and match.senses and not owns else end


def _belongs(scan: Scan, at: int, state: int) -> bool:
    """Whether "of" (or "from" after a noun that it hangs on: "troops from Chad") ties a state to what is before."""
    word = scan.line.pieces[at].folded
    if word not in ("of", "from") or scan.between(at, state) not in ([], ["the"]):
        return False
    if word == "of":
        return True
    noun = scan.line.token(at - 1)
    owned = any(child.dep == "nmod:poss" for child in scan.line.sentence.children(noun.index))
    leaves = owned or noun.text.lower() in COUNTRY_WORDS or noun.text.lower() in ENVOYS
    return scan.line.token(state).head == noun.index and not leaves  # "recalled its ambassador from Iran"


def _office_before(scan: Scan, of: int, done: int) -> Office | None:
    """An office that ends right before "of", or an office and a name that do."""
    for last in range(of - 1, max(of - 1 - PERSON_WORDS, -1), -1):
        if last <= done:
            return None
        for first in range(max(last - 4, done + 1, 0), last + 1):
            found = scan.noun_at(first)
            named = last < of - 1 and scan.line.pieces[first].folded in COUNTRY_WORDS  # "52-nation Commonwealth of"
            if found is not None and found[1] == last and found[2].role in _HEADS and not named:
                return first, last, found[2], (last + 1, of - 1) if last < of - 1 else None
        if not scan.line.pieces[last].capital:
            return None
    return None


def _also(scan: Scan, matches: Sequence[Match], last: int) -> tuple[list[Match], int]:
    """Further states in the list after the first: "of Russia, China and Iran"."""
    found: list[Match] = []
    for match in matches:
        if match.first <= last or not match.sense("state", "capital", "seat"):
            continue
        between = [scan.line.pieces[n].folded for n in range(last + 1, match.first)]
        separators = scan.between(last, match.first)
        linked = between in ([], ["and"], ["the"], ["and", "the"]) and set(separators) <= {",", "and", "the"}
        if linked and separators:
            found.append(match)
            last = match.last
    return found, last
