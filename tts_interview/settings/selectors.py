"""Selectors for the parts of a source: CSS for a publisher's pages, columns for tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tts_interview.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

# Marks a selector in options that also take words and kinds.
PREFIX = "css:"
_LONGEST_CHARS = 500


@dataclass(frozen=True, slots=True)
class Selectors:
    """The selectors of a source.

    For pages, CSS selectors of the article, empty to detect it, and of other parts that rules name. For tables, the headers of
    `columns` that are not the usual ones, by the parts of a row.
    """

    article: str = ""
    parts: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


NO_SELECTORS = Selectors()


def selector_in(wish: str) -> str:
    """Return the selector of a rule such as "css:.promo"; empty for a rule of another kind."""
    return wish.strip()[len(PREFIX) :].strip() if wish.strip().casefold().startswith(PREFIX) else ""


def check_selector(selector: str) -> None:
    """Raise SourceError if a text is not a CSS selector."""
    _expression(selector)


def fitting(root: HtmlElement, selector: str) -> set[HtmlElement]:
    """Return the elements of a tree that match a selector. Raises SourceError if it is not a CSS selector."""
    from lxml import etree

    try:
        return set(root.xpath(_expression(selector)))
    except etree.XPathError as error:
        raise _wrong(selector, str(error)) from error


def _expression(selector: str) -> str:
    """Return a selector as XPath, which lxml understands."""
    from cssselect import HTMLTranslator, SelectorError

    if not selector.strip() or len(selector) > _LONGEST_CHARS:
        raise _wrong(selector[:_LONGEST_CHARS], f"{len(selector)} characters instead of 1 to {_LONGEST_CHARS}")
    try:
        return HTMLTranslator().css_to_xpath(selector)
    except (SelectorError, RecursionError) as error:
        raise _wrong(selector, str(error)) from error


def _wrong(selector: str, why: str) -> SourceError:
    reason = " ".join(why.split())
    return SourceError(f'invalid CSS selector "{selector}" ({reason}): expected one such as ".note" or "div#post > p.note"')
