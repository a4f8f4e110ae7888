"""Run the validators that `scripts/get_validators.py` installs; a test that needs an absent one is skipped."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "tests" / "validators"
MODULES = ROOT / ".validators" / "node_modules"
_REMEDY = "install with: python scripts/get_validators.py"
_LONGEST_RUN_S = 240


def needs(*programs: str, npm: tuple[str, ...] = (), packages: tuple[str, ...] = ()) -> None:
    """Skip the running test if a program, an npm package or a Python package is absent."""
    absent = [p for p in programs if not shutil.which(p)]
    absent += [p for p in npm if not (MODULES / p).is_dir()] + [p for p in packages if not find_spec(p)]
    if absent:
        pytest.skip(f"missing {', '.join(absent)}: {_REMEDY}")


def node(script: str, *arguments: str | Path, env: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - any JSON
    """Run a script of the folder `validators` with Node.js and return the JSON that it prints."""
    needs("node")
    environment = {**os.environ, "VALIDATORS": str(MODULES), **(env or {})}
    command = ["node", str(SCRIPTS / script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, env=environment, check=False, timeout=_LONGEST_RUN_S)
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-3000:]
    return json.loads(done.stdout)


def seen(what: str, page: Path, *arguments: str) -> Any:  # noqa: ANN401 - any JSON
    """Return what a check of `page.mjs` finds in a page; all checks of a process share one Chromium."""
    needs("node", "chromium", npm=("axe-core", "playwright-core"))
    running = _browser()
    assert running.stdin
    assert running.stdout
    running.stdin.write(json.dumps([what, str(page), *arguments]) + "\n")
    running.stdin.flush()
    answer = json.loads(running.stdout.readline())
    assert "error" not in answer, answer["error"]
    return answer["found"]


@cache
def _browser() -> subprocess.Popen[str]:
    environment = {**os.environ, "VALIDATORS": str(MODULES), "CHROMIUM": shutil.which("chromium") or ""}
    command = ["node", str(SCRIPTS / "page.mjs")]
    running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
    atexit.register(_end, running)
    return running


def _end(running: subprocess.Popen[str]) -> None:
    try:
        running.communicate(timeout=60)  # closes its input, at which it ends
    finally:
        running.kill()


def nu(*pages: Path) -> list[str]:
    """Return the errors and warnings of the Nu checker for HTML files.

    Messages about the Content-Security-Policy are dropped: the checker reports styles and scripts as forbidden although the
    policy allows their hashes, as the tests in the browser show.
    """
    needs("java", npm=("vnu-jar",))
    command = ["java", "-jar", str(MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"), "--format", "json", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=_LONGEST_RUN_S)
    found = json.loads(done.stderr)["messages"]
    messages = [m for m in found if "violates Content Security Policy" not in m["message"]]
    return [f"{m['type']}: {m['message']} {m.get('extract', '')}" for m in messages]


def vtt(path: Path) -> list[list[object]]:
    """Return what the WebVTT parser of the W3C's editor finds wrong in a file."""
    needs("node", npm=("webvtt-parser",))
    found: list[list[object]] = node("webvtt.mjs", path)
    return found


def ace(book: Path, folder: Path) -> str:
    """Return the verdict of Ace by DAISY on a book: "pass", or the rules that it breaks."""
    needs("node", "chromium", npm=("@daisy/ace",))
    folder.mkdir()
    browser = folder / "chromium.sh"  # keeps the output of Chromium, in which Ace looks for an address
    browser.write_text(f'#!/bin/sh\nexec {shutil.which("chromium")} --no-sandbox --disable-gpu "$@"\n')
    browser.chmod(0o755)
    command = [str(MODULES / ".bin" / "ace-puppeteer"), "-f", "-s", "-o", str(folder / "report"), str(book)]
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": str(browser)}
    file = folder / "report" / "report.json"
    for _ in range(2):  # on a busy machine, Ace gives up waiting for Chromium, and has then no verdict
        done = subprocess.run(command, capture_output=True, env=environment, check=False, timeout=_LONGEST_RUN_S)
        if file.exists():
            break
    assert file.exists(), (done.stdout + done.stderr).decode(errors="replace")[-3000:]
    report = json.loads(file.read_text(encoding="utf-8"))
    broken = {str(a["earl:test"]["dct:title"]) for of in report["assertions"] for a in of["assertions"]}
    return str(report["earl:result"]["earl:outcome"]) + ", ".join(sorted(broken))
