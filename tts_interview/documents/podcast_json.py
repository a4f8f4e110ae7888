"""Read JSON transcripts: the format of Podcasting 2.0, and two simpler ones that data sets use."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tts_interview.documents.paragraphs import VoicedText, paragraphs
from tts_interview.documents.text import decode
from tts_interview.errors import SourceError
from tts_interview.model import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.settings.parts import Limits

_SPEAKER_FIELDS = ("speaker", "name")
_TEXT_FIELDS = ("body", "text")
# A JSON string and the colon that makes it a key. Only strings hold quotes, so a search for strings is exact.
_STRING = re.compile(r'"(?P<inside>(?:[^"\\]|\\.)*+)"(?P<key>\s*:)?', re.S)
_LOOK = re.compile(
    r'\s*(?:\{(?:[^"]|"[^"]*"\s*:[^\[{]*?)*?"(?:segments|utt)"\s*:\s*\[|\[\s*\{\s*"(?:speaker|name|text|body)"\s*:)'
)
_LOOK_WITHIN = 4096


def read_podcast_json(data: bytes, name: str, _limits: Limits) -> Document:
    """Read a JSON transcript and join the segments of a speaker. A segment without one continues the last.

    Lines are those of the segments' words, or the segments' numbers if several share a line. Raises SourceError for invalid
    JSON, with the line, and for JSON that is not a transcript.
    """
    text = decode(data, name)
    content = _parsed(text, name)
    segments = segments_of(content)
    if not segments:
        raise SourceError(
            f'{name} is JSON but not a transcript: expected "segments" with "speaker" and "body", or a list of such segments'
        )
    lines = _lines_of(text, len(segments))
    return Document(tuple(paragraphs(_pieces(segments, lines, _announced(content)))), line_count=text.count("\n") + 1)


def is_transcript(text: str) -> bool:
    """Return whether a text begins like a JSON transcript."""
    return bool(_LOOK.match(text[:_LOOK_WITHIN]))


def segments_of(content: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - JSON can hold anything
    """Return the speaker and words of every segment in any of the formats; empty if it is none of them."""
    if isinstance(content, dict) and isinstance(content.get("utt"), list):
        speakers = content.get("speaker")
        names = speakers if isinstance(speakers, list) else []
        pairs = zip(content["utt"], [*names, *[""] * len(content["utt"])], strict=False)
        return [(_string(speaker), _string(words)) for words, speaker in pairs]
    segments = content.get("segments") if isinstance(content, dict) else content
    entries = [entry for entry in segments if isinstance(entry, dict)] if isinstance(segments, list) else []
    found = [(_first(entry, _SPEAKER_FIELDS), _first(entry, _TEXT_FIELDS)) for entry in entries]
    return found if any(words for _, words in found) else []


def _parsed(text: str, name: str) -> Any:  # noqa: ANN401 - JSON can hold anything
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise SourceError(f"{name}, line {error.lineno}: invalid JSON ({error.msg}): correct that line") from None
    except (RecursionError, ValueError):
        raise SourceError(f"{name} nests its JSON too deeply, or has too long a number: expected a transcript") from None


def _announced(content: Any) -> set[int]:  # noqa: ANN401 - as above
    """Return the numbers of the segments that an earlier episode of this program announced."""
    segments = content.get("segments") if isinstance(content, dict) else None
    entries = [entry for entry in segments if isinstance(entry, dict)] if isinstance(segments, list) else []
    return {number for number, entry in enumerate(entries) if entry.get("announcement") is True}


def _pieces(segments: list[tuple[str, str]], lines: list[int], announced: set[int]) -> Iterator[VoicedText]:
    speaker = ""
    for number, ((named, words), line) in enumerate(zip(segments, lines, strict=True)):
        speaker = named or speaker
        if words:
            yield VoicedText(words, line, speaker, announced=number in announced)


def _lines_of(text: str, count: int) -> list[int]:
    """Find the line of every segment's words from the keys before them."""
    lines: list[int] = []
    line, at = 1, 0
    for string in _STRING.finditer(text):
        if string["key"] and string["inside"] in _TEXT_FIELDS:
            line, at = line + text.count("\n", at, string.start()), string.start()
            lines.append(line)
    is_exact = len(lines) == count and len(set(lines)) == count
    return lines if is_exact else list(range(1, count + 1))


def _first(entry: dict[str, Any], fields: tuple[str, ...]) -> str:
    return next((text for field in fields if (text := _string(entry.get(field)))), "")


def _string(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
