"""CSS selectors: what a publisher calls the parts of the pages, and the elements of a page that fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.errors import SourceError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# What stands before a selector where words and kinds may stand too.
PREFIX = "css:"
_LONGEST_CHARS = 500


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors of a publisher's pages: what is the article, empty to find it out, and parts to be known by them."""

    article: str = ""
    parts: tuple[str, ...] = ()


NO_SELECTORS = Selectors()


def selector_in(wish: str) -> str:
    """The selector of a wish such as "css:.promo"; empty for a wish of another kind."""
    return wish.strip()[len(PREFIX) :].strip() if wish.strip().casefold().startswith(PREFIX) else ""


def check_selector(selector: str) -> None:
    """Raise SourceError for what is no CSS selector."""
    _expression(selector)


def fitting(root: HtmlElement, selector: str) -> set[HtmlElement]:
    """The elements of a tree that a selector fits. Raises SourceError for what is no CSS selector."""
    from lxml import etree

    try:
        return set(root.xpath(_expression(selector)))
    except etree.XPathError as error:
        raise _wrong(selector, str(error)) from error


def _expression(selector: str) -> str:
    """The selector as XPath, which lxml understands."""
    from cssselect import HTMLTranslator, SelectorError

    if not selector.strip() or len(selector) > _LONGEST_CHARS:
        raise _wrong(selector[:_LONGEST_CHARS], f"it has {len(selector)} characters, of 1 to {_LONGEST_CHARS}")
    try:
        return HTMLTranslator().css_to_xpath(selector)
    except (SelectorError, RecursionError) as error:
        raise _wrong(selector, str(error)) from error


def _wrong(selector: str, why: str) -> SourceError:
    reason = " ".join(why.split())
    return SourceError(f'"{selector}" is no CSS selector ({reason}); write one such as ".newsletter" or "div#post > p.note"')
