"""Read all sources of an archive without speaking: what each is, how sure that is, who speaks, and what it takes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts_interview.archive.furniture import keep_lines, lines_of, note_furniture
from tts_interview.archive.hosts import hosts_of, with_hosts
from tts_interview.archive.library import INTERVIEW, LibraryEntry, Standing
from tts_interview.archive.people import cast_of
from tts_interview.archive.roster import Roster, propose
from tts_interview.archive.rules import asked_of, fitted, own, read_rules
from tts_interview.archive.sources import values_of
from tts_interview.archive.twins import sketch_of, twin_of
from tts_interview.errors import PageKind, QueueError
from tts_interview.files.atomic import slug_of
from tts_interview.jobs.apart import each_apart
from tts_interview.model import Progress
from tts_interview.pipeline.entries import survey as survey_of
from tts_interview.pipeline.reading import is_web_address, origin_of
from tts_interview.pipeline.shows import last_number
from tts_interview.publishing.records import episodes_below
from tts_interview.settings.layers import with_values

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from tts_interview.archive.library import Library
    from tts_interview.archive.rules import SourceRule
    from tts_interview.archive.sources import Scope
    from tts_interview.model import Observer
    from tts_interview.settings import Settings

    # An entry, and what `survey` takes: its path, the wishes of its own, and those of rules.
    Wanted = tuple[LibraryEntry, tuple[str, dict[str, str], dict[str, str]]]

# An interview that is read at least so surely needs no person; the bar of the last plan is noted of the library.
SURE, SURENESS = 0.8, "sure"
# The class of what cannot be read, by the name of its error; an error that knows what the page is says so itself.
_KINDS = {
    "CastingError": "needs a choice",
    "LexiconError": "needs a choice",
    "EngineError": "no voice",
    "MissingExtraError": "no voice",
    "OutputError": "nothing to speak",
    "QueueError": "too costly",
}
_UNREADABLE = "unreadable"
# These are no interviews, so that nobody is asked about them.
_ASIDE = {
    *(PageKind.ARTICLE, PageKind.ESSAY, PageKind.FAQ, PageKind.LIST, PageKind.FORUM, PageKind.PRODUCT, PageKind.RECIPE),
    PageKind.SPEECH,
}
# Seconds of two cores to master and encode a second of sound with all files for publication.
_FINISHING = 0.014
# A child holds the engine's list of voices and the languages beside the source.
_MEMORY = 4
# So many sources are noted at once.
_ROWS = 50
# Beyond the time for reading: it is followed by parsing and casting.
_MORE_S = 60.0
_warm: Any = None


@dataclass(frozen=True, slots=True)
class Planned:
    """What a plan did: how many sources it read, how many were as before, and in how many others showed who asks.

    people, questions: how many people the file of people has, and how many names in it are in question.
    """

    read: int = 0
    unchanged: int = 0
    with_hosts: int = 0
    people: int = 0
    questions: int = 0


def plan_archive(  # noqa: PLR0913 - the last two say how
    library: Library, scopes: Iterable[Scope], settings: Settings, observer: Observer, *, workers: int, sure: float = SURE
) -> Planned:
    """Read the sources that are new or have changed, each in a child process within limits, and note what they are.

    An interview that is read as surely as `sure` is accepted; what is clearly none is set aside, and a person is asked about
    the others. Numbers begin after all that the show has given. Interviews in which a host of the archive seems to answer are
    read again with a wish that says who asks. With `publishing.force`, all sources are read again. Raises LibraryError,
    ShowError if the file of people is not valid, and OutputError if the show's feed is not.
    """
    named, rules = {scope.path: scope for scope in scopes}, read_rules(library.folder)
    with library.in_use():
        library.note(SURENESS, str(sure))
        roster, known = Roster.read(library.folder), (0, 0)
        before = _episodes_before(library)
        for shelf in (settings.publishing.output_folder, library.episodes):
            library.keep_numbers(last_number(settings, shelf))
        read = 0
        for wanted in _first_those_with(before, named.values()):
            changed = _changed(library, wanted, before, rules, again=settings.publishing.force)
            read += _read(library, changed, settings, observer, workers, sure, len(named))
        if read:
            known = propose(library, hosts_of(library, roster))
            roster = Roster.read(library.folder)
            note_furniture(library)
        found = list(with_hosts(library, roster)) if read else []
        hosts = [(entry, (entry.path, dict(entry.wishes), dict[str, str]())) for entry in found]
        _read(library, hosts, settings, observer, workers, sure, len(hosts))
    return Planned(read, len(named) - read, len(hosts), *known)


def _read(  # noqa: PLR0913, PLR0917 - as above
    library: Library,
    wanted: Iterable[Wanted],
    settings: Settings,
    observer: Observer,
    workers: int,
    sure: float,
    most: int,
) -> int:
    """Read sources, of which there are at most so many, and note what they are; return how many were read."""
    rows, read = list[tuple[LibraryEntry, Any]](), 0
    try:
        for row in each_surveyed(wanted, settings, workers):
            rows.append(row)
            read += 1
            observer.progress(Progress("planning", read, most))
            if len(rows) == _ROWS:
                _keep(library, rows, sure)
                rows.clear()
    finally:
        _keep(library, rows, sure)
    return read


def _keep(library: Library, rows: Iterable[tuple[LibraryEntry, Any]], sure: float) -> None:
    """Note what was found out of sources: of all or none, so that the next plan reads those that a kill loses."""
    with library.writing():
        for entry, found in rows:
            facts = _failure(found) if isinstance(found, QueueError) else dict(found)
            keep_lines(library, entry, facts.pop("lines", ()))
            library.put([_surveyed(library, entry, facts, sure)])


def each_surveyed(wanted: Iterable[Wanted], settings: Settings, workers: int) -> Iterator[tuple[LibraryEntry, Any]]:
    """Yield entries with what `survey` returns of each, or an error, read in child processes within limits."""
    limits = settings.reading.limits
    seconds, memory_bytes = limits.seconds + _MORE_S, _MEMORY * limits.memory_bytes
    yield from each_apart(partial(survey, settings), wanted, workers, seconds, memory_bytes)


def _episodes_before(library: Library) -> dict[str, tuple[int, str]]:
    """Return the number and the stem of each episode by its source, if the library is rebuilt and they are still there."""
    if next(library.entries(), None) or not library.episodes.is_dir():
        return {}
    found = {note.source: (note.number, audio.stem) for audio, note in episodes_below(library.episodes) if note.number}
    library.keep_numbers(max((number for number, _ in found.values()), default=0))
    return found


def _first_those_with(before: Collection[str], scopes: Iterable[Scope]) -> list[list[Scope]]:
    """Return sources that have an episode, and then the others, so that these get the numbers beyond."""
    parts: tuple[list[Scope], list[Scope]] = [], []
    for scope in scopes:
        parts[not before or origin_of([scope.path]) not in before].append(scope)
    return [part for part in parts if part]


def _changed(
    library: Library,
    scopes: Iterable[Scope],
    before: Mapping[str, tuple[int, str]],
    rules: Sequence[SourceRule],
    *,
    again: bool,
) -> Iterator[Wanted]:
    """Yield the sources to read, with their state now and with what is asked for them: what a review says stays."""
    for scope in scopes:
        known = library.at(scope.path)
        number, stem = before.get(origin_of([scope.path]), (0, "")) if before else (0, "")
        entry = known or LibraryEntry(path=scope.path, number=number, stem=stem, by_hand=bool(number))
        (said, asked, noted), (size, mtime_ns) = asked_of(entry, rules, scope.wishes), _state(scope.path)
        wishes, was = {**noted, **said}, (entry.size, entry.mtime_ns, own(entry.wishes, entry.ruled), entry.ruled)
        if again or not known or was != (size, mtime_ns, wishes, asked):
            now = replace(entry, size=size, mtime_ns=mtime_ns, wishes=wishes, ruled=asked, noted=noted)
            yield now, (scope.path, wishes, asked)


def _state(path: str) -> tuple[int, int]:
    """Return the size and the time of a file; of what is none, no such values."""
    try:
        state = Path(path).stat()
    except OSError:
        return -1, 0
    return state.st_size, state.st_mtime_ns


def _surveyed(library: Library, entry: LibraryEntry, facts: dict[str, Any], sure: float) -> LibraryEntry:
    """Return an entry with what was found out of it, and with its standing."""
    sketch = bytes.fromhex(facts.pop("sketch", ""))
    before, stem = entry, entry.stem if entry.number else facts["stem"]
    entry = replace(entry, **{**facts, "stem": stem})
    if before.standing is Standing.WITHDRAWN or (before.hash == entry.hash and before.standing is Standing.MADE):
        return entry
    twin, likeness = twin_of(library, entry.path, sketch)
    if twin:
        doubt = f"{1 - likeness:.2f} is nearly the same as {twin} ({likeness:.0%}): if both are one interview, reject one"
        entry = replace(entry, signs=f"{doubt}\n{entry.signs}")
    was_there = not before.id and before.number
    if entry.kind == INTERVIEW and ((entry.sure >= sure and not twin) or was_there):
        return replace(entry, standing=Standing.ACCEPTED, attempts=0)
    kept = before.by_hand and before.hash == entry.hash
    standing = Standing.ASIDE if entry.kind in _ASIDE else Standing.WAITING
    return entry if kept else replace(entry, standing=standing, attempts=0, by_hand=False)


# -- in a child --------------------------------------------------------------------------------------------------------


def survey(settings: Settings, wanted: tuple[str, dict[str, str], dict[str, str]]) -> dict[str, Any]:
    """Read one source with its wishes and those of rules, and return what is known of it, as fields of an entry."""
    global _warm
    path, wishes, asked = wanted
    try:
        found, wishes = fitted(
            lambda said: survey_of(path, with_values(settings, values_of(said, path)), warm=_warm), asked, wishes
        )
    except Exception as error:  # noqa: BLE001 - a bug ends its source, not the plan
        return {**_failure(error), "hash": hash_of(path)}
    _warm, script = found.engine, found.script.transcript
    doubts = [f"{doubt.sure:.2f} {doubt.sentence}" for doubt in found.doubts]
    return {
        "wishes": wishes,
        "kind": INTERVIEW,
        "sure": script.confidence,
        "signs": "\n".join(filter(None, [script.why, *doubts])),
        "title": script.title,
        "language": script.language,
        "cast": cast_of(script),
        "heard": {
            speaker.name: (speaker.gender, found.casting[speaker.name].full_name, found.asking.get(speaker.name, 0.0))
            for speaker in script.speakers
        },
        "sound_s": found.sound_s,
        "work_s": found.work_s + found.sound_s * _FINISHING,
        "disk_bytes": found.disk_bytes,
        "stem": slug_of(script.date, script.title),
        "lines": lines_of(script),
        "sketch": sketch_of(turn.text for turn in script.turns).hex(),
        "hash": hash_of(path),
    }


def _failure(error: Exception) -> dict[str, Any]:
    """Return what is known of a source that cannot be planned."""
    kind = getattr(error, "kind", None) or _KINDS.get(type(error).__name__, _UNREADABLE)
    unknown = {"title": "", "language": "", "cast": "", "heard": {}, "stem": "", "sound_s": 0.0, "work_s": 0.0, "disk_bytes": 0}
    return {"kind": str(kind), "sure": 0.0, "signs": str(error) or type(error).__name__, "hash": "", **unknown}


def hash_of(path: str) -> str:
    """Return the SHA-256 of a file; empty if it is none."""
    if is_web_address(path) or not Path(path).is_file():
        return ""
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
