"""Find the unusual words of a text, which a voice may mispronounce: names, foreign words, acronyms and rare words.

For English there is a list of common words. In other languages, unusual letters and capitals mark such words.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tts_interview.language.lexicon.finding import is_word_character, words_in

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMON = Path(__file__).with_name("common-en.txt.gz")
# The list has words without these endings.
ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "r", "est", "ness", "less", "ful", "'s")
# The letters of each language in addition to a to z.
_LETTERS = {
    "de": "äöüß",
    "en": "",
    "es": "áéíñóúü",
    "fr": "àâæçèéêëîïôùûüÿœ",
    "it": "àèéìíîòóùú",
    "pt": "àáâãçéêíóôõúü",
}
# Languages in whose texts words in Latin letters are unusual.
_OTHER_SCRIPTS = frozenset(
    """
    ar be bg bn cmn el fa he hi hy ja ka kk ko ky mk mr ne ru sr ta te th uk ur zh
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_APOSTROPHES = "'’ʼ"
_SHORT_FORMS = frozenset({"s", "d", "m", "ll", "re", "ve"})
_SHORTEST_SHOUTED = 4
# So much text before a word shows whether a sentence begins with it.
_SEEN_CHARS = 80
# The end of a text that a word of the same sentence follows.
_GOES_ON = re.compile(r"[\w,;)\]'’-] ?$")


def unusual(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Find the ranges of unusual words in a text of a language (a BCP 47 tag), in order, without possessive endings."""
    base = language.partition("-")[0].casefold()
    for start, end in _names_and_words(text):
        word = unicodedata.normalize("NFC", text[start:end])
        if len(word) > 1 and word[0].isalpha() and _is_unusual(word, text[max(0, start - _SEEN_CHARS) : start], base):
            yield start, end


def _is_unusual(word: str, before: str, language: str) -> bool:
    if language == "en" and _is_common(word):
        return False
    if _has_strange_letters(word, language) or _has_strange_capitals(word):
        return True
    return language == "en" or (word[0].isupper() and _stands_as_name(before, language))


def _names_and_words(text: str) -> Iterator[tuple[int, int]]:
    """Find the ranges of words. An apostrophe before a capital joins two parts, as in "O'Brien"."""
    ranges = [(start, end) for start, end in words_in(text) if is_word_character(text[start])]
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        last = joined[-1] if joined else (0, 0)
        is_joint = start == last[1] + 1 and text[last[1]] in _APOSTROPHES
        if is_joint and text[start].isupper() and text[last[0]].isupper():
            joined[-1] = (last[0], end)
        elif is_joint and text[start:end] == "t":
            joined.pop()  # "doesn't"
        elif not (is_joint and text[start:end].casefold() in _SHORT_FORMS):
            joined.append((start, end))
    yield from joined


def _is_common(word: str) -> bool:
    """Return whether an English word is common, whatever its capitals, or a well-known name."""
    is_plain = word.istitle() or word.islower() or len(word) >= _SHORTEST_SHOUTED
    forms = {word, word.lower(), word.capitalize()} if is_plain and not _has_inner_capital(word) else {word}
    stems = {form.removesuffix(ending) for form in forms for ending in ("", *ENDINGS) if form.endswith(ending)}
    return not stems.isdisjoint(_common_words())


@cache
def _common_words() -> frozenset[str]:
    return frozenset(gzip.decompress(_COMMON.read_bytes()).decode("utf-8").split("\n"))


def _has_strange_letters(word: str, language: str) -> bool:
    """Return whether a word has letters that its language or script does not have."""
    if language in _LETTERS:
        own = _LETTERS[language]
        return any(not c.isascii() and c not in own for c in word.lower() if is_word_character(c))
    return language in _OTHER_SCRIPTS and word.isascii()


def _has_inner_capital(word: str) -> bool:
    """Return whether a word has a capital inside, as "iPhone" and "McDonald" do, but "SHOUTED" does not."""
    return not word.isupper() and any(c.isupper() for c in word[1:])


def _has_strange_capitals(word: str) -> bool:
    """Return whether a word has further capitals or digits, as "NATO", "iPhone" and "MP3" do."""
    return any(c.isupper() for c in word[1:]) or any(c.isdigit() for c in word)


def _stands_as_name(before: str, language: str) -> bool:
    """Return whether a capital marks a name: inside a sentence, and in German only after another such word."""
    if not _GOES_ON.search(before):
        return False
    if language != "de":
        return True
    last = re.split(r"\s", before.rstrip())[-1]
    return last[:1].isupper() and last[-1:].isalpha() and bool(_GOES_ON.search(before[: before.rindex(last)]))
