"""Build the transcript of a page: turns under the names of their speakers, each sentence with the times of its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.files.cleaning import one_line
from tts_interview.language.messages import language_of, message, role_name
from tts_interview.model import Reason, Role
from tts_interview.publishing.chapters import shortened
from tts_interview.publishing.colours import numbers_of_speakers
from tts_interview.publishing.page.templates import element, name_element
from tts_interview.publishing.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree import ElementTree as ET

    from tts_interview.model import Episode, LeftOut
    from tts_interview.publishing.publication import Publication
    from tts_interview.publishing.timeline import TimedParagraph, TimedSentence, TimedTurn

# As much of a turn as tells it from others of the same speaker.
_FIRST_CHARS = 40
# The class of a turn, by the role of its speaker.
_CLASSES = {Role.INTERVIEWER: "asks", Role.AUDIENCE: "asks", Role.NARRATOR: "tells"}


def transcript_elements(publication: Publication) -> Iterator[ET.Element]:
    """Yield headings and turns, in order.

    A chapter with a heading in the source begins with that heading, between turns or paragraphs. A chapter named after its
    question has no other heading: the paragraph that asks it becomes one, as in a printed interview.
    """
    own, asked = _openings(publication)
    withheld = sorted((e for e in publication.transcript.left_out if e.reason is Reason.WITHHELD), key=lambda e: -e.line)
    last = 0
    for turn in timeline(publication.episode):
        box = _box(publication, turn)
        for paragraph in turn.paragraphs:
            where = (turn.mark.turn, paragraph.number)
            line = 0 if turn.announces else _line(publication, *where)
            while withheld and withheld[-1].is_before(line, last):
                note = _withheld(publication, withheld.pop())
                if len(box):
                    box.append(note)
                else:
                    yield note
            last = line or last
            heading = own.pop(where, None)
            if heading is not None and len(box):
                box.append(heading)
            elif heading is not None:
                yield heading
            if not len(box):
                name = who(publication, turn)
                if not turn.announces:
                    name.set("id", _id(turn))
                box.append(name)
            box.append(_paragraph(paragraph, "" if turn.announces else asked.get(where, "")))
        for part in box:
            part.tail = "\n"
        yield box
    yield from (_withheld(publication, entry) for entry in reversed(withheld))


def _line(publication: Publication, turn: int, paragraph: int) -> int:
    return publication.transcript.turns[turn].paragraphs[paragraph].line


def _withheld(publication: Publication, entry: LeftOut) -> ET.Element:
    """Build the line that stands for a passage that is withheld, with the editor's note."""
    language = publication.episode.language
    words = element("strong", {"lang": language_of(language)}, message(language, "withheld"))
    return element("p", {"class": "disclosure"}, words, f" – {one_line(entry.note)}" if entry.note else "")


def clock(seconds: float) -> str:
    """Format a time, rounded down to the second, as `m:ss`, or as `h:mm:ss` from an hour on."""
    whole = int(seconds)
    minutes = f"{whole // 60 % 60}:{whole % 60:02}"
    return f"{whole // 3600}:{minutes:0>5}" if whole >= 3600 else minutes  # noqa: PLR2004 - an hour


def called(episode: Episode, name: str) -> str:
    """Return the name that a page shows for a speaker; the narrator's is the word for it in the episode's language."""
    is_narrator = any(person.name == name and person.role is Role.NARRATOR for person in episode.people)
    return role_name(episode.language, Role.NARRATOR) if is_narrator else one_line(name)


def _box(publication: Publication, turn: TimedTurn) -> ET.Element:
    role = publication.transcript.turns[turn.mark.turn].role
    kind = "tells announces" if turn.announces else _CLASSES.get(role, "answers")
    colour = numbers_of_speakers(publication.episode).get(turn.mark.speaker, 0)
    return element("div", {"class": f"turn {kind} v{colour}"})


def _openings(publication: Publication) -> tuple[dict[tuple[int, int], ET.Element], dict[tuple[int, int], str]]:
    """Return the headings of chapters, and the ids of those named after their question, by turn and paragraph."""
    own, asked = {}, {}
    for number, chapter in enumerate(publication.chapters):
        turn, where = publication.transcript.turns[chapter.turn], (chapter.turn, chapter.paragraph)
        heading = one_line(turn.paragraphs[chapter.paragraph].heading)
        if turn.role in (Role.INTERVIEWER, Role.AUDIENCE) and not heading:
            asked[where] = f"c{number}"
        else:
            own[where] = element("h3", {"id": f"c{number}", "dir": "auto"}, heading or one_line(chapter.title))
    return own, asked


def who(publication: Publication, turn: TimedTurn, page: str = "") -> ET.Element:
    """Build the line above a turn: its speaker, and a link to its moment on the page at an address, or on this one."""
    language = publication.episode.language
    name = called(publication.episode, turn.mark.speaker)
    about = {"class": "recorded", "lang": language_of(language)}
    recorded = (element("span", about, message(language, "recording")), " ") if turn.is_recorded else ()
    address = f"{page}#t={turn.mark.start_s:.3f}" if page else f"#{_id(turn)}"
    words = f"{name}, {shortened(one_line(turn.mark.text), _FIRST_CHARS)}"
    link = moment(turn.mark.start_s, address, words, language)
    return element("p", {"class": "who"}, name_element(language, name), *recorded, link)


def moment(start_s: float, address: str, words: str, language: str) -> ET.Element:
    """Build a link that shows a time, and tells screen readers what is heard then."""
    own = element("span", {"lang": language_of(language)}, message(language, "play-from-here"))
    hint = element("span", {"class": "aside"}, own, f": {words} ")
    return element("a", {"class": "time", "href": address, "data-t": f"{start_s:.3f}"}, hint, clock(start_s))


def _id(turn: TimedTurn) -> str:
    return f"turn-{turn.mark.turn + 1}"


def _paragraph(paragraph: TimedParagraph, heading_id: str) -> ET.Element:
    """Build a paragraph, as a heading if it opens a chapter."""
    name, about = ("h3", {"id": heading_id, "dir": "auto"}) if heading_id else ("p", {"dir": "auto"})
    return element(name, about, *sentences(paragraph))


def sentences(paragraph: TimedParagraph, *, with_words: bool = True) -> Iterator[ET.Element]:
    """Yield the sentences of a paragraph, with the times of their words if these are wanted."""
    for number, sentence in enumerate(paragraph.sentences, start=1):
        box = _sentence(sentence, with_words=with_words)
        box.tail = " " if number < len(paragraph.sentences) else None
        yield box


def _sentence(sentence: TimedSentence, *, with_words: bool) -> ET.Element:
    """Build a sentence; `data-w` has, for each word, its place in the text and its time in milliseconds from the start.

    Places count UTF-16 units, as in JavaScript. One text of a sentence, instead of an element for each word, keeps long pages
    quick and lets screen readers read on.
    """
    mark = sentence.mark
    about = {"class": "s", "data-t": f"{mark.start_s:.3f}", "data-e": f"{mark.end_s:.3f}"}
    text, times = "", list[str]()
    for piece, word in sentence.pieces:
        if word:
            times.append(f"{len(text.encode('utf-16-le')) // 2} {round((word.start_s - mark.start_s) * 1000)}")
        text += _shown(piece)
    if with_words and times:
        about["data-w"] = " ".join(times)
    return element("span", about, text)


def _shown(text: str) -> str:
    """Return a piece of a sentence on one line, with the spaces at its ends."""
    before, after = text[: len(text) - len(text.lstrip())] and " ", text[len(text.rstrip()) :] and " "
    return (before + one_line(text) + after) if text.strip() else " "
