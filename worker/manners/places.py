"""What counts as one host, and its limits. Pure.

The order of the rules:
1. A host that ``hosts:`` in feeds.yaml names, or that ends in one it names, counts as that; the longest name wins. So
   ``example.org`` stands for the whole domain, every subdomain with it.
2. What DYADWATCH_ALLOW_PRIVATE lets in is the operator's own, and has no limits.
3. Any other host counts by itself, with or without ``www.``, and has the limits that are usual.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from worker.config.hosts import HostConfig


@dataclass(frozen=True, slots=True)
class Place:
    """What is asked of as one. ``every`` is in seconds, between starts; ``gap`` between the turns of those who wait.

    A ``shared`` host serves many feeds that have nothing to do with each other: what it says to one ("too many
    requests") it says to that one alone.
    """

    name: str
    at_once: int
    every: float
    shared: bool = False
    gap: float = 0.0


class Places:
    """The limits of every host.

    ``tick`` is how often (seconds) those are rung for who wait: as nobody is sent for later, several turns between two
    ticks would be called at once, and all but one of them in vain.
    """

    def __init__(self, hosts: Iterable[HostConfig] = (), allow_private: Iterable[str] = (), tick: float = 0.0) -> None:
        self._tick = tick
        self._named = {host.host: host for host in hosts}
        self._own = frozenset(name.strip().lower() for name in allow_private)

    def of(self, url: str) -> Place | None:
        """Where ``url`` is; null where there are no limits."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError:
            return None  # no web address: the client will say so
        if (named := self._named_for(host)) is not None:
            return self._place(named)
        port = port or (443 if parts.scheme == "https" else 80)
        if not host or {host, f"[{host}]", f"{host}:{port}", f"[{host}]:{port}"} & self._own:
            return None
        return self._place(HostConfig.model_construct(host=host.removeprefix("www.")))

    def _place(self, host: HostConfig) -> Place:
        gap = max(host.every, self._tick if host.every else self._tick / host.at_once)
        return Place(host.host, host.at_once, host.every, host.shared, gap)

    def _named_for(self, host: str) -> HostConfig | None:
        """By the longest of the host's own endings that is named."""
        labels = host.split(".")
        endings = (".".join(labels[start:]) for start in range(len(labels)))
        return next((self._named[ending] for ending in endings if ending in self._named), None)
