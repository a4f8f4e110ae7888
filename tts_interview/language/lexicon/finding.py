"""Find the entries of a lexicon in a text: the longest first, and never inside another word."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tts_interview.language.phonetics.respelling import ending_sound, phonemes_of, with_ending
from tts_interview.language.segmentation import HAN_AND_KANA
from tts_interview.model import Ask, LexiconEntry, SpokenSpan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tts_interview.model import Paragraph, Transcript

# Characters that are typed in several ways.
_ALIKE = {"'": "['’ʼ]", "’": "['’ʼ]", "ʼ": "['’ʼ]", "-": "[-‐‑]", "‐": "[-‐‑]", "‑": "[-‐‑]", " ": r"\s+"}
_ALIKE_KEYS = str.maketrans("’ʼ‐‑", "''--")
# Plural endings; an apostrophe already separates possessive ones.
_ENDINGS = {"en": ("s", "es"), "de": ("s",)}
_UNSPACED = re.compile(f"[{HAN_AND_KANA}]")
_HISSING = ("s", "x", "z", "ch", "sh")


class _Known(NamedTuple):
    """An entry and the index of its layer."""

    entry: LexiconEntry
    layer: int

    @property
    def weight(self) -> tuple[int, int, bool, int, str]:
        """The sort key: longer entries weigh more, then those of later layers, then more specific ones."""
        entry = self.entry
        return len(entry.written), self.layer, entry.exact, len(entry.language), entry.since


class Lexicon:
    """Entries in layers, the weakest first, that are valid for a text of `date` (ISO 8601; empty means today)."""

    def __init__(self, layers: Iterable[Iterable[LexiconEntry]], date: str = "") -> None:
        self._by_word: dict[str, list[_Known]] = {}
        for layer, entries in enumerate(layers):
            for entry in entries:
                if not (date and entry.since > date):
                    self._by_word.setdefault(_first_word(entry.written), []).append(_Known(entry, layer))
        for known in self._by_word.values():
            known.sort(key=lambda one: one.weight, reverse=True)

    def find(self, text: str, language: str) -> tuple[SpokenSpan, ...]:
        """Find the entries in a text of a language (a BCP 47 tag), as spans in order that do not overlap."""
        spans: list[SpokenSpan] = []
        at = 0
        for start, end in words_in(text):
            found = self._at(text, start, end, language) if start >= at else None
            if found:
                spans.append(found)
                at = found.end
        return tuple(spans)

    def _at(self, text: str, start: int, end: int, language: str) -> SpokenSpan | None:
        """Find the strongest entry that begins at a word of the text."""
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
    """Return whether a character is a letter, a digit, or a combining mark."""
    return unicodedata.category(character)[0] in "LMN"


def words_in(text: str) -> Iterator[tuple[int, int]]:
    """Find the ranges of all words, and of every other character that is not white space.

    Chinese characters and kana are written without spaces, so each may begin a word.
    """
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and not _is_border(text, end):
            end += 1
        if not text[start].isspace():
            yield start, end
        start = end


def _key(word: str) -> str:
    """Return the key by which a word finds the entries that begin with it."""
    return unicodedata.normalize("NFC", word).casefold().translate(_ALIKE_KEYS)


def _first_word(written: str) -> str:
    start, end = next(words_in(written), (0, 0))
    return _key(written[start:end])


def _holds_for(entry: LexiconEntry, language: str) -> bool:
    """Return whether an entry applies to a language: one for "en" applies to "en-GB", but not the other way round."""
    own, asked = entry.language.casefold(), language.replace("_", "-").casefold()
    return not own or own == asked or asked.startswith(f"{own}-")


@lru_cache(maxsize=10_000)
def _pattern(written: str, *, exact: bool, endings: tuple[str, ...]) -> re.Pattern[str]:
    hisses = written.casefold().endswith(_HISSING)
    # "Joneses" is a plural of "Jones", but "horses" is not one of "hors".
    fitting = [e for e in endings if (e == "es") is hisses and (written[0].isupper() or not hisses)]
    ending = f"({'|'.join(fitting)})?" if fitting and is_word_character(written[-1]) else "()"
    return re.compile("".join(map(_typed, unicodedata.normalize("NFC", written))) + ending, 0 if exact else re.I)


def _typed(character: str) -> str:
    """Return a pattern for the ways of typing a character."""
    taken_apart = unicodedata.normalize("NFD", character)
    if taken_apart != character:
        return f"(?:{re.escape(character)}|{re.escape(taken_apart)})"
    return _ALIKE.get(character, re.escape(character))


def _match(entry: LexiconEntry, text: str, start: int, endings: tuple[str, ...]) -> re.Match[str] | None:
    """Match an entry at a position in a text, if whole words stand there."""
    if entry.written[0].isupper() and not text[start].isupper():
        return None
    found = _pattern(entry.written, exact=entry.exact, endings=endings).match(text, start)
    return found if found and (found.end() == len(text) or _is_border(text, found.end())) else None


def _is_border(text: str, place: int) -> bool:
    """Return whether a word may end before a place inside the text."""
    around = text[place - 1], text[place]
    return not all(map(is_word_character, around)) or any(map(_UNSPACED.match, around))


def _span(entry: LexiconEntry, found: re.Match[str]) -> SpokenSpan:
    ipa, respelling = entry.ipa, entry.respelling
    if found[1]:
        sounds = ipa or phonemes_of(respelling)
        ipa = sounds and sounds.strip("/[] ") + ending_sound(sounds)
        respelling = respelling and with_ending(respelling)
    return SpokenSpan(found[0], found.start(), found.end(), ipa, respelling, entry.said_in)


def said_words(transcript: Transcript, lexicon: Lexicon, language_of: Callable[[str], str]) -> tuple[LexiconEntry, ...]:
    """Return the words with a respelling or phonemes, each once, in the order in which they occur.

    `language_of` returns the language (a BCP 47 tag) of a speaker's voice.
    """
    found: dict[str, LexiconEntry] = {}
    for turn in transcript.turns:
        for paragraph in turn.paragraphs:
            for _, entry in sorted(_said(paragraph, lexicon, language_of(turn.speaker)), key=lambda one: one[0]):
                found.setdefault(entry.written.casefold(), entry)
    return tuple(found.values())


def _said(paragraph: Paragraph, lexicon: Lexicon, language: str) -> Iterator[tuple[int, LexiconEntry]]:
    """Yield entries with their places; one that the editor asks for comes before that of a lexicon at the same place."""
    for asked in paragraph.directions:
        respelling, ipa = (asked.value if asked.ask is ask else "" for ask in (Ask.SAY, Ask.IPA))
        if respelling or ipa:
            yield asked.start, LexiconEntry(paragraph.text[asked.start : asked.end], respelling, ipa)
    for span in lexicon.find(paragraph.text, language):
        if span.ipa or span.respelling:
            yield span.start, LexiconEntry(paragraph.text[span.start : span.end], span.respelling, span.ipa)
