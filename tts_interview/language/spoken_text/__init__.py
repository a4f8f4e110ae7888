"""Turn written words into spoken ones, in spans that remember which written words they speak."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text import every_language
from tts_interview.language.spoken_text.breath_groups import opening, pieces, spoken_pieces
from tts_interview.language.spoken_text.foreign_scripts import transliteration
from tts_interview.language.spoken_text.rules import apply_rules
from tts_interview.language.spoken_text.sentences import sentences
from tts_interview.language.spoken_text.wording import Wording, asked_for, passages, with_known
from tts_interview.language.spoken_text.written_words import pronunciations, spoken, spoken_ranges, written_words
from tts_interview.model import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from tts_interview.language.spoken_text.rules import Rule
    from tts_interview.model import Paragraph, SpokenSpan

# The package or module of each language, imported on first use. It defines:
#   RULES       the rules in the order in which they are tried
#   VARIETIES   the rules of a country, by BCP 47 tag in lower case, where they differ
#   UNBROKEN    a pattern for full stops that do not end a sentence
#   LETTERS     the names of the letters, where voices do not name capitals themselves
_PACKAGES = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "hi": "hindi",
    "it": "italian",
    "ja": "japanese",
    "pt": "portuguese",
    "zh": "chinese",
}

# The most sentences of which the result is kept.
REMEMBERED = 16_384

__all__ = [
    "REMEMBERED",
    "Wording",
    "has_words",
    "letter_names",
    "opening",
    "pieces",
    "pronunciations",
    "sentences",
    "speakable",
    "spoken",
    "spoken_pieces",
    "spoken_ranges",
    "unbroken_ranges",
    "worded",
    "written_words",
]


def worded(paragraph: Paragraph, language: str, known: tuple[SpokenSpan, ...] = ()) -> Wording:
    """Return how a paragraph in a language (a BCP 47 tag) is spoken.

    Its directions win, then `known` spans in order, such as those of a lexicon, then the rules of the language.
    """
    asked = asked_for(paragraph.text, paragraph.directions, language, letter_names)
    foreign = passages(paragraph.directions)
    fixed, unbroken = with_known(asked, known, foreign), unbroken_ranges(paragraph.text, language)
    stressed = tuple((d.start, d.end) for d in paragraph.directions if d.ask is Ask.STRESS)
    return Wording(paragraph.text, language, fixed, foreign, speakable, unbroken, stressed)


# An editor asks for the same sentences after each change; ten hours have some 10,000.
@lru_cache(REMEMBERED)
def speakable(written: str, language: str, fixed: tuple[SpokenSpan, ...] = ()) -> tuple[SpokenSpan, ...]:
    """Apply the rules of a language (a BCP 47 tag) around the `fixed` spans; return spans in order that cover the text."""
    return apply_rules(rules_for(language), written, fixed)


def rules_for(language: str) -> tuple[Rule, ...]:
    """Return the rules for a language (a BCP 47 tag), in the order in which they are tried."""
    return _rules_of(language.casefold())


def unbroken_ranges(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Find the ranges whose full stops do not end a sentence: "z. B.", "am 3. Mai"; `language` is a BCP 47 tag."""
    pattern = getattr(_package_of(language), "UNBROKEN", None)
    return tuple(found.span() for found in pattern.finditer(text)) if pattern else ()


def letter_names(language: str) -> Mapping[str, str]:
    """Return the names of letters, by lower-case letter; empty for languages whose voices name capitals themselves."""
    names: Mapping[str, str] = getattr(_package_of(language), "LETTERS", {})
    return names


@cache
def _rules_of(language: str) -> tuple[Rule, ...]:
    package = _package_of(language)
    varieties: Mapping[str, tuple[Rule, ...]] = getattr(package, "VARIETIES", {})
    rules = varieties.get(language, getattr(package, "RULES", ()))
    return (*every_language.RULES, transliteration(language), *rules, *every_language.LAST_RULES)


def _package_of(language: str) -> ModuleType | None:
    name = _PACKAGES.get(language.casefold().partition("-")[0])
    return import_module(f"{__name__}.{name}") if name else None


def has_words(text: str) -> bool:
    """Return whether the text has a letter or a digit, and so something to speak."""
    return any(c.isalnum() for c in text)
