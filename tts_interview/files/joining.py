"""Join the parts of a model, which packages of limited size hold, into one file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.errors import ModelError
from tts_interview.files.atomic import put_in_place
from tts_interview.files.installation import install
from tts_interview.files.workspace import owner, remove_abandoned_drafts
from tts_interview.model import Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tts_interview.model import OnProgress

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Parted:
    """A file whose parts are installed: its name in messages, the parts in order, the size in bytes, and the checksum.

    `packages` hold the parts.
    """

    what: str
    parts: Sequence[Path]
    packages: Sequence[str]
    size: int
    sha256: str


def join_parts(whole: Parted, target: Path, on_progress: OnProgress = no_progress) -> None:
    """Join the parts into `target`. Raises ModelError if the whole has another checksum, or the disk is full."""
    remove_abandoned_drafts(target)
    draft = target.with_name(f".{target.name}.{owner()}.part")
    try:
        with draft.open("wb") as file:
            for part in whole.parts:
                with part.open("rb") as source:
                    while chunk := source.read(min(_CHUNK, whole.size - file.tell())):
                        file.write(chunk)
                        on_progress(Progress(f"unpacking {whole.what}", file.tell(), whole.size))
        with draft.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != whole.sha256:
            remedy = f"reinstall it with: {install(*whole.packages, again=True)}"
            raise ModelError(f"{whole.what} is damaged (its checksum is {found[:12]}…, not {whole.sha256[:12]}…): {remedy}")
        put_in_place(draft, target)
    except OSError as error:
        raise ModelError(f"{whole.what} cannot be written to {target.parent}: {error.strerror}; free some space") from error
    finally:
        draft.unlink(missing_ok=True)
