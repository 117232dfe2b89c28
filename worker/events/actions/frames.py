"""The frame of a word: who acts, what is acted on, and which phrases hang on it, whatever shape the clause has.

Active and passive, verb and noun, main clause and relative clause all end in the same slots, so that a rule of the
ontology needs to be written once:

    "X attacked Y", "Y was attacked by X", "X's attack on Y", "X launched an attack on Y", "X, which attacked Y",
    "X threatened to attack Y", "the attack launched by X"        ->  subject: X    object (or on): Y

The order in which a subject is looked for: the word's own; the antecedent of a relative clause or participle; the
conjunct before it; the clause that it complements; for nouns the owner, then the light verb, then the clause above.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from worker.events.actions.carrying import light_verb, measured, noun_phrases
from worker.events.actions.control import (
    SUBJECT_CONTROL,
    answerable,
    buried_agent,
    caller,
    object_of,
    of_noun,
    shared_subject,
)
from worker.events.actions.objects import hand_over_infinitive, hand_over_phrases, share_object
from worker.events.actions.relatives import Slots, antecedent_of, fill_gap
from worker.events.actions.syntax import (
    NOMINAL,
    after_particle,
    dependents,
    describes,
    finite_above,
    hung_lower,
    introduced,
    is_agent,
    is_free,
    is_passive,
    marker,
    relative,
    said_apart,
)
from worker.events.parser import Sentence, Token

# Light verbs whose subject is the recipient: "X received an invitation from Y".
_RECEIVING = frozenset({"receive", "get"})
# English marks the gerund after a verb or noun with these: "accused of doing", "plans for doing".
_COMPLEMENT_MARKS = frozenset({"of", "from", "to", "into", "against", "on", "about"})
_WHEN = frozenset({"after", "before", "since"})
_OBJECTS = {"obj": ("object",), "iobj": ("iobj",)}
_MEANS = frozenset({"with", "through", "at", "thanks"})
# Whose these are, gives them: "on the invitation of X", "following a request of X".
_BIDDING = frozenset(
    {"invitation", "request", "behest", "order", "instruction", "initiative", "plea", "insistence", "urging", "bidding",
     "prompting", "instigation", "entreaty"}
)  # fmt: skip
_PLACE = ("in", "at", "near", "inside", "across", "along", "into", "over", "outside", "around", "within", "throughout")


@dataclass(frozen=True, slots=True)
class Frame:
    """The slots around one word; each holds head tokens, the surest first."""

    head: Token
    slots: Mapping[str, list[Token]]
    passive: bool = False
    light: Token | None = None  # the light verb that carries a noun ("held" of "held talks")

    @property
    def agentless(self) -> bool:
        """Whether it is a passive that says nobody who acts."""
        return self.passive and not self.get("subject")

    def get(self, slot: str) -> list[Token]:
        """The tokens in a slot; `place` gathers the locative prepositions."""
        if slot == "place":
            return [token for name in _PLACE for token in self.slots.get(name, [])]
        return self.slots.get(slot, [])


@dataclass(slots=True)
class Frames:
    """The frames of one sentence, each made once, when it is asked for."""

    sentence: Sentence
    light_verbs: frozenset[str]
    phrasal: frozenset[str] = frozenset()  # "hand over": verbs that are known with their particle
    _made: dict[int, Frame] = field(default_factory=dict)

    def of(self, token: Token) -> Frame:
        """The frame of a verb, a noun or a predicate adjective."""
        if token.index not in self._made:
            nominal = token.pos in NOMINAL
            self._made[token.index] = self._nominal(token) if nominal else self._verbal(token)
        return self._made[token.index]

    # verbs and adjectives

    def _verbal(self, token: Token) -> Frame:
        if token.dep == "cop":
            return self._copular(token)
        passive = is_passive(self.sentence, token)
        slots: Slots = {}
        for child in dependents(self.sentence, token):
            self._place_child(child, passive, slots)
        fill_gap(self.sentence, token, passive, slots)
        share_object(self.sentence, token, slots)
        if passive and "subject" not in slots:
            slots.update(self._agent_below(token))
        surface = "object" if passive else "subject"
        if passive and "subject" not in slots:
            slots["subject"] = buried_agent(self.sentence, token)
        if surface not in slots:
            inherited = self.surface_subject(token)
            if inherited is not None:
                slots[surface] = [inherited]
        hand_over_infinitive(self.sentence, slots)
        hand_over_phrases(self.sentence, slots)
        return Frame(token, slots, passive)

    def _copular(self, token: Token) -> Frame:
        """ "X [was] in Y for talks": what the parser hangs on the place belongs to the verb."""
        predicate = self.sentence.tokens[token.head]
        slots: Slots = {"predicate": [predicate], marker(self.sentence, predicate) or "of": [predicate]}
        for child in self.sentence.children(predicate.index):
            self._place_child(child, False, slots)
        if any(relative(t) for t in slots.get("subject", ())) and describes(predicate):
            slots["subject"] = [self.sentence.tokens[predicate.head]]
        return Frame(token, slots)

    def _place_child(self, child: Token, passive: bool, slots: Slots) -> None:
        for slot in self._slots_of(child, passive):
            slots.setdefault(slot, []).append(child)
        if child.dep == "obl" and after_particle(self.sentence, child, self.phrasal):
            slots.setdefault("object", []).append(child)

    def _slots_of(self, child: Token, passive: bool) -> tuple[str, ...]:
        relation, _, subtype = child.dep.partition(":")
        if relation in ("nsubj", "csubj"):
            return ("object",) if passive else ("subject",)
        again = relation == "conj" and child.pos == "PROPN" and marker(self.sentence, child)  # "and then [to Niger]"
        if again or relation in ("obl", "nmod") or (relation == "obj" and introduced(self.sentence, child)):
            return self._oblique(child, passive, subtype)
        if relation in ("advcl", "acl"):
            return self._adverbial(child)
        if child.tag == "WRB":  # "the point where they meet", "when they met"
            return (child.lemma.lower(),)
        if relation not in ("xcomp", "ccomp"):
            return _OBJECTS.get(relation, ())
        # A noun as xcomp is a slip of the parser in headlines: it is the object of its verb.
        clause = any(c.dep in ("cop", "mark", "nsubj") for c in self.sentence.children(child.index))
        return ("complement", "object") if child.pos in NOMINAL and not clause else ("complement",)

    def _adverbial(self, child: Token) -> tuple[str, ...]:
        mark = marker(self.sentence, child)
        gerund = child.tag == "VBG" and child.index == child.head + 1  # "denies shelling Y"
        if gerund or (mark == "to" and child.tag == "VB"):
            return ("complement",)
        return ("complement", mark) if mark in _COMPLEMENT_MARKS else ("adverbial", *filter(None, (mark,)))

    def _agent_below(self, verb: Token) -> Slots:
        """ "was handed to the navy by X": the agent, where the parser hung it on the noun before it; but in "was filed
        against the shelling by X" he is where he belongs."""
        after = [c for c in self.sentence.children(verb.index) if c.dep.startswith("obl") and c.index > verb.index]
        told = [c for c in after if c.pos == "PROPN" or marker(self.sentence, c) not in ("against", "over")]
        below = [t for c in told for t in self.sentence.children(c.index)]
        agents = [t for t in below if t.dep == "nmod" and marker(self.sentence, t) == "by"]
        return {"subject": agents} if agents else {}

    def _oblique(self, child: Token, passive: bool, subtype: str) -> tuple[str, ...]:
        preposition = marker(self.sentence, child) or introduced(self.sentence, child)
        if (passive or subtype == "agent") and is_agent(self.sentence, child):
            return ("subject",)
        return (preposition,) if preposition else ("time",)

    def surface_subject(self, token: Token) -> Token | None:
        """The subject as it stands, own or inherited: through conjuncts, complements, adverbial clauses,
        infinitives."""
        for _ in self.sentence.tokens:  # never longer than the sentence, whatever the parse looks like
            own = self._own_subject(token)
            if own is not None:
                return own
            head = self.sentence.tokens[token.head]
            if head.index == token.index:
                return None
            step = None if said_apart(self.sentence, token, head) else self._step(token, head)
            if step is None or step.pos in NOMINAL:
                return step
            token = step
        return None

    def _own_subject(self, token: Token) -> Token | None:
        for child in self.sentence.children(token.index):
            if child.dep.startswith("nsubj"):
                return antecedent_of(self.sentence, token) if relative(child) else child
        return shared_subject(self.sentence, token) or hung_lower(self.sentence, token)

    def _step(self, token: Token, head: Token) -> Token | None:
        """Where to look next for the subject of a word that has none: a verb to go on from, or the noun itself."""
        when = token.dep == "acl" and marker(self.sentence, token) in _WHEN  # "a month after visiting Y"
        if when or (is_free(self.sentence, token) and head.tag in ("VB", "VBG")):
            return finite_above(self.sentence, head)
        if token.dep in ("conj", "parataxis"):
            return head if head.pos not in NOMINAL else None
        if token.dep == "xcomp" and head.lemma not in SUBJECT_CONTROL:
            return caller(self.sentence, head) or object_of(self.sentence, head) or head
        if token.dep == "advcl" and token.tag == "VBG" and marker(self.sentence, token) in ("for", "of"):
            return answerable(self.sentence, head)  # "censured X for closing the border"
        if token.dep.startswith("acl"):
            above = self.sentence.tokens[head.head]
            called = above.lemma in SUBJECT_CONTROL and token.tag == "VB"  # "wrote to Y's minister, B, to thank him"
            return above if called else of_noun(self.sentence, head) if token.tag == "VB" else head
        return head if token.dep in ("xcomp", "advcl", "ccomp") and head.pos not in NOMINAL else None

    # nouns

    def _nominal(self, token: Token) -> Frame:
        slots: Slots = {}
        for child in self.sentence.children(token.index):
            self._place_noun_child(token, child, slots)
        if token.dep == "appos":
            slots["apposed"] = [self.sentence.tokens[token.head]]
        light = light_verb(self.sentence, token, self.light_verbs)
        carrier = self.sentence.tokens[token.head] if measured(self.sentence, token) else light
        if carrier is not None:
            self._borrow(carrier, token, slots)
        means = marker(self.sentence, token)
        if (means in _MEANS or (means and token.lemma in _BIDDING)) and not slots.get("owner"):
            slots["owner"] = slots.pop("of", [])  # "with the mediation of X", "at the request of X"
        if token.dep.startswith("nsubj") and "between" not in slots:  # "talks took place between X and Y"
            clause = self.of(self.sentence.tokens[token.head])
            happens = all(t.lemma == "place" for t in clause.get("object"))  # "drills sparked rows between X and Y"
            slots["between"] = list(clause.get("between")) if happens else []
        self._arrange(slots)
        if "subject" not in slots or token.lemma in _BIDDING:
            self._subject_above(token, light, slots)
        return Frame(token, slots, light=light)

    def _place_noun_child(self, token: Token, child: Token, slots: Slots) -> None:
        relation, _, subtype = child.dep.partition(":")
        if subtype == "poss":
            slots.setdefault("owner", []).append(child)
        elif relation in ("nmod", "obl"):
            for name, below in noun_phrases(self.sentence, child):
                slots.setdefault(name, []).append(below)
        elif relation in ("compound", "amod", "flat"):
            slots.setdefault("modifier", []).append(child)
        elif relation in ("acl", "advcl", "ccomp"):
            self._participle(child, slots)
        elif child.dep == "nsubj":  # a noun as predicate: "X is a donor to Y", "X, who is on a visit to Y"
            antecedent = antecedent_of(self.sentence, token) if relative(child) else None
            slots.setdefault("predicated", []).append(antecedent or child)

    def _participle(self, child: Token, slots: Slots) -> None:
        """ "message directed to Y", "attack launched by X": the phrases of the participle are the noun's."""
        that = marker(self.sentence, child) == "that"
        if child.tag == "VBN" and not that:
            for slot, tokens in self._verbal(child).slots.items():
                if slot != "object":
                    slots.setdefault(slot, []).extend(tokens)
        elif child.tag in ("VB", "VBG") or that:
            slots.setdefault("complement", []).append(child)

    def _borrow(self, light: Token, token: Token, slots: Slots) -> None:
        received = light.lemma in _RECEIVING
        carrying = self.of(light)
        bestowed = carrying.passive and token.dep in ("obj", "conj")  # "was accorded a welcome"
        for name, tokens in carrying.slots.items():
            slot = {"subject": "to", "from": "subject"}.get(name, name) if received else name
            slot = "iobj" if bestowed and name == "object" else slot
            mine = [t for t in tokens if t.index != token.index]
            if mine and slot not in ("object", "complement"):
                slots.setdefault(slot, []).extend(mine)
            elif mine and slot == "object" and token.dep != "obj":
                slots.setdefault("iobj", []).extend(mine)

    def _arrange(self, slots: Slots) -> None:
        """Who owns or is said to have done it acts; then "of" is what it was done to."""
        slots["subject"] = slots.pop("owner", []) + slots.get("subject", []) + slots.get("predicated", [])
        if not slots["subject"] and slots.get("by"):
            slots["subject"] = slots["by"]
        slots["object"] = slots.get("object", []) + slots.get("of", [])
        slots["weak"] = slots.pop("modifier", []) + slots.get("from", [])
        for slot in [slot for slot, tokens in slots.items() if not tokens]:
            del slots[slot]

    def _subject_above(self, token: Token, light: Token | None, slots: Slots) -> None:
        governor = self.sentence.tokens[token.head]
        if governor.pos == "VERB" and governor is not light and governor.index != token.index:
            subject = self.of(governor).get("subject")
            if subject and not any(t.index == token.index for t in subject):
                slots["governor"] = list(subject)

    def governor(self, token: Token) -> Token | None:
        """The nearest verb above."""
        for head in self.sentence.ancestors(token.index):
            if head.pos == "VERB":
                return head
        return None
