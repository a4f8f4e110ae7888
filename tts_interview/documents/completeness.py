"""Read the visible text of a source a second time, without the readers' libraries, and compare the two.

A reader that drops text does so silently, but two independent readers rarely drop the same text. What is seen here is a lower
bound: if the two ways of reading can differ, it takes the smaller part, so that it raises no false alarm.
"""

from __future__ import annotations

import html
import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from tts_interview.documents.containers import unpack
from tts_interview.documents.epub import open_epub
from tts_interview.documents.otranscribe import page_of
from tts_interview.documents.pdf import count_letters
from tts_interview.documents.podcast_json import segments_of
from tts_interview.documents.tables import rows_of
from tts_interview.documents.text import decode
from tts_interview.errors import SourceError
from tts_interview.settings.front_matter import split_front_matter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tts_interview.model import Document
    from tts_interview.settings.parts import Limits

_FEWEST_LOST = 40
_LOST_SHARE = 0.01
_WORD = re.compile(r"[^\W_]+")
_ASCII = bytes(range(128))
_NO_ASCII_LETTERS = bytes(code for code in range(256) if code not in _ASCII or not chr(code).isalnum())
# Where the order of the two readings differs, up to two words seem lost.
_SEARCHED_WORDS = 3
_FEWEST_LOST_WORDS = 3
_SHOWN_WORDS = 8
_SHOWN_CHARS = 80

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
    (?P<attributes>(?:[^<>"']++|"[^"]*+"|'[^']*+'){0,2000})>|<[a-z/][^<>]*+""",
    re.I | re.S | re.X,
)

# Markdown: link destinations.
_DESTINATION = re.compile(r"\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\]\[[^\[\]\n]*\]")
# Subtitles: everything except the payload, and a label that repeats the voice of the tag.
_NO_PAYLOAD = re.compile(r"^(?:\d+[ \t]*\n)?[ \t]*(?:\d+:)?\d+:\d+[.,]\d+[ \t]*-->.*$|\AWEBVTT(?:.+\n)*", re.M)
_NO_CUE = re.compile(r"^(?:NOTE|STYLE|REGION)\b(?:.*\n)(?:.+\n)*", re.M)
_DOUBLED = re.compile(r"<v[^\s<>]*\s([^<>:\n]*?)\s*:?>\s*\1\s*:")
_TAG = re.compile(r"<[^<>\n]*>|\{\\[^{}]*\}")
# Transcripts with stamps or numbers at the starts of lines: the stamps, the numbers, and times without a line of their own.
_LINE_START = re.compile(r"^[ \t]*(?:[\[(]?[\d:.,]+(?:[ \t]?(?:-->|[-–—])[ \t]?[\d:.,]+)?[\])]?(?=\s|<|$))?", re.M)
# XML: elements that the readers of TEI and Akoma Ntoso do not show, and the transcripts of OHMS.
_NOT_SHOWN = re.compile(
    r"<((?:\w+:)?(?:teiHeader|standOff|speaker|listPerson|timeline|spanGrp|facsimile|choice|meta|from))\b[^<>]*(?<!/)>"
    r".*?(?=</\1|\Z)",
    re.S,
)
_XML_TAG = re.compile(r"<!--.*?-->|<!\[CDATA\[|\]\]>|<[^<>]*>", re.S)
_OHMS_TRANSCRIPT = re.compile(r"<((?:\w+:)?(?:vtt_)?transcript)>(.*?)(?=</\1>|\Z)", re.S)
_OHMS_MARK = re.compile(r"\[\[/?\w+\]\]")
# DOCX: text, except text that was moved away or is repeated for newer programs.
_SHOWN_ELSEWHERE = re.compile(r"<w:moveFrom [^<>]*>.*?</w:moveFrom>|<mc:Choice[ >].*?</mc:Choice>", re.S)
_RUN_TEXT = re.compile(r"<w:t(?:\s[^<>]*)?>([^<]*)</w:t>")
_DOCX_PART = re.compile(r"word/(?:document|footnotes|endnotes)\.xml")


def check_complete(document: Document, seen: str, name: str, source: str = "") -> None:
    """Raise SourceError if the document lacks more letters and digits of `seen` than two ways of reading can differ by.

    The error quotes the first words that would be lost, with their line if `source`, the text of the file, has them.
    """
    texts = [*(block.text for block in document.blocks), *(words for _, words in document.markup)]
    visible = count(seen)
    missing = visible - count("\n".join(texts))
    if missing > max(_FEWEST_LOST, _LOST_SHARE * visible):
        lost = _first_lost(_WORD.findall(seen), _WORD.findall("\n".join(texts)))
        raise SourceError(
            f"{name}: reading would lose {missing} of its {visible} letters{_place(lost, source)}; "
            "elements may be broken or nest too deeply: mend them there, or save its text as .txt and give that"
        )


def _first_lost(seen: list[str], kept: list[str]) -> list[str]:
    """Return the first words of the one list that the other lacks, by pairs of words, since single ones recur."""
    pairs = set(pairwise(kept))
    start = 0  # after the last pair that is kept
    for at, pair in enumerate(pairwise(seen)):
        if pair in pairs:
            if at - start >= _FEWEST_LOST_WORDS:
                break
            start = at + 2
    return seen[start : start + _SHOWN_WORDS]


def _place(lost: list[str], source: str) -> str:
    """Return a clause that quotes the lost words, with the line on which they start."""
    if not lost:
        return ""
    found = re.search(r"[\W_]{1,99}".join(map(re.escape, lost[:_SEARCHED_WORDS])), source)
    line = f" on line {source.count(chr(10), 0, found.start()) + 1}" if found else ""
    return f', from "{" ".join(lost)[:_SHOWN_CHARS]} ..."{line}'


def count(text: str) -> int:
    """Count the letters and digits of a text."""
    data = text.encode("utf-8", "surrogatepass")
    others = data.translate(None, _ASCII).decode("utf-8", "surrogatepass")
    return len(data.translate(None, _NO_ASCII_LETTERS)) + sum(map(str.isalnum, others))


def seen_plain(data: bytes, name: str, _limits: Limits) -> str:
    """Return all of a plain text without front matter."""
    return split_front_matter(decode(data, name))[1]


def seen_html(data: bytes, name: str, _limits: Limits) -> str:
    """Return the text of a page that browsers show."""
    return _shown(decode(data, name))


def seen_markdown(data: bytes, name: str, _limits: Limits) -> str:
    """Return the text without front matter, link destinations and HTML tags."""
    return _shown(_DESTINATION.sub(" ", split_front_matter(decode(data, name))[1]))


def seen_subtitles(data: bytes, name: str, _limits: Limits) -> str:
    """Return the payload of all cues."""
    return _payload(decode(data, name))


def seen_timed(data: bytes, name: str, _limits: Limits) -> str:
    """Return the text without front matter, tags, and what stands at the starts of lines."""
    return _payload(_LINE_START.sub(" ", split_front_matter(decode(data, name))[1]))


def seen_json(data: bytes, name: str, _limits: Limits) -> str:
    """Return the words of all segments."""
    return "\n".join(words for _, words in segments_of(json.loads(decode(data, name))))


def seen_otranscribe(data: bytes, name: str, _limits: Limits) -> str:
    """Return the text of the page without its time stamps."""
    return _shown(page_of(decode(data, name)))


def seen_table(data: bytes, name: str, _limits: Limits, columns: Mapping[str, str] | None = None) -> str:
    """Return the words of all rows."""
    return "\n".join(row.text for row in rows_of(decode(data, name), name, columns or {}))


def seen_xml(data: bytes, name: str, _limits: Limits) -> str:
    """Return the text of TEI or Akoma Ntoso without metadata and labels."""
    return html.unescape(_XML_TAG.sub(" ", _NOT_SHOWN.sub(" ", decode(data, name))))


def seen_ohms(data: bytes, name: str, _limits: Limits) -> str:
    """Return the words of the transcript: those in WebVTT, or else the plain ones."""
    texts = {found[1].rpartition(":")[2]: found[2] for found in reversed(list(_OHMS_TRANSCRIPT.finditer(decode(data, name))))}
    for tag, written in sorted(texts.items(), reverse=True):
        text = written.partition("<![CDATA[")[2].partition("]]>")[0] if "<![CDATA[" in written else html.unescape(written)
        if count(text):
            return _payload(text) if tag == "vtt_transcript" else _OHMS_MARK.sub(" ", text)
    return ""


def seen_docx(data: bytes, name: str, limits: Limits) -> str:
    """Return the text of all runs, including those of notes."""
    parts = unpack(data, name, limits, lambda part: bool(_DOCX_PART.fullmatch(part))).values()
    shown = (_SHOWN_ELSEWHERE.sub("", decode(part, name)) for part in parts)
    return html.unescape("".join(text for part in shown for text in _RUN_TEXT.findall(part)))


def seen_epub(data: bytes, name: str, limits: Limits) -> str:
    """Return the text of all chapters as HTML."""
    return "\n".join(_shown(chapter.html) for chapter in open_epub(data, name, limits)[1])


def seen_pdf(data: bytes, _name: str, _limits: Limits) -> str:
    """Return the characters on all pages."""
    return count_letters(data)


def _payload(cues: str) -> str:
    for markup in (_NO_CUE, _NO_PAYLOAD, _DOUBLED, _TAG):
        cues = markup.sub("", cues)
    return html.unescape(cues)


def _shown(page: str) -> str:
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
