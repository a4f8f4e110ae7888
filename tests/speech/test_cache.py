"""The cache of clips: word times, the limit, runs that share a cache, and the cache commands."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, ClassVar

import pytest
from processes import started

import tts_interview
from tts_interview import AnnouncingSettings, Clip, Paragraph, Role, Settings, Speaker, Transcript, Turn, Utterance
from tts_interview.files.workspace import owner, workspace
from tts_interview.model import HeardWord, Pronunciation
from tts_interview.settings.parts import SpeechSettings
from tts_interview.speech import speak
from tts_interview.speech.cache import ClipCache
from tts_interview.speech.engines import EngineSetup
from tts_interview.speech.engines.tone import ToneEngine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

    Tts = Callable[..., Run]

DAY_S = 24 * 3600
# No announcements that these tests would have to count.
SILENT = AnnouncingSettings(discloses=False)
# The header of a WAV file and a tenth of a second.
CLIP = Clip(b"\1\0" * 2400, 24_000)
CLIP_BYTES = 44 + len(CLIP.pcm)
# The folder of a run of this machine whose process is gone.
KILLED = f"run-{owner().partition('-')[0]}-99999999-killed_1"


def utterance(text: str) -> Utterance:
    return Utterance(text, "alto", "en")


def put(cache: ClipCache, **ages_s: float) -> None:
    """Cache clips with these names, last used this long ago."""
    for name, age_s in ages_s.items():
        before = {stored.path for stored in cache.clips()}
        cache.put(utterance(name), "e", CLIP)
        (path,) = {stored.path for stored in cache.clips()} - before
        os.utime(path, (time.time() - age_s,) * 2)


def cached(cache: ClipCache, *names: str) -> list[str]:
    return [name for name in names if cache.has(utterance(name), "e")]


# -- the times of words -----------------------------------------------------------------------------------------------


def test_the_times_of_words_are_cached_with_the_sound(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    clip = Clip(b"\x01\x00" * 999, 24_000, (HeardWord(0, 3, 0.0, 0.125), HeardWord(4, 6, 0.2, 0.3125)))
    cache.put(utterance("you do"), "e", clip)
    assert cache.get(utterance("you do"), "e") == clip
    cache.put(utterance("nothing"), "e", CLIP)
    assert cache.get(utterance("nothing"), "e") == CLIP


@pytest.mark.parametrize("behind", [b"[[0, 3", b"[1]", b"no times", b"[[0]]", b'["abcd"]', b"[[null, 1, 2, 3]]"])
def test_a_clip_with_damaged_times_is_a_miss(tmp_path: Path, behind: bytes) -> None:
    cache = ClipCache(tmp_path)
    cache.put(utterance("you do"), "e", CLIP)
    (stored,) = cache.clips()
    stored.path.write_bytes(stored.path.read_bytes() + behind)
    assert cache.get(utterance("you do"), "e") is None


@pytest.mark.parametrize("lost", [1, 2, 100])
def test_a_clip_whose_end_is_lost_is_a_miss(lost: int, tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    put(cache, a=0)
    (path,) = tmp_path.rglob("*.wav")
    path.write_bytes(path.read_bytes()[:-lost])
    assert cache.get(utterance("a"), "e") is None


def test_a_clip_with_a_damaged_header_is_read_correctly_or_a_miss(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    cache.put(utterance("you do"), "e", CLIP)
    (stored,) = cache.clips()
    whole = stored.path.read_bytes()
    for place in range(44):
        for damage in (0, 1, 127, 255):
            stored.path.write_bytes(whole[:place] + bytes([damage]) + whole[place + 1 :])
            found = cache.get(utterance("you do"), "e")
            assert found is None or found.pcm == CLIP.pcm


def test_the_name_of_a_clip_stays_so_that_an_update_finds_it_again(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    cache.put(Utterance("Größe", "alto", "de", pronunciations=(Pronunciation(0, 5, ipa="ˈɡʁøːsə"),)), "tone 1", CLIP)
    (clip,) = cache.clips()
    assert clip.path == tmp_path / "f6" / "f6280186a150633c3587e3c8668b6a318c5f918985701e5ed2ebade31564a038.wav"


def test_a_folder_that_cannot_be_used_holds_no_clips_and_takes_none(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path / ("x" * 300))
    assert not cache.has(utterance("a"), "e")
    assert cache.get(utterance("a"), "e") is None
    with pytest.raises(tts_interview.OutputError, match="cannot be cached"):
        cache.put(utterance("a"), "e", CLIP)


# -- the limit -------------------------------------------------------------------------------------------------------


def test_the_least_recently_used_clips_are_evicted_and_no_more_than_needed(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    put(cache, old=3 * DAY_S, new=0, older=9 * DAY_S, recent=DAY_S)
    assert len(cache.shrink(2 * CLIP_BYTES)) == 2
    assert cached(cache, "older", "old", "recent", "new") == ["recent", "new"]
    assert cache.shrink(2 * CLIP_BYTES) == []
    assert len(cache.shrink(2 * CLIP_BYTES - 1)) == 1


def test_reading_a_clip_counts_as_use(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    put(cache, a=9 * DAY_S, b=3 * DAY_S)
    assert cache.get(utterance("a"), "e") == CLIP
    cache.shrink(CLIP_BYTES)
    assert cached(cache, "a", "b") == ["a"]


def test_a_clip_used_within_the_hour_is_not_marked_again(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    put(cache, a=600)
    before = cache.clips()
    cache.get(utterance("a"), "e")
    assert cache.clips() == before


def test_a_clip_last_used_an_hour_ago_is_marked_again(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    put(cache, a=3600)
    (before,) = cache.clips()
    cache.get(utterance("a"), "e")
    assert cache.clips()[0].used_s >= before.used_s + 3600


def test_checking_for_a_clip_does_not_count_as_use(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    put(cache, a=9 * DAY_S)
    before = cache.clips()
    assert cache.has(utterance("a"), "e")
    assert cache.clips() == before


def test_other_files_are_neither_counted_nor_removed(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    put(cache, a=0)
    (tmp_path / "my own song.wav").write_bytes(bytes(10 * CLIP_BYTES))
    assert [len(clips) for clips in (cache.clips(), cache.shrink(CLIP_BYTES), cache.shrink(0))] == [1, 0, 1]
    assert (tmp_path / "my own song.wav").exists()


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_takes_no_space_and_its_target_stays(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path / "cache")
    put(cache, a=0)
    (clip,) = cache.clips()
    target = clip.path.rename(tmp_path / "target.wav")
    clip.path.symlink_to(target)
    assert cache.get(utterance("a"), "e") == CLIP
    assert cache.shrink(CLIP_BYTES - 1) == []
    assert len(cache.shrink(0)) == 1
    assert target.exists()


def test_drafts_of_killed_runs_are_removed_and_those_of_others_stay_for_a_day(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    put(cache, a=0)
    clip = cache.clips()[0].path
    here, elsewhere = owner().partition("-")[0], "0123abcd"
    for number, machine, age_s in ((1, here, 60), (2, elsewhere, 2 * DAY_S), (3, elsewhere, 60)):
        draft = clip.with_name(f".{clip.name}.{number}.{machine}-99999999.part")
        draft.touch()
        os.utime(draft, (time.time() - age_s,) * 2)
    cache.shrink(CLIP_BYTES)
    assert sorted(p.name for p in clip.parent.iterdir()) == [f".{clip.name}.3.{elsewhere}-99999999.part", clip.name]


def test_files_that_vanish_between_listing_and_removal_count_as_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = ClipCache(tmp_path)
    put(cache, a=3 * DAY_S, b=2 * DAY_S, c=DAY_S)
    listed = cache.clips()
    min(listed, key=lambda clip: clip.used_s).path.unlink()
    monkeypatch.setattr("tts_interview.speech.cache._files", lambda _folder: listed)
    cache.shrink(2 * CLIP_BYTES)
    # Another run has already freed the space, so no other clip is evicted.
    assert cached(cache, "a", "b", "c") == ["b", "c"]


def test_a_file_that_cannot_be_removed_stays_and_the_next_one_is_evicted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = ClipCache(tmp_path)
    put(cache, a=3 * DAY_S, b=2 * DAY_S, c=DAY_S)
    held = min(cache.clips(), key=lambda clip: clip.used_s).path
    unlink = type(held).unlink

    def as_on_windows(path: Path, *, missing_ok: bool = False) -> None:
        if path == held:
            raise PermissionError(13, "open in another process")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(type(held), "unlink", as_on_windows)
    cache.shrink(2 * CLIP_BYTES)
    assert cached(cache, "a", "b", "c") == ["a", "c"]


def test_a_clip_that_another_run_holds_open_counts_as_cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = ClipCache(tmp_path)
    cache.put(utterance("a"), "e", CLIP)

    def as_on_windows(_draft: Path, _target: Path) -> None:
        raise PermissionError(13, "open in another process")

    monkeypatch.setattr(type(tmp_path), "replace", as_on_windows)
    cache.put(utterance("a"), "e", CLIP)
    assert not list(tmp_path.rglob("*.part"))
    with pytest.raises(tts_interview.OutputError, match="cannot be cached"):
        cache.put(utterance("b"), "e", CLIP)


# -- runs ------------------------------------------------------------------------------------------------------------


class _Remembering(ToneEngine):
    """Remembers what it speaks."""

    spoken: ClassVar[list[str]] = []

    def speak(self, utterance: Utterance) -> Clip:
        self.spoken.append(utterance.text)
        return super().speak(utterance)


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the tone engine speaks from now on."""
    _Remembering.spoken.clear()
    monkeypatch.setattr("tts_interview.pipeline.planning.make_engine", lambda _name, setup, *_: _Remembering(setup))
    return _Remembering.spoken


def interview(*answers: str) -> Transcript:
    speakers = (Speaker("Ann", Role.INTERVIEWER), Speaker("Ben", Role.GUEST))
    turns = [
        turn
        for number, answer in enumerate(answers)
        for turn in (
            Turn("Ann", Role.INTERVIEWER, 2 * number + 1, (Paragraph(f"Question {number + 1}?", 2 * number + 1),)),
            Turn("Ben", Role.GUEST, 2 * number + 2, (Paragraph(answer, 2 * number + 2),)),
        )
    ]
    return Transcript("Talk", speakers, tuple(turns))


def test_after_a_change_only_the_changed_turn_is_synthesised(tmp_path: Path, spoken: list[str]) -> None:
    settings = Settings(announcing=SILENT, speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"))
    tts_interview.render(interview("I did.", "I was there.", "Never."), tmp_path / "e.wav", settings)
    assert len(spoken) == 6
    spoken.clear()
    tts_interview.render(interview("I did.", "I was elsewhere.", "Never."), tmp_path / "e.wav", settings)
    assert spoken == ["I was elsewhere."]


def test_a_clip_evicted_before_its_turn_is_synthesised_again(tmp_path: Path, spoken: list[str]) -> None:
    cache = ClipCache(tmp_path)
    engine = _Remembering(EngineSetup(tmp_path))
    wanted = [utterance("one"), utterance("two"), utterance("three")]
    whole = list(speak(wanted, engine, cache))
    spoken.clear()
    clips = speak(wanted, engine, cache)
    first = next(clips)
    cache.shrink(0)
    assert [first, *clips] == whole
    assert spoken == ["two", "three"]


def test_the_limit_applies_after_a_run_and_not_during_it(tmp_path: Path, spoken: list[str]) -> None:
    settings = Settings(
        announcing=SILENT, speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache", clip_limit_bytes=60_000)
    )
    tts_interview.render(interview("I did.", "I was there.", "Never.", "I did."), tmp_path / "e.wav", settings)
    # "I did." comes twice, and was still cached the second time.
    assert spoken.count("I did.") == 1
    assert 0 < sum(clip.size_bytes for clip in ClipCache(settings.speech.clips).clips()) <= 60_000


def test_without_a_limit_everything_is_kept(tmp_path: Path) -> None:
    settings = Settings(
        announcing=SILENT, speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache", clip_limit_bytes=0)
    )
    tts_interview.render(interview("I did.", "I was there."), tmp_path / "e.wav", settings)
    assert len(ClipCache(settings.speech.clips).clips()) == 4


def test_nothing_is_evicted_while_another_run_is_active(tmp_path: Path) -> None:
    settings = Settings(
        announcing=SILENT, speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache", clip_limit_bytes=1)
    )
    with workspace(settings.speech.work):
        tts_interview.render(interview("I did."), tmp_path / "e.wav", settings)
        assert len(ClipCache(settings.speech.clips).clips()) == 2
    tts_interview.render(interview("I did."), tmp_path / "e.wav", settings)
    assert ClipCache(settings.speech.clips).clips() == []


@pytest.mark.skipif(os.name == "nt", reason="there nobody can be asked which process is running")
def test_a_killed_run_does_not_count_as_active(tmp_path: Path) -> None:
    settings = Settings(
        announcing=SILENT, speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache", clip_limit_bytes=1)
    )
    (settings.speech.work / KILLED).mkdir(parents=True)
    tts_interview.render(interview("I did."), tmp_path / "e.wav", settings)
    assert ClipCache(settings.speech.clips).clips() == []


def test_unrelated_files_in_the_cache_folder_are_never_removed(tts: Tts, tmp_path: Path) -> None:
    theirs = ["work/2023-projects/tax.txt", "work/notes/a.txt", "models/llm/big.onnx", "models/readme.txt", "clips/band.wav"]
    for name in theirs:
        path = tmp_path / "cache" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.utime(path.parent, (time.time() - 2 * DAY_S,) * 2)
    (tmp_path / "page.txt").write_text("Ann: Why?\n\nBen: So.\n\nAnn: And?\n\nBen: Yes.\n")
    assert tts("render", "page.txt", "-o", "e.wav", "--engine", "tone", "-q").code == 0
    assert tts("cache", "clear", "--all", "--yes").code == 0
    assert [name for name in theirs if not (tmp_path / "cache" / name).exists()] == []


def test_the_cache_can_be_a_relative_path(tts: Tts, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("Ann: Why?\n\nBen: So.\n\nAnn: And?\n\nBen: Yes.\n")
    run = tts("render", "page.txt", "-o", "e.wav", "--engine", "tone", "-q", "--cache", "here")
    assert (run.code, run.err) == (0, "")
    assert sorted(path.name for path in (tmp_path / "here").iterdir()) == ["clips", "work"]
    assert list((tmp_path / "here" / "work").iterdir()) == []
    assert "Clips: 6 (" in tts("cache", "info", "--cache", "here").out
    assert tts("cache", "clear", "--yes", "--cache", "here").out.startswith("Removed 6 clips (")


def test_two_processes_that_share_a_cache_make_identical_episodes(tmp_path: Path) -> None:
    environment = {**os.environ, "TTS_INTERVIEW_CACHE": str(tmp_path / "cache"), "TTS_INTERVIEW_CACHE_LIMIT": "0.5"}
    texts = [" ".join(f"It was {n} and {m} of them, and so it is." for m in range(3)) for n in range(4)]
    answers = "".join(f"Ann: Why did you do that?\n\nBen: {answer}\n\n" for answer in texts)
    (tmp_path / "page.md").write_text(f"---\nlanguage: en\n---\n\n{answers}")
    command = [sys.executable, "-m", "tts_interview", "render", tmp_path / "page.md", "--engine", "tone", "-q", "-o"]
    for _round in range(2):
        one, two = ([*command, tmp_path / name / "e.mp3", "--force"] for name in ("one", "two"))
        with started(one, env=environment) as first, started(two, env=environment) as second:
            assert [first.wait(timeout=120), second.wait(timeout=120)] == [0, 0]
        made = [{p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("one", "two")]
        assert len(made[0]) == 4
        assert made[0] == made[1]
    assert not list((tmp_path / "cache").rglob("*.part"))
    assert sum(clip.size_bytes for clip in ClipCache(tmp_path / "cache" / "clips").clips()) <= 500_000


# -- the commands ----------------------------------------------------------------------------------------------------


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A cache with three clips, a model, the folder of a killed run, and an unrelated file."""
    put(ClipCache(tmp_path / "cache" / "clips"), a=0, b=0, c=0)
    for name in ("models/m.onnx", f"work/{KILLED}/episode.pcm", "diary.txt"):
        path = tmp_path / "cache" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(200_000))
    return tmp_path / "cache"


def files(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.rglob("*") if p.is_file() and p.suffix != ".wav")


def test_info_shows_the_folder_sizes_ages_and_the_limit(tts: Tts, full: Path) -> None:
    clip = ClipCache(full / "clips").clips()[0].path
    os.utime(clip, (1_700_000_000,) * 2)
    lines = tts("cache", "info").out.splitlines()
    assert lines[0] == f"Folder: {full}"
    assert lines[1].startswith("Clips: 3 (0.0 MB), last used between 2023-11-")
    assert lines[2:] == ["Models: 1 (0.2 MB)", "Other: 1 (0.2 MB)", "Limit: 2,000.0 MB of clips"]
    assert tts("cache", "info", "--cache-limit", "0").out.splitlines()[-1] == "Limit: none"


def test_info_about_an_empty_cache_creates_nothing(tts: Tts, tmp_path: Path) -> None:
    assert "Clips: 0 (0.0 MB)" in tts("cache", "info").out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "removed", "left"),
    [
        ([], "3 clips (0.0 MB)", ["diary.txt", "episode.pcm", "m.onnx"]),
        (["--models"], "3 clips (0.0 MB) and 1 file of models (0.2 MB)", ["diary.txt", "episode.pcm"]),
        (["--all"], "3 clips (0.0 MB) and 1 file of models (0.2 MB) and 1 other file (0.2 MB)", ["diary.txt"]),
    ],
)
def test_clear_removes_what_is_requested_and_reports_it(
    options: list[str], removed: str, left: list[str], tts: Tts, full: Path
) -> None:
    run = tts("cache", "clear", "--yes", *options)
    assert (run.code, run.out, run.err) == (0, f"Removed {removed}\n", "")
    assert files(full) == left
    assert not list(full.rglob("*.wav"))


def test_clear_keeps_the_files_of_an_active_run(tts: Tts, full: Path) -> None:
    with workspace(full / "work") as folder:
        (folder / "episode.pcm").touch()
        assert tts("cache", "clear", "--yes", "--all").code == 0
        assert (folder / "episode.pcm").exists()


def test_without_a_terminal_clear_needs_yes(tts: Tts, full: Path) -> None:
    run = tts("cache", "clear", stdin=b"y\n")
    assert run.code == 2
    assert run.err.splitlines()[-1] == "Error: no terminal for the question; give --yes"
    assert len(list(full.rglob("*.wav"))) == 3


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such terminals")
@pytest.mark.parametrize(("answer", "left"), [(b"y\n", 0), (b"n\n", 3), (b"\n", 3)])
def test_on_a_terminal_clear_asks_first(answer: bytes, left: int, full: Path) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "tts_interview", "cache", "clear", "--cache", str(full)]
    with started(command, stdin=theirs, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        os.write(ours, answer)
        _, err = running.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert f"Remove 3 clips (0.0 MB) from {full}?".encode() in err
    assert running.returncode == 0
    assert len(list(full.rglob("*.wav"))) == left


def test_clear_of_an_empty_cache_has_nothing_to_do(tts: Tts) -> None:
    run = tts("cache", "clear")
    assert run.code == 0
    assert run.out.startswith("There is nothing to remove in ")
