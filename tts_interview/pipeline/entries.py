"""The other ways in: read an interview, write its script, hear it, take its sound piece by piece, make several episodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.casting import cast
from tts_interview.casting.voice_names import find_voice
from tts_interview.files.atomic import drafted
from tts_interview.files.ffmpeg import FORMATS, check_format
from tts_interview.files.tags import AI_VOICE, XMP
from tts_interview.files.workspace import scratch
from tts_interview.files.xmp import packet
from tts_interview.model import SILENT, Cue, Recording, Speech, Utterance
from tts_interview.pipeline import plan, render
from tts_interview.pipeline.edition import employed, room
from tts_interview.pipeline.listening import Listening, play
from tts_interview.pipeline.observing import heard_by, limited
from tts_interview.pipeline.planning import check_space, employ, preloaded, surveyed, voices_for
from tts_interview.pipeline.reading import configured, explained, parse, read, titled, with_speakers
from tts_interview.rundown.announcements import with_narrator
from tts_interview.settings import Settings
from tts_interview.settings.layers import with_values
from tts_interview.sound.mastering.finishing import finish
from tts_interview.sound.mix import Mix
from tts_interview.sound.recordings import level_recordings
from tts_interview.sound.stitching import stream_sound
from tts_interview.sound.stretching import stretch_clips
from tts_interview.speech import closing, speak
from tts_interview.speech.catalogue import sample_sentence
from tts_interview.speech.engines import digital_source_type_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from tts_interview.model import Observer, Transcript
    from tts_interview.parsing.explaining import Explanation
    from tts_interview.pipeline import Rendering
    from tts_interview.pipeline.planning import Survey
    from tts_interview.pipeline.reading import Source
    from tts_interview.script.file import Script
    from tts_interview.speech.engines import Engine

_FULL_SCALE = 32_768


def parse_source(source: Source, settings: Settings | None = None, observer: Observer = SILENT) -> Transcript:
    """Read a source and find who says what in it.

    `source` is a path, an http(s) address, text with a line break, bytes, an open stream, a list of these, which are the pages
    of one interview in order, or a Transcript, to which the settings are applied. With `settings.reading.script`, the changes
    of the source are merged into that script, and the observer hears of each. Raises SourceError if it cannot be read,
    NotAnInterviewError if it has no turns, CastingError for a name of nobody, and TypeError for what is not a source.
    """
    return script_of(source, settings, observer).transcript


def script_text(source: Source, settings: Settings | None = None, observer: Observer = SILENT) -> str:
    """Return the text of the script of a source. Raises what `parse` raises."""
    from tts_interview.script import file

    return file.script_text(script_of(source, settings, observer))


def script_of(source: Source, settings: Settings | None = None, observer: Observer = SILENT) -> Script:
    """Return the transcript of a source with what its script holds besides. Raises what `parse` raises."""
    observer = heard_by(observer)
    found = read(source, settings or Settings(), observer)
    return parse(found, configured(settings or Settings(), found), observer)


def survey(
    source: Source, settings: Settings | None = None, observer: Observer = SILENT, *, warm: Engine | None = None
) -> Survey:
    """Find out who is heard in an interview and roughly how long, much sooner than `plan`, which decides on every word.

    `warm` is an engine that already loads. Raises SourceError, NotAnInterviewError, CastingError and EngineError.
    """
    observer = heard_by(observer)
    document = read(source, settings or Settings(), observer)
    settings = configured(settings or Settings(), document)
    script = titled(parse(document, settings, observer))
    settings, language = with_speakers(settings, script), script.transcript.language
    engine = employ(settings.speech, language, observer, warm)
    return surveyed(script, cast(with_narrator(script.transcript), voices_for(engine, language), settings.casting), engine)


def explain(source: Source, settings: Settings | None = None, observer: Observer = SILENT) -> Explanation:
    """Compare the two best readings of a page, even if the page is refused. Raises what `parse` raises."""
    found = read(source, settings or Settings(), heard_by(observer))
    return explained(found, configured(settings or Settings(), found))


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of an episode as it is heard: a sentence or a part of one, or a recording.

    `turn` counts from 1; `samples` are mono, float32, -1 to 1; `start_s` and `end_s` are seconds from the start of the episode,
    before any sound that is laid around the voices. `announces` says that the program itself speaks, as at the opening.
    """

    turn: int
    speaker: str
    text: str
    samples: NDArray[np.float32]
    sample_rate_hz: int
    start_s: float
    end_s: float
    announces: bool = False


def segments(source: Source, settings: Settings | None = None, observer: Observer = SILENT) -> Generator[Segment, None, None]:
    """Yield the sound of an interview piece by piece, as it is spoken. Closing the generator ends the work.

    Raises what `plan` raises.
    """
    import numpy as np

    observer = heard_by(observer)
    wanted = plan(source, settings, observer)
    rate_hz, now_s, cue = wanted.engine.sample_rate_hz, 0.0, Cue(0, "")
    with (
        employed(wanted.engine),
        room(wanted.settings.speech),
        closing(speak(wanted.utterances, wanted.engine, wanted.cache, observer.progress)) as clips,
    ):
        for item, pcm in stream_sound(level_recordings(wanted.rundown, rate_hz), stretch_clips(clips, wanted.rundown), rate_hz):
            end_s = now_s + len(pcm) / 2 / rate_hz
            if isinstance(item, Cue):
                cue = item
            elif isinstance(item, (Speech, Recording)):
                samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32) / np.float32(_FULL_SCALE)
                said = item.written if isinstance(item, Speech) else " ".join(item.written)
                yield Segment(cue.turn + 1, cue.speaker, said, samples, rate_hz, now_s, end_s, cue.announces)
            now_s = end_s


def listen(
    source: Source,
    settings: Settings | None = None,
    listening: Listening | None = None,
    observer: Observer = SILENT,
    *,
    warm: Engine | None = None,
) -> None:
    """Play an interview while it is spoken; return when all was heard. The clips are those of `render`, and cached.

    If the engine is slower than speech, playback waits until the rest can run without a gap, and progress says for how long.
    `warm` is an engine that already loads. Raises what `plan` raises, and PlayerError if nothing can play or the player fails.
    """
    listening, settings, observer = listening or Listening(), settings or Settings(), heard_by(observer)
    speech = settings.speech
    warm = warm or preloaded(speech, observer)  # it loads while the source is read
    # A person who listens on their own machine knows what speaks.
    wanted = plan(source, with_values(settings, {"announcing.discloses": False}), observer, warm=warm)
    check_space(wanted, (speech.work,))
    play(wanted, listening, observer)


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of one source of a batch: a rendering, or the error that kept it from being made.

    An error that is neither TtsInterviewError nor OSError is a bug.
    """

    source: Source
    rendering: Rendering | None = None
    error: Exception | None = None


def batch(
    sources: Iterable[Source],
    output: str | Path | None = None,
    settings: Settings | None = None,
    observer: Observer = SILENT,
) -> Iterator[BatchResult]:
    """Make an episode of each source, and yield what became of it. If one fails, the others are still made.

    `output` is a folder, or None as for `render`. No two sources get the same files. Each source is read in a child process,
    within the limits of the settings, and is given up if its episode is not made within `reading.limits.episode_seconds`.
    """
    settings = with_values(settings or Settings(), {"reading.limits.isolated": True})
    taken: set[Path] = set()
    for source in sources:
        try:
            rendering = render(
                source, output, settings, limited(observer, settings.reading.limits.episode_seconds), taken=taken
            )
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001 - a bug ends its source, not the batch
            yield BatchResult(source, error=error)
        else:
            taken.add(rendering.files[0])
            yield BatchResult(source, rendering)


def sample_voice(engine: Engine, wish: str, target: Path, text: str = "") -> None:
    """Let a voice speak one sentence into a sound file. Raises CastingError for an unknown voice."""
    check_format(target)
    voice = find_voice(wish, engine.voices())
    clip = engine.speak(Utterance(text or sample_sentence(voice), voice.name, voice.language or "en"))
    kind = digital_source_type_of(engine)
    tags = {"title": voice.full_name, AI_VOICE: voice.full_name, **({XMP: packet(kind, engine.name)} if kind else {})}
    with scratch() as folder, drafted(target) as draft:
        raw = folder / "sample.pcm"
        raw.write_bytes(clip.pcm)
        finish(Mix(raw, clip.sample_rate_hz), draft, FORMATS[target.suffix.lower()], tags)
