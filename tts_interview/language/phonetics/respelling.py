"""Convert between phonemes and English respellings as newsrooms write them ("RUT-uh", with stress in capitals).

A small table does this, not a dictionary: a respelling made from phonemes is approximate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tts_interview.files.packaged import shipped_table
from tts_interview.language.phonetics.ipa import STRESS, VOWELS, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TABLES = shipped_table(__file__, "respelling.toml")
_CONSONANTS: dict[str, str] = {**{letter: letter for letter in "pbtdkfvszhmnlw"}, **_TABLES["consonants"]}
# The spelling of a vowel in a closed syllable, and in an open one.
_VOWELS: dict[str, tuple[str, str]] = {ipa: tuple(spelt) for ipa, spelt in _TABLES["vowels"].items()}
_KNOWN = frozenset({*_CONSONANTS, *_VOWELS, *STRESS, " ", "."})
# The sounds of the letters of a respelled syllable: in an unstressed and in a stressed one.
_LETTERS: dict[str, tuple[str, str]] = {
    **{letters: (ipa, ipa) for ipa, letters in _CONSONANTS.items()},
    **{letters: (ipa, ipa) for ipa, (letters, _) in _VOWELS.items()},
    **{letters: (ipa, ipa) for ipa, (_, letters) in _VOWELS.items()},
    **dict.fromkeys(("er", "ur", "ir"), ("ɚ", "ɜːɹ")),
    "uh": ("ə", "ʌ"),
    **{letters: (ipa, ipa) for ipa, spellings in _TABLES["letters"].items() for letters in spellings.split()},
    **{letter * 2: (letter, letter) for letter in "sltnmdbz"},
}
# espeak-ng writes the vowel of a British "trap" like the first sound of "my".
_BRITISH_TRAP = re.compile("a(?![ɪʊː])")
# The American flap: for the /t/ of "NATO", espeak-ng writes ɾ between English vowels. In typed IPA, the vowels distinguish it
# from the r of Spanish "Pérez"; ɛ and ɑ rarely follow a flap, but stand in for Spanish vowels.
_FLAP = re.compile("(?<=[ːɪʊɛæɒʌəɚɝɐᵻɹl])ɾ(?=[ ˈˌ]*(?:[ɪiʊæʌəɚɝɐᵻɔɜ]|[ae]ɪ|aʊ|oʊ|uː))")
_VOWEL_LETTERS = "aeiouy"
# Vowels at the end of a syllable sound as in "no" and "me".
_OPEN = {"a": "ɑː", "e": "iː", "i": "iː", "o": "oʊ", "u": "uː"}
_HISSING = tuple("szʃʒ")
_VOICELESS = tuple("ptkfθx")
_ENDING_LETTERS = {"ɪz": "iz", "s": "s", "z": "z"}
_SYLLABLES = re.compile(r"[A-Za-z]+(?:[- ][A-Za-z]+)*")


def is_syllabic(respelling: str) -> bool:
    """Return whether a respelling is in syllables, hyphenated or in capitals, rather than in words."""
    return bool(_SYLLABLES.fullmatch(respelling)) and ("-" in respelling or respelling.isupper())


def phonemes_of(respelling: str) -> str:
    """Return the phonemes of a respelling in syllables, in IPA; empty for words and for letters without a known sound.

    Without a syllable in capitals, the first of each word is stressed.
    """
    if not is_syllabic(respelling):
        return ""
    words = [_word(word.split("-")) for word in respelling.split()]
    return " ".join(words) if all(words) else ""


def respelling_of(ipa: str, language: str = "en") -> str:
    """Return phonemes as an English respelling; empty if they have no vowel.

    In the phonemes of English (`language`, a BCP 47 tag), American ɾ and ʔ are respelled as the /t/ that they stand for.
    """
    if language.partition("-")[0].casefold() == "en":
        ipa = _FLAP.sub("t", ipa).replace("ʔn", "tən")
    ipa = _BRITISH_TRAP.sub("æ", ipa.replace("əʊ", "oʊ"))
    words = [_respelled(_syllables(word)) for word in " ".join(units(ipa, _KNOWN)).split("   ")]
    return " ".join(filter(None, words))


def ending_sound(ipa: str) -> str:
    """Return the sound of the plural or possessive "s" after a word of these phonemes, as in "buses", "cats" or "dogs"."""
    sounds = ipa.rstrip("ːˑ/] ")
    if sounds.endswith(_HISSING):
        return "ɪz"
    return "s" if sounds.endswith(_VOICELESS) and sounds[-1] not in VOWELS else "z"


def with_ending(respelling: str) -> str:
    """Return the plural of a respelling, such as "RUT-uhz" or "KEEVZ"; of one in words, their plural."""
    if not is_syllabic(respelling):
        return f"{respelling}s"
    letters = _ENDING_LETTERS[ending_sound(phonemes_of(respelling))]
    ended = f"{respelling}-{letters}" if letters == "iz" else f"{respelling}{letters}"
    return ended.upper() if respelling.isupper() and "-" not in respelling else ended


# -- letters to phonemes ---------------------------------------------------------------------------------------------


def _word(syllables: list[str]) -> str:
    marked = any(s.isupper() for s in syllables)
    sounds = [_sounds(s.lower(), stressed=s.isupper() if marked else not n) for n, s in enumerate(syllables)]
    return "".join(sounds) if all(sounds) else ""


def _sounds(syllable: str, *, stressed: bool) -> str:
    found: list[str] = []
    has_vowel = False
    at = 0
    while at < len(syllable):
        letters = _longest(syllable, at, has_vowel=has_vowel)
        sound = _sound(syllable, at, letters, stressed=stressed)
        if letters[0] in _VOWEL_LETTERS and not (letters == "y" and sound == "j"):
            # A silent e, as in "tome".
            sound = "" if has_vowel and letters == "e" and at + 1 == len(syllable) else sound
            sound = "ˈ" * (stressed and not has_vowel) + sound
            has_vowel = True
        found.append(sound)
        at += len(letters)
    return "".join(found) if has_vowel and None not in found else ""


def _longest(syllable: str, at: int, *, has_vowel: bool) -> str:
    sizes = (3, 2, 1)
    fitting = (syllable[at : at + size] for size in sizes)
    # "ye" begins a syllable as in "yes", and ends one as in "bye".
    usable = (part for part in fitting if part in _LETTERS and not (part == "ye" and (at == 0 or has_vowel)))
    return next(usable, syllable[at])


def _sound(syllable: str, at: int, letters: str, *, stressed: bool) -> str:
    is_last = at + len(letters) == len(syllable)
    if letters == "y":
        follows_consonant = at > 0 and syllable[at - 1] not in "aeiou"
        before_vowel = at + 1 < len(syllable) and syllable[at + 1] in "aeiou"
        return "aɪ" if follows_consonant and not before_vowel else "j"
    if is_last and letters in _OPEN:
        return _OPEN[letters]
    return _LETTERS[letters][stressed]


# -- phonemes to letters ---------------------------------------------------------------------------------------------


@dataclass
class _Syllable:
    onset: list[str] = field(default_factory=list)
    vowel: str = ""
    coda: list[str] = field(default_factory=list)
    stressed: bool = False

    def written(self) -> str:
        """Return its letters, in capitals if it is stressed."""
        closed, open_ = _VOWELS[self.vowel]
        # A glide after a vowel is part of the vowel's spelling.
        coda = [_CONSONANTS[c] for c in self.coda if c != "j"]
        text = "".join([*(_CONSONANTS[c] for c in self.onset), closed if coda else open_, *coda])
        return text.upper() if self.stressed else text


def _respelled(syllables: Iterable[_Syllable]) -> str:
    return "-".join(syllable.written() for syllable in syllables)


def _syllables(sounds: str) -> Iterator[_Syllable]:
    """Divide the sounds of a word, separated by spaces, into syllables, with the consonants between vowels shared out."""
    done: _Syllable | None = None
    waiting: list[str] = []
    stressed = False
    for sound in sounds.split():
        if sound in _VOWELS:
            if done:
                closing = len(waiting) // 2 if len(waiting) < 4 else 2  # noqa: PLR2004 - as in "in-stru-ment"
                done.coda, waiting = waiting[:closing], waiting[closing:]
                yield done
            done, waiting, stressed = _Syllable(waiting, sound, [], stressed), [], False
        elif sound == "ˈ":
            stressed = True
        elif sound in _CONSONANTS:
            waiting.append(sound)
    if done:
        done.coda = waiting
        yield done
