"""Utterance -> Clip: the protocol of an engine, and the door through which every engine comes.

Engines are classes found by entry point (group `tts_interview.engines`), the built-in ones too. The contract that each must
keep is tested by `tts_interview.testing.check_engine`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, ClassVar, Protocol

from tts_interview.errors import EngineError, MissingExtraError
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

    `voices_folders` are folders of the user's with voices in them.
    """

    cache_folder: Path
    model: Path | None = None
    on_progress: OnProgress = no_progress
    on_notice: Callable[[str], None] = lambda _line: None
    voices_folders: tuple[Path, ...] = ()


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


def make_engine(name: str, setup: EngineSetup, language: str = "en") -> Engine:
    """The engine of that name, or with `auto` the best usable one that has a voice for the language.

    Raises MissingExtraError, with the command that helps, if it cannot work here.
    """
    if name != AUTO:
        chosen = engine_class(name)
        missing = chosen.missing()
        if missing:
            raise MissingExtraError(f"the engine {name} cannot be used: {missing}")
        return chosen(setup)
    usable = [cls(setup) for cls in map(engine_class, engine_names()) if cls.preference > 0 and not cls.missing()]
    for engine in usable:
        if any(speaks(voice, language) for voice in engine.voices()):
            return engine
    if usable:
        return usable[0]
    raise MissingExtraError(f'no engine can be used here; "tts-interview doctor" says why ({_why_none()})')


def speaks(voice: Voice, language: str) -> bool:
    """Whether a voice is of the language; a voice without one speaks any."""
    return not voice.language or base_language(voice.language) == base_language(language)


def fingerprints(engine: Engine, utterances: Iterable[Utterance]) -> dict[str, str]:
    """The fingerprint of each voice that speaks, by its name."""
    return {voice: engine.fingerprint(voice) for voice in {utterance.voice for utterance in utterances}}


def base_language(tag: str) -> str:
    """`en` of `en-GB`."""
    return tag.replace("_", "-").partition("-")[0].casefold()


def _why_none() -> str:
    return "; ".join(f"{name}: {engine_class(name).missing()}" for name in engine_names() if engine_class(name).missing())


def _entry_points() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}
