"""Runs a spaCy pipeline and turns what it finds into our own types. The only file that knows spaCy at run time.

The same text always gives the same parse: blocks are batched by text, never across texts, so that no neighbour's
padding can tip a close decision.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from worker.events.parser.blocks import Block, split_blocks
from worker.events.parser.casing import Common, small_letters
from worker.events.parser.lemmas import Lemmatizer
from worker.events.parser.tree import Sentence, Token
from worker.model import DyadwatchError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab
    from thinc.types import Ints2d

SHIPPED = Path(__file__).with_name("trained")
_BATCH = 12_000  # characters parsed at once; twice as many are hardly faster, and hold twice the memory
_CHARACTERS = 4  # in a token of ordinary text
_MARK = re.compile(r"[^\w\s]")
_SHORT_TITLE = re.compile(r"(?<![\d.] )(?<!\d)\b[PF]M(?= [A-Z][a-z])")
_ENVOY = re.compile(r"\bAmb\.(?= [A-Z])")
_KEPT = 40_000  # words that the vocabulary may learn for good, some 20 MB
_LETTERS: list[int | str] = ["IS_LOWER", "IS_ALPHA", "IS_DIGIT"]
_COLUMNS: list[int | str] = ["IDX", "LENGTH", "HEAD", "DEP", "TAG", "POS", "LEMMA"]


class ModelMissingError(DyadwatchError):
    """There is no usable pipeline where one was looked for."""


class Parser:
    """A loaded pipeline. Safe to share between threads (one parses at a time)."""

    def __init__(self, nlp: Language, lemmatizer: Lemmatizer | None, common: Common) -> None:
        """`lemmatizer` None: the pipeline's own lemmas are used. `common` knows which words of a headline are names."""
        self.version: str = "{lang}_{name}-{version}".format_map(nlp.meta)
        self._nlp = nlp
        self._lemmatizer = lemmatizer
        self._common = common
        self._names = _Names(nlp.vocab)
        self._lock = threading.Lock()

    def parse(self, text: str) -> tuple[Sentence, ...]:
        """The sentences of `text` in order; none for an empty text. Takes any string, raises nothing."""
        blocks = (replace(block, text=self._read(block.text)) for block in split_blocks(text))
        return tuple(sentence for batch in _batches(blocks) for sentence in self._batch(text, batch))

    def _read(self, text: str) -> str:
        """A block as the pipeline reads it best, as long as before to the character: titles in small letters, and "PM
        Starmer" and "Amb. Starmer" as titles before a name, or a time of day or a stop would end a sentence."""
        return small_letters(_ENVOY.sub("Mrs.", _SHORT_TITLE.sub("Dr", text)), self._common)

    def _batch(self, text: str, blocks: list[Block]) -> list[Sentence]:
        with self._lock, self._room():
            made = [_joined(self._nlp.make_doc(block.text)) for block in blocks]
            docs = self._nlp.pipe(made, batch_size=len(blocks))
            found = [self._sentences(text, block, doc) for block, doc in zip(blocks, docs, strict=True)]
        return [sentence for group in found for sentence in group]

    def _room(self) -> AbstractContextManager[object]:
        """Where a batch is parsed: the words of the first texts are kept, since later ones are made of the same.

        After so many a memory zone frees what each batch teaches the vocabulary, or a worker would grow for ever.
        """
        return nullcontext() if len(self._nlp.vocab) < _KEPT else self._nlp.memory_zone()

    def pipe(self, texts: Iterable[str]) -> Iterator[tuple[Sentence, ...]]:
        """`parse` of each text, in order, lazily."""
        return map(self.parse, texts)

    def parse_words(self, words: Sequence[tuple[str, bool]]) -> tuple[Sentence, ...]:
        """The sentences of words that are parted already; each comes with whether a space follows. For scoring."""
        from spacy.tokens import Doc

        doc = Doc(self._nlp.vocab, words=[form for form, _ in words], spaces=[spaced for _, spaced in words])
        with self._lock:
            return tuple(self._sentences(doc.text, Block(doc.text, range(len(doc.text))), self._nlp(_joined(doc))))

    def _sentences(self, text: str, block: Block, doc: Doc) -> list[Sentence]:
        # One array for the whole block: asking spaCy for each token's attributes costs several times as much.
        rows = doc.to_array(_COLUMNS).astype("int64").tolist()
        return [self._sentence(text, block, rows[span.start : span.end]) for span in doc.sents]

    def _sentence(self, text: str, block: Block, rows: list[list[int]]) -> Sentence:
        tokens, names, offsets, count = [], self._names, block.offsets, len(rows)
        for index, (at, length, head, dep, tag, pos, lemma) in enumerate(rows):
            start, end = offsets[at], offsets[at + length - 1] + 1
            tag_name, pos_name = names[tag], names[pos]
            base = self._lemma(block.text[at : at + length], tag_name, pos_name, lemma)
            above = index + head if 0 <= index + head < count else index
            relation = "root" if above == index else names[dep].lower() or "dep"
            tokens.append(Token(index, text[start:end], base, tag_name, pos_name, relation, above, start, end))
        begin, finish = tokens[0].start, tokens[-1].end
        return Sentence(text[begin:finish], begin, finish, tuple(tokens))

    def _lemma(self, form: str, tag: str, pos: str, given: int) -> str:
        """Our own lemma, or the pipeline's, which is `given` as a key of its strings."""
        if self._lemmatizer:
            return self._lemmatizer.lemma(form, tag, pos)
        lemma = _string(self._nlp.vocab, given) or form
        return lemma if pos == "PROPN" else lemma.lower()


def _joined(doc: Doc) -> Doc:
    """A text that the parser cannot part between two words of which the second is in small letters: no sentence begins
    so, and a short one ("Chad condemned the raid") comes apart after its subject else."""
    # By whole columns: to ask spaCy for each token's text would cost a tenth of the parse.
    flags = doc.to_array(_LETTERS).astype("int64")
    starts = flags[:, :1] * 0
    starts[1:, 0] = -(flags[1:, 0] & (flags[:-1, 1] | flags[:-1, 2]))
    return doc.from_array(["SENT_START"], cast("Ints2d", starts.astype("uint64")))


class _Names(dict[int, str]):
    """The names of labels by their keys; labels are few, so each is looked up once."""

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab

    def __missing__(self, key: int) -> str:
        name = self[key] = _string(self._vocab, key)
        return name


def _string(vocab: Vocab, key: int) -> str:
    return vocab.strings[key % 2**64] if key else ""


def _batches(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """The blocks in groups that weigh at least `_BATCH`, the last of what is left."""
    batch: list[Block] = []
    size = 0
    for block in blocks:
        batch.append(block)
        size += _weight(block.text)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _weight(text: str) -> int:
    """What a text counts for in a batch: its characters, or more where marks fill it, each of them a token."""
    return max(len(text), _CHARACTERS * len(_MARK.findall(text)))


@cache
def load_parser(path: Path | str | None = None) -> Parser:
    """The shipped parser, or with `path` (a folder, or an installed spaCy package's name) another UD-labelled one.

    Loads once a process for each path, in about a second. ModelMissingError if there is none, or it parses nothing.
    """
    return open_parser(SHIPPED if path is None else path)


def open_parser(place: Path | str) -> Parser:
    """As `load_parser`, but read from disk at each call."""
    import spacy  # half a second, and not every command parses

    try:
        nlp = spacy.load(place)
    except OSError as error:
        raise ModelMissingError(f"no spaCy pipeline at {place}: name a folder or an installed package") from error
    if "parser" not in nlp.pipe_names:
        raise ModelMissingError(f"the pipeline at {place} has no dependency parser: {', '.join(nlp.pipe_names)}")
    return Parser(nlp, _lemmatizer_for(place, nlp), Common.read(_table("casing", place)))


def _lemmatizer_for(place: Path | str, nlp: Language) -> Lemmatizer | None:
    """Our lemma table where the folder holds one, or where the pipeline has no lemmas of its own."""
    table = _table("lemmas", place)
    own = any(name in nlp.pipe_names for name in ("lemmatizer", "trainable_lemmatizer"))
    return None if own and table.parent == SHIPPED != Path(place) else Lemmatizer.read(table)


def _table(name: str, place: Path | str) -> Path:
    """The table in the pipeline's folder, or the shipped one where a foreign pipeline has none."""
    beside = Path(place) / f"{name}.json"
    return beside if beside.exists() else SHIPPED / f"{name}.json"
