"""Where the entries of a lexicon stand in a text: the longest first, and never inside another word."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tts_interview.language.phonetics.endings import ending_sound, with_ending
from tts_interview.language.phonetics.respelling import phonemes_of
from tts_interview.model import SpokenSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tts_interview.model import LexiconEntry

# What is typed now in one way and now in another.
_ALIKE = {"'": "['’ʼ]", "’": "['’ʼ]", "ʼ": "['’ʼ]", "-": "[-‐‑]", "‐": "[-‐‑]", "‑": "[-‐‑]", " ": r"\s+"}
_ALIKE_KEYS = str.maketrans("’ʼ‐‑", "''--")
# Endings of plurals; possessives stand apart from their word already.
_ENDINGS = {"en": ("s", "es"), "de": ("s",)}
_HISSING = ("s", "x", "z", "ch", "sh")


class _Known(NamedTuple):
    """An entry and the number of its layer."""

    entry: LexiconEntry
    layer: int

    @property
    def weight(self) -> tuple[int, int, bool, int, str]:
        """What goes first is largest: the longest, of the latest layer, and the most particular."""
        entry = self.entry
        return len(entry.written), self.layer, entry.exact, len(entry.language), entry.since


class Lexicon:
    """Entries in layers, the weakest first, as they hold for a text of `date` (ISO 8601; empty: of today)."""

    def __init__(self, layers: Iterable[Iterable[LexiconEntry]], date: str = "") -> None:
        self._by_word: dict[str, list[_Known]] = {}
        for layer, entries in enumerate(layers):
            for entry in entries:
                if not (date and entry.since > date):
                    self._by_word.setdefault(_first_word(entry.written), []).append(_Known(entry, layer))
        for known in self._by_word.values():
            known.sort(key=lambda one: one.weight, reverse=True)

    def find(self, text: str, language: str) -> tuple[SpokenSpan, ...]:
        """The words of a text in that language (a BCP 47 tag) that it says, as spans in order that do not overlap."""
        spans: list[SpokenSpan] = []
        at = 0
        for start, end in words_in(text):
            found = self._at(text, start, end, language) if start >= at else None
            if found:
                spans.append(found)
                at = found.end
        return tuple(spans)

    def _at(self, text: str, start: int, end: int, language: str) -> SpokenSpan | None:
        """What is said for the longest entry that begins with a word of the text."""
        endings = _ENDINGS.get(language.partition("-")[0].casefold(), ())
        word = _key(text[start:end])
        stems = [word, *(word.removesuffix(ending) for ending in endings if word.endswith(ending))]
        known = sorted((one for stem in stems for one in self._by_word.get(stem, ())), key=lambda one: one.weight, reverse=True)
        for entry, _ in known:
            found = _match(entry, text, start, endings) if _holds_for(entry, language) else None
            if found:
                return _span(entry, found)
        return None


NO_WORDS = Lexicon(())


def is_word_character(character: str) -> bool:
    """Whether it is a letter, a digit, or a mark that belongs to one."""
    return unicodedata.category(character)[0] in "LMN"


def words_in(text: str) -> Iterator[tuple[int, int]]:
    """The ranges of all words, and of every other character that is no white space."""
    start = 0
    while start < len(text):
        end = start + 1
        if is_word_character(text[start]):
            while end < len(text) and is_word_character(text[end]):
                end += 1
        if not text[start].isspace():
            yield start, end
        start = end


def _key(word: str) -> str:
    """What a word and an entry that begins with it have in common."""
    return unicodedata.normalize("NFC", word).casefold().translate(_ALIKE_KEYS)


def _first_word(written: str) -> str:
    start, end = next(words_in(written), (0, 0))
    return _key(written[start:end])


def _holds_for(entry: LexiconEntry, language: str) -> bool:
    """Whether it is for texts in that language: an entry for "en" holds for "en-GB", and not the other way round."""
    own, asked = entry.language.casefold(), language.replace("_", "-").casefold()
    return not own or own == asked or asked.startswith(f"{own}-")


@lru_cache(maxsize=10_000)
def _pattern(written: str, *, exact: bool, endings: tuple[str, ...]) -> re.Pattern[str]:
    hisses = written.casefold().endswith(_HISSING)
    # "The Joneses" are a family; but "horses" are none of "hors".
    fitting = [e for e in endings if (e == "es") is hisses and (written[0].isupper() or not hisses)]
    ending = f"({'|'.join(fitting)})?" if fitting and is_word_character(written[-1]) else "()"
    return re.compile("".join(map(_typed, unicodedata.normalize("NFC", written))) + ending, 0 if exact else re.I)


def _typed(character: str) -> str:
    """A pattern for the ways in which a character is typed."""
    taken_apart = unicodedata.normalize("NFD", character)
    if taken_apart != character:
        return f"(?:{re.escape(character)}|{re.escape(taken_apart)})"
    return _ALIKE.get(character, re.escape(character))


def _match(entry: LexiconEntry, text: str, start: int, endings: tuple[str, ...]) -> re.Match[str] | None:
    """The entry where it begins at a place of a text, if it stands there as words of their own."""
    if entry.written[0].isupper() and not text[start].isupper():
        return None
    found = _pattern(entry.written, exact=entry.exact, endings=endings).match(text, start)
    return found if found and _ends_word(text, found.end()) else None


def _ends_word(text: str, place: int) -> bool:
    return place == len(text) or not (is_word_character(text[place - 1]) and is_word_character(text[place]))


def _span(entry: LexiconEntry, found: re.Match[str]) -> SpokenSpan:
    ipa, respelling = entry.ipa, entry.respelling
    if found[1]:
        sounds = ipa or phonemes_of(respelling)
        ipa = sounds and sounds.strip("/[] ") + ending_sound(sounds)
        respelling = respelling and with_ending(respelling)
    return SpokenSpan(found[0], found.start(), found.end(), ipa, respelling, entry.said_in)
