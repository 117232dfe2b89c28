"""The labels of the invented articles are whole: readable, of PLOVER's types and modes, and told once."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from labels import HELD_OUT, LabelledArticle, labelled_articles

from worker.config import load_coder_config
from worker.config.ontology import EventType
from worker.model import AuxiliaryMode, DatePrecision

each_article = pytest.mark.parametrize(
    "article", (*labelled_articles(), *labelled_articles(HELD_OUT)), ids=lambda a: a.id
)


@pytest.fixture(scope="module")
def types() -> Mapping[str, EventType]:
    return load_coder_config(None).ontology.types


@each_article
def test_the_main_event_comes_first_and_must_be_found(article: LabelledArticle) -> None:
    assert not article.main.optional
    assert article.main in article.required


@each_article
def test_every_label_has_a_type_and_a_mode_of_plover(article: LabelledArticle, types: Mapping[str, EventType]) -> None:
    for label in article.labels:
        for kind, mode in label.types:
            assert mode is None or mode in types[kind].modes, f"{kind}/{mode}"


@each_article
def test_no_label_is_written_twice(article: LabelledArticle) -> None:
    assert len(set(article.labels)) == len(article.labels)


@each_article
def test_what_lies_after_publication_is_future_or_hypothetical(article: LabelledArticle) -> None:
    later = [e for e in article.labels if e.event_date and e.event_date > article.published + timedelta(days=1)]
    assert all({AuxiliaryMode.FUTURE, AuxiliaryMode.HYPOTHETICAL} & set(label.auxiliary) for label in later)


def test_a_label_that_cannot_be_read_is_named_with_its_article(tmp_path: Path) -> None:
    article = "- {id: ferry, title: A ferry, published: '2019-05-02', text: It sailed., expect: [FIN hails EST]}\n"
    (tmp_path / "one.yaml").write_text(article, encoding="utf-8")
    with pytest.raises(ValueError, match="ferry: not a label: 'FIN hails EST'"):
        labelled_articles(tmp_path)


def test_dates_are_read_with_the_precision_that_they_are_written_with(tmp_path: Path) -> None:
    lines = "[FIN > EST AID 2019-05-01, FIN > EST AID 2019-04, FIN > EST AID 2018, '~ FIN > EST AID ?']"
    article = f"- {{id: ferry, title: A ferry, published: '2019-05-02', text: It sailed., expect: {lines}}}\n"
    (tmp_path / "one.yaml").write_text(article, encoding="utf-8")
    (found,) = labelled_articles(tmp_path)
    assert [(label.event_date, label.date_precision) for label in found.labels] == [
        (date(2019, 5, 1), DatePrecision.DAY),
        (date(2019, 4, 1), DatePrecision.MONTH),
        (date(2018, 1, 1), DatePrecision.YEAR),
        (None, None),
    ]
    assert len(found.required) == 3
