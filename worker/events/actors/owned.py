"""Rule 1 of `phrases`: a state and what is its own, "Russian deputy foreign minister", "Kyrgyz border service"."""

import re
from collections.abc import Sequence

from worker.events.actors.gazetteer import Noun
from worker.events.actors.lists import ASKING, BODY_NOUNS, COMPANIES, COUNTRY_WORDS, DEGREES, ENVOYS, FORMER, SAYING
from worker.events.actors.matching import Match
from worker.events.actors.names import Sense
from worker.events.actors.office_of import headed, name_after, posting
from worker.events.actors.phrase import Phrase, with_name
from worker.events.actors.scan import Scan

_BODY = Noun("institution", "GOV")
_SPEAKING = SAYING | ASKING


def owned(scan: Scan, group: Sequence[Match], whose: tuple[Sense, ...], done: int) -> Phrase | None:
    """The phrase of a state and its office, institution or people, with the person's name; None where it has none."""
    at = _after_owner(scan, group[-1].last)
    found = _noun(scan, at) if at is not None else None
    if at is None or found is None:
        return None
    start, end, noun = found
    if _another_country(scan, group[-1].last, at, start, noun):
        return None
    if noun.role == "bystander":
        return Phrase(group[0].first, end, "background", whose)
    if noun.role == "reporter":
        return Phrase(group[0].first, end, "media", whose)
    return _with_office(scan, (group[0].first, at), (start, end), whose, noun, done)


def somebody(scan: Scan, group: Sequence[Match], whose: tuple[Sense, ...]) -> Phrase | None:
    """Whom a state has that speaks and whose office is unsaid: "Egypt's Mohamed Mursi said"."""
    last = group[-1].last
    at = _after_owner(scan, last)
    if at != last + 2 or whose[0].kind not in ("state", "organisation") or len(whose) > 1:
        return None
    end, pieces = at + 1, scan.line.pieces[at : at + 3]
    if len(pieces) < 3 or not (pieces[0].capital and pieces[1].capital) or scan.between(at, end) or pieces[2].capital:
        return None
    known = scan.at.get(end)
    if known is not None or pieces[1].folded in COMPANIES or scan.noun_after(at) is not None:
        return None
    tokens = scan.line.sentence.tokens
    heads = (tokens[t.head] for piece in range(at, end + 1) if (t := scan.line.token(piece)).dep == "nsubj")
    if not any(verb.pos == "VERB" and verb.lemma in _SPEAKING for verb in heads):
        return None
    return Phrase(group[0].first, end, "person", whose, Noun("office", "GOV"), name=(at, end))


def persons(scan: Scan, match: Match, done: int) -> Phrase | None:
    """What a leader has acts for the leader's state: "Trump's envoy", "Assad's forces"."""
    person, after = match.person, match.last + 1
    if person is None or person.code in ("", "IGO", "NGO") or after >= len(scan.line.pieces):
        return None
    if scan.line.pieces[after].folded != "s" or scan.line.token(after).pos != "PART":
        return None
    found = scan.noun_after(after + 1) if after + 1 < len(scan.line.pieces) else None
    if found is None or found[2].role == "bystander" or found[2].sector not in ("GOV", "MIL"):
        return None
    sense = Sense("state", person.code, scan.gazetteer.state_names.get(person.code, person.code))
    return owned(scan, [match], (sense,), done)


def untied(scan: Scan, taken: set[int]) -> list[Phrase]:
    """Officials named without their state, "Foreign Ministry spokesman Ali Alatas": whose, the whole text says."""
    found: list[Phrase] = []
    for at, piece in enumerate(scan.line.pieces):
        noun = scan.noun_at(at) if at not in taken and (piece.capital or piece.folded in _BODIES) else None
        if noun is None or noun[2].role != "office" or (found and at <= found[-1].last):
            continue
        first, last = _first_title(scan, 0, at), noun[1]
        name = name_after(scan, last)
        known = isinstance(name, Match) or name is None or taken & set(range(first, name[1] + 1))
        if not known and _UNTIED.search(scan.text(max(at - 1, 0), last).lower()):
            assert isinstance(name, tuple)
            found.append(Phrase(first, name[1], "person", (), noun[2], scan.text(first, last), name=name))
    return found


# What an office that is written small begins with: "foreign ministry spokeswoman Le Thi Thu Hang".
_BODIES = frozenset({"foreign", "defence", "defense", "government", "army", "military", "presidential"})
_UNTIED = re.compile(
    r"\bminister$|(ministry|office|government|army|military) spokes\w+$|army chief$"
    r"|\b(foreign|finance|defen[cs]e|home|cabinet|trade|energy|interior) secretary$"
)


def _with_office(
    scan: Scan, begin: tuple[int, int], found: tuple[int, int], whose: tuple[Sense, ...], noun: Noun, done: int
) -> Phrase:
    (first, at), (start, end) = begin, found
    if noun.role == "institution":
        return headed(scan, Phrase(first, end, "institution", whose, noun), done)
    office = scan.text(start, end).lower()
    if noun.role == "office":
        if scan.line.pieces[end].folded in ENVOYS:
            end = posting(scan, end)
        office = scan.text(_first_title(scan, at, start), end)
        if first - 1 > done and scan.line.pieces[first - 1].folded in FORMER:
            first, office = first - 1, f"{scan.line.pieces[first - 1].folded} {office}"
    collective = noun.role == "people" and scan.line.pieces[end].folded in (COUNTRY_WORDS | BODY_NOUNS)
    name = None if collective else name_after(scan, end, 1)
    last = end if name is None else name.last if isinstance(name, Match) else name[1]
    return with_name((first, last), whose, noun, office, name)


def _after_owner(scan: Scan, last: int) -> int | None:
    """Where what a state owns would begin: after a possessive, or right after the name."""
    pieces, at = scan.line.pieces, last + 1
    if at >= len(pieces):
        return None
    if pieces[at].folded == "s" and scan.line.token(at).text in ("'s", "’s", "s"):
        at += 1
    elif scan.between(last, at) not in ([], ["'"], ["’"], ["-"], ["–"]) or _dashed(scan, last):
        return None
    return at if at < len(pieces) and not pieces[at].joined else None


def _dashed(scan: Scan, last: int) -> bool:
    """Whether a dash with a space before it follows, as after a dateline: "MONTERREY, Mexico - President Bush"."""
    token = scan.line.token(last)
    following = scan.line.sentence.tokens[token.index + 1]
    return following.text in ("-", "–") and following.start > token.end


def _noun(scan: Scan, at: int) -> tuple[int, int, Noun] | None:
    """What is owned: a noun of the gazetteer, or a public body's name in capitals that goes beyond it."""
    found, body = _accredited(scan, at) or scan.noun_after(at), scan.body_at(at)
    return (at, body, _BODY) if body is not None and (found is None or found[1] < body) else found


def _accredited(scan: Scan, at: int) -> tuple[int, int, Noun] | None:
    """An envoy to an organisation, which stands between: "China's U.N. ambassador" speaks for China."""
    seat = scan.at.get(at)
    if seat is None or seat.sense("organisation") is None or seat.first != at or seat.last + 1 >= len(scan.line.pieces):
        return None
    found = scan.noun_after(seat.last + 1)
    envoy = found is not None and scan.line.pieces[found[1]].folded in ENVOYS
    return found if envoy and not scan.between(seat.last, seat.last + 1) else None


def _another_country(scan: Scan, last: int, at: int, start: int, noun: Noun) -> bool:
    """Whether the noun is a country other than its owner's: "Georgia's fraternal country", "Iran's neighbour state"."""
    possessive = at > last + 1 or scan.between(last, at) not in ([], ["-"], ["–"])
    return possessive and noun.role == "people" and scan.line.pieces[start].folded in COUNTRY_WORDS


def _first_title(scan: Scan, at: int, start: int) -> int:
    """Where an office begins with its "deputy", "former", "acting"."""
    while start > at and scan.line.pieces[start - 1].folded in DEGREES:
        start -= 1
    return start
