"""Numbers without a unit: ordinals, fractions, ranges, scores, sums, and figures that no other rule took."""

from __future__ import annotations

import re
import unicodedata

from tts_interview.language.spoken_text.english.numerals import (
    END,
    FRACTION_SIGNS,
    NUMBER,
    START,
    cardinal,
    mixed,
    number,
    ordinal,
    plural,
    signed,
    vulgar,
    whole,
)
from tts_interview.language.spoken_text.patterns import spaced
from tts_interview.language.spoken_text.rules import Rule
from tts_interview.language.spoken_text.words import each, words_of

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
# Digits that are not decimal: subscripts, circled and bracketed ones, and those of a few old scripts.
_OTHER_DIGITS = "₀-₉፩-፱᧚①-⑨⑴-⑼⒈-⒐⓪⓵-⓽⓿❶-❾➀-➈➊-➒𐩀-𐩃𐹠-𐹨𑁒-𑁚🄀-🄊"
_SCALES = each(words_of("en")["scales_after_numbers"], str)
_SIGN = r"(?P<sign>(?<![\w)\]%.,])[-−](?=[\d.])|[~≈±+<>≤≥]\s?(?=[\d.]))?"
# A raised figure after these is a power, after other letters a footnote.
_RAISED = frozenset(("mc", "πr", *"xyzabcnmE"))
_UNKNOWNS = frozenset("abcnxyz")
_TERM = r"\d++(?:\.\d++)?|[abcnxyz](?![^\W\d_])"
_OPERATORS = each(words_of("en")["sums"], str)


def _fraction(found: re.Match[str]) -> str | None:
    numerator, denominator = int(found["numerator"]), int(found["denominator"])
    if numerator == denominator and not found["whole"]:
        return f"{cardinal(numerator)} {cardinal(denominator)}"
    if not denominator or not numerator or (found["whole"] and numerator > denominator):
        return None
    return mixed(found["whole"], numerator, denominator)


def _power(found: re.Match[str]) -> str:
    exponent = "".join(str(unicodedata.digit(c)) for c in found["power"])
    sign = "minus " if found["minus"] else ""
    named = {"2": "squared", "3": "cubed"}.get(exponent, "") if not sign else ""
    base = number(found["base"]) if found["base"][0].isdecimal() else " ".join(found["base"]).replace("π", "pi")
    return f"{base} {named or f'to the power of {sign}{whole(exponent)}'}"


def _range(found: re.Match[str]) -> str:
    if found["ordinal"]:
        return f"{ordinal(int(found['first']))} to {ordinal(int(found['last']))}"
    return f"{signed(found)}{number(found['first'])} to {number(found['last'])}"


def _sum(found: re.Match[str]) -> str | None:
    """Speak a sum, which has an equals sign or an unambiguous operator: "5-3" is a range, "1/2" a fraction."""
    if not re.search(r"[=×*∗·⋅∙÷∕≠±≤≦≥≧]|\s[+<>x]\s|\d\+\d", found[0]) or not re.search(r"\d", found[0]):
        return None
    parts = re.findall(rf"{NUMBER}|[^\s\d]", found[0])
    return " ".join(part if part in _UNKNOWNS else _OPERATORS.get(part) or number(part) for part in _with_unknowns(parts))


def _with_unknowns(parts: list[str]) -> list[str]:
    """Replace an x between two numbers with a multiplication sign."""
    return ["×" if part == "x" and place % 2 else part for place, part in enumerate(parts)]


def _number(found: re.Match[str]) -> str:
    short = found["scale"] or found["attached"]
    scale = f" {_SCALES[short]}" if short else ""
    return f"{signed(found)}{number(found['number'])}{scale}{' plus' if found['plus'] else ''}"


EARLY = (
    Rule.of(
        "power in figures",
        r"(?<![\w.,])(\d{1,9}|[a-z])\^([-−]?)(\d{1,4})(?![\w^])",
        lambda f: f"{whole(f[1]) if f[1].isdecimal() else f[1]} to the power of {'minus ' * bool(f[2])}{whole(f[3])}",
    ),
    Rule.of(
        "spaced thousands",
        r"(?<![\w.,+])(?<!\d[ \u00a0\u2009\u202f])[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3}){2,4}(?![\w])(?![.,]\d)",
        lambda f: whole(re.sub(r"\D", "", f[0])),
    ),
    Rule.of("up to now", r"(?<=\d)\s?[-–—]\s?(?=(?:present|now|today)\b)", lambda _: " to "),
    Rule.of("round the clock", rf"{START}24/7{END}", lambda _: "twenty-four seven"),
    Rule.of(
        "power",
        rf"(?<![\w.,])(?P<base>{NUMBER}|(?<!\d)(?<!\d\s)(?:mc|πr|[a-zA-Z]))(?P<minus>⁻)?(?P<power>[{_SUPERSCRIPTS}]{{1,3}})(?![\w{_SUPERSCRIPTS}])(?<!\d{{4}}[{_SUPERSCRIPTS}])",
        lambda f: _power(f) if not f["base"].isalpha() or f["base"] in _RAISED else None,
    ),
    Rule.of(
        "ordinal range",
        rf"{START}(?P<sign>)(?P<first>\d{{1,3}})(?:st|nd|rd|th)?\s?[-–—]\s?(?P<last>\d{{1,3}})(?P<ordinal>st|nd|rd|th)\b",
        _range,
    ),
    Rule.of(
        "ordinal",
        r"(?<![\w.])(?<!\d[,/])(\d{1,3}(?:,\d{3})+|\d{1,15})(?:st|nd|rd|th|ST|ND|RD|TH|ˢᵗ|ⁿᵈ|ʳᵈ|ᵗʰ)(?![^\W_])",
        lambda f: ordinal(int(f[1].replace(",", ""))),
    ),
    Rule.of(
        "fraction sign",
        rf"(?<![\w.,])(?:(?P<whole>\d{{1,6}})\s?)?(?P<part>[{FRACTION_SIGNS}])",
        lambda f: vulgar(f["whole"], f["part"]),
    ),
)
LATE = (
    Rule.of("sum", rf"(?<![\w.,/])(?:{_TERM})(?:\s?[+\-−–×x*∗·⋅∙÷/∕=≠<>≈±≤≦≥≧]\s?(?:{_TERM})){{1,9}}(?![\w/])(?![.,]\d)", _sum),
    Rule.of(
        "fraction",
        rf"(?<![\w.,/$€£-])(?:(?P<whole>\d{{1,3}})(?:\s|-))?(?P<numerator>\d{{1,3}})\s?[/⁄∕]\s?(?P<denominator>\d{{1,4}})(?i:st|nd|rd|th)?{END}(?!/|-\d)",
        _fraction,
    ),
    Rule.of("fifty-fifty", rf"{START}50[-–]50{END}", lambda _: "fifty-fifty"),
    Rule.of("range", rf"{START}{_SIGN}(?P<first>{NUMBER})\s?[-–—−]\s?(?P<last>{NUMBER})(?P<ordinal>){END}(?![-–/])", _range),
    Rule.of("ratio", rf"{START}(\d{{1,4}})\s?:\s?(\d{{1,4}}){END}(?!:)", lambda f: f"{whole(f[1])} to {whole(f[2])}"),
    Rule.of("plural", r"(?<![\w.,])(\d{1,4})['’]?s\b", lambda f: plural(whole(f[1]))),
    Rule.of(
        "number",
        rf"(?<![\w.])(?<!\d,)(?<!\d[/:]){_SIGN}(?P<number>{NUMBER}|\.\d++)(?:\s?(?P<scale>bn|tn|mn)\b|(?P<attached>[kKmMB])\b)?(?P<plus>\+(?!\w))?(?![^\W_])",
        _number,
    ),
)
LAST = (
    Rule.of("any figures", r"\d++(?:,\d{3})*+(?:\.\d++)?", lambda found: spaced(number(found[0]), found)),
    Rule.of(
        "any digit",
        f"[{_OTHER_DIGITS}]+",
        lambda found: spaced(" ".join(cardinal(unicodedata.digit(c)) for c in found[0]), found),
    ),
)
