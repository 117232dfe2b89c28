"""An event in few words, for a table, a page's heading, a terminal."""

from worker.model import Actor, CodedEvent, DatePrecision


def who(actors: tuple[Actor, ...]) -> str:
    """``PRK, RUS``: each code once, in the order of the text."""
    return ", ".join(dict.fromkeys(actor.code for actor in actors))


def who_whom(coded: CodedEvent) -> str:
    """``PRK > RUS``; ``PRK, RUS`` where the event is mutual or was done to nobody."""
    if coded.reciprocal or not coded.recipients:
        return who(coded.actors + coded.recipients).replace(", ", " = ")
    return f"{who(coded.actors)} > {who(coded.recipients)}"


def what(coded: CodedEvent) -> str:
    """``CONSULT/visit (future)``."""
    kind = f"{coded.event_type}/{coded.mode}" if coded.mode else coded.event_type
    return f"{kind} ({', '.join(coded.auxiliary)})" if coded.auxiliary else kind


def when(coded: CodedEvent) -> str:
    """As much of the date as is known: ``2024-06`` when only the month is; empty when nothing is."""
    if coded.event_date is None:
        return ""
    parts = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7}
    return coded.event_date.isoformat()[: parts.get(coded.date_precision or DatePrecision.DAY, 10)]


def full_name(actor: Actor) -> str:
    """``Kim Jong Un, Supreme Leader (PRK GOV)``."""
    name = ", ".join(part for part in (actor.name or actor.text, actor.office) if part)
    code = " ".join(part for part in (actor.code, actor.sector) if part)
    return f"{name} ({code})" if name and name != actor.code else code
