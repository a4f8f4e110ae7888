"""Read phonemes in the International Phonetic Alphabet as people type them, and fit them to the sounds of a voice."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from tts_interview.files.packaged import shipped_table

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

STRESS = "ˈˌ"
VOWELS = frozenset("iyɨʉɯuɪʏʊeøɘɵɤoəɛœɜɞʌɔæɐaɶɑɒɚɝᵻ")
# The sounds of English as espeak-ng writes them; English voices were not trained on others.
ENGLISH = frozenset(
    """
    p b t d k ɡ tʃ dʒ f v θ ð s z ʃ ʒ h m n ŋ l ɹ j w ɾ ʔ
    iː i ɪ ɛ æ ɑː ɒ ɔː ʊ uː ʌ ɜː ə ɚ ɐ eɪ aɪ ɔɪ aʊ oʊ ˈ ˌ
    """.split()  # noqa: SIM905 - a list of sounds reads best as sounds
) | {" "}
_CONSONANTS = frozenset("pbtdʈɖcɟkɡqɢʔmɱnɳɲŋɴʙrʀⱱɾɽɸβfvθðszʃʒʂʐçʝxɣχʁħʕhɦɬɮʋɹɻjɰlɭʎʟʍwɥʜʢʡɕʑɺɧʘǀǃǂǁɓɗʄɠʛʤʧʦʣʨʥɫ")
# Marks of length, release, colour and place, tones, and the marks between sounds.
_MARKS = frozenset("ːˑʰʱʷʲˠˤⁿˡʼ˞ˈˌ.|‖‿ᵊ˥˦˧˨˩↗↘ \u0361\u035c") | {chr(code) for code in range(0x0300, 0x034F)}
_KNOWN = VOWELS | _CONSONANTS | _MARKS
_TYPED = str.maketrans({"g": "ɡ", ":": "ː", "'": "ˈ", "’": "ˈ", "ʹ": "ˈ", "\u02d0": "ː", "-": ".", "ε": "ɛ"})
_LONGEST_UNIT = 3


def unknown_symbols(typed: str) -> str:
    """Return the characters that are not IPA symbols, each once; slashes or brackets around the text are allowed."""
    return "".join(dict.fromkeys(c for c in plain(typed) if c not in _KNOWN))


def plain(typed: str) -> str:
    """Normalise typed phonemes: strip slashes or brackets around them, and replace look-alikes by IPA characters."""
    text = typed.strip()
    if len(text) > 1 and (text[0], text[-1]) in {("/", "/"), ("[", "]")}:
        text = text[1:-1].strip()
    return unicodedata.normalize("NFD", text).replace("c\u0327", "ç").translate(_TYPED)


def units(typed: str, known: Container[str]) -> Iterator[str]:
    """Split phonemes into the sounds of a voice: each is in `known`, the longest that fits.

    The nearest sounds replace an unknown one; it is dropped if there are none. `known` has stress marks, spaces and length
    marks too, if the voice knows them.
    """
    text = re.sub("[\u0361\u035c.|‖‿]", "", _at_vowels(plain(typed)))
    while text:
        sizes = range(min(_LONGEST_UNIT, len(text)), 0, -1)
        unit = next((text[:size] for size in sizes if text[:size] in known), "")
        if unit:
            yield unit
        else:
            yield from _nearest(text[0], known)
        text = text[len(unit) or 1 :]


def fitted(typed: str, known: Container[str]) -> str:
    """Convert phonemes to the sounds in `known`, with stress marks before the vowels, as espeak-ng has them."""
    return "".join(units(typed, known))


def _nearest(symbol: str, known: Container[str], seen: str = "") -> list[str]:
    candidates = shipped_table(__file__, "nearest.toml").get(symbol, "").split()
    for candidate in candidates:
        if candidate in known:
            return [candidate]
        if all(c in known for c in candidate):
            return list(candidate)
    for candidate in candidates:
        if not set(candidate) & set(seen + symbol):
            found = [_nearest(c, known, seen + symbol) if c not in known else [c] for c in candidate]
            if all(found):
                return [unit for part in found for unit in part]
    return []


@cache
def _to_vowel() -> re.Pattern[str]:
    vowels = "".join(sorted(VOWELS))
    return re.compile(f"([{STRESS}])([^{STRESS} {vowels}]+)(?=[{vowels}])")


def _at_vowels(ipa: str) -> str:
    """Move stress marks from the start of the syllable, as in dictionaries, to its vowel, as in espeak-ng."""
    return _to_vowel().sub(lambda found: found[2] + found[1], ipa)
