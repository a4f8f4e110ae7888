#!/usr/bin/env python3
"""Plan an archive of transcripts whose hosts and guests are known, and count the people whose role is right.

Usage: python benchmarks/hosts.py CORPORA [--folder changelog] [--wrong]
CORPORA has `index.tsv`, with the path of each file in its own archive, and `turns.tsv`, with a role where it is known. What an
archive keeps in a folder of its own is a collection.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tts_interview.archive.library import Library  # noqa: E402
from tts_interview.archive.people import key_of, roles_of  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAN = [sys.executable, "-m", "tts_interview", "archive", "plan", "--engine", "tone", "--quiet"]


def table(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table with tabs."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


def planned(corpora: Path, folder: str, work: Path) -> Library:
    """Plan the files of a folder, each in the collection that its archive keeps it in."""
    rows = [row for row in table(corpora / "index.tsv") if row["file"].startswith(f"{folder}/")]
    with (work / "list.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["path", "collection"])
        writer.writerows([corpora / row["file"], Path(row["path"]).parent.as_posix()] for row in rows)
    command = [*_PLAN, "--from", str(work / "list.csv"), "--columns", "path=path", "-o", str(work / "library")]
    subprocess.run(command, check=True, cwd=work, stdout=subprocess.DEVNULL)
    return Library(work / "library")


def counted(corpora: Path, folder: str, library: Library) -> Iterator[tuple[str, str, str, str]]:
    """Yield each person whose role is known: file, name, true role, and the role that they got, or "" if they are not there."""
    entries = {f"{folder}/{Path(entry.path).name}": entry for entry in library.entries()}
    known = dict.fromkeys((r["file"], r["speaker"], r["role"]) for r in table(corpora / "turns.tsv"))
    for file, name, role in known:
        if file in entries and role in {"interviewer", "guest"}:
            roles = {key_of(one): str(found) for one, found in roles_of(entries[file]).items()}
            yield file, name, role, roles.get(key_of(name.partition(",")[0]), "")  # without degrees


def main() -> None:
    """Print a row for each role, and with --wrong, who got another one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--folder", default="changelog")
    parser.add_argument("--wrong", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        library = planned(asked.corpora.resolve(), asked.folder, Path(work))
        found = list(counted(asked.corpora, asked.folder, library))
        library.close()
    right = Counter(role for *_, role, got in found if role == got)
    for role, count in Counter(role for *_, role, _ in found).items():
        print(f"| {role} | {right[role]} of {count} ({right[role] / count:.1%}) |")
    for file, name, role, got in found if asked.wrong else ():
        if role != got:
            print(f"{file}: {name} is {got or 'not there'}, not {role}")


if __name__ == "__main__":
    main()
