"""Read JSON transcripts: the format of Podcasting 2.0, those of speech recognisers such as WhisperX, and those of data sets."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tts_interview.documents.paragraphs import VoicedText, paragraphs
from tts_interview.documents.terms import language_tag
from tts_interview.documents.text import decode
from tts_interview.errors import SourceError
from tts_interview.model import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.settings.parts import Limits

_SPEAKER_FIELDS = ("speaker", "name")
_TEXT_FIELDS = ("body", "text")
_START_FIELDS = ("startTime", "start", "timestamp", "timestamps", "offsets")
# The fields that hold the list of segments: of Podcasting 2.0 and Whisper, and of other recognisers.
_LISTS = ("segments", "utterances", "transcription", "chunks", "turns", "transcript")
# A JSON string and the colon that makes it a key. Only strings hold quotes, so a search for strings is exact.
_STRING = re.compile(r'"(?P<inside>[^"\\]*+(?:\\.[^"\\]*+)*)"(?P<key>\s*:)?', re.S)
_LOOK = re.compile(r'\s*(?:\{\s*"|\[\s*\{\s*")')
_TELLING_KEY = re.compile(rf'"(?:{"|".join(_LISTS)}|utt|speaker|body)"\s*:')
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
    lines = _lines_of(text, len(segments), _whole_text_at(content))
    return Document(
        tuple(paragraphs(_pieces(segments, lines, _announced(content)))),
        language=language_tag(_string(content.get("language"))) if isinstance(content, dict) else "",
        line_count=text.count("\n") + 1,
        timed=any(field in entry for entry in _entries(content) for field in _START_FIELDS),
    )


def is_json(text: str) -> bool:
    """Return whether a text is JSON with named fields, or begins like a JSON transcript."""
    if not _LOOK.match(text[:_LOOK_WITHIN]):
        return False
    if _TELLING_KEY.search(text[:_LOOK_WITHIN]):
        return True
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def segments_of(content: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - JSON can hold anything
    """Return the speaker and words of every segment in any of the formats; empty if it is none of them."""
    if isinstance(content, dict) and isinstance(content.get("utt"), list):
        speakers = content.get("speaker")
        names = speakers if isinstance(speakers, list) else []
        pairs = zip(content["utt"], [*names, *[""] * len(content["utt"])], strict=False)
        return [(_string(speaker), _string(words)) for words, speaker in pairs]
    found = [(_first(entry, _SPEAKER_FIELDS), _first(entry, _TEXT_FIELDS)) for entry in _entries(content)]
    return found if any(words for _, words in found) else []


def _entries(content: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - as above
    """Return the segments: the objects of a list, or of the first field that holds one."""
    lists = (content.get(field) for field in _LISTS) if isinstance(content, dict) else (content,)
    found = next((one for one in lists if isinstance(one, list)), [])
    return [entry for entry in found if isinstance(entry, dict)]


def _parsed(text: str, name: str) -> Any:  # noqa: ANN401 - JSON can hold anything
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise SourceError(f"{name}, line {error.lineno}: invalid JSON ({error.msg}): correct that line") from None
    except (RecursionError, ValueError):
        raise SourceError(f"{name} nests its JSON too deeply, or has too long a number: expected a transcript") from None


def _announced(content: Any) -> set[int]:  # noqa: ANN401 - as above
    """Return the numbers of the segments that an earlier episode of this program announced."""
    return {number for number, entry in enumerate(_entries(content)) if entry.get("announcement") is True}


def _pieces(segments: list[tuple[str, str]], lines: list[int], announced: set[int]) -> Iterator[VoicedText]:
    speaker = ""
    for number, ((named, words), line) in enumerate(zip(segments, lines, strict=True)):
        speaker = named or speaker
        if words:
            yield VoicedText(words, line, speaker, announced=number in announced)


def _whole_text_at(content: Any) -> int | None:  # noqa: ANN401 - as above
    """Return where the text of all segments is among the texts, the first or the last; None if there is none."""
    keys = list(content) if isinstance(content, dict) else []
    segments = next((keys.index(field) for field in _LISTS if field in keys), 0)
    return None if "text" not in keys else 0 if keys.index("text") < segments else -1


def _lines_of(text: str, count: int, whole: int | None) -> list[int]:
    """Find the line of every segment's words from the keys before them, apart from the text of all at `whole`."""
    lines: list[int] = []
    line, at = 1, 0
    for string in _STRING.finditer(text):
        if string["key"] and string["inside"] in _TEXT_FIELDS:
            line, at = line + text.count("\n", at, string.start()), string.start()
            lines.append(line)
    if whole is not None and lines:
        lines.pop(whole)
    is_exact = len(lines) == count and len(set(lines)) == count
    return lines if is_exact else list(range(1, count + 1))


def _first(entry: dict[str, Any], fields: tuple[str, ...]) -> str:
    return next((text for field in fields if (text := _string(entry.get(field)))), "")


def _string(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
