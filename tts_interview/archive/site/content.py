"""What a site says of an episode: the facts of its record, who speaks in it, and its item in a feed."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from tts_interview.archive.people import roles_of
from tts_interview.archive.sources import COLLECTION
from tts_interview.files.cleaning import one_line
from tts_interview.language.messages import stands_for_role
from tts_interview.model import Role
from tts_interview.publishing.markup import language_tag
from tts_interview.publishing.records import record_name, record_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tts_interview.archive.library import Library, LibraryEntry

_TRANSCRIPT = ".transcript.json"
_COVER = (".cover.png", ".cover.jpg")
_HEARD = {Role.INTERVIEWER, Role.GUEST}
COLLECTIONS, PEOPLE, YEARS, LANGUAGES = KINDS = ("collections", "people", "years", "languages")


@dataclass(frozen=True, slots=True)
class ListedEpisode:
    """What the lists of a site say of an episode; `page`, `cover` and `words` are paths from the public folder, or empty.

    words: the JSON transcript, whose words are searched.
    people: the names of those who ask and answer.
    """

    title: str
    date: str = ""
    language: str = ""
    number: int = 0
    summary: str = ""
    seconds: float = 0.0
    page: str = ""
    cover: str = ""
    words: str = ""
    people: tuple[str, ...] = ()
    collection: str = ""

    def lists(self) -> Iterator[tuple[str, str]]:
        """Yield the kind and the name of each list with this episode."""
        if self.collection:
            yield COLLECTIONS, self.collection
        yield from ((PEOPLE, name) for name in self.people)
        if year := self.date[:4]:
            yield YEARS, year
        if self.language:
            yield LANGUAGES, self.language


@dataclass(frozen=True, slots=True)
class FinishedEpisode:
    """An episode that is finished: its files by their paths from the public folder, its item, and what is shown of it."""

    shown: ListedEpisode
    files: dict[str, Path] = field(default_factory=dict)
    item: str = ""
    feed_url: str = ""

    @property
    def facts(self) -> str:
        """What is shown, as JSON."""
        return json.dumps(asdict(self.shown))


def quoted(path: str) -> str:
    """Return a path as a relative address."""
    return "/".join(quote(part, safe="") for part in path.split("/"))


def shown_in(facts: str) -> ListedEpisode:
    """Return what is shown of an episode, from JSON."""
    values = json.loads(facts)
    return ListedEpisode(**values | {"people": tuple(values["people"])})


def state_of(library: Library, entry: LibraryEntry, address: str) -> str:
    """Return what changes with an episode's record, with what the library says of it, and the site's address; "" if none."""
    try:
        folder, name = os.path.split(f"{library.folder}/{entry.audio}")
        status = os.stat(f"{folder}/{record_name(os.path.splitext(name)[0])}")  # noqa: PTH116, PTH122 - many of them
    except OSError:
        return ""
    said = f"{entry.audio} {entry.cast} {entry.wishes.get(COLLECTION, '')} {address}"
    return f"{status.st_mtime_ns} {status.st_size} {hashlib.md5(said.encode(), usedforsecurity=False).hexdigest()}"


def kit_of(library: Library, entry: LibraryEntry) -> FinishedEpisode | None:
    """Return the episode of an entry; None if its files are not whole."""
    audio = library.folder / entry.audio
    record = record_of(audio)
    paths = record.files(audio) if record and record.is_whole else None
    if not record or not paths:
        return None
    root = library.episodes
    files = {path.relative_to(root).as_posix(): path for path in paths if path.parent == audio.parent}
    base = audio.relative_to(root).with_suffix("").as_posix()
    note, language = record.note, language_tag(record.note.language)
    names = [one_line(name) for name, role in roles_of(entry).items() if role in _HEARD]
    shown = ListedEpisode(
        title=one_line(note.title) or audio.stem,
        date=note.date,
        language=language,
        number=note.number or entry.number,
        summary=one_line(note.summary),
        seconds=note.seconds,
        page=next((name for name in (base + ".html", audio.relative_to(root).as_posix()) if name in files), ""),
        cover=next((base + end for end in _COVER if base + end in files), ""),
        words=base + _TRANSCRIPT if base + _TRANSCRIPT in files else "",
        people=tuple(dict.fromkeys(name for name in names if name and not stands_for_role(name, note.language))),
        collection=one_line(entry.wishes.get(COLLECTION, "")),
    )
    return FinishedEpisode(shown, files, record.item, record.feed_url)


def spoken_text(transcript: Path) -> str:
    """Return the words of an episode from its JSON transcript, without announcements; empty if it cannot be read."""
    try:
        segments = json.loads(transcript.read_bytes())["segments"]
        return " ".join(str(segment["body"]) for segment in segments if not segment.get("announcement"))
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return ""
