"""What a parse looks like to the rest of the package: tokens, and the tree that they form in a sentence.

Relations are those of Universal Dependencies 2 (universaldependencies.org), with the subtypes that tell who did what:
`nsubj:pass`, `obl:agent`, `aux:pass`, `acl:relcl`, `nmod:poss`, `nmod:desc` (a title before a name), `compound:prt`,
`obl:unmarked` ("Monday" after a verb) and their like.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True, unsafe_hash=True)
class Token:
    """One syntactic word; offsets are characters of the text as it was given to the parser.

    Nobody writes to one. It is not frozen because an article makes hundreds, each five times as slowly if it were.
    """

    index: int  # position in its sentence
    text: str
    lemma: str  # lower case unless a proper noun
    tag: str  # PTB tag, "VBD"
    pos: str  # UPOS, "VERB"
    dep: str  # UD relation, "nsubj:pass"; "root" for the root
    head: int  # index in the sentence of the head; the root is its own head
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `text` is the slice `start:end` of the text as given, `tokens` its words in order."""

    text: str
    start: int
    end: int
    tokens: tuple[Token, ...]
    _children: tuple[tuple[Token, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        grouped: list[list[Token]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.index:
                grouped[token.head].append(token)
        object.__setattr__(self, "_children", tuple(map(tuple, grouped)))

    @property
    def root(self) -> Token:
        """The token that heads the sentence. ValueError if the tokens hold no root (never so from a parser)."""
        for token in self.tokens:
            if token.head == token.index:
                return token
        raise ValueError(f"no root in sentence {self.text!r}")

    def children(self, index: int) -> tuple[Token, ...]:
        """The tokens whose head is `index`, in the order of the text."""
        return self._children[index]

    def subtree(self, index: int) -> tuple[Token, ...]:
        """The token at `index` and all that hangs below it, in the order of the text."""
        found = [self.tokens[index]]
        for token in found:  # grows while it is walked: in a tree each token adds its children once
            found.extend(self._children[token.index])
        return tuple(sorted(found, key=_position))

    def ancestors(self, index: int) -> tuple[Token, ...]:
        """The heads above `index`, nearest first, the root last; empty for the root itself."""
        return tuple(self._climb(index))

    def _climb(self, index: int) -> Iterator[Token]:
        token = self.tokens[index]
        for _ in self.tokens:  # never more than these, whatever a mend has hung where
            if token.head == token.index:
                return
            token = self.tokens[token.head]
            yield token

    def replacing(self, *changed: Token) -> "Sentence":
        """The sentence with these tokens in the places of those of the same index."""
        tokens = list(self.tokens)
        for token in changed:
            tokens[token.index] = token
        return Sentence(self.text, self.start, self.end, tuple(tokens))

    @property
    def is_tree(self) -> bool:
        """Whether there is one root, and every token hangs on it, near or far."""
        roots = [token.index for token in self.tokens if token.head == token.index]
        return len(roots) == 1 and len(self.subtree(roots[0])) == len(self.tokens)


def _position(token: Token) -> int:
    return token.index
