"""Puts what is published into print: feeds in their several formats, built as XML trees, and web pages."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from importlib.resources import files
from typing import Any

from worker.demo.library import NOTICE
from worker.demo.outlets import Outlet
from worker.demo.programme import Published

MEDIA_TYPES = {"rss": "application/rss+xml", "rdf": "application/rdf+xml", "atom": "application/atom+xml"}

_ATOM = "http://www.w3.org/2005/Atom"
_XHTML = "http://www.w3.org/1999/xhtml"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_MODULES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}


def feed(outlet: Outlet, published: Sequence[Published], base_url: str) -> bytes:
    """The feed of an outlet in its own format and encoding. The same articles give the same bytes."""
    root = {"rss": _rss, "rdf": _rdf, "atom": _atom}[outlet.form](outlet, published, base_url)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding=outlet.encoding, xml_declaration=True))


def page(outlet: Outlet, article: Published, others: Sequence[Published]) -> str:
    """The article's web page, with all that stands around an article on one."""
    return str(_template("page.html").render(outlet=outlet, article=article, others=others, notice=NOTICE))


def front(outlets: Sequence[Outlet], counts: dict[str, int]) -> str:
    """The list of the outlets."""
    return str(_template("front.html").render(outlets=outlets, counts=counts, notice=NOTICE))


@cache
def _template(name: str) -> Any:
    from jinja2 import Environment, FunctionLoader  # for whoever reads pages; feeds do without

    folder = files("worker.demo") / "templates"
    loader = FunctionLoader(lambda wanted: (folder / wanted).read_text(encoding="utf-8"))
    return Environment(loader=loader, autoescape=True, trim_blocks=True).get_template(name)


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, tag, attributes)
    child.text = text
    return child


def _rss(outlet: Outlet, published: Sequence[Published], base_url: str) -> ET.Element:
    root = ET.Element("rss", {"version": "2.0"} | _MODULES)
    channel = _add(root, "channel")
    _head(channel, outlet, base_url)
    _add(channel, "language", "en")
    if published:
        _add(channel, "lastBuildDate", format_datetime(published[0].at))
    for article in published:
        item = _add(channel, "item")
        _body(item, outlet, article, base_url)
        if outlet.guid != "none":
            permanent = "true" if outlet.guid == "link" else "false"
            _add(item, "guid", _guid(outlet, article, base_url), isPermaLink=permanent)
        _add(item, "pubDate", format_datetime(article.at))
    if outlet.broken_entry:
        # Real feeds have such entries: nothing that names it, and a date that is none. It must not cost the others.
        _add(_add(channel, "item"), "pubDate", "the day after tomorrow")
    return root


def _rdf(outlet: Outlet, published: Sequence[Published], base_url: str) -> ET.Element:
    root = ET.Element("rdf:RDF", {"xmlns": "http://purl.org/rss/1.0/", "xmlns:rdf": _RDF} | _MODULES)
    channel = _add(root, "channel", **{"rdf:about": f"{base_url}/{outlet.slug}/feed.xml"})
    _head(channel, outlet, base_url)
    listed = _add(_add(channel, "items"), "rdf:Seq")
    for article in published:
        link = base_url + article.path
        _add(listed, "rdf:li", **{"rdf:resource": link})
        item = _add(root, "item", **{"rdf:about": link})
        _body(item, outlet, article, base_url)
        _add(item, "dc:date", article.at.isoformat())
    return root


def _head(channel: ET.Element, outlet: Outlet, base_url: str) -> None:
    _add(channel, "title", outlet.name)
    _add(channel, "link", f"{base_url}/")
    _add(channel, "description", f"{NOTICE}: nothing told here happened.")


def _body(item: ET.Element, outlet: Outlet, article: Published, base_url: str) -> None:
    """What an item of RSS 1.0 and of RSS 2.0 have in common."""
    _add(item, "title", article.report.title)
    _add(item, "link", base_url + article.path)
    _add(item, "description", _html(article) if outlet.gives == "description" else _summary(article))
    if outlet.gives == "content":
        _add(item, "content:encoded", _html(article))


def _atom(outlet: Outlet, published: Sequence[Published], base_url: str) -> ET.Element:
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    _add(root, "id", f"tag:dyadwatch.example,2026:{outlet.slug}")
    _add(root, "title", outlet.name)
    _add(root, "subtitle", f"{NOTICE}: nothing told here happened.")
    _add(root, "link", rel="self", href=f"{base_url}/{outlet.slug}/feed.xml")
    _add(root, "updated", max((p.at for p in published), default=datetime(2026, 1, 1)).isoformat())  # noqa: DTZ001
    for article in published:
        entry = _add(root, "entry")
        _add(entry, "id", _guid(outlet, article, base_url))
        _add(entry, "title", article.report.title)
        _add(entry, "link", rel="alternate", type="text/html", href=base_url + article.path)
        _add(entry, "published", article.at.isoformat())
        _add(entry, "updated", article.at.isoformat())
        _add(entry, "summary", _summary(article))
        _atom_content(entry, outlet, article)
    return root


def _atom_content(entry: ET.Element, outlet: Outlet, article: Published) -> None:
    if outlet.gives == "xhtml":
        _paragraphs(_add(_add(entry, "content", type="xhtml"), "div", xmlns=_XHTML), article)
    else:
        _add(entry, "content", _html(article), type="html")


def _guid(outlet: Outlet, article: Published, base_url: str) -> str:
    if outlet.guid == "link":
        return base_url + article.path
    return f"tag:dyadwatch.example,2026:{outlet.slug}/{article.report.slug}"


def _summary(article: Published) -> str:
    """The first sentence, and dots for the rest: the way of feeds that want to be clicked."""
    sentence, dot, _ = article.report.text.split("\n")[0].partition(". ")
    return sentence + (dot.rstrip() or "") + " …"


def _html(article: Published) -> str:
    div = _paragraphs(ET.Element("div"), article)
    return "".join(ET.tostring(p, encoding="unicode", method="html") for p in div)


def _paragraphs(parent: Any, article: Published) -> Any:
    for line in article.report.text.split("\n"):
        _add(parent, "p", line)
    return parent
