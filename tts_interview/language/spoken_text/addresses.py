"""Addresses of the web and of mail, handles and hashtags, as they are read out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.accounts import account_numbers
from tts_interview.language.spoken_text.letters import spelt
from tts_interview.language.spoken_text.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tts_interview.language.spoken_text.figures import Figures

_DOMAINS = (
    "com|org|net|info|edu|gov|mil|int|eu|uk|us|ca|au|nz|ie|in|de|fr|es|it|nl|ch|at|se|no|dk|fi|pl|pt|jp|cn|ru|br|mx|ar|cl|za|io|ai|co"
    "|tv|fm|me|ly|app|dev|news|blog|biz|xyz|museum|club|online|site|tech"
)
# "p.es." is an abbreviation, "x.com" an address.
_NAMED = r"(?:[a-zA-Z0-9-]{2,63}|[a-z](?=\.com?\b))(?:\.[a-zA-Z0-9-]{1,63}){0,8}"
_WEB = re.compile(
    r"(?<![\w@./-])(?:(?:https?|ftp)://)?"
    rf"(?P<host>www\.[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,8}}|{_NAMED}\.(?:{_DOMAINS})|(?<=//)[\w.-]{{1,200}})"
    r"(?P<rest>(?::\d{1,5})?(?:/[\w.~%&=?#+!,;:@()'-]*){0,20}(?:\?[\w.~%&=+-]{0,300})?)(?![\w@])"
)
_MAIL = re.compile(
    r"(?<![\w.+-])(?:mailto:)?(?P<address>[\w+-]{1,64}(?:\.[\w+-]{1,64}){0,8}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})"
)
_HANDLE = re.compile(r"(?<![\w@./])@(?P<name>\w{1,60}(?:\.\w{1,40})?)(?![\w@])")
_HASHTAG = re.compile(r"(?<![\w#&/])[#＃](?P<name>(?!\d+\b)[\w\u0900-\u0963]{1,100})")
_PARTS = re.compile(r"(?:[^\W\d_]|[\u0900-\u0963])+|\d+|[._/@:+#?&=%~-]")
# Small words that are written as one: "FerryTown", "BBCNews", "Election2024".
_JOINT = re.compile(
    r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-ZÀ-ÖØ-Þ])(?=[A-ZÀ-ÖØ-Þ][a-zà-ÿ])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"
)
_VOWELLESS = re.compile(r"(?i)[b-df-hj-np-tv-xz]{1,4}")
_ENDS = ".,;:!?)'"


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

    return (account_numbers(figures.digits, signs.names), *read_out(read, signs.words["@"], signs.hashtag))


def read_out(read: Callable[[str], str], at: str, hashtag: str) -> tuple[Rule, ...]:
    """The rules for addresses that `read` says; `at` and `hashtag` are what handles and hashtags begin with."""

    def web(found: re.Match[str]) -> str:
        rest = found[0][len(found[0].rstrip(_ENDS)) :]
        return read((found["host"] + found["rest"]).rstrip(f"/{_ENDS}")) + rest

    return (
        Rule("mail address", _MAIL, lambda found: read(found["address"])),
        Rule("web address", _WEB, web),
        Rule("handle", _HANDLE, lambda found: f"{at} {read(_JOINT.sub(' ', found['name']))}"),
        Rule("hashtag", _HASHTAG, lambda found: f"{hashtag} {read(_JOINT.sub(' ', found['name'].replace('_', ' ')))}"),
    )


def _part_said(part: str, figures: Figures, signs: Signs) -> str:
    if part[0].isdecimal():
        return figures.runs(part)
    if _VOWELLESS.fullmatch(part):
        return spelt(part, signs.names)
    return signs.words.get(part, part)
