from datetime import UTC, datetime

import pytest

from worker.articles.text import clean, from_html, from_page, language_of
from worker.model import FetchError

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Envoys meet in Oslo - The Daily</title>
<meta property="article:published_time" content="2025-03-04T10:11:12Z"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Envoys meet in Oslo</h1>
<p>Norland’s envoy met Sudland’s minister in Oslo on Tuesday to talk about fishing in the strait.</p>
<p>Both sides agreed to talk again. They said that they would sign a treaty next year, and lift the ban on herring.</p>
</article><footer>Copyright 2019 The Daily</footer></body></html>"""
TEXT = (
    "Norland’s envoy met Sudland’s minister in Oslo on Tuesday to talk about fishing in the strait.\n\n"
    "Both sides agreed to talk again. They said that they would sign a treaty next year, and lift the ban on herring."
)


def test_text_is_cleaned_of_what_cannot_be_stored() -> None:
    assert clean("a\x00b\ud800c\udfffd é 😀") == "ab\ufffdc\ufffdd é 😀"
    clean("\ud83d").encode()


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One <b>bold</b> word.</p><p>Two.</p>", "One bold word.\n\nTwo."),
        ("One<br>line<br/><br/>Two", "One line\n\nTwo"),
        ("<p>Broken\n\nin the source</p>", "Broken in the source"),
        ("<p>One<br>\nline</p>", "One line"),
        ("No tags,\none paragraph.\n\nAnother &amp; last.", "No tags, one paragraph.\n\nAnother & last."),
        ("A <i>tag</i>\n\nand a blank line", "A tag\n\nand a blank line"),
        ("<div>a<div>b</div>c</div>d", "a\n\nb\n\nc\n\nd"),
        ("<ul><li>x</li><li>y</li></ul>", "x\n\ny"),
        ("a<script>alert('no')</script>b<style>p {}</style>c<!-- no -->d", "abcd"),
        ("3 < 4 &lt; 5", "3 < 4 < 5"),
        ("<?xml version='1.0' encoding='latin-1'?><p>é</p>", "é"),
        ("a\x00b<p>\ud800</p>", "ab\n\n\ufffd"),
        ("&nbsp;<p>&#160;</p>", ""),
        ("", ""),
        ("<", "<"),
        ("<!-- only -->", ""),
    ],
)
def test_html_becomes_paragraphs(html: str, text: str) -> None:
    assert from_html(html).text == text


def test_a_title_that_the_text_repeats_is_left_out_of_it_once() -> None:
    assert from_html("<h1>Envoys  MEET!</h1><p>They met.</p>", title="Envoys meet").text == "They met."
    assert from_html("<p>Envoys meet in Oslo.</p>", title="Envoys meet").text == "Envoys meet in Oslo."


@pytest.mark.parametrize(
    "below",
    [
        "<p>The post <a>Envoys meet</a> appeared first on <a>The Daily</a>.</p>",
        "<p><a href='x'>Read more...</a></p>",
        "<p>Continue reading Envoys meet</p>",
    ],
)
def test_what_feeds_add_below_an_article_is_left_out(below: str) -> None:
    assert from_html(f"<p>They met.</p>{below}").text == "They met."


def test_deep_nesting_is_no_error() -> None:
    from_html("<div>" * 20_000 + "deep" + "</div>" * 20_000)
    assert from_html("<b>" * 200 + "deep").text == "deep"


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "nonsense"])
def test_a_page_gives_text_title_date_and_language(charset: str) -> None:
    body = PAGE.encode("cp1252" if charset == "windows-1252" else "utf-8")
    page = from_page(body, "https://daily.example/1", {"content-type": f"text/html; charset={charset}"})
    assert page.text == TEXT
    assert (page.title, language_of(page.text)) == ("Envoys meet in Oslo", "en")
    assert page.published_at == datetime(2025, 3, 4, tzinfo=UTC)


def test_a_page_that_states_no_date_has_none() -> None:
    undated = PAGE.replace('<meta property="article:published_time" content="2025-03-04T10:11:12Z">', "")
    assert from_page(undated.encode(), "https://daily.example/1", {}).published_at is None


@pytest.mark.parametrize("body", [b"", b"\x00\x01", b"<html></html>", b"\xff\xfe<\x00h\x00", b"words only"])
def test_a_page_without_an_article_gives_no_text(body: bytes) -> None:
    assert from_page(body, "https://daily.example/1", {"content-type": "text/html"}).text == ""


def test_what_is_no_page_is_refused() -> None:
    with pytest.raises(FetchError, match="application/pdf") as raised:
        from_page(b"%PDF-1.7", "https://daily.example/1.pdf", {"content-type": "application/pdf"})
    assert raised.value.kind == "not a page"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (TEXT, "en"),
        ("Der Außenminister reiste am Dienstag nach Oslo, um über Fischerei zu sprechen.", "de"),
        ("Le ministre a rencontré son homologue à Oslo pour parler de la pêche.", "fr"),
        ("Министр прибыл в Осло во вторник, чтобы обсудить рыболовство.", "ru"),
        ("Oslo", None),
        ("12 345 67 890 12 345 67 890", None),
        ("", None),
    ],
)
def test_a_language_is_named_only_when_there_is_enough_to_tell(text: str, language: str | None) -> None:
    assert language_of(text) == language
