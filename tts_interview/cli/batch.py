"""Several episodes in one go: one that fails does not keep the others from being made, and in the end a table tells of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tts_interview.cli.console import in_one_line, say
from tts_interview.errors import TtsInterviewError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tts_interview.cli.console import Console
    from tts_interview.pipeline import Rendering

# Number, title, length and outcome of an episode; empty where there is nothing to tell.
Row = tuple[str, ...]


def each(sources: Sequence[Any], console: Console, make: Callable[[Any], Row]) -> int:
    """Make an episode of each source; the exit code. Of one alone, the error is raised."""
    rows: list[Row] = []
    errors: list[str] = []
    for source in sources:
        try:
            rows.append(make(source))
        except (TtsInterviewError, OSError) as error:
            if len(sources) == 1 or isinstance(error, BrokenPipeError):
                raise
            told = in_one_line(error)
            if told not in errors:  # what is wrong with all of them is said once, and stands in the table
                say(f"Error: {told}")
            errors.append(told)
            rows.append(("", _name(source), "", f"failed: {told}"))
        finally:
            console.end()
    if len(sources) > 1 and any(rows):
        console.batch([row for row in rows if row])
    return 1 if errors else 0


def row_of(rendering: Rendering) -> Row:
    """What the table tells of an episode."""
    seconds = round(rendering.seconds)
    length = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    title = " ".join(rendering.transcript.title.split()) or rendering.files[0].stem
    return str(rendering.number or ""), title, length, str(rendering.outcome)


def _name(source: str | Path | Any) -> str:
    return str(source) if isinstance(source, str) else "standard input"
