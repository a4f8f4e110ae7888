"""Find the region whose spelling a text has, such as Great Britain for "colour"; the words are in regions.toml."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
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
    spellings = _spellings(base_language(language))
    words = Counter(_WORD.findall(text[:_ENOUGH_CHARS])) if spellings else Counter[str]()
    lines = "\n".join(filter(str.islower, words))
    return {region: sum(map(words.__getitem__, pattern.findall(lines))) for region, pattern in spellings.items()}


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


@cache
def _spellings(language: str) -> Mapping[str, re.Pattern[str]]:
    """Return for each region of a language a pattern of the words that it alone spells so, each on a line of its own."""
    return {name: re.compile(rf"^(?:{'|'.join(about['words'])})$", re.M) for name, about in _regions(language).items()}


def _regions(language: str) -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = shipped_table(__file__, "regions.toml").get(language, {})
    return found
