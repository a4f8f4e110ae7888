"""`archive`: plan, review and make thousands of interviews, and say how far they are."""

from __future__ import annotations

import math
import os
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tts_interview.cli.completion import SourceType
from tts_interview.cli.escaping import escaped
from tts_interview.cli.flags import with_flags
from tts_interview.cli.options import SpeakingCommand, command
from tts_interview.cli.studio import NO_BROWSER, PORT, serve_until_stopped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tts_interview.archive.library import Library, LibraryEntry
    from tts_interview.cli.console import Console
    from tts_interview.settings import Settings

_STANDARD_INPUT = "-"
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_SHOW = "show"


class DurationType(click.ParamType[float]):
    """A length of time, such as 90s, 45m, 2h or 1.5d."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the seconds."""
        if isinstance(value, float):
            return value
        found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)([smhd])", value.strip().casefold(), re.ASCII)
        if not found:
            self.fail(f'invalid time "{value}": expected a number and s, m, h or d, such as 2h', param, ctx)
        return float(found[1]) * _SECONDS[found[2]]


class WhichType(click.ParamType[int]):
    """The id of a source, or the word "accepted", which becomes 0."""

    name = "which"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the id."""
        if str(value).casefold() == "accepted":
            return 0
        return int(click.IntRange(1).convert(value, param, ctx))


@click.group("archive")
def archive_commands() -> None:
    """Make episodes of thousands of interviews.

    \b
    Examples:
      tts-interview archive plan interviews/ -o library/
      tts-interview archive review library/ --format csv > review.csv
      tts-interview archive run library/ --publish
      tts-interview archive status library/
    """  # noqa: D301 - \b is click's mark for lines to keep


_library = click.argument("folder", metavar="LIBRARY", type=click.Path(path_type=Path))
_ids = click.argument("ids", metavar="ID...", nargs=-1, type=int, required=True)


@command("plan", takes="archive", has_short_help=True)
@click.argument("sources", nargs=-1, metavar="[SOURCES...]", type=SourceType())
@click.option("-o", "--output", "folder", metavar="LIBRARY", required=True, type=click.Path(path_type=Path), help="Folder.")
@click.option("--from", "lists", metavar="LIST", multiple=True, help="Take the paths in this file, one a line, or - for input.")
@click.option("--columns", metavar="COLUMNS", help='Read the list as CSV; name its columns: "path=file,title=Name".')
@click.option("--sure", metavar="SHARE", type=click.FloatRange(0, 1), help="Ask a person below this confidence [default: 0.8].")
@click.option("--workers", metavar="N", type=click.IntRange(1), help="Read so many at once [default: one a core].")
def plan(
    *,
    sources: tuple[str, ...],
    folder: Path,
    lists: tuple[str, ...],
    columns: str | None,
    sure: float | None,
    workers: int | None,
    settings: Settings,
    console: Console,
) -> None:
    """Read all sources without speaking: what each is, how sure that is, and what it takes.

    A source is a file, a folder, or an http(s) address. A later plan reads only sources that have changed. Without a source,
    it looks at all that are in the library, such as after a change of its rules.

    \b
    Examples:
      tts-interview archive plan interviews/ -o library/ --show show.toml
      tts-interview archive plan --from list.csv --columns "path=file,title=Name" -o library/
    """  # noqa: D301 - as above
    from tts_interview.archive.library import NAME, Library
    from tts_interview.archive.planning import SURE, plan_archive
    from tts_interview.archive.sources import Scope, columns_of, listed, scopes_in

    if not sources and not lists and not (folder / NAME).exists():
        raise click.UsageError("give a source, or a list after --from")
    named = columns_of(columns) if columns else None
    found = list(scopes_in(sources, folder))
    for name in lists:
        found += listed(_text(name), name, named, folder)
    library = Library(folder, create=True)
    _keep_show(library, settings)
    if not sources and not lists:
        found = [Scope(entry.path) for entry in library.entries()]
    try:
        least = SURE if sure is None else sure
        done = plan_archive(library, found, settings, console, workers=workers or _cores(), sure=least)
    finally:
        console.end()
    _table(library, console)
    console.notice(f"Read: {done.read:,}; unchanged: {done.unchanged:,}")
    if done.with_hosts:
        console.notice(f"Read again with the hosts of the other interviews: {done.with_hosts:,}")
    if done.people:
        console.notice(f"In {folder / 'people.toml'}: people: {done.people:,}; names in question: {done.questions:,}")


@command("run", takes="archive", has_short_help=True)
@_library
@click.option("--cluster", metavar="ADDRESS", default="", help="Use the workers of this dask scheduler.")
@click.option("--workers", metavar="N", type=click.IntRange(1), help="Start so many processes [default: one a core].")
@click.option(
    "--limit", metavar="TIME", type=DurationType(), default=math.inf, help="Begin nothing after this time, such as 2h."
)
@click.option("--only", metavar="ID|accepted", type=WhichType(), multiple=True, help="Make only these. Repeatable.")
@click.option("--preview", is_flag=True, help="Speak only the first turns, into LIBRARY/previews.")
def run(
    *,
    folder: Path,
    cluster: str,
    workers: int | None,
    limit: float,
    only: tuple[int, ...],
    preview: bool,
    settings: Settings,
    console: Console,
) -> int:
    """Make the episodes of all accepted sources, and then the feed and the list of the show.

    The next run continues after any interruption. Episodes that are made with other settings are made again.

    \b
    Examples:
      tts-interview archive run library/ --publish
      tts-interview archive run library/ --cluster tcp://10.0.0.1:8786 --limit 2h
    """  # noqa: D301 - as above
    from tts_interview.archive.library import Library, Standing
    from tts_interview.archive.running import RunOrder, run_archive

    library = Library(folder)
    accepted = [entry.id for entry in library.entries([Standing.ACCEPTED])] if 0 in only else []
    ids = [*filter(None, only), *accepted] if only else None
    order = RunOrder(cluster, workers or _cores(), limit, ids, preview)
    try:
        tally = run_archive(library, _in_library(settings, library), order, console)
    finally:
        console.end()
    for path in tally.files:
        click.echo(path)
    console.notice(f"Made: {tally.made:,}; failed: {tally.failed:,}; left: {tally.left:,}")
    return 1 if tally.failed else 0


@command("watch", takes="archive", has_short_help=True)
@click.argument("places", nargs=-1, metavar="FOLDER|FEED...", required=True)
@click.option("-o", "--output", "folder", metavar="LIBRARY", required=True, type=click.Path(path_type=Path), help="Folder.")
@click.option("--interval", metavar="TIME", type=DurationType(), default="1m", help="Look this often [default: 1m].")
@click.option("--once", is_flag=True, help="Look once, and end when what is new is made.")
@click.option("--sure", metavar="SHARE", type=click.FloatRange(0, 1), help="Ask a person below this confidence [default: 0.8].")
@click.option("--workers", metavar="N", type=click.IntRange(1), help="Start so many processes [default: one a core].")
def watch(
    *,
    places: tuple[str, ...],
    folder: Path,
    interval: float,
    once: bool,
    sure: float | None,
    workers: int | None,
    settings: Settings,
    console: Console,
) -> int:
    """Watch folders and feeds: plan what is new, and make it if it is sure.

    What is not sure waits for "archive review". Ctrl-C ends it; the next start continues.

    \b
    Examples:
      tts-interview archive watch incoming/ -o library/ --publish
      tts-interview archive watch https://example.org/feed.xml -o library/ --once
    """  # noqa: D301 - as above
    from tts_interview.archive.library import Library
    from tts_interview.archive.planning import SURE
    from tts_interview.archive.watching import Watch, watch_archive

    library = Library(folder, create=True)
    _keep_show(library, settings)
    least = SURE if sure is None else sure
    asked = Watch(places, time.sleep, sure=least, workers=workers or _cores(), interval_s=interval, once=once)
    try:
        return 1 if watch_archive(library, _in_library(settings, library), asked, console) else 0
    finally:
        console.end()


@click.command("status", cls=SpeakingCommand)
@_library
def status(folder: Path, console: Console) -> None:
    """Show how many sources are of which kind, how far they are, and what failed.

    \b
    Example:
      tts-interview archive status library/
    """  # noqa: D301 - as above
    from tts_interview.archive.library import Library

    _table(Library(folder), console)


@command("review", takes="archive-review", has_short_help=True)
@_library
@click.option("--accept", "ids", metavar="ID", type=int, multiple=True, help="Accept this source. Repeatable.")
@click.option("--from", "answers", metavar="FILE", help="Take a filled table, or - for standard input.")
@click.option("--aside", is_flag=True, help="Take what was set aside as no interview.")
@click.option("--format", "format_name", type=click.Choice(["csv", "table"]), help="Print all in this format.")
@PORT
@NO_BROWSER
def review(
    *,
    folder: Path,
    ids: tuple[int, ...],
    answers: str | None,
    aside: bool,
    format_name: str | None,
    port: int,
    no_browser: bool,
    settings: Settings,
    console: Console,
) -> None:
    """Decide on the sources that wait for a person, the least sure first, in the browser or in a table.

    Without other options, it opens the sources one after another in the studio, until Ctrl-C.

    \b
    Examples:
      tts-interview archive review library/
      tts-interview archive review library/ --format csv > review.csv
      tts-interview archive review library/ --from review.csv
    """  # noqa: D301 - as above
    from tts_interview.archive.library import Library, Standing
    from tts_interview.archive.review import accept, review_csv, take_review

    library, standing = Library(folder), Standing.ASIDE if aside else Standing.WAITING
    if ids:
        console.notice(f"Accepted: {accept(library, ids):,}")
    if answers:
        accepted, rejected = take_review(library, _text(answers), answers)
        console.notice(f"Accepted: {accepted:,}; rejected: {rejected:,}")
    if format_name:
        waiting = library.entries([standing], worst_first=True)
        _print(review_csv(waiting)) if format_name == "csv" else _list(waiting, console)
    elif not ids and not answers:
        from tts_interview.web.archive import Desk, application

        desk = Desk(library.folder, _in_library(settings, library), standing)
        serve_until_stopped(lambda token: application(desk, token), "", port, console, no_browser=no_browser)


def _list(entries: Iterable[LibraryEntry], console: Console) -> None:
    from tts_interview.cli.display import shortened, table

    rows = [(str(e.id), f"{e.sure:.2f}", e.kind, shortened(e.title or Path(e.path).name, 40), e.path) for e in entries]
    click.echo(escaped(table(rows, ("id", "sure", "kind", "title", "path"), plain=console.plain_results)))


@command("site", takes="archive-show", has_short_help=True)
@_library
@click.option("-o", "--output", "public", metavar="PUBLIC", required=True, type=click.Path(path_type=Path), help="Folder.")
@click.option("--no-search", is_flag=True, help="Make a site without a search, which needs no further package.")
@click.option("--workers", metavar="N", type=click.IntRange(1), help="Index so many parts at once [default: one a core].")
def site(*, folder: Path, public: Path, no_search: bool, workers: int | None, settings: Settings, console: Console) -> None:
    """Make a static site of the finished episodes: lists, feeds, and a search through all words.

    The next time, only what changed is made. Files in PUBLIC that this program did not write are never touched.

    \b
    Example:
      tts-interview archive site library/ -o public/
    """  # noqa: D301 - as above
    from tts_interview.archive.library import Library
    from tts_interview.archive.site import make_site

    library = Library(folder)
    settings = _in_library(settings, library)
    try:
        made = make_site(library, settings, public, console, workers=workers or _cores(), has_search=not no_search)
    finally:
        console.end()
    click.echo(public / "index.html")
    console.notice(f"Episodes: {made.episodes:,}; new or changed: {made.changed:,}; gone: {made.gone:,}; files: {made.files:,}")
    if not (settings.show and settings.show.feed.url):
        console.notice('Without an address, there are no feeds and no sitemap: write url = "https://..." under [feed]')


@click.command("export", cls=SpeakingCommand)
@_library
@click.option("--format", "format_name", type=click.Choice(["csv", "ohms"]), default="csv", help="Export in this format.")
@click.option("-o", "--output", "output", metavar="FOLDER", type=click.Path(path_type=Path), help="Folder of the OHMS records.")
def export(folder: Path, format_name: str, output: Path | None, console: Console) -> None:
    """Print all that is known of each source as a table, or write an OHMS record for each finished episode.

    The records are in LIBRARY/ohms unless --output names another folder.

    \b
    Examples:
      tts-interview archive export library/ --format csv
      tts-interview archive export library/ --format ohms -o records/
    """  # noqa: D301 - as above
    from tts_interview.archive.library import Library, Standing
    from tts_interview.archive.ohms import export_ohms
    from tts_interview.archive.review import exported_csv

    library = Library(folder)
    if format_name == "csv":
        _print(exported_csv(library.entries()))
        return
    files, missing = export_ohms(library, list(library.entries([Standing.MADE])), output or folder / "ohms")
    for path in files:
        click.echo(path)
    if missing:
        console.notice(f'Without a transcript: {missing:,}; "archive run" with --publish makes it')


@command("withdraw", takes="archive-show")
@_library
@_ids
def withdraw(folder: Path, ids: tuple[int, ...], settings: Settings, console: Console) -> None:
    """Remove episodes with their files, and take them out of the feed and the list.

    \b
    Example:
      tts-interview archive withdraw library/ 12
    """  # noqa: D301 - as above
    from tts_interview.archive import review
    from tts_interview.archive.library import Library
    from tts_interview.pipeline.shows import write_show

    library = Library(folder)
    count = review.withdraw(library, ids)
    write_show(_in_library(settings, library), only_present=True)
    console.notice(f"Withdrawn: {count:,}")


@click.command("retry", cls=SpeakingCommand)
@_library
@click.argument("ids", metavar="[ID...]", nargs=-1, type=int)
def retry(folder: Path, ids: tuple[int, ...], console: Console) -> None:
    """Let failed sources be made again by the next run, all of them if no ID is given.

    \b
    Example:
      tts-interview archive retry library/ 12 14
    """  # noqa: D301 - as above
    from tts_interview.archive import review
    from tts_interview.archive.library import Library

    console.notice(f"To be made again: {review.retry(Library(folder), ids):,}")


for _command in (plan, review, run, watch, status, site, export, withdraw, retry):
    archive_commands.add_command(_command)


def _keep_show(library: Library, settings: Settings) -> None:
    if settings.show:
        library.note(_SHOW, str(settings.show.path.absolute()))


def _in_library(settings: Settings, library: Library) -> Settings:
    """Return the settings with the show of the library, if none is given, and with its folder of episodes."""
    from tts_interview.settings.layers import with_values
    from tts_interview.settings.showfile import read_show

    show = library.about(_SHOW)
    values: dict[str, Any] = {"publishing.output_folder": library.episodes}
    if show and not settings.show:
        values["show"] = read_show(Path(show))
    return with_values(settings, values)


def _text(name: str) -> str:
    """Return the text of a file, or of standard input. Raises LibraryError if it is none."""
    from tts_interview.errors import LibraryError

    data = sys.stdin.buffer.read() if name == _STANDARD_INPUT else Path(name).read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LibraryError(f"{name} is not valid UTF-8 (byte {error.start + 1}): save it as UTF-8") from error


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(with_flags(escaped(line)), nl=False)


def _cores() -> int:
    return os.cpu_count() or 1


def _table(library: Library, console: Console) -> None:
    """Print the sources by kind and standing, and what making them takes."""
    from tts_interview.archive.library import Standing
    from tts_interview.cli.display import table

    totals = library.totals()
    rows = [(kind, str(standing), f"{count:,}", _hours(sound)) for kind, standing, count, sound, *_ in totals]
    click.echo(table(rows, ("kind", "standing", "sources", "hours"), plain=console.plain_results))
    failures = library.failures()
    if failures:
        shown = table(_strings(failures), ("failed with", "sources", "for example"), plain=console.plain_results)
        click.echo("\n" + with_flags(escaped(shown)))
    waiting = sum(count for _, standing, count, *_ in totals if standing is Standing.WAITING)
    to_come = [sums for _, standing, *sums in totals if standing is Standing.ACCEPTED]
    count, sound, work, size = (sum(row[n] for row in to_come) for n in range(4))
    console.notice(f"For a person to review: {waiting:,}")
    console.notice(
        f"To be made: {count:,}; {_hours(sound)} hours to hear, {_hours(work)} hours of work for two cores, "
        f"at most {size / 1e9:,.1f} GB"
    )


def _hours(seconds: float) -> str:
    return f"{seconds / 3600:,.1f}"


def _strings(rows: Sequence[Sequence[object]]) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in rows]
