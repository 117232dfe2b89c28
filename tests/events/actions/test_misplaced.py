"""Parties that stand where no slot of the verb looks for them, and verbs that hang where no reader would hang them."""

from dataclasses import replace
from datetime import date

import pytest

from tests.coded import said
from worker.events.actions.mend import kept
from worker.events.actions.stricken import with_stricken
from worker.events.coder import PatternCoder
from worker.events.parser import Sentence, Token
from worker.model import Document


def _told(coder: PatternCoder, text: str) -> set[tuple[str, str, str]]:
    return {(doer, other, e.event_type) for e in coder.code(Document(text)) for doer, other in e.directed_pairs}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Vanuatu, which champions the rebels, criticised Indonesia.", ("VUT", "IDN", "ACCUSE")),
        ("Algeria has so far rebuffed Spanish attempts to talk.", ("DZA", "ESP", "REJECT")),
        ("President Banda of Zambia flew to Beijing, and then to Seoul for talks.", ("ZMB", "KOR", "CONSULT")),
        ("Italy drew criticism for turning down an offer of soldiers from Turkey.", ("ITA", "TUR", "REJECT")),
        ("Azerbaijan sold gas to Bulgaria, a country cut off by Russia in April.", ("RUS", "BGR", "SANCTION")),
        ("Kenya made an allegation that Uganda has rejected.", ("UGA", "KEN", "REJECT")),
    ],
)
def test_a_party_is_found_beside_its_place(coder: PatternCoder, text: str, event: tuple[str, str, str]) -> None:
    assert event in _told(coder, text)


def test_what_an_allegation_says_is_still_no_deed(coder: PatternCoder) -> None:
    assert _told(coder, "Kenya rejected an allegation that Uganda shelled Sudan.").isdisjoint(
        {("UGA", "SDN", "ASSAULT")}
    )


def test_who_leaves_for_a_state_attends_and_not_that_state(coder: PatternCoder) -> None:
    found = said(coder, "Peru's president will leave for Kenya to attend the annual African Union summit.")
    assert found == {"PER > KEN AGREE", "PER > IGO AGREE"}


def test_what_a_statement_says_is_said_and_no_description_of_it(coder: PatternCoder) -> None:
    text = "Kenya said in a statement on Friday that it condemned Peru."
    (event,) = coder.code(Document(text, published=date(2025, 12, 27)))
    assert (event.event_type, event.event_date) == ("ACCUSE", date(2025, 12, 26))


def test_a_headline_tells_what_two_agree_to_do(coder: PatternCoder) -> None:
    (event,) = coder.code(Document("Talks ended.", "Kenya, Peru agree to halt deportations"))
    assert event.event_type == "AGREE"


def test_hostages_held_by_a_state_are_named_and_nobody_is_blamed(coder: PatternCoder) -> None:
    assert "EGY > IRN ACCUSE" not in said(coder, "Egypt said it sought freedom for Egyptian hostages held by Iran.")


def test_workers_sent_home_are_deported_and_envoys_expelled(coder: PatternCoder) -> None:
    assert said(coder, "Kenya expelled Peruvian workers.") == {"KEN > PER COERCE"}
    assert said(coder, "Kenya expelled Peruvian relief workers.") == {"KEN > PER SANCTION"}


def test_an_ambassador_of_a_state_in_a_headline_is_expelled_and_not_the_state(coder: PatternCoder) -> None:
    (event,) = coder.code(Document("Talks ended.", "Malaysia expels ambassador of North Korea"))
    assert (event.event_type, event.mode) == ("SANCTION", "expel")


def test_a_critic_of_a_state_does_not_act_for_it(coder: PatternCoder) -> None:
    assert said(coder, "U.S. critic Fox thanked Chad.") == set()


def test_who_accused_is_found_though_the_parser_roots_a_gerund(coder: PatternCoder) -> None:
    text = (
        "Lima on Tuesday accused Nairobi of violating the rights of its minority, which it calls “Peruvian,” and of "
        "pursuing policies directed against Peru, saying Kenya should instead “abide by international law.”"
    )
    assert said(coder, text) == {"PER > KEN ACCUSE", "PER > KEN REQUEST"}


def test_who_answers_a_request_is_asked_by_whom_it_is_from(coder: PatternCoder) -> None:
    assert said(coder, "Delhi responded to a request from Sri Lanka to send urgent relief.") == {"LKA > IND REQUEST"}


def test_a_visit_to_a_part_of_the_world_is_none_to_the_other_side(coder: PatternCoder) -> None:
    text = "Peru and Kenya are at odds. Peru's prime minister has cut short his Latin American visit."
    assert "PER > KEN CONSULT" not in said(coder, text)


def test_no_mend_leaves_a_ring(coder: PatternCoder) -> None:
    """A participle under the noun that it describes: to hand its place to the noun hung the two on one another."""
    words = ["flights", "between", "rebel", "-", "controlled", "Lima", "."]
    heads = [(0, "root"), (4, "case"), (4, "obl:unmarked"), (2, "punct"), (0, "acl"), (4, "advmod"), (0, "punct")]
    starts = [0, 8, 16, 21, 22, 33, 37]
    parse = [
        Token(
            at,
            word,
            word.lower(),
            "VBN" if word == "controlled" else "NN",
            "VERB" if at == 4 else "NOUN",
            dep,
            head,
            starts[at],
            starts[at] + len(word),
        )
        for at, (word, (head, dep)) in enumerate(zip(words, heads, strict=True))
    ]
    sentence = Sentence("flights between rebel-controlled Lima.", 0, 38, tuple(parse))
    mended = with_stricken(sentence)
    assert mended is not sentence
    assert mended.is_tree


def test_a_step_that_would_leave_a_ring_is_left_out() -> None:
    def tied(found: Sentence) -> Sentence:
        return replace(found, tokens=tuple(replace(token, head=1 - token.index) for token in found.tokens))

    pair = tuple(Token(at, "Lima", "Lima", "NNP", "PROPN", "root", 0, 5 * at, 5 * at + 4) for at in (0, 1))
    sentence = Sentence("Lima Lima", 0, 9, pair)
    assert kept(sentence, (tied,)) is sentence


def test_a_gerund_with_an_article_is_what_something_is_said_of(coder: PatternCoder) -> None:
    text = "Chadian troops fired at Nigerien posts on Monday. Niger called the firing an unprovoked violation."
    assert said(coder, text) == {"TCD > NER ASSAULT"}


def test_who_is_newly_elected_visits_in_a_headline(coder: PatternCoder) -> None:
    (event,) = coder.code(Document("", "Newly elected Kenyan president to visit Uganda"))
    assert (event.event_type, event.directed_pairs) == ("AGREE", (("KEN", "UGA"),))


def test_a_visit_that_an_arrival_begins_has_its_goal(coder: PatternCoder) -> None:
    text = (
        "Japanese premier Jiro Sato landed in Sydney on Friday to begin a visit before Ann Fox takes over the US "
        "presidency. Australia welcomed him."
    )
    assert said(coder, text) == {"JPN > AUS CONSULT"}


def test_support_goes_to_whom_one_rings_to_voice_it(coder: PatternCoder) -> None:
    text = "Peru's president spoke with the president of Chad to offer the condolences of the Peruvian people."
    assert "PER > TCD SUPPORT" in said(coder, text)


def test_he_is_no_party_where_only_a_stranger_is_named(coder: PatternCoder) -> None:
    text = "Todd Lee has said he wants Niger to play a role in Chad's dam."
    assert said(coder, text, "Chad and Niger talk of a dam") == set()


def test_a_strike_is_what_killed_though_the_parser_lets_it_be_described(coder: PatternCoder) -> None:
    text = "Chad promised vengeance after a Nigerien air strike in Bamako killed a Chadian general."
    assert {"TCD > NER THREATEN", "NER > TCD ASSAULT"} <= said(coder, text)


def test_who_called_out_in_a_statement_is_the_subject(coder: PatternCoder) -> None:
    text = "US Secretary of State Mike Pompeo in a statement called out Chad, Mali and Niger for abuses."
    assert said(coder, text) == {"USA > TCD+MLI+NER ACCUSE"}


def test_a_coast_guard_without_a_state_is_that_of_the_dateline(coder: PatternCoder) -> None:
    text = "SURABAYA (Newswire) - The coast guard arrested eight Vietnamese fishermen, a spokesman said."
    assert said(coder, text, "Coast guard arrests Vietnamese fishermen") == {"IDN > VNM COERCE"}
    assert said(coder, text.replace("eight Vietnamese fishermen", "a Vietnamese banker")) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Zimbabwean President Mnangagwa returned from Chad. He was welcomed by his vice president.",
        "Chad hailed the operation launched by the fisheries agency. Niger looked on.",
        "Over a year Chad has sanctioned ninety people across a dozen countries. Niger looked on.",
        "Nigeriens also risk being hit with sanctions.",
    ],
)
def test_what_is_done_to_oneself_or_to_nobody_named_concerns_no_other(coder: PatternCoder, text: str) -> None:
    found = said(coder, text, "Chad and Niger at odds")
    assert not any(event.startswith(("TCD > NER", "ZWE > TCD SUPPORT", "NER > TCD")) for event in found)


def test_a_name_behind_a_preposition_is_no_object(coder: PatternCoder) -> None:
    text = "President Mnangagwa of Zimbabwe returned home this afternoon from Equatorial Guinea, the ministry said."
    assert said(coder, text) == {"ZWE > GNQ CONSULT"}


def test_the_second_half_of_a_name_is_no_clause(coder: PatternCoder) -> None:
    text = "US President Joe Biden spoke with Turkish President Tayyip Erdogan on Monday to offer condolences."
    assert said(coder, text) == {"USA > TUR CONSULT", "USA > TUR SUPPORT"}


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("Kenya thanked Uganda for accepting the plan.", {"KEN > UGA SUPPORT", "UGA > KEN AGREE"}),
        (
            "Kenya's president met the Ugandan ambassador and expressed his appreciation for accepting the invitation.",
            {"KEN > UGA CONSULT", "KEN > UGA SUPPORT"},
        ),
    ],
)
def test_who_is_thanked_did_what_he_is_thanked_for(coder: PatternCoder, text: str, events: set[str]) -> None:
    assert said(coder, text) == events


def test_a_treaty_requires_nothing_of_its_own(coder: PatternCoder) -> None:
    text = "A Kenyan spokesman said, “Uganda’s obligations under the convention require them to provide access.”"
    assert said(coder, text) == set()


def test_a_state_that_is_only_the_place_is_no_side(coder: PatternCoder) -> None:
    text = (
        "The Ethiopian government and Tigrayan forces signed an agreement laying out the roadmap for a peace deal that "
        "both sides reached in Chad this month. "
        "The Ethiopian minister smiled. Ethiopian troops rejoiced."
    )
    assert said(coder, text, "Ethiopian government and rebels sign deal") == set()


def test_whose_border_was_closed_closed_it(coder: PatternCoder) -> None:
    text = "Chad's main border crossing with Niger was closed on Friday, a day after clashes."
    assert "TCD > NER COERCE" in said(coder, text)
