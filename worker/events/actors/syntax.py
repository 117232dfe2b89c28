"""Questions of syntax that coreference asks of a sentence."""

from worker.events.actors.lists import PERSON_NOUNS, PLEONASTIC, STATE_NOUNS
from worker.events.parser.tree import Sentence, Token


def is_subject(sentence: Sentence, head: int) -> bool:
    """Whether a token is a subject, or listed with one."""
    token = sentence.tokens[head]
    while token.dep == "conj" and token.head != token.index:
        token = sentence.tokens[token.head]
    return token.dep.startswith(("nsubj", "csubj"))


def refers(sentence: Sentence, token: Token) -> bool:
    """Whether "it" is a subject that somebody can be; "it is", "it seems" are not."""
    verb = sentence.tokens[token.head]
    copula = any(child.dep in ("cop", "csubj", "aux:pass") for child in sentence.children(verb.index))
    return token.dep == "nsubj" and verb.pos == "VERB" and verb.lemma not in PLEONASTIC and not copula


def listed_under(sentence: Sentence, token: int, head: int) -> bool:
    at = sentence.tokens[token]
    while at.dep == "conj" and at.head != at.index:
        at = sentence.tokens[at.head]
        if at.index == head:
            return True
    return False


def counted_noun(sentence: Sentence, token: Token) -> Token | None:
    """The noun of "both nations", "the two neighbouring countries", "our two countries"; plural only."""
    noun = sentence.tokens[token.head]
    if not token.index < noun.index <= token.index + 3 or noun.tag not in ("NNS", "NNPS"):
        return None
    lemma = noun.lemma.lower()
    if lemma not in STATE_NOUNS and lemma not in PERSON_NOUNS and noun.text != "Koreas":
        return None
    if token.text.lower() == "both":
        return noun
    before = sentence.tokens[token.index - 1].text.lower() if token.index else ""
    definite = before in ("the", "these", "those", "our", "their", "between", "all", "of")
    return noun if definite else None


def phrase_start(sentence: Sentence, token: Token) -> int:
    before = sentence.tokens[token.index - 1].text.lower() if token.index else ""
    return token.index - 1 if before in ("the", "these", "those", "our", "their") else token.index
