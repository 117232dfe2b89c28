"""Gives a sentence its main verb back, where the parser took it for a participle that describes a noun.

English writes "called" for both, and a small parser stumbles when words stand between a subject and its verb:

* "The minister, A. Fox, [called] on Chile to act." The root is a noun and has no verb of its own: the first verb after
  it that describes a noun, and has no subject of its own, becomes the root; the noun becomes its subject.
* "Fox on Friday [accused] Chile of lying." The same, and the noun that "accused" was thought to describe is its object.
* "The Finnish premier A. Fox [thanked] lawmakers." Where the noun described is the root itself, it is the object, and
  the name before the verb is its subject.
* "A minister [threatened] to leave." Without a helper the main verb is no passive, whatever the parser says.
* "Fox on Friday [accused] Chile of lying, saying it knew." The same where a gerund that comes after is the root.
* "Chile has [denounced] claims by Peru." After "has" and before a bare noun, a participle makes the perfect tense.

Only sentences that end in a full stop: in a headline ("Villages burned in Chad") the participle often is one.
"""

from collections.abc import Sequence
from dataclasses import replace

from worker.events.actions.syntax import NOMINAL
from worker.events.actors.lists import PERIODS, TIMES
from worker.events.parser import Sentence, Token

_MISTAKEN = frozenset({"acl", "amod", "acl:relcl", "nmod:desc", "conj", "parataxis", "list", "nmod", "dep"})
_ON_THE_WAY = frozenset(
    {
        "nmod",
        "appos",
        "conj",
        "flat",
        "compound",
        "obl",
        "obl:unmarked",
        "dep",
        "list",
        "nummod",
        "nmod:unmarked",
        "parataxis",
    }
)
_OWN = frozenset({"nsubj", "nsubj:pass", "csubj", "aux:pass", "mark", "cop"})
_LAST = 3  # the full stop is one of so many last tokens: quotation marks may follow it


def with_main_verb(sentence: Sentence) -> Sentence:
    """The sentence with its main verb as root; the very same object where nothing is wrong."""
    found = _before_gerund(_active(_perfect(sentence)))
    root = found.root
    if root.pos not in NOMINAL or not any(t.text == "." for t in found.tokens[-_LAST:]) or _has_own(found, root):
        return found
    verb = next((t for t in found.tokens if _could_be_main(found, t)), None)
    if verb is None:
        return found
    return _rooted(found, verb) if verb.index > root.index else _before_root(found, verb)


def _has_own(sentence: Sentence, root: Token) -> bool:
    """Whether the root is a predicate: "he is a minister"; then it needs no verb. "Secretary Ann Fox" is none."""
    below = {child.dep for child in sentence.children(root.index)}
    return not below.isdisjoint(_OWN - {"mark"}) and not (root.pos == "PROPN" and below.isdisjoint({"cop", "aux"}))


def _could_be_main(sentence: Sentence, token: Token) -> bool:
    mistaken = token.dep in _MISTAKEN or (token.tag == "VBD" and token.dep in ("appos", "obj"))
    if token.pos != "VERB" or token.tag not in ("VBD", "VBN", "VBZ", "VBP") or not mistaken:
        return False
    children = [c for c in sentence.children(token.index) if not _of_the_name(sentence, c)]
    if token.dep == "amod" and token.head == sentence.root.index and any(c.dep == "nsubj" for c in children):
        return not _by_agent(sentence, token)  # "the minister voiced alarm": what only describes has no subject
    own = any(c.dep in _OWN or (c.tag in ("WDT", "WP") and c.index < token.index) for c in children)
    if own or _by_agent(sentence, token):
        return False
    root = sentence.root
    if token.index < root.index:
        before = sentence.tokens[token.index - 1] if token.index else None
        return (
            token.dep == "amod"
            and token.head == root.index
            and before is not None
            and (before.pos == "PROPN" or before.text == ",")
        )
    return _reaches_root(sentence, token)


def _of_the_name(sentence: Sentence, token: Token) -> bool:
    """ "Ann [Fox] expressed": the second half of the root's name is no subject of its own."""
    root = sentence.root
    return token.dep == "nsubj" and token.pos == root.pos == "PROPN" and token.index == root.index + 1


def _by_agent(sentence: Sentence, token: Token) -> bool:
    """ "the attack launched by Chile" is a phrase; "agreed by phone" is no passive."""
    following = sentence.tokens[token.index + 1 : token.index + 3]
    by = bool(following) and following[0].lemma.lower() == "by"
    return token.tag == "VBN" and by and not following[-1].lemma.lower().endswith("phone")


def _reaches_root(sentence: Sentence, token: Token) -> bool:
    """Whether only nouns stand between a verb and the root."""
    for above in sentence.ancestors(token.index):
        if above.pos in ("VERB", "AUX"):
            return False
        if above.head != above.index and above.dep not in _ON_THE_WAY:
            return False
    return True


def _rooted(sentence: Sentence, verb: Token) -> Sentence:
    """The verb as root; the old root as its subject, and what stood after the verb under the verb."""
    root, found = sentence.root, list(sentence.tokens)
    described = sentence.tokens[verb.head]
    _crown(sentence, found, verb)
    timed = root.lemma.lower() in TIMES | PERIODS  # "Last month, Chile imposed duties": no subject, but when
    found[root.index] = replace(root, head=verb.index, dep="obl:unmarked" if timed else "nsubj")
    for child in sentence.children(root.index):
        if child.index > verb.index:
            found[child.index] = replace(child, head=verb.index)
    for child in sentence.children(verb.index):
        if _of_the_name(sentence, child):
            found[child.index] = replace(child, head=root.index, dep="flat")
    if verb.dep == "amod" and described.index > verb.index:
        found[described.index] = replace(described, head=verb.index, dep="obj")
        _hand_over_phrase(sentence, found, described, verb, "nsubj" if timed else "obl")
        _hand_over_clauses(sentence, found, described, verb)
    return _sentence(sentence, found)


def _before_root(sentence: Sentence, verb: Token) -> Sentence:
    """The verb as root; the old root as its object, and the nearest noun before the verb as its subject."""
    root, found = sentence.root, list(sentence.tokens)
    _crown(sentence, found, verb)
    found[root.index] = replace(root, head=verb.index, dep="obj")
    before = [c for c in sentence.children(root.index) if c.index < verb.index]
    nouns = [c for c in before if c.pos in NOMINAL]
    for child in before:
        dep = "nsubj" if nouns and child is nouns[-1] else child.dep
        found[child.index] = replace(child, head=verb.index, dep=dep)
    _hand_over_clauses(sentence, found, root, verb)
    return _sentence(sentence, found)


def _before_gerund(sentence: Sentence) -> Sentence:
    """ "Fox [accused] Chile of lying, saying": the gerund hangs on the verb between it and its subject."""
    root = sentence.root
    children = sentence.children(root.index)
    subject = next((c for c in children if c.dep == "nsubj" and c.index < root.index), None)
    if root.tag != "VBG" or subject is None or any(c.dep in ("aux", "cop") for c in children):
        return sentence
    verb = next(
        (t for t in sentence.tokens[subject.index + 1 : root.index] if t.dep == "amod" and t.tag == "VBN"), None
    )
    if verb is None or not _right_after(sentence, subject, verb):
        return sentence
    noun, found = sentence.tokens[verb.head], list(sentence.tokens)
    _crown(sentence, found, verb)
    for child in children:
        found[child.index] = replace(child, head=verb.index) if child.index < verb.index else child
    found[root.index] = replace(root, head=verb.index, dep="advcl")
    found[noun.index] = replace(noun, head=verb.index, dep="obj")
    _hand_over_phrase(sentence, found, noun, verb, "obl")
    _hand_over_clauses(sentence, found, noun, verb)
    return _sentence(sentence, found)


def _right_after(sentence: Sentence, subject: Token, verb: Token) -> bool:
    """Whether only a day stands between a name and the verb after it, and a noun follows."""
    between = sentence.tokens[subject.index + 1 : verb.index]
    return verb.head > verb.index and all(t.text in ("on", "late", "last") or t.lemma.lower() in TIMES for t in between)


def _crown(sentence: Sentence, tokens: list[Token], verb: Token) -> None:
    perfect = any(c.dep == "aux" for c in sentence.children(verb.index))
    tag = "VBD" if verb.tag == "VBN" and not perfect else verb.tag
    tokens[verb.index] = replace(verb, tag=tag, head=verb.index, dep="root")


def _hand_over_phrase(sentence: Sentence, tokens: list[Token], noun: Token, verb: Token, dep: str) -> None:
    """ "Fox [on Friday] lifted curbs": what stood before the verb is its own by `dep`, not part of the noun."""
    before = [c for c in sentence.children(noun.index) if c.index < verb.index]
    named = next((c for c in before if c.pos in NOMINAL), None)
    for child in before:
        if child is named:
            tokens[child.index] = replace(child, head=verb.index, dep=dep)
        else:
            tokens[child.index] = replace(child, head=named.index if named is not None else verb.index)


def _hand_over_clauses(sentence: Sentence, tokens: list[Token], noun: Token, verb: Token) -> None:
    """ "accused Chile of lying": the clause is the verb's, not the noun's."""
    for child in sentence.children(noun.index):
        if child.index > noun.index and child.dep in ("acl", "advcl", "ccomp", "parataxis", "obl", "punct"):
            tokens[child.index] = replace(child, head=verb.index)


def _active(sentence: Sentence) -> Sentence:
    """ "A minister [threatened] to leave.": a main verb without a helper is no passive."""
    verb, helpers = sentence.root, ("aux", "aux:pass", "cop", "obl:agent")
    children = sentence.children(verb.index)
    subject = next((c for c in children if c.dep == "nsubj:pass"), None)
    bare = verb.tag == "VBN" and not any(c.dep in helpers for c in children)
    if subject is None or not bare or not any(t.text == "." for t in sentence.tokens[-_LAST:]):
        return sentence
    found = list(sentence.tokens)
    found[verb.index] = replace(verb, tag="VBD")
    found[subject.index] = replace(subject, dep="nsubj")
    return _sentence(sentence, found)


def _perfect(sentence: Sentence) -> Sentence:
    """ "has denounced claims": the participle takes the place of "has"."""
    for verb in sentence.tokens:
        has = _has_before(sentence, verb)
        if has is not None:
            return _perfect(_with_perfect(sentence, has, verb))
    return sentence


def _has_before(sentence: Sentence, verb: Token) -> Token | None:
    if verb.tag != "VBN" or verb.dep != "amod" or verb.index == 0:
        return None
    noun = sentence.tokens[verb.head]
    before = verb.index - 1
    while before and sentence.tokens[before].pos == "ADV":
        before -= 1
    has = sentence.tokens[before]
    fits = has.lemma == "have" and has.tag in ("VBZ", "VBP", "VBD") and noun.head == has.index and noun.dep == "obj"
    return has if fits else None


def _with_perfect(sentence: Sentence, has: Token, verb: Token) -> Sentence:
    found = list(sentence.tokens)
    above = verb.index if has.head == has.index else has.head
    found[verb.index] = replace(verb, head=above, dep=has.dep, pos="VERB")
    found[has.index] = replace(has, head=verb.index, dep="aux", pos="AUX")
    for child in sentence.children(has.index):
        found[child.index] = replace(child, head=verb.index)
    return _sentence(sentence, found)


def _sentence(sentence: Sentence, tokens: Sequence[Token]) -> Sentence:
    return Sentence(sentence.text, sentence.start, sentence.end, tuple(tokens))
