"""Puts an office before a person's name: "Anna Berg said" to "Latvian Defense Minister Anna Berg said".

The treebanks hold a few dozen such names; a page of news holds as many. The trees follow EWT's own: the office hangs on
the name as `nmod:desc`, the nationality and the ministry on the office.
"""

import random
from dataclasses import replace

from worker.events.parser.treebank import Tree, Word, insert

_DEMONYM_LIST = """
Russian Ukrainian Chinese American British French German Polish Slovak Czech Hungarian Romanian Bulgarian Serbian
Greek Turkish Iranian Iraqi Israeli Palestinian Syrian Lebanese Jordanian Egyptian Saudi Qatari Emirati Omani Yemeni
Libyan Tunisian Moroccan Sudanese Ethiopian Kenyan Ugandan Rwandan Nigerian Ghanaian Malian Indian Pakistani Afghan
Nepalese Japanese Vietnamese Thai Cambodian Indonesian Malaysian Philippine Australian Canadian Mexican Cuban
Venezuelan Colombian Brazilian Chilean Argentine Peruvian Bolivian Finnish Swedish Norwegian Danish Dutch Belgian
Spanish Portuguese Italian Austrian Swiss Irish Latvian Estonian Lithuanian Belarusian Moldovan Georgian Armenian
Kazakh Uzbek Mongolian
"""
_DEMONYMS = _DEMONYM_LIST.split()
# An office, its last word the head; before it, what hangs on the head, marked "a" for adjective or "c" for compound.
_OFFICES = (
    "President|Vice/c President|Prime/a Minister|Deputy/c Minister|Foreign/a Minister|Defense/c Minister"
    "|Defence/c Minister|Finance/c Minister|Interior/c Minister|Trade/c Minister|Energy/c Minister|Chancellor"
    "|King|Queen|Emperor|General|Admiral|Senator|Ambassador|Premier|Foreign/a Secretary|leader|supreme/a leader"
    "|opposition/c leader|rebel/c leader|envoy|special/a envoy|spokesman|spokeswoman|government/c spokesman"
    "|military/a spokesman|army/c chief|police/c chief|intelligence/c chief|lawmaker|diplomat|foreign/a minister"
    "|prime/a minister|president"
)
_TITLE_WORD_LIST = """
President Prime Minister Foreign Defense Secretary General King Queen Chancellor Senator Governor Mr Mrs Ms Dr Vice
Ministry Department United States Nations Union North South East West Republic Party House Court Congress Parliament
University Street Council Bank Army Navy Force Air Security Committee Agency Office World National International January
February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday
Saturday Sunday
"""
TITLE_WORDS = frozenset(_TITLE_WORD_LIST.split())
_PARTS = ("flat", "compound", "nmod:desc", "list", "vocative")
_BEFORE = ("case", "cc", "punct", "mark")


def titled(tree: Tree, rng: random.Random) -> Tree:
    """The tree with an office before some of its persons' names, or unchanged where it names nobody."""
    for index in reversed(range(len(tree.words))):
        if _person(tree, index) and rng.random() < 0.7:
            tree = insert(tree, index, _office(rng, first=index == 0), index)
    return tree


def _person(tree: Tree, index: int) -> bool:
    """A name of two parts or more with nothing before it but, say, a preposition: most likely a person's."""
    word = tree.words[index]
    if word.xpos != "NNP" or word.dep in _PARTS or not word.form.istitle():
        return False
    below = [(at, other) for at, other in enumerate(tree.words) if other.head == index and at != index]
    full = any(other.dep == "flat" and other.xpos == "NNP" and at == index + 1 for at, other in below)
    return full and all(at > index or other.dep in _BEFORE for at, other in below)


def _office(rng: random.Random, *, first: bool) -> list[Word]:
    *before, head = rng.choice(_OFFICES.split("|")).split()
    words = [_nation(rng)] if rng.random() < 0.6 else []
    place = len(words) + len(before)
    words = [replace(word, head=place) for word in words]
    for part in before:
        form, _, kind = part.partition("/")
        words.append(_modifier(form, kind, place))
    words.append(_word(head, "nmod:desc", -1, "PROPN" if head.istitle() else "NOUN"))
    if first:
        words[0] = replace(words[0], form=words[0].form[:1].upper() + words[0].form[1:])
    return words


def _nation(rng: random.Random) -> Word:
    form = rng.choice(_DEMONYMS)
    return Word(form, form, "ADJ", "JJ", 0, "amod", True)


def _modifier(form: str, kind: str, head: int) -> Word:
    if kind == "c":
        return _word(form, "compound", head, "PROPN" if form.istitle() else "NOUN")
    return Word(form, form.lower(), "ADJ", "NNP" if form.istitle() else "JJ", head, "amod", True)


def _word(form: str, dep: str, head: int, upos: str) -> Word:
    return Word(form, form, upos, "NNP" if upos == "PROPN" else "NN", head, dep, True)
