"""Checks for the values of the show file.

A check takes a value as TOML holds it and the folder of the show file, and returns the value as the program uses it. It raises
UnfitError, whose message says what is wrong and what to write, but not where.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tts_interview.errors import SourceError
from tts_interview.settings.selectors import check_selector, selector_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    Check = Callable[[object, Path], Any]

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_LINES = re.compile(r"\d+(?:\s*-\s*\d+)?")
_LONGEST_SHOWN = 40


class UnfitError(ValueError):
    """A value does not suit its key; the message says why, and what to write."""


def shown(value: object) -> str:
    """Return a value as an error message quotes it: short, on one line."""
    try:
        text = " ".join(str(value).split())
    except ValueError:  # a number of more digits than Python writes
        return "that number"
    return f'"{text[:_LONGEST_SHOWN]}…"' if len(text) > _LONGEST_SHOWN else f'"{text}"'


def text(value: object, _folder: Path) -> str:
    """Return text without white space at its ends; it must not be empty."""
    if not isinstance(value, str) or not value.strip():
        raise UnfitError(f"invalid text {shown(value)}: expected words in quotes")
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\r\t" for c in value):
        raise UnfitError(f"{shown(value)} holds a control character; delete it")
    return value.strip()


def line(value: object, folder: Path) -> str:
    """Return text on one line."""
    return " ".join(text(value, folder).split())


def truth(value: object, _folder: Path) -> bool:
    """Return `true` or `false`."""
    if not isinstance(value, bool):
        raise UnfitError(f"invalid value {shown(value)}: expected true or false, without quotes")
    return value


def address(value: object, folder: Path) -> str:
    """Return an http or https address."""
    found = text(value, folder)
    try:
        parts = urlsplit(found)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", found)
    except ValueError:
        is_address = False
    if not is_address:
        raise UnfitError(f'invalid web address {shown(value)}: expected one such as "https://example.org/show"')
    return found


def email(value: object, folder: Path) -> str:
    """Return an e-mail address."""
    found = text(value, folder)
    if not _EMAIL.fullmatch(found):
        raise UnfitError(f'invalid e-mail address {shown(value)}: expected one such as "show@example.org"')
    return found


def language(value: object, folder: Path) -> str:
    """Return a BCP 47 tag."""
    found = text(value, folder)
    if not _LANGUAGE.fullmatch(found):
        raise UnfitError(f'invalid language {shown(value)}: expected a tag such as "en" or "pt-BR"')
    return found


def selector(value: object, folder: Path) -> str:
    """Return a CSS selector."""
    found = line(value, folder)
    try:
        check_selector(found)
    except SourceError as error:
        raise UnfitError(str(error)) from error
    return found


def rule(value: object, folder: Path) -> str:
    """Return a rule for every page: a kind, words, or "css:" and a selector, but not lines, which belong to one page."""
    found = line(value, folder)
    if is_lines(found):
        raise UnfitError(
            f"line {shown(value)} belongs to one page; write words, a kind or a selector, or give the line on the command line"
        )
    if found.casefold().startswith("css:"):
        selector(selector_in(found) or found, folder)
    return found


def is_lines(rule: str) -> bool:
    """Return whether a rule names lines, as in "12" and "12-15"."""
    return _LINES.fullmatch(rule.strip()) is not None


def choice(allowed: Iterable[str]) -> Check:
    """Return a check for one of these words."""
    words = [str(word) for word in allowed]

    def check(value: object, _folder: Path) -> str:
        if not isinstance(value, str) or value.strip().casefold() not in words:
            raise UnfitError(f"invalid choice {shown(value)}: expected {', '.join(words)}")
        return value.strip().casefold()

    return check


def number(least: float, most: float) -> Check:
    """Return a check for a number from `least` to `most`."""

    def check(value: object, _folder: Path) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
            raise UnfitError(f"invalid number {shown(value)}: expected {least:g} to {most:g}, without quotes")
        return value

    return check


def whole(least: int, most: int) -> Check:
    """Return a check for a whole number from `least` to `most`."""

    def check(value: object, _folder: Path) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise UnfitError(f"invalid number {shown(value)}: expected a whole number from {least} to {most}, without quotes")
        return value

    return check


def parts(keys: Mapping[str, Check]) -> Check:
    """Return a check for an inline table that has exactly these keys; it returns the values in the order of the keys."""

    def check_all(value: object, folder: Path) -> tuple[object, ...]:
        if not isinstance(value, dict) or value.keys() != keys.keys():
            raise UnfitError(f"invalid value {shown(value)}: expected {{{', '.join(f'{key} = ...' for key in keys)}}}")
        return tuple(check(value[key], folder) for key, check in keys.items())

    return check_all


def many(check: Check) -> Check:
    """Return a check for a list of values that suit `check`; a single value needs no brackets."""

    def check_all(value: object, folder: Path) -> tuple[object, ...]:
        return tuple(check(item, folder) for item in (value if isinstance(value, list) else [value]))

    return check_all


def file(suffixes: Iterable[str], *, exists: bool) -> Check:
    """Return a check for a file, relative to the show file's folder, with one of the suffixes, if there are any.

    The file must exist if `exists` is true.
    """
    known = tuple(suffixes)

    def check(value: object, folder: Path) -> Path:
        named = text(value, folder)
        path = folder / named
        if "://" in named or (known and path.suffix.lower() not in known):
            ending = f" that ends in {', '.join(known)}" if known else ""
            raise UnfitError(f"invalid file {shown(value)}: expected a path{ending}")
        if not _may_be(path, exists=exists):
            raise UnfitError(f"no file at {path}; paths start at the folder of the show file")
        return path

    return check


def _may_be(path: Path, *, exists: bool) -> bool:
    """Return whether a path is that of a file, or, unless `exists`, could be."""
    try:
        return path.is_file() if exists else not path.is_dir()
    except OSError:  # such as a name that is too long
        return False
