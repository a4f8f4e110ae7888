"""The transcript of a page: turns under the names of who speaks, each sentence and word with the time at which it is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tts_interview.messages import language_of, message, role_name
from tts_interview.model import Role
from tts_interview.publishing.colours import numbers_of_speakers
from tts_interview.publishing.legible import legible
from tts_interview.publishing.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.model import Chapter
    from tts_interview.publishing.publication import Publication
    from tts_interview.publishing.timeline import TimedParagraph, TimedSentence, TimedTurn

# How a turn is set, by the role of who speaks.
_SET = {Role.INTERVIEWER: "asks", Role.AUDIENCE: "asks", Role.NARRATOR: "tells"}


def transcript_elements(publication: Publication) -> Iterator[ET.Element]:
    """Headings and turns, in order.

    A chapter that has a heading of its own in the source begins with it, between paragraphs or turns; one that is named by its
    question has the paragraph that asks it for a heading, as an interview in print has its questions.
    """
    chapters = {(c.turn, c.paragraph): (number, c) for number, c in enumerate(publication.chapters)}
    colours = numbers_of_speakers(publication.episode)
    for turn in timeline(publication.episode):
        box = ET.Element("div", {"class": f"turn {_class(publication, turn)} v{colours.get(turn.mark.speaker, 0)}"})
        for place, paragraph in enumerate(turn.paragraphs):
            number, chapter = chapters.get((turn.mark.turn, paragraph.number), (-1, None))
            heading = _heading(publication, number, chapter) if chapter else None
            if heading is not None and not place:
                yield heading
            if not place:
                box.append(_who(publication, turn))
            elif heading is not None:
                box.append(heading)
            box.append(_paragraph(paragraph, f"c{number}" if chapter and heading is None else ""))
        for part in box:
            part.tail = "\n"
        yield box


def clock(seconds: float) -> str:
    """`m:ss`, or `h:mm:ss` from an hour on: the second that has begun."""
    whole = int(seconds)
    minutes = f"{whole // 60 % 60}:{whole % 60:02}"
    return f"{whole // 3600}:{minutes:0>5}" if whole >= 3600 else minutes  # noqa: PLR2004 - an hour


def _role(publication: Publication, turn: TimedTurn) -> Role:
    return publication.transcript.turns[turn.mark.turn].role


def _class(publication: Publication, turn: TimedTurn) -> str:
    return _SET.get(_role(publication, turn), "answers")


def _heading(publication: Publication, number: int, chapter: Chapter) -> ET.Element | None:
    """The heading of a chapter that its question does not name."""
    turn = publication.transcript.turns[chapter.turn]
    asks = turn.role in (Role.INTERVIEWER, Role.AUDIENCE)
    if asks and not turn.paragraphs[chapter.paragraph].heading.strip():
        return None
    heading = ET.Element("h3", {"id": f"c{number}", "dir": "auto"})
    heading.text = legible(turn.paragraphs[chapter.paragraph].heading) or legible(chapter.title)
    return heading


def _who(publication: Publication, turn: TimedTurn) -> ET.Element:
    language = publication.episode.language
    line = ET.Element("p", {"class": "who", "id": f"turn-{turn.mark.turn + 1}"})
    name = ET.SubElement(line, "bdi")
    is_narrator = _role(publication, turn) is Role.NARRATOR
    name.text = role_name(language, Role.NARRATOR) if is_narrator else legible(turn.mark.speaker)
    name.tail = " "
    link = ET.SubElement(line, "a", {"class": "time", "href": f"#turn-{turn.mark.turn + 1}"})
    link.set("data-t", f"{turn.mark.start_s:.3f}")
    said = ET.SubElement(link, "span", {"class": "aside", "lang": language_of(language)})
    said.text = message(language, "play-from-here") + " "
    said.tail = clock(turn.mark.start_s)
    return line


def _paragraph(paragraph: TimedParagraph, heading: str) -> ET.Element:
    """A paragraph; one that opens a chapter is the heading of that name."""
    box = ET.Element("h3", {"id": heading}) if heading else ET.Element("p")
    box.set("dir", "auto")
    for sentence in paragraph.sentences:
        if len(box):
            box[-1].tail = " "
        box.append(_sentence(sentence))
    return box


def _sentence(sentence: TimedSentence) -> ET.Element:
    times = {"data-t": f"{sentence.mark.start_s:.3f}", "data-e": f"{sentence.mark.end_s:.3f}"}
    box = ET.Element("span", {"class": "s", **times})
    for text, mark in sentence.pieces:
        if mark:
            ET.SubElement(box, "span", {"data-t": f"{mark.start_s:.3f}"}).text = _shown(text)
        elif len(box):
            box[-1].tail = _shown(text)
        else:
            box.text = _shown(text)
    return box


def _shown(text: str) -> str:
    """What stands in a sentence, with the spaces at its ends."""
    before, after = text[: len(text) - len(text.lstrip())] and " ", text[len(text.rstrip()) :] and " "
    return (before + legible(text) + after) if text.strip() else " "
