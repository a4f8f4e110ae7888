"""What the command line says when something goes wrong: one line, without what a terminal obeys, and a report for a bug."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import CTRL_C_ON, ROOT
from processes import started

from tts_interview.cli.console import escaped
from tts_interview.speech.engines.tone import ToneEngine

if TYPE_CHECKING:
    from conftest import CommandLine

    from tts_interview import Clip, Utterance

pytestmark = pytest.mark.usefixtures("encoded_once")

PAGE = "A talk\n\nAnn Lee: Why did you go there?\n\nBen Ray: It was {word}.\n\nAnn Lee: And then?\n\nBen Ray: We left.\n"
# It sets the title of a window, and turns the text after it around.
EVIL = "\x1b]0;owned\x07\u202e"
SHOWN = "\\x1b]0;owned\\x07\\u202e"
HEAD = "---\ntitle: A talk\ncast:\n- name: Ann Lee\n  role: {role}\n---\n\n"
needs_signals = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")


# -- what strangers wrote --------------------------------------------------------------------------------------------


def docx_with_part(name: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(ROOT / "tests/interviews/twins/lighthouse.docx") as real, zipfile.ZipFile(kept, "w") as changed:
        for part in real.namelist():
            changed.writestr(part, real.read(part))
        changed.writestr(f"word/{name}.xml", b"<a>&never;</a>")
    return kept.getvalue()


FILES: dict[str, tuple[str, str | bytes, tuple[str, ...]]] = {
    "role of a script": ("a.script.md", HEAD.format(role=f'"{EVIL}"'.encode("unicode_escape").decode()), ()),
    "direction of a script": ("a.script.md", f"{HEAD.format(role='guest')}Ann Lee: Well {{pause {EVIL}}} now.\n", ()),
    "table of a show file": ("page.txt", PAGE, ("--show", "show.toml")),
    "name of a source": (f"{EVIL}.xyz", "", ()),
    "name of an output": ("page.txt", PAGE, ("-o", f"{EVIL}.xyz")),
    "name of a voice": ("page.txt", PAGE, ("--voice", f"Ben Ray={EVIL}")),
    "name of nobody": ("page.txt", PAGE, ("--guest", EVIL)),
    "value of an option": ("page.txt", PAGE, ("--date", EVIL)),
    "option": ("page.txt", PAGE, (f"--{EVIL}",)),
}


@pytest.mark.parametrize("way", FILES)
def test_no_message_has_what_a_terminal_obeys(way: str, tts: CommandLine, tmp_path: Path) -> None:
    if os.name == "nt" and way.startswith("name of a source"):
        pytest.skip("Windows has no such names")
    name, content, arguments = FILES[way]
    (tmp_path / "show.toml").write_text(
        f'["{EVIL}"]\n'.encode("unicode_escape").decode().replace("\\n", "\n").replace("\\x", "\\u00")
    )
    (tmp_path / "lexicon.toml").write_text(
        f'"{EVIL}" = 3\n'.encode("unicode_escape").decode().replace("\\n", "\n").replace("\\x", "\\u00")
    )
    (tmp_path / name).write_text(str(content), encoding="utf-8")
    run = tts("render", name, "--engine", "tone", *arguments)
    assert run.code in {1, 2}
    assert re.findall(r"[^\n\x20-\x7e\u2026]", run.err) == []
    assert SHOWN[:12] in run.err, run.err


@pytest.mark.parametrize("part", [EVIL, "plain"])
def test_the_name_of_a_part_of_a_docx_file_is_escaped(part: str, tts: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx_with_part(part))
    run = tts("parse", "a.docx")
    assert (run.code, "\x1b" in run.err) == (1, False)
    assert escaped(part) in run.err


@pytest.mark.parametrize("text", ["Zoë – “çà” 日本語 שלום नमस्ते", "a\u200db\u200c\u00a0c\u202fd\u200f", "two\nlines"])
def test_what_people_write_is_not_escaped(text: str) -> None:
    assert escaped(text) == text


# -- bugs ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def _buggy(monkeypatch: pytest.MonkeyPatch) -> None:
    speak = ToneEngine.speak

    def fail(self: ToneEngine, utterance: Utterance) -> Clip:
        if "buggy" in utterance.text:
            raise ZeroDivisionError(f"a bug{EVIL}")
        return speak(self, utterance)

    monkeypatch.setattr(ToneEngine, "speak", fail)
    monkeypatch.setattr(
        sys, "argv", ["tts-interview", "render", "secret.txt", "--engine", "tone", "--title=secret", "-osecret"]
    )


@pytest.mark.usefixtures("_buggy")
def test_a_bug_ends_its_file_of_a_batch_and_not_the_batch(tts: CommandLine, tmp_path: Path) -> None:
    for name, word in (("one", "fine"), ("two", "buggy"), ("three", "new")):
        (tmp_path / f"{name}.txt").write_text(PAGE.format(word=word).replace("A talk", f"A talk {name}"))
    run = tts("render", "one.txt", "two.txt", "three.txt", "-o", "out/", "--engine", "tone", "--plain")
    assert run.code == 1
    assert [Path(line).name for line in run.out.splitlines() if line.endswith(".mp3")] == ["a-talk-one.mp3", "a-talk-three.mp3"]
    (report,) = tmp_path.glob("tts-interview-bug-*.txt")
    (line,) = [line for line in run.err.splitlines() if line.startswith("Error: ")]
    assert line.startswith("Error: this is a bug of tts-interview (ZeroDivisionError: a bug\\x1b")
    assert report.name in line
    assert "Traceback" not in run.err
    assert "\x1b" not in run.err


@pytest.mark.usefixtures("_buggy")
def test_a_program_that_was_called_without_arguments_has_its_bugs_reported_too(
    tts: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "two.txt").write_text(PAGE.format(word="buggy"))
    monkeypatch.setattr(sys, "argv", ["tts-interview"])
    assert "this is a bug of tts-interview" in tts("render", "two.txt", "--engine", "tone", "-q").err


@pytest.mark.usefixtures("_buggy")
def test_a_report_has_the_traceback_and_versions_and_no_values_of_options(tts: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "two.txt").write_text(PAGE.format(word="buggy"))
    for _ in range(2):
        assert tts("render", "two.txt", "--engine", "tone", "-q").code == 1
    (report,) = tmp_path.glob("tts-interview-bug-*.txt")
    text = report.read_text(encoding="utf-8")
    assert text.startswith("tts-interview 0.")
    assert f"Python {sys.version.split()[0]} on " in text
    assert "\nCommand: render --engine tone --title -o TTS_INTERVIEW_CACHE\n" in text
    assert 'raise ZeroDivisionError(f"a bug{EVIL}")' in text
    assert f"ZeroDivisionError: a bug{SHOWN}" in text
    assert ("secret" in text, "\x1b" in text) == (False, False)


@pytest.mark.usefixtures("_buggy")
def test_verbose_shows_the_traceback_of_a_bug_and_of_no_other_error(tts: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "two.txt").write_text(PAGE.format(word="buggy"))
    assert "Traceback (most recent call last):" in tts("render", "two.txt", "--engine", "tone", "-v").err
    assert len(list(tmp_path.glob("tts-interview-bug-*.txt"))) == 1
    assert "Traceback" not in tts("render", "missing.txt", "-v").err
    assert len(list(tmp_path.glob("tts-interview-bug-*.txt"))) == 1


@pytest.mark.usefixtures("_buggy")
def test_a_report_goes_to_the_temporary_folder_if_the_current_one_cannot_be_written(
    tts: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "two.txt").write_text(PAGE.format(word="buggy"))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    assert tts("render", "two.txt", "--engine", "tone").code == 1
    (report,) = tmp_path.glob("tts-interview-bug-*.txt")
    report.unlink()
    report.mkdir()  # nobody can write a file of this name, not even root
    run = tts("render", "two.txt", "--engine", "tone")
    assert f"send {tmp_path / 'temporary' / report.name} to" in run.err
    assert (tmp_path / "temporary" / report.name).is_file()


# -- signals ---------------------------------------------------------------------------------------------------------

# A library that is interrupted while it is loaded.
INTERRUPTED = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nraise SystemExit('it was not interrupted')\n"
ENTRIES = {
    "python -m tts_interview": "import runpy; runpy.run_module('tts_interview', run_name='__main__')",
    "tts-interview": "from tts_interview.__main__ import main; main()",
}


@needs_signals
@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
@pytest.mark.parametrize("library", ["click", "difflib"])
def test_ctrl_c_while_modules_load_ends_quietly(entry: str, library: str, tmp_path: Path) -> None:
    (tmp_path / f"{library}.py").write_text(INTERRUPTED)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    command = [sys.executable, "-c", CTRL_C_ON + entry, "--help"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_importing_the_package_loads_none_of_its_modules() -> None:
    program = "import sys, tts_interview; print([name for name in sys.modules if name.startswith('tts_interview.')])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


# It speaks one text and waits to be ended.
WAITING = """
import pathlib, signal, sys, threading
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from tts_interview.speech.engines.tone import ToneEngine
speak = ToneEngine.speak
def once(self, utterance):
    if pathlib.Path("waits").exists():
        threading.Event().wait()
    pathlib.Path("waits").touch()
    return speak(self, utterance)
ToneEngine.speak = once
from tts_interview.cli import main
main()
"""


@needs_signals
def test_a_closed_terminal_ends_a_run_and_nothing_is_left(tmp_path: Path) -> None:
    import fcntl
    import pty
    import termios

    (tmp_path / "page.txt").write_text(PAGE.format(word="far"))
    (tmp_path / "temporary").mkdir()
    outer, inner = pty.openpty()
    environment = {"TERM": "xterm", "TMPDIR": str(tmp_path / "temporary"), "TTS_INTERVIEW_CACHE": str(tmp_path / "cache")}
    with started(
        [sys.executable, "-c", WAITING, "render", "page.txt", "-o", "out/e.mp3", "--engine", "tone"],
        cwd=tmp_path,
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        stdin=inner,
        stdout=inner,
        stderr=inner,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    ) as running:
        os.close(inner)
        while b"Speaking" not in os.read(outer, 1024):
            pass
        os.close(outer)
        assert running.wait(60) == 129
    assert not (tmp_path / "out").exists()
    assert list((tmp_path / "cache" / "work").iterdir()) == []
    assert list((tmp_path / "temporary").iterdir()) == []


@needs_signals
def test_a_run_under_nohup_does_not_end_with_its_terminal() -> None:
    program = (
        "import os, signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from tts_interview import cli; cli.run(['--version']); os.kill(os.getpid(), signal.SIGHUP); print('goes on')"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "goes on")


# -- odd input -------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
@pytest.mark.parametrize("output", ["loop.mp3", "loop/", "loop/e.mp3"])
def test_an_output_that_is_a_link_to_itself_is_one_line(output: str, tts: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    link = tmp_path / output.partition("/")[0]
    link.symlink_to(link)
    run = tts("render", "page.txt", "-o", output, "--engine", "tone", "-q", "--force")
    assert run.code == 1
    assert len(run.err.splitlines()) == 1
    assert "Too many levels of symbolic links; choose another -o" in run.err


@pytest.mark.parametrize("name", ["dots.vtt", "dots.json"])
def test_a_speaker_whose_name_is_a_full_stop_is_read(name: str, tts: CommandLine, tmp_path: Path) -> None:
    said = [(f"{n:02}", "Odile" if n % 2 else ".", "How?" if n % 2 else "So.") for n in range(1, 5)]
    cues = [f"00:{n}.000 --> 00:{n}.900\n<v {who}>{words}\n" for n, who, words in said]
    segments = [f'{{"speaker":"{who}","startTime":{int(n)},"endTime":{int(n)},"body":"{words}"}}' for n, who, words in said]
    (tmp_path / "dots.vtt").write_text("\n".join(["WEBVTT\n", *cues]))
    (tmp_path / "dots.json").write_text(f'{{"version":"1.0.0","segments":[{",".join(segments)}]}}')
    run = tts("parse", name)
    assert (run.code, "Spoken 4 words" in run.out) == (0, True), run.err
