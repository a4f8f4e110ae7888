"""The list of an episode's files, and the command that is given it when all is written."""

from __future__ import annotations

import json
import shlex
import sys
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tts_interview import HandingOverError
from tts_interview.publishing.hook import command_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

TALK = "---\ntitle: A talk\ndate: 2026-03-04\n---\nAnn: Why is it so?\n\nBo: It is so.\n\nAnn: Really?\n\nBo: Yes.\n"
SHOW = """\
[show]
title = "T"
link = "https://example.org/"
description = "D"
category = "Arts"
artwork = "a.png"
[feed]
url = "https://example.org/feed.xml"
file = "feed.xml"
"""
PRINTS = "import json, sys; print('told', json.load(open(sys.argv[-1], encoding='utf-8'))['title'], sys.argv[1])"


def render(tts: Callable[..., Run], folder: Path, *options: str) -> Run:
    (folder / "talk.md").write_text(TALK)
    return tts("render", "talk.md", "--engine", "tone", "-o", "out dir/é.mp3", *options)


def listed(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "out dir" / "manifest.json").read_text(encoding="utf-8"))
    return found


def test_the_manifest_has_every_file_with_its_address_type_size_and_duration(tts: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(SHOW)
    Image.new("RGB", (1400, 1400)).save(tmp_path / "a.png")
    names = ("opus", "epub", "feed", "manifest")
    done = render(tts, tmp_path, "--show", "show.toml", *(option for name in names for option in ("--format", name)))
    assert done.code == 0, done.err
    told = listed(tmp_path)
    files = {file["name"]: file for file in told["files"]}
    assert set(files) == {"é.mp3", "é.opus", "é.vtt", "é.transcript.json", "é.epub"}
    assert done.out.splitlines()[-1].endswith("manifest.json")
    for name, file in files.items():
        assert file["size"] == (tmp_path / "out dir" / name).stat().st_size
        assert file["url"] == f"https://example.org/out%20dir/{name.replace('é', '%C3%A9')}"
        assert ("duration" in file) == (name in {"é.mp3", "é.opus"})
    assert files["é.vtt"]["type"] == "text/vtt"
    assert (told["title"], told["number"], told["feed"]) == ("A talk", 1, "https://example.org/feed.xml")
    assert told["duration"] > 1
    assert told["guid"] in (tmp_path / "feed.xml").read_text()


def test_without_a_feed_there_are_no_addresses(tts: Callable[..., Run], tmp_path: Path) -> None:
    assert render(tts, tmp_path, "--format", "manifest").code == 0
    assert all("url" not in file for file in listed(tmp_path)["files"])


def test_a_manifest_of_somebody_else_is_not_replaced(tts: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "out dir").mkdir()
    (tmp_path / "out dir" / "manifest.json").write_text('{"name": "an app"}')
    done = render(tts, tmp_path, "--format", "manifest")
    assert done.code == 1
    assert "--force" in done.err
    assert not (tmp_path / "out dir" / "é.mp3").exists()
    assert render(tts, tmp_path, "--format", "manifest", "--force").code == 0


def test_the_command_runs_when_all_is_written_with_the_manifest_after_its_own_arguments(
    tts: Callable[..., Run], tmp_path: Path
) -> None:
    done = render(tts, tmp_path, "--after", shlex.join([sys.executable, "-c", PRINTS, "; echo $HOME"]))
    assert done.code == 0, done.err
    assert "told A talk ; echo $HOME" in done.err
    assert "told" not in done.out
    assert "manifest.json" in done.out


def test_a_command_that_fails_is_an_error_and_the_files_stay(tts: Callable[..., Run], tmp_path: Path) -> None:
    done = render(tts, tmp_path, "--after", f"{shlex.quote(sys.executable)} -c 'raise SystemExit(3)'")
    assert done.code == 1
    assert "ended with code 3; the files are written" in done.err
    assert (tmp_path / "out dir" / "é.mp3").exists()


@pytest.mark.parametrize(
    ("command", "why"), [("no-such-program -x", 'no program "no-such-program"'), ("a 'b", "quotation"), (" ", "no program")]
)
def test_a_command_that_cannot_be_is_known_before_anything_is_spoken(
    tts: Callable[..., Run], tmp_path: Path, command: str, why: str
) -> None:
    with pytest.raises(HandingOverError, match=why):
        command_of(command)
    done = render(tts, tmp_path, "--after", command)
    assert done.code == 1
    assert not (tmp_path / "out dir").exists()
