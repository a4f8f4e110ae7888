"""English respellings, as newsrooms write them ("RUT-uh", stress in capitals), and phonemes: each from the other.

It is a small table and no dictionary: a respelling made from phonemes is near, not exact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tts_interview.language.phonetics.ipa import STRESS, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CONSONANTS = {
    **{letter: letter for letter in "pbtdkfvszhmnlw"},
    "ɡ": "g",
    "tʃ": "ch",
    "dʒ": "j",
    "θ": "th",
    "ð": "dh",
    "ʃ": "sh",
    "ʒ": "zh",
    "ŋ": "ng",
    "ɹ": "r",
    "j": "y",
    "x": "kh",
}
# Of a vowel in a syllable that a consonant closes, and in one that it ends.
_VOWELS = {
    "iː": ("ee", "ee"),
    "ɪ": ("i", "ih"),
    "ɛ": ("e", "eh"),
    "æ": ("a", "a"),
    "ɑː": ("ah", "ah"),
    "ɔː": ("aw", "aw"),
    "ʊ": ("uu", "uu"),
    "uː": ("oo", "oo"),
    "ʌ": ("u", "uh"),
    "ɜː": ("ur", "ur"),
    "ə": ("uh", "uh"),
    "ɚ": ("er", "er"),
    "eɪ": ("ay", "ay"),
    "aɪ": ("y", "y"),
    "ɔɪ": ("oy", "oy"),
    "aʊ": ("ow", "ow"),
    "oʊ": ("oh", "oh"),
    "ɒ": ("o", "oh"),
    "ɜːɹ": ("ur", "ur"),
}
_KNOWN = frozenset({*_CONSONANTS, *_VOWELS, *STRESS, " ", "."})
# How the letters of a respelled syllable sound, the longest first; the second is that of a stressed syllable.
_LETTERS: dict[str, tuple[str, str]] = {
    **{letters: (ipa, ipa) for ipa, letters in _CONSONANTS.items()},
    **{letters: (ipa, ipa) for ipa, (letters, _) in _VOWELS.items()},
    **{letters: (ipa, ipa) for ipa, (_, letters) in _VOWELS.items()},
    **dict.fromkeys(("er", "ur", "ir"), ("ɚ", "ɜːɹ")),
    "uh": ("ə", "ʌ"),
    **{
        letters: (ipa, ipa)
        for ipa, spellings in {
            "æ": "a",
            "ʌ": "u",
            "ɒ": "o",
            "oʊ": "oh oe oa",
            "aɪ": "eye igh ye",
            "eɪ": "ai ey",
            "iː": "ea",
            "aʊ": "ou",
            "ɔɪ": "oi",
            "ɔː": "au",
            "uː": "ew",
            "ɑːɹ": "ar",
            "ɔːɹ": "or",
            "ɛɹ": "air",
            "ɪɹ": "eer",
            "k": "c q ck",
            "kw": "qu",
            "ks": "x",
            "ts": "ts",
            "f": "ph ff",
            "ɹ": "rr",
            "ɡ": "gg",
            **{letter: letter * 2 for letter in "sltnmdbz"},
        }.items()
        for letters in spellings.split()
    },
}
# espeak-ng writes the vowel of a British "trap" as it writes the first sound of "my".
_BRITISH_TRAP = re.compile("a(?![ɪʊː])")
_VOWEL_LETTERS = "aeiouy"
# Vowels that end their syllable sound as in "no" and "me".
_OPEN = {"a": "ɑː", "e": "iː", "i": "iː", "o": "oʊ", "u": "uː"}
_SYLLABLES = re.compile(r"[A-Za-z]+(?:[- ][A-Za-z]+)*")


def is_syllabic(respelling: str) -> bool:
    """Whether it is syllables, with hyphens between them or in capitals, and not words to be read by a language's rules."""
    return bool(_SYLLABLES.fullmatch(respelling)) and ("-" in respelling or respelling.isupper())


def phonemes_of(respelling: str) -> str:
    """The phonemes of syllables; empty for what is none, or has letters that the table does not know.

    Without a syllable in capitals, the first of each word is stressed.
    """
    if not is_syllabic(respelling):
        return ""
    words = [_word(word.split("-")) for word in respelling.split()]
    return " ".join(words) if all(words) else ""


def respelling_of(ipa: str) -> str:
    """Phonemes as an English respelling; empty if they have no vowel."""
    ipa = _BRITISH_TRAP.sub("æ", ipa.replace("əʊ", "oʊ"))
    words = [_respelled(_syllables(word)) for word in " ".join(units(ipa, _KNOWN)).split("   ")]
    return " ".join(filter(None, words))


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
            # An e that is not heard, as in "tome".
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
        """Its letters, in capitals where it is stressed."""
        closed, open_ = _VOWELS[self.vowel]
        # A glide after a vowel is heard in the vowel.
        coda = [_CONSONANTS[c] for c in self.coda if c != "j"]
        text = "".join([*(_CONSONANTS[c] for c in self.onset), closed if coda else open_, *coda])
        return text.upper() if self.stressed else text


def _respelled(syllables: Iterable[_Syllable]) -> str:
    return "-".join(syllable.written() for syllable in syllables)


def _syllables(sounds: str) -> Iterator[_Syllable]:
    """The syllables of a word, whose sounds have spaces between them: consonants between two vowels are shared out."""
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
