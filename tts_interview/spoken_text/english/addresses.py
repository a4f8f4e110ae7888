"""Addresses of the web and of mail, handles and hashtags."""

from __future__ import annotations

import re
import unicodedata

from tts_interview.spoken_text.english.numbers import digits, pairs, whole
from tts_interview.spoken_text.rules import Rule

_DOMAINS = (
    "com|org|net|info|edu|gov|mil|int|eu|uk|us|ca|au|nz|ie|in|de|fr|es|it|nl|ch|at|se|no|dk|fi|pl|jp|cn|ru|br|mx|za|io|ai|co|tv|fm|me|ly"
    "|app|dev|news|blog|biz|xyz|museum|club|online|site|tech"
)
_WEB = re.compile(
    r"(?<![\w@./-])(?:(?P<scheme>https?|ftp)://)?"
    rf"(?P<host>www\.[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,8}}|[a-zA-Z0-9-]{{1,63}}(?:\.[a-zA-Z0-9-]{{1,63}}){{0,8}}\.(?:{_DOMAINS})|(?<=//)[\w.-]{{1,200}})"
    r"(?P<rest>(?::\d{1,5})?(?:/[\w.~%&=?#+!,;:@()'-]*){0,20}(?:\?[\w.~%&=+-]{0,300})?)(?![\w@])"
)
_MAIL = re.compile(
    r"(?<![\w.+-])(?:mailto:)?(?P<who>[\w+-]{1,64}(?:\.[\w+-]{1,64}){0,8})@(?P<host>[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})"
)
_HANDLE = re.compile(r"(?<![\w@./])@(?P<name>\w{1,40}(?:\.\w{1,40})?)(?![\w@])")
_HASHTAG = re.compile(r"(?<![\w#&/])[#＃](?P<name>(?!\d+\b)\w{1,80})")
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
    www tv fm io uk us eu nz za de fr nl ch dk pl jp cn ru br mx html php pdf bbc npr cnn nbc abc cbs fbi nhs gov.uk
    ly
    """.split()
) - {"gov.uk"}
_SMALL_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-zA-Z])(?=\d)|(?<=\d)(?=[a-zA-Z])|_+")
# In a hashtag there are no signs to be said, but a fraction such as ¼ becomes figures with one between them.
_TAG_CUT = re.compile(rf"{_SMALL_WORD.pattern}|\W+")


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


def _web(found: re.Match[str]) -> str:
    address = (found["host"] + found["rest"]).rstrip("/.,;:!?)'")
    left = found[0][len(found[0].rstrip(".,;:!?)'")) :]
    return _read(address) + left


def _tag(name: str) -> str:
    return " ".join(
        whole(part) if part.isdecimal() and len(part) < 4 else pairs(part) if part.isdecimal() else part
        for part in _TAG_CUT.split(_with_plain_figures(name))
        if part
    )


RULES = (
    Rule("mail address", _MAIL, lambda found: f"{_read(found['who'])} at {_read(found['host'])}"),
    Rule("web address", _WEB, _web),
    Rule("handle", _HANDLE, lambda found: f"at {_read(_SMALL_WORD.sub(' ', found['name'])) if found['name'] else ''}"),
    Rule("hashtag", _HASHTAG, lambda found: f"hashtag {_tag(found['name'])}"),
)
