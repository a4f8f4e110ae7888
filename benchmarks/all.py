#!/usr/bin/env python3
"""Runs every benchmark one after another and prints their tables; `--quick` leaves out what takes more than some minutes.

Usage: python benchmarks/all.py [--quick]     (with benchmarks/requirements.txt installed)
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
QUICK = ("startup.py", "speed.py", "parsing.py", "episode.py", "page.py", "studio.py")
LONG = (
    "mastering.py",
    "encoding.py",
    "edits.py",
    "length.py",
    "memory.py",
    "quality.py",
    "episodes.py",
    "voices.py",
    "growth.py",
    "simulation.py",
)


def main() -> None:
    """Run them; exits with 1 if one fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    failed = []
    for name in QUICK if parser.parse_args().quick else (*QUICK, *LONG):
        print(f"\n== {name}", flush=True)
        start = time.perf_counter()
        if subprocess.run([sys.executable, HERE / name], check=False).returncode:
            failed.append(name)
        print(f"   ({time.perf_counter() - start:.0f} s)", flush=True)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
