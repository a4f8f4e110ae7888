"""The script that adds a message to every catalogue: all languages or none, and the same places as in English."""

from __future__ import annotations

import io
import runpy
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of three catalogues, with the script where it expects them."""
    catalogues = Path("tts_interview", "language", "messages")
    (tmp_path / catalogues).mkdir(parents=True)
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "add_message.py", tmp_path / "scripts")
    for tag in ("ar", "de", "en"):
        shutil.copy(ROOT / catalogues / f"{tag}.toml", tmp_path / catalogues)
    return tmp_path / catalogues


def add(folder: Path, translations: str, *arguments: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["add_message.py", *arguments])
        patch.setattr(sys, "stdin", io.StringIO(translations))
        runpy.run_path(str(folder.parents[2] / "scripts" / "add_message.py"), run_name="__main__")


def test_a_message_is_added_to_every_catalogue_after_another(folder: Path) -> None:
    add(folder, "en\tVolume {n}\nde\tLautstärke {n}\nar\tالصوت {n}\n", "new-key", "--after", "speed")
    for tag, text in (("en", "Volume {n}"), ("de", "Lautstärke {n}"), ("ar", "الصوت {n}")):
        lines = (folder / f"{tag}.toml").read_text(encoding="utf-8").splitlines()
        place = next(number for number, line in enumerate(lines) if line.startswith("speed = "))
        assert lines[place + 1] == f'new-key = "{text}"'


def test_a_message_that_is_there_gets_a_new_text(folder: Path) -> None:
    before = (folder / "de.toml").read_text(encoding="utf-8")
    add(folder, "de\tAnhalten\n", "pause")
    assert (folder / "de.toml").read_text(encoding="utf-8") == before.replace('pause = "Pause"', 'pause = "Anhalten"') != before


@pytest.mark.parametrize(
    ("translations", "problem"),
    [
        ("en\tVolume\nde\tLautstärke\n", "missing, or languages unknown: ar"),
        ("en\tVolume\nde\tLautstärke\nar\tالصوت\nxx\tV\n", "missing, or languages unknown: xx"),
        ("en\tVolume {n}\nde\tLautstärke\nar\tالصوت {n}\n", "other places than in English: de"),
    ],
)
def test_nothing_is_written_if_a_language_or_a_place_is_missing(folder: Path, translations: str, problem: str) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(SystemExit, match=problem):
        add(folder, translations, "volume", "--after", "speed")
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
