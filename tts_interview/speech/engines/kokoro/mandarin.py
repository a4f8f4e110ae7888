"""Convert Mandarin to the signs that Kokoro was trained on: Pinyin with the changes that tones undergo in a sentence.

The rules of tones and of 儿 are those of Duanmu, The Phonology of Standard Chinese (2007), chapters 9 and 11.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tts_interview.files.packaged import shipped_table
from tts_interview.language.segmentation import word_ranges
from tts_interview.speech.engines.espeak_library import read as read_with_espeak

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CHARACTERS = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_LATIN = re.compile("[A-Za-z]")
_ONE, _NOT, _COLOURED = "一", "不", "儿"
_FIRST, _SECOND, _THIRD, _FOURTH, _NEUTRAL = range(1, 6)


@dataclass(frozen=True, slots=True)
class _Syllable:
    """A character, its initial and final in Pinyin, its tone (1 to 5), the number of its word, and whether 儿 colours it."""

    character: str
    initial: str
    final: str
    tone: int
    word: int
    is_coloured: bool = False


def read(text: str) -> str:
    """Return the signs of a text without punctuation, with a space between words. Words in Latin letters are English."""
    words = [text[start:end] for start, end in word_ranges(text, "zh")]
    syllables = [found for number, word in enumerate(words) for found in _syllables(word, number)]
    signs = [read_with_espeak(word, "en-us") if _LATIN.search(word) else "" for word in words]
    for syllable, tone in zip(syllables, _tones(syllables), strict=True):
        signs[syllable.word] += _signs(syllable, tone)
    return " ".join(filter(None, signs))


def _table() -> dict[str, Any]:
    return shipped_table(__file__, "pinyin.toml")


def _syllables(word: str, number: int) -> Iterator[_Syllable]:
    from pypinyin import Style, lazy_pinyin
    from pypinyin.contrib.tone_convert import to_finals, to_initials

    characters = "".join(_CHARACTERS.findall(word))
    is_coloured = len(characters) > 1 and characters.endswith(_COLOURED) and characters not in _table()["syllabic"]["words"]
    characters = characters[:-1] if is_coloured else characters
    read_as = _table()["words"].get(characters) or lazy_pinyin(
        characters, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore"
    )
    for character, pinyin in zip(characters, read_as, strict=False):
        initial, final = to_initials(pinyin, strict=True), to_finals(pinyin, strict=True)
        yield _Syllable(character, initial, final, int(pinyin[-1]), number, is_coloured and character == characters[-1])


def _tones(syllables: Sequence[_Syllable]) -> list[int]:
    """Return the tones in the sentence. A third tone rises before another in its foot, and beside a foot of one syllable."""
    feet = _feet(syllables)
    sizes = Counter(feet)
    tones = [syllable.tone for syllable in syllables]
    for place in reversed(range(len(syllables))):
        before, this, after = (syllables[at] if 0 <= at < len(syllables) else None for at in range(place - 1, place + 2))
        if this and this.character in {_ONE, _NOT}:
            tones[place] = _tone_of_one_or_not(before, this, after)
        elif this and after and this.tone == after.tone == _THIRD:
            is_beside_single = min(sizes[feet[place]], sizes[feet[place + 1]]) == 1
            if feet[place] == feet[place + 1] or (is_beside_single and tones[place + 1] == _THIRD):
                tones[place] = _SECOND
    return tones


def _feet(syllables: Sequence[_Syllable]) -> list[int]:
    """Return the number of each syllable's foot: a word, or two words of one syllable."""
    sizes = Counter(syllable.word for syllable in syllables)
    feet: list[int] = []
    is_open, word = False, -1
    for syllable in syllables:
        is_single = sizes[syllable.word] == 1
        is_new = syllable.word != word and not (is_single and is_open)
        is_open = is_single and is_new
        feet.append((feet[-1] if feet else 0) + is_new)
        word = syllable.word
    return feet


def _tone_of_one_or_not(before: _Syllable | None, this: _Syllable, after: _Syllable | None) -> int:
    """Return the tone of 一 or 不, which is neutral between two of the same (看一看) and else contrasts with the next tone."""
    own, table = (_FIRST, _table()["one"]) if this.character == _ONE else (_FOURTH, {})
    if not after or (own == _FIRST and before and before.word == this.word != after.word):
        return own
    if before and before.character == after.character:
        return _NEUTRAL
    is_counted = (before and before.character in table.get("after", "")) or after.character in table.get("before", "")
    if is_counted and after.character not in table.get("scales", ""):
        return own
    return _SECOND if after.tone in {_FOURTH, _NEUTRAL} else _FOURTH


def _signs(syllable: _Syllable, tone: int) -> str:
    table = _table()
    final = syllable.final
    if final == "i" and syllable.initial in table["buzzing"]:
        final = "buzzing"
    elif final == "o" and not syllable.initial:
        final = "alone"
    signs: str = table["initials"].get(syllable.initial, "") + table["finals"].get(final, "")
    if syllable.is_coloured:
        endings = (pair for pair in table["coloured"].items() if signs.endswith(pair[0]))
        ending, coloured = next(endings, ("", "ɚ"))
        signs = signs.removesuffix(ending) + coloured
    mark: str = table["tones"][tone - 1]
    return signs.replace("0", mark)
