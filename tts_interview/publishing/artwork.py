"""The cover of an episode: the picture that is given for it or for its show, else one that is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.files.tags import image_kind
from tts_interview.publishing.cover import drawn_cover

if TYPE_CHECKING:
    from pathlib import Path

    from tts_interview.publishing.publication import Publication

_ENDINGS = {"png": ".cover.png", "jpeg": ".cover.jpg"}
COVER_SUFFIXES = tuple(_ENDINGS.values())


def given_cover(publication: Publication) -> Path | None:
    """The file of the cover that was asked for, or of the show's; None where there is neither."""
    return publication.wanted.cover or publication.show.artwork


def cover_file(publication: Publication) -> Path:
    """Where the cover is written, with the suffix that fits it. Raises OutputError if it is no PNG or JPEG file."""
    given = given_cover(publication)
    return publication.file(_ENDINGS[image_kind(given) if given else "png"])


def cover_image(publication: Publication) -> bytes:
    """The content of the cover's file."""
    given = given_cover(publication)
    return given.read_bytes() if given else drawn_cover(publication)
