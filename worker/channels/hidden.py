"""Keeps what is secret in an address out of logs, outcomes and errors."""

from urllib.parse import parse_qsl, quote, unquote, urlsplit


def secrets_of(url: str) -> tuple[str, ...]:
    """Every piece of an address that may be secret, longest first: all but its scheme and a host with a dot in it.

    Webhooks keep tokens in paths and queries; Apprise keeps them in users, passwords, paths, and where a host would
    stand. Pieces of three characters or less are left: hiding them would make the rest unreadable.
    """
    rest, _, query = url.partition("://")[2].partition("?")
    netloc, _, path = rest.partition("/")
    user, _, host = netloc.rpartition("@")
    pieces = [*user.split(":"), *(part for part in host.split(":") if "." not in part), *path.split("/")]
    pieces += [value for _, value in parse_qsl(query)] + [user, query, path, url]
    spelled = {form for piece in pieces for form in (piece, unquote(piece), quote(unquote(piece), safe=""))}
    return tuple(sorted((piece for piece in spelled if len(piece) > 3), key=len, reverse=True))


def hide(text: str, secrets: tuple[str, ...]) -> str:
    """``text`` with each secret as ``****``."""
    for secret in secrets:
        text = text.replace(secret, "****")
    return text


def host_of(url: str) -> str:
    """A web address without what may be secret: ``https://hooks.example.org``. Raises ValueError where it is none."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        parts, port = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("url is no web address; write it whole, with https://")
    return f"{parts.scheme}://{parts.hostname}{port}"
