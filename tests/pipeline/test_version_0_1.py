"""Files of version 0.1 keep their meaning: show files, scripts, lexicons, feeds and finished episodes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

if TYPE_CHECKING:
    from conftest import CommandLine

HERE = Path(__file__).parent / "version_0_1"
EXPECTED: dict[str, Any] = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PAGE = "show/eels.html"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    shutil.copytree(HERE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def items(feed: Path) -> list[dict[str, str | None]]:
    """Return the fields of each episode that podcast apps remember."""
    return [
        {
            "guid": item.findtext("guid"),
            "title": item.findtext("title"),
            "number": item.findtext(f"{ITUNES}episode"),
            "date": item.findtext("pubDate"),
            "sound": str(item.xpath("string(enclosure/@url)")),
            "keywords": item.findtext(f"{ITUNES}keywords"),
        }
        for item in etree.fromstring(feed.read_bytes()).iter("item")
    ]


@pytest.mark.parametrize("name", EXPECTED["parsed"])
@pytest.mark.usefixtures("files")
def test_scripts_and_show_files_are_read_as_before(name: str, tts: CommandLine) -> None:
    arguments = (PAGE, "--show", name) if name.endswith(".toml") else (name,)
    found = json.loads(tts("parse", *arguments, "--format", "json").out)
    for turn in found["turns"]:
        del turn["paragraphs"]  # version 0.1 printed neither these nor voices, nor how sure it was
    for speaker in found["speakers"]:
        del speaker["voice"]
    for sure in (*found["turns"], *found["speakers"]):
        del sure["confidence"], sure["why"]
    assert {key: found[key] for key in EXPECTED["parsed"][name]} == EXPECTED["parsed"][name]


def test_a_script_survives_a_round_trip(files: Path, tts: CommandLine) -> None:
    script = tts("parse", "script/every-direction.md", "--format", "script").out
    (files / "again.md").write_text(script, encoding="utf-8")
    assert tts("parse", "again.md", "--format", "script").out == script
    turns = json.loads(tts("parse", "again.md", "--format", "json").out)["turns"]
    assert [turn["text"] for turn in turns] == [
        turn["text"] for turn in EXPECTED["parsed"]["script/every-direction.md"]["turns"]
    ]


@pytest.mark.parametrize("name", EXPECTED["lexicon"])
@pytest.mark.usefixtures("files")
def test_lexicons_are_read_as_before(name: str, tts: CommandLine) -> None:
    run = tts("words", "lexicon/words-in-use.txt", "--engine", "tone", "--lexicon", name, "--toml")
    assert [line for line in run.out.splitlines() if not line.startswith("#")] == EXPECTED["lexicon"][name]


def test_a_feed_keeps_its_episodes_when_one_is_made_again(files: Path, tts: CommandLine) -> None:
    feed = files / "show" / "output" / "feed.xml"
    assert items(feed) == EXPECTED["feed"]
    run = tts("render", PAGE, "--show", "show/show.toml", "-o", "show/output/eels/eels.opus", "--format", "feed", "--force")
    assert run.code == 0, run.err
    assert items(feed) == EXPECTED["feed"]


def test_a_finished_episode_still_belongs_to_its_source(files: Path, tts: CommandLine) -> None:
    output = "show/output/eels/eels.opus"
    (files / output).write_bytes(b"an episode of version 0.1")
    other = tts("render", "show/weirs.html", "--show", "show/show.toml", "-o", output)
    assert (other.code, "--force" in other.err) == (1, True)
    assert (files / output).read_bytes() == b"an episode of version 0.1"
    same = tts("render", PAGE, "--show", "show/show.toml", "-o", output)
    assert same.code == 0, same.err
    assert len((files / output).read_bytes()) > 1000
