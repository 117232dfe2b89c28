"""Articles that tell no relation between states: the examples of ``config/documents.yaml``, and who has standing."""

from datetime import date
from pathlib import Path

import pytest

from worker.config.documents import DocumentsFile
from worker.config.lines import read_yaml
from worker.events.actions.index import openers_in, word_names
from worker.events.coder import PatternCoder
from worker.events.documents import Kinds, of_the_past
from worker.events.parser import Parser, load_parser
from worker.model import Document, GivenEntity

CONFIG = Path(__file__).parents[2] / "config"
FILE = read_yaml(CONFIG / "documents.yaml", DocumentsFile)
EXAMPLES = [(name, text) for name, kind in FILE.kinds.items() for text in kind.examples]
OPENERS = frozenset(openers_in(FILE.model_dump()))
OTHERS = [(name, text) for name, kind in FILE.kinds.items() for text in kind.others]
PUBLISHED = date(2025, 3, 14)


@pytest.fixture(scope="module")
def parser() -> Parser:
    return load_parser()


def _kind(parser: Parser, text: str) -> str | None:
    kinds, sentences = Kinds(FILE), parser.parse(text)
    said = (frozenset[str]().union(*word_names(sentence, OPENERS)) for sentence in sentences)
    return kinds.of(kinds.said(sentences, said))


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
def test_an_example_is_of_its_kind(parser: Parser, kind: str, text: str) -> None:
    assert _kind(parser, text) == kind


@pytest.mark.parametrize(("kind", "text"), OTHERS)
def test_what_only_looks_like_a_kind_is_none(parser: Parser, coder: PatternCoder, kind: str, text: str) -> None:
    assert _kind(parser, text) is None
    assert coder.code(Document(text, published=PUBLISHED))


def test_a_kind_keeps_the_events_that_it_can_tell(coder: PatternCoder) -> None:
    text = (
        "The cyclone made landfall in Tonga with heavy rain and flooding. The storm killed two Fijians. "
        "New Zealand sent aid to Tonga on Friday."
    )
    events = coder.code(Document(text, published=PUBLISHED))
    assert [(event.event_type, event.dyads) for event in events] == [("AID", ("NZL-TON",))]


def test_whoever_names_the_parties_is_answered_whatever_the_article_is_about(coder: PatternCoder) -> None:
    text = "Norway condemned Austria. The match ended 3-1 after a foul and a penalty, and the striker left the pitch."
    given = (GivenEntity(0, 6, "NOR"), GivenEntity(17, 24, "AUT"))
    assert coder.code(Document(text, published=PUBLISHED)) == ()
    assert coder.code(Document(text, published=PUBLISHED, entities=given))


@pytest.mark.parametrize(
    "text",
    [
        "Bus crash in Egypt kills eight Americans.",
        "A Danish company signed an agreement with Poland.",
        "British businessmen visited Kenya.",
        "Smugglers from Albania and an Italian gang met in Rome.",
        "A Briton killed a pensioner in Spain.",
        "More Britons travelled to Turkey last year.",
    ],
)
def test_nobody_acts_for_a_state_here(coder: PatternCoder, text: str) -> None:
    assert coder.code(Document(text, published=PUBLISHED)) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Israeli settlers attacked Palestinians on Friday.", "ASSAULT"),
        ("A Chinese coast guard ship fired at a Philippine boat.", "ASSAULT"),
        ("Denmark's government signed an agreement with Poland.", "SUPPORT"),
    ],
)
def test_crowds_and_governments_do(coder: PatternCoder, text: str, kind: str) -> None:
    assert kind in [event.event_type for event in coder.code(Document(text, published=PUBLISHED))]


def test_who_holds_an_office_is_statecraft_enough(coder: PatternCoder) -> None:
    family = "The twins grew up apart, one in Oslo and one in Lyon, and never knew of each other. " * 3
    text = "Emmanuel Macron met Keir Starmer at last. " + family
    events = coder.code(Document(text, published=PUBLISHED))
    assert [event.dyads for event in events] == [("FRA-GBR",)]


def test_a_long_text_without_a_word_of_statecraft_tells_nothing(coder: PatternCoder) -> None:
    family = "The twins grew up apart, one in Oslo and one in Lyon, and never knew of each other. " * 3
    met = "Norway and France met at last. "
    assert coder.code(Document(met + family, published=PUBLISHED)) == ()
    assert coder.code(Document(met + family + "The ministers smiled.", published=PUBLISHED))


def test_an_essay_on_a_distant_past_is_known_by_its_years(parser: Parser) -> None:
    essay = parser.parse("Hungary lost the battle of 1526. Vienna was besieged in 1529 and 1683, says a book of 1999.")
    assert of_the_past(essay, PUBLISHED)
    assert of_the_past(essay, None)
    assert not of_the_past(parser.parse("Peace was made in 1683, 1989 and 2024, and kept in 2025."), PUBLISHED)
    assert not of_the_past(parser.parse("The border was drawn in 1920."), PUBLISHED)
