"""Identifiers that are read out part by part: web and mail addresses, handles, hashtags and IBANs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.letters import spell
from tts_interview.language.spoken_text.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tts_interview.language.spoken_text.numbers import Figures

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
_HANDLE = re.compile(r"(?<![\w@./])@(?!\d+(?:\.\d+)?(?!\w))(?P<name>\w{1,60}(?:\.\w{1,40})?)(?![\w@])")
_HASHTAG = re.compile(r"(?<![\w#&/])[#＃](?P<name>(?!\d+\b)[\w\u0900-\u0963]{1,100})")
_PARTS = re.compile(r"(?:[^\W\d_]|[\u0900-\u0963])+|\d+|[._/@:+#?&=%~-]")
# Where a word begins inside a name: "FerryTown", "BBCNews", "Election2024".
_WORD_BREAK = re.compile(
    r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-ZÀ-ÖØ-Þ])(?=[A-ZÀ-ÖØ-Þ][a-zà-ÿ])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"
)
_VOWELLESS = re.compile(r"(?i)[b-df-hj-np-tv-xz]{1,4}")
_SENTENCE_MARKS = ".,;:!?)'"
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_IBAN_PARTS = re.compile(r"\d+|[A-Z]")


@dataclass(frozen=True, slots=True)
class Signs:
    """The words of a language for the signs of an address, its letter names, and the word that begins a hashtag."""

    words: Mapping[str, str]
    names: Mapping[str, str]
    hashtag: str


def identifiers(figures: Figures, signs: Signs) -> tuple[Rule, ...]:
    """Return the rules for IBANs, addresses, handles and hashtags; they speak every sign and every digit."""

    def read(text: str) -> str:
        return " ".join(_part(part, figures, signs) for part in _PARTS.findall(text))

    return (ibans(figures.digits, signs.names), *addresses(read, signs.words["@"], signs.hashtag))


def addresses(read: Callable[[str], str], at: str, hashtag: str) -> tuple[Rule, ...]:
    """Return the rules for addresses, handles and hashtags; `read` speaks an address, `at` and `hashtag` begin the others."""

    def web(found: re.Match[str]) -> str:
        rest = found[0][len(found[0].rstrip(_SENTENCE_MARKS)) :]
        return read((found["host"] + found["rest"]).rstrip(f"/{_SENTENCE_MARKS}")) + rest

    def tag(found: re.Match[str]) -> str:
        return f"{hashtag} {read(_WORD_BREAK.sub(' ', found['name'].replace('_', ' ')))}"

    return (
        Rule("mail address", _MAIL, lambda found: read(found["address"])),
        Rule("web address", _WEB, web),
        Rule("handle", _HANDLE, lambda found: f"{at} {read(_WORD_BREAK.sub(' ', found['name']))}"),
        Rule("hashtag", _HASHTAG, tag),
    )


def ibans(digits: Callable[[str], str], names: Mapping[str, str]) -> Rule:
    """Return the rule for IBANs ("GB33 BUKB 2020 1555 5555 55"), which are read out in fours.

    `names` are the names of letters, for voices that do not name capitals themselves.
    """

    def one(part: str) -> str:
        return digits(part) if part.isdecimal() else names.get(part.casefold(), part)

    def in_fours(found: re.Match[str]) -> str | None:
        iban = found[0].replace(" ", "")
        if not _is_valid(iban):
            return None
        fours = (iban[start : start + 4] for start in range(0, len(iban), 4))
        return ", ".join(" ".join(map(one, _IBAN_PARTS.findall(four))) for four in fours)

    return Rule("IBAN", _IBAN, in_fours)


def _is_valid(iban: str) -> bool:
    """Return whether the check digits are right by ISO 7064 (MOD 97-10), unlike those of a headline in capitals."""
    return int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1


def _part(part: str, figures: Figures, signs: Signs) -> str:
    if part[0].isdecimal():
        return figures.runs(part)
    if _VOWELLESS.fullmatch(part):
        return spell(part, signs.names)
    return signs.words.get(part, part)
