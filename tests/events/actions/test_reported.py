"""What a sentence reports as done, and what it only names: invented sentences through the whole coder."""

import pytest

from worker.events.coder import PatternCoder
from worker.model import Document


def _lines(coder: PatternCoder, text: str, title: str | None = None) -> set[str]:
    return {
        f"{'+'.join(sorted(a.code for a in e.actors))}{' + ' if e.reciprocal else ' > '}"
        f"{'+'.join(sorted(r.code for r in e.recipients))} {e.event_type}".replace(" +  ", " ")
        for e in coder.code(Document(text, title))
    }


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("If Kenya attacks Somalia, prices will rise.", set()),
        ("Trade will stop until Kenya and Uganda have signed the treaty.", set()),
        ("Will Kenya attack Somalia?", set()),
        ("Two Peruvian envoys were banned from travelling to Chile.", set()),
        ("There were no talks between Chile and Peru.", set()),
        ("Chile accused Peru of sending battalions over the border.", {"CHL > PER ACCUSE"}),
        ("Peru dismissed accusations that it had attacked Chile.", {"PER > CHL REJECT"}),
        ("Norway said that Serbia must recognise Kosovo.", {"NOR > SRB REQUEST"}),
        ("Chile would bomb Peruvian ports if they were open.", set()),
        ("It is too early to talk about a meeting of Chile and Peru.", set()),
        ("Chile has never refused to meet Peru.", set()),
        ("Serbia has not recognised Kosovo.", set()),
        ("Chile ordered a thousand soldiers to an exercise near the Peruvian capital.", set()),
        ("Brazil called for a return to dialogue between Chile and Peru.", {"BRA > CHL+PER REQUEST"}),
        ("Togo pledged to give ten tonnes of food aid to Benin.", {"TGO > BEN AGREE"}),
        ("Chile and Peru signed a treaty to normalise relations with Bolivia.", {"CHL+PER SUPPORT"}),
        ("Chile will publish the text after it signs the treaty with Peru.", {"CHL + PER AGREE"}),
        ("Chile sent home three officers in breach of its deal with Peru.", set()),
        # what a relative clause tells has happened, whatever is said or asked of it
        ("Togo called for calm in the town, which Chile seized from Peru in 1880.", {"CHL > PER COERCE"}),
        ("Chile accused Peru of theft, a charge that Peru has rejected.", {"CHL > PER ACCUSE", "PER > CHL REJECT"}),
        ("Togo called for talks that would bring Chile and Peru together.", set()),
        ("There were rumours that Chile had attacked Peru.", set()),
    ],
)
def test_conditions_questions_duties_and_charges_are_no_deeds(coder: PatternCoder, text: str, lines: set[str]) -> None:
    assert _lines(coder, text) == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Chile and Peru met the Brazilian president on Friday.", {"CHL+PER + BRA CONSULT"}),
        ("Chile and Peru met on Friday in the Bolivian capital Sucre.", {"CHL+PER CONSULT"}),
        ("Togo sent teams to the valley, while Mali and Niger promised tents.", set()),
        ("The United States and Britain voiced support for Guyana.", {"GBR+USA > GUY SUPPORT"}),
        ("Chile handed over eleven Peruvian prisoners on Monday.", {"CHL > PER RETREAT"}),
        ("Colombia censured Venezuela for closing the border.", {"COL > VEN ACCUSE", "VEN > COL COERCE"}),
        ("The two countries, Chile and Peru, agreed to open the road.", {"CHL+PER AGREE"}),
        ("Kenya warned its citizens in Somalia to leave.", set()),
        ("Kenya urged Wizzcorp to leave Somalia.", set()),
        ("Chile told Peru to wait, calling on Bolivia to act.", {"CHL > PER REQUEST", "CHL > BOL REQUEST"}),
        ("Chile denied everything, and accused Peru of lying.", {"CHL > PER ACCUSE"}),
        ("Japan summoned the Chinese ambassador to condemn the raid.", {"JPN > CHN ACCUSE"}),
    ],
)
def test_who_takes_part_and_who_only_stands_near(coder: PatternCoder, text: str, lines: set[str]) -> None:
    assert _lines(coder, text) == lines


def test_who_says_it_at_the_end_of_a_headline_takes_no_part(coder: PatternCoder) -> None:
    assert _lines(coder, "Nothing else is known.", "Chad shells villages in Niger - Mali") == {"TCD > NER ASSAULT"}


def test_a_hostile_deed_told_by_its_victim_is_a_charge_and_a_deed_that_is_less_sure(coder: PatternCoder) -> None:
    text = "Peru said that Chilean forces had shelled a Peruvian village."
    assert _lines(coder, text) == {"PER > CHL ACCUSE", "CHL > PER ASSAULT"}
    (claimed,) = (e for e in coder.code(Document(text)) if e.event_type == "ASSAULT")
    (known,) = coder.code(Document("Chilean forces had shelled a Peruvian village."))
    assert claimed.confidence < known.confidence
    assert _lines(coder, "Brazil said that Chilean forces had shelled a Peruvian village.") == {"CHL > PER ASSAULT"}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("During the talks Chad and Niger will discuss a dam.", {"NER+TCD AGREE"}),
        ("At their summit the presidents of Chad and Niger are expected to discuss trade.", {"NER+TCD AGREE"}),
        ("At their summit on Monday the presidents of Chad and Niger discussed trade.", {"NER+TCD CONSULT"}),
        ('"I would like to thank Niger for its help," the Chadian president said.', {"TCD > NER SUPPORT"}),
        ("Chad urged countries to stop the raids that Niger has called legal.", set()),
        ("Niger launched a rifle factory in Chad.", set()),
        ("Chad accused KFOR of firing on its trucks.", {"TCD > IGO ACCUSE"}),
    ],
)
def test_what_is_to_come_is_planned_and_what_is_only_meant_is_none(
    coder: PatternCoder, text: str, lines: set[str]
) -> None:
    assert _lines(coder, text) == lines


def test_what_is_resisted_was_not_conceded(coder: PatternCoder) -> None:
    assert "TCD > NER CONCEDE" not in _lines(coder, "Chad resisted ceding the strip to Niger.")
    assert "TCD > NER CONCEDE" in _lines(coder, "Chad ceded the strip to Niger.")
