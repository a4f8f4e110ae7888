"""Publishing: the files of an episode, with one table from format to writer.

To add a format, write a function from a `Publication` to bytes in a separate module, and add a row to `WRITERS`. Import large
packages inside the function. `timeline` holds the layout of texts in time.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from tts_interview.errors import OutputError
from tts_interview.files.atomic import drafted, lock_folder, writing
from tts_interview.files.credentials import SIGNED, Claim, make_key, read_key, sign
from tts_interview.files.ffmpeg import FORMATS, Attached
from tts_interview.files.opening import content
from tts_interview.files.tags import image_kind
from tts_interview.files.xmp import ALGORITHMIC
from tts_interview.model import MASTERING, Progress, no_progress
from tts_interview.publishing.audio_tags import audio_tags, sign_sound
from tts_interview.publishing.cover import cover_file, cover_image, given_cover
from tts_interview.publishing.episodes import episodes_html, list_file, show_cover_file
from tts_interview.publishing.epub import epub_bytes, write_epub
from tts_interview.publishing.feed import feed_bytes, write_feed
from tts_interview.publishing.manifest import manifest, manifest_path
from tts_interview.publishing.page import page_html
from tts_interview.publishing.page.embedding import embed_html
from tts_interview.publishing.plain import markdown, plain_text
from tts_interview.publishing.podcast_json import chapters_json, transcript_json
from tts_interview.publishing.post import post
from tts_interview.publishing.publication import publication_of
from tts_interview.publishing.subtitles import subrip, webvtt
from tts_interview.publishing.verification import JSON, TEXT, verification_json, verification_text
from tts_interview.publishing.waveform import waveform_png, waveform_svg
from tts_interview.settings.parts import Kit, Layout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from tts_interview.files.atomic import Transaction
    from tts_interview.model import Episode, Loudness, OnProgress, Podcast, Samples, Verification
    from tts_interview.publishing.publication import Draft, Publication
    from tts_interview.settings.parts import PublishingSettings

SCRIPT = ".script.md"
DEFAULT_FORMAT = ".mp3"
# The cover is written before the audio files, because they contain it.
COVER = "cover"


def _script(publication: Publication) -> bytes:
    """Return the script; an existing one that somebody may have edited is kept."""
    present = publication.file(SCRIPT)
    return content(present) if present.exists() and not publication.renews_script else publication.script.encode()


@dataclass(frozen=True, slots=True)
class Writer:
    """A writer of one kind of file beside the audio.

    The name is the stem plus `suffix`, and `make` returns the content. `file` returns the path of a file with another name, or
    None if it is not written. `save` writes the content of `make` to a path without holding it in memory. `is_drawn` tells
    whether the file is a picture that this program draws. `of_show` says that the file belongs to the whole show and not to the
    episode.
    """

    suffix: str
    make: Callable[[Publication], bytes]
    media_type: str
    file: Callable[[Publication], Path | None] | None = None
    save: Callable[[Publication, Path], None] | None = None
    is_drawn: Callable[[Publication], bool] = lambda _publication: False
    of_show: bool = False

    def path(self, publication: Publication) -> Path | None:
        """Return the path of a publication's file; None if it is not written."""
        return self.file(publication) if self.file else publication.file(self.suffix)

    def write(self, publication: Publication, path: Path) -> None:
        """Write a draft of the episode's file; a file of the show is put in place at once."""
        if self.of_show:
            with lock_folder(path.parent), drafted(path) as draft:
                self._fill(publication, draft)
        else:
            with writing(path):
                self._fill(publication, publication.files.draft(path))

    def _fill(self, publication: Publication, draft: Path) -> None:
        if self.save:
            self.save(publication, draft)
        else:
            draft.write_bytes(self.make(publication))
        if publication.key and self.is_drawn(publication):
            sign(draft, self.suffix, read_key(publication.key), Claim(publication.title, ALGORITHMIC))


def _heard(suffix: str, make: Callable[[Verification, str], str], media_type: str) -> Writer:
    """Return the writer of a report about what was heard of an episode, which is made only with `verify`."""
    return Writer(
        suffix,
        lambda p: make(p.verification, p.audio.name).encode() if p.verification else b"",
        media_type,
        file=lambda p: p.file(suffix) if p.verification else None,
    )


# Every file beside the audio, by the name of its format, in the order of writing: those of the show, which list the episode,
# come last. A later file may list the earlier ones, which are in `Publication.written`.
WRITERS: dict[str, Writer] = {
    COVER: Writer(".cover.png", cover_image, "image/png", file=cover_file, is_drawn=lambda p: not given_cover(p)),
    "vtt": Writer(".vtt", lambda p: webvtt(p).encode(), "text/vtt"),
    "srt": Writer(".srt", lambda p: subrip(p).encode(), "application/x-subrip"),
    "json": Writer(".transcript.json", lambda p: transcript_json(p).encode(), "application/json"),
    "text": Writer(".txt", lambda p: plain_text(p).encode(), "text/plain"),
    "markdown": Writer(".md", lambda p: markdown(p).encode(), "text/markdown"),
    "post": Writer(".post.md", lambda p: post(p).encode(), "text/markdown"),
    "script": Writer(SCRIPT, _script, "text/markdown", file=lambda p: p.file(SCRIPT) if p.script else None),
    "chapters": Writer(".chapters.json", lambda p: chapters_json(p).encode(), "application/json+chapters"),
    "description": Writer(".description.txt", lambda p: p.description.encode(), "text/plain"),
    "waveform": Writer(".waveform.svg", waveform_svg, "image/svg+xml"),
    "waveform-png": Writer(".waveform.png", waveform_png, "image/png", is_drawn=lambda _: True),
    "epub": Writer(".epub", epub_bytes, "application/epub+zip", save=write_epub),
    "verification": _heard(JSON, verification_json, "application/json"),
    "verification-text": _heard(TEXT, verification_text, "text/plain"),
    "page": Writer(".html", page_html, "text/html"),
    "embed": Writer(".embed.html", embed_html, "text/html"),
    "manifest": Writer(".json", lambda p: manifest(p).encode(), "application/json", file=lambda p: manifest_path(p.audio)),
    "show-cover": Writer(
        ".show.png",
        lambda p: p.show.artwork.read_bytes() if p.show.artwork else b"",
        "image/png",
        file=show_cover_file,
        of_show=True,
    ),
    "episodes": Writer(
        ".episodes.html",
        episodes_html,
        "text/html",
        file=lambda p: list_file(p.shelf) if p.shelf and p.show.title else None,
        of_show=True,
    ),
    "feed": Writer(
        ".xml",
        feed_bytes,
        "application/rss+xml",
        file=lambda p: p.feed.file if p.feed else None,
        save=write_feed,
        of_show=True,
    ),
}
# These are always written. The JSON transcript also tells a later run which source the files belong to.
USUAL = ("vtt", "json")
AUDIO_NAMES = tuple(suffix.removeprefix(".") for suffix in FORMATS)
FORMAT_NAMES = (*AUDIO_NAMES, *WRITERS)
_EVERY_KIT = ("mp3", COVER, "vtt", "json", "script", "page", "manifest")
# The formats of each kit; `--publish` writes all three.
KITS: dict[Kit, tuple[str, ...]] = {
    Kit.NEWSPAPER: (*_EVERY_KIT, "text", "embed", "waveform", "episodes"),
    Kit.PODCAST: (*_EVERY_KIT, "srt", "chapters", "description", "waveform-png", "show-cover", "episodes", "feed"),
    Kit.LIBRARY: (*_EVERY_KIT, "srt", "text", "markdown", "chapters", "epub"),
}


def formats_in(kits: Iterable[Kit], layout: Layout) -> tuple[str, ...]:
    """Return the formats of these kits.

    Audiobookshelf treats every audio file in a folder as an episode and every picture as a cover, so it gets one each.
    """
    names = tuple(dict.fromkeys(name for kit in kits for name in KITS[kit]))
    if layout is Layout.FOLDERS:
        return names
    pictures = {name for name, writer in WRITERS.items() if writer.suffix.endswith(".png")} - {"show-cover"}
    return tuple(name for name in names if name not in pictures and name not in AUDIO_NAMES)


def formats_of(wanted: PublishingSettings) -> tuple[str, ...]:
    """Return the names of all files that these settings ask for."""
    whole = formats_in(wanted.kits, wanted.layout)
    for_hook = ("manifest",) if wanted.after else ()
    embedding = ("page",) if wanted.embed_audio else ()
    heard = ("verification", "verification-text") if wanted.verify else ()
    return (*whole, *wanted.formats, *for_hook, *embedding, *heard)


def audio_files(audio: Path, names: Iterable[str]) -> tuple[Path, ...]:
    """Return the audio files for these formats: the main one, then the others beside it."""
    others = dict.fromkeys(f".{name}" for name in names if name in AUDIO_NAMES)
    return (audio, *(audio.with_name(audio.stem + suffix) for suffix in others if suffix != audio.suffix.lower()))


def text_formats(names: Iterable[str]) -> list[str]:
    """Return the formats of the files beside the audio, including the usual ones, in the order of the table."""
    asked = {*USUAL, *names}
    return [name for name in WRITERS if name in asked]


class Encodable(Protocol):
    """The part of an episode's mastered sound that publishing uses."""

    @property
    def samples(self) -> Samples:
        """The whole mix, before the gain."""

    def encode(
        self, target: Path, suffix: str, tags: Mapping[str, str], attached: Attached, *, main: bool = True
    ) -> tuple[Loudness, float]:
        """Write an audio file in the format of `suffix`; return its loudness and the gain in dB applied to the mix."""


def publish(
    draft: Draft, episode: Episode, sound: Encodable, files: Transaction, on_progress: OnProgress = no_progress
) -> Publication:
    """Write drafts of the audio files of an episode, with tags, chapters and cover. Raises OutputError and EncodingError."""
    publication = with_cover(replace(publication_of(draft, episode, sound.samples), files=files))
    cover = publication.cover and files.now(publication.cover)
    attached = Attached(publication.chapters, cover)
    reached = []
    for path in audio_files(publication.audio, publication.wanted.formats):
        suffix = path.suffix.lower()
        with writing(path):
            tags, main = audio_tags(publication, suffix), path == publication.audio
            reached.append(sound.encode(files.draft(path), suffix, tags, attached, main=main))
            sign_sound(publication, files.draft(path), path.name)
    on_progress(Progress(MASTERING, 1, 1, 0.0))
    loudness, gain_db = reached[0]
    return replace(publication, loudness=loudness, gain_db=gain_db)


def with_cover(publication: Publication) -> Publication:
    """Add the cover for the audio files to a publication; draft its file if requested. Raises OutputError."""
    written = audio_files(publication.audio, publication.wanted.formats)
    publication = replace(publication, written=written)
    wanted = [COVER] if COVER in publication.wanted.formats else []
    cover = next(write_files(publication, wanted), None)
    return replace(publication, cover=cover or given_cover(publication), written=(*written, cover) if cover else written)


def write_files(publication: Publication, names: Iterable[str] = USUAL) -> Iterator[Path]:
    """Write the files of these formats that this run has not written yet; yield their paths. Raises OutputError.

    Those of the episode are drafts until `publication.files` is committed, which happens before the first of the show.
    """
    for name in names:
        path = WRITERS[name].path(publication)
        is_wanted = publication.wanted.updates_show or not WRITERS[name].of_show
        if path and is_wanted and path not in publication.written:
            if WRITERS[name].of_show:
                publication.files.commit()
            WRITERS[name].write(publication, path)
            publication = replace(publication, written=(*publication.written, path))
            yield path


def check_key(draft: Draft) -> None:
    """Check before any work that the key can sign the episode; make the key of a show that has none yet.

    Raises OutputError, and MissingExtraError without c2pa.
    """
    if not draft.key:
        return
    sounds = audio_files(draft.audio, draft.wanted.formats)
    unknown = next((path.suffix for path in sounds if path.suffix.lower() not in SIGNED), "")
    if unknown:
        raise OutputError(f"C2PA does not know {unknown} files: choose another format, or leave out `publishing.sign`")
    if not draft.wanted.sign_with:
        make_key(draft.key, draft.show.title)
    read_key(draft.key)


def check_names(names: Iterable[str]) -> None:
    """Raise OutputError if one of these names is not a format."""
    for name in names:
        if name not in FORMAT_NAMES:
            near = difflib.get_close_matches(name, FORMAT_NAMES, n=1, cutoff=0.5)
            known = f'did you mean "{near[0]}"?' if near else f"expected one of {', '.join(FORMAT_NAMES)}"
            raise OutputError(f'unknown format "{name}": {known}')


def check_cover(wanted: PublishingSettings, show: Podcast) -> None:
    """Raise OutputError if the given cover is not a PNG or JPEG file."""
    given = wanted.cover or show.artwork
    if given:
        image_kind(given)
