"""The queue in Redis, for all workers: one call to go in, one to come out, each of them whole or not at all."""

import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

import redis
import structlog

from worker.config.hosts import HostConfig
from worker.config.settings import Settings
from worker.manners.line import Line
from worker.manners.local import LocalManners, milliseconds, moment, rest_of
from worker.manners.places import Place, Places
from worker.manners.turns import (
    AHEAD,
    FEED,
    FULL,
    LATE,
    LEASE,
    LONGEST_REST,
    LOST,
    PAUSE,
    SLOW,
    SOON,
    Busy,
    Entered,
    Manners,
)

log = structlog.get_logger("dyadwatch.manners")

AGAIN_SECONDS = 10.0  # without Redis, before it is asked again
_KEPT = 600_000  # ms that a host nobody asks is remembered beyond what it is remembered for

# What is known of a host is one packed value: to fetch it and put it back costs a fifth of a set for each queue.
_HELD = """
local said = redis.call('GET', KEYS[1])
local host = said and cmsgpack.unpack(said) or {inside = {}, turns = {feed = {}, page = {}}, following = {}}
local function save(now)
    local known = math.max(now, host.rest or now, host.following.feed or now, host.following.page or now)
    redis.call('SET', KEYS[1], cmsgpack.pack(host), 'PX', known - now + KEPT)
end
""".replace("KEPT", str(LEASE + _KEPT))

# The rules of ``turns``, line by line.
_ENTER = (
    _HELD
    + f"""
local who, queue = ARGV[1], ARGV[2]
local now, at_once, every, gap = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local function believed(said, latest)
    if not said or said > latest + {AHEAD} then return -math.huge end
    return said
end
local inside, mine, expected = 0, 0, 0
for name, until_ in pairs(host.inside) do
    if until_ <= now then host.inside[name] = nil else inside = inside + 1 end
end
for class, turns in pairs(host.turns) do
    for name, turn in pairs(turns) do
        if turn <= now - {LOST} then turns[name] = nil
        else
            if class == queue then mine = mine + 1 end
            local before = class == '{FEED}' or queue ~= '{FEED}'
            if before and turn > now - {LATE} and turn < now + math.max(every, 1) then expected = expected + 1 end
        end
    end
end
local turn, following = host.turns[queue][who], host.following[queue] or -math.huge
local last, rest = believed(host.last, now), believed(host.rest, now + {LONGEST_REST})
if turn and turn > now and turn >= rest then return {{turn, '{SOON}'}} end
local soonest, full = math.max(last + every, rest, now), inside >= at_once
if soonest <= now and not full and (turn or expected == 0) then
    host.inside[who], host.turns[queue][who], host.last = now + {LEASE}, nil, now
    host.following[queue] = math.max(following, now + every)
    save(now)
    return {{0, ''}}
end
local given = math.max(soonest, full and now + {PAUSE} or now + 1)
if not turn then
    given = math.max(given, math.min(following, math.max(now, rest) + {PAUSE} + gap * (mine + 1)))
    host.following[queue] = given + gap
end
host.turns[queue][who] = given
save(now)
return {{given, rest > now and '{SLOW}' or full and '{FULL}' or '{SOON}'}}
"""
)

_LEAVE = (
    _HELD
    + f"""
local now, rest = tonumber(ARGV[2]), tonumber(ARGV[3])
host.inside[ARGV[1]] = nil
if rest > 0 then host.rest = math.max(host.rest or 0, now + math.min(rest, {LONGEST_REST})) end
save(now)
"""
)


class SharedManners:
    """Keeps limits among all workers of one Redis, and in this process alone while that does not answer.

    One call to go in, one to come out; the second goes with the next, or with ``settle``.
    """

    def __init__(self, redis_url: str, places: Places) -> None:
        self._places, self._local, self._line = places, LocalManners(places), Line(redis_url, (_ENTER, _LEAVE))
        self._without_until = 0.0

    def enter(self, url: str, queue: str, who: str, now: datetime) -> Entered | Busy:
        place = self._places.of(url)
        if place is None:
            return Entered(None, who)
        told: list[str | int] = [
            who,
            queue,
            milliseconds(now),
            place.at_once,
            round(place.every * 1000),
            round(place.gap * 1000),
        ]
        answer = self._asked(lambda: self._line.call(_ENTER, _key(place), told))
        if answer is None:
            return self._local.enter_place(place, queue, who, now)
        turn, why = answer
        return Busy(moment(turn), why.decode()) if turn else Entered(place, who)

    def leave(self, entered: Entered, now: datetime, rest: timedelta | None = None) -> None:
        if entered.place is None:
            return
        self._local.leave(entered, now, rest)  # in case it went in there
        told: list[str | int] = [entered.who, milliseconds(now), rest_of(entered.place, rest)]
        self._line.tell(_LEAVE, _key(entered.place), told)

    def settle(self) -> None:
        self._asked(self._line.flush)

    def close(self) -> None:
        self._line.close()

    def _asked(self, ask: Callable[[], Any]) -> Any:
        """Null where Redis does not answer; then it is left alone for a while, so that only one visit waits for it."""
        if time.monotonic() < self._without_until:
            return None
        try:
            return ask()
        except (redis.RedisError, OSError) as error:
            self._without_until = time.monotonic() + AGAIN_SECONDS
            log.warning("limits of hosts are kept by each process alone", why=f"Redis does not answer: {error}")
            return None


def _key(place: Place) -> str:
    return f"dyadwatch:host:{place.name}"


def build_manners(settings: Settings, hosts: Iterable[HostConfig]) -> Manners:
    """Shared where there is a Redis. It is not asked before somebody goes in."""
    places = Places(hosts, settings.allow_private, settings.tick_seconds)
    return SharedManners(settings.redis_url, places) if settings.redis_url else LocalManners(places)
