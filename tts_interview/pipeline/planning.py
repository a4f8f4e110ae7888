"""Transcript + Settings -> Plan: what a run is going to do, and the room and the engine that it has for that."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tts_interview.casting import cast, find_speaker
from tts_interview.errors import OutputError
from tts_interview.files.workspace import is_quiet, present_folder, workspace
from tts_interview.model import Casting, Cue, Pause, Rundown, Speech, Transcript
from tts_interview.publishing.destination import show_of
from tts_interview.rundown import arrange
from tts_interview.rundown.announcements import announcements, with_narrator
from tts_interview.rundown.paces import fitted
from tts_interview.rundown.speaker_names import names
from tts_interview.settings.lexicons import lexicon_in_force
from tts_interview.sound.jingles import Jingles, closing, opening
from tts_interview.sound.recordings import Shelf, located
from tts_interview.speech.cache import ClipCache
from tts_interview.speech.engines import AUTO, Engine, EngineSetup, fingerprints, let_go, make_engine, speaks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tts_interview.model import Announcement, OnProgress
    from tts_interview.pipeline.reading import OnNotice
    from tts_interview.script.file import ScriptFile
    from tts_interview.settings import Settings
    from tts_interview.settings.pacing import Pacing

# What speech was measured to be on average, for estimates before anything is spoken.
_CHARS_PER_SECOND = 16.0
# The encoded file and the raw sound that it is made from, in bytes for a second of sound, generously.
_OUTPUT_BYTES_PER_SECOND = 100_000
_STEM_BYTES_PER_FRAME = 4


@dataclass(frozen=True, slots=True)
class Plan:
    """What a rendering is going to do: known before anything is spoken.

    `sound_s`, `work_s` (of speaking alone) and `disk_bytes` are estimates; `spoken_before` is the share, 0 to 1, of the
    text whose clips are in the cache.
    """

    transcript: Transcript
    casting: Casting
    rundown: Rundown
    engine: Engine
    sound_s: float = 0.0
    work_s: float = 0.0
    disk_bytes: int = 0
    spoken_before: float = 0.0
    jingles: Jingles = field(default_factory=Jingles)

    @property
    def heard(self) -> tuple[str, ...]:
        """The names of who and what is heard, in order: the speakers, and the sounds around them."""
        speakers = dict.fromkeys(item.speaker for item in self.rundown.items if isinstance(item, Cue))
        return (*speakers, *self.jingles.names)


def setup_of(settings: Settings, on_progress: OnProgress, on_notice: OnNotice) -> EngineSetup:
    """What an engine is given of the settings."""
    return EngineSetup(settings.cache, settings.model, on_progress, on_notice, settings.voices_folders, settings.device)


def planned_for(
    found: ScriptFile, settings: Settings, on_progress: OnProgress, on_notice: OnNotice, warm: Engine | None = None
) -> Plan:
    """What of a script is heard, and by whom. Raises CastingError, EngineError, and OutputError if nothing would be heard."""
    engine = make_engine(settings.engine, setup_of(settings, on_progress, on_notice), found.transcript.language, warm)
    if settings.engine == AUTO:
        on_notice(engine.greeting)
    transcript, casting, announced = _cast(found.transcript, engine, settings)
    for doubt in casting.doubts:
        on_notice(doubt)
    only = None if settings.only is None else {number - 1 for number in settings.only}
    words = lexicon_in_force(settings, transcript.date)
    pacing = _pacing(transcript, settings)
    rundown = arrange(transcript, casting, pacing, engine.piece_chars, only, announced, words)
    rundown = located(fitted(rundown, engine.paces), _shelf(found, settings))
    if not rundown.has_words_of_source:
        raise OutputError(f"there is nothing to speak: the interview has turns 1 to {len(transcript.turns)}")
    return _estimated(Plan(transcript, casting, rundown, engine), settings)


def _cast(transcript: Transcript, engine: Engine, settings: Settings) -> tuple[Transcript, Casting, tuple[Announcement, ...]]:
    """Who speaks with which voice, and what the tool says itself, for which a narrator joins where the page has none."""
    voices = [voice for voice in engine.voices() if speaks(voice, transcript.language)]
    announced = announcements(transcript, settings.announcing, show_of(settings).title)
    casting = cast(transcript, voices, settings.voices, settings.genders, settings.narrator)
    announced += names(transcript, casting, settings.announcing.say_names)
    if announced and with_narrator(transcript) != transcript:
        transcript = with_narrator(transcript)
        casting = cast(transcript, voices, settings.voices, settings.genders, settings.narrator)
    return transcript, casting, announced


def _estimated(planned: Plan, settings: Settings) -> Plan:
    """With what it is going to take."""
    rundown, engine = planned.rundown, planned.engine
    cache, said = ClipCache(settings.clips), [s.utterance for s in rundown.speeches]
    by_voice = fingerprints(engine, said)
    chars = max(1, sum(len(utterance.text) for utterance in said))
    new = sum(len(utterance.text) for utterance in said if not cache.has(utterance, by_voice[utterance.voice])) / chars
    clips_s = sum(map(estimated_s, rundown.speeches))
    sound_s = sum(estimated_s(speech) / speech.stretch for speech in rundown.speeches)
    sound_s += sum(item.pause_ms for item in rundown.items if isinstance(item, Pause)) / 1000
    sound_s += sum(recording.seconds for recording in rundown.recordings)
    stems = len(planned.casting.voices) * _STEM_BYTES_PER_FRAME * engine.sample_rate_hz if settings.stems else 0
    disk_bytes = int(sound_s * (_OUTPUT_BYTES_PER_SECOND + stems) + clips_s * new * 2 * engine.sample_rate_hz)
    work_s = clips_s * new * engine.work_per_second
    return replace(planned, sound_s=sound_s, work_s=work_s, disk_bytes=disk_bytes, spoken_before=1 - new)


def estimated_s(speech: Speech) -> float:
    """How long the clip of an utterance is going to be, in seconds."""
    return len(speech.utterance.text) / _CHARS_PER_SECOND / speech.utterance.delivery.rate


def _pacing(transcript: Transcript, settings: Settings) -> Pacing:
    """The pace, with those of single speakers under their full names. Raises CastingError for somebody who is not there."""
    rates = {find_speaker(name, transcript).name: rate for name, rate in settings.pacing.rates.items()}
    return replace(settings.pacing, rates=rates)


def _shelf(found: ScriptFile, settings: Settings) -> Shelf:
    """Where the recordings that a script names may lie: beside it, and where the user says."""
    own = (found.path.parent,) if found.path else ()
    named = (settings.recordings,) if settings.recordings else ()
    return Shelf((*own, *named), str(found.path or "the script"))


def framed(planned: Plan, settings: Settings) -> Plan:
    """With the sounds that the user wants around the voices: where the episode has its beginning and its end."""
    wanted, rate_hz, lufs = settings.mastering, planned.engine.sample_rate_hz, settings.mastering.target_lufs
    is_whole = settings.only is None
    has_first = is_whole or 1 in (settings.only or ())
    has_last = is_whole or len(planned.transcript.turns) in (settings.only or ())
    found = Jingles(
        opening(wanted.opening_sound, rate_hz, lufs) if wanted.opening_sound and has_first else None,
        closing(wanted.closing_sound, rate_hz, lufs) if wanted.closing_sound and has_last else None,
    )
    return replace(planned, rundown=found.around(planned.rundown), sound_s=planned.sound_s + found.alone_s, jingles=found)


def check_space(planned: Plan, targets: Iterable[Path], cache: Path) -> None:
    """Raise OutputError if a disk has no room for what is going to be written."""
    for folder in (*(target.parent for target in targets), cache):
        present = present_folder(folder)
        free = shutil.disk_usage(present).free
        if free < planned.disk_bytes:
            raise OutputError(
                f"the disk of {present} has {free // 1_000_000} MB free and the episode needs about "
                f"{planned.disk_bytes // 1_000_000} MB: free some space, or choose another -o or --cache"
            )


@contextlib.contextmanager
def employed(engine: Engine) -> Iterator[None]:
    """Until nobody waits for the engine any longer."""
    try:
        yield
    finally:
        let_go(engine)


@contextlib.contextmanager
def workspace_of(settings: Settings) -> Iterator[Path]:
    """A folder for one run, after which the clips are brought down to their limit: by the last, if several run at once."""
    try:
        with workspace(settings.work) as folder:
            yield folder
    finally:
        # The clips of an episode that is being made are needed until it is done.
        if settings.clip_limit_bytes and is_quiet(settings.work):
            ClipCache(settings.clips).shrink(settings.clip_limit_bytes)
