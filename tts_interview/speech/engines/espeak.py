"""Write an utterance for espeak-ng, with its phoneme mnemonics in double brackets where a pronunciation is given.

The mnemonics differ between languages, so only English uses them; other languages use respellings.
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
_IPA = 2
_UTF8 = 1


def marked_text(utterance: Utterance, library: ctypes.CDLL) -> str:
    """Return the text of an utterance with phonemes in double brackets; other double brackets are removed.

    `library` converts foreign words to phonemes, which changes its current voice.
    """
    if not utterance.pronunciations:
        return without_brackets(utterance.text)
    if not is_english(utterance.language):
        return without_brackets(respelled(utterance).text)
    return "".join(_marked(stretch, utterance.language, library) for stretch in stretches(utterance))


def phonemes(utterance: Utterance, library: ctypes.CDLL) -> str:
    """Return the phonemes of an utterance in IPA. This changes the current voice of `library`."""
    if not is_english(utterance.language):
        whole = PronouncedRange(0, len(utterance.text), respelled(utterance).text, utterance.language)
        return _to_phonemes(whole, library)
    found = (fitted(s.ipa, ENGLISH) if s.ipa else _to_phonemes(s, library) for s in stretches(utterance))
    return " ".join(part for part in found if part)


def without_brackets(text: str) -> str:
    """Replace double brackets by single ones: espeak-ng would read their content as phonemes."""
    return re.sub(r"([\[\]])\1+", r"\1", text)


def espeak_mnemonics(ipa: str) -> str:
    """Convert IPA to espeak-ng's mnemonics for the phonemes of English."""
    return "".join(_MNEMONICS[unit] for unit in units(ipa, _MNEMONICS))


def _marked(stretch: PronouncedRange, language: str, library: ctypes.CDLL) -> str:
    ipa = stretch.ipa or (_to_phonemes(stretch, library) if stretch.language != language else "")
    return f"[[{espeak_mnemonics(ipa)}]]" if ipa else without_brackets(stretch.text)


def _to_phonemes(stretch: PronouncedRange, library: ctypes.CDLL) -> str:
    """Convert words to phonemes by the rules of their language."""
    library.espeak_SetVoiceByName(rules_of(stretch.language).encode())
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    text = ctypes.c_char_p(stretch.text.replace("\0", " ").encode())
    clauses = []
    while text.value:
        clauses.append(library.espeak_TextToPhonemes(ctypes.byref(text), _UTF8, _IPA) or b"")
    return " ".join(clause.decode("utf-8", "replace").strip() for clause in clauses)
