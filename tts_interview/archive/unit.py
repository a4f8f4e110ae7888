"""The unit of work of an archive: make one interview, anywhere, as often as it takes. Its answer is a few bytes."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts_interview import pipeline
from tts_interview.archive.cluster import SHARE
from tts_interview.archive.library import EPISODES, NAME
from tts_interview.archive.people import cast_of
from tts_interview.archive.planning import hash_of
from tts_interview.archive.sources import values_of
from tts_interview.errors import ClusterError, MissingExtraError, StoreError
from tts_interview.files.atomic import in_turn
from tts_interview.files.store import open_store
from tts_interview.model import SILENT
from tts_interview.pipeline.observing import limited
from tts_interview.pipeline.sharing import Sharing
from tts_interview.settings.layers import with_values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tts_interview.settings import Settings

PREVIEWS = "previews"
_LOCK = "making.lock"
# The turns that a preview speaks.
_FIRST_TURNS = frozenset(range(1, 5))
_warm: Any = None
_stores: dict[str, Sharing] = {}


@dataclass(frozen=True, slots=True)
class Assignment:
    """An interview to be made: the entry's id, its source, what it is to be called, and the folder of the library.

    seconds: the limit of time. hash: that of the bytes which a plan has read within all limits; empty if it could not.
    store: the address of a store that has finished episodes, and clips if it `shares_clips`; empty if there is none.
    With `preview`, only the first turns are spoken, and the episode is not touched.
    """

    id: int
    source: str
    settings: Settings
    folder: str
    number: int
    stem: str
    seconds: float
    wishes: Mapping[str, str] = field(default_factory=dict)
    preview: bool = False
    hash: str = ""
    store: str = ""
    shares_clips: bool = False


def make(task: Assignment) -> dict[str, Any]:
    """Make the episode of an interview, unless it is there as it would be made; return what an entry notes of it.

    It appears whole or not at all, and is the same wherever it is made. An error is an answer, too, so that it needs no class.
    """
    start_s = time.monotonic()
    try:
        made = _made(task)
    except Exception as error:  # noqa: BLE001 - a bug ends its interview, not the worker
        made = {"error": type(error).__name__, "error_text": str(error)}
    return {**made, "seconds": round(time.monotonic() - start_s, 3)}


def _made(task: Assignment) -> dict[str, Any]:
    folder = Path(task.folder)
    if not sees(task.folder):
        raise ClusterError(f"the worker does not see {folder}: {SHARE}")
    with in_turn(folder / _LOCK, task.id):  # a worker whose client was killed may still be at it
        return _episode(task, folder)


def _episode(task: Assignment, folder: Path) -> dict[str, Any]:
    global _warm  # noqa: PLW0603 - a worker makes its engine once
    settings = with_values(task.settings, _values(task, folder))
    plan = pipeline.plan(task.source, settings, warm=_warm)
    _warm = plan.engine
    told: list[str] = []
    shared = _sharing(task.store, shares_clips=task.shares_clips, tell=told.append) if task.store else None
    rendering = pipeline.render(plan, None, observer=limited(SILENT, task.seconds), shared=shared)
    audio = rendering.files[0]
    return {
        "title": rendering.transcript.title,
        "cast": cast_of(plan.script.transcript),
        "sound_s": rendering.seconds,
        "disk_bytes": sum(path.stat().st_size for path in rendering.files),
        "audio": audio.relative_to(folder).as_posix(),
        "digest": hash_of(str(audio)),
        "outcome": str(rendering.outcome),
        "told": told,
        "error": "",
        "error_text": "",
    }


def _sharing(address: str, *, shares_clips: bool, tell: Callable[[str], None]) -> Sharing | None:
    """Return the store of this worker, which stays open; if it cannot be opened, tell why and return None."""
    try:
        if address not in _stores:
            _stores[address] = Sharing(open_store(address), tell)
    except (StoreError, MissingExtraError) as error:
        tell(f"{error}; going on without the store")
        return None
    _stores[address].tell, _stores[address].has_clips = tell, shares_clips
    return _stores[address]


def _values(task: Assignment, folder: Path) -> dict[str, Any]:
    """Return the settings of this interview alone."""
    values = {
        **values_of(task.wishes, task.source),
        "publishing.number": task.number,
        "publishing.slug": task.stem,
        "publishing.updates_show": False,
        "publishing.output_folder": folder / (PREVIEWS if task.preview else EPISODES),
        "reading.limits.isolated": not task.hash or hash_of(task.source) != task.hash,
    }
    if task.preview:
        values |= {"reading.turns": _FIRST_TURNS, "publishing.kits": (), "publishing.formats": ()}
    return values


def sees(folder: str) -> bool:
    """Return whether the library of a folder is there, as it must be for each worker."""
    return (Path(folder) / NAME).exists()
