"""The invented articles of the gate and what a careful human coder found in each, before any coder of ours saw them.

``articles/seed_style/*.yaml`` hold a list of articles a file: ``id``, ``title``, ``published``, ``text`` and, as
``expect``, the labels, written as the sample newsroom writes them (``worker.demo.library``):
``LTU > BLR SANCTION/expel 2021-06-02`` is directed, ``IRN,PAK AGREE 2024-01-19`` is between the actors. Dates are the
real ones, as precise as the text lets a reader know them; ``?`` says that it does not, and such a label says nothing
against any date. What both a gate and a reader need to know besides:

- The first label is the article's main event and is never optional.
- ``|`` parts types of which any is right. A type without a mode leaves the mode open.
- A label stands for all events of its parties and type on its date, however often the text tells them: two accords
  signed by the same two on the same day are one label.
- A label between the actors is met by an event in either direction; so is a CONSULT of any kind, which is told now of
  the guest and now of the host.
- Several actors or recipients stand for every pair. A label with two states as recipients is met for each on its own.
- ``IGO`` is any organisation; an armed group goes by its home state, so that a state may stand on both sides.
- What is planned carries ``future`` and the date of the plan's fulfilment; the day on which it was agreed is as good.
- ``historical`` is the background of the report: weeks back or more. ``hypothetical`` is what a condition hangs on.
- ``~`` marks the arguable: the content of accusations, bare denials, standing trade or aid, mere attempts, quarrels at
  home. Finding it is not wrong, missing it neither.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from worker.demo.library import ExpectedEvent, read_label

ARTICLES = Path(__file__).parent / "articles" / "seed_style"
# Written and labelled by readers who had not seen the coder, and never read by whoever works on it: they say what the
# coder does with texts that nobody tuned it to. Look at their figures, not at them.
HELD_OUT = Path(__file__).parent / "articles" / "held_out"
UNRELATED = Path(__file__).parent / "articles" / "no_relation"


@dataclass(frozen=True, slots=True)
class LabelledArticle:
    """One invented article with its labels in the order of the file; the first is the main event."""

    id: str
    title: str
    published: date
    text: str
    labels: tuple[ExpectedEvent, ...]

    @property
    def main(self) -> ExpectedEvent:
        """The event that the article was written for."""
        return self.labels[0]

    @property
    def required(self) -> tuple[ExpectedEvent, ...]:
        """What a coder must find: recall is measured against these, precision against all labels."""
        return tuple(label for label in self.labels if not label.optional)


@cache
def labelled_articles(folder: Path = ARTICLES) -> tuple[LabelledArticle, ...]:
    """Every labelled article in the order of files and articles.

    Raises ValueError with the article and the line where a label is not in the form told above.
    """
    return tuple(_article(entry) for entry in _entries(folder) if "expect" in entry)


@cache
def unrelated_articles(folder: Path = UNRELATED) -> tuple[LabelledArticle, ...]:
    """The articles that tell of no relation between states: sport, business, crime, weather. None has a label."""
    return tuple(_article(entry) for entry in _entries(folder))


def _entries(folder: Path) -> list[dict[str, Any]]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))]
    return [entry for text in texts for entry in yaml.load(text, Loader=yaml.CSafeLoader)]


def _article(entry: dict[str, Any]) -> LabelledArticle:
    published = date.fromisoformat(entry["published"])
    try:
        labels = tuple(read_label(line, published) for line in entry.get("expect", ()))
    except ValueError as error:
        raise ValueError(f"{entry['id']}: {error}") from error
    return LabelledArticle(entry["id"], entry["title"], published, entry["text"].strip(), labels)
