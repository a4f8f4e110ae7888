"""What is said of an episode where it is listed: what it is of, the truth about the voices, the chapters with their times.

Podcast applications take chapters from such a list where they read no others: the first at 00:00:00, one a line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.files.cleaning import one_line
from tts_interview.language.messages.people import conversation
from tts_interview.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tts_interview.model import Chapter, Episode, Transcript

_SENTENCE_END = re.compile(r"[.!?…।。！？][\"'”’»)\]]*$")
# What is read of a summary in a list; a paragraph that is longer is none.
_LONGEST_SUMMARY_CHARS = 600


def description_of(summary: str, chapters: Iterable[Chapter], disclosure: str, link: str = "") -> str:
    """Plain text in paragraphs: the summary, the disclosure, the address of the page, the chapters with time marks."""
    marks = "\n".join(f"{time_mark(chapter.start_s)} {chapter.title}" for chapter in chapters)
    return "\n\n".join(part for part in (summary.strip(), disclosure, link, marks) if part) + "\n"


def summary_of(episode: Episode, transcript: Transcript) -> str:
    """The first paragraph of the introduction, which tells what the interview is of; else who talks with whom."""
    opening = transcript.turns[0] if transcript.turns else None
    told = opening.paragraphs if opening and opening.role is Role.NARRATOR else ()
    texts = (one_line(paragraph.text) for paragraph in told)
    people = conversation(episode.language, episode.people)
    return next((text for text in texts if text != one_line(episode.title) and _tells(text)), people)


def _tells(text: str) -> bool:
    """Whether it is a sentence or some, and not the name of a column or a whole essay."""
    return len(text) <= _LONGEST_SUMMARY_CHARS and bool(_SENTENCE_END.search(text))


def time_mark(seconds: float) -> str:
    """`hh:mm:ss`, the second that has begun."""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
