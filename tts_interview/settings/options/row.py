"""A row of the table of options."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tts_interview.settings.options.kinds import ValueKind

    Values = Mapping[str, Any]

# Commands that make or hear an episode.
EPISODE = ("render", "listen", "words")
# Commands that read a source.
READ = (*EPISODE, "parse")
EVERY = (*READ, "fix")


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of the user: how it is called in each place, and which field of Settings it sets.

    `flag` may name an opposite, as in "--match/--no-match"; `field` is the dotted name of a field, such as "pacing.rate".
    `environment` is the name of a variable without TTS_INTERVIEW_; `show_keys` are tables and keys of the show file;
    `front_matter` are the keys of a page's front matter, the first that is there being read. `is_common` options stand in the
    short help. `set_value` is what a flag without a value sets. `assign` makes fields and their values of all the values
    given; by default the last value counts, or all of them where the option is `repeatable`.
    """

    flag: str
    field: str
    kind: ValueKind
    help: str
    commands: tuple[str, ...] = EPISODE
    environment: str = ""
    show_keys: tuple[tuple[str, str], ...] = ()
    front_matter: tuple[str, ...] = ()
    repeatable: bool = False
    is_common: bool = False
    default: str = ""
    set_value: object = True
    deprecated: tuple[str, ...] = ()
    assign: Callable[[Sequence[Any]], Values] | None = None

    @property
    def variable(self) -> str:
        """The whole name of the environment variable; empty where there is none."""
        return f"TTS_INTERVIEW_{self.environment}" if self.environment else ""

    @property
    def is_mapping(self) -> bool:
        """Whether the field holds values by name."""
        return "=" in self.kind.metavar

    def fields_of(self, values: Sequence[Any]) -> Values:
        """Return the fields of Settings that these values set, by their dotted names."""
        if self.assign:
            return self.assign(values)
        if self.is_mapping:
            return {self.field: dict(values)}
        return {self.field: tuple(values) if self.repeatable else values[-1]}


def in_bytes(field: str) -> Callable[[Sequence[Any]], Values]:
    """Return what makes bytes of the last number of megabytes given, for the field of that dotted name."""
    return lambda values: {field: int(values[-1] * 1e6)}


of_read = partial(Option, commands=READ)
of_render = partial(Option, commands=("render",))
