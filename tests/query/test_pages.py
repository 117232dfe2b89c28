"""The pages: readable without a script, and harmless whatever a feed says."""

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from uuid import UUID

import pytest

from worker.model import Actor, AuxiliaryMode, Delivery, DeliveryState
from worker.query.pages import highlighted, marks_of, web_link
from worker.query.words import full_name


class Elements(HTMLParser):
    """Every element of a page with its attributes; fails on a tag that is not closed in order."""

    VOID = ("meta", "link", "input", "br")

    def __init__(self, page):
        super().__init__()
        self.found, self.open = [], []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize(
    "path", ["/", "/?dyad=POL-SWE&status=reported&min_score=-10", "/events/1", "/docs", "/?dyad=X", "/feeds"]
)
def test_pages_are_well_formed_and_load_nothing_from_elsewhere(browser, path):
    page = browser.get(path)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for tag, attributes in Elements(page.text).found:
        assert tag not in ("script", "iframe", "img")
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        if tag == "link":
            assert attributes["href"].startswith("/static/")
            assert browser.get(attributes["href"]).status_code == 200


def test_the_latest_events_stand_on_the_first_page(browser):
    page = browser.get("/").text
    assert re.findall(r'class="pair" href="(/events/\d)"', page) == ["/events/2", "/events/1"]
    assert '<mark class="actor" title="actor">Orla</mark>' in page
    assert '<mark class="trigger" title="what was done">talks</mark>' in page


def test_the_form_keeps_what_was_asked_and_the_link_to_json_asks_the_same(browser):
    page = browser.get("/?dyad=SWE-POL&status=reported&type=THREATEN").text
    assert 'name="dyad" value="SWE-POL"' in page
    assert "<option selected>reported</option>" in page
    assert 'name="event_type" value="THREATEN"' in page
    assert 'href="/api/v1/events?dyad=SWE-POL&amp;event_type=THREATEN&amp;status=reported"' in page


def test_a_wrong_filter_is_told_above_the_form_and_stays_in_it(browser):
    answer = browser.get('/?dyad="><b>')
    assert answer.status_code == 422
    assert "is no dyad" in answer.text
    assert 'value="&#34;&gt;&lt;b&gt;"' in answer.text
    assert "<b>" not in answer.text


def test_older_events_are_one_link_away(browser, shelf, invent):
    shelf.held = [invent.event(n) for n in range(1, 61)]
    older = re.search(r'href="(/\?[^"]*after=[^"]*)"', browser.get("/?dyad=POL-SWE").text)[1].replace("&amp;", "&")
    assert len(re.findall('class="pair"', browser.get(older).text)) == 10


def test_the_page_of_an_event_shows_evidence_outlets_and_deliveries(browser, shelf, invent):
    shelf.delivery_rows = [
        Delivery(UUID(int=1), "North", "desk", 1, "matches", DeliveryState.DEAD, 3, invent.now,
                 invent.now + timedelta(1), outcome="410 <gone>"),
    ]  # fmt: skip
    page = browser.get("/events/1").text
    for part in ("Anna Orla, Foreign Minister (SWE GOV)", 'href="https://norrland.example/7"', "Norrland Post",
                 "hold-talks", "<td>North</td>", "<td>dead</td>", "410 &lt;gone&gt;"):  # fmt: skip
        assert part in page


def test_an_empty_page_says_why_it_is_empty(browser, shelf):
    assert '<a href="/">Show all events</a>' in browser.get("/?dyad=ABC-XYZ").text
    assert "No older event is stored" in browser.get("/?after=1").text
    shelf.held = []
    assert "No event is stored yet" in browser.get("/").text


def test_an_older_page_leads_back_to_the_latest_with_its_filter(browser):
    page = browser.get("/?dyad=POL-SWE&after=2").text
    assert "<h1>Older events</h1>" in page
    assert '<a href="/?dyad=POL-SWE">Latest events</a>' in page


def test_an_outlet_leads_to_its_first_report(browser, shelf, invent):
    event = invent.event(1, outlets=("Norrland Post", "Vistula News"))
    other = replace(event.mentions[0], outlet="Vistula News", url="ftp://vistula.example/1")
    shelf.held = [replace(event, mentions=(*event.mentions, other))]
    for path in ("/", "/events/1"):
        page = browser.get(path).text
        assert '<a href="https://norrland.example/7" rel="noopener noreferrer"><bdi>Norrland Post</bdi></a>, ' in page
        assert "<bdi>Vistula News</bdi>" in page
        assert "ftp:" not in page.split("<h2>")[0]


def test_the_page_of_an_event_says_in_words_what_its_type_means_and_how_it_is_told(browser, shelf, invent):
    shelf.held = [invent.event(1, auxiliary=(AuxiliaryMode.FUTURE,), reported_by="the ministry", reciprocal=True)]
    page = browser.get("/events/1").text
    for part in ("SWE - POL <", "CONSULT (meet, visit, telephone, negotiate)", "<dd>visit</dd>", "<dd>future</dd>",
                 "<bdi>the ministry</bdi>", "<dt>Between</dt>"):  # fmt: skip
        assert part in page


def test_a_pronoun_is_no_name_of_an_actor():
    assert full_name(Actor("POL", "GOV", None, "minister", "He")) == "minister (POL GOV)"
    assert full_name(Actor("POL", None, None, None, "It")) == "POL"


HOSTILE = "<script>alert(1)</script>"


def test_hostile_text_stays_text(browser, shelf, invent):
    event = invent.event(1, sentence=f"{HOSTILE} Orla held talks", outlets=(HOSTILE,), reported_by=HOSTILE)
    mentions = (replace(event.mentions[0], title=HOSTILE, outlet=HOSTILE, url="javascript:alert(1)"),)
    shelf.held = [replace(event, mentions=mentions)]
    for path in ("/", "/events/1", f"/?text={HOSTILE}", f"/?{HOSTILE}=1"):
        page = browser.get(path).text
        assert "<script" not in page, path
        assert "&lt;script&gt;" in page, path
        assert "javascript:" not in page, path


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//x.example", "", None, "http://", "http://[x"]
)
def test_what_is_no_web_address_is_no_link(url):
    assert web_link(url) is None


def test_a_person_gets_a_page_for_an_error_and_a_program_gets_json(browser):
    page = browser.get("/events/99", headers={"accept": "text/html,*/*"})
    assert (page.status_code, "no event 99 is stored" in page.text) == (404, True)
    assert page.headers["content-type"].startswith("text/html")
    assert browser.get("/events/99", headers={"accept": "application/json"}).json()["error"] == "no event 99 is stored"


def test_the_page_of_the_interface_names_every_parameter(browser):
    page = browser.get("/docs").text
    for part in ("GET /api/v1/events", "<code>min_families</code>", 'action="/api/v1/events"', "EventPage"):
        assert part in page


def test_a_trigger_in_two_pieces_is_marked_in_both(invent):
    marks = marks_of(invent.event(), "held ... talks")
    found = highlighted("Orla held long talks", marks)
    assert [piece for piece, kind in found if kind == "trigger"] == ["held", "talks"]


def test_marks_are_whole_words_and_the_longer_wins():
    assert highlighted("Orla met Orla's men, Orlando", {"Orla": "actor", "Orla's men": "trigger", "": "x"}) == [
        ("Orla", "actor"), (" met ", None), ("Orla's men", "trigger"), (", Orlando", None)]  # fmt: skip
    assert highlighted("nothing", {}) == [("nothing", None)]


def test_the_form_of_the_interface_page_may_be_sent_with_empty_fields(browser):
    page = browser.get("/docs").text
    fields = re.findall(r'<input name="(\w+)"', page)
    assert {"limit", "after", "dyad"} <= set(fields)
    answer = browser.get("/api/v1/events", params=dict.fromkeys(fields, ""))
    assert (answer.status_code, len(answer.json()["events"])) == (200, 2)
