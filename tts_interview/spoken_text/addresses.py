"""Addresses of the web and of mail, handles and hashtags, as they are read out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.spoken_text.accounts import account_numbers
from tts_interview.spoken_text.letters import spelt
from tts_interview.spoken_text.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tts_interview.spoken_text.figures import Figures

_MAIL = re.compile(r"(?<![\w.+-])[\w+-]+(?:\.[\w+-]+){0,8}@[\w-]+(?:\.[\w-]+){1,8}")
_WEB = re.compile(
    r"(?<![\w@./-])(?:https?://)?(?P<host>(?:www\.)[\w-]+(?:\.[\w-]+){1,8}|(?:[a-zA-Z0-9-]{2,63}|[xt](?=\.com?\b))(?:\.[a-zA-Z0-9-]{1,63}){0,8}"
    r"\.(?:com|org|net|info|edu|gov|eu|es|fr|it|pt|br|de|at|ch|in|ar|mx|cl|co|uk|us|io|fm|tv|news)|(?<=//)[\w.-]+)"
    r"(?P<path>(?:/[\w.~%&=?#+-]*){0,20})(?![\w@])"
)
_HANDLE = re.compile(r"(?<![\w@./])@(\w{1,60})")
_HASHTAG = re.compile(r"(?<![\w#&/])#(?!\d+\b)([\w\u0900-\u0963]{1,100})")
_PARTS = re.compile(r"(?:[^\W\d_]|[\u0900-\u0963])+|\d+|[._/@:+#?&=%~-]")
_CAPITALISED = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_VOWELLESS = re.compile(r"(?i)[b-df-hj-np-tv-xz]{1,4}")


@dataclass(frozen=True, slots=True)
class Signs:
    """The words for the signs of an address, by sign; "hashtag" is what a hashtag begins with. `names` are those of letters."""

    words: Mapping[str, str]
    names: Mapping[str, str]
    hashtag: str


def addresses(figures: Figures, signs: Signs) -> tuple[Rule, ...]:
    """The rules for addresses, and numbers of accounts: no sign and no digit of them is left unsaid."""

    def read(text: str) -> str:
        return " ".join(_part_said(part, figures, signs) for part in _PARTS.findall(text))

    def web(found: re.Match[str]) -> str:
        address = found["host"] + found["path"].rstrip("/.?")
        rest = found[0][len(found[0].rstrip(".?")) :]
        return read(address) + rest

    return (
        account_numbers(figures.digits, signs.names),
        Rule("mail address", _MAIL, lambda found: read(found[0])),
        Rule("web address", _WEB, web),
        Rule("handle", _HANDLE, lambda found: f"{signs.words['@']} {read(found[1])}"),
        Rule("hashtag", _HASHTAG, lambda found: f"{signs.hashtag} {read(_CAPITALISED.sub(' ', found[1]))}"),
    )


def _part_said(part: str, figures: Figures, signs: Signs) -> str:
    if part[0].isdecimal():
        return figures.runs(part)
    if _VOWELLESS.fullmatch(part):
        return spelt(part, signs.names)
    return signs.words.get(part, part)
