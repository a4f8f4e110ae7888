"""`archive run` makes each accepted interview once, whatever is killed, and lists them in the end."""

from __future__ import annotations

import errno
import os
import re
import sys
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from archive.talks import TALK, entries, plan, write_talks
from PIL import Image
from processes import started
from shows import SHOW

from tts_interview import Settings, documents, errors
from tts_interview.archive import cluster, running
from tts_interview.archive.cluster import crew_of
from tts_interview.archive.library import Library, Standing
from tts_interview.archive.running import RunOrder, run_archive
from tts_interview.archive.unit import Assignment, make
from tts_interview.documents.child import read_apart
from tts_interview.model import SILENT
from tts_interview.publishing.feed.document import read_feed
from tts_interview.publishing.feed.elements import ITUNES
from tts_interview.settings.layers import with_values
from tts_interview.settings.showfile import read_show

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import CommandLine

    from tts_interview.model import Document

pytestmark = pytest.mark.timeout(280)
Employ = Callable[["Hands"], None]
RUN = ("archive", "run", "lib", "--engine", "tone", "--workers", "1")
LISTS = ("--format", "feed", "--format", "episodes")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a fast engine and a cache of their own."""
    values = {"speech.engine": "tone", "speech.cache_folder": tmp_path / "cache"}
    return with_values(Settings(), {**values, "publishing.output_folder": tmp_path / "lib" / "episodes"})


@pytest.fixture
def library(tts: CommandLine, tmp_path: Path) -> Path:
    """A library with three accepted talks."""
    write_talks(tmp_path / "in", 3)
    plan(tts, "in")
    return tmp_path / "lib"


# -- with workers of this machine --------------------------------------------------------------------------------------


def test_accepted_interviews_are_made_once_and_listed_in_the_end(tts: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(SHOW)
    Image.new("RGB", (1400, 1400)).save(tmp_path / "a.png")
    write_talks(tmp_path / "in", 3)
    plan(tts, "in", "--show", "show.toml")
    done = tts(*RUN, *LISTS)
    assert (done.code, done.err.splitlines()[-1]) == (0, "Made: 3; failed: 0; left: 0")
    lib = tmp_path / "lib"
    assert done.out.splitlines() == [str(lib / "episodes" / name) for name in ("episodes.html", "feed.xml")]
    items = read_feed(lib / "episodes" / "feed.xml").items
    assert [item.text_of(f"{ITUNES} episode") for item in items] == ["3", "2", "1"]
    made = entries(lib)
    assert [(e.standing, e.number, e.attempts, e.error) for e in made] == [("made", n, 1, "") for n in (1, 2, 3)]
    assert all((lib / e.audio).stat().st_size and len(e.digest) == 64 and e.worker and e.seconds > 0 for e in made)
    again = tts(*RUN, *LISTS)
    assert (again.code, again.out, again.err) == (0, "", "Made: 0; failed: 0; left: 0\n")
    assert entries(lib) == made
    assert tts("archive", "withdraw", "lib", "2").err == "Withdrawn: 1\n"
    assert [item.text_of("title") for item in read_feed(lib / "episodes" / "feed.xml").items] == ["tide 3", "tide 1"]
    assert not (lib / made[1].audio).parent.exists()


def test_what_cannot_be_made_fails_alone_and_once(tts: CommandLine, library: Path, tmp_path: Path) -> None:
    (tmp_path / "in" / "0002.md").unlink()
    done = tts(*RUN)
    assert (done.code, done.err.splitlines()[-1]) == (1, "Made: 2; failed: 1; left: 0")
    failed = entries(library)[1]
    assert (failed.standing, failed.attempts, failed.error) == ("failed", 1, "SourceError")
    assert "0002.md does not exist" in tts("archive", "status", "lib").out


@contextmanager
def client(folder: Path, *options: str) -> Iterator[subprocess.Popen[Any]]:
    """Run a client in a process of its own."""
    command = [sys.executable, "-m", "tts_interview", "archive", "run", "lib", "--engine", "tone", *options]
    environment = {**os.environ, "TTS_INTERVIEW_CACHE": str(folder / "cache"), "PYTHONPATH": os.pathsep.join(sys.path)}
    with started(command, cwd=folder, env=environment) as running:
        yield running


def until(library: Path, count: int) -> None:
    """Wait until so many episodes are made."""
    rows = Library(library)
    while sum(1 for _ in rows.entries([Standing.MADE])) < count:
        threading.Event().wait(0.05)
    rows.close()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed_workers_and_clients_cost_the_work_in_hand_alone(tts: CommandLine, tmp_path: Path) -> None:
    write_talks(tmp_path / "in", 16)
    plan(tts, "in")
    lib = tmp_path / "lib"
    with client(tmp_path, "--workers", "2") as first:
        until(lib, 2)
        workers = [child for child in psutil.Process(first.pid).children() if "spawn_main" in " ".join(child.cmdline())]
        workers[0].kill()
        until(lib, 6)
        first.kill()
    with client(tmp_path, "--workers", "2") as second:
        assert second.wait() == 0
    made = entries(lib)
    assert [(e.standing, e.number) for e in made] == [("made", number) for number in range(1, 17)]
    assert all(1 <= e.attempts <= 3 and not e.in_hand for e in made)
    assert sorted(path.name for path in (lib / "episodes").iterdir()) == sorted(e.stem for e in made)
    assert not list((lib / "episodes").rglob("*.part"))


def kill_after(library: Path, count: int, process: subprocess.Popen[Any]) -> None:
    """Kill a process when so many episodes are made."""
    until(library, count)
    process.kill()


# -- with a cluster ----------------------------------------------------------------------------------------------------


def test_a_library_that_is_lost_is_made_anew_from_the_episodes_that_are_there(
    tts: CommandLine, library: Path, tmp_path: Path
) -> None:
    assert tts(*RUN, "--publish").code == 0
    before = {entry.path: entry for entry in entries(library)}
    first, gone, last = sorted(before)
    times = {path: (library / entry.audio).stat().st_mtime_ns for path, entry in before.items()}
    for file in library.glob("archive.db*"):
        file.unlink()
    (tmp_path / "in" / "0002.md").unlink()
    (tmp_path / "in" / "0000.md").write_text(TALK.format(title="the ebb"))
    plan(tts, "in", "--sure", "1")
    found = {entry.path: entry for entry in entries(library)}
    assert {path: (entry.number, entry.stem, entry.standing) for path, entry in found.items()} == {
        str(tmp_path / "in" / "0000.md"): (0, "2026-03-04-the-ebb", Standing.WAITING),
        first: (1, before[first].stem, Standing.ACCEPTED),
        last: (3, before[last].stem, Standing.ACCEPTED),
    }
    assert gone not in found
    plan(tts, "in", "--force")
    assert {entry.number for entry in entries(library)} == {1, 3, 4}
    assert "Made: 3; failed: 0; left: 0" in tts(*RUN, "--publish").err
    for entry in entries(library):
        assert times.get(entry.path) in {None, (library / entry.audio).stat().st_mtime_ns}, "it was spoken again"
        assert entry.path not in before or entry.digest == before[entry.path].digest


@contextmanager
def dask_program(folder: Path, *arguments: object) -> Iterator[subprocess.Popen[Any]]:
    """Run a program of dask: a scheduler or a worker."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with started([sys.executable, "-m", "dask", *arguments], cwd=folder, env=environment, stderr=-3) as running:
        yield running


@contextmanager
def scheduler(folder: Path) -> Iterator[tuple[subprocess.Popen[Any], str]]:
    """Run a scheduler; yield it with its address."""
    file = folder / "scheduler.json"
    where = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", file)
    with dask_program(folder, "scheduler", *where) as running:
        while not file.exists():
            threading.Event().wait(0.05)
        yield running, f"tcp://{file.read_text().split('tcp://')[1].split(chr(34))[0]}"


def give_up_and_restart(address: str) -> None:
    """A worker that hangs is ended, and the next task is done; one that does not see the library is refused."""
    with crew_of(address, 1, str.isprintable, "seen") as crew:
        crew.give(1, time.sleep, 600)
        while not (begun := list(crew.begun())):
            assert not list(crew.answers())
        assert begun[0][0] == 1
        crew.give_up(1)
        assert crew.in_hand == 0
        crew.restart(begun[0][1])
        crew.give(2, len, "three")
        answers = list[tuple[int, Any]]()
        while not answers:
            answers += crew.answers()
        assert answers == [(2, 5)]
        crew.give(3, int, "three")
        while crew.in_hand:
            answers += crew.answers()
        assert isinstance(answers[-1][1], ValueError)
    with pytest.raises(errors.ClusterError, match="does not see /: share the folder"), crew_of(address, 1, str.isdigit, "/"):
        pass


@pytest.mark.slow
def test_a_cluster_makes_an_archive_and_its_end_is_told(tts: CommandLine, library: Path, tmp_path: Path) -> None:
    options = ("--nthreads", "1", "--nworkers", "1", "--no-dashboard", "--host", "127.0.0.1")
    with scheduler(tmp_path) as (running, address), dask_program(tmp_path, "worker", address, *options):
        done = tts(*RUN, "--cluster", address)
        assert (done.code, done.err.splitlines()[-1]) == (0, "Made: 3; failed: 0; left: 0")
        give_up_and_restart(address)
        write_talks(tmp_path / "more", 40)
        plan(tts, "more")
        ends = threading.Thread(target=kill_after, args=(library, 5, running))
        ends.start()
        done = tts(*RUN, "--cluster", address)
        ends.join()
    assert done.code == 1
    assert f"the cluster at {address} does not answer any more: start it, and run the same command again" in done.err
    assert sum(entry.standing == "made" for entry in entries(library)) >= 5


def test_a_cluster_that_is_not_there_is_told(tts: CommandLine, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_ANSWER_S", 1)
    done = tts(*RUN, "--cluster", "tcp://127.0.0.1:9")
    assert done.code == 1
    assert done.err.splitlines()[-1].startswith("Error: the cluster at tcp://127.0.0.1:9 does not answer")
    done = tts(*RUN, "--cluster", "nowhere")
    assert (done.code, "Error: the cluster at nowhere" in done.err) == (1, True)
    assert [entry.standing for entry in entries(library)] == ["accepted"] * 3


def test_without_dask_the_way_to_install_it_is_told(tts: CommandLine, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = tts(*RUN)
    assert (done.code, "pip install 'tts-interview[archive]'" in done.err) == (1, True)


# -- without workers: a crew in this process ---------------------------------------------------------------------------


class Hands:
    """A crew that does each task at once, unless `act` says what happens instead."""

    def __init__(self, act: Callable[[Assignment, int], Any] = lambda task, _: make(task)) -> None:
        self.act, self.tasks, self.starts, self.given = (
            act,
            dict[int, Assignment](),
            list[tuple[int, str]](),
            list[Assignment](),
        )
        self.restarted, self.size = list[str](), 1
        self.times = dict[int, int]()

    @property
    def in_hand(self) -> int:
        return len(self.tasks)

    def give(self, task_id: int, _work: object, task: Assignment) -> None:
        self.tasks[task_id] = task
        self.given.append(task)

    def answers(self) -> Iterator[tuple[int, Any]]:
        for task_id, task in list(self.tasks.items()):
            self.times[task_id] = self.times.get(task_id, 0) + 1
            self.starts.append((task_id, f"worker {self.times[task_id]}"))
            answer = self.act(task, self.times[task_id])
            if answer is not None:
                del self.tasks[task_id]
                yield task_id, answer

    def begun(self) -> Iterator[tuple[int, str]]:
        starts, self.starts = self.starts, []
        yield from starts

    def give_up(self, task_id: int) -> None:
        del self.tasks[task_id]

    def restart(self, worker: str) -> None:
        self.restarted.append(worker)


@pytest.fixture
def by(monkeypatch: pytest.MonkeyPatch) -> Callable[[Hands], None]:
    """Let a crew of this process do the work."""

    def employ(hands: Hands) -> None:
        @contextmanager
        def hired(*_: object) -> Iterator[Hands]:
            yield hands

        monkeypatch.setattr(running, "crew_of", hired)

    return employ


def run(library: Path, settings: Settings, **how: Any) -> running.Tally:  # noqa: ANN401 - the fields of an order
    opened = Library(library)
    try:
        return run_archive(opened, settings, RunOrder(**how), SILENT)
    finally:
        opened.close()


def failure(error: str) -> dict[str, Any]:
    return {"error": error, "error_text": f"a {error}", "seconds": 0.5}


def test_what_may_pass_is_tried_again_and_what_cannot_is_not(library: Path, settings: Settings, by: Employ) -> None:
    def act(task: Assignment, turn: int) -> object:
        if task.id == 1 and turn < 3:
            return failure("EngineError")
        return OSError("lost") if task.id == 2 else failure("NotAnInterviewError") if task.id == 3 else make(task)

    by(Hands(act))
    tally = run(library, settings)
    assert (tally.made, tally.failed, tally.left) == (1, 2, 0)
    first, second, third = entries(library)
    assert (first.standing, first.attempts, first.error) == ("made", 3, "")
    assert (second.standing, second.attempts, second.error, second.error_text) == ("failed", 3, "OSError", "lost")
    assert (third.standing, third.attempts) == ("failed", 1)
    assert run(library, settings).left == 0


def test_an_interview_that_ends_every_worker_is_given_up(library: Path, settings: Settings, by: Employ) -> None:
    hands = Hands(lambda task, _: None if task.id == 2 else make(task))  # begun again and again, without an answer
    by(hands)
    tally = run(library, settings)
    assert (tally.made, tally.failed) == (2, 1)
    poisoned = entries(library)[1]
    assert (poisoned.error, poisoned.error_text) == ("WorkerLost", "its worker ended before it was done, 3 times")
    assert hands.times[2] == 4


def test_an_attempt_that_a_client_took_with_it_does_not_count(library: Path, settings: Settings, by: Employ) -> None:
    rows = Library(library)
    assert [rows.begin(1, "w") for _ in range(2)] == [1, 2]
    rows.change(2, attempts=2)
    by(Hands())
    assert run(library, settings).made == 3
    assert [entry.attempts for entry in entries(library)] == [2, 3, 1]


def test_a_fault_of_the_machine_ends_the_run_and_fails_no_interview(
    tts: CommandLine, library: Path, settings: Settings, by: Employ, tmp_path: Path
) -> None:
    write_talks(tmp_path / "in", 20)
    plan(tts, "in")
    is_full = [True]
    full = {"error": "OutputError", "error_text": "the disk of lib is full: free some space", "seconds": 0.1}
    by(Hands(lambda task, _: full if is_full[0] and task.id > 1 else make(task)))
    with pytest.raises(errors.ClusterError, match="12 attempts in a row failed, the last one with: the disk of lib is full"):
        run(library, settings)
    found = entries(library)
    assert [entry.standing for entry in found] == ["made"] + ["accepted"] * 19
    is_full[0] = False
    assert run(library, settings).made == 19
    assert [entry.number for entry in entries(library)] == list(range(1, 21))


def test_a_full_disk_leaves_no_half_of_an_episode(
    library: Path, settings: Settings, by: Employ, monkeypatch: pytest.MonkeyPatch
) -> None:
    by(Hands())
    real, room = os.fsync, [4]

    def fsync(opened: int) -> None:
        room[0] -= 1
        if room[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(opened)

    while room[0] < 40:
        size = room[0]
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", fsync)
            done = make(task(library, settings))
        if not done["error"]:
            break
        assert done["error"] == "OutputError"
        assert re.search("is full: free some space|No space left on device; free some space", done["error_text"])
        assert not list(library.rglob("*.part"))
        room[0] = size + 3
    assert make(task(library, settings))["error"] == ""
    assert size > 4


@pytest.mark.parametrize("ahead_s", [3600, -3600])
def test_a_worker_whose_clock_is_an_hour_off_costs_no_episode(
    library: Path, settings: Settings, by: Employ, tmp_path: Path, ahead_s: int
) -> None:
    Image.new("RGB", (1400, 1400)).save(tmp_path / "a.png")
    (tmp_path / "show.toml").write_text(SHOW)
    shown = with_values(settings, {"show": read_show(tmp_path / "show.toml"), "publishing.formats": ("feed", "episodes")})

    def elsewhere(task: Assignment, _: int) -> dict[str, Any]:
        with pytest.MonkeyPatch.context() as patch:
            now = time.time
            patch.setattr(time, "time", lambda: now() + ahead_s * (task.id % 2))
            made = make(task)
        episode = (library / made["audio"]).parent
        for path in (*episode.iterdir(), episode):
            os.utime(path, (now(), path.stat().st_mtime + ahead_s * (task.id % 2)))
        return made

    by(Hands(elsewhere))
    for lufs in (-16.0, -20.0):
        assert run(library, with_values(shown, {"sound.target_lufs": lufs})).made == 3
        items = read_feed(library / "episodes" / "feed.xml").items
        assert [item.text_of(f"{ITUNES} episode") for item in items] == ["3", "2", "1"]
        sizes = {int(item.attribute("enclosure", "length")) for item in items}
        assert sizes == {(library / entry.audio).stat().st_size for entry in entries(library)}


def test_a_worker_that_hangs_is_ended(library: Path, settings: Settings, by: Employ) -> None:
    hands = Hands(lambda _task, _turn: failure("SourceError") if hands.restarted else None)
    by(hands)
    limits = replace(settings.reading.limits, episode_seconds=1e-9)
    assert run(library, with_values(settings, {"reading.limits": limits}), only=[1]).failed == 1
    assert hands.restarted == ["worker 1"]


def test_an_attempt_that_nobody_told_of_counts(library: Path, settings: Settings, by: Employ) -> None:
    hands = Hands(lambda _task, _turn: failure("OutputError"))
    by(hands)
    hands.begun = lambda: iter([])  # type: ignore[method-assign]
    assert run(library, settings, only=[1]).failed == 1
    assert (len(hands.given), entries(library)[0].attempts) == (3, 3)


def test_settings_that_change_make_everything_again_and_others_nothing(
    library: Path,
    settings: Settings,
    by: Employ,
) -> None:
    by(Hands())
    assert run(library, settings).made == 3
    first = entries(library)
    assert run(library, with_values(settings, {"publishing.corrected": "2026-01-01"})).made == 0
    assert run(library, with_values(settings, {"sound.target_lufs": -23.0})).made == 3
    assert all(one.digest != two.digest and one.audio == two.audio for one, two in zip(first, entries(library), strict=True))


def test_a_new_wish_makes_an_episode_again_under_its_old_name(
    tts: CommandLine,
    library: Path,
    settings: Settings,
    by: Employ,
) -> None:
    by(Hands())
    run(library, settings)
    tts("archive", "review", "lib", "--from", "-", stdin=b"id,title\n2,High water\n")
    assert run(library, settings).made == 1
    entry = entries(library)[1]
    assert (entry.title, entry.stem, entry.standing) == ("High water", "2026-03-04-tide-2", "made")


def test_a_part_is_made_when_asked(library: Path, settings: Settings, by: Employ) -> None:
    by(Hands())
    assert run(library, settings, only=[2]).made == 1
    assert run(library, settings, seconds=0.0).left == 2
    assert [entry.standing for entry in entries(library)] == ["accepted", "made", "accepted"]
    with pytest.raises(errors.LibraryError, match="has no source 9:"):
        run(library, settings, only=[9])


def test_a_preview_leaves_the_library_as_it_is(library: Path, settings: Settings, by: Employ) -> None:
    before = entries(library)
    hands = Hands(lambda task, _: failure("EngineError") if task.id == 3 else make(task))
    by(hands)
    tally = run(library, settings, preview=True, only=[1, 3])
    assert [path.removeprefix(str(library)) for path in tally.files] == [
        "/previews/2026-03-04-tide-1-turns-1-4/2026-03-04-tide-1-turns-1-4.mp3"
    ]
    assert tally.failed == 1
    assert entries(library) == before
    assert not (library / "episodes").exists()


def test_the_files_of_the_show_are_written_even_if_the_last_run_died_before(
    library: Path,
    settings: Settings,
    by: Employ,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by(Hands())
    written: list[Settings] = []

    def dying(_: Settings) -> list[Path]:
        raise KeyboardInterrupt

    def writing(wanted: Settings) -> list[Path]:
        written.append(wanted)
        return []

    with monkeypatch.context() as patch:
        patch.setattr(running, "write_show", dying)
        with pytest.raises(KeyboardInterrupt):
            run(library, settings)
    monkeypatch.setattr(running, "write_show", writing)
    assert run(library, settings).made == 0
    assert run(library, settings).made == 0
    assert len(written) == 1


def test_a_second_client_is_told(tts: CommandLine, library: Path) -> None:
    with Library(library).in_use():
        done = tts(*RUN)
    assert (done.code, "another program plans or makes" in done.err) == (1, True)


# -- the unit ----------------------------------------------------------------------------------------------------------


def task(library: Path, settings: Settings, **values: Any) -> Assignment:  # noqa: ANN401 - fields of an assignment
    source = library.parent / "in" / "0001.md"
    return replace(Assignment(1, str(source), settings, str(library), 7, "seven", 600.0), **values)


def test_a_unit_makes_the_same_bytes_wherever_and_whenever(library: Path, settings: Settings, tmp_path: Path) -> None:
    Library(tmp_path / "other", create=True).close()
    first, second = (
        make(task(library, settings)),
        make(task(tmp_path / "other", settings, source=str(tmp_path / "in" / "0001.md"))),
    )
    again = make(task(library, settings))
    assert first["error_text"] == ""
    assert first["digest"] == second["digest"] == again["digest"]
    assert first["audio"] == "episodes/seven/seven.mp3"
    assert len(repr(first)) < 1000


def test_a_source_is_read_apart_unless_a_plan_has_read_the_same_bytes(
    library: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart, real = list[str](), read_apart

    def reading(data: bytes, name: str, *how: Any) -> Document:  # noqa: ANN401 - as it is called
        apart.append(name)
        return real(data, name, *how)

    monkeypatch.setattr(documents, "read_apart", reading)
    known = entries(library)[0].hash
    assert make(task(library, settings, hash=known))["error"] == ""
    assert apart == []
    source = library.parent / "in" / "0001.md"
    source.write_text(source.read_text() + "\n**Mara Holt:** And then?\n")
    assert make(task(library, settings, hash=known))["error"] == ""
    assert apart == [str(source)]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes that are files")
def test_a_source_that_became_a_pipe_fails_at_once(library: Path, settings: Settings) -> None:
    source = library.parent / "in" / "0001.md"
    source.unlink()
    os.mkfifo(source)
    done = make(task(library, settings))
    assert (done["error"], "pipe" in done["error_text"]) == ("SourceError", True)


def test_a_unit_answers_what_went_wrong(library: Path, settings: Settings, tmp_path: Path) -> None:
    late = make(task(library, settings, seconds=0.0))
    assert (late["error"], "not made within 0 seconds" in late["error_text"]) == ("CancelledError", True)
    blind = make(task(library, settings, folder=str(tmp_path / "nowhere")))
    assert (blind["error"], "does not see" in blind["error_text"]) == ("ClusterError", True)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(("said", "code"), [("2h", 0), ("1.5d", 0), ("2", 2), ("h", 2), ("-1h", 2), ("²h", 2)])
def test_a_limit_is_a_number_with_its_unit(tts: CommandLine, library: Path, by: Employ, said: str, code: int) -> None:
    by(Hands())
    assert tts(*RUN, "--limit", said, "--only", "accepted").code == code


def test_only_takes_ids(tts: CommandLine, library: Path, by: Employ) -> None:
    by(Hands())
    assert tts(*RUN, "--only", "x").code == 2
    assert tts(*RUN, "--only", "3").err.splitlines()[-1] == "Made: 1; failed: 0; left: 0"
    assert tts(*RUN, "--only", "3", "--only", "accepted").err.splitlines()[-1] == "Made: 3; failed: 0; left: 0"
