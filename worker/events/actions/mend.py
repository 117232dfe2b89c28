"""Mends slips that a small tagger makes in headlines and with rare verbs, where nothing else could be meant.

* "Russia vetoed a resolution" with a noun "vetoed": a word in -ed that the tagger called a noun, or an adjective that
  heads its clause, and whose base form the ontology knows as a verb, becomes that verb in the past tense.
* "Kenya condemns Somalia" with a noun "condemns": the same for a word in -s after a name, where no verb stands at all.
* "Kuwait is mediating" with a noun "mediating": after "is" and without an article it is the verb.
* "Algeria denies shelling" with "denies" tagged a finite verb and classed a noun: the tag is believed.
* "after overnight clashes" with a verb "clashes": behind a preposition it is the noun.
* "Israel to swap prisoners" with a noun "swap": after the "to" of an infinitive it is the verb.
* A finite verb that hangs on a noun as if it described it ("Spain voiced concern") takes the noun's place.
* A whole sentence whose root is a noun gets the participle that "describes" it as its verb: see `mainverb`.
* "Visiting Georgian President A. Fox vowed": the first word is no verb: see `visiting`.
* "India denies having imposed a ban" with "denies" as the subject of "imposed": the gerund is what the verb takes.
* "Chad [lent] Niger a billion" with a noun "lent": after a name an irregular past of a known verb is that verb.
* "A plane loaded with rice landed" with "loaded" as the verb: see `lateverb`.
* "talks between Chad and Niger began" with Niger as a subject: see `between`.
* "is weighing tariffs" with the tariffs as its predicate: see `progressive`.
* "Envoy expelled for spying" with the envoy as who expels: see `suffered`.
* "Chad has so far refused" with Chad as the subject of "has": whatever hangs on a helping verb hangs on its verb.
* "spoke with Tayyip Erdogan to offer help" with a clause "Erdogan": see `wholenames`.
* "UK imposes travel bans" with "travel" as the verb: see `headlineverb`.
* "leaves for Turkey to attend a summit" with Turkey as who attends it: see `infinitives`.
* "called the firing a violation" with a verb "firing": see `gerunds`.
* "after the speaker warned" with the speaker as when it was: see `lostsubject`.
* "on a visit to Chile" with a verb "Chile", "in Vienna, Austria" with Austria as a guest: see `prepositions`.
* "quake-hit Japan" with "hit" as the verb: see `stricken`.
* "said in a statement that it regretted" with a clause about the statement: see `reported`.
* "Chad shut its frontier" with "shut" as a present: one alone would have "shuts", so it is the past.
* "freed" with a lemma "fre": a verb whose lemma the ontology does not know gets the one that it does know.
"""

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import replace

from worker.events.actions.between import with_both, with_lone_both
from worker.events.actions.gerunds import with_gerund_nouns
from worker.events.actions.headlineverb import with_headline_verb
from worker.events.actions.infinitives import with_rehung_names
from worker.events.actions.lateverb import with_late_verb
from worker.events.actions.lostsubject import with_lost_subject
from worker.events.actions.mainverb import with_main_verb
from worker.events.actions.prepositions import (
    with_goals,
    with_neighbours,
    with_opening,
    with_owners,
    with_phrases,
    with_towns,
)
from worker.events.actions.progressive import with_progressive
from worker.events.actions.reported import with_reported
from worker.events.actions.stricken import with_stricken
from worker.events.actions.suffered import with_suffered
from worker.events.actions.visiting import with_guests
from worker.events.actions.wholenames import with_whole_names
from worker.events.parser import Sentence, Token
from worker.events.parser.irregular import irregular

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_VERBAL = _FINITE | {"VB", "VBN", "VBG"}
_OPEN = frozenset({"NOUN", "VERB", "ADJ"})  # the only classes that the rules for single words touch
_BEFORE_NOUNS = frozenset({"after", "before", "since", "until"})
_HEADS = frozenset({"root", "conj", "ccomp", "parataxis", "acl:relcl"})


def mend(sentence: Sentence, verbs: Set[str]) -> Sentence:
    """The sentence with such words as verbs; the very same object where there are none."""
    steps: tuple[Callable[[Sentence], Sentence], ...] = (
        lambda found: with_headline_verb(found, verbs),
        _with_helped,
        with_whole_names,
        with_opening,
        with_phrases,
        with_owners,
        with_neighbours,
        with_stricken,
        with_towns,
        with_rehung_names,
        with_gerund_nouns,
        lambda found: with_goals(found, verbs),
        with_guests,
        with_both,
        with_lone_both,
        with_late_verb,
        with_lost_subject,
        with_reported,
        lambda found: _with_verbs(found, verbs),
        lambda found: _clauses(found, verbs),
    )
    return kept(sentence, steps)


def kept(sentence: Sentence, steps: Iterable[Callable[[Sentence], Sentence]]) -> Sentence:
    """What the steps make of a sentence, but for one that would leave no tree: who climbs a ring never ends."""
    for step in steps:
        made = step(sentence)
        sentence = made if made is sentence or made.is_tree else sentence
    return sentence


def _with_verbs(sentence: Sentence, verbs: Set[str]) -> Sentence:
    """Single words that are verbs, and what hangs on them."""
    mended = [
        (t.tag == "VBZ" and _noun_again(t, sentence)) or _as_a_verb(t, sentence, verbs)
        if t.pos in _OPEN or t.tag == "VBN" or t.dep == "root"
        else t
        for t in sentence.tokens
    ]
    if not any(token.tag in _FINITE for token in mended):
        mended = _headline(mended, verbs)
    wrong = [t for t in mended if t.tag in ("VBD", "VBZ") and t.dep in ("amod", "compound", "nummod")]
    taking = [t for t in mended[:-1] if t.tag in _FINITE and t.dep == "nsubj" and mended[t.index + 1].text == "having"]
    if not wrong and not taking and all(new is old for new, old in zip(mended, sentence.tokens, strict=True)):
        return sentence
    for old in wrong:
        _rehang(mended, old)
    for old in taking:
        _take(mended, old)
    return Sentence(sentence.text, sentence.start, sentence.end, tuple(mended))


def _as_a_verb(token: Token, sentence: Sentence, verbs: Set[str]) -> Token:
    # Only these tags and the root can be an irregular past or an infinitive in disguise; most words need no look.
    if token.tag == "NN" or token.dep == "root":
        disguised = _irregular(token, sentence, verbs) or _infinitive(token, sentence, verbs)
        if disguised is not None:
            return disguised
    if token.tag == "VBP" and _one_alone(token, sentence):
        return replace(token, tag="VBD")
    return _mended(token, sentence, verbs)


def _one_alone(verb: Token, sentence: Sentence) -> bool:
    """ "Chad [shut] its frontier": of one alone the present would end in -s, so a verb with one form is in the past."""
    if irregular(verb.text, participle=False) != verb.text:
        return False
    subjects = [c for c in sentence.children(verb.index) if c.dep == "nsubj"]
    listed = any(c.dep == "conj" for one in subjects for c in sentence.children(one.index))
    return len(subjects) == 1 and subjects[0].tag in ("NN", "NNP") and not listed


def _clauses(sentence: Sentence, verbs: Set[str]) -> Sentence:
    """What is to be mended once each word is what it is."""
    return with_suffered(with_progressive(with_main_verb(sentence), verbs))


def _with_helped(sentence: Sentence) -> Sentence:
    """The subjects and objects of helping verbs, as those of the verbs that these help."""
    lost = [t for t in sentence.tokens if t.dep in ("nsubj", "nsubj:pass") and _helps(sentence.tokens[t.head])]
    if not lost:
        return sentence
    tokens = list(sentence.tokens)
    for token in lost:
        tokens[token.index] = replace(token, head=sentence.tokens[token.head].head)
    return Sentence(sentence.text, sentence.start, sentence.end, tuple(tokens))


def _helps(token: Token) -> bool:
    return token.dep in ("aux", "aux:pass")


def _headline(tokens: list[Token], verbs: Set[str]) -> list[Token]:
    """The first word in -s after a name that can be a known verb, as that verb."""
    for token in tokens[1:-1]:
        word = token.text.lower()
        plural = token.tag in ("NNS", "NNPS") or (token.tag in ("NN", "NNP") and word.endswith("s"))
        base = next((stem for stem in (word[:-1], word[:-2]) if stem in verbs), None)
        if plural and base and word.endswith("s") and tokens[token.index - 1].pos in ("PROPN", "NOUN"):
            verb = replace(token, lemma=base, tag="VBZ", pos="VERB")
            return [*tokens[: token.index], verb, *tokens[token.index + 1 :]]
    return tokens


def _rehang(tokens: list[Token], verb: Token) -> None:
    """ "Spain [voiced] concern": the verb takes the noun's place in the tree, the noun becomes its object."""
    noun = tokens[verb.head]
    above = verb.index if noun.head == noun.index else noun.head
    tokens[verb.index] = replace(tokens[verb.index], head=above, dep=noun.dep)
    tokens[noun.index] = replace(noun, head=verb.index, dep="obj")
    for token in tokens[: verb.index]:
        if token.head == noun.index:
            subject = token.pos == "PROPN" or token.dep == "nsubj"
            tokens[token.index] = replace(token, head=verb.index, dep="nsubj" if subject else token.dep)


def _take(tokens: list[Token], verb: Token) -> None:
    """ "India [denies] having imposed": the verb takes the place of the participle, which becomes its complement."""
    deed = tokens[verb.head]
    above = verb.index if deed.head == deed.index else deed.head
    tokens[verb.index] = replace(verb, head=above, dep=deed.dep)
    tokens[deed.index] = replace(deed, head=verb.index, dep="xcomp")
    for token in tokens[: verb.index]:
        if token.head == verb.index and token.pos in ("PROPN", "NOUN", "PRON"):
            tokens[token.index] = replace(token, dep="nsubj")


def _infinitive(token: Token, sentence: Sentence, verbs: Set[str]) -> Token | None:
    """ "Israel to [swap] prisoners": what an infinitive's "to" hangs on is a verb."""
    before, word = sentence.tokens[token.index - 1] if token.index else token, token.text.lower()
    to = before.tag == "TO" and before.dep == "mark" and before.head == token.index
    return replace(token, lemma=word, tag="VB", pos="VERB") if token.tag == "NN" and to and word in verbs else None


def _mended(token: Token, sentence: Sentence, verbs: Set[str]) -> Token:
    word = token.text.lower()
    if token.pos == "NOUN" and token.lemma.lower() in verbs and (token.tag in _FINITE or _progressive(token, sentence)):
        return replace(token, pos="VERB")
    if token.tag == "VBN" and token.dep == "amod" and _after_a_name(token, sentence):
        return token if any(t.tag in _FINITE for t in sentence.tokens) else replace(token, tag="VBD")
    if token.pos == "VERB" and not (token.tag in ("JJ", "NN") and token.dep == "amod"):
        if token.lemma.lower() in verbs or not word.endswith(("ed", "ing", "es")):
            return token
        base = next((stem for stem in _stems(word) if stem in verbs), None)
        return replace(token, lemma=base) if base else token
    wrong = token.pos == "NOUN" or (
        token.pos in ("ADJ", "VERB") and (token.dep in _HEADS or _after_a_name(token, sentence))
    )
    if not word.endswith("ed") or not wrong:
        return token
    base = next((stem for stem in _stems(word) if stem in verbs), None)
    return replace(token, lemma=base, tag="VBD", pos="VERB") if base else token


def _noun_again(token: Token, sentence: Sentence) -> Token | None:
    """ "after clashes", "days of clashes": a finite verb would have a subject there."""
    if token.dep not in ("obl", "nmod", "advcl"):
        return None
    below = sentence.children(token.index)
    marked = token.dep != "advcl" or any(c.dep == "mark" and c.lemma.lower() in _BEFORE_NOUNS for c in below)
    if not marked or any(c.dep.startswith("nsubj") for c in below):
        return None
    return replace(token, tag="NNS", pos="NOUN", dep="nmod" if token.dep == "nmod" else "obl")


def _progressive(token: Token, sentence: Sentence) -> bool:
    """ "is mediating": what a form of "be" stands right before is no noun."""
    before = sentence.tokens[token.index - 1] if token.index else None
    return token.tag == "VBG" and before is not None and before.lemma == "be" and before.head == token.index


def _after_a_name(token: Token, sentence: Sentence) -> bool:
    """ "Spain voiced concern": an adjective right after a name that begins the sentence is its verb."""
    before = sentence.tokens[: token.index]
    return bool(before) and before[-1].pos == "PROPN" and all(t.pos in ("PROPN", "ADJ", "DET") for t in before)


def _stems(word: str) -> Iterator[str]:
    end = 3 if word.endswith("ing") else 2
    yield from (word[:-end], word[:-end] + "e", word[: -end - 1])


def _irregular(token: Token, sentence: Sentence, verbs: Set[str]) -> Token | None:
    """What the tagger took for a noun, as the irregular past that it is after a name, where no other verb stands; at
    the root it is one after any noun, whatever the tagger made of it ("tanks tore into the town")."""
    lost = token.dep == "root" and token.tag not in _VERBAL
    before = sentence.tokens[token.index - 1].pos if token.index else ""
    if not (lost and before in ("PROPN", "NOUN")) and not (token.tag == "NN" and before == "PROPN"):
        return None
    base = irregular(token.text, participle=False)
    if base is None or base == token.text or base not in verbs:
        return None
    alone = token.dep == "root" or not any(t.tag in _FINITE for t in sentence.tokens)
    return replace(token, lemma=base, tag="VBD", pos="VERB") if alone else None
