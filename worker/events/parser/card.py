"""Writes the model's card: what it learned from, under which licences, how well it does, and how to make it again.

`python -m worker.events.parser.card --treebanks DIR --out FOLDER --steps N --seed N --version V` writes it anew for a
model that exists; `train.py` does so at its end.
"""

import argparse
import platform
from pathlib import Path

import spacy

from worker.events.parser.evaluate import report, speed
from worker.events.parser.pipeline import open_parser
from worker.events.parser.treebank import read_treebank

_TEST = "en_pud-test"
_TUNE = ("en_gum-news-heldout", "en_ewt-dev")
_CARD = """# {version}

A small spaCy {spacy} pipeline for English news: words, sentences, PTB tags, UPOS and Universal Dependencies 2 relations
with their subtypes. Lemmas come from `lemmas.json` by the rules of `lemmas.py`. It was made for dyadwatch from nothing
but the treebanks below; it holds no word vectors and needs no download.

- size on disk: {size:.1f} MB
- speed: {speed:.0f} words a second of one core's time ({machine}), from raw text to tokens with lemmas
- components: one shared hashed convolutional tok2vec (width 128, depth 4) under tagger, morphologizer and parser

## Data and licences

| treebank | used for | licence |
|---|---|---|
| UD_English-EWT, train | training | CC BY-SA 4.0 |
| UD_English-EWT, dev | tuning | CC BY-SA 4.0 |
| UD_English-GUM, train, eight genres | training | per document, as GUM's LICENSE.txt states |
| UD_English-GUM, dev and test documents of three genres | tuning | as above |
| UD_English-PUD, test | scoring only, never trained on | CC BY-SA 3.0 |

Treebanks of Universal Dependencies (universaldependencies.org). The genres of GUM are those with texts that may be
shared freely: news, interview, bio, voyage, textbook, speech, conversation and vlog (tuning: the first two and speech);
its annotations are by the GUM team, CC BY 4.0 (Amir Zeldes, "The GUM Corpus: Creating Multilayer Resources in the
Classroom", Language Resources and Evaluation 51(3), 2017).

**This model, its lemma table included, is shared under CC BY-SA 4.0**, as EWT's licence asks; the code around it is
under the project's own licence.

Training varied the treebanks' sentences: headlines, datelines, offices before names, straight and curly
quotes, other place and family names, missing full stops (`augment.py`). Rare subtypes are folded: `csubj:pass` and
`csubj:outer` into `csubj`.

## Scores

Printed by

    {scored}

F1 in per cent over words matched by their place in the text. `verblem`: lemmas of verbs and auxiliaries. `LAS` compares
universal relations, as the CoNLL 2018 shared task does; `LAS:sub` the subtypes too (PUD marks no `obl:agent`, so a
right one counts there as wrong); figures with `-p` leave punctuation out, as spaCy does.

{scores}
## How to make it again

    {made}

The same steps and seed give the same model on the same machine and library versions. What it does badly: questions,
verse, speech with false starts, tables, long lists, titles in capitals throughout.
"""


def write_card(folder: Path, treebanks: Path, how: str) -> None:
    """`CARD.md` in the model's `folder`; `how` are the training options beside the two paths."""
    parser = open_parser(folder)
    names = (_TEST, *_TUNE)
    trees = {name: read_treebank(treebanks / f"{name}.conllu.xz") for name in names}
    where = "--treebanks ../shared/data/ud"
    text = _CARD.format(
        version=parser.version,
        spacy=spacy.about.__version__,
        size=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6,
        speed=speed(parser, trees[_TEST]),
        machine=platform.machine(),
        scored=f"python -m worker.events.parser.evaluate {where} --set {' '.join(names)}",
        scores="".join(f"{name}, {len(trees[name])} sentences:\n\n{report(parser, trees[name])}\n\n" for name in names),
        made=f"python -m worker.events.parser.train {where} --out worker/events/parser/trained {how}",
    )
    (folder / "CARD.md").write_text(text, encoding="utf-8")


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--treebanks", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True, help="the model's folder")
    options.add_argument("--steps", type=int, required=True)
    options.add_argument("--seed", type=int, required=True)
    options.add_argument("--version", required=True)
    given = options.parse_args()
    how = f"--steps {given.steps} --seed {given.seed} --version {given.version}"
    write_card(given.out, given.treebanks, how)


if __name__ == "__main__":
    main()
