"""`cache`: show what the cache holds, and clear it."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from tts_interview.cli.options import command
from tts_interview.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.settings import Settings
    from tts_interview.speech.cache import CachedFile


@click.group("cache")
def cache_commands() -> None:
    """Show or clear the files that are kept between runs.

    \b
    Examples:
      tts-interview cache info
      tts-interview cache clear
    """  # noqa: D301 - \b is click's mark for lines to keep


@command("info", takes="cache", tells=False)
def info(settings: Settings) -> None:
    """Show the folder of the cache, its size, last use and limit.

    \b
    Example:
      tts-interview cache info
    """  # noqa: D301 - as above
    limit = f"{_mb(settings.speech.clip_limit_bytes)} of clips" if settings.speech.clip_limit_bytes else "none"
    click.echo(f"Folder: {settings.speech.cache}")
    for name, files in _parts(settings).items():
        click.echo(f"{name.capitalize()}: {len(files):,} ({_size(files)}){_uses(files) if name == 'clips' else ''}")
    click.echo(f"Limit: {limit}")


@command("clear", takes="cache", tells=False)
@click.option("--models", is_flag=True, help="Also remove models; they are unpacked or fetched again when needed.")
@click.option("--all", "everything", is_flag=True, help="Remove clips, models, bookmarks, and remains of interrupted runs.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
def clear(settings: Settings, *, models: bool, everything: bool, yes: bool) -> None:
    """Remove the clips, or everything.

    Clips are spoken again when needed. Without a terminal, give --yes.

    \b
    Examples:
      tts-interview cache clear
      tts-interview cache clear --models
      tts-interview cache clear --all --yes
    """  # noqa: D301 - as above
    chosen = ["clips", "models", "other"] if everything else ["clips", "models"] if models else ["clips"]
    wanted = {name: files for name, files in _removable(settings).items() if name in chosen and files}
    amounts = " and ".join(_amount(name, files) for name, files in wanted.items())
    if not wanted:
        click.echo(f"There is nothing to remove in {settings.speech.cache}")
    elif yes or _agreed(f"Remove {amounts} from {settings.speech.cache}?"):
        _remove(wanted)


cache_commands.add_command(info)
cache_commands.add_command(clear)


def _remove(wanted: dict[str, list[CachedFile]]) -> None:
    from tts_interview.speech.cache import remove_files

    removed = {name: remove_files(files) for name, files in wanted.items()}
    click.echo(f"Removed {' and '.join(_amount(name, files) for name, files in removed.items())}")
    left = sum(map(len, wanted.values())) - sum(map(len, removed.values()))
    if left:
        raise OutputError(f"cannot remove {left} files: another program has them open, or they are not yours; try again later")


def _agreed(question: str) -> bool:
    if not sys.stdin.isatty():
        raise click.UsageError("no terminal for the question; give --yes")
    return click.confirm(question, err=True)


def _parts(settings: Settings) -> dict[str, list[CachedFile]]:
    """Return the files of the cache by kind. Other files in its folder belong to somebody else."""
    from tts_interview.files.workspace import run_folders
    from tts_interview.speech.cache import ClipCache, bookmarks_in, files_in, models_in

    clips = ClipCache(settings.speech.clips)
    of_runs = [file for folder in run_folders(settings.speech.work) for file in files_in(folder)]
    other = [*clips.drafts(), *of_runs, *bookmarks_in(settings.speech.bookmarks)]
    return {"clips": clips.clips(), "models": models_in(settings.speech.models), "other": other}


def _removable(settings: Settings) -> dict[str, list[CachedFile]]:
    """Return all files but those that a run is writing: it can speak a missing clip again, but needs its own files."""
    from tts_interview.files.workspace import is_idle

    parts = _parts(settings)
    return parts if is_idle(settings.speech.work) else {**parts, "other": []}


def _amount(name: str, files: Sequence[CachedFile]) -> str:
    """Return number, kind and size, as in "1,243 clips (61.2 MB)"."""
    kind = {"clips": "clip", "models": "file of models", "other": "other file"}[name]
    plural = {"clips": "clips", "models": "files of models", "other": "other files"}[name]
    return f"{len(files):,} {kind if len(files) == 1 else plural} ({_size(files)})"


def _uses(files: Sequence[CachedFile]) -> str:
    if not files:
        return ""
    first, last = (time.strftime("%Y-%m-%d %H:%M", time.localtime(pick(f.used_s for f in files))) for pick in (min, max))
    return f", last used {first}" if first == last else f", last used between {first} and {last}"


def _size(files: Sequence[CachedFile]) -> str:
    return _mb(sum(file.size_bytes for file in files))


def _mb(size_bytes: float) -> str:
    return f"{size_bytes / 1e6:,.1f} MB"
