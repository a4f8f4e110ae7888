"""Conversion of words to the phonemes that Kokoro knows, by espeak-ng or an utterance's own pronunciations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.language.phonetics.ipa import ENGLISH, fitted
from tts_interview.speech.engines.espeak_library import espeak_name, read
from tts_interview.speech.engines.pronunciation import PronouncedRange, is_english, stretches, with_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tts_interview.model import Utterance

# Marks with the spaces around them. espeak-ng drops them, but the model needs them. Marks within a number stay in it.
_MARKS = re.compile(r'(\s*(?:(?:[;:!?¡¿—…"«»“”(){}\[\]]|(?<![0-9])[,.]|[,.](?![0-9]))\s*)+)')


class Phonemes:
    """A converter to phonemes that yields only those in `known`."""

    def __init__(self, known: Mapping[str, int]) -> None:
        self._known = known

    def of(self, utterance: Utterance) -> str:
        """Return the phonemes of an utterance, with the marks between them."""
        if not utterance.pronunciations:
            return self._read(utterance.text, utterance.language, marks=True)
        return "".join(self._of_stretch(stretch, utterance.language) for stretch in stretches(utterance)).strip()

    def of_words(self, utterance: Utterance, words: Sequence[tuple[int, int]]) -> list[str]:
        """Return the phonemes of each word, spoken separately and without marks; `words` are ranges of the text."""
        parts = stretches(utterance)
        return ["".join(self._of_part(stretch, *word, utterance.language) for stretch in parts) for word in words]

    def _of_stretch(self, stretch: PronouncedRange, language: str) -> str:
        if stretch.ipa:
            return self._fitted(stretch.ipa, language)
        return "".join(
            self._read(text, stretch.language, marks=True) if is_words else self._filtered(text)
            for text, is_words in with_words(stretch)
        )

    def _of_part(self, stretch: PronouncedRange, start: int, end: int, language: str) -> str:
        """Return the phonemes of the part of a word in a stretch: a proportional share if the stretch is respelled."""
        first, last = max(start, stretch.start), min(end, stretch.end)
        if first >= last:
            return ""
        if not stretch.is_respelled:
            return self._read(stretch.text[first - stretch.start : last - stretch.start], stretch.language, marks=False)
        phonemes = self._of_stretch(stretch, language)
        length = stretch.end - stretch.start
        from_, to = ((place - stretch.start) * len(phonemes) // length for place in (first, last))
        return phonemes[from_:to].replace(" ", "")

    def _fitted(self, ipa: str, language: str) -> str:
        return self._filtered(fitted(ipa, ENGLISH if is_english(language) else self._known))

    def _filtered(self, phonemes: str) -> str:
        return "".join(filter(self._known.__contains__, phonemes))

    def _read(self, text: str, language: str, *, marks: bool) -> str:
        """Return espeak-ng's phonemes of a text, with or without its marks."""
        name = espeak_name(language)
        phonemes = _read_with_marks(text.strip(), name) if marks else read(_MARKS.sub(" ", text), name)
        return without_switches(self._filtered(phonemes).strip(), name)


def _read_with_marks(text: str, name: str) -> str:
    phonemes = ""
    for place, part in enumerate(_MARKS.split(text)):
        # A mark brings its own spaces; text without phonemes must not leave one.
        phonemes = phonemes.removesuffix(" ") + part if place % 2 else phonemes + (read(part, name) if part else "")
    return phonemes


def without_switches(phonemes: str, language: str) -> str:
    """Remove espeak-ng's marks around words of another language, as in "(en)wiːkˈɛnd(fr)"; the model would speak them.

    Brackets of the text stay, because no mark closes them: "(en maðɾˈid)".
    """
    own = "|".join({language.replace("-", ""), language, language.partition("-")[0]})
    return re.sub(rf"\([a-z]{{2,8}}\)([^()]*)\((?:{own})\)", r"\1", phonemes)
