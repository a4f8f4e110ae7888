"""The words of spoken text: a TOML file for each language, which says what each key holds, and `any.toml` for all languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from tts_interview.files.packaged import shipped_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")


def words_of(language: str) -> dict[str, Any]:
    """Return the tables of a language, by its two-letter code, or those of `any` language."""
    return shipped_table(__file__, f"{language}.toml")


def numerals_of(language: str) -> dict[str, list[str]]:
    """Return the lists of number words of a language, by its two-letter code."""
    return {key: text.split() for key, text in words_of(language)["numerals"].items()}


def any_word(text: str) -> str:
    """Return one pattern for the words or patterns of a text, which are separated by white space."""
    return "|".join(text.split())


def each(written: Mapping[str, Any], made: Callable[[Any], T]) -> dict[str, T]:
    """Return a table by each way of writing, which are separated by "|" in its keys, with what is `made` of the values."""
    return {one: made(value) for ways, value in written.items() for one in ways.split(" | ")}
