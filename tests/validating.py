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
