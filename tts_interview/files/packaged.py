"""Find and read the data files that ship with the program."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any


@cache
def shipped_table(module: str, name: str) -> dict[str, Any]:
    """Return a TOML file by its path from the folder of a module (its `__file__`). It is read once: nobody may change it."""
    import tomllib

    return tomllib.loads((Path(module).parent / name).read_text(encoding="utf-8"))


def voices_folder() -> Path:
    """Return the folder `voices`: inside the installed package, or beside the package in a checkout."""
    return _shipped("voices")


@cache
def voice_data(name: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return a JSON file of the folder `voices`. It is read once: nobody may change it."""
    import json

    return json.loads((voices_folder() / name).read_text(encoding="utf-8"))


def docs_folder() -> Path:
    """Return the folder `docs` with the documentation, inside the package or beside it like `voices`."""
    return _shipped("docs")


def _shipped(name: str) -> Path:
    package = Path(__file__).resolve().parent.parent
    installed = package / name
    return installed if installed.is_dir() else package.parent / name
