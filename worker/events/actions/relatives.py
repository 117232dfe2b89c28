"""Relative clauses and participles: which noun before them fills which of their slots.

"X, which attacked Y"; "the attack launched by X"; "Y, with whom he talked"; "X, whose president visited Y".
"""

from worker.events.actions.syntax import NOMINAL, describes, relative
from worker.events.parser import Sentence, Token

Slots = dict[str, list[Token]]


def fill_gap(sentence: Sentence, token: Token, passive: bool, slots: Slots) -> None:
    """ "X, which attacked Y": which is X. "the attack launched by X": the attack is the object of launched."""
    if _owned(sentence, slots):
        return
    pronouns = [slot for slot, tokens in slots.items() if any(relative(t) for t in tokens)]
    misplaced = "subject" in pronouns or (token.dep == "advcl" and "with" in pronouns)  # "Y, with whom he talked"
    if not describes(token) and not misplaced:
        return
    head = antecedent_of(sentence, token)
    if head is None:
        return
    if not pronouns and any(c.dep == "mark" for c in sentence.children(token.index)):
        return  # "the claim that X attacked", "accused X of lying": the noun is no part of its own content
    for slot in pronouns:
        slots[slot] = [head]
    if not pronouns and token.tag != "VB":
        gap = "object" if passive or "subject" in slots or token.tag == "VBN" else "subject"
        slots.setdefault(gap, []).append(head)


def antecedent_of(sentence: Sentence, token: Token) -> Token | None:
    """The noun a relative clause hangs on; where the parse hung it on the verb, the nearest noun before it."""
    if describes(token):
        return sentence.tokens[token.head]
    return _noun_before(sentence, min(t.index for t in sentence.subtree(token.index)))


def _noun_before(sentence: Sentence, index: int) -> Token | None:
    return next((t for t in reversed(sentence.tokens[:index]) if t.pos in NOMINAL), None)


def _owned(sentence: Sentence, slots: Slots) -> bool:
    """ "X, whose president visited Y": the president is X's."""
    subject = slots.get("subject", [])[:1]
    whose = next((c for t in subject for c in sentence.children(t.index) if c.tag == "WP$"), None)
    noun = _noun_before(sentence, whose.index) if whose is not None else None
    if noun is not None:
        slots["subject"].append(noun)
    return noun is not None
