"""Roman numerals, where the words around them show that they are numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.patterns import next_word, word_before
from tts_interview.language.spoken_text.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Callable

_ROMAN = re.compile(r"(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LONE = re.compile(r"[IVX]{2,7}")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True)
class Romans:
    """The context in which a language uses Roman numerals, and how it speaks them.

    `nouns`, `names` and `heads` are patterns for a word. After one of `nouns` ("siglo", "capítulo") a numeral is spoken by
    `after_noun`, after one of `names` (of monarchs and popes) by `after_name`, before one of `heads` ("República") by
    `before`; each gets the number and that word. Elsewhere only two or more letters I, V and X are a numeral, spoken by
    `before` before a capital and by `alone` otherwise. Two numerals that `joints` ("y") or a dash connect are spoken alike;
    `to` speaks the dash.
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
    """Return the value of a Roman numeral below 400, or None for any other text."""
    if not _ROMAN.fullmatch(numeral):
        return None
    values = [_VALUES[letter] for letter in numeral]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


def romans(words: Romans) -> Rule:
    """Return the rule for Roman numerals."""
    numeral = "[IVXLC]{1,9}"
    joint = rf"\s?[–-]\s?|\s(?:{words.joints})\s"
    pattern = re.compile(rf"(?<![\w.-])(?P<first>{numeral})(?:(?P<joint>{joint})(?P<last>{numeral}))?(?![\w-])")

    def speak(found: re.Match[str]) -> str | None:
        one = _speaker_of(found, words)
        numerals = [part for part in (found["first"], found["last"]) if part]
        numbers = [number for part in numerals if (number := roman(part)) is not None]
        if one is None or len(numbers) < len(numerals):
            return None
        between = found["joint"] or ""
        return (between if any(c.isalpha() for c in between) else f" {words.to} ").join(one(number) for number in numbers)

    return Rule("Roman numeral", pattern, speak)


def _speaker_of(found: re.Match[str], words: Romans) -> Callable[[int], str] | None:
    """Return the function that speaks the numeral in its context, or None if it is not a numeral there."""
    before, after = word_before(found), next_word(found)
    if re.fullmatch(words.nouns, before):
        return lambda number: words.after_noun(number, before)
    if re.fullmatch(words.names, before):
        return lambda number: words.after_name(number, before)
    if re.fullmatch(words.heads, after) or (_LONE.fullmatch(found["first"]) and after[:1].isupper()):
        return lambda number: words.before(number, after)
    return words.alone if _LONE.fullmatch(found["first"]) else None
