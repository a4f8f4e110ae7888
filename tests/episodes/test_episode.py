"""Episodes from rundown to files: clips, cache, stitching and mastering, with real encoders."""

from __future__ import annotations

import itertools
import json
import math
import os
import re
import threading
import time
from typing import TYPE_CHECKING, ClassVar

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from metering import heard

import tts_interview
from tts_interview import (
    AnnouncingSettings,
    Casting,
    Clip,
    Cue,
    EngineError,
    Gender,
    OutputError,
    Paragraph,
    Pause,
    Progress,
    Role,
    Settings,
    Speaker,
    Speech,
    Transcript,
    Turn,
    Utterance,
    Voice,
)
from tts_interview.files.atomic import drafted, safe_stem, write_whole
from tts_interview.files.ffmpeg import FORMATS, decode_pcm
from tts_interview.files.workspace import owner
from tts_interview.model import HeardWord, WrittenWord
from tts_interview.rundown import Arrangement, assemble
from tts_interview.settings.parts import PublishingSettings, SpeechSettings
from tts_interview.sound.mastering.finishing import finish
from tts_interview.sound.mix import Mix
from tts_interview.sound.stitching import word_marks
from tts_interview.speech import closing, speak
from tts_interview.speech.cache import ClipCache
from tts_interview.speech.engines import EngineSetup
from tts_interview.speech.engines.samples import to_pcm
from tts_interview.speech.engines.tone import ToneEngine

if TYPE_CHECKING:
    from pathlib import Path

HOST, GUEST = "Ann Lee", "Ben <Ray> & Co"
TRANSCRIPT = Transcript(
    "A & B <talk>",
    (Speaker("Narrator", Role.NARRATOR), Speaker(HOST, Role.INTERVIEWER), Speaker(GUEST, Role.GUEST)),
    (
        Turn("Narrator", Role.NARRATOR, 1, (Paragraph("Once upon a time.", 1),)),
        Turn(HOST, Role.INTERVIEWER, 3, (Paragraph("How are you? Are you well?", 3),)),
        Turn(GUEST, Role.GUEST, 5, (Paragraph("[Quite] well & good.", 5), Paragraph("1 < 2. So it --> is.", 7))),
    ),
    date="2026-03-04",
)
CASTING = Casting({n: Voice("tone", v, "", Gender.MALE) for n, v in [("Narrator", "bass"), (HOST, "alto"), (GUEST, "tenor")]})
SETTINGS = Settings(speech=SpeechSettings(engine="tone"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    # Other tests cover the spoken disclosure.
    return Settings(
        announcing=AnnouncingSettings(discloses=False), speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache")
    )


# -- the rundown -----------------------------------------------------------------------------------------------------


def test_pauses_differ_by_their_reason() -> None:
    script = assemble(TRANSCRIPT, CASTING, Arrangement())
    reasons = [item.reason for item in script.items if isinstance(item, Pause)]
    assert reasons == ["opening", "narrator", "sentence", "answer", "paragraph", "sentence", "closing"]


def test_a_speech_keeps_the_written_words_and_its_utterance_the_spoken_ones() -> None:
    speech = next(s for s in assemble(TRANSCRIPT, CASTING, Arrangement()).speeches if s.turn == 2)
    assert speech.written == "[Quite] well & good."
    assert speech.utterance.text == "Quite well and good."


def test_a_long_sentence_is_spoken_in_pieces_that_share_its_number() -> None:
    long = Transcript("T", TRANSCRIPT.speakers, (Turn(HOST, Role.INTERVIEWER, 1, (Paragraph("one two, " * 30, 1),)),))
    speeches = assemble(long, CASTING, Arrangement(piece_chars=60)).speeches
    assert len(speeches) > 3
    assert {s.sentence for s in speeches} == {0}
    assert all(len(s.utterance.text) <= 60 for s in speeches)


def test_only_the_chosen_turns_are_in_the_rundown() -> None:
    script = assemble(TRANSCRIPT, CASTING, Arrangement(turns=frozenset({2})))
    assert {s.turn for s in script.speeches} == {1}
    assert [item.turn for item in script.items if isinstance(item, Cue)] == [1]


def test_a_turn_without_words_is_not_in_the_rundown() -> None:
    silent = Transcript("T", TRANSCRIPT.speakers, (Turn(HOST, Role.INTERVIEWER, 1, (Paragraph("[laughs]", 1),)),))
    assert assemble(silent, CASTING, Arrangement()).speeches == ()


# -- speaking and the cache ------------------------------------------------------------------------------------------


class _Counting(ToneEngine):
    """An engine that counts its texts, needs longer for longer ones, and speaks several at a time."""

    spoken: ClassVar[list[str]] = []

    def __init__(self, setup: EngineSetup, workers: int = 1) -> None:
        super().__init__(setup)
        self.workers = workers
        type(self).spoken.clear()

    def speak(self, utterance: Utterance) -> Clip:
        self.spoken.append(utterance.text)
        if "fail" in utterance.text:
            raise EngineError(f"cannot speak {utterance.text}")
        time.sleep(0.002 * (len(utterance.text) % 5))
        return super().speak(utterance)


def utterances(*texts: str) -> list[Utterance]:
    return [Utterance(text, "alto", "en") for text in texts]


@pytest.mark.parametrize("workers", [1, 3])
def test_clips_come_in_order_whatever_the_number_of_workers(workers: int, tmp_path: Path) -> None:
    wanted = utterances(*("x" * n for n in (50, 3, 40, 7, 90, 1, 2, 60, 11, 30)))
    engine = _Counting(EngineSetup(tmp_path), workers)
    clips = list(speak(wanted, engine, ClipCache(tmp_path / str(workers))))
    plain = ToneEngine(EngineSetup(tmp_path))
    assert [c.pcm for c in clips] == [plain.speak(u).pcm for u in wanted]


def test_a_second_run_speaks_only_new_text(tmp_path: Path) -> None:
    engine, cache = _Counting(EngineSetup(tmp_path)), ClipCache(tmp_path)
    list(speak(utterances("one", "two", "three"), engine, cache))
    engine.spoken.clear()
    list(speak(utterances("one", "two and a half", "three"), engine, cache))
    assert engine.spoken == ["two and a half"]


@pytest.mark.parametrize("workers", [1, 3])
def test_clips_spoken_before_a_failure_are_kept(workers: int, tmp_path: Path) -> None:
    engine, cache = _Counting(EngineSetup(tmp_path), workers), ClipCache(tmp_path)
    with pytest.raises(EngineError):
        list(speak(utterances("one", "two", "fail", "four"), engine, cache))
    engine.spoken.clear()
    list(speak(utterances("one", "two"), engine, cache))
    assert engine.spoken == []


def test_closing_the_iterator_stops_the_work(tmp_path: Path) -> None:
    engine, others = _Counting(EngineSetup(tmp_path), 2), set(threading.enumerate())
    clips = speak(utterances(*(f"text {n}" for n in range(200))), engine, ClipCache(tmp_path))
    next(clips)
    clips.close()
    count = len(engine.spoken)
    assert count < 20
    assert not [t for t in set(threading.enumerate()) - others if t.name.startswith("speaking")]


def test_an_interruption_does_not_wait_for_the_end_of_a_sentence(tmp_path: Path) -> None:
    may_end = threading.Event()

    class Slow(_Counting):
        def speak(self, utterance: Utterance) -> Clip:
            if utterance.text == "long":
                may_end.wait(30)
            return super().speak(utterance)

    def interrupt() -> None:
        with closing(speak(utterances("short", "long", "long"), Slow(EngineSetup(tmp_path), 2), ClipCache(tmp_path))) as clips:
            next(clips)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert Slow.spoken == ["short"]
    may_end.set()


def test_progress_rises_to_the_total_and_ends_with_no_time_left(tmp_path: Path) -> None:
    seen: list[Progress] = []
    list(
        speak(
            utterances("one", "two", "three", "four", "five"),
            ToneEngine(EngineSetup(tmp_path)),
            ClipCache(tmp_path),
            seen.append,
        )
    )
    assert [p.done for p in seen] == sorted(p.done for p in seen)
    assert (seen[-1].done, seen[-1].left_s) == (seen[-1].total, 0.0)


def test_the_same_sentence_may_be_spoken_by_several_workers_at_once(tmp_path: Path) -> None:
    engine = _Counting(EngineSetup(tmp_path), 8)
    for attempt in range(20):
        clips = list(speak(utterances(*["Yes."] * 40), engine, ClipCache(tmp_path / str(attempt))))
        assert len(clips) == 40
        assert not list(tmp_path.rglob("*.part"))


def test_a_damaged_clip_is_spoken_again(tmp_path: Path) -> None:
    engine, cache = _Counting(EngineSetup(tmp_path)), ClipCache(tmp_path / "clips")
    clip = next(speak(utterances("one"), engine, cache))
    for path in (tmp_path / "clips").rglob("*.wav"):
        path.write_bytes(path.read_bytes()[: len(clip.pcm) // 2])
    assert next(speak(utterances("one"), engine, cache)).pcm == clip.pcm
    assert engine.spoken == ["one", "one"]


def test_another_fingerprint_makes_another_clip(tmp_path: Path) -> None:
    cache, said = ClipCache(tmp_path), utterances("one")[0]
    cache.put(said, "engine 1", Clip(b"\1\0" * 100, 24_000))
    assert cache.get(said, "engine 2") is None
    assert cache.get(said, "engine 1") == Clip(b"\1\0" * 100, 24_000)


def test_a_cache_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be cached"):
        ClipCache(tmp_path / "file" / "clips").put(utterances("x")[0], "e", Clip(b"\0\0", 24_000))


# -- whole episodes --------------------------------------------------------------------------------------------------


def test_times_are_true_to_the_sound(settings: Settings, tmp_path: Path) -> None:
    tts_interview.render(TRANSCRIPT, tmp_path / "e.wav", settings)
    segments = json.loads((tmp_path / "e.transcript.json").read_text())["segments"]
    samples = np.abs(np.frombuffer(decode_pcm(tmp_path / "e.wav", 16_000), dtype="<i2").astype(int))
    for before, after in itertools.pairwise(segments):
        pause = samples[int((before["endTime"] + 0.01) * 16_000) : int((after["startTime"] - 0.01) * 16_000)]
        assert pause.max() < 150  # room tone
    for segment in segments:
        sound = samples[int(segment["startTime"] * 16_000) : int(segment["endTime"] * 16_000)]
        assert sound.max() > 1000
        onset = np.flatnonzero(sound > 500)[0] / 16_000
        assert onset < 0.02


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_every_format_is_made_with_tags_and_mastered(suffix: str, settings: Settings, tmp_path: Path) -> None:
    target = tmp_path / f"e{suffix}"
    rendering = tts_interview.render(TRANSCRIPT, target, settings)
    with av.open(str(target)) as container:
        stream = container.streams.audio[0]
        assert stream.codec_context.channels == 1
        tags = {k.lower(): v for k, v in {**container.metadata, **stream.metadata}.items()}
        assert (container.duration or 0) / 1e6 == pytest.approx(rendering.seconds, abs=0.1)
    assert tags["title"] == "A & B <talk>"
    assert tags["artist"] == f"{HOST}, {GUEST}"
    assert tags["date"] == "2026-03-04"
    assert rendering.loudness.lufs == pytest.approx(-16, abs=0.5)
    assert rendering.loudness.peak_dbtp <= -1.0


def test_the_same_input_gives_the_same_bytes(settings: Settings, tmp_path: Path) -> None:
    made = []
    for folder in ("one", "two"):
        rendering = tts_interview.render(TRANSCRIPT, tmp_path / folder / "e.mp3", settings)
        made.append([path.read_bytes() for path in rendering.files])
    assert made[0] == made[1]


def test_peaks_are_limited_in_the_encoded_file(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal(0, 0.02, 24_000 * 4).astype(np.float32)
    noise[::6000] = 0.95
    (tmp_path / "raw.pcm").write_bytes(to_pcm(noise))
    loudness = finish(Mix(tmp_path / "raw.pcm", 24_000), tmp_path / "e.mp3", FORMATS[".mp3"], {}).loudness
    assert loudness.peak_dbtp <= -1.0
    sound = heard(tmp_path / "e.mp3")
    assert sound.lufs == loudness.lufs
    assert sound.peak_dbtp == pytest.approx(loudness.peak_dbtp, abs=0.06)


def test_silence_is_mastered_to_silence(tmp_path: Path) -> None:
    (tmp_path / "raw.pcm").write_bytes(bytes(48_000))
    loudness = finish(Mix(tmp_path / "raw.pcm", 24_000), tmp_path / "e.wav", FORMATS[".wav"], {}).loudness
    assert math.isinf(loudness.peak_dbtp) or loudness.peak_dbtp < -60


def test_webvtt_escapes_words_and_cleans_names(settings: Settings, tmp_path: Path) -> None:
    tts_interview.render(TRANSCRIPT, tmp_path / "e.wav", settings)
    cues = (tmp_path / "e.vtt").read_text(encoding="utf-8")
    assert cues.startswith("WEBVTT\n\n")
    assert "\n\n1\n00:00:00.300 --> " in cues
    assert "<v Ben Ray Co>[Quite] well &amp; good." in cues
    assert "So it --&gt; is." in cues
    assert "NOTE\nThis interview is read by synthetic voices." in cues
    times = [line for line in cues.splitlines() if " --> " in line]
    assert len(times) >= 4
    assert all(re.fullmatch(r"\d\d:\d\d:\d\d\.\d{3} --> \d\d:\d\d:\d\d\.\d{3}", line) for line in times)


def test_the_json_transcript_has_one_segment_a_sentence(settings: Settings, tmp_path: Path) -> None:
    tts_interview.render(TRANSCRIPT, tmp_path / "e.wav", settings)
    content = json.loads((tmp_path / "e.transcript.json").read_text(encoding="utf-8"))
    assert content["version"] == "1.0.0"
    assert [s["body"] for s in content["segments"]] == [
        "Once upon a time.",
        "How are you?",
        "Are you well?",
        "[Quite] well & good.",
        "1 < 2.",
        "So it --> is.",
    ]
    assert {s["speaker"] for s in content["segments"]} == {"Narrator", HOST, GUEST}


def test_every_written_word_has_its_time_within_its_sentence(settings: Settings, tmp_path: Path) -> None:
    tts_interview.render(TRANSCRIPT, tmp_path / "e.wav", settings)
    for segment in json.loads((tmp_path / "e.transcript.json").read_text(encoding="utf-8"))["segments"]:
        words = segment["words"]
        # Each language's rules decide which words without a letter are spoken.
        lettered = [
            [w for w in found if any(map(str.isalnum, w))] for found in ([w["body"] for w in words], segment["body"].split())
        ]
        assert lettered[0] == lettered[1]
        times = [t for w in words for t in (w["startTime"], w["endTime"])]
        assert times == sorted(times)
        assert (times[0], times[-1]) == pytest.approx((segment["startTime"], segment["endTime"]), abs=0.0011)


def word_times(words: tuple[WrittenWord, ...], heard: tuple[HeardWord, ...]) -> list[tuple[str, float, float]]:
    """Return the times of the words of an utterance of ten characters, whose clip of one second begins the episode."""
    speech = Speech(0, 0, "", (), Utterance("0123456789", "v", "en"), words)
    clip = Clip(b"\0\0" * 16_000, 16_000, heard)
    return [(m.text, round(m.start_s, 3), round(m.end_s, 3)) for m in word_marks(speech, clip, HOST, 5.0)]


def test_words_have_the_times_of_the_engine() -> None:
    heard = (HeardWord(0, 4, 0.1, 0.3), HeardWord(5, 10, 0.6, 0.9))
    words = (WrittenWord("a", 0, 4), WrittenWord("b", 5, 10))
    assert word_times(words, heard) == [("a", 5.1, 5.3), ("b", 5.6, 5.9)]


def test_a_word_that_is_spoken_as_several_has_the_time_of_all_of_them() -> None:
    heard = (HeardWord(0, 4, 0.1, 0.3), HeardWord(5, 10, 0.6, 0.9))
    assert word_times((WrittenWord("a", 0, 10),), heard) == [("a", 5.1, 5.9)]


def test_words_that_are_spoken_as_one_share_its_time() -> None:
    words = (WrittenWord("$1.2", 0, 10, 0.0, 0.25), WrittenWord("billion", 0, 10, 0.5, 1.0))
    assert word_times(words, (HeardWord(0, 10, 0.2, 0.6),)) == [("$1.2", 5.2, 5.3), ("billion", 5.4, 5.6)]


def test_without_times_of_the_engine_words_share_the_clip_by_their_characters() -> None:
    words = (WrittenWord("a", 0, 4), WrittenWord("b", 5, 10))
    assert word_times(words, ()) == [("a", 5.0, 5.4), ("b", 5.5, 6.0)]


def test_a_word_that_the_engine_left_out_lies_between_its_neighbours() -> None:
    heard = (HeardWord(0, 2, 0.1, 0.3), HeardWord(8, 10, 0.6, 0.9))
    (_, start_s, end_s) = word_times((WrittenWord("b", 4, 6),), heard)[0]
    assert 5.3 <= start_s <= end_s <= 5.6


def test_a_folder_gets_files_named_by_date_and_title(settings: Settings, tmp_path: Path) -> None:
    rendering = tts_interview.render(TRANSCRIPT, f"{tmp_path}/", settings)
    assert [p.name for p in rendering.files] == [
        "2026-03-04-a-b-talk.mp3",
        "2026-03-04-a-b-talk.vtt",
        "2026-03-04-a-b-talk.transcript.json",
    ]


def test_a_plan_speaks_nothing_and_knows_what_is_cached(settings: Settings, tmp_path: Path) -> None:
    before = tts_interview.plan(TRANSCRIPT, settings)
    assert before.spoken_before == 0
    assert not (tmp_path / "cache").exists()
    rendering = tts_interview.render(TRANSCRIPT, tmp_path / "e.wav", settings)
    assert tts_interview.plan(TRANSCRIPT, settings).spoken_before == 1
    assert before.sound_s == pytest.approx(rendering.seconds, rel=0.3)


def test_files_of_another_source_are_not_replaced(settings: Settings, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"The page {name}\n\nAnn: Why?\n\nBen: So.\n\nAnn: And?\n\nBen: Yes.")
    tts_interview.render(tmp_path / "one.txt", tmp_path / "e.wav", settings)
    first = (tmp_path / "e.wav").read_bytes()
    with pytest.raises(OutputError, match=r"was not made from this source.*publishing.force"):
        tts_interview.render(tmp_path / "two.txt", tmp_path / "e.wav", settings)
    assert (tmp_path / "e.wav").read_bytes() == first
    (tmp_path / "one.txt").write_text("A new title\n\nAnn: Why not?\n\nBen: So.\n\nAnn: And?\n\nBen: Yes.")
    tts_interview.render(tmp_path / "one.txt", tmp_path / "e.wav", settings)
    tts_interview.render(
        tmp_path / "two.txt",
        tmp_path / "e.wav",
        Settings(
            speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"), publishing=PublishingSettings(force=True)
        ),
    )


def test_a_file_of_another_program_is_not_replaced(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "e.wav").write_bytes(b"my own recording")
    with pytest.raises(OutputError, match="exists and was not made"):
        tts_interview.render(TRANSCRIPT, tmp_path / "e.wav", settings)
    assert (tmp_path / "e.wav").read_bytes() == b"my own recording"


def test_too_little_space_is_an_error_before_anything_is_spoken(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("usage", (), {"free": 1000})())
    with pytest.raises(OutputError, match="free and the episode needs about"):
        tts_interview.render(TRANSCRIPT, tmp_path / "e.wav", settings)
    assert not (tmp_path / "cache" / "clips").exists()


def test_no_draft_is_left_when_the_encoder_fails(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OutputError("the disk is full")

    monkeypatch.setattr("tts_interview.pipeline.master", fail)
    (tmp_path / "out").mkdir()
    with pytest.raises(OutputError):
        tts_interview.render(TRANSCRIPT, tmp_path / "out" / "e.wav", settings)
    assert list((tmp_path / "out").iterdir()) == []
    assert list((tmp_path / "cache" / "work").iterdir()) == []


# -- names and files -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("What / is: this?", "What is this"),
        ("../../etc/passwd", "etc passwd"),
        ("CON", "CON episode"),
        ("aux.mp3", "aux episode.mp3"),
        ("lpt1.txt", "lpt1 episode.txt"),
        ("", "episode"),
        ("...", "episode"),
        ("a\u202eb\x00c", "abc"),
        ("Ünïcode – “quoted”", "Ünïcode – “quoted”"),
        ("a " + 90 * "x", "a " + 78 * "x"),
        (20 * "word ", " ".join(16 * ["word"])),
        (80 * "語", 66 * "語"),
    ],
)
def test_stems_are_safe_everywhere(title: str, stem: str) -> None:
    assert safe_stem("", title) == stem


@given(st.text(max_size=300))
def test_a_stem_is_short_and_holds_no_forbidden_character(title: str) -> None:
    stem = safe_stem("2026-01-01", title)
    assert 0 < len(stem) <= 80
    assert len(stem.encode()) <= 200
    assert not set(stem) & set('<>:"/\\|?*\n\0')
    assert stem == stem.strip(" .")


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "file.txt"
    write_whole(target, b"old")

    def half_write() -> None:
        with drafted(target) as draft:
            draft.write_bytes(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_write()
    assert [p.name for p in tmp_path.iterdir()] == ["file.txt"]
    assert target.read_bytes() == b"old"


def test_remains_of_a_killed_run_next_to_the_target_are_removed(tmp_path: Path) -> None:
    (tmp_path / f".file.txt.{owner().partition('-')[0]}-99999999.part").write_bytes(b"half")
    write_whole(tmp_path / "file.txt", b"whole")
    assert [p.name for p in tmp_path.iterdir()] == ["file.txt"]


@pytest.mark.skipif(os.name == "nt", reason="Windows does not remove open files")
def test_files_that_another_process_is_writing_are_left_alone(tmp_path: Path) -> None:
    here = tmp_path / f".file.txt.{owner().partition('-')[0]}-{os.getppid()}.part"
    elsewhere = tmp_path / ".file.txt.0123abcd-99999999.part"
    for draft in (here, elsewhere):
        draft.write_bytes(b"half")
    write_whole(tmp_path / "file.txt", b"whole")
    assert here.exists()
    assert elsewhere.exists()  # a process of another machine, or container, may have any number


def test_drafts_of_another_machine_are_removed_after_a_day(tmp_path: Path) -> None:
    draft = tmp_path / ".file.txt.0123abcd-99999999.part"
    draft.write_bytes(b"half")
    os.utime(draft, (0, 0))
    write_whole(tmp_path / "file.txt", b"whole")
    assert not draft.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows allows no colon in names")
@pytest.mark.parametrize("name", ["http:e.mp3", "pipe:1.wav", "-y.wav", "100% & more.wav", "été ☃.wav"])
def test_the_name_of_an_episode_is_never_an_address_or_an_option(
    name: str, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    tts_interview.render(TRANSCRIPT, name, settings)
    assert (tmp_path / name).stat().st_size


# To a hundredth of a second, because pydub counts in milliseconds.
def test_speeches_and_pauses_add_up_to_the_episode(settings: Settings, tmp_path: Path) -> None:
    plan = tts_interview.plan(TRANSCRIPT, settings)
    tone = ToneEngine(EngineSetup(tmp_path))
    clips_s = sum(tone.speak(item.utterance).seconds for item in plan.rundown.items if isinstance(item, Speech))
    pauses_s = sum(item.pause_ms for item in plan.rundown.items if isinstance(item, Pause)) / 1000
    assert tts_interview.render(TRANSCRIPT, tmp_path / "e.wav", settings).seconds == pytest.approx(clips_s + pauses_s, abs=0.01)
