"""Words that name a deed which the sentence does not report: conditions, questions, duties, denials, accusations.

The order:
1. a question reports nothing;
2. nor does a clause under "if", "unless", "whether", or under "until" unless it stands in the simple past;
3. nor do "must", "should" and "ought", nor "has yet to": what somebody should do is asked of him, not done (`bidden`);
4. nor what is barred: "banned from travelling", "to prevent an attack";
5. nor what is denied or charged: "denied that it had sent troops", "accused of arming rebels", "claims of an attack".
   The denial and the accusation themselves are other words, and stay. Nor what is hoped, doubted or pretended: "hopes
   that Chad will sign", "pretends to negotiate"; nor what somebody is only invited to;
6. nor what "no", "plans for", "possible" or "calls for" stand before: "no talks", "a possible meeting";
   or what is asked for: "called for a return to talks"; nor what follows a noun with "no": "no plans to retaliate";
7. nor what a noun or participle only aims at ("ways to stop", "the right to seize", "aimed at ending"), what is talked
   of ("focus on lifting") or left out ("without firing"), what somebody is able to do, or close to doing;
8. nor a treaty that is only mentioned: "in breach of the accord", "under the deal". Made or announced, it is one.
"""

from itertools import pairwise

from worker.events.actions.bidden import bidden, not_yet
from worker.events.actions.index import Ontology
from worker.events.actions.match import Matcher
from worker.events.actions.syntax import NOMINAL, is_free, marker, relative
from worker.events.parser import Sentence, Token

_IF = frozenset({"if", "unless", "whether", "lest", "provided"})
_INVERTED = frozenset({"had", "were", "should"})
_MARKS = _IF | {"until"}
_HINTS = _MARKS | _INVERTED
_OUTSIDE = frozenset({"nsubj", "nsubj:pass", "csubj", "conj", "parataxis", "cc", "punct", "discourse", "vocative"})
_ASIDES = frozenset({"after", "as", "while", "because", "since", "when", "but", "although", "though", "before", "by"})
_TIMES = frozenset({"after", "before", "during", "on", "in", "at", "amid", "following", "since"})
_AHEAD = frozenset({"before", "ahead"})
_WISHED = frozenset({"ccomp", "xcomp", "acl", "csubj"})
_WISHED_OF = frozenset({"advcl", "xcomp", "ccomp"})
_OFFERED = frozenset({"invitation", "invite"})  # who accepts "an invitation to visit" has not come yet
_GAPS = ("nsubj", "obj")
_MODIFIERS = frozenset({"amod", "det", "compound"})
_GOALS = frozenset({"of", "for", "to", "at", "in", "toward", "towards", "against"})
_TOPICS = frozenset({"on", "about", "without", "instead", "than"})
_GOING = frozenset({"go", "keep", "carry", "press", "push", "insist"})  # who "goes on shelling" shells
_MEANT = frozenset({"aim", "design", "intend", "mean", "gear", "capable", "incapable"})
_FORCING = frozenset(
    {"force", "compel", "pressure", "pressurise", "pressurize", "push", "persuade", "convince", "induce", "coerce"}
)
_NEARLY = frozenset(
    {"close", "near", "closer", "committed", "commit", "commitment", "dedicate", "devote", "devoted", "look"}
)


def unreal(matcher: Matcher, token: Token) -> str | None:
    """Why the deed that a word names is not reported as one; None where it is."""
    sentence, ontology = matcher.sentence, matcher.ontology
    if any(t.text == "?" for t in sentence.tokens[-3:]):
        return "question"
    path = _up_to_fact(sentence, [token, *sentence.ancestors(token.index)])
    # Few sentences hold a condition or a wish, and one look at their words spares the rest the walk.
    if not matcher.said.isdisjoint(_HINTS) and any(_conditional(sentence, step) for step in path):
        return "condition"
    if not matcher.said.isdisjoint(ontology.wishes) and _wished(path, ontology):
        return "wish"
    if "yet" in matcher.said and any(not_yet(sentence, step) for step in path):
        return "not yet"
    if _aimed(sentence, path, ontology):
        return "aim"
    own = _noun(matcher, token) if token.pos in NOMINAL else bidden(sentence, token, ontology)
    above = (_within(sentence, child, head, ontology) for child, head in pairwise(path))
    return own or next(filter(None, above), None)


def _up_to_fact(sentence: Sentence, path: list[Token]) -> list[Token]:
    """A word and what it hangs under, up to a relative clause that tells what has happened: whoever calls for calm in
    "a province that Chad annexed" says himself that it did."""
    for n, token in enumerate(path):
        if token.dep == "acl:relcl" and _happened(sentence, token):
            return path[: n + 1]
    return path


def _happened(sentence: Sentence, verb: Token) -> bool:
    """Whether a verb has a "which" or "who" and stands in the past or the perfect, with no "would" before it."""
    below = sentence.children(verb.index)
    helpers = [c for c in below if c.dep.startswith("aux")]
    gaps = (c for c in below if c.dep.startswith(_GAPS) and c.index < verb.index)
    if any(c.tag == "MD" for c in helpers) or not any(relative(c) or c.text == "that" for c in gaps):
        return False
    return verb.tag == "VBD" or (verb.tag == "VBN" and any(c.tag in ("VBD", "VBZ", "VBP") for c in helpers))


def _noun(matcher: Matcher, token: Token) -> str | None:
    if _unlikely(matcher.sentence, token, matcher.ontology):
        return "possibility"
    treaty = token.dep != "root" and token.lemma.lower() in matcher.ontology.treaties
    return "mention" if treaty and matcher.frames.of(token).light is None else None


def _conditional(sentence: Sentence, token: Token) -> bool:
    own = sentence.children(token.index)
    if token.dep == "advcl" and _inverted(own):
        return True
    # A small parser hangs "until" now and then on the subject after it.
    near = [*own, *(c for s in own if s.dep.startswith("nsubj") for c in sentence.children(s.index))]
    marks = {c.lemma.lower() for c in near if c.dep in ("mark", "case")}
    if marks & _IF:
        return True
    # "held out until it won a pledge" tells of the pledge; "will not yield until it won one" does not.
    above = sentence.children(token.head)
    open_ended = token.dep == "advcl" and any(c.dep == "aux" and c.tag == "MD" for c in above)
    return "until" in marks and (token.tag != "VBD" or open_ended)


def _inverted(below: tuple[Token, ...]) -> bool:
    """ "Had X refused", "Should X attack": the helping verb before its subject."""
    first = next((c for c in below if c.dep.startswith("aux") and c.text.lower() in _INVERTED), None)
    return first is not None and any(c.dep.startswith("nsubj") and c.index == first.index + 1 for c in below)


def _unlikely(sentence: Sentence, noun: Token, ontology: Ontology) -> bool:
    """ "no talks", "possible talks", "plans for talks", "a call for talks"."""
    words = {c.lemma.lower() for c in sentence.children(noun.index) if c.dep.partition(":")[0] in _MODIFIERS}
    if words & ontology.prospects or marker(sentence, noun) in _AHEAD:
        return True
    head = sentence.tokens[noun.head]
    below = noun.dep.startswith(("nmod", "obl", "acl")) and marker(sentence, noun) in ("for", "of", "to")
    return below and head.pos in NOMINAL and head.lemma.lower() in ontology.prospects


def _within(sentence: Sentence, child: Token, head: Token, ontology: Ontology) -> str | None:
    """Why what stands under a child of a word is not reported; None where the word says nothing against it."""
    name, after = head.lemma.lower(), child.index > head.index
    if after and name in ontology.barring and _barred(sentence, child):
        return "barred"
    if (name in ontology.treaties or name in _OFFERED) and child.dep == "acl" and child.tag == "VB":
        return "content"
    if after and _absent(sentence, child, head):
        return "absence"
    if after and (
        (name in ontology.asking and marker(sentence, child) == "for") or _asked_of(sentence, child, head, ontology)
    ):
        return "wish"
    if after and name in ontology.claims and not _aside(sentence, child) and not _of_the_claim(sentence, child, head):
        return "claim"
    return None


def _asked_of(sentence: Sentence, child: Token, head: Token, ontology: Ontology) -> bool:
    """ "called on the junta to hold talks": the parser takes what is asked for a clause of the noun; "called for the UN
    to withdraw": or for one of the verb beside it."""
    asked = child.dep == "acl" and child.tag == "VB" and head.dep in ("obl", "obj", "nmod")
    if asked and sentence.tokens[head.head].lemma.lower() in ontology.asking:
        return True
    if child.tag != "VB" or child.dep not in _WISHED_OF or head.lemma.lower() not in ontology.asking:
        return False
    between = [c for c in sentence.children(head.index) if head.index < c.index < child.index]
    return any(c.dep == "obl" and marker(sentence, c) == "for" for c in between)


def _aimed(sentence: Sentence, path: list[Token], ontology: Ontology) -> bool:
    """Whether an infinitive or gerund on the way up, before any fact, is only what something is for or about."""
    carried = path[0].pos in NOMINAL and path[0].dep == "obj"  # "ways of holding talks"
    for child, head in pairwise(path[1:] if carried else path):
        if child.tag not in ("VB", "VBG"):
            return False
        if _is_aim(sentence, child, head, ontology):
            return True
    return False


def _is_aim(sentence: Sentence, child: Token, head: Token, ontology: Ontology) -> bool:
    name, mark = head.lemma.lower(), marker(sentence, child)
    if child.dep == "conj" or child.index < head.index:
        return False
    if child.tag == "VB":
        to = next((c.index for c in sentence.children(child.index) if c.lemma == "to" and c.dep == "mark"), 0)
        if not to:
            return False
        before = sentence.tokens[to - 1]  # "voiced its readiness to help", on which of the two the infinitive may hang
        if before.lemma == "how":
            return True  # "discussed how to act"
        meant = (head.tag == "VBN" and name in _MEANT) or (name in _FORCING and head.tag == "VB") or name == "look"
        in_order = before.text == "order" and before.dep == "fixed"
        return meant or in_order or any(t.pos in NOMINAL and t.lemma.lower() in ontology.aims for t in (head, before))
    if mark in _TOPICS:
        return name not in _GOING
    goal = head.pos in NOMINAL and name in ontology.aims
    return (mark in _GOALS and goal) or (mark in ("at", "of") and name in _MEANT) or (mark == "to" and name in _NEARLY)


def _wished(path: list[Token], ontology: Ontology) -> bool:
    """ "hopes that X will sign"; a participle on the way is a fact: "hopes that the pact signed in May will hold"."""
    for child, head in pairwise(path):
        aimed = child.dep in _WISHED or (child.dep == "advcl" and child.tag == "VB")
        if head.lemma.lower() in ontology.wishes and child.index > head.index and aimed:
            return True
        if child.dep.startswith("acl") and child.tag == "VBN":
            return False
    return False


def _absent(sentence: Sentence, child: Token, head: Token) -> bool:
    """ "no plans to retaliate", "nothing to do with the attack", "did not join them in severing ties"."""
    if head.lemma == "join" and marker(sentence, child) == "in":
        return any(c.lemma.lower() in ("not", "n't", "never") for c in sentence.children(head.index))
    if head.lemma.lower() == "nothing":
        return child.dep.startswith(("acl", "nmod"))
    return child.tag == "VB" and child.dep.startswith("acl") and _none_of(sentence, head)


def _none_of(sentence: Sentence, noun: Token) -> bool:
    """ "no plans to retaliate", "no wish to talk"."""
    return any(c.dep == "det" and c.lemma.lower() == "no" for c in sentence.children(noun.index))


def _barred(sentence: Sentence, child: Token) -> bool:
    return child.dep in ("xcomp", "obj") or marker(sentence, child) == "from"


def _of_the_claim(sentence: Sentence, child: Token, claim: Token) -> bool:
    """ "an allegation that X rejected": a relative clause whose pronoun is the claim says what became of it, as does
    one without a pronoun that has no object of its own ("an allegation X rejected")."""
    if child.dep != "acl:relcl" or claim.pos not in NOMINAL:
        return False
    below = sentence.children(child.index)
    if not any(c.dep in ("mark", "obj", "ccomp") for c in below):
        return True
    pronoun = sentence.tokens[claim.index + 1]
    named = pronoun.text.lower() in ("that", "which") and pronoun.head == child.index
    return named and pronoun.dep in ("obj", "nsubj:pass")


def _aside(sentence: Sentence, child: Token) -> bool:
    """Whether a phrase only stands beside a claim: its time, its occasion, a further clause."""
    if child.dep in _OUTSIDE:
        return True
    mark = marker(sentence, child)
    if child.dep.startswith("advcl"):
        return is_free(sentence, child) or mark in _ASIDES
    return child.dep.startswith(("obl", "nmod")) and mark in _TIMES
