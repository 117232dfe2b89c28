"""What resolution finds: the spans of a document that name somebody, and the news sources that are nobody."""

from dataclasses import dataclass, field

from worker.model import Actor


@dataclass(frozen=True, slots=True)
class Named:
    """A span of tokens that names one actor, or several ("both nations", "US-China", "the ministers of X and Y").

    `first` and `last` are token indexes in sentence number `sentence`, both within the span; `head` is the token of
    the span that the rest of the sentence hangs on. `kind` says how it was found, see the package's docstring.
    """

    actors: tuple[Actor, ...]
    kind: str
    sentence: int
    first: int
    last: int
    head: int
    codes: tuple[str, ...] = field(init=False, repr=False, compare=False)  # of the actors, each once, in order

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", tuple(dict.fromkeys([actor.code for actor in self.actors])))

    @property
    def actor(self) -> Actor:
        """The first (most often the only) actor."""
        return self.actors[0]


@dataclass(frozen=True, slots=True)
class Reporter:
    """A news source that the text quotes or prints ("the Korean Central News Agency"); never an actor."""

    name: str
    sentence: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who is named in each sentence, in order of the text; spans never overlap, but given ones may lie in given ones.

    `datelines[i]` is the number of tokens at the start of sentence i that are no part of what it says
    ("SEOUL, South Korea (Agency) -").
    """

    sentences: tuple[tuple[Named, ...], ...]
    reporters: tuple[tuple[Reporter, ...], ...]
    datelines: tuple[int, ...]
    _covering: dict[tuple[int, int], Named] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        covering = {
            (named.sentence, token): named
            for group in self.sentences
            for named in group
            for token in range(named.first, named.last + 1)
        }
        object.__setattr__(self, "_covering", covering)

    def covering(self, sentence: int, token: int) -> Named | None:
        """Who is named by the span that holds this token, if any."""
        return self._covering.get((sentence, token))

    def headed(self, sentence: int, token: int) -> Named | None:
        """Who is named by the span whose head is this token, if any."""
        named = self._covering.get((sentence, token))
        return named if named is not None and named.head == token else None

    def reporter(self, sentence: int, token: int) -> Reporter | None:
        """The news source whose words hold this token, if any."""
        if sentence >= len(self.reporters):
            return None
        return next((r for r in self.reporters[sentence] if r.first <= token <= r.last), None)
