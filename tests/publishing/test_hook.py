"""The manifest of an episode's files, and the command that receives it."""

from __future__ import annotations

import json
import shlex
import sys
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from shows import SHOW, TALK

import tts_interview
from tts_interview import HandingOverError, OutputError, Settings, read_show
from tts_interview.publishing.hook import command_of
from tts_interview.settings.parts import PublishingSettings, SpeechSettings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

pytestmark = pytest.mark.usefixtures("encoded_once")

PAGE = TALK.format(title="A talk", answer="It is so.")
PRINTS = "import json, sys; print('ran', json.load(open(sys.argv[-1], encoding='utf-8'))['title'], sys.argv[1])"


def render(tts: Callable[..., Run], folder: Path, *options: str) -> Run:
    (folder / "talk.md").write_text(PAGE)
    return tts("render", "talk.md", "--engine", "tone", "-o", "out dir/é.mp3", *options)


def rendered(folder: Path, *formats: str, force: bool = False, **changes: Any) -> tts_interview.Rendering:  # noqa: ANN401 - of any field
    (folder / "talk.md").write_text(PAGE)
    settings = Settings(
        speech=SpeechSettings(engine="tone", cache_folder=folder / "cache"),
        publishing=PublishingSettings(formats, force=force),
        **changes,
    )
    return tts_interview.render(folder / "talk.md", folder / "out dir" / "é.mp3", settings)


def listed(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "out dir" / "manifest.json").read_text(encoding="utf-8"))
    return found


def test_the_manifest_has_every_file_with_its_address_type_size_and_duration(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(f'{SHOW}file = "feed.xml"\n')
    Image.new("RGB", (1400, 1400)).save(tmp_path / "a.png")
    made = rendered(tmp_path, "opus", "epub", "feed", "manifest", show=read_show(tmp_path / "show.toml"))
    manifest = listed(tmp_path)
    files = {file["name"]: file for file in manifest["files"]}
    assert set(files) == {"é.mp3", "é.opus", "é.vtt", "é.transcript.json", "é.epub"}
    assert made.manifest == tmp_path / "out dir" / "manifest.json"
    for name, file in files.items():
        assert file["size"] == (tmp_path / "out dir" / name).stat().st_size
        assert file["url"] == f"https://example.org/out%20dir/{name.replace('é', '%C3%A9')}"
        assert ("duration" in file) == (name in {"é.mp3", "é.opus"})
    assert files["é.vtt"]["type"] == "text/vtt"
    assert (manifest["title"], manifest["number"], manifest["feed"]) == ("A talk", 1, "https://example.org/feed.xml")
    assert manifest["duration"] > 1
    assert manifest["guid"] in (tmp_path / "feed.xml").read_text()


def test_without_a_feed_there_are_no_addresses(tmp_path: Path) -> None:
    rendered(tmp_path, "manifest")
    assert all("url" not in file for file in listed(tmp_path)["files"])


def test_a_manifest_of_another_program_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "out dir").mkdir()
    (tmp_path / "out dir" / "manifest.json").write_text('{"name": "an app"}')
    with pytest.raises(OutputError, match=r"publishing\.force"):
        rendered(tmp_path, "manifest")
    assert not (tmp_path / "out dir" / "é.mp3").exists()
    assert rendered(tmp_path, "manifest", force=True).manifest


def test_the_command_runs_after_the_files_are_written_with_the_manifest_as_its_last_argument(
    tts: Callable[..., Run], tmp_path: Path
) -> None:
    done = render(tts, tmp_path, "--after", shlex.join([sys.executable, "-c", PRINTS, "; echo $HOME"]))
    assert done.code == 0, done.err
    assert "ran A talk ; echo $HOME" in done.err
    assert "ran A talk" not in done.out
    assert "manifest.json" in done.out


def test_a_command_that_fails_is_an_error_and_the_files_stay(tts: Callable[..., Run], tmp_path: Path) -> None:
    done = render(tts, tmp_path, "--after", f"{shlex.quote(sys.executable)} -c 'raise SystemExit(3)'")
    assert done.code == 1
    assert "ended with code 3; the files are written" in done.err
    assert (tmp_path / "out dir" / "é.mp3").exists()


@pytest.mark.parametrize(
    ("command", "why"),
    [("no-such-program -x", 'unknown program "no-such-program"'), ("a 'b", "quotation"), (" ", "unknown program")],
)
def test_an_invalid_command_is_an_error_before_any_synthesis(
    tts: Callable[..., Run], tmp_path: Path, command: str, why: str
) -> None:
    with pytest.raises(HandingOverError, match=why):
        command_of(command)
    done = render(tts, tmp_path, "--after", command)
    assert done.code == 1
    assert not (tmp_path / "out dir").exists()
