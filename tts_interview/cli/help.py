"""The command that prints a page of the documentation, from the installed copy."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

import click

from tts_interview.errors import TtsInterviewError

if TYPE_CHECKING:
    from pathlib import Path

_HIDDEN = re.compile(r"<!--.*?-->\n?|^```\{[^\n]*\n.*?^```\n?|^:::.*?^:::\n?", re.S | re.M)
_TITLE = re.compile(r"^# (.+)$", re.M)


@click.command("help")
@click.argument("topic", required=False, metavar="[TOPIC]")
@click.pass_context
def help_command(context: click.Context, topic: str | None) -> None:
    """Show a page of the documentation.

    TOPIC is a page, such as voices or troubleshooting, or a command. Without one, the pages are listed.

    \b
    Examples:
      tts-interview help
      tts-interview help voices
      tts-interview help render
    """  # noqa: D301 - \b is click's mark for lines to keep
    pages, program = _pages(), context.find_root()
    if topic is None:
        width = max(map(len, pages), default=0)
        click.echo("\n".join(f"{name:{width}}  {_title(path)}" for name, path in pages.items()))
        return
    if topic in pages:
        text = _HIDDEN.sub("", pages[topic].read_text(encoding="utf-8"))
        click.echo_via_pager(text) if _is_long(text) else click.echo(text, nl=False)
        return
    group = program.command
    command = group.get_command(program, topic) if isinstance(group, click.Group) else None
    if command is None:
        near = difflib.get_close_matches(topic, pages, n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"pages: {', '.join(pages)}"
        raise TtsInterviewError(f'unknown page "{topic}"; {hint}')
    with click.Context(command, info_name=topic, parent=program) as inside:
        click.echo(command.get_help(inside))


def _is_long(text: str) -> bool:
    import shutil
    import sys

    return sys.stdout.isatty() and text.count("\n") > shutil.get_terminal_size().lines


def _pages() -> dict[str, Path]:
    """Return the pages by name, in the order of their folders; indexes and the pages of single commands are not topics."""
    from tts_interview.files.packaged import docs_folder

    folder = docs_folder()
    found = sorted(folder.rglob("*.md"), key=lambda path: (len(path.relative_to(folder).parts), path))
    return {path.stem: path for path in found if path.stem != "index" and path.parent.name != "commands"}


def _title(path: Path) -> str:
    found = _TITLE.search(path.read_text(encoding="utf-8"))
    return found[1] if found else path.stem
