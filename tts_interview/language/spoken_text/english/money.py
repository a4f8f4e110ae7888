"""Amounts of money."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.english.measures import PER
from tts_interview.language.spoken_text.english.numerals import NUMBER, cardinal, is_one, number, whole
from tts_interview.language.spoken_text.patterns import before
from tts_interview.language.spoken_text.rules import Rule
from tts_interview.language.spoken_text.words import each, words_of

# The singular and plural of each unit and of its hundredth.
_BY_SIGN, _SCALES = each(words_of("en")["currencies"], tuple), each(words_of("en")["scales"], str)
_SHORT = sorted((scale for scale in _SCALES if len(scale) < 4), key=len, reverse=True)
_LONG = "|".join(words_of("en")["scales"].values())
_SIGN = "|".join(re.escape(sign).replace(r"US\$", r"US\s?\$") for sign in sorted(_BY_SIGN, key=len, reverse=True))
_SCALE = rf"(?:[\s-]?(?P<scale>{_LONG})\b|\s?(?P<short>{'|'.join(_SHORT)})\b)?"
_AMOUNT = rf"(?P<first>{NUMBER}|\.\d++)(?:(?:\s?[-–—]\s?|(?P<to>\sto\s))(?:{_SIGN})?(?P<last>{NUMBER}))?"
_PER = rf"(?:(?P<per>/)(?P<unit>(?:{'|'.join(PER)})(?![^\W_]))?)?"
_SIGN_FIRST = rf"(?<![\w$€£])(?P<minus>[-−–](?=\S))?(?P<sign>{_SIGN})\s?{_AMOUNT}{_SCALE}(?P<plus>\+(?!\d))?{_PER}"
_SIGN_LAST = rf"(?<![\w.,$€£])(?P<minus>[-−])?{_AMOUNT}{_SCALE}\s?(?P<sign>{_SIGN})(?![\w$€£])(?P<plus>\+(?!\d))?{_PER}"
# Decimals beyond the hundredths.
_MORE_DECIMALS = re.compile(r"\.\d\d0*[1-9]")
# Before a noun, a sum of money is in the singular: "a five dollar bill", "the twenty million dollar deal".
_DETERMINER = re.compile(
    r"\b(?:a|an|the|this|that|another|his|her|their|our|its|my|your|one)\s"
    r"(?:(?:new|old|cheap|used|small|nice|decent|good|mere|single|about|\w+ly|\w+est|\w+al)\s)?$",
    re.I,
)
_NOUN = re.compile(
    r"-[a-z]|\s(?!(?:and|or|in|on|of|for|to|from|per|a|an|by|at|is|was|were|are|as|than|but|with|which|that|he|she"
    r"|it|they|we|you|I|over|each|every|into|more|less|worth|go|goes|out|back|off|up|down|now|then|there|here|not|just|only|too|can|could|should|might|must|do|went|going|so|if|when|because|would|will|has|had|came|comes|got|made|paid|took|gave|bought|means|meant)\b)[a-z]"
)


def _sum(found: re.Match[str]) -> str:
    one, many, _, _ = names = _BY_SIGN[re.sub(r"\s", "", found["sign"])]
    scale = _SCALES.get(found["scale"] or found["short"] or "", "")
    first, last = found["first"], found["last"]
    if (
        not scale
        and any("." in figures for figures in (first, last or ""))
        and not _MORE_DECIMALS.search(f"{first} {last or ''}")
    ):
        words = " to ".join(_with_hundredths(figures, names) for figures in (first, last) if figures)
    else:
        amount = number(first) + (f" to {number(last)}" if last else "")
        single = (is_one(first) and not last and not scale) or _is_attributive(found)
        words = " ".join(part for part in (amount, scale, one if single else many) if part)
    minus = "minus " if found["minus"] else ""
    plus = " plus" if found["plus"] else ""
    per = f" per {PER.get(found['unit'], '')}" if found["per"] else ""
    return f"{minus}{words}{plus}{per}"


def _is_attributive(found: re.Match[str]) -> bool:
    text = found.string
    return bool(_NOUN.match(text, found.end()) and (_DETERMINER.search(before(found)) or text[found.end()] == "-"))


def _with_hundredths(figures: str, names: tuple[str, ...]) -> str:
    one, many, cent, cents = names
    units, _, decimals = figures.partition(".")
    hundredths = int(f"{decimals}00"[:2])
    parts = []
    if units and int(units.replace(",", "")):
        parts.append(f"{whole(units)} {one if is_one(units) else many}")
    if hundredths or not parts:
        parts.append(f"{cardinal(hundredths)} {cent if hundredths == 1 else cents}")
    return " and ".join(parts)


def _cents(found: re.Match[str]) -> str:
    figures = found["first"] or found["pence"]
    one, many = ("cent", "cents") if found["sign"] else ("penny", "pence")
    return f"{number(figures)} {one if is_one(figures) else many}"


RULES = (
    Rule.of("span of sums", rf"(?<=[kmbntKMBT])\s?[-–—]\s?(?=(?:{_SIGN})\d)", lambda _: " to "),
    Rule.of("money, sign first", _SIGN_FIRST, _sum),
    Rule.of("money, sign last", _SIGN_LAST, _sum),
    Rule.of("cents", rf"(?<![\w.,])(?P<first>{NUMBER})\s?(?P<sign>¢)|(?<![\w.,])(?P<pence>\d{{1,2}})p(?!\w)", _cents),
)
