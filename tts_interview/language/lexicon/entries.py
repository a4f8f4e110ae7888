"""Read the entries of a lexicon as people write them in TOML: a table for each language, with words and pronunciations."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING

from tts_interview.errors import LexiconError
from tts_interview.language.phonetics import is_known_language
from tts_interview.language.phonetics.ipa import unknown_symbols
from tts_interview.model import LexiconEntry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# The table of words for texts in any language.
ANY = "any"
_KEYS = ("say", "ipa", "lang", "since", "exact")
_LONGEST_CHARS = 300
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SINCE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_EXAMPLE = 'expected a respelling such as "RUT-uh", or IPA such as "/ˈrʏtə/"'


def entries_of(tables: Mapping[str, object], where: str) -> tuple[LexiconEntry, ...]:
    """Read the tables of all languages. Raises LexiconError, beginning with `where`, for an invalid table or entry."""
    found: list[LexiconEntry] = []
    for name, words in tables.items():
        if not is_table_name(name):
            raise LexiconError(f'{where}: unknown language "{_shown(name)}": expected words below a line such as [en] or [any]')
        try:
            found += words_of(name, words)
        except LexiconError as error:
            raise LexiconError(f"{where}, [{name}] {error}") from error
    return tuple(found)


def words_of(name: str, words: object) -> Iterator[LexiconEntry]:
    """Read the table of a language, or of ANY. Raises LexiconError, beginning with the word, for an invalid entry."""
    if not isinstance(words, dict):
        raise LexiconError(f"is not a table: write [{name}] on a line of its own, and its words below")
    for written, value in words.items():
        for one in value if isinstance(value, list) else [value]:
            try:
                yield entry_of(written, one, "" if name == ANY else name)
            except LexiconError as error:
                raise LexiconError(f'"{_shown(written)}": {error}') from error


def is_table_name(name: str) -> bool:
    """Return whether a table of words can have this name: "any", or a BCP 47 tag with known rules."""
    return name == ANY or (bool(_LANGUAGE.fullmatch(name)) and is_known_language(name))


def entry_of(written: str, said: object, language: str = "") -> LexiconEntry:
    """Make the entry of a word from "RUT-uh", "/ˈrʏtə/", or a table with the keys say, ipa, lang, since and exact.

    Raises LexiconError if the word or its pronunciation is invalid.
    """
    table = said if isinstance(said, dict) else _quick(said)
    wrong = next((key for key in table if key not in _KEYS), None)
    if wrong is not None:
        raise LexiconError(f'unknown key "{wrong}": expected {", ".join(_KEYS)}')
    entry = LexiconEntry(
        written=_written(written),
        respelling=_respelling(table["say"]) if "say" in table else "",
        ipa=_ipa(table["ipa"]) if "ipa" in table else "",
        said_in=_said_in(table["lang"]) if "lang" in table else "",
        language=language,
        since=_since(table["since"]) if "since" in table else "",
        exact=_exact(table.get("exact", False)),
    )
    if not (entry.ipa or entry.respelling or entry.said_in):
        raise LexiconError(f"no pronunciation: {_EXAMPLE}")
    return entry


def said_of(entry: LexiconEntry) -> str | dict[str, object]:
    """Return the shortest TOML value for an entry, which `entry_of` reads back."""
    table: dict[str, object] = {"say": entry.respelling, "ipa": entry.ipa, "lang": entry.said_in, "since": entry.since}
    table = {key: value for key, value in table.items() if value} | ({"exact": True} if entry.exact else {})
    if list(table) == ["ipa"]:
        return f"/{entry.ipa}/"
    return entry.respelling if list(table) == ["say"] and not _is_ipa(entry.respelling) else table


def _quick(said: object) -> dict[str, object]:
    if not isinstance(said, str):
        raise LexiconError(f"{_shown(said)} is not text: {_EXAMPLE}")
    return {"ipa": said} if _is_ipa(said) else {"say": said}


def _is_ipa(said: str) -> bool:
    text = said.strip()
    return len(text) > 1 and (text[0], text[-1]) in {("/", "/"), ("[", "]")}


def _written(value: str) -> str:
    text = _line(unicodedata.normalize("NFC", value))
    if not any(c.isalnum() for c in text):
        raise LexiconError(f'invalid word "{_shown(text)}": expected letters or digits before the =')
    return text


def _respelling(value: object) -> str:
    text = _line(value)
    if not any(c.isalnum() for c in text):
        raise LexiconError(f'no letters or digits in "{_shown(text)}": {_EXAMPLE}')
    if "=" in text:
        raise LexiconError(
            f'invalid respelling "{_shown(text)}": expected syllables such as "RUT-uh" or other words, without "="'
        )
    return text


def _ipa(value: object) -> str:
    text = _line(value)
    sounds = text[1:-1].strip() if _is_ipa(text) else text
    wrong = unknown_symbols(sounds)
    if wrong or not any(c.isalpha() for c in sounds):
        why = f'"{_shown(wrong)}" is not in the International Phonetic Alphabet' if wrong else "no phonemes"
        raise LexiconError(f"{why}: {_EXAMPLE}")
    return sounds


def _said_in(value: object) -> str:
    text = _line(value)
    if not _LANGUAGE.fullmatch(text) or not is_known_language(text):
        raise LexiconError(f'unknown language "{_shown(text)}": expected a code, as in lang = "nl"')
    return text


def _since(value: object) -> str:
    text = value.isoformat()[:10] if isinstance(value, dt.date) else value
    if not isinstance(text, str) or not _SINCE.fullmatch(text):
        raise LexiconError(f'invalid date "{_shown(value)}": expected a year or a day, as in since = 2022-02-24')
    return text


def _exact(value: object) -> bool:
    if not isinstance(value, bool):
        raise LexiconError(f'invalid value "{_shown(value)}" of exact: expected true or false')
    return value


def _line(value: object) -> str:
    """Return text on one line. Raises LexiconError for other values, long texts and unprintable characters."""
    if not isinstance(value, str):
        raise LexiconError(f'"{_shown(value)}" is not text: write it between quotes')
    text = " ".join(value.split())
    if len(text) > _LONGEST_CHARS:
        raise LexiconError(f'"{_shown(text)}" is longer than {_LONGEST_CHARS} characters: shorten it')
    if any(unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn"} for c in text):
        raise LexiconError(f'"{_shown(text)}" has an unprintable character: remove it')
    return text


def _shown(value: object) -> str:
    text = "".join(c if c.isprintable() else "?" for c in str(value))
    return f"{text[:40]}…" if len(text) > 40 else text  # noqa: PLR2004 - enough for an error
