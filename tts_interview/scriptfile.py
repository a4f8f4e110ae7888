"""Transcript -> the text that people edit: front matter, then `Name: words`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from tts_interview.model import Transcript, Turn

# What would read as a label, a heading or a direction gets a backslash.
_LIKE_LABEL = re.compile(r"[^\s:：][^:：\n]{0,79}[:：](?:\s|$)")
_SPECIAL = re.compile(r"([\\{])")


def script_text(transcript: Transcript) -> str:
    """The script of a transcript: title, date, language and cast in YAML, then every turn in order."""
    cast = [_cast_entry(transcript, name) for name in (s.name for s in transcript.speakers)]
    head = {"title": transcript.title, "date": transcript.date, "language": transcript.language, "cast": cast}
    front = yaml.safe_dump({k: v for k, v in head.items() if v}, allow_unicode=True, sort_keys=False, width=1000)
    turns = "\n\n".join(_turn_text(turn) for turn in transcript.turns)
    return f"---\n{front}---\n\n{turns}\n"


def _cast_entry(transcript: Transcript, name: str) -> dict[str, object]:
    speaker = transcript.speaker(name)
    aliases = [label for label in speaker.labels if label != speaker.name]
    entry = {"name": speaker.name, "role": speaker.role.value, "gender": speaker.gender.value, "aliases": aliases}
    return {key: value for key, value in entry.items() if value and value != "unknown"}


def _turn_text(turn: Turn) -> str:
    first, *others = [_SPECIAL.sub(r"\\\1", paragraph.text) for paragraph in turn.paragraphs]
    return "\n\n".join([f"{turn.speaker}: {first}", *map(_continued, others)])


def _continued(paragraph: str) -> str:
    if paragraph.startswith("#") or _LIKE_LABEL.match(paragraph):
        return f"\\{paragraph}"
    return paragraph
