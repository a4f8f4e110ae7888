"""Find the data files that are shipped with the program."""

from __future__ import annotations

from pathlib import Path


def voices_folder() -> Path:
    """Return the folder `voices`: inside the package when it is installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "voices"
    return installed if installed.is_dir() else package.parent / "voices"
