"""Whom a sentence leaves to the text before it: "Chad denied the charge", "Kuwait recalled its envoy", "It urged Niger
to act".

A text is read from its beginning, and what each sentence says is in focus in the next ones. Who the other side of
somebody is, the rules say in this order; the first that names just one state decides:

1. of a clause that names one more state, that one, if the text has spoken of it in what was told or in its dyad;
   else of an answer (a refusal, a concession) the one who did something to the answerer in the sentence before;
2. the other of the two states that the article is about: its title, or else its first sentence, or both, name exactly
   these, and no third is named as often as either;
3. with whom somebody had to do in the last sentences: after "Chad accused Niger. It also accused Mali." Chad's other
   side is Mali;
4. of a sentence that names one more state in another clause, that one, as in 1;
5. for a third state, which does as others did: the one that the article is about, if its title, or else its first
   sentence, names but one; else to whom most of what the text told was done, else to whom it was done in the last
   sentences. After "Sudan expelled Iran's envoy" it is Iran that "Kuwait recalled its envoy" is about, after an
   earthquake in Chad Chad to which "Niger has sent tents". Only where the sentence names nobody else.

Only certain words may stand for the other side, see `counterpart`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from worker.events.actors import Named, Resolution
from worker.events.actors.antecedents import is_site
from worker.events.parser import Sentence, Token
from worker.model import Actor
from worker.model.events import is_state

REACH = 3  # sentences for which an event stays in focus
COUNTERPART, FOLLOWED = "counterpart", "followed"  # slots: how the other side was found (rules 1 to 4, rule 5)
FOREMOST = "foremost"  # the slot of whom the text speaks most

_SELDOM = 2  # times as often another state is named than one that is but a place

Pair = tuple[str, str]  # actor and recipient, by code


@dataclass(frozen=True, slots=True)
class Focus:
    """What a text has spoken of before a sentence.

    `dyad` is its two states, if it is about two, `topic` its one, if it is about one; `recent` holds the pairs of the
    events of the last sentences, the nearest first; `suffered` says how often what was told was done to each state,
    `spoken` how often each was named.
    """

    dyad: frozenset[str] = frozenset()
    topic: str | None = None
    recent: tuple[frozenset[Pair], ...] = ()
    suffered: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    spoken: Mapping[str, int] = field(default_factory=dict)
    last: frozenset[str] = frozenset()  # whom the sentence before named
    fought: frozenset[frozenset[str]] = frozenset()  # between which two blows were told
    home: str | None = None  # the state in which the text is written, by its dateline

    def after(self, pairs: Iterable[Pair], named: Collection[str] = (), blows: Iterable[Pair] = ()) -> "Focus":
        """The focus after a sentence that told these, blows among them, and named those."""
        told = frozenset(pairs)
        suffered, spoken = Counter(self.suffered), Counter(self.spoken)
        suffered.update(recipient for _, recipient in told)
        spoken.update(named)
        recent = (told, *self.recent)[:REACH]
        fought = self.fought.union(map(frozenset, blows))
        return replace(self, recent=recent, suffered=suffered, spoken=spoken, last=frozenset(named), fought=fought)

    def foremost(self, code: str, here: Collection[str]) -> str | None:
        """The state that the text up to a sentence, which names `here`, has named most of all but one's own. Where the
        sentence names others it must be the only one; where it names nobody, be in focus in another way too."""
        counts = Counter(self.spoken)
        counts.update(here)
        # Of two named alike it is whom the article is about.
        ranked = [((n, one == self.topic), one) for one, n in counts.items() if one != code]
        ranked.sort(reverse=True)
        if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]) or not is_state(ranked[0][1]):
            return None
        first, others = ranked[0][1], set(here) - {code}
        return first if (others == {first} if others else first in self._held(code)) else None

    def _held(self, code: str) -> set[str | None]:
        """Who is in focus in another way than by being named often."""
        most = max(self.suffered, key=lambda one: self.suffered[one], default=None)
        before = self.last - {code}
        near = next(iter(before)) if len(before) == 1 else None
        return {self.topic, self._of_dyad(code), self._partner(code), near, most}

    def other(
        self,
        code: str,
        clause: frozenset[str],
        sentence: frozenset[str],
        *,
        follows: bool = False,
        answers: bool = False,
    ) -> tuple[str, str] | None:
        """The other side of a state in a clause and a sentence that name these others, and the slot that says how it
        was found; rule 5 is asked only where it `follows` others."""
        if clause:
            return self._known(clause)
        asked = self.asker(code) if answers and not sentence else None
        found = asked or self._of_dyad(code) or self._partner(code)
        if found is not None or sentence:
            return (found, COUNTERPART) if found else self._known(sentence)
        victim = self._victim(code) if follows else None
        return (victim, FOLLOWED) if victim else None

    def pair(self) -> frozenset[str]:
        """The two between whom it is: the article's, or else those of the nearest sentence that told of two."""
        told = (frozenset(code for pair in pairs for code in pair) for pairs in self.recent if pairs)
        return self.dyad or next((codes for codes in told if len(codes) == 2), frozenset())

    def about(self, codes: Set[str]) -> bool:
        """Whether a sentence that names only these may leave somebody to the text before it."""
        return bool(self.suffered or self.topic or self.dyad & codes if codes else self.dyad)

    def standing(self, code: str, token: Token, sentence: Sentence, number: int) -> Named:
        """A state as a span over the word that stands for it."""
        text = sentence.text[token.start - sentence.start : token.end - sentence.start]
        actor = Actor(code, name=self.names.get(code), text=text, start=token.start, end=token.end)
        return Named((actor,), "counterpart", number, token.index, token.index, token.index)

    def _known(self, named: frozenset[str]) -> tuple[str, str] | None:
        """The only one of some states, if the text has spoken of it."""
        known = len(named) == 1 and named <= self._spoken_of()
        return (next(iter(named)), COUNTERPART) if known else None

    def _spoken_of(self) -> frozenset[str]:
        return self.dyad | {code for pairs in self.recent for pair in pairs for code in pair}

    def _partner(self, code: str) -> str | None:
        """Rule 3."""
        for pairs in self.recent:
            partners = {one for pair in pairs if code in pair for one in pair if one != code}
            if partners:
                return next(iter(partners)) if len(partners) == 1 else None
        return None

    def asker(self, code: str | None = None) -> str | None:
        """Who alone did something in the sentence before, to this state if one is named: whom it answers."""
        last = self.recent[0] if self.recent else frozenset()
        askers = {actor for actor, recipient in last if code in (None, recipient)}
        return next(iter(askers)) if len(askers) == 1 else None

    def _of_dyad(self, code: str) -> str | None:
        """Rule 2."""
        return next(iter(self.dyad - {code})) if code in self.dyad else None

    def _victim(self, code: str) -> str | None:
        """Rule 5."""
        if self.topic is not None:
            return self.topic if self.topic != code else None
        most = max(self.suffered, key=lambda one: self.suffered[one], default=code)
        if most != code and 2 * self.suffered[most] > sum(self.suffered.values()):
            return most
        victims = next(({recipient for _, recipient in pairs} for pairs in self.recent if pairs), {code})
        return next(iter(victims)) if len(victims) == 1 and code not in victims else None


def focus_of(sentences: Sequence[Sentence], resolution: Resolution, title: int, home: str | None = None) -> Focus:
    """The focus in which an article begins whose first `title` sentences are its title's."""
    states = [named for row in resolution.sentences for named in row if named.kind == "state"]
    names = {named.actor.code: named.actor.name for named in states if named.actor.name}
    dyad = _dyad(resolution, title, _acting(sentences, resolution))
    return Focus(dyad, None if dyad else _topic(resolution, title), names=names, home=home)


def _acting(sentences: Sequence[Sentence], resolution: Resolution) -> frozenset[str]:
    """Who is named as more than the place of something, or not far less often than others: one "reached in Chad" makes
    no party of it."""
    rows = list(zip(sentences, resolution.sentences, strict=True))
    counts = Counter(code for _, row in rows for named in row for code in named.codes)
    most = max(counts.values(), default=0)
    often = (code for code, count in counts.items() if _SELDOM * count > most)
    return frozenset(often).union(code for s, row in rows for n in row if not is_site(s, n) for code in n.codes)


def _dyad(resolution: Resolution, title: int, acting: frozenset[str]) -> frozenset[str]:
    """The two states that an article is about; none where it is not plain. A body of states that its lead names, like
    any third state, must be named less often than either."""
    rows = resolution.sentences
    counts = Counter(code for row in rows for named in row for code in named.codes)
    for lead in (rows[:title], rows[title : title + 1], rows[: title + 2]):
        named = {code for row in lead for one in row for code in one.codes} & acting
        pair = frozenset(filter(is_state, named))
        others = [count for code, count in counts.items() if code not in pair and (is_state(code) or code in named)]
        if len(pair) == 2 and max(others, default=0) < min(counts[code] for code in pair):
            return pair
        if len(pair) > 2:
            return frozenset()
    return frozenset()


def _topic(resolution: Resolution, title: int) -> str | None:
    """The state that an article without a dyad is about: the only one of its title, or else of its first sentence."""
    for rows in (resolution.sentences[:title], resolution.sentences[title : title + 1]):
        codes = {code for row in rows for named in row for code in named.codes if is_state(code)}
        if codes:
            return next(iter(codes)) if len(codes) == 1 else None
    return None
