"""The words of a language in the forms that the shared rules use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from tts_interview.language.spoken_text.amounts import Currency, Money
from tts_interview.language.spoken_text.identifiers import Signs
from tts_interview.language.spoken_text.letters import Spelling, acronyms, models, named
from tts_interview.language.spoken_text.numbers import Agreement, Nouns, Unit, numbers
from tts_interview.language.spoken_text.signs import DASH, symbols
from tts_interview.language.spoken_text.words import any_word, each, words_of
from tts_interview.language.written_dates import month_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tts_interview.language.spoken_text.numbers import Figures
    from tts_interview.language.spoken_text.rules import Rule


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """The words of a language: those that the shared rules use, and all `tables` of its file.

    `months` begin with January at 1. Tables are by how their words are written. `romans` holds patterns.
    """

    tables: Mapping[str, Any]
    months: tuple[str, ...]
    units: Mapping[str, Unit]
    money: Money
    abbreviations: Mapping[str, str]
    before_numbers: Mapping[str, str]
    fractions: Mapping[str, Any]
    spelling: Spelling
    signs: Signs
    romans: Mapping[str, Any]


@cache
def vocabulary(language: str) -> LanguageWords:
    """Return the words of a language, by its two-letter code; its file must have all tables."""
    words = words_of(language)
    names = named(words["letters"], words.get("alphabet", ""))
    spelt, read = (frozenset(words.get(key, "").split()) for key in ("spelt", "read"))
    return LanguageWords(
        tables=words,
        months=("", *month_names(language)),
        units=each(words["units"], _unit),
        money=_money(**words["money"]),
        abbreviations=each(words["abbreviations"], str),
        before_numbers=each(words.get("before_numbers", {}), str),
        fractions={**words["fractions"], "words": each(words["fractions"]["words"], str)},
        spelling=Spelling(names, spelt, read, words.get("three_letter_words", False)),
        signs=Signs(words["address"], names, words["hashtag"]),
        romans={key: any_word(text) for key, text in words.get("romans", {}).items()},
    )


def general_rules(figures: Figures, words: LanguageWords, *years: Rule) -> tuple[Rule, ...]:
    """Return the last rules of a language: models, acronyms, its own for `years`, numbers, dashes and signs."""
    return (
        *models(figures, words.spelling.names),
        *acronyms(words.spelling),
        *years,
        *numbers(figures),
        DASH,
        *symbols(words.tables["signs"]),
    )


def nouns_of(language: str) -> Nouns:
    """Return the nouns of a language, by its two-letter code."""
    words = {"masculine": "(?!)", "others": "", "plural": "", **words_of(language)["nouns"]}
    case = 0 if "capitals" in words else re.I
    feminine, masculine = (re.compile(f"(?:{any_word(words[of])}){words['plural']}", case) for of in ("feminine", "masculine"))
    return Nouns(feminine, masculine, frozenset(words["others"].split()))


def _unit(said: str | list[str] | dict[str, str]) -> Unit:
    if isinstance(said, str):
        return Unit(said, said)
    if isinstance(said, dict):
        return Unit(said["one"], said["many"], of=f" {said['of']} ")
    gender = said[2] if len(said) > 2 else "masculine"  # noqa: PLR2004 - as in ["hora", "horas", "feminine"]
    return Unit(said[0], said[1], Agreement(gender))


def _money(
    currencies: Mapping[str, Any],
    magnitudes: Mapping[str, Any],
    with_cents: str,
    with_few_cents: str = "",
    in_words: str = "",
) -> Money:
    known = each(currencies, lambda pair: Currency(_unit(pair["unit"]), _unit(pair["cent"])))
    unit = known[in_words].unit if in_words else None
    named_too = dict.fromkeys((unit.one, unit.many), known[in_words]) if unit else {}
    return Money(known, each(magnitudes, _unit), with_cents, with_few_cents or with_cents, named_too)
