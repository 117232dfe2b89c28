"""Whole articles, and the days that a careful reader gives to what they tell without a date."""

from datetime import date

import pytest

from worker.events.coder import PatternCoder
from worker.events.dates import Telling, telling
from worker.events.parser import Parser, load_parser
from worker.model import AuxiliaryMode, CodedEvent, DatePrecision, Document

PUBLISHED = date(2025, 12, 27)  # a Saturday
FRIDAY, THURSDAY = date(2025, 12, 26), date(2025, 12, 25)


@pytest.fixture(scope="module")
def parser() -> Parser:
    return load_parser()


def _dated(coder: PatternCoder, *paragraphs: str, title: str | None = None) -> dict[str, date | None]:
    """The date of each event by its trigger."""
    events = coder.read(Document("\n".join(paragraphs), title, PUBLISHED)).events
    return {event.evidence.trigger: event.event_date for event in events}


def _one(coder: PatternCoder, trigger: str, *paragraphs: str) -> CodedEvent:
    events = coder.read(Document("\n".join(paragraphs), published=PUBLISHED)).events
    return next(event for event in events if event.evidence.trigger == trigger)


LEAD = "The president of Chad visited Niger on Friday."


def test_what_the_same_parties_go_on_to_do_is_of_the_day_of_the_lead(coder: PatternCoder) -> None:
    found = _dated(coder, LEAD, "The president of Chad thanked Niger for its help.")
    assert found == {"visited": FRIDAY, "thanked": FRIDAY}


@pytest.mark.parametrize(
    "sentence",
    [
        "Chad had thanked Niger for its help.",
        "Chad has repeatedly thanked Niger for its help.",
        "Chad once thanked Niger for its help.",
        "Mali thanked Niger for its help.",
    ],
)
def test_background_and_the_words_of_others_are_of_no_known_day(coder: PatternCoder, sentence: str) -> None:
    assert _dated(coder, LEAD, sentence)["thanked"] is None


def test_a_reply_to_the_lead_has_no_day_unless_the_text_ties_it_to_the_news(coder: PatternCoder) -> None:
    lead = "Chad expelled the ambassador of Niger on Friday."
    assert _dated(coder, lead, "Niger condemned Chad for the decision.")["condemned"] is None
    assert _dated(coder, lead, "Hours later Niger condemned Chad for the decision.")["condemned"] == FRIDAY


def test_a_reply_to_news_of_the_day_of_publication_is_of_that_day(coder: PatternCoder) -> None:
    lead = "Chad expelled the ambassador of Niger on Saturday."
    assert _dated(coder, lead, "Niger condemned Chad for the decision.")["condemned"] == PUBLISHED
    assert _dated(coder, lead, "Niger had condemned Chad for the decision.")["condemned"] is None


def test_at_a_meeting_both_sides_speak_on_its_day(coder: PatternCoder) -> None:
    lead = "The president of Chad urged Niger to free a trader at a meeting in Niamey on Friday."
    assert _dated(coder, lead, "Niger thanked Chad for its patience.")["thanked"] == FRIDAY


def test_a_meeting_told_in_an_aside_is_that_of_the_news(coder: PatternCoder) -> None:
    lead = "The president of Chad urged Niger to free a trader at a meeting in Niamey on Friday."
    aside = "The president of Niger, who met the president of Chad in his palace, smiled."
    assert _dated(coder, lead, aside)["met"] == FRIDAY


def test_a_lead_without_a_day_has_that_of_the_next_sentences(coder: PatternCoder) -> None:
    found = _dated(
        coder, "Chad has recalled its ambassador from Niger.", "The foreign minister of Chad spoke on Friday."
    )
    assert found["recalled"] == FRIDAY


def test_another_day_holds_until_the_paragraph_ends(coder: PatternCoder) -> None:
    later = "Chad accused Niger of lying on Thursday. Chad thanked Mali."
    found = _dated(coder, "Chad signed a treaty with Niger on Friday.", later, "Chad praised Niger.")
    assert (found["accused"], found["thanked"], found["praised"]) == (THURSDAY, THURSDAY, FRIDAY)


def test_a_paragraph_of_history_goes_on_in_its_year(coder: PatternCoder) -> None:
    past = "The quarrel goes back to April 2021, when Chad held a rebel. Niger recalled its ambassador from Chad."
    event = _one(coder, "recalled", LEAD, past)
    assert (event.event_date, event.date_precision) == (date(2021, 1, 1), DatePrecision.YEAR)
    assert AuxiliaryMode.HISTORICAL in event.auxiliary


def test_the_day_on_which_something_was_only_said_is_no_deeds(coder: PatternCoder) -> None:
    found = _dated(coder, "Chad attacked a camp in Niger, a minister said on Friday.", "Chad attacked Mali.")
    assert set(found.values()) == {None}


def test_what_a_ministry_declares_is_done_on_the_day_of_its_word(coder: PatternCoder) -> None:
    assert _dated(coder, "Chad expelled two diplomats of Niger, the ministry said on Friday.")["expelled"] == FRIDAY


def test_who_speaks_on_the_day_of_publication_mostly_acts_on_it(coder: PatternCoder) -> None:
    found = _dated(coder, "Chad condemned Niger on Saturday.", "The president of Chad expelled two envoys of Niger.")
    assert set(found.values()) == {PUBLISHED}


def test_the_subject_of_a_lead_that_tells_no_deed_goes_on_on_its_day(coder: PatternCoder) -> None:
    lead = "The ministers of Chad and Niger did not get a list of judges from the union on Friday."
    assert _dated(coder, lead, "The foreign minister of Chad met with the foreign minister of Niger.")["met"] == FRIDAY


@pytest.mark.parametrize("time", ["In previous years", "In recent weeks", "During that war"])
def test_what_is_told_of_other_years_is_not_of_these_days(coder: PatternCoder, time: str) -> None:
    assert _dated(coder, LEAD, f"{time} Chad helped Niger rescue people.")["helped"] is None


@pytest.mark.parametrize(
    ("text", "word", "told"),
    [
        ("Chad signed the treaty.", "signed", Telling.NEWS),
        ("Chad held talks with Niger.", "talks", Telling.NEWS),
        ("Chad has signed the treaty.", "signed", Telling.JUST_DONE),
        ("Chad had signed the treaty.", "signed", Telling.BACKGROUND),
        ("In previous years Chad signed treaties.", "signed", Telling.BACKGROUND),
        ("Chad, which signed the treaty, is content.", "signed", Telling.ASIDE),
        ("Chad, which had signed the treaty, is content.", "signed", Telling.BACKGROUND),
        ("They met after Chad signed the treaty.", "signed", Telling.BACKGROUND),
        ("Chad supports Niger.", "supports", Telling.BACKGROUND),
        ("Chad will sign the treaty.", "sign", Telling.PLAN),
    ],
)
def test_tense_and_clause_say_what_is_news(parser: Parser, text: str, word: str, told: Telling) -> None:
    sentence = parser.parse(text)[0]
    trigger = next(token for token in sentence.tokens if token.text == word)
    assert telling(sentence, trigger, future=told is Telling.PLAN) is told


def test_a_title_without_the_day_of_its_lead_is_of_the_day_that_the_text_names_most(coder: PatternCoder) -> None:
    body = ["The deal ends a long feud.", "Officials came on Thursday.", "The swap was done late on Thursday, he said."]
    found = _dated(coder, *body, title="Chad and Niger sign prisoner swap deal")
    assert found["sign"] == THURSDAY


@pytest.mark.parametrize(("later", "day"), [("Saturday", PUBLISHED), ("Thursday", None)])
def test_a_lead_without_a_day_is_of_today_where_the_text_names_it(
    coder: PatternCoder, later: str, day: date | None
) -> None:
    lead = "Chad has recalled its ambassador to Niger in a furious response to the leaks."
    body = [
        "The row began with a newspaper.",
        "Trade is small.",
        "Nobody was hurt.",
        f"He told reporters of it on {later}.",
    ]
    assert _dated(coder, lead, *body)["recalled"] == day


def test_a_dateline_with_its_agency_between_slashes_is_no_sentence(coder: PatternCoder) -> None:
    text = "NIAMEY, December 26. /TASS/. The president of Chad has arrived in Niger to hold his first talks there."
    assert _dated(coder, text)["arrived"] == FRIDAY


def test_today_is_the_day_of_the_dateline_where_a_text_is_printed_the_day_after(coder: PatternCoder) -> None:
    assert _dated(coder, "NIAMEY, Dec 26", "Chad and Niger today signed a trade pact.")["signed"] == FRIDAY


@pytest.mark.parametrize(
    ("sentence", "trigger", "day"),
    [
        ("The president met the envoy of Niger, who thanked Chad for its help.", "thanked", FRIDAY),
        ("The president, who had been ill in the past, thanked Niger for its help.", "thanked", FRIDAY),
        ("The move comes a day after Chad warned Niger of consequences.", "warned", THURSDAY),
    ],
)
def test_what_a_paragraph_says_beside_the_news(coder: PatternCoder, sentence: str, trigger: str, day: date) -> None:
    assert _dated(coder, LEAD, sentence)[trigger] == day


def test_what_was_done_as_the_rest_was_done_is_of_its_day(coder: PatternCoder) -> None:
    lead = "Ties soured further on Friday as Chad announced that it would expel the ambassador of Niger."
    assert _dated(coder, lead)["expel"] == FRIDAY


@pytest.mark.parametrize(
    ("sentence", "trigger", "day"),
    [
        ("Niger said soldiers of Chad had shelled a village on Thursday.", "shelled", THURSDAY),
        ("He did not speak of it during a recent phone call with Niger.", "call", None),
        ("Chad, which has accused Niger of spying, said on Friday it wanted peace.", "accused", None),
    ],
)
def test_what_lay_before_the_saying_is_not_of_its_day(
    coder: PatternCoder, sentence: str, trigger: str, day: date | None
) -> None:
    lead = "The president of Chad was ill on Friday."
    assert _dated(coder, lead, sentence)[trigger] == day


def test_earlier_in_the_day_counts_from_the_last_day_whatever_was_named_since(coder: PatternCoder) -> None:
    between = "The two signed a pact in May 2019."
    assert _dated(coder, LEAD, between, "Earlier in the day Chad warned Niger of sanctions.")["warned"] == FRIDAY


@pytest.mark.parametrize(
    "dateline",
    [
        "NIAMEY, Dec 26: ",
        "Niamey [Niger], Dec.26 (ANI): ",
        "Niamey, Dec 26 (IANS) ",
        "Niamey, Dec 26, 2025, SPA -- ",
        "NIAMEY, DECEMBER 26, ARMENPRESS. ",
    ],
)
def test_datelines_of_many_agencies_tell_the_day(coder: PatternCoder, dateline: str) -> None:
    assert _dated(coder, f"{dateline}Chad and Niger have signed a trade pact.")["signed"] == FRIDAY


@pytest.mark.parametrize(
    ("sentence", "trigger", "day"),
    [
        ("Chad fears for its ties after the October 2025 Niger peace talks and warned Niger.", "warned", FRIDAY),
        ("The president of Niger received him at the invitation of Chad.", "invitation", None),
        ("Chad hosted a dinner to greet the guest and thanked Niger for its help.", "thanked", FRIDAY),
        ("Chad spoke of its three-month-old offensive in Mali.", "offensive", None),
    ],
)
def test_days_that_belong_to_something_else(coder: PatternCoder, sentence: str, trigger: str, day: date | None) -> None:
    assert _dated(coder, LEAD, sentence)[trigger] == day


def test_a_lead_takes_the_day_of_the_sentence_after_it(coder: PatternCoder) -> None:
    found = _dated(coder, "Officials of Chad and Niger discussed trade.", "The officials sat down on Friday in Niamey.")
    assert found["discussed"] == FRIDAY


@pytest.mark.parametrize(
    ("sentence", "trigger", "day"),
    [
        ("Niger spoke on Thursday with Chad's minister, where it thanked Chad for its help.", "thanked", THURSDAY),
        ("Mali said on Thursday it was glad after Niger had praised Chad.", "praised", None),
    ],
)
def test_where_goes_on_with_the_story_and_after_goes_back(
    coder: PatternCoder, sentence: str, trigger: str, day: date | None
) -> None:
    assert _dated(coder, LEAD, sentence)[trigger] == day


def test_the_news_of_a_lead_is_not_what_lay_weeks_before_it(coder: PatternCoder) -> None:
    lead = "Chad closed its border with Niger as the crisis went on late on Friday."
    past = "The crisis began when Chad closed its border with Niger on December 2."
    events = coder.read(Document(f"{lead}\n{past}", published=PUBLISHED)).events
    assert [event.event_date for event in events] == [FRIDAY, date(2025, 12, 2)]


@pytest.mark.parametrize(
    ("sentence", "trigger", "day"),
    [
        ("Chad is urging Niger to open the border.", "urging", FRIDAY),
        ("Chad stressed the importance of an answer to the attack on Niger's army by Mali.", "attack", None),
        ("Chad condemned the raid by Niger's army in which two were hurt on Thursday.", "condemned", FRIDAY),
    ],
)
def test_days_of_what_is_said_now_and_of_what_is_only_spoken_of(
    coder: PatternCoder, sentence: str, trigger: str, day: date | None
) -> None:
    assert _dated(coder, LEAD, sentence).get(trigger) == day


def test_a_stamp_at_the_head_is_no_lead(coder: PatternCoder) -> None:
    found = _dated(coder, "26 December 2025, 19:58", "NIAMEY.", "The president of Chad has arrived in Niger.")
    assert found["arrived"] == FRIDAY


def test_the_day_of_what_lies_ahead_or_of_a_clause_is_not_the_leads(coder: PatternCoder) -> None:
    assert _dated(coder, "Chad accused Niger of plots ahead of a summit on Friday.")["accused"] is None
    spat = "Chad detained a Nigerien crew in waters that were the scene of a spat with Mali earlier this year."
    assert _dated(coder, spat)["detained"] is None


def test_what_comes_hours_after_a_day_is_of_that_day(coder: PatternCoder) -> None:
    text = "Chad shut its border with Niger just hours after it was reopened on Thursday, in a row begun this month."
    assert _dated(coder, text)["shut"] == date(2025, 12, 25)


def test_who_fell_in_a_clash_on_a_day_fell_on_the_day_of_the_clash(coder: PatternCoder) -> None:
    text = "Five troops were killed on Thursday in a shootout between Chad and Niger."
    assert _dated(coder, LEAD, text)["shootout"] == date(2025, 12, 25)


def test_what_comes_into_force_on_a_day_was_not_put_on_that_day(coder: PatternCoder) -> None:
    found = _dated(coder, "Chad put duties on sugar from Niger.", "The duties come into force on Monday.")
    assert found["put"] is None


def test_the_day_of_an_attack_that_is_to_be_spoken_of_is_not_that_of_the_news(coder: PatternCoder) -> None:
    lead = "Chad has ordered troops to its border with Niger after a Nigerien raid."
    found = _dated(coder, lead, "It called a meeting to discuss the raid by Nigerien troops on Thursday.")
    assert found["ordered"] is None


def test_a_clash_after_which_talks_go_on_was_in_the_year_that_is_past(coder: PatternCoder) -> None:
    text = "Chad and Niger are still talking to ease tension after a clash between their armies on 15 to 16 June."
    assert _dated(coder, text)["clash"] == date(2025, 6, 15)
