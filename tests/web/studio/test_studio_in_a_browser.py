"""The studio in Chromium and, in the long run, in Firefox: with the mouse, with the keyboard alone, and without JavaScript."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from studio_browser import TALK, check_killed, found, script, studio
from validating import needs

from tts_interview.script.file import read_script
from tts_interview.web.studio.keys import keys_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.validators
# A control of an accessible tree: its kind, and its name in quotes.
CONTROL = re.compile(r"- '?(button|link|textbox|combobox|radio|checkbox|spinbutton)( \".+?\")?(?=[:\s']|\Z)")


@pytest.fixture(autouse=True, params=["chromium", pytest.param("firefox-esr", marks=pytest.mark.exhaustive)])
def browser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a test in each browser."""
    name: str = request.param
    needs(name)
    if name != "chromium":
        monkeypatch.setenv("FIREFOX", shutil.which(name) or "")
    return name


@pytest.fixture
def chromium(browser: str) -> None:
    """Skip a test in Firefox: there, Playwright cannot kill the browser, nor see that a page without scripts has loaded."""
    if browser != "chromium":
        pytest.skip("Playwright can do this in Chromium only")


def test_axe_finds_nothing_in_any_screen(tmp_path: Path) -> None:
    project = "p/bees-at-home/"
    screens = ["", project, f"{project}script", f"{project}script?turn=3#r3", f"{project}cast", f"{project}words", "nowhere"]
    screens += [f"{project}doubts", f"{project}pace", f"{project}publish", f"{project}review", f"{project}source"]
    with studio(tmp_path) as address:
        assert found("axe", address, screens) == []


def test_a_session_with_the_mouse_and_one_with_the_keyboard_give_the_same_script(tmp_path: Path) -> None:
    made = {}
    for way in ("mouse", "keyboard"):
        with studio(tmp_path / way) as address:
            seen = found("session", address, way)
        assert seen["errors"] == []
        assert seen["elsewhere"] == []
        assert seen["asked"] == [], "an answer says what changed: nothing is asked again"
        assert len(seen["lines"]) == 7
        assert all(line and "wrong" not in line for line in seen["lines"]), seen["lines"]
        assert seen["focus"] != "BODY", "the focus is lost"
        made[way] = script(tmp_path / way).read_bytes()
    assert made["mouse"] == made["keyboard"]
    turns = [turn.text for turn in read_script(made["mouse"].decode(), "x").transcript.turns]
    assert turns == [
        "Bees at home\n\nHow do you count them?",
        "I stand quite still.",
        "I count what I see.\n\nI wait.",
        "Do they?",
        "They never wait.",
    ]


def test_actions_that_do_not_wait_for_answers_are_done_in_their_order(tmp_path: Path) -> None:
    with studio(tmp_path) as address:
        first = script(tmp_path).read_bytes()
        seen = found("quick", address)
        assert script(tmp_path).read_bytes() == first
    assert seen == [["Undo", "Redo leave out"], ["Undo leave out", "Redo"], ["Undo", "Redo leave out"]]


def test_a_second_window_is_told_of_a_change_and_loses_none(tmp_path: Path) -> None:
    with studio(tmp_path) as address:
        seen = found("two", address)
    elsewhere = "Another window or program changed the script."
    assert seen["lines"] == ["Turn 3 is Ann Lee’s.", elsewhere, "Turn 2 was left out."]
    assert seen["shown"][0] == seen["shown"][1]
    assert seen["shown"][0] == ["Narrator", "Rosa Lind", "Ann Lee", "Rosa Lind"], "turn 3 went to Ann Lee, and turn 2 is gone"


@pytest.mark.usefixtures("chromium")
def test_a_browser_that_is_killed_loses_only_what_it_had_not_sent(tmp_path: Path) -> None:
    check_killed(tmp_path, rounds=1, kills=3)


def test_every_key_of_the_table_does_what_its_help_says(tmp_path: Path) -> None:
    with studio(tmp_path) as address:
        seen = found(
            "keys", address, [(key.pressed, key.in_text) for key in keys_of("script") if key.pressed[-1] not in "45678"]
        )
    expected = {
        "j": "focus t4",
        "k": "focus t2",
        "n": "There are no more unsure turns.",
        "p": "playing",
        "l": "playing",
        "e": "open",
        "1": "Narrator’s",
        "2": "Ann Lee’s",
        "3": "Rosa Lind’s",
        "Shift+1": "All turns of",
        "Shift+2": "All turns of",
        "s": "was split",
        "m": "were joined",
        "x": "was left out",
        "h": "is locked",  # it was played
        "z": "Undone: leave out.",
        "Shift+Z": "Redone: leave out.",
        "Control+Enter": "Turn 3 was changed.",
        "Shift+Control+Enter": "Turn 3 was changed.",
        "Escape": "focus t",
        "?": "help",
    }
    for pressed, did in seen.items():
        wanted = expected.get(pressed, "There is no person" if pressed[-1] == "9" else "")
        assert any(wanted in line for line in did), (pressed, did)


def test_a_word_is_marked_while_it_is_being_said_and_the_mark_survives_a_reload(tmp_path: Path) -> None:
    with studio(tmp_path) as address:
        seen = found("review", address)
        assert found("axe", address, ["p/bees-at-home/review"]) == []
    assert seen["errors"] == []
    assert seen["keys"] == [key.name for key in keys_of("review")]
    by_key, by_mouse, at_rest = seen["told"]
    word = re.fullmatch(r"Turn 3 is marked: “(.+)”\.", by_key)
    assert word
    assert word[1] in seen["lit"], "the word that was lit, or the one before it"
    assert re.fullmatch(r"Turn [34] is marked: “.+”\.", by_mouse), "the sound goes on, maybe into the next turn"
    assert re.fullmatch(r"Turn 3 is marked: “.+”\.", at_rest), "where the cursor is"
    assert seen["playing"], "marking does not stop the sound"
    assert seen["focus"] == seen["turn"]
    assert len(seen["marks"]) == 3
    assert seen["after"] == {"marks": 2, "note": "Say it slower.", "focus": "marks"}


def test_listen_plays_from_the_first_turn_on_and_asks_for_the_next_turn_meanwhile(tmp_path: Path) -> None:
    with studio(tmp_path) as address:
        seen = found("listen", address)
    assert seen["errors"] == []
    assert seen["screen"] == "p/the-ferry-that-would-not-stop/review"
    assert seen["played"] == ["t1", "t2", "t3"]
    assert seen["focus"] == "t1", "the keys act on the turn that is heard"
    assert seen["ahead"], "the first words of a turn are spoken before the turn before it is over"
    assert seen["reloaded"] == 0, "the same page loaded again is silent"


def test_a_browser_that_waits_for_a_press_says_what_to_press(tmp_path: Path) -> None:
    with studio(tmp_path) as address:
        seen = found("listen-refused", address)
    assert seen["told"].startswith("The browser plays nothing before you press a key")
    assert seen["before"] == 0
    assert seen["after"] == 1, "L plays"


def test_whoever_waits_for_a_sound_is_told_why_until_it_is_heard(tmp_path: Path) -> None:
    with studio(tmp_path) as address:
        seen = found("listen-waiting", address)
    assert seen == ["These words are being spoken. They are heard as soon as they are ready.", ""]


@pytest.mark.usefixtures("chromium")
def test_a_word_is_marked_without_javascript(tmp_path: Path) -> None:
    with studio(tmp_path) as address:
        assert found("review-plain", address) == [
            "Turn 3 is marked.",
            "The note is kept.",
            "Say it slower.",
            "The mark is gone.",
        ]


def test_a_changed_source_is_compared_and_taken_over_with_the_keyboard(tmp_path: Path) -> None:
    with studio(tmp_path) as address:
        new = tmp_path / "new.txt"
        new.write_text(TALK.replace("I wait.", "I sleep.").replace("Photo: Nobody\n\n", ""), encoding="utf-8")
        seen = found("source", address, str(new))
        assert found("axe", address, [f"p/bees-at-home/{screen}" for screen in ("source", "", "script")]) == []
        again = found("source", address, str(new))
    assert seen["differs"] == [["Rosa Lind: I wait.", "Rosa Lind: I sleep."]]
    assert (seen["banner"], seen["headers"]) == (1, ["As it was", "As it is now"])
    assert seen["told"].startswith("The new version is taken over.")
    assert again["told"].startswith("The new version is taken over."), "undone, it can be taken over again"


@pytest.mark.usefixtures("chromium")
def test_a_script_is_corrected_without_javascript(tmp_path: Path) -> None:
    with studio(tmp_path) as address:
        lines = found("plain", address)
    assert lines == ["Turn 3 was changed.", "Turn 4 is Ann Lee’s.", "Undone: assign."]
    turns = [turn.text for turn in read_script(script(tmp_path).read_text(encoding="utf-8"), "x").transcript.turns]
    assert turns[2:4] == ["I stand quite still.", "I count what I see."]


def test_an_episode_is_published_and_the_page_tells_of_it(tmp_path: Path) -> None:
    with studio(tmp_path) as address:
        seen = found("publish", address)
        assert found("axe", address, ["p/bees-at-home/publish"]) == []
    assert any("% done." in line for line in seen["told"])
    assert seen["checks"] >= 5
    assert seen["seconds"] > 5, "the sound can be played"


def test_each_turn_says_whether_it_is_spoken(tmp_path: Path) -> None:
    with studio(tmp_path) as address:
        assert found("states", address) == [
            ["not spoken yet"] * 7,
            [""] * 7,
            ["", "", "changed since it was spoken", "", "", "", ""],
        ]


def test_controls_are_named_after_the_turn_and_the_person_and_headings_and_the_live_region_are_in_order(tmp_path: Path) -> None:
    project = "p/bees-at-home/"
    screens = [
        "",
        project,
        f"{project}script?turn=3",
        *(project + name for name in "doubts cast words pace review publish".split()),
    ]
    with studio(tmp_path) as address:
        new = tmp_path / "new.txt"
        new.write_text(TALK.replace("I wait.", "I sleep."), encoding="utf-8")
        found("source", address, str(new))
        found("publish", address)
        trees = {screen: found("tree", address, screen) for screen in [*screens, f"{project}source"]}
    for screen, tree in trees.items():
        controls = CONTROL.findall(tree)
        assert controls
        assert not [kind for kind, name in controls if not name], (screen, "each control has a name")
        names = [name for kind, name in controls if kind not in {"link", "radio"}]
        assert len(names) == len(set(names)), (screen, "which says of what it is", sorted(names))
        assert tree.count("\n- status") == 1, (screen, "one live region")
        levels = [int(level) for level in re.findall(r"heading .*\[level=(\d)\]", tree)]
        assert levels[0] == 1 == levels.count(1), screen
        assert all(after <= before + 1 for before, after in pairwise(levels)), (screen, levels)
    for name in ('button "Play turn 3, Rosa Lind"', 'link "Correct turn 4, Ann Lee"', 'region "3 Rosa Lind"'):
        assert name in trees[f"{project}script?turn=3"]
