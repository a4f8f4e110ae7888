"""The table of options: one row for each choice of a user, wherever it is made.

The flags of the command line, the environment variables, the show file's tables [reading], [pace], [loudness] and
[signing], the front matter of pages and scripts, shell completion and the reference of options are all made from these rows.
To add an option, add a field to a part of Settings and a row to the module of its section.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.settings.options.casting import CASTING
from tts_interview.settings.options.publishing import PUBLISHING
from tts_interview.settings.options.reading import READING
from tts_interview.settings.options.sound import SOUND
from tts_interview.settings.options.speaking import SPEAKING
from tts_interview.settings.options.speech import SPEECH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.settings.options.row import Option

__all__ = ["OPTIONS", "SECTIONS", "WISHES", "options_of", "with_show_key"]

# The sections of a command's help, in order.
SECTIONS: dict[str, tuple[Option, ...]] = {
    "Who speaks": CASTING,
    "What is read": READING,
    "How it is said": SPEAKING,
    "Sound": SOUND,
    "Publishing": PUBLISHING,
    "Engine and cache": SPEECH,
}
OPTIONS: tuple[Option, ...] = tuple(option for options in SECTIONS.values() for option in options)

ARCHIVE, REVIEW = "archive", "archive-review"
# What may be said of one source of an archive, in a list or a review, by the name of the option.
WISHES: dict[str, Option] = {
    option.flag.removeprefix("--"): option
    for option in OPTIONS
    if option.flag
    in {
        *("--title", "--date", "--language", "--published", "--license", "--interviewer", "--guest", "--alias", "--gender"),
        *("--voice", "--narrator", "--leave-out", "--keep", "--article", "--narrate", "--as-interview", "--script"),
    }
}
# Options of `render` that one source, or one run by hand, asks for.
_OF_ONE_SOURCE = {
    *(f"--{name}" for name in WISHES if name not in {"language", "narrator", "leave-out", "keep", "article"}),
    *("--from", "--to", "--turns", "--columns", "--slug", "--cover", "--layout", "--correction", "--corrected"),
}
# What commands of an archive do not take of the options of `render`; a review prints in formats of its own.
_NOT_OF_ARCHIVES = {ARCHIVE: _OF_ONE_SOURCE, REVIEW: _OF_ONE_SOURCE | {"--format"}}


def options_of(command: str) -> Iterator[tuple[str, Option]]:
    """Yield the section and the row of each option that a command takes."""
    for section, options in SECTIONS.items():
        yield from ((section, option) for option in options if _takes(command, option))


def _takes(command: str, option: Option) -> bool:
    if command in _NOT_OF_ARCHIVES:
        return "render" in option.commands and option.flag not in _NOT_OF_ARCHIVES[command]
    return command in option.commands


def with_show_key(table: str) -> dict[str, Option]:
    """Return the options that a table of the show file may hold, by their keys there."""
    return {key: option for option in OPTIONS for where, key in option.show_keys if where == table}
