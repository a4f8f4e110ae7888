"""The whole program on one page: source -> Document -> Transcript -> Casting -> Script -> Clips -> Episode -> files."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tts_interview.announcing import announcements, disclosure, with_narrator
from tts_interview.announcing.names import names
from tts_interview.buffering import Buffer, Expected, Pace
from tts_interview.cache import ClipCache
from tts_interview.casting import cast, find_speaker
from tts_interview.catalogue import find_voice, sample_sentence
from tts_interview.destination import Destination, check_destination, destination_of, lying_there, show_of
from tts_interview.encoding import FORMATS, Attached, Loudness
from tts_interview.engines import (
    AUTO,
    Engine,
    EngineSetup,
    fingerprints,
    let_go,
    make_engine,
    speaks,
    stand_in_for,
    warmed_up,
)
from tts_interview.errors import OutputError
from tts_interview.jingles import Jingles, closing, opening
from tts_interview.mastering.finishing import Mastered, master
from tts_interview.mastering.levels import levelled
from tts_interview.mixing import Mix
from tts_interview.model import (
    Casting,
    Cue,
    Episode,
    Outcome,
    Pause,
    Progress,
    Recording,
    Script,
    Speech,
    Transcript,
    Utterance,
    no_progress,
)
from tts_interview.pacing.fitting import fitted
from tts_interview.pacing.stretching import as_heard
from tts_interview.playing import louder, opened_player
from tts_interview.publishing import (
    audio_files,
    check_format,
    text_formats,
    with_cover,
    write_files,
)
from tts_interview.publishing.audio_tags import audio_tags
from tts_interview.publishing.episodes import numbered
from tts_interview.publishing.feed import placed
from tts_interview.publishing.files import cannot_write, drafted
from tts_interview.publishing.manifest import NAME as MANIFEST
from tts_interview.publishing.noting import fingerprint
from tts_interview.publishing.preparing import prepared
from tts_interview.publishing.publication import Publication
from tts_interview.recordings import Shelf, evened, located
from tts_interview.scripting import write_script
from tts_interview.settings import Settings
from tts_interview.speaking import ending, speak
from tts_interview.stems import label_paths, stem_paths, write_stems
from tts_interview.stitching import sounds, stitch
from tts_interview.words.gathering import lexicon_in_force
from tts_interview.workspace import is_quiet, workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    from tts_interview.mastering import Mastering
    from tts_interview.model import OnProgress
    from tts_interview.pacing import Pacing
    from tts_interview.playing import Player
    from tts_interview.publishing.noting import Note
    from tts_interview.reading import OnNotice, Source
    from tts_interview.scriptfile import ScriptFile

    OnTurn = Callable[[int, str, str], None]
    Heard = tuple[Speech | Recording | Pause | Cue, bytes]

# What speech was measured to be on average, for estimates before anything is spoken.
_CHARS_PER_SECOND = 16.0
# The encoded file and the raw sound that it is made from, in bytes for a second of sound, generously.
_OUTPUT_BYTES_PER_SECOND = 100_000
_STEM_BYTES_PER_FRAME = 4
_MASTERING = "mastering"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a rendering is going to do: known before anything is spoken.

    `sound_s`, `work_s` (of speaking alone) and `disk_bytes` are estimates; `spoken_before` is the share, 0 to 1, of the
    text whose clips are in the cache.
    """

    transcript: Transcript
    casting: Casting
    script: Script
    engine: Engine
    sound_s: float
    work_s: float
    disk_bytes: int
    spoken_before: float
    jingles: Jingles = field(default_factory=Jingles)

    @property
    def heard(self) -> tuple[str, ...]:
        """The names of whoever may be heard: the speakers, and the sounds around them."""
        return (*self.casting.voices, *self.jingles.names)


@dataclass(frozen=True, slots=True)
class Rendering:
    """What was made: the files, the audio first, how long it sounds, and its loudness as measured on the encoded file.

    `number` is that of the episode in its show, 0 where there is none. What was up to date has the files that lie there.
    """

    files: tuple[Path, ...]
    transcript: Transcript
    casting: Casting
    engine: str
    seconds: float
    loudness: Loudness
    number: int = 0
    outcome: Outcome = Outcome.NEW

    @property
    def manifest(self) -> Path | None:
        """The list of the files, where one was asked for."""
        return next((path for path in self.files if path.name.endswith(MANIFEST)), None)


def _tell_nobody(_line: str) -> None:
    """Take a notice and do nothing."""


def parse(source: Source, settings: Settings | None = None, on_notice: OnNotice = _tell_nobody) -> Transcript:
    """Read a source and find who says what in it.

    `source` is a path, an http(s) address, an open binary stream, several of these, which are the pages of one interview in
    order, or a Transcript, which is given back as it is, wishes applied. With
    `settings.script`, what the source changed since that script was made is taken into it, and told to `on_notice`.
    Raises SourceError if it cannot be read, NotAnInterviewError if it has no turns.
    """
    return _read(source, settings or Settings(), on_notice)[0].transcript


def script(source: Source, settings: Settings | None = None, on_notice: OnNotice = _tell_nobody) -> str:
    """The text of the script file of a source, read as `parse` reads it. Raises what `parse` raises."""
    from tts_interview.scriptfile import script_text

    return script_text(_read(source, settings or Settings(), on_notice)[0])


def _read(source: Source, settings: Settings, on_notice: OnNotice) -> tuple[ScriptFile, Settings]:
    # What reads pages takes long to load, and who listens has the engine load first.
    from tts_interview.reading import read_source

    return read_source(source, settings, on_notice)


def plan(source: Source, settings: Settings | None = None, on_notice: OnNotice = _tell_nobody) -> Plan:
    """Find out what `render` would do, and speak nothing. Raises what `parse` raises, CastingError and EngineError."""
    found, settings = _read(source, settings or Settings(), on_notice)
    return _framed(_plan(found, settings, no_progress, on_notice), settings)


def render(
    source: Source,
    output: str | Path | None = None,
    settings: Settings | None = None,
    on_progress: OnProgress = no_progress,
    on_notice: OnNotice = _tell_nobody,
) -> Rendering:
    """Make an episode: audio, WebVTT and JSON transcript, and what else `settings.publishing` asks for.

    `output` is a file, whose suffix is the format, or a folder (an existing one, or a name that ends with "/"); None means
    a folder of the episode's own in `settings.output_folder`. Progress and notices are told to the callbacks, nothing is
    printed. Raises TtsInterviewError in one of its kinds; then no file was changed, and what was spoken is kept in the cache.
    """
    from tts_interview.scriptfile import script_text

    found, settings = _read(source, settings or Settings(), on_notice)
    transcript = found.transcript
    to, origin = destination_of(output, transcript, settings), _origin(source)
    planned = _framed(_plan(found, settings, on_progress, on_notice), settings)
    stems = [*stem_paths(planned.heard, settings.stems).values(), *label_paths(settings.stems)] if settings.stems else []
    check_destination(to, stems, transcript, origin, settings)
    made_of = _made_of(planned, to, origin, _link(source), settings)
    if settings.publishing.skip_current and (lying := lying_there(to, stems, made_of)):
        return _current(planned, lying)
    outcome = Outcome.CORRECTED if to.audio.exists() else Outcome.NEW
    _check_space(planned, (to.audio, *stems[:1]), settings.cache)
    with _workspace(settings) as folder, _employed(planned.engine):
        episode = _episode(planned, settings, folder / "episode.pcm", on_progress)
        mix = _mixed(episode, planned.jingles, settings.mastering, on_progress)
        about = Publication(episode, transcript, to.audio, origin, link=_link(source), engine=planned.engine.name)
        about = replace(about, samples=mix.samples, fingerprint=made_of, script=script_text(found))
        publication = with_cover(_publication(about, to, settings))
        mastered = _write_audio(publication, mix, settings.mastering.target_lufs)
        publication = replace(publication, loudness=mastered.loudness)
        stems = write_stems(episode, mix, mastered.gain_db, settings.stems) if settings.stems else []
        on_progress(Progress(_MASTERING, 1, 1, 0.0))
        files = list(write_files(publication, text_formats(settings.publishing.formats)))
    return Rendering(
        files=(*publication.written, *files, *stems),
        transcript=transcript,
        casting=planned.casting,
        engine=planned.engine.name,
        seconds=episode.seconds,
        loudness=mastered.loudness,
        number=publication.number,
        outcome=outcome,
    )


def _made_of(planned: Plan, to: Destination, origin: str, link: str, settings: Settings) -> str:
    """The fingerprint of all that the files of an episode depend on."""
    from tts_interview import __version__

    voices = sorted(fingerprints(planned.engine, (s.utterance for s in planned.script.speeches)).items())
    spoken = planned.transcript, planned.casting.voices, planned.script, voices, planned.engine.sample_rate_hz
    publishing = replace(settings.publishing, skip_current=False)
    place = str(to.feed)  # in words, for the feed itself changes
    wanted = settings.mastering, publishing, show_of(settings), place, settings.stems
    return fingerprint(__version__, origin, link, *spoken, *wanted)


def _current(planned: Plan, lying: tuple[tuple[Path, ...], Note]) -> Rendering:
    """The episode that lies there as it would be made."""
    files, note = lying
    about = planned.transcript, planned.casting, planned.engine.name
    return Rendering(files, *about, note.seconds, Loudness(note.lufs, note.peak_dbtp), note.number, Outcome.CURRENT)


@dataclass(frozen=True, slots=True)
class Listening:
    """What of an interview is heard, and how: from the turn of that number on, counted from 1, or that turn only.

    With `stream`, a WAV stream is written to it; else the sound card plays, or a program that is found on the machine.
    `on_turn` is told the number of each turn, who speaks and the words, when it begins; in a thread of its own.
    """

    turn: int = 1
    only: bool = False
    stream: BinaryIO | None = None
    on_turn: OnTurn = lambda _number, _speaker, _words: None


def listen(
    source: Source,
    settings: Settings | None = None,
    listening: Listening | None = None,
    on_progress: OnProgress = no_progress,
    on_notice: OnNotice = _tell_nobody,
) -> None:
    """Play an interview while it is spoken; returns when all was heard. The clips are those of `render`, cached as there.

    Where the engine is slower than speech, enough is spoken first for the rest to go on without a stop, and progress tells
    for how long. An engine that must be prepared is stood in for meanwhile, by one whose clips are kept apart. Raises what
    `render` raises, and PlayerError if nothing can play or the player fails.
    """
    listening, settings = listening or Listening(), settings or Settings()
    # It loads while the source is read.
    warm = warmed_up(settings.engine, _setup(settings, on_progress, on_notice))
    found, settings = _read(source, settings, on_notice)
    last = listening.turn if listening.only else max(listening.turn, len(found.transcript.turns))
    # Who listens to their own machine knows what speaks.
    announcing = replace(settings.announcing, discloses=False)
    settings = replace(settings, announcing=announcing, only=frozenset(range(listening.turn, last + 1)))
    planned = _plan(found, settings, on_progress, on_notice, warm)
    engine = planned.engine
    _check_space(planned, (settings.work,), settings.cache)
    with (
        _workspace(settings) as folder,
        _employed(engine),
        opened_player(engine.sample_rate_hz, listening.stream) as player,
    ):
        work_per_second = (stand_in_for(engine) or engine).work_per_second * _most_stretched(planned.script)
        pace = Pace(work_per_second, engine.workers)
        buffer = Buffer(_expected(planned, settings), pace, folder / "ahead.pcm", on_progress)
        utterances = [speech.utterance for speech in planned.script.speeches]
        with ending(speak(utterances, engine, ClipCache(settings.clips), at_once=True)) as clips:
            heard = sounds(evened(planned.script, engine.sample_rate_hz), buffer.clips(), engine.sample_rate_hz)
            buffer.run(as_heard(clips, planned.script), partial(_play, heard, player, planned.transcript, listening.on_turn))


def _play(heard: Iterator[Heard], player: Player, transcript: Transcript, on_turn: OnTurn) -> None:
    announced: Cue | None = None
    for item, pcm in heard:
        if isinstance(item, Cue):
            announced = None if item.announces else item
        elif announced and isinstance(item, (Speech, Recording)):
            # Only now: the turn may have had to be waited for.
            on_turn(announced.turn + 1, announced.speaker, transcript.turns[announced.turn].text)
            announced = None
        if pcm:
            player.write(louder(pcm))


def _most_stretched(script: Script) -> float:
    """How much longer than heard a clip is at most."""
    return max((speech.stretch for speech in script.speeches), default=1.0)


def _expected(planned: Plan, settings: Settings) -> list[Expected]:
    cache, by_voice = ClipCache(settings.clips), fingerprints(planned.engine, (s.utterance for s in planned.script.speeches))
    found: list[Expected] = []
    for item in planned.script.items:
        if isinstance(item, Speech):
            sound_s = _estimated_s(item) / item.stretch
            found.append(Expected(sound_s, 0.0, is_new=not cache.has(item.utterance, by_voice[item.utterance.voice])))
        elif isinstance(item, (Pause, Recording)) and found:
            length_s = item.pause_ms / 1000 if isinstance(item, Pause) else item.seconds
            found[-1] = replace(found[-1], pause_s=found[-1].pause_s + length_s)
    return found


def _setup(settings: Settings, on_progress: OnProgress, on_notice: OnNotice) -> EngineSetup:
    return EngineSetup(settings.cache, settings.model, on_progress, on_notice, settings.voices_folders, settings.device)


def _plan(
    found: ScriptFile, settings: Settings, on_progress: OnProgress, on_notice: OnNotice, warm: Engine | None = None
) -> Plan:
    transcript = found.transcript
    engine = make_engine(settings.engine, _setup(settings, on_progress, on_notice), transcript.language, warm)
    if settings.engine == AUTO:
        on_notice(engine.greeting)
    voices = [voice for voice in engine.voices() if speaks(voice, transcript.language)]
    announced = announcements(transcript, settings.announcing, show_of(settings).title)
    casting = cast(transcript, voices, settings.voices, settings.genders, settings.narrator)
    announced += names(transcript, casting, settings.announcing.say_names)
    if announced and with_narrator(transcript) != transcript:
        transcript = with_narrator(transcript)
        casting = cast(transcript, voices, settings.voices, settings.genders, settings.narrator)
    for doubt in casting.doubts:
        on_notice(doubt)
    only = None if settings.only is None else {number - 1 for number in settings.only}
    words = lexicon_in_force(settings, transcript.date)
    pacing = _pacing(transcript, settings)
    script = write_script(transcript, casting, pacing, engine.piece_chars, only, announced, words)
    script = located(fitted(script, engine.paces), _shelf(found, settings))
    if not script.has_words_of_source:
        raise OutputError(f"there is nothing to speak: the interview has turns 1 to {len(transcript.turns)}")
    cache, said = ClipCache(settings.clips), [s.utterance for s in script.speeches]
    by_voice = fingerprints(engine, said)
    chars = max(1, sum(len(utterance.text) for utterance in said))
    new = sum(len(utterance.text) for utterance in said if not cache.has(utterance, by_voice[utterance.voice]))
    pauses_s = sum(item.pause_ms for item in script.items if isinstance(item, Pause)) / 1000
    pauses_s += sum(recording.seconds for recording in script.recordings)
    clips_s = sum(map(_estimated_s, script.speeches))
    sound_s = sum(_estimated_s(speech) / speech.stretch for speech in script.speeches)
    stems = len(casting.voices) * _STEM_BYTES_PER_FRAME * engine.sample_rate_hz if settings.stems else 0
    disk_bytes = int(
        (sound_s + pauses_s) * (_OUTPUT_BYTES_PER_SECOND + stems) + clips_s * new / chars * 2 * engine.sample_rate_hz
    )
    work_s = clips_s * new / chars * engine.work_per_second
    return Plan(transcript, casting, script, engine, sound_s + pauses_s, work_s, disk_bytes, 1 - new / chars)


def _estimated_s(speech: Speech) -> float:
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


def _episode(planned: Plan, settings: Settings, sound: Path, on_progress: OnProgress) -> Episode:
    utterances = [speech.utterance for speech in planned.script.speeches]
    clips = speak(utterances, planned.engine, ClipCache(settings.clips), on_progress)
    with ending(clips):
        try:
            heard, rate_hz = as_heard(clips, planned.script), planned.engine.sample_rate_hz
            return stitch(planned.script, heard, planned.transcript, planned.casting, sound, rate_hz)
        except OSError as error:
            raise cannot_write(sound, error) from error


def _framed(planned: Plan, settings: Settings) -> Plan:
    """With the sounds that the user wants around the voices: where the episode has its beginning and its end."""
    wanted, rate_hz, lufs = settings.mastering, planned.engine.sample_rate_hz, settings.mastering.target_lufs
    is_whole = settings.only is None
    has_first = is_whole or 1 in (settings.only or ())
    has_last = is_whole or len(planned.transcript.turns) in (settings.only or ())
    found = Jingles(
        opening(wanted.opening_sound, rate_hz, lufs) if wanted.opening_sound and has_first else None,
        closing(wanted.closing_sound, rate_hz, lufs) if wanted.closing_sound and has_last else None,
    )
    return replace(planned, script=found.around(planned.script), sound_s=planned.sound_s + found.alone_s, jingles=found)


def _mixed(episode: Episode, jingles: Jingles, wanted: Mastering, on_progress: OnProgress) -> Mix:
    on_progress(Progress(_MASTERING, 0, 1))
    voices_end = episode.passages[-1].end
    beds = jingles.beds(voices_end, episode.sample_rate_hz)
    mix = Mix(episode.sound, episode.sample_rate_hz, episode.passages, beds=beds)
    return levelled(mix, wanted.target_lufs, match=wanted.match)


def _publication(about: Publication, to: Destination, settings: Settings) -> Publication:
    """All that is said of an episode, before any file is made."""
    wanted, told = settings.publishing, disclosure(about.transcript, settings.announcing)
    about = replace(about, disclosure=told, show=show_of(settings), wanted=wanted, written=to.sounds, shelf=to.shelf)
    publication = prepared(about)
    if to.feed:
        return placed(publication, to.feed)
    return numbered(publication) if to.shelf and "episodes" in to.formats else publication


def _write_audio(publication: Publication, mix: Mix, lufs: float) -> Mastered:
    """Every audio file; what is told of the loudness is that of the main one."""
    attached, reached = Attached(publication.chapters, publication.cover), []
    for path in audio_files(publication.audio, publication.wanted.formats):
        suffix = path.suffix.lower()
        with drafted(path) as draft:
            reached.append(master(mix, draft, FORMATS[suffix], audio_tags(publication, suffix), lufs, attached))
    return reached[0]


def _link(source: Source) -> str:
    """The address of the page, or of the first of several; empty where it came from elsewhere."""
    from tts_interview.documents.web import is_address

    first = source[0] if isinstance(source, (list, tuple)) and source else source
    return first if isinstance(first, str) and is_address(first) else ""


def _origin(source: Source) -> str:
    """What tells one source from another, without giving away where it lay; empty for standard input."""
    from tts_interview.documents.web import is_address

    pages = source if isinstance(source, (list, tuple)) else [source]
    named = [str(page) for page in pages if isinstance(page, (str, Path))]
    if len(named) < len(pages):
        return ""
    places = (page if is_address(page) else str(Path(page).resolve()) for page in named)
    return hashlib.sha256("\n".join(places).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _check_space(planned: Plan, targets: Iterable[Path], cache: Path) -> None:
    for folder in (*(target.parent for target in targets), cache):
        present = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
        free = shutil.disk_usage(present).free
        if free < planned.disk_bytes:
            raise OutputError(
                f"the disk of {present} has {free // 1_000_000} MB free and the episode needs about "
                f"{planned.disk_bytes // 1_000_000} MB: free some space, or choose another -o or --cache"
            )


@contextlib.contextmanager
def _employed(engine: Engine) -> Iterator[None]:
    """Until nobody waits for the engine any longer."""
    try:
        yield
    finally:
        let_go(engine)


@contextlib.contextmanager
def _workspace(settings: Settings) -> Iterator[Path]:
    """A folder for one run, after which the clips are brought down to their limit: by the last, if several run at once."""
    try:
        with workspace(settings.work) as folder:
            yield folder
    finally:
        # The clips of an episode that is being made are needed until it is done.
        if settings.clip_limit_bytes and is_quiet(settings.work):
            ClipCache(settings.clips).shrink(settings.clip_limit_bytes)


def sample_voice(engine: Engine, wish: str, target: Path, text: str = "") -> None:
    """Let a voice speak one sentence into a sound file. Raises CastingError for an unknown voice."""
    check_format(target)
    voice = find_voice(wish, engine.voices())
    clip = engine.speak(Utterance(text or sample_sentence(voice), voice.name, voice.language or "en"))
    with tempfile.TemporaryDirectory(prefix="tts-interview-") as folder, drafted(target) as draft:
        raw = Path(folder) / "sample.pcm"
        raw.write_bytes(clip.pcm)
        master(Mix(raw, clip.sample_rate_hz), draft, FORMATS[target.suffix.lower()], {"title": voice.full_name})
