"""Conversion of words to the phonemes that Kokoro knows: an utterance's own pronunciations, listed words, and espeak-ng.

For Chinese and Japanese, the model was trained on other signs than espeak-ng's.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from tts_interview.language.phonetics.english import Piece, english, in_dialect
from tts_interview.language.phonetics.ipa import ENGLISH, fitted
from tts_interview.language.segmentation import base_language, has_dictionary, require_dictionary
from tts_interview.language.spoken_text.foreign_scripts import in_latin_letters
from tts_interview.speech.engines.espeak_library import espeak_name
from tts_interview.speech.engines.espeak_library import read as read_with_espeak
from tts_interview.speech.engines.kokoro import japanese, mandarin
from tts_interview.speech.engines.pronunciation import PronouncedRange, is_english, stretches, with_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tts_interview.model import Utterance

# Marks with the spaces around them. espeak-ng drops them, but the model needs them. Marks within a number stay in it.
_MARKS = re.compile(r'(\s*(?:(?:[;:!?¡¿—…"«»“”(){}\[\]]|(?<![0-9])[,.]|[,.](?![0-9]))\s*)+)')
# Marks of Chinese and Japanese, as the model knows them.
_WIDE_MARKS = str.maketrans(
    {
        **dict.fromkeys("、，", ", "),
        **dict.fromkeys("。．", ". "),
        **dict.fromkeys("“「『《〈【〔", " “"),
        **dict.fromkeys("”」』》〉】〕", "” "),
        "！": "! ",
        "？": "? ",
        "：": ": ",
        "；": "; ",
        "（": " (",
        "）": ") ",
        "～": "—",
        "〜": "—",
        "・": " ",
        "·": " ",
    }
)
_READERS: Mapping[str, Callable[[str], str]] = {"ja": japanese.read, "zh": mandarin.read}


class Phonemes:
    """A converter to phonemes that yields only those in `known`."""

    def __init__(self, known: Mapping[str, int]) -> None:
        self._known = known

    def of(self, utterance: Utterance) -> str:
        """Return the phonemes of an utterance, with the marks between them."""
        if is_english(utterance.language):
            said = "".join(piece.phonemes if piece.is_word else piece.text for piece in english_pieces(utterance))
            return self._filtered(" ".join(said.split()))
        if not utterance.pronunciations:
            return self._read(utterance.text, utterance.language, marks=True)
        return "".join(self._of_stretch(stretch) for stretch in stretches(utterance)).strip()

    def of_words(self, utterance: Utterance, words: Sequence[tuple[int, int]]) -> list[str]:
        """Return the phonemes of each word, spoken separately and without marks; `words` are ranges of the text."""
        if is_english(utterance.language):
            pieces = [piece for piece in english_pieces(utterance) if piece.is_word]
            return [self._filtered("".join(_share(p.phonemes, p.start, p.end, word) for p in pieces)) for word in words]
        return ["".join(self._of_part(stretch, word) for stretch in stretches(utterance)) for word in words]

    def _of_stretch(self, stretch: PronouncedRange) -> str:
        if stretch.ipa:
            return self._filtered(fitted(stretch.ipa, self._known))
        return "".join(
            self._read(text, stretch.language, marks=True) if is_words else self._filtered(text)
            for text, is_words in with_words(stretch)
        )

    def _of_part(self, stretch: PronouncedRange, word: tuple[int, int]) -> str:
        """Return the phonemes of the part of a word in a stretch: a proportional share if the stretch is respelled."""
        first, last = max(word[0], stretch.start), min(word[1], stretch.end)
        if first >= last:
            return ""
        if not stretch.is_respelled:
            return self._read(stretch.text[first - stretch.start : last - stretch.start], stretch.language, marks=False)
        return _share(self._of_stretch(stretch), stretch.start, stretch.end, word)

    def _filtered(self, phonemes: str) -> str:
        return "".join(filter(self._known.__contains__, phonemes))

    def _read(self, text: str, language: str, *, marks: bool) -> str:
        """Return the phonemes of a text by the rules of a language, with or without its marks. Raises MissingExtraError."""
        read = _reader(language)
        if base_language(language) in _READERS:
            text = re.sub(r"\s+(?=[\s,.;:!?”)])", "", text.translate(_WIDE_MARKS))
        phonemes = _read_with_marks(text.strip(), read) if marks else read(_MARKS.sub(" ", text))
        return without_switches(self._filtered(phonemes).strip(), espeak_name(language))


def _reader(language: str) -> Callable[[str], str]:
    """Return the function that reads a text without punctuation in a language. Raises MissingExtraError."""
    require_dictionary(language)
    return _READERS.get(base_language(language)) or partial(read_with_espeak, language=espeak_name(language))


@lru_cache(maxsize=64)
def english_pieces(utterance: Utterance) -> tuple[Piece, ...]:
    """Return the words, marks and spaces of an English utterance in order; words have their phonemes."""
    found = [piece for stretch in stretches(utterance) for piece in _pieces(stretch, utterance.language)]
    stressed = utterance.delivery.stressed
    found = [replace(p, stressed=any(start < p.end and p.start < end for start, end in stressed)) for p in found]
    return tuple(english(utterance.language, _by_rules).read(found))


def _pieces(stretch: PronouncedRange, language: str) -> Iterator[Piece]:
    start, end, text = stretch.start, stretch.end, stretch.text
    if stretch.ipa:
        yield Piece(start, end, text, in_dialect(fitted(stretch.ipa, ENGLISH), language), "given")
    elif stretch.is_respelled:
        words = english(language, _by_rules).read(list(_words_and_marks(text, start)))
        yield Piece(start, end, text, "".join(word.phonemes or word.text for word in words), "given")
    else:
        foreign = stretch.language if stretch.language != language else ""
        for piece in _words_and_marks(text, start):
            said = in_dialect(fitted(_by_rules(piece.text, foreign), ENGLISH), language) if foreign and piece.is_word else ""
            yield replace(piece, phonemes=said, source=foreign) if said else piece


def _words_and_marks(text: str, start: int) -> Iterator[Piece]:
    for place, part in enumerate(_MARKS.split(text)):
        for piece in [part] if place % 2 else re.split(r"(\s+)", part):
            if piece:
                yield Piece(start, start + len(piece), piece, is_word=not place % 2 and not piece.isspace())
            start += len(piece)


def _share(phonemes: str, start: int, end: int, word: tuple[int, int]) -> str:
    """Return the part of the phonemes of a range that a word of the text has of it; empty if they do not overlap."""
    first, last = max(word[0], start), min(word[1], end)
    if first >= last:
        return ""
    from_, to = ((place - start) * len(phonemes) // (end - start) for place in (first, last))
    return phonemes[from_:to].replace(" ", "")


@lru_cache(maxsize=20_000)
def _by_rules(text: str, language: str) -> str:
    if not has_dictionary(language):
        text, language = in_latin_letters(text), "en-us"
    return without_switches(_reader(language)(text), espeak_name(language))


def _read_with_marks(text: str, read: Callable[[str], str]) -> str:
    phonemes = ""
    for place, part in enumerate(_MARKS.split(text)):
        # A mark brings its own spaces; text without phonemes must not leave one.
        phonemes = phonemes.removesuffix(" ") + part if place % 2 else phonemes + (read(part) if part else "")
    return phonemes


def without_switches(phonemes: str, language: str) -> str:
    """Remove espeak-ng's marks around words of another language, as in "(en)wiːkˈɛnd(fr)"; the model would speak them.

    Brackets of the text stay, because no mark closes them: "(en maðɾˈid)".
    """
    own = "|".join({language.replace("-", ""), language, language.partition("-")[0]})
    return re.sub(rf"\([a-z]{{2,8}}\)([^()]*)\((?:{own})\)", r"\1", phonemes)
