"""Describe an episode for listings: the summary, the disclosure, the chapters with their times.

Podcast applications that read no chapter files take chapters from such a list: one a line, the first at 00:00:00.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from tts_interview.files.cleaning import one_line
from tts_interview.language.messages import conversation
from tts_interview.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tts_interview.model import Chapter, Episode, Transcript

_SENTENCE_END = re.compile(r"[.!?…।。！？][\"'”’»)\]]*$")
_BLOCKS = re.compile(r"\n\s*\n")
_CHAPTER = re.compile(r"\d\d:\d\d:\d\d ")
# An address in escaped text, without the punctuation after it.
_ADDRESS = re.compile(r"https?://(?:[^\s<>&]|&amp;)*[^\s<>&.,;:!?)\]}'\"]")
# A longer paragraph is not a summary.
_LONGEST_SUMMARY_CHARS = 600


def description_of(summary: str, notes: Iterable[str], chapters: Iterable[Chapter]) -> str:
    """Return plain text in paragraphs: summary, notes such as the disclosure, and the chapters with times."""
    marks = "\n".join(f"{time_mark(chapter.start_s)} {chapter.title}" for chapter in chapters)
    return "\n\n".join(part for part in (summary.strip(), *notes, marks) if part) + "\n"


def description_html(text: str) -> str:
    """Return a description in the HTML that Apple accepts: paragraphs, links, and the chapters as a list."""
    return "".join(_block_html([escape(line) for line in block.splitlines() if line.strip()]) for block in _BLOCKS.split(text))


def _block_html(lines: list[str]) -> str:
    linked = [_ADDRESS.sub(r'<a href="\g<0>">\g<0></a>', line) for line in lines]
    if all(map(_CHAPTER.match, lines)):
        return "<ul>" + "".join(f"<li>{line}</li>" for line in linked) + "</ul>" if lines else ""
    return "".join(f"<p>{line}</p>" for line in linked)


def summary_of(episode: Episode, transcript: Transcript) -> str:
    """Return the first paragraph of the introduction that is a summary, or else a sentence that names the speakers."""
    opening = transcript.turns[0] if transcript.turns else None
    introduction = opening.paragraphs if opening and opening.role is Role.NARRATOR else ()
    texts = (one_line(paragraph.text) for paragraph in introduction)
    people = conversation(episode.language, episode.people)
    return next((text for text in texts if text != one_line(episode.title) and _is_summary(text)), people)


def _is_summary(text: str) -> bool:
    """Return whether a text consists of a few sentences, unlike the name of a column or an essay."""
    return len(text) <= _LONGEST_SUMMARY_CHARS and bool(_SENTENCE_END.search(text))


def time_mark(seconds: float) -> str:
    """Format a time, rounded down to the second, as `hh:mm:ss`."""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
