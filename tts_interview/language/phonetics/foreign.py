"""Names that show the language by whose rules they are read, by their letters or endings."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_NAMES = Path(__file__).with_name("names.toml")


def language_of_name(word: str) -> str:
    """Return the language (a BCP 47 tag) that the letters of a word show; empty if they show none."""
    letters: dict[str, str] = _table()["letters"]
    return next((language for language, own in letters.items() if not set(own).isdisjoint(word.casefold())), "")


def stressed_ending(word: str) -> tuple[str, str]:
    """Divide a name whose ending has the stress, such as "Walensky"; return its stem and the phonemes of the ending."""
    endings: dict[str, str] = _table()["endings"]
    if word[:1].isupper():
        for ending, ipa in endings.items():
            if word.endswith(ending) and len(word) > len(ending) + 1:
                return word.removesuffix(ending), ipa
    return word, ""


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_NAMES.read_text(encoding="utf-8"))
