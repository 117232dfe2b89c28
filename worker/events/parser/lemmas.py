"""Lemmas by rule from a word's form and PTB tag, with a table of the exceptions that the treebanks teach.

The order of the rules: a name stays as it is; what the treebanks say, more than once, of this very form and tag; the
irregular verbs; then the regular endings, where a candidate that is a known base form wins, and spelling decides
between unknown ones.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Self

from worker.events.parser.irregular import irregular

_DOUBLED = re.compile(r"([bdgmnprtvk])\1$|([aeiou])ll$")
# How stems end that lost an "e" before "-ed" and "-ing"; asked only of stems that are no known verb.
_LOST_E = re.compile(
    r"(?:[cuvz]|ced|[^aeiou]l|[^aeiou][iou]l|[aeiounlprw]s|[aeirld]g|[aeu]ng|[^aeo]at|[^aeiou]ut|[^aeou]id|[^aeio][ao]d"
    r"|[^aeo]ud|[^aeo][aiu]m|[^aeo][aiu]k|[^o]ok|[^aeo]ap|[^eo]ar|ir|[^o]ur|[^aeo]in)$"
)
_EXTRA_K = ("traffick", "panick", "mimick", "picnick")
_ES = re.compile(r"(?:ss|[cst]h|x|zz|tz|o)es$")


class Lemmatizer:
    """Gives lemmas. `exceptions` maps "TAG form" to lemma; `bases` holds the known base forms by word class."""

    def __init__(self, exceptions: Mapping[str, str], bases: Mapping[str, Iterable[str]]) -> None:
        self._exceptions = exceptions
        self._bases = {key: frozenset(words) for key, words in bases.items()}
        self._seen: dict[tuple[str, str, str], str] = {}

    @classmethod
    def read(cls, path: Path) -> Self:
        """From `lemmas.json` as `train.py` writes it. OSError, ValueError if it is not there or is no such table."""
        table = json.loads(path.read_text(encoding="utf-8"))
        return cls(table["exceptions"], table["bases"])

    def lemma(self, form: str, tag: str, pos: str) -> str:
        """The lemma of `form` under its PTB tag and UPOS; lower case unless `pos` is PROPN."""
        key = (form, tag, pos)
        found = self._seen.get(key)
        if found is None:
            if len(self._seen) > 100_000:  # a worker that runs for months must not keep every misspelling
                self._seen.clear()
            found = self._seen[key] = self._think(form.replace("’", "'"), tag, pos)
        return found

    def _think(self, form: str, tag: str, pos: str) -> str:
        lower = form.lower()
        if pos == "PROPN" and tag == "NNP":
            return form
        tag = self._verbal(lower, tag) if pos == "VERB" else tag
        found = self._exceptions.get(f"{tag} {lower}") or self.by_rule(lower, tag)
        return _like(form, found) if pos == "PROPN" else found.lower()

    def _verbal(self, form: str, tag: str) -> str:
        """The tag that a verb's ending asks for where the tagger said otherwise: UPOS is the surer of the two."""
        if tag in ("VBD", "VBN", "VBG", "VBZ") or form in self._bases.get("VERB", ()):
            return tag
        return "VBN" if form.endswith("ed") else "VBG" if form.endswith("ing") else tag

    def by_rule(self, form: str, tag: str) -> str:
        """The lemma by rule alone; `form` is in lower case. Tags without endings give the form itself."""
        rule = _RULES.get(tag)
        return rule(self, form) if rule else form

    def past(self, form: str, *, participle: bool = False) -> str:
        """Of "sent", "agreed", "stopped"."""
        # The tagger confuses the two tenses at times, and the other table then knows better than any rule.
        found = irregular(form, participle=participle) or irregular(form, participle=not participle)
        if found:
            return found
        if form.endswith("ied") and len(form) > 4:
            return form[:-3] + "y"
        return self._stem(form[:-2]) if form.endswith("ed") and len(form) > 3 else form

    def base(self, form: str) -> str:
        """Of "send"; a past form that the tagger took for a base is put right."""
        return form if form in self._bases.get("VERB", ()) else irregular(form, participle=False) or form

    def gerund(self, form: str) -> str:
        """Of "sending", "agreeing", "stopping"."""
        form = form[:-1] + "ing" if form.endswith("in'") else form
        return self._stem(form[:-3]) if form.endswith("ing") and len(form) > 4 else form

    def plural(self, form: str, known: str) -> str:
        """Takes "-s" off a noun or a verb; `known` names the class of base forms that decides doubtful ones."""
        if form.endswith(("men", "children")) and len(form) > 3:
            return form[:-2] + "an" if form.endswith("men") else form[:-3]
        if not form.endswith("s") or form.endswith(("ss", "us", "is", "series", "species")) or len(form) < 3:
            return form
        if form[:-1].isdigit():
            return form  # "the 1990s"
        bases = self._bases.get(known, frozenset())
        if form[:-1] in bases:
            return form[:-1]
        if form.endswith("ies") and len(form) > 4:
            return form[:-3] + "y"
        return form[:-2] if _ES.search(form) or (form.endswith("es") and form[:-2] in bases) else form[:-1]

    def compared(self, form: str, ending: str) -> str:
        """Of "larger" without "er", "largest" without "est"; an adjective not known stays as it is."""
        if not form.endswith(ending):
            return form
        stem = form.removesuffix(ending)
        known = self._bases.get("ADJ", frozenset())
        return next((word for word in (stem, stem + "e", stem[:-1], stem[:-1] + "y") if word in known), form)

    def _stem(self, stem: str) -> str:
        """The verb that lost its end to "-ed" or "-ing": "impos" is "impose", "stopp" is "stop"."""
        known = self._bases.get("VERB", frozenset())
        twice = len(stem) > 3 and stem[-1] == stem[-2]
        single = stem[:-1] if twice or stem.endswith(_EXTRA_K) else stem
        for word in (stem + "e", stem, single):
            if word in known:
                return word
        if stem.endswith(_EXTRA_K) or (twice and _DOUBLED.search(stem)):
            return single
        return stem + "e" if _LOST_E.search(stem) else stem


def _like(form: str, lemma: str) -> str:
    """`lemma` with the capitals of `form`, as far as the two agree."""
    shared = 0
    while shared < min(len(form), len(lemma)) and form[shared].lower() == lemma[shared]:
        shared += 1
    return form[:shared] + (lemma[shared:].upper() if form.isupper() and len(form) > 1 else lemma[shared:])


_RULES: dict[str, Callable[[Lemmatizer, str], str]] = {
    "VB": lambda own, form: own.base(form),
    "VBP": lambda own, form: own.base(form),
    "VBD": lambda own, form: own.past(form),
    "VBN": lambda own, form: own.past(form, participle=True),
    "VBG": lambda own, form: own.gerund(form),
    "VBZ": lambda own, form: own.plural(form, "VERB"),
    "NNS": lambda own, form: own.plural(form, "NOUN"),
    "NNPS": lambda own, form: own.plural(form, "NOUN"),
    "JJR": lambda own, form: own.compared(form, "er"),
    "RBR": lambda own, form: own.compared(form, "er"),
    "JJS": lambda own, form: own.compared(form, "est"),
    "RBS": lambda own, form: own.compared(form, "est"),
}
