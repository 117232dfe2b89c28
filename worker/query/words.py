"""An event in few words, for a table, a page's heading, a terminal."""

from worker.model import Actor, CodedEvent, DatePrecision


def who(actors: tuple[Actor, ...]) -> str:
    """``PRK, RUS``: each code once, in the order of the text."""
    return ", ".join(dict.fromkeys(actor.code for actor in actors))


def who_whom(coded: CodedEvent) -> str:
    """``PRK > RUS``; ``PRK - RUS`` where the event is mutual, as in an alert's title; ``PRK`` if done to nobody."""
    if coded.reciprocal:
        return who(coded.actors + coded.recipients).replace(", ", " - ")
    return " > ".join(side for side in (who(coded.actors), who(coded.recipients)) if side)


def what(coded: CodedEvent) -> str:
    """``CONSULT/visit (future)``."""
    kind = f"{coded.event_type}/{coded.mode}" if coded.mode else coded.event_type
    return f"{kind} ({', '.join(coded.auxiliary)})" if coded.auxiliary else kind


def meaning(event_type: str) -> str:
    """What a type of PLOVER means, in a few words; empty for one that an analyst added."""
    return _MEANINGS.get(event_type, "")


def when(coded: CodedEvent) -> str:
    """As much of the date as is known: ``2024-06`` when only the month is; empty when nothing is."""
    if coded.event_date is None:
        return ""
    parts = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7}
    return coded.event_date.isoformat()[: parts.get(coded.date_precision or DatePrecision.DAY, 10)]


def full_name(actor: Actor) -> str:
    """``Kim Jong Un, Supreme Leader (PRK GOV)``; the sentence's "he" is no name."""
    said = "" if actor.text.casefold() in _PRONOUNS else actor.text
    name = ", ".join(part for part in (actor.name or said, actor.office) if part)
    code = " ".join(part for part in (actor.code, actor.sector) if part)
    return f"{name} ({code})" if name and name != actor.code else code


_PRONOUNS = frozenset("he she it they him her them his hers its their theirs we us our who which".split())  # noqa: SIM905

# After the headings of the PLOVER codebook (https://github.com/openeventdata/PLOVER).
_MEANINGS = {
    "AGREE": "agree, sign, settle a dispute",
    "CONSULT": "meet, visit, telephone, negotiate",
    "SUPPORT": "praise, thank, apologise, back, forge ties",
    "CONCEDE": "yield in words: ease, promise, accept",
    "COOPERATE": "work together in deed: trade, drills, intelligence",
    "AID": "give money, goods, arms or troops",
    "RETREAT": "yield in deed: withdraw, release, disarm",
    "REQUEST": "ask, demand, appeal, propose",
    "ACCUSE": "accuse, criticise, investigate",
    "REJECT": "refuse, decline, veto",
    "THREATEN": "threaten, warn",
    "PROTEST": "demonstrate, strike, riot",
    "SANCTION": "cut ties, expel diplomats, embargo",
    "MOBILIZE": "ready or move forces",
    "COERCE": "seize, arrest, restrict, deport",
    "ASSAULT": "use force",
}
