import io
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from worker.channels import _KINDS, build_channels
from worker.config.alerts import CHANNEL_KINDS, ChannelConfig
from worker.model import ConfigError, Message, Response

SECRET = "whsec_" + "c2Vj" * 8


class NoWeb:
    def post(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Response:
        raise AssertionError


def config(kind: str, **keys: str) -> ChannelConfig:
    return ChannelConfig.model_validate({"kind": kind, **keys})


def test_every_kind_of_the_configuration_can_be_built() -> None:
    assert set(_KINDS) == set(CHANNEL_KINDS)


def test_references_are_looked_up_where_channels_are_built(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    hook = config("webhook", url="https://${env:HOST}/x", secret=f"${{file:{tmp_path}/secret}}")
    built = build_channels({"hook": hook, "log": config("log")}, NoWeb(), {"HOST": "hooks.example.org"})
    assert list(built) == ["hook", "log"]


def test_all_that_is_wrong_is_told_at_once_and_no_secret_with_it(tmp_path: Path) -> None:
    configs = {
        "unset": config("apprise", url="${env:NOT_SET}"),
        "absent": config("webhook", url="https://x.example.org", secret=f"${{file:{tmp_path}/none}}"),
        "short": config("webhook", url="https://x.example.org", secret="${env:SHORT}"),
        "odd": config("apprise", url="${env:SHORT}"),
    }
    with pytest.raises(ConfigError) as caught:
        build_channels(configs, NoWeb(), {"SHORT": "hunter2"})
    said = str(caught.value).splitlines()
    assert [line.split(": ")[1] for line in said] == [f"channels.{name}" for name in configs]
    assert "the environment variable NOT_SET" in said[0]
    assert "none, which cannot be read (No such file or directory)" in said[1]
    assert "hunter2" not in str(caught.value)


def test_the_console_prints_the_whole_alert_plain_in_a_pipe(message: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stdout", pipe)
    channel = build_channels({"console": config("console")}, NoWeb(), {})["console"]
    assert channel.send(message) == "printed"
    assert pipe.getvalue() == (
        "* 2026-01-05 12:00:00  PRK > RUS: SUPPORT (reported by 1 outlet)\n"
        "  Han Il (PRK) expresses support for Pavel Orlov (RUS).\n"
        "\n"
        "  “Han praised Orlov & <b>all</b> — 한일.”\n"
        "\n"
    )


def test_the_log_gets_one_line(message: Message) -> None:
    with capture_logs() as lines:
        assert build_channels({"log": config("log")}, NoWeb(), {})["log"].send(message) == "logged"
    assert [(line["title"], line["delivery"]) for line in lines] == [(message.title, message.id)]
