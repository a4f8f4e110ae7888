"""Find the words of a text: between white space, or with a dictionary in languages that are written without spaces."""

from __future__ import annotations

import re
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING

from tts_interview.errors import MissingExtraError
from tts_interview.files.installation import install_extra

if TYPE_CHECKING:
    from collections.abc import Iterator

# Chinese characters and kana, for a class in a pattern.
HAN_AND_KANA = (
    "\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
# How many letters of an alphabet say as much as one character, by language.
_LETTERS_PER_CHARACTER = {"ja": 2, "ko": 2, "zh": 3}
# The modules that read a language, with their packages. The extra that installs them has the name of the language.
_DICTIONARIES = {
    "ja": {"pyopenjtalk": "pyopenjtalk-plus", "sudachidict_core": "sudachidict_core"},
    "zh": {"pypinyin": "pypinyin", "rjieba": "rjieba"},
}
_PARTS = re.compile(rf"[{HAN_AND_KANA}]+|[^\s{HAN_AND_KANA}]+")
# These marks belong to the word after them, all others to the word before.
_OPENING = frozenset('"“‘「『《〈【〔（([{«¿¡')


def base_language(tag: str) -> str:
    """Return the language of a BCP 47 tag, such as `en` for `en-GB`."""
    return tag.replace("_", "-").partition("-")[0].casefold()


def letters_per_character(tag: str) -> int:
    """Return how many letters of an alphabet say as much as one character of a language (a BCP 47 tag): 1 to 3."""
    return _LETTERS_PER_CHARACTER.get(base_language(tag), 1)


def has_dictionary(tag: str) -> bool:
    """Return whether the dictionary of a language (a BCP 47 tag) is installed, or none is needed."""
    return all(map(find_spec, _DICTIONARIES.get(base_language(tag), ())))


def dictionary_versions(tag: str) -> str:
    """Return the packages that read a language (a BCP 47 tag), with their versions; empty if none is needed or installed."""
    packages = _DICTIONARIES.get(base_language(tag), {}).values() if has_dictionary(tag) else ()
    return " ".join(f"{package} {version(package)}" for package in packages)


def require_dictionary(tag: str) -> None:
    """Raise MissingExtraError, with the command that installs it, if the dictionary of a language (a BCP 47 tag) is missing."""
    if not has_dictionary(tag):
        extra = base_language(tag)
        raise MissingExtraError(f'text in "{tag}" needs the extra "{extra}"; get it with: {install_extra(extra)}')


def word_ranges(text: str, tag: str) -> list[tuple[int, int]]:
    """Return the ranges of the words in a text in a language (a BCP 47 tag), with the marks that touch them.

    Chinese and Japanese words are those of the dictionary, or single characters if the extra with it is not installed.
    """
    language = base_language(tag)
    if language not in _DICTIONARIES:
        return [found.span() for found in re.finditer(r"\S+", text)]
    words: list[tuple[int, int]] = []
    for found in re.finditer(r"\S+", text):
        words += _with_marks(found.start(), _cut(found[0], language if has_dictionary(language) else ""))
    return words


def _with_marks(at: int, parts: Iterator[str]) -> list[tuple[int, int]]:
    words: list[tuple[int, int]] = []
    start = at
    for part in parts:
        end = at + len(part)
        if any(map(str.isalnum, part)):
            words.append((start, end))
            start = end
        elif words and start == at and part[0] not in _OPENING:
            words[-1] = (words[-1][0], end)
            start = end
        at = end
    return words


def _cut(text: str, language: str) -> Iterator[str]:
    """Yield the text in parts: words in Chinese characters and kana, and what is between them."""
    for part in _PARTS.findall(text):
        if re.match(f"[{HAN_AND_KANA}]", part):
            yield from _dictionary_words(part, language)
        else:
            yield from re.findall(r"\w(?:[^\s]*\w)?|[^\w\s]+", part)


def _dictionary_words(text: str, language: str) -> list[str]:
    if language == "zh":
        import rjieba

        words: list[str] = rjieba.cut(text)
        return words
    if language == "ja":
        import pyopenjtalk

        words = [node["string"] for node in pyopenjtalk.run_frontend(text, use_sudachi_kanji_yomi=False)]
        if sum(map(len, words)) == len(text):
            ends = 0
            return [text[(ends := ends + len(word)) - len(word) : ends] for word in words]
    return list(text)
