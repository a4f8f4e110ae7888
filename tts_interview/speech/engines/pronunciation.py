"""Apply `Utterance.pronunciations` for an engine: as phonemes through `stretches`, or as respelled text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.language.phonetics.ipa import plain
from tts_interview.language.phonetics.respelling import ending_sound, is_syllabic, phonemes_of, respelling_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.model import Pronunciation, Utterance

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


def respelled(utterance: Utterance) -> str:
    """Return the text for an engine that accepts no phonemes; in English, a missing respelling is made from the phonemes."""
    parts: list[str] = []
    at = 0
    for pronunciation in utterance.pronunciations:
        start, end = pronunciation.start, pronunciation.end
        parts += [utterance.text[at:start], _respelling(utterance, pronunciation) or utterance.text[start:end]]
        at = end
    return "".join([*parts, utterance.text[at:]])


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
