"""The invented outlets. No two publish alike, so that the demo shows what real feeds bring."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Outlet:
    """One invented outlet. ``gives`` says where its feed puts how much of a text:

    "summary" is the first sentence in the description, with the rest on the page only; "description" is the whole
    text there; "content" is both, the whole text in ``content:encoded`` or in Atom's ``content``; "xhtml" is Atom's
    content as markup of its own. ``guid`` is what an entry is known by, "none" for feeds that give only a link.
    """

    slug: str
    name: str
    country: str
    kind: str
    family: str
    form: Literal["rss", "rdf", "atom"]
    gives: Literal["summary", "description", "content", "xhtml"]
    guid: Literal["tag", "link", "none"] = "tag"
    encoding: str = "utf-8"
    broken_entry: bool = False


OUTLETS = (
    Outlet("meridian", "Meridian Wire", "GBR", "wire", "meridian", "rss", "content"),
    # The copy desk: prints what Meridian sends, after a light edit.
    Outlet("harbour", "Harbour Post", "USA", "newspaper", "harbour", "rss", "content", guid="none"),
    Outlet("coral", "Coral Sea Courier", "AUS", "newspaper", "coral", "rss", "description", broken_entry=True),
    # One owner for these two: what both report is not confirmed by it.
    Outlet("kestrel", "Kestrel Daily", "IND", "newspaper", "kestrel-media", "rdf", "content", guid="link"),
    Outlet("lantern", "Brass Lantern", "SGP", "other", "kestrel-media", "atom", "content"),
    Outlet("northlight", "Northlight", "NOR", "newspaper", "northlight", "rss", "summary", guid="link"),
    Outlet("danube", "Danube Notebook", "AUT", "newspaper", "danube", "atom", "xhtml"),
    Outlet("gulf", "Gulf Ledger", "ARE", "broadcaster", "gulf-ledger", "atom", "content"),
    Outlet("savanna", "Savanna Dispatch", "KEN", "newspaper", "savanna", "rss", "content", encoding="windows-1252"),
    Outlet("altiplano", "Altiplano Mirror", "BOL", "newspaper", "altiplano", "rss", "content", encoding="iso-8859-1"),
)
