"""Puts prepositions, and what stands after them, where they belong.

* "Amid row with India, Fox meets" with "Amid" as a name.
* "back to neighbouring Egypt on Monday" with "neighbouring" as a verb.
* "returned home from Guinea" with Guinea as an object: a preposition before it makes it a phrase.
* "in Vienna, Austria" with Austria beside whoever was met there: the country hangs on its town.
* "expels ambassador of Chile" with the ambassador as a part of the name: he is who is expelled.
* "on a visit to Chile" with a verb "Chile": a word with a capital after "to" that no rule knows as a verb is a name.
"""

from collections.abc import Set
from dataclasses import replace

from worker.events.parser import Sentence, Token


def with_opening(sentence: Sentence) -> Sentence:
    """ "Amid row with India, X meets Y": the preposition that opens a line is no name."""
    first, *rest = sentence.tokens
    noun = next((t for t in rest[:3] if t.pos == "NOUN"), None)
    verb = sentence.tokens[first.head]
    if first.text not in ("Amid", "Despite") or first.dep != "nsubj" or noun is None or noun.index > verb.index:
        return sentence
    tokens = list(sentence.tokens)
    tokens[0] = replace(first, lemma=first.text.lower(), tag="IN", pos="ADP", head=noun.index, dep="case")
    tokens[noun.index] = replace(noun, head=verb.index, dep="obl")
    for child in sentence.children(0):
        if child is not noun:
            tokens[child.index] = replace(child, head=noun.index, dep="nmod" if child.dep == "obl" else child.dep)
    return Sentence(sentence.text, sentence.start, sentence.end, tuple(tokens))


def with_phrases(sentence: Sentence) -> Sentence:
    """ "returned home from Guinea": no object stands behind a preposition."""
    found = [t for t in sentence.tokens[2:] if t.dep == "obj" and _behind_preposition(sentence, t)]
    return sentence.replacing(*(replace(t, dep="obl") for t in found)) if found else sentence


def _behind_preposition(sentence: Sentence, token: Token) -> bool:
    below = (c for c in sentence.children(token.index) if c.dep == "case" and c.tag == "IN")
    return any(token.head < c.index < token.index for c in below)


def with_owners(sentence: Sentence) -> Sentence:
    """ "expels ambassador of Chile", in a headline: what stands before "of" is the object, and no part of the name."""
    if " of " not in sentence.text:
        return sentence
    for noun, of in zip(sentence.tokens, sentence.tokens[1:], strict=False):
        name = sentence.tokens[noun.head]
        verb = sentence.tokens[name.head]
        part = noun.dep == "compound" and noun.tag in ("NN", "NNS") and name.index > of.index
        if part and of.text == "of" and of.head == name.index and verb.pos == "VERB" and verb.index < noun.index:
            return sentence.replacing(
                replace(noun, head=verb.index, dep="obj"), replace(name, head=noun.index, dep="nmod")
            )
    return sentence


def with_neighbours(sentence: Sentence) -> Sentence:
    """ "back to neighbouring Egypt on Monday": the word describes the state, whatever the parser hung on it."""
    found = [t for t in sentence.tokens[:-1] if t.text in ("neighbouring", "neighboring") and t.tag == "VBG"]
    for word in found:
        noun = sentence.tokens[word.index + 1]
        if noun.head != word.index or noun.pos not in ("PROPN", "NOUN"):
            continue
        tokens, below = list(sentence.tokens), sentence.children(word.index)
        cased = any(c.dep in ("mark", "case") and c.index < word.index for c in below)
        for child in below:
            above = noun.index if child.index < noun.index else word.head
            tokens[child.index] = replace(child, head=above, dep="case" if child.dep == "mark" else child.dep)
        tokens[noun.index] = replace(noun, head=word.head, dep="obl" if cased else "obj")
        tokens[word.index] = replace(word, head=noun.index, dep="amod", tag="JJ", pos="ADJ")
        sentence = Sentence(sentence.text, sentence.start, sentence.end, tuple(tokens))
    return sentence


def with_towns(sentence: Sentence) -> Sentence:
    """ "met them in Vienna, Austria, on Monday": the country hangs on its town, and on nobody who was met."""
    commas = (t.index for t in sentence.tokens[2:-2] if t.text == ",")
    found = [t for comma in commas if _of_a_town(sentence, t := sentence.tokens[comma + 1])]
    if not found:
        return sentence
    tokens = list(sentence.tokens)
    for token in found:
        tokens[token.index] = replace(token, head=token.index - 2, dep="appos")
    return Sentence(sentence.text, sentence.start, sentence.end, tuple(tokens))


def _of_a_town(sentence: Sentence, token: Token) -> bool:
    town, comma, *_ = sentence.tokens[token.index - 2 :]
    after = sentence.tokens[token.index + 1].text
    if token.tag != "NNP" or town.tag != "NNP" or comma.text != "," or after not in (",", "on", "."):
        return False
    loose = token.dep in ("appos", "conj", "nmod", "list", "parataxis") and token.head not in (town.index, comma.index)
    where = (c for c in sentence.children(town.index) if c.dep == "case")
    return loose and any(c.text.lower() in ("in", "at", "near", "outside") for c in where)


def with_goals(sentence: Sentence, verbs: Set[str]) -> Sentence:
    """The names after "to" that were taken for infinitives, as names."""
    goals = [t for t in sentence.tokens[1:] if t.tag == "VB" and _is_goal(t, sentence.tokens[t.index - 1], verbs)]
    if not goals or sentence.text.istitle():
        return sentence
    tokens = list(sentence.tokens)
    for goal in goals:
        tokens[goal.index] = replace(goal, lemma=goal.text, tag="NNP", pos="PROPN", dep="obl")
        tokens[goal.index - 1] = replace(tokens[goal.index - 1], tag="IN", pos="ADP", dep="case", head=goal.index)
    return Sentence(sentence.text, sentence.start, sentence.end, tuple(tokens))


def _is_goal(token: Token, before: Token, verbs: Set[str]) -> bool:
    return before.text == "to" and token.text[:1].isupper() and token.lemma.lower() not in verbs
