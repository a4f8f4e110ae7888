"""Tidy the HTML that Microsoft Word saves: painted bullets, notes, comments and captions get the elements of a page."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

_OFFICE = "urn:schemas-microsoft-com:office"
_CLASS = re.compile(r"\bclass=[\"']?mso")
_TAGS_OF_CLASSES = {
    "msotitle": "h1",
    "msoquote": "blockquote",
    "msointensequote": "blockquote",
    "msocaption": "figcaption",
    "msoheader": "aside",
    "msofooter": "aside",
    "msofootnotetext": "aside",
    "msoendnotetext": "aside",
    "msocommenttext": "aside",
    "msotocheading": "aside",
    **{f"msotoc{level}": "aside" for level in range(1, 10)},
}
_REFERENCES = frozenset({"msofootnotereference", "msoendnotereference", "msocommentreference"})
# Parts at the end: "mso-element:footnote-list", "mso-element:comment-list".
_LISTS = re.compile(r"mso-element\s*:\s*(?:footnote|endnote|comment)-list", re.I)
_ITEM = re.compile(r"mso-list\s*:\s*(?!ignore|none)\w", re.I)
_MARKER = re.compile(r"mso-list\s*:\s*ignore", re.I)
# "Web page, filtered" drops the styles above and keeps only the narrow space after the bullet.
_SPACER = re.compile(r"font\s*:\s*7\.0pt", re.I)
_LONGEST_MARKER = 8
# A marker is among the first spans of its paragraph.
_FIRST_SPANS = 12


def is_word_html(text: str) -> bool:
    """Return whether Word wrote a page."""
    lower = text.lower()
    return _OFFICE in lower or ("mso" in lower and _CLASS.search(lower) is not None)


def tidy_word_html(root: HtmlElement) -> tuple[tuple[int, str], ...]:
    """Turn Word's own elements into those of HTML, with all lines where they were.

    Returns the words that are taken out, each with its line: bullets, numbers of list items, and references to notes.
    """
    taken: list[tuple[int, str]] = []
    emptied: set[HtmlElement] = set()
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element in emptied:
            continue
        classes = (element.get("class") or "").lower().split()
        if ":" in element.tag:  # <o:p> and smart tags
            element.tag = "span"
        elif any(name in _REFERENCES for name in classes):
            taken += _emptied(element, emptied)
        elif element.tag == "p" and (marker := _marker_of(element, classes)) is not None:
            taken += _emptied(marker, emptied)
            element.tag = "li"
        elif _LISTS.search(element.get("style") or ""):
            element.tag = "aside"
        elif element.tag == "p":
            element.tag = next((_TAGS_OF_CLASSES[name] for name in classes if name in _TAGS_OF_CLASSES), "p")
    return tuple(taken)


def _marker_of(paragraph: HtmlElement, classes: list[str]) -> HtmlElement | None:
    """Return the element that paints the bullet or number of a list item."""
    is_item = _ITEM.search(paragraph.get("style") or "") or any(name.startswith("msolistparagraph") for name in classes)
    if not is_item:
        return None
    marker, spacer = None, None
    for span in islice(paragraph.iter("span"), _FIRST_SPANS):
        style = span.get("style") or ""
        marker = span if marker is None and _MARKER.search(style) else marker
        spacer = span if _SPACER.search(style) else spacer
    if marker is None and spacer is not None:
        marker = spacer.getparent()
    if marker is None or marker.tag != "span":
        return None
    return marker if len(_words(islice(marker.itertext(), _FIRST_SPANS))) <= _LONGEST_MARKER else None


def _words(texts: Iterable[str]) -> str:
    return " ".join("".join(texts).split())


def _emptied(element: HtmlElement, emptied: set[HtmlElement]) -> Iterator[tuple[int, str]]:
    """Yield the words in an element with their line, and leave only its line breaks."""
    words = _words(element.itertext())
    if any(map(str.isalnum, words)):
        yield element.sourceline or 1, words
    for inner in element.iter():
        emptied.add(inner)
        if inner.text:
            inner.text = "\n" * inner.text.count("\n")
        if inner is not element and inner.tail:
            inner.tail = "\n" * inner.tail.count("\n")
