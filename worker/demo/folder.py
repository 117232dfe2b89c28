"""Writes a folder of configuration for the demo: the sample feeds, rules that ring on them, and our actors and
ontology as shipped."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from worker.config.feeds import FeedConfig
from worker.demo.outlets import OUTLETS

EVERY = "2s"  # the newsroom is ours and close by; real feeds are asked every quarter of an hour
SECRET_VARIABLE = "DYADWATCH_DEMO_SECRET"  # noqa: S105 - the name of a variable

_CHANNELS = {
    "console": {"kind": "console"},
    "inbox": {"kind": "webhook", "url": "{base_url}/inbox", "secret": f"${{env:{SECRET_VARIABLE}}}"},
}
_RULES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("North Korea and its neighbours", {"dyad": ["PRK-RUS", "CHN-PRK", "KOR-PRK", "JPN-PRK"]}),
    ("Material conflict", {"quad_class": "material conflict"}),
    ("Diplomats expelled, trade stopped", {"event_type": "SANCTION"}),
    ("Ambassadors summoned, charges made", {"event_type": "ACCUSE", "sector": "GOV"}),
    ("New agreements", {"event_type": "AGREE"}),
    ("Help given", {"event_type": "AID"}),
    ("Around the Horn and the Nile", {"actor": ["EGY", "ETH", "SDN", "SOM", "KEN"]}),
    ("Confirmed by two owners", {"status": "corroborated", "min_families": 2}),
)


def newsroom_feeds(base_url: str) -> tuple[FeedConfig, ...]:
    """The sample feeds, as ``feeds.yaml`` would name them. ``base_url`` has no slash at its end."""
    return tuple(FeedConfig.model_validate(entry) for entry in _feed_entries(base_url))


def _feed_entries(base_url: str) -> Iterator[dict[str, str]]:
    for outlet in OUTLETS:
        yield {
            "name": outlet.name,
            "url": f"{base_url}/{outlet.slug}/feed.xml",
            "homepage": f"{base_url}/",
            "country": outlet.country,
            "language": "en",
            "kind": outlet.kind,
            "family": outlet.family,
            "every": EVERY,
        }


def write_demo_config(directory: Path, base_url: str, from_config_dir: Path) -> None:
    """Writes ``feeds.yaml`` and ``alerts.yaml`` for the newsroom at ``base_url``, and copies the other three files.

    The webhook's secret is looked up in the variable ``DYADWATCH_DEMO_SECRET``.
    """
    directory.mkdir(parents=True, exist_ok=True)
    _write(directory / "feeds.yaml", {"feeds": list(_feed_entries(base_url))})
    channels = {name: {k: v.replace("{base_url}", base_url) for k, v in c.items()} for name, c in _CHANNELS.items()}
    rules = [{"name": name, "filter": wanted, "channels": list(channels)} for name, wanted in _RULES]
    _write(directory / "alerts.yaml", {"channels": channels, "rules": rules})
    for name in ("actors.yaml", "ontology.yaml", "documents.yaml"):
        shutil.copyfile(from_config_dir / name, directory / name)


def _write(path: Path, value: dict[str, Any]) -> None:
    head = "# Written by `dyadwatch demo` for its sample newsroom.\n"
    path.write_text(head + yaml.safe_dump(value, sort_keys=False, allow_unicode=True), encoding="utf-8")


def register(base_url: str, database_url: str) -> None:
    """Enters the sample feeds beside the configured ones, for a system whose ``feeds.yaml`` does not name them (the
    compose file's profile ``demo``)."""
    from worker.store import Store

    store = Store(database_url, pool_size=1)
    try:
        store.add_feeds(newsroom_feeds(base_url), datetime.now(UTC))
    finally:
        store.close()
