"""Find the region whose spelling a text has, such as Great Britain for "colour"; the words are in regions.toml."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tts_interview.files.packaged import shipped_table
from tts_interview.language.segmentation import base_language

if TYPE_CHECKING:
    from collections.abc import Mapping

# One word may be a quotation: so many are needed, and so many times those of any other region.
_LEAST_WORDS = 2
_CLEAR_MAJORITY = 3
_WORD = re.compile(r"\w+")
# A longer text is spelt like its beginning.
_ENOUGH_CHARS = 100_000


def spelling_counts(text: str, language: str) -> dict[str, int]:
    """Return how many words of a text only one region of its language (a BCP 47 tag) spells so, by region."""
    base = base_language(language)
    if not _regions(base):
        return {}
    counts = dict.fromkeys(_regions(base), 0)
    for word, count in Counter(_WORD.findall(text[:_ENOUGH_CHARS])).items():
        for region in _spelt_in(word, base):
            counts[region] += count
    return counts


def region_of(text: str, language: str, address: str = "") -> str:
    """Return the region, as in BCP 47, that a text is from by its spelling, else by its web address; empty if neither tells."""
    counts = spelling_counts(text, language)
    for region, count in counts.items():
        others = max((c for other, c in counts.items() if other != region), default=0)
        if count >= max(_LEAST_WORDS, _CLEAR_MAJORITY * others):
            return region
    ending = (urlsplit(address).hostname or "").rpartition(".")[2]
    return next((name for name, about in _regions(base_language(language)).items() if ending in about["domains"]), "")


def accent_of(language: str) -> str:
    """Return the BCP 47 tag, in lower case, of the accent that suits a tag: "en-gb" for "en-AU"; empty without a region."""
    base, _, region = language.replace("_", "-").partition("-")
    near = (name for name, about in _regions(base.casefold()).items() if region.upper() in about["near"])
    return f"{base}-{next(near, region)}".casefold() if region else ""


@lru_cache(maxsize=1 << 14)
def _spelt_in(word: str, language: str) -> tuple[str, ...]:
    """Return the regions of a language that alone spell a word so."""
    return tuple(region for region, pattern in _spellings(language).items() if pattern.fullmatch(word))


@cache
def _spellings(language: str) -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile("|".join(about["words"])) for name, about in _regions(language).items()}


def _regions(language: str) -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = shipped_table(__file__, "regions.toml").get(language, {})
    return found
