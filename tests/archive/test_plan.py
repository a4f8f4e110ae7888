"""`archive plan` reads every source once, says what it is, and numbers what is to be made."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from archive.talks import ESSAY, TALK, entries, plan, write_talks
from PIL import Image
from processes import started
from shows import SHOW

from tts_interview import Settings
from tts_interview.archive.library import Library, LibraryEntry, Standing
from tts_interview.archive.planning import survey
from tts_interview.cli.archive.opening import print_summary
from tts_interview.cli.console import Console
from tts_interview.errors import LibraryError, QueueError
from tts_interview.jobs.apart import each_apart
from tts_interview.settings.layers import with_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import CommandLine


def test_each_source_has_a_row_with_what_was_read(tts: CommandLine, tmp_path: Path) -> None:
    write_talks(tmp_path / "in", 2)
    (tmp_path / "in" / "essay.md").write_text(ESSAY)
    (tmp_path / "in" / "empty.txt").write_text("")
    (tmp_path / "in" / "broken.pdf").write_bytes(b"%PDF-1.4 obj broken")
    (tmp_path / "in" / "picture.png").write_bytes(b"no reader knows it")
    said = plan(tts, "in")
    found = {Path(entry.path).name: entry for entry in entries(tmp_path / "lib")}
    assert {name: (entry.kind, entry.standing, entry.number) for name, entry in found.items()} == {
        "0001.md": ("interview", "accepted", 1),
        "0002.md": ("interview", "accepted", 2),
        "broken.pdf": ("unreadable", "waiting for review", 0),
        "empty.txt": ("empty", "waiting for review", 0),
        "essay.md": (found["essay.md"].kind, "set aside", 0),
    }
    assert found["essay.md"].kind in {"essay", "article"}
    talk = found["0001.md"]
    assert (talk.title, talk.cast, talk.stem) == (
        "tide 1",
        "Mara Holt (interviewer), Jonas Reed (guest)",
        "2026-03-04-tide-1",
    )
    assert talk.sure > 0.8
    assert talk.sound_s > 5
    assert len(talk.hash) == 64
    assert "broken.pdf" in found["broken.pdf"].signs
    assert "For a person to review: 2\nTo be made: 2;" in said


def test_what_it_takes_is_told_in_units_that_fit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def told(sound_s: float, work_s: float, size: int) -> str:
        with closing(Library(tmp_path / str(size), create=True)) as library:
            facts: dict[str, Any] = {"kind": "interview", "standing": Standing.ACCEPTED, "disk_bytes": size}
            library.put([LibraryEntry(path="/one", sound_s=sound_s, work_s=work_s, **facts)])
            print_summary(library, Console(plain=True, quiet=False, verbose=False))
        return capsys.readouterr().err.splitlines()[-1]

    assert told(95, 0.3, 900_000) == "To be made: 1; 1 min 35 s to hear, 1 s of work for two cores, at most 0.9 MB"
    far = "To be made: 1; 1,250 h 0 min to hear, 2 h 5 min of work for two cores, at most 2,500.0 GB"
    assert told(4_500_000, 7500, 2_500_000_000_000) == far


def test_a_second_plan_of_unchanged_sources_reads_nothing(
    tts: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = write_talks(tmp_path / "in", 3)
    plan(tts, "in")
    before = entries(tmp_path / "lib")
    times = paths[0].stat().st_atime_ns, paths[0].stat().st_mtime_ns
    with monkeypatch.context() as patch:
        patch.delattr("tts_interview.jobs.apart._Child.begin")  # no child could call it
        assert "Read: 0; unchanged: 3" in plan(tts, "in")
    assert entries(tmp_path / "lib") == before
    paths[0].write_text(TALK.format(title="tide 9"))
    os.utime(paths[0], ns=times)  # the size is the same too, so nobody can tell
    assert "Read: 0; unchanged: 3" in plan(tts, "in")
    assert "Read: 3; unchanged: 0" in plan(tts, "in", "--force")
    assert entries(tmp_path / "lib")[0].title == "tide 9"


def test_a_changed_source_keeps_its_number_and_its_stem(tts: CommandLine, tmp_path: Path) -> None:
    paths = write_talks(tmp_path / "in", 2)
    plan(tts, "in")
    paths[0].write_text(TALK.format(title="the great flood"))
    assert "Read: 1; unchanged: 1" in plan(tts, "in")
    first, _ = entries(tmp_path / "lib")
    assert (first.title, first.number, first.stem) == ("the great flood", 1, "2026-03-04-tide-1")


def test_a_changed_source_that_is_no_interview_any_more_is_set_aside(tts: CommandLine, tmp_path: Path) -> None:
    paths = write_talks(tmp_path / "in", 1)
    plan(tts, "in")
    paths[0].write_text(ESSAY)
    plan(tts, "in")
    (entry,) = entries(tmp_path / "lib")
    assert (entry.standing, entry.number) == ("set aside", 1)


# -- numbers after those of the show -----------------------------------------------------------------------------------

OTHERS = """<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>Tides</title>{}</channel></rss>"""
ITEM = "<item><title>T</title><guid>{0}</guid><itunes:episode>{0}</itunes:episode></item>"


def write_show(folder: Path, more: str = "") -> None:
    (folder / "show.toml").write_text(SHOW + more)
    Image.new("RGB", (1400, 1400)).save(folder / "a.png")


def numbers(tts: CommandLine, *arguments: str) -> list[int]:
    plan(tts, "in", *arguments)
    return [entry.number for entry in entries(tts.folder / "lib")]


def test_numbers_begin_after_the_episodes_that_a_show_has_published(tts: CommandLine, tmp_path: Path) -> None:
    write_show(tmp_path)
    done = tts("render", *write_talks(tmp_path / "published", 2), "--engine", "tone", "--show", "show.toml", "--publish")
    assert done.code == 0, done.err
    write_talks(tmp_path / "in", 2)
    assert numbers(tts, "--show", "show.toml") == [3, 4]
    shutil.rmtree(tmp_path / "lib")
    feed = tmp_path / "output" / "feed.xml"
    feed.rename(feed.with_name("lost.xml"))
    assert numbers(tts, "--show", "show.toml") == [3, 4], "the records tell, too"
    shutil.rmtree(tmp_path / "lib")
    (tmp_path / "other.toml").write_text(SHOW.replace("Tides", "Ebbs"))
    assert numbers(tts, "--show", "other.toml") == [1, 2]


@pytest.mark.parametrize(("items", "first"), [((7, 41), 42), (("x", "y", "z"), 4), (("", "99999999999"), 3)])
def test_numbers_begin_after_those_in_a_feed_of_somebody_else(
    tts: CommandLine, tmp_path: Path, items: tuple[object, ...], first: int
) -> None:
    write_show(tmp_path, 'file = "pod/all.xml"\n')
    (tmp_path / "pod").mkdir()
    feed = tmp_path / "pod" / "all.xml"
    feed.write_text(OTHERS.format("".join(map(ITEM.format, items))))
    write_talks(tmp_path / "in", 2)
    assert numbers(tts, "--show", "show.toml") == [first, first + 1]
    feed.write_text(OTHERS.format(ITEM.format(60)))
    write_talks(tmp_path / "in", 3)
    assert numbers(tts, "--show", "show.toml") == [first, first + 1, 61], "numbers that were given stay"
    feed.write_text(OTHERS.format(""))
    write_talks(tmp_path / "in", 4)
    assert numbers(tts, "--show", "show.toml")[-1] == 62


def test_a_feed_beside_the_episodes_of_a_library_counts_and_a_broken_one_ends_the_plan(
    tts: CommandLine, tmp_path: Path
) -> None:
    write_show(tmp_path)
    feed = tmp_path / "lib" / "episodes" / "feed.xml"
    feed.parent.mkdir(parents=True)
    feed.write_text(OTHERS.format(ITEM.format(8)))
    write_talks(tmp_path / "in", 1)
    assert numbers(tts, "--show", "show.toml") == [9]
    feed.write_text("<rss>")
    write_talks(tmp_path / "in", 2)
    done = tts("archive", "plan", "in", "-o", "lib", "--engine", "tone", "--show", "show.toml")
    assert (done.code, "not a valid feed" in done.err) == (1, True)
    assert len(entries(tmp_path / "lib")) == 1


def test_two_sources_with_the_same_title_get_stems_of_their_own(tts: CommandLine, tmp_path: Path) -> None:
    for path in write_talks(tmp_path / "in", 2):
        path.write_text(TALK.format(title="tides"))
    plan(tts, "in")
    assert [entry.stem for entry in entries(tmp_path / "lib")] == ["2026-03-04-tides", "2026-03-04-tides-2"]


def test_how_sure_a_reading_has_to_be_is_up_to_the_user(tts: CommandLine, tmp_path: Path) -> None:
    write_talks(tmp_path / "in", 1)
    plan(tts, "in", "--sure", "1")
    assert [entry.standing for entry in entries(tmp_path / "lib")] == ["waiting for review"]


def test_a_library_inside_a_folder_of_sources_is_not_read(tts: CommandLine, tmp_path: Path) -> None:
    write_talks(tmp_path, 1)
    write_talks(tmp_path / "lib", 2)
    write_talks(tmp_path / ".hidden", 2)
    plan(tts, ".")
    assert [entry.path for entry in entries(tmp_path / "lib")] == [str(tmp_path / "0001.md")]


def test_a_list_names_paths_and_a_source_named_twice_is_one(tts: CommandLine, tmp_path: Path) -> None:
    write_talks(tmp_path / "in", 3)
    (tmp_path / "list.txt").write_text("in/0002.md\n\n  in/0001.md\nin/0002.md\n")
    plan(tts, "--from", "list.txt")
    assert [Path(entry.path).name for entry in entries(tmp_path / "lib")] == ["0002.md", "0001.md"]
    done = tts("archive", "plan", "--from", "-", "-o", "lib", "--engine", "tone", stdin=b"in/0003.md\n")
    assert done.code == 0
    assert len(entries(tmp_path / "lib")) == 3


def test_a_table_says_more_of_each_source(tts: CommandLine, tmp_path: Path) -> None:
    write_talks(tmp_path / "in", 2)
    (tmp_path / "list.csv").write_text(
        'file,Name,interviewer\nin/0001.md,"A tide, explained",Jonas Reed\nin/0002.md,,\n', encoding="utf-8-sig"
    )
    plan(tts, "--from", "list.csv", "--columns", "path=file,title=Name")
    first, second = entries(tmp_path / "lib")
    assert first.title == "A tide, explained"
    assert "Jonas Reed (interviewer)" in first.cast
    assert second.title == "tide 2"
    assert "Read: 0; unchanged: 2" in plan(tts, "--from", "list.csv", "--columns", "path=file,title=Name")


@pytest.mark.parametrize(
    ("table", "columns", "error"),
    [
        ("path,title\nin/0001.md\n", "path=path", "list.csv, line 2: expected 2 cells"),
        ("path\nin/0001.md\n", "path=file", 'list.csv has no column "file": its columns are path'),
        ("path,date\nin/0001.md,soon\n", "path=path", 'list.csv, line 2: date: invalid date "soon"'),
        ('path\n"in/0001.md\n', "path=path", "not a valid table in CSV"),
        ("path\nin/none.md\n", "path=path", "in/none.md does not exist"),
        ("path,after\nin/0001.md,rm\n", "path=path,after=after", 'invalid columns "path=path,after=after"'),
    ],
)
def test_a_bad_table_is_refused_in_one_line(tts: CommandLine, tmp_path: Path, table: str, columns: str, error: str) -> None:
    write_talks(tmp_path / "in", 1)
    (tmp_path / "list.csv").write_text(table)
    done = tts("archive", "plan", "--from", "list.csv", "--columns", columns, "-o", "lib")
    assert done.code == 1
    assert error in done.err
    assert len(done.err.splitlines()) == 1
    assert not (tmp_path / "lib").exists()


def test_a_column_that_no_source_may_set_is_not_taken(tts: CommandLine, tmp_path: Path) -> None:
    write_talks(tmp_path / "in", 1)
    (tmp_path / "list.csv").write_text("path,after,cache,sign-with\nin/0001.md,touch x,/tmp/x,/etc/passwd\n")
    plan(tts, "--from", "list.csv", "--columns", "path=path")
    assert entries(tmp_path / "lib")[0].wishes == {}


def test_a_list_that_is_not_text_is_refused(tts: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_bytes(b"\xff\xfe\x00")
    done = tts("archive", "plan", "--from", "list.txt", "-o", "lib")
    assert (done.code, "list.txt is not valid UTF-8 (byte 1)" in done.err) == (1, True)
    assert tts("archive", "plan", "-o", "lib").code == 2


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_that_is_not_text_is_refused(tts: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    try:
        Path(os.fsdecode(bytes(folder) + b"/b\xe9d.md")).write_text("x")
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    done = tts("archive", "plan", "in", "-o", "lib")
    assert (done.code, "rename the file" in done.err) == (1, True)


def test_a_second_client_is_told(tts: CommandLine, tmp_path: Path) -> None:
    write_talks(tmp_path / "in", 1)
    first = Library(tmp_path / "lib", create=True)
    with first.in_use():
        done = tts("archive", "plan", "in", "-o", "lib", "--engine", "tone")
    assert (done.code, "another program plans or makes" in done.err) == (1, True)
    plan(tts, "in")


def test_a_plan_that_is_interrupted_keeps_what_it_read(
    tts: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_talks(tmp_path / "in", 4)

    def two_of(*arguments: Any) -> Iterator[Any]:  # noqa: ANN401 - those of `each_apart`
        yield from islice(each_apart(*arguments), 2)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("tts_interview.archive.planning.each_apart", two_of)
        assert tts("archive", "plan", "in", "-o", "lib", "--engine", "tone").code == 130
    assert [entry.number for entry in entries(tmp_path / "lib")] == [1, 2]
    assert "Read: 2; unchanged: 2" in plan(tts, "in")
    assert [entry.number for entry in entries(tmp_path / "lib")] == [1, 2, 3, 4]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_what_a_killed_plan_loses_is_planned_again(tts: CommandLine, tmp_path: Path) -> None:
    write_talks(tmp_path / "in", 60)
    program = """
import os, signal, sys
from tts_interview import cli
from tts_interview.archive import planning

seen = []
def surveyed(library, entry, *rest, first=planning._surveyed):
    seen.append(entry)
    if len(seen) == 55:  # in the midst of the second batch
        os.kill(os.getpid(), signal.SIGKILL)
    return first(library, entry, *rest)
planning._surveyed = surveyed
cli.run(sys.argv[1:])
"""
    command = [sys.executable, "-c", program, "archive", "plan", "in", "-o", "lib", "--engine", "tone", "--workers", "1"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with started(command, cwd=tmp_path, env=environment) as running:
        assert running.wait() == -signal.SIGKILL
    assert [entry.number for entry in entries(tmp_path / "lib")] == list(range(1, 51))
    assert "Read: 10; unchanged: 50" in plan(tts, "in")
    assert [entry.number for entry in entries(tmp_path / "lib")] == list(range(1, 61))


def test_a_change_within_a_change_is_made_or_not_made_with_it(tmp_path: Path) -> None:
    def half(library: Library) -> None:
        with library.writing():
            library.put([LibraryEntry(path="/one")])
            raise KeyError

    with closing(Library(tmp_path / "lib", create=True)) as library:
        with pytest.raises(KeyError):
            half(library)
        assert list(library.entries()) == []
        with library.writing():
            library.put([LibraryEntry(path="/one")])
        assert [entry.path for entry in library.entries()] == ["/one"]


def test_a_library_that_is_none_is_refused(tts: CommandLine, tmp_path: Path) -> None:
    done = tts("archive", "status", "lib")
    assert (done.code, done.err.startswith("Error: lib is not a library: make one with")) == (1, True)
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "archive.db").write_bytes(b"not a database at all" * 99)
    done = tts("archive", "status", "lib")
    assert (done.code, "cannot be used: file is not a database" in done.err) == (1, True)


def test_a_library_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    Library(tmp_path, create=True).close()
    with sqlite3.connect(tmp_path / "archive.db") as rows:
        rows.execute("PRAGMA user_version = 99")
    rows.close()
    with pytest.raises(LibraryError, match="a newer version"):
        Library(tmp_path)


def test_a_source_that_cannot_be_looked_at_is_a_row(tts: CommandLine, tmp_path: Path) -> None:
    plan(tts, "http://127.0.0.1:9/talk.html", "--private")
    (entry,) = entries(tmp_path / "lib")
    assert (entry.kind, entry.standing, entry.size, entry.hash) == ("unreadable", Standing.WAITING, -1, "")
    assert "Read: 0; unchanged: 1" in plan(tts, "http://127.0.0.1:9/talk.html", "--private")


def test_a_source_that_costs_too_much_is_told_so_and_an_error_of_the_settings_is_a_choice(
    tts: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = write_talks(tmp_path / "in", 1)

    def costly(_work: object, items: Iterator[Any], *_: object) -> Iterator[Any]:
        for token, _item in items:
            yield token, QueueError("it was not done within 1 seconds, the limit")

    with monkeypatch.context() as patch:
        patch.setattr("tts_interview.archive.planning.each_apart", costly)
        plan(tts, "in")
    (entry,) = entries(tmp_path / "lib")
    assert (entry.kind, entry.signs) == ("too costly", "it was not done within 1 seconds, the limit")
    settings = with_values(Settings(), {"speech.engine": "tone", "speech.cache_folder": tmp_path / "cache"})
    assert survey(settings, (str(path), {}, {}))["kind"] == "interview"
    assert survey(settings, (str(path), {"voice": "Nobody=low"}, {}))["kind"] == "needs a choice"
    missing = survey(settings, (str(tmp_path / "none.md"), {}, {}))
    assert (missing["kind"], missing["hash"]) == ("unreadable", "")
