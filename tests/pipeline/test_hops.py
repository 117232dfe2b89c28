"""The hops of the pipeline, with real PostgreSQL and fakes for all else that touches the outside."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from store_samples import coded, empty, feed_config

from worker import pipeline
from worker.config import Config
from worker.model import (
    ArticleState,
    AuxiliaryMode,
    ChannelError,
    CodedEvent,
    DeliveryState,
    Document,
    EventFilter,
    Feed,
    FetchError,
    Message,
    PageText,
    ParsedFeed,
    Response,
    Rule,
    ServiceUnavailableError,
)
from worker.pipeline import Deps, LazyCoder
from worker.sandbox.jobs import FEED, HTML, PAGE, FeedOrder, HtmlOrder, PageOrder
from worker.store import Store

pytestmark = pytest.mark.services

START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TEXT = "Norvia thanked Sudria for its help with the harbour, the prince of Norvia said on Monday in the capital. "
ITEM = "<item><guid isPermaLink='false'>{0}</guid><link>http://127.0.0.1/{0}</link><title>{1}</title>{2}</item>"
DATE = "<pubDate>Mon, 02 Mar 2026 11:00:00 GMT</pubDate>"
WHOLE = TEXT * 20


def rss(*items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>Post</title>{''.join(items)}</channel></rss>".encode()


def item(guid: str, words: str = WHOLE, title: str = "Thanks") -> str:
    return ITEM.format(guid, title, f"<description>{words}</description>{DATE}")


@dataclass
class FakeWeb:
    """Answers what it was told to; remembers what was asked."""

    pages: dict[str, Response | Exception] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Response:
        self.asked.append((url, etag))
        answer = self.pages.get(url) or FetchError(f"{url} answered 404", kind="http 404", permanent=False, subject=url)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def say(self, url: str, body: bytes, **headers: str) -> None:
        self.pages[url] = Response(url, 200, headers, body)


class InProcess:
    """Does what the sandbox does, without a child: in these tests nobody writes anything hostile."""

    def feed(self, response: Response, feed: Feed, now: datetime) -> ParsedFeed:
        return FEED.run(FeedOrder(feed, response.url, response.headers, now), response.body)

    def page(self, response: Response) -> PageText:
        return PAGE.run(PageOrder(response.url, response.headers), response.body)

    def html(self, html: str, title: str, url: str) -> PageText:
        return HTML.run(HtmlOrder(title), html.encode())


@dataclass
class FakeCoder:
    """Finds the events that it was given; raises what it was given."""

    events: tuple[CodedEvent, ...] = (coded(),)
    fails: Exception | None = None
    seen: list[Document] = field(default_factory=list)
    version: str = "fake 1"

    def code(self, document: Document) -> tuple[CodedEvent, ...]:
        self.seen.append(document)
        if self.fails:
            raise self.fails
        return self.events


@dataclass
class FakeChannel:
    fails: Exception | None = None
    sent: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> str:
        if self.fails:
            raise self.fails
        self.sent.append(message)
        return "HTTP 204"


@dataclass
class Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class System:
    """Everything under test, with the fakes at hand."""

    deps: Deps
    store: Store
    web: FakeWeb
    coder: FakeCoder
    channel: FakeChannel
    clock: Clock
    feed_id: int = 0
    url: str = ""

    def ring(self, *rules: Rule) -> None:
        config = cast(Config, SimpleNamespace(rules=rules, settings=self.deps.config.settings))
        self.deps = replace(self.deps, config=config)

    def through(self, article_id: int) -> list[UUID]:
        assert pipeline.read(self.deps, article_id)
        return pipeline.code(self.deps, article_id)


EVERYTHING = Rule("everything", EventFilter(), ("hook",))


@pytest.fixture
def system(store: Store) -> System:
    web, coder, channel, clock = FakeWeb(), FakeCoder(), FakeChannel(), Clock()
    config: Any = SimpleNamespace(
        rules=(EVERYTHING,), settings=SimpleNamespace(public_url="http://127.0.0.1:8000", websub_url=None)
    )
    channels: Mapping[str, FakeChannel] = {"hook": channel}
    made = System(Deps(config, store, web, InProcess(), channels, coder, clock), store, web, coder, channel, clock)
    made.url = with_feed(made)
    return made


def with_feed(system: System, **changes: object) -> str:
    config = feed_config(**{"backfill": "alert", "language": "en", **changes})  # type: ignore[arg-type]
    system.store.sync_feeds([config], system.clock())
    system.feed_id = system.store.feeds()[-1].id
    return config.url


def news(system: System, *items: str) -> list[int]:
    system.web.say(system.url, rss(*items), etag='"one"')
    return pipeline.poll(system.deps, system.feed_id)


def test_an_entry_becomes_an_event_and_an_alert(system: System) -> None:
    (article_id,) = news(system, item("a"))
    (delivery_id,) = system.through(article_id)
    assert pipeline.send(system.deps, delivery_id) is DeliveryState.SENT
    (message,) = system.channel.sent
    assert message.id == str(delivery_id)
    (event,) = system.store.events(EventFilter()).events
    assert event.mentions[0].coder_version == "fake 1"
    assert (system.coder.seen[0].title, str(system.coder.seen[0].published)) == ("Thanks", "2026-03-02")


def test_every_hop_asked_for_twice_does_no_harm(system: System) -> None:
    (article_id,) = news(system, item("a"))
    assert news(system, item("a")) == []
    assert pipeline.read(system.deps, article_id)
    assert not pipeline.read(system.deps, article_id)
    (delivery_id,) = pipeline.code(system.deps, article_id)
    assert pipeline.code(system.deps, article_id) == []
    assert pipeline.send(system.deps, delivery_id) is DeliveryState.SENT
    assert pipeline.send(system.deps, delivery_id) is None
    assert len(system.channel.sent) == 1


def test_tick_rings_for_whatever_was_left_at_any_hop(system: System) -> None:
    assert pipeline.tick(system.deps).feeds == [[system.feed_id]]
    unread, uncoded, unsent = news(system, item("a"), item("b", title="B"), item("c", title="C"))
    assert pipeline.read(system.deps, uncoded)
    (delivery_id,) = system.through(unsent)
    rings = pipeline.tick(system.deps)
    assert (rings.unread, rings.uncoded, rings.unsent) == ([], [], []), "each hop rings for itself first"
    system.clock.pass_(125)
    rings = pipeline.tick(system.deps)
    assert (rings.unread, rings.uncoded, rings.unsent) == ([unread], [uncoded], [delivery_id])
    assert pipeline.tick(system.deps).unread == []
    assert system.store.last_tick() == system.clock()


def test_a_feed_is_asked_with_what_it_said_of_its_version(system: System) -> None:
    news(system, item("a"))
    system.web.pages[system.url] = Response(system.url, 304, {}, b"")
    assert pipeline.poll(system.deps, system.feed_id) == []
    assert system.web.asked == [(system.url, None), (system.url, '"one"')]
    feed = system.store.feed(system.feed_id)
    assert (feed.etag, feed.failures) == ('"one"', 0)
    assert system.store.fetches(system.feed_id)[0].kind == "not modified"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (FetchError("gone", kind="http 404", permanent=False), "http 404"),
        (FetchError("broken", kind="http 500", permanent=False), "http 500"),
        (FetchError("late", kind="timeout", permanent=False), "timeout"),
        (Response("", 200, {"content-type": "text/html"}, b"<!doctype html><p>Welcome</p>"), "not a feed"),
        (Response("", 200, {}, b""), "empty feed"),
    ],
)
def test_a_feed_that_fails_says_so_and_is_asked_again_later(system: System, answer: Any, kind: str) -> None:
    news(system, item("a"))
    system.web.pages[system.url] = answer
    assert pipeline.poll(system.deps, system.feed_id) == []
    feed = system.store.feed(system.feed_id)
    assert feed.failures == 1
    assert feed.last_error
    assert feed.last_error.startswith(kind)
    assert feed.next_poll_at
    assert feed.next_poll_at > system.clock() + timedelta(minutes=20)
    assert feed.etag == '"one"', "what a failure says of versions counts for nothing"
    assert feed.article_count == 1


def test_a_mistake_of_ours_in_one_feed_is_recorded_on_it(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(system.deps.sandbox, "feed", stumble)
    assert news(system, item("a")) == []
    feed = system.store.feed(system.feed_id)
    assert (feed.failures, feed.last_error) == (1, "error: RecursionError: too deep")


def test_a_broken_entry_is_noted_and_the_good_ones_kept(system: System) -> None:
    assert len(news(system, item("a"), "<item></item>", item("b", title="B"))) == 2
    (fetch,) = system.store.fetches(system.feed_id)
    assert (fetch.kind, fetch.entries, fetch.new, len(fetch.broken)) == ("ok", 2, 2, 1)


def test_a_feed_cut_in_the_middle_keeps_what_came_and_is_asked_for_the_rest(system: System) -> None:
    whole = rss(item("a"), item("b", title="B"))
    system.web.say(system.url, whole[: whole.rindex(b"</description>")], etag='"one"')
    assert len(pipeline.poll(system.deps, system.feed_id)) == 1
    assert system.store.fetches(system.feed_id)[0].broken == ("the last entry is cut off in the middle",)
    system.web.say(system.url, whole, etag='"one"')
    assert len(pipeline.poll(system.deps, system.feed_id)) == 1
    assert system.web.asked == [(system.url, None), (system.url, None)], "of half a feed no version is held"


def test_a_feed_that_fails_keeps_no_other_waiting(system: System) -> None:
    other = feed_config("Evening Post", backfill="alert", language="en")
    system.store.sync_feeds([feed_config(backfill="alert", language="en"), other], system.clock())
    system.web.pages[system.url] = FetchError("late", kind="timeout", permanent=False)
    system.web.say(other.url, rss(item("z")))
    due = [one for feeds in pipeline.tick(system.deps).feeds for one in feeds]
    polled = {system.store.feed(one).name: pipeline.poll(system.deps, one) for one in due}
    assert (len(polled["Evening Post"]), polled["Morning Post"]) == (1, [])
    health = {feed.name: (feed.failures, feed.next_poll_at) for feed in system.store.feeds()}
    assert health["Evening Post"][0] == 0
    assert health["Evening Post"][1] < health["Morning Post"][1]  # type: ignore[operator]


def test_text_that_no_database_can_hold_is_stored_clean(system: System) -> None:
    bad = "Nor\x00via &#0;thanked &#xD800;Sudria. \udfff" * 60
    body = rss(item("a\x00b", "WORDS", title="Th\x00anks &#55296;")).replace(
        b"WORDS", bad.encode("utf-8", "surrogatepass")
    )
    system.web.say(system.url, body, etag='"\x00\udfff"')
    (article_id,) = pipeline.poll(system.deps, system.feed_id)
    system.coder.events = (coded(sentence="Norvia \x00thanked \ud800Sudria."),)
    assert system.through(article_id)
    article = system.store.article(article_id)
    (event,) = system.store.events(EventFilter()).events
    for text in (article.text, article.title, article.html, article.url, event.mentions[0].evidence.sentence):
        assert "thanked" in text or text != article.text
        assert not any(sign == "\x00" or "\ud800" <= sign <= "\udfff" for sign in text)


def test_a_summary_sends_the_reader_to_the_page(system: System) -> None:
    (article_id,) = news(system, item("a", "In short."))
    paragraphs = "".join(f"<p>{TEXT} It was day {n} of the talks about the port and its cranes.</p>" for n in range(9))
    page = f"<html><body><article><h1>Thanks</h1>{paragraphs}</article></body></html>"
    system.web.say("http://127.0.0.1/a", page.encode(), **{"content-type": "text/html"})
    assert pipeline.read(system.deps, article_id)
    article = system.store.article(article_id)
    assert "day 7 of the talks" in article.text
    assert article.language == "en"


def test_a_page_that_is_refused_costs_no_article(system: System) -> None:
    (article_id,) = news(system, item("a", "Norvia thanked Sudria."))
    assert pipeline.read(system.deps, article_id)
    assert system.store.article(article_id).text == "Norvia thanked Sudria."


def test_a_page_that_is_late_is_tried_once_more_and_then_done_without(system: System) -> None:
    (article_id,) = news(system, item("a", "Norvia thanked Sudria."))
    system.web.pages["http://127.0.0.1/a"] = FetchError("late", kind="timeout", permanent=False)
    assert not pipeline.read(system.deps, article_id)
    assert system.store.article(article_id).state is ArticleState.NEW
    system.clock.pass_(61)
    assert pipeline.tick(system.deps).unread == [article_id]
    assert pipeline.read(system.deps, article_id)
    assert system.store.article(article_id).text == "Norvia thanked Sudria."


def test_a_reader_that_dies_on_a_page_leaves_the_entrys_own_words(system: System) -> None:
    (article_id,) = news(system, item("a", "Norvia thanked Sudria."))
    for _ in range(2):  # two claims whose process was killed
        system.store.claim_article(article_id, ArticleState.NEW, system.clock(), pipeline.LEASE)
    system.web.asked.clear()
    assert pipeline.read(system.deps, article_id)
    assert system.web.asked == []


def test_a_text_in_another_language_is_kept_and_not_coded(system: System) -> None:
    words = "Der Fürst von Norvia dankte am Montag dem Nachbarland Sudria für die Hilfe beim Bau des Hafens. " * 20
    (article_id,) = news(system, item("a", words))
    assert system.through(article_id) == []
    article = system.store.article(article_id)
    assert (article.state, article.language) == (ArticleState.CODED, "de")
    assert system.coder.seen == []


def test_a_coder_that_fails_is_asked_again_and_given_up_after_eight_times(system: System) -> None:
    (article_id,) = news(system, item("a"))
    assert pipeline.read(system.deps, article_id)
    system.coder.fails = ValueError("no tree")
    for _ in range(8):
        with pytest.raises(ValueError, match="no tree"):
            pipeline.code(system.deps, article_id)
        system.clock.pass_(600)
        assert pipeline.tick(system.deps).uncoded == [article_id]
    assert pipeline.code(system.deps, article_id) == []
    assert system.store.article(article_id).state is ArticleState.FAILED


def test_a_coder_that_recovers_loses_nothing(system: System) -> None:
    (article_id,) = news(system, item("a"))
    assert pipeline.read(system.deps, article_id)
    system.coder.fails = MemoryError()
    with pytest.raises(MemoryError):
        pipeline.code(system.deps, article_id)
    system.coder.fails = None
    assert len(pipeline.code(system.deps, article_id)) == 1


def test_the_same_news_of_another_outlet_joins_the_event_and_rings_no_more(system: System) -> None:
    (first,) = news(system, item("a"))
    system.through(first)
    other = feed_config("Evening Post", backfill="alert", language="en")
    system.store.sync_feeds([feed_config(backfill="alert", language="en"), other], system.clock())
    feed_id = next(feed.id for feed in system.store.feeds() if feed.name == "Evening Post")
    system.web.say(other.url, rss(item("z", WHOLE.replace("help", "aid") + "Other words stood here, many of them.")))
    (second,) = pipeline.poll(system.deps, feed_id)
    system.coder.events = (coded(sentence="Sudria was thanked by Norvia."),)
    assert system.through(second) == []
    (event,) = system.store.events(EventFilter()).events
    assert event.outlets == ("Evening Post", "Morning Post")


def test_a_rule_that_waits_for_a_second_outlet_rings_when_it_comes(system: System) -> None:
    system.ring(Rule("confirmed", EventFilter(min_outlets=2), ("hook",)))
    (first,) = news(system, item("a"))
    assert system.through(first) == []
    other = feed_config("Evening Post", backfill="alert", language="en")
    system.store.sync_feeds([feed_config(backfill="alert", language="en"), other], system.clock())
    feed_id = next(feed.id for feed in system.store.feeds() if feed.name == "Evening Post")
    system.web.say(other.url, rss(item("z", title="Other")))
    (second,) = pipeline.poll(system.deps, feed_id)
    assert len(system.through(second)) == 1


def test_what_stood_in_a_feed_before_anybody_watched_rings_nothing(system: System) -> None:
    empty(system.store)
    with_feed(system, backfill="store")
    (old,) = news(system, item("a"))
    assert system.through(old) == []
    system.coder.events = (coded(sentence="News.", event_type="AID"),)
    new = news(system, item("a"), item("b", title="B"))
    assert len(system.through(new[0])) == 1


def test_a_historical_event_rings_only_where_a_rule_asks_for_it(system: System) -> None:
    system.coder.events = (coded(auxiliary=(AuxiliaryMode.HISTORICAL,)),)
    system.ring(EVERYTHING, replace(EVERYTHING, name="archive", auxiliary=(AuxiliaryMode.HISTORICAL,)))
    (article_id,) = news(system, item("a"))
    system.through(article_id)
    assert [line.delivery.rule for line in system.store.deliveries()] == ["archive"]


def rung(system: System) -> UUID:
    (article_id,) = news(system, item("a"))
    (delivery_id,) = system.through(article_id)
    return delivery_id


def test_a_channel_that_is_down_is_tried_again_later_with_the_same_id(system: System) -> None:
    delivery_id = rung(system)
    system.channel.fails = ChannelError("busy", kind="http 503", permanent=False)
    assert pipeline.send(system.deps, delivery_id) is DeliveryState.PENDING
    assert pipeline.send(system.deps, delivery_id) is None, "not before its time"
    system.channel.fails = None
    system.clock.pass_(31)
    assert pipeline.tick(system.deps).unsent == [delivery_id]
    assert pipeline.send(system.deps, delivery_id) is DeliveryState.SENT
    assert [message.id for message in system.channel.sent] == [str(delivery_id)]
    (line,) = system.store.deliveries()
    assert [attempt["attempt"] for attempt in line.attempts] == [1, 2]
    assert "http 503" in line.attempts[0]["outcome"]


@pytest.mark.parametrize("fails", [ChannelError("no such room", kind="http 410", permanent=True), None])
def test_a_refusal_for_good_and_a_channel_that_left_the_file_are_dead_with_the_reason(
    system: System, fails: ChannelError | None
) -> None:
    delivery_id = rung(system)
    system.channel.fails = fails
    if fails is None:
        system.deps = replace(system.deps, channels={})
    assert pipeline.send(system.deps, delivery_id) is DeliveryState.DEAD
    (line,) = system.store.deliveries(DeliveryState.DEAD)
    assert line.delivery.outcome
    assert ("no such room" if fails else "no channel 'hook'") in line.delivery.outcome


def test_whatever_a_channels_library_raises_is_recorded_and_tried_again(system: System) -> None:
    delivery_id = rung(system)
    system.channel.fails = KeyError("surprise")
    assert pipeline.send(system.deps, delivery_id) is DeliveryState.PENDING
    assert "surprise" in str(system.store.deliveries()[0].delivery.outcome)


def test_a_message_that_cannot_be_written_is_recorded_and_tried_again(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery_id = rung(system)
    monkeypatch.setattr("worker.pipeline.sending.compose", lambda *_: {}["title"])
    assert pipeline.send(system.deps, delivery_id) is DeliveryState.PENDING
    assert "KeyError" in str(system.store.deliveries()[0].delivery.outcome)


def test_a_channel_that_stays_down_is_dead_after_eight_attempts_with_its_reason(system: System) -> None:
    delivery_id = rung(system)
    system.channel.fails = ChannelError("busy", kind="http 503", permanent=False)
    states = []
    for _ in range(8):
        states.append(pipeline.send(system.deps, delivery_id))
        system.clock.pass_(6 * 3600 + 1)
    assert states == [DeliveryState.PENDING] * 7 + [DeliveryState.DEAD]
    (line,) = system.store.deliveries(DeliveryState.DEAD)
    assert line.delivery.outcome == "http 503: busy; given up after 8 attempts"
    assert pipeline.send(system.deps, delivery_id) is None


def test_a_sender_that_died_in_the_middle_sends_again_with_the_same_id(system: System) -> None:
    delivery_id = rung(system)
    system.store.claim_delivery(delivery_id, system.clock(), pipeline.LEASE)
    assert pipeline.send(system.deps, delivery_id) is None
    system.clock.pass_(121)
    assert pipeline.tick(system.deps).unsent == [delivery_id]
    assert pipeline.send(system.deps, delivery_id) is DeliveryState.SENT
    assert "outcome unknown" in system.store.deliveries()[0].attempts[0]["outcome"]


def test_a_delivery_that_is_not_there_is_no_error(system: System) -> None:
    assert pipeline.send(system.deps, uuid4()) is None


def test_no_transaction_is_open_while_the_outside_is_asked(system: System, database_url: str) -> None:
    import psycopg

    open_ones: list[int] = []

    def look(*_: object, **__: object) -> Any:
        with psycopg.connect(database_url) as connection:
            query = "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
            open_ones.append(connection.execute(query).fetchone()[0])  # type: ignore[index]
        return cast(Any, (coded(),))

    (article_id,) = news(system, item("a"))
    system.coder.code = look  # type: ignore[method-assign]
    system.channel.send = lambda message: look() and "sent"  # type: ignore[method-assign,assignment]
    (delivery_id,) = system.through(article_id)
    assert pipeline.send(system.deps, delivery_id) is DeliveryState.SENT
    assert open_ones == [0, 0]


def test_a_database_that_goes_away_is_no_mark_against_the_article(system: System) -> None:
    (article_id,) = news(system, item("a"))
    assert pipeline.read(system.deps, article_id)
    system.coder.fails = ServiceUnavailableError("PostgreSQL does not answer")
    with pytest.raises(ServiceUnavailableError):
        pipeline.code(system.deps, article_id)


def test_a_coder_is_loaded_when_it_is_first_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[object] = []

    def build(config: object) -> FakeCoder:
        loaded.append(config)
        return FakeCoder()

    monkeypatch.setattr("worker.pipeline.deps.configured_coder", build)
    lazy = LazyCoder(cast(Any, "config"))
    assert loaded == []
    assert lazy.version == "fake 1"
    assert lazy.code(Document("Norvia thanked Sudria.")) == (coded(),)
    assert loaded == ["config"]
    logging.getLogger(__name__).debug("loaded once")
