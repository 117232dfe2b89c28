"""``dyadwatch alerts`` and ``dyadwatch deliveries`` against the fake store, with channels that really send."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest

from worker.config import read_settings
from worker.config.alerts import AlertsFile
from worker.model import Delivery, DeliveryState, NotFoundError
from worker.query.context import Context

IDS = [UUID(int=number) for number in range(1, 5)]
ALERTS = {
    "channels": {
        "wall": {"kind": "console"},
        "desk": {"kind": "log"},
        "hook": {"kind": "webhook", "url": "http://127.0.0.1:1/t0k3n", "secret": "${env:HOOK_SECRET}"},
        "idle": {"kind": "log"},
    },
    "rules": [
        {"name": "Visits", "filter": {"event_type": "CONSULT", "dyad": "POL-SWE"}, "channels": ["wall", "desk"]},
        {"name": "Aid", "filter": {"event_type": "AID", "mode": "airlift"}, "channels": "hook", "auxiliary": []},
    ],
}


@pytest.fixture(autouse=True)
def configured(monkeypatch):
    file = AlertsFile.model_validate(ALERTS)
    ontology = SimpleNamespace(types={"CONSULT": SimpleNamespace(modes=("visit",))}, contexts=("military",))
    config = SimpleNamespace(
        directory=Path("config"),
        rules=file.rules,
        channels=file.channels,
        settings=read_settings({"DYADWATCH_ALLOW_PRIVATE": "127.0.0.1"}),
        coder=SimpleNamespace(ontology=ontology),
    )
    monkeypatch.setattr(Context, "config", lambda self: config)
    monkeypatch.setenv("HOOK_SECRET", "whsec_" + "c2Vj" * 8)


@pytest.fixture
def ledger(shelf, invent):
    """A delivery in each state; the dead one's channel said something hostile."""
    states = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.DEAD)
    due = invent.now + timedelta(hours=1)
    made = Delivery(IDS[0], "Visits", "wall", 1, "type CONSULT", DeliveryState.PENDING, 0, invent.now, due)
    shelf.delivery_rows = [replace(made, id=one, state=state) for one, state in zip(IDS, states, strict=True)]
    dead = replace(shelf.delivery_rows[3], rule="Aid", attempted_at=invent.now, outcome="HTTP 410: \x1b[2Jgone")
    shelf.delivery_rows[3] = dead
    shelf.replayed = []

    def replay(delivery_id, now):
        if delivery_id not in IDS:
            raise NotFoundError(f"no delivery {delivery_id}", subject=str(delivery_id))
        shelf.replayed.append(delivery_id)

    shelf.replay = replay
    return shelf


def test_rules_are_listed_with_what_they_ring_for(dyadwatch):
    said = dyadwatch("alerts", "list")
    assert said.code == 0
    header, visits, aid = said.out.splitlines()
    assert header.split() == ["RULE", "RINGS", "FOR", "ALSO", "CHANNELS"]
    assert visits.split("  ")[0] == "Visits"
    assert "dyad POL-SWE, type CONSULT" in visits and "future" in visits and "wall, desk" in visits
    assert "type AID" in aid and "hook" in aid


def test_what_is_no_mistake_and_yet_not_meant_is_remarked_on_stderr(dyadwatch):
    err = dyadwatch("alerts", "list").err
    assert "channel idle: no rule rings it" in err
    assert "rule Aid: 'airlift' is not in ontology.yaml" in err


def test_a_test_goes_through_every_channel_of_the_rule(dyadwatch):
    said = dyadwatch("alerts", "test", "visits")
    assert said.code == 0
    assert "TEST: XXA > XXB: SUPPORT" in said.out
    assert "wall: printed (" in said.out and "desk: logged (" in said.out


def test_a_test_may_go_through_one_channel_alone(dyadwatch):
    said = dyadwatch("alerts", "test", "Visits", "--channel", "desk")
    assert said.code == 0
    assert "desk: logged" in said.out and "wall" not in said.out


def test_a_test_that_fails_ends_with_1_and_its_reason(dyadwatch):
    said = dyadwatch("alerts", "test", "Aid")
    assert said.code == 1
    assert said.err.startswith("hook: failed, would be tried again: http://127.0.0.1:1 was not reached")
    assert "t0k3n" not in said.err + said.out


def test_a_channel_whose_secret_is_not_set_is_a_mistake_of_the_configuration(dyadwatch, monkeypatch):
    monkeypatch.delenv("HOOK_SECRET")
    said = dyadwatch("alerts", "test", "Aid")
    assert said.code == 2
    assert "channels.hook: needs the environment variable HOOK_SECRET" in said.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("Visit",), 1, "did you mean Visits?"),
        (("zzz",), 1, "`dyadwatch alerts list` names them"),
        (("Visits", "--channel", "hook"), 2, "it has wall, desk"),
    ],
)
def test_a_rule_or_channel_that_is_not_there_is_told(dyadwatch, arguments, code, words):
    said = dyadwatch("alerts", "test", *arguments)
    assert said.code == code
    assert words in said.err


def test_each_rule_is_explained_for_an_event(dyadwatch):
    said = dyadwatch("alerts", "explain", "1")
    assert said.code == 0
    assert said.out.splitlines() == [
        "event 1  SWE > POL: CONSULT (reported by 1 outlet)",
        "Visits: rings: dyad POL-SWE, type CONSULT",
        "Aid: does not ring: wants type AID, has CONSULT; wants mode airlift, has visit",
    ]


def test_an_event_that_is_not_stored_is_told(dyadwatch):
    said = dyadwatch("alerts", "explain", "99")
    assert (said.code, said.err.strip()) == (1, "no event 99 is stored")


def test_the_ledger_shows_whole_ids_and_never_an_escape_code(dyadwatch, ledger):
    said = dyadwatch("deliveries", "list")
    assert said.code == 0
    assert [line.split()[0] for line in said.out.splitlines()] == ["ID", *(str(one) for one in IDS)]
    assert "\x1b" not in said.out
    assert max(len(line) for line in said.out.splitlines()) <= 100


def test_the_ledger_can_be_narrowed_and_read_by_programs(dyadwatch, ledger):
    def listed(*options):
        said = dyadwatch("deliveries", "list", "--format", "jsonl", *options)
        return [json.loads(line) for line in said.out.splitlines()]

    (dead,) = listed("--state", "dead")
    assert (dead["id"], dead["state"], dead["outcome"]) == (str(IDS[3]), "dead", "HTTP 410: \x1b[2Jgone")
    assert [line["id"] for line in listed("--rule", "aid")] == [str(IDS[3])]
    assert len(listed("--limit", "2")) == 2


def test_an_empty_ledger_says_so(dyadwatch):
    assert "no delivery is like that" in dyadwatch("deliveries", "list").err


def test_deliveries_are_set_back_by_id_or_where_dead(dyadwatch, ledger):
    assert dyadwatch("deliveries", "replay", str(IDS[2])).err.startswith("1 set back to pending")
    assert dyadwatch("deliveries", "replay", "--dead").err.startswith("1 set back to pending")
    assert ledger.replayed == [IDS[2], IDS[3]]


def test_a_delivery_that_is_not_there_is_told_after_the_others_are_set_back(dyadwatch, ledger):
    said = dyadwatch("deliveries", "replay", str(IDS[0]), str(UUID(int=99)))
    assert said.code == 1
    assert f"no delivery is called {UUID(int=99)}" in said.err
    assert ledger.replayed == [IDS[0]]


@pytest.mark.parametrize("arguments", [(), ("--dead", str(IDS[0])), ("no-id",)])
def test_replay_wants_ids_or_dead_and_not_both(dyadwatch, ledger, arguments):
    assert dyadwatch("deliveries", "replay", *arguments).code == 2
    assert ledger.replayed == []


@pytest.mark.parametrize(
    "command", ["alerts list", "alerts test", "alerts explain", "deliveries list", "deliveries replay"]
)
def test_every_help_has_examples(dyadwatch, command):
    said = dyadwatch(*command.split(), "--help")
    assert said.code == 0
    assert f"Examples:\n    dyadwatch {command}" in said.out
