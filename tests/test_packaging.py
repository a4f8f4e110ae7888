"""The wheel holds the package and exactly the files that git tracks under voices/."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy that also holds files that git ignores."""
    folder = tmp_path_factory.mktemp("wheel")
    stray = ROOT / "voices" / "__pycache__"
    existed = stray.exists()
    stray.mkdir(exist_ok=True)
    # Another process of the same run may build it at the same time.
    ignored = stray / f"stray-{os.getpid()}.pyc"
    ignored.write_bytes(b"ignored by git")
    try:
        command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
        subprocess.run(command, check=True, capture_output=True)
    finally:
        ignored.unlink()
        if not existed:
            with contextlib.suppress(OSError):
                stray.rmdir()
    return next(folder.glob("*.whl"))


def tracked(folder: str) -> set[str]:
    done = subprocess.run(["git", "ls-files", folder], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    if done.returncode or not done.stdout:
        pytest.skip("this is no git checkout")
    return set(done.stdout.split())


def test_the_wheel_holds_exactly_what_git_tracks_under_voices(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = {name.removeprefix("tts_interview/") for name in names if name.startswith("tts_interview/voices/")}
    assert shipped == tracked("voices")


def test_the_wheel_holds_every_module_and_nothing_else(wheel: Path) -> None:
    data = (".dist-info/", "/voices/", "tts_interview/docs/")
    names = {name for name in zipfile.ZipFile(wheel).namelist() if not any(part in name for part in data)}
    assert names == tracked("tts_interview")


def test_the_wheel_holds_the_pages_of_the_documentation(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = {name.removeprefix("tts_interview/") for name in names if name.startswith("tts_interview/docs/")}
    assert shipped == {name for name in tracked("docs") if name.endswith((".md", ".json")) or name.startswith("docs/cluster/")}


def test_the_wheel_holds_the_licences_and_the_entry_points(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    names = archive.namelist()
    for notice in ("LICENSE", "publishing/cover/fonts/OFL.txt", "language/lexicon/SCOWL.txt"):
        assert any(".dist-info/licenses/" in name and name.endswith(notice) for name in names), notice
    entry_points = archive.read(next(n for n in names if n.endswith("entry_points.txt"))).decode()
    assert "tts-interview = tts_interview.__main__:main" in entry_points
    assert "[tts_interview.engines]" in entry_points


def test_neither_torch_nor_agpl_packages_are_required() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = " ".join(project["dependencies"] + [r for extra in project["optional-dependencies"].values() for r in extra])
    assert not {"torch", "ebooklib", "pymupdf"} & {word.lower() for word in asked.replace(">", " ").replace("=", " ").split()}


def test_pyproject_is_the_only_configuration_file() -> None:
    others = ["setup.cfg", "setup.py", "tox.ini", "pytest.ini", "mypy.ini", "ruff.toml", ".ruff.toml", ".coveragerc"]
    assert not [name for name in others if (ROOT / name).exists()]
