"""Machines share finished episodes and clips through a store: whole, checked, and never as a condition of the work."""

from __future__ import annotations

import json
import random
import re
import shutil
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from archive.talks import TALK, entries, plan, write_talks
from stores import KINDS, Place, between, place

from tts_interview import Settings
from tts_interview.archive import unit
from tts_interview.archive.library import Library
from tts_interview.archive.unit import Assignment, make
from tts_interview.files import store as stores
from tts_interview.files.store import PassingError
from tts_interview.model import Outcome
from tts_interview.settings.layers import with_values
from tts_interview.speech.engines.tone import ToneEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import CommandLine

    from tts_interview.model import Clip, Utterance

    Machines = Callable[[Place], tuple["Machine", ...]]

pytestmark = pytest.mark.timeout(280)
WITHHELD = "Everything that the harbour master buried"


@dataclass
class Machine:
    """A machine with a library and a cache of its own; all know the source by the same path."""

    folder: Path
    store: str
    source: Path

    def make(self, settings: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]:  # noqa: ANN401
        """Make the episode as a worker does that has just started."""
        unit._stores.clear()
        Library(self.folder, create=True).close()
        own = {"speech.engine": "tone", "speech.cache_folder": self.folder / "cache", **(settings or {})}
        task = Assignment(1, str(self.source), with_values(Settings(), own), str(self.folder), 7, "seven", 600.0)
        done = make(replace(task, store=self.store, **values))
        assert done["error"] == "", done["error_text"]
        return done

    @property
    def files(self) -> dict[str, bytes]:
        """The files of the episode but its record, without the fingerprint of the settings, which have paths of the machine."""
        episode = self.folder / "episodes" / "seven"
        visible = (path for path in episode.iterdir() if not path.name.startswith("."))
        return {path.name: re.sub(rb'"fingerprint": "\w+"', b"", path.read_bytes()) for path in visible}


@pytest.fixture(params=KINDS)
def there(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    with place(request.param, tmp_path / "store", monkeypatch) as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.setattr(stores, "WAITS_S", (0.0,) * 7)
    with place("folder", tmp_path / "store", monkeypatch) as found:
        yield found


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the engine speaks."""
    said, real = list[str](), ToneEngine.speak

    def speak(self: ToneEngine, utterance: Utterance) -> Clip:
        said.append(utterance.text)
        return real(self, utterance)

    monkeypatch.setattr(ToneEngine, "speak", speak)
    return said


@pytest.fixture
def machines(tmp_path: Path) -> Callable[[Place], tuple[Machine, ...]]:
    def at(where: Place) -> tuple[Machine, ...]:
        (source,) = write_talks(tmp_path / "in", 1)
        return tuple(Machine(tmp_path / name, where.address, source) for name in ("one", "two", "three"))

    return at


# -- episodes ----------------------------------------------------------------------------------------------------------


def test_an_episode_that_one_machine_made_is_taken_by_the_others(there: Place, machines: Machines, spoken: list[str]) -> None:
    one, two, _ = machines(there)
    first = one.make()
    assert (first["outcome"], first["told"]) == (Outcome.NEW, [])
    spoken.clear()
    second = two.make()
    assert (second["outcome"], second["told"], spoken) == (Outcome.TAKEN, [], [])
    assert not clips(two)
    own = {"outcome": "", "seconds": 0, "sound_s": pytest.approx(first["sound_s"], abs=0.001)}
    assert {**first, **own} == {**second, "outcome": "", "seconds": 0}
    assert two.files == one.files
    assert two.make()["outcome"] == Outcome.CURRENT


@pytest.mark.parametrize(
    "other", [{"number": 8}, {"stem": "eight"}, {"wishes": {"title": "High water"}}, {"settings": {"sound.target_lufs": -23.0}}]
)
def test_what_would_be_another_episode_is_not_taken(folder: Place, machines: Machines, other: dict[str, Any]) -> None:
    one, two, three = machines(folder)
    one.make()
    assert two.make(**other)["outcome"] == Outcome.NEW
    two.source.write_text(TALK.format(title="another tide"))
    assert three.make()["outcome"] == Outcome.NEW


def test_the_sounds_around_an_episode_count_by_what_they_hold(folder: Place, machines: Machines, tmp_path: Path) -> None:
    one, two, three = machines(folder)
    lexicons = [tmp_path / f"{name}.toml" for name in "abc"]
    for file, said in zip(lexicons, ("rope", "rope", "roap"), strict=True):
        file.write_text(f'[en]\nlamp = "{said}"\n')
    made = [m.make({"speech.lexicons": (file,)}) for m, file in zip((one, two, three), lexicons, strict=True)]
    assert [done["outcome"] for done in made] == [Outcome.NEW, Outcome.TAKEN, Outcome.NEW]


def damage_sound(files: dict[str, Path]) -> None:
    data = bytearray(files["seven.mp3"].read_bytes())
    data[len(data) // 2] ^= 1
    files["seven.mp3"].write_bytes(data)


def change_list(files: dict[str, Path], change: Callable[[list[dict[str, Any]]], Any]) -> None:
    listed = json.loads(files["list"].read_text())
    files["list"].write_text(json.dumps(change(listed) or listed))


DAMAGES: dict[str, Callable[[dict[str, Path]], object]] = {
    "a bit of the sound": damage_sound,
    "no sound": lambda files: files["seven.mp3"].unlink(),
    "a sound cut short": lambda files: files["seven.mp3"].write_bytes(files["seven.mp3"].read_bytes()[:999]),
    "a sound that does not end": lambda files: files["seven.mp3"].write_bytes(files["seven.mp3"].read_bytes() + bytes(9)),
    "an empty list": lambda files: files["list"].write_bytes(b""),
    "a list of something else": lambda files: files["list"].write_text('{"files": 1}'),
    "a deep list": lambda files: files["list"].write_text("[" * 100_000),
    "a way out": lambda files: change_list(files, lambda listed: listed[0].update(name="../../seven.mp3")),
    "a file of another": lambda files: change_list(files, lambda listed: listed[0].update(name="eight.mp3")),
    "an absolute digest": lambda files: change_list(files, lambda listed: listed[0].update(sha256="/etc/passwd")),
    "no record": lambda files: change_list(files, lambda listed: listed[:-1]),
    "less than the record says": lambda files: change_list(files, lambda listed: listed[1:]),
    "a negative size": lambda files: change_list(files, lambda listed: listed[0].update(size=-1)),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_or_foreign_is_told_once_and_made_again(folder: Place, machines: Machines, damage: str) -> None:
    one, two, three = machines(folder)
    one.make()
    (listed,) = (path for path in one.folder.parent.joinpath("store").rglob("bundle.json"))
    files = {file["name"]: listed.with_name(file["sha256"]) for file in json.loads(listed.read_text())} | {"list": listed}
    DAMAGES[damage](files)
    done = two.make()
    assert done["outcome"] == Outcome.NEW
    assert len(done["told"]) == 1
    assert "in the store" in done["told"][0]
    assert done["told"][0].endswith("; making it again")
    assert two.files == one.files
    assert not list((two.folder / "episodes").rglob("*.part"))
    assert three.make()["outcome"] == Outcome.TAKEN


def test_a_store_that_fails_one_call_in_ten_costs_nothing(
    there: Place,
    machines: Machines,
    monkeypatch: pytest.MonkeyPatch,
    spoken: list[str],
) -> None:
    monkeypatch.setattr(stores, "WAITS_S", (0.0,) * 7)
    chosen, failed = random.Random(5), list[str]()  # noqa: S311 - no secret

    def shaky(_: object, name: str, call: Callable[[], Any]) -> Any:  # noqa: ANN401
        if chosen.random() < 0.1:
            failed.append(name)
            raise PassingError("the store does not answer now")
        return call()

    between(monkeypatch, there.kind, shaky)
    one, two, _ = machines(there)
    made = []
    for number in range(1, 6):
        made += [machine.make(number=number) for machine in (one, two)]
        shutil.rmtree(one.folder / "episodes")
        shutil.rmtree(two.folder / "episodes")
    assert [done["outcome"] for done in made] == [Outcome.NEW, Outcome.TAKEN] * 5
    assert failed
    assert not any(done["told"] for done in made)


def test_a_network_that_is_away_for_a_while_is_awaited_and_then_done_without(
    folder: Place,
    machines: Machines,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    down, tries = [5], list[str]()

    def lost(_: object, name: str, call: Callable[[], Any]) -> Any:  # noqa: ANN401
        tries.append(name)
        if down[0]:
            down[0] -= 1
            raise PassingError("the store cannot be reached")
        return call()

    between(monkeypatch, "folder", lost)
    one, two, three = machines(folder)
    assert (one.make()["told"], two.make()["outcome"]) == ([], Outcome.TAKEN)
    down[0] = 1_000_000
    tries.clear()
    done = three.make()
    assert (done["outcome"], done["told"]) == (Outcome.NEW, ["the store cannot be reached; going on without the store"])
    assert len(tries) == len(stores.WAITS_S) + 1, "it is left alone for a while"
    assert three.files == one.files


def test_whoever_is_killed_while_it_puts_an_episode_leaves_no_half_of_it(
    folder: Place,
    machines: Machines,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in count():
        puts = count()

        def dying(_: object, name: str, call: Callable[[], Any], puts: Iterator[int] = puts, last: int = number) -> Any:  # noqa: ANN401
            if name.startswith("put") and next(puts) == last:
                raise KeyboardInterrupt
            return call()

        one, two, _ = machines(folder)
        with monkeypatch.context() as patch:
            between(patch, "folder", dying)
            try:
                one.make()
                is_done = True
            except KeyboardInterrupt:
                is_done = False
        done = two.make()
        assert (done["outcome"], done["told"]) == (Outcome.TAKEN if is_done else Outcome.NEW, [])
        for path in (one.folder, two.folder, one.folder.parent / "store"):
            shutil.rmtree(path)
        if is_done:
            break
    assert number > 3


def test_of_two_that_put_the_same_episode_at_once_one_is_there_whole(
    folder: Place,
    machines: Machines,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, two, three = machines(folder)
    real, turn = ToneEngine.speak, count()

    def differently(self: ToneEngine, utterance: Utterance) -> Clip:
        clip = real(self, utterance)
        return replace(clip, pcm=clip.pcm + bytes(2 * 100 * (1 + next(turn))))

    monkeypatch.setattr(ToneEngine, "speak", differently)
    puts, made = count(), list[dict[str, Any]]()

    def meanwhile(_: object, name: str, call: Callable[[], Any]) -> Any:  # noqa: ANN401
        if name.startswith("put") and next(puts) == 2:
            made.append(two.make())
        return call()

    between(monkeypatch, "folder", meanwhile)
    one.make()
    assert made[0]["outcome"] == Outcome.NEW
    assert one.files["seven.mp3"] != two.files["seven.mp3"]
    assert three.make()["outcome"] == Outcome.TAKEN
    assert three.files in (one.files, two.files)


def test_withheld_words_are_in_no_file_of_the_store(folder: Place, machines: Machines) -> None:
    one, two, _ = machines(folder)
    one.source.write_text(
        "---\ntitle: The harbour\nlanguage: en\ncast:\n- name: Mara Holt\n  role: interviewer\n- name: Jonas Reed\n"
        "  role: guest\n---\nMara Holt: What happened then?\n\n"
        f'Jonas Reed: We rowed.\n\n{{withheld "until 2040": {WITHHELD}.}}\n\nThen we slept.\n\nMara Holt: And after that?\n\n'
        "Jonas Reed: We rowed home again, slowly.\n"
    )
    one.make(shares_clips=True)
    assert two.make()["outcome"] == Outcome.TAKEN
    stored = folder.files()
    assert stored
    assert not [name for name, data in stored.items() if WITHHELD.encode() in data]
    assert any(b"Then we slept" in data for data in stored.values())


# -- clips -------------------------------------------------------------------------------------------------------------


def clips(machine: Machine) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (machine.folder / "cache" / "clips").rglob("*.wav")}


def test_a_corrected_interview_costs_only_the_turns_that_changed(there: Place, machines: Machines, spoken: list[str]) -> None:
    one, two, three = machines(there)
    one.make(shares_clips=True)
    spoken.clear()
    one.source.write_text(one.source.read_text().replace("a stick and a lamp", "a rope and a bell"))
    done = two.make(shares_clips=True)
    assert (done["outcome"], done["told"]) == (Outcome.NEW, [])
    assert spoken
    assert all("a rope and a bell" in text for text in spoken)
    same = clips(one).keys() & clips(two).keys()
    assert len(same) > 2
    assert all(clips(one)[name] == clips(two)[name] for name in same)
    spoken.clear()
    assert three.make({"sound.target_lufs": -23.0}, shares_clips=True)["told"] == []
    assert spoken == []


@pytest.mark.parametrize("damage", ["sound", "index", "short", "foreign"])
def test_damaged_clips_are_told_and_spoken_again(folder: Place, machines: Machines, spoken: list[str], damage: str) -> None:
    one, two, three = machines(folder)
    one.make(shares_clips=True)
    (listed,) = (one.folder.parent / "store" / "clips").rglob("bundle.json")
    files = {file["name"]: listed.with_name(file["sha256"]) for file in json.loads(listed.read_text())}
    index = json.loads(files["clips.json"].read_text())
    wrong = {
        "sound": (files["clips.flac"].read_bytes()[:500], None),
        "index": (None, b"[[1]]"),
        "short": (None, json.dumps([[name, size + 2, words] for name, size, words in index]).encode()),
        "foreign": (b"no sound at all", None),
    }
    replaced = {"clips.flac": wrong[damage][0], "clips.json": wrong[damage][1]}
    put_bundle(listed, {name: replaced[name] or path.read_bytes() for name, path in files.items()})
    spoken.clear()
    done = two.make({"sound.target_lufs": -23.0}, shares_clips=True)
    assert (done["outcome"], len(done["told"])) == (Outcome.NEW, 1)
    assert done["told"][0].endswith("; making it again")
    assert spoken
    assert clips(two) == clips(one)
    spoken.clear()
    assert three.make({"sound.target_lufs": -20.0}, shares_clips=True)["told"] == []
    assert spoken == []


def put_bundle(listed: Path, files: dict[str, bytes]) -> None:
    """Put a bundle whose digests are right, as somebody does who may write to the store."""
    from hashlib import sha256

    entries = [{"name": name, "size": len(data), "sha256": sha256(data).hexdigest()} for name, data in files.items()]
    for entry, data in zip(entries, files.values(), strict=True):
        listed.with_name(str(entry["sha256"])).write_bytes(data)
    listed.write_text(json.dumps(entries))


# -- the command -------------------------------------------------------------------------------------------------------

RUN = ("archive", "run", "lib", "--engine", "tone", "--workers", "1")


def test_a_library_that_is_made_again_takes_its_episodes_from_the_store(tts: CommandLine, tmp_path: Path) -> None:
    write_talks(tmp_path / "in", 2)
    plan(tts, "in")
    first = tts(*RUN, "--store", "made", "--store-clips")
    assert first.err.splitlines()[-2:] == ["Taken from the store: 0", "Made: 2; failed: 0; left: 0"]
    before = entries(tmp_path / "lib")
    shutil.rmtree(tmp_path / "lib")
    plan(tts, "in")
    again = tts(*RUN, "--store", "made")
    assert again.err.splitlines()[-2:] == ["Taken from the store: 2", "Made: 2; failed: 0; left: 0"]
    assert [e.digest for e in entries(tmp_path / "lib")] == [e.digest for e in before]


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (("--store-clips",), 2, "--store-clips needs --store"),
        (("--store", "ftp://host/x"), 1, "expected a folder, s3://BUCKET/PREFIX or sftp://HOST/FOLDER"),
        (("--store", "sftp://ann:pw@host/x"), 1, "has a password, which others could read"),
    ],
)
def test_a_store_that_cannot_be_is_refused_before_any_work(
    tts: CommandLine, tmp_path: Path, options: tuple[str, ...], code: int, says: str
) -> None:
    write_talks(tmp_path / "in", 1)
    plan(tts, "in")
    done = tts(*RUN, *options)
    assert (done.code, says in done.err) == (code, True)
    assert [entry.standing for entry in entries(tmp_path / "lib")] == ["accepted"]
