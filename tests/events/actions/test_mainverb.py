"""Main verbs that the parser took for participles, on sentences whose trees are written out here."""

import pytest

from worker.events.actions.mainverb import with_main_verb
from worker.events.parser import Sentence, Token


def _sentence(rows: str) -> Sentence:
    """ "word/TAG/POS/dep>head ..." as a sentence."""
    tokens, at = [], 0
    for index, row in enumerate(rows.split()):
        text, tag, pos, relation = row.split("/")
        dep, head = relation.split(">")
        lemma = {"accused": "accuse", "called": "call", "has": "have", "denounced": "denounce"}.get(text, text)
        tokens.append(Token(index, text, lemma, tag, pos, dep, int(head), at, at + len(text)))
        at += len(text) + 1
    return Sentence(" ".join(t.text for t in tokens), 0, at - 1, tuple(tokens))


def _tree(sentence: Sentence) -> dict[str, tuple[str, str]]:
    return {t.text: (t.dep, sentence.tokens[t.head].text) for t in sentence.tokens}


def test_the_verb_after_a_nominal_root_becomes_the_root() -> None:
    found = with_main_verb(
        _sentence("Fox/NNP/PROPN/root>0 called/VBN/VERB/acl>0 on/IN/ADP/case>3 Chile/NNP/PROPN/obl>1 ././PUNCT/punct>0")
    )
    assert _tree(found) | {"Fox": ("nsubj", "called"), "called": ("root", "called"), ".": ("punct", "called")} == _tree(
        found
    )
    assert found.root.tag == "VBD"


def test_the_noun_that_the_verb_seemed_to_describe_is_its_object() -> None:
    found = with_main_verb(
        _sentence(
            "Fox/NNP/PROPN/root>0 accused/VBN/VERB/amod>2 Chile/NNP/PROPN/conj>0 of/IN/ADP/mark>4 "
            "lying/VBG/VERB/acl>2 ././PUNCT/punct>0"
        )
    )
    tree = _tree(found)
    assert (tree["Fox"], tree["Chile"], tree["lying"]) == (("nsubj", "accused"), ("obj", "accused"), ("acl", "accused"))


def test_a_day_before_the_verb_is_no_part_of_the_object() -> None:
    found = with_main_verb(
        _sentence(
            "Fox/NNP/PROPN/root>0 on/IN/ADP/case>4 Friday/NNP/PROPN/compound>4 accused/VBN/VERB/amod>4 "
            "Chile/NNP/PROPN/nmod>0 ././PUNCT/punct>0"
        )
    )
    tree = _tree(found)
    assert (tree["on"], tree["Friday"]) == (("case", "Friday"), ("obl", "accused"))


def test_a_main_verb_without_a_helper_is_no_passive() -> None:
    rows = "Fox/NNP/PROPN/nsubj:pass>1 accused/VBN/VERB/root>1 Chile/NNP/PROPN/obj>1"
    found = with_main_verb(_sentence(rows + " ././PUNCT/punct>1"))
    assert (found.root.tag, _tree(found)["Fox"]) == ("VBD", ("nsubj", "accused"))
    headline = _sentence(rows)
    assert with_main_verb(headline) is headline


def test_after_has_a_participle_is_the_verb() -> None:
    found = with_main_verb(
        _sentence(
            "Fox/NNP/PROPN/nsubj>1 has/VBZ/VERB/root>1 denounced/VBN/VERB/amod>3 it/NN/NOUN/obj>1 ././PUNCT/punct>1"
        )
    )
    tree = _tree(found)
    assert (tree["has"], tree["it"], tree["Fox"]) == (
        ("aux", "denounced"),
        ("obj", "denounced"),
        ("nsubj", "denounced"),
    )


@pytest.mark.parametrize(
    "rows",
    [
        "Villages/NNS/NOUN/root>0 burned/VBN/VERB/acl>0 in/IN/ADP/case>3 Chad/NNP/PROPN/obl>1",
        "Attacks/NNS/NOUN/root>0 launched/VBN/VERB/acl>0 by/IN/ADP/case>3 Chad/NNP/PROPN/obl:agent>1 ././PUNCT/punct>0",
        "Fox/NNP/PROPN/nsubj>2 is/VBZ/AUX/cop>2 king/NN/NOUN/root>2 crowned/VBN/VERB/acl>2 ././PUNCT/punct>2",
    ],
)
def test_a_headline_a_phrase_and_a_predicate_stay_as_they_are(rows: str) -> None:
    sentence = _sentence(rows)
    assert with_main_verb(sentence) is sentence
