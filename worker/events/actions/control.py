"""Who does what a gerund or an infinitive names: the object of the verb above it, or its subject."""

from worker.events.actions.syntax import NOMINAL, marker
from worker.events.parser import Sentence, Token

# Verbs whose complement is done by their own subject even where they have an object.
_CALLS = frozenset({"call", "phone", "telephone", "write", "cable", "ring", "telegraph", "message", "summon"})
SUBJECT_CONTROL = _CALLS | {"promise", "threaten", "vow"}
# Who is thanked for a deed did it; who apologises for one did it himself: "gratitude to X for", "regret to X for".
_THANKS = frozenset({"gratitude", "thanks", "appreciation", "praise", "grateful", "thankful", "indebted"})
# Who earns praise or blame for a deed did it.
_EARNING = frozenset(
    {"draw", "earn", "win", "attract", "receive", "get", "incur", "face", "come", "apologise", "apologize"}
)
_JUDGING = frozenset({
    "condemn", "criticize", "criticise", "denounce", "welcome", "describe", "call", "hail", "praise", "slam", "blast",
    "decry", "deplore", "regret", "protest", "question", "applaud", "commend", "note", "term", "brand",
})  # fmt: skip


def caller(sentence: Sentence, noun: Token) -> Token | None:
    """ "telephoned Y's minister, B. Lee, to offer help": who calls, though the parser hangs the offer on the name."""
    above = sentence.tokens[noun.head]
    called = noun.pos in NOMINAL and noun.dep in ("obj", "iobj")
    return above if called and above.lemma in SUBJECT_CONTROL else None


def object_of(sentence: Sentence, verb: Token) -> Token | None:
    """The object of a verb as it stands."""
    return next((t for t in sentence.children(verb.index) if t.dep in ("obj", "iobj")), None)


def answerable(sentence: Sentence, head: Token) -> Token:
    """Whose doing is praised, blamed or regretted, "for" or "of" what he did: a word, or the verb whose subject it
    is."""
    if head.lemma in _EARNING:
        return head
    found = object_of(sentence, head)
    noun = found if found is not None and found.pos == "NOUN" else head
    below = [t for h in dict.fromkeys((noun.index, head.index)) for t in sentence.children(h)]
    named = [t for t in below if t.pos in NOMINAL and marker(sentence, t) == "to"]
    if noun.lemma.lower() in _THANKS:
        return named[0] if named else head
    return head if named or found is None else found


def of_noun(sentence: Sentence, noun: Token) -> Token | None:
    """Who does the infinitive of a noun: the noun's owner ("X's plan to"), else the subject above ("X has a plan
    to"), but not who judges what others do ("X condemned the decision to")."""
    owner = next((t for t in sentence.children(noun.index) if t.dep == "nmod:poss"), None)
    head = sentence.tokens[noun.head]
    if owner is None and head.lemma in _JUDGING and noun.dep == "obj":
        return None
    return owner or (head if head.pos == "VERB" and head.index != noun.index else None)


def shared_subject(sentence: Sentence, verb: Token) -> Token | None:
    """ "X was in Turku and spoke to Y": the verb shares the subject of a clause without one, whose head is a noun."""
    head = sentence.tokens[verb.head]
    if verb.dep != "conj" or head.pos not in NOMINAL:
        return None
    beside = sentence.children(head.index)
    copular = any(c.dep == "cop" for c in beside)
    return next((c for c in beside if copular and c.dep.startswith("nsubj")), None)


def buried_agent(sentence: Sentence, verb: Token) -> list[Token]:
    """ "was received in front of the palace by X": the parser hangs the agent on the palace."""
    level = [c for c in sentence.children(verb.index) if c.dep.startswith("obl") and c.index > verb.index]
    while level:
        below = [c for t in level for c in sentence.children(t.index) if c.dep.startswith(("nmod", "obl"))]
        found = [t for t in below if marker(sentence, t) == "by" and t.pos == "PROPN"]
        if found:
            return found[:1]
        level = below
    return []
