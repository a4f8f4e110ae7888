"""Settings + records of episodes -> the files of a whole show: its feed, and the page that lists its episodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.files.atomic import lock_folder, write_whole
from tts_interview.publishing import formats_of
from tts_interview.publishing.episodes import check_list, list_file, listing_page
from tts_interview.publishing.feed import check_feed, copy_artwork, feed_place, listing_feed

if TYPE_CHECKING:
    from pathlib import Path

    from tts_interview.publishing.feed import FeedPlace
    from tts_interview.settings import Settings

_USUAL_LANGUAGE = "en"


def check_show(settings: Settings) -> None:
    """Check, before any work, that `write_show` can write. Raises OutputError and ShowError."""
    shelf, place, lists = _wanted(settings)
    if place:
        check_feed(place, settings.podcast)
        place.check([shelf])
    if lists and not settings.publishing.force:
        check_list(shelf)


def write_show(settings: Settings) -> list[Path]:
    """Write the feed and the list of all episodes in the output folder, as their records tell; return the files written.

    None is written if the settings name no show, or do not ask for them. Raises OutputError and ShowError.
    """
    shelf, place, lists = _wanted(settings)
    show, written = settings.podcast, []
    language = show.language or _USUAL_LANGUAGE
    with lock_folder(shelf):
        if lists:
            write_whole(list_file(shelf), listing_page(show, place, shelf, language))
            written.append(list_file(shelf))
        if place:
            copy_artwork(place, show)
            write_whole(place.file, listing_feed(place, show, shelf, language))
            written.append(place.file)
    return written


def _wanted(settings: Settings) -> tuple[Path, FeedPlace | None, bool]:
    """Return the folder of the episodes, the place of the feed, if one is wanted, and whether the list is."""
    shelf, formats = settings.publishing.output_folder, formats_of(settings.publishing)
    show = settings.show
    place = feed_place(show.feed, shelf) if show and "feed" in formats else None
    return shelf, place, bool(show and show.show.title and "episodes" in formats)
