"""Write the transcript for reading: as plain text, and as Markdown with the chapters as headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.files.cleaning import one_line
from tts_interview.language.locales import long_date
from tts_interview.language.messages import message
from tts_interview.publishing.corrections import notes_of
from tts_interview.publishing.description import time_mark
from tts_interview.publishing.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.publishing.publication import Publication
    from tts_interview.publishing.timeline import TimedTurn

# Characters that Markdown reads as markup; "<" also opens HTML, "[" a link.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~&])")
# The start of a line that Markdown reads as a heading, a list or a rule.
_AT_START = re.compile(r"^(\s*)(?:(\d+)([.)])(?=\s)|([-+#=](?=[\s\-+#=]|$)))")


def plain_text(publication: Publication) -> str:
    """Return the title, the date, corrections, the disclosure, the rights, and every turn under its speaker's name."""
    episode = publication.episode
    head = [episode.title, long_date(episode.language, episode.date), *_notes(publication)]
    turns = [f"{_label(turn, episode.language)}:\n" + "\n\n".join(_paragraphs(turn)) for turn in timeline(episode)]
    return "\n\n".join(part for part in (*head, *turns) if part) + "\n"


def markdown(publication: Publication) -> str:
    """Return the same in CommonMark: chapters as headings with their start times, names in bold."""
    episode = publication.episode
    head = [f"# {escaped(episode.title)}", escaped(long_date(episode.language, episode.date))]
    return "\n\n".join(part for part in (*head, *markdown_body(publication)) if part.strip("# ")) + "\n"


def markdown_body(publication: Publication) -> Iterator[str]:
    """Yield the notes and the paragraphs of the Markdown, without the title and the date."""
    yield from (f"*{escaped(note)}*" for note in _notes(publication) if note)
    yield from _marked_up(publication)


def _notes(publication: Publication) -> tuple[str, ...]:
    return (*notes_of(publication), _unsaid_disclosure(publication), publication.rights)


def _unsaid_disclosure(publication: Publication) -> str:
    """Return the disclosure, or "" if it is spoken and therefore among the turns."""
    heard = "".join(mark.text for mark in publication.episode.announcements)  # one mark a sentence of the disclosure
    return "" if _letters(publication.disclosure) in _letters(heard) else publication.disclosure


def _letters(text: str) -> str:
    return "".join(text.split())


def _marked_up(publication: Publication) -> Iterator[str]:
    headings = {(c.turn, c.paragraph): f"## {escaped(c.title)} ({time_mark(c.start_s)})" for c in publication.chapters}
    opening = next(iter(headings), None)  # announcements before the first chapter belong to the whole episode
    for turn in timeline(publication.episode):
        label = f"**{escaped(_label(turn, publication.episode.language))}:** "
        for paragraph in turn.paragraphs:
            where = (turn.mark.turn, paragraph.number)
            if where in headings and not (turn.announces and where == opening):
                yield headings.pop(where)
            text = escaped(paragraph.text)
            yield label + (f"*{text}*" if turn.announces else text if label else at_start(text))
            label = ""


def _label(turn: TimedTurn, language: str) -> str:
    """Return the speaker's name, with a remark if the turn was recorded."""
    return f"{turn.mark.speaker} ({message(language, 'recording')})" if turn.is_recorded else turn.mark.speaker


def _paragraphs(turn: TimedTurn) -> Iterator[str]:
    return (one_line(paragraph.text) for paragraph in turn.paragraphs)


def escaped(text: str) -> str:
    """Escape a text so that CommonMark shows it literally."""
    return _MARKUP.sub(r"\\\1", one_line(text))


def at_start(text: str) -> str:
    """Escape the start of a line so that it is not a list or a heading."""
    return _AT_START.sub(lambda found: f"{found[1]}{found[2]}\\{found[3]}" if found[2] else f"{found[1]}\\{found[4]}", text)
