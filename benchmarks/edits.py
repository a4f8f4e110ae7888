#!/usr/bin/env python3
"""One changed turn in a one-hour interview, rendered again; and one hour with the system's voices.

Usage: python benchmarks/edits.py [--minutes 60] [--distinct 240]

For the edit, the hour is made of some minutes of different sentences (`--distinct`, in seconds), so that the first
rendering does not take the time of speaking an hour: what is measured is the second one. What the changed turn takes to
speak (loading the model included) is measured by itself, with `--only`, and taken off.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from material import PROGRAM, interview, machine, run, verdict

MOST_S = {("edit", "wav"): 12.0, ("edit", "mp3"): 40.0, ("system", "wav"): 20.0, ("system", "mp3"): 50.0}
NEW = "Jonas Feld: Nobody had ever asked me that before, and I had to think about it for a while. {number}\n\n"


def render_s(page: Path, output: str, engine: str, *more: str) -> float:
    """Seconds of one rendering."""
    command = (PROGRAM, "render", page, "-o", output, "--engine", engine, "-q", "--force", "--cache", "cache", *more)
    return run(*command, cwd=page.parent).seconds


def changed(text: str, number: str) -> tuple[str, int]:
    """The text with another turn in the middle of it, and the number of that turn."""
    turns = text.split("\n\n")
    middle = len(turns) // 4 * 2
    turns[middle] = NEW.format(number=number).strip()
    return "\n\n".join(turns), middle


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--distinct", type=int, default=240, metavar="SECONDS")
    arguments = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        page = folder / "hour.txt"
        text = interview(arguments.minutes, sentences_s=arguments.distinct)
        page.write_text(text, encoding="utf-8")
        for suffix in ("wav", "mp3"):
            took_s = render_s(page, f"system.{suffix}", "system", "--cache", f"cache-{suffix}")
            print(verdict(f"an hour with the system's voices, {suffix}", took_s, MOST_S["system", suffix], "s"))
        render_s(page, "edit.wav", "kokoro")
        for number, suffix in (("Truly.", "wav"), ("Really.", "mp3")):
            edited, turn = changed(text, number)
            page.write_text(edited, encoding="utf-8")
            again_s = render_s(page, f"edit.{suffix}", "kokoro")
            # The same words in another sentence: what speaking one turn takes, model and all.
            page.write_text(edited.replace(number, f"{number[:-1]} indeed."), encoding="utf-8")
            turn_s = render_s(page, "turn.wav", "kokoro", "--only", str(turn))
            print(
                verdict(
                    f"one turn changed in an hour, {suffix}, and speaking it", again_s, MOST_S["edit", suffix] + turn_s, "s"
                )
            )
            print(f"{'  of which speaking that turn alone':52} {turn_s:9.2f} s")


if __name__ == "__main__":
    main()
