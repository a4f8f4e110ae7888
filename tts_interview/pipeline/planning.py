"""Script + Casting + Rundown -> Plan: what a run is going to do, what that takes, and the engine that does it."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tts_interview.errors import OutputError
from tts_interview.files.workspace import nearest_existing_folder
from tts_interview.language.segmentation import letters_per_character
from tts_interview.model import Casting, Cue, Pause, Rundown, Speech, Transcript
from tts_interview.parsing.asking import asks
from tts_interview.rundown import Arrangement
from tts_interview.rundown.announcements import with_narrator
from tts_interview.rundown.doubts import doubts_of
from tts_interview.settings.lexicons import lexicon_in_force
from tts_interview.settings.sound import Ambience
from tts_interview.settings.speakers import find_speaker
from tts_interview.sound.ambience import ROOM_TONE
from tts_interview.sound.jingles import Jingles, jingles_of
from tts_interview.sound.recordings import RecordingFolders, locate_recordings
from tts_interview.speech.cache import ClipCache
from tts_interview.speech.engines import AUTO, Engine, fingerprints, is_melodic, make_engine, preload_engine, setup_of, speaks
from tts_interview.speech.engines.greeting import greeting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tts_interview.model import Doubt, Observer, Utterance, Voice
    from tts_interview.script.file import Script
    from tts_interview.settings import Settings
    from tts_interview.settings.parts import SpeechSettings

# The average of speech, for estimates before anything is spoken.
_CHARS_PER_SECOND = 16.0
_TURN_PAUSE_S = 0.8
_LOCKED = "locked"
# The encoded file and the raw sound that it is made from, in bytes for a second of sound, generously.
_OUTPUT_BYTES_PER_SECOND = 100_000
_STEM_BYTES_PER_SECOND = 3 * 48_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is going to do, known before anything is spoken.

    `sound_s`, `work_s` (of speaking alone) and `disk_bytes` are estimates; `spoken_before` is the share, 0 to 1, of the
    text whose clips are in the cache. `script` is what was read, `transcript` the same with a narrator if one is needed, and
    `settings` are those in force.
    """

    script: Script
    transcript: Transcript
    casting: Casting
    rundown: Rundown
    engine: Engine
    settings: Settings
    jingles: Jingles = field(default_factory=Jingles)
    sound_s: float = 0.0
    work_s: float = 0.0
    disk_bytes: int = 0
    spoken_before: float = 0.0

    @property
    def heard(self) -> tuple[str, ...]:
        """The names of who and what is heard, in order: the speakers, and the sounds around them."""
        speakers = dict.fromkeys(item.speaker for item in self.rundown.items if isinstance(item, Cue))
        ambience = (ROOM_TONE,) if self.settings.sound.ambience is Ambience.ROOM else ()
        return (*speakers, *self.jingles.names, *ambience)

    @property
    def utterances(self) -> list[Utterance]:
        """What the engine is going to speak, in order."""
        return [speech.utterance for speech in self.rundown.speeches]

    @property
    def doubts(self) -> list[Doubt]:
        """The guesses that may be wrong: of the parser, about the voices, and about words; the least sure first."""
        unreadable = self.transcript.unsettled(doubts_of(self.rundown, self.transcript.language))
        return sorted((*self.transcript.doubts, *self.casting.doubts, *unreadable), key=lambda doubt: doubt.sure)

    @property
    def cache(self) -> ClipCache:
        """The cache of clips."""
        return ClipCache(self.settings.speech.clips, folder_of(self.script))


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of an interview without a plan: what was read, the doubts of parser and casting, and rough estimates.

    `asking` is the share of turns that ask, by speaker.
    """

    script: Script
    casting: Casting
    asking: Mapping[str, float]
    engine: Engine
    doubts: tuple[Doubt, ...]
    sound_s: float
    work_s: float
    disk_bytes: int


def surveyed(script: Script, casting: Casting, engine: Engine) -> Survey:
    """Return the survey of an interview."""
    transcript = script.transcript
    letters = sum(len(turn.text) for turn in transcript.turns) * letters_per_character(transcript.language)
    sound_s = letters / _CHARS_PER_SECOND + len(transcript.turns) * _TURN_PAUSE_S
    doubts = tuple(sorted((*transcript.doubts, *casting.doubts), key=lambda doubt: doubt.sure))
    disk_bytes = int(sound_s * (_OUTPUT_BYTES_PER_SECOND + 2 * engine.sample_rate_hz))
    asked, turns = Counter(t.speaker for t in transcript.turns if asks(t.text)), Counter(t.speaker for t in transcript.turns)
    asking = {name: round(asked[name] / count, 3) for name, count in turns.items()}
    return Survey(script, casting, asking, engine, doubts, sound_s, sound_s * engine.work_per_second, disk_bytes)


def folder_of(script: Script) -> Path | None:
    """Return the folder of what is locked in a script; None if the script is not in a file."""
    return script.path.parent / _LOCKED if script.path else None


def employ(speech: SpeechSettings, language: str, observer: Observer, warm: Engine | None = None) -> Engine:
    """Return the engine that is wanted: an object as it is, a name, or with "auto" the best one that speaks the language."""
    if not isinstance(speech.engine, str):
        engine: Engine = speech.engine
        return engine
    engine = make_engine(speech.engine, setup_of(speech, observer), language, warm)
    if speech.engine == AUTO:
        observer.notice(greeting(engine, language))
    return engine


def preloaded(speech: SpeechSettings, observer: Observer) -> Engine | None:
    """Return the engine that will probably be employed, which begins to load; None if there is no need."""
    return preload_engine(speech.engine, setup_of(speech, observer)) if isinstance(speech.engine, str) else None


def voices_for(engine: Engine, language: str) -> list[Voice]:
    """Return the voices of an engine that speak a language, best first."""
    return [voice for voice in engine.voices() if speaks(voice, language)]


def arrangement(transcript: Transcript, engine: Engine, settings: Settings) -> Arrangement:
    """Return how a transcript is to be heard. Raises CastingError for the rate of nobody, LexiconError for a bad lexicon."""
    rates = {find_speaker(name, with_narrator(transcript).speakers).name: rate for name, rate in settings.pacing.rates.items()}
    return Arrangement(
        pacing=replace(settings.pacing, rates=rates, melody=settings.pacing.melody and is_melodic(engine)),
        announcing=settings.announcing,
        lexicon=lexicon_in_force(settings, transcript.date),
        piece_chars=engine.piece_chars // letters_per_character(transcript.language),
        rates=engine.paces,
        turns=settings.reading.turns,
        publication=settings.podcast.title,
    )


def planned(script: Script, casting: Casting, rundown: Rundown, engine: Engine, settings: Settings) -> Plan:
    """Return the plan of a run: with recordings found, sounds around the voices, and estimates.

    Raises OutputError if there is nothing to speak, SourceError for a recording that is missing, EncodingError for a sound
    that cannot be read.
    """
    rundown = locate_recordings(rundown, _recording_folders(script, settings))
    transcript = script.transcript
    if not rundown.has_words_of_source:
        raise OutputError(f"there is nothing to speak: the interview has turns 1 to {len(transcript.turns)}")
    if any(isinstance(item, Cue) and item.announces for item in rundown.items):
        transcript = with_narrator(transcript)
    voices = {speaker.name: casting[speaker.name] for speaker in transcript.speakers}
    plan = Plan(script, transcript, replace(casting, voices=voices), rundown, engine, settings)
    return _framed(_estimated(plan))


def estimated_s(speech: Speech) -> float:
    """Return the expected length of the clip of an utterance in seconds."""
    letters = len(speech.utterance.text) * letters_per_character(speech.utterance.language)
    return letters / _CHARS_PER_SECOND / speech.utterance.delivery.rate


def check_space(plan: Plan, targets: Iterable[Path]) -> None:
    """Raise OutputError if a disk has no room for what is going to be written."""
    for folder in (*(target.parent for target in targets), plan.settings.speech.cache):
        present = nearest_existing_folder(folder)
        free = shutil.disk_usage(present).free
        if free < plan.disk_bytes:
            raise OutputError(
                f"the disk of {present} has {free // 1_000_000} MB free and the episode needs about "
                f"{plan.disk_bytes // 1_000_000} MB: free some space, or choose another output or `speech.cache_folder`"
            )


def _estimated(plan: Plan) -> Plan:
    rundown, engine, said = plan.rundown, plan.engine, plan.utterances
    by_voice, cache = fingerprints(engine, said), plan.cache
    chars = max(1, sum(len(utterance.text) for utterance in said))
    new = sum(len(utterance.text) for utterance in said if not cache.has(utterance, by_voice[utterance.voice])) / chars
    clips_s = sum(map(estimated_s, rundown.speeches))
    sound_s = sum(estimated_s(speech) / speech.stretch for speech in rundown.speeches)
    sound_s += sum(item.pause_ms for item in rundown.items if isinstance(item, Pause)) / 1000
    sound_s += sum(recording.seconds for recording in rundown.recordings)
    sound = plan.settings.sound
    stems = len(plan.heard) * _STEM_BYTES_PER_SECOND if sound.stems is not None else 0
    asked = sound.sample_rate_hz * sound.bit_depth // 8
    disk_bytes = int(sound_s * (_OUTPUT_BYTES_PER_SECOND + asked + stems) + clips_s * new * 2 * engine.sample_rate_hz)
    work_s = clips_s * new * engine.work_per_second
    return replace(plan, sound_s=sound_s, work_s=work_s, disk_bytes=disk_bytes, spoken_before=1 - new)


def _framed(plan: Plan) -> Plan:
    """Return the plan with room for the sounds that are wanted around the voices."""
    turns, count = plan.settings.reading.turns, len(plan.transcript.turns)
    found = jingles_of(plan.settings.sound, turns, count, plan.engine.sample_rate_hz)
    return replace(plan, rundown=found.around(plan.rundown), sound_s=plan.sound_s + found.alone_s, jingles=found)


def _recording_folders(script: Script, settings: Settings) -> RecordingFolders:
    """Return where the recordings that a script names may lie: beside it, and where the user says."""
    own = (script.path.parent,) if script.path else ()
    named = (settings.sound.recordings,) if settings.sound.recordings else ()
    return RecordingFolders((*own, *named), str(script.path or "the script"))
