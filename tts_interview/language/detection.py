"""Find the language of a text if its source does not say it, or says it wrongly: by its script, then by its words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from tts_interview.files.packaged import shipped_table
from tts_interview.language.regions import region_of
from tts_interview.language.segmentation import base_language, letters_per_character

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tts_interview.model import Document

_TABLE = shipped_table(__file__, "detection.toml")
_ENOUGH_CHARS = 20_000
_FEWEST_LETTERS = 40  # for statistics
_ENGLISH = frozenset(_TABLE["english_words"])
_ENGLISH_SHARE = 0.12
_WORD = re.compile(r"\w+")
_SCRIPTS: Mapping[str, str] = _TABLE["scripts"]
# Below this share of kana, a text in Chinese characters only quotes Japanese.
_SHARE_OF_KANA = 0.1
# From this share on, the script of a text refutes its declared language.
_SURE = 0.7
# The script of each language that is always written in one, by the language that stands for it.
_WRITTEN_IN = {
    **{language: language for language in _SCRIPTS.values()},
    **{language: like for like, languages in _TABLE["like"].items() for language in languages},
}
_ALSO_CYRILLIC = frozenset({"kk", "ky", "mn", "sr"})
_OWN_LETTERS: Mapping[str, str] = _TABLE["own_letters"]
_SHARE_OF_OWN = 0.01  # of the letters is enough


def language_of(document: Document) -> str:
    """Return the language as a BCP 47 tag: the declared one unless the script refutes it, else as `detect` does.

    The region is that of the spelling, because the tools that make pages declare their own, unless the front matter names one.
    """
    text = "\n".join(block.text for block in document.blocks if not block.furniture)
    found = document.language if document.language and not _refutes(text, document.language) else detect(text)
    has_region = "-" in found
    if has_region and found in document.front_matter.values():
        return found
    region = region_of(text, found, "" if has_region else document.link)
    return f"{base_language(found)}-{region}" if region else found


def detect(text: str) -> str:
    """Return the language of a text, by its script if that tells it, else by its words; "en" if it has too few of them."""
    text = text[:_ENOUGH_CHARS]
    found = _script(text)[0]
    if found == "ar":
        return _by_letters(text, ("ur", "fa")) or found
    if found == "ru":
        guess = _by_statistics(text) if _has_enough(text) else _by_letters(text, ("uk",))
        return guess if guess in _ALSO_CYRILLIC or _WRITTEN_IN.get(guess) == found else found
    if found != "en" or not _has_enough(text) or _is_english(text):
        return found
    guess = _by_statistics(text)
    return guess if _WRITTEN_IN.get(guess, found) == found else found


def _refutes(text: str, declared: str) -> bool:
    """Return whether the script of a text cannot be that of a language."""
    expected = _WRITTEN_IN.get(declared.replace("_", "-").partition("-")[0].casefold())
    found, share = _script(text[:_ENOUGH_CHARS])
    # A short text in Japanese or Korean may have Chinese characters only.
    fits = expected in (None, found) or (found == "zh" and expected in ("ja", "ko"))
    return not fits and share >= _SURE


def _script(text: str) -> tuple[str, float]:
    """Return the language that stands for the script of most of a text, and its share; "en" for a text without letters."""
    scripts = {letter: _script_of(letter) for letter in set(text) if letter.isalpha()}
    known = set(scripts.values()) - {""}
    if len(known) < 2:  # noqa: PLR2004 - there is nothing to compare
        return next(iter(known), "en"), float(len(known))
    counts: Counter[str] = Counter()
    for letter, count in Counter(text).items():
        if letter in scripts:
            counts[scripts[letter]] += count * letters_per_character(scripts[letter])
    kana, characters = (counts[script] / letters_per_character(script) for script in ("ja", "zh"))
    if kana and kana >= _SHARE_OF_KANA * (kana + characters):
        counts["ja"] += counts.pop("zh", 0)
    counts.pop("", None)
    found, count = max(counts.items(), key=lambda pair: pair[1], default=("en", 0))
    return (found, count / counts.total()) if count else ("en", 0.0)


def _script_of(letter: str) -> str:
    """Return the language that stands for the script of a letter; empty for a script of no such language."""
    return _SCRIPTS.get(re.split("[ -]", unicodedata.name(letter, ""))[0], "")


def _has_enough(text: str) -> bool:
    return any(islice((True for letter in text if letter.isalpha()), _FEWEST_LETTERS - 1, None))


def _is_english(text: str) -> bool:
    words = _WORD.findall(text.lower())
    return sum(map(_ENGLISH.__contains__, words)) >= _ENGLISH_SHARE * len(words)


def _by_letters(text: str, languages: tuple[str, ...]) -> str:
    """Return the first of the languages of whose own letters a text has enough; empty if it has none."""
    letters = sum(map(str.isalpha, text))
    text = text.casefold()
    return next((one for one in languages if sum(map(text.count, _OWN_LETTERS[one])) > _SHARE_OF_OWN * letters), "")


def _by_statistics(text: str) -> str:
    import py3langid

    return str(py3langid.classify(text)[0])
