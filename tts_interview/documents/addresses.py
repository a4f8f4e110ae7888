"""The web addresses that a page declares: only whole http(s) addresses, and never one with a password."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_LONGEST = 2000
_ASCII = "".join(map(chr, range(33, 127)))
_FIT = re.compile(r"https?://[^\s<>\"'\\^`{|}\x00-\x20\x7f-\x9f\ud800-\udfff]+", re.I)


def web_address(text: object) -> str:
    """Return the http(s) address that a text is, in ASCII (RFC 3987, section 3.1); empty if it is none."""
    bare = text.strip() if isinstance(text, str) else ""
    if len(bare) > _LONGEST or not _FIT.fullmatch(bare):
        return ""
    try:
        parts = urlsplit(bare)
        host, user = parts.hostname, parts.username
        named = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    except ValueError:  # such as an invalid IPv6 address, or a host that no name server can know
        return ""
    return quote(bare.replace(parts.netloc, named, 1), safe=_ASCII) if host and user is None else ""


def page_address(text: object) -> str:
    """Return the http(s) address of a page; empty for the home page of a site, which many pages declare by mistake."""
    address = web_address(text)
    parts = urlsplit(address)
    return address if parts.path.strip("/") or parts.query else ""
