"""`hosts:` in feeds.yaml: how often, and by how many at once, a host may be asked. The file's own head explains it."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

AT_ONCE = 2
EVERY = 1.0
HOUR = 3_600
_UNITS = {"s": 1, "m": 60, "h": HOUR}


def _host(name: str) -> str:
    lowered = name.strip().lower().rstrip(".")
    if not re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*", lowered):
        raise ValueError(f"{name!r} is no host; write only its name, as feeds.example.org, or example.org for all")
    return lowered


def _pause(written: object) -> float:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([smh])", written.strip()) if isinstance(written, str) else None
    seconds = float(match[1]) * _UNITS[match[2]] if match else HOUR + 1
    if seconds > HOUR:
        raise ValueError(f"{written!r} is no pause; write 0.5s, 2s or 1m, at least 0s and at most 1h")
    return seconds


class HostConfig(BaseModel):
    """Limits of a host and all that ends in its name. ``every`` is seconds from one start to the next.

    ``shared``: its feeds have nothing to do with each other, so that what it refuses one it refuses no other.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: Annotated[str, AfterValidator(_host)]
    at_once: Annotated[int, Field(ge=1, le=100)] = AT_ONCE
    every: Annotated[float, BeforeValidator(_pause)] = EVERY
    shared: bool = False
