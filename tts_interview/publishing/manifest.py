"""Write the manifest, a list of an episode's files for programs: name, public address, type, size and duration of each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tts_interview.errors import OutputError
from tts_interview.files.media_types import media_type
from tts_interview.publishing.corrections import about_corrections
from tts_interview.publishing.provenance import identifier, noted_in

if TYPE_CHECKING:
    from pathlib import Path

    from tts_interview.publishing.publication import Publication

NAME = "manifest.json"
_VERSION = 1


def manifest_path(audio: Path) -> Path:
    """Return the path of an episode's manifest; the name has the stem if another episode's manifest is in the folder."""
    path = audio.with_name(NAME)
    note = noted_in(path)
    is_of_another = note and note.audio not in ("", audio.name) and (audio.parent / note.audio).exists()
    return audio.with_name(f"{audio.stem}.{NAME}") if is_of_another else path


def check_manifest(audio: Path) -> None:
    """Raise OutputError if the manifest would replace a file that this program did not write."""
    path = manifest_path(audio)
    if path.exists() and not noted_in(path):
        raise OutputError(
            f"{path} exists and tts-interview did not write it: choose another output, or give `publishing.force`"
        )


def manifest(publication: Publication) -> str:
    """Return the manifest as JSON: sizes in bytes, durations in seconds, the audio first, addresses if there is a feed."""
    episode, show = publication.episode, publication.show
    about = {
        "title": episode.title,
        "date": episode.date,
        "language": episode.language,
        "number": publication.number,
        "show": show.title,
        "published": publication.published,
        "link": publication.link,
        "license": publication.license,
        "publisher": publication.article.publisher,
        "disclosure": publication.disclosure,
    }
    content = {
        "version": _VERSION,
        "generator": {
            "name": "tts-interview",
            "title": episode.title,
            "source": publication.source,
            "audio": publication.audio.name,
        },
        "guid": f"urn:uuid:{identifier(publication)}",
        "duration": round(episode.seconds, 3),
        **{key: value for key, value in about.items() if value},
        **about_corrections(publication),
        "people": [{"name": person.name, "role": str(person.role)} for person in episode.people],
        "files": [_file(path, publication) for path in publication.written if path.parent == publication.audio.parent],
    }
    if publication.feed:
        content["feed"] = publication.feed.url
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _file(path: Path, publication: Publication) -> dict[str, Any]:
    kind = media_type(path.name)
    about: dict[str, Any] = {"name": path.name, "type": kind, "size": publication.files.now(path).stat().st_size}
    if publication.base_url:
        about["url"] = publication.base_url + quote(path.name, safe="")
    if kind.startswith("audio/"):
        about["duration"] = round(publication.episode.seconds, 3)
    return about
