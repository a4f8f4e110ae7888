"""What an episode is known by, whatever is corrected in it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tts_interview.publishing.publication import Draft

_OURS = uuid.UUID("5b0f1c0e-52b7-5d0c-9f0e-6a3d6a1e7c55")


def identifier(draft: Draft) -> uuid.UUID:
    """The same for the same page, or where that is unknown for the same title and date."""
    known_by = draft.link or draft.source or f"{draft.date} {draft.title}"
    return uuid.uuid5(_OURS, known_by.encode("utf-8", "replace").decode())
