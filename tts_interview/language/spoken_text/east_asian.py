"""Rules for Chinese and Japanese text. Their words are in `words/`, where `zh.toml` says what each key holds."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from tts_interview.language.spoken_text.every_language import UNSPOKEN_SIGNS
from tts_interview.language.spoken_text.identifiers import addresses, ibans
from tts_interview.language.spoken_text.patterns import any_of
from tts_interview.language.spoken_text.rules import Rule
from tts_interview.language.spoken_text.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_WHOLE = r"(?:\d{1,3}(?:,\d{3}){1,5}(?!\d)|\d++)"
_NUMBER = rf"{_WHOLE}(?:\.\d++(?!\.\d))?"
# The zeros at the end of a price are not said.
_PRICE = rf"{_WHOLE}(?:\.\d*?[1-9](?=0*(?!\d)))?"
_ALONE = r"(?<![\d.,])"
_TO = r"(?:\s[-–—~～〜]\s|[-–—~～〜])"
_SIGN = r"(?:(?<![\w.,)%])(?P<sign>[-−－+]))?"
# Longer numbers are read digit by digit, and so are those of models from this length on ("A380").
_MOST_DIGITS, _MODEL_DIGITS, _MYRIAD_DIGITS, _MOST_PADDED = 16, 3, 4, 2
_HOURS, _MONTHS, _DAYS, _TEN = 24, 12, 31, 10


def rules_of(language: str) -> tuple[Rule, ...]:
    """Return the rules of a language, by its two-letter code."""
    words = words_of(language)
    numerals = Numerals(words)
    parts = (_identifiers, _times, _telephone, _quantities, _numbers, _signs)
    found = [rule for part in parts for rule in part(numerals)]
    return tuple(Rule(rule.name, rule.pattern, _corrected(rule, words["corrections"])) for rule in found)


def _corrected(rule: Rule, corrections: Mapping[str, str]) -> Callable[[re.Match[str]], str | None]:
    def say(found: re.Match[str]) -> str | None:
        said, following = rule.say(found), found.string[found.end() : found.end() + 1]
        if not isinstance(said, str):
            return None
        for pattern, replacement in corrections.items():
            said = re.sub(pattern, replacement, said + following).removesuffix(following)
        return said

    return say


@dataclass(frozen=True, slots=True)
class Numerals:
    """Speaks figures with the words of a language."""

    words: dict[str, Any]

    def cardinal(self, digits: str) -> str:
        """Return the numerals of a whole number; one that is too long or begins with zeros is read digit by digit."""
        if len(digits) > _MOST_DIGITS or (len(digits) > _MOST_PADDED and not int(digits[0])):
            return self.singly(digits)
        said = "".join(self._groups(digits))
        for pattern, replacement in self.words["rewrites"]:
            said = re.sub(pattern, replacement, said)
        return said or str(self.words["singly"][0])

    def _groups(self, digits: str) -> Iterator[str]:
        """Yield the numerals of each four digits, with all their zeros."""
        for end in range((len(digits) - 1) % _MYRIAD_DIGITS + 1, len(digits) + 1, _MYRIAD_DIGITS):
            group = digits[max(0, end - _MYRIAD_DIGITS) : end]
            for place, digit in enumerate(map(int, group), start=1):
                yield self.words["digits"][digit] + (self.words["tens"][len(group) - place] if digit else "")
            yield self.words["myriads"][(len(digits) - end) // _MYRIAD_DIGITS] if int(group) else ""

    def singly(self, text: str) -> str:
        """Read each digit by itself."""
        return "".join(self.words["singly"][int(c)] for c in text if c.isdecimal())

    def year(self, digits: str) -> str:
        """Speak a year."""
        return self.singly(digits) if self.words["years_singly"] else self.cardinal(digits)

    def number(self, written: str) -> str:
        """Speak a number in figures; its decimals are read digit by digit."""
        whole, _, decimals = written.replace(",", "").partition(".")
        digits: str = self.words["digits"]
        if not decimals:
            return self.cardinal(whole)
        said = self.cardinal(whole) if int(whole) else digits[0]
        return f"{said}{self.words['point']}{''.join(digits[int(c)] for c in decimals)}"

    def counted(self, written: str, following: str) -> str:
        """Speak a number before the text that it counts."""
        is_two = written in {"2", "２"} and following.lstrip().startswith(tuple(self.words["two_counts"]))
        return str(self.words["two"]) if is_two else self.number(written)

    def amount(self, found: re.Match[str], following: str) -> str:
        """Speak a match with the groups sign, first and last before the text that it counts."""
        sign: str = {"": "", "+": self.words["signs"]["+"]}.get(found["sign"] or "", self.words["minus"])
        if not found["last"]:
            return sign + self.counted(found["first"], following)
        first, last = self.number(found["first"]), self.counted(found["last"], following)
        return sign + str(self.words["range"].format(a=first, b=last))


def _identifiers(numerals: Numerals) -> Iterator[Rule]:
    signs = numerals.words["address"]

    def read(text: str) -> str:
        parts = re.findall(r"\d+|[^\W\d]+|.", text)
        return " ".join(numerals.singly(part) if part.isdecimal() else signs.get(part, part) for part in parts)

    yield ibans(numerals.singly, {})
    yield from addresses(read, signs["@"], numerals.words["hashtag"])


def _telephone(numerals: Numerals) -> Iterator[Rule]:
    pattern = (
        r"(?<![\w.,+-])\+?\d{2,5}(?:-\d{2,8}){2,4}(?![\w-])|(?<![\w.,-])0\d{1,4}-\d{5,8}(?![\w-])|(?<![\w.,])1[3-9]\d{9}(?!\d)"
    )
    yield Rule.of("telephone number", pattern, lambda found: ", ".join(map(numerals.singly, re.findall(r"\d+", found[0]))))


def _times(numerals: Numerals) -> Iterator[Rule]:
    words = numerals.words

    def date(found: re.Match[str]) -> str | None:
        month, day = int(found["m"]), int(found["d"])
        if not (0 < month <= _MONTHS and 0 < day <= _DAYS):
            return None
        said = numerals.cardinal(str(month)), numerals.cardinal(str(day))
        return str(words["date"].format(y=numerals.year(found["y"]), m=said[0], d=said[1]))

    def time(found: re.Match[str]) -> str | None:
        hour, minute = int(found["h"]), int(found["m"])
        said = numerals.counted(str(hour), words["hour"].format(h=""))
        gap = words["minute_gap"] if minute < _TEN else ""
        minutes = gap + numerals.cardinal(str(minute))
        if found["s"]:
            return str(
                words["length"].format(h=numerals.cardinal(str(hour)), m=minutes, s=numerals.cardinal(str(int(found["s"]))))
            )
        return None if hour > _HOURS else str(words["minutes" if minute else "hour"].format(h=said, m=minutes))

    date_pattern = r"(?<![\d.,/-])(?P<y>[12]\d{3})(?P<mark>[-/.])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})(?![\d/-]|[.,]\d)"
    yield Rule.of("date in figures", date_pattern, date)
    time_pattern = r"(?<![\d:：.,])(?P<h>\d{1,2})[:：](?P<m>[0-5]\d)(?:[:：](?P<s>[0-5]\d))?(?![\d:：])"
    yield Rule.of("time of day", time_pattern, time)
    score = re.compile(r"(?<![\d:：.])(?P<a>\d{1,3})\s?[:：]\s?(?P<b>\d{1,3})(?![\d:：])")
    yield Rule("score", score, lambda f: words["score"].format(a=numerals.cardinal(f["a"]), b=numerals.cardinal(f["b"])))
    if words["read_singly"]:
        pattern = re.compile(_ALONE + f"(?:{'|'.join(words['read_singly'])})")
        yield Rule("read digit by digit", pattern, lambda found: numerals.singly(found[0]))


def _quantities(numerals: Numerals) -> Iterator[Rule]:
    words = numerals.words
    names, money, scales = words["units"], words["currencies"], any_of(words["magnitudes"])
    units = rf"(?P<unit>{any_of(names)})(?![A-Za-z²³])|(?P<counter>{words['counters']})"
    amount = rf"{_ALONE}{_SIGN}(?P<first>{_NUMBER})(?:\s?(?:[%％]|{any_of(names)})?{_TO}(?P<last>{_NUMBER}))?"
    scaled = rf"{_SIGN}(?P<first>{_PRICE})(?:\.?0*+)(?:{_TO}(?P<last>{_NUMBER}))?(?:\s?(?P<scale>{scales}))?"

    def unit(found: re.Match[str]) -> str:
        name = str(names[found["unit"]] if found["unit"] else found["counter"])
        return numerals.amount(found, name) + name

    def price(found: re.Match[str]) -> str:
        name = f"{found['scale'] or ''}{money[found['money']]}"
        return numerals.amount(found, name) + name

    def over(numerator: str, denominator: str) -> str:
        return str(words["fraction"].format(n=numerals.cardinal(numerator), d=numerals.cardinal(denominator)))

    def sign(found: re.Match[str]) -> str:
        numerator, _, denominator = unicodedata.normalize("NFKC", found[0]).partition("⁄")
        return over(numerator, denominator)

    def share(template: str, found: re.Match[str]) -> str:
        return template.format(n=numerals.amount(found, ""))

    for name, mark in (("percent", "[%％]"), ("permille", "‰")):
        yield Rule.of(name, rf"{amount}\s?{mark}", partial(share, words[name]))
    yield Rule.of("price", rf"(?<![A-Za-z])(?P<money>{any_of(money)})\s?{scaled}", price)
    yield Rule.of("price after", rf"{_ALONE}{scaled}\s?(?P<money>{any_of(money)})(?![A-Za-z])", price)
    yield Rule.of("unit", rf"{amount}\s?(?:{units})", unit)
    yield Rule.of(
        "fraction", rf"{_ALONE}(?P<n>\d{{1,4}})\s?[/⁄]\s?(?P<d>[1-9]\d{{0,3}})(?![\d.,/])", lambda f: over(f["n"], f["d"])
    )
    yield Rule.of("fraction sign", "[¼-¾⅐-⅞]", sign)


def _numbers(numerals: Numerals) -> Iterator[Rule]:
    words = numerals.words

    def model(found: re.Match[str]) -> str:
        is_long = len(found["number"]) >= _MODEL_DIGITS
        return f"{found['letters']} {(numerals.singly if is_long else numerals.cardinal)(found['number'])}"

    def number(found: re.Match[str]) -> str:
        is_ordinal = found.string[max(0, found.start() - 1) : found.start()] in {*words["two_after"]}
        return numerals.amount(found, "" if is_ordinal else found.string[found.end() : found.end() + 2])

    numbered = re.compile(r"(?<!\w)(?:[Nn]o\.\s?|№\s?|#)(\d{1,6})(?!\d)")
    yield Rule("numbered", numbered, lambda found: words["numbered"].format(n=numerals.cardinal(found[1])))
    yield Rule.of("model", r"(?<![A-Za-z\d])(?P<letters>[A-Z]{1,5})-?(?P<number>\d{1,5})(?![\d%％.])", model)
    version = re.compile(r"(?<![\d.])\d{1,6}(?:\.\d{1,6}){2,8}(?![\d.]*\d)")
    yield Rule("version", version, lambda found: words["point"].join(map(numerals.cardinal, found[0].split("."))))
    pattern = rf"{_ALONE}{_SIGN}(?P<first>{_NUMBER})(?:{_TO}(?P<last>{_NUMBER}))?"
    yield Rule.of("number or range", pattern, number)
    joint = words["range"].format(a="", b="")
    yield Rule.of("range of quantities", rf"(?<=[\d点點时時分年月日%％]){_TO}(?=\d)", lambda _: joint)
    yield Rule.of("about", r"[~～〜]\s?(?=\d)", lambda _: words["about"])
    yield Rule.of("digits", r"\d+", lambda found: numerals.singly(found[0]))


def _signs(numerals: Numerals) -> Iterator[Rule]:
    signs = numerals.words["signs"]
    yield Rule.of("times", r"(?<=\d)\s?[x*]\s?(?=\d)", lambda _: signs["×"])
    yield Rule.of("sign", any_of(signs), lambda found: signs[found[0]])
    yield Rule.of("slash", r"(?<=\w)\s?[/／]\s?(?=\w)", lambda _: "、")
    yield from UNSPOKEN_SIGNS
