"""Write an utterance for Piper, with phonemes in double brackets where a pronunciation is given."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tts_interview.language.phonetics import rules_of
from tts_interview.language.phonetics.ipa import ENGLISH, fitted
from tts_interview.speech.engines.pronunciation import is_english, respelled, stretches

if TYPE_CHECKING:
    from tts_interview.model import Utterance
    from tts_interview.speech.engines.pronunciation import PronouncedRange


def marked_text(utterance: Utterance, voice: Any) -> str:  # noqa: ANN401 - piper-tts is loaded when first needed
    """Return the text of an utterance for `PiperVoice.synthesize`, respelled for voices that read letters, not phonemes."""
    if not utterance.pronunciations:
        return as_words(utterance.text)
    if voice.config.phoneme_type.value != "espeak":
        return as_words(respelled(utterance))
    marked = "".join(_marked(stretch, utterance.language, voice) for stretch in stretches(utterance))
    # piper-tts drops punctuation at the start of a text, but not among phonemes.
    return re.sub(r"\]\]([,.;:!?…]+)", r"\1]]", marked)


def phonemes(utterance: Utterance, voice: Any) -> str:  # noqa: ANN401 - as above
    """Return the phonemes of an utterance in IPA; empty for voices that read letters, not phonemes."""
    if voice.config.phoneme_type.value != "espeak":
        return ""
    known = ENGLISH if is_english(utterance.language) else voice.config.phoneme_id_map
    found = (fitted(s.ipa, known) if s.ipa else _foreign(s, voice).strip() for s in stretches(utterance))
    return " ".join(part for part in found if part)


def as_words(text: str) -> str:
    """Separate double brackets, whose content piper-tts would read as phonemes, and replace NUL, which espeak-ng rejects."""
    pairs = zip(f" {text}", text, strict=False)
    apart = (f" {character}" if before == character and character in "[]" else character for before, character in pairs)
    return "".join(apart).replace("\0", " ")


def _marked(stretch: PronouncedRange, language: str, voice: Any) -> str:  # noqa: ANN401 - as above
    ipa = stretch.ipa or (_foreign(stretch, voice) if stretch.language != language else "")
    known = ENGLISH if is_english(language) else voice.config.phoneme_id_map
    phonemes = "".join(c for c in fitted(ipa, known) if c in voice.config.phoneme_id_map)
    return f"[[{phonemes}]]" if phonemes else as_words(stretch.text)


def _foreign(stretch: PronouncedRange, voice: Any) -> str:  # noqa: ANN401 - as above
    """Return the phonemes of words in another language."""
    reader = type(voice)(session=None, config=replace(voice.config, espeak_voice=rules_of(stretch.language)))
    return " ".join("".join(sentence) for sentence in reader.phonemize(as_words(stretch.text)))
