"""Whether a clause says that something happened: negation, plans, conditions, hedges. UD relations only.

"did not attack"          negated               "will attack", "plans to attack"     future
"would attack", "if ..."  hypothetical          "will not", "would not", "never to"  refused
"""

from dataclasses import dataclass
from itertools import pairwise

from worker.events.actions.syntax import DAYS
from worker.events.parser import Sentence, Token

_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "cannot"})
_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo", "ll"})
_POSSIBLE = frozenset({"would", "could", "can", "may", "might", "'d", "’d"})
_REFUSING = _FUTURE | {"would", "can", "ca", "could"}
_WOULD = frozenset({"would", "'d", "’d"})
_MAY = frozenset({"could", "may", "might"})
_THEMSELVES = frozenset({"it", "he", "she", "they", "we", "i"})
_CONDITIONS = frozenset({"if", "unless", "should", "provided", "lest", "whether"})
_UPCOMING = frozenset({"set", "due", "expected", "scheduled", "slated", "poised", "arranged", "planned", "awaited"})
_HAPPENING = frozenset(
    {"resume", "begin", "start", "open", "continue", "convene", "take", "happen", "occur", "proceed"}
)
_AWAITING = frozenset({"after", "once", "when", "before"})
_FOLLOWED = frozenset({"after", "following"})
_DURING = frozenset({"during", "at"})
_TALKS = frozenset({"talk", "talks", "meeting", "summit", "session", "negotiation"})
_EXPECTING = frozenset({"expect", "schedule", "due"})
_COVERING = frozenset(
    {"focus", "cover", "include", "address", "center", "centre", "deal", "touch", "concentrate", "revolve"}
)
_WISHING = frozenset({"like", "want", "wish"})
_IS_TO = ("VBZ", "VBP", "VBD")  # "is to visit", and "was to withdraw", which says no more than a plan
_BLOCKED = frozenset({"avoid", "prevent", "deny", "stop", "lack", "without", "avert", "rule", "fail"})


@dataclass(frozen=True, slots=True)
class Mood:
    """What stands between the words and the fact."""

    negated: bool = False
    future: bool = False
    hypothetical: bool = False
    hedged: bool = False
    modals: frozenset[str] = frozenset()

    @property
    def refused(self) -> bool:
        """ "will not", "would not": a refusal rather than a thing that did not happen."""
        return self.negated and bool(self.modals & _REFUSING)


def mood_of(sentence: Sentence, token: Token, hedges: frozenset[str]) -> Mood:
    """The mood of the clause that a verb or an eventive noun stands in."""
    token = sentence.tokens[token.head] if token.dep == "cop" else token  # "will [be] in Chad"
    chain = _chain(sentence, token)
    words = [child for verb in chain for child in sentence.children(verb.index)]
    modals = frozenset(w.lemma.lower() for w in words if _is_modal(sentence, w)) | _needs(chain)
    if chain[-1].lemma in _WISHING and any(w.text.lower() in ("i", "we") for w in words):
        modals -= _WOULD  # "I would like to thank" thanks
    elif modals & (_WOULD | _MAY) and _reported(sentence, chain[-1]):
        themselves = any(w.dep == "nsubj" and w.text.lower() in _THEMSELVES for w in words)
        said = (
            _WOULD | _MAY if themselves else _WOULD
        )  # "X said it could attack" is a plan, "analysts said X could" none
        modals = (modals - said) | {"will"} if modals & said else modals
    return Mood(
        negated=any(_negates(sentence, w) for w in words) or _blocked(chain),
        future=bool(modals & _FUTURE) or _upcoming(sentence, chain) or _to_come(sentence, chain[-1]),
        hypothetical=bool(modals & _POSSIBLE) or _conditional(sentence, token),
        hedged=any(w.lemma.lower() in hedges for w in words),
        modals=modals,
    )


def _is_modal(sentence: Sentence, word: Token) -> bool:
    """ "Theresa May met" has none; "Gulf States May Meet" has."""
    if word.tag != "MD" or not word.dep.startswith("aux"):
        return False
    return word.text != "May" or not sentence.tokens[word.head].text.islower()


def _reported(sentence: Sentence, verb: Token) -> bool:
    """ "said it would", "it would, the ministry said", "said in a letter that it would": the past of "says it will"."""
    while verb.dep == "conj":
        verb = sentence.tokens[verb.head]
    head = sentence.tokens[verb.head]
    that = verb.dep == "acl" and any(c.lemma == "that" and c.dep == "mark" for c in sentence.children(verb.index))
    said = sentence.tokens[head.head] if that else head
    beside = any(c.dep == "parataxis" and c.tag == "VBD" for c in sentence.children(verb.index))
    told = said.tag in ("VBD", "VBN") or said.text == "saying"
    return beside or ((verb.dep == "ccomp" or that) and told)


def _chain(sentence: Sentence, token: Token) -> list[Token]:
    """The word and the verbs that carry it: the light verb of a noun, the head of a conjunct or an open complement."""
    chain = [token]
    while len(chain) < 5:
        last = chain[-1]
        head = sentence.tokens[last.head]
        shares = last.dep == "conj" and not _has_subject(sentence, last)
        carried = last.pos in ("NOUN", "PROPN") and (
            last.dep in ("obj", "nsubj:pass") or _sought(sentence, last) or _happens(last, head)
        )
        due = last.dep == "csubj" and head.lemma in _UPCOMING
        if (
            head.index == last.index
            or head.pos not in ("VERB", "ADJ")
            or not (shares or carried or due or last.dep == "xcomp" or _purpose(sentence, last))
        ):
            break
        chain.append(head)
    return chain


def _sought(sentence: Sentence, noun: Token) -> bool:
    """ "will leave for talks": the talks are as much to come as the journey."""
    return noun.dep == "obl" and any(c.dep == "case" and c.lemma == "for" for c in sentence.children(noun.index))


def _happens(token: Token, head: Token) -> bool:
    """ "talks would resume"."""
    return token.dep == "nsubj" and head.lemma in _HAPPENING


def _blocked(chain: list[Token]) -> bool:
    """ "averted an attack"; but who "denied it and attacked" did attack."""
    return any(head.lemma in _BLOCKED for child, head in pairwise(chain) if child.dep != "conj")


def _purpose(sentence: Sentence, token: Token) -> bool:
    """ "will travel to meet", "will respond by closing": the meeting is as much to come as the travel."""
    marks = sentence.children(token.index) if token.dep == "advcl" else ()
    if token.tag == "VBG":
        return any(c.dep == "mark" and c.lemma == "by" for c in marks)
    return token.tag == "VB" and any(c.tag == "TO" for c in marks)


def _has_subject(sentence: Sentence, token: Token) -> bool:
    return any(child.dep.startswith(("nsubj", "aux")) for child in sentence.children(token.index))


def _negates(sentence: Sentence, word: Token) -> bool:
    # "not only X but also Y" says X.
    following = sentence.tokens[word.index + 1 : word.index + 2]
    only = bool(following) and following[0].lemma == "only"
    # "gave no help" denies the giving, "had no wish to help" is a rule's.
    given = word.dep == "obj" and sentence.tokens[word.head].lemma != "have"
    if given or word.dep.startswith("nsubj"):  # "no one", "nobody", "no country"
        no = any(c.dep == "det" and c.lemma.lower() in ("no", "neither") for c in sentence.children(word.index))
        return no or word.lemma.lower() in ("nobody", "none")
    return (
        word.lemma.lower() in _NEGATIONS
        and word.dep in ("advmod", "det", "advmod:neg", "aux", "cc:preconj")
        and not only
    )


def _needs(chain: list[Token]) -> frozenset[str]:
    return frozenset(verb.lemma for verb in chain[1:] if verb.lemma in ("need", "have", "ought"))


def _upcoming(sentence: Sentence, chain: list[Token]) -> bool:
    """ "is to visit", "is set to visit", "is due to visit", "is going to visit"."""
    copied = [c for c in sentence.children(chain[0].index) if c.dep in ("advmod", "case")]  # "is [due] in Chad"
    if any(verb.lemma in _UPCOMING or verb.text.lower() in _UPCOMING for verb in (*chain[1:], *copied)):
        return True
    infinitive = chain[-1].tag == "VB" and any(c.tag == "TO" for c in sentence.children(chain[-1].index))
    alone = chain[-1].dep == "root" or not any(t.tag in ("VBD", "VBZ", "VBP", "MD") for t in sentence.tokens)
    if infinitive and alone:
        return True  # a headline: "Poland to close border"
    for verb in chain:
        children = sentence.children(verb.index)
        to = any(c.tag == "TO" for c in children)
        if to and any(c.lemma == "be" and c.dep in ("aux", "cop") and c.tag in _IS_TO for c in children):
            return True
        if to and verb.dep == "xcomp" and sentence.tokens[verb.head].lemma in ("be", "go"):
            return True
    return False


def _to_come(sentence: Sentence, verb: Token) -> bool:
    told = (c for c in sentence.children(verb.index) if c.dep == "acl" and c.tag == "VBN")
    if verb.lemma.lower() in _TALKS and any(c.text in _UPCOMING for c in told):
        return True  # "ahead of talks expected next week"
    return _awaited(sentence, verb) or _scheduled(sentence, verb) or _within(sentence, verb)


def _within(sentence: Sentence, token: Token) -> bool:
    """ "During the talks they will discuss", "the talks will cover", "meeting in Y, they are expected to": what one
    will do there is no further off than the talks."""
    head = sentence.tokens[token.head]
    noun = token.lemma.lower() in _TALKS and (
        (token.dep == "obl" and any(c.lemma.lower() in _DURING for c in sentence.children(token.index)))
        or (token.dep == "nsubj" and head.lemma in _COVERING)
    )
    opening = token.tag == "VBG" and token.dep == "advcl" and token.index < head.index
    opening = opening and not any(c.dep == "mark" for c in sentence.children(token.index))
    if not (noun or opening):
        return False
    above = sentence.tokens[head.head] if head.dep == "xcomp" else head
    expected = head.dep == "xcomp" and above.lemma in _EXPECTING
    own = head.lemma in _EXPECTING and any(c.dep == "xcomp" for c in sentence.children(head.index))
    return expected or own or any(c.lemma.lower() in _FUTURE for c in sentence.children(head.index) if c.dep == "aux")


def _scheduled(sentence: Sentence, verb: Token) -> bool:
    """ "The emir flies to London on Saturday.": the present with a day is a timetable; in a headline it is the past."""
    ends = verb.lemma in ("complete", "end", "finish", "wrap")  # nobody plans to have done
    if verb.tag not in ("VBZ", "VBP") or sentence.tokens[-1].text != "." or ends:
        return False
    times = (c for c in sentence.children(verb.index) if c.dep.startswith(("obl", "nmod", "advmod")))
    return any(c.text in DAYS or c.lemma.lower() == "tomorrow" for c in times)


def _awaited(sentence: Sentence, verb: Token) -> bool:
    """ "will be told once they sign", "will go on to X after a visit to Y": what a future clause waits for is as much
    to come."""
    marks = {c.text.lower() for c in sentence.children(verb.index) if c.dep in ("mark", "advmod", "case")}
    head = sentence.tokens[verb.head]
    clause = verb.dep == "advcl" and verb.tag in ("VBZ", "VBP") and marks & _AWAITING
    noun = verb.dep == "obl" and verb.pos == "NOUN" and marks & _FOLLOWED
    ahead = _FUTURE | _WOULD if clause else _FUTURE  # "said he would raise it when he visits"
    return bool(clause or noun) and any(
        c.lemma.lower() in ahead for c in sentence.children(head.index) if c.dep == "aux"
    )


def _conditional(sentence: Sentence, token: Token) -> bool:
    for verb in (token, *sentence.ancestors(token.index)):
        if any(c.dep == "mark" and c.lemma.lower() in _CONDITIONS for c in sentence.children(verb.index)):
            return True
        if verb.dep not in ("xcomp", "obj", "obl", "nmod", "conj", "acl", "nsubj"):
            return False
    return False
