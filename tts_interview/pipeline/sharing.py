"""Finished episodes and clips in a store that several machines share: looked up before the work, and put after it.

What the store does not have, or does not give in time, is made; that is told, and never an error.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import tempfile
import time
from dataclasses import astuple, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from tts_interview.errors import EncodingError, MissingExtraError, OutputError, StoreError
from tts_interview.files.atomic import Transaction, slug_of, write_whole, writing
from tts_interview.files.bundles import Bundle
from tts_interview.files.ffmpeg import decoded, write_flac
from tts_interview.files.store import DamagedError
from tts_interview.files.workspace import workspace
from tts_interview.model import Clip, HeardWord
from tts_interview.publishing.provenance import content_key
from tts_interview.publishing.records import being_made, record_name, record_of
from tts_interview.speech.engines import fingerprints

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from tts_interview.files.bundles import BundledFile
    from tts_interview.files.store import Store
    from tts_interview.model import Utterance
    from tts_interview.pipeline.planning import Plan
    from tts_interview.publishing.publication import Draft

_R = TypeVar("_R")
_Listed: TypeAlias = tuple[str, int, tuple[HeardWord, ...]]
# A store that did not answer, in spite of all patience, is left alone for so long.
_REST_S = 600.0
_SOUND, _INDEX = "clips.flac", "clips.json"


def episode_key(plan: Plan, draft: Draft) -> str:
    """Return the key of an episode: the same on all machines that would make the same files, whatever their folders are."""
    from tts_interview import __version__

    wanted = replace(draft.wanted, output_folder=Path(), force=False, correction="", corrected="")
    said = replace(draft, audio=Path(), wanted=wanted, feed=None, shelf=None, base_url="", season=0)
    said = replace(said, fingerprint="", renews_script=False)
    feed = draft.feed and (draft.feed.address(draft.audio), replace(draft.feed.about, file=None))
    voices, turns = fingerprints(plan.engine, plan.utterances), plan.settings.reading.turns
    spoken = plan.casting, plan.rundown, voices, plan.engine.sample_rate_hz, plan.settings.sound
    return content_key(__version__, draft.audio.name, feed, turns, said, *spoken)


@dataclass(slots=True)
class Sharing:
    """A store of finished episodes, and of clips if it `has_clips`. `tell` hears of what could not be taken or put."""

    store: Store
    tell: Callable[[str], None]
    has_clips: bool = False
    rests_until_s: float = 0.0
    found_damage: bool = False

    def take(self, plan: Plan, draft: Draft) -> bool:
        """Put an episode in place that the store has; return whether it has it. Raises OutputError if it cannot be written."""
        self.found_damage = False
        bundle, record = self._episode(plan, draft), draft.audio.with_name(record_name(draft.audio.stem))
        files = {draft.audio.with_name(f.name): f for f in self._asked(lambda: _own(bundle.files(), draft.audio.stem)) or ()}
        with Transaction() as drafts:
            for path in files.keys() - {record}:
                content = self._asked(partial(bundle.content, files[path]))
                if content is None:
                    return False
                with writing(path):
                    drafts.draft(path).write_bytes(content)
            if not files:
                return False
            known = self._asked(lambda: _adopted(bundle.content(files[record]), draft.fingerprint, files.values()))
            if known:
                with being_made(draft, drafts):
                    drafts.commit()
                    write_whole(record, known)
        return bool(known)

    def put(self, plan: Plan, draft: Draft) -> None:
        """Put a finished episode, unless it has files elsewhere."""
        record = record_of(draft.audio)
        names = [*(record.sizes if record and record.is_whole else ()), record_name(draft.audio.stem)]
        if len(names) > 1 and not any("/" in name or "\\" in name for name in names):
            self._asked(lambda: self._episode(plan, draft).put(draft.audio.with_name(name) for name in names))

    def take_clips(self, plan: Plan) -> None:
        """Put those clips of an interview into the cache that it lacks and the store has."""
        lacking = {name: said for name, said in _clips(plan).items() if not plan.cache.has(*said)}
        if not (self.has_clips and plan.script.source and lacking):
            return
        bundle = self._pack(plan)
        files = {file.name: file for file in self._asked(bundle.files) or ()}
        if {_SOUND, _INDEX} <= files.keys():
            index = self._asked(lambda: _indexed(bundle.content(files[_INDEX]))) or []
            if lacking.keys() & {name for name, *_ in index}:
                self._asked(lambda: _unpack(plan, index, bundle.content(files[_SOUND]), lacking))

    def put_clips(self, plan: Plan) -> None:
        """Put the clips of an interview, unless the store has just these."""
        nothing: tuple[BundledFile, ...] = ()
        before = self._asked(self._pack(plan).files, nothing) if self.has_clips and plan.script.source else None
        if before is None:
            return
        listed = [(name, len(clip.pcm), [astuple(word) for word in clip.words]) for name, clip in _heard(plan)]
        index = json.dumps(listed).encode()
        if not self.found_damage and hashlib.sha256(index).hexdigest() in {file.sha256 for file in before}:
            return
        with workspace(plan.settings.speech.work) as folder:
            write_flac((clip.pcm for _, clip in _heard(plan)), plan.engine.sample_rate_hz, folder / _SOUND)
            (folder / _INDEX).write_bytes(index)
            self._asked(lambda: self._pack(plan).put([folder / _SOUND, folder / _INDEX], before))

    def _episode(self, plan: Plan, draft: Draft) -> Bundle:
        key = episode_key(plan, draft)
        return Bundle(self.store, f"episodes/{key[:2]}/{key}")

    def _pack(self, plan: Plan) -> Bundle:
        voice, origin = f"{slug_of(plan.engine.name)}-{plan.engine.sample_rate_hz}", plan.script.source
        return Bundle(self.store, f"clips/{origin[:2]}/{origin}-{voice}")

    def _asked(self, call: Callable[[], _R], if_damaged: _R | None = None) -> _R | None:
        """Return what the store answers; None if it does not, which is told."""
        if time.monotonic() < self.rests_until_s:
            return None
        try:
            return call()
        except DamagedError as error:
            self.found_damage = True
            self.tell(f"{error}; making it again")
            return if_damaged
        except (StoreError, OutputError, MissingExtraError) as error:
            self.rests_until_s = time.monotonic() + _REST_S
            self.tell(f"{error}; going on without the store")
        return None


def _own(files: Sequence[BundledFile], stem: str) -> Sequence[BundledFile]:
    """Return the files of an episode. Raises DamagedError if one has the name of another's, or the record is missing."""
    record, own = record_name(stem), re.compile(rf"{re.escape(stem)}\.[\w.-]+")
    names = [file.name for file in files]
    if files and (names.count(record) != 1 or not all(name == record or own.fullmatch(name) for name in names)):
        raise DamagedError(f"the bundle of {stem} in the store is not an episode of this name")
    return files


def _adopted(record: bytes, fingerprint: str, files: Collection[BundledFile]) -> bytes:
    """Return the record of an episode with the fingerprint that it has here. Raises DamagedError if it has other files."""
    sizes = {file.name: (file.size, file.sha256) for file in files}
    with contextlib.suppress(ValueError, TypeError, LookupError, RecursionError):
        known = json.loads(record)
        listed = {file["name"]: (file["size"], file["sha256"]) for file in known["files"]}
        known["generator"]["fingerprint"] = fingerprint
        if known["whole"] is True and listed.items() < sizes.items() and len(listed) == len(sizes) - 1:
            return json.dumps(known).encode()
    raise DamagedError("the record of an episode in the store is damaged")


def _clips(plan: Plan) -> dict[str, tuple[Utterance, str]]:
    """Return what an engine is to say, with its fingerprint, by the names of the clips; not what is locked."""
    said, by_voice = [one for one in plan.utterances if not one.made_by], fingerprints(plan.engine, plan.utterances)
    return {plan.cache.name(one, by_voice[one.voice]): (one, by_voice[one.voice]) for one in said}


def _heard(plan: Plan) -> Iterator[tuple[str, Clip]]:
    """Yield the clips that are in the cache, with their names."""
    for name, said in _clips(plan).items():
        if clip := plan.cache.get(*said):
            yield name, clip


def _indexed(data: bytes) -> list[_Listed]:
    """Return the name, the bytes and the words of the clips in a pack. Raises DamagedError."""
    try:
        return [(str(name), int(size), tuple(HeardWord(*word) for word in words)) for name, size, words in json.loads(data)]
    except (ValueError, TypeError, RecursionError) as error:
        raise DamagedError("a list of clips in the store is damaged") from error


def _unpack(
    plan: Plan,
    index: Sequence[_Listed],
    sound: bytes,
    lacking: Mapping[str, tuple[Utterance, str]],
) -> None:
    """Put clips of a pack into the cache. Raises DamagedError if its sound is not what the index says."""
    rate_hz = plan.engine.sample_rate_hz
    with workspace(plan.settings.speech.work) as folder, tempfile.TemporaryFile(dir=folder) as raw:
        (folder / _SOUND).write_bytes(sound)
        left = sum(size for _, size, _ in index)
        try:
            with contextlib.closing(decoded(folder / _SOUND, rate_hz)) as blocks:
                while left >= 0 and (block := next(blocks, b"")):
                    left -= raw.write(block)
        except EncodingError as error:
            raise DamagedError("the sound of clips in the store is damaged") from error
        if left:
            raise DamagedError("the clips in the store are not as long as their list says")
        raw.seek(0)
        for name, size, words in index:
            pcm = raw.read(size)
            if name in lacking:
                plan.cache.put(*lacking[name], Clip(pcm, rate_hz, words))
