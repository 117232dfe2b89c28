"""What a document has named so far, and the questions that pronouns and descriptions ask of it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set

from worker.events.actors.candidates import NO_PARTY, subjects
from worker.events.actors.lists import IN, POSSESSIVE
from worker.events.actors.mentions import Mention, actor
from worker.events.actors.named import Named
from worker.events.actors.people import Memory
from worker.events.actors.syntax import (
    controlling_object,
    doer,
    governor,
    is_subject,
    listed_under,
    unknown_subject,
)
from worker.events.actors.words import Line
from worker.events.parser.tree import Sentence, Token
from worker.model import Actor

Fits = Callable[[Mention], bool]
_ACTING = frozenset({"state", "leader", "person", "office", "institution", "given", "compound"})
REACH = 3  # sentences back in which an antecedent is looked for


class Discourse:
    """The mentions of each sentence; `found` grows while the text is read from its beginning."""

    def __init__(self, lines: Sequence[Line], mentions: Sequence[Sequence[Mention]], memory: Memory) -> None:
        self.lines = lines
        self.memory = memory
        self.found = [list(group) for group in mentions]
        self.acting = {code for group in mentions for m in group if self._acts(m) for code in m.named.codes}
        told = ((line, m) for line, group in zip(lines, mentions, strict=True) for m in group)
        # Where something happens is no party to it: talks "in Malaysia" make nobody one of "both countries".
        self.counts = Counter(code for line, m in told if not is_site(line.sentence, m.named) for code in m.named.codes)

    def _acts(self, candidate: Mention) -> bool:
        """Whether a mention is more than a place or an adjective: who may be meant by "the sides"."""
        sentence, head = self.lines[candidate.named.sentence].sentence, candidate.named.head
        while sentence.tokens[head].dep == "conj" and sentence.tokens[head].head != head:
            head = sentence.tokens[head].head
        where = any(c.dep == "case" and c.text.lower() in IN for c in sentence.children(head))
        return candidate.named.kind in _ACTING and not where

    def before(self, line: Line, token: Token) -> Iterator[tuple[int, Mention]]:
        """Earlier mentions, nearest sentence first, each in the order of `_order`; with the distance in sentences."""
        for back in range(min(REACH, line.number) + 1):
            group = [m for m in self.found[line.number - back] if back or m.named.last < token.index]
            above = {t.index for t in line.sentence.ancestors(token.index)} if not back else set()
            group.sort(key=lambda m: self._order(m, above, bool(back)))
            yield from ((back, m) for m in group)

    def _order(self, candidate: Mention, above: set[int], earlier: bool) -> tuple[bool, bool, int]:
        """Subjects of the clauses that a word stands in, then other subjects; in its own sentence the nearest first."""
        sentence, head = self.lines[candidate.named.sentence].sentence, candidate.named.head
        subject = is_subject(sentence, head)
        over = subject and governor(sentence, head) in above
        return not over, not subject, candidate.named.first if earlier else -candidate.named.first

    def nearest(self, line: Line, token: Token, fits: Fits) -> Mention | None:
        """The best earlier mention for a person's pronoun or office."""
        controller = self.controller(line, token)
        if controller is not None and fits(controller):
            return controller
        stranger = unknown_subject(line.sentence, token.index, self.covered(line.number))
        for back, candidate in self.before(line, token):
            if stranger is not None and (back or candidate.named.first < stranger):
                continue  # somebody whom we do not know is the nearer subject
            if back and any(self._strange(line.number - passed) for passed in range(1, back + 1)):
                return None
            if fits(candidate) and not self.rivals(line, token, candidate):
                return candidate
        return None

    def only(self, line: Line, reach: int, fits: Fits) -> Mention | None:
        """The last of the mentions that fit in so many sentences before, if all of them are of one state."""
        rows = self.found[max(line.number - reach, 0) : line.number]
        fitting = [m for row in rows for m in row if m.named.kind != "pronoun" and fits(m)]
        codes = {code for m in fitting for code in m.named.codes}
        return fitting[-1] if len(codes) == 1 else None

    def _strange(self, number: int) -> bool:
        """Whether only somebody whom we do not know is the subject of a sentence: "he" is as likely that person."""
        sentence = self.lines[number].sentence
        known = any(is_subject(sentence, m.named.head) and m.named.kind != "pronoun" for m in self.found[number])
        return not known and unknown_subject(sentence, len(sentence.tokens), self.covered(number)) is not None

    def controller(self, line: Line, token: Token) -> Mention | None:
        """Who is made to act: in "forced Chile to free its prisoners" it is Chile whose prisoners they are."""
        wanted = controlling_object(line.sentence, token)
        return self.headed(line.number, wanted) if wanted is not None else None

    def headed(self, number: int, token: int) -> Mention | None:
        """The mention of a sentence whose head is a token."""
        return next((m for m in self.found[number] if m.named.head == token), None)

    def rivals(self, line: Line, token: Token, candidate: Mention) -> bool:
        """Whether both hang on the same verb, or one does what the other suffers: then they are two."""
        if token.text.lower() in POSSESSIVE:
            return False
        does = doer(line.sentence, token)
        doing = self.headed(line.number, does) if does is not None else None
        if doing is not None and set(doing.named.codes) & set(candidate.named.codes):
            return True
        same = candidate.named.sentence == line.number
        return same and line.sentence.tokens[candidate.named.head].head == token.head

    def last_distinct(self, line: Line, before: int, wanted: int, fits: Fits) -> list[Actor]:
        """So many actors with different codes: of this sentence, else of it and those before; the most named first."""
        seen: dict[str, Actor] = {}
        if wanted > 2 and (listed := self._list_of(line, before, wanted, fits)):
            return listed
        for back in range(min(REACH, line.number) + 1):
            group = [m for m in self.found[line.number - back] if (back or m.named.last < before) and fits(m)]
            if wanted > 2 and (listed := _listed(group, wanted)):
                return listed
            if wanted == 2 and back and len(joint := _joint(self.lines[line.number - back].sentence, group)) == wanted:
                return joint
            for candidate in sorted(group, key=lambda m: -m.named.first):
                for found in candidate.named.actors:
                    seen.setdefault(found.code, found)
            if len(seen) >= wanted:
                if back and (main := self._main(wanted)):
                    return [seen.get(code) or self.state(code) for code in main]
                chosen = sorted(seen, key=lambda code: -self.counts[code])[:wanted]
                return [found for code, found in reversed(seen.items()) if code in chosen]
        return []

    def _list_of(self, line: Line, before: int, wanted: int, fits: Fits) -> list[Actor]:
        """So many names joined in one list in the last sentences, else in the title or the first sentence."""
        near = range(line.number, max(line.number - REACH, 0) - 1, -1)
        for number in dict.fromkeys((*near, *range(min(2, line.number)))):
            group = [m for m in self.found[number] if (number < line.number or m.named.last < before) and fits(m)]
            sentence = self.lines[number].sentence
            for first in group:
                listed = [m for m in group if m is first or listed_under(sentence, m.named.head, first.named.head)]
                found = {actor.code: actor for m in listed for actor in m.named.actors}
                if len(found) == wanted:
                    return list(found.values())
        return []

    def states(self, line: Line, before: int, reach: int = REACH) -> dict[str, Actor]:
        """The states spoken of before a token and in so many sentences before its own, the nearest first."""
        seen: dict[str, Actor] = {}
        for back in range(min(reach, line.number) + 1):
            group = [m for m in self.found[line.number - back] if back or m.named.last < before]
            for candidate in sorted(group, key=lambda m: -m.named.first):
                if candidate.named.kind in ("background", "organisation"):
                    continue
                for found in candidate.named.actors:
                    if found.code in self.memory.gazetteer.state_names:
                        seen.setdefault(found.code, found)
        return seen

    def around(self, line: Line, token: Token) -> dict[str, int]:
        """The codes of those in whose clause, or under whom, a token stands, with the distance up the tree: a state is
        not called "the kingdom" where it is the subject, nor in "French firms in the kingdom"."""
        above = [t.index for t in line.sentence.ancestors(token.index)]
        found: dict[str, int] = {}
        for m in self.found[line.number]:
            step = governor(line.sentence, m.named.head)
            reached = [n for n, at in enumerate(above) if m.named.first <= at <= m.named.last or at == step]
            if m.named.last < token.index and reached:
                for code in m.named.codes:
                    found[code] = min(found.get(code, len(above)), reached[0])
        return found

    def host(self, line: Line, before: int, codes: Sequence[str]) -> str | None:
        """In which of some states a text says that people are: by the last town named, else by where it is told."""
        for back in range(min(REACH, line.number) + 1):
            for m in reversed(self.found[line.number - back]):
                if m.named.kind == "place" and m.named.actor.code in codes and (back or m.named.last < before):
                    return m.named.actor.code
        return self.memory.home if self.memory.home in codes else None

    def speaker(self, line: Line, token: Token) -> str | None:
        """The state whose name, seat or ministry is the subject of what a token is said in."""
        above = {t.index for t in line.sentence.ancestors(token.index)}
        for m in self.found[line.number]:
            over = m.named.last < token.index and governor(line.sentence, m.named.head) in above
            if over and is_subject(line.sentence, m.named.head) and m.named.kind in ("state", "institution"):
                return m.named.actor.code if m.named.actor.code in self.memory.gazetteer.state_names else None
        return None

    def parties(self, line: Line, before: int, without: Set[str] = frozenset()) -> list[str]:
        """The two states that the last sentences speak of, the nearer first; none where there are more or fewer."""
        for reach in range(REACH + 1):
            codes = [code for code in self.states(line, before, reach) if code not in without]
            if len(codes) >= 2:
                main = [code for code in codes if code in self._main(2)]
                return codes if len(codes) == 2 else main if len(main) == 2 else []
        return []

    def _main(self, wanted: int) -> list[str]:
        """The states that a document is about, if so many are named at least twice as often as any other."""
        states = [c for c in self.counts.most_common() if c[0] in self.memory.gazetteer.state_names]
        if len(states) < wanted or (len(states) > wanted and states[wanted][1] * 2 > states[wanted - 1][1]):
            return []
        return [code for code, _ in states[:wanted]]

    def main(self) -> str | None:
        """The state that a document is about, if it is named twice as often as any other."""
        return next(iter(self._main(1)), None)

    def covered(self, number: int) -> set[int]:
        """The tokens of a sentence that belong to somebody named."""
        return {t for m in self.found[number] for t in range(m.named.first, m.named.last + 1)}

    def state(self, code: str) -> Actor:
        """A state as an actor, by its name."""
        return Actor(code, name=self.memory.gazetteer.state_names.get(code))


def _joint(sentence: Sentence, group: Sequence[Mention]) -> list[Actor]:
    """Those who did something together: "X and Y agreed", however near another one is named since."""
    return list({found.code: found for found in subjects(sentence, group)}.values())


def is_site(sentence: Sentence, named: Named) -> bool:
    """Whether a state is named only as the place of something: "in Chad", "at the talks in Chad"."""
    marks = (child.lemma for child in sentence.children(named.head) if child.dep == "case")
    return named.kind in ("state", "place") and any(mark in ("in", "at") for mark in marks)


def _listed(group: Sequence[Mention], wanted: int) -> list[Actor]:
    """The actors of a sentence's "they" or of its mentions, if they are exactly so many states."""
    for actors in (*(m.named.actors for m in group), tuple(a for m in group for a in m.named.actors)):
        found = {actor.code: actor for actor in actors}
        if len(found) == wanted:
            return list(found.values())
    return []


def is_party(candidate: Mention) -> bool:
    """Whether a mention may be one of "both sides": a town or an organisation is none."""
    return candidate.named.kind not in NO_PARTY


def is_state(candidate: Mention) -> bool:
    """Whether a mention is a party and no part of an organisation."""
    return is_party(candidate) and not {"IGO", "NGO"} & set(candidate.named.codes)


def stands_for(line: Line, first: int, last: int, actors: Sequence[Actor], kind: str, like: Mention | None) -> Mention:
    """The mention of words that stand for actors named before (`like`: the one that they repeat)."""
    moved = tuple(moved_to(line.sentence, first, last, found) for found in actors)
    plural = like.plural if like is not None else len(actors) > 1
    return Mention(Named(moved, kind, line.number, first, last, last), like.person if like else None, plural)


def moved_to(sentence: Sentence, first: int, last: int, found: Actor) -> Actor:
    """The same actor, named by other words."""
    return actor(sentence, first, last, found.code, found.sector, found.name, found.office)
