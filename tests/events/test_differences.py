"""What a change of rules changes in what one article says."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from worker.events.differences import Change, differences, speaks_for
from worker.model import Actor, CodedEvent, Evidence, Mention, Place, QuadClass, Status, StoredEvent

TOLD = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINE, OTHER = 7, 8
THANKS = CodedEvent(
    "SUPPORT",
    None,
    "051",
    QuadClass.VERBAL_COOPERATION,
    3.0,
    (Actor("PRK", "GOV", text="Norvia", start=0, end=6),),
    (Actor("RUS", "GOV"),),
    Evidence("Norvia thanked Sudria.", 0, 22, "thanked", "support.thank"),
    event_date=date(2026, 3, 1),
    confidence=0.8,
)


def said(sentence: str, **changes: Any) -> CodedEvent:
    return replace(THANKS, evidence=replace(THANKS.evidence, sentence=sentence), **changes)


def stored(event_id: int, coded: CodedEvent, *by: tuple[int, str]) -> StoredEvent:
    """An event, reported by these articles in these sentences; by mine in its own where none is named."""
    mentions = tuple(
        Mention(article, "Post", "Sud", "", "", "en", TOLD, replace(coded.evidence, sentence=sentence), "v1")
        for article, sentence in by or ((MINE, coded.evidence.sentence),)
    )
    return StoredEvent(event_id, coded, Status.REPORTED, ("Post",), ("Sud",), mentions, TOLD, TOLD, TOLD)


def told(before: list[StoredEvent], found: list[CodedEvent]) -> list[tuple[Change, int | None, tuple[str, ...]]]:
    return [(d.change, d.event_id, d.fields) for d in differences(MINE, TOLD, before, found)]


def test_the_same_rules_change_nothing() -> None:
    assert told([stored(1, THANKS)], [THANKS]) == [(Change.SAME, 1, ())]


def test_what_is_found_only_now_is_added_and_what_is_found_no_more_is_removed() -> None:
    new = said("Norvia sent grain.", event_type="AID")
    assert told([stored(1, THANKS)], [new]) == [(Change.ADDED, None, ()), (Change.REMOVED, 1, ())]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"mode": "praise"}, ("mode",)),
        ({"event_type": "AID", "score": 7.0}, ("event_type", "score")),
        ({"actors": (Actor("CHN", "GOV"),)}, ("actors",)),
        ({"actors": (Actor("PRK", "MIL"),)}, ("actors",)),
        ({"recipients": ()}, ("recipients",)),
        ({"event_date": date(2024, 6, 1)}, ("event_date",)),
        ({"event_date": None}, ("event_date",)),
        ({"place": Place("Harbour", "RUS")}, ("place",)),
        ({"confidence": 0.5}, ("confidence",)),
        ({"contexts": ("military",)}, ("contexts",)),
        ({"evidence": replace(THANKS.evidence, rule="support.praise")}, ("rule",)),
        ({"evidence": replace(THANKS.evidence, sentence="Norvia said thanks.")}, ("sentence",)),
    ],
)
def test_a_change_names_what_is_another(changes: dict[str, Any], fields: tuple[str, ...]) -> None:
    """Another type, party or time makes another event of it in the store; to a reader it is a change."""
    assert told([stored(1, THANKS)], [replace(THANKS, **changes)]) == [(Change.CHANGED, 1, fields)]


def test_where_in_the_text_a_party_stands_is_no_difference() -> None:
    assert told([stored(1, THANKS)], [replace(THANKS, actors=(Actor("PRK", "GOV"),))]) == [(Change.SAME, 1, ())]


def test_the_details_of_an_event_are_those_of_the_article_that_first_told_it() -> None:
    shared = stored(1, THANKS, (OTHER, THANKS.evidence.sentence), (MINE, "Also here."))
    mine = said("Also here.", confidence=0.4, place=Place("Harbour"))
    assert told([shared], [mine]) == [(Change.SAME, 1, ())]
    assert not speaks_for(shared, MINE)
    assert speaks_for(shared, OTHER)
    assert told([shared], [said("In other words.")]) == [(Change.CHANGED, 1, ("sentence",))]


def test_an_event_whose_words_nobody_says_any_more_is_anybodys_to_tell() -> None:
    orphan = stored(1, THANKS, (OTHER, "Elsewhere."), (MINE, "Also here."))
    assert speaks_for(orphan, MINE)
    assert told([orphan], [said("Also here.", confidence=0.4)])[0][2] == ("confidence",)


def test_two_events_of_one_sentence_are_each_paired_with_the_more_alike() -> None:
    sentence = "Norvia thanked Sudria and sent grain."
    thanks, aid = said(sentence), said(sentence, event_type="AID", score=7.0, cameo="070")
    praise = replace(thanks, actors=(Actor("CHN", "GOV"),))
    gift = replace(aid, actors=(Actor("CHN", "GOV"),))
    found = differences(MINE, TOLD, [stored(1, thanks), stored(2, aid)], [gift, praise])
    assert [(d.event_id, d.fields) for d in found] == [(2, ("actors",)), (1, ("actors",))]


def test_an_event_that_is_told_twice_is_one_telling() -> None:
    again = said("Thanks, said Norvia.")
    both = stored(1, THANKS, (MINE, THANKS.evidence.sentence), (MINE, "Thanks, said Norvia."))
    assert told([both], [THANKS, again]) == [(Change.SAME, 1, ())]


def test_before_and_after_carry_this_articles_evidence() -> None:
    shared = stored(1, THANKS, (OTHER, THANKS.evidence.sentence), (MINE, "Also here."))
    (gone,) = differences(MINE, TOLD, [shared], [])
    assert gone.before
    assert gone.before.evidence.sentence == "Also here."
    assert gone.to_json()["after"] is None
    assert gone.to_json()["change"] == "removed"
