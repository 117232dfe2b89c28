"""Turns a sentence of a treebank into a headline: "The mayor closed two schools." to "Mayor Closes Two Schools"."""

import random
from dataclasses import replace

from worker.events.parser.treebank import Tree, Word, keep, unspaced

_PARTS = (
    "nsubj",
    "nsubj:pass",
    "obj",
    "iobj",
    "xcomp",
    "compound:prt",
    "obl",
    "obl:agent",
    "ccomp",
    "aux",
    "obl:unmarked",
)
_SMALL = ("ADP", "DET", "CCONJ", "PART", "SCONJ")
_LONGEST = 14  # words


def headline(tree: Tree, rng: random.Random, name: str) -> Tree | None:
    """The headline, `name` in place of a pronoun as subject; None where the sentence does not lend itself to one."""
    root = next(index for index, word in enumerate(tree.words) if word.head == index)
    if not _plain(tree, root):
        return None
    kept = _kept(tree, root, rng)
    if not 3 <= len(kept) <= _LONGEST:
        return None
    words = [_worded(tree, index, root, name) for index in range(len(tree.words))]
    words = [word if index + 1 in kept else replace(word, space_after=True) for index, word in enumerate(words)]
    short = keep(replace(tree, words=tuple(words)), kept.__contains__)
    return _capitals(_commas(short, rng), rng)


def _plain(tree: Tree, root: int) -> bool:
    """A full verb with its subject before it, neither negated nor under "is", "have" or "do" with a pronoun."""
    verb = tree.words[root]
    below = [word for word in tree.words if word.head == root]
    said = any(_subject(word, root) for word in tree.words[:root])
    pronoun = any(_subject(word, root) and word.xpos == "PRP" for word in below)
    helped = any(word.dep == "aux" and word.lemma in ("be", "have", "do") for word in below)
    negated = any(word.lemma in ("not", "n't") for word in below)
    spoken = verb.upos == "VERB" and verb.lemma != "be" and verb.space_after
    return said and spoken and not negated and not (pronoun and helped)


def _subject(word: Word, root: int) -> bool:
    return word.head == root and word.dep in ("nsubj", "nsubj:pass")


def _kept(tree: Tree, root: int, rng: random.Random) -> set[int]:
    """The verb, its nearest parts and all that hangs on them, less articles and the auxiliary of a passive."""
    dropped = {root: False}

    def drops(index: int) -> bool:
        if index not in dropped:
            word = tree.words[index]
            part = word.head != root or (word.dep in _PARTS and not _late(word, rng))
            dropped[index] = not part or _article(word) or drops(word.head)
        return dropped[index]

    return {index for index in range(len(tree.words)) if not drops(index)}


def _late(word: Word, rng: random.Random) -> bool:
    return word.dep in ("obl", "ccomp", "obl:unmarked") and rng.random() < 0.3


def _article(word: Word) -> bool:
    return word.upos == "DET" and word.form.lower() in ("the", "a", "an")


def _worded(tree: Tree, index: int, root: int, name: str) -> Word:
    """The word as a headline has it: present tense, "to" for "will", a name for a pronoun."""
    word = tree.words[index]
    if index == root:
        return _present(word, tree) if word.xpos in ("VBD", "VBP", "VBZ") else word
    if word.head == root and word.dep == "aux" and word.form.lower() in ("will", "would"):
        return replace(word, form="to", lemma="to", upos="PART", xpos="TO", dep="mark")
    if _subject(word, root) and word.xpos == "PRP":
        return replace(word, form=name, lemma=name, upos="PROPN", xpos="NNP")
    return word


def _present(word: Word, tree: Tree) -> Word:
    """ "closed" as "closes", or "close" under a plural subject."""
    root = tree.words.index(word)
    subject = next(other for other in tree.words if _subject(other, root))
    plural = subject.xpos in ("NNS", "NNPS") or any(
        other.dep == "conj" and tree.words[other.head] is subject for other in tree.words
    )
    return replace(word, form=word.lemma if plural else _third(word.lemma), xpos="VBP" if plural else "VBZ")


def _third(lemma: str) -> str:
    if lemma == "have":
        return "has"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _commas(tree: Tree, rng: random.Random) -> Tree:
    """Half of the plain "and"s become commas, as in "Peru, Chile Sign Pact"."""
    words = list(tree.words)
    for index, word in enumerate(words[1:], 1):
        if word.dep == "cc" and word.form == "and" and words[index - 1].form != "," and rng.random() < 0.5:
            words[index] = replace(word, form=",", lemma=",", upos="PUNCT", xpos=",", dep="punct")
            words[index - 1] = unspaced(words[index - 1])
    return replace(tree, words=tuple(words))


def _capitals(tree: Tree, rng: random.Random) -> Tree:
    """Most headlines get capitals: on the longer words, on all words, or throughout."""
    style = rng.choice(("longer", "longer", "longer", "all", "sentence", "sentence", "throughout"))
    words = []
    for index, word in enumerate(tree.words):
        form = word.form.upper() if style == "throughout" else word.form
        big = index == 0 or style == "all" or (style == "longer" and word.upos not in _SMALL)
        words.append(replace(word, form=form[:1].upper() + form[1:] if big else form))
    return replace(tree, words=tuple(words))
