"""Write an utterance for espeak-ng, with its phoneme mnemonics in double brackets where a pronunciation is given.

The mnemonics differ between languages, so only English uses them; other languages use respellings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.language.phonetics.ipa import ENGLISH, fitted, units
from tts_interview.speech.engines.espeak_library import espeak_name, read
from tts_interview.speech.engines.pronunciation import is_english, respelled, stretches

if TYPE_CHECKING:
    from tts_interview.model import Utterance
    from tts_interview.speech.engines.pronunciation import PronouncedRange

_MNEMONICS = {
    **{letter: letter for letter in "pbtdkfvszhmnljw "},
    "ɡ": "g",
    "tʃ": "tS",
    "dʒ": "dZ",
    "θ": "T",
    "ð": "D",
    "ʃ": "S",
    "ʒ": "Z",
    "ŋ": "N",
    "ɹ": "r",
    "ɾ": "t#",
    "x": "x",
    "ʔ": "?",
    "iː": "i:",
    "i": "i",
    "ɪ": "I",
    "ɛ": "E",
    "æ": "a",
    "ɑː": "A:",
    "ɒ": "0",
    "ɔː": "O:",
    "ʊ": "U",
    "uː": "u:",
    "ʌ": "V",
    "ɜː": "3:",
    "ɜːɹ": "3:",
    "ə": "@",
    "ɚ": "3",
    "ɐ": "a#",
    "eɪ": "eI",
    "aɪ": "aI",
    "ɔɪ": "OI",
    "aʊ": "aU",
    "oʊ": "oU",
    "ˈ": "'",
    "ˌ": ",",
}


def marked_text(utterance: Utterance) -> str:
    """Return the text of an utterance with phonemes in double brackets; other double brackets are removed."""
    if not utterance.pronunciations:
        return without_brackets(utterance.text)
    if not is_english(utterance.language):
        return without_brackets(respelled(utterance))
    return "".join(_marked(stretch, utterance.language) for stretch in stretches(utterance))


def phonemes(utterance: Utterance) -> str:
    """Return the phonemes of an utterance in IPA."""
    if not is_english(utterance.language):
        return read(respelled(utterance), espeak_name(utterance.language))
    found = (fitted(s.ipa, ENGLISH) if s.ipa else read(s.text, espeak_name(s.language)) for s in stretches(utterance))
    return " ".join(part for part in found if part)


def without_brackets(text: str) -> str:
    """Replace double brackets by single ones: espeak-ng would read their content as phonemes."""
    return re.sub(r"([\[\]])\1+", r"\1", text)


def espeak_mnemonics(ipa: str) -> str:
    """Convert IPA to espeak-ng's mnemonics for the phonemes of English."""
    return "".join(_MNEMONICS[unit] for unit in units(ipa, _MNEMONICS))


def _marked(stretch: PronouncedRange, language: str) -> str:
    ipa = stretch.ipa or (read(stretch.text, espeak_name(stretch.language)) if stretch.language != language else "")
    return f"[[{espeak_mnemonics(ipa)}]]" if ipa else without_brackets(stretch.text)
