"""The transcript of a page: turns under the names of who speaks, each sentence and word with the time at which it is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tts_interview.files.cleaning import one_line
from tts_interview.language.messages import language_of, message
from tts_interview.model import Role
from tts_interview.publishing.colours import numbers_of_speakers
from tts_interview.publishing.page.describing import called
from tts_interview.publishing.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.publishing.publication import Publication
    from tts_interview.publishing.timeline import TimedParagraph, TimedSentence, TimedTurn

# How a turn is set, by the role of who speaks.
_SET = {Role.INTERVIEWER: "asks", Role.AUDIENCE: "asks", Role.NARRATOR: "tells"}


def transcript_elements(publication: Publication) -> Iterator[ET.Element]:
    """Headings and turns, in order.

    A chapter that has a heading of its own in the source begins with it, between paragraphs or turns; one that is named by its
    question has the paragraph that asks it for a heading, as an interview in print has its questions.
    """
    own, asked = _openings(publication)
    for turn in timeline(publication.episode):
        box = _box(publication, turn)
        for paragraph in turn.paragraphs:
            where = (turn.mark.turn, paragraph.number)
            heading = own.pop(where, None)
            if heading is not None and len(box):
                box.append(heading)
            elif heading is not None:
                yield heading
            if not len(box):
                box.append(_who(publication, turn))
            box.append(_paragraph(paragraph, "" if turn.announces else asked.get(where, "")))
        for part in box:
            part.tail = "\n"
        yield box


def clock(seconds: float) -> str:
    """`m:ss`, or `h:mm:ss` from an hour on: the second that has begun."""
    whole = int(seconds)
    minutes = f"{whole // 60 % 60}:{whole % 60:02}"
    return f"{whole // 3600}:{minutes:0>5}" if whole >= 3600 else minutes  # noqa: PLR2004 - an hour


def _box(publication: Publication, turn: TimedTurn) -> ET.Element:
    role = publication.transcript.turns[turn.mark.turn].role
    kind = "tells announces" if turn.announces else _SET.get(role, "answers")
    colour = numbers_of_speakers(publication.episode).get(turn.mark.speaker, 0)
    return ET.Element("div", {"class": f"turn {kind} v{colour}"})


def _openings(publication: Publication) -> tuple[dict[tuple[int, int], ET.Element], dict[tuple[int, int], str]]:
    """The headings of chapters, and the identifiers of those that their question names, by turn and paragraph."""
    own, asked = {}, {}
    for number, chapter in enumerate(publication.chapters):
        turn, where = publication.transcript.turns[chapter.turn], (chapter.turn, chapter.paragraph)
        heading = one_line(turn.paragraphs[chapter.paragraph].heading)
        if turn.role in (Role.INTERVIEWER, Role.AUDIENCE) and not heading:
            asked[where] = f"c{number}"
        else:
            own[where] = ET.Element("h3", {"id": f"c{number}", "dir": "auto"})
            own[where].text = heading or one_line(chapter.title)
    return own, asked


def _who(publication: Publication, turn: TimedTurn) -> ET.Element:
    language = publication.episode.language
    tool = {"lang": language_of(language)}
    line = ET.Element("p", {"class": "who"} if turn.announces else {"class": "who", "id": _name(turn)})
    name = ET.SubElement(line, "bdi")
    name.text, name.tail = called(publication.episode, turn.mark.speaker), " "
    if turn.is_recorded:
        recorded = ET.SubElement(line, "span", {"class": "recorded", **tool})
        recorded.text, recorded.tail = message(language, "recording"), " "
    link = ET.SubElement(line, "a", {"class": "time", "href": f"#{_name(turn)}", "data-t": f"{turn.mark.start_s:.3f}"})
    said = ET.SubElement(link, "span", {"class": "aside", **tool})
    said.text, said.tail = message(language, "play-from-here") + " ", clock(turn.mark.start_s)
    return line


def _name(turn: TimedTurn) -> str:
    return f"turn-{turn.mark.turn + 1}"


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
    return (before + one_line(text) + after) if text.strip() else " "
