"""An edition: where an episode goes, whether it may go there, the room for its work, and what came of it."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tts_interview.errors import OutputError
from tts_interview.files.atomic import Transaction, lock_folder
from tts_interview.files.cleaning import cleaned
from tts_interview.files.credentials import KEY
from tts_interview.files.workspace import is_idle, remove_abandoned_runs, workspace
from tts_interview.files.xmp import append_to_wav, packet
from tts_interview.language.lexicon.finding import said_words
from tts_interview.model import Casting, Loudness, Outcome, Reason, Transcript, Verification
from tts_interview.pipeline.planning import check_space
from tts_interview.publishing import AUDIO_NAMES, SCRIPT, check_key, text_formats, write_files
from tts_interview.publishing.corrections import notes_of, with_correction
from tts_interview.publishing.destination import Order, check_destination, destination_of, present
from tts_interview.publishing.episodes import numbered
from tts_interview.publishing.feed import apart, placed, recorded_item, untimely
from tts_interview.publishing.hook import command_of, hand_over
from tts_interview.publishing.manifest import NAME as MANIFEST
from tts_interview.publishing.provenance import fingerprint
from tts_interview.publishing.publication import Draft, source_type_of
from tts_interview.publishing.records import being_made, record_of
from tts_interview.publishing.records import made as complete
from tts_interview.rundown.announcements import disclosure
from tts_interview.script.file import script_text, without_withheld_words
from tts_interview.script.merge import base_of, merge
from tts_interview.settings.lexicons import lexicon_in_force
from tts_interview.settings.parts import Limits
from tts_interview.sound.mastering import format_of
from tts_interview.sound.stems import label_paths, stem_paths, write_stems
from tts_interview.speech.cache import ClipCache, forget_old_bookmarks
from tts_interview.speech.engines import digital_source_type_of, fingerprints, let_go

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from tts_interview.model import LexiconEntry
    from tts_interview.pipeline.planning import Plan
    from tts_interview.pipeline.sharing import Sharing
    from tts_interview.publishing.corrections import Correction
    from tts_interview.publishing.destination import Destination
    from tts_interview.publishing.provenance import Note
    from tts_interview.publishing.publication import Publication
    from tts_interview.publishing.records import Record
    from tts_interview.script.file import Script
    from tts_interview.settings import Settings
    from tts_interview.settings.parts import PublishingSettings, SpeechSettings
    from tts_interview.sound.mix import Mix
    from tts_interview.speech.engines import Engine


@dataclass(frozen=True, slots=True)
class Rendering:
    """What was made: the files, the audio first, the length, and the loudness as measured on the encoded file.

    `number` is that of the episode in its show; 0 means none. `verification` is what was heard of it; None if nobody listened.
    If the episode was up to date, the files are those present.
    """

    files: tuple[Path, ...]
    transcript: Transcript
    casting: Casting
    engine: str
    seconds: float
    loudness: Loudness
    number: int = 0
    outcome: Outcome = Outcome.NEW
    verification: Verification | None = None

    @property
    def manifest(self) -> Path | None:
        """The list of the files, if one was asked for."""
        return next((path for path in self.files if path.name.endswith(MANIFEST)), None)


@dataclass(frozen=True, slots=True)
class Edition:
    """An episode that may be made: its draft, the raw file for its sound, and what puts its files in place.

    `shared` are the files of the whole show. `current` is the episode that is there already, if it is up to date; then nothing
    is to be made. `notices` say what the feed lacks.
    """

    plan: Plan
    draft: Draft
    raw: Path
    files: Transaction = field(default_factory=Transaction)
    shared: tuple[Path, ...] = ()
    outcome: Outcome = Outcome.NEW
    current: Rendering | None = None
    hook: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def finish(self, publication: Publication, mix: Mix) -> Rendering:
        """Write stems and text files, put all in place, run the command that is to follow, and return what was made."""
        plan, stems = self.plan, self._stems(publication, mix)
        files = list(write_files(publication, text_formats(publication.wanted.formats)))
        self.files.commit()
        own = [path for path in files if path not in self.shared]
        written = replace(publication, written=(*publication.written, *files))
        complete(publication, [*publication.written, *own, *stems], recorded_item(written))
        made = Rendering(
            files=(*publication.written, *files, *stems),
            transcript=plan.script.transcript,
            casting=plan.casting,
            engine=plan.engine.name,
            seconds=publication.episode.seconds,
            loudness=publication.loudness or Loudness(0.0),
            number=publication.number,
            outcome=self.outcome,
            verification=publication.verification,
        )
        return _handed_over(self.hook, made)

    def _stems(self, publication: Publication, mix: Mix) -> list[Path]:
        """Write the drafts of the stems, if they are wanted; those with a synthetic voice say so."""
        folder, episode = self.plan.settings.sound.stems, publication.episode
        if not folder:
            return []
        written = write_stems(episode, mix, publication.gain_db, folder, self.files)
        for name, path in stem_paths(self.plan.heard, folder).items():
            kind = source_type_of(self.draft.digital_source_type, [m for m in episode.heard if m.speaker == name])
            if kind and path in written:
                append_to_wav(self.files.now(path), packet(kind, self.plan.engine.name))
        return written


@contextlib.contextmanager
def edition(
    plan: Plan, output: str | Path | BinaryIO | None, taken: Container[Path] = (), shared: Sharing | None = None
) -> Iterator[Edition]:
    """Check where an episode goes, and hold the room for making it; one that is in the shared store is put in place.

    Raises OutputError, ShowError, HandingOverError for an unknown command.
    """
    if output is None or isinstance(output, (str, Path)):
        with _edition(plan, output, taken, shared) as target:
            yield target
        return
    with employed(plan.engine), room(plan.settings.speech) as folder:
        names = (name for name in plan.settings.publishing.formats if name in AUDIO_NAMES)
        audio = folder / f"episode.{next(names, 'mp3')}"
        with _edition(plan, audio, (), None) as target:
            yield target
        with audio.open("rb") as made:
            shutil.copyfileobj(made, output)


@contextlib.contextmanager
def _edition(plan: Plan, output: str | Path | None, taken: Container[Path], shared: Sharing | None) -> Iterator[Edition]:
    settings, script = plan.settings, plan.script
    hook = tuple(command_of(settings.publishing.after)) if settings.publishing.after else ()
    feed = settings.show.feed if settings.show else None
    order = Order(settings.publishing, script.source, taken, settings.podcast, feed, settings.reading.turns)
    to = destination_of(output, script.transcript, order)
    folder = settings.sound.stems
    stems = [*stem_paths(plan.heard, folder).values(), *label_paths(folder)] if folder else []
    check_destination(to, stems, script.transcript, order)
    format_of(to.audio.suffix.lower(), settings.sound)
    record = record_of(to.audio)
    changes = _changes(plan, record) if record else []
    draft = _draft(plan, to, record, changes)
    can_stay = settings.publishing.kits or not settings.publishing.updates_show
    if can_stay and not settings.publishing.force and (found := present(to, draft.fingerprint)):
        remove_abandoned_runs(settings.speech.work)  # the last run may have been killed right after its last file
        yield Edition(plan, draft, to.audio, current=_current(plan, *found))
        return
    check_key(draft)
    if shared and not stems and shared.take(plan, draft) and (found := present(to, draft.fingerprint)):
        yield Edition(plan, draft, to.audio, current=_handed_over(hook, _current(plan, *found, Outcome.TAKEN)))
        return
    outcome = Outcome.CORRECTED if to.audio.exists() else Outcome.NEW
    check_space(plan, (to.audio, *stems[:1]))
    place = draft.feed if settings.publishing.updates_show else None
    notices = (*(untimely(draft, place) if place else ()), *_told(draft, changes))
    files = Transaction()
    with room(settings.speech) as work, employed(plan.engine), _reserved(draft, files) as draft, files:
        yield Edition(plan, draft, work / "episode.pcm", files, to.shared, outcome, hook=hook, notices=notices)


def _changes(plan: Plan, record: Record) -> list[str]:
    """Return what changed since an episode was published: a sentence for each place."""
    transcript, before = cleaned(plan.script.transcript), record.transcript
    if plan.settings.reading.turns or not before or not record.is_of(transcript.title, plan.script.source):
        return []
    changes = merge(before, base_of(before), transcript).changes
    if _withholds(transcript):  # a sentence would quote what was published before
        return list(dict.fromkeys(f"turn {change.turn + 1} has changed" for change in changes))
    return [str(change) for change in changes]


def _withholds(transcript: Transcript) -> bool:
    return any(entry.reason is Reason.WITHHELD for entry in transcript.left_out)


def _publishable(plan: Plan, to: Destination) -> Script:
    """Return the script without words that are withheld. Raises OutputError if it is itself in the folder of the episode."""
    script, transcript = plan.script, without_withheld_words(plan.script.transcript)
    folder = to.audio.resolve().parent
    if transcript != script.transcript and script.path and script.path.resolve().parent == folder:
        raise OutputError(f"{script.path} has words that are withheld, and would be published: choose another output")
    return replace(script, transcript=transcript)


def _told(draft: Draft, changes: Sequence[str]) -> Iterator[str]:
    """Yield what changed, and what the files say of it."""
    yield from changes
    if changes and not draft.wanted.correction:
        says = next((f'the files say "{note}"' for note in notes_of(draft)), "the files do not say so")
        yield f'{says}: say what was wrong with `publishing.correction`, or give "none" for a slip that nobody needs to know of'


def _draft(plan: Plan, to: Destination, record: Record | None, changes: Sequence[str]) -> Draft:
    """Return all that is said of an episode before it is spoken."""
    settings, script = plan.settings, _publishable(plan, to)
    own = record if record and record.is_of(script.transcript.title, script.source) else None
    published = settings.publishing.published or (own.note.published if own else "")
    known = own.corrections if own else ()
    if _withholds(script.transcript):
        known = tuple(replace(correction, changes=()) for correction in known)
    corrections = with_correction(known, changes, settings.publishing, published)
    draft = Draft(
        transcript=script.transcript,
        audio=to.audio,
        source=script.source,
        address=script.address,
        article=script.article,
        engine=plan.engine.name,
        digital_source_type=digital_source_type_of(plan.engine),
        disclosure=disclosure(script.transcript, settings.announcing),
        show=settings.podcast,
        published=published,
        corrections=corrections,
        wanted=replace(settings.publishing, formats=to.formats),
        feed=to.feed,
        shelf=to.shelf,
        number=settings.publishing.number,
        fingerprint=_fingerprint(plan, to, corrections),
        script=script_text(script),
        key=_key(settings),
        renews_script=bool(own and own.note.source == script.source and _is_made(script, own, to.audio)),
        said=_said(plan),
    )
    return cleaned(draft)


def _is_made(script: Script, own: Record, audio: Path) -> bool:
    """Return whether the script beside an episode was made of its source, and nobody has edited it since."""
    beside = audio.with_name(audio.stem + SCRIPT)
    is_source = script.path and script.path.exists() and beside.exists() and script.path.samefile(beside)
    return not is_source and own.has_script(beside)


def _key(settings: Settings) -> Path | None:
    """Return the file of the key that signs; None if nothing is signed. Raises OutputError for a show without a file."""
    wanted = settings.publishing
    if wanted.sign_with or not wanted.sign:
        return wanted.sign_with
    if not settings.show:
        raise OutputError("there is no show whose key could sign: give `show` FILE, or `publishing.sign_with` FILE")
    return settings.show.path.with_name(KEY)


def _said(plan: Plan) -> tuple[LexiconEntry, ...]:
    """Return the words of which a lexicon or the script says how they are pronounced."""
    transcript = plan.script.transcript
    lexicon = lexicon_in_force(plan.settings, transcript.date)
    return said_words(transcript, lexicon, lambda speaker: plan.casting[speaker].language or transcript.language)


@contextlib.contextmanager
def _reserved(draft: Draft, files: Transaction) -> Iterator[Draft]:
    """Number an episode of a show and record that it is being made; of several runs at once, each gets a number of its own."""
    with contextlib.ExitStack() as stack:
        with lock_folder(draft.shelf) if draft.shelf and draft.wanted.updates_show else contextlib.nullcontext():
            if draft.feed and not draft.wanted.updates_show:
                draft = apart(draft, draft.feed)
            elif draft.feed:
                draft = numbered(*placed(draft, draft.feed))
            elif draft.shelf and "episodes" in draft.wanted.formats:
                draft = numbered(draft)
            stack.enter_context(being_made(draft, files))
        yield draft


def _fingerprint(plan: Plan, to: Destination, corrections: Sequence[Correction]) -> str:
    """Return the fingerprint of all that the files of an episode depend on."""
    from tts_interview import __version__

    settings, script = plan.settings, plan.script
    voices = sorted(fingerprints(plan.engine, plan.utterances).items())
    spoken = plan.transcript, plan.casting.voices, plan.rundown, voices, plan.engine.sample_rate_hz
    feed = str(to.feed)  # as text, because the feed itself changes
    wanted = settings.sound, _lasting(settings.publishing), settings.podcast, feed
    return fingerprint(__version__, script.source, script.article, *spoken, *wanted, *corrections)


def fingerprint_of(settings: Settings) -> str:
    """Return the fingerprint of all that episodes with these settings depend on, beside their sources."""
    from tts_interview import __version__

    reading = replace(settings.reading, limits=Limits())
    return fingerprint(__version__, replace(settings, reading=reading, publishing=_lasting(settings.publishing), origins={}))


def _lasting(publishing: PublishingSettings) -> PublishingSettings:
    """Return the settings without those that say how one run is to go."""
    return replace(publishing, force=False, correction="", corrected="")


def _handed_over(hook: tuple[str, ...], made: Rendering) -> Rendering:
    """Run the command that is to follow."""
    if hook and made.manifest:
        hand_over(list(hook), made.manifest)
    return made


def _current(plan: Plan, files: tuple[Path, ...], note: Note, outcome: Outcome = Outcome.CURRENT) -> Rendering:
    """Return the episode that is there as it would be made."""
    about = plan.script.transcript, plan.casting, plan.engine.name
    return Rendering(files, *about, note.seconds, Loudness(note.lufs, note.peak_dbtp), note.number, outcome)


@contextlib.contextmanager
def employed(engine: Engine) -> Iterator[None]:
    """Hold an engine, and tell it in the end that nobody waits for it any longer."""
    try:
        yield
    finally:
        let_go(engine)


@contextlib.contextmanager
def room(speech: SpeechSettings) -> Iterator[Path]:
    """Hold a working folder for one run; the last run of several then evicts clips above the limit of the cache."""
    try:
        with workspace(speech.work) as folder:
            yield folder
    finally:
        # The clips of an episode that is being made are needed until it is done.
        if speech.clip_limit_bytes and is_idle(speech.work):
            ClipCache(speech.clips).shrink(speech.clip_limit_bytes)
            forget_old_bookmarks(speech.bookmarks)
