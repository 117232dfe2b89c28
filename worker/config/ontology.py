"""`ontology.yaml`: what can happen between states, and the words that say so. Its own head explains how to edit it.

The types, modes, scores and contexts are PLOVER's (github.com/openeventdata/PLOVER, CC BY-SA 4.0); the models here
only check that the file is whole and that every name in it leads somewhere.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from worker.model import QuadClass

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Cameo = Annotated[str, Field(pattern=r"^(0[3-9]|1\d|20)\d{0,2}$")]
Words = tuple[str, ...]
INNER = "inner"  # as the mode of an outcome: that of the act which the complement is


def _on(word: object) -> object:
    """YAML 1.1 reads a bare ``on`` as true and ``off`` as false; a list of prepositions means the words."""
    return {True: "on", False: "off"}.get(word, word) if isinstance(word, bool) else word


Word = Annotated[str, BeforeValidator(_on)]
Slots = tuple[Word, ...]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Outcome(_Strict):
    """What a rule with a complement says, once it is known what kind of act the complement is; null keeps the
    rule's."""

    type: str | None = None
    mode: str | None = None
    cameo: Cameo | None = None


class Rule(_Strict):
    """One pattern: the words that trigger it, what must stand around them, and who is who."""

    id: Id
    verbs: Words = ()
    nouns: Words = ()
    adjectives: Words = ()
    object: Words = ()
    where: Mapping[Word, Words] = Field(default_factory=dict)
    unless: Mapping[Word, Words] = Field(default_factory=dict)
    actor: Slots = ("subject",)
    recipient: Slots = ("object",)
    reciprocal: bool = False
    officials: bool = False
    complement: Mapping[str, Outcome] = Field(default_factory=dict)
    moodless: bool = False
    mode: str | None = None
    cameo: Cameo | None = None
    contexts: Words = ()
    strength: float = Field(default=0.8, ge=0, le=1)

    @model_validator(mode="after")
    def _has_a_trigger(self) -> "Rule":
        if not (self.verbs or self.nouns or self.adjectives):
            raise ValueError(f"rule {self.id} has no trigger; give it verbs, nouns or adjectives")
        return self


class Example(_Strict):
    """An invented sentence, and the events that the coder must see in it, each "ACTOR > RECIPIENT TYPE mode"."""

    text: str
    events: Words
    absent: Words = ()


class NearestCameo(_Strict):
    """One line of PLOVER's table from CAMEO, read backwards: the code for a type of this mode in this context."""

    code: Cameo
    mode: str | None = None
    context: str | None = None


class EventType(_Strict):
    """One of PLOVER's types. ``score`` and the modes' scores run from -10 (conflict) to 10 (cooperation)."""

    quad_class: QuadClass
    score: float = Field(ge=-10, le=10)
    requires_recipient: bool
    modes: Mapping[str, Annotated[float, Field(ge=-10, le=10)]] = Field(default_factory=dict)
    cameo: tuple[NearestCameo, ...] = Field(min_length=1)
    rules: tuple[Rule, ...]
    examples: tuple[Example, ...] = ()


class Moods(_Strict):
    """What a plan, a refusal and a denial make of a type or quad class: the rule whose complement table decides.

    Keys are a type or a quad class; a kind that is not named keeps its type and gets the auxiliary mode alone.
    """

    future: Mapping[str, Id] = Field(default_factory=dict)
    refused: Mapping[str, Id] = Field(default_factory=dict)
    denied: Mapping[str, Id] = Field(default_factory=dict)


class Grammar(_Strict):
    """Small closed classes of English that the patterns lean on. All are lemmas."""

    light_verbs: Words
    carrier_verbs: Words
    speech_verbs: Words
    hedges: Words
    offstage: Words
    claims: Words = ()
    wishes: Words = ()
    barring: Words = ()
    prospects: Words = ()
    aims: Words = ()
    treaties: Words = ()
    asking: Words = ()
    causes: Words = ()
    speakers: Words = ()
    crowds: Words = ()
    outrages: Words = ()
    other_side: Words = ()
    unsaid: Words = ()
    addressing: Words = ()


class OntologyFile(_Strict):
    """The whole of ``ontology.yaml``."""

    version: Literal[1]
    grammar: Grammar
    classes: Mapping[Annotated[str, Field(pattern=r"^[A-Z][A-Z_]+$")], Words]
    contexts: Mapping[str, Words]
    moods: Moods
    types: Mapping[Annotated[str, Field(pattern=r"^[A-Z]+$")], EventType]

    @cached_property
    def rules(self) -> Mapping[str, tuple[str, Rule]]:
        """Every rule by its id, with the type that it stands under, in the order of the file."""
        return {rule.id: (name, rule) for name, kind in self.types.items() for rule in kind.rules}

    def expand(self, words: Words) -> frozenset[str]:
        """The words with the names of classes replaced by what is in them; lower case."""
        found: set[str] = set()
        for word in words:
            found |= self.expand(self.classes[word]) if word in self.classes else {word.lower()}
        return frozenset(found)

    @model_validator(mode="after")
    def _holds_together(self) -> "OntologyFile":
        rest = [*self._unknown_names(), *self._class_cycles()]
        problems = [*self._double_ids(), *([_problem((), "; ".join(rest))] if rest else [])]
        if problems:
            # Raised with their places in the file, which a plain ValueError here could not name.
            raise ValidationError.from_exception_data("OntologyFile", problems)
        return self

    def _double_ids(self) -> Iterator[InitErrorDetails]:
        seen: set[str] = set()
        for name, kind in self.types.items():
            for index, rule in enumerate(kind.rules):
                if rule.id in seen:
                    words = f"two rules are called {rule.id}; give one another id"
                    yield _problem(("types", name, "rules", index, "id"), words)
                seen.add(rule.id)

    def _class_cycles(self) -> Iterator[str]:
        for name, words in self.classes.items():
            inner = [w for w in words if w in self.classes and any(v in self.classes for v in self.classes[w])]
            if name in words or inner:
                yield f"class {name} names classes that name classes; one level is allowed"

    def _unknown_names(self) -> Iterator[str]:
        for name, kind in self.types.items():
            for rule in kind.rules:
                yield from self._unknown_in(name, rule)
        for key, target in [*self.moods.future.items(), *self.moods.refused.items(), *self.moods.denied.items()]:
            if target not in {rule.id for kind in self.types.values() for rule in kind.rules}:
                yield f"moods: {key} leads to {target}, which is no rule"

    def _unknown_in(self, name: str, rule: Rule) -> Iterator[str]:
        for outcome in (Outcome(type=name, mode=rule.mode), *rule.complement.values()):
            kind = outcome.type or name
            if kind not in self.types:
                yield f"rule {rule.id}: {kind} is no type; allowed are {', '.join(self.types)}"
            elif outcome.mode and outcome.mode not in (INNER, *self.types[kind].modes):
                modes = _list(self.types[kind].modes)
                yield f"rule {rule.id}: {outcome.mode} is no mode of {kind}; its modes are {modes}"
        for key in rule.complement:
            if key not in self.types and key not in (*QuadClass, "cooperation", "conflict", "any"):
                yield f"rule {rule.id}: complement {key} is no type and no quad class"
        for context in rule.contexts:
            if context not in self.contexts:
                yield f"rule {rule.id}: {context} is no context; see contexts at the head of the file"
        lists = (rule.verbs, rule.nouns, rule.object, *rule.where.values(), *rule.unless.values())
        for word in (word for words in lists for word in words):
            if word.isupper() and len(word) > 1 and word not in ("ANY", "NAME") and word not in self.classes:
                yield f"rule {rule.id}: there is no class {word}"


def _problem(loc: tuple[str | int, ...], words: str) -> InitErrorDetails:
    # The words travel as a value: a custom error's own text is a template, and would read braces in them.
    return InitErrorDetails(type=PydanticCustomError("value_error", "{error}", {"error": words}), loc=loc, input=None)


def _list(names: Mapping[str, float]) -> str:
    return ", ".join(names) or "none"
