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
    `before` before a capital and by `cardinal` otherwise, which also stands in for those that are missing. Two numerals that
    `joints` ("y") or a dash connect are spoken alike; `to` speaks the dash.
    """

    cardinal: Callable[[int], str]
    nouns: str
    joints: str
    to: str
    names: str = "(?!)"
    heads: str = "(?!)"
    after_noun: Callable[[int, str], str] | None = None
    after_name: Callable[[int, str], str] | None = None
    before: Callable[[int, str], str] | None = None


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
    is_lone = _LONE.fullmatch(found["first"])
    if re.fullmatch(words.nouns, before):
        return _about(before, words.after_noun) or words.cardinal
    if re.fullmatch(words.names, before):
        return _about(before, words.after_name) or words.cardinal
    if re.fullmatch(words.heads, after) or (is_lone and after[:1].isupper()):
        return _about(after, words.before) or words.cardinal
    return words.cardinal if is_lone else None


def _about(word: str, speak: Callable[[int, str], str] | None) -> Callable[[int], str] | None:
    return (lambda number: speak(number, word)) if speak else None
