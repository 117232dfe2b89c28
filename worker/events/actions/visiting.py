"""Gives "visiting" its noun: "received [visiting] Georgian President A. Fox", "[Visiting] President A. Fox vowed".

A small parser takes the word for the verb of the sentence, or for one that has the president as its object. Before an
office or a nationality, and not after "is", "was", "after" or "while", it describes who comes: it hangs on the name
that follows, and the verb whose place it took gets its place back.
"""

from dataclasses import replace

from worker.events.parser import Sentence, Token

_BEFORE = frozenset({"VBD", "VBZ", "VBP", "VB", "DT", "CC"})
_WITH = frozenset({"with", "by", "between"})
_SPAN = 8  # words from "visiting" to the name
_MISTAKEN = frozenset({"root", "xcomp", "advcl", "amod", "ccomp", "acl"})


def with_guests(sentence: Sentence) -> Sentence:
    """The sentence with the first such "visiting" as a word that describes its guest; else the very same object."""
    for token in sentence.tokens:
        if token.text == "visiting" and token.index and (joined := _joined(sentence, token)) is not None:
            return joined
        if token.dep in _MISTAKEN and token.text.lower() == "visiting" and _opens_a_phrase(sentence, token):
            name = _name(sentence, token)
            verb = _verb(sentence, token, name) if name is not None else None
            if name is not None and verb is not None:
                return _hung(sentence, token, name, verb)
    return sentence


def _joined(sentence: Sentence, token: Token) -> Sentence | None:
    """ "President A. Fox and visiting President B. Lee signed": the guest is joined to the host."""
    below = sentence.children(token.index)
    guest = next((c for c in below if c.dep == "obj" and c.text[:1].isupper()), None)
    if sentence.tokens[token.index - 1].lemma != "and" or guest is None:
        return None
    word = replace(token, head=guest.index, dep="acl", tag="VBG", pos="VERB", lemma="visit")
    if token.dep == "conj":
        moved = [replace(c, head=guest.index) for c in below if c is not guest]
        return sentence.replacing(*moved, replace(guest, head=token.head, dep="conj"), word)
    host = next((c for c in below if c.dep == "nsubj" and c.index < token.index), None)
    verb = next((c for c in below if c.dep == "xcomp" and c.tag == "VBD" and c.index > guest.index), None)
    if token.dep != "root" or host is None or verb is None:
        return None
    moved = [replace(c, head=verb.index) for c in below if c not in (guest, verb)]
    told = replace(verb, head=verb.index, dep="root"), replace(guest, head=host.index, dep="conj")
    return sentence.replacing(*moved, *told, word)


def _opens_a_phrase(sentence: Sentence, token: Token) -> bool:
    if token.index + 2 >= len(sentence.tokens) or not sentence.tokens[token.index + 1].text[0].isupper():
        return False
    before = sentence.tokens[token.index - 1] if token.index else None
    if before is None or before.text in ("--", "-", "–", "—", ":"):  # after a dateline
        return True
    return (before.tag in _BEFORE and before.lemma != "be") or before.text.lower() in _WITH


def _name(sentence: Sentence, token: Token) -> Token | None:
    """The name that follows an office: "visiting Georgian President [A.] Fox"; a bare office is none."""
    for other in sentence.tokens[token.index + 1 : token.index + _SPAN]:
        if other.pos not in ("PROPN", "ADJ", "NOUN", "ADP", "PUNCT"):
            return None
        titled = any(c.dep == "nmod:desc" for c in sentence.children(other.index))
        if other.pos == "PROPN" and titled:
            return other
    return None


def _verb(sentence: Sentence, token: Token, name: Token) -> Token | None:
    """Whose subject or object the name is."""
    above = sentence.tokens[name.head]
    if above.index != token.index:
        return above if above.pos == "VERB" else None
    head = sentence.tokens[token.head]
    return head if head.index != token.index else None


def _hung(sentence: Sentence, token: Token, name: Token, verb: Token) -> Sentence:
    found = list(sentence.tokens)
    if token.dep == "root":
        found[verb.index] = replace(verb, head=verb.index, dep="root")
    elif name.head == token.index:
        found[name.index] = replace(name, head=verb.index, dep="obj" if verb.pos == "VERB" else "nmod")
    for child in sentence.children(token.index):
        if child.dep == "mark":  # "talks [with] visiting President A. Fox"
            found[child.index] = replace(child, head=name.index, dep="case")
        elif child.index not in (name.index, verb.index):
            found[child.index] = replace(child, head=verb.index)
    found[token.index] = replace(token, head=name.index, dep="acl", pos="VERB", tag="VBG", lemma="visit")
    return Sentence(sentence.text, sentence.start, sentence.end, tuple(found))
