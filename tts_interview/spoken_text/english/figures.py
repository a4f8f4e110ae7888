"""Numbers by themselves: ordinals, fractions, ranges, scores, sums; and whatever figures no other rule took."""

from __future__ import annotations

import re
import unicodedata

from tts_interview.spoken_text.english.context import apart
from tts_interview.spoken_text.english.numbers import (
    END,
    NUMBER,
    START,
    cardinal,
    number,
    ordinal,
    plural,
    whole,
)
from tts_interview.spoken_text.rules import Rule

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
_ANY_VULGAR = "".join(_VULGAR)
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
# Figures that are no decimals: lowered, in circles and brackets, and of a few old scripts.
_OTHER_DIGITS = "₀-₉፩-፱᧚①-⑨⑴-⑼⒈-⒐⓪⓵-⓽⓿❶-❾➀-➈➊-➒𐩀-𐩃𐹠-𐹨𑁒-𑁚🄀-🄊"
_DENOMINATORS = {2: ("half", "halves"), 4: ("quarter", "quarters")}
_SCALES = {
    "k": "thousand",
    "K": "thousand",
    "m": "million",
    "M": "million",
    "mn": "million",
    "bn": "billion",
    "B": "billion",
    "tn": "trillion",
}
_SIGN = r"(?P<sign>(?<![\w)\]%.,])[-−](?=[\d.])|[~≈±+<>≤≥]\s?(?=[\d.]))?"
_SIGNS = {
    "-": "minus ",
    "−": "minus ",
    "~": "about ",
    "≈": "about ",
    "±": "plus or minus ",
    "+": "plus ",
    "<": "less than ",
    ">": "more than ",
    "≤": "at most ",
    "≥": "at least ",
}
_OPERATORS = {
    "+": "plus",
    "-": "minus",
    "−": "minus",
    "–": "minus",
    "×": "times",
    "x": "times",
    "*": "times",
    "·": "times",
    "/": "divided by",
    "÷": "divided by",
    "=": "equals",
    "≠": "is not equal to",
    "<": "is less than",
    ">": "is greater than",
    "≈": "is about",
}


def fraction(numerator: int, denominator: int) -> str:
    """Two numbers as people say them: "two thirds", "three quarters", "five over one hundred twenty-one"."""
    if denominator in _DENOMINATORS:
        name = _DENOMINATORS[denominator][numerator != 1]
    elif 2 < denominator <= 20 or denominator in {30, 50, 60, 100, 1000}:
        name = ordinal(denominator) + ("" if numerator == 1 else "s")
    else:
        return f"{cardinal(numerator)} over {cardinal(denominator)}"
    return f"{cardinal(numerator)} {name}"


def _vulgar(found: re.Match[str]) -> str:
    said = _VULGAR[found["part"]]
    if found["whole"]:
        return f"{whole(found['whole'])} and {_ONES.get(said, said)}"
    return said


def _fraction(found: re.Match[str]) -> str | None:
    numerator, denominator = int(found["numerator"]), int(found["denominator"])
    if found["whole"]:
        said = fraction(numerator, denominator)
        return f"{whole(found['whole'])} and {_ONES.get(said, said)}" if numerator < denominator else None
    if numerator == denominator or denominator < 2 or not numerator:
        return f"{cardinal(numerator)} {cardinal(denominator)}" if numerator == denominator else None
    return fraction(numerator, denominator)


def _power(found: re.Match[str]) -> str:
    exponent = "".join(str(unicodedata.digit(c)) for c in found["power"])
    sign = "minus " if found["minus"] else ""
    named = {"2": "squared", "3": "cubed"}.get(exponent, "") if not sign else ""
    base = number(found["base"]) if found["base"][0].isdecimal() else found["base"]
    return f"{base} {named or f'to the power of {sign}{whole(exponent)}'}"


def _range(found: re.Match[str]) -> str:
    first = _SIGNS.get((found["sign"] or "").strip(), "") + number(found["first"])
    ordinals = found["ordinal"]
    if ordinals:
        return f"{ordinal(int(found['first']))} to {ordinal(int(found['last']))}"
    return f"{first} to {number(found['last'])}"


def _sum(found: re.Match[str]) -> str:
    said = [_OPERATORS.get(part) or number(part) for part in re.findall(rf"{NUMBER}|[^\s\d]", found[0])]
    return " ".join(said)


def _number(found: re.Match[str]) -> str:
    short = found["scale"] or found["attached"]
    scale = f" {_SCALES[short]}" if short else ""
    sign = _SIGNS.get((found["sign"] or "").strip(), "")
    return f"{sign}{number(found['number'])}{scale}{' plus' if found['plus'] else ''}"


def _any_figures(found: re.Match[str]) -> str:
    return apart(number(found[0]), found)


def _any_digit(found: re.Match[str]) -> str:
    return apart(" ".join(cardinal(unicodedata.digit(c)) for c in found[0]), found)


EARLY = (
    Rule("round the clock", re.compile(rf"{START}24/7{END}"), lambda _: "twenty-four seven"),
    Rule(
        "power",
        re.compile(
            rf"(?<![\w.,])(?P<base>{NUMBER}|(?<!\d)(?<!\d\s)[a-zA-Z])(?P<minus>⁻)?(?P<power>[{_SUPERSCRIPTS}]{{1,3}})(?![\w{_SUPERSCRIPTS}])(?<!\d{{4}}[{_SUPERSCRIPTS}])"
        ),
        lambda f: _power(f) if not f["base"].isalpha() or f["base"] in "xyzabcnmE" else None,
    ),
    Rule(
        "ordinal range",
        re.compile(
            rf"{START}(?P<sign>)(?P<first>\d{{1,3}})(?:st|nd|rd|th)?\s?[-–—]\s?(?P<last>\d{{1,3}})(?P<ordinal>st|nd|rd|th)\b"
        ),
        _range,
    ),
    Rule(
        "ordinal",
        re.compile(r"(?<![\w.])(?<!\d,)(\d{1,3}(?:,\d{3})+|\d{1,15})(?:st|nd|rd|th|ST|ND|RD|TH|ˢᵗ|ⁿᵈ|ʳᵈ|ᵗʰ)(?![^\W_])"),
        lambda f: ordinal(int(f[1].replace(",", ""))),
    ),
    Rule("fraction sign", re.compile(rf"(?<![\w.,])(?:(?P<whole>\d{{1,6}})\s?)?(?P<part>[{_ANY_VULGAR}])"), _vulgar),
)
LATE = (
    Rule(
        "sum",
        re.compile(r"(?<![\w.,/])\d+(?:\.\d+)?(?:\s[+\-−–×x*·÷/=≠<>≈]\s\d+(?:\.\d+)?){1,9}(?![\w/])(?![.,]\d)"),
        lambda f: _sum(f) if re.search("[=+×*·÷<>≠]| x ", f[0]) else None,
    ),
    Rule(
        "fraction",
        re.compile(
            rf"(?<![\w.,/$€£-])(?:(?P<whole>\d{{1,3}})(?:\s|-))?(?P<numerator>\d{{1,3}})\s?[/⁄∕]\s?(?P<denominator>\d{{1,4}}){END}(?![/-])"
        ),
        _fraction,
    ),
    Rule("fifty-fifty", re.compile(rf"{START}50[-–]50{END}"), lambda _: "fifty-fifty"),
    Rule(
        "range",
        re.compile(rf"{START}{_SIGN}(?P<first>{NUMBER})\s?[-–—−]\s?(?P<last>{NUMBER})(?P<ordinal>){END}(?![-–/])"),
        _range,
    ),
    Rule("ratio", re.compile(rf"{START}(\d{{1,4}})\s?:\s?(\d{{1,4}}){END}(?!:)"), lambda f: f"{whole(f[1])} to {whole(f[2])}"),
    Rule("plural", re.compile(r"(?<![\w.,])(\d{1,4})['’]?s\b"), lambda f: plural(whole(f[1]))),
    Rule(
        "number",
        re.compile(
            rf"(?<![\w.])(?<!\d,)(?<!\d[/:]){_SIGN}(?P<number>{NUMBER}|\.\d++)(?:\s?(?P<scale>bn|tn|mn)\b|(?P<attached>[kKmMB])\b)?(?P<plus>\+(?!\w))?(?![^\W_])"
        ),
        _number,
    ),
)
LAST = (
    Rule("any figures", re.compile(r"\d++(?:,\d{3})*+(?:\.\d++)?"), _any_figures),
    Rule("any digit", re.compile(f"[{_OTHER_DIGITS}]+"), _any_digit),
)
