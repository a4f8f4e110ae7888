"""The way in: a source without a command, unknown words, short help, help pages, and completion."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from click.shell_completion import ShellComplete

from tts_interview.cli import cli
from tts_interview.cli.console import with_flags
from tts_interview.cli.opening import hint, opening_command

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine

pytestmark = pytest.mark.usefixtures("encoded_once")

TALK = "Ann Lee: How are you today?\n\nBen Ray: Well. And you?\n\nAnn Lee: Well.\n\nBen Ray: Good.\n"
LONGEST_HELP_LINES = 45


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.txt"
    path.write_text(TALK, encoding="utf-8")
    return path


def completed(*words: str) -> list[tuple[str, str]]:
    """Return what the shell completes for the last word: the kind and the value."""
    *before, last = words
    shell = ShellComplete(cli, {}, "tts-interview", "_TTS_INTERVIEW_COMPLETE")
    return [(item.type, item.value) for item in shell.get_completions(list(before), last)]


def test_a_source_without_a_command_becomes_an_episode(tts: CommandLine, talk: Path, tmp_path: Path) -> None:
    run = tts(talk, "--engine", "tone", "-o", "e.mp3")
    assert (run.code, (tmp_path / "e.mp3").exists()) == (0, True), run.err
    assert tts("--engine", "tone", "-o", "f.wav", talk).code == 0


def test_the_bare_command_says_in_five_lines_what_can_be_done(tts: CommandLine) -> None:
    run = tts()
    assert (run.code, len(run.out.splitlines()), run.err) == (0, 5, "")


@pytest.mark.parametrize(
    ("word", "meant"), [("play", "listen"), ("speak", "render"), ("list", "voices"), ("rendr", "render"), ("server", "serve")]
)
def test_an_unknown_word_gets_a_suggestion(tts: CommandLine, word: str, meant: str) -> None:
    run = tts(word)
    assert (run.code, f'did you mean "{meant}"?' in run.err) == (2, True)


def test_a_missing_file_is_said_to_be_missing(tts: CommandLine) -> None:
    run = tts("nowhere.html")
    assert (run.code, 'unknown command or missing file "nowhere.html"' in run.err) == (2, True)


def test_the_short_help_fits_on_a_screen_and_the_long_one_has_every_option(tts: CommandLine) -> None:
    short, long = tts("render", "--help").out, tts("render", "--help-all").out
    assert len(short.splitlines()) <= LONGEST_HELP_LINES
    assert "--help-all" in short
    assert "--seed" not in short
    assert {"--seed", "--voice", "--slug", "--cache-limit"} <= set(re.findall("--[a-z-]+", long))


def test_every_summary_of_a_command_is_whole(tts: CommandLine) -> None:
    commands = tts("--help").out.partition("Commands:")[2]
    assert "..." not in commands
    assert all(line.rstrip().endswith(".") for line in commands.splitlines() if line.strip())


def test_correcting_a_word_has_ten_options(tts: CommandLine) -> None:
    options = re.findall(r"^  (?:-\w, )?(--[a-z-]+)", tts("words", "fix", "--help").out, re.M)
    assert len(set(options) - {"--help"}) == 10


def test_plain_works_before_the_command_too(tts: CommandLine, talk: Path) -> None:
    assert tts("--plain", "parse", talk).out == tts("parse", talk, "--plain").out


def test_help_prints_a_page_of_the_documentation_or_lists_all(tts: CommandLine) -> None:
    assert tts("help", "voices").out.startswith("# ")
    assert {"voices", "privacy", "tutorial"} <= {line.split()[0] for line in tts("help").out.splitlines()}
    assert "Usage: tts-interview render" in tts("help", "render").out
    run = tts("help", "voicse")
    assert (run.code, 'did you mean "voices"?' in run.err) == (1, True)


def test_a_title_can_be_given(tts: CommandLine, talk: Path) -> None:
    assert tts("parse", talk, "--title", "Two people").out.startswith("Two people\n")


def test_a_slug_names_the_files(tts: CommandLine, talk: Path) -> None:
    run = tts("render", talk, "--engine", "tone", "-q", "--slug", "first-talk")
    assert run.out.splitlines()[0] == "output/first-talk/first-talk.mp3"
    assert tts("render", talk, "--slug", "a b").code == 2


@pytest.mark.parametrize(("platform", "command"), [("darwin", 'open "e.mp3"'), ("linux", 'xdg-open "e.mp3"')])
def test_the_hint_names_a_command_of_this_system(
    platform: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name == "xdg-open" else None)
    assert hint(tmp_path.with_name("e.mp3").relative_to(tmp_path.parent)) == command
    monkeypatch.setattr("shutil.which", lambda _name: None)
    assert platform == "darwin" or not opening_command(tmp_path)


def test_a_shell_completes_files_engines_voices_formats_and_speakers(talk: Path) -> None:
    assert completed("render", "ta") == [("file", "ta")]
    assert completed("render", str(talk), "-o", "x") == [("file", "x")]
    assert ("plain", "kokoro") in completed("render", "x", "--engine", "ko")
    assert ("plain", "chapters") in completed("render", "x", "--format", "ch")
    assert ("plain", "Ann Lee=george") in completed("render", str(talk), "--voice", "Ann Lee=geo")
    assert ("plain", "Ann Lee=") in completed("render", str(talk), "--voice", "Ann")
    assert completed("render", str(talk), "--interviewer", "B") == [("plain", "Ben Ray")]
    assert ("plain", "george") in completed("voices", "sample", "geo")


def test_a_message_of_the_library_names_flags_on_the_command_line() -> None:
    assert with_flags("choose another output, or give `publishing.force`") == "choose another output, or give --force"
    assert with_flags("set `speech.device` cpu; see `speech.nothing`") == "set --device cpu; see `speech.nothing`"
    assert with_flags("speech.model is wrong") == "speech.model is wrong"  # a file of that name
