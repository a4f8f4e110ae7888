"""What is said of an episode where it is listed: who speaks, the chapters with their times, and the truth about the voices.

Podcast applications take chapters from such a list where they read no others: the first at 00:00:00, one a line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tts_interview.model import Chapter


def description_of(summary: str, chapters: Iterable[Chapter], disclosure: str, link: str = "") -> str:
    """Plain text in paragraphs: the summary, the disclosure, the address of the page, the chapters with time marks."""
    marks = "\n".join(f"{time_mark(chapter.start_s)} {chapter.title}" for chapter in chapters)
    return "\n\n".join(part for part in (summary.strip(), disclosure, link, marks) if part) + "\n"


def time_mark(seconds: float) -> str:
    """`hh:mm:ss`, the second that has begun."""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
