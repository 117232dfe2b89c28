"""Makes the treebanks' sentences look more like news, tree and all: headlines, datelines, quotes, strange names.

The treebanks hold few of these, and a model meets them on every page. Shares are of the passages; they were set by what
news pages look like, and kept small so that plain prose stays the most of what is learned.
"""

import random
from collections.abc import Callable
from dataclasses import replace

from worker.events.parser.treebank import Tree, Word, unspaced

HEADLINE = 0.10
DATELINE = 0.06
CAPITALS = 0.02
OPEN_END = 0.05
NAMES = 0.15
STYLES = ("as it is", "straight", "curly")

_PLACES = """
Seoul Pyongyang Tokyo Beijing Moscow Kyiv Kiev Warsaw Vilnius Riga Tallinn Minsk Chisinau Tbilisi Baku Yerevan Ankara
Tehran Baghdad Damascus Beirut Amman Cairo Tripoli Tunis Algiers Rabat Khartoum Asmara Mogadishu Nairobi Kampala Kigali
Kinshasa Luanda Lusaka Harare Pretoria Abuja Accra Dakar Bamako Niamey Riyadh Doha Muscat Sanaa Kabul Islamabad Dhaka
Colombo Kathmandu Naypyidaw Bangkok Hanoi Vientiane Manila Jakarta Canberra Wellington Suva Ottawa Havana Caracas Bogota
Quito Lima Santiago Brasilia Brussels Paris Berlin Vienna Bratislava Budapest Prague Belgrade Pristina Skopje Sarajevo
Zagreb Tirana Athens Nicosia Madrid Lisbon Dublin Oslo Stockholm Helsinki Copenhagen Reykjavik Ashgabat Tashkent Bishkek
Astana Ulaanbaatar Taipei Juba Bangui Lagos Mumbai Shanghai Kharkiv Rafah Aleppo Mosul
""".split()
_NAMES = """
Russia Ukraine Belarus Moldova Georgia Armenia Azerbaijan Turkey Iran Iraq Syria Lebanon Jordan Israel Egypt Libya
Sudan Ethiopia Eritrea Somalia Kenya Rwanda Burundi Nigeria Niger Mali Senegal Qatar Oman Yemen Pakistan India Nepal
Bangladesh Myanmar Thailand Vietnam Laos Cambodia Philippines Indonesia Japan China Taiwan Mongolia Kazakhstan Cuba
Venezuela Colombia Bolivia Poland Hungary Slovakia Serbia Kosovo Greece Cyprus Spain Sweden Finland Norway
Morawska Kovalenko Petrov Ivanov Lindqvist Okafor Mbeki Haddad Rahimi Khalil Yilmaz Tanaka Nakamura Nguyen Chen Zhao
Liu Park Choi Ito Singh Sharma Rao Silva Moreno Vargas Novak Horvat Kiss Popescu Dimitrov Papadakis Rossi Keller Dubois
Lefebvre Jansen Olsen Virtanen Kazlauskas Tamm Ozols Abe Ismail Osman Diallo Traore Mensah Banda
""".split()
_AGENCIES = ("AP", "AFP", "Reuters", "Xinhua", "DPA", "Newswire", "Press", "Agency", "Agencies", "TASS", "KCNA")
_MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
_SMALL = ("ADP", "DET", "CCONJ", "PART", "SCONJ")


def augmented(passage: list[Tree], rng: random.Random) -> list[Tree]:
    """The passage, or a variant of it; one of its sentences alone where it becomes a headline."""
    if rng.random() < HEADLINE:
        short = [tree for tree in passage if 4 <= len(tree.words) <= 18 and tree.words[-1].form in ".!"]
        if short:
            passage = [_headline(rng.choice(short), rng)]
    if rng.random() < DATELINE:
        passage = [_dateline(passage[0], rng), *passage[1:]]
    if rng.random() < NAMES:
        passage = [_renamed(tree, rng) for tree in passage]
    if rng.random() < CAPITALS:
        passage = [_spelled(tree, lambda word: word.form.upper()) for tree in passage]
    if rng.random() < OPEN_END:
        passage = [*passage[:-1], _open_ended(passage[-1])]
    style = rng.choice(STYLES)
    return passage if style == "as it is" else [_spelled(tree, _QUOTES[style]) for tree in passage]


def _spelled(tree: Tree, spell: Callable[[Word], str]) -> Tree:
    return replace(tree, words=tuple(replace(word, form=spell(word)) for word in tree.words))


def _straight(word: Word) -> str:
    return word.form.replace("“", '"').replace("”", '"').replace("’", "'").replace("‘", "'")


def _curly(word: Word) -> str:
    if word.upos == "PUNCT":
        opening = word.xpos == "``"
        return word.form.replace('"', "“" if opening else "”").replace("'", "‘" if opening else "’")
    return word.form.replace("'", "’")


_QUOTES: dict[str, Callable[[Word], str]] = {"straight": _straight, "curly": _curly}


def _open_ended(tree: Tree) -> Tree:
    """Without its full stop, as captions and cut-off summaries are."""
    leaf = all(word.head != len(tree.words) - 1 for word in tree.words)
    return replace(tree, words=tree.words[:-1]) if leaf and tree.words[-1].form == "." else tree


def _headline(tree: Tree, rng: random.Random) -> Tree:
    """Articles and some auxiliaries go, the full stop goes, and the words may get capitals."""
    tree = _without(_open_ended(tree), lambda word: _spare(word) and rng.random() < 0.8)
    small = rng.random() < 0.6
    if rng.random() < 0.35:
        return tree
    return _spelled(tree, lambda word: word.form if small and word.upos in _SMALL else _capital(word.form))


def _spare(word: Word) -> bool:
    article = word.upos == "DET" and word.form.lower() in ("the", "a", "an")
    return article or (word.dep in ("aux:pass", "aux") and word.lemma == "be" and word.space_after)


def _capital(form: str) -> str:
    return form[:1].upper() + form[1:] if form.isalpha() else form


def _without(tree: Tree, drop: Callable[[Word], bool]) -> Tree:
    """The tree less some of its leaves."""
    heads = {word.head for word in tree.words}
    kept = [index for index, word in enumerate(tree.words) if index in heads or not drop(word)]
    place = {old: new for new, old in enumerate(kept)}
    return replace(tree, words=tuple(replace(tree.words[old], head=place[tree.words[old].head]) for old in kept))


def _renamed(tree: Tree, rng: random.Random) -> Tree:
    """Half of the plain names changed, so that unknown ones are read from what stands around them."""

    def spell(word: Word) -> str:
        plain = word.xpos == "NNP" and word.form.isalpha() and word.form.istitle() and len(word.form) > 2
        return rng.choice(_NAMES + _PLACES) if plain and rng.random() < 0.5 else word.form

    return _spelled(tree, spell)


def _dateline(tree: Tree, rng: random.Random) -> Tree:
    """"SEOUL, Jan. 3 (Agency) - " before the sentence: the place hangs on the sentence's root, the rest on the place."""
    place = rng.choice(_PLACES)
    words = [_mark(place.upper() if rng.random() < 0.8 else place, "PROPN", "NNP", 0, "parataxis", spaced=True)]
    if rng.random() < 0.3:
        words[0] = unspaced(words[0])
        words.append(_mark(",", "PUNCT", ",", 2, "punct", spaced=True))
        words.append(_mark(rng.choice(_MONTHS), "PROPN", "NNP", 0, "nmod:unmarked", spaced=True))
        words.append(_mark(str(rng.randint(1, 31)), "NUM", "CD", 2, "nummod", spaced=True))
    if rng.random() < 0.7:
        at = len(words)
        words.append(_mark("(", "PUNCT", "-LRB-", at + 1, "punct", spaced=False))
        words.append(_mark(rng.choice(_AGENCIES), "PROPN", "NNP", 0, "parataxis", spaced=False))
        words.append(_mark(")", "PUNCT", "-RRB-", at + 1, "punct", spaced=True))
    words.append(_mark(rng.choice(("-", "--", "—", "–")), "PUNCT", ",", 0, "punct", spaced=True))
    shift = len(words)
    moved = tuple(replace(word, head=word.head + shift) for word in tree.words)
    root = next(index for index, word in enumerate(moved, shift) if word.head == index)
    return replace(tree, words=(replace(words[0], head=root), *words[1:], *moved))


def _mark(form: str, upos: str, xpos: str, head: int, dep: str, *, spaced: bool) -> Word:
    return Word(form, form, upos, xpos, head, dep, spaced)
