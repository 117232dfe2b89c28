"""Events as files."""

import csv
import io
import json
from dataclasses import replace

from worker.model import Actor
from worker.query.export import COLUMNS, write_csv, write_json, write_jsonl

HEADER = (
    "id,event_date,date_precision,event_type,mode,cameo,quad_class,score,actors,actor_sectors,actor_names,recipients,"
    "recipient_sectors,recipient_names,dyads,reciprocal,auxiliary,contexts,place,country,lat,lon,reported_by,confidence,"
    "status,outlets,families,mentions,published_at,first_seen_at,updated_at,trigger,rule,sentence"
)


def written(write, *events):
    out = io.StringIO()
    write(iter(events), out)
    return out.getvalue()


def rows(*events):
    return list(csv.DictReader(io.StringIO(written(write_csv, *events))))


def test_the_header_of_the_csv_is_fixed():
    assert written(write_csv).strip() == HEADER
    assert ",".join(COLUMNS) == HEADER


def test_a_row_says_who_did_what_to_whom(invent):
    row = rows(invent.event())[0]
    assert (row["actors"], row["recipients"], row["dyads"]) == ("SWE", "POL", "POL-SWE")
    assert (row["event_date"], row["event_type"], row["score"], row["mentions"]) == (
        "2026-03-04",
        "CONSULT",
        "4.0",
        "1",
    )


def test_cells_that_a_spreadsheet_would_run_are_made_harmless(invent):
    hostile = invent.event(actors=(Actor("SWE", None, '=HYPERLINK("http://x")'),), outlets=("@cmd", "b"))
    hostile = replace(hostile, coded=replace(hostile.coded, reported_by="-2+3", evidence=replace(
        hostile.coded.evidence, sentence="+1 said\nso", trigger="\tx", rule="=r")))  # fmt: skip
    row = rows(hostile)[0]
    assert row["actor_names"] == '\'=HYPERLINK("http://x")'
    assert (row["outlets"], row["reported_by"]) == ("'@cmd;b", "'-2+3")
    assert (row["sentence"], row["trigger"], row["rule"]) == ("'+1 said\nso", "'\tx", "'=r")


def test_a_negative_score_stays_a_number(invent):
    assert rows(invent.event(score=-6.0))[0]["score"] == "-6.0"


def test_json_is_one_array_and_json_lines_one_object_a_line(invent):
    events = [invent.event(1), invent.event(2)]
    assert [e["id"] for e in json.loads(written(write_json, *events))] == [1, 2]
    assert [json.loads(line)["id"] for line in written(write_jsonl, *events).splitlines()] == [1, 2]
    assert json.loads(written(write_json)) == []


def test_json_lines_hold_the_event_whole(invent):
    event = invent.event(sentence="Zażółć said ‘no’\u2028.")
    assert json.loads(written(write_jsonl, event)) == event.to_json()


def test_events_are_written_as_they_come(invent):
    out = io.StringIO()

    def endless():
        yield invent.event(1)
        assert out.getvalue().count("\n") == 1
        yield invent.event(2)

    write_jsonl(endless(), out)
    assert out.getvalue().count("\n") == 2
