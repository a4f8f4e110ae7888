"""Abbreviations, and signs that stand for words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.every_language import UNSPOKEN_SIGNS
from tts_interview.language.spoken_text.patterns import WORD_BEGINS, WORD_ENDS, final_stop
from tts_interview.language.spoken_text.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# espeak-ng runs words together over a dash without spaces. An arrow made of dashes is a pause too.
DASH = Rule.of("dash", r"(?<!\s)\s*+(?:—|―|(?<=\s)[–-](?=\s)|--?>|=>|--+)\s*+", lambda _: ", ")
CLOSING = "\"'”’»)"


def abbreviations(words: Mapping[str, str], name: str = "abbreviation", before: str = "") -> Rule:
    """Return the rule for abbreviations, by how they are written; `before` is a pattern for what must follow.

    Their spaces may be absent, narrow or non-breaking. The full stop of one that ends the text stays, as it ends the sentence
    too.
    """
    written = sorted(words, key=len, reverse=True)
    pattern = re.compile(rf"{WORD_BEGINS}(?:{'|'.join(_spaced(short) for short in written)}){before}")
    by_letters = {_without_spaces(short): word for short, word in words.items()}
    return Rule(name, pattern, lambda found: by_letters[_without_spaces(found[0])] + final_stop(found, CLOSING))


def unbroken(words: Iterable[str], at_ends: Iterable[str], others: str = "(?!)") -> re.Pattern[str]:
    """Return a pattern for the places where no sentence ends: in an abbreviation and after it.

    A sentence may end after those `at_ends`. `others` is a pattern for more such places. A match includes the first letter
    after a full stop.
    """
    ending = set(at_ends)
    dotted = sorted((short for short in words if "." in short), key=len, reverse=True)
    parts = [_spaced(short) + ("" if short in ending or not short.endswith(".") else r"\s+\S") for short in dotted]
    return re.compile(rf"{WORD_BEGINS}(?:{'|'.join(parts)})|{others}")


def symbols(words: Mapping[str, str]) -> tuple[Rule, ...]:
    """Return the rules for single signs, each spoken as a separate word, and for signs that are not spoken.

    An x between digits is spoken like "×" and a tilde before them like "≈"; "#" is spoken only before digits.
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
        Rule.of("times", r"\s?x\s?", times),
        Rule("symbol", pattern, lambda found: f" {words[found[0]]} "),
        *UNSPOKEN_SIGNS,
    )


def _sign(sign: str) -> str:
    return re.escape(sign) + (r"(?=\s?\d)" if sign in {"#", "~"} else "")


def _without_spaces(short: str) -> str:
    return re.sub(r"\s", "", short)


def _spaced(short: str) -> str:
    end = "" if short.endswith(("-", "/")) else WORD_ENDS
    return r"\s?".join(re.escape(part) for part in short.split(" ")) + end
