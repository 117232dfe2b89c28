import re
from pathlib import Path
from textwrap import dedent

import pytest

from worker.config.alerts import EVENT_TYPES, AlertsFile
from worker.config.lines import read_yaml
from worker.model import AuxiliaryMode, ConfigError, EventFilter, Rule

SHIPPED = Path(__file__).parents[2] / "config" / "alerts.yaml"


def read(folder: Path, text: str) -> AlertsFile:
    path = folder / "alerts.yaml"
    path.write_text(dedent(text), encoding="utf-8")
    return read_yaml(path, AlertsFile)


def mistakes(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(folder, text)
    return [str(mistake).removeprefix(f"{folder}/") for mistake in caught.value.mistakes]


def rule(filter_: str) -> str:
    return f"channels: {{log: {{kind: log}}}}\nrules:\n- name: A\n  channels: log\n  filter: {filter_}\n"


def test_the_shipped_file_works_with_no_edit() -> None:
    file = read_yaml(SHIPPED, AlertsFile)
    assert {config.kind for config in file.channels.values()} == {"log", "console", "webhook"}
    assert len(file.rules) >= 4


def test_the_examples_of_the_shipped_file_are_right_too(tmp_path: Path) -> None:
    _, channels, rules = re.split("^(?=channels:|rules:)", SHIPPED.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = re.sub("^  # ", "  ", channels, flags=re.MULTILINE) + rules
    assert {config.kind for config in read(tmp_path, text).channels.values()} >= {"webhook", "apprise"}


def test_the_head_of_the_shipped_file_names_every_key_and_type() -> None:
    head = SHIPPED.read_text(encoding="utf-8").partition("\nchannels:")[0]
    words = {word.strip(",;.:()") for word in head.split()}
    assert {*EventFilter.__slots__, *EVENT_TYPES, *AuxiliaryMode, "auxiliary", "secret", "url"} <= words


def test_a_single_value_and_a_list_are_both_read(tmp_path: Path) -> None:
    file = read(
        tmp_path,
        """
        channels: {desk: {kind: log}, wall: {kind: console}}
        rules:
          - name: Aid
            filter: {dyad: prk-rus, event_type: [aid, SUPPORT], quad_class: Material Cooperation, min_outlets: 2}
            channels: [desk, wall]
          - name: All
            filter: {}
            channels: wall
            auxiliary: []
        """,
    )
    aid = EventFilter(
        dyad=("PRK-RUS",), event_type=("AID", "SUPPORT"), quad_class=("material cooperation",), min_outlets=2
    )
    assert file.rules == (Rule("Aid", aid, ("desk", "wall")), Rule("All", EventFilter(), ("wall",), ()))


def test_an_empty_file_has_no_rule_and_no_channel(tmp_path: Path) -> None:
    assert read(tmp_path, "").rules == ()


def test_every_mistake_is_told_at_once_at_its_line(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """\
        channels:
          desk: {kind: pigeon}
          wall: {kind: log, colour: red}
        rules:
          - name: One
            filter: {event_type: AIDS, contxt: x}
            channels: [wal]
          - name: one
            filter:
            channels: wall
        ruels: []
        """,
    )
    places = [line.split(": ")[0] + ": " + line.split(": ")[1] for line in told]
    assert places == [
        "alerts.yaml:2: channels.desk.kind",
        "alerts.yaml:3: channels.wall.colour",
        "alerts.yaml:6: rules.0.filter.event_type",
        "alerts.yaml:6: rules.0.filter.contxt",
        "alerts.yaml:7: rules.0.channels",
        "alerts.yaml:8: rules.1.name",
        "alerts.yaml:9: rules.1.filter",
        "alerts.yaml:11: ruels",
    ]
    for words in (
        "log, console, webhook, apprise",
        "kind, url, secret, optional",
        "AGREE, CONSULT",
        "dyad, actor",
        "desk, wall",
    ):
        assert any(words in line for line in told)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("{dyad: PRKRUS}", "is no dyad; write two ISO 3166"),
        ("{dyad: PRK-PRK}", "names one state twice"),
        ("{quad_class: war}", "is none of: verbal cooperation, material cooperation"),
        ("{status: sure}", "is none of: reported, corroborated"),
        ("{min_score: 11}", "less than or equal to 10"),
        ("{min_score: 5, max_score: -5}", "-5 lies before min_score, 5"),
        ("{event_from: 2026-02-01, event_to: 2026-01-01}", "2026-01-01 lies before event_from"),
        ("{event_from: soon}", "write 2026-01-31 for a day"),
        ("{min_outlets: -1}", "greater than or equal to 0"),
        ("{min_confidence: 2}", "less than or equal to 1"),
        ("{text: ''}", "at least 1 character"),
        ("", "is empty; write what to look for, or {} for every event"),
        ("everything", "valid dictionary"),
    ],
)
def test_a_filter_that_cannot_be_meant_is_refused(tmp_path: Path, written: str, words: str) -> None:
    (told,) = mistakes(tmp_path, rule(written))
    assert told.startswith("alerts.yaml:5: rules.0.filter")
    assert words in told


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        ("{kind: webhook, url: 'https://x.example.org'}", "needs the key secret"),
        ("{kind: webhook, url: 'https://x.example.org', secret: whsec_aaaa}", "a secret does not stand in this file"),
        ("{kind: apprise, url: 'mailtos://me:hunter2@mail.example.org'}", "a password does not stand in this file"),
        ("{kind: apprise, url: '${NAME}'}", "has a reference that cannot be read"),
        ("{kind: log, url: 'https://x.example.org'}", "is no key of kind log; the keys are: kind"),
        ("{url: 'https://x.example.org'}", "is required and missing"),
    ],
)
def test_a_channel_that_cannot_work_is_refused_without_showing_its_secret(
    tmp_path: Path, channel: str, words: str
) -> None:
    (told,) = mistakes(tmp_path, f"channels:\n  desk: {channel}\n")
    assert told.startswith("alerts.yaml:2: channels.desk")
    assert words in told
    assert "hunter2" not in told and "whsec_aaaa" not in told


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    (told,) = mistakes(tmp_path, "channels:\n  desk: {kind: log}\n  desk: {kind: console}\n")
    assert told.startswith("alerts.yaml:3: desk: stands twice")


@pytest.mark.parametrize("text", ["rules: {}", "rules: [3]", "channels: []", "[]", "rules: [{name: [], channels: {}}]"])
def test_a_file_of_another_shape_is_refused_not_a_crash(tmp_path: Path, text: str) -> None:
    assert mistakes(tmp_path, text)


def test_an_optional_channel_is_there_where_something_is_set_for_it() -> None:
    file = read_yaml(SHIPPED, AlertsFile)
    rules, channels = file.active({"DYADWATCH_WEBHOOK_URL": "", "DYADWATCH_WEBHOOK_SECRET": ""})
    assert "webhook" not in channels and not any("webhook" in rule.channels for rule in rules)
    assert all(rule.channels for rule in rules)
    rules, channels = file.active({"DYADWATCH_WEBHOOK_URL": "https://x.example.org"})
    assert "webhook" in channels and all("webhook" in rule.channels for rule in rules)
