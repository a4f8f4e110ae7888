"""Every command and every program of the documentation runs, and prints what the page says."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from documentation import Block, Page, pages
from preloaded import run_script

if TYPE_CHECKING:
    from pathlib import Path

# How many blocks the pages mark as not run, by reason. A new reason or a further block is a decision: change the number here.
NOT_RUN = {
    "changes an interactive shell": 1,
    "installs a package": 10,
    "names a class that you write": 1,
    "needs a certificate": 1,
    "needs a cluster": 5,
    "needs a network": 1,
    "needs a sound card": 3,
    "needs an episode that was published before": 2,
    "needs the extra `verify`": 1,
    "runs until Ctrl-C": 8,
}
_PROMPT = "$ "


def blank(page: Page, blocks: list[Block]) -> list[str]:
    """The lines of a page with nothing on them but these blocks, so that errors tell the line of the page."""
    lines = [""] * (page.text.count("\n") + 1)
    for block in blocks:
        for number, line in enumerate(textwrap.dedent(block.text).splitlines(), start=block.line - 1):
            lines[number] = line
    return lines


def script_of(page: Page) -> str:
    """The commands of a page as one script. What a session prints goes to a file named after its line."""
    lines = blank(page, [block for block in page.blocks("sh", "console") if not block.not_run])
    sessions = {number for block in page.blocks("console") for number in range(block.line, block.line + block.text.count("\n"))}
    for number in sessions:
        line = lines[number - 1]
        shown = f"{{ AS_TERMINAL=1 {line.removeprefix(_PROMPT)}; }} >.home/{number} 2>&1 || true"
        lines[number - 1] = shown if line.startswith(_PROMPT) else ""
    lines[0] = "trap 'echo \"line $LINENO: $BASH_COMMAND\" >&2' ERR"
    return "\n".join(lines)


def expected_of(block: Block) -> dict[int, str]:
    """What a session shows after each command, by the line of the command."""
    found: dict[int, str] = {}
    command = 0
    for number, line in enumerate(block.text.splitlines(), start=block.line):
        if line.startswith(_PROMPT):
            command = number
            found[command] = ""
        else:
            found[command] += line + "\n"
    return found


def fits(expected: str, printed: str) -> bool:
    """Whether a text is as expected; `...` stands for anything."""
    pattern = re.escape(expected.strip()).replace(re.escape("..."), ".*")
    return re.fullmatch(pattern, printed.strip(), re.S) is not None


RUN = [page for page in pages() if any(not block.not_run for block in page.blocks("sh", "console", "python"))]


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.name)
def test_every_block_of_a_page_runs(page: Page, scratch: Path, clients: Path) -> None:
    done = run_script(script_of(page), "page.sh", scratch, clients)
    assert done.returncode == 0, f"{page.name}: {done.stderr[-2000:]}"
    for block in page.blocks("console"):
        for line, expected in expected_of(block).items():
            printed = (scratch / ".home" / str(line)).read_text(encoding="utf-8")
            assert fits(expected, printed), f"{page.name}, line {line} prints:\n{printed}"
    programs = [block for block in page.blocks("python") if not block.not_run]
    if programs:
        (scratch / "page.py").write_text("\n".join(blank(page, programs)), encoding="utf-8")
        done = run_script("python page.py", "page.sh", scratch, clients)
        assert done.returncode == 0, f"{page.name}: {done.stderr[-2000:]}"


def test_blocks_that_are_not_run_are_counted_by_reason() -> None:
    marked = Counter(b.not_run for page in pages() for b in page.blocks("sh", "console", "python") if b.not_run)
    assert dict(marked) == NOT_RUN


def test_every_shell_block_is_marked_as_one() -> None:
    unknown = {block.language for page in pages() for block in page.blocks("bash", "shell", "py", "python3", "shell-session")}
    assert not unknown
