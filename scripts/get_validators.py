"""Install the validators that `python -m pytest -m validators` runs: programs from npm and Debian, and packages from PyPI.

Run it with the Python of the environment that runs the tests. Programs from npm go to the ignored folder `.validators/`.
On Debian and its relatives, root gets a missing Chromium, Java or npm through apt-get. Elsewhere the script lists them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".validators"
# Program -> Debian package that contains it.
PROGRAMS = {"chromium": "chromium", "java": "default-jre-headless", "npm": "npm", "strace": "strace"}
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]


def main() -> None:
    missing = [package for program, package in PROGRAMS.items() if not shutil.which(program)]
    if missing:
        get_from_debian(missing)
    FOLDER.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / "tests" / "validators" / name, FOLDER)
    # Installation scripts would download browsers.
    run([shutil.which("npm") or "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(FOLDER)])
    run([sys.executable, "-m", "pip", "install", "--quiet", *EXTRAS["validators"]])
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
