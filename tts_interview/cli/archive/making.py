"""`archive plan`, `run`, `watch` and `retry`: read sources, and make their episodes."""

from __future__ import annotations

import math
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tts_interview.cli.archive.opening import cores, in_library, keep_show, library_argument, print_summary, text_of
from tts_interview.cli.completion import SourceType
from tts_interview.cli.options import SpeakingCommand, command

if TYPE_CHECKING:
    from collections.abc import Callable

    from tts_interview.cli.console import Console
    from tts_interview.settings import Settings

_Act = TypeVar("_Act", bound="Callable[..., Any]")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


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


def _store_options(act: _Act) -> _Act:
    """Add the options of a store to a command that makes episodes."""
    clips = click.option("--store-clips", is_flag=True, help="Also share clips, so that corrections cost only what changed.")
    return click.option(
        "--store", metavar="WHERE", default="", help="Share finished episodes: a folder, s3://... or sftp://..."
    )(clips(act))


def _shared(*, store: str, store_clips: bool) -> dict[str, Any]:
    """Return the fields of an order that say of the store. Raises UsageError, and StoreError for an invalid address."""
    from tts_interview.files.store import store_address

    if store_clips and not store:
        raise click.UsageError("--store-clips needs --store")
    return {"store": store_address(store, Path.cwd()) if store else "", "shares_clips": store_clips}


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
        found += listed(text_of(name), name, named, folder)
    library = Library(folder, create=True)
    keep_show(library, settings)
    if not sources and not lists:
        found = [Scope(entry.path) for entry in library.entries()]
    least = SURE if sure is None else sure
    done = plan_archive(library, found, settings, console, workers=workers or cores(), sure=least)
    console.end()
    print_summary(library, console)
    console.notice(f"Read: {done.read:,}; unchanged: {done.unchanged:,}")
    if done.with_hosts:
        console.notice(f"Read again with the hosts of the other interviews: {done.with_hosts:,}")
    if done.people:
        console.notice(f"In {folder / 'people.toml'}: people: {done.people:,}; names in question: {done.questions:,}")


@command("run", takes="archive", has_short_help=True)
@library_argument
@click.option("--cluster", metavar="ADDRESS", default="", help="Use the workers of this dask scheduler.")
@click.option("--workers", metavar="N", type=click.IntRange(1), help="Start so many processes [default: one a core].")
@click.option(
    "--limit", metavar="TIME", type=DurationType(), default=math.inf, help="Begin nothing after this time, such as 2h."
)
@click.option("--only", metavar="ID|accepted", type=WhichType(), multiple=True, help="Make only these. Repeatable.")
@click.option("--preview", is_flag=True, help="Speak only the first turns, into LIBRARY/previews.")
@_store_options
def run(
    *,
    folder: Path,
    cluster: str,
    workers: int | None,
    limit: float,
    only: tuple[int, ...],
    preview: bool,
    store: str,
    store_clips: bool,
    settings: Settings,
    console: Console,
) -> int:
    """Make the episodes of all accepted sources, and then the feed and the list of the show.

    The next run continues after any interruption. Episodes that are made with other settings are made again.

    \b
    Examples:
      tts-interview archive run library/ --publish
      tts-interview archive run library/ --cluster tcp://10.0.0.1:8786 --limit 2h
      tts-interview archive run library/ --store s3://interviews/made
    """  # noqa: D301 - as above
    from tts_interview.archive.library import Library, Standing
    from tts_interview.archive.running import RunOrder, run_archive

    shared = _shared(store=store, store_clips=store_clips)
    library = Library(folder)
    accepted = [entry.id for entry in library.entries([Standing.ACCEPTED])] if 0 in only else []
    ids = [*filter(None, only), *accepted] if only else None
    order = RunOrder(cluster, workers or cores(), limit, ids, preview, **shared)
    tally = run_archive(library, in_library(settings, library), order, console)
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
@_store_options
def watch(
    *,
    places: tuple[str, ...],
    folder: Path,
    interval: float,
    once: bool,
    sure: float | None,
    workers: int | None,
    store: str,
    store_clips: bool,
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
    from tts_interview.archive.running import RunOrder
    from tts_interview.archive.watching import Watch, watch_archive

    order = RunOrder(workers=workers or cores(), **_shared(store=store, store_clips=store_clips))
    library = Library(folder, create=True)
    keep_show(library, settings)
    least = SURE if sure is None else sure
    asked = Watch(places, time.sleep, sure=least, order=order, interval_s=interval, once=once)
    return 1 if watch_archive(library, in_library(settings, library), asked, console) else 0


@click.command("retry", cls=SpeakingCommand)
@library_argument
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
