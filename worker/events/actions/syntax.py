"""Small questions about a parse that frames, moods and matches all ask."""

from collections.abc import Set

from worker.events.parser import Sentence, Token

NOMINAL = frozenset({"NOUN", "PROPN"})
_COUNTS = frozenset({"CD", "JJS", "RBS", "JJR"})
_DASHES = frozenset({"-", "–", "—", ":", "--"})
WAYS = frozenset(
    {"telephone", "phone", "letter", "fax", "video", "radio", "plane", "train", "car", "air", "sea", "land"}
)
DAYS = frozenset(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
_SOURCE = 4  # words at the end of a headline that may name a source
# What may stand before a participle that says what was done: "re-elected", "co-signed", "jointly-held".
_PREFIXES = frozenset({"re", "co", "pre", "over", "under", "out", "counter", "newly", "jointly", "recently", "ill"})
_ACTIVE = frozenset({"VBD", "VBZ", "VBP", "VB"})
_LOYAL = frozenset({"stand", "stick", "abide"})
# "was summoned and [handed] a note": of these the tagger takes the participle for the past tense.
_GIVEN = frozenset({"hand", "tell"})
_SUBORDINATE = ("acl", "acl:relcl", "advcl", "advcl:relcl", "ccomp", "csubj", "parataxis", "xcomp")


def is_passive(sentence: Sentence, token: Token) -> bool:
    """Whether a verb stands in the passive: by its helpers, or as a bare participle that describes a noun."""
    if token.tag not in ("VBN", "VBD"):
        return False
    children = sentence.children(token.index)
    relations = {child.dep for child in children if child.dep != "obl:agent" or is_agent(sentence, child)}
    helpers = {child.lemma for child in children if child.dep.startswith("aux")}
    if "have" in helpers and not helpers & {"be", "get"}:
        return False  # "who had called on Y", whatever the parser takes for the subject's relation
    if relations & {"aux:pass", "nsubj:pass", "csubj:pass", "obl:agent"}:
        return True
    if token.dep == "conj" and not any(r.startswith(("nsubj", "aux")) for r in relations):
        participle = token.tag == "VBN" or token.lemma in _GIVEN
        return participle and is_passive(sentence, sentence.tokens[token.head])
    return token.tag == "VBN" and token.dep in ("acl", "amod") and "nsubj" not in relations and "obj" not in relations


def second_half(sentence: Sentence, token: Token) -> bool:
    """Whether a participle ends a word that says what befell somebody: "quake-hit Chad", "war-torn Chad"; or a noun
    ends what people are called: "prisoners of war"."""
    if token.lemma == "war" and token.dep == "nmod" and sentence.tokens[token.head].lemma == "prisoner":
        return True
    if token.tag not in ("VBN", "VBD") or token.index < 2 or sentence.tokens[token.index - 1].text != "-":
        return False
    first = sentence.tokens[token.index - 2]
    return first.text.islower() and first.lemma not in _PREFIXES and first.end + 1 == token.start


def is_agent(sentence: Sentence, token: Token) -> bool:
    """Whether "by" names who did it: not "by telephone", nor whom a friend "stood by", nor what the parser hung there
    with another preposition, nor on an active verb with an object ("Fox voiced grief over the shelling by X")."""
    verb, deps = sentence.tokens[token.head], {child.dep for child in sentence.children(token.head)}
    loyal = verb.lemma in _LOYAL
    whole = "obj" in deps and "aux:pass" not in deps and ("nsubj" in deps or verb.tag in _ACTIVE)
    return marker(sentence, token) == "by" and not loyal and not whole and token.lemma.lower() not in WAYS


def marker(sentence: Sentence, token: Token) -> str:
    """The preposition or conjunction of a phrase, lower case: "in", "against"; of "in support of" the first word."""
    for child in sentence.children(token.index):
        if child.dep in ("case", "mark") and child.lemma != "'s" and child.tag not in ("POS", "JJ"):
            return child.lemma.lower()
        if child.dep.startswith("aux"):  # "of having sent": small parsers hang the mark on the helper
            for below in sentence.children(child.index):
                if below.dep == "mark":
                    return below.lemma.lower()
    return ""


def introduced(sentence: Sentence, token: Token) -> str:
    """The preposition that begins a noun phrase, wherever the parser hung it: "met [in] the Finnish capital Turku"."""
    first = min(t.index for t in sentence.subtree(token.index))
    begins, after = sentence.tokens[first], sentence.tokens[min(first + 1, token.index)]
    if begins.dep != "case" or begins.tag != "IN" or first == token.index:
        return ""
    # "on Tuesday [the] aid" and "at least nine men" begin otherwise than they look.
    return "" if after.text in DAYS or after.tag in _COUNTS else begins.lemma.lower()


def with_particle(sentence: Sentence, token: Token) -> frozenset[str]:
    """The names a rule may know a verb by: "call", "call off"."""
    lemma = token.lemma.lower()
    names = {lemma, token.text.lower()}
    after = {token.index + 1, token.index + 2}
    for child in sentence.children(token.index):
        if child.dep in ("compound:prt", "advmod") or (child.index in after and child.pos in ("ADP", "ADV", "ADJ")):
            names.add(f"{lemma} {child.lemma.lower()}")
    following = sentence.tokens[token.index + 1 : token.index + 2]
    if following and following[0].pos in ("ADP", "ADV", "ADJ"):
        names.add(f"{lemma} {following[0].lemma.lower()}")
    return frozenset(names)


def said_by(sentence: Sentence) -> int:
    """Where a headline names who said it ("Missile hits depot - Peru", "Chad to act: envoy"): the token of the dash or
    colon; past the end where it does not."""
    tokens = sentence.tokens
    if not tokens or tokens[-1].text == ".":
        return len(tokens)
    for token in reversed(tokens[-_SOURCE - 1 : -1]):
        if token.pos in ("VERB", "AUX"):
            break
        if token.text in _DASHES and token.index > _SOURCE and tokens[token.index - 1].end < token.end:
            return token.index
    return len(tokens)


def is_free(sentence: Sentence, token: Token) -> bool:
    """Whether a participle is set off by a comma: "X left, [calling] on Y to act"."""
    before = sentence.tokens[token.index - 1].text if token.index else ""
    return token.tag == "VBG" and token.dep in ("advcl", "conj", "acl", "parataxis", "xcomp") and before == ","


def phrase(sentence: Sentence, token: Token, depth: int = 3) -> list[Token]:
    """The words of a noun phrase, head first: modifiers, compounds, conjuncts and "of" phrases, no clauses."""
    found, level = [token], [token]
    for _ in range(depth):
        level = [
            child
            for head in level
            for child in sentence.children(head.index)
            if child.dep.partition(":")[0] not in _SUBORDINATE and child.dep != "punct"
        ]
        found += level
    return found


def hung_lower(sentence: Sentence, verb: Token) -> Token | None:
    """ "X, speaking in Y, condemned Z": the subject of a finite verb that was hung on the participle before it."""
    asides = (c for c in sentence.children(verb.index) if c.dep == "advcl" and c.tag == "VBG" and c.index < verb.index)
    before = (c for aside in asides for c in sentence.children(aside.index) if c.index < aside.index)
    return next((c for c in before if c.dep == "nsubj"), None)


def after_particle(sentence: Sentence, token: Token, phrasal: Set[str]) -> bool:
    """ "handed over the men": a particle that the parser took for the men's preposition."""
    verb = sentence.tokens[token.head]
    first = sentence.tokens[min(verb.index + 1, token.index)]
    known = f"{verb.lemma.lower()} {first.lemma.lower()}" in phrasal
    return known and first.dep == "case" and first.head == token.index


def dependents(sentence: Sentence, verb: Token) -> list[Token]:
    """What hangs on a verb, and the phrases on its adverbs: "walked away [from the talks]"."""
    own = sentence.children(verb.index)
    adverbs = [child for child in own if child.dep == "advmod"]
    return [*own, *(c for adverb in adverbs for c in sentence.children(adverb.index) if c.dep == "obl")]


def describes(token: Token) -> bool:
    """Whether a clause hangs on the noun that it describes."""
    return token.dep.partition(":")[0] == "acl" or token.dep == "advcl:relcl"


def relative(token: Token) -> bool:
    """Whether a word is a relative pronoun."""
    return token.tag in ("WP", "WDT", "WP$") and token.lemma.lower() in ("who", "which", "that", "whom", "whose")


def finite_above(sentence: Sentence, token: Token) -> Token | None:
    """ "X urged Y to wait, calling on Z": who calls is the subject of the finite verb, not of the infinitive."""
    verbs = (t for t in sentence.ancestors(token.index) if t.tag in ("VBD", "VBZ", "VBP", "VBN"))
    return next(verbs, None)


def said_apart(sentence: Sentence, token: Token, head: Token) -> bool:
    """ "X said [fighting] in Y had stopped", "X says that men whom Y trained [infiltrate]": who says it does not do it,
    though the parser found no subject."""
    after = sentence.tokens[head.index + 1 : head.index + 2]
    that = token.dep == "ccomp" and bool(after) and after[0].text == "that"
    return head.lemma == "say" and (that or (token.dep == "xcomp" and token.tag == "VBG"))
