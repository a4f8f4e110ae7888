"""The queue of an archive in Chromium: decided with the keyboard alone, and looked at by axe."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx2
import pytest
from archive.talks import ESSAY, entries, plan, write_talks
from studio_browser import found, served
from validating import needs
from web.test_archive_desk import desk_of

from tts_interview.archive.rules import SourceRule, keep_rule
from tts_interview.web.archive import application
from tts_interview.web.studio.keys import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import CommandLine

pytestmark = pytest.mark.validators


@contextmanager
def desk(tts: CommandLine, folder: Path) -> Iterator[str]:
    """Serve the queue of a library with three talks and an essay, and yield its address."""
    needs("node", "chromium", npm=("axe-core", "playwright-core"))
    write_talks(folder / "in", 3)
    (folder / "in" / "essay.md").write_text(ESSAY)
    plan(tts, "in", "--sure", "1")
    with served(application(desk_of(folder / "lib"), "token"), "token") as address:
        yield address


def test_axe_finds_nothing_in_the_queue(tts: CommandLine, tmp_path: Path) -> None:
    with desk(tts, tmp_path) as address:
        assert found("axe", address, ["", "p/1/desk", "p/4/desk"]) == []
        found("desk", address, ["j", "j", "Shift+1"])
        (rule,) = set(re.findall(r"rule/\w+", httpx2.get(f"{address}p/1/desk").text))
        keep_rule(tmp_path / "lib", SourceRule("site", "talks.example", {"narrate": "yes"}))
        assert found("axe", address, ["p/1/desk", f"p/1/{rule}", "rules"]) == []
        found("desk", address, ["a"])
        assert found("axe", address, ["", "p/2/desk"]) == []


def test_every_key_of_the_queue_does_what_its_help_says(tts: CommandLine, tmp_path: Path) -> None:
    assert {key.pressed for key in keys_of("desk") if "(in an archive)" in key.help} == set("adgb")
    with desk(tts, tmp_path) as address:
        seen = found("desk", address, ["j", "j", "a", "j", "x", "d", "b", "g"])
    assert [focus for _, focus, _ in seen] == ["t1", "t2", "desk", "t1", "t2", "desk", "desk", "desk"]
    decided, taken_back = ["Accepted: tide 1."] * 2, "Taken back: tide 2 waits again."
    assert [told for *_, told in seen] == ["", "", *decided, "Turn 1 was left out.", "Declined: tide 2.", taken_back, ""]
    assert [place for place, *_ in seen] == [f"p/{number}/desk" for number in (1, 1, 2, 2, 2, 3, 2, 3)]
    assert [str(entry.standing) for entry in entries(tmp_path / "lib")[:3]] == ["accepted", *["waiting for review"] * 2]
