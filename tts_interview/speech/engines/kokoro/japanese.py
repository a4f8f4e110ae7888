"""Convert Japanese to the signs that Kokoro was trained on: the moras that Open JTalk reads, without pitch accent."""

from __future__ import annotations

import re
import unicodedata

from tts_interview.files.packaged import shipped_table
from tts_interview.speech.engines.espeak_library import read as read_with_espeak

_STOP, _LONG, _NASAL = "ッ", "ー", "ン"
_MORA = re.compile(r"[ァ-ヺー][ァィゥェォャュョヮ]?")
# Endings of verbs, which make one word with what is before them, and the part of speech of what Open JTalk would spell.
_ENDINGS, _UNKNOWN = {("助動詞", "*"), ("助詞", "接続助詞")}, "フィラー"


def read(text: str) -> str:
    """Return the signs of a text without punctuation, with spaces between words. Unknown words in Latin letters are English."""
    import pyopenjtalk

    words: list[str] = []
    for node in pyopenjtalk.run_frontend(text):
        written = unicodedata.normalize("NFKC", node["string"])
        if node["pos"] == _UNKNOWN and written.isascii() and not written.isupper():
            words.append(read_with_espeak(written, "en-us"))
        elif words and (node["pos"], node["pos_group1"]) in _ENDINGS:
            words[-1] += node["pron"]
        elif node["mora_size"]:
            words.append(node["pron"])
    return " ".join(filter(None, map(_signs, words)))


def _table() -> dict[str, dict[str, str]]:
    return shipped_table(__file__, "kana.toml")


def _signs(word: str) -> str:
    """Return the signs of a word in katakana; one that has none is written in signs already."""
    signs = ""
    for mora in reversed(_MORA.findall(word)):
        signs = _sign(mora, signs) + signs
    return signs or word


def _sign(mora: str, following: str) -> str:
    """Return the signs of a mora before the `following` signs."""
    table = _table()
    if mora == _NASAL:
        nasals = (sign for sign, sounds in table["nasal"].items() if following and following[0] in sounds)
        return next(nasals, table["nasal"]["elsewhere"])
    kana, small = mora[0], mora[1:]
    vowel = table["small"].get(small or kana, "")
    signs = {_LONG: "ː", _STOP: "ʔ"}.get(kana) or table["moras"].get(kana, vowel)
    return table["pairs"].get(mora) or (signs[:-1] + vowel if small else signs)
