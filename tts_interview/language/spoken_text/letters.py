"""Letters that are spelt: acronyms, initials, and the names of models ("F-35")."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tts_interview.language.spoken_text.numbers import Figures

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CAPITAL = "A-ZÀ-ÖØ-Þ"
_ACRONYM = re.compile(rf"(?<![\w.])(?P<letters>[{_CAPITAL}]{{2,6}})(?P<plural>(?:['’]?s)?)(?![\w]|\.[{_CAPITAL}])")
_DOTTED = re.compile(rf"(?<![\w.])(?:[{_CAPITAL}]\.){{2,6}}(?!\w)|(?<![\w.])[{_CAPITAL}]\.(?: [{_CAPITAL}]\.){{1,4}}(?= )")
_MODEL = re.compile(rf"(?<![\w.])(?P<letters>[{_CAPITAL}]{{1,4}})-?(?P<number>\d{{1,5}})(?P<last>[{_CAPITAL}]?)(?![\w])")
_VERSIONED = re.compile(rf"(?<![\w.,-])(?P<number>\d{{1,3}})(?P<letters>[{_CAPITAL}])(?![\w])")
_NEIGHBOUR = re.compile(rf"[^\W\d_]*[{_CAPITAL}]{{2}}[^\W\d_]*")
_BEFORE = re.compile(r"([^\W\d_]+)\s+[\"'“”«(¡¿]?\Z")
_AFTER = re.compile(r"\s+([^\W\d_]{1,30})")
# A pronounceable word has a vowel and no long cluster of consonants at its ends or inside.
_VOWEL = "AEIOUYÀÁÂÃÄÈÉÊËÌÍÎÏÒÓÔÕÖÙÚÛÜ"
_SAYABLE = re.compile(rf"[^{_VOWEL}]{{0,2}}(?:[{_VOWEL}]+[^{_VOWEL}]{{1,3}})*[{_VOWEL}]*(?<![^{_VOWEL}]{{3}})")
_SHORTEST_WORD = 4
# "VAR", "PIB": consonant, vowel, consonant.
_THREE = re.compile(r"[BCDFGJLMNPRSTVZ][AEIOU][BCDFGLMNPRSTVXZ]")


@dataclass(frozen=True, slots=True)
class Spelling:
    """The names of the letters, and the capitalised words that are exceptions to the rule of thumb.

    `spelt` are read letter by letter. `words` are read as words; they include short ordinary words that people write in
    capitals for emphasis. With `three_letter_words`, so is any consonant, vowel, consonant.
    """

    names: Mapping[str, str]
    spelt: frozenset[str] = field(default_factory=frozenset)
    words: frozenset[str] = field(default_factory=frozenset)
    three_letter_words: bool = False


def named(names: str, letters: str = "") -> dict[str, str]:
    """Return the name of each letter, a to z; `names` are separated by spaces, and "_" stands for a space in a name."""
    return {letter: name.replace("_", " ") for letter, name in zip(letters or _LATIN, names.split(), strict=True)}


def spell(letters: str, names: Mapping[str, str]) -> str:
    """Return the names of the letters of a word; a letter without a name stays as it is."""
    return " ".join(names.get(letter, letter) for letter in letters.casefold() if letter.isalpha())


def acronyms(spelling: Spelling) -> tuple[Rule, ...]:
    """Return the rules for initials and acronyms; they skip text that is all in capitals."""

    def speak(found: re.Match[str]) -> str | None:
        letters = found["letters"]
        is_spelt = letters in spelling.spelt or (not _is_word(letters, spelling) and not _among_capitals(found))
        return spell(letters, spelling.names) if is_spelt else None

    return (
        Rule("initials", _DOTTED, lambda found: spell(found[0], spelling.names)),
        Rule("acronym", _ACRONYM, speak),
    )


def models(figures: Figures, names: Mapping[str, str]) -> tuple[Rule, ...]:
    """Return the rules for names of letters and numbers: "F-35", "A320", "5G"."""

    def speak(found: re.Match[str]) -> str:
        parts = (spell(found["letters"], names), figures.runs(found["number"]), spell(found["last"], names))
        return " ".join(part for part in parts if part)

    return (
        Rule("model", _MODEL, speak),
        Rule("generation", _VERSIONED, lambda f: f"{figures.runs(f['number'])} {spell(f['letters'], names)}"),
    )


def _is_word(letters: str, spelling: Spelling) -> bool:
    if letters in spelling.words or (spelling.three_letter_words and _THREE.fullmatch(letters)):
        return True
    return len(letters) >= _SHORTEST_WORD and bool(_SAYABLE.fullmatch(letters))


def _among_capitals(found: re.Match[str]) -> bool:
    """Return whether a neighbouring word is in capitals too: then this one is emphasis rather than an acronym."""
    before = _BEFORE.search(found.string, max(0, found.start() - 30), found.start())
    after = _AFTER.match(found.string, found.end())
    return bool((before and _NEIGHBOUR.fullmatch(before[1])) or (after and _NEIGHBOUR.fullmatch(after[1])))
