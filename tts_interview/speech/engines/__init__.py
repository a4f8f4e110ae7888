"""The protocol of a speech engine, and the registry of installed engines.

All engines, including the built-in ones, are classes registered under the entry point group `tts_interview.engines`.
`tts_interview.testing.check_engine` tests that one keeps the contract.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from tts_interview.errors import EngineError, MissingExtraError, TtsInterviewError
from tts_interview.language.segmentation import base_language
from tts_interview.model import Clip, Utterance, Voice, no_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from tts_interview.model import Observer, OnProgress
    from tts_interview.settings.parts import SpeechSettings

GROUP = "tts_interview.engines"
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class EngineSetup:
    """What engines are created with: a folder for their data, the user's choices, and callbacks for long work.

    `model` is the user's own model file, `voices_folders` are the user's folders of voices, and `device` is the name of a
    device for engines that support several, or "auto".
    """

    cache_folder: Path
    model: Path | None = None
    on_progress: OnProgress = no_progress
    on_notice: Callable[[str], None] = lambda _line: None
    voices_folders: tuple[Path, ...] = ()
    device: str = AUTO

    @property
    def work(self) -> Path:
        """The folder where runs have their working folders."""
        return self.cache_folder / "work"


class Engine(Protocol):
    """A speech synthesiser. Creating one must be fast: load models at the first utterance."""

    #: The name that users give.
    name: ClassVar[str]
    #: `auto` chooses the usable engine with the highest preference; one below 1 must be named.
    preference: ClassVar[int]
    #: One line that says which voices are used, and how to get better ones if there are any.
    greeting: ClassVar[str]
    #: The sample rate of every clip.
    sample_rate_hz: ClassVar[int]
    #: How many utterances it can speak at once, each in its own thread; an engine with 1 is called from one thread only.
    workers: int
    #: The longest text, in characters, that it speaks well in one piece.
    piece_chars: ClassVar[int]
    #: The slowest and the fastest rate at which it speaks well (1 is the voice's own); beyond it, clips are time-stretched.
    paces: ClassVar[tuple[float, float]]
    #: Seconds of work for a second of sound on two ordinary cores with all workers busy, for estimates.
    work_per_second: ClassVar[float]

    def __init__(self, setup: EngineSetup) -> None: ...

    @classmethod
    def missing(cls) -> str:
        """Return why the engine cannot work here and what to do about it, in one line; empty if it can."""

    def voices(self) -> Sequence[Voice]:
        """Return all voices, best first."""

    def fingerprint(self, voice: str) -> str:
        """Return a string that changes whenever an utterance of that voice may sound different: version, model, voice data.

        It is called once a run for each voice of a cast, and need not raise for an unknown voice.
        """

    def speak(self, utterance: Utterance) -> Clip:
        """Synthesise an utterance, without silence at its ends. Raises EngineError, which names the text."""


@runtime_checkable
class SlowToStart(Protocol):
    """Optional methods of an `Engine` that needs time before it can speak."""

    def warm_up(self) -> None:
        """Start to load what is installed, and return at once; do not fetch or prepare anything."""

    def stand_in(self) -> Engine | None:
        """Return an engine with the same voices that speaks while this one is being prepared; None if there is none.

        Preparation continues meanwhile, and later calls return None once it is complete. The fingerprints of the two engines
        must differ.
        """

    def let_go(self) -> None:
        """Abandon the preparation, because it is no longer needed. Leave no partial files."""


@runtime_checkable
class ChoosesDevice(Protocol):
    """Optional method of an `Engine` that can run on other devices than the CPU."""

    def devices(self) -> tuple[str, ...]:
        """Return the devices that it would try, best first. Raises EngineError if the user's choice is not available."""


@runtime_checkable
class NeedsDictionaries(Protocol):
    """Optional method of an `Engine` that reads some languages with packages that are not installed with the program."""

    def check_language(self, language: str) -> None:
        """Raise MissingExtraError if a language (a BCP 47 tag) cannot be read here."""


@runtime_checkable
class DeclaresSource(Protocol):
    """Optional attribute of an `Engine` that says how its sound is made."""

    #: A term of https://cv.iptc.org/newscodes/digitalsourcetype/, such as "trainedAlgorithmicMedia" for a neural model or
    #: "algorithmicMedia" for rules; empty for sound that neither describes.
    digital_source_type: str


def digital_source_type_of(engine: Engine) -> str:
    """Return the IPTC term for how an engine makes sound; empty if the engine does not say."""
    return engine.digital_source_type if isinstance(engine, DeclaresSource) else ""


def engine_names() -> list[str]:
    """Return all installed engines, usable or not, by descending preference."""
    return sorted(_entry_points(), key=lambda name: (-engine_class(name).preference, name))


def engine_class(name: str) -> type[Engine]:
    """Return the class of an engine. Raises EngineError if the name is unknown or the class cannot be loaded."""
    points = _entry_points()
    if name not in points:
        raise EngineError(f'unknown engine "{name}": expected one of {", ".join([AUTO, *sorted(points)])}')
    try:
        loaded: type[Engine] = points[name].load()
    except Exception as error:  # a plug-in may raise anything, and must not affect the others
        raise EngineError(f'the engine "{name}" cannot be loaded: {error}; update or remove its package') from error
    return loaded


def setup_of(speech: SpeechSettings, observer: Observer) -> EngineSetup:
    """Return what an engine is given of the settings."""
    return EngineSetup(speech.cache, speech.model, observer.progress, observer.notice, speech.voices_folders, speech.device)


def preload_engine(name: str, setup: EngineSetup) -> Engine | None:
    """Create the engine that will probably be used, and let it start loading; None if it loads fast or there is none."""
    try:
        names = engine_names() if name == AUTO else [name]
        likely = next((cls for cls in map(engine_class, names) if not cls.missing()), None)
        if likely is None or not hasattr(likely, "warm_up"):
            return None
        engine = likely(setup)
        if isinstance(engine, SlowToStart):
            engine.warm_up()
    except TtsInterviewError:
        # `make_engine` will raise the same error.
        return None
    return engine


def stand_in_for(engine: Engine) -> Engine | None:
    """Return the stand-in that speaks while an engine is being prepared; None if it can speak itself."""
    return engine.stand_in() if isinstance(engine, SlowToStart) else None


def let_go(engine: Engine | None) -> None:
    """Tell an engine to abandon its preparation."""
    if isinstance(engine, SlowToStart):
        engine.let_go()


def make_engine(name: str, setup: EngineSetup, language: str = "en", warm: Engine | None = None) -> Engine:
    """Create the engine of that name, or with `auto` the best usable one that has a voice for the language.

    `warm` is an engine created earlier with the same setup, which is returned if it is the right one.
    Raises MissingExtraError, with the command to install it, if the engine cannot work here or cannot read the language.
    """
    if name != AUTO:
        chosen = engine_class(name)
        missing = chosen.missing()
        if missing:
            raise MissingExtraError(f"the engine {name} cannot be used: {missing}")
        return _able(_made(chosen, setup, warm), language)
    usable, speakers = list[Engine](), list[Engine]()
    for chosen in map(engine_class, engine_names()):
        if chosen.preference > 0 and not chosen.missing():
            usable.append(_made(chosen, setup, warm))
            # Listing an engine's voices may take a search of the disk, so the less preferred engines are asked last.
            if any(speaks(voice, language) for voice in usable[-1].voices()):
                speakers.append(usable[-1])
                with contextlib.suppress(MissingExtraError):
                    return _able(usable[-1], language)
    if usable:
        return _able([*speakers, *usable][0], language)
    raise MissingExtraError(f'no engine can be used here; "tts-interview doctor" shows why ({_why_none()})')


def _made(chosen: type[Engine], setup: EngineSetup, warm: Engine | None) -> Engine:
    return warm if warm is not None and type(warm) is chosen else chosen(setup)


def _able(engine: Engine, language: str) -> Engine:
    if isinstance(engine, NeedsDictionaries):
        engine.check_language(language)
    return engine


def speaks(voice: Voice, language: str) -> bool:
    """Return whether a voice speaks a language; a voice without one speaks any."""
    return not voice.language or base_language(voice.language) == base_language(language)


def is_melodic(engine: Engine) -> bool:
    """Return whether an engine shapes the melody as a delivery asks; only some have the attribute."""
    return bool(getattr(engine, "melodic", False))


def fingerprints(engine: Engine, utterances: Iterable[Utterance]) -> dict[str, str]:
    """Return the fingerprint of each voice in use, by name; empty for one that speaks only what is locked."""
    asked = {(utterance.voice, bool(utterance.made_by)) for utterance in utterances}
    return {voice: "" if (voice, False) not in asked else engine.fingerprint(voice) for voice, _ in asked}


def phonemes_of(engine: Engine, utterance: Utterance) -> str:
    """Return an engine's phonemes for an utterance in IPA; empty if it has no method `phonemes`."""
    phonemes: Callable[[Utterance], str] | None = getattr(engine, "phonemes", None)
    return phonemes(utterance) if phonemes else ""


def _why_none() -> str:
    return "; ".join(f"{name}: {engine_class(name).missing()}" for name in engine_names() if engine_class(name).missing())


@cache
def _entry_points() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}
