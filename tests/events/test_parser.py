"""The shipped parser on invented sentences, and the promises that it keeps on any string."""

import json
import random
import time
from pathlib import Path

import pytest

from worker.events import parser as room
from worker.events.parser import ModelMissingError, Parser, Sentence, Token, load_parser
from worker.events.parser.blocks import LIMIT, split_blocks
from worker.events.parser.casing import Common, small_letters
from worker.events.parser.lemmas import Lemmatizer
from worker.events.parser.pipeline import _batches

SHIPPED = Path(room.__file__).with_name("trained")


@pytest.fixture(scope="module")
def parser() -> Parser:
    return load_parser()


@pytest.fixture(scope="module")
def lemmatizer() -> Lemmatizer:
    return Lemmatizer.read(SHIPPED / "lemmas.json")


def only(parser: Parser, text: str) -> Sentence:
    (sentence,) = parser.parse(text)
    return sentence


def word(sentence: Sentence, text: str) -> Token:
    return next(token for token in sentence.tokens if token.text == text)


def head(sentence: Sentence, text: str) -> str:
    return sentence.tokens[word(sentence, text).head].text


def assert_offsets_hold(text: str, sentences: tuple[Sentence, ...]) -> None:
    for sentence in sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        assert [text[token.start : token.end] for token in sentence.tokens] == [t.text for t in sentence.tokens]
        assert [token.index for token in sentence.tokens] == list(range(len(sentence.tokens)))
        assert len([token for token in sentence.tokens if token.head == token.index]) == 1
    places = [token.start for sentence in sentences for token in sentence.tokens]
    assert places == sorted(set(places))


# ---- who did what to whom -------------------------------------------------------------------------------------------


def test_an_active_clause_names_its_subject_and_object(parser: Parser) -> None:
    sentence = only(parser, "The minister praised the pilots in Tallinn on Friday.")
    assert sentence.root.text == "praised"
    assert (word(sentence, "minister").dep, head(sentence, "minister")) == ("nsubj", "praised")
    assert (word(sentence, "pilots").dep, head(sentence, "pilots")) == ("obj", "praised")
    assert [token.text for token in sentence.subtree(word(sentence, "pilots").index)] == ["the", "pilots"]


def test_a_passive_clause_names_its_agent(parser: Parser) -> None:
    sentence = only(parser, "The envoy was expelled by Hungary.")
    assert (sentence.root.lemma, sentence.root.tag) == ("expel", "VBN")
    assert (word(sentence, "envoy").dep, word(sentence, "was").dep) == ("nsubj:pass", "aux:pass")
    assert (word(sentence, "Hungary").dep, head(sentence, "Hungary")) == ("obl:agent", "expelled")


def test_a_complement_hangs_on_the_verb_that_governs_it(parser: Parser) -> None:
    sentence = only(parser, "Kenya agreed to send doctors to Haiti.")
    assert sentence.root.text == "agreed"
    assert (word(sentence, "send").dep, head(sentence, "send")) == ("xcomp", "agreed")
    assert head(sentence, "doctors") == "send"
    assert [token.text for token in sentence.ancestors(word(sentence, "doctors").index)] == ["send", "agreed"]


def test_a_contraction_is_two_words_whatever_its_apostrophe(parser: Parser) -> None:
    for mark in "'’":
        sentence = only(parser, f"Norway didn{mark}t sign the treaty.")
        assert [token.text for token in sentence.tokens][1:4] == ["did", f"n{mark}t", "sign"]
        assert word(sentence, f"n{mark}t").lemma == "not"


def test_a_prefix_stays_on_its_word_and_a_compound_is_parted(parser: Parser) -> None:
    texts = [token.text for token in only(parser, "An anti-corruption law hit state-owned banks.").tokens]
    assert texts == ["An", "anti-corruption", "law", "hit", "state", "-", "owned", "banks", "."]


def test_a_headline_in_capitals_and_small_letters_keeps_its_verb(parser: Parser) -> None:
    sentence = only(parser, "Norway Recalls Ambassador From Chad")
    assert (sentence.root.text, sentence.root.lemma) == ("Recalls", "recall")
    assert (word(sentence, "Norway").dep, word(sentence, "Ambassador").dep) == ("nsubj", "obj")
    assert (head(sentence, "Norway"), head(sentence, "Ambassador")) == ("Recalls", "Recalls")


def test_a_dateline_is_no_subject(parser: Parser) -> None:
    sentence = only(parser, "LIMA (Newswire) - The minister praised the pilots on Friday.")
    assert sentence.root.text == "praised"
    assert [token.text for token in sentence.children(sentence.root.index) if token.dep == "nsubj"] == ["minister"]


def test_a_dateline_that_runs_into_the_text_ends_before_it(parser: Parser) -> None:
    text = "DELHI, 03rd June, 2018-India praised the pilots."
    found = [sentence.text for sentence in parser.parse(text)]
    assert found == ["DELHI, 03rd June, 2018-", "India praised the pilots."]


@pytest.mark.parametrize("name", ["H.E. Ann Fox", "Hon. Ann Fox", "Amb. Ann Fox", "Ann Fox, MP,", "Ann Fox, MP"])
def test_a_courtesy_neither_ends_a_sentence_nor_takes_the_names_place(parser: Parser, name: str) -> None:
    text = f"Foreign Minister {name} thanked the pilots."
    sentence = only(parser, text)
    assert (sentence.text, sentence.root.text) == (text, "thanked")
    assert next(t.text for t in sentence.children(sentence.root.index) if t.dep == "nsubj") == "Ann"


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("Peru Expels Envoy After Border Clash", "Peru expels envoy after border clash"),
        ("Fiji, Samoa Sign Pact, Hail New Era", "Fiji, Samoa sign pact, hail new era"),
        ("Envoys of the United Nations Visit Chad", "Envoys of the United Nations visit Chad"),
    ],
)
def test_a_title_gets_its_small_letters_back_and_names_keep_theirs(title: str, plain: str) -> None:
    assert small_letters(title, Common.read(SHIPPED / "casing.json")) == plain


@pytest.mark.parametrize(
    "text", ["President Mirza Novak met King Olav of Norway in Bergen.", "PERU EXPELS ENVOY", "İI", ""]
)
def test_a_line_that_is_no_title_keeps_its_capitals(text: str) -> None:
    assert small_letters(text, Common.read(SHIPPED / "casing.json")) == text


# ---- sentences and offsets ------------------------------------------------------------------------------------------


def test_sentences_are_parted_and_their_offsets_are_those_of_the_text(parser: Parser) -> None:
    text = "  Mr. Adeyemi met Mrs. Tamm in Riga.  They spoke for two hours. \n"
    sentences = parser.parse(text)
    assert [sentence.text for sentence in sentences] == [
        "Mr. Adeyemi met Mrs. Tamm in Riga.",
        "They spoke for two hours.",
    ]
    assert_offsets_hold(text, sentences)


def test_no_sentence_begins_with_a_small_letter_after_a_word(parser: Parser) -> None:
    text = "Belarus condemned the decision."
    assert [sentence.text for sentence in parser.parse(text)] == [text]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n", "\u2028", " \n \t\n"])
def test_a_line_break_ends_a_sentence(parser: Parser, gap: str) -> None:
    text = f"Talks in Oslo{gap}The envoys arrived late"
    assert [sentence.text for sentence in parser.parse(text)] == ["Talks in Oslo", "The envoys arrived late"]


def test_invisible_characters_do_not_change_the_parse_and_offsets_still_hold(parser: Parser) -> None:
    plain = only(parser, "Qatar hosted the envoys.")
    text = "\ufeff\u200fQatar\u200e  hos\u00adted\u00a0the\x00 envoys."
    sentence = only(parser, text)
    assert [token.lemma for token in sentence.tokens] == [token.lemma for token in plain.tokens]
    assert [token.dep for token in sentence.tokens] == [token.dep for token in plain.tokens]
    assert word(sentence, "hos\u00adted").lemma == "host"
    assert_offsets_hold(text, (sentence,))


NASTY = {
    "html": "<p>Kofi <b>met</b> Ana &amp; left.</p><script>if (a<b) { alert('x') }</script>",
    "control characters": "".join(map(chr, range(32))) + "Iran met Oman." + "".join(map(chr, range(127, 160))),
    "right to left": "\u202eOman\u202c met \u0625\u064a\u0631\u0627\u0646 \u2067today\u2069.",
    "lone surrogates": "\ud800Oman\udfff met \udc80 Iran.",
    "emoji and marks": "👩‍🚒🇫🇷 e\u0301\u0301\u0301 \u0301 ︎",
    "brackets": "(" * 5_000,
    "one endless word": "x" * 50_000,
    "no sentence end": "and then the envoys " * 1_500,
    "many short lines": "a\n" * 500,
    "any characters": "".join(chr(random.Random(3).randrange(1, 0x2FFFF)) for _ in range(2_000)),
}


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_any_string_is_parsed_with_true_offsets(parser: Parser, text: str) -> None:
    sentences = parser.parse(text)
    assert sentences
    assert_offsets_hold(text, sentences)


@pytest.mark.parametrize("text", ["", " ", "\n\t\r\n", "\u200f\ufeff", "\x00\x01"])
def test_a_text_with_nothing_to_see_has_no_sentences(parser: Parser, text: str) -> None:
    assert parser.parse(text) == ()


def test_time_grows_with_length_and_no_faster(parser: Parser) -> None:
    def seconds(text: str) -> float:
        began = time.process_time()
        parser.parse(text)
        return time.process_time() - began

    seconds("warm " * 2_000)
    assert seconds("the envoys and " * 3_200) < 16 * seconds("the envoys and " * 400) + 0.5


def test_blocks_are_short_cover_every_word_and_break_where_a_sentence_does() -> None:
    text = "A short one ended here. " * 400
    blocks = list(split_blocks(text))
    assert len(blocks) > 1
    assert all(len(block.text) <= LIMIT and block.text.endswith("here.") for block in blocks)
    assert " ".join(block.text for block in blocks) == text.strip()


# ---- lemmas ---------------------------------------------------------------------------------------------------------


def test_lemmas_of_verbs_in_a_sentence_are_their_base_forms(parser: Parser) -> None:
    sentence = only(parser, "Chad sent troops, but it held talks, and later it met the envoys and withdrew its forces.")
    verbs = [token.lemma for token in sentence.tokens if token.tag == "VBD"]
    assert verbs == ["send", "hold", "meet", "withdraw"]


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [
        ("overthrown", "VBN", "overthrow"),
        ("forbade", "VBD", "forbid"),
        ("besieged", "VBN", "besiege"),
        ("imposing", "VBG", "impose"),
        ("agreed", "VBD", "agree"),
        ("occurred", "VBD", "occur"),
        ("condemned", "VBD", "condemn"),
        ("vetoes", "VBZ", "veto"),
        ("pledges", "VBZ", "pledge"),
        ("denies", "VBZ", "deny"),
        ("countries", "NNS", "country"),
        ("clashes", "NNS", "clash"),
        ("spokesmen", "NNS", "spokesman"),
        ("closer", "JJR", "close"),
        ("trafficking", "VBG", "traffic"),
        ("bombed", "JJ", "bomb"),
    ],
)
def test_a_lemma_follows_from_form_and_tag(lemmatizer: Lemmatizer, form: str, tag: str, lemma: str) -> None:
    assert lemmatizer.lemma(form, tag, "VERB") == lemma
    assert lemmatizer.lemma(form.upper(), tag, "VERB") == lemma


def test_a_name_keeps_its_capitals(parser: Parser) -> None:
    sentence = only(parser, "The United Nations thanked Lindqvist.")
    assert [token.lemma for token in sentence.tokens if token.pos == "PROPN"][-1] == "Lindqvist"
    assert word(sentence, "thanked").lemma == "thank"


# ---- the model as a thing -------------------------------------------------------------------------------------------


def test_the_same_text_gives_the_same_parse_alone_or_in_a_stream(parser: Parser) -> None:
    texts = ["Fiji thanked Samoa.", "", "Two ships left port.\nNobody knew why they had gone."]
    assert list(parser.pipe(texts)) == [parser.parse(text) for text in texts]


def test_the_version_names_the_model_that_is_on_disk(parser: Parser) -> None:
    meta = json.loads((SHIPPED / "meta.json").read_text(encoding="utf-8"))
    assert parser.version == f"en_{meta['name']}-{meta['version']}"


def test_the_shipped_model_is_small_and_has_its_card() -> None:
    files = [path for path in SHIPPED.rglob("*") if path.is_file()]
    assert 1_000_000 < sum(path.stat().st_size for path in files) <= 15_000_000
    assert "CC BY-SA 4.0" in (SHIPPED / "CARD.md").read_text(encoding="utf-8")


def test_a_folder_without_a_pipeline_is_named_in_the_error(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match=tmp_path.name):
        load_parser(tmp_path)


def test_text_full_of_marks_is_parsed_in_smaller_batches_so_that_each_holds_about_as_many_tokens() -> None:
    plain, marks = "Chad sent aid. " * 2_000, '"(' * 15_000
    words, brackets = ([len(batch) for batch in _batches(split_blocks(text))] for text in (plain, marks))

    assert len(plain) == len(marks)
    assert len(brackets) >= 3 * len(words)


def test_a_short_title_ends_no_sentence(parser: Parser) -> None:
    sentence = only(parser, "On Thursday morning, Deputy PM Peters held talks in Suva.")
    assert word(sentence, "PM").text == "PM"  # as the text has it, however it was read
    assert head(sentence, "Peters") == "held"
