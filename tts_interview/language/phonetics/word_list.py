"""The listed pronunciations of English words: a sorted text, searched in place, because a dictionary would take 60 MB."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Listed(NamedTuple):
    """The phonemes of a word, and of its variants by tag: VERB, NOUN, ADJ, VBD, DT, or None before a pause."""

    ipa: str
    variants: Mapping[str, str]

    def tagged(self, *tags: str) -> str:
        """Return the first of the variants that exists, or else the usual phonemes."""
        return next((self.variants[tag] for tag in tags if tag in self.variants), self.ipa)


class PronunciationList:
    """Lines of a word, its phonemes and "TAG=phonemes", separated by tabs and sorted by their bytes."""

    def __init__(self, lines: bytes) -> None:
        self._lines = lines

    def find(self, word: str) -> Listed | None:
        """Find a word, exactly as it is written."""
        key = word.encode() + b"\t"
        low, high = 0, len(self._lines)
        while low < high:
            start = self._lines.rfind(b"\n", 0, (low + high) // 2) + 1
            end = self._lines.find(b"\n", start)
            if self._lines.startswith(key, start):
                ipa, *tagged = self._lines[start + len(key) : end].decode().split("\t")
                return Listed(ipa, dict(variant.split("=") for variant in tagged))
            if self._lines[start:end] < key:
                low = end + 1
            else:
                high = start
        return None


@cache
def listed_words(dialect: str) -> PronunciationList:
    """Load the list of a dialect, "us" or "gb"."""
    return PronunciationList(gzip.decompress(file_of(dialect).read_bytes()))


def file_of(dialect: str) -> Path:
    """Return the file of a dialect's list."""
    return Path(__file__).with_name(f"english-{dialect}.txt.gz")
