"""Files that users name are opened after a look, so that none keeps the program waiting."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tts_interview.files.opening import opened

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine

TALK = "Ann: Why?\n\nBen: Because of it.\n"
posix = pytest.mark.skipif(os.name == "nt", reason="pipes and devices have no names in folders there")


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "pipe.png")
    return tmp_path / "pipe.png"


@posix
@pytest.mark.timeout(60)
@pytest.mark.parametrize("role", ["source", "--show", "--lexicon", "--cover", "--script"])
def test_a_pipe_that_nobody_writes_is_refused_in_one_line(role: str, pipe: Path, tts: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK)
    given = [pipe] if role == "source" else ["talk.txt", role, pipe]
    run = tts("render", *given, "--publish", "--engine", "tone", "-o", "out/")
    (error,) = [line for line in run.err.splitlines() if line.startswith("Error: ")]
    assert run.code == 1
    assert f"{pipe} cannot be read: it is not a regular file" in error


@posix
def test_a_pipe_is_no_lexicon_to_add_words_to(pipe: Path, tts: CommandLine) -> None:
    assert "it is not a regular file" in tts("words", "fix", "Rutte=RUT-uh", "--lexicon", pipe).err


@posix
@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "."])
def test_a_device_and_a_folder_are_refused(path: str, tts: CommandLine) -> None:
    run = tts("parse", path)
    assert (run.code, run.err.count("\n")) == (1, 1)
    assert "give the file" in run.err


@posix
def test_a_file_that_becomes_a_pipe_after_the_look_does_not_wait(pipe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stat.S_ISREG", lambda _mode: True)
    with opened(pipe) as file:
        assert not file.read()


def test_a_regular_file_is_read_whole_also_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_bytes(TALK.encode())
    link = tmp_path / "link.txt"
    try:
        link.symlink_to("talk.txt")
    except OSError:
        pytest.skip("this system makes no links")
    with opened(link) as file:
        assert file.read() == TALK.encode()
