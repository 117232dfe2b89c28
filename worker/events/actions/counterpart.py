"""Which words may stand for the other side of somebody, whom `focus` finds (the lists are `other_side` and `speakers`
of the ontology):

* for a recipient a pronoun, or a definite noun that is his word, deed or envoy: "the charge", "the envoy", "this move";
* for an actor a pronoun, or somebody who speaks for a state: "the ministry", "the government", "a spokesman".
"""

from collections.abc import Iterable, Set

from worker.events.actions.match import Match
from worker.events.actions.syntax import NOMINAL, is_free, marker
from worker.events.parser import Sentence, Token

_PRONOUNS = frozenset({"it", "he", "she", "they", "him", "her", "them", "this", "that"})
_PERSONAL = frozenset({"him", "her", "himself", "herself"})  # some person whom nobody is known to speak for
_OTHERS = frozenset({"neighbour", "neighbor", "counterpart", "rival", "adversary"})  # "its neighbour"
_TAKING = frozenset({"of", "on", "in", "with", "about", "from", "to"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "such", "any", "all"})


def may_stand_for_recipient(sentence: Sentence, token: Token, words: Set[str]) -> bool:
    """Whether a word can mean the other side, or what it said or did."""
    word = token.lemma.lower()
    if token.text.lower() in _PERSONAL:
        return False
    if token.tag == "PRP" or (token.pos not in NOMINAL and token.text.lower() in _PRONOUNS):
        return True
    if word in _OTHERS and any(c.tag == "PRP$" for c in sentence.children(token.index)):
        return True
    return token.pos in NOMINAL and word in words and definite(sentence, token)


def may_stand_for_actor(token: Token, words: Set[str]) -> bool:
    """Whether a word can mean the side that speaks."""
    if token.tag == "PRP" and token.lemma.lower() in _PRONOUNS:
        return True
    return token.pos in NOMINAL and token.lemma.lower() in words


def may_stand_for_both(sentence: Sentence, token: Token, words: Set[str]) -> bool:
    """Whether a word can mean both sides at once: "officials signed a pact", "the two ministers"."""
    bare = not any(c.dep in ("nmod:poss", "nmod") or c.pos == "PROPN" for c in sentence.children(token.index))
    return token.tag in ("NNS", "CD") and bare and (token.tag == "CD" or token.lemma.lower() in words)


def definite(sentence: Sentence, token: Token) -> bool:
    """Whether a noun means one that is known: "the charge", "these moves"."""
    return any(
        c.dep.startswith(("det", "nmod:poss")) and c.text.lower() in _DEFINITE for c in sentence.children(token.index)
    )


def aside(sentence: Sentence, match: Match) -> bool:
    """Whether an act is only said of something else: in a relative clause, by a gerund that a preposition or a noun
    takes ("a deal on opening a factory"), by a noun that no verb carries ("in some past visits")."""
    verb = match.frame.light or match.trigger
    if verb.pos in NOMINAL:
        return verb.dep.startswith(("obl", "nmod"))
    if verb.dep.endswith(":relcl"):
        return True
    loose = verb.tag == "VBG" and not is_free(sentence, verb)
    return loose and (verb.dep == "acl" or marker(sentence, verb) in _TAKING)


def addressed(sentence: Sentence, tokens: Iterable[Token]) -> bool:
    """Whether somebody is told who is not the other side: a name ("to the Red Cross"), or one's own ("its people")."""
    return any(token.pos == "PROPN" or any(c.tag == "PRP$" for c in sentence.children(token.index)) for token in tokens)
