"""Documents that attack whoever parses them. All are made here, so that none lies about as a file.

``FEEDS`` and ``PAGES`` are functions by name, for some are of 16 MiB.
"""

# ruff: noqa: E501, PLW0108 - a table of documents, one a line
import gzip
import json
from collections.abc import Callable

from worker.feeds.mended import MOST_ENTRIES

MIB = 2**20


def rss(words: str | bytes, head: str = "", root: str = "rss version='2.0'") -> bytes:
    inner = words if isinstance(words, bytes) else words.encode()
    return (
        f"{head}<{root}><channel><title>T</title>".encode()
        + inner
        + f"</channel></{root.split(maxsplit=1)[0]}>".encode()
    )


def item(words: str) -> bytes:
    return rss(f"<item><link>https://a.example/1</link>{words}</item><item><title>good</title></item>")


def json_feed(items: str, more: str = "") -> bytes:
    return f'{{"version": "https://jsonfeed.org/version/1.1", {more} "items": {items}}}'.encode()


def _entities(levels: int, width: int) -> str:
    return "<!ENTITY l0 'ha'>" + "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * width}'>" for n in range(1, levels))


ONE = "<item><title>x</title><link>https://a.example/</link></item>"
ATTRIBUTES = " ".join(f"a{number}='1'" for number in range(200_000))

FEEDS: dict[str, Callable[[], bytes]] = {
    # entities and document types
    "billion laughs": lambda: rss("<item><title>&l9;</title></item>", f"<!DOCTYPE rss [{_entities(10, 10)}]>"),
    "billion laughs in capitals": lambda: rss("<item><title>&l9;</title></item>", f"<!DOCTYPE RSS [{_entities(10, 10)}]>"),
    "quadratic blowup": lambda: rss(f"<item><title>{'&x;' * 50_000}</title></item>", f"<!DOCTYPE r [<!ENTITY x '{'A' * 50_000}'>]>"),
    "entity that names itself": lambda: rss("<item><title>&a;</title></item>", "<!DOCTYPE r [<!ENTITY a '&a;'>]>"),
    "parameter entities": lambda: rss("<item><title>&x;</title></item>", "<!DOCTYPE r [<!ENTITY % a '<!ENTITY x \"y\">'> %a;]>"),
    "external entity of a file": lambda: rss("<item><title>&x;</title></item>", "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"),
    "external entity of a device": lambda: rss("<item><title>&x;</title></item>", "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///dev/zero'>]>"),
    "external document type": lambda: rss(ONE, "<!DOCTYPE r SYSTEM 'http://127.0.0.1:1/x.dtd'>"),
    "document type without end": lambda: rss(ONE, "<!DOCTYPE r [" + "<!ENTITY a 'b'>" * 100_000),
    "document type of 4 MiB": lambda: rss(ONE, f"<!DOCTYPE r [{'<!ENTITY a 1>' * (MIB // 4)}]>"),
    "ten thousand document types": lambda: rss(ONE, "<!DOCTYPE r [<!ENTITY a 'b'>]>" * 10_000),
    "attribute defaults": lambda: rss("<item/>" * 900, "<!DOCTYPE r [<!ATTLIST item " + " ".join(f"a{n} CDATA #FIXED 'x'" for n in range(5_000)) + ">]>"),
    # references
    "lone surrogate": lambda: item("<title>a&#xD800;b</title>"),
    "beyond Unicode": lambda: item("<title>a&#x110000;b</title>"),
    "reference of 5,000 digits": lambda: item(f"<title>a&#{'9' * 5_000};b</title>"),
    "a million references": lambda: item(f"<title>{'&#65;' * 1_000_000}</title>"),
    "a million broken references": lambda: item(f"<title>{'&#' * 1_000_000}</title>"),
    "a million ampersands": lambda: item(f"<title>{'&' * 1_000_000}</title>"),
    # nesting and markup
    "100,000 levels of XML": lambda: rss("<a>" * 100_000 + "</a>" * 100_000 + ONE),
    "100,000 levels unclosed": lambda: rss("<a>" * 100_000),
    "100,000 levels in an item": lambda: item("<a>" * 100_000 + "</a>" * 100_000),
    "100,000 levels of xhtml": lambda: item("<content type='xhtml'>" + "<div>" * 100_000 + "</div>" * 100_000 + "</content>"),
    "100,000 levels of escaped HTML": lambda: item(f"<description>{'&lt;div&gt;' * 100_000}</description>"),
    "a million open brackets": lambda: item(f"<description><![CDATA[{'<' * 1_000_000}]]></description>"),
    "a million tags that never close": lambda: item("<description><![CDATA[" + "<a " * 1_000_000 + "]]></description>"),
    "a million comments": lambda: rss("<!--x-->" * 1_000_000 + ONE),
    "comment without end": lambda: rss("<!-- " + "- " * 1_000_000),
    "comment in comment": lambda: rss("<!-- <!-- " * 100_000 + ONE),
    "a million processing instructions": lambda: rss("<?x y?>" * 1_000_000 + ONE),
    "200,000 attributes": lambda: item(f"<x {ATTRIBUTES}/>"),
    "200,000 attributes on the root": lambda: rss(ONE, root="rss version='2.0'").replace(b"<rss", f"<rss {ATTRIBUTES}".encode()),
    "200,000 attributes in HTML": lambda: item(f"<description><![CDATA[<p {ATTRIBUTES}>x</p>]]></description>"),
    "the same attribute twice": lambda: item("<x a='1' a='2'/>"),
    "attribute of 8 MiB": lambda: item(f"<enclosure url='{'x' * 8 * MIB}'/>"),
    "name of 1 MiB": lambda: item(f"<{'x' * MIB}/>"),
    "50,000 namespaces": lambda: rss(ONE * 50, root="rss version='2.0'").replace(b"<rss", ("<rss " + " ".join(f"xmlns:n{n}='http://n/{n}'" for n in range(50_000))).encode()),
    "2,000 short namespaces and 20,000 tags": lambda: rss("".join(f"<x xmlns:n{n}='http://n/{n}'><n{n}:y/></x>" for n in range(20_000))),
    "undeclared namespaces": lambda: item("".join(f"<n{n}:y>1</n{n}:y>" for n in range(20_000))),
    "CDATA without end": lambda: item("<title><![CDATA[" + "x" * 100_000),
    "CDATA in CDATA": lambda: item("<title>" + "<![CDATA[<![CDATA[x]]>]]>" * 20_000 + "</title>"),
    "CDATA that ends an item": lambda: item("<title><![CDATA[</title></item></channel></rss>]]></title>"),
    "500,000 CDATA sections": lambda: item("<title>" + "<![CDATA[x]]>" * 500_000 + "</title>"),
    # sizes
    "a million items": lambda: rss("<item><title>x</title></item>" * 500_000),
    "a million empty items": lambda: rss("<item/>" * 1_000_000),
    "items within items": lambda: rss("<item><title>x</title>" * 20_000 + "</item>" * 20_000),
    "feeds within feeds": lambda: b"<rss version='2.0'><channel>" * 20_000 + ONE.encode() + b"</channel></rss>" * 20_000,
    "title of 15 MiB": lambda: item(f"<title>{'x' * 15 * MIB}</title>"),
    "content of 15 MiB": lambda: item(f"<description>{'&lt;p&gt;x' * (15 * MIB // 10)}</description>"),
    "author of 64 kB": lambda: item(f"<author>{'a@a.' * 16_000}</author>"),
    "author of 1 MiB": lambda: item(f"<author>{'a@a.' * (MIB // 4)}</author>"),
    "100,000 categories": lambda: item("".join(f"<category>c{n}</category>" for n in range(100_000))),
    "100,000 links": lambda: item("".join(f"<link>https://a.example/{n}</link>" for n in range(100_000))),
    "100,000 enclosures": lambda: item("<enclosure url='http://a/x'/>" * 100_000),
    "guid of 1 MiB": lambda: item(f"<guid>{'x' * MIB}</guid>"),
    "link of 1 MiB": lambda: item(f"<link>https://a.example/{'x' * MIB}</link>"),
    "16 MiB of spaces": lambda: b" " * 16 * MIB,
    "16 MiB of NUL": lambda: b"\x00" * 16 * MIB,
    "16 MiB of noise": lambda: bytes(range(256)) * (16 * MIB // 256),
    "a thousand items of HTML": lambda: rss(("<item><title>x</title><description>" + "&lt;b&gt;x " * 1_400 + "</description></item>") * 1_000),
    # encodings
    "UTF-16": lambda: item("<title>Переговоры</title>").decode().encode("utf-16"),
    "UTF-32": lambda: item("<title>Переговоры</title>").decode().encode("utf-32"),
    "UTF-7": lambda: b"<?xml version='1.0' encoding='utf-7'?>" + rss("<item><title>+ADw-script+AD4-</title></item>"),
    "half a UTF-16 character": lambda: item("<title>x</title>").decode().encode("utf-16")[:-1],
    "EBCDIC": lambda: ("<?xml version='1.0' encoding='cp037'?>" + item("<title>x</title>").decode()).encode("cp037"),
    "wrong charset": lambda: b"<?xml version='1.0' encoding='utf-8'?>" + item("<title>Außen</title>").decode().encode("latin-1"),
    "charset that does not exist": lambda: b"<?xml version='1.0' encoding='klingon'?>" + item("<title>x</title>"),
    "charset that is a codec of Python": lambda: b"<?xml version='1.0' encoding='zlib'?>" + item("<title>x</title>"),
    "charset with a NUL": lambda: b"<?xml version='1.0' encoding='utf\x00-8'?>" + item("<title>x</title>"),
    "charset of 1 MiB": lambda: b"<?xml version='1.0' encoding='" + b"x" * MIB + b"'?>" + item("<title>x</title>"),
    "idna, whose codec is quadratic": lambda: b"<?xml version='1.0' encoding='idna'?>" + item(f"<title>{'x' * MIB}</title>"),
    "punycode, whose codec is quadratic": lambda: b"<?xml version='1.0' encoding='punycode'?>" + item(f"<title>{'x-' * MIB}</title>"),
    "overlong UTF-8": lambda: rss(b"<item><title>\xc0\xbcscript\xc0\xbe \xf4\x90\x80\x80</title></item>"),
    "truncated gzip": lambda: gzip.compress(item("<title>x</title>"))[:-9],
    "gzip within": lambda: gzip.compress(b"x" * MIB),
    # characters
    "NUL between all bytes": lambda: b"\x00".join(bytes([one]) for one in item("<title>x</title>")),
    "control characters": lambda: item("<title>" + "".join(chr(n) for n in range(1, 32)) + "</title>"),
    "marks that turn the line": lambda: item("<title>\u202egnp.exe\u2066\u2069</title>"),
    "a million combining marks": lambda: item("<title>a" + "\u0301" * 500_000 + "</title>"),
    "script in a title": lambda: item("<title>&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;</title>"),
    "terminal escapes": lambda: item("<title>&#27;[2J\x1b]0;x\x07</title>"),
    # dates
    "year 0": lambda: item("<pubDate>Mon, 01 Jan 0000 00:00:00 GMT</pubDate>"),
    "year 9999": lambda: item("<pubDate>Fri, 31 Dec 9999 23:59:59 -1400</pubDate>"),
    "year 99999": lambda: item("<pubDate>99999-01-01T00:00:00Z</pubDate>"),
    "zone of 99 hours": lambda: item("<pubDate>Mon, 02 Mar 2026 11:00:00 +9999</pubDate>"),
    "date of a million characters": lambda: item(f"<pubDate>{'1 ' * 500_000}</pubDate>"),
    "date of a million words": lambda: item(f"<pubDate>Mon, {'Jan ' * 250_000}</pubDate>"),
    "a thousand dates in no language": lambda: rss("".join(f"<item><title>x</title><pubDate>plugh {n} xyzzy {n * 7919} foo</pubDate></item>" for n in range(MOST_ENTRIES))),
    # JSON
    "JSON of 200,000 levels": lambda: b"[" * 200_000,
    "JSON Feed of 5,000 levels": lambda: json_feed("[" + '{"a":' * 5_000 + "1" + "}" * 5_000 + "]"),
    "a million JSON items": lambda: json_feed("[" + ",".join(["{}"] * 1_000_000) + "]"),
    "JSON number of a million digits": lambda: json_feed('[{"id": ' + "9" * 1_000_000 + "}]"),
    "JSON of nonsense": lambda: json_feed('[1, null, {"title": {"a": 1}, "url": [], "id": 1e999}]', '"title": 7,'),
    "JSON with lone surrogates": lambda: json_feed(json.dumps([{"title": "a\ud800\x00b", "id": "\udfff"}])),
    # what is no feed
    "HTML as a feed": lambda: b"<!doctype html><html><body>" + b"<p>words" * 100_000,
    "a feed in HTML": lambda: b"<html><body>" + rss(ONE) + b"</body></html>",
    "SVG": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "XInclude": lambda: rss("<item><x:include xmlns:x='http://www.w3.org/2001/XInclude' href='/etc/passwd'/></item>"),
    "style sheet": lambda: rss(ONE, "<?xml-stylesheet href='http://127.0.0.1:1/x.xsl' type='text/xsl'?>"),
}  # fmt: skip

PAGES: dict[str, Callable[[], bytes]] = {
    "page of 100,000 levels": lambda: b"<html><body>" + b"<div>" * 100_000 + b"words",
    "page of 15 MiB": lambda: (
        b"<html><body><article>" + b"<p>They met in Oslo and talked of fish.</p>" * (15 * MIB // 43)
    ),
    "page of a million links": lambda: b"<html><body>" + b"<a href=x>y</a>" * 1_000_000,
    "page of 200,000 attributes": lambda: f"<html><body><p {ATTRIBUTES}>x</p>".encode(),
    "page of tables in tables": lambda: b"<html><body>" + b"<table><tr><td>" * 20_000 + b"words",
    "page of a word of 8 MiB": lambda: b"<html><body><article><p>" + b"x" * 8 * MIB,
    "page of a million metas": lambda: (
        b"<html><head>" + b"<meta property='article:published_time' content='2026'>" * 250_000
    ),
    "page of dates": lambda: b"<html><body><article><p>" + b"2026-03-02 " * 500_000,
}
