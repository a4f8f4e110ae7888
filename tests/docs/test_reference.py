"""The references say what the program does: generated pages are current, tables and directions are complete."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from documentation import DOCS, ROOT, Page
from preloaded import run_script

from tts_interview.cli.listen import KEYS
from tts_interview.model import Ask
from tts_interview.publishing import FORMAT_NAMES
from tts_interview.script.file import read_script
from tts_interview.settings.pacing import PRESETS, PauseFor
from tts_interview.settings.showfile import read_show
from tts_interview.settings.showfile.tables import TABLES
from tts_interview.web.studio.keys import shown as keys_of_the_studio

if TYPE_CHECKING:
    from pathlib import Path

SHOWFILE = Page(DOCS / "reference" / "showfile.md")
SCRIPT = Page(DOCS / "reference" / "script.md")
PROGRAMS = sorted((ROOT / "examples" / "python").glob("*.py"))
_KEYS = re.compile(r"`([a-z-]+)`")


def section(page: Page, heading: str) -> str:
    """The text under a heading of the second level."""
    return page.text.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def first_cells(text: str) -> list[str]:
    """The first cells of the rows of all tables in a text, without the heads."""
    rows = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")]
    return [cell for cell in rows if "`" in cell]


def test_the_generated_pages_are_current(tmp_path: Path, clients: Path) -> None:
    done = run_script(f"python '{ROOT}/scripts/make_reference.py' --check", "check.sh", tmp_path, clients)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_guide_lists_the_keys_of_the_listener() -> None:
    page = Page(DOCS / "guides" / "listening.md")
    rows = re.findall(r"^\| `(.+)` \| (.+) \|$", page.text.split("\n### Keys\n")[1].split("\n### ")[0], re.M)
    assert rows == [(key.name, key.help) for key in KEYS]


def test_the_guide_lists_the_keys_of_the_studio() -> None:
    page = Page(DOCS / "guides" / "studio.md")
    rows = re.findall(r"^\| `(.+)` \| (.+) \|$", page.text.split("\n### Keys\n")[1].split("\n## ")[0], re.M)
    assert rows == keys_of_the_studio()


@pytest.mark.parametrize("table", TABLES)
def test_every_key_of_the_show_file_is_explained(table: str) -> None:
    explained = {key for cell in first_cells(section(SHOWFILE, f"[{table}]")) for key in _KEYS.findall(cell)}
    assert explained == set(TABLES[table].keys)


def test_the_page_of_the_show_file_has_no_other_table() -> None:
    assert set(re.findall(r"^## \[(\w+)\]$", SHOWFILE.text, re.M)) == set(TABLES)


@pytest.mark.parametrize("page", ["reference/showfile.md", "guides/show.md", "guides/publishing.md"])
def test_every_show_file_on_a_page_can_be_read(page: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples" / "show", tmp_path, dirs_exist_ok=True)
    blocks = [block for block in Page(DOCS / page).blocks("toml") if "[show]" in block.text]
    assert blocks
    for block in blocks:
        (tmp_path / "shown.toml").write_text(block.text, encoding="utf-8")
        assert read_show(tmp_path / "shown.toml").show.title == "Tides and Terns"


def test_the_complete_show_file_is_that_of_the_example() -> None:
    example = (ROOT / "examples" / "show" / "show.toml").read_text(encoding="utf-8")
    shown = Page(DOCS / "reference" / "showfile.md").blocks("toml")[-1].text
    assert example.split("\n\n", 1)[1] == shown


def test_every_direction_is_explained_and_can_be_read() -> None:
    shown = [cell.strip("`") for cell in first_cells(section(SCRIPT, "Directions")) if cell.startswith("`{") and " " in cell]
    assert {re.match(r"\{(\w+)", direction)[1] for direction in shown if "U+" not in direction} >= {*Ask} - {Ask.LOCK}  # type: ignore[index]
    head = "---\ncast:\n- {name: Ann, role: interviewer}\n- {name: Ben, role: guest}\n---\n\nAnn: Why?\n\nBen: Because. "
    for direction in shown:
        read_script(f"{head}{direction} Yes.\n", "the example")
    lock = re.search(r"`(\{lock .*?: words\})` encloses a whole paragraph", SCRIPT.text)
    assert lock
    read_script(f"{head}\n\n{lock[1]}\n", "the example")


def test_the_script_on_its_page_can_be_read() -> None:
    transcript = read_script(SCRIPT.blocks("text")[0].text, "the example").transcript
    assert [turn.speaker for turn in transcript.turns] == ["Ada Moe", "Joris Kaar"]


def test_every_format_is_explained() -> None:
    cells = first_cells(Page(DOCS / "reference" / "files.md").text.split("\n## ")[0])
    assert {name for cell in cells for name in _KEYS.findall(cell.replace("mp3", "mp-").replace("mp-", "mp3"))} | {
        "mp3",
        "m4a",
        "m4b",
    } == {*FORMAT_NAMES}


def test_every_pause_of_every_preset_is_in_the_table() -> None:
    text = section(Page(DOCS / "guides" / "pace.md"), "Pauses")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| `")]
    assert {row[0].strip("`"): [int(cell) for cell in row[2:]] for row in rows} == {
        reason.value: [PRESETS[name].pauses[reason] for name in ("conversation", "news", "slow", "fast")] for reason in PauseFor
    }


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.name)
def test_every_example_program_runs(program: Path, scratch: Path, clients: Path) -> None:
    done = run_script(f"python examples/python/{program.name}", "example.sh", scratch, clients)
    assert done.returncode == 0, done.stderr[-2000:]


def test_the_example_engine_keeps_the_contract(scratch: Path, clients: Path) -> None:
    (scratch / "check.py").write_text(
        "import sys; sys.path.insert(0, 'examples/engine')\n"
        "from pathlib import Path\n"
        "from hum_engine import HumEngine\n"
        "from tts_interview.speech.engines import EngineSetup\n"
        "from tts_interview.testing import check_engine\n"
        "check_engine(HumEngine(EngineSetup(Path('cache'))))\n",
        encoding="utf-8",
    )
    done = run_script("python check.py", "check.sh", scratch, clients)
    assert done.returncode == 0, done.stderr[-2000:]
