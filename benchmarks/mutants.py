"""How many faults, put into the modules that decide something, their tests find.

Usage: python benchmarks/mutants.py [--sample 40] [--seed 1] [MODULE ...]

Needs the command `cosmic-ray` (`pipx install cosmic-ray`). It works in a copy of the project. A mutant is one change of an
operator, number, condition or loop; the seed chooses one for each place, and a sample of the places. A mutant survives if all
tests of its row pass, and its change is printed: a better test kills it, or the code is not needed. `_SPARED` lists what has no
effect that a test should notice; a new entry changes the sample.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_ON_PARSING = "scoring", "people", "naming_people", "who_asks_without_a_label", "conventions", "parsing", "wishes"
_PARSING = " ".join(f"tests/parsing/test_{subject}.py" for subject in _ON_PARSING)
# Modules -> the tests that are to find their faults.
TESTS = {
    "parsing/scoring.py": _PARSING,
    "parsing/people": _PARSING,
    "publishing/cues": "tests/publishing/test_cues.py",
    "sound/mastering/levels.py": "tests/sound/test_levels.py",
    "speech/cache.py": "tests/speech/test_cache.py",
    "publishing/feed": "tests/publishing/test_feed.py tests/publishing/test_records.py",
    "publishing/records.py": "tests/publishing/test_records.py",
    "script/operations.py": "tests/script/test_operations.py tests/script/test_evidence.py",
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
TIMEOUT_S = 600
# A loop that no longer ends must not take the memory of the machine.
_MOST_BYTES = 6 << 30
# Changes without an effect that a test should notice: how the line begins, the kind of change if not any, and the reason.
_SPARED = (
    (r"\s*@", "", "a decorator, mostly of a dataclass"),
    (r"if TYPE_CHECKING", "", "imports for annotations"),
    (r".*\bstrict=", "", "the sequences are equally long"),
    (r"_AT_ONCE = |_BLOCK_BYTES = ", "", "speed alone depends on it"),
    (r"\s*times = .* else 0", "Number", "a source without sound has nothing to repeat"),
    (r"\s*if frames and len\(pcm\) == ", "Eq_GtE", "no more frames are read than asked for"),
    (r".*, initial=0\)", "Number", "only the differences of these sums are used"),
    (r".*reversed\(range\(last - 1\)\)", "Number", "the last word alone is tried twice"),
    (r".*best: list.* = \[\(0.0, 0\)\]", "Number", "the same for all cuts, or never read"),
)


def main() -> None:
    """Print a table row for each module, and the mutants that survive."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=f"choose from {', '.join(TESTS)}")
    parser.add_argument("--sample", type=int, default=40, help="mutants of each module [default: 40]")
    parser.add_argument("--seed", type=int, default=1, help="seed of the sample [default: 1]")
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
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


def spared(code: str, operator: str) -> bool:
    """Return whether a change of this kind in a line of code has no effect."""
    return any(re.match(begins, code) and kind in operator for begins, kind, _ in _SPARED)


def draw(session: Path, chance: random.Random, most: int) -> None:
    """Keep one mutant of each place and kind, and of these a sample; annotations, imports and decorators are left alone."""
    with closing(sqlite3.connect(session)) as database, database:
        query = """SELECT module_path, start_pos_row, start_pos_col, operator_name, occurrence, job_id FROM mutation_specs
            WHERE operator_name NOT LIKE '%BinaryOperator_BitOr%' ORDER BY 1, 2, 3, 4, 5"""
        rows = [row for row in database.execute(query) if not spared(line(session.parent / row[0], row[1]), row[3])]
        chance.shuffle(rows)
        places = {(*row[:3], row[3].split("_")[0]): row[-1] for row in rows}
        kept = sorted(places.values(), key=list(dict.fromkeys(row[-1] for row in rows)).index)[:most]
        for table in ("mutation_specs", "work_items"):
            database.execute(f"DELETE FROM {table} WHERE job_id NOT IN ({','.join('?' * len(kept))})", kept)  # noqa: S608 - a name


if __name__ == "__main__":
    main()
