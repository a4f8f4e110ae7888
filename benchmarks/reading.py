#!/usr/bin/env python3
"""How well interviews are read, and how surely, beside forty lines that use trafilatura's text of a page.

Usage: python benchmarks/reading.py [../shared] [-v] [--only SET ...] [--no-memory]

The folder holds texts whose truth is known, and the scorers: `pages/` (whole web pages of interviews, pages that only look like
one, and pages taken by chance), `interviews/` (with hand-checked turns) and `corpora/` (transcripts of archives). Both readers
answer the same scorers in this process. `-v` names the texts that pull a figure down. The last table shows memory.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import reading_baseline
import scored

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
MOST_NAMED = 12
# Figures that are counts, or that have a unit of their own; all others are shares of 1.
COUNTS = frozenset(
    """
    ready, read, titles, dates, made a dialogue, without a doubt, refused, bad or refused, bad and silent
    """.strip().split(", ")
) | {"good, told", "frozen turns not found"}


def baseline(path: Path) -> scored.Answer:
    """Read a text with the baseline."""
    return scored.Answer(reading_baseline.read(path))


def shown(name: str, figure: scored.Figure | None) -> str:
    """Return a figure as the table has it; a dash for one that a reader cannot have."""
    if figure is None or not figure.of or math.isnan(figure.value):
        return "-"
    return f"{figure.value:.0f} of {figure.of}" if name in COUNTS else f"{figure.value:.3f}"


def print_figures(kind: str, here: Mapping[str, scored.Figure], there: Mapping[str, scored.Figure], *, verbose: bool) -> None:
    """Print the figures of a set side by side."""
    print(f"\n{kind:28}{'here':>14}{'baseline':>14}")
    for name, figure in here.items():
        print(f"  {name:26}{shown(name, figure):>14}{shown(name, there.get(name)):>14}")
        for text in figure.texts[:MOST_NAMED] if verbose else ():
            print(f"      {text[:140]}")


def print_archives(rows: Sequence[scored.Row]) -> None:
    """Print for each archive how many interviews are read badly, and of how many that is told."""
    interviews, others = scored.interviews_and_others(rows)
    print(f"\n  {'archive':22}{'texts':>7}{'bad':>6}{'refused':>9}{'told, bad':>11}{'told, good':>12}{'role':>8}")
    for archive in sorted({row.scores["archive"] for row in interviews}):
        own = [row for row in interviews if row.scores["archive"] == archive]
        refused = sum(bool(row.scores["error"]) for row in own)
        told = Counter(row.scores["bad"] for row in own if row.scores["told"] and not row.scores["error"])
        bad = sum(row.scores["bad"] for row in own)
        roles = [row.scores["role"] for row in own if row.scores["role"] is not None]
        role = f"{sum(roles) / len(roles):.3f}" if roles else "-"
        print(f"  {archive:22}{len(own):7}{bad:6}{refused:9}{told[True]:11}{told[False]:12}{role:>8}")
    print(f"\n  {'none':22}{'texts':>7}{'made a dialogue':>17}")
    for archive, kind in sorted({(row.scores["archive"], row.scores["kind"]) for row in others}):
        own = [row for row in others if (row.scores["archive"], row.scores["kind"]) == (archive, kind)]
        print(f"  {f'{archive}, {kind}':30}{len(own):7}{sum(row.scores['bad'] for row in own):17}")


def print_tenths(title: str, pairs: Sequence[tuple[float, bool]]) -> None:
    """Print for each tenth how sure the parser is, and how often it is right."""
    print(f"\n  {title:22}{'said':>8}{'right':>8}{'count':>8}")
    for said, right, count in scored.tenths(pairs):
        print(f"  {'':22}{said:8.3f}{right:8.3f}{count:8}")


def print_memory(shared: Path) -> None:
    """Print the peak of memory of a process that parses a short text, and of one that parses the largest page."""
    print("\npeak of memory of a process")
    largest = max((shared / "pages").rglob("*.html"), key=lambda path: path.stat().st_size)
    for path in (ROOT / "examples" / "ferry-town.txt", largest):
        size = f"{path.stat().st_size / 1e3:.0f} kB {path.suffix[1:]}"
        print(f"  parse {size:32}{peak_bytes(path) / 1e6:8.0f} MB")


def peak_bytes(path: Path) -> int:
    """Return the most memory that `parse` of a text holds, on Linux, whose count begins with that of the parent process."""
    parse = [sys.executable, "-m", "tts_interview", "parse", "--narrate", str(path)]
    small = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", small, *parse], env=environment, capture_output=True, text=True, check=True)
    return int(done.stdout) * 1024


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=ROOT.parent / "shared")
    parser.add_argument("-v", "--verbose", action="store_true", help="name the texts that pull a figure down")
    parser.add_argument("--only", nargs="+", choices=list(scored.SETS), default=list(scored.SETS), help="only these sets")
    parser.add_argument("--no-memory", action="store_true", help="leave out memory")
    given = parser.parse_args()
    scorers = scored.Scorers(given.shared)
    turns: list[tuple[float, bool]] = []
    for kind in given.only:
        rows = scored.score(kind, scorers)
        there = scored.figures(kind, scored.score(kind, scorers, baseline))
        print_figures(kind, scored.figures(kind, rows), there, verbose=given.verbose)
        if kind == "corpora":
            print_archives(rows)
            print_tenths("turns", [turn for row in rows for turn in row.turns])
            print_tenths("transcripts", scored.transcripts(rows))
        turns += [turn for row in rows for turn in row.turns]
    print_tenths("turns of all sets", turns)
    print(f"  {'area under ROC':22}{scored.area_under_roc(turns):8.3f}")
    if not given.no_memory:
        print_memory(given.shared)


if __name__ == "__main__":
    main()
