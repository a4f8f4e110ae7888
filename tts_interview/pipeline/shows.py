"""Settings + records of episodes -> the files of a whole show: its feed, and the page that lists its episodes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from glob import escape
from typing import TYPE_CHECKING

from tts_interview.files.atomic import lock_folder, write_whole, writing
from tts_interview.publishing import SCRIPT, formats_of
from tts_interview.publishing.episodes import check_list, last_on_shelf, list_file, listing_page
from tts_interview.publishing.feed import check_feed, copy_artwork, feed_place, last_in_feed, listing_feed
from tts_interview.publishing.manifest import manifest_path
from tts_interview.publishing.records import record_of

if TYPE_CHECKING:
    from pathlib import Path

    from tts_interview.publishing.feed import FeedPlace
    from tts_interview.settings import Settings

USUAL_LANGUAGE = "en"


def check_show(settings: Settings) -> None:
    """Check, before any work, that `write_show` can write. Raises OutputError and ShowError."""
    shelf, place, lists = _wanted(settings)
    if place:
        check_feed(place, settings.podcast)
        place.check([shelf])
    if lists and not settings.publishing.force:
        check_list(shelf)


def write_show(settings: Settings, *, only_present: bool = False) -> list[Path]:
    """Write the feed and the list of all episodes in the output folder, as their records tell; return the files written.

    None is written if the settings name no show, or do not ask for them; with `only_present`, those that are there are written.
    Raises OutputError and ShowError.
    """
    shelf, place, lists = _wanted(settings, only_present=only_present)
    show, written = settings.podcast, []
    language = show.language or USUAL_LANGUAGE
    with lock_folder(shelf):
        if lists:
            write_whole(list_file(shelf), listing_page(replace(show, language=language), place, shelf))
            written.append(list_file(shelf))
        if place:
            copy_artwork(place, show)
            write_whole(place.file, listing_feed(place, show, shelf, language))
            written.append(place.file)
    return written


def last_number(settings: Settings, shelf: Path) -> int:
    """Return the highest number that the show has given: in its feed, whoever wrote it, and to episodes below a folder.

    The folder has the feed, too, unless the show file names another. Returns 0 without a show. Raises OutputError if the feed
    cannot be read.
    """
    if not settings.show:
        return 0
    place = feed_place(settings.show.feed, shelf)
    shelves = (shelf, place.file.parent) if place else (shelf,)
    return max(last_in_feed(place) if place else 0, *(last_on_shelf(each, settings.podcast) for each in shelves))


def remove_episode(audio: Path) -> None:
    """Remove the files of an episode, and their folder if nothing else is in it; an edited script stays. Raises OutputError."""
    record, folder, stem = record_of(audio), audio.parent, audio.stem
    named = [*folder.glob(f"{escape(stem)}.*"), *folder.glob(f".{escape(stem)}.*"), manifest_path(audio)]
    script = audio.with_name(stem + SCRIPT)
    for path in named:
        if path != script or (record and record.has_script(script)):
            with writing(path):
                path.unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()


def _wanted(settings: Settings, *, only_present: bool = False) -> tuple[Path, FeedPlace | None, bool]:
    """Return the folder of the episodes, the place of the feed, if one is wanted, and whether the list is."""
    shelf, show = settings.publishing.output_folder, settings.show
    place = feed_place(show.feed, shelf) if show else None
    files = {"feed": place.file if place else None, "episodes": list_file(shelf) if show and show.show.title else None}
    formats = (
        [name for name, file in files.items() if file and file.exists()] if only_present else formats_of(settings.publishing)
    )
    return shelf, place if "feed" in formats else None, bool(files["episodes"] and "episodes" in formats)
