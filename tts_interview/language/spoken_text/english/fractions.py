"""Fractions: "two thirds", "two and a half"."""

from __future__ import annotations

from tts_interview.language.spoken_text.english.numbers import cardinal, ordinal, whole

_VULGAR = {
    "½": "one half",
    "⅓": "one third",
    "⅔": "two thirds",
    "¼": "one quarter",
    "¾": "three quarters",
    "⅕": "one fifth",
    "⅖": "two fifths",
    "⅗": "three fifths",
    "⅘": "four fifths",
    "⅙": "one sixth",
    "⅚": "five sixths",
    "⅛": "one eighth",
    "⅜": "three eighths",
    "⅝": "five eighths",
    "⅞": "seven eighths",
}
_ONES = {"one half": "a half", "one third": "a third", "one quarter": "a quarter"}
# The signs of all of them.
ANY_VULGAR = "".join(_VULGAR)
_DENOMINATORS = {2: ("half", "halves"), 4: ("quarter", "quarters")}


def fraction(numerator: int, denominator: int) -> str:
    """Two numbers as people say them: "two thirds", "three quarters", "five over one hundred twenty-one"."""
    if denominator in _DENOMINATORS:
        name = _DENOMINATORS[denominator][numerator != 1]
    elif 2 < denominator <= 20 or (numerator < denominator <= 100) or denominator == 1000:
        name = ordinal(denominator).removeprefix("one ") + ("" if numerator == 1 else "s")
    else:
        return f"{cardinal(numerator)} over {cardinal(denominator)}"
    return f"{cardinal(numerator)} {name}"


def mixed(units: str | None, numerator: int, denominator: int) -> str:
    """A fraction after a whole number in figures, if there is one."""
    said = fraction(numerator, denominator)
    return f"{whole(units)} and {_ONES.get(said, said)}" if units else said


def vulgar(units: str | None, sign: str) -> str:
    """The same for the sign of a fraction ("½")."""
    said = _VULGAR[sign]
    return f"{whole(units)} and {_ONES.get(said, said)}" if units else said
