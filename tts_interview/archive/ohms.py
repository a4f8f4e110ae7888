"""Write finished episodes as OHMS records (Oral History Metadata Synchronizer), version 6.0.

Their transcript is WebVTT, and for viewers of older records also text with a mark at each minute.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from tts_interview.archive.people import roles_of
from tts_interview.archive.sources import COLLECTION
from tts_interview.files.atomic import write_whole
from tts_interview.files.cleaning import fit, one_line
from tts_interview.files.opening import content
from tts_interview.language.locales import language_name
from tts_interview.model import Role
from tts_interview.publishing.records import record_of
from tts_interview.publishing.subtitles import timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tts_interview.archive.library import Library, LibraryEntry
    from tts_interview.publishing.provenance import Note

_NAMESPACE = "https://www.weareavp.com/nunncenter/ohms"
_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_SUFFIX = ".ohms.xml"
_DAY_CHARS = 10
# A cue is a turn, or a part of one that begins at a sentence after so many seconds, so that a reader can jump into it.
_MOST_CUE_S = 60.0
_MINUTE_S = 60.0
# The elements of a record, in the order of the schema.
_ELEMENTS = (
    *("version", "date", "title", "duration", "collection_name", "interviewee", "interviewer", "format", "file_name"),
    *("sync", "media_url", "language", "user_notes", "index", "type", "description", "transcript", "vtt_transcript"),
    *("rights", "fmt", "usage"),
)


def export_ohms(library: Library, entries: Sequence[LibraryEntry], folder: Path) -> tuple[list[Path], int]:
    """Write a record for each finished episode; return the files, and how many episodes have no transcript with times.

    Raises OutputError if a file cannot be written.
    """
    files, missing = [], 0
    for entry in entries:
        if not entry.audio:
            continue
        record = _record(library, entry)
        if record is None:
            missing += 1
            continue
        files.append(folder / f"{entry.stem}{_SUFFIX}")
        write_whole(files[-1], record)
    return files, missing


def _record(library: Library, entry: LibraryEntry) -> bytes | None:
    """Return the record of an episode; None if its transcript is missing."""
    audio = library.folder / entry.audio
    made, spoken = record_of(audio), _json(audio.with_suffix(".transcript.json"))
    if not made or not spoken.get("segments"):
        return None
    facts = {**_facts(made.note, entry), **_words(spoken, audio)}
    ET.register_namespace("", _NAMESPACE)
    root = ET.Element(f"{{{_NAMESPACE}}}ROOT", {_SCHEMA: f"{_NAMESPACE} {_NAMESPACE}/ohms.xsd"})
    day = made.note.date[:_DAY_CHARS]
    if len(day) < _DAY_CHARS:
        day = datetime.fromtimestamp(audio.stat().st_mtime, UTC).date().isoformat()
    record = ET.SubElement(root, f"{{{_NAMESPACE}}}record", {"id": str(entry.number or entry.id), "dt": day})
    for name in _ELEMENTS:
        for value in facts[name] if isinstance(facts[name], list) else [facts[name]]:
            _element(record, name, value)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _element(parent: ET.Element, name: str, value: object) -> None:
    """Add an element; a dictionary holds attributes, and a list of pairs holds elements."""
    element = ET.SubElement(parent, f"{{{_NAMESPACE}}}{name}", value if isinstance(value, dict) else {})
    if isinstance(value, tuple):
        for child, words in value:
            _element(element, child, words)
    elif not isinstance(value, dict):
        element.text = fit(str(value))


def _facts(note: Note, entry: LibraryEntry) -> dict[str, Any]:
    """Return what is known of an episode besides its words."""
    roles = roles_of(entry)
    return {
        "version": "6.0",
        "date": {"value": note.date[:_DAY_CHARS], "format": "yyyy-mm-dd"},
        "title": one_line(note.title),
        "duration": timestamp(round(1000 * note.seconds)).partition(".")[0],
        "collection_name": one_line(entry.wishes.get(COLLECTION, "")),
        "interviewee": [one_line(name) for name, role in roles.items() if role is Role.GUEST],
        "interviewer": [one_line(name) for name, role in roles.items() if role is Role.INTERVIEWER],
        "format": "audio",
        "file_name": note.audio,
        "language": language_name("en", note.language) if note.language else "",
        "type": "interview",
        "description": note.summary,
        "fmt": "audio",
    }


def _words(spoken: dict[str, Any], audio: Path) -> dict[str, Any]:
    """Return the transcript and the chapters with their times, the rights, and that the voices are synthetic."""
    chapters, about = _json(audio.with_suffix(".chapters.json")).get("chapters", []), _json(audio.with_name("manifest.json"))
    points = tuple(("point", (("time", int(one["startTime"])), ("title", one_line(one["title"])))) for one in chapters)
    segments = [one for one in spoken["segments"] if not one.get("announcement")]
    transcript, sync = _minutes(segments)
    return {
        "index": points,
        "transcript": transcript,
        "sync": sync,
        "vtt_transcript": _vtt(segments),
        "media_url": next((one.get("url", "") for one in about.get("files", []) if one["name"] == audio.name), ""),
        "rights": one_line(str(about.get("license") or "")),
        "usage": "",
        "user_notes": one_line(str(spoken.get("disclosure") or "")),
    }


def _vtt(segments: Sequence[dict[str, Any]]) -> str:
    cues = (
        f"{_clock(cue[0]['startTime'])} --> {_clock(cue[-1]['endTime'])}\n<v {_plain(cue[0]['speaker'])}>"
        + _plain(" ".join(one["body"] for one in cue))
        for cue in _cues(segments)
    )
    return "\n\n".join(["WEBVTT", "NOTE\nTRANSCRIPTION BEGIN", *cues, "NOTE\nTRANSCRIPTION END", ""])


def _cues(segments: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield the sentences of each cue."""
    cue: list[dict[str, Any]] = []
    for segment in segments:
        if cue and (segment["speaker"] != cue[0]["speaker"] or segment["startTime"] >= cue[0]["startTime"] + _MOST_CUE_S):
            yield cue
            cue = []
        cue.append(segment)
    if cue:
        yield cue


def _minutes(segments: Sequence[dict[str, Any]]) -> tuple[str, str]:
    """Return the transcript with a line for each sentence, and marks at the words where minutes begin.

    The marks are as the OHMS viewer reads them, such as `1:|13(3)|19(14)`: an interval of one minute, then the line, from 0,
    and the word, from 1, at which the second and the third begin. The viewer takes the text for HTML.
    """
    lines, marks, speaker = list[str](), list[str](), ""
    for cue in _cues(segments):
        label = f"{cue[0]['speaker'].upper()}: " if cue[0]["speaker"] != speaker else ""
        speaker = cue[0]["speaker"]
        for one in cue:
            for number, word in enumerate(one.get("words") or [one], start=1 + len(label.split())):
                while word["startTime"] >= _MINUTE_S * (len(marks) + 1):
                    marks.append(f"{len(lines)}({number})")
            lines.append(_plain(label + one["body"]))
            label = ""
        lines.append("")
    return "\n".join(lines), f"1:|{'|'.join(marks)}" if marks else ""


def _clock(seconds: float) -> str:
    return timestamp(round(1000 * seconds))


def _plain(text: str) -> str:
    return escape(one_line(text), quote=False)


def _json(path: Path) -> dict[str, Any]:
    """Return what a file holds; nothing if it is missing or damaged."""
    with suppress(OSError, ValueError, RecursionError):
        found = json.loads(content(path))
        return found if isinstance(found, dict) else {}
    return {}
