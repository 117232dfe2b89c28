"""Questions of syntax that coreference asks of a sentence."""

from worker.events.actors.lists import HONOURS, OTHERS, PERSON_NOUNS, PLEONASTIC, STATE_NOUNS
from worker.events.parser.tree import Sentence, Token


def is_subject(sentence: Sentence, head: int) -> bool:
    """Whether a token is a subject, or listed with one."""
    token = sentence.tokens[head]
    while token.dep == "conj" and token.head != token.index:
        token = sentence.tokens[token.head]
    return token.dep.startswith(("nsubj", "csubj"))


def governor(sentence: Sentence, head: int) -> int:
    """The token that a token, or the list that it stands in, hangs on."""
    token = sentence.tokens[head]
    while token.dep == "conj" and token.head != token.index:
        token = sentence.tokens[token.head]
    return token.head


def refers(sentence: Sentence, token: Token) -> bool:
    """Whether "it" is a subject that somebody can be; "it is", "it seems" are not."""
    verb = sentence.tokens[token.head]
    copula = any(child.dep in ("cop", "csubj", "aux:pass") for child in sentence.children(verb.index))
    return token.dep == "nsubj" and verb.pos == "VERB" and verb.lemma not in PLEONASTIC and not copula


def fronted_for(sentence: Sentence, token: Token) -> int | None:
    """The subject that follows a pronoun in what opens its sentence: "During his visit, Xi met Lee" gives Xi."""
    for above in sentence.ancestors(token.index):
        subject = _subject(sentence, above)
        if subject is None and above.dep == "root" and above.tag == "VBG":  # "Welcoming his guest, Xi said", cut in two
            cut = [c for c in sentence.children(above.index) if c.dep == "parataxis"]
            subject = _subject(sentence, cut[0]) if cut else None
        if subject is not None and subject.index < token.index:
            return None
        if subject is not None and sentence.tokens[subject.head].index > subject.index:
            between = sentence.tokens[token.index : subject.index]
            return subject.index if any(t.text == "," for t in between) else None
    return None


def beside(sentence: Sentence, token: Token) -> int | None:
    """The token whose owner a possessive means by its place: "Xi" in "Xi and his wife", "Xi, for his part"."""
    noun = sentence.tokens[token.head]
    if token.tag != "PRP$":
        return None
    if noun.text.lower() == "part" and token.index > 2 and sentence.tokens[token.index - 2].text == ",":
        return token.index - 3
    if token.index > 1 and sentence.tokens[token.index - 1].text.lower() == "and":
        return token.index - 2
    while noun.dep in ("compound", "nmod:desc") and noun.head > noun.index:
        noun = sentence.tokens[noun.head]
    return noun.head if noun.dep == "conj" and noun.head < token.index else None


def _subject(sentence: Sentence, verb: Token) -> Token | None:
    return next((c for c in sentence.children(verb.index) if c.dep.startswith("nsubj")), None)


def owner_of(sentence: Sentence, token: Token) -> int | None:
    """The token that a noun is said to belong to: "its neighbour", "Iran's counterpart"."""
    return next((c.index for c in sentence.children(token.index) if c.dep in ("nmod:poss", "det:poss")), None)


def listed_under(sentence: Sentence, token: int, head: int) -> bool:
    at = sentence.tokens[token]
    while at.dep == "conj" and at.head != at.index:
        at = sentence.tokens[at.head]
        if at.index == head:
            return True
    return False


def counted_noun(sentence: Sentence, token: Token) -> Token | None:
    """The noun of "both nations", "the two neighbouring countries", "our two countries"; plural only.

    The number itself where it stands alone: "The two agreed", "was told by both".
    """
    if _alone(sentence, token):
        return token
    if token.text.lower() == "each":
        return None
    return _others_of(sentence, token) or _counted(sentence, token)


def _counted(sentence: Sentence, token: Token) -> Token | None:
    """The plural noun that a number or a "both" counts, if it means states or persons that are known."""
    noun = sentence.tokens[token.head]
    while noun.dep in ("compound", "amod") and noun.head > noun.index:  # "the two [economy] ministers"
        noun = sentence.tokens[noun.head]
    if not token.index < noun.index <= token.index + 3 or noun.tag not in ("NNS", "NNPS"):
        return None
    lemma = noun.lemma.lower()
    if lemma not in STATE_NOUNS | PERSON_NOUNS | OTHERS and noun.text != "Koreas":
        return None
    before = sentence.tokens[token.index - 1].text.lower() if token.index else ""
    definite = before in ("the", "these", "those", "our", "their", "between", "all")
    own = before in ("his", "her", "its") and lemma in OTHERS
    return noun if definite or own or token.text.lower() == "both" else None


def _others_of(sentence: Sentence, token: Token) -> Token | None:
    """The counterparts of "both of his counterparts"."""
    below = (c for c in sentence.children(token.index) if c.tag == "NNS" and c.lemma.lower() in OTHERS)
    both = token.text.lower() == "both"
    return next((c for c in below if both and owner_of(sentence, c) is not None), None)


def _alone(sentence: Sentence, token: Token) -> bool:
    """Whether "the two" or "both" has no noun after it. The words beside it say so more surely than a small parser."""
    before = sentence.tokens[token.index - 1] if token.index else None
    after = sentence.tokens[token.index + 1 : token.index + 2]
    followed = not after or after[0].pos in ("VERB", "AUX", "PUNCT", "PART", "ADV", "SCONJ") or after[0].text == "'s"
    if token.text.lower() in ("both", "each"):
        free = before is None or before.pos not in ("NOUN", "PROPN", "PRON")
        acts = token.text.lower() == "both" or (token.dep == "nsubj" and followed)
        return free and acts and followed and token.dep != "cc:preconj" and not _either_way(sentence, token)
    with_phrase = bool(after) and after[0].pos == "ADP" and after[0].text.lower() != "of"
    return before is not None and before.text.lower() == "the" and (followed or with_phrase)


def _either_way(sentence: Sentence, token: Token) -> bool:
    """ "both directly and through others": how something is done, and not who does it."""
    after = sentence.tokens[token.index + 1 : token.index + 3]
    return len(after) == 2 and after[0].tag == "RB" and after[1].text == "and"


def phrase_start(sentence: Sentence, token: Token) -> int:
    before = sentence.tokens[token.index - 1].text.lower() if token.index else ""
    return token.index - 1 if before in ("the", "these", "those", "our", "their") else token.index


def doer(sentence: Sentence, token: Token) -> int | None:
    """Who does what an object pronoun suffers, through infinitives and gerunds: in "wrote to Lee to thank him" who
    wrote, in "asked Lee to help him" Lee. It is somebody else than the pronoun."""
    if token.tag != "PRP" or token.dep not in ("obj", "iobj", "obl"):
        return None
    verb = sentence.tokens[token.head]
    for _ in range(_CHAIN):
        subject = _subject(sentence, verb)
        if subject is not None:
            return subject.index
        above = sentence.tokens[verb.head]
        if verb.dep == "xcomp" and (asked := _object_before(sentence, verb)) is not None:
            return asked
        if verb.dep not in ("xcomp", "advcl", "conj") or above.pos not in ("VERB", "AUX"):
            return None
        verb = above
    return None


_CHAIN = 4  # infinitives within infinitives


def controlling_object(sentence: Sentence, token: Token) -> int | None:
    """The object whose doing is spoken of: of the verb above an infinitive or gerund, or before "for" and "over".

    "Forced Chile to free its prisoners", "thanked Chile for its help", "sanctioned Chile over its tests": Chile's.
    """
    for above in sentence.ancestors(token.index):
        praised = sentence.tokens[above.head].lemma in _PRAISES
        if above.dep == "obl" and _case(sentence, above) in (("for", "over", "about", "on") if praised else _CAUSES):
            return _object_before(sentence, above)
        if above.pos in ("VERB", "AUX"):
            subordinate = above.dep in ("xcomp", "advcl", "ccomp", "acl") and above.head < above.index
            own = any(child.dep.startswith("nsubj") for child in sentence.children(above.index))
            return _object_before(sentence, above) if subordinate and not own and above.tag in ("VB", "VBG") else None
    return None


_CAUSES = ("for", "over", "about")
_PRAISES = frozenset({"congratulate", "compliment", "praise", "commend", "felicitate"})


def _case(sentence: Sentence, token: Token) -> str | None:
    return next((child.text.lower() for child in sentence.children(token.index) if child.dep == "case"), None)


def _object_before(sentence: Sentence, token: Token) -> int | None:
    """The object of what a token hangs on, if it stands before the token."""
    objects = [c for c in sentence.children(token.head) if c.dep in ("obj", "iobj") and c.index < token.index]
    return objects[-1].index if objects else None


def unknown_subject(sentence: Sentence, before: int, known: set[int]) -> int | None:
    """The nearest subject before a token that is a proper name of nobody known; None where there is none."""
    found = [
        t.index
        for t in sentence.tokens[:before]
        if t.dep in ("nsubj", "nsubj:pass")
        and t.pos == "PROPN"
        and t.index not in known
        and t.text.lower() not in HONOURS
    ]
    return found[-1] if found else None
