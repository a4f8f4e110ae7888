"""The whole program on one page: source -> Document -> Transcript -> Casting -> Rundown -> Clips -> Episode -> files."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tts_interview.casting.voice_names import find_voice
from tts_interview.files.atomic import cannot_write, drafted
from tts_interview.files.ffmpeg import FORMATS, Attached, Loudness, check_format
from tts_interview.model import (
    Casting,
    Episode,
    Outcome,
    Progress,
    Transcript,
    Utterance,
    no_progress,
)
from tts_interview.pipeline.listening import Listening, play
from tts_interview.pipeline.planning import Plan, check_space, employed, framed, planned_for, setup_of, workspace_of
from tts_interview.publishing import (
    audio_files,
    text_formats,
    with_cover,
    write_files,
)
from tts_interview.publishing.audio_tags import audio_tags
from tts_interview.publishing.destination import Destination, check_destination, destination_of, lying_there, show_of
from tts_interview.publishing.episodes import numbered
from tts_interview.publishing.feed import placed
from tts_interview.publishing.manifest import NAME as MANIFEST
from tts_interview.publishing.preparing import prepared
from tts_interview.publishing.provenance import fingerprint
from tts_interview.publishing.publication import Publication
from tts_interview.rundown.announcements import disclosure, titled
from tts_interview.settings import Settings
from tts_interview.sound.mastering.finishing import Mastered, master
from tts_interview.sound.mastering.levels import levelled
from tts_interview.sound.mix import Mix
from tts_interview.sound.stems import label_paths, stem_paths, write_stems
from tts_interview.sound.stitching import stitch
from tts_interview.sound.stretching import as_heard
from tts_interview.speech import ending, speak
from tts_interview.speech.cache import ClipCache
from tts_interview.speech.catalogue import sample_sentence
from tts_interview.speech.engines import Engine, fingerprints, warmed_up

if TYPE_CHECKING:
    from tts_interview.model import OnProgress
    from tts_interview.pipeline.reading import OnNotice, Source
    from tts_interview.publishing.provenance import Note
    from tts_interview.script.file import ScriptFile
    from tts_interview.settings.sound import Mastering
    from tts_interview.sound.jingles import Jingles


_MASTERING = "mastering"


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
    from tts_interview.script.file import script_text

    return script_text(_read(source, settings or Settings(), on_notice)[0])


def _read(source: Source, settings: Settings, on_notice: OnNotice) -> tuple[ScriptFile, Settings]:
    # What reads pages takes long to load, and who listens has the engine load first.
    from tts_interview.pipeline.reading import read_source

    return read_source(source, settings, on_notice)


def plan(source: Source, settings: Settings | None = None, on_notice: OnNotice = _tell_nobody) -> Plan:
    """Find out what `render` would do, and speak nothing. Raises what `parse` raises, CastingError and EngineError."""
    found, settings = _read(source, settings or Settings(), on_notice)
    return framed(planned_for(found, settings, no_progress, on_notice), settings)


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
    from tts_interview.script.file import script_text

    found, settings = _read(source, settings or Settings(), on_notice)
    found = replace(found, transcript=titled(found.transcript))
    transcript = found.transcript
    to, origin = destination_of(output, transcript, settings), _origin(source)
    planned = framed(planned_for(found, settings, on_progress, on_notice), settings)
    stems = [*stem_paths(planned.heard, settings.stems).values(), *label_paths(settings.stems)] if settings.stems else []
    check_destination(to, stems, transcript, origin, settings)
    made_of = _made_of(planned, to, origin, _link(source), settings)
    if settings.publishing.skip_current and (lying := lying_there(to, stems, made_of)):
        return _current(planned, lying)
    outcome = Outcome.CORRECTED if to.audio.exists() else Outcome.NEW
    check_space(planned, (to.audio, *stems[:1]), settings.cache)
    with workspace_of(settings) as folder, employed(planned.engine):
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

    voices = sorted(fingerprints(planned.engine, (s.utterance for s in planned.rundown.speeches)).items())
    spoken = planned.transcript, planned.casting.voices, planned.rundown, voices, planned.engine.sample_rate_hz
    publishing = replace(settings.publishing, skip_current=False)
    place = str(to.feed)  # in words, for the feed itself changes
    wanted = settings.mastering, publishing, show_of(settings), place, settings.stems
    return fingerprint(__version__, origin, link, *spoken, *wanted)


def _current(planned: Plan, lying: tuple[tuple[Path, ...], Note]) -> Rendering:
    """The episode that lies there as it would be made."""
    files, note = lying
    about = planned.transcript, planned.casting, planned.engine.name
    return Rendering(files, *about, note.seconds, Loudness(note.lufs, note.peak_dbtp), note.number, Outcome.CURRENT)


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
    warm = warmed_up(settings.engine, setup_of(settings, on_progress, on_notice))
    found, settings = _read(source, settings, on_notice)
    last = listening.turn if listening.only else max(listening.turn, len(found.transcript.turns))
    # Who listens to their own machine knows what speaks.
    announcing = replace(settings.announcing, discloses=False)
    settings = replace(settings, announcing=announcing, only=frozenset(range(listening.turn, last + 1)))
    planned = planned_for(found, settings, on_progress, on_notice, warm)
    check_space(planned, (settings.work,), settings.cache)
    play(planned, settings, listening, on_progress)


def _episode(planned: Plan, settings: Settings, sound: Path, on_progress: OnProgress) -> Episode:
    utterances = [speech.utterance for speech in planned.rundown.speeches]
    clips = speak(utterances, planned.engine, ClipCache(settings.clips), on_progress)
    with ending(clips):
        try:
            heard, rate_hz = as_heard(clips, planned.rundown), planned.engine.sample_rate_hz
            return stitch(planned.rundown, heard, planned.transcript, planned.casting, sound, rate_hz)
        except OSError as error:
            raise cannot_write(sound, error) from error


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


def sample_voice(engine: Engine, wish: str, target: Path, text: str = "") -> None:
    """Let a voice speak one sentence into a sound file. Raises CastingError for an unknown voice."""
    check_format(target)
    voice = find_voice(wish, engine.voices())
    clip = engine.speak(Utterance(text or sample_sentence(voice), voice.name, voice.language or "en"))
    with tempfile.TemporaryDirectory(prefix="tts-interview-") as folder, drafted(target) as draft:
        raw = Path(folder) / "sample.pcm"
        raw.write_bytes(clip.pcm)
        master(Mix(raw, clip.sample_rate_hz), draft, FORMATS[target.suffix.lower()], {"title": voice.full_name})
