"""Finished episodes without any speaking: a library whose episodes have all the files and records that a site reads."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

from tts_interview.archive.library import INTERVIEW, Library, LibraryEntry, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_HEAD = "<!DOCTYPE html><meta charset=utf-8><link rel=icon href=data:,>"
ADDRESS = "https://example.org/tides/"


@dataclass(frozen=True)
class Finished:
    """An episode that is to be there."""

    stem: str
    title: str
    words: str = "The sea does not wait."
    guest: str = "Jonas Reed"
    host: str = "Mara Holt"
    date: str = "2026-03-04"
    language: str = "en"
    collection: str = ""


def finish(folder: Path, episodes: Iterable[Finished], first: int = 1) -> Library:
    """Add finished episodes to a library, with numbers from `first` on, and return it."""
    library, entries = Library(folder, create=True), []
    for number, episode in enumerate(episodes, start=first):
        audio = write(library.episodes, episode, number)
        cast = f"{episode.host} (interviewer), {episode.guest} (guest)"
        wishes = {"collection": episode.collection} if episode.collection else {}
        entry = LibraryEntry(path=f"/in/{number}.md", kind=INTERVIEW, title=episode.title, cast=cast, number=number)
        path = audio.relative_to(folder.absolute()).as_posix()
        entries.append(replace(entry, stem=episode.stem, wishes=wishes, standing=Standing.MADE, audio=path))
    library.put(entries)
    return library


def write(shelf: Path, episode: Finished, number: int) -> Path:
    """Write the files and the record of an episode; return its sound."""
    folder, stem = shelf / episode.stem, episode.stem
    folder.mkdir(parents=True, exist_ok=True)
    segments = [{"speaker": episode.host, "body": "Synthetic voices.", "announcement": True}]
    segments += [{"speaker": episode.guest, "body": words} for words in episode.words.splitlines()]
    files = {
        f"{stem}.mp3": b"ID3" + bytes(500),
        f"{stem}.html": f"{_HEAD}<title>{escape(episode.title)}</title><p>{escape(episode.words)}</p>".encode(),
        f"{stem}.transcript.json": json.dumps({"segments": segments}).encode(),
        f"{stem}.vtt": b"WEBVTT\n",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    address = f"{ADDRESS}{stem}/{stem}"
    item = (
        f"<item><title>{escape(episode.title)}</title><guid>urn:{number}</guid>"
        f'<enclosure url="{address}.mp3" length="503" type="audio/mpeg"/></item>'
    )
    note = {"title": episode.title, "source": stem, "date": episode.date, "language": episode.language, "number": number}
    note |= {"audio": f"{stem}.mp3", "seconds": 1200.0, "summary": f"{episode.host} in conversation with {episode.guest}."}
    listed = [{"name": name, "size": len(data), "sha256": ""} for name, data in files.items()]
    record = {"version": 1, "whole": True, "generator": note, "files": listed, "feed": f"{ADDRESS}feed.xml", "item": item}
    (folder / f".{stem}.episode.json").write_text(json.dumps(record))
    return folder / f"{stem}.mp3"
