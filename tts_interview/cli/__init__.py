"""The command line: it translates words of a shell into calls of the pipeline, and does nothing else."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tts_interview.cli import memory
from tts_interview.cli.batch import Row, each, row_of
from tts_interview.cli.cache import cache_commands
from tts_interview.cli.choices import opened, settings_from
from tts_interview.cli.console import Console, in_one_line, say, terminal_width
from tts_interview.cli.feed import feed
from tts_interview.cli.listen import listen
from tts_interview.cli.options import (
    cache_limit_option,
    cast_options,
    engine_option,
    output_options,
    place_options,
    publishing_options,
    reading_options,
    sound_options,
    voice_options,
)
from tts_interview.cli.sections import Sectioned
from tts_interview.cli.serve import serve
from tts_interview.cli.values import Turns
from tts_interview.cli.voices_get import get
from tts_interview.cli.words import words_commands
from tts_interview.errors import TtsInterviewError
from tts_interview.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.settings import Settings

EXIT_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and exit: 0 done, 1 wrong input or failed work, 2 wrong command line, 130 interrupted."""
    code = run(arguments)
    if any(thread.name.startswith(("speaking", "listening", "loading")) for thread in threading.enumerate()):
        # Whoever interrupts does not want to wait for the end of a sentence, and Python would. Results were flushed.
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the program and give its exit code. What is neither our error nor one of the system is a bug, with its traceback."""
    _open_closed_streams()
    _write_any_character()
    _end_tidily_when_told_to()
    try:
        return _exit_code(cli.main(arguments, prog_name="tts-interview", standalone_mode=False))
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        say("Interrupted. What was spoken is kept: the same command goes on from there.")
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # whoever read our output has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (TtsInterviewError, OSError) as error:
        say(f"Error: {in_one_line(error)}")
        return 1


def _exit_code(result: object) -> int:
    return result if isinstance(result, int) else 0


def _open_closed_streams() -> None:
    """Whoever starts us may have closed them, as schedulers do: then there is nothing to read, and what is written is lost."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - for as long as we run


def _write_any_character() -> None:
    """Into files and pipes as UTF-8, in which our own files are, whatever a system is used to; elsewhere as it can be."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            is_told = stream.isatty() or "PYTHONIOENCODING" in os.environ
            stream.reconfigure(encoding=stream.encoding if is_told else "utf-8", errors="backslashreplace")


def _end_tidily_when_told_to() -> None:
    """A polite request to end (SIGTERM) ends like Ctrl-C: drafts are removed, the cache is whole."""

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="tts-interview", message="%(prog)s %(version)s")
def cli() -> None:
    """Turn the text of an interview into a podcast episode, with voices on your own machine.

    \b
    Examples:
      tts-interview render interview.html -o episode.mp3
      tts-interview listen interview.html
      tts-interview parse interview.html
      tts-interview voices
    """  # noqa: D301 - \b is click's mark for lines to keep


@cli.command(cls=Sectioned)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o", "--output", metavar="PATH", help="A file (.mp3 .m4a .m4b .opus .flac .wav) or a folder/. [default: output/TITLE/]"
)
@voice_options
@reading_options
@sound_options
@publishing_options
@click.option(
    "--stems",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Also write a WAV file of each speaker, for mixing, with labels.",
)
@click.option("--only", type=Turns(), help="Speak these turns only, such as 3-5.")
@click.option("--join", is_flag=True, help="The sources are the pages of one interview, in order.")
@click.option("--dry-run", is_flag=True, help="Tell cast, length, time and space, and speak nothing.")
@click.option("--force", is_flag=True, help="Replace files that another source made.")
@engine_option
@place_options
@cache_limit_option
@output_options
def render(
    sources: tuple[str, ...],
    output: str | None,
    *,
    join: bool,
    dry_run: bool,
    plain: bool,
    quiet: bool,
    verbose: bool,
    **choices: Any,
) -> int:
    """Make an episode of each SOURCE: a file, an http(s) address, or - for standard input.

    It reads text, Markdown, HTML, DOCX, PDF, EPUB, WebVTT, SRT, transcripts in JSON, and scripts of "parse --format script".

    \b
    Examples:
      tts-interview render interview.html
      tts-interview render interview.txt -o episode.mp3 --voice "Rutte=george"
      tts-interview render interview.md --only 1-3 -o try.wav
      tts-interview render page-1.html page-2.html --join
      tts-interview render *.md -o episodes/
      tts-interview render interview.txt --date 2026-03-04 --opening full
      tts-interview render interview.html --publish
      tts-interview render interview.html --publish --after "python upload.py"
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview import pipeline
    from tts_interview.publishing.hook import command_of, hand_over

    episodes = [opened(sources)] if join or len(sources) == 1 else [opened((source,)) for source in sources]
    if len(episodes) > 1 and output and not (output.endswith(("/", "\\")) or Path(output).is_dir()):
        raise click.UsageError("several sources need a folder: end the name after -o with /")
    if len(episodes) > 1 and choices["script"]:
        raise click.UsageError("a script belongs to one source: render the sources one by one")
    after = command_of(choices["after"]) if choices["after"] else None
    settings = settings_from(**choices)
    console = Console(plain=plain, quiet=quiet, verbose=verbose)
    if dry_run:
        return each(episodes, console, lambda source: _plan(source, settings, console))

    done: set[Path] = set()

    def made(source: Any) -> Row:
        rendering = pipeline.render(source, output, replace(settings, made=frozenset(done)), console.progress, console.notice)
        done.add(rendering.files[0])
        console.rendered(rendering)
        if after and rendering.manifest and rendering.outcome != Outcome.CURRENT:
            hand_over(after, rendering.manifest)
        return row_of(rendering)

    return each(episodes, console, made)


def _plan(source: Any, settings: Settings, console: Console) -> Row:
    from tts_interview import pipeline
    from tts_interview.cli.display import plan_text

    click.echo(plan_text(pipeline.plan(source, settings, console.notice), plain=console.plain_results))
    return ()


@cli.command(cls=Sectioned)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--format", "style", type=click.Choice(["table", "json", "script"]), default="table", show_default=True)
@click.option("--remember", is_flag=True, help="Write what the options say into the show file, to hold in every episode.")
@cast_options
@reading_options
@output_options
def parse(
    sources: tuple[str, ...], style: str, *, remember: bool, plain: bool, quiet: bool, verbose: bool, **choices: Any
) -> None:
    """Show who says what in SOURCE, and what is left out and why: a file, an http(s) address, or - for standard input.

    Several sources are the pages of one interview, in order.

    \b
    Examples:
      tts-interview parse interview.html
      tts-interview parse interview.txt --format json
      tts-interview parse oral-history.pdf --from "Interview" --alias "AP=Arvind Parekh" --keep caption
      cat page.html | tts-interview parse - --format script
      tts-interview parse page.html --script edited.script.md --format script
      tts-interview parse page.html --show show.toml --interviewer "Ann Lee" --leave-out "Read more*" --remember
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.cli.display import as_json, turns_table
    from tts_interview.pipeline.reading import read_source
    from tts_interview.script.file import script_text
    from tts_interview.words import said_by_lexicons

    show_file = choices["show"]
    if remember:
        choices["show"] = memory.existing(show_file)
    elif choices["voices"] or choices["genders"]:
        raise click.UsageError("parse only remembers voices: add --remember, or give --voice and --gender to render")
    settings = settings_from(**choices)
    console = Console(plain=plain, quiet=quiet, verbose=verbose)
    read, _ = read_source(opened(sources), settings, console.notice)
    if settings.lexicons:
        console.notice(f"Words that the lexicon says: {said_by_lexicons(read.transcript, settings)}")
    if remember:
        memory.keep(show_file, settings, read.transcript, console.notice)
    if style == "script":
        click.echo(script_text(read), nl=False)
    elif style == "json":
        click.echo(json.dumps(as_json(read.transcript), ensure_ascii=False, indent=1))
    else:
        click.echo(turns_table(read.transcript, plain=console.plain_results, width=terminal_width()))


@cli.group(invoke_without_command=True)
@engine_option
@click.option("--language", default="en", show_default=True, metavar="TAG", help='Voices of this language, or "all".')
@click.option("--plain", is_flag=True, help="Whole lines only, for screen readers and logs.")
@place_options
@click.pass_context
def voices(context: click.Context, /, engine: str, language: str, *, plain: bool, **places: Any) -> None:
    """List the voices; `sample` lets one speak, `compare` tells how alike two are, `get` gets more.

    \b
    Examples:
      tts-interview voices
      tts-interview voices --language es
      tts-interview voices --engine system --language de
      tts-interview voices sample george -o george.wav
      tts-interview voices compare george heart
      tts-interview voices get de
    """  # noqa: D301 - \b is click's mark for lines to keep
    context.obj = {"engine": engine, "language": language, **places}
    if context.invoked_subcommand:
        return
    from tts_interview.cli.display import is_plain, table
    from tts_interview.speech.engines import speaks

    chosen = _made_engine(engine, language, **places)
    found = [v for v in chosen.voices() if language == "all" or speaks(v, language)]
    if not found:
        ways = f'try "tts-interview voices get {language}", another --engine, or --language all'
        raise TtsInterviewError(f'the engine {chosen.name} has no voice for "{language}": {ways}')
    rows = [(v.full_name, v.language or "any", v.gender.value, v.accent, v.quality) for v in found]
    is_piped = is_plain(sys.stdout, os.environ, asked=plain)
    click.echo(table(rows, ("voice", "language", "gender", "accent", "quality"), plain=is_piped))


@voices.command()
@click.argument("name", metavar="NAME")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="The sound file to write.")
@click.option("--text", default="", help="What to say instead of the usual sentence.")
@click.pass_obj
def sample(choices: dict[str, Any], name: str, output: Path, text: str) -> None:
    """Let the voice NAME speak a sentence of its language into a file.

    \b
    Example:
      tts-interview voices sample george -o george.wav
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.pipeline import sample_voice

    language = choices.pop("language")
    engine = _made_engine(choices.pop("engine"), language, **choices)
    sample_voice(engine, name, output, text)
    click.echo(output)


@voices.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@click.pass_obj
def compare(choices: dict[str, Any], one: str, other: str) -> None:
    """Tell how alike the voices A and B sound, from 0 to 1, as it was measured.

    \b
    Example:
      tts-interview voices compare george heart
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.casting.likeness import in_words, likeness
    from tts_interview.casting.voice_names import find_voice

    language = choices.pop("language")
    known = _made_engine(choices.pop("engine"), language, **choices).voices()
    pair = find_voice(one, known), find_voice(other, known)
    alike = likeness(*pair)
    told = "nobody has measured how alike they are" if alike is None else f"{alike:.2f}, {in_words(alike)}"
    click.echo(f"{pair[0].full_name} and {pair[1].full_name}: {told}")


voices.add_command(get)


@cli.command()
@click.option("--plain", is_flag=True, help="Whole lines only, for screen readers and logs.")
@place_options
def engines(*, plain: bool, **places: Any) -> None:
    """List what can speak, and what each still needs.

    \b
    Example:
      tts-interview engines
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.cli.display import is_plain, table
    from tts_interview.doctor import engine_states

    rows = engine_states(_engine_setup(Console(plain=plain, quiet=False, verbose=False), **places))
    click.echo(table(rows, ("engine", "state"), plain=is_plain(sys.stdout, os.environ, asked=plain)))


@cli.command()
@place_options
def doctor(**places: Any) -> int:
    """Say what is installed, what is missing and what to do; the last line is "ready" or the one thing to do.

    \b
    Example:
      tts-interview doctor
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.doctor import examine, verdict

    findings = examine(_engine_setup(Console(plain=False, quiet=False, verbose=False), **places))
    for finding in findings:
        click.echo(f"{finding.subject}: {finding.seen}")
    click.echo(verdict(findings))
    return 0 if all(f.well for f in findings if not f.subject.startswith("engine ")) else 1


def _made_engine(name: str, language: str, **places: Any) -> Any:
    from tts_interview.speech.engines import make_engine

    setup = _engine_setup(Console(plain=False, quiet=False, verbose=False), **places)
    return make_engine(name, setup, "en" if language == "all" else language)


def _engine_setup(console: Console, **places: Any) -> Any:
    from tts_interview.speech.engines import EngineSetup

    chosen = settings_from(**places)
    return EngineSetup(chosen.cache, chosen.model, console.progress, console.notice, chosen.voices_folders, chosen.device)


cli.add_command(cache_commands)
cli.add_command(feed)
cli.add_command(listen)
cli.add_command(words_commands)
cli.add_command(serve)
