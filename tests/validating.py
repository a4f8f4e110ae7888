"""The validators that `scripts/get_validators.py` gets, as tests call them; a test that needs an absent one is skipped."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "tests" / "validators"
MODULES = ROOT / ".validators" / "node_modules"
_GET = "get it with: python scripts/get_validators.py"
_LONGEST_RUN_S = 240


def needs(*programs: str, npm: tuple[str, ...] = (), packages: tuple[str, ...] = ()) -> None:
    """Skip the running test, with the reason, if a program, a package of npm or one of Python is absent."""
    absent = [p for p in programs if not shutil.which(p)]
    absent += [p for p in npm if not (MODULES / p).is_dir()] + [p for p in packages if not find_spec(p)]
    if absent:
        pytest.skip(f"{', '.join(absent)} is not here; {_GET}")


def node(script: str, *arguments: str | Path, env: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - whatever it prints
    """Run one of the scripts beside this file with Node.js and give back the JSON that it prints."""
    needs("node", npm=("playwright-core",))
    chromium = shutil.which("chromium") or ""
    environment = {**os.environ, "VALIDATORS": str(MODULES), "CHROMIUM": chromium, **(env or {})}
    command = ["node", str(SCRIPTS / script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, env=environment, check=False, timeout=_LONGEST_RUN_S)
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-3000:]
    return json.loads(done.stdout)


def ace(book: Path, folder: Path) -> str:
    """What Ace by DAISY says of a book: "pass", or which of its rules are broken."""
    needs("node", "chromium", npm=("@daisy/ace",))
    folder.mkdir()
    browser = folder / "chromium.sh"  # whose messages must not be lost: Ace waits for an address among them
    browser.write_text(f'#!/bin/sh\nexec {shutil.which("chromium")} --no-sandbox --disable-gpu "$@"\n')
    browser.chmod(0o755)
    command = [str(MODULES / ".bin" / "ace-puppeteer"), "-f", "-s", "-o", str(folder / "report"), str(book)]
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": str(browser)}
    done = subprocess.run(command, capture_output=True, env=environment, check=False, timeout=_LONGEST_RUN_S)
    told = folder / "report" / "report.json"
    assert told.exists(), done.stderr.decode(errors="replace")[-3000:]
    report = json.loads(told.read_text(encoding="utf-8"))
    broken = {str(a["earl:test"]["dct:title"]) for of in report["assertions"] for a in of["assertions"]}
    return str(report["earl:result"]["earl:outcome"]) + ", ".join(sorted(broken))
