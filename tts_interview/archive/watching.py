"""Watch folders and feeds: what is new is planned, what is sure of it is made, and the rest waits for a person."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tts_interview.archive.library import Standing
from tts_interview.archive.planning import SURE, plan_archive
from tts_interview.archive.running import RunOrder, run_archive
from tts_interview.archive.sources import Scope, scopes_in
from tts_interview.errors import LibraryError, SourceError, StoreError
from tts_interview.pipeline.reading import is_web_address, new_items

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tts_interview.archive.library import Library
    from tts_interview.model import Observer
    from tts_interview.settings import Settings

INTERVAL_S = 60.0
# With one look alone, this is between the two by which a file is known to be whole.
SETTLING_S = 2.0
# So many items of a feed are remembered; no feed has as many.
_MOST_KEYS = 20_000


@dataclass(slots=True)
class Watch:
    """What is watched, and how.

    places: folders, and http(s) addresses of feeds.
    sure: that of planning.
    order: how episodes are made.
    interval_s: the seconds between two looks.
    once: look once, and end when what is new is made.
    sleep: wait for so many seconds.
    sizes: the size and the time of each file at the last look.
    """

    places: Sequence[str]
    sleep: Callable[[float], object]
    sure: float = SURE
    order: RunOrder = field(default_factory=RunOrder)
    interval_s: float = INTERVAL_S
    once: bool = False
    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)


def watch_archive(library: Library, settings: Settings, watch: Watch, observer: Observer) -> int:
    """Look at places until interrupted; what is new there is planned, and made if it is sure. Return how many failed.

    A file counts once its size and its time are the same in two looks, an item of a feed once for good. The watch reports a
    place that it cannot read and a store that it cannot use, and tries them again. With only one look, raises LibraryError,
    SourceError and StoreError for these, or if another client is at the library.
    """
    failed = 0
    if watch.once:
        _settled(watch, library)
        watch.sleep(SETTLING_S)
    while True:
        try:
            failed += _look(library, settings, watch, observer)
        except (LibraryError, SourceError, StoreError) as error:
            if watch.once:
                raise
            observer.notice(str(error))
        if watch.once:
            return failed
        watch.sleep(watch.interval_s)


def _look(library: Library, settings: Settings, watch: Watch, observer: Observer) -> int:
    """Plan and make what is new; return how many interviews failed. Raises the first error of a place in the end."""
    errors, feeds = list[Exception](), dict[str, str]()
    scopes = _settled(watch, library, errors)
    for address in filter(is_web_address, watch.places):
        try:
            found, feeds[address] = _of_feed(library, settings, address)
            scopes += found
        except SourceError as error:
            errors.append(error)
    planned = plan_archive(library, scopes, settings, observer, workers=watch.order.workers, sure=watch.sure)
    for address, state in feeds.items():
        library.note(_name(address), state)
    failed = 0
    if planned.read or next(library.entries([Standing.ACCEPTED]), None):
        tally = run_archive(library, settings, watch.order, observer)
        waiting = sum(count for _, standing, count, *_ in library.totals() if standing is Standing.WAITING)
        observer.notice(f"New: {planned.read:,}; made: {tally.made:,}; failed: {tally.failed:,}; for a person: {waiting:,}")
        failed = tally.failed
    if errors:
        raise errors[0]
    return failed


def _settled(watch: Watch, library: Library, errors: list[Exception] | None = None) -> list[Scope]:
    """Return the files of folders that are as they were at the last look, and note how all files are now."""
    now, scopes = dict[str, tuple[int, int]](), list[Scope]()
    for place in watch.places:
        try:
            for scope in () if is_web_address(place) else scopes_in([place], library.folder):
                status = Path(scope.path).stat()
                now[scope.path] = status.st_size, status.st_mtime_ns
                if watch.sizes.get(scope.path) == now[scope.path]:
                    scopes.append(scope)
        except LibraryError as error:
            if errors is not None:
                errors.append(error)
    watch.sizes = now
    return scopes


def _of_feed(library: Library, settings: Settings, address: str) -> tuple[list[Scope], str]:
    """Return the pages that are new in a feed, and what is to be noted of it once they are planned."""
    known = json.loads(library.about(_name(address)) or "{}")
    items, asked = new_items(address, settings.reading.limits, known.get("asked", {}))
    keys = dict.fromkeys(known.get("keys", ()))
    scopes = [Scope(item.link) for item in items if item.key not in keys]
    keys |= dict.fromkeys(item.key for item in items)
    return scopes, json.dumps({"asked": dict(asked), "keys": list(keys)[-_MOST_KEYS:]})


def _name(address: str) -> str:
    return f"feed {address}"
