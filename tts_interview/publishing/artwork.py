"""The cover of an episode: the picture given for it or its show, or else a drawn one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.files.tags import image_kind
from tts_interview.publishing.cover import drawn_cover

if TYPE_CHECKING:
    from pathlib import Path

    from tts_interview.publishing.publication import Publication

_ENDINGS = {"png": ".cover.png", "jpeg": ".cover.jpg"}


def given_cover(publication: Publication) -> Path | None:
    """Return the file of the given cover or else of the show's; None if there is neither."""
    return publication.wanted.cover or publication.show.artwork


def cover_file(publication: Publication) -> Path:
    """Return the path of the cover, with its suffix. Raises OutputError if a given one is not a PNG or JPEG file."""
    given = given_cover(publication)
    return publication.file(_ENDINGS[image_kind(given) if given else "png"])


def cover_image(publication: Publication) -> bytes:
    """Return the content of the cover's file."""
    given = given_cover(publication)
    return given.read_bytes() if given else drawn_cover(publication)
