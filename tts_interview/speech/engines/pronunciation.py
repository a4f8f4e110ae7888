"""An utterance in stretches, each with how it is said: what engines need to honour `Utterance.pronunciations`.

Engines that take phonemes go through `stretches`; the others speak the text of `respelled`.
"""

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
    """A part of an utterance's text, from `start` up to `end`, that is said as `text` by the rules of `language`.

    With `ipa` it is said by these phonemes instead. `is_respelled` says that the text itself is not what is said.
    """

    start: int
    end: int
    text: str
    language: str
    ipa: str = ""
    is_respelled: bool = False


def stretches(utterance: Utterance) -> tuple[PronouncedRange, ...]:
    """All of the text, in order. A respelling in syllables is phonemes where the language is English, else words to be read."""
    found: list[PronouncedRange] = []
    at = 0
    for pronunciation in utterance.pronunciations:
        found.append(_plain(utterance, at, pronunciation.start))
        said = _said(utterance, pronunciation)
        found.append(said)
        at = said.end
    found.append(_plain(utterance, at, len(utterance.text)))
    return tuple(stretch for stretch in found if stretch.end > stretch.start)


def with_words(stretch: PronouncedRange) -> Iterator[tuple[str, bool]]:
    """The words of a stretch and the marks and spaces around them, in order; true for the words."""
    text = stretch.text
    inner = text.strip("".join(c for c in set(text) if not _sounds(c)))
    before, found, after = text.partition(inner) if inner else (text, "", "")
    yield from ((part, is_words) for part, is_words in ((before, False), (found, True), (after, False)) if part)


@dataclass(frozen=True, slots=True)
class Respelled:
    """A text to be spoken by an engine that takes no phonemes.

    `moved` has, for each respelling in it, its range and that of what it stands for in the original.
    """

    text: str
    moved: tuple[tuple[int, int, int, int], ...]

    def original(self, words: Sequence[HeardWord]) -> tuple[HeardWord, ...]:
        """Words that were heard of this text, as ranges of the original one; those of one respelling are one."""
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
    """The text with respellings in place of what they respell; one is made from phonemes, in English, where there is none."""
    parts: list[str] = []
    moved: list[tuple[int, int, int, int]] = []
    at = length = 0
    for pronunciation in utterance.pronunciations:
        start, end = pronunciation.start, pronunciation.end
        said = _respelling(utterance, pronunciation) or utterance.text[start:end]
        parts += [utterance.text[at:start], said]
        length += start - at
        moved.append((length, length + len(said), start, end))
        length, at = length + len(said), end
    return Respelled("".join([*parts, utterance.text[at:]]), tuple(moved))


def is_english(language: str) -> bool:
    """Whether respellings in syllables, which are English, are phonemes in a text of that language."""
    return language.partition("-")[0].casefold() == "en"


def _sounds(character: str) -> bool:
    """Whether it is a letter, a digit, or a mark that belongs to one, and no punctuation."""
    return unicodedata.category(character)[0] in "LMN"


def _plain(utterance: Utterance, start: int, end: int) -> PronouncedRange:
    return PronouncedRange(start, end, utterance.text[start:end], utterance.language)


def _said(utterance: Utterance, pronunciation: Pronunciation) -> PronouncedRange:
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
    """What is read in place of the words; capitals would be read as letters."""
    english = is_english(utterance.language)
    respelling = pronunciation.respelling or (respelling_of(pronunciation.ipa) if pronunciation.ipa and english else "")
    return respelling.lower() if is_syllabic(respelling) else respelling
