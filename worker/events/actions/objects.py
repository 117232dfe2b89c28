"""What a parser hangs on an object and what is its verb's, and the object that one verb lends another."""

from worker.events.actions.relatives import Slots
from worker.events.actions.syntax import marker
from worker.events.parser import Sentence, Token


def hand_over_phrases(sentence: Sentence, slots: Slots) -> None:
    """ "imposed sanctions on Y": whether "on Y" hangs on the verb or on its object is a toss-up for any parser."""
    found = [(token, False) for token in slots.get("object", ())]
    for token, within in found:
        for child in sentence.children(token.index):
            name = marker(sentence, child) if child.dep in ("nmod", "obl") else ""
            if name == "of" and not within:
                found.append((child, True))  # "ten tonnes of rice for Y": of the rice as well
            elif name not in ("", "of", "'s", "by"):
                slots.setdefault(name, []).append(child)


def hand_over_infinitive(sentence: Sentence, slots: Slots) -> None:
    """ "allowed the men to leave" with "to leave" hung on the men: it is the verb's complement, they its object."""
    if "object" in slots or "complement" in slots:
        return
    for token in slots.get("iobj", ())[:1]:
        below = [c for c in sentence.children(token.index) if c.dep == "acl" and c.tag == "VB"]
        if below:
            slots["complement"], slots["object"] = below, [token]


def share_object(sentence: Sentence, token: Token, slots: Slots) -> None:
    """ "attacked and destroyed Y": the object of the last conjunct serves the first."""
    if "object" in slots:
        return
    for child in sentence.children(token.index):
        if child.dep == "conj" and child.pos == token.pos and child.index == token.index + 2:
            found = [t for t in sentence.children(child.index) if t.dep == "obj"]
            if found:
                slots["object"] = found
