"""Words -> the phonemes that Kokoro knows: by espeak-ng, or as an utterance says itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.language.phonetics import rules_of
from tts_interview.language.phonetics.ipa import ENGLISH, fitted
from tts_interview.speech.engines.espeak_library import read
from tts_interview.speech.engines.pronunciation import PronouncedRange, is_english, stretches, with_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tts_interview.model import Utterance

# Languages that espeak-ng calls otherwise.
_ESPEAK_NAMES = {"fr": "fr-fr", "en": "en-us", "no": "nb", "zh": "cmn", "pt-pt": "pt", "es-mx": "es-419"}
# Marks with the spaces around them: espeak-ng drops them, the model speaks by them. Those within a number are read with it.
_MARKS = re.compile(r'(\s*(?:(?:[;:!?¡¿—…"«»“”(){}\[\]]|(?<![0-9])[,.]|[,.](?![0-9]))\s*)+)')


class Phonemes:
    """Makes phonemes, of those in `known` only."""

    def __init__(self, known: Mapping[str, int]) -> None:
        self._known = known

    def of(self, utterance: Utterance) -> str:
        """The phonemes of an utterance, with the marks between them."""
        if not utterance.pronunciations:
            return self._read(utterance.text, utterance.language, marks=True)
        return "".join(self._of_stretch(stretch, utterance.language) for stretch in stretches(utterance)).strip()

    def of_words(self, utterance: Utterance, words: Sequence[tuple[int, int]]) -> list[str]:
        """The phonemes of each of the words, given by their ranges, spoken by itself, without marks."""
        said = stretches(utterance)
        return ["".join(self._of_part(stretch, *word, utterance.language) for stretch in said) for word in words]

    def _of_stretch(self, stretch: PronouncedRange, language: str) -> str:
        if stretch.ipa:
            return self._fitted(stretch.ipa, language)
        return "".join(
            self._read(text, stretch.language, marks=True) if is_words else self._filtered(text)
            for text, is_words in with_words(stretch)
        )

    def _of_part(self, stretch: PronouncedRange, start: int, end: int, language: str) -> str:
        """The phonemes of a word as far as it is in a stretch: where that has its own, the share that its length has."""
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
        """Return what espeak-ng makes of a text, with or without the marks in it."""
        name = espeak_name(language)
        phonemes = _read_with_marks(text.strip(), name) if marks else read(_MARKS.sub(" ", text), name)
        return without_switches(self._filtered(phonemes).strip(), name)


def _read_with_marks(text: str, name: str) -> str:
    phonemes = ""
    for place, part in enumerate(_MARKS.split(text)):
        # A mark brings its own spaces; what espeak-ng says nothing for leaves none.
        phonemes = phonemes.removesuffix(" ") + part if place % 2 else phonemes + (read(part, name) if part else "")
    return phonemes


def espeak_name(tag: str) -> str:
    """What espeak-ng calls a language."""
    rules = rules_of(tag)
    return _ESPEAK_NAMES.get(rules, rules)


def without_switches(phonemes: str, language: str) -> str:
    """Phonemes without espeak-ng's marks around words of another language, as in "(en)wiːkˈɛnd(fr)": they would be spoken.

    Brackets of the text stay, for no mark closes them: "(en maðɾˈid)".
    """
    own = "|".join({language.replace("-", ""), language, language.partition("-")[0]})
    return re.sub(rf"\([a-z]{{2,8}}\)([^()]*)\((?:{own})\)", r"\1", phonemes)
