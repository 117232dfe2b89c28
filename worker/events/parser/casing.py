"""Gives the lines written In Title Case their small letters back, since capitals hide which words are names.

The order of the rules: only a short line without a full stop, and with capitals on nearly all its words, is touched; in
it only words that are capitalized and not the first; of those, the ones that the treebanks mostly write small, their
regular inflections, and the verbs that headlines live on. Whatever is left is taken for a name. No character moves, so
offsets stay true.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

from worker.events.parser.treebank import Tree

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Names made of common words; a headline is short of anything else that would tell.
_NAMES = re.compile(
    r"United (?:Nations|States|Kingdom|Arab Emirates)|(?:European|African) (?:Union|Commission|Parliament)"
    r"|(?:Security|General) (?:Council|Assembly)|White House|State Department|Supreme (?:Court|Leader)"
    r"|(?:Foreign|Prime|Defen[cs]e|Interior|Finance|Trade) (?:Ministry|Minister|Secretary)|World (?:Bank|Cup|War)"
    r"|(?:West|Gaza|Ivory) (?:Bank|Strip|Coast)|Red (?:Sea|Cross|Crescent)|Black Sea|Middle East|Islamic State"
)
_LONGEST = 300  # characters; longer lines are no headlines, and looking costs time
_SMALL_SHARE = 0.25
# What many houses leave small in a headline; any other small word speaks against one.
_SMALL_WORD_LIST = """
a an the and but or nor yet so as at by for from if in into near of off on onto out over per than to up via vs with
after amid is it its
"""
_LEFT_SMALL = frozenset(_SMALL_WORD_LIST.split())
# Third persons and participles that the treebanks hardly hold and headlines are full of.
_HEADLINE_VERB_LIST = """
accuses arrests assails axes backs bans blasts blames bombs boosts braces calls cancels cautions chides clears
condemns convicts courts cuts decries defies demands denies denounces deploys deports detains dismisses downs endorses
expels extradites eyes faces fires foils freezes hails halts hits hosts imposes indicts inks jails jets joins kills
lauds lifts lobs meets mourns mulls nabs nixes orders ousts pardons pledges praises probes protests pulls quits raids
raps ratifies rebuffs rebukes recalls rejects releases renews resumes retaliates sacks sanctions scraps seeks seizes
sends shells shuns signs slams slaps snubs spurns steps stokes strikes sues summons suspends swaps tests thanks
threatens thwarts topples touts trades unveils urges vetoes visits vows warns weighs welcomes withdraws woos
"""
_HEADLINE_VERBS = frozenset(_HEADLINE_VERB_LIST.split()) | {verb[:-1] for verb in _HEADLINE_VERB_LIST.split()}


def casing_table(trees: Iterable[Tree]) -> dict[str, list[str]]:
    """What `casing.json` holds, from ordinary sentences' words but the first.

    `common`: the words that stand small more often than not. `names`: the others that look like a common word's
    inflection ("United").
    """
    small: Counter[str] = Counter()
    great: Counter[str] = Counter()
    for tree in trees:
        forms = [word.form for word in tree.words[1:] if word.form.isalpha() and word.form.isascii()]
        if tree.closed and sum(form.islower() for form in forms) > len(forms) / 2:
            small.update(form for form in forms if form.islower())
            great.update(form.lower() for form in forms if form[0].isupper())
    common = {form for form, times in small.items() if times > great[form] and len(form) > 1}
    names = {form for form in great if form not in common and any(stem in common for stem in _stems(form))}
    return {"common": sorted(common), "names": sorted(names)}


def small_letters(text: str, is_common: Callable[[str], bool]) -> str:
    """`text` with its small letters back if it is in title case, else as it is. As long as before, to the character."""
    words = list(_WORD.finditer(text)) if len(text) <= _LONGEST and not text.endswith(".") else []
    if not _title_case([match[0] for match in words[1:]]):
        return text
    letters = list(text)
    kept = {at for match in _NAMES.finditer(text) for at in range(*match.span())}
    for match in words[1:]:
        if match.start() not in kept and _titled(match[0]) and is_common(match[0].lower()):
            letters[match.start()] = match[0][0].lower()
    return "".join(letters)


def _title_case(words: list[str]) -> bool:
    telling = [word for word in words if word.lower() not in _LEFT_SMALL]
    small = sum(word[0].islower() for word in telling)
    return sum(map(_titled, telling)) >= 2 and small <= _SMALL_SHARE * len(telling)


def _titled(word: str) -> bool:
    """Whether it is capitalized and its small form is no longer: the Turkish dotted I becomes two characters."""
    return word[0].isupper() and (word[1:].islower() or len(word) == 1) and len(word[0].lower()) == 1


class Common:
    """Knows common words: those of the list, and their inflections by the endings that English has."""

    def __init__(self, common: Iterable[str], names: Iterable[str] = ()) -> None:
        self._words = frozenset(common) | _HEADLINE_VERBS
        self._names = frozenset(names)

    @classmethod
    def read(cls, path: Path) -> Self:
        """From `casing.json` as `train.py` writes it. OSError, ValueError if it is not there or is no such table."""
        table = json.loads(path.read_text(encoding="utf-8"))
        return cls(table["common"], table["names"])

    def __call__(self, word: str) -> bool:
        """Whether `word`, in small letters, is a common word."""
        return word in self._words or (word not in self._names and any(stem in self._words for stem in _stems(word)))


def _stems(word: str) -> list[str]:
    """What is left of "-s", "-ed" and "-ing" of a word long enough not to be a name that ends so by chance."""
    if len(word) < 6:
        return []
    stems = [word.removesuffix("s"), word.removesuffix("es"), re.sub(r"ies$", "y", word)]
    stems += [word.removesuffix("ed"), word.removesuffix("d"), re.sub(r"ing$", "", word), re.sub(r"ing$", "e", word)]
    return [stem for stem in stems if stem != word]
