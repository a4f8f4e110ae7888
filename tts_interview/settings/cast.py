"""Apply the cast of a show to an interview, and remember corrections in the show file."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tts_interview.errors import OutputError, ShowError
from tts_interview.files.atomic import write_whole
from tts_interview.model import Gender, Role
from tts_interview.settings import Origin
from tts_interview.settings.layers import Layer, settled
from tts_interview.settings.showfile import show_text
from tts_interview.settings.showfile.remembering import Corrections, remembered
from tts_interview.settings.showfile.tables import Member

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tts_interview.model import Document, Speaker, Transcript
    from tts_interview.settings import Settings

# A full name of a voice names its engine.
_OF_ENGINE = ":"


def named_in(document: Document, cast: Iterable[Member]) -> list[Member]:
    """Return the members of the cast whom the document names, in full or by an alias."""
    if not (members := list(cast)):
        return members
    people = (name for name, _role in document.people)
    texts = (block.text for block in document.blocks)
    speakers = (block.speaker for block in document.blocks)
    everything = "\n".join((document.title, document.description, *people, *document.authors, *speakers, *texts))
    text = " ".join(everything.split()).casefold()
    return [member for member in members if any(_stands_in(text, call) for call in member.calls)]


def with_cast(document: Document, cast: Iterable[Member]) -> Document:
    """Return the document with these people and roles in its metadata; the document's own words about them win."""
    return replace(document, people=(*document.people, *((member.name, member.role) for member in cast)))


def aliases_layer(cast: Iterable[Member]) -> Layer:
    """Return the layer that maps the aliases of these people to their names."""
    return Layer(Origin.SHOW, {"reading.aliases": {alias: member.name for member in cast for alias in member.aliases}})


def spoken_layer(cast: Sequence[Member], transcript: Transcript) -> Layer:
    """Return the layer of voices, genders and rates of the members who speak in an interview, by their names there."""
    pairs = [(speaker.name, member) for speaker in transcript.speakers for member in cast if _is_called(speaker, member)]
    voices = {name: member.voice for name, member in pairs if member.voice}
    genders = {name: member.gender for name, member in pairs if member.gender is not Gender.UNKNOWN}
    rates = {name: member.rate for name, member in pairs if member.rate != 1}
    return Layer(Origin.SHOW, {"casting.voices": voices, "casting.genders": genders, "pacing.rates": rates})


def with_preferred_voices(settings: Settings, transcript: Transcript) -> Settings:
    """Return the settings with the voices of known people: those in full are preferred, and a part of a name has to fit."""
    layer = spoken_layer(settings.people, transcript)
    voices = layer.said["casting.voices"]
    preferred = {name: voice for name, voice in voices.items() if _OF_ENGINE in voice}
    wanted = {name: voice for name, voice in voices.items() if name not in preferred}
    settings = settled(settings, Layer(Origin.SHOW, {**layer.said, "casting.voices": wanted}))
    return replace(settings, casting=replace(settings.casting, preferred=preferred))


def without_weaker_voices(settings: Settings, layers: Sequence[Layer], transcript: Transcript) -> list[Layer]:
    """Return the layers without voices for the narrator that are weaker than the choice of a narrator."""
    narrators = {speaker.name for speaker in transcript.speakers if speaker.role is Role.NARRATOR}
    decided = settled(settings, *layers).origins.get("casting.narrator", Origin.BUILT_IN)
    return [_without(layer, narrators) if layer.origin < decided else layer for layer in layers]


def corrections_in(settings: Settings, transcript: Transcript, folder: Path) -> Corrections:
    """Return the corrections by flags that can apply to every episode of a show.

    `folder` is that of the show file. People go by the names that they have in the transcript.
    """
    said = {name for name, origin in settings.origins.items() if origin is Origin.FLAG}
    wishes, named = settings.reading, partial(_name_in, transcript)
    asked = {named(name): Role.INTERVIEWER for name in wishes.interviewers}
    values = {
        ("reading", "article"): wishes.article,
        ("reading", "narrator"): settings.casting.narrator if "casting.narrator" in said else "",
        ("show", "language"): settings.reading.language if "reading.language" in said else "",
    }
    return Corrections(
        roles=asked | {named(name): Role.GUEST for name in wishes.guests},
        aliases={label: named(name) for label, name in wishes.aliases.items()},
        voices={named(name): voice for name, voice in settings.casting.voices.items()},
        genders={named(name): gender for name, gender in settings.casting.genders.items()},
        leave_out=wishes.leave_out,
        keep=wishes.keep,
        lexicons=tuple(_named_from(folder, path) for path in settings.speech.lexicons if "speech.lexicons" in said),
        values={key: value for key, value in values.items() if value},
    )


def remember(settings: Settings, transcript: Transcript) -> list[str]:
    """Write what flags say of an interview into the show file of the settings; return a line about each change.

    The file need not exist. Its comments and its layout stay. Raises ShowError if the settings have no show, the file is not
    valid, or it cannot be written.
    """
    if not settings.show:
        raise ShowError("no show file to write into: pass Settings with a show")
    path = settings.show.path
    before = show_text(path) if path.exists() else ""
    text, lines = remembered(before, path, corrections_in(settings, transcript, path.parent))
    if text != before:
        try:
            write_whole(path.resolve(), text.encode())
        except OutputError as error:
            raise ShowError(f"cannot write {path}: {error.__cause__ or error}; choose another show file") from error
    return lines or [f"{path} holds all of that already"]


def _named_from(folder: Path, path: Path) -> str:
    """Return a path relative to the folder, so that both can move together; absolute on another drive."""
    whole = path.resolve()
    return (
        os.path.relpath(whole, folder.resolve()).replace(os.sep, "/") if whole.drive == folder.resolve().drive else str(whole)
    )


def _name_in(transcript: Transcript, name: str) -> str:
    """Return the full name of the one speaker with that name or part of a name; unchanged if none or several have it."""
    meant = [s.name for s in transcript.speakers if _is_called(s, Member(name))]
    meant = meant or [s.name for s in transcript.speakers if name.casefold() in s.name.casefold()]
    return meant[0] if len(meant) == 1 else name


def _without(layer: Layer, names: set[str]) -> Layer:
    voices = {name: voice for name, voice in layer.said.get("casting.voices", {}).items() if name not in names}
    return Layer(layer.origin, {**layer.said, "casting.voices": voices})


def _is_called(speaker: Speaker, member: Member) -> bool:
    calls = {call.casefold() for call in member.calls}
    return speaker.name.casefold() in calls or any(label.casefold() in calls for label in speaker.labels)


def _stands_in(text: str, call: str) -> bool:
    """Return whether a text, in lower case, holds a name as whole words."""
    words = " ".join(call.split()).casefold()
    start = r"(?<!\w)" if words[0].isalnum() and words[0].isascii() else ""
    end = r"(?!\w)" if words[-1].isalnum() and words[-1].isascii() else ""
    return re.search(f"{start}{re.escape(words)}{end}", text) is not None
