"""The command that makes episodes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tts_interview.cli.completion import SourceType
from tts_interview.cli.options import EXIT_DOUBTS, command, strict_flag
from tts_interview.model import Outcome
from tts_interview.settings.parts import NO_NOTE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.cli.console import Console
    from tts_interview.pipeline.edition import Rendering
    from tts_interview.pipeline.planning import Plan
    from tts_interview.settings import Settings

_STANDARD_INPUT = "-"


def opened(sources: Sequence[str]) -> Any:
    """Return what the pipeline reads: a path, an address, standard input, or several of these."""
    found = [sys.stdin.buffer if source == _STANDARD_INPUT else source for source in sources]
    return found[0] if len(found) == 1 else found


@command("render", takes="render", has_short_help=True)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=SourceType())
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    type=click.Path(),
    help="Write to a file (mp3, m4a, m4b, opus, flac, wav) or folder/.",
)
@click.option("--join", is_flag=True, help="Read the sources as the pages of one interview.")
@click.option("--dry-run", is_flag=True, help="Show cast, length, time and space; speak nothing.")
@strict_flag
@click.option("--open", "opens", is_flag=True, help="Open the result with the system's program.")
@click.option("--play/--no-play", "plays", default=False, hidden=True)
def render(
    sources: tuple[str, ...],
    output: str | None,
    settings: Settings,
    console: Console,
    *,
    join: bool,
    dry_run: bool,
    strict: bool,
    opens: bool,
    plays: bool,
) -> int:
    """Make an episode of each SOURCE.

    A source is a file, an http(s) address, or - for standard input: text, Markdown, HTML, DOCX, PDF, EPUB, WebVTT, SRT, a
    transcript in JSON, CSV or XML, or a script.

    \b
    Examples:
      tts-interview render interview.html
      tts-interview render interview.txt -o episode.mp3 --voice "Rutte=george"
      tts-interview render interview.md --turns 1-3 -o try.wav
      tts-interview render *.md -o episodes/
      tts-interview render interview.html --publish --date 2026-03-04
    """  # noqa: D301 - \b is click's mark for lines to keep
    episodes = [opened(sources)] if join or len(sources) == 1 else [opened((source,)) for source in sources]
    if len(episodes) > 1 and output and not (output.endswith(("/", "\\")) or Path(output).is_dir()):
        raise click.UsageError("several sources need a folder: end the name after -o with /")
    if len(episodes) > 1 and settings.reading.script:
        raise click.UsageError("a script belongs to one source: render the sources one by one")
    if len(episodes) > 1 and settings.publishing.correction not in ("", NO_NOTE):
        raise click.UsageError("the words of a correction belong to one source: render the sources one by one")
    if dry_run:
        return _each_plan(episodes, settings, console, strict=strict)
    if len(episodes) == 1:
        rendering = _single(episodes[0], output, settings, console, plays=plays)
        _open_if(rendering, wanted=opens)
        return _code(rendering, strict=strict)
    return _each_episode(episodes, output, settings, console, strict=strict)


def _single(source: Any, output: str | None, settings: Settings, console: Console, *, plays: bool) -> Rendering:
    from tts_interview import pipeline
    from tts_interview.pipeline.listening import PlaysAlong

    along = PlaysAlong(console) if plays and console.is_interactive else None
    try:
        rendering = pipeline.render(source, output, settings, console, along=along)
    except BaseException:
        if along:
            along.stop()
        raise
    console.rendered(rendering)
    console.next_steps(rendering, settings)
    if along:
        along.wait()
    return rendering


def _open_if(rendering: Rendering, *, wanted: bool) -> None:
    if wanted:
        from tts_interview.cli.opening import open_file

        page = next((path for path in rendering.files if path.suffix == ".html" and ".embed" not in path.name), None)
        open_file(page or rendering.files[0])


def _each_plan(episodes: Sequence[Any], settings: Settings, console: Console, *, strict: bool) -> int:
    from tts_interview import pipeline
    from tts_interview.cli.display import plan_text

    code = 0
    for source in episodes:
        try:
            plan = pipeline.plan(source, settings, console)
            click.echo(plan_text(plan, plain=console.plain_results))
            code = code or _code(plan, strict=strict)
        except BrokenPipeError:
            raise
        except Exception as error:  # a bug ends its source, not the others
            if len(episodes) == 1:
                raise
            console.failed(source, error)
            code = 1
    return code


def _each_episode(episodes: Sequence[Any], output: str | None, settings: Settings, console: Console, *, strict: bool) -> int:
    """Make several episodes; a table tells what became of each."""
    from tts_interview.pipeline.entries import batch

    rows: list[tuple[str, ...]] = []
    code, last = 0, None
    for made in batch(episodes, output, settings, console):
        if made.rendering:
            console.rendered(made.rendering)
            last = made.rendering
            rows.append(_row(made.rendering))
            code = code or _code(made.rendering, strict=strict)
        elif made.error:
            code = 1
            rows.append(("", console.name_of(made.source), "", f"failed: {console.failed(made.source, made.error)}"))
    console.batch(rows)
    if last:
        console.next_steps(last, settings)
    return code


def _code(made: Plan | Rendering, *, strict: bool) -> int:
    """Return the exit code of a source: under --strict, a doubt about its reading or its sound has its own."""
    heard = getattr(made, "verification", None)
    return EXIT_DOUBTS if strict and (made.transcript.doubts or (heard and heard.doubts)) else 0


def _row(rendering: Rendering) -> tuple[str, ...]:
    """Return the number, title, length and outcome of an episode."""
    seconds = round(rendering.seconds)
    length = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    title = " ".join(rendering.transcript.title.split()) or rendering.files[0].stem
    return str(rendering.number or ""), title, length, str(Outcome(rendering.outcome))
