"""Numbers with what they count: measures, percentages, money."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.figures import WORD_BEGINS, WORD_ENDS
from tts_interview.language.spoken_text.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tts_interview.language.spoken_text.figures import Figures, Unit

_CENTS = re.compile(r"\d{2}")
_MARKS, _MOST_OF_TENTHS = 10, 3


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency and its hundredth."""

    unit: Unit
    cent: Unit


@dataclass(frozen=True, slots=True)
class Fractions:
    """How a language says fractions: `named` gives a numerator with the name of its denominator, or None if it has none.

    `joint` stands between a whole number and a fraction, `of` between a fraction other than a half and a unit.
    """

    joint: str
    of: str
    named: Callable[[int, int], str | None] = lambda _numerator, _denominator: None


@dataclass(frozen=True, slots=True)
class Money:
    """How a language speaks of money.

    `currencies` are by sign ("€", "US$"), `magnitudes` by how they are written ("millones", "M"); `with_cents` joins the words
    for the whole and the hundredths: (whole with its unit, number of hundredths, their name) -> what is said. Currencies
    `in_words` are those of which hundredths are said so too after their name in full: "12,50 euros".
    """

    currencies: Mapping[str, Currency]
    magnitudes: Mapping[str, Unit]
    with_cents: Callable[[str, str, str], str]
    in_words: Mapping[str, Currency] = field(default_factory=dict)


def measures(figures: Figures, units: Mapping[str, Unit]) -> Rule:
    """Numbers and ranges with a unit after them, by how the unit is written; "%" is one."""
    pattern = re.compile(rf"{figures.amount}\s?(?P<unit>{_any_of(units)}){WORD_ENDS}(?!['’][^\W\d_])")
    return Rule("measure", pattern, lambda found: figures.counted(found, units[found["unit"]]))


def fractions(figures: Figures, words: Mapping[str, str], units: Mapping[str, Unit], how: Fractions) -> Rule:
    """Fractions that have a name, also after a number and before a unit: "1/2", "2 1/2 kg".

    `words` are those that have one of their own, by how they are written.
    """
    whole = r"(?P<minus>(?<![\w)%])[-−])?(?:(?P<whole>\d{1,4})(?:\s(?=\d)|\s?(?=[½⅓⅔¼¾⅕-⅞])))?"
    unit = rf"(?:\s?(?P<unit>{_any_of(units)}){WORD_ENDS})?"
    one = rf"(?P<fraction>{_any_of(words)}|[⅕-⅞]|(?P<numerator>\d{{1,3}})[/⁄](?P<denominator>\d{{1,4}}))"
    pattern = rf"(?<![\w/.,]){whole}{one}(?![\d/]|[.,]\d){unit}"

    def said(found: re.Match[str]) -> str | None:
        fraction = words.get(found["fraction"]) or _named(found, how)
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

    return Rule("fraction", re.compile(pattern), said)


def _named(found: re.Match[str], how: Fractions) -> str | None:
    """By the name of its denominator; "8/10" is what somebody gives to a film, and "120/80" a pressure."""
    if not found["denominator"]:
        top, _, bottom = unicodedata.normalize("NFKD", found["fraction"]).partition("⁄")
        numerator, denominator = int(top), int(bottom)
    else:
        numerator, denominator = int(found["numerator"]), int(found["denominator"])
    is_part = 0 < numerator < denominator and denominator > 2 and (denominator != _MARKS or numerator <= _MOST_OF_TENTHS)  # noqa: PLR2004
    return how.named(numerator, denominator) if is_part else None


def money(figures: Figures, how: Money) -> tuple[Rule, ...]:
    """Amounts of money, the sign before or after them."""
    symbol = rf"(?P<symbol>{_any_of(how.currencies)})"
    magnitude = rf"(?:\s?(?P<magnitude>{_any_of(how.magnitudes)}){WORD_ENDS})?"

    in_words = re.compile(rf"(?P<first>{figures.number})\s(?P<name>{_any_of(how.in_words) or '(?!)'}){WORD_ENDS}")

    def said(found: re.Match[str]) -> str:
        return _money_said(figures, how, found)

    return (
        Rule("money, sign first", re.compile(rf"{WORD_BEGINS}{symbol}\s?{figures.amount}{magnitude}"), said),
        Rule("money, in words", in_words, lambda found: _in_words(figures, how, found)),
        Rule("money, sign last", re.compile(rf"{figures.amount}{magnitude}\s?{symbol}{WORD_ENDS}"), said),
    )


def _money_said(figures: Figures, how: Money, found: re.Match[str]) -> str:
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
    said = figures.smooth(figures.say(whole, currency.unit.agreement) + figures.before_noun(whole) + noun)
    return how.with_cents(said, number, name) if cents else said


def _any_of(written: Iterable[str]) -> str:
    return "|".join(re.escape(symbol) for symbol in sorted(written, key=len, reverse=True))
