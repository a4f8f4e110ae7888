"""Numbers with a unit: measures, percentages, fractions, money."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.patterns import WORD_BEGINS, WORD_ENDS, any_of
from tts_interview.language.spoken_text.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tts_interview.language.spoken_text.numbers import Figures, Unit

_CENTS, _MANY_CENTS = re.compile(r"\d{2}"), 10
# Beyond three tenths, a fraction of ten is a rating.
_RATING, _MOST_TENTHS = 10, 3


@dataclass(frozen=True, slots=True)
class Currency:
    """The unit of a currency and its hundredth."""

    unit: Unit
    cent: Unit


@dataclass(frozen=True, slots=True)
class Fractions:
    """The fractions of a language.

    `words` are those with a name of their own, by how they are written. `joint` stands between a whole number and a fraction,
    `of` between a fraction and a unit, except after a half. `named` speaks a numerator with the name of its denominator, or
    returns None if the denominator has no name.
    """

    words: Mapping[str, str]
    joint: str
    of: str
    named: Callable[[int, int], str | None]


@dataclass(frozen=True, slots=True)
class Money:
    """The money of a language.

    `currencies` are by sign ("€", "US$"), `magnitudes` by how they are written ("millones", "M"). `with_cents` joins {whole},
    the words for the whole with its unit, {cents}, those for the number of hundredths, and {name}, that of the hundredths;
    `with_few_cents` does for less than ten. Currencies `in_words` have their hundredths spoken after the full name too:
    "12,50 euros".
    """

    currencies: Mapping[str, Currency]
    magnitudes: Mapping[str, Unit]
    with_cents: str
    with_few_cents: str
    in_words: Mapping[str, Currency]


def measures(figures: Figures, units: Mapping[str, Unit]) -> Rule:
    """Return the rule for numbers and ranges with a unit, by how the unit is written; "%" is a unit."""
    pattern = re.compile(rf"{figures.amount}\s?(?P<unit>{any_of(units)}){WORD_ENDS}(?!['’][^\W\d_])")
    return Rule("measure", pattern, lambda found: figures.counted(found, units[found["unit"]]))


def fractions(figures: Figures, how: Fractions, units: Mapping[str, Unit]) -> Rule:
    """Return the rule for fractions with a name, also after a number and before a unit: "1/2", "2 1/2 kg"."""
    whole = r"(?P<minus>(?<![\w)%])[-−])?(?:(?P<whole>\d{1,4})(?:\s(?=\d)|\s?(?=[½⅓⅔¼¾⅕-⅞])))?"
    unit = rf"(?:\s?(?P<unit>{any_of(units)}){WORD_ENDS})?"
    one = rf"(?P<fraction>{any_of(how.words)}|[⅕-⅞]|(?P<numerator>\d{{1,3}})[/⁄](?P<denominator>\d{{1,4}}))"
    pattern = rf"(?<![\w/.,]){whole}{one}(?![\d/]|[.,]\d){unit}"

    def speak(found: re.Match[str]) -> str | None:
        fraction = how.words.get(found["fraction"]) or _named(found, how)
        if not fraction:
            return None
        parts = [figures.minus] if found["minus"] else []
        parts += [figures.say(found["whole"]), how.joint] if found["whole"] else []
        if found["unit"]:
            is_half = found["fraction"] in {"1/2", "½", "१/२"}
            parts += [fraction, "" if is_half else how.of, units[found["unit"]].name(is_one=not (is_half and found["whole"]))]
        else:
            parts.append(fraction)
        return figures.smooth(" ".join(filter(None, parts)))

    return Rule.of("fraction", pattern, speak)


def _named(found: re.Match[str], how: Fractions) -> str | None:
    """Speak a fraction by the name of its denominator; "8/10" is a rating, and "120/80" a blood pressure."""
    if not found["denominator"]:
        top, _, bottom = unicodedata.normalize("NFKD", found["fraction"]).partition("⁄")
        numerator, denominator = int(top), int(bottom)
    else:
        numerator, denominator = int(found["numerator"]), int(found["denominator"])
    is_part = 0 < numerator < denominator and denominator > 2 and (denominator != _RATING or numerator <= _MOST_TENTHS)  # noqa: PLR2004
    return how.named(numerator, denominator) if is_part else None


def money(figures: Figures, how: Money) -> tuple[Rule, ...]:
    """Return the rules for amounts of money, with the sign before or after them."""
    symbol = rf"(?P<symbol>{any_of(how.currencies)})"
    magnitude = rf"(?:\s?(?P<magnitude>{any_of(how.magnitudes)}){WORD_ENDS})?"
    in_words = re.compile(rf"(?P<first>{figures.number})\s(?P<name>{any_of(how.in_words) or '(?!)'}){WORD_ENDS}")

    def speak(found: re.Match[str]) -> str:
        return _money(figures, how, found)

    return (
        Rule.of("money, sign first", rf"{WORD_BEGINS}{symbol}\s?{figures.amount}{magnitude}", speak),
        Rule("money, in words", in_words, lambda found: _in_words(figures, how, found)),
        Rule.of("money, sign last", rf"{figures.amount}{magnitude}\s?{symbol}{WORD_ENDS}", speak),
    )


def _money(figures: Figures, how: Money, found: re.Match[str]) -> str:
    currency = how.currencies[found["symbol"]]
    if found["magnitude"]:
        scale = how.magnitudes[found["magnitude"]]
        return figures.smooth(f"{figures.counted(found, scale)}{scale.of}{currency.unit.many}")
    whole, decimals = figures.parts(found["first"])
    if found["last"] or not _CENTS.fullmatch(decimals):
        return figures.counted(found, currency.unit)
    return _with_cents(figures, how, currency, (whole, decimals))


def _in_words(figures: Figures, how: Money, found: re.Match[str]) -> str | None:
    whole, decimals = figures.parts(found["first"])
    return _with_cents(figures, how, how.in_words[found["name"]], (whole, decimals)) if _CENTS.fullmatch(decimals) else None


def _with_cents(figures: Figures, how: Money, currency: Currency, parts: tuple[str, str]) -> str:
    whole, decimals = parts
    cents = int(decimals)
    number = figures.cardinal(cents, currency.cent.agreement)
    name = currency.cent.name(is_one=cents == 1)
    if not whole.strip("0०"):
        return f"{number} {name}"
    noun = currency.unit.name(is_one=whole in {"1", "१"})
    words = figures.smooth(figures.say(whole, currency.unit.agreement) + figures.before_noun(whole) + noun)
    joined = how.with_cents if cents >= _MANY_CENTS else how.with_few_cents
    return joined.format(whole=words, cents=number, name=name) if cents else words
