"""What an alert says: plain text for people, JSON for machines. Nothing here is HTML, and nothing from outside is raw.

A message's id is its delivery's, the same in every attempt, so that a receiver can drop a repeat.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from worker.alerts.harmless import line, link
from worker.alerts.words import in_words
from worker.model import Actor, CodedEvent, DatePrecision, Delivery, Mention, Message, Rule, Status, StoredEvent

TITLE, NAME, SENTENCE = 160, 120, 600  # characters shown at most
ACTORS, OUTLETS, LINKS, MENTIONS = 4, 8, 3, 25  # listed at most

# PLOVER's event types as verbs, from actor to recipient.
_VERBS = {
    "AGREE": "agrees with",
    "CONSULT": "consults with",
    "SUPPORT": "expresses support for",
    "CONCEDE": "concedes to",
    "COOPERATE": "cooperates with",
    "AID": "gives aid to",
    "RETREAT": "retreats from or yields to",
    "REQUEST": "makes a request of",
    "ACCUSE": "accuses or criticises",
    "REJECT": "rejects or refuses",
    "THREATEN": "threatens",
    "PROTEST": "protests against",
    "SANCTION": "reduces relations with",
    "MOBILIZE": "mobilises against",
    "COERCE": "coerces",
    "ASSAULT": "attacks",
}


def compose(delivery: Delivery, event: StoredEvent, rule: Rule | None, public_url: str, now: datetime) -> Message:
    """The message of a delivery, attempted ``now``. ``rule`` is null where it has since left the configuration."""
    address = f"{public_url.rstrip('/')}/events/{event.id}"
    return Message(
        id=str(delivery.id),
        title=title(event),
        text=_text(delivery, event, address),
        payload=payload(
            "event.new", delivery, in_words(rule.filter) if rule else None, address, {"event": as_json(event)}
        ),
        url=address,
        created_at=now,
    )


def title(event: StoredEvent) -> str:
    """``PRK > RUS: SUPPORT (corroborated by 3 outlets)``."""
    coded = event.coded
    doers, receivers = _codes(coded.actors), _codes(coded.recipients)
    between = " - " if coded.reciprocal else " > "
    auxiliary = "".join(f", {mode}" for mode in coded.auxiliary)
    who = between.join(side for side in (doers, receivers) if side) or "unnamed"
    return line(f"{who}: {coded.event_type}{auxiliary} ({_standing(event)})", TITLE)


def _codes(parties: Iterable[Actor]) -> str:
    codes = list(dict.fromkeys(line(party.code, 30) for party in parties))
    return ", ".join(codes[:ACTORS]) + (f" and {len(codes) - ACTORS} more" if len(codes) > ACTORS else "")


def _standing(event: StoredEvent) -> str:
    count = f"{len(event.outlets)} outlet{'' if len(event.outlets) == 1 else 's'}"
    if event.status in (Status.REPORTED, Status.CORROBORATED):
        return f"{event.status} by {count}"
    return f"{event.status}; {count}"


def _text(delivery: Delivery, event: StoredEvent, address: str) -> str:
    sections = (
        [_who_did_what(event.coded)],
        _facts(event),
        _evidence(event),
        [f"Rule: {line(delivery.rule, NAME)} ({line(delivery.reason, SENTENCE)})", f"Event: {address}"],
        [f"Article: {url}" for url in _links(event.mentions)],
    )
    return "\n\n".join("\n".join(section) for section in sections if section)


def _who_did_what(coded: CodedEvent) -> str:
    """``Kim Jong Un (PRK, leader) expresses support for Vladimir Putin (RUS, president).``"""
    doers, receivers = _names(coded.actors) or "Somebody unnamed", _names(coded.recipients)
    kind = line(coded.event_type, NAME)
    done = f"{doers} {_VERBS.get(kind, kind)} {receivers}" if receivers else f"{doers}: {kind}"
    return f"{done} (told as {', '.join(coded.auxiliary)})." if coded.auxiliary else f"{done}."


def _names(parties: tuple[Actor, ...]) -> str:
    """``A, B and C``, or ``A, B, C, D and 3 more``."""
    named = [_name(party) for party in parties[:ACTORS]]
    named += [f"{len(parties) - ACTORS} more"] if len(parties) > ACTORS else []
    return " and ".join(part for part in (", ".join(named[:-1]), *named[-1:]) if part)


def _name(party: Actor) -> str:
    name = line(party.name or party.text or party.code, NAME)
    details = ", ".join(line(word, NAME) for word in (party.code, party.office) if word and word != name)
    return f"{name} ({details})" if details else name


def _facts(event: StoredEvent) -> list[str]:
    coded = event.coded
    kind = f"{coded.event_type} {coded.mode}" if coded.mode else coded.event_type
    facts = {
        "Type": f"{line(kind, NAME)}, {coded.quad_class}, score {coded.score:+g}, CAMEO {line(coded.cameo, 10)}",
        "Dyads": ", ".join(coded.dyads[:OUTLETS]),
        "Date": date_said(coded),
        "Place": _place(coded),
        "Outlets": _outlets(event),
    }
    return [f"{label}: {fact}" for label, fact in facts.items() if fact]


def date_said(coded: CodedEvent) -> str:
    """When it happened, as precisely as is known."""
    if coded.event_date is None:
        return "not said"
    known = {DatePrecision.YEAR: "%Y", DatePrecision.MONTH: "%Y-%m"}.get(coded.date_precision or DatePrecision.DAY)
    return coded.event_date.strftime(known or "%Y-%m-%d")


def _place(coded: CodedEvent) -> str:
    place = coded.place
    return ", ".join(line(word, NAME) for word in (place.name, place.country) if word) if place else ""


def _outlets(event: StoredEvent) -> str:
    shown = ", ".join(line(outlet, NAME) for outlet in event.outlets[:OUTLETS])
    more = f" and {len(event.outlets) - OUTLETS} more" if len(event.outlets) > OUTLETS else ""
    owners = f" ({len(event.families)} independent owners)" if len(event.families) > 1 else ""
    return f"{shown}{more}{owners}"


def _evidence(event: StoredEvent) -> list[str]:
    quoted = f"“{line(event.coded.evidence.sentence, SENTENCE)}”"
    said_by = line(event.coded.reported_by or "", NAME)
    return [f"{quoted} (reported by {said_by})" if said_by else quoted]


def _links(mentions: Iterable[Mention]) -> list[str]:
    links = [link(mention.url) for mention in mentions]
    return list(dict.fromkeys(url for url in links if url))[:LINKS]


def payload(kind: str, delivery: Delivery, looks_for: str | None, url: str, told: dict[str, Any]) -> dict[str, Any]:
    """Standard Webhooks' form: type, timestamp of what happened (the same in every attempt), data. ``told`` is what is
    this kind's own."""
    data = {
        "delivery_id": str(delivery.id),
        "rule": delivery.rule,
        "looks_for": looks_for,
        "reason": delivery.reason,
        "url": url,
    }
    return {"type": kind, "timestamp": delivery.created_at.isoformat(), "data": data | told}


def as_json(event: StoredEvent) -> dict[str, Any]:
    """DESIGN.md's JSON, whole but for mentions beyond ``MENTIONS``: receivers may refuse large bodies."""
    told = event.to_json()
    return told | {"mentions": told["mentions"][:MENTIONS], "mention_count": len(told["mentions"])}
