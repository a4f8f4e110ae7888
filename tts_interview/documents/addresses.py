"""The web addresses that a page declares: only whole http(s) addresses, and never one with a password."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LONGEST = 2000
_FIT = re.compile(r"https?://[^\s<>\"'\\^`{|}\x00-\x20\x7f-\x9f\ud800-\udfff]+", re.I)


def web_address(text: object) -> str:
    """Return the http(s) address that a text is; empty if it is none."""
    bare = text.strip() if isinstance(text, str) else ""
    if len(bare) > _LONGEST or not _FIT.fullmatch(bare):
        return ""
    try:
        parts = urlsplit(bare)
        host, user = parts.hostname, parts.username
    except ValueError:  # such as an invalid IPv6 address
        return ""
    return bare if host and user is None else ""


def page_address(text: object) -> str:
    """Return the http(s) address of a page; empty for the home page of a site, which many pages declare by mistake."""
    address = web_address(text)
    parts = urlsplit(address)
    return address if parts.path.strip("/") or parts.query else ""
