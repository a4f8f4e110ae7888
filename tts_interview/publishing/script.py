"""Publication -> the script file, for whoever wants to edit what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tts_interview.publishing.publication import Publication

SCRIPT = ".script.md"


def script_bytes(publication: Publication) -> bytes:
    """The text of the script; one that is there already stays as it is, for somebody may have edited it."""
    present = publication.file(SCRIPT)
    return present.read_bytes() if present.exists() else publication.script.encode()
