"""Gives a finite verb the subject that the parser hung beside it.

* "after the speaker of parliament [warned]": the noun after the conjunction is no time, but who warned.
* "it was mediating and Mr Fox later [thanked] friends": the name after "and" is who thanked.
* "since Russia, an ally of Chad, [invaded] Mali": so is a noun with an apposition between two commas.
* "after a strike in Chile [killed] a general": a finite verb describes no noun, and the strike is what killed.
* "closed the crossing when militants who had slipped across [attacked]": the noun after "when" is who attacked.
"""

from dataclasses import replace

from worker.events.parser import Sentence, Token

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_CLAUSAL = frozenset({"after", "before", "since", "until", "while", "because", "when", "as"})
_NOUNS = frozenset({"NOUN", "PROPN", "NUM"})
_BETWEEN = frozenset({"ADV", "PUNCT"})


def with_lost_subject(sentence: Sentence) -> Sentence:
    """The sentence with such subjects under their verbs; the very same object where there are none."""
    for verb in sentence.tokens[1:]:
        if verb.pos == "VERB" and _is_finite(sentence, verb) and not _has_subject(sentence, verb):
            sentence = (
                _after_conjunction(sentence, verb)
                or _joined(sentence, verb)
                or _past_clause(sentence, verb)
                or _apposed(sentence, verb)
                or _described(sentence, verb)
                or sentence
            )
    return sentence


def _is_finite(sentence: Sentence, verb: Token) -> bool:
    """Whether a verb has a tense, if only in disguise: a participle with an object is a past."""
    return verb.tag in _FINITE or (
        verb.tag == "VBN"
        and verb.dep in ("advcl", "conj")
        and any(c.dep == "obj" for c in sentence.children(verb.index))
    )


def _has_subject(sentence: Sentence, verb: Token) -> bool:
    return any(c.dep.startswith(("nsubj", "csubj", "expl", "aux:pass")) for c in sentence.children(verb.index))


def _after_conjunction(sentence: Sentence, verb: Token) -> Sentence | None:
    """ "after X warned", with X under the verb above."""
    if verb.dep not in ("advcl", "parataxis"):
        return None
    beside = [c for c in sentence.children(verb.head) if c.index < verb.index and c.dep == "obl" and c.pos in _NOUNS]
    mark = _mark(sentence, beside[-1]) if beside else None
    if mark is None or not _next(sentence, beside[-1], verb) or _mark(sentence, verb):
        return None
    subject = replace(beside[-1], head=verb.index, dep="nsubj")
    told = replace(verb, tag="VBD" if verb.tag == "VBN" else verb.tag, dep="advcl")
    return sentence.replacing(subject, told, replace(mark, head=verb.index, dep="mark", pos="SCONJ"))


def _joined(sentence: Sentence, verb: Token) -> Sentence | None:
    """ "and X thanked", with X as if it went on what a verb before says."""
    if verb.dep not in ("parataxis", "conj", "ccomp"):
        return None
    beside = [t for t in sentence.tokens[: verb.index] if t.dep == "conj" and t.pos == "PROPN"]
    above = sentence.tokens[beside[-1].head] if beside else None
    if above is None or not above.tag.startswith("VB") or not _next(sentence, beside[-1], verb):
        return None
    return sentence.replacing(replace(beside[-1], head=verb.index, dep="nsubj"))


def _past_clause(sentence: Sentence, verb: Token) -> Sentence | None:
    """ "when X, who had come, attacked", with X as if it were a clause."""
    if verb.dep != "conj" or any(c.dep == "cc" for c in sentence.children(verb.index)):
        return None
    beside = [c for c in sentence.children(verb.head) if c.index < verb.index and c.dep == "advcl" and c.pos in _NOUNS]
    mark = _mark(sentence, beside[-1]) if beside else None
    if mark is None or not _next(sentence, beside[-1], verb):
        return None
    subject = replace(beside[-1], head=verb.index, dep="nsubj")
    return sentence.replacing(subject, replace(verb, dep="advcl"), replace(mark, head=verb.index))


def _apposed(sentence: Sentence, verb: Token) -> Sentence | None:
    """ "since X, an ally of Y, invaded Z", with X as if it belonged to a noun before."""
    joined = any(c.dep == "cc" for c in sentence.children(verb.index))
    if joined or not verb.dep.startswith(("conj", "parataxis")) or sentence.tokens[verb.index - 1].text != ",":
        return None
    marks = [t for t in sentence.tokens[: verb.index] if t.dep == "case" and t.text.lower() in _CLAUSAL]
    if not marks or not _is_apposed(sentence, marks[-1], verb):
        return None
    subject = replace(sentence.tokens[marks[-1].head], head=verb.index, dep="nsubj")
    told = replace(verb, tag="VBD", dep="advcl")
    return sentence.replacing(subject, told, replace(marks[-1], head=verb.index, dep="mark"))


def _is_apposed(sentence: Sentence, mark: Token, verb: Token) -> bool:
    """Whether a name, one apposition between commas and nothing else stand between a conjunction and a verb."""
    name = sentence.tokens[mark.head]
    between = sentence.tokens[name.index + 1 : verb.index - 1]
    opened = bool(between) and between[0].text == "," and all(t.text != "," for t in between[1:])
    told = any(t.pos == "VERB" for t in between)
    return name.pos == "PROPN" and mark.index + 1 == name.index and opened and not told


def _described(sentence: Sentence, verb: Token) -> Sentence | None:
    """ "after a strike in X killed Y", with the verb as if it described the strike."""
    noun = sentence.tokens[verb.head]
    mark = _mark(sentence, noun)
    if verb.tag != "VBD" or verb.dep != "acl" or noun.dep != "obl" or mark is None or not _next(sentence, noun, verb):
        return None
    if not any(c.dep == "obj" for c in sentence.children(verb.index)):
        return None
    told = replace(verb, head=noun.head, dep="advcl")
    subject = replace(noun, head=verb.index, dep="nsubj")
    return sentence.replacing(subject, told, replace(mark, head=verb.index, dep="mark", pos="SCONJ"))


def _mark(sentence: Sentence, token: Token) -> Token | None:
    below = sentence.children(token.index)
    return next((c for c in below if c.text.lower() in _CLAUSAL and c.dep in ("case", "mark", "advmod")), None)


def _next(sentence: Sentence, noun: Token, verb: Token) -> bool:
    """Whether nothing but the noun's own words, an adverb and a comma stands between the two."""
    own = {t.index for t in sentence.subtree(noun.index)}
    return all(t.index in own or t.pos in _BETWEEN for t in sentence.tokens[noun.index + 1 : verb.index])
