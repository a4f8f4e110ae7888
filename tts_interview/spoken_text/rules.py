"""The ordered rules that turn written words into spoken ones, for each language.

A rule is a pattern and what is said for it. It sees the whole written text, so that its pattern may look around.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Rule:
    """What `pattern` finds is said as `say` gives it; the name says what the rule is for."""

    name: str
    pattern: re.Pattern[str]
    say: Callable[[re.Match[str]], str]


def _nothing(_found: re.Match[str]) -> str:
    return ""


def _space(_found: re.Match[str]) -> str:
    return " "


# What a transcriber notes about the sound, in square or round brackets, and never says.
_DIRECTIONS = (
    r"laugh(?:s|ter|ing)?|chuckl(?:es|ing)|applause|cheer(?:s|ing)|crosstalk|inaudible|indistinct|unintelligible|music"
    r"|soundbite|silence|pause[sd]?|sigh(?:s|ing)?|cough(?:s|ing)?|crying|gasps?|smil(?:es|ing)|nod(?:s|ding)|sic|ph"
    r"|phonetic|foreign language|speaking [a-z]+|begin [a-z ]+|end [a-z ]+|break"
)
_EVERY_LANGUAGE = (
    Rule("direction", re.compile(rf"[\[(](?:{_DIRECTIONS})\b[^\])]{{0,80}}[\])]", re.I), _space),
    # The words of the editor are said, his brackets are not: "[Pete] Hegseth", "tell[s]".
    Rule("editorial bracket", re.compile(r"[\[\]]"), _nothing),
    Rule("footnote mark", re.compile(r"[*†‡§]+|[¹²³⁴-⁹⁰]+"), _nothing),
)
_ENGLISH = (
    Rule("ampersand", re.compile(r"(?<=\s)&(?=\s)"), lambda _: "and"),
    # espeak-ng runs words together over a dash without spaces.
    Rule("dash", re.compile(r"\s*(?:—|―|(?<=\s)–(?=\s)|--+)\s*"), lambda _: ", "),
)
_BY_LANGUAGE = {"en": _ENGLISH}


def rules_for(language: str) -> tuple[Rule, ...]:
    """The rules for text of that language (a BCP 47 tag), in the order in which they are tried."""
    return _EVERY_LANGUAGE + _BY_LANGUAGE.get(language.partition("-")[0].casefold(), ())
