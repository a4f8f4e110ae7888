"""Where the files of an episode go, whether they may go there, and which of them are there already."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from tts_interview.errors import OutputError
from tts_interview.files.atomic import LONGEST_SLUG, check_writable, safe_stem, slug_of
from tts_interview.files.ffmpeg import check_format
from tts_interview.model import Podcast
from tts_interview.publishing import (
    DEFAULT_FORMAT,
    WRITERS,
    audio_files,
    check_cover,
    check_names,
    formats_of,
    text_formats,
)
from tts_interview.publishing.episodes import check_list, list_file
from tts_interview.publishing.feed import check_feed, feed_place
from tts_interview.publishing.manifest import check_manifest, manifest_path
from tts_interview.publishing.records import episodes_below, record_of
from tts_interview.settings.parts import Layout, PublishingSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

    from tts_interview.model import Transcript
    from tts_interview.publishing.feed import FeedPlace
    from tts_interview.publishing.provenance import Note
    from tts_interview.settings.showfile import Feed

# Bytes of a path that are not UTF-8, as Python shows them.
_UNENCODED = re.compile("[\ud800-\udfff]")
_HASH_CHARS = 6


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made of an episode: which files, for which show, and of which of its turns (None means all).

    `origin` tells its source from others; `taken` are audio files that other sources of the same batch made.
    """

    wanted: PublishingSettings = field(default_factory=PublishingSettings)
    origin: str = ""
    taken: Container[Path] = ()
    show: Podcast = field(default_factory=Podcast)
    feed: Feed | None = None
    turns: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an episode goes: its main file, beside which the others are, and the files that are of its whole show.

    `formats` are the names of what is made. `shelf` is the folder of all episodes of the show, and `feed` the place of its
    feed; both are None if the episode belongs to no show, or only a part of it is made. The files of the show are made with the
    episode if `updates_show`.
    """

    audio: Path
    formats: tuple[str, ...] = ()
    shelf: Path | None = None
    feed: FeedPlace | None = None
    updates_show: bool = True

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
        """All files that are certain; whether there is a cover depends on the picture."""
        yield from (*self.sounds, *self.texts.values())
        if "manifest" in self.formats:
            yield manifest_path(self.audio)
        yield from self.shared

    @property
    def shared(self) -> tuple[Path, ...]:
        """The files of the whole show that are made with the episode."""
        if not self.updates_show:
            return ()
        listed = (list_file(self.shelf),) if self.shelf and "episodes" in self.formats else ()
        return (*listed, *((self.feed.file,) if self.feed else ()))


def destination_of(output: str | Path | None, transcript: Transcript, order: Order) -> Destination:
    """Return where an episode goes.

    Raises OutputError if the format is unknown, or a show has no name where it needs one.
    """
    audio = _audio(output, transcript, order)
    wanted, formats = order.wanted, formats_of(order.wanted)
    if order.turns or not order.feed:
        return Destination(audio, formats)
    feed = feed_place(order.feed, wanted.output_folder) if "feed" in formats else None
    is_flat = wanted.layout is Layout.AUDIOBOOKSHELF
    shelf = feed.file.parent if feed and not is_flat else _shelf(output, audio, wanted, is_flat=is_flat)
    return Destination(audio, formats, shelf if order.show.title else None, feed, wanted.updates_show)


def check_destination(to: Destination, stems: Sequence[Path], transcript: Transcript, order: Order) -> None:
    """Check before any work that the files can be written, and that none was made by another source or somebody else.

    Raises OutputError and ShowError.
    """
    check_names(to.formats)
    check_cover(order.wanted, order.show)
    for path in (*to.files, *stems):
        check_writable(path)
    if to.feed:
        to.feed.check(to.sounds)
    if to.feed and to.updates_show:
        check_feed(to.feed, order.show)
    _check_apart(to, stems)
    if to.audio in order.taken:
        raise OutputError(f"{to.audio} was just made from another source: name a folder after -o, or render it alone")
    if not order.wanted.force:
        _check_owner(to, stems, transcript, order.origin)


def present(to: Destination, fingerprint: str) -> tuple[tuple[Path, ...], Note] | None:
    """Return the files of an episode and its note, if all of them were made of the same and none is missing."""
    record = record_of(to.audio)
    files = record.files(to.audio) if record and record.is_whole and record.note.fingerprint == fingerprint else None
    if not record or not files or not all(path.exists() for path in to.shared):
        return None
    return (*files, *to.shared), record.note


def _audio(output: str | Path | None, transcript: Transcript, order: Order) -> Path:
    if _UNENCODED.search(str(output)):
        raise OutputError(f"{str(output)!a} is not a name that other programs can read: choose another -o")
    wanted = order.wanted
    is_folder = output is None or str(output).endswith(("/", "\\")) or Path(output).is_dir()
    if not is_folder:
        check_format(Path(str(output)))
        return Path(str(output))
    folder = Path(output) if output is not None else wanted.output_folder
    if wanted.layout is Layout.AUDIOBOOKSHELF:
        if not order.show.title:
            raise OutputError("the layout audiobookshelf needs the title of the show: give a show file with title under [show]")
        folder /= safe_stem("", order.show.title)
    has_own_folder = output is None and wanted.layout is not Layout.AUDIOBOOKSHELF

    def place(stem: str) -> Path:
        return (folder / stem if has_own_folder else folder) / f"{stem}{DEFAULT_FORMAT}"

    return _named(place, folder, transcript, order)


def _named(place: Callable[[str], Path], folder: Path, transcript: Transcript, order: Order) -> Path:
    """Return the path with the slug of date and title, to which a hash is added if another episode has it.

    An episode of a show whose title was corrected, or which version 0.1 made, keeps its name, and so its address.
    """
    origin = order.origin
    part = f"turns {min(order.turns)}-{max(order.turns)}" if order.turns else ""
    if order.wanted.slug:
        return place(f"{order.wanted.slug}-{slug_of(part)}" if part else order.wanted.slug)
    before = place(f"{safe_stem(transcript.date, transcript.title)} {part}".strip())
    if origin and (own := record_of(before)) and own.note.source == origin:
        return before
    slug = slug_of(transcript.date, transcript.title, part)
    there = record_of(place(slug))
    is_own = there is not None and there.is_of(transcript.title, origin)
    if not is_own and (kept := _kept(folder, order)):
        return kept
    if (is_own or not there) and place(slug) not in order.taken:
        return place(slug)
    digest = sha256(f"{origin} {transcript.title}".encode("utf-8", "replace")).hexdigest()
    return place(f"{slug[: LONGEST_SLUG - _HASH_CHARS - 1].rstrip('-')}-{digest[:_HASH_CHARS]}")


def _kept(shelf: Path, order: Order) -> Path | None:
    """Return the main file of the numbered episode of the show that was made from the same source; None if there is none."""
    if not (order.show.title and order.origin) or order.turns:
        return None
    known = ((audio, note) for audio, note in episodes_below(shelf) if note.number and note.show == order.show.title)
    return next((audio for audio, note in known if note.source == order.origin), None)


def _shelf(output: str | Path | None, audio: Path, wanted: PublishingSettings, *, is_flat: bool) -> Path:
    return audio.parent if is_flat or output is not None else wanted.output_folder


def _check_apart(to: Destination, stems: Sequence[Path]) -> None:
    """Check that no stem takes the place of a file of the episode."""
    taken = {str(path.resolve()).casefold() for path in to.files}
    both = next((stem for stem in stems if str(stem.resolve()).casefold() in taken), None)
    if both:
        raise OutputError(
            f"{both} would be a file of the episode and a stem: give another folder after `sound.stems`, or another output"
        )


def _check_owner(to: Destination, stems: Sequence[Path], transcript: Transcript, origin: str) -> None:
    if "manifest" in to.formats:
        check_manifest(to.audio)
    if to.shelf and list_file(to.shelf) in to.shared:
        check_list(to.shelf)
    existing = [path for path in (*to.sounds, *to.texts.values(), *stems) if path.exists()]
    record = record_of(to.audio)
    if existing and not (record and record.is_of(transcript.title, origin)):
        raise OutputError(
            f"{existing[0]} exists and was not made from this source: choose another output, or give `publishing.force`"
        )
