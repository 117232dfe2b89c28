"""Gives a sentence the main verb that stands late: "A plane loaded with rice [landed]", "A ship carrying rice [left]".

A small parser takes the participle for the main verb, or the noun for the root, and hangs the verb below. A finite verb
without a subject and without a conjunction is the main verb where

* it hangs on a participle that describes the root noun ("A ship carrying rice left");
* the root is a participle without an object, and no comma parts the two ("A plane loaded with rice landed");
* commas part the participle on both sides ("The school, built by Chad, opened");
* it follows the comma that ends a relative clause, on whose verb it hangs ("Chad, which borders Niger, [left]").
"""

from dataclasses import replace

from worker.events.actions.syntax import NOMINAL
from worker.events.parser import Sentence, Token

_BELOW = frozenset({"xcomp", "ccomp", "advcl", "acl"})
_OWN = ("nsubj", "mark", "aux", "cc", "csubj", "expl")


def with_late_verb(sentence: Sentence) -> Sentence:
    """The sentence with such a verb as its root; the very same object where there is none."""
    root = sentence.root
    if root.pos in NOMINAL:
        participles = [c for c in _under(sentence, root) if c.tag in ("VBG", "VBN") and c.dep == "acl"]
        verb = next((v for p in participles for v in _verbs(sentence, p, ("VBD", "VBZ"))), None)
        verb = verb or _after_clause(sentence, root)
        return _crowned(sentence, verb, root, None) if verb is not None else sentence
    subject = next((c for c in sentence.children(root.index) if c.dep in ("nsubj", "nsubj:pass")), None)
    if subject is None or root.tag not in ("VBD", "VBN") or root.index < subject.index:
        return sentence
    verb = next((v for v in _verbs(sentence, root, ("VBD", "VBZ", "VBN")) if _late(sentence, root, v)), None)
    return _crowned(sentence, verb, subject, root) if verb is not None else sentence


def _under(sentence: Sentence, noun: Token) -> list[Token]:
    """What hangs on a noun, or on the noun of its "of"."""
    children = list(sentence.children(noun.index))
    return children + [c for n in children if n.dep == "nmod" for c in sentence.children(n.index)]


def _verbs(sentence: Sentence, participle: Token, tags: tuple[str, ...]) -> list[Token]:
    below = [c for c in sentence.children(participle.index) if c.dep in _BELOW and c.tag in tags]
    later = [c for c in below if c.index > participle.index + 1]
    return [c for c in later if not any(w.dep.startswith(_OWN) for w in sentence.children(c.index))]


def _after_clause(sentence: Sentence, root: Token) -> Token | None:
    """The verb right after the comma that ends a relative clause of the root, which is its subject."""
    children = sentence.children(root.index)
    if sentence.tokens[-1].text != "." or any(c.dep.startswith(("nsubj", "cop")) for c in children):
        return None
    clauses = [c for c in children if c.dep == "acl:relcl" and c.index > root.index]
    below = [v for c in clauses for v in _conjoined(sentence, c) if v.tag in ("VBD", "VBZ", "VBN")]
    closed = [v for v in below if sentence.tokens[v.index - 1].text == "," and v.text.islower()]
    return next((v for v in closed if not any(w.dep.startswith(_OWN) for w in sentence.children(v.index))), None)


def _conjoined(sentence: Sentence, verb: Token) -> list[Token]:
    """What hangs on a verb, or on what it takes, as a further clause."""
    own = sentence.children(verb.index)
    deeper = [c for o in own if o.dep in ("xcomp", "ccomp") for c in sentence.children(o.index)]
    return [c for c in (*own, *deeper) if c.dep in ("conj", "advcl", "parataxis")]


def _late(sentence: Sentence, participle: Token, verb: Token) -> bool:
    commas = [sentence.tokens[t.index - 1].text == "," for t in (participle, verb)]
    if all(commas):
        return True
    plain = not any(c.dep in ("obj", "ccomp") or c.dep.startswith("aux") for c in sentence.children(participle.index))
    # "Rockets fired from Chad struck a town": a participle that has an object is the past tense, whatever its tag.
    past = verb.tag != "VBN" or any(c.dep == "obj" for c in sentence.children(verb.index))
    return plain and past and not any(commas) and participle.text.lower().endswith("ed")


def _crowned(sentence: Sentence, verb: Token, subject: Token, participle: Token | None) -> Sentence:
    tokens = list(sentence.tokens)
    for further in sentence.children(verb.head):  # "..., which borders Niger, left and [said]"
        if further.dep == "conj" and further.index > verb.index and participle is None:
            tokens[further.index] = replace(further, head=verb.index)
    tokens[verb.index] = replace(verb, head=verb.index, dep="root", tag="VBD" if verb.tag == "VBN" else verb.tag)
    tokens[subject.index] = replace(subject, head=verb.index, dep="nsubj")
    if participle is not None:
        tokens[participle.index] = replace(participle, head=subject.index, dep="acl", tag="VBN")
    return Sentence(sentence.text, sentence.start, sentence.end, tuple(tokens))
