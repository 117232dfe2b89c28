"""Words that stand for somebody named before: pronouns, "both nations", "the president".

The rules, in order of the text:
1. he, she and their forms: the nearest earlier person, a subject before others, never the other party of the same verb;
2. its, and "it" as a subject: the nearest earlier state, organisation or group, subjects first; "it is" is none;
3. they and their forms: the nearest earlier actors that are several (a list of subjects, a plural, a pair);
4. "both nations", "the two leaders", "our two countries": the two states (or persons) that the text speaks of, those of
   the same sentence first, then of those before it;
5. "the president", "the foreign minister" without a nationality: the nearest earlier person of that office.
6. "the army", "the foreign ministry": of the state of this sentence and the last, if they speak of one only.
What finds nobody stays unresolved: a wrong actor is worse than none.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from worker.events.actors.candidates import OFFICES, holds, is_group, is_person, last_plural, subjects
from worker.events.actors.lists import NEUTER, NUMBERS, PERSON_NOUNS, PERSONAL, PLURAL, POSSESSIVE
from worker.events.actors.mentions import Mention, actor
from worker.events.actors.named import Named
from worker.events.actors.people import Memory
from worker.events.actors.syntax import (
    controlling_object,
    counted_noun,
    is_subject,
    phrase_start,
    refers,
    unknown_subject,
)
from worker.events.actors.words import Line
from worker.events.parser.tree import Sentence, Token
from worker.model import Actor

Fits = Callable[[Mention], bool]
Rule = Callable[[Line, Token], Mention | None]
REACH = 3  # sentences back in which an antecedent is looked for

_NO_PARTY = frozenset({"background", "place", "organisation"})


def refer(lines: Sequence[Line], mentions: Sequence[Sequence[Mention]], memory: Memory) -> list[list[Mention]]:
    """The mentions with those added that the rules find, in order."""
    return _Referrer(lines, mentions, memory).run()


class _Referrer:
    def __init__(self, lines: Sequence[Line], mentions: Sequence[Sequence[Mention]], memory: Memory) -> None:
        self.lines = lines
        self.memory = memory
        self.found = [list(group) for group in mentions]
        self.rules: dict[str, Rule] = {
            **dict.fromkeys(PERSONAL, self._person),
            **dict.fromkeys((*NEUTER, "it"), self._neuter),
            **dict.fromkeys(PLURAL, self._several),
            **dict.fromkeys(NUMBERS, self._pair),
            "the": self._office,
            "Koreas": self._koreas,
        }
        self.counts = Counter(code for group in mentions for m in group for code in m.named.codes)

    def run(self) -> list[list[Mention]]:
        for line in self.lines:
            taken = {t for m in self.found[line.number] for t in range(m.named.first, m.named.last + 1)}
            for token in line.sentence.tokens:
                if token.index in taken:
                    continue
                made = self._resolve(line, token)
                if made is not None:
                    group = self.found[line.number]
                    group.append(made)
                    group.sort(key=lambda m: m.named.first)
                    taken |= set(range(made.named.first, made.named.last + 1))
        return self.found

    def _resolve(self, line: Line, token: Token) -> Mention | None:
        word = token.text.lower() if token.text != "Koreas" else token.text
        rule = self.rules.get(word)
        return rule(line, token) if rule is not None else None

    def _person(self, line: Line, token: Token) -> Mention | None:
        return self._same(line, token, self._nearest(line, token, is_person))

    def _neuter(self, line: Line, token: Token) -> Mention | None:
        nobody = token.text.lower() == "it" and not refers(line.sentence, token)
        return None if nobody else self._same(line, token, self._thing(line, token))

    # Rules 1 and 2

    def _same(self, line: Line, token: Token, antecedent: Mention | None) -> Mention | None:
        """A pronoun's mention: its antecedent's actors with the pronoun's own place."""
        if antecedent is None:
            return None
        actors = tuple(_moved(line.sentence, token.index, token.index, found) for found in antecedent.named.actors)
        named = Named(actors, "pronoun", line.number, token.index, token.index, token.index)
        return Mention(named, antecedent.person, antecedent.plural)

    def _before(self, line: Line, token: Token) -> Iterator[tuple[int, Mention]]:
        """Earlier mentions, nearest sentence first; within one, subjects first, then the nearest. With the distance."""
        for back in range(REACH + 1):
            number = line.number - back
            if number < 0 or (back and len(self.found) <= number):
                return
            sentence = self.lines[number].sentence
            group = [m for m in self.found[number] if back or m.named.last < token.index]
            group.sort(
                key=lambda m: (not is_subject(sentence, m.named.head), -m.named.first if not back else m.named.first)
            )
            yield from ((back, m) for m in group)

    def _nearest(self, line: Line, token: Token, fits: Fits) -> Mention | None:
        controller = self._controller(line, token)
        if controller is not None and fits(controller):
            return controller
        stranger = unknown_subject(line.sentence, token, self._covered(line.number))
        for back, candidate in self._before(line, token):
            if stranger is not None and (back or candidate.named.first < stranger):
                continue  # somebody whom we do not know is the nearer subject
            if fits(candidate) and not self._rivals(line, token, candidate):
                return candidate
        return None

    def _controller(self, line: Line, token: Token) -> Mention | None:
        """Who is made to act: in "forced Chile to free its prisoners" it is Chile whose prisoners they are."""
        wanted = controlling_object(line.sentence, token)
        return next((m for m in self.found[line.number] if wanted is not None and m.named.head == wanted), None)

    def _covered(self, number: int) -> set[int]:
        return {t for m in self.found[number] for t in range(m.named.first, m.named.last + 1)}

    def _rivals(self, line: Line, token: Token, candidate: Mention) -> bool:
        """Whether both hang on the same verb: then they are two."""
        if candidate.named.sentence != line.number or token.text.lower() in POSSESSIVE:
            return False
        return line.sentence.tokens[candidate.named.head].head == token.head

    def _thing(self, line: Line, token: Token) -> Mention | None:
        """A state or the like; a subject of this or the last sentence, or for "its" the nearest in this one."""
        controller = self._controller(line, token)
        if controller is not None and is_group(controller):
            return controller
        for back, candidate in self._before(line, token):
            sentence = self.lines[candidate.named.sentence].sentence
            if not is_group(candidate) or self._rivals(line, token, candidate):
                continue
            subject = is_subject(sentence, candidate.named.head)
            located = any(c.dep == "case" and c.text.lower() == "in" for c in sentence.children(candidate.named.head))
            if (subject and back <= 1) or (not back and token.text.lower() == "its" and not located):
                return candidate
        return None

    # Rule 3

    def _several(self, line: Line, token: Token) -> Mention | None:
        """A plural or a list of subjects; two single persons or states that share a verb count as one."""
        for back in range(REACH):
            number = line.number - back
            if number < 0:
                return None
            sentence = self.lines[number].sentence
            group = [m for m in self.found[number] if back or m.named.last < token.index]
            actors = subjects(sentence, group) or last_plural(sentence, group)
            if actors:
                moved = tuple(_moved(line.sentence, token.index, token.index, found) for found in actors)
                return Mention(Named(moved, "pronoun", line.number, token.index, token.index, token.index), None, True)
            if back and any(is_subject(sentence, m.named.head) for m in group):
                return None
        return None

    # Rule 4

    def _pair(self, line: Line, token: Token) -> Mention | None:
        noun = counted_noun(line.sentence, token)
        if noun is None:
            return None
        first = phrase_start(line.sentence, token)
        persons = noun.lemma.lower() in PERSON_NOUNS
        wanted = NUMBERS[token.text.lower()]
        actors = self._last_distinct(line, first, wanted, is_person) if persons else []
        actors = actors or self._last_distinct(line, first, wanted, lambda m: m.named.kind not in _NO_PARTY)
        if not actors:
            return None
        if not persons:
            names = self.memory.gazetteer.state_names
            actors = [Actor(found.code, name=names.get(found.code, found.name)) for found in actors]
        moved = tuple(_moved(line.sentence, first, noun.index, found) for found in actors)
        return Mention(Named(moved, "description", line.number, first, noun.index, noun.index), None, True)

    def _koreas(self, line: Line, token: Token) -> Mention:
        """For "the Koreas", who are always these two."""
        names = self.memory.gazetteer.state_names
        both = (Actor(code, name=names.get(code)) for code in ("KOR", "PRK"))
        moved = tuple(_moved(line.sentence, token.index, token.index, found) for found in both)
        return Mention(Named(moved, "description", line.number, token.index, token.index, token.index), None, True)

    def _last_distinct(self, line: Line, before: int, wanted: int, fits: Fits) -> list[Actor]:
        """So many actors with different codes: of this sentence, else of it and those before; the most named first."""
        seen: dict[str, Actor] = {}
        for back in range(min(REACH, line.number) + 1):
            group = [m for m in self.found[line.number - back] if (back or m.named.last < before) and fits(m)]
            for candidate in sorted(group, key=lambda m: -m.named.first):
                for found in candidate.named.actors:
                    seen.setdefault(found.code, found)
            if len(seen) >= wanted:
                chosen = sorted(seen, key=lambda code: -self.counts[code])[:wanted]
                return [found for code, found in reversed(seen.items()) if code in chosen]
        return []

    # Rule 5

    def _office(self, line: Line, token: Token) -> Mention | None:
        """For "the president": who was last named with that office."""
        noun = line.sentence.tokens[token.head]
        if noun.index <= token.index or noun.index - token.index > 3 or noun.pos not in ("NOUN", "PROPN"):
            return None
        if any(
            c.dep.startswith(("nmod", "acl", "appos", "flat", "compound"))
            for c in line.sentence.children(noun.index)
            if c.index > noun.index
        ):
            return None
        words = " ".join(t.text.lower() for t in line.sentence.tokens[token.index + 1 : noun.index + 1])
        if words not in OFFICES:
            return self._institution(line, token, noun, words)
        antecedent = self._nearest(line, token, lambda m: is_person(m) and holds(m, words))
        if antecedent is None:
            return None
        moved = tuple(_moved(line.sentence, token.index, noun.index, found) for found in antecedent.named.actors)
        named = Named(moved, "description", line.number, token.index, noun.index, noun.index)
        return Mention(named, antecedent.person)

    # Rule 6

    def _institution(self, line: Line, token: Token, noun: Token, words: str) -> Mention | None:
        """For "the army": of the one state that this sentence and the last speak of; of none where there are two."""
        kind = self.memory.gazetteer.noun(words)
        if kind is None or kind.role != "institution":
            return None
        owners = {
            found.code: found
            for number in (line.number - 1, line.number)
            for m in (self.found[number] if number >= 0 else ())
            if m.named.kind not in _NO_PARTY
            for found in m.named.actors
        }
        if len(owners) != 1:
            return None
        (code,) = owners
        name = self.memory.gazetteer.state_names.get(code)
        found = actor(line.sentence, token.index, noun.index, code, kind.sector, name, None)
        return Mention(Named((found,), "description", line.number, token.index, noun.index, noun.index))


def _moved(sentence: Sentence, first: int, last: int, found: Actor) -> Actor:
    """The same actor, named by other words."""
    return actor(sentence, first, last, found.code, found.sector, found.name, found.office)
