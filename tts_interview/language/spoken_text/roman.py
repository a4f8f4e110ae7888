"""Roman numerals, where something tells that they are numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.figures import next_word, word_before
from tts_interview.language.spoken_text.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Callable

_ROMAN = re.compile(r"(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LONE = re.compile(r"[IVX]{2,7}")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True)
class Romans:
    """What of a language tells a Roman numeral, and how it is said; `nouns`, `names` and `heads` are patterns.

    After one of `nouns` ("siglo", "capítulo") a numeral is said by `after_noun`, after one of `names` (of kings and popes) by
    `after_name`, before one of `heads` ("República") by `before`: each is given the number and that word. Elsewhere only two
    or more letters I, V and X are a numeral: before a capital said by `before`, else by `alone`. Two that `joints` ("y") or a
    dash, said as `to`, join are said alike.
    """

    nouns: str
    names: str
    heads: str
    after_noun: Callable[[int, str], str]
    after_name: Callable[[int, str], str]
    before: Callable[[int, str], str]
    alone: Callable[[int], str]
    joints: str
    to: str


def roman(numeral: str) -> int | None:
    """The number of a Roman numeral below 400, or None if it is none."""
    if not _ROMAN.fullmatch(numeral):
        return None
    values = [_VALUES[letter] for letter in numeral]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


def romans(words: Romans) -> Rule:
    """The rule for Roman numerals."""
    numeral = "[IVXLC]{1,9}"
    joint = rf"\s?[–-]\s?|\s(?:{words.joints})\s"
    pattern = re.compile(rf"(?<![\w.-])(?P<first>{numeral})(?:(?P<joint>{joint})(?P<last>{numeral}))?(?![\w-])")

    def said(found: re.Match[str]) -> str | None:
        say = _way_of(found, words)
        numerals = [part for part in (found["first"], found["last"]) if part]
        numbers = [number for part in numerals if (number := roman(part)) is not None]
        if say is None or len(numbers) < len(numerals):
            return None
        between = found["joint"] or ""
        return (between if any(c.isalpha() for c in between) else f" {words.to} ").join(say(number) for number in numbers)

    return Rule("Roman numeral", pattern, said)


def _way_of(found: re.Match[str], words: Romans) -> Callable[[int], str] | None:
    """How the numeral is said where it stands, None if nothing tells that it is one."""
    before, after = word_before(found), next_word(found)
    if re.fullmatch(words.nouns, before):
        return lambda number: words.after_noun(number, before)
    if re.fullmatch(words.names, before):
        return lambda number: words.after_name(number, before)
    if re.fullmatch(words.heads, after) or (_LONE.fullmatch(found["first"]) and after[:1].isupper()):
        return lambda number: words.before(number, after)
    return words.alone if _LONE.fullmatch(found["first"]) else None
