"""Abbreviations and signs that stand for words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.figures import WORD_BEGINS, WORD_ENDS
from tts_interview.language.spoken_text.rules import Rule
from tts_interview.language.spoken_text.unsaid import UNSAID

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# espeak-ng runs words together over a dash without spaces. An arrow of dashes is heard as one too.
DASH = Rule("dash", re.compile(r"(?<!\s)\s*+(?:—|―|(?<=\s)[–-](?=\s)|--?>|=>|--+)\s*+"), lambda _: ", ")


def abbreviations(words: Mapping[str, str], name: str = "abbreviation", before: str = "") -> Rule:
    """What is written short, by how it is written; a space of it may be missing, narrow or one that does not break.

    `before` is a pattern for what has to follow, if not anything may.
    The full stop of one that ends the text stays, as it ends the sentence as well.
    """
    written = sorted(words, key=len, reverse=True)
    pattern = re.compile(rf"{WORD_BEGINS}(?:{'|'.join(_spaced(short) for short in written)}){before}")
    by_look = {_look(short): said for short, said in words.items()}

    def said(found: re.Match[str]) -> str:
        is_end = found[0].endswith(".") and not found.string[found.end() :].strip("\"'”’»)")
        return by_look[_look(found[0])] + ("." if is_end else "")

    return Rule(name, pattern, said)


def unbroken(words: Iterable[str], at_ends: Iterable[str], others: str = "(?!)") -> re.Pattern[str]:
    """A pattern for where no sentence ends: inside an abbreviation and after it, unless it is one that stands `at_ends` too.

    `others` is a pattern of more such places; the first letter after a full stop belongs to it.
    """
    ending = set(at_ends)
    dotted = sorted((short for short in words if "." in short), key=len, reverse=True)
    parts = [_spaced(short) + ("" if short in ending or not short.endswith(".") else r"\s+\S") for short in dotted]
    return re.compile(rf"{WORD_BEGINS}(?:{'|'.join(parts)})|{others}")


def symbols(words: Mapping[str, str]) -> tuple[Rule, ...]:
    """Single signs, by sign; each is said as a word apart, and one that stands for nothing as a short pause.

    An x between figures is said as "×" is, a tilde before them as "≈", and "#" before them only.
    """
    words = {**words, "~": words["≈"]}

    def times(found: re.Match[str]) -> str | None:
        text = found.string
        is_between = (
            text[max(0, found.start() - 1) : found.start()].isdecimal() and text[found.end() : found.end() + 1].isdecimal()
        )
        return f" {words['×']} " if is_between else None

    pattern = re.compile("|".join(_sign(sign) for sign in sorted(words, key=len, reverse=True)))
    return (
        Rule("times", re.compile(r"\s?x\s?"), times),
        Rule("symbol", pattern, lambda found: f" {words[found[0]]} "),
        *UNSAID,
    )


def _sign(sign: str) -> str:
    return re.escape(sign) + (r"(?=\s?\d)" if sign in {"#", "~"} else "")


def _look(short: str) -> str:
    return re.sub(r"\s", "", short)


def _spaced(short: str) -> str:
    end = "" if short.endswith(("-", "/")) else WORD_ENDS
    return r"\s?".join(re.escape(part) for part in short.split(" ")) + end
