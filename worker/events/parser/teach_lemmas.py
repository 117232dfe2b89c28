"""Makes the lemma table from the treebanks: the known base forms, and the words that the rules get wrong."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from worker.events.parser.irregular import irregular
from worker.events.parser.lemmas import Lemmatizer
from worker.events.parser.treebank import Tree, Word

_CLASSES = {"VERB": ("VB", "VBP"), "NOUN": ("NN",), "ADJ": ("JJ",)}
_TIMES = 2  # said once, an exception is as often a slip of the pen as a fact of the language


def lemma_table(trees: Iterable[Tree]) -> dict[str, object]:
    """What `lemmas.json` holds: `exceptions` ("TAG form" to lemma) and `bases` (base forms by word class)."""
    words = [word for tree in trees for word in tree.words if word.upos not in ("X", "PUNCT", "SYM")]
    bases = {kind: sorted(_bases(words, kind)) for kind in _CLASSES}
    plain = Lemmatizer({}, bases)
    exceptions = {
        f"{tag} {form}": lemma for (tag, form), lemma in sorted(_said(words)) if plain.by_rule(form, tag) != lemma
    }
    return {"exceptions": exceptions, "bases": bases}


def _bases(words: list[Word], kind: str) -> set[str]:
    """Lemmas of a class that are written as such somewhere, or given twice."""
    own = [word for word in words if word.upos == kind and word.lemma.isalpha() and word.lemma.islower()]
    seen = Counter(word.lemma for word in own)
    written = {word.lemma for word in own if word.form == word.lemma and word.xpos in _CLASSES[kind]}
    return {lemma for lemma, times in seen.items() if times >= _TIMES or lemma in written}


def _said(words: list[Word]) -> Iterator[tuple[tuple[str, str], str]]:
    """The commonest lemma of each tag and form, in lower case. Irregular verbs are better known to us."""
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for word in words:
        form = word.form.lower().replace("’", "'")
        if form.isascii() and not any(letter.isdigit() for letter in form) and word.xpos not in ("NNP", "GW", "FW"):
            votes[word.xpos, form][word.lemma.lower()] += 1
    for (tag, form), count in votes.items():
        lemma, times = max(sorted(count.items()), key=lambda pair: pair[1])
        known = irregular(form, participle=tag == "VBN") if tag in ("VBD", "VBN") else None
        if times >= _TIMES and not known:
            yield (tag, form), lemma
