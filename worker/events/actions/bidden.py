"""Verbs that name what is bidden, due, proposed, judged or not yet done, and so no deed: see rule 3 of `unreal`.

"must withdraw", "calls on X to cease fire, withdraw its troops", "suggested that the two trade", "warned X against
granting asylum", "important to sign", "has yet to agree".
"""

from worker.events.actions.index import Ontology
from worker.events.parser import Sentence, Token

_DUTIES = frozenset({"must", "should", "ought"})
_FACTUAL = frozenset({"able", "due", "set", "expected", "scheduled", "slated", "poised", "first", "last", "quick"})
_PROPOSING = frozenset({"suggest", "propose", "recommend", "request", "demand"})
_OPENING = frozenset({'"', "“", "'", "‘", "``"})
_NOW = frozenset({"VBZ", "VBP", "VB", "MD"})


def bidden(sentence: Sentence, token: Token, ontology: Ontology) -> str | None:
    """Why a verb's own words make it no deed; None where they do not."""
    if _due(sentence, token):
        return "duty"
    if token.tag == "VB" and token.dep == "parataxis" and not _helped(sentence, token):
        return "demand"  # "calls on X to cease fire, withdraw its troops": one more thing that is asked for
    if _told_to(sentence, token) or _warned_of(sentence, token) or _proposed(sentence, token):
        return "demand"
    return "possibility" if _judged(sentence, token, ontology) else None


def not_yet(sentence: Sentence, token: Token) -> bool:
    """ "has yet to agree", "is yet to reply"."""
    before = [t.lemma for t in sentence.tokens[max(token.index - 3, 0) : token.index]]
    return token.tag == "VB" and before in (["have", "yet", "to"], ["be", "yet", "to"])


def _proposed(sentence: Sentence, token: Token) -> bool:
    """ "suggested that the two increase trade": a bare form after "that" is no fact."""
    bare = token.tag in ("VB", "VBP") and not _helped(sentence, token)
    return token.dep == "ccomp" and bare and sentence.tokens[token.head].lemma in _PROPOSING


def _told_to(sentence: Sentence, token: Token) -> bool:
    """ "Take that money and help Germany": what opens a sentence, or a quotation, as a bare form bids somebody."""
    while token.dep == "conj" and token.tag == "VB" and not _helped(sentence, token):
        token = sentence.tokens[token.head]
    before = sentence.tokens[token.index - 1] if token.index else None
    first = before is None or (before.text in _OPENING and before.index == 0)
    below = sentence.children(token.index)
    return token.tag == "VB" and first and not any(c.dep.startswith(("nsubj", "aux")) for c in below)


def _warned_of(sentence: Sentence, token: Token) -> bool:
    """ "warned Ottawa against granting asylum", "stopped short of cutting ties": nobody has done it."""
    marks = [c for c in sentence.children(token.index) if c.dep in ("mark", "case")]
    short = any(sentence.tokens[c.index - 1].text == "short" for c in marks if c.index and c.lemma == "of")
    return token.tag == "VBG" and (short or any(c.lemma.lower() == "against" for c in marks))


def _due(sentence: Sentence, token: Token) -> bool:
    """ "should send", "must withdraw and pay": the duty is shared by conjuncts without a helper of their own."""
    while True:
        helpers = [c for c in sentence.children(token.index) if c.dep.startswith("aux")]
        if any(c.lemma.lower() in _DUTIES for c in helpers):
            return True
        head = sentence.tokens[token.head]
        shares = token.dep == "conj" and not helpers and head.pos in ("VERB", "ADJ")
        if not shares or head.index == token.index:
            return False
        token = head


def _helped(sentence: Sentence, token: Token) -> bool:
    return any(c.dep.startswith("aux") or c.tag == "TO" for c in sentence.children(token.index))


def _judged(sentence: Sentence, token: Token, ontology: Ontology) -> bool:
    """ "too early to talk", "important to sign": said of a deed, not done."""
    head = sentence.tokens[token.head]
    if head.pos != "ADJ" or token.tag != "VB" or not any(c.tag == "TO" for c in sentence.children(token.index)):
        return False
    name = head.lemma.lower()
    if name == "able":  # who "was able to return" did so
        return any(
            c.dep in ("cop", "aux") and c.tag in _NOW and c.lemma != "have" for c in sentence.children(head.index)
        )
    return name not in _FACTUAL and name not in ontology.by_word
