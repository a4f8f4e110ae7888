"""Read the files of oTranscribe (.otr): JSON that holds a transcript as HTML with time stamps."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.documents.html import read_fragment
from tts_interview.documents.text import decode
from tts_interview.errors import SourceError
from tts_interview.model import Document

if TYPE_CHECKING:
    from tts_interview.settings.parts import Limits

_LOOK = re.compile(r'\s*\{\s*"(?:text|media(?:-time|-source)?)"\s*:')
_STAMP = re.compile(r"<span\b(?=[^<>]*\btimestamp\b)[^<>]*+>[^<>]*+</span>", re.I)


def is_otranscribe(text: str) -> bool:
    """Return whether a text begins like a file of oTranscribe."""
    return bool(_LOOK.match(text)) and bool(_page_in(text))


def read_otranscribe(data: bytes, name: str, _limits: Limits) -> Document:
    """Read the paragraphs of a transcript without its time stamps; lines are numbers of blocks.

    Raises SourceError if the file is not one of oTranscribe.
    """
    page = page_of(decode(data, name))
    if not page:
        raise SourceError(f'{name} is not a file of oTranscribe: expected JSON with the transcript in "text", as HTML')
    blocks = read_fragment(page)
    return Document(
        tuple(replace(block, lines=(number,) * len(block.lines)) for number, block in enumerate(blocks, start=1)),
        line_count=len(blocks),
    )


def page_of(text: str) -> str:
    """Return the HTML of the transcript without its time stamps; empty if the text is not a file of oTranscribe."""
    return _STAMP.sub(" ", _page_in(text))


def _page_in(text: str) -> str:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    page = content.get("text") if isinstance(content, dict) and "segments" not in content else None
    return page if isinstance(page, str) and "<" in page else ""
