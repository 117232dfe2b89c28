"""What a model says, as it said it: not yet checked against the text (see ``check``).

The JSON schema that the endpoint is asked to keep is made of these classes. It keeps to what the endpoints have in
common: every key required, null where there is nothing, no key besides, no bounds on numbers or lengths.
"""

from collections.abc import Collection
from typing import Any

from pydantic import BaseModel, ConfigDict


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ToldActor(_Told):
    """``text`` are the words of the article that stand for it."""

    text: str
    code: str
    sector: str | None
    name: str | None
    office: str | None


class ToldEvent(_Told):
    """The evidence comes first, so that a model quotes before it judges."""

    evidence: str
    trigger: str
    type: str
    mode: str | None
    actors: tuple[ToldActor, ...]
    recipients: tuple[ToldActor, ...]
    reciprocal: bool
    auxiliary: tuple[str, ...]
    contexts: tuple[str, ...]
    date: str | None
    place: str | None
    country: str | None
    reported_by: str | None


class Answer(_Told):
    events: tuple[ToldEvent, ...]


def schema(types: Collection[str], contexts: Collection[str], auxiliary: Collection[str]) -> dict[str, Any]:
    """The JSON schema of an answer; the words that the ontology allows are in it as enumerations."""
    made = Answer.model_json_schema()
    event = made["$defs"]["ToldEvent"]["properties"]
    event["type"] = {"type": "string", "enum": list(types)}
    for name, allowed in (("contexts", contexts), ("auxiliary", auxiliary)):
        event[name] = {"type": "array", "items": {"type": "string", "enum": list(allowed)}}
    return {key: _plain(value) for key, value in made.items() if key not in _CHATTER}


_CHATTER = ("title", "description")  # pydantic tells every name a second time, and our docstrings


def _plain(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _plain(value) for key, value in part.items() if key not in _CHATTER}
    return [_plain(value) for value in part] if isinstance(part, list) else part
