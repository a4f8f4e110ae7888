"""Count the visible letters and digits of a source a second time, without the readers' libraries.

A reader that drops text does so silently, but two independent readers rarely drop the same text. The count is a lower bound:
if the two ways of reading can differ, it takes the smaller number, so that it raises no false alarm.
"""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

from tts_interview.documents.containers import unpack
from tts_interview.documents.epub import open_epub
from tts_interview.documents.pdf import count_letters
from tts_interview.documents.podcast_json import segments_of
from tts_interview.documents.text import decode
from tts_interview.errors import SourceError
from tts_interview.settings.front_matter import split_front_matter

if TYPE_CHECKING:
    from tts_interview.model import Document
    from tts_interview.settings.parts import Limits

_FEWEST_LOST = 40
_LOST_SHARE = 0.01
_NO_LETTER = re.compile(r"[\W_]+")

_INVISIBLE = frozenset("script style template noscript title svg math iframe object canvas audio video".split())  # noqa: SIM905
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905
_RAW = frozenset({"script", "style", "title"})
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HIDDEN = re.compile(r"\shidden\b", re.I)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
# The standard library's parser takes quadratic time on tags without an end; this pattern takes what it can and goes on.
# No real tag has a thousand attributes, and a tag without an end is not text.
_MARKUP = re.compile(
    r"""<!--.*?-->|<[!?][^<>]*+>|<(?P<close>/?)(?P<tag>[a-z][\w:.-]*+)
    (?P<attributes>(?:[^<>"']++|"[^"]*+"|'[^']*+'){0,2000}+)>|<[a-z/][^<>]*+""",
    re.I | re.S | re.X,
)

# Markdown: link destinations and definitions, list numbers, and the language of fenced code.
_DESTINATION = re.compile(r"\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\]\[[^\[\]\n]*\]")
_INSIDE = r"^(?:[ \t>]|[-+*][ \t]|\d{1,9}[.)][ \t])*+"
_DEFINITION = re.compile(rf"{_INSIDE}\[(?:\\.|[^\[\]\\]){{1,999}}+\]:[ \t]*\n?.*(?:\n[ \t]*[\"'(].*)?$", re.M)
_LIST_NUMBER = re.compile(r"^(?:[ \t>]|[-+*][ \t])*+\d{1,9}[.)](?=[ \t]|$)", re.M)
_FENCE = re.compile(rf"{_INSIDE}(?:`{{3,}}|~{{3,}}).*$", re.M)
# Subtitles: everything except the payload, and a label that repeats the voice of the tag.
_NO_PAYLOAD = re.compile(r"^(?:\d+[ \t]*\n)?[ \t]*(?:\d+:)?\d+:\d+[.,]\d+[ \t]*-->.*$|\AWEBVTT(?:.+\n)*", re.M)
_NO_CUE = re.compile(r"^(?:NOTE|STYLE|REGION)\b(?:.*\n)(?:.+\n)*", re.M)
_DOUBLED = re.compile(r"<v[^\s<>]*\s([^<>:\n]*?)\s*:?>\s*\1\s*:")
_TAG = re.compile(r"<[^<>\n]*>|\{\\[^{}]*\}")
# DOCX: text, except text that was moved away or is repeated for newer programs.
_SHOWN_ELSEWHERE = re.compile(r"<w:moveFrom [^<>]*>.*?</w:moveFrom>|<mc:Choice[ >].*?</mc:Choice>", re.S)
_RUN_TEXT = re.compile(r"<w:t(?:\s[^<>]*)?>([^<]*)</w:t>")
_DOCX_PART = re.compile(r"word/(?:document|footnotes|endnotes)\.xml")


def check_complete(document: Document, visible: int, name: str) -> None:
    """Raise SourceError if the document lacks more letters and digits than two ways of counting can differ by."""
    missing = visible - count("".join(block.text for block in document.blocks))
    if missing > max(_FEWEST_LOST, _LOST_SHARE * visible):
        raise SourceError(
            f"{name}: reading would lose {missing} of its {visible} letters, as with broken or deeply nested elements: "
            "save its text as .txt and give that"
        )


def count(text: str) -> int:
    """Count the letters and digits of a text."""
    return len(_NO_LETTER.sub("", text))


def count_plain(data: bytes, name: str, _limits: Limits) -> int:
    """Count all of a plain text."""
    return count(decode(data, name))


def count_html(data: bytes, name: str, _limits: Limits) -> int:
    """Count the text of a page that browsers show."""
    return count(_seen(decode(data, name)))


def count_markdown(data: bytes, name: str, _limits: Limits) -> int:
    """Count the text without front matter, link destinations, list numbers and HTML tags."""
    body = split_front_matter(decode(data, name))[1]
    for markup in (_DEFINITION, _DESTINATION, _FENCE, _LIST_NUMBER):
        body = markup.sub(" ", body)
    return count(_seen(body))


def count_subtitles(data: bytes, name: str, _limits: Limits) -> int:
    """Count the payload of all cues."""
    payload = decode(data, name)
    for markup in (_NO_CUE, _NO_PAYLOAD, _DOUBLED, _TAG):
        payload = markup.sub("", payload)
    return count(html.unescape(payload))


def count_json(data: bytes, name: str, _limits: Limits) -> int:
    """Count the words of all segments."""
    return sum(count(words) for _, words in segments_of(json.loads(decode(data, name))))


def count_docx(data: bytes, name: str, limits: Limits) -> int:
    """Count the text of all runs, including those of notes."""
    total = 0
    for part in unpack(data, name, limits, lambda part: bool(_DOCX_PART.fullmatch(part))).values():
        shown = _SHOWN_ELSEWHERE.sub("", decode(part, name))
        total += sum(count(html.unescape(text)) for text in _RUN_TEXT.findall(shown))
    return total


def count_epub(data: bytes, name: str, limits: Limits) -> int:
    """Count the text of all chapters as HTML."""
    return sum(count(_seen(chapter.html)) for chapter in open_epub(data, name, limits)[1])


def count_pdf(data: bytes, _name: str, _limits: Limits) -> int:
    """Count the characters on all pages."""
    return count(count_letters(data))


def _seen(page: str) -> str:
    """Return the text of HTML that a browser shows. A comment without an end hides the rest of the page."""
    page = page[: _end_of_comments(page)]
    parts: list[str] = []
    skipped, depth, at = "", 0, 0
    for found in _MARKUP.finditer(page):
        if not skipped:
            parts.append(page[at : found.start()])
        at = found.end()
        tag = (found["tag"] or "").lower()
        if skipped:
            depth += (tag == skipped) * (-1 if found["close"] else skipped not in _RAW)
            skipped = skipped if depth > 0 else ""
        elif not found["close"] and _is_hidden(tag, found["attributes"] or ""):
            skipped, depth = tag, 1
    return html.unescape("".join([*parts, "" if skipped else page[at:]]))


def _end_of_comments(page: str) -> int:
    opened = page.find("<!--", page.rfind("-->") + 1)
    return len(page) if opened < 0 else opened


def _is_hidden(tag: str, attributes: str) -> bool:
    if tag in _INVISIBLE or not tag or tag in _VOID:
        return tag in _INVISIBLE
    return bool(_HIDDEN_STYLE.search(attributes) or _HIDDEN.search(_QUOTED.sub("", attributes)))
