"""`archive status`, `review`, `export`, `site` and `withdraw`: look at a library, and answer what it asks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tts_interview.cli.archive.opening import cores, in_library, library_argument, print_summary, text_of
from tts_interview.cli.console import escaped, with_flags
from tts_interview.cli.options import SpeakingCommand, command
from tts_interview.cli.studio import NO_BROWSER, port_option, serve_until_stopped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tts_interview.archive.library import LibraryEntry
    from tts_interview.cli.console import Console
    from tts_interview.settings import Settings

_ids = click.argument("ids", metavar="ID...", nargs=-1, type=int, required=True)


@click.command("status", cls=SpeakingCommand)
@library_argument
def status(folder: Path, console: Console) -> None:
    """Show how many sources are of which kind, how far they are, and what failed.

    \b
    Example:
      tts-interview archive status library/
    """  # noqa: D301 - as above
    from tts_interview.archive.library import Library

    print_summary(Library(folder), console)


@command("review", takes="archive-review", has_short_help=True)
@library_argument
@click.option("--accept", "ids", metavar="ID", type=int, multiple=True, help="Accept this source. Repeatable.")
@click.option("--from", "answers", metavar="FILE", help="Take a filled table, or - for standard input.")
@click.option("--aside", is_flag=True, help="Take what was set aside as no interview.")
@click.option("--format", "format_name", type=click.Choice(["csv", "table"]), help="Print all in this format.")
@port_option(0)
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
        accepted, rejected = take_review(library, text_of(answers), answers)
        console.notice(f"Accepted: {accepted:,}; rejected: {rejected:,}")
    if format_name:
        waiting = library.entries([standing], worst_first=True)
        _print(review_csv(waiting)) if format_name == "csv" else _list(waiting, console)
    elif not ids and not answers:
        from tts_interview.web.archive import Desk, application

        desk = Desk(library.folder, in_library(settings, library), standing)
        serve_until_stopped(lambda token: application(desk, token), "", port, console, no_browser=no_browser)


def _list(entries: Iterable[LibraryEntry], console: Console) -> None:
    from tts_interview.cli.display import shortened, table

    rows = [(str(e.id), f"{e.sure:.2f}", e.kind, shortened(e.title or Path(e.path).name, 40), e.path) for e in entries]
    click.echo(escaped(table(rows, ("id", "sure", "kind", "title", "path"), plain=console.plain_results)))


@command("site", takes="archive-show", has_short_help=True)
@library_argument
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
    settings = in_library(settings, library)
    made = make_site(library, settings, public, console, workers=workers or cores(), has_search=not no_search)
    console.end()
    click.echo(public / "index.html")
    console.notice(f"Episodes: {made.episodes:,}; new or changed: {made.changed:,}; gone: {made.gone:,}; files: {made.files:,}")
    if not (settings.show and settings.show.feed.url):
        console.notice('Without an address, there are no feeds and no sitemap: write url = "https://..." under [feed]')


@click.command("export", cls=SpeakingCommand)
@library_argument
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
@library_argument
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
    write_show(in_library(settings, library), only_present=True)
    console.notice(f"Withdrawn: {count:,}")


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(with_flags(escaped(line)), nl=False)
