"""Find the data files that are shipped with the program."""

from __future__ import annotations

from pathlib import Path


def voices_folder() -> Path:
    """Return the folder `voices`: inside the package when it is installed, beside it in a checkout."""
    return _shipped("voices")


def docs_folder() -> Path:
    """Return the folder `docs`, which holds the documentation: inside the package or beside it, as `voices` is."""
    return _shipped("docs")


def _shipped(name: str) -> Path:
    package = Path(__file__).resolve().parent.parent
    installed = package / name
    return installed if installed.is_dir() else package.parent / name
