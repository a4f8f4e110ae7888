"""The command line as people use it: in a separate process, with real files, pipes, signals and exit codes."""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import pytest
from conftest import EXAMPLES
from processes import started

import tts_interview
from tts_interview.doctor import Finding, verdict
from tts_interview.files.installation import install, install_extra
from tts_interview.speech.engines.kokoro import KokoroEngine
from tts_interview.speech.engines.system import SystemEngine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import CommandLine, Run

    Tts = CommandLine

PAGE = "A short page\n\nAnn: How are you today?\n\nBen: I am fine, thank you.\n\nAnn: Really?\n\nBen: Yes.\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def one_line(run: Run) -> str:
    """Return the error of a failed run, which is one line and not a traceback; the genders of the page are doubted."""
    lines = [line for line in run.err.strip().splitlines() if '; use --gender "' not in line]
    assert len(lines) == 1, run.err
    assert lines[0].startswith("Error: ")
    return lines[0]


@pytest.mark.parametrize("option", ["--max-mb", "--timeout", "--cache-limit"])
@pytest.mark.parametrize("amount", ["nan", "inf", "1e400"])
def test_an_infinite_amount_is_a_wrong_command_line(option: str, amount: str, tts: Tts, page: Path) -> None:
    run = tts("render", page, option, amount)
    assert run.code == 2
    assert f"Error: Invalid value for '{option}': " in run.err


# -- what the system refuses -----------------------------------------------------------------------------------------

TOO_LONG = "a" * 300


@pytest.mark.parametrize(
    "arguments",
    [
        ("parse", f"{TOO_LONG}.txt"),
        ("parse", "page.txt", "--script", f"{TOO_LONG}.md"),
        ("parse", "page.txt", "--show", f"{TOO_LONG}.toml", "--guest", "Ben", "--remember"),
        ("render", "page.txt", "-o", f"{TOO_LONG}.mp3", "--engine", "tone", "-q"),
        ("render", "page.txt", "-o", "e.wav", "--engine", "tone", "-q", "--stems", TOO_LONG),
        ("render", "page.txt", "-o", "e.wav", "--engine", "tone", "-q", "--cache", TOO_LONG),
        ("words", "fix", "Ann=AN", "--lexicon", f"{TOO_LONG}.toml"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows reports such a name as a missing file")
def test_an_impossible_file_name_is_one_line_and_no_traceback(arguments: tuple[str, ...], tts: Tts, page: Path) -> None:
    run = tts(*arguments)
    assert page.exists()
    assert run.code == 1
    assert "File name too long" in one_line(run)


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="root may open every folder")
def test_a_folder_without_permission_is_one_line_and_no_traceback(tts: Tts, page: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    for arguments in [("parse", closed / "page.txt"), ("render", page, "-o", closed / "e.mp3", "--engine", "tone", "-q")]:
        assert "Permission denied" in one_line(tts(*arguments))


def test_a_source_with_an_impossible_name_does_not_stop_the_others(tts: Tts, page: Path) -> None:
    run = tts("render", f"{TOO_LONG}.txt", page, "-o", "both/", "--engine", "tone", "-q")
    assert run.code == 1
    assert run.out.splitlines()[0] == "both/a-short-page.mp3"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a file that is always full")
def test_a_full_disk_under_standard_output_is_one_line_and_no_traceback(page: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "tts_interview", "parse", str(page)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.stderr.splitlines()[0] == "Error: No space left on device; free some space"
    assert done.returncode != 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such shell")
def test_the_program_runs_with_closed_standard_streams(page: Path) -> None:
    def run(closing: str, *arguments: str) -> int:
        return subprocess.run(["/bin/sh", "-c", f'exec "$0" "$@" {closing}', *arguments], check=False).returncode

    command = [sys.executable, "-m", "tts_interview", "parse"]
    assert run(">&- 2>&- <&-", *command, str(page)) == 0
    assert run(">&- 2>&- <&-", *command, "-") == 1


@pytest.mark.parametrize("encoding", ["", "ascii", "cp1252"])
def test_every_character_can_be_printed_in_any_locale(encoding: str, tts: Tts, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("Ann Lée: Where → is it?\n\nBen: 中文.\n\nAnn Lée: Oh.\n\nBen: Yes.\n", encoding="utf-8")
    # These variables make Python take a pipe for ASCII, as Python on Windows takes it for a code page.
    environment = {"PYTHONIOENCODING": encoding} if encoding else {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    run = subprocess.run(
        [sys.executable, "-m", "tts_interview", "parse", "page.txt", "--format", "script"],
        cwd=tmp_path,
        env={**{k: v for k, v in os.environ.items() if k != "PYTHONIOENCODING"}, **environment},
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, b"")
    assert (encoding != "") or "Where → is it?" in run.stdout.decode("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="on other systems, every name is text")
def test_an_output_whose_name_is_not_text_is_refused_before_any_work(page: Path, tmp_path: Path) -> None:
    with pytest.raises(tts_interview.OutputError, match="is not a name that other programs can read"):
        tts_interview.render(
            page,
            os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.mp3"),
            tts_interview.Settings(speech=tts_interview.SpeechSettings(engine="tone")),
        )


# -- render ----------------------------------------------------------------------------------------------------------


def test_render_prints_the_files_and_two_next_steps(tts: Tts, page: Path, tmp_path: Path) -> None:
    run = tts("render", page, "-o", "e.mp3", "--engine", "tone")
    assert run.code == 0
    assert run.out.splitlines() == ["e.mp3", "e.vtt", "e.transcript.json"]
    assert all((tmp_path / name).stat().st_size for name in run.out.splitlines())
    assert "Listen to it" in run.err.splitlines()[-2]
    assert "--voice" in run.err.splitlines()[-1]


def test_quiet_prints_only_the_files(tts: Tts, page: Path) -> None:
    run = tts("render", page, "-o", "e.wav", "--engine", "tone", "-q")
    assert (run.code, run.err) == (0, "")
    assert len(run.out.splitlines()) == 3


def test_verbose_prints_the_voices_and_the_loudness(tts: Tts, page: Path) -> None:
    run = tts("render", page, "-o", "e.wav", "--engine", "tone", "-v", "--voice", "Ben=bass")
    assert "Ben: tone:bass" in run.err
    assert "LUFS" in run.err


def test_without_a_terminal_only_whole_lines_are_written(tts: Tts, page: Path) -> None:
    run = tts("render", page, "-o", "e.wav", "--engine", "tone")
    assert "\r" not in run.err
    assert "\x1b" not in run.err
    assert "Speaking: 0% done" in run.err


def test_the_default_place_is_a_folder_of_the_episode(tts: Tts, page: Path, tmp_path: Path) -> None:
    run = tts("render", page, "--engine", "tone", "-q")
    assert run.out.splitlines()[0] == str(Path("output/a-short-page/a-short-page.mp3"))
    assert (tmp_path / run.out.splitlines()[0]).exists()


def test_standard_input_is_a_source(tts: Tts) -> None:
    run = tts("render", "-", "-o", "e.wav", "--engine", "tone", "-q", stdin=PAGE.encode())
    assert run.code == 0


def test_an_invalid_value_in_the_environment_names_the_variable(tts: Tts, page: Path) -> None:
    run = tts("render", page, "--dry-run", env={"TTS_INTERVIEW_PACE": "brisk"})
    assert (run.code, 'environment\'s TTS_INTERVIEW_PACE: invalid choice "brisk"' in run.err) == (2, True)
    run = tts("render", page, "--dry-run", "--pace", "brisk")
    assert (run.code, "'--pace': invalid choice \"brisk\"" in run.err) == (2, True)


def test_several_sources_go_to_a_folder(tts: Tts, page: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(PAGE.replace("short", "second"), encoding="utf-8")
    run = tts("render", page, other, "-o", "out/", "--engine", "tone", "-q")
    assert [Path(line).name for line in run.out.splitlines()[::3]] == ["a-short-page.mp3", "a-second-page.mp3"]


def test_several_sources_and_one_output_file_are_a_wrong_command_line(tts: Tts, page: Path) -> None:
    run = tts("render", page, page, "-o", "e.mp3")
    assert run.code == 2
    assert "end the name after -o with /" in run.err


def test_one_bad_source_of_several_does_not_stop_the_others(tts: Tts, page: Path) -> None:
    run = tts("render", "nothing.txt", page, "-o", "out/", "--engine", "tone", "-q")
    assert run.code == 1
    assert "nothing.txt does not exist" in run.err
    assert len(run.out.splitlines()) == 3


def test_only_the_chosen_turns_are_spoken(tts: Tts, page: Path, tmp_path: Path) -> None:
    assert tts("render", page, "-o", "e.wav", "--engine", "tone", "-q", "--turns", "2-3").code == 0
    segments = json.loads((tmp_path / "e.transcript.json").read_text())["segments"]
    assert [s["speaker"] for s in segments] == ["Ann", "Ben"]


def test_a_part_does_not_replace_the_whole_episode(tts: Tts, page: Path) -> None:
    whole = tts("render", page, "--engine", "tone", "-q").out.splitlines()
    part = tts("render", page, "--engine", "tone", "-q", "--turns", "2-3").out.splitlines()
    assert Path(part[0]).name == "a-short-page-turns-2-3.mp3"
    assert not set(whole) & set(part)


def test_a_turn_that_does_not_exist_is_an_error(tts: Tts, page: Path) -> None:
    run = tts("render", page, "--turns", "99", "--engine", "tone")
    assert run.code == 1
    assert "turns 1 to 5" in one_line(run)


def test_a_dry_run_prints_the_plan_and_writes_nothing(tts: Tts, page: Path, tmp_path: Path) -> None:
    run = tts("render", page, "--dry-run", "--engine", "tone")
    assert run.code == 0
    for word in ("voice: tone:soprano", "Length: about", "Time to speak the rest", "Disk space: about"):
        assert word in run.out
    assert sorted(p.name for p in tmp_path.iterdir()) == ["page.txt"]


def test_the_narrator_can_be_left_out(tts: Tts, page: Path, tmp_path: Path) -> None:
    tts("render", page, "-o", "e.wav", "--engine", "tone", "-q", "--narrator", "none")
    segments = json.loads((tmp_path / "e.transcript.json").read_text())["segments"]
    assert {s["speaker"] for s in segments if "announcement" not in s} == {"Ann", "Ben"}


def test_a_path_with_spaces_and_umlauts_works(tts: Tts, tmp_path: Path) -> None:
    folder = tmp_path / "Größe & Co"
    folder.mkdir()
    (folder / "mein gespräch.txt").write_text(PAGE, encoding="utf-8")
    run = tts("render", folder / "mein gespräch.txt", "-o", folder / "die sendung.mp3", "--engine", "tone", "-q")
    assert run.code == 0
    assert (folder / "die sendung.vtt").exists()


# -- the other commands ----------------------------------------------------------------------------------------------


def test_parse_prints_json_with_turns_and_ledger(tts: Tts, page: Path) -> None:
    content = json.loads(tts("parse", page, "--format", "json").out)
    assert content["title"] == "A short page"
    assert [(s["name"], s["role"], s["labels"]) for s in content["speakers"]] == [
        ("Narrator", "narrator", []),
        ("Ann", "interviewer", ["Ann"]),
        ("Ben", "guest", ["Ben"]),
    ]
    turn = content["turns"][1]
    assert (turn["speaker"], turn["role"], turn["line"], turn["text"]) == ("Ann", "interviewer", 3, "How are you today?")
    assert [paragraph["text"] for paragraph in turn["paragraphs"]] == ["How are you today?"]
    assert content["left_out"][0] == {"line": 3, "text": "Ann:", "reason": "label"}


def test_parse_shows_a_table_in_plain_lines_when_piped(tts: Tts, page: Path) -> None:
    out = tts("parse", page).out
    assert "speaker: Ann\nrole: interviewer\nturns: 2" in out
    assert "left out as: label" in out


def test_parse_writes_a_script_that_can_be_rendered(tts: Tts, page: Path, tmp_path: Path) -> None:
    script = tts("parse", page, "--format", "script").out
    assert script.startswith("---\ntitle: A short page\n")
    assert "\nAnn: How are you today?\n" in script
    (tmp_path / "s.md").write_text(script, encoding="utf-8")
    again = json.loads(tts("parse", tmp_path / "s.md", "--format", "json").out)
    once = json.loads(tts("parse", page, "--format", "json").out)
    first, second = map(tts_interview.Transcript.from_dict, (_on_line_1(once), _on_line_1(again)))
    assert second == first
    assert second.confidence == 1 > first.confidence  # a script says who speaks


def _on_line_1(transcript: dict[str, Any]) -> dict[str, Any]:
    turns = [{**t, "line": 1, "paragraphs": [{**p, "line": 1} for p in t["paragraphs"]]} for t in transcript["turns"]]
    return {**transcript, "turns": turns}


@pytest.fixture
def edited(tts: Tts, page: Path) -> Path:
    """Return an edited script of the page; the page has changed since."""
    path = page.with_name("edited.md")
    text = tts("parse", page, "--format", "script").out
    for old, new in [("Ben: Yes.", "Ben: Yes, I am."), ("name: Ben\n", "name: Ben\n  voice: bass\n"), ("Ann: Really?\n", "")]:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    page.write_text(PAGE.replace("Ben: Yes.", "Ben: No.").replace("today", "tonight") + "\nAnn: Goodbye.\n", encoding="utf-8")
    return path


REPORTED = [
    'turn 2, Ann: the page now has "you tonight?" in place of "you today?"',
    'turn 5, Ann: the page adds "Goodbye."',
    'turn 4, Ben: your "Yes, I am." stays; the page now has "No."',
]


def test_parse_merges_changes_of_the_page_into_an_edited_script(tts: Tts, page: Path, edited: Path) -> None:
    run = tts("parse", page, "--script", edited, "--format", "script")
    assert (run.code, run.err.splitlines()) == (0, REPORTED)
    for kept in (
        "  voice: bass\n",
        "Ann: How are you tonight?",
        "Ben: Yes, I am.",
        "{left out as asked 7: Really?}",
        "Ann: Goodbye.",
    ):
        assert kept in run.out
    edited.write_text(run.out, encoding="utf-8")
    again = tts("parse", page, "--script", edited, "--format", "script")
    assert (again.out, again.err) == (run.out, "")


def test_render_speaks_the_edited_script_with_the_changes_of_the_page(tts: Tts, page: Path, edited: Path) -> None:
    run = tts("render", page, "--script", edited, "-o", "e.wav", "--engine", "tone", "-v")
    assert run.code == 0
    assert run.err.splitlines()[:3] == REPORTED
    assert "Ben: tone:bass" in run.err
    segments = json.loads(page.with_name("e.transcript.json").read_text())["segments"]
    assert [s["body"] for s in segments if "announcement" not in s][1:] == [
        "How are you tonight?",
        "I am fine, thank you.",
        "Yes, I am.",
        "Goodbye.",
    ]
    assert tts("render", page, "--script", edited, "-o", "e.wav", "--engine", "tone", "-q").err == ""


def test_render_sums_up_the_text_left_out_in_one_line(tts: Tts, page: Path) -> None:
    run = tts("render", page, "-o", "e.wav", "--engine", "tone")
    assert "Spoken 14 words, left out 4: labels 4" in run.err.splitlines()


def test_a_doubt_names_the_option_that_settles_it(tts: Tts, page: Path) -> None:
    page.write_text(f"{PAGE}\nAnn and Ben: Goodbye.\n", encoding="utf-8")
    for command in (("parse", page), ("render", page, "-o", "e.wav", "--engine", "tone")):
        run = tts(*command)
        assert '--alias "Ann and Ben=NAME"' in run.out + run.err


def test_parse_prints_how_often_and_how_long_each_speaker_talks(tts: Tts, page: Path) -> None:
    out = tts("parse", page).out
    assert "speaker: Ben\nrole: guest\nturns: 2\nwords: 6\nabout: 2 s" in out
    assert out.splitlines()[-1] == "Spoken 14 words, left out 4: labels 4"


def test_choices_for_reading_are_options(tts: Tts, page: Path) -> None:
    run = tts("parse", page, "--format", "json", "--interviewer", "Ben", "--alias", "Ann=Ann Lee", "--leave-out", "1")
    found = json.loads(run.out)
    assert [(s["name"], s["role"]) for s in found["speakers"]] == [("Ann Lee", "guest"), ("Ben", "interviewer")]
    assert found["left_out"][0] == {"line": 1, "text": "A short page", "reason": "as asked"}


def test_a_part_of_a_page_is_read(tts: Tts, page: Path) -> None:
    run = tts("parse", page, "--format", "json", "--from", "I am fine", "--to", "7")
    assert [t["text"] for t in json.loads(run.out)["turns"]] == ["I am fine, thank you.", "Really?"]


def test_a_page_that_is_not_an_interview_can_be_narrated(tts: Tts) -> None:
    essay = b"# On terns\n\nThey fly far.\n\nNobody knows why.\n"
    assert "--narrate" in one_line(tts("parse", "-", stdin=essay))
    run = tts("parse", "-", "--narrate", "--format", "json", stdin=essay)
    assert [t["role"] for t in json.loads(run.out)["turns"]] == ["narrator"]


def test_several_pages_make_one_episode_when_joined(tts: Tts, page: Path, tmp_path: Path) -> None:
    second = tmp_path / "second.txt"
    second.write_text("Ann: And now?\n\nBen: Now I go.\n", encoding="utf-8")
    assert len(json.loads(tts("parse", page, second, "--format", "json").out)["turns"]) == 7
    run = tts("render", page, second, "--join", "-o", "e.wav", "--engine", "tone")
    assert run.out.splitlines() == ["e.wav", "e.vtt", "e.transcript.json"]
    assert "Now I go." in (tmp_path / "e.vtt").read_text(encoding="utf-8")


@pytest.fixture
def address(page: Path) -> Iterator[str]:
    """Serve the page on loopback."""
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=page.parent)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{page.name}"
        server.shutdown()


def test_an_address_is_a_source_and_a_private_one_needs_permission(tts: Tts, address: str) -> None:
    assert "private" in one_line(tts("parse", address))
    run = tts("parse", address, "--private", "--format", "json")
    assert [t["speaker"] for t in json.loads(run.out)["turns"]] == ["Narrator", "Ann", "Ben", "Ann", "Ben"]


def test_a_source_that_is_too_large_is_refused(tts: Tts, page: Path) -> None:
    assert "larger than 0.001 MB" in one_line(tts("parse", "-", "--max-mb", "0.001", stdin=b"Ann: Why?\n" * 200))


def test_parse_reads_standard_input(tts: Tts) -> None:
    assert tts("parse", "-", stdin=PAGE.encode()).code == 0


def test_voices_are_listed_and_can_be_heard(tts: Tts, tmp_path: Path) -> None:
    listed = tts("voices", "--engine", "tone").out
    assert "voice: tone:alto\nlanguage: any\ngender: female" in listed
    run = tts("voices", "--engine", "tone", "sample", "alto", "-o", "alto.wav")
    assert (run.code, run.out.strip()) == (0, "alto.wav")
    assert (tmp_path / "alto.wav").stat().st_size > 10_000


def test_voices_of_a_language_are_listed_with_gender_accent_and_quality(tts: Tts) -> None:
    listed = needs_kokoro(tts)("voices", "--engine", "kokoro", "--language", "it").out
    rows = listed.strip().split("\n\n")
    assert re.fullmatch(
        r"voice: kokoro:if_sara\nlanguage: it\ngender: female\naccent: Italian\nquality: MOS \d\.\d, grade C", rows[0]
    )
    assert len(rows) == 2


def test_two_voices_are_compared_in_a_number_and_in_words(tts: Tts) -> None:
    run = needs_kokoro(tts)("voices", "--engine", "kokoro", "compare", "george", "heart")
    assert run.code == 0
    assert re.fullmatch(r"kokoro:bm_george and kokoro:af_heart: 0\.[45]\d, easy to tell apart\n", run.out)


def test_voices_that_were_never_compared_are_listed_as_such(tts: Tts) -> None:
    run = tts("voices", "--engine", "tone", "compare", "alto", "bass")
    assert (run.code, run.out) == (0, "tone:alto and tone:bass: nobody has measured how alike they are\n")


def test_a_language_without_a_voice_is_an_error_that_says_how_to_get_one(tts: Tts, page: Path) -> None:
    error = one_line(needs_kokoro(tts)("render", page, "--engine", "kokoro", "--language", "sw"))
    assert 'no installed voice speaks "sw": get one with "tts-interview voices get sw"' in error
    error = one_line(tts("voices", "--engine", "kokoro", "--language", "sw"))
    assert 'no voice for "sw": try "tts-interview voices get sw"' in error


def test_a_warning_about_similar_voices_names_the_option_that_changes_one(tts: Tts, page: Path) -> None:
    run = needs_kokoro(tts)(
        "render", page, "--engine", "kokoro", "--dry-run", "--voice", "Ann=am_puck", "--voice", "Ben=am_echo"
    )
    assert run.code == 0
    assert re.search(
        r'^Ann \(kokoro:am_puck\) and Ben \(kokoro:am_echo\) have voices that are .*0\.\d\d of 1\): .*--voice "Ben=kokoro:',
        run.err,
        re.M,
    )
    assert not tts("render", page, "--engine", "kokoro", "--dry-run", "--gender", "Ann=f", "--gender", "Ben=m").err


def needs_kokoro(tts: Tts) -> Tts:
    if KokoroEngine.missing():
        pytest.skip(KokoroEngine.missing())
    return tts


def test_engines_are_listed_with_their_state(tts: Tts) -> None:
    assert "engine: tone\nstate: ready" in tts("engines").out


def test_doctor_ends_with_ready_or_the_one_thing_to_do(tts: Tts) -> None:
    run = tts("doctor")
    assert run.code == 0
    last = run.out.strip().splitlines()[-1]
    assert last == ("ready" if not KokoroEngine.missing() else KokoroEngine.missing())


def test_the_doctors_verdict_is_the_first_thing_to_do() -> None:
    well = [Finding("ffmpeg", well=True, seen=""), Finding("engine system", well=True, seen="")]
    lacking = Finding("engine kokoro", well=False, seen="", remedy="get kokoro")
    broken = Finding("cache", well=False, seen="", remedy="free space")
    assert verdict(well) == "ready"
    assert verdict([*well, lacking]) == "get kokoro"
    assert verdict([*well, lacking, broken]) == "free space"
    assert verdict([Finding("engine system", well=False, seen="", remedy="get espeak")]) == "get espeak"


def test_the_version_is_printed_by_both_entry_points(tts: Tts) -> None:
    assert tts("--version").out.strip() == f"tts-interview {tts_interview.__version__}"
    script = Path(sys.executable).with_name("tts-interview")
    done = subprocess.run([script, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"tts-interview {tts_interview.__version__}"


COMMANDS = "render,parse,listen,voices,voices sample,voices compare,voices get,engines,doctor,cache,cache info,cache clear"


@pytest.mark.parametrize("command", [[], *(command.split() for command in COMMANDS.split(","))])
def test_help_has_examples(command: list[str], tts: Tts) -> None:
    run = tts(*command, "--help")
    assert run.code == 0
    assert "Example" in run.out


def test_shell_completion_is_offered(tts: Tts) -> None:
    run = tts(env={"_TTS_INTERVIEW_COMPLETE": "bash_source"})
    assert "_tts_interview_completion" in run.out


# -- what goes wrong -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["render", "nothing.txt"], "nothing.txt does not exist"),
        (["render", "."], "is a folder"),
        (["render", "binary.txt"], "is neither text nor"),
        (["render", "empty.txt"], "is empty"),
        (["render", "prose.txt"], "is not an interview; it looks like an article"),
        (["render", "page.txt", "--voice", "Ben=nobody", "--engine", "tone"], 'unknown voice "nobody"'),
        (["render", "page.txt", "--voice", "Zoe=alto", "--engine", "tone"], '"Zoe" is not one of the speakers'),
        (["render", "page.txt", "--engine", "nothing"], 'unknown engine "nothing"'),
        (["render", "page.txt", "-o", "e.xyz", "--engine", "tone"], 'unknown audio format ".xyz"; expected .mp3'),
        (["render", "page.txt", "-o", "e", "--engine", "tone"], "it has no suffix"),
        (["render", "page.txt", "-o", "empty.txt/e.mp3", "--engine", "tone"], "cannot be written"),
        (["render", "page.txt", "-o", "/proc/e.mp3", "--engine", "tone"], "cannot be written"),
        (["render", "page.txt", "--cache", "empty.txt", "--engine", "tone"], "empty.txt"),
        (["parse", "nothing.txt"], "does not exist"),
        (["parse", "page.txt", "--script", "prose.txt"], "prose.txt is not a script: make one with"),
        (["voices", "--engine", "nothing"], 'unknown engine "nothing"'),
        (["voices", "--engine", "tone", "sample", "nobody", "-o", "x.wav"], 'unknown voice "nobody"'),
        (["voices", "--engine", "tone", "compare", "alto", "nobody"], 'unknown voice "nobody"'),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_1(arguments: list[str], message: str, tts: Tts, page: Path) -> None:
    folder = page.parent
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "empty.txt").touch()
    (folder / "prose.txt").write_text("Only prose.\n\nNothing else.")
    if arguments[3:4] == ["/proc/e.mp3"] and not Path("/proc").is_dir():
        pytest.skip("there is no folder here that nobody may write to")
    before = sorted(p.name for p in folder.iterdir())
    run = tts(*arguments)
    assert run.code == 1
    assert message in one_line(run)
    assert [n for n in sorted(p.name for p in folder.iterdir()) if n != "cache"] == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["render"],
        ["render", "page.txt", "--nonsense"],
        ["render", "page.txt", "--voice", "no equals sign"],
        ["render", "page.txt", "--turns", "five"],
        ["render", "page.txt", "--turns", "5-3"],
        ["render", "page.txt", "--rate", "9"],
        ["render", "page.txt", "--gender", "Ben=maybe"],
        ["parse", "page.txt", "--format", "xml"],
        ["render", "page.txt", "page.txt", "--script", "page.txt"],
        ["nonsense"],
    ],
)
def test_a_wrong_command_line_is_exit_code_2(arguments: list[str], tts: Tts, page: Path) -> None:
    run = tts(*arguments)
    assert run.code == 2
    assert "Traceback" not in run.err


def test_a_former_name_of_an_option_still_works_and_says_what_to_use(tts: Tts, page: Path) -> None:
    run = tts("render", page, "--only", "2-3", "-o", "e.wav", "--engine", "tone")
    assert (run.code, "--only is deprecated: use --turns" in run.err) == (0, True)


WITHOUT = """
import importlib.util as u
find = u.find_spec
u.find_spec = lambda name, *rest: None if name in {} else find(name, *rest)
"""


def test_a_missing_package_is_one_line_with_the_command(tts: Tts, page: Path) -> None:
    (page.parent / "sitecustomize.py").write_text(WITHOUT.format(("onnx", "piper")))
    environment = {"PYTHONPATH": str(page.parent)}
    run = tts("render", page, "--engine", "kokoro", env=environment)
    assert run.code == 1
    assert one_line(run).endswith(f"natural voices are not installed; get them with: {install('onnx')}")
    run = tts("render", page, "--turns", "5", "-o", "e.wav", env=environment)
    assert run.code == 0
    greeting = "Voices: system (what this machine has); natural voices are not installed; get them with: "
    assert run.err.startswith(greeting + install("onnx"))


def test_a_language_without_natural_voices_is_told_how_to_get_them(tts: Tts, tmp_path: Path) -> None:
    page = tmp_path / "sivu.txt"
    page.write_text("Anna Virtanen: Mitä kuuluu? Miten talvi meni?\n\nPekka Laine: Kiitos, hyvin. Lunta oli paljon.\n" * 3)
    advice = "Voices: system (what this machine has); for natural ones: tts-interview voices get fi"
    assert advice in tts("render", page, "--language", "fi", "--dry-run").err.splitlines()
    (tmp_path / "sitecustomize.py").write_text(WITHOUT.format(("piper",)))
    without_piper = tts("render", page, "--language", "fi", "--dry-run", env={"PYTHONPATH": str(tmp_path)})
    packages = install_extra("piper")
    assert f"for natural ones: {packages} and then tts-interview voices get fi" in without_piper.err


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    """Mount a file system of half a megabyte."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    if not sys.platform.startswith("linux") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    return folder


def test_a_full_disk_is_one_line_and_leaves_no_partial_file(tts: Tts, small_disk: Path, page: Path) -> None:
    try:
        page.write_text(PAGE + f"\n{'Ann: And then what was it that happened? Ben: A good deal. ' * 200}\n")
        run = tts("render", page, "-o", small_disk / "e.wav", "--engine", "tone")
        assert run.code == 1
        assert "MB free" in one_line(run)
        (small_disk / "filler").write_bytes(bytes(400_000))
        page.write_text(PAGE)
        code = (
            "import sys, shutil; shutil.disk_usage = lambda _: type('u', (), {'free': 10**12})();"
            "from tts_interview.cli import main; main()"
        )
        command = [sys.executable, "-c", code, "render", page, "-o", small_disk / "e.wav", "--engine", "tone", "-q"]
        environment = {**os.environ, "TTS_INTERVIEW_CACHE": str(page.parent / "cache")}
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, env=environment)
        assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
        assert "full" in done.stderr
        assert [p.name for p in small_disk.iterdir()] == ["filler"]
    finally:
        subprocess.run(["umount", str(small_disk)], check=True)  # noqa: S607 - the system's own


# -- interruptions ---------------------------------------------------------------------------------------------------

# Whoever starts the tests may have switched these signals off; here they are on.
SLOW_ENGINE = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from tts_interview.speech.engines.tone import ToneEngine
speak = ToneEngine.speak
def slowly(self, utterance):
    time.sleep(0.4)
    return speak(self, utterance)
ToneEngine.speak = slowly
from tts_interview.cli import main
main()
"""


@contextlib.contextmanager
def slow_run(page: Path, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Run the program, with a slow engine, and enter the block once it has spoken two clips."""
    environment = {**os.environ, "TTS_INTERVIEW_CACHE": str(folder / "cache")}
    command = [sys.executable, "-c", SLOW_ENGINE, "render", page, "-o", folder / "out" / "e.mp3", "--engine", "tone"]
    with started(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as running:
        while len(list((folder / "cache").rglob("*.wav"))) < 2:
            assert running.poll() is None, "it ended before anything could interrupt it"
            time.sleep(0.05)
        yield running


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 130), ("SIGHUP", 129)])
def test_an_interrupted_run_keeps_its_clips_and_no_partial_file(name: str, code: int, page: Path, tts: Tts) -> None:
    folder = page.parent
    with slow_run(page, folder) as running:
        running.send_signal(signal.Signals[name])
        out, err = running.communicate(timeout=30)
    assert running.returncode == code
    assert out == ""
    assert "Interrupted" in err.splitlines()[-1]
    assert "Traceback" not in err
    assert not (folder / "out").exists()
    assert list((folder / "cache" / "work").iterdir()) == []
    spoken = {p: p.stat().st_mtime_ns for p in (folder / "cache" / "clips").rglob("*.wav")}
    assert tts("render", page, "-o", folder / "out" / "e.mp3", "--engine", "tone", "-q").code == 0
    assert {p: p.stat().st_mtime_ns for p in spoken} == spoken


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_a_killed_run_leaves_no_partial_file_and_the_next_one_uses_its_cache(page: Path, tts: Tts) -> None:
    folder = page.parent
    with slow_run(page, folder):
        pass  # its end kills it
    assert not (folder / "out" / "e.mp3").exists()
    spoken = {p: p.stat().st_mtime_ns for p in (folder / "cache" / "clips").rglob("*.wav")}
    assert tts("render", page, "-o", folder / "out" / "e.mp3", "--engine", "tone", "-q").code == 0
    assert {p: p.stat().st_mtime_ns for p in spoken} == spoken
    assert sorted(p.name for p in (folder / "out").iterdir()) == [".e.episode.json", "e.mp3", "e.transcript.json", "e.vtt"]


def test_a_closed_pipe_is_not_an_error(page: Path) -> None:
    command = f'"{sys.executable}" -m tts_interview parse "{page}" --format json | head -n 1'
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


# -- with real voices ------------------------------------------------------------------------------------------------


def sounds_like_speech(path: Path, run: Run, least_s: int) -> None:
    assert run.code == 0, run.err
    with av.open(str(path)) as container:
        assert (container.duration or 0) / 1e6 > least_s
    segments = json.loads(path.with_name(f"{path.stem}.transcript.json").read_text(encoding="utf-8"))["segments"]
    for segment in segments:
        assert 4 < len(segment["body"]) / (segment["endTime"] - segment["startTime"]) < 30


def test_an_example_is_rendered_with_the_real_system_voices(tts: Tts, tmp_path: Path) -> None:
    if SystemEngine.missing():
        pytest.skip(SystemEngine.missing())
    run = tts.process("render", EXAMPLES / "ferry-town.txt", "-o", "e.mp3", "--engine", "system", "-q")
    assert run.err == ""
    sounds_like_speech(tmp_path / "e.mp3", run, least_s=60)


@pytest.mark.slow
def test_an_example_is_rendered_with_the_real_kokoro_voices(tts: Tts, tmp_path: Path) -> None:
    if KokoroEngine.missing():
        pytest.skip(KokoroEngine.missing())
    some = ("render", EXAMPLES / "beekeeper.md", "--turns", "1-4", "-o", "e.mp3")
    run = tts.process(*some)
    lines = run.err.splitlines()
    assert lines[0].startswith("Voices: kokoro")
    assert any(line.startswith("First run: unpacking the voice model (92 MB)") for line in lines)
    assert all(line[0].isupper() for line in lines), "a warning of some library reached the user"
    sounds_like_speech(tmp_path / "e.mp3", run, least_s=20)
    assert tts.process(*some, "-q").code == 0


def test_embedding_the_sound_in_the_page_writes_the_page(tts: Tts, page: Path, tmp_path: Path) -> None:
    done = tts("render", page, "--engine", "tone", "-o", "a.mp3", "--embed-audio")
    assert "a.html" in done.out.splitlines()
    assert "data:audio" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_quiet_and_verbose_exclude_each_other(tts: Tts, page: Path) -> None:
    done = tts("parse", page, "-q", "-v")
    assert done.code == 2
    assert "--quiet and --verbose" in done.err


def test_help_lists_many_options_in_sections(tts: Tts) -> None:
    for command in (("render", "--help-all"), ("listen", "--help-all"), ("parse", "--help"), ("words", "list", "--help")):
        shown = tts(*command).out
        assert [
            line for line in shown.splitlines() if line in ("Options:", "Who speaks:", "What is read:", "How it is said:")
        ] == [
            "Options:",
            "Who speaks:",
            "What is read:",
            "How it is said:",
        ]
        options = shown.partition("\nOptions:")[2].partition("\n\n")[0]
        listed = set(re.findall("^  (?:-., )?(--[a-z-]+)", options, re.M))
        assert {"--plain", "--help"} <= listed
        assert not {"--voice", "--leave-out", "--lexicon", "--from"} & listed


def test_an_invalid_pair_shows_the_form_of_its_option(tts: Tts, page: Path) -> None:
    for option, form in (("--alias", "AP=Arvind Parekh"), ("--voice", "Rutte=george"), ("--gender", "Rutte=male")):
        assert form in tts("parse", page, option, "Rutte").err
    assert "Rutte=RUT-uh" in tts("words", "fix", "Rutte").err
