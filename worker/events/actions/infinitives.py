"""Names that the parser made subjects of the infinitive after them, put back where they hang.

* "left for Turkey to attend": who leaves attends, and Turkey is where.
* "a request from Colombo to send aid": Colombo asks, and whoever is asked would send it.
* "led pressure on Syria to withdraw": who leads does not withdraw.
* "Chad, Niger agree to halt deportations": "halt" is what they agree to do, and no kind of deportation.
* "Newly elected Peruvian president to visit Chile": in a headline the participle describes who visits.
"""

from dataclasses import replace

from worker.events.parser import Sentence, Token

_LEAVING = frozenset({"leave", "depart", "head", "embark", "set", "fly", "travel"})
_ASKING = frozenset({"request", "appeal", "call", "plea", "demand", "order", "invitation", "instruction", "petition"})

_AGREEING = frozenset({"agree", "vow", "pledge", "refuse", "threaten", "decide", "promise", "move", "seek", "fail"})
_DONE = frozenset(
    {"halt", "end", "stop", "resume", "swap", "trade", "host", "share", "cut", "ease", "exchange", "boycott"}
)
_PRESSING = _ASKING | {"pressure", "pressures"}


def with_rehung_names(sentence: Sentence) -> Sentence:
    """The sentence with such names under their verb or noun; the very same object where there are none."""
    sentence = _with_agreed(_with_described(_with_pressed(sentence)))
    found = [t for t in sentence.tokens[2:] if t.dep == "nsubj" and t.tag == "NNP"]
    for token in found:
        goal = sentence.tokens[token.head]
        if goal.tag != "VB" or goal.index < token.index:
            continue
        if _cased(sentence, token, "for") and _leaves(sentence, goal, token):
            sentence = sentence.replacing(replace(token, head=goal.head, dep="obl"))
        elif _cased(sentence, token, "from") and (asking := _asking(sentence, token)) is not None:
            rehung = replace(token, head=asking.index, dep="nmod"), replace(goal, head=asking.index, dep="acl")
            sentence = sentence.replacing(*rehung)
    return sentence


def _with_described(sentence: Sentence) -> Sentence:
    """ "Newly elected Peruvian president to visit Chile", in a line without a full stop."""
    root = sentence.root
    opens = root.tag == "VBN" and all(t.pos == "ADV" for t in sentence.tokens[: root.index])
    if not opens or sentence.tokens[-1].text == ".":
        return sentence
    below = sentence.children(root.index)
    noun = next((t for t in below if t.dep == "obj" and t.index > root.index), None)
    goal = next((t for t in below if t.tag == "VB" and t.dep in ("advcl", "xcomp")), None)
    if noun is None or goal is None or goal.index < noun.index:
        return sentence
    return sentence.replacing(
        replace(goal, head=goal.index, dep="root"),
        replace(noun, head=goal.index, dep="nsubj"),
        replace(root, head=noun.index, dep="amod"),
    )


def _with_agreed(sentence: Sentence) -> Sentence:
    """ "agree to halt deportations"."""
    if " to " not in sentence.text:
        return sentence
    for to, deed, noun in zip(sentence.tokens, sentence.tokens[1:], sentence.tokens[2:], strict=False):
        if to.text != "to" or deed.tag != "NN":
            continue
        verb = sentence.tokens[noun.head]
        taken = deed.head == noun.index and noun.tag == "NNS"
        if taken and deed.text in _DONE and verb.lemma in _AGREEING and verb.index < to.index:
            return sentence.replacing(
                replace(to, tag="TO", dep="mark", head=deed.index),
                replace(deed, lemma=deed.text, tag="VB", pos="VERB", dep="xcomp", head=verb.index),
                replace(noun, dep="obj", head=deed.index),
            )
    return sentence


def _with_pressed(sentence: Sentence) -> Sentence:
    """ "pressure on Syria to withdraw": the infinitive says what is asked for."""
    for goal in sentence.tokens[4:]:
        if goal.tag != "VB" or goal.dep not in ("advcl", "xcomp") or sentence.tokens[goal.index - 1].tag != "TO":
            continue
        name, noun = sentence.tokens[goal.index - 2], sentence.tokens[goal.index - 4]
        if name.text[:1].isupper() and noun.lemma in _PRESSING and goal.head != noun.index and noun.pos == "NOUN":
            sentence = sentence.replacing(replace(goal, head=noun.index, dep="acl"))
    return sentence


def _cased(sentence: Sentence, token: Token, word: str) -> bool:
    """Whether a preposition stands before the name, under it or under its verb."""
    before = sentence.tokens[: token.index]
    return bool(before) and any(t.text == word and t.dep in ("case", "mark") for t in before[-3:])


def _leaves(sentence: Sentence, goal: Token, token: Token) -> bool:
    verb = sentence.tokens[goal.head]
    return verb.lemma in _LEAVING and verb.index < token.index


def _asking(sentence: Sentence, token: Token) -> Token | None:
    """The request right before "from" and the name."""
    near = sentence.tokens[max(token.index - 4, 0) : token.index]
    return next((t for t in reversed(near) if t.lemma in _ASKING and t.pos == "NOUN"), None)
