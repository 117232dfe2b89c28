"""Makes the treebanks' sentences look more like news, tree and all: headlines, datelines, quotes, strange names.

The treebanks hold few of these, and a model meets them on every page. Shares are of the passages; they were set by what
news pages look like, and kept small so that plain prose stays the most of what is learned.
"""

import random
from collections.abc import Callable
from dataclasses import replace

from worker.events.parser.headlines import headline
from worker.events.parser.titles import TITLE_WORDS, titled
from worker.events.parser.treebank import Tree, Word, insert, unspaced

HEADLINE = 0.18
TITLES = 0.2
DATELINE = 0.06
CAPITALS = 0.02
OPEN_END = 0.05
NAMES = 0.15
STYLES = ("as it is", "straight", "curly")

_PLACE_LIST = """
Seoul Pyongyang Tokyo Beijing Moscow Kyiv Kiev Warsaw Vilnius Riga Tallinn Minsk Chisinau Tbilisi Baku Yerevan Ankara
Tehran Baghdad Damascus Beirut Amman Cairo Tripoli Tunis Algiers Rabat Khartoum Asmara Mogadishu Nairobi Kampala Kigali
Kinshasa Luanda Lusaka Harare Pretoria Abuja Accra Dakar Bamako Niamey Riyadh Doha Muscat Sanaa Kabul Islamabad Dhaka
Colombo Kathmandu Naypyidaw Bangkok Hanoi Vientiane Manila Jakarta Canberra Wellington Suva Ottawa Havana Caracas Bogota
Quito Lima Santiago Brasilia Brussels Paris Berlin Vienna Bratislava Budapest Prague Belgrade Pristina Skopje Sarajevo
Zagreb Tirana Athens Nicosia Madrid Lisbon Dublin Oslo Stockholm Helsinki Copenhagen Reykjavik Ashgabat Tashkent Bishkek
Astana Ulaanbaatar Taipei Juba Bangui Lagos Mumbai Shanghai Kharkiv Rafah Aleppo Mosul
"""
_NAME_LIST = """
Russia Ukraine Belarus Moldova Georgia Armenia Azerbaijan Turkey Iran Iraq Syria Lebanon Jordan Israel Egypt Libya
Sudan Ethiopia Eritrea Somalia Kenya Rwanda Burundi Nigeria Niger Mali Senegal Qatar Oman Yemen Pakistan India Nepal
Bangladesh Myanmar Thailand Vietnam Laos Cambodia Philippines Indonesia Japan China Taiwan Mongolia Kazakhstan Cuba
Venezuela Colombia Bolivia Poland Hungary Slovakia Serbia Kosovo Greece Cyprus Spain Sweden Finland Norway
Morawska Kovalenko Petrov Ivanov Lindqvist Okafor Mbeki Haddad Rahimi Khalil Yilmaz Tanaka Nakamura Nguyen Chen Zhao
Liu Park Choi Ito Singh Sharma Rao Silva Moreno Vargas Novak Horvat Kiss Popescu Dimitrov Papadakis Rossi Keller Dubois
Lefebvre Jansen Olsen Virtanen Kazlauskas Tamm Ozols Abe Ismail Osman Diallo Traore Mensah Banda
"""
_PLACES = _PLACE_LIST.split()
_NAMES = _NAME_LIST.split()
_AGENCIES = ("AP", "AFP", "Reuters", "Xinhua", "DPA", "Newswire", "Press", "Agency", "Agencies", "TASS", "KCNA")
_MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")


def augmented(passage: list[Tree], rng: random.Random) -> list[Tree]:
    """The passage, or a variant of it; one of its sentences alone where it becomes a headline."""
    if rng.random() < HEADLINE:
        short = headline(rng.choice(passage), rng, rng.choice(_NAMES))
        passage = [short] if short else passage
    elif rng.random() < DATELINE:
        passage = [_dateline(passage[0], rng), *passage[1:]]
    if rng.random() < TITLES:
        passage = [titled(tree, rng) for tree in passage]
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


def _renamed(tree: Tree, rng: random.Random) -> Tree:
    """Half of the plain names changed, so that unknown ones are read from what stands around them."""

    def spell(word: Word) -> str:
        plain = word.xpos == "NNP" and word.upos == "PROPN" and word.form.isalpha() and word.form.istitle()
        common = word.dep == "nmod:desc" or word.form in TITLE_WORDS
        return rng.choice(_NAMES + _PLACES) if plain and not common and rng.random() < 0.5 else word.form

    return _spelled(tree, spell)


def _dateline(tree: Tree, rng: random.Random) -> Tree:
    """Before the sentence comes "SEOUL, Jan. 3 (Agency) -": the place hangs on the root, the rest on the place."""
    place = rng.choice(_PLACES)
    words = [_mark(place.upper() if rng.random() < 0.8 else place, "PROPN", "NNP", -1, "parataxis", spaced=True)]
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
    root = next(index for index, word in enumerate(tree.words) if word.head == index)
    return insert(tree, 0, words, root)


def _mark(form: str, upos: str, xpos: str, head: int, dep: str, *, spaced: bool) -> Word:
    return Word(form, form, upos, xpos, head, dep, spaced)
