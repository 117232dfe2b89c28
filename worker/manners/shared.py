"""The queue in Redis, for all workers: one call to go in, one to come out, each of them whole or not at all."""

import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import redis
import structlog
from redis.backoff import NoBackoff
from redis.commands.core import Script
from redis.retry import Retry

from worker.config.hosts import HostConfig
from worker.config.settings import Settings
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

ANSWER_SECONDS = 1.0  # a poll must not wait for Redis longer than that
AGAIN_SECONDS = 10.0  # without Redis, before it is asked again
_KEPT = 600_000  # ms that a host nobody asks is remembered beyond what it is remembered for

# The rules of ``turns``, line by line.
_ENTER = f"""
local host, inside, mine, feeds = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local who, queue = ARGV[1], ARGV[2]
local now, at_once, every, gap = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
redis.call('ZREMRANGEBYSCORE', inside, '-inf', now)
redis.call('ZREMRANGEBYSCORE', mine, '-inf', now - {LOST})
local held = redis.call('HMGET', host, 'last', 'rest', 'following ' .. queue)
local function believed(said, latest)
    local moment = tonumber(said) or -math.huge
    return moment > latest + {AHEAD} and -math.huge or moment
end
local last, rest = believed(held[1], now), believed(held[2], now + {LONGEST_REST})
local following = tonumber(held[3]) or -math.huge
local turn = redis.call('ZSCORE', mine, who)
turn = turn and tonumber(turn)
if turn and turn > now and turn >= rest then return {{turn, '{SOON}'}} end
local soonest = math.max(last + every, rest, now)
local full = redis.call('ZCARD', inside) >= at_once
if soonest <= now and not full then
    local expected = 0
    if not turn then
        local from, to = '(' .. (now - {LATE}), '(' .. (now + math.max(every, 1))
        expected = redis.call('ZCOUNT', feeds, from, to)
        if queue ~= '{FEED}' then expected = expected + redis.call('ZCOUNT', mine, from, to) end
    end
    if expected == 0 then
        redis.call('ZADD', inside, now + {LEASE}, who)
        redis.call('PEXPIRE', inside, {LEASE + _KEPT})
        if turn then redis.call('ZREM', mine, who) end
        redis.call('HSET', host, 'last', now, 'following ' .. queue, math.max(following, now + every))
        redis.call('PEXPIRE', host, every + {_KEPT})
        return {{0, ''}}
    end
end
soonest = math.max(soonest, full and now + {PAUSE} or now + 1)
local given = soonest
if not turn then
    local most = math.max(now, rest) + {PAUSE} + gap * (redis.call('ZCARD', mine) + 1)
    given = math.max(soonest, math.min(following, most))
    redis.call('HSET', host, 'following ' .. queue, given + gap)
end
redis.call('ZADD', mine, given, who)
redis.call('PEXPIRE', mine, given - now + {_KEPT})
redis.call('PEXPIRE', host, given - now + gap + {_KEPT})
return {{given, rest > now and '{SLOW}' or full and '{FULL}' or '{SOON}'}}
"""

_LEAVE = f"""
redis.call('ZREM', KEYS[2], ARGV[1])
local now, rest = tonumber(ARGV[2]), tonumber(ARGV[3])
if rest > 0 then
    local held = tonumber(redis.call('HGET', KEYS[1], 'rest')) or -math.huge
    redis.call('HSET', KEYS[1], 'rest', math.max(held, now + math.min(rest, {LONGEST_REST})))
    redis.call('PEXPIRE', KEYS[1], {LONGEST_REST + _KEPT})
end
"""


class SharedManners:
    """Keeps limits among all workers of one Redis, and in this process alone while that does not answer.

    The round trips are one to go in and one to come out.
    """

    def __init__(self, redis_url: str, places: Places) -> None:
        self._places, self._local = places, LocalManners(places)
        address = redis_url.replace("redis+socket://", "unix://", 1)
        seconds = {"socket_timeout": ANSWER_SECONDS, "socket_connect_timeout": ANSWER_SECONDS}
        self._redis = redis.Redis.from_url(address, retry=Retry(NoBackoff(), 0), **seconds)
        self._enter, self._leave = self._redis.register_script(_ENTER), self._redis.register_script(_LEAVE)
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
        answer = self._asked(self._enter, place, queue, told)
        if answer is None:
            return self._local.enter_place(place, queue, who, now)
        turn, why = answer
        return Busy(moment(turn), why.decode()) if turn else Entered(place, who)

    def leave(self, entered: Entered, now: datetime, rest: timedelta | None = None) -> None:
        if entered.place is None:
            return
        self._local.leave(entered, now, rest)  # in case it went in there
        told: list[str | int] = [entered.who, milliseconds(now), rest_of(entered.place, rest)]
        self._asked(self._leave, entered.place, FEED, told)

    def close(self) -> None:
        self._redis.close()

    def _asked(self, script: Script, place: Place, queue: str, told: list[str | int]) -> Any:
        """Null where Redis does not answer; then it is left alone for a while, so that only one visit waits for it."""
        if time.monotonic() < self._without_until:
            return None
        name = f"dyadwatch:{{{place.name}}}"  # in braces: one slot of a cluster
        keys = [name, f"{name}:inside", f"{name}:{queue}s", f"{name}:{FEED}s"]
        try:
            return script(keys=keys, args=told) or ()
        except redis.RedisError as error:
            self._without_until = time.monotonic() + AGAIN_SECONDS
            log.warning("limits of hosts are kept by each process alone", why=f"Redis does not answer: {error}")
            return None


def build_manners(settings: Settings, hosts: Iterable[HostConfig]) -> Manners:
    """Shared where there is a Redis. It is not asked before somebody goes in."""
    places = Places(hosts, settings.allow_private, settings.tick_seconds)
    return SharedManners(settings.redis_url, places) if settings.redis_url else LocalManners(places)
