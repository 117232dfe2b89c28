"""The HTTP interface over the fake store."""

import json
from datetime import timedelta

import pytest

from worker.query import filters, health, schema


@pytest.fixture
def broker(monkeypatch):
    monkeypatch.setattr(health, "ping_broker", lambda url: "answers")


def test_events_come_newest_first_in_the_shape_of_the_design(browser, shelf):
    answer = browser.get("/api/v1/events")
    assert answer.status_code == 200
    assert answer.json() == {"events": [e.to_json() for e in sorted(shelf.held, key=lambda e: -e.id)], "next": None}


def test_the_described_shape_is_the_real_one(shelf):
    for event in shelf.held:
        told = schema.Event.model_validate_json(json.dumps(event.to_json()))
        assert set(told.model_dump()) == set(event.to_json())


def test_pages_follow_each_other_by_next(browser, shelf, invent):
    shelf.held = [invent.event(n) for n in range(1, 6)]
    seen, after = [], None
    while True:
        page = browser.get("/api/v1/events", params={"limit": 2} | ({"after": after} if after else {})).json()
        seen += [event["id"] for event in page["events"]]
        after = page["next"]
        if after is None:
            break
    assert seen == [5, 4, 3, 2, 1]


def test_parameters_are_the_fields_of_the_filter_and_their_short_names(browser):
    for query in (
        "event_type=THREATEN",
        "type=threaten",
        "max_score=-1",
        "dyad=SWE-POL&type=THREATEN",
        "type=THREATEN,AID2",
    ):
        answer = browser.get(f"/api/v1/events?{query}")
        if "AID2" in query:
            assert answer.status_code == 422
        else:
            assert [e["id"] for e in answer.json()["events"]] == [2], query


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("dyad=X", "dyad: 'X' is no dyad"),
        ("event_type=HELP", "event_type: 'HELP' is none of: CONSULT, THREATEN"),
        ("colour=red", "colour: is no filter"),
        ("seen_from=soon", "seen_from: 'soon' is no date"),
        ("limit=501", "limit: "),
        ("limit=0", "limit: "),
        ("after=x", "after: 'x' is no cursor"),
        ("limit=x", "limit: "),
    ],
)
def test_a_wrong_question_is_answered_with_422_and_the_reason(browser, query, problem):
    answer = browser.get(f"/api/v1/events?{query}")
    assert answer.status_code == 422
    assert answer.json()["problems"][0].startswith(problem)
    assert answer.json()["error"] == answer.json()["problems"][0]


def test_one_event_is_found_by_its_id_and_a_missing_one_is_404_in_json(browser, shelf):
    assert browser.get("/api/v1/events/1").json() == shelf.held[0].to_json()
    missing = browser.get("/api/v1/events/99", headers={"accept": "text/html"})
    assert (missing.status_code, missing.json()["error"]) == (404, "no event 99 is stored")
    assert browser.get("/api/v1/nonsense").json()["error"] == "Not Found"


def test_a_database_that_does_not_answer_is_503_and_no_stack_trace(browser, shelf):
    shelf.reachable = False
    answer = browser.get("/api/v1/events")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert answer.json()["error"] == "PostgreSQL at db does not answer: refused"


def test_healthz_answers_whatever_fails(browser, shelf):
    shelf.reachable = False
    assert browser.get("/healthz").json() == {"status": "alive"}


def test_readyz_says_yes_when_all_parts_work(browser, broker):
    answer = browser.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["ready"] is True
    assert set(answer.json()["parts"]) == {"database", "broker", "migrations", "tick"}


def failing(answer):
    assert answer.status_code == 503
    return {name: part["detail"] for name, part in answer.json()["parts"].items() if not part["ok"]}


def test_readyz_says_which_part_fails(browser, shelf, broker, invent):
    shelf.revision = None
    shelf.ticked_at = invent.now - timedelta(seconds=31)
    assert failing(browser.get("/readyz")) == {
        "migrations": "the schema is empty, not 0001: run `dyadwatch migrate`",
        "tick": "the last tick was 31 s ago, more than 30 s: is beat running?",
    }
    shelf.reachable = False
    assert set(failing(browser.get("/readyz"))) == {"database", "migrations", "tick"}


def test_readyz_asks_the_broker(browser):
    assert "does not answer" in failing(browser.get("/readyz"))["broker"]


def test_metrics_are_what_prometheus_reads(browser):
    answer = browser.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    assert 'dyadwatch_articles{state="coded"} 3.0' in answer.text
    assert 'dyadwatch_deliveries{state="sent"} 2.0' in answer.text
    assert "dyadwatch_last_tick_age_seconds 0.0" in answer.text


def test_openapi_describes_every_filter_from_the_one_table(browser):
    described = browser.get("/openapi.json").json()["paths"]["/api/v1/events"]["get"]["parameters"]
    assert {p["name"] for p in described} == {option.field for option in filters.OPTIONS} | {"limit", "after"}


def test_every_answer_carries_the_headers_that_make_hostile_text_harmless(browser, shelf):
    for path in ("/", "/events/1", "/docs", "/healthz", "/api/v1/events", "/nowhere", "/static/style.css"):
        headers = browser.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self'"), path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_nothing_can_be_written(browser):
    for method in ("post", "put", "patch", "delete"):
        assert getattr(browser, method)("/api/v1/events").status_code == 405


def test_an_id_beyond_what_a_database_can_hold_is_a_wrong_question(browser):
    assert browser.get(f"/api/v1/events/{2**63}").status_code == 422
    assert browser.get("/api/v1/events/0").status_code == 422
