"""What a value of the show file must look like.

A check takes the value as TOML gives it and the folder of the show file, and gives the value as the program uses it. It raises
UnfitError, whose message says what is wrong and what to write, and does not know where the value stands.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tts_interview.errors import SourceError
from tts_interview.settings.selectors import check_selector, selector_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    Check = Callable[[object, Path], Any]

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_LINES = re.compile(r"\d+(?:\s*-\s*\d+)?")
_LONGEST_SHOWN = 40


class UnfitError(ValueError):
    """A value cannot be what its key wants: what is wrong with it, and what to write."""


def shown(value: object) -> str:
    """A value as an error shows it: short, on one line."""
    try:
        text = " ".join(str(value).split())
    except ValueError:  # a number of more digits than Python writes
        return "that number"
    return f'"{text[:_LONGEST_SHOWN]}…"' if len(text) > _LONGEST_SHOWN else f'"{text}"'


def text(value: object, _folder: Path) -> str:
    """Text that is not empty; white space at its ends goes."""
    if not isinstance(value, str) or not value.strip():
        raise UnfitError(f"{shown(value)} is no text: write words between quotes")
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\r\t" for c in value):
        raise UnfitError(f"{shown(value)} holds a control character: take it out")
    return value.strip()


def line(value: object, folder: Path) -> str:
    """Text on one line."""
    return " ".join(text(value, folder).split())


def truth(value: object, _folder: Path) -> bool:
    """`true` or `false`."""
    if not isinstance(value, bool):
        raise UnfitError(f"{shown(value)} is neither true nor false: write one of these, without quotes")
    return value


def address(value: object, folder: Path) -> str:
    """An http or https address."""
    found = text(value, folder)
    try:
        parts = urlsplit(found)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", found)
    except ValueError:
        is_address = False
    if not is_address:
        raise UnfitError(f'{shown(value)} is no address of the web: write one such as "https://example.org/show"')
    return found


def email(value: object, folder: Path) -> str:
    """An e-mail address."""
    found = text(value, folder)
    if not _EMAIL.fullmatch(found):
        raise UnfitError(f'{shown(value)} is no e-mail address: write one such as "show@example.org"')
    return found


def language(value: object, folder: Path) -> str:
    """A BCP 47 tag."""
    found = text(value, folder)
    if not _LANGUAGE.fullmatch(found):
        raise UnfitError(f'{shown(value)} is no tag of a language: write one such as "en" or "pt-BR"')
    return found


def selector(value: object, folder: Path) -> str:
    """A CSS selector."""
    found = line(value, folder)
    try:
        check_selector(found)
    except SourceError as error:
        raise UnfitError(str(error)) from error
    return found


def rule(value: object, folder: Path) -> str:
    """What is left out or kept on every page: a kind, words, or "css:" and a selector; no lines, which are of one page."""
    found = line(value, folder)
    if is_lines(found):
        raise UnfitError(
            f"{shown(value)} is a line, which holds for one page only: write words, a kind, or a selector; "
            "or give the line on the command line"
        )
    if found.casefold().startswith("css:"):
        selector(selector_in(found) or found, folder)
    return found


def is_lines(rule: str) -> bool:
    """Whether a rule names lines, as in "12" and "12-15"."""
    return _LINES.fullmatch(rule.strip()) is not None


def choice(allowed: Iterable[str]) -> Check:
    """One of these words."""
    words = [str(word) for word in allowed]

    def check(value: object, _folder: Path) -> str:
        if not isinstance(value, str) or value.strip().casefold() not in words:
            raise UnfitError(f"{shown(value)} is none of these: {', '.join(words)}")
        return value.strip().casefold()

    return check


def number(least: float, most: float) -> Check:
    """A number from `least` to `most`."""

    def check(value: object, _folder: Path) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
            raise UnfitError(f"{shown(value)} is no number from {least:g} to {most:g}: write one, without quotes")
        return value

    return check


def whole(least: int, most: int) -> Check:
    """A whole number from `least` to `most`."""

    def check(value: object, _folder: Path) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise UnfitError(f"{shown(value)} is no whole number from {least} to {most}: write one, without quotes")
        return value

    return check


def many(check: Check) -> Check:
    """A list of what `check` takes; one alone needs no brackets."""

    def check_all(value: object, folder: Path) -> tuple[object, ...]:
        return tuple(check(item, folder) for item in (value if isinstance(value, list) else [value]))

    return check_all


def file(suffixes: Iterable[str], *, exists: bool) -> Check:
    """A file with one of these suffixes, none meaning any, relative to the show file's folder; `exists` if it must be there."""
    known = tuple(suffixes)

    def check(value: object, folder: Path) -> Path:
        named = text(value, folder)
        path = folder / named
        if "://" in named or (known and path.suffix.lower() not in known):
            ending = f" that ends in {', '.join(known)}" if known else ""
            raise UnfitError(f"{shown(value)} is no file of this kind: name one{ending}")
        if not _may_be(path, exists=exists):
            raise UnfitError(f"there is no file {path}: a path counts from the folder of the show file")
        return path

    return check


def _may_be(path: Path, *, exists: bool) -> bool:
    """Whether a path can be that of a file; `exists` if it must be one."""
    try:
        return path.is_file() if exists else not path.is_dir()
    except OSError:  # a name too long for any file
        return False
