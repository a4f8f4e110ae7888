"""Letters that are spelt: acronyms, initials, and the names of models ("F-35")."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tts_interview.language.spoken_text.figures import Figures

_CAPITAL = "A-ZÀ-ÖØ-Þ"
_ACRONYM = re.compile(rf"(?<![\w.])(?P<letters>[{_CAPITAL}]{{2,6}})(?P<plural>(?:['’]?s)?)(?![\w]|\.[{_CAPITAL}])")
_DOTTED = re.compile(rf"(?<![\w.])(?:[{_CAPITAL}]\.){{2,6}}(?!\w)|(?<![\w.])[{_CAPITAL}]\.(?: [{_CAPITAL}]\.){{1,4}}(?= )")
_MODEL = re.compile(rf"(?<![\w.])(?P<letters>[{_CAPITAL}]{{1,4}})-?(?P<number>\d{{1,5}})(?P<last>[{_CAPITAL}]?)(?![\w])")
_VERSIONED = re.compile(rf"(?<![\w.,-])(?P<number>\d{{1,3}})(?P<letters>[{_CAPITAL}])(?![\w])")
_NEIGHBOUR = re.compile(rf"[^\W\d_]*[{_CAPITAL}]{{2}}[^\W\d_]*")
_BEFORE = re.compile(r"([^\W\d_]+)\s+[\"'“”«(¡¿]?\Z")
_AFTER = re.compile(r"\s+([^\W\d_]{1,30})")
# A word can be said: it has a vowel, does not begin or end with many consonants, nor has many of them inside.
_VOWEL = "AEIOUYÀÁÂÃÄÈÉÊËÌÍÎÏÒÓÔÕÖÙÚÛÜ"
_SAYABLE = re.compile(rf"[^{_VOWEL}]{{0,2}}(?:[{_VOWEL}]+[^{_VOWEL}]{{1,3}})*[{_VOWEL}]*(?<![^{_VOWEL}]{{3}})")
_SHORTEST_SAID = 4
# "VAR", "PIB": consonant, vowel, consonant.
_THREE = re.compile(r"[BCDFGJLMNPRSTVZ][AEIOU][BCDFGLMNPRSTVXZ]")


@dataclass(frozen=True, slots=True)
class Spelling:
    """The names of the letters, and which words in capitals are spelt or said, against the rule of thumb.

    `said` also holds ordinary short words, which somebody may shout. `says_three` tells that the language says words of three
    letters with a vowel in the middle.
    """

    names: Mapping[str, str]
    spelt: frozenset[str] = field(default_factory=frozenset)
    said: frozenset[str] = field(default_factory=frozenset)
    says_three: bool = False


def spelt(letters: str, names: Mapping[str, str]) -> str:
    """The names of the letters of a word; what has no name is left as it is."""
    return " ".join(names.get(letter, letter) for letter in letters.casefold() if letter.isalpha())


def acronyms(spelling: Spelling) -> tuple[Rule, ...]:
    """The rules for letters that are spelt; text that is in capitals altogether is left as it is."""

    def said(found: re.Match[str]) -> str | None:
        letters = found["letters"]
        is_spelt = letters in spelling.spelt or (not _is_word(letters, spelling) and not _among_capitals(found))
        return spelt(letters, spelling.names) if is_spelt else None

    return (
        Rule("initials", _DOTTED, lambda found: spelt(found[0], spelling.names)),
        Rule("acronym", _ACRONYM, said),
    )


def models(figures: Figures, names: Mapping[str, str]) -> tuple[Rule, ...]:
    """The rules for letters and numbers in one: "F-35", "A320", "5G"."""

    def said(found: re.Match[str]) -> str:
        parts = (spelt(found["letters"], names), figures.runs(found["number"]), spelt(found["last"], names))
        return " ".join(part for part in parts if part)

    return (
        Rule("model", _MODEL, said),
        Rule("generation", _VERSIONED, lambda f: f"{figures.runs(f['number'])} {spelt(f['letters'], names)}"),
    )


def _is_word(letters: str, spelling: Spelling) -> bool:
    if letters in spelling.said or (spelling.says_three and _THREE.fullmatch(letters)):
        return True
    return len(letters) >= _SHORTEST_SAID and bool(_SAYABLE.fullmatch(letters))


def _among_capitals(found: re.Match[str]) -> bool:
    """Whether a word beside it is in capitals too, and no mark between them: it is shouted rather than an acronym."""
    before = _BEFORE.search(found.string, max(0, found.start() - 30), found.start())
    after = _AFTER.match(found.string, found.end())
    return bool((before and _NEIGHBOUR.fullmatch(before[1])) or (after and _NEIGHBOUR.fullmatch(after[1])))
