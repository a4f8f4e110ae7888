"""The files for clusters in docs/cluster work, as far as that can be seen without a cluster."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
import yaml
from archive.talks import entries, plan, write_talks

from tts_interview.cli import cli

if TYPE_CHECKING:
    from conftest import CommandLine

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = ROOT / "docs" / "cluster"
# Slurm's srun starts a program on each node; this one starts it here.
SRUN = '#!/bin/sh\nexec "$@"\n'


def checked_command(command: list[str]) -> str:
    """Return the name of the program in a command; check what a command line of this program says."""
    if command[0] == "tts-interview":
        found: Any = cli
        arguments = list(command[1:])
        while isinstance(found, click.Group):
            name, *arguments = arguments
            found = found.get_command(click.Context(found), name)
        found.make_parser(click.Context(found)).parse_args(arguments)
    return command[0]


@pytest.mark.slow
@pytest.mark.timeout(280)
@pytest.mark.skipif(not Path("/sys/class/net/lo").exists(), reason="the name of the loopback interface is Linux's")
def test_the_job_for_slurm_makes_a_library_over_tls_and_leaves_no_key(tts: CommandLine, tmp_path: Path) -> None:
    write_talks(tmp_path / "in", 3)
    plan(tts, "in")
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "srun").write_text(SRUN)
    (programs / "srun").chmod(0o755)
    path = os.pathsep.join([str(programs), str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(tmp_path)}
    environment |= {"SLURM_CPUS_PER_TASK": "1", "INTERFACE": "lo"}
    options = ["--engine", "tone", "--cache", str(tmp_path / "cache")]
    command = ["bash", str(FILES / "archive.sbatch"), "lib", *options]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Made: 3; failed: 0; left: 0" in done.stderr
    assert {entry.standing for entry in entries(tmp_path / "lib")} == {"made"}
    assert not list((tmp_path / "lib").glob(".cluster-*"))
    assert "tls://127.0.0.1" in done.stderr


def test_the_pods_run_what_the_program_knows_and_find_each_other() -> None:
    parts = list(yaml.safe_load_all((FILES / "kubernetes.yaml").read_text(encoding="utf-8")))
    by_kind = {(part["kind"], part["metadata"]["name"]): part["spec"] for part in parts}
    pods = {name: spec["template"] for (kind, name), spec in by_kind.items() if kind in {"Deployment", "Job"}}
    commands = {name: pod["spec"]["containers"][0]["command"] for name, pod in pods.items()}
    assert {name: checked_command(command) for name, command in commands.items()} == {
        "interviews-scheduler": "dask",
        "interviews-worker": "dask",
        "interviews-client": "tts-interview",
    }
    service = by_kind["Service", "interviews-scheduler"]
    assert service["selector"].items() <= pods["interviews-scheduler"]["metadata"]["labels"].items()
    address = f"tcp://interviews-scheduler:{service['ports'][0]['port']}"
    assert address in commands["interviews-worker"]
    assert address in commands["interviews-client"]
    allowed = by_kind["NetworkPolicy", "interviews"]["podSelector"]["matchLabels"].items()
    assert all(allowed <= pod["metadata"]["labels"].items() for pod in pods.values())
    with pytest.raises(click.NoSuchOption):
        checked_command(["tts-interview", "archive", "run", "library", "--clusters", address])
    claims = {name: pod["spec"].get("volumes", [{}])[0].get("persistentVolumeClaim") for name, pod in pods.items()}
    assert claims["interviews-worker"] == claims["interviews-client"] == {"claimName": "interviews"}
    assert ("PersistentVolumeClaim", "interviews") in by_kind


def test_the_image_installs_known_extras_and_speaks_an_interview_once(tts: CommandLine, tmp_path: Path) -> None:
    text = (FILES / "Dockerfile").read_text(encoding="utf-8")
    (extras,) = re.findall(r"/source\[([\w,]+)\]", text)
    known = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert all(re.search(rf"^{extra} = \[", known, re.M) for extra in extras.split(","))
    (printed,) = re.findall(r"RUN (printf .*?) > first.txt", text)
    (tmp_path / "first.txt").write_bytes(subprocess.run(["sh", "-c", printed], capture_output=True, check=True).stdout)  # noqa: S607
    done = tts("render", "first.txt", "-o", "first.mp3", "--engine", "tone")
    assert (done.code, (tmp_path / "first.mp3").exists()) == (0, True)
