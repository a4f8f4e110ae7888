"""The title of a page or file: what its metadata says, without the name of the site or of the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.documents.linked_data import text_of
from tts_interview.language.comparing import letters_and_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

# No title is longer, and what is done to one may take the square of its length.
_LONGEST = 500
_MOST_HEADINGS = 20
_GAP = re.compile(r"\s+(?:[-–—|·•›»/]+|::)\s+|\s*[|›»]\s*")
# A colon parts a title more often than it parts the site from the title, so it counts only beside the site's own name.
_ANY_GAP = re.compile(rf"{_GAP.pattern}|\s*:\s+")
_FEWEST_WORDS, _FEWEST_CHARACTERS = 3, 8
_FILE_NAME = re.compile(
    r"^microsoft (?:word|powerpoint)\b|^(?:untitled|unknown|document|dokument)[\s\d-]*$|^\w*_\w*$"
    r"|\.(?:docx?|pdf|rtf|odt|indd|qxd|pptx?|txt)$",
    re.I,
)
_HOME = re.compile(r"(?:https?://[^/?#]+)?/?", re.I)


def file_title(title: str) -> str:
    """Return the title in a file's properties; empty if it is the name of a file or of an untitled one."""
    bare = text_of(title)[:_LONGEST]
    return "" if _FILE_NAME.search(bare) else bare


def page_title(root: HtmlElement, headlines: Sequence[str], titles: Sequence[str], sites: Sequence[str]) -> str:
    """Return the title of a page: the first of its headlines, of its titles for sharing, or that of its window.

    A main heading shows which part of a title for sharing or of the window is the title. It takes the place of the window's
    title if that does not hold it, and it is not merely a word or two, such as the name of a section.
    """
    names = {letters_and_digits(site) for site in sites} - {""}
    headings = [heading for heading in _headings(root) if letters_and_digits(heading) not in names]
    for title in headlines:
        if bare := _without_names(title[:_LONGEST], names):
            return bare
    for title in titles:
        if bare := _without_names(title[:_LONGEST], names):
            return _around_heading(bare, headings) or bare
    window = _without_names(_window(root), names)
    choices = (_around_heading(window, headings), *filter(_is_wordy, headings), window, *headings)
    return next(filter(None, choices), "")


def _window(root: HtmlElement) -> str:
    title = root.find(".//head/title")
    return text_of(title.text)[:_LONGEST] if title is not None else ""


def _headings(root: HtmlElement) -> list[str]:
    """Return the main headings, without the name of the site as a link to its home page."""
    found: list[str] = []
    for heading in root.iter("h1"):
        text = text_of(heading.text_content())[:_LONGEST]
        if text and not any(_HOME.fullmatch(link.get("href") or "-") for link in heading.iter("a")):
            found.append(text)
        if len(found) == _MOST_HEADINGS:
            break
    return found


def _without_names(title: str, names: Iterable[str]) -> str:
    """Remove the names of the site before and after a title; a title that is nothing else becomes empty."""
    known = set(names)
    while title:
        gaps = list(_ANY_GAP.finditer(title))
        first = next((gap for gap in gaps if letters_and_digits(title[: gap.start()]) in known), None)
        last = next((gap for gap in reversed(gaps) if letters_and_digits(title[gap.end() :]) in known), None)
        if not first and not last:
            break
        title = title[: last.start()] if last else title[first.end() :] if first else title
    return "" if letters_and_digits(title) in known else title


def _around_heading(title: str, headings: Iterable[str]) -> str:
    """Return the part of a title that holds a main heading; empty if none of them is in it."""
    for heading in headings:
        at = title.casefold().find(heading.casefold())
        if at >= 0 and len(title.casefold()) == len(title):
            gaps = list(_GAP.finditer(title))
            start = max((gap.end() for gap in gaps if gap.end() <= at), default=0)
            end = min((gap.start() for gap in gaps if gap.start() >= at + len(heading)), default=len(title))
            return title[start:end]
    return ""


def _is_wordy(heading: str) -> bool:
    """Return whether a heading says more than the name of a section; some scripts have no spaces between words."""
    return len(heading.split()) >= _FEWEST_WORDS or (not heading.isascii() and len(heading) >= _FEWEST_CHARACTERS)
