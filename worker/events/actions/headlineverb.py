"""Gives a headline its verb: "UK [imposes] travel bans on Belarus", "Estonia [hands] over howitzers to Ukraine".

A small parser takes the word in -s after a name for a plural, and the noun after it for a verb or for the root. In a
line without a full stop a word in -s right after the names that open it, whose base form is a known verb, is that verb,
where a noun or a particle follows: the names are its subject, the first noun its object, and phrases with a preposition
are its own. After two names with a comma or "and" between them the verb has no -s: "Iran, Pakistan [trade] strikes".
"""

from collections.abc import Sequence, Set
from dataclasses import replace

from worker.events.parser import Sentence, Token

_PLURAL = frozenset({"NNS", "NNPS", "VBZ"})
_JOINING = frozenset({",", "and", "&"})
_BARE = frozenset({"NN", "VBP", "VB", "NNP"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_LONGEST = 16
_PARTICLES = frozenset({"over", "up", "off", "out", "back", "in", "down"})


def with_headline_verb(sentence: Sentence, verbs: Set[str]) -> Sentence:
    """The sentence with such a verb as its root; the very same object where there is none."""
    tokens = sentence.tokens
    if len(tokens) > _LONGEST or tokens[-1].text in (".", "?", "!", "”", '"'):
        return sentence
    at = next((t.index for t in tokens if not _is_name(t) and not (t.index and t.text in _JOINING)), len(tokens))
    joints = [t.index for t in tokens[:at] if t.text in _JOINING]
    if not 0 < at < len(tokens) - 1 or _ill_joined(joints, at) or not _is_verb(tokens, at, verbs, bool(joints)):
        return sentence
    return Sentence(sentence.text, sentence.start, sentence.end, tuple(_rehung(tokens, at, joints, verbs)))


def _ill_joined(joints: Sequence[int], at: int) -> bool:
    return any(joint + 1 in (*joints, at) for joint in joints)


def _is_name(token: Token) -> bool:
    return token.pos == "PROPN" or (token.index == 0 and token.tag == "NN" and token.text[:1].isupper())


def _base(word: str, verbs: Set[str], listed: bool) -> str | None:
    if listed:
        return word if word in verbs else None
    return next((stem for stem in (word[:-1], word[:-2]) if word.endswith("s") and stem in verbs), None)


def _is_verb(tokens: Sequence[Token], at: int, verbs: Set[str], listed: bool) -> bool:
    """Whether the word is no noun: a noun, a name or a particle follows, and no verb but one that heads no clause."""
    word, following = tokens[at], tokens[at + 1]
    if word.dep == "root" and word.tag == "VBZ":
        return False  # the parser has seen it
    tags = _BARE if listed else _PLURAL
    plural = word.tag in tags and word.text.islower() and _base(word.text, verbs, listed) is not None
    others = [t for t in tokens[at + 1 :] if t.tag in _FINITE and t.index != at + 1]
    opens = following.tag in ("NN", "NNS", "NNP", "JJ", "CD", "VBP", "DT") or following.text in _PARTICLES
    return plural and opens and not others


def _rehung(tokens: Sequence[Token], at: int, joints: Sequence[int], verbs: Set[str]) -> list[Token]:
    found = list(tokens)
    lemma = _base(tokens[at].text, verbs, bool(joints)) or tokens[at].lemma
    found[at] = replace(tokens[at], lemma=lemma, tag="VBP" if joints else "VBZ", pos="VERB", head=at, dep="root")
    _hang_subjects(found, at, [*joints, at])
    after = at + 1
    if tokens[after].text in _PARTICLES and f"{lemma} {tokens[after].text}" in verbs:
        found[after] = replace(tokens[after], head=at, dep="compound:prt")
        after += 1
    _hang_objects(found, at, after)
    return found


def _hang_subjects(tokens: list[Token], at: int, ends: Sequence[int]) -> None:
    """The names before the verb under it: the first as its subject, the others joined to that one."""
    first, start = ends[0] - 1, 0
    for end in ends:
        for token in tokens[start : end - 1]:
            tokens[token.index] = replace(token, head=end - 1, dep="compound")
        subject = end - 1 == first
        tokens[end - 1] = replace(tokens[end - 1], head=at if subject else first, dep="nsubj" if subject else "conj")
        if end < at:
            tokens[end] = replace(tokens[end], head=first, dep="punct" if tokens[end].text == "," else "cc")
        start = end + 1


def _hang_objects(tokens: list[Token], at: int, after: int) -> None:
    """The nouns behind the verb under it: the first as its object, those with a preposition as phrases."""
    first = next((t for t in tokens[after:] if t.pos in ("NOUN", "PROPN") and _ends(tokens, t)), None)
    for token in tokens[after:]:
        if token is first:
            tokens[token.index] = replace(token, head=at, dep="obj")
        elif first is not None and token.index < first.index:
            dep = "compound" if token.tag in ("NN", "VBP", "NNP") else token.dep
            pos = "NOUN" if token.tag == "VBP" else token.pos
            tokens[token.index] = replace(token, head=first.index, dep=dep, pos=pos)
        elif token.head <= at or token.dep == "root" or tokens[token.head].tag == "VBP":
            tokens[token.index] = replace(token, head=at, dep="obl" if token.pos in ("NOUN", "PROPN") else token.dep)


def _ends(tokens: Sequence[Token], noun: Token) -> bool:
    """Whether a noun is the last of its run."""
    following = tokens[noun.index + 1 : noun.index + 2]
    return not following or following[0].pos not in ("NOUN", "PROPN", "ADJ")
