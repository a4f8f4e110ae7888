"""The program on one page: source -> Document -> Transcript -> Casting -> Rundown -> Clips -> Episode -> files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.casting import cast
from tts_interview.files.atomic import writing
from tts_interview.model import SILENT
from tts_interview.pipeline.edition import Rendering, edition
from tts_interview.pipeline.locking import with_locked
from tts_interview.pipeline.observing import heard_by
from tts_interview.pipeline.planning import Plan, arrangement, employ, planned, voices_for
from tts_interview.pipeline.reading import configured, parse, read, titled, with_speakers
from tts_interview.pipeline.verifying import listener_for, mended
from tts_interview.publishing import publish
from tts_interview.rundown import arrange
from tts_interview.rundown.announcements import with_narrator
from tts_interview.rundown.doubts import doubts_of
from tts_interview.settings import Settings
from tts_interview.sound.mastering import master
from tts_interview.sound.stitching import stitch
from tts_interview.sound.stretching import stretch_clips
from tts_interview.speech import closing, speak

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path
    from typing import BinaryIO

    from tts_interview.model import Episode, Observer, Rundown
    from tts_interview.pipeline.listening import PlaysAlong
    from tts_interview.pipeline.reading import Source
    from tts_interview.pipeline.sharing import Sharing
    from tts_interview.speech.engines import Engine

__all__ = ["Plan", "Rendering", "plan", "render"]


def plan(source: Source, settings: Settings | None = None, observer: Observer = SILENT, *, warm: Engine | None = None) -> Plan:
    """Find out what `render` would do; nothing is spoken.

    `warm` is an engine that already loads. Raises SourceError, NotAnInterviewError, CastingError, LexiconError, EngineError,
    and OutputError if there is nothing to speak.
    """
    observer = heard_by(observer)
    document = read(source, settings or Settings(), observer)
    settings = configured(settings or Settings(), document)
    script = titled(parse(document, settings, observer))
    settings = with_speakers(settings, script)
    engine = employ(settings.speech, script.transcript.language, observer, warm)
    casting = cast(with_narrator(script.transcript), voices_for(engine, script.transcript.language), settings.casting)
    for doubt in casting.doubts:
        observer.doubt(doubt.sentence)
    rundown = arrange(script.transcript, casting, arrangement(script.transcript, engine, settings))
    rundown, lost = with_locked(rundown, script, engine.sample_rate_hz)
    script = replace(script, transcript=replace(script.transcript, doubts=(*script.transcript.doubts, *lost)))
    for doubt in lost:
        observer.doubt(doubt.sentence)
    for doubt in script.transcript.unsettled(doubts_of(rundown, script.transcript.language)):
        observer.doubt(doubt.sentence)
    return planned(script, casting, rundown, engine, settings)


def render(  # noqa: PLR0913 - the last three are for a batch, a listener and an archive
    source: Source | Plan,
    output: str | Path | BinaryIO | None = None,
    settings: Settings | None = None,
    observer: Observer = SILENT,
    *,
    taken: Container[Path] = (),
    along: PlaysAlong | None = None,
    shared: Sharing | None = None,
) -> Rendering:
    """Make an episode: audio, WebVTT and JSON transcripts, and what else `settings.publishing` asks for.

    `source` may be a plan, which has settings and an engine. `output` is a file, whose suffix is the format; a folder (one
    that exists, or a name that ends with "/"); a binary stream, which takes the audio alone; or None for a folder of the
    episode's own in `settings.publishing.output_folder`. `taken` are audio files that other sources of the same batch made;
    `along` plays the clips as they are spoken; `shared` is a store of finished episodes and clips. Raises what `plan` raises,
    OutputError, EncodingError and HandingOverError;
    then no file was changed, except that the files of an episode stay if the command to run after them fails. With
    `settings.publishing.verify`, the episode is heard back, its bad turns are spoken again, and MissingExtraError and
    ModelError may be raised.
    """
    observer = heard_by(observer)
    wanted = source if isinstance(source, Plan) else plan(source, settings, observer)
    is_verified = wanted.settings.publishing.verify
    listener = listener_for(wanted.transcript.language, wanted.settings, observer) if is_verified else None
    with edition(wanted, output, taken, shared) as target:
        if target.current:
            return target.current
        for line in target.notices:
            observer.notice(line)

        if shared:
            shared.take_clips(wanted)

        def spoken(rundown: Rundown, along: PlaysAlong | None = None) -> Episode:
            utterances = [speech.utterance for speech in rundown.speeches]
            with writing(target.raw), closing(speak(utterances, wanted.engine, wanted.cache, observer.progress)) as clips:
                heard = stretch_clips(along.tapped(wanted, clips) if along else clips, rundown)
                return stitch(rundown, heard, wanted.transcript, wanted.casting, target.raw, wanted.engine.sample_rate_hz)

        episode, verification = spoken(wanted.rundown, along), None
        if listener:
            episode, verification = mended(wanted, episode, spoken, listener, observer)
        mastered = master(episode, wanted.jingles, wanted.settings.sound, observer.progress)
        publication = publish(target.draft, episode, mastered, target.files, observer.progress)
        made = target.finish(replace(publication, verification=verification), mastered.mix)
        if shared:
            shared.put(wanted, target.draft)
            shared.put_clips(wanted)
        return made
