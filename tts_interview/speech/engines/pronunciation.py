"""Apply `Utterance.pronunciations` for an engine: as phonemes through `stretches`, or as respelled text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tts_interview.language.phonetics.ipa import plain
from tts_interview.language.phonetics.respelling import ending_sound, is_syllabic, phonemes_of, respelling_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.model import HeardWord, Pronunciation, Utterance

_POSSESSIVE = re.compile(r"['’]s(?![^\W_])", re.I)


@dataclass(frozen=True, slots=True)
class PronouncedRange:
    """A range of an utterance's text, `start` up to `end`, pronounced as `text` by the rules of `language`.

    If given, the phonemes `ipa` are spoken instead. `is_respelled` marks a range that is not pronounced as it is written.
    """

    start: int
    end: int
    text: str
    language: str
    ipa: str = ""
    is_respelled: bool = False


def stretches(utterance: Utterance) -> tuple[PronouncedRange, ...]:
    """Split the whole text into ranges, in order.

    Respellings in syllables become phonemes in an English text, and text to be read in any other.
    """
    found: list[PronouncedRange] = []
    at = 0
    for pronunciation in utterance.pronunciations:
        found.append(_plain(utterance, at, pronunciation.start))
        found.append(_pronounced(utterance, pronunciation))
        at = found[-1].end
    found.append(_plain(utterance, at, len(utterance.text)))
    return tuple(stretch for stretch in found if stretch.end > stretch.start)


def with_words(stretch: PronouncedRange) -> Iterator[tuple[str, bool]]:
    """Yield the words of a range and the punctuation and spaces around them, in order; true for the words."""
    text = stretch.text
    inner = text.strip("".join(c for c in set(text) if not _sounds(c)))
    before, found, after = text.partition(inner) if inner else (text, "", "")
    yield from ((part, is_words) for part, is_words in ((before, False), (found, True), (after, False)) if part)


@dataclass(frozen=True, slots=True)
class Respelled:
    """A text for an engine that accepts no phonemes.

    `moved` has, for each respelling, its range in this text and the range that it replaces in the original.
    """

    text: str
    moved: tuple[tuple[int, int, int, int], ...]

    def original(self, words: Sequence[HeardWord]) -> tuple[HeardWord, ...]:
        """Map words heard in this text to ranges of the original; the words of one respelling become one."""
        found: list[HeardWord] = []
        for word in words:
            start, end = self._place(word.start, is_end=False), self._place(word.end, is_end=True)
            if found and start < found[-1].end:
                found[-1] = replace(found[-1], end=max(end, found[-1].end), end_s=word.end_s)
            else:
                found.append(replace(word, start=start, end=end))
        return tuple(found)

    def _place(self, place: int, *, is_end: bool) -> int:
        by = 0
        for start, end, was_start, was_end in self.moved:
            if start < place < end or (place == (end if is_end else start)):
                return was_end if is_end else was_start
            if end <= place:
                by = was_end - end
        return place + by


def respelled(utterance: Utterance) -> Respelled:
    """Return the text with respellings in place; in English, a missing respelling is made from the phonemes."""
    parts: list[str] = []
    moved: list[tuple[int, int, int, int]] = []
    at = length = 0
    for pronunciation in utterance.pronunciations:
        start, end = pronunciation.start, pronunciation.end
        respelling = _respelling(utterance, pronunciation) or utterance.text[start:end]
        parts += [utterance.text[at:start], respelling]
        length += start - at
        moved.append((length, length + len(respelling), start, end))
        length, at = length + len(respelling), end
    return Respelled("".join([*parts, utterance.text[at:]]), tuple(moved))


def is_english(language: str) -> bool:
    """Return whether a tag is English, the only language in which respellings in syllables are phonemes."""
    return language.partition("-")[0].casefold() == "en"


def _sounds(character: str) -> bool:
    """Return whether a character is a letter, a digit or a combining mark."""
    return unicodedata.category(character)[0] in "LMN"


def _plain(utterance: Utterance, start: int, end: int) -> PronouncedRange:
    return PronouncedRange(start, end, utterance.text[start:end], utterance.language)


def _pronounced(utterance: Utterance, pronunciation: Pronunciation) -> PronouncedRange:
    start, end = pronunciation.start, pronunciation.end
    text, language = utterance.text[start:end], pronunciation.language or utterance.language
    english = is_english(utterance.language)
    ipa = plain(pronunciation.ipa) or (phonemes_of(pronunciation.respelling) if english else "")
    possessive = _POSSESSIVE.match(utterance.text, end) if english else None
    if ipa and possessive:
        return PronouncedRange(
            start, possessive.end(), text + possessive.group(), language, ipa + ending_sound(ipa), is_respelled=True
        )
    spoken = text if ipa else pronunciation.respelling or text
    return PronouncedRange(start, end, spoken, language, ipa, is_respelled=bool(ipa) or spoken != text)


def _respelling(utterance: Utterance, pronunciation: Pronunciation) -> str:
    """Return the text to read in place of the words, in lower case: capitals would be spelled out."""
    english = is_english(utterance.language)
    respelling = pronunciation.respelling or (respelling_of(pronunciation.ipa) if pronunciation.ipa and english else "")
    return respelling.lower() if is_syllabic(respelling) else respelling
