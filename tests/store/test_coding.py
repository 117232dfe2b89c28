"""What the coder found, saved: once, whole or not at all, whoever races."""

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from store_samples import LEASE, NOW, coded, draft, feed_config, polled, read_article, reread, save, told, with_feed

from worker.articles import stories
from worker.model import (
    Actor,
    Article,
    ArticleState,
    DeliveryState,
    EventFilter,
    NotFoundError,
    PageText,
    Place,
    Status,
)
from worker.store import Store

pytestmark = pytest.mark.services

WIRE = " ".join(f"The council of Norvia heard witness number {n} about the harbour of Sudria." for n in range(12))


def articles_of(store: Store, *families: str) -> list[Article]:
    feeds = [with_feed(store, feed_config(f"Outlet {n}", family=family)) for n, family in enumerate(families)]
    return [read_article(store, feed_id, draft()) for feed_id in feeds]


def test_an_article_is_coded_once(store: Store) -> None:
    (held,) = articles_of(store, "Sud")
    (event,) = save(store, held, coded())
    assert store.article(held.id).state is ArticleState.CODED
    with store.coding(held, [coded()], "coder 1", NOW) as coding:
        assert coding is None
    assert store.events(EventFilter()).events == (event,)


def test_what_fails_midway_leaves_nothing_behind(store: Store) -> None:
    (held,) = articles_of(store, "Sud")
    with pytest.raises(ZeroDivisionError), store.coding(held, [coded()], "coder 1", NOW) as coding:
        assert coding
        coding.deliver("all", "console", coding.save(coded(), None), "every event")
        raise ZeroDivisionError
    counts = store.counts()
    assert (counts.events, counts.deliveries, counts.articles) == (0, {}, {"read": 1})


def test_an_article_edited_while_the_coder_thought_is_not_coded_from_its_old_text(store: Store) -> None:
    feed_id = with_feed(store)
    held = read_article(store, feed_id, draft())
    polled(store, feed_id, replace(draft(), content_hash="another"))
    with store.coding(held, [coded()], "coder 1", NOW) as coding:
        assert coding is None
    reread(store, held.id)
    with store.coding(held, [coded()], "coder 1", NOW) as coding:
        assert coding is None, "read again, and the words are others"


def test_an_article_without_events_is_coded(store: Store) -> None:
    (held,) = articles_of(store, "Sud")
    assert save(store, held) == ()
    assert store.article(held.id).state is ArticleState.CODED


def test_a_second_family_corroborates_and_a_second_outlet_of_the_family_does_not(store: Store) -> None:
    one, same, other = articles_of(store, "Sud", "Sud", "Nor")
    (event,) = save(store, one, coded())
    (event,) = save(store, same, coded(sentence="Sudria was thanked."), joins=[event.id])
    assert (event.status, event.outlets, event.families) == (Status.REPORTED, ("Outlet 0", "Outlet 1"), ("Sud",))
    (event,) = save(store, other, coded(sentence="Thanks went to Sudria."), joins=[event.id])
    assert (event.status, event.families) == (Status.CORROBORATED, ("Nor", "Sud"))
    assert [mention.outlet for mention in event.mentions] == ["Outlet 0", "Outlet 1", "Outlet 2"]


def test_a_copy_counts_as_the_family_that_wrote_it(store: Store) -> None:
    ids = [polled(store, with_feed(store, feed_config(name, family=name)), draft())[0] for name in ("Wire", "Paper")]
    for article_id in ids:
        held = store.claim_article(article_id, ArticleState.NEW, NOW, LEASE)
        assert held
        sketch = stories.sketch(WIRE)
        store.save_text(held, PageText(WIRE), sketch, stories.keys(sketch), stories.same_story, None, NOW, LEASE)
    (event,) = save(store, store.article(ids[0]), coded())
    (event,) = save(store, store.article(ids[1]), coded(), joins=[event.id])
    assert (event.status, event.outlets, event.families) == (Status.REPORTED, ("Paper", "Wire"), ("Wire",))


def test_the_same_sentence_of_the_same_day_is_one_event_even_where_nobody_saw_it(store: Store) -> None:
    one, other = articles_of(store, "Sud", "Nor")
    (first,) = save(store, one, coded())
    (second,) = save(store, other, coded())  # stored as new, which the unique key turns into a mention
    assert first.id == second.id
    assert len(second.mentions) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"event_type": "AID"},
        {"mode": "aerial"},
        {"actors": (Actor("CHN"),)},
        {"recipients": (Actor("CHN"),)},
        {"event_date": date(2025, 3, 1)},
        {"evidence": coded(sentence="Other words.").evidence},
    ],
)
def test_another_claim_is_another_event(store: Store, changes: dict[str, object]) -> None:
    one, other = articles_of(store, "Sud", "Nor")
    (first,) = save(store, one, coded())
    (second,) = save(store, other, coded(**changes))
    assert first.id != second.id


def test_an_undated_sentence_that_comes_every_year_is_a_new_event_each_year(store: Store) -> None:
    feed_id = with_feed(store)
    now, then = draft("now"), draft("then", published_at=NOW - timedelta(days=365))
    events = [save(store, read_article(store, feed_id, one), coded(event_date=None))[0] for one in (now, then)]
    assert events[0].id != events[1].id


def test_candidates_are_of_the_same_parties_and_of_about_the_same_time(store: Store) -> None:
    held, far, other, late, new = articles_of(store, "a", "b", "c", "d", "e")
    (near,) = save(store, held, coded())
    save(store, far, coded(event_date=date(2020, 1, 1), sentence="Long ago."))
    save(store, other, coded("CHN", "USA", "Others."))
    (undated,) = save(store, late, coded(event_date=None, sentence="Undated."))
    asked = coded("RUS", "PRK", "Once more.", event_date=None)
    with store.coding(new, [asked], "coder 1", NOW) as coding:
        assert coding
        found = [event.id for event in coding.candidates(asked)]
        assert found[:1] == [undated.id]
        assert near.id in found
        assert all("PRK-RUS" in event.coded.dyads for event in coding.candidates(asked))
        background = coding.candidates(coded(event_date=date(2020, 1, 20)))
        assert any(event.coded.event_date == date(2020, 1, 1) for event in background)


def test_events_of_organisations_find_their_candidates_by_code(store: Store) -> None:
    one, other = articles_of(store, "a", "b")
    (event,) = save(store, one, coded("IGOEUR", "IGONAT"))
    with store.coding(other, [coded("IGOEUR", "IGONAT")], "coder 1", NOW) as coding:
        assert coding
        assert [held.id for held in coding.candidates(coded("IGOEUR", "IGONAT"))] == [event.id]


def test_two_sentences_of_one_article_may_report_one_event(store: Store) -> None:
    (held,) = articles_of(store, "Sud")
    again = coded(sentence="Norvia thanked Sudria, its prince said.")
    with store.coding(held, [coded(), again], "coder 1", NOW) as coding:
        assert coding
        event_id = coding.save(coded(), None)
        assert [event.id for event in coding.candidates(again)] == [event_id]
        coding.save(again, event_id)
        (event,) = coding.finish()
    assert len(event.mentions) == 2


def edited(store: Store, held: Article) -> Article:
    polled(store, held.feed_id, replace(draft(), content_hash="another"))
    return reread(store, held.id)


def test_an_edited_article_keeps_what_it_still_says_and_drops_the_rest(store: Store) -> None:
    (held,) = articles_of(store, "Sud")
    gone = coded("PRK", "CHN", "Norvia accused Sudria.")
    kept_event, gone_event = save(store, held, coded(), gone)
    assert save(store, edited(store, held), coded(), joins=[kept_event.id]) == (), "nothing new to ring for"
    assert [event.id for event in store.events(EventFilter()).events] == [kept_event.id]
    with pytest.raises(NotFoundError):
        store.event(gone_event.id)


def test_an_event_that_somebody_was_told_of_is_retracted_and_not_removed(store: Store) -> None:
    (held,) = articles_of(store, "Sud")
    told(store, held, coded())
    save(store, edited(store, held))
    (event,) = store.events(EventFilter()).events
    assert (event.status, event.mentions, event.outlets) == (Status.RETRACTED, (), ())
    assert store.events(EventFilter(status=("retracted",))).events == (event,)


def test_an_event_loses_its_corroboration_with_the_article_that_gave_it(store: Store) -> None:
    one, other = articles_of(store, "Sud", "Nor")
    (event,) = save(store, one, coded())
    save(store, other, coded(sentence="Also here."), joins=[event.id])
    save(store, edited(store, other))
    assert store.event(event.id).status is Status.REPORTED
    assert store.event(event.id).families == ("Sud",)


def test_an_event_is_not_removed_from_under_an_article_that_joins_it(store: Store) -> None:
    """One article lets go of an event in the same moment in which another joins it; the event must survive."""
    one, other = articles_of(store, "Sud", "Nor")
    (event,) = save(store, one, coded())
    again = edited(store, one)
    words = coded(sentence="Also here.")
    letting_go = threading.Thread(target=save, args=(store, again))
    with store.coding(other, [words], "coder 1", NOW) as coding:
        assert coding
        assert [held.id for held in coding.candidates(words)] == [event.id]
        letting_go.start()
        letting_go.join(0.3)  # it waits for us, or it would be done by now
        assert letting_go.is_alive()
        coding.save(words, event.id)
        coding.finish()
    letting_go.join(10)
    held = store.event(event.id)
    assert [mention.outlet for mention in held.mentions] == ["Outlet 1"]


def test_a_mention_says_which_coder_made_it_last(store: Store) -> None:
    (held,) = articles_of(store, "Sud")
    save(store, held, coded())
    with store.coding(edited(store, held), [coded()], "coder 2", NOW) as coding:
        assert coding
        coding.save(coded(), None)
        coding.finish()
    (event,) = store.events(EventFilter()).events
    assert [mention.coder_version for mention in event.mentions] == ["coder 2"]


def test_an_article_remembers_its_coder_with_or_without_events(store: Store) -> None:
    one, other = articles_of(store, "Sud", "Nor")
    save(store, one, coded())
    save(store, other)
    assert [store.article(held.id).coder_version for held in (one, other)] == ["coder 1", "coder 1"]


def test_an_event_is_coded_as_the_article_that_first_told_it_tells_it_now(store: Store) -> None:
    one, other = articles_of(store, "Sud", "Nor")
    (event,) = save(store, one, coded())
    save(store, other, coded(sentence="Also here.", confidence=0.4), joins=[event.id])
    assert store.event(event.id).coded == coded(), "a second report changes nothing"
    better = coded(sentence="Norvia thanked Sudria on Sunday.", confidence=0.9, place=Place("Harbour", "RUS", 1.5, 2.0))
    save(store, edited(store, one), better, joins=[event.id])
    held = store.event(event.id)
    assert held.coded == better
    assert store.events(EventFilter(place=("harbour",), text="on sunday")).events == (held,)


def test_an_event_whose_first_words_nobody_says_any_more_is_coded_as_the_next_tells_it(store: Store) -> None:
    one, other = articles_of(store, "Sud", "Nor")
    (event,) = save(store, one, coded())
    words = coded(sentence="Also here.", confidence=0.4)
    save(store, other, words, joins=[event.id])
    save(store, edited(store, one))
    assert store.event(event.id).coded == coded(), "nobody has told it anew"
    save(store, edited(store, other), words, joins=[event.id])
    assert store.event(event.id).coded == words


def test_the_words_that_an_event_has_left_do_not_lead_back_to_it(store: Store) -> None:
    """An event that is dated anew takes the key of its new date: the old one is free for another event."""
    one, other = articles_of(store, "Sud", "Nor")
    (event,) = save(store, one, coded())
    later = coded(event_date=date(2026, 3, 2))
    save(store, edited(store, one), later, joins=[event.id])
    (new,) = save(store, other, coded())
    assert new.id != event.id


def test_mention_and_article_name_the_coder_that_stood_in_for_the_one_asked(store: Store) -> None:
    (held,) = articles_of(store, "Sud")
    (event,) = save(store, held, coded(coder="patterns 7"))
    assert [mention.coder_version for mention in event.mentions] == ["patterns 7"]
    assert store.article(held.id).coder_version == "patterns 7"


def test_an_event_of_a_baseline_article_is_baseline(store: Store) -> None:
    feed_id = with_feed(store, baseline_done=False)
    (event,) = save(store, read_article(store, feed_id, draft()), coded())
    assert event.baseline
    (news,) = save(store, read_article(store, feed_id, draft("two")), coded(sentence="News."))
    assert not news.baseline


def test_a_delivery_is_made_once_for_each_rule_channel_and_event(store: Store) -> None:
    (held,) = articles_of(store, "Sud")
    with store.coding(held, [coded()], "coder 1", NOW) as coding:
        assert coding
        event_id = coding.save(coded(), None)
        assert coding.deliver("all", "console", event_id, "every event")
        assert coding.deliver("all", "console", event_id, "every event") is None
        assert coding.deliver("all", "hook", event_id, "every event")
        coding.finish()
    assert len(store.deliveries()) == 2
    assert {line.delivery.state for line in store.deliveries()} == {DeliveryState.PENDING}


def test_many_coders_at_once_store_one_event(store: Store) -> None:
    held = articles_of(store, *"abcdefgh")
    gate = threading.Barrier(len(held))
    one, other = coded(), coded("CHN", "RUS", "A second claim.")

    def race(at: int) -> None:
        gate.wait()
        pair = [one, other] if at % 2 else [other, one]  # the locks are taken in one order all the same
        words = [replace(e, evidence=replace(e.evidence, sentence=f"{e.evidence.sentence} {at}")) for e in pair]
        with store.coding(held[at], words, "coder 1", NOW) as coding:
            assert coding
            for event in words:
                known = coding.candidates(event)
                same = [k.id for k in known if k.coded.actors == event.actors]
                coding.deliver("all", "console", coding.save(event, same[0] if same else None), "every event")
            coding.finish()

    threads = [threading.Thread(target=race, args=(at,)) for at in range(len(held))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    events = store.events(EventFilter()).events
    assert [len(event.mentions) for event in events] == [8, 8]
    assert len(store.deliveries()) == 2
