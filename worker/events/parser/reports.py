"""Adds what news adds to a sentence: who said so, and when. The trees follow EWT's own sentences of the kind.

The bridge fell.  ->  The bridge fell on Monday.
                  ->  The bridge fell, the interior ministry said in a statement on Monday.
                  ->  The Georgian defense minister said on Monday that the bridge fell.
                  ->  "The bridge fell," Novak told reporters.
                  ->  According to state media, the bridge fell.
"""

import calendar
import random
from collections.abc import Sequence
from dataclasses import replace

from worker.events.parser.treebank import Tree, Word, insert, unspaced

# A phrase is its words as "form/tag/relation/head", the head counted within the phrase, "-" the word it hangs on.
_TAGS = {
    "NNP": "PROPN",
    "NN": "NOUN",
    "NNS": "NOUN",
    "IN": "ADP",
    "DT": "DET",
    "JJ": "ADJ",
    "CD": "NUM",
    "VBD": "VERB",
    "VBG": "VERB",
    "RB": "ADV",
    "PRP": "PRON",
    "POS": "PART",
    ",": "PUNCT",
}
_TIME_LIST = """
on/IN/case/1 DAY/NNP/obl/-
on/IN/case/1 DAY/NNP/obl/-
DAY/NNP/obl:unmarked/-
last/JJ/amod/1 week/NN/obl:unmarked/-
this/DT/det/1 month/NN/obl:unmarked/-
in/IN/case/1 MONTH/NNP/obl/-
in/IN/case/1 MONTH/NNP/obl/- YEAR/CD/nmod:unmarked/1
on/IN/case/2 MONTH/NNP/nmod:unmarked/2 DATE/CD/obl/-
in/IN/case/1 PLACE/NNP/obl/-
in/IN/case/1 PLACE/NNP/obl/- on/IN/case/3 DAY/NNP/obl/-
in/IN/case/2 a/DT/det/2 statement/NN/obl/-
in/IN/case/2 a/DT/det/2 statement/NN/obl/- on/IN/case/4 DAY/NNP/obl/-
"""
_SPEAKER_LIST = """
the/DT/det/2 foreign/JJ/amod/2 ministry/NN/nsubj/-
the/DT/det/3 DEMONYM/JJ/amod/3 foreign/JJ/amod/3 ministry/NN/nsubj/-
PLACE/NNP/nmod:poss/3 's/POS/case/0 defense/NN/compound/3 ministry/NN/nsubj/-
DEMONYM/JJ/amod/1 officials/NNS/nsubj/-
state/NN/compound/1 media/NNS/nsubj/-
the/DT/det/1 president/NN/nsubj/-
a/DT/det/2 government/NN/compound/2 spokesman/NN/nsubj/-
a/DT/det/1 spokeswoman/NN/nsubj/- for/IN/case/4 the/DT/det/4 ministry/NN/nmod/1
NAME/NNP/nsubj/-
NAME/NNP/nsubj/-
NAME/NNP/nsubj/- NAME/NNP/flat/0
he/PRP/nsubj/-
DEMONYM/JJ/amod/2 President/NNP/nmod:desc/2 NAME/NNP/nsubj/- NAME/NNP/flat/2
Foreign/NNP/amod/1 Minister/NNP/nmod:desc/2 NAME/NNP/nsubj/-
NAME/NNP/nsubj/- ,/,/punct/4 the/DT/det/4 DEMONYM/JJ/amod/4 president/NN/appos/0 ,/,/punct/4
"""
_TIMES = [line.split() for line in _TIME_LIST.strip().splitlines()]
_PLAIN_TIMES = [time for time in _TIMES if "statement/NN/obl/-" not in time]
_SPEAKERS = [line.split() for line in _SPEAKER_LIST.strip().splitlines()]
_SAID = ("said", "said", "said", "said", "announced", "reported", "added", "warned", "claimed", "stated", "told")
_OPEN = ("root", "conj", "ccomp", "parataxis")
_FILLERS = {
    "DAY": list(calendar.day_name),
    "MONTH": list(calendar.month_name)[1:],
    "YEAR": [str(year) for year in range(1990, 2031)],
    "DATE": [str(date) for date in range(1, 32)],
}


class Reporter:
    """Makes such sentences, with the names, places and demonyms given."""

    def __init__(self, names: Sequence[str], places: Sequence[str], demonyms: Sequence[str]) -> None:
        self._fillers = {**_FILLERS, "NAME": names, "PLACE": places, "DEMONYM": demonyms}

    def timed(self, tree: Tree, rng: random.Random) -> Tree:
        """The tree with a time or a place under one of its past verbs; unchanged where it has none."""
        verbs = [index for index in range(len(tree.words)) if _past_verb(tree, index)]
        if not verbs:
            return tree
        verb = rng.choice(verbs)
        at = _place(tree, verb, rng)
        return _inserted(tree, at, self._phrase(rng.choice(_PLAIN_TIMES), rng), verb) if at else tree

    def attributed(self, tree: Tree, rng: random.Random) -> Tree:
        """The tree under a verb of saying, before or behind it; unchanged where it is no plain statement."""
        if len(tree.words) < 4 or tree.words[-1].form != "." or any(word.form in '"“”' for word in tree.words):
            return tree
        if any(word.head == len(tree.words) - 1 for word in tree.words):
            return tree
        return self._before(tree, rng) if rng.random() < 0.4 else self._behind(tree, rng)

    def _phrase(self, pattern: Sequence[str], rng: random.Random) -> list[Word]:
        words = []
        for part in pattern:
            form, tag, relation, head = part.rsplit("/", 3)
            form = rng.choice(self._fillers[form]) if form in self._fillers else form
            at = -1 if head == "-" else int(head)
            words.append(Word(form, form.lower(), _TAGS[tag], tag, at, relation, True))
        return _closed_up(words)

    def _saying(self, rng: random.Random, *, inverted: bool = False) -> tuple[list[Word], int]:
        """Speaker, verb and perhaps a time, heads counted within; and where the verb stands."""
        speaker = self._phrase(rng.choice(_SPEAKERS), rng)
        speaker = speaker[:-1] if inverted and speaker[-1].form == "," else speaker
        form = rng.choice(_SAID)
        verb = Word(form, form, "VERB", "VBD", -1, "root", True)
        at = 0 if inverted else len(speaker)
        words = [verb, *_moved(speaker, 1, at)] if inverted else [*_moved(speaker, 0, at), verb]
        if form == "told":
            words.append(Word("reporters", "reporter", "NOUN", "NNS", at, "iobj", True))
        if rng.random() < 0.5:
            words += _moved(self._phrase(rng.choice(_TIMES), rng), len(words), at)
        return words, at

    def _before(self, tree: Tree, rng: random.Random) -> Tree:
        said, verb = self._saying(rng)
        said[0] = _great(said[0])
        if rng.random() < 0.6:
            root = _root(tree) + len(said) + 1
            said.append(Word("that", "that", "SCONJ", "IN", root, "mark", True))
        words = [*said, *_moved((_small(tree.words[0]), *tree.words[1:]), len(said), verb)]
        return _under(replace(tree, words=tuple(words)), _root(tree) + len(said), verb)

    def _behind(self, tree: Tree, rng: random.Random) -> Tree:
        root = _root(tree)
        quoted = rng.random() < 0.4
        body = list(tree.words[:-1])
        marks = [Word(",", ",", "PUNCT", ",", root, "punct", True)]
        if quoted:
            marks = [unspaced(marks[0]), Word('"', '"', "PUNCT", "''", root, "punct", True)]
        body[-1] = unspaced(body[-1])
        said, verb = self._saying(rng, inverted=rng.random() < 0.2)
        said = _moved(said, len(body) + len(marks), -1)
        verb += len(body) + len(marks)
        words = [*body, *marks, *said[:-1], unspaced(said[-1]), replace(tree.words[-1], head=verb)]
        whole = _under(replace(tree, words=tuple(words)), root, verb)
        opening = Word('"', '"', "PUNCT", "``", -1, "punct", False)
        return insert(whole, 0, [opening], root) if quoted else whole


def _under(tree: Tree, root: int, verb: int) -> Tree:
    """`verb` made the root, the old root its clause, and the full stop the verb's."""
    words = list(tree.words)
    words[root] = replace(words[root], head=verb, dep="ccomp")
    words[verb] = replace(words[verb], head=verb, dep="root")
    words[-1] = replace(words[-1], head=verb)
    return replace(tree, words=tuple(words))


def _moved(words: Sequence[Word], by: int, above: int) -> list[Word]:
    return [replace(word, head=above if word.head < 0 else word.head + by) for word in words]


def _closed_up(words: list[Word]) -> list[Word]:
    """No space before a comma or "'s"."""
    tight = [following.form in (",", "'s") for following in words[1:]] + [False]
    return [unspaced(word) if close else word for word, close in zip(words, tight, strict=True)]


def _root(tree: Tree) -> int:
    return next(index for index, word in enumerate(tree.words) if word.head == index)


def _small(word: Word) -> Word:
    named = word.xpos.startswith("NNP") or word.form == "I" or word.form.isupper()
    return word if named else replace(word, form=word.form[:1].lower() + word.form[1:])


def _great(word: Word) -> Word:
    return replace(word, form=word.form[:1].upper() + word.form[1:])


def _past_verb(tree: Tree, index: int) -> bool:
    word = tree.words[index]
    subject = any(other.head == index and other.dep.startswith("nsubj") for other in tree.words[:index])
    return subject and word.upos == "VERB" and word.xpos in ("VBD", "VBN") and word.dep in _OPEN and word.space_after


def _place(tree: Tree, verb: int, rng: random.Random) -> int:
    """Where a time fits: behind the verb where no object follows it, else behind all that hangs on it; 0 is nowhere."""
    after = [index for index in range(verb + 1, len(tree.words)) if tree.words[index].head == verb]
    close = {tree.words[index].dep for index in after} & {"obj", "iobj", "compound:prt", "xcomp", "obl:agent"}
    if not close and rng.random() < 0.5:
        return verb + 1
    last = verb
    for index in range(verb + 1, len(tree.words)):
        if _below(tree, index, verb):
            last = index
    while last > verb and tree.words[last].upos == "PUNCT":
        if tree.words[last].head != verb:
            return 0
        last -= 1
    return last + 1 if not any(tree.words[at].dep in ("ccomp", "advcl", "conj") for at in after) else 0


def _below(tree: Tree, index: int, top: int) -> bool:
    seen = 0
    while tree.words[index].head != index and seen < 100:
        index, seen = tree.words[index].head, seen + 1
        if index == top:
            return True
    return False


def _inserted(tree: Tree, at: int, phrase: list[Word], verb: int) -> Tree:
    """The phrase before position `at`, the white space that was there now behind it."""
    before = tree.words[at - 1]
    loose = (*tree.words[: at - 1], replace(before, space_after=True), *tree.words[at:])
    phrase[-1] = replace(phrase[-1], space_after=before.space_after)
    return insert(replace(tree, words=loose), at, phrase, verb)
