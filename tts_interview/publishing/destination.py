"""Where the files of an episode go, whether they may go there, and what of them lies there already."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tts_interview.errors import OutputError
from tts_interview.files.atomic import check_writable, safe_stem
from tts_interview.files.ffmpeg import check_format
from tts_interview.model import Layout, Podcast
from tts_interview.publishing import (
    COVER,
    DEFAULT_FORMAT,
    WRITERS,
    audio_files,
    check_cover,
    check_names,
    text_formats,
)
from tts_interview.publishing.artwork import COVER_SUFFIXES
from tts_interview.publishing.episodes import check_list, list_file
from tts_interview.publishing.feed import check_feed, feed_place
from tts_interview.publishing.manifest import check_manifest, manifest_path
from tts_interview.publishing.provenance import noted_in
from tts_interview.publishing.script import SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.model import Transcript
    from tts_interview.publishing.feed import FeedPlace
    from tts_interview.publishing.provenance import Note
    from tts_interview.settings import Settings


# Bytes of a path that are no UTF-8, as Python shows them.
_UNENCODED = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an episode goes: its main file, beside which the others are, and what is made besides for all of its show.

    `formats` are the names of what is made. `shelf` is the folder of all episodes of the show, and `feed` the place of its
    feed; None where the episode is of no show, or only a part of it is made.
    """

    audio: Path
    formats: tuple[str, ...] = ()
    shelf: Path | None = None
    feed: FeedPlace | None = None

    @property
    def sounds(self) -> tuple[Path, ...]:
        """The audio files, the main one first."""
        return audio_files(self.audio, self.formats)

    @property
    def texts(self) -> dict[str, Path]:
        """The files that share the stem of the main one, by the names of their formats."""
        names = (name for name in text_formats(self.formats) if not WRITERS[name].file)
        return {name: self.audio.with_name(self.audio.stem + WRITERS[name].suffix) for name in names}

    @property
    def files(self) -> Iterator[Path]:
        """All that is surely made; a cover is where there is a picture."""
        yield from (*self.sounds, *self.texts.values())
        if "manifest" in self.formats:
            yield manifest_path(self.audio)
        if self.shelf and "episodes" in self.formats:
            yield list_file(self.shelf)
        if self.feed:
            yield self.feed.file


def destination_of(output: str | Path | None, transcript: Transcript, settings: Settings) -> Destination:
    """Where an episode goes. Raises OutputError if the format is unknown, or a show has no name where it needs one."""
    show = show_of(settings)
    audio = _audio(output, transcript, settings, show)
    formats = settings.publishing.formats
    if settings.only or not settings.show:
        return Destination(audio, formats)
    named = settings.show.feed
    feed = feed_place(named.url, named.file, settings.output_folder) if "feed" in formats else None
    is_flat = settings.publishing.layout is Layout.AUDIOBOOKSHELF
    shelf = feed.file.parent if feed and not is_flat else _shelf(output, audio, settings, is_flat=is_flat)
    return Destination(audio, formats, shelf if show.title else None, feed)


def show_of(settings: Settings) -> Podcast:
    """The show that an episode belongs to; an empty one where it belongs to none."""
    return settings.show.show if settings.show else Podcast()


def check_destination(to: Destination, stems: Sequence[Path], transcript: Transcript, origin: str, settings: Settings) -> None:
    """Before any work: the files can be written, and are none that another source or somebody else made."""
    check_names(to.formats)
    check_cover(settings.publishing, show_of(settings))
    if to.feed:
        check_feed(to.feed, show_of(settings))
        to.feed.check(to.sounds)
    for path in (*to.sounds, *stems):
        check_writable(path)
    _check_apart(to, stems)
    if to.audio in settings.made:
        raise OutputError(
            f"{to.audio} was just made of another source: give one of them another title or date, or render it alone"
        )
    if not settings.overwrite:
        _check_owner(to, stems, transcript, origin)


def lying_there(to: Destination, stems: Sequence[Path], fingerprint: str) -> tuple[tuple[Path, ...], Note] | None:
    """The files of the episode and what is noted of it, if it is made of the same and none of its files is missing."""
    # A cover is where there is a picture, a script where there is a text of one.
    suffixes = (*(COVER_SUFFIXES if COVER in to.formats else ()), *((SCRIPT,) if "script" in to.formats else ()))
    others = filter(Path.exists, (to.audio.with_name(to.audio.stem + suffix) for suffix in suffixes))
    note, files = noted_in(to.texts["json"]), (*to.files, *others, *stems)
    if not note or note.fingerprint != fingerprint or not all(path.exists() for path in files):
        return None
    return files, note


def _audio(output: str | Path | None, transcript: Transcript, settings: Settings, show: Podcast) -> Path:
    if _UNENCODED.search(str(output)):
        raise OutputError(f"{str(output)!a} is no name that other programs can read: choose another -o")
    part = f" turns {min(settings.only)}-{max(settings.only)}" if settings.only else ""
    stem = safe_stem(transcript.date, transcript.title) + part
    is_folder = output is None or str(output).endswith(("/", "\\")) or Path(output).is_dir()
    if not is_folder:
        check_format(Path(str(output)))
        return Path(str(output))
    folder = Path(output) if output is not None else settings.output_folder
    if settings.publishing.layout is Layout.AUDIOBOOKSHELF:
        if not show.title:
            raise OutputError("the layout audiobookshelf needs the name of the show: give --show with title under [show]")
        return folder / safe_stem("", show.title) / f"{stem}{DEFAULT_FORMAT}"
    return (folder if output is not None else folder / stem) / f"{stem}{DEFAULT_FORMAT}"


def _shelf(output: str | Path | None, audio: Path, settings: Settings, *, is_flat: bool) -> Path:
    return audio.parent if is_flat or output is not None else settings.output_folder


def _check_apart(to: Destination, stems: Sequence[Path]) -> None:
    """No stem takes the place of a file of the episode."""
    taken = {str(path.resolve()).casefold() for path in to.files}
    both = next((stem for stem in stems if str(stem.resolve()).casefold() in taken), None)
    if both:
        raise OutputError(f"{both} would be a file of the episode and a stem: give another folder after --stems, or another -o")


def _check_owner(to: Destination, stems: Sequence[Path], transcript: Transcript, origin: str) -> None:
    if "manifest" in to.formats:
        check_manifest(to.audio)
    if to.shelf and "episodes" in to.formats:
        check_list(to.shelf)
    existing = [path for path in (*to.sounds, *to.texts.values(), *stems) if path.exists()]
    made_from = noted_in(to.texts["json"])
    same_source = bool(origin) and made_from is not None and made_from.source == origin
    if existing and not same_source and (not made_from or made_from.title != transcript.title):
        raise OutputError(f"{existing[0]} exists and was not made from this source: choose another -o, or give --force")
