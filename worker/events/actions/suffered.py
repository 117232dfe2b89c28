"""Gives a headline the passive that it leaves its helper out of: "Envoy [expelled] for spying", "American [freed]".

A small tagger takes the participle for the past tense, so that the envoy expels. Of verbs that nobody uses without an
object, one that has none, right after a noun and before a preposition or the end, is the passive.
"""

from dataclasses import replace

from worker.events.actions.syntax import NOMINAL
from worker.events.parser import Sentence, Token

# "Freed" by its form: the tagger gives it a lemma that is none.
_SUFFERED = frozenset(
    {"expel", "free", "freed", "release", "arrest", "detain", "jail", "imprison", "deport", "evict", "oust", "kidnap"}
    | {"abduct", "convict", "sentence", "extradite", "recall", "summon", "behead", "injure", "wound", "kill", "hold"}
    | {"assassinate", "execute", "hang", "seize", "capture", "indict", "banish"}
)
_LOOSE = frozenset({"list", "acl", "dep", "parataxis", "appos"})
_OBJECTS = frozenset({"obj", "iobj", "ccomp", "xcomp"})


def with_suffered(sentence: Sentence) -> Sentence:
    """The sentence with such participles as passives; the very same object where there are none."""
    if not sentence.tokens or sentence.tokens[-1].text in (".", '"', "”"):
        return sentence
    found = [(t, n) for t in sentence.tokens if _suffers(sentence, t) and (n := _whom(sentence, t)) is not None]
    if not found:
        return sentence
    tokens = list(sentence.tokens)
    for verb, noun in found:
        head, dep = verb.head, verb.dep
        if noun.index == verb.head:  # they change places
            head, dep = (verb.index if noun.head == noun.index else noun.head), noun.dep
        tokens[verb.index] = replace(verb, tag="VBN", head=head, dep=dep)
        tokens[noun.index] = replace(noun, head=verb.index, dep="nsubj:pass")
    return Sentence(sentence.text, sentence.start, sentence.end, tuple(tokens))


def _suffers(sentence: Sentence, verb: Token) -> bool:
    names = (verb.lemma.lower(), verb.text.lower())
    if verb.tag not in ("VBD", "VBN") or _SUFFERED.isdisjoint(names) or not verb.index:
        return False
    after = sentence.tokens[verb.index + 1 : verb.index + 2]
    ends = not after or after[0].tag in ("IN", "TO", ",")
    below = {c.dep for c in sentence.children(verb.index)}
    return ends and below.isdisjoint(_OBJECTS) and not any(d.startswith("aux") for d in below)


def _whom(sentence: Sentence, verb: Token) -> Token | None:
    """The noun before the verb: its subject, or what the parser hung it on. A bare name may be a state, which acts."""
    subject = next((c for c in sentence.children(verb.index) if c.dep == "nsubj" and c.index < verb.index), None)
    head = sentence.tokens[verb.head]
    noun = subject or (head if verb.dep in _LOOSE and head.index < verb.index else None)
    if noun is None or noun.pos not in NOMINAL:
        return None
    described = any(c.index < noun.index for c in sentence.children(noun.index))
    return noun if described or noun.pos == "NOUN" else None
