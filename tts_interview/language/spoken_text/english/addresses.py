"""Addresses of the web and of mail, handles and hashtags, as English reads them out."""

from __future__ import annotations

import re
import unicodedata

from tts_interview.language.spoken_text.addresses import read_out
from tts_interview.language.spoken_text.english.numbers import digits, pairs, whole

_PARTS = re.compile(r"[^\W\d_]+|\d+|[^\s\w]|_")
_SIGNS = {
    ".": "dot",
    "/": "slash",
    "@": "at",
    "-": "dash",
    "_": "underscore",
    "+": "plus",
    ":": "colon",
    "?": "question mark",
    "=": "equals",
    "&": "and",
    "#": "hash",
    "%": "percent",
    "~": "tilde",
    ",": "comma",
    "!": "exclamation mark",
}
_SPELT = frozenset(
    """
    www tv fm io uk us eu nz za de fr nl ch dk pl jp cn ru br mx html php pdf bbc npr cnn nbc abc cbs fbi nhs ly
    """.split()
)


def _part(part: str) -> str:
    if part[0].isdecimal():
        return pairs(part) if len(part) == 4 and part[0] in "12" else whole(part) if len(part) < 4 else digits(part)
    if part.casefold() in _SPELT or (
        part.isascii() and part.isalpha() and not re.search("[aeiouyAEIOUY]", part) and len(part) < 5
    ):
        return " ".join(part.upper())
    return _SIGNS.get(part, "") if not part.isalnum() else part


def _read(text: str) -> str:
    return " ".join(filter(None, map(_part, _PARTS.findall(_with_plain_figures(text)))))


def _with_plain_figures(text: str) -> str:
    """The text with raised and circled figures as plain ones; what is left of such is not said."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isdecimal() or not c.isdigit())


RULES = read_out(_read, at="at", hashtag="hashtag")
