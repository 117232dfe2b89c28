"""Reads CoNLL-U treebanks (universaldependencies.org/format.html) for training and for scoring. Nothing of spaCy."""

import lzma
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

# Subtypes too rare to be learned, or names that older releases gave to what is now `unmarked`.
_RELATIONS = {
    "csubj:pass": "csubj",
    "csubj:outer": "csubj",
    "obl:npmod": "obl:unmarked",
    "obl:tmod": "obl:unmarked",
    "nmod:npmod": "nmod:unmarked",
    "nmod:tmod": "nmod:unmarked",
}


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word; `head` is a position in the sentence, the root's is its own."""

    form: str
    lemma: str
    upos: str
    xpos: str
    head: int
    dep: str
    space_after: bool


@dataclass(frozen=True, slots=True)
class Tree:
    """One annotated sentence; `opens` says that it begins a paragraph or a document, `genre` what kind of text."""

    words: tuple[Word, ...]
    opens: bool
    genre: str = ""

    @property
    def text(self) -> str:
        """The words with their white space, less that after the last."""
        return "".join(word.form + " " * word.space_after for word in self.words).rstrip()

    @property
    def closed(self) -> bool:
        """Whether it ends as a sentence does; a heading or a cut-off line does not."""
        return self.text.rstrip("\"'”’)").endswith((".", "!", "?"))


def read_treebank(path: Path) -> list[Tree]:
    """The trees of a CoNLL-U file, xz-compressed or plain, in order.

    Left out: sentences whose words do not spell out their own text (a contraction given in full, say).
    """
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [tree for tree in map(_tree, _stanzas(lines)) if tree]


def _stanzas(lines: Iterable[str]) -> Iterator[list[str]]:
    stanza: list[str] = []
    for line in lines:
        if line.strip():
            stanza.append(line.rstrip("\n"))
        elif stanza:
            yield stanza
            stanza = []
    if stanza:
        yield stanza


def _tree(stanza: list[str]) -> Tree | None:
    comments = [line for line in stanza if line.startswith("#")]
    rows = [line.split("\t") for line in stanza if not line.startswith("#")]
    words = tuple(_words(rows))
    opens = any(line.startswith(("# newdoc", "# newpar")) for line in comments)
    tree = Tree(words, opens, next((_genre(line) for line in comments if line.startswith("# sent_id")), ""))
    said = next((line.partition("=")[2].strip() for line in comments if line.startswith("# text =")), "")
    return tree if tree.text == " ".join(said.split()) and not any(" " in word.form for word in words) else None


def _genre(sent_id: str) -> str:
    """Gives "weblog" for EWT's "weblog-blogspot.com_...", "news" for GUM's "GUM_news_..."."""
    name = sent_id.partition("=")[2].strip()
    return name.split("_")[1] if name.startswith("GUM_") else name.partition("-")[0]


def _words(rows: list[list[str]]) -> Iterator[Word]:
    inside: dict[int, bool] = {}  # words within a contraction, and whether a space follows each
    for row in rows:
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            inside |= dict.fromkeys(range(first, last), False) | {last: _spaced(row)}
        elif "." not in row[0]:
            number = int(row[0])
            head = int(row[6]) - 1 if row[6] != "0" else number - 1
            relation = _RELATIONS.get(row[7], row[7])
            yield Word(row[1], row[2], row[3], row[4], head, relation, inside.get(number, _spaced(row)))


def _spaced(row: list[str]) -> bool:
    return "SpaceAfter=No" not in row[9]


def group(trees: list[Tree], rng: random.Random) -> list[list[Tree]]:
    """Neighbouring sentences put together as passages of random length, so that their limits can be learned.

    A new paragraph ends a passage, since at run time a line break does; but where the sentence before ended in a full
    stop it may run on.
    """
    passages: list[list[Tree]] = []
    room = 0
    for tree in trees:
        within = not tree.opens or (passages and passages[-1][-1].closed and rng.random() < 0.3)
        if room == 0 or not within:
            passages.append([])
            room = rng.choice((1, 1, 2, 3, 4, 5, 6))
        passages[-1].append(tree)
        room -= 1
    return passages


def keep(tree: Tree, wanted: Callable[[int], bool]) -> Tree:
    """The tree of the wanted positions. Whoever drops a word must drop all that hangs on it: KeyError if not."""
    kept = [index for index in range(len(tree.words)) if wanted(index)]
    place = {old: new for new, old in enumerate(kept)}
    return replace(tree, words=tuple(replace(tree.words[old], head=place[tree.words[old].head]) for old in kept))


def insert(tree: Tree, at: int, words: list[Word], target: int) -> Tree:
    """`words` put before position `at`; their heads count within themselves, -1 is the tree's word at `target`."""

    def moved(index: int) -> int:
        return index + len(words) if index >= at else index

    old = [replace(word, head=moved(word.head)) for word in tree.words]
    new = [replace(word, head=moved(target) if word.head < 0 else at + word.head) for word in words]
    return replace(tree, words=(*old[:at], *new, *old[at:]))


def unspaced(word: Word) -> Word:
    """The same word with nothing after it."""
    return replace(word, space_after=False)
