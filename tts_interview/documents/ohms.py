"""Read OHMS records (Oral History Metadata Synchronizer): a transcript as WebVTT or plain text, and its metadata."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tts_interview.documents.subtitles import read_vtt
from tts_interview.documents.terms import iso_date, language_tag, name_of
from tts_interview.documents.text import read_plain
from tts_interview.documents.xml import line_of, lines_before_words, named, parsed, root_of, text_of, words_of
from tts_interview.errors import SourceError
from tts_interview.model import Block, Document, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from tts_interview.settings.parts import Limits

_TRANSCRIPTS = ("vtt_transcript", "transcript")
_PEOPLE = {"interviewer": Role.INTERVIEWER, "interviewee": Role.GUEST}
# References to notes, and the notes themselves in both forms of the transcript.
_REFERENCE = re.compile(r"\[\[footnote\]\]([^\[\]]{0,20})\[\[/footnote\]\]")
_NOTES = re.compile(
    r"\[\[footnotes\]\].*?(?:\[\[/footnotes\]\]|\Z)"
    r"|^NOTE[ \t\n]++ANNOTATIONS BEGIN\b.*?(?:\bANNOTATIONS END\b|\Z)",
    re.S | re.M,
)
_MARKS = re.compile(r"\[\[/?\w+\]\]|<[^<>]*>|^NOTE\b|\bANNOTATIONS (?:BEGIN|END)\b", re.M)


def is_ohms(text: str) -> bool:
    """Return whether a text begins like an OHMS record."""
    return root_of(text) == "ROOT" and ("nunncenter/ohms" in text or any(f"<{tag}" in text for tag in _TRANSCRIPTS))


def read_ohms(data: bytes, name: str, _limits: Limits) -> Document:
    """Read the first transcript of an OHMS file. Its notes become furniture at the end.

    Raises SourceError if the file is not valid XML or holds no transcript.
    """
    root = parsed(data, name)
    found = next((e for tag in _TRANSCRIPTS for e in named(root, tag) if words_of(e)), None)
    if found is None:
        raise SourceError(f"{name} is an OHMS record without a transcript: expected text in <transcript> or <vtt_transcript>")
    text, line = text_of(found), line_of(found)
    notes = [
        Block(" ".join(words.split()), (at + lines_before_words(words),), furniture=True)
        for note, at in _located(_NOTES, text, line)
        if (words := _MARKS.sub(" ", note[0])).strip()
    ]
    references = ((at, note[1]) for note, at in _located(_REFERENCE, text, line))
    text = _REFERENCE.sub("", _NOTES.sub(lambda note: "\n" * note[0].count("\n"), text))
    document = read_vtt(text) if found.tag.endswith("vtt_transcript") else read_plain(text)
    blocks = (replace(block, lines=tuple(n + line - 1 for n in block.lines)) for block in document.blocks)
    record = next(named(root, "record"), root)
    return replace(document, blocks=(*blocks, *notes), markup=tuple(references), **_metadata(record))


def _located(pattern: re.Pattern[str], text: str, line: int) -> Iterator[tuple[re.Match[str], int]]:
    """Yield the matches in a text that starts on `line`, each with its own line."""
    at = 0
    for found in pattern.finditer(text):
        line, at = line + text.count("\n", at, found.start()), found.start()
        yield found, line


def _metadata(record: _Element) -> dict[str, Any]:
    date = next(named(record, "date"), None)
    people = ((name_of(words_of(e)), role) for tag, role in _PEOPLE.items() for e in named(record, tag))
    title, language, description = (words_of(next(named(record, tag), None)) for tag in ("title", "language", "description"))
    return {
        "title": title,
        "date": "" if date is None else iso_date(date.get("value") or date.text),
        "language": language_tag(language),
        "people": tuple((person, role) for person, role in people if person),
        "description": description,
    }
