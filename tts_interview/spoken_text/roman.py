"""Roman numerals, where something tells that they are numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.spoken_text.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Callable

_ROMAN = re.compile(r"(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True)
class Romans:
    """What of a language tells a Roman numeral, and how it is said; the three patterns are alternatives without groups.

    After one of `nouns` ("siglo", "capítulo") even a single letter is a number, said by `after_noun`, and so is a second after
    one of `joints` ("y") or a dash, said as `to`. After one of `names` (of kings and popes) it is said by `after_name`; before
    one of `heads` ("República") by `before`, which is given the number and that word. Of two or more letters I, V and X, it is
    a number anywhere: before a capital said by `before`, else by `alone`.
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


def romans(words: Romans) -> tuple[Rule, ...]:
    """The rules for Roman numerals."""
    noun = rf"(?<![^\W_])(?P<word>{words.nouns})(?P<space>\s+)(?P<numeral>[IVXLC]{{1,9}})(?!\w)"
    second = rf"(?P<joint>\s*(?:[–-]|\s(?:{words.joints})\s)\s*)(?P<last>[IVXLC]{{1,9}})(?!\w)"
    name = rf"(?<![^\W_])(?P<word>{words.names})(?P<space>\s+)(?P<numeral>[IVX]{{1,7}})(?!\w)"
    before = rf"(?<!\w)(?P<numeral>[IVX]{{1,7}})(?=\s+(?P<word>{words.heads})(?![^\W_]))"
    anywhere = r"(?<![\w.-])(?P<numeral>[IVX]{2,7})(?![\w-])(?=(?:\s+(?P<word>[^\W\d_]+))?)"

    def alone(numeral: str, word: str) -> str | None:
        number = roman(numeral)
        if number is None:
            return None
        return words.before(number, word) if word[:1].isupper() else words.alone(number)

    return (
        Rule("Roman numerals after a noun", re.compile(noun + second), lambda found: _both(found, words)),
        Rule("Roman numeral after a noun", re.compile(noun), lambda found: _after(found, words.after_noun)),
        Rule("Roman numeral after a name", re.compile(name), lambda found: _after(found, words.after_name)),
        Rule(
            "Roman numeral before a noun",
            re.compile(before),
            lambda found: _said(found["numeral"], found["word"], words.before),
        ),
        Rule("Roman numeral", re.compile(anywhere), lambda found: alone(found["numeral"], found["word"] or "")),
    )


def _said(numeral: str, word: str, say: Callable[[int, str], str]) -> str | None:
    number = roman(numeral)
    return None if number is None else say(number, word)


def _after(found: re.Match[str], say: Callable[[int, str], str]) -> str | None:
    said = _said(found["numeral"], found["word"], say)
    return None if said is None else found["word"] + found["space"] + said


def _both(found: re.Match[str], words: Romans) -> str | None:
    first, last = (_said(found[part], found["word"], words.after_noun) for part in ("numeral", "last"))
    if first is None or last is None:
        return None
    joint = found["joint"] if any(c.isalpha() for c in found["joint"]) else f" {words.to} "
    return found["word"] + found["space"] + first + joint + last
