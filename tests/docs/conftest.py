"""A folder for trying the documentation in: the examples, and a program that starts at once."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from documentation import ROOT
from preloaded import server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of commands that start at once."""
    if sys.platform != "linux":  # Windows has no Bash, and macOS no safe fork
        pytest.skip("the commands of the documentation are run on Linux")
    with server(tmp_path_factory.mktemp("preloaded")) as found:
        yield found


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A folder with the examples, and with their files beside each other, as the pages name them."""
    shutil.copytree(
        ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("__pycache__", "episodes", "output")
    )
    for folder in ("page", "script", "show", "lexicon"):
        for file in (tmp_path / "examples" / folder).iterdir():
            assert not (tmp_path / file.name).exists(), f"two examples are called {file.name}"
            shutil.copy(file, tmp_path)
    return tmp_path
