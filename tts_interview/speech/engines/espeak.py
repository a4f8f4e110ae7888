"""What espeak-ng itself is told: its own names of sounds, in double brackets, where an utterance says how a range is said.

Its names differ from language to language, so phonemes are for English; the other languages are given respellings.
"""

from __future__ import annotations

import ctypes
import re
from typing import TYPE_CHECKING

from tts_interview.language.phonetics import rules_of
from tts_interview.language.phonetics.ipa import ENGLISH, fitted, units
from tts_interview.speech.engines.pronunciation import PronouncedRange, is_english, respelled, stretches

if TYPE_CHECKING:
    from tts_interview.model import Utterance

_NAMES = {
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
_IPA = 2
_UTF8 = 1


def marked_text(utterance: Utterance, library: ctypes.CDLL) -> str:
    """The text of an utterance with espeak-ng's phonemes in double brackets, which no other text of it has.

    `library` is asked what foreign words sound like; its voice is another one afterwards.
    """
    if not utterance.pronunciations:
        return without_brackets(utterance.text)
    if not is_english(utterance.language):
        return without_brackets(respelled(utterance).text)
    return "".join(_marked(stretch, utterance.language, library) for stretch in stretches(utterance))


def phonemes(utterance: Utterance, library: ctypes.CDLL) -> str:
    """The phonemes of an utterance, in IPA. The voice of `library` is another one afterwards."""
    if not is_english(utterance.language):
        whole = PronouncedRange(0, len(utterance.text), respelled(utterance).text, utterance.language)
        return _read(whole, library)
    said = (fitted(stretch.ipa, ENGLISH) if stretch.ipa else _read(stretch, library) for stretch in stretches(utterance))
    return " ".join(part for part in said if part)


def without_brackets(text: str) -> str:
    """A text without double brackets, for what they enclose would be taken for phonemes."""
    return re.sub(r"([\[\]])\1+", r"\1", text)


def names_of(ipa: str) -> str:
    """Phonemes as espeak-ng names the sounds of English."""
    return "".join(_NAMES[unit] for unit in units(ipa, _NAMES))


def _marked(stretch: PronouncedRange, language: str, library: ctypes.CDLL) -> str:
    ipa = stretch.ipa or (_read(stretch, library) if stretch.language != language else "")
    return f"[[{names_of(ipa)}]]" if ipa else without_brackets(stretch.text)


def _read(stretch: PronouncedRange, library: ctypes.CDLL) -> str:
    """The phonemes of words by the rules of their language."""
    library.espeak_SetVoiceByName(rules_of(stretch.language).encode())
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    text = ctypes.c_char_p(stretch.text.replace("\0", " ").encode())
    clauses = []
    while text.value:
        clauses.append(library.espeak_TextToPhonemes(ctypes.byref(text), _UTF8, _IPA) or b"")
    return " ".join(clause.decode("utf-8", "replace").strip() for clause in clauses)
