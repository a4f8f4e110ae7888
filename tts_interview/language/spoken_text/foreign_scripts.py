"""Spell words in a script that a language does not use in Latin letters, because its voices cannot read them.

Chinese characters get their Mandarin sounds, also in Japanese names: nothing in the text tells these apart.
"""

from __future__ import annotations

import re
from functools import cache

from tts_interview.language.segmentation import HAN_AND_KANA, base_language
from tts_interview.language.spoken_text.patterns import spaced
from tts_interview.language.spoken_text.rules import Rule

# Latin letters, and numbers that are no digits.
_LATIN = "A-Za-z\u00aa\u00b2\u00b3\u00b9-\u00be\u00c0-\u024f\u1e00-\u1eff\u2070-\u2189\u2460-\u24ff\uff21-\uff3a\uff41-\uff5a"
_KANA = "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f"
# The languages that are written in Chinese characters, with the letters that their voices cannot read; others read no such
# characters.
_UNREADABLE = {
    **dict.fromkeys(("zh", "cmn", "hak", "wuu", "yue"), rf"(?:[{_KANA}]|(?![{HAN_AND_KANA}{_LATIN}])[^\W\d_])+"),
    "ja": rf"(?:(?![{HAN_AND_KANA}{_LATIN}])[^\W\d_])+",
}


def transliteration(language: str) -> Rule:
    """Return the rule for words that the voices of a language (a BCP 47 tag) cannot read."""
    return Rule("foreign script", unreadable(language), lambda found: spaced(in_latin_letters(found[0]), found))


@cache
def unreadable(language: str) -> re.Pattern[str]:
    """Return the pattern for words that the voices of a language (a BCP 47 tag) cannot read."""
    return re.compile(_UNREADABLE.get(base_language(language), f"[{HAN_AND_KANA}]+"))


def in_latin_letters(word: str) -> str:
    """Return a word in Latin letters, with a space between the syllables of Chinese characters: "Bei Jing"."""
    from anyascii import anyascii

    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", anyascii(word))
