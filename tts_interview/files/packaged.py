"""Find the data files that ship with the program."""

from __future__ import annotations

from pathlib import Path


def voices_folder() -> Path:
    """Return the folder `voices`: inside the installed package, or beside the package in a checkout."""
    return _shipped("voices")


def docs_folder() -> Path:
    """Return the folder `docs` with the documentation, inside the package or beside it like `voices`."""
    return _shipped("docs")


def _shipped(name: str) -> Path:
    package = Path(__file__).resolve().parent.parent
    installed = package / name
    return installed if installed.is_dir() else package.parent / name
