"""The rules of the ontology made ready for matching: classes expanded, rules found by the lemma of their trigger."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache

from worker.config.ontology import EventType, OntologyFile, Outcome, Rule
from worker.events.parser import Sentence, Token
from worker.model import QuadClass

ANY = frozenset({"any"})
_KEPT = 20_000  # most words of a newspaper
_ENDING = frozenset({"end", "finish", "complete", "wrap up", "round off"})  # "agreed to end the war" agrees to no war
# Slots that ask for the form of a word, and not for words.
FORMS = frozenset({"modal", "tag", "polarity", "case", "order"})
INNER_SLOT = "inner."
NAME = "name"  # in a list of words: any proper name as the head of the slot


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with its word lists as sets; `place` is its rank in the file."""

    type: str
    rule: Rule
    place: int
    verbs: frozenset[str]
    nouns: frozenset[str]
    adjectives: frozenset[str]
    object: frozenset[str]
    where: Mapping[str, frozenset[str]]
    unless: Mapping[str, frozenset[str]]
    needs: frozenset[int]  # of each of these lists (`Ontology.lists`) a sentence must say a word, or it cannot fit

    @property
    def wants_negation(self) -> bool:
        """Whether the rule is about what somebody does not do: "will not hear of", "does not recognise"."""
        return "polarity" in self.where


class Rules(dict[str, tuple[CompiledRule, ...]]):
    """Rules by the words that trigger them, in the order of the file. Safe to share between threads."""

    def __init__(self, triggers: Iterable[tuple[frozenset[str], CompiledRule]]) -> None:
        found: dict[str, list[CompiledRule]] = defaultdict(list)
        for words, rule in triggers:
            for word in words:
                found[word].append(rule)
        super().__init__({word: tuple(group) for word, group in found.items()})
        self._called: dict[frozenset[str], tuple[CompiledRule, ...]] = {}  # nearly all words come again and again

    def of(self, names: frozenset[str]) -> tuple[CompiledRule, ...]:
        """The rules that a word of several names can trigger, each once."""
        found = self._called.get(names)
        if found is None:
            rules = {rule.place: rule for name in names for rule in self.get(name, ())}
            found = tuple(rules[place] for place in sorted(rules))
            if len(self._called) > _KEPT:
                self._called.clear()
            self._called[names] = found
        return found


@dataclass(frozen=True)
class Ontology:
    """What the matcher asks of `ontology.yaml`."""

    file: OntologyFile
    further: frozenset[str] = frozenset()  # what others ask of a sentence's words (`Matcher.said`)
    light_verbs: frozenset[str] = field(init=False)
    carriers: frozenset[str] = field(init=False)
    hedges: frozenset[str] = field(init=False)
    verbs: frozenset[str] = field(init=False)
    phrasal: frozenset[str] = field(init=False)
    offstage: frozenset[str] = field(init=False)
    claims: frozenset[str] = field(init=False)
    wishes: frozenset[str] = field(init=False)
    barring: frozenset[str] = field(init=False)
    prospects: frozenset[str] = field(init=False)
    aims: frozenset[str] = field(init=False)
    treaties: frozenset[str] = field(init=False)
    asking: frozenset[str] = field(init=False)
    causes: frozenset[str] = field(init=False)
    speech: frozenset[str] = field(init=False)
    speakers: frozenset[str] = field(init=False)
    crowds: frozenset[str] = field(init=False)
    outrages: frozenset[str] = field(init=False)
    other_side: frozenset[str] = field(init=False)
    unsaid: frozenset[str] = field(init=False)
    addressing: frozenset[str] = field(init=False)
    by_word: Rules = field(init=False)
    verb_rules: Rules = field(init=False)  # those of `by_word` whose trigger is a verb
    noun_rules: Rules = field(init=False)
    adjective_rules: Rules = field(init=False)  # or a verb: the parser takes "deployed" for either
    first_words: frozenset[str] = field(init=False)  # of the keys of `by_word`
    openers: frozenset[str] = field(init=False)  # what stands first in a name of two words, of any list
    by_id: Mapping[str, CompiledRule] = field(init=False)
    lists: Mapping[str, tuple[int, ...]] = field(init=False)  # which lists of what rules need hold a word
    cues: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        grammar = self.file.grammar
        numbers: dict[frozenset[str], int] = {}  # rules share their lists, so that each is asked for once
        rules = [_compile(self.file, kind, rule, n, numbers) for n, (kind, rule) in enumerate(self.file.rules.values())]
        for name, value in {
            "light_verbs": frozenset(grammar.light_verbs),
            "carriers": (frozenset(grammar.carrier_verbs) | frozenset(grammar.light_verbs)) - _ENDING,
            "hedges": frozenset(grammar.hedges),
            "offstage": frozenset(grammar.offstage),
            "claims": frozenset(grammar.claims),
            "wishes": frozenset(grammar.wishes),
            "barring": frozenset(grammar.barring),
            "prospects": frozenset(grammar.prospects),
            "aims": frozenset(grammar.aims),
            "phrasal": frozenset(verb for rule in rules for verb in rule.verbs if " " in verb),
            "asking": frozenset(grammar.asking),
            "treaties": frozenset(grammar.treaties),
            "causes": frozenset(grammar.causes),
            "speech": frozenset(grammar.speech_verbs),
            "speakers": frozenset(grammar.speakers),
            "crowds": frozenset(grammar.crowds),
            "outrages": frozenset(grammar.outrages),
            "other_side": frozenset(grammar.other_side),
            "unsaid": frozenset(grammar.unsaid),
            "addressing": frozenset(grammar.addressing),
            "verbs": frozenset(verb for rule in rules for verb in rule.verbs) | frozenset(grammar.light_verbs),
            "by_word": Rules((r.verbs | r.nouns | r.adjectives, r) for r in rules),
            "verb_rules": Rules((rule.verbs, rule) for rule in rules),
            "noun_rules": Rules((rule.nouns, rule) for rule in rules),
            "adjective_rules": Rules((rule.adjectives | rule.verbs, rule) for rule in rules),
            "first_words": frozenset(word.partition(" ")[0] for rule in rules for word in rule.verbs | rule.adjectives),
            "openers": frozenset(openers_in((self.file.model_dump(), self.further))),
            "by_id": {rule.rule.id: rule for rule in rules},
            "lists": _lists(numbers),
            "cues": _cues(self.file.contexts),
        }.items():
            object.__setattr__(self, name, value)

    def rules(self, token: Token) -> Rules:
        """The rules that a word of this class can trigger, by its name."""
        if token.pos in ("VERB", "AUX"):
            return self.verb_rules
        return self.adjective_rules if token.pos == "ADJ" else self.noun_rules

    def met(self, said: frozenset[str]) -> frozenset[int]:
        """The lists of which a sentence that says these words says one."""
        return frozenset(number for word in said & self.lists.keys() for number in self.lists[word])

    def type(self, name: str) -> EventType:
        """PLOVER's facts about a type."""
        return self.file.types[name]

    def outcome(self, rule: CompiledRule, inner: str | None) -> Outcome | None:
        """What the rule says of a complement of this type: by type, quad class, cooperation or conflict, `any`."""
        table = rule.rule.complement
        if inner is None:
            return table.get("any")
        quad = self.type(inner).quad_class
        keys = (inner, str(quad), str(quad).rpartition(" ")[2], "any")
        return next((table[key] for key in keys if key in table), None)

    def cameo(self, name: str, mode: str | None, contexts: tuple[str, ...]) -> str:
        """The nearest CAMEO code by the published table: mode and context, then mode, then context, then the type's
        own."""
        rows = self.file.types[name].cameo
        best = max(rows, key=lambda row: _closeness(row.mode, mode, row.context, contexts))
        return best.code

    def score(self, name: str, mode: str | None) -> float:
        """PLOVER's score of a type, or of its mode."""
        kind = self.type(name)
        return kind.modes.get(mode, kind.score) if mode else kind.score

    def quad(self, name: str) -> QuadClass:
        """The quad class of a type."""
        return self.type(name).quad_class


def _closeness(has: str | None, mode: str | None, context: str | None, contexts: tuple[str, ...]) -> int:
    if has and has != mode:
        return -1
    if context and context not in contexts:
        return -1
    return (4 if has and has == mode else 0) + (2 if context else 1)


def _compile(file: OntologyFile, kind: str, rule: Rule, place: int, numbers: dict[frozenset[str], int]) -> CompiledRule:
    needs = _needs(file.expand(rule.object), {slot: file.expand(words) for slot, words in rule.where.items()})
    return CompiledRule(
        kind,
        rule,
        place,
        file.expand(rule.verbs),
        file.expand(rule.nouns),
        file.expand(rule.adjectives),
        file.expand(rule.object),
        {slot: file.expand(words) for slot, words in rule.where.items()},
        {slot: file.expand(words) for slot, words in rule.unless.items()},
        frozenset(numbers.setdefault(words, len(numbers)) for words in needs),
    )


def _needs(wanted: frozenset[str], where: Mapping[str, frozenset[str]]) -> Iterator[frozenset[str]]:
    """The lists of which one word must be said: not those that any name fills, nor those of forms."""
    for slot, words in (("object", wanted), *where.items()):
        forms = FORMS.intersection(one.removeprefix(INNER_SLOT) for one in slot.split(" or "))
        if words and words != ANY and NAME not in words and not forms:
            yield words


def _lists(numbers: Mapping[frozenset[str], int]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = defaultdict(list)
    for words, number in numbers.items():
        for word in words:
            found[word].append(number)
    return {word: tuple(group) for word, group in found.items()}


def _cues(contexts: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for context, words in contexts.items():
        for word in words:
            found[word.lower()].append(context)
    return {word: tuple(group) for word, group in found.items()}


def openers_in(value: object) -> Iterator[str]:
    """What stands before the last space or hyphen of each entry of a file's lists: "air" of "air strike"."""
    if isinstance(value, str):
        yield from (value.lower().rpartition(mark)[0] for mark in " -")
    elif isinstance(value, Mapping):
        yield from (word for part in (*value, *value.values()) for word in openers_in(part))
    elif isinstance(value, Iterable):
        yield from (word for part in value for word in openers_in(part))


def word_names(sentence: Sentence, openers: Set[str]) -> list[frozenset[str]]:
    """What each token may be called in a rule: its lemma, its form, and both with the word before ("air strike").

    No name of two words is made of a word that begins none: those are nearly all, and nobody asks for them.
    """
    found: list[frozenset[str]] = []
    before = further = ""
    hyphen = False
    for token in sentence.tokens:
        names = _alone(token.text, token.lemma, token.tag in ("NNS", "NNPS"))
        joined = [f"{before} {word}" for word in names] if before in openers else []
        if hyphen and further in openers:
            joined += [f"{further}-{word}" for word in names]
        found.append(names.union(joined) if joined else names)
        further, before, hyphen = before, token.lemma.lower(), token.text == "-" and bool(before)
    return found


@lru_cache(maxsize=_KEPT)
def _alone(text: str, lemma: str, plural: bool) -> frozenset[str]:
    """What a word may be called, whatever stands before it; "troops" may be its own lemma."""
    form = text.lower()
    own = {form, lemma.lower()}
    if plural:
        own |= {form.removesuffix("s"), form[:-3] + "y" if form.endswith("ies") else form}
    return frozenset(own)
