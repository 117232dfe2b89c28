"""Who a phrase names: from the head token of a slot to the actors of `worker.events.actors`.

The order: the span that holds the head; then whose it is, nearest first ("X's decision", "the Xish army", "relations
with X", "the missiles fired by X"); every conjunct of what was found. `background` spans take no part.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from worker.events.actions.focus import Focus
from worker.events.actions.lists import LISTED, runs
from worker.events.actions.syntax import said_by
from worker.events.actors import Named, Resolution
from worker.events.actors.lists import STATE_NOUNS
from worker.events.parser import Sentence, Token

# Cost of one step down a phrase; what costs more than the limit is too far from the head to be meant.
_STEP = {"nmod:poss": 1.0, "compound": 1.2, "amod": 1.2, "flat": 1.0, "appos": 1.5, "nmod:desc": 1.2, "list": 2.0}
_PREPOSITION = {"of": 1.4, "by": 1.5, "from": 1.6, "with": 1.7, "between": 1.7, "to": 2.0, "for": 2.0, "in": 2.2}
_LIMIT = 6.0
NEAR = 2.0  # so far from its head a name still says whose it is
# What stands behind these is what is spoken of, and nobody whom the phrase around it means.
_TOPICAL = frozenset({"on", "against", "about", "around", "off", "over", "regarding", "concerning", "near"})
# What stands behind these in a clause is its scene, its time or its ground.
_SCENE = frozenset({"in", "at", "above", "before", "because", "than", "accord", "include", "over", "around"})
_SCENE |= {"outside", "amid", "amidst", "near"}
_NEARBY = frozenset({"near", "bordering"})  # a town near X's border is not X's
_BEHESTS = frozenset({"request", "behest", "insistence", "urging"})  # who has an act done is not whom it is done to
_CLAUSES = frozenset({"advcl", "ccomp", "parataxis", "acl:relcl", "advcl:relcl", "csubj"})


@dataclass(frozen=True, slots=True)
class Party:
    """The spans that fill one slot; `cost` is how far from the slot's head the name stood, 0 when it is the head."""

    named: tuple[Named, ...] = ()
    cost: float = 0.0
    slot: str = ""

    @property
    def codes(self) -> frozenset[str]:
        """The codes of everybody in it."""
        return frozenset(code for named in self.named for code in named.codes)

    def __bool__(self) -> bool:
        return bool(self.named)


NOBODY = Party()


@dataclass(frozen=True)  # without slots: what every rule asks of a sentence is kept with it
class Cast:
    """Who is named in one sentence. With `only_given`, only the spans that the caller brought count."""

    sentence: Sentence
    index: int
    resolution: Resolution
    only_given: bool = False
    focus: Focus = field(default_factory=Focus)  # whom the text has spoken of before
    _joined: dict[Named, list[Named]] = field(init=False, default_factory=dict, repr=False, compare=False)

    @cached_property
    def everybody(self) -> tuple[Named, ...]:
        """All spans of the sentence that may take part, in order."""
        if self.index >= len(self.resolution.sentences):
            return ()
        return tuple(named for named in self.resolution.sentences[self.index] if self._counts(named))

    @cached_property
    def _source(self) -> int:
        return said_by(self.sentence)

    @cached_property
    def _lists(self) -> tuple[tuple[Named, ...], ...]:
        return tuple(runs(self.everybody, self.sentence.tokens))

    def _counts(self, named: Named) -> bool:
        if named.kind == "background" or named.first > self._source:
            return False
        return not self.only_given or named.kind == "given"

    def at(self, token: Token) -> Named | None:
        """The span that holds a token, if it may take part."""
        named = self.resolution.covering(self.index, token.index)
        return named if named is not None and self._counts(named) else None

    def party(self, tokens: list[Token], slot: str, without: frozenset[str] = frozenset()) -> Party:
        """Who the first of the tokens names that names anybody; `without` leaves out those who are codes already."""
        for token in tokens:
            for cost, found in self._search(token):
                both = (*self._conjuncts(found), *(self._owners_after(token) if cost else ()))
                named = tuple(n for n in dict.fromkeys(both) if not set(n.codes) <= without)
                if named:
                    return Party(named, cost, slot)
                if cost == 0:
                    break  # the head is one of them already: whoever else hangs on it ("X, an ally of Y") is not meant
        return NOBODY

    def _search(self, start: Token) -> Iterator[tuple[float, Named]]:
        """Spans below a token, the nearest first; a span found is not searched further."""
        heap: list[tuple[float, int]] = [(0.0, start.index)]
        seen: set[int] = set()
        while heap:
            cost, index = heapq.heappop(heap)
            if index in seen:
                continue
            seen.add(index)
            named = self.at(self.sentence.tokens[index])
            if named is not None:
                yield cost, named
                seen.update(range(named.first, named.last + 1))
            for child in self.sentence.children(index):
                step = self._cost(child)
                if step is not None and cost + step <= _LIMIT:
                    heapq.heappush(heap, (cost + step, child.index))

    def _cost(self, child: Token) -> float | None:
        if child.dep in _STEP:
            return _STEP[child.dep]
        relation = child.dep.partition(":")[0]
        if relation in ("nmod", "obl"):
            words = [case.lemma.lower() for case in self._case(child)]
            if relation == "nmod" and not _TOPICAL.isdisjoint(words):
                return None
            return next((_PREPOSITION[word] for word in words if word in _PREPOSITION), 2.5)
        if relation == "conj" and child.pos in ("NOUN", "PROPN", "PRON", "ADJ"):
            return 1.8
        if relation == "acl" and child.dep != "acl:relcl" and child.tag in ("VBN", "VBG"):
            return 2.0
        return 2.5 if relation in ("nummod", "dep", "obj") and child.pos in ("NOUN", "PROPN") else None

    def _case(self, token: Token) -> list[Token]:
        return [child for child in self.sentence.children(token.index) if child.dep == "case"]

    def _conjuncts(self, named: Named) -> list[Named]:
        """The span and those coordinated with it: "Germany and its ally France"."""
        if named not in self._joined:
            self._joined[named] = self._coordinated(named)
        return self._joined[named]

    def _coordinated(self, named: Named) -> list[Named]:
        found = [*self._owners_before(named), named, *self._listed_after(named), *self._joined_after(named)]
        found += [other for other in self._enumerated(named) if other not in found]
        for token in range(named.first, named.last + 1):
            for child in self.sentence.children(token):
                if child.index > named.last and (child.dep == "conj" or self._second(named, child)):
                    other = self.at(child) or (None if self._relation(child) else self._nearest(child))
                    if other is not None and other not in found:
                        found += [n for n in self._conjuncts(other) if n not in found]
        return found

    def _nearest(self, token: Token) -> Named | None:
        return next((n for _, n in self._search(token)), None)

    def _relation(self, token: Token) -> bool:
        """ "Chad, Niger's only ally, said": no second name, though the parser takes it for one."""
        children = self.sentence.children(token.index)
        owned = any(c.dep == "nmod:poss" for c in children)
        return token.lemma.lower() in STATE_NOUNS and owned and not any(c.dep == "cc" for c in children)

    def _second(self, named: Named, child: Token) -> bool:
        """ "Chad, the European Union and their allies": no state is another's apposition."""
        other = self.at(child) if child.dep == "appos" and named.kind in LISTED else None
        return other is not None and other.kind in LISTED and self.sentence.tokens[other.head] is child

    def _owners_after(self, head: Token) -> list[Named]:
        """ "signed by Chad's A. Fox and Niger's B. Lee": whose the second is, too."""
        joined = [c for c in self.sentence.children(head.index) if c.dep == "conj" and c.pos == "PROPN"]
        owned = [c for j in joined for c in self.sentence.children(j.index) if c.dep in ("nmod:poss", "amod")]
        return [named for c in owned if (named := self.at(c)) is not None]

    def _listed_after(self, named: Named) -> list[Named]:
        """ "tension between Chad, Niger": in a headline a comma lists."""
        tokens, after = self.sentence.tokens, named.last + 1
        if tokens[-1].text == "." or after + 1 >= len(tokens) or tokens[after].text != "," or named.kind != "state":
            return []
        other = self.at(tokens[after + 1])
        return [other] if other is not None and other.kind == "state" and tokens[named.head].dep != "nsubj" else []

    def _joined_after(self, named: Named) -> list[Named]:
        """ "Chad and Niger voiced support": both do, though the parser now and then takes the second for a phrase."""
        tokens, after = self.sentence.tokens, named.last + 1
        if after + 1 >= len(tokens) or tokens[after].lemma.lower() not in ("and", "&"):
            return []
        other = self.at(tokens[after + 1])
        if other is None or other.last + 1 >= len(tokens) or tokens[other.last + 1].pos not in ("VERB", "AUX"):
            return []
        return [other] if tokens[other.head].dep in ("obl:unmarked", "nmod:unmarked", "dep", "obl") else []

    def _enumerated(self, named: Named) -> tuple[Named, ...]:
        """ "Chad, the Gambia, Niger and Mali": the states of a list of three or more, wherever the parser hung them.

        One that a preposition opens at the start of a sentence ("In Chad, Niger and Mali signed") may be no list.
        """
        group = next((run for run in self._lists if named in run), ())
        first = group[0].first if group else 0
        return () if first == 1 and self.sentence.tokens[0].pos == "ADP" else group

    def _owners_before(self, named: Named) -> list[Named]:
        """ "Russia and Turkey's foreign ministers": both have ministers, though the tree hangs Russia below them."""
        tokens, before = self.sentence.tokens, named.first - 2
        if before < 0 or tokens[before + 1].lemma.lower() not in ("and", "&"):
            return []
        other = self.at(tokens[before])
        return [other] if other is not None and named.first <= tokens[other.head].head <= named.last else []

    def in_clause(
        self, head: Token, slot: str, without: frozenset[str], subject: list[Token], *, placed: bool = True
    ) -> Party:
        """Anybody else under a trigger: the nearest span in its clause, not that of another clause or of its
        subject; nor its scene ("in Chad", "before the visit of X"), unless it is `placed` there."""
        barred = {t.index for s in subject for t in self.sentence.subtree(s.index)}
        level, distance = [head.index], 0
        while level and distance < 6:
            children = [c for i in level for c in self.sentence.children(i)]
            below = [
                c
                for c in children
                if not self._apart(c) and c.index not in barred and not self._stands(c, _NEARBY if placed else _SCENE)
                if c.lemma.lower() not in _BEHESTS
            ]
            for child in below:
                named = self.at(child)
                if named is not None and not set(named.codes) <= without:
                    return Party(
                        tuple(n for n in self._conjuncts(named) if not set(n.codes) <= without), 3.0 + distance, slot
                    )
            level, distance = [c.index for c in below], distance + 1
        return NOBODY

    def _stands(self, token: Token, behind: frozenset[str]) -> bool:
        return any(c.lemma.lower() in behind for c in self._case(token))

    def below(self, head: Token, slot: str, without: frozenset[str]) -> Party:
        """Who is named first anywhere under a word, whatever clause it is in."""
        spans = (named for t in self.sentence.subtree(head.index) if (named := self.at(t)) is not None)
        found = next((named for named in spans if not set(named.codes) <= without), None)
        return Party(tuple(self._conjuncts(found)), 3.0, slot) if found is not None else NOBODY

    def _apart(self, token: Token) -> bool:
        """Whether a word heads a clause of its own: subordinate, or a second verb ("and met Y", "while Y met Z")."""
        verb = token.pos in ("VERB", "AUX")
        own = any(c.dep == "nsubj" for c in self.sentence.children(token.index))
        second = token.dep == "conj" and token.tag != "VB"  # "mortar and rocket fire": a noun taken for an infinitive
        return token.dep in _CLAUSES or (verb and (own or second))

    def beside(self, head: Token, slot: str, without: frozenset[str]) -> Party:
        """The nearest span before or after a verb with no other verb between: what a broken parse still lets us see."""
        step = -1 if slot == "before" else 1
        index = head.index + step
        while 0 <= index < len(self.sentence.tokens):
            token = self.sentence.tokens[index]
            named = self.at(token)
            if token.tag == "PRP$" and step < 0 < index and self.sentence.tokens[index - 1].pos == "ADP":
                return NOBODY  # "into its land to attack"
            if named is not None:
                group = (*self._listed(named, step), named)
                return Party(tuple(n for n in group if not set(n.codes) <= without), 3.0, slot)
            if token.pos == "VERB" or token.tag in ("MD", "WP", "WDT") or token.text in (";", ":"):
                return NOBODY
            index += step
        return NOBODY

    def _listed(self, named: Named, step: int) -> tuple[Named, ...]:
        """ "France, Germany sign": the name before a comma before a name."""
        comma = named.first - 1
        if step > 0 or comma < 1 or self.sentence.tokens[comma].text != ",":
            return ()
        other = self.at(self.sentence.tokens[comma - 1])
        return (other,) if other is not None else ()

    def headed(self, party: Party) -> Party:
        """ "France, Italy sign accord": in a headline both names act, though the parser takes one for a vocative or
        an apposition."""
        pair = self._heading()
        both = any(named in pair for named in party.named)
        return Party((*pair, *(n for n in party.named if n not in pair)), party.cost, party.slot) if both else party

    def _heading(self) -> tuple[Named, ...]:
        """The two names with a comma between, and a verb after them, that begin a sentence without a full stop."""
        tokens = self.sentence.tokens
        one = self.at(tokens[0]) if tokens[-1].text != "." else None
        if one is None or one.last + 2 >= len(tokens) or tokens[one.last + 1].text != ",":
            return ()
        other = self.at(tokens[one.last + 2])
        after = list(tokens[other.last + 1 :][:1]) if other is not None else []
        verb = bool(after) and (after[0].pos in ("VERB", "AUX") or after[0].tag == "TO")
        return (one, other) if other is not None and verb else ()

    def in_sentence(self, slot: str, without: frozenset[str]) -> Party:
        """The only other state that the sentence names; nobody where it names several."""
        others = [named for named in self.everybody if not set(named.codes) <= without]
        codes = {code for named in others for code in named.codes} - without
        return Party((others[0],), 6.0, slot) if len(codes) == 1 else NOBODY
