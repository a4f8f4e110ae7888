"""What a shell completes: files, engines, voices, formats, and the speakers of a source that stands before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tts_interview.settings.options.kinds import ValueKind

_SHELL_TYPES = {"file": "file", "folder": "dir"}


class SourceType(click.ParamType[str]):
    """A source: a shell completes files."""

    name = "source"

    def convert(self, value: Any, _param: click.Parameter | None, _ctx: click.Context | None) -> str:
        """Return the source as it is."""
        return str(value)

    def shell_complete(self, _ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Let the shell complete files."""
        return [CompletionItem(incomplete, type="file")]


class VoiceType(SourceType):
    """The name of a voice."""

    name = "voice"

    def shell_complete(self, _ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the voices that begin so."""
        return _beginning(_voices(), incomplete)


def completions(kind: ValueKind, context: click.Context, incomplete: str) -> list[CompletionItem]:
    """Return what a shell may put in place of an incomplete value of that kind."""
    if kind.completes in _SHELL_TYPES:
        return [CompletionItem(incomplete, type=_SHELL_TYPES[kind.completes])]
    if kind.choices:
        return _beginning(kind.choices, incomplete)
    name, equals, value = incomplete.partition("=")
    if kind.completes == "speaker-voice" and equals:
        return _beginning((f"{name}={voice}" for voice in _voices()), f"{name}={value}")
    ends = "=" if "=" in kind.metavar else ""
    known = {"engine": _engines, "voice": _voices, "format": _formats}.get(kind.completes)
    if known:
        return _beginning(known(), incomplete)
    return _beginning((f"{speaker}{ends}" for speaker in _speakers(context)), incomplete) if kind.completes else []


def names_of(kind: ValueKind) -> list[str]:
    """Return all names that a kind of value allows; none if plug-ins or free text may add to them."""
    return list(_formats()) if kind.completes == "format" else []


def _beginning(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(word) for word in words if word.casefold().startswith(incomplete.casefold())]


def _engines() -> list[str]:
    from tts_interview.speech.engines import AUTO, engine_names

    return [AUTO, *engine_names()]


def _formats() -> Iterable[str]:
    from tts_interview.publishing import FORMAT_NAMES

    return FORMAT_NAMES


def _voices() -> list[str]:
    """Return the short names of the voices that the catalogue describes."""
    from tts_interview.speech.catalogue import catalogued_voices

    return [voice.name.rpartition("_")[2] for voice in catalogued_voices("kokoro")]


def _speakers(context: click.Context) -> list[str]:
    """Return the people in the sources that stand before on the command line; none if they cannot be read."""
    from tts_interview.errors import TtsInterviewError
    from tts_interview.model import Role
    from tts_interview.pipeline.entries import parse_source

    # Click leaves the arguments unread where an option lacks its value, which is what is being completed.
    given = context.params.get("sources") or [word for word in context.args if Path(word).is_file()]
    pages = [page for page in given if "://" not in page and page != "-"]
    try:
        people = parse_source(pages).speakers if pages else ()
    except (TtsInterviewError, OSError, ValueError):
        return []
    return [speaker.name for speaker in people if speaker.role is not Role.NARRATOR]
