"""How many faults, put into the modules that decide something, their tests find.

Usage: python benchmarks/mutants.py [--sample 40] [--seed 1] [MODULE ...]

Needs the command `cosmic-ray` (`pipx install cosmic-ray`). It works in a copy of the project. A mutant is one change of an
operator, number, condition, loop or decorator; the seed chooses one for each place, and a sample of the places. A mutant
survives if all tests of its row pass, and its change is printed: a better test kills it, unless the change has no effect.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# Modules -> the tests that are to find their faults.
TESTS = {
    "parsing/scoring.py": "tests/parsing",
    "parsing/people": "tests/parsing",
    "publishing/cues": "tests/publishing/test_cues.py",
    "sound/mastering/levels.py": "tests/sound",
    "speech/cache.py": "tests/speech/test_cache.py",
    "publishing/feed": "tests/publishing/test_feed.py",
    "publishing/records.py": "tests/publishing/test_records.py",
    "script/operations.py": "tests/script",
}
CONFIG = """\
[cosmic-ray]
module-path = "tts_interview/{module}"
timeout = {timeout_s}
excluded-modules = []
test-command = "{python} -m pytest -q -x -n 0 -p no:cacheprovider -o addopts=--import-mode=importlib -m '{marks}' {tests}"
[cosmic-ray.distributor]
name = "local"
"""
MARKS = "not slow and not exhaustive and not validators"
TIMEOUT_S = 300
# Lines whose changes have no effect that a test should notice.
_SPARED = re.compile(r"\s*@|if TYPE_CHECKING|.*\bstrict=")


def main() -> None:
    """Print a table row for each module, and the mutants that survive."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=f"choose from {', '.join(TESTS)}")
    parser.add_argument("--sample", type=int, default=40, help="mutants of each module [default: 40]")
    parser.add_argument("--seed", type=int, default=1, help="seed of the sample [default: 1]")
    asked = parser.parse_args()
    print("| module | mutants | killed |\n| --- | --- | --- |")
    for module in asked.modules or TESTS:
        results = tried(module, random.Random(asked.seed), asked.sample)  # noqa: S311 - a sample, no secret
        survivors = [result["diff"] for result in results if result["test_outcome"] == "survived"]
        print(f"| `{module}` | {len(results)} | {len(results) - len(survivors)} |", flush=True)
        print(*survivors, sep="\n", file=sys.stderr, flush=True)


def tried(module: str, chance: random.Random, most: int) -> list[dict[str, Any]]:
    """Return the results of a sample of mutants of a module."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".*_cache", ".venv*", ".validators", "__pycache__"))
        text = CONFIG.format(module=module, timeout_s=TIMEOUT_S, python=sys.executable, marks=MARKS, tests=TESTS[module])
        (copy / "mutants.toml").write_text(text, encoding="utf-8")
        cosmic_ray(copy, "init", "mutants.toml", "mutants.sqlite")
        draw(copy / "mutants.sqlite", chance, most)
        cosmic_ray(copy, "baseline", "mutants.toml")
        cosmic_ray(copy, "exec", "mutants.toml", "mutants.sqlite")
        return [json.loads(line)[1] for line in cosmic_ray(copy, "dump", "mutants.sqlite").splitlines()]


def cosmic_ray(folder: Path, *arguments: str) -> str:
    """Run a command of cosmic-ray with the package of this folder; return its output."""
    environment = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(folder), "PYTHONPATH": str(folder)}
    command = [shutil.which("cosmic-ray") or sys.exit("install cosmic-ray first: pipx install cosmic-ray"), *arguments]
    return subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def line(path: Path, number: int) -> str:
    """Return a line of a file."""
    return path.read_text(encoding="utf-8").splitlines()[number - 1]


def draw(session: Path, chance: random.Random, most: int) -> None:
    """Keep one mutant of each place and kind, and of these a sample; annotations, imports and decorators are left alone."""
    with closing(sqlite3.connect(session)) as database, database:
        query = """SELECT module_path, start_pos_row, start_pos_col, operator_name, occurrence, job_id FROM mutation_specs
            WHERE operator_name NOT LIKE '%BinaryOperator_BitOr%' ORDER BY 1, 2, 3, 4, 5"""
        rows = [row for row in database.execute(query) if not _SPARED.match(line(session.parent / row[0], row[1]))]
        chance.shuffle(rows)
        places = {(*row[:3], row[3].split("_")[0]): row[-1] for row in rows}
        kept = sorted(places.values(), key=list(dict.fromkeys(row[-1] for row in rows)).index)[:most]
        for table in ("mutation_specs", "work_items"):
            database.execute(f"DELETE FROM {table} WHERE job_id NOT IN ({','.join('?' * len(kept))})", kept)  # noqa: S608 - a name


if __name__ == "__main__":
    main()
