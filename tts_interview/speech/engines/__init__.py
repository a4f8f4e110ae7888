"""Utterance -> Clip: the protocol of an engine, and the door through which every engine comes.

Engines are classes found by entry point (group `tts_interview.engines`), the built-in ones too. The contract that each must
keep is tested by `tts_interview.testing.check_engine`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from tts_interview.errors import EngineError, MissingExtraError, TtsInterviewError
from tts_interview.model import Clip, Utterance, Voice, no_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from tts_interview.model import OnProgress

GROUP = "tts_interview.engines"
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class EngineSetup:
    """What an engine may need: a folder for its data, a model that the user names, and whom to tell of long work.

    `voices_folders` are folders of the user's with voices in them. `device` names what an engine that can choose computes
    on, or is "auto".
    """

    cache_folder: Path
    model: Path | None = None
    on_progress: OnProgress = no_progress
    on_notice: Callable[[str], None] = lambda _line: None
    voices_folders: tuple[Path, ...] = ()
    device: str = AUTO


class Engine(Protocol):
    """What speaks. Making one must be quick: load models when the first utterance comes."""

    #: How the user names it.
    name: ClassVar[str]
    #: `auto` takes the usable engine with the highest preference; below 1 it is never taken unasked.
    preference: ClassVar[int]
    #: One line that says which voices are used, and how to get better ones if there are any.
    greeting: ClassVar[str]
    #: Of every clip.
    sample_rate_hz: ClassVar[int]
    #: How many utterances it can speak at a time, each in a thread of its own; at 1 it is called from one thread only.
    workers: int
    #: The longest text, in characters, that it speaks well in one piece.
    piece_chars: ClassVar[int]
    #: The slowest and the fastest pace at which it speaks well, 1 being a voice's own; for others the sound is stretched.
    paces: ClassVar[tuple[float, float]]
    #: Seconds of work for a second of sound on two ordinary cores, all workers busy: for estimates.
    work_per_second: ClassVar[float]

    def __init__(self, setup: EngineSetup) -> None: ...

    @classmethod
    def missing(cls) -> str:
        """What keeps it from working here and what to do about it, in one line; empty if nothing does."""

    def voices(self) -> Sequence[Voice]:
        """All its voices, best first."""

    def fingerprint(self, voice: str) -> str:
        """Changes whenever the same utterance of that voice may sound different: version, model, data of the voice.

        It is asked for once a run for each voice of a cast; a voice that is not there need not be refused.
        """

    def speak(self, utterance: Utterance) -> Clip:
        """The sound of an utterance, without silence at its ends. Raises EngineError, which names the text."""


@runtime_checkable
class SlowToStart(Protocol):
    """What an engine may offer besides, if it needs time before it can speak. It is then an `Engine` too."""

    def warm_up(self) -> None:
        """Begin to load what is here, and come back at once; fetch and prepare nothing."""

    def stand_in(self) -> Engine | None:
        """Who speaks with the same voices while this engine has to be prepared, which goes on meanwhile; None if nobody.

        Asked again, it is None once the engine is ready. Clips of the two are kept apart by their fingerprints.
        """

    def let_go(self) -> None:
        """Give up what is being prepared: nobody waits for it any longer. Nothing half-written stays."""


@runtime_checkable
class ChoosesDevice(Protocol):
    """What an engine may offer besides, if it can compute on more than the processor."""

    def devices(self) -> tuple[str, ...]:
        """The names of the devices it would try, best first. Raises EngineError if the one that is wished for is not here."""


def engine_names() -> list[str]:
    """All engines installed, usable or not, in the order of preference."""
    return sorted(_entry_points(), key=lambda name: (-engine_class(name).preference, name))


def engine_class(name: str) -> type[Engine]:
    """The class of an engine. Raises EngineError if there is none of that name, or it cannot be loaded."""
    points = _entry_points()
    if name not in points:
        raise EngineError(f'there is no engine "{name}": choose one of {", ".join([AUTO, *sorted(points)])}')
    try:
        loaded: type[Engine] = points[name].load()
    except Exception as error:  # a plug-in may fail in any way, and must not take the others with it
        raise EngineError(f'the engine "{name}" cannot be loaded: {error}; update or remove its package') from error
    return loaded


def warmed_up(name: str, setup: EngineSetup) -> Engine | None:
    """The engine that will most likely be wanted, already loading; None if it loads quickly, or there is none."""
    try:
        names = engine_names() if name == AUTO else [name]
        likely = next((cls for cls in map(engine_class, names) if not cls.missing()), None)
        if likely is None or not hasattr(likely, "warm_up"):
            return None
        engine = likely(setup)
        if isinstance(engine, SlowToStart):
            engine.warm_up()
    except TtsInterviewError:
        # It comes again, and is told, when the engine is wanted in earnest.
        return None
    return engine


def stand_in_for(engine: Engine) -> Engine | None:
    """Who speaks while an engine is being prepared; None if it can speak itself."""
    return engine.stand_in() if isinstance(engine, SlowToStart) else None


def let_go(engine: Engine | None) -> None:
    """Tell an engine that nobody waits for it any longer."""
    if isinstance(engine, SlowToStart):
        engine.let_go()


def make_engine(name: str, setup: EngineSetup, language: str = "en", warm: Engine | None = None) -> Engine:
    """The engine of that name, or with `auto` the best usable one that has a voice for the language.

    `warm` is one that was made before with the same setup: if that is the one, it is given back.
    Raises MissingExtraError, with the command that helps, if it cannot work here.
    """
    if name != AUTO:
        chosen = engine_class(name)
        missing = chosen.missing()
        if missing:
            raise MissingExtraError(f"the engine {name} cannot be used: {missing}")
        return _made(chosen, setup, warm)
    usable = [_made(cls, setup, warm) for cls in map(engine_class, engine_names()) if cls.preference > 0 and not cls.missing()]
    for engine in usable:
        if any(speaks(voice, language) for voice in engine.voices()):
            return engine
    if usable:
        return usable[0]
    raise MissingExtraError(f'no engine can be used here; "tts-interview doctor" says why ({_why_none()})')


def _made(chosen: type[Engine], setup: EngineSetup, warm: Engine | None) -> Engine:
    return warm if warm is not None and type(warm) is chosen else chosen(setup)


def speaks(voice: Voice, language: str) -> bool:
    """Whether a voice is of the language; a voice without one speaks any."""
    return not voice.language or base_language(voice.language) == base_language(language)


def fingerprints(engine: Engine, utterances: Iterable[Utterance]) -> dict[str, str]:
    """The fingerprint of each voice that speaks, by its name."""
    return {voice: engine.fingerprint(voice) for voice in {utterance.voice for utterance in utterances}}


def phonemes_of(engine: Engine, utterance: Utterance) -> str:
    """How an engine says an utterance, in the International Phonetic Alphabet; empty if it cannot tell.

    An engine that can has a method `phonemes`, which takes an utterance and speaks nothing.
    """
    tells: Callable[[Utterance], str] | None = getattr(engine, "phonemes", None)
    return tells(utterance) if tells else ""


def base_language(tag: str) -> str:
    """`en` of `en-GB`."""
    return tag.replace("_", "-").partition("-")[0].casefold()


def _why_none() -> str:
    return "; ".join(f"{name}: {engine_class(name).missing()}" for name in engine_names() if engine_class(name).missing())


def _entry_points() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}
