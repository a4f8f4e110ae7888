"""Output that goes to odd places: it arrives whole, or the error is one line and nothing is left."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from shows import SHOW, TALK

from tts_interview.publishing import write_files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from conftest import CommandLine

    from tts_interview.publishing.publication import Publication

_SHOW = ("--show", "show.toml", "--format", "feed", "--format", "episodes")
_UNSHARE = ("unshare", "--map-root-user", "--mount")
_NO_PIPES = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
# Runs the program on a small disk of its own, which the check of the space that an episode needs takes for a large one.
_ON_A_DISK = """
set -e
mount -t tmpfs -o "$0" none output
[ ! -e before ] || cp -a before/. output/
code=0
"$@" || code=$?
find output -type f -exec sha256sum {} +
exit $code
"""
_WITH_ROOM = """
import shutil
shutil.disk_usage = lambda _: type("usage", (), {"free": 10**12})()
from tts_interview.cli import main
main()
"""


@pytest.fixture(autouse=True)
def talk(tmp_path: Path) -> Path:
    """Write an interview, and a show for it."""
    (tmp_path / "show.toml").write_text(SHOW)
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    path = tmp_path / "one.md"
    path.write_text(TALK.format(title="One", answer="It is so."))
    return path


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if "cache" not in path.parts}


@_NO_PIPES
@pytest.mark.parametrize(
    ("pipe", "arguments"),
    [
        ("e.mp3", ("-o", "e.mp3", "--force")),
        ("e/e.vtt", ("-o", "e/e.mp3")),
        ("e/e.script.md", ("-o", "e/e.mp3", "--format", "script")),
        ("e/manifest.json", ("-o", "e/e.mp3", "--format", "manifest")),
        ("e/.e.episode.json", ("-o", "e/e.mp3")),
        ("output/episodes.html", _SHOW),
        ("output/feed.xml", _SHOW),
        ("e", ("-o", "e/e.mp3")),
    ],
)
def test_a_pipe_among_the_files_is_named_in_one_line(
    pipe: str, arguments: tuple[str, ...], tts: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / pipe).parent.mkdir(exist_ok=True)
    os.mkfifo(tmp_path / pipe)
    before = _files(tmp_path)
    run = tts("render", "one.md", "--engine", "tone", "-q", *arguments)
    assert run.code == 1
    assert run.err.startswith("Error: ")
    assert run.err.count("\n") == 1
    assert pipe in run.err
    assert _files(tmp_path) == before


@pytest.mark.parametrize(
    ("output", "why"),
    [
        ("file/e.mp3", "Not a directory"),
        ("file/deep/", "Not a directory"),
        ("gone/", "gone is not a folder"),
        (f"{'n' * 240}.mp3", "File name too long"),
    ],
)
@_NO_PIPES
def test_a_place_where_no_file_can_be_is_named_in_one_line(output: str, why: str, tts: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "gone").symlink_to("nowhere")
    before = _files(tmp_path)
    run = tts("render", "one.md", "--engine", "tone", "-q", "-o", output)
    assert (run.code, run.err.count("\n")) == (1, 1)
    assert why in run.err
    assert _files(tmp_path) == before


@_NO_PIPES
@pytest.mark.parametrize("folder", ["à b/ü 漢", "/".join(["x" * 200] * 15), "link"])
def test_an_odd_folder_gets_the_files(folder: str, tts: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to("there")
    run = tts("render", "one.md", "--engine", "tone", "-q", "-o", f"{folder}/e x.mp3")
    assert (run.code, run.err) == (0, "")
    assert {path.name for path in (tmp_path / folder).iterdir()} == {
        "e x.mp3",
        "e x.vtt",
        "e x.transcript.json",
        ".e x.episode.json",
    }


def test_a_folder_that_is_removed_while_drafts_are_written_gets_no_part_of_an_episode(
    tts: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def removing(publication: Publication, formats: Iterable[str]) -> list[Path]:
        written = list(write_files(publication, formats))
        shutil.rmtree(tmp_path / "output")
        return written

    monkeypatch.setattr(sys.modules["tts_interview.pipeline.edition"], "write_files", removing)
    run = tts("render", "one.md", "--engine", "tone", "-q")
    assert (run.code, run.err.count("\n")) == (1, 1)
    assert "cannot be written: No such file or directory" in run.err
    assert not (tmp_path / "output").exists()


def _on_a_disk(folder: Path, options: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program with `output` on a disk of its own, with what is in `before`; its files follow what it prints."""
    (folder / "output").mkdir(exist_ok=True)
    program = [sys.executable, "-c", _WITH_ROOM, "render", "one.md", "--engine", "tone", "-q", *arguments]
    command = [*_UNSHARE, "sh", "-c", _ON_A_DISK, options, *program]
    environment = {**os.environ, "TTS_INTERVIEW_CACHE": str(folder / "cache"), "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def own_disks() -> None:
    """Skip a test where a process cannot mount a disk for itself."""
    try:
        subprocess.run([*_UNSHARE, "mount", "-t", "tmpfs", "-o", "size=4k", "none", "/mnt"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("processes cannot mount disks here")


@pytest.mark.usefixtures("own_disks")
@pytest.mark.parametrize(
    ("options", "why"), [("size=60k", "full"), ("size=180k", "full"), ("size=1m,ro", "Read-only file system")]
)
def test_a_disk_without_room_is_one_line_and_keeps_nothing(options: str, why: str, tmp_path: Path) -> None:
    run = _on_a_disk(tmp_path, options, "--format", "m4b", "--format", "page")
    assert (run.returncode, run.stderr.count("\n"), run.stdout) == (1, 1, "")
    assert why in run.stderr
    assert list((tmp_path / "cache" / "work").glob("*")) == []


@pytest.mark.usefixtures("own_disks")
def test_a_disk_other_than_that_of_the_cache_gets_the_files(tmp_path: Path) -> None:
    run = _on_a_disk(tmp_path, "size=2m")
    assert (run.returncode, run.stderr) == (0, "")
    assert len(run.stdout.splitlines()) == 3 + 4  # those printed, and with the record those found


@pytest.mark.usefixtures("own_disks")
def test_an_episode_that_cannot_be_corrected_for_want_of_room_stays_as_it_was(
    tts: CommandLine, talk: Path, tmp_path: Path
) -> None:
    assert tts("render", "one.md", "--engine", "tone", "-q").code == 0
    (tmp_path / "output").rename(tmp_path / "before")
    talk.write_text(TALK.format(title="One", answer="It was so."))
    before = [path.read_bytes() for path in (tmp_path / "before").rglob("*") if path.is_file()]
    run = _on_a_disk(tmp_path, f"size={sum(map(len, before)) // 1024 + 60}k")
    assert (run.returncode, run.stderr.count("\n")) == (1, 1)
    assert "full" in run.stderr
    assert {line.split()[0] for line in run.stdout.splitlines()} == {sha256(data).hexdigest() for data in before}
