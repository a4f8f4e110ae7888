"""`inspect`: print what sound and pictures say of themselves, and whether they changed since they were signed."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tts_interview.cli.console import escaped, in_one_line, say
from tts_interview.errors import TtsInterviewError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.files.credentials import Credentials
    from tts_interview.publishing.inspecting import Statement


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    metavar="text|json",
    help="Choose what is printed [default: text].",
)
def inspect(files: tuple[Path, ...], style: str) -> int:
    """Show what sound and pictures say of themselves.

    The command reads local files only. It exits with code 1 if a file has changed since it was signed.

    \b
    Examples:
      tts-interview inspect episode.mp3 episode.cover.png
      tts-interview inspect episode.m4b --format json
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.publishing.inspecting import statement_of

    found: dict[Path, Statement] = {}
    wrong = False
    for path in files:
        try:
            found[path] = statement_of(path)
        except (TtsInterviewError, OSError) as error:
            wrong = True
            say(f"Error: {in_one_line(error)}")
            continue
        wrong = wrong or not found[path].holds
        if style == "text":
            click.echo(escaped("\n  ".join((str(path), *_lines(found[path])))))
    if style == "json":
        click.echo(json.dumps([_entry(path, one) for path, one in found.items()], ensure_ascii=False, indent=1))
    return 1 if wrong else 0


def _entry(path: Path, one: Statement) -> dict[str, Any]:
    chapters = [{"startTime": round(start_s, 3), "title": title} for start_s, title in one.chapters]
    return {"file": str(path), **asdict(one), "chapters": chapters, "holds": one.holds}


def _lines(one: Statement) -> Iterator[str]:
    said = {
        "title": one.title,
        "made as": one.digital_source_type,
        "made by": one.tool,
        "voices": one.voices,
        "note": one.note,
        "chapters": "; ".join(title for _, title in one.chapters),
        "signature": f"not checked: {one.unchecked}" if one.unchecked else _signature(one.credentials),
        "signed by": _signer(one.credentials),
        "signed as": one.credentials.source_type if one.credentials else "",
    }
    yield from (f"{name}: {' '.join(value.split())}" for name, value in said.items() if value)


def _signature(found: Credentials | None) -> str:
    if not found:
        return "none"
    if found.is_valid:
        return "valid, and the file has not changed since"
    return f"{'BROKEN: the file has changed since' if found.is_changed else 'not valid'} ({', '.join(found.problems)})"


def _signer(found: Credentials | None) -> str:
    if not found or not found.signer:
        return ""
    return found.signer if found.is_trusted else f"{found.signer} (by their own word: no trusted authority was asked)"
