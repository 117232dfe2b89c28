"""Which words above a deed share its date, and whether it has only just been done.

The date of the clause is that of its object, its conjunct, its participle ("killing three") and its purpose ("to
protest"); two deeds of two times have two dates.
"""

from collections.abc import Iterator

from worker.events.parser import Sentence, Token

PRESENT = ("VBZ", "VBP")
_RECENT = frozenset({"recent", "recently", "previous", "previously", "earlier", "past", "former", "old", "ongoing"})
_UPON = frozenset({"at", "on", "upon"})  # "arrived at the invitation of X"
_OCCASION = frozenset({"at", "in", "during"})
_GONE = frozenset({"after", "since", "until", "because"})
_DESPITE = frozenset({"despite", "notwithstanding"})
_SUFFERED = frozenset({"kill", "wound", "injure", "die", "hurt", "capture", "fall", "perish"})
_SHARED = frozenset({"obj", "nsubj", "xcomp", "conj", "compound", "amod", "nmod", "appos"})


def just_done(sentence: Sentence, trigger: Token) -> bool:
    """ "has lifted", "was expelling", "said it had agreed": what is done as it is told, and no "not" with it."""
    below, has = sentence.children(trigger.index), _has(sentence, trigger)
    doing = trigger.tag == "VBG" and any(c.dep == "aux" and c.lemma == "be" for c in below)
    done = (trigger.tag == "VBN" and (has or _own_deed(sentence, trigger))) or doing
    return done and not any(c.lemma.lower() in ("not", "never", "n't") for c in below)


def _own_deed(sentence: Sentence, trigger: Token) -> bool:
    """ "said on Thursday it had agreed": who says it of himself has just done it."""
    below = sentence.children(trigger.index)
    had = any(c.dep.startswith("aux") and c.text.lower() == "had" for c in below)
    himself = any(c.dep == "nsubj" and c.tag == "PRP" for c in below)
    return had and himself and trigger.dep in ("ccomp", "parataxis")


def carriers(sentence: Sentence, trigger: Token, saying: bool) -> Iterator[Token]:
    """The trigger, then the words above it whose date is its date too."""
    token, there = trigger, False
    if of_before(sentence, trigger):
        yield trigger
        return
    for head in (trigger, *sentence.ancestors(trigger.index)):
        if head.index != trigger.index:
            relation = token.dep.partition(":")[0]
            there = and_there(sentence, token) or (there and token.pos != "VERB")
            if reduced(sentence, token) or _of_another_time(sentence, token, head):
                return
            same = relation in _SHARED or _at_once(sentence, token) or _purpose(sentence, token)
            same = same or (participle(token) and not _of_a_charge(sentence, token))
            same = same or (head.lemma in _SUFFERED and _cased(sentence, token, "in"))  # "killed on Friday in a clash"
            said = saying and relation in ("ccomp", "parataxis")
            # "in a message on Monday" and its like: a noun that hangs on the verb as a phrase shares no deed's date.
            if not (same or said or there or (saying and relation == "obl")):
                return
        yield head
        if head.index == trigger.index:
            yield from _twin(sentence, trigger)
        token = head


def _cased(sentence: Sentence, token: Token, word: str) -> bool:
    return any(c.dep == "case" and c.lemma.lower() == word for c in sentence.children(token.index))


def gone_before(sentence: Sentence, trigger: Token) -> bool:
    """ "said on Friday that it would pay, after Y had brokered a deal": what the saying comes after."""
    above = (trigger, *sentence.ancestors(trigger.index))
    clauses = (token for token in above if token.dep == "advcl" and token.tag in ("VBD", "VBN"))
    return any(c.dep == "mark" and c.lemma.lower() in _GONE for t in clauses for c in sentence.children(t.index))


def of_before(sentence: Sentence, trigger: Token) -> bool:
    """ "during a recent call", "the recently reported expulsion", "despite the talks": a noun of some day before."""
    if trigger.pos != "NOUN":
        return False
    below = sentence.children(trigger.index)
    if trigger.lemma == "invitation" and any(t.dep == "case" and t.lemma.lower() in _UPON for t in below):
        return True
    words = (*below, *(c for one in below if one.dep == "amod" for c in sentence.children(one.index)))
    return any(t.lemma.lower() in (_DESPITE if t.dep == "case" else _RECENT) for t in words)


def _at_once(sentence: Sentence, token: Token) -> bool:
    """ "ties soured on Friday as X announced that": what was done as the rest was done."""
    if token.dep != "advcl" or token.tag != "VBD":
        return False
    return any(c.dep == "mark" and c.lemma.lower() == "as" for c in sentence.children(token.index))


def and_there(sentence: Sentence, token: Token) -> bool:
    """ "flew to Bamako on Friday, where he signed a pact", "held talks on Friday at which he did": it goes on."""
    goes_on = token.tag in ("VBD", "VBN") and (token.dep == "advcl" or token.dep.endswith("relcl"))
    subjects = (c for c in sentence.children(token.index) if c.dep.startswith("nsubj"))
    if any(c.lemma.lower() in _RECENT for one in subjects for c in sentence.children(one.index)):
        return False  # "struck the town, where earlier shelling killed two on Friday"
    return goes_on and any(c.lemma.lower() == "where" or _at_which(sentence, c) for c in sentence.children(token.index))


def _at_which(sentence: Sentence, word: Token) -> bool:
    return word.lemma.lower() == "which" and any(
        c.lemma.lower() in _OCCASION for c in sentence.children(word.index) if c.dep == "case"
    )


def _twin(sentence: Sentence, trigger: Token) -> Iterator[Token]:
    """Verbs of one tense and one subject share the day at their end: "invaded and annexed the emirate in 1990",
    "recalled its envoy, closed the border and complained on Friday"."""
    for child in sentence.children(trigger.index):
        of_its_own = any(c.dep.startswith("nsubj") or c.dep == "mark" for c in sentence.children(child.index))
        if child.dep == "conj" and child.tag == trigger.tag and child.pos == "VERB" and not of_its_own:
            yield child
            yield from _twin(sentence, child)


def _of_another_time(sentence: Sentence, token: Token, head: Token) -> bool:
    """ "seized it in 1967 and has bombed it since", "spoke on Sunday and plan to meet", "fought in May before agreeing
    to talk": two deeds, two days."""
    if token.dep != "conj":
        return participle(token) and any(c.lemma.lower() == "before" for c in sentence.children(token.index))
    now, then = (verb.tag in PRESENT or _has(sentence, verb) for verb in (token, head))
    return now and not then


def _has(sentence: Sentence, verb: Token) -> bool:
    below = sentence.children(verb.index)
    return any(c.dep.startswith("aux") and c.tag in PRESENT and c.lemma == "have" for c in below)


def participle(token: Token) -> bool:
    return token.dep == "advcl" and token.tag == "VBG"


def _of_a_charge(sentence: Sentence, token: Token) -> bool:
    """ "broke off ties in July in response to charges that X was giving": a clause with its own "that"."""
    return any(c.dep == "mark" and c.lemma.lower() == "that" for c in sentence.children(token.index))


def _purpose(sentence: Sentence, token: Token) -> bool:
    """ "summoned the envoy on Monday to protest"."""
    return token.dep == "advcl" and token.tag == "VB" and any(c.tag == "TO" for c in sentence.children(token.index))


def reduced(sentence: Sentence, token: Token) -> bool:
    """ "bringing home nationals abducted by X": a participle after its noun has a day of its own."""
    by = any(c.dep == "obl:agent" for c in sentence.children(token.index))
    before = sentence.tokens[token.index - 1] if token.index else None
    if before is not None and before.text == "being" and before.index:
        before = sentence.tokens[before.index - 1]
    return token.tag == "VBN" and by and before is not None and before.tag in ("NNS", "NN", "NNPS", "NNP")
