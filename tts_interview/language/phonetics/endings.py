"""The sound of the English ending that marks plurals and possessives."""

from __future__ import annotations

from tts_interview.language.phonetics.ipa import VOWELS
from tts_interview.language.phonetics.respelling import is_syllabic, phonemes_of

_HISSING = tuple("szʃʒ")
_VOICELESS = tuple("ptkfθx")
_LETTERS = {"ɪz": "iz", "s": "s", "z": "z"}


def ending_sound(ipa: str) -> str:
    """How "s" sounds after a word of these phonemes: as in "buses", "cats" or "dogs"."""
    sounds = ipa.rstrip("ːˑ/] ")
    if sounds.endswith(_HISSING):
        return "ɪz"
    return "s" if sounds.endswith(_VOICELESS) and sounds[-1] not in VOWELS else "z"


def with_ending(respelling: str) -> str:
    """A respelling with that ending: "RUT-uhz", "KEEVZ"; of words that are read as they are, their plural."""
    if not is_syllabic(respelling):
        return f"{respelling}s"
    letters = _LETTERS[ending_sound(phonemes_of(respelling))]
    ended = f"{respelling}-{letters}" if letters == "iz" else f"{respelling}{letters}"
    return ended.upper() if respelling.isupper() and "-" not in respelling else ended
