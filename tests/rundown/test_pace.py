"""The pacing of an interview: reasons and lengths of pauses, rates, and the settings for them."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tts_interview
from tts_interview import (
    AnnouncingSettings,
    Casting,
    CastingError,
    Clip,
    Gender,
    PacingSettings,
    Paragraph,
    Pause,
    Role,
    Rundown,
    Settings,
    Speaker,
    Speech,
    Transcript,
    Turn,
    Voice,
)
from tts_interview.model import Ask, Cue, Direction, HeardWord
from tts_interview.rundown import Arrangement, assemble
from tts_interview.rundown.delivery import fitted
from tts_interview.rundown.pauses import LONGEST_GAP_MS, SHORTEST_GAP_MS, VARIATION
from tts_interview.script.file import read_script
from tts_interview.settings.pacing import PRESETS, PauseFor, pause_ms_of
from tts_interview.settings.parts import PublishingSettings, SpeechSettings
from tts_interview.sound.stretching import stretched

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

ROLES = {"Narrator": Role.NARRATOR, "Ann": Role.INTERVIEWER, "Ben": Role.GUEST, "Cleo": Role.GUEST, "Dan": Role.AUDIENCE}
SPEAKERS = tuple(Speaker(name, role) for name, role in ROLES.items())
VOICES = dict(zip(ROLES, ("bass", "alto", "tenor", "soprano", "treble"), strict=True))
CASTING = Casting({name: Voice("tone", voice, "", Gender.UNKNOWN) for name, voice in VOICES.items()})
LONG = "That is a long story, which began on a morning in March when the ice had gone and the first boat came in."


def talk(*turns: tuple[str, str]) -> Transcript:
    """Return an interview of (speaker, words) pairs; each line of the words is a paragraph."""
    return Transcript(
        "T",
        SPEAKERS,
        tuple(Turn(n, ROLES[n], 1, tuple(Paragraph(text, 1) for text in said.split("\n"))) for n, said in turns),
    )


def script_of(*turns: tuple[str, str], pacing: PacingSettings | None = None, piece_chars: int = 400) -> Rundown:
    return assemble(talk(*turns), CASTING, Arrangement(pacing=pacing or PacingSettings(), piece_chars=piece_chars))


def pauses(script: Rundown) -> list[Pause]:
    """Return the pauses between the first and the last word."""
    return [item for item in script.items if isinstance(item, Pause)][1:-1]


def reasons(*turns: tuple[str, str], piece_chars: int = 400) -> list[str]:
    return [pause.reason for pause in pauses(script_of(*turns, piece_chars=piece_chars))]


# -- the reasons -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (("Ann", "How are you?"), ("Ben", LONG), "answer"),
        (("Dan", "How are you?"), ("Ben", LONG), "answer"),
        (("Ann", "Tell me of it."), ("Ben", LONG), "answer"),  # a question need not end in a question mark
        (("Ben", LONG), ("Ann", "And then?"), "question"),
        (("Ben", LONG), ("Dan", "And then?"), "question"),
        (("Ben", "Is it?"), ("Cleo", "It is."), "speaker"),
        (("Ann", "Let us hear the room."), ("Dan", "How old is it?"), "speaker"),
        (("Ben", "So I told him —"), ("Ann", "That it was over?"), "interruption"),
        (("Ben", "So I told him—"), ("Ann", "That it was over?"), "interruption"),
        (("Ben", "“So I told him —”"), ("Ann", "That it was over?"), "interruption"),
        (("Ann", "Were you --"), ("Ben", "I was."), "interruption"),
        (("Ann", "Were you -"), ("Ben", "I was."), "interruption"),
        (
            ("Ben", "So – I told him."),
            ("Ann", "That it was over?"),
            "question",
        ),  # a dash inside a sentence is not an interruption
        (("Ben", "A well-known half-"), ("Ann", "Truth?"), "question"),  # a hyphen belongs to its word
        (("Narrator", "They met in March."), ("Ann", "How are you?"), "narrator"),
        (("Ben", "And so I went —"), ("Narrator", "Here he laughs."), "narrator"),
    ],
)
def test_the_pause_between_two_turns_has_a_reason(before: tuple[str, str], after: tuple[str, str], reason: str) -> None:
    assert reasons(before, after) == [reason]


def test_clauses_sentences_and_paragraphs_of_a_turn_have_different_pauses() -> None:
    found = reasons(("Ben", "It was cold, so very cold, and we had no wood at all.\nNone. We went home."), piece_chars=40)
    assert found == ["clause", "paragraph", "sentence"]


def test_a_heading_starts_a_chapter_between_turns_and_inside_one() -> None:
    told = Turn("Ben", Role.GUEST, 1, (Paragraph("Well.", 1), Paragraph("And then.", 2, heading="Winter")))
    asked = Turn("Ann", Role.INTERVIEWER, 3, (Paragraph("And now?", 3, heading="Spring"),))
    script = assemble(replace(talk(), turns=(told, asked)), CASTING, Arrangement())
    assert [pause.reason for pause in pauses(script)] == ["chapter", "chapter"]


def test_the_pause_is_shorter_before_a_short_answer_but_not_before_a_short_question() -> None:
    def pause(after: tuple[str, str], before: str) -> int:
        turns = ((before, "So?"), after)
        return pauses(script_of(*turns, pacing=PacingSettings(pauses={"answer": 1000, "question": 1000})))[0].pause_ms

    assert pause(("Ben", "Yes."), "Ann") < 1000 * (1 - VARIATION) * 0.8
    assert pause(("Ben", LONG), "Ann") >= 1000 * (1 - VARIATION)
    assert pause(("Ann", "Why?"), "Ben") >= 1000 * (1 - VARIATION)


# -- bounds, variation -----------------------------------------------------------------------------------------------


words = st.sampled_from(["Yes.", "No —", "Why?", LONG, "[laughs]", "One, two; three.", "…", "它很冷。", "a" * 300])
said = st.lists(words, min_size=1, max_size=4).map(" ".join) | st.lists(words, min_size=1, max_size=3).map("\n".join)
talks = st.lists(st.tuples(st.sampled_from(list(ROLES)), said), max_size=6)


@given(talks, st.sampled_from(list(PRESETS)), st.integers(0, 2**31))
def test_no_pause_is_out_of_bounds_whatever_the_words(turns: list[tuple[str, str]], preset: str, seed: int) -> None:
    script = script_of(*turns, pacing=PacingSettings(preset, seed=seed), piece_chars=120)
    least = min(SHORTEST_GAP_MS, *PRESETS[preset].pauses.values()) if preset == "fast" else SHORTEST_GAP_MS
    items = [item for item in script.items if not isinstance(item, Cue)]
    for before, after in itertools.pairwise(items[1:-1]):
        assert isinstance(before, Pause) is not isinstance(after, Pause)  # never two pauses, never none
        if isinstance(before, Pause):
            assert least <= before.pause_ms <= LONGEST_GAP_MS


@given(talks, st.integers(0, 3))
def test_pauses_vary_within_their_limit_and_repeat_for_the_same_seed(turns: list[tuple[str, str]], seed: int) -> None:
    pacing = PacingSettings(pauses=dict.fromkeys(PauseFor, 1000), seed=seed)
    script = script_of(*turns, pacing=pacing, piece_chars=120)
    assert script == script_of(*turns, pacing=pacing, piece_chars=120)
    for pause in pauses(script):
        if pause.reason != PauseFor.ANSWER:
            assert 1000 * (1 - VARIATION) <= pause.pause_ms <= 1000 * (1 + VARIATION)


def test_pauses_differ_from_each_other_and_from_those_of_another_seed() -> None:
    turn = ("Ben", " ".join(f"Number {n} is heard." for n in range(40)))
    one, other = ([pause.pause_ms for pause in pauses(script_of(turn, pacing=PacingSettings(seed=seed)))] for seed in (0, 1))
    assert len(set(one)) > 20
    assert one != other
    assert np.mean(one) == pytest.approx(PacingSettings().pause_ms(PauseFor.SENTENCE), rel=0.05)


def test_the_lengths_are_the_same_on_every_machine() -> None:
    assert [p.pause_ms for p in pauses(script_of(("Ann", "How are you?"), ("Ben", "Well. And you?")))] == [262, 370]


def test_an_edit_only_changes_the_pauses_around_it() -> None:
    turns = [("Ann", "Why?"), ("Ben", "It was cold. It was far."), ("Ann", "And then?"), ("Ben", "We went home. At last.")]
    before = pauses(script_of(*turns))
    after = pauses(script_of(("Ann", "Why not?"), *turns[1:]))
    assert before[1:] == after[1:]


@pytest.mark.parametrize("asked", [0, 40, 9000])
def test_a_pause_length_from_the_settings_may_leave_the_bounds(asked: int) -> None:
    found = pauses(script_of(("Ben", LONG), ("Ann", "Why?"), pacing=PacingSettings(pauses={"question": asked})))[0].pause_ms
    assert asked * (1 - VARIATION) <= found <= asked * (1 + VARIATION)
    assert (found < SHORTEST_GAP_MS) is (asked < SHORTEST_GAP_MS)


@pytest.mark.parametrize("preset", PRESETS)
def test_the_pauses_of_a_preset_grow_from_clause_to_chapter(preset: str) -> None:
    found = PacingSettings(preset)
    parted = [PauseFor.CLAUSE, PauseFor.SENTENCE, PauseFor.PARAGRAPH, PauseFor.NARRATOR, PauseFor.CHAPTER]
    lengths = [found.pause_ms(reason) for reason in parted]
    assert lengths == sorted(set(lengths))
    assert found.pause_ms(PauseFor.INTERRUPTION) < found.pause_ms(PauseFor.ANSWER) < found.pause_ms(PauseFor.QUESTION)


def test_pauses_and_rates_are_ordered_from_fast_to_slow() -> None:
    order = [PacingSettings("fast"), PacingSettings("news"), PacingSettings("conversation"), PacingSettings("slow")]
    for reason in PauseFor:
        lengths = [pacing.pause_ms(reason) for pacing in order]
        assert lengths == sorted(lengths)
    rates = [pacing.rate_of("Ann") for pacing in order]
    assert rates == sorted(rates, reverse=True)


# -- rates --------------------------------------------------------------------------------------------------------


def rates_of(script: Rundown) -> list[float]:
    return [round(speech.utterance.delivery.rate, 6) for speech in script.speeches]


def test_the_rates_of_the_preset_of_all_and_of_a_speaker_are_multiplied() -> None:
    pacing = PacingSettings("slow", rate=1.2, rates={"Ben": 0.9})
    script = script_of(("Ann", "Why?"), ("Ben", "It was cold."), pacing=pacing)
    assert rates_of(script) == [round(0.85 * 1.2, 6), round(0.85 * 1.2 * 0.9, 6)]


def test_a_rate_outside_the_range_of_the_engine_is_reached_by_stretching() -> None:
    def fit(rate: float) -> tuple[float, float]:
        speech = fitted(script_of(("Ann", "Why?"), pacing=PacingSettings(rate=rate)), (0.8, 1.2)).speeches[0]
        return speech.utterance.delivery.rate, speech.stretch

    assert [fit(rate) for rate in (0.8, 1.0, 1.2)] == [(0.8, 1.0), (1.0, 1.0), (1.2, 1.0)]
    assert [fit(rate) for rate in (0.5, 1.3, 1.6)] == [(1.0, 0.5), (1.0, 1.3), (1.0, 1.6)]
    assert [fit(rate) for rate in (0.01, 99.0)] == [(1.0, 0.4), (1.0, 4.0)]  # the limits of stretching


RATE_HZ = 24_000


def voiced(seconds: float, pitch_hz: float) -> Clip:
    """Return a vowel-like sound whose level changes four times a second."""
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    wave = sum(np.sin(2 * np.pi * pitch_hz * n * time_s) / n for n in range(1, 12))
    sound = 6000 * wave * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * time_s))
    heard_words = HeardWord(0, 3, 0.0, seconds / 2), HeardWord(4, 7, seconds / 2, seconds)
    return Clip(sound.astype("<i2").tobytes(), RATE_HZ, heard_words)


def pitch_of(clip: Clip) -> float:
    samples = np.frombuffer(clip.pcm, dtype="<i2").astype(float)
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 2**18))
    return float(np.argmax(spectrum) * RATE_HZ / 2**18)


@pytest.mark.parametrize("rate", [0.4, 0.7, 1.3, 1.6, 2.0, 4.0])
@pytest.mark.parametrize("pitch_hz", [90.0, 240.0])
def test_a_stretched_clip_has_the_right_length_and_keeps_pitch_loudness_and_words(rate: float, pitch_hz: float) -> None:
    clip = voiced(3.0, pitch_hz)
    found = stretched(clip, rate)
    assert found.seconds == pytest.approx(clip.seconds / rate, abs=0.001)
    assert pitch_of(found) == pytest.approx(pitch_hz, rel=0.02)
    level = [np.std(np.frombuffer(c.pcm, dtype="<i2").astype(float)) for c in (clip, found)]
    assert level[1] == pytest.approx(level[0], rel=0.1)
    assert [(w.start, w.end) for w in found.words] == [(w.start, w.end) for w in clip.words]
    assert found.words[1].start_s == pytest.approx(1.5 / rate, abs=0.001)
    assert found.words[-1].end_s == pytest.approx(found.seconds, abs=0.001)


def test_stretching_adds_no_clicks() -> None:
    clip = voiced(3.0, 120.0)
    before, after = (np.abs(np.diff(np.frombuffer(c.pcm, dtype="<i2").astype(int))) for c in (clip, stretched(clip, 1.6)))
    assert after.max() <= 1.2 * before.max()


@given(st.binary(max_size=400).map(lambda data: data[: len(data) // 2 * 2]), st.floats(0.4, 4.0))
def test_any_clip_can_be_stretched(pcm: bytes, rate: float) -> None:
    clip = Clip(pcm, RATE_HZ)
    found = stretched(clip, rate)
    assert len(found.pcm) // 2 == pytest.approx(len(pcm) / 2 / rate, abs=1)
    assert found == stretched(clip, rate)


def test_a_clip_at_rate_1_is_not_changed() -> None:
    clip = voiced(0.5, 100.0)
    assert stretched(clip, 1.0) is clip


# -- directions in a script ----------------------------------------------------------------------------


HEAD = "---\ncast:\n- {name: Ann, role: interviewer}\n- {name: Ben, role: guest}\n---\n"


def heard(body: str, pacing: PacingSettings | None = None) -> list[str]:
    """Return what is heard of a script, in order: words, with their rate unless it is 1, and pauses by length or reason."""
    transcript = read_script(HEAD + body, "s.md").transcript
    found: list[str] = []
    for item in assemble(transcript, CASTING, Arrangement(pacing=pacing or PacingSettings())).items:
        if isinstance(item, Pause):
            found.append(f"{item.pause_ms}" if item.reason == "asked" else item.reason)
        elif isinstance(item, Speech):
            rate = item.utterance.delivery.rate
            found.append(item.utterance.text if rate == 1 else f"{item.utterance.text} @{rate:g}")
    return found[1:-1]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("Ben: One {pause 2s} two.", ["One", "2000", "two."]),
        ("Ben: One. {pause 2s} Two.", ["One.", "2000", "Two."]),  # replaces the usual pause
        ("Ben: One.\n\n{pause 2s} Two.", ["One.", "2000", "Two."]),
        ("Ben: One.\n\nTwo.", ["One.", "paragraph", "Two."]),
        ("Ann: One? {pause 2s}\n\nBen: Two.", ["One?", "2000", "Two."]),
        ("Ann: One?\n\nBen: {pause 2s} Two.", ["One?", "2000", "Two."]),
        ("Ann: One? {pause 1s}\n\nBen: {pause 2s} Two.", ["One?", "1000", "2000", "Two."]),
        ("Ann: {pause 1s} One?", ["1000", "One?"]),
        ("Ben: One {pause 1s} {pause 2s} two.", ["One", "1000", "2000", "two."]),
        ("Ben: One{pause 1s}.", ["One.", "1000"]),  # the full stop stays with its word
        ("Ben: “{pause 1s}One.”", ["1000", "“One.”"]),
        ("Ben: {rate 0.9: One. Two.} Three.", ["One. @0.9", "sentence", "Two. @0.9", "sentence", "Three."]),
        ("Ben: One {rate 0.9: two} three.", ["One", "clause", "two @0.9", "clause", "three."]),
        ("Ben: One {rate 1.2: two {pause 1s} three}.", ["One", "clause", "two @1.2", "1000", "three. @1.2"]),
    ],
)
def test_pauses_and_rates_of_a_script_apply_where_they_are_written(body: str, wanted: list[str]) -> None:
    assert heard(body) == wanted


def test_a_pause_in_a_script_has_the_same_length_at_every_pace() -> None:
    for preset in PRESETS:
        assert "1234" in heard("Ben: One {pause 1234ms} two.", PacingSettings(preset))


def test_a_rate_in_a_script_multiplies_that_of_the_speaker() -> None:
    assert heard("Ben: {rate 0.5: One.}", PacingSettings(rates={"Ben": 1.2})) == ["One. @0.6"]


def test_a_sentence_that_directions_cut_stays_one_sentence_with_all_its_words() -> None:
    transcript = read_script(HEAD + "Ben: One {pause 1s} two {rate 2: three}, four. Five.", "s.md").transcript
    speeches = assemble(transcript, CASTING, Arrangement()).speeches
    assert [speech.sentence for speech in speeches] == [0, 0, 0, 0, 1]
    assert [speech.written for speech in speeches] == ["One", "two", "three,", "four.", "Five."]


def test_punctuation_stays_with_its_word_where_the_rate_changes() -> None:
    assert heard("Ben: One ({rate 0.9: two}) three.") == ["One", "clause", "(two) @0.9", "clause", "three."]


@given(
    st.lists(st.sampled_from(["One", "two.", "“three”", "—", "...", "四。"]), min_size=1, max_size=8),
    st.lists(st.tuples(st.sampled_from([Ask.PAUSE, Ask.RATE]), st.integers(0, 40), st.integers(0, 40)), max_size=4),
)
def test_directions_at_any_place_lose_no_words_and_no_pauses(parts: list[str], asked: list[tuple[Ask, int, int]]) -> None:
    text = " ".join(parts)
    places = sorted((min(a, b, len(text)), min(max(a, b), len(text)), ask) for ask, a, b in asked)
    directions = tuple(
        Direction(ask, start, start if ask is Ask.PAUSE else end, "500" if ask is Ask.PAUSE else "0.9")
        for start, end, ask in places
    )
    turn = Turn("Ben", Role.GUEST, 1, (Paragraph(text, 1, directions=directions),))
    script = assemble(replace(talk(), turns=(turn,)), CASTING, Arrangement())
    written = "".join(speech.written for speech in script.speeches)
    assert [c for c in written if c.isalnum()] == [c for c in text if c.isalnum()]
    found = sum(isinstance(item, Pause) and item.reason == "asked" for item in script.items)
    assert found == sum(direction.ask is Ask.PAUSE for direction in directions)


# -- in the sound ----------------------------------------------------------------------------------------------------


TALK = talk(("Ann", "How are you?"), ("Ben", "Well enough, thank you. And you?"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        announcing=AnnouncingSettings(discloses=False),
        speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"),
        publishing=PublishingSettings(force=True),
    )


def gaps_ms(tmp_path: Path, settings: Settings) -> list[int]:
    """Return the silences between the sentences of the transcript."""
    tts_interview.render(TALK, tmp_path / "e.wav", settings)
    segments = json.loads((tmp_path / "e.transcript.json").read_text(encoding="utf-8"))["segments"]
    return [round(1000 * (b["startTime"] - a["endTime"])) for a, b in itertools.pairwise(segments)]


def test_the_pauses_of_the_sound_are_those_of_the_rundown(settings: Settings, tmp_path: Path) -> None:
    planned = [pause.pause_ms for pause in pauses(assemble(TALK, CASTING, Arrangement()))]
    assert gaps_ms(tmp_path, settings) == pytest.approx(planned, abs=2)


def test_a_fast_episode_uses_the_same_clips_as_the_usual_one() -> None:
    script = assemble(TALK, CASTING, Arrangement())
    fast = fitted(assemble(TALK, CASTING, Arrangement(pacing=PacingSettings("fast"))), (0.8, 1.2))
    assert [s.utterance for s in fast.speeches] == [s.utterance for s in script.speeches]


def test_word_times_are_right_in_a_stretched_episode(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tts_interview.speech.engines.tone.ToneEngine.paces", (1.0, 1.0))
    lengths = []
    for rate in (1.0, 2.0):
        tts_interview.render(TALK, tmp_path / "e.wav", replace(settings, pacing=PacingSettings(rate=rate)))
        segments = json.loads((tmp_path / "e.transcript.json").read_text(encoding="utf-8"))["segments"]
        lengths.append([s["endTime"] - s["startTime"] for s in segments])
        for segment in segments:
            times = [t for w in segment["words"] for t in (w["startTime"], w["endTime"])]
            assert times == sorted(times)
            assert (times[0], times[-1]) == pytest.approx((segment["startTime"], segment["endTime"]), abs=0.0015)
    assert lengths[1] == pytest.approx([length / 2 for length in lengths[0]], abs=0.002)


def test_listening_has_the_pace_of_the_episode(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tts_interview.speech.engines.tone.ToneEngine.paces", (1.0, 1.0))
    fast = replace(settings, pacing=PacingSettings("fast"))
    seconds = tts_interview.render(TALK, tmp_path / "e.wav", fast).seconds
    with (tmp_path / "heard.wav").open("wb") as stream:
        tts_interview.listen(TALK, fast, tts_interview.Listening(stream=stream))
    heard_s = ((tmp_path / "heard.wav").stat().st_size - 44) / 2 / RATE_HZ
    assert heard_s == pytest.approx(seconds, abs=0.05)


# -- on the command line ---------------------------------------------------------------------------------------------


PAGE = "Ann Lee: How are you today?\n\nBen Ray: Well enough, thank you. And how are you?\n\nAnn Lee: Fine.\n\nBen Ray: Good.\n"


def rendered(tts: Callable[..., Run], tmp_path: Path, *options: str, env: dict[str, str] | None = None) -> list[dict]:  # type: ignore[type-arg]
    (tmp_path / "talk.txt").write_text(PAGE, encoding="utf-8")
    done = tts("render", "talk.txt", "-o", "e.wav", "--engine", "tone", "--force", "--no-spoken-disclosure", *options, env=env)
    assert done.code == 0, done.err
    segments: list[dict] = json.loads((tmp_path / "e.transcript.json").read_text(encoding="utf-8"))["segments"]  # type: ignore[type-arg]
    return segments


def test_options_and_variables_set_pace_rates_and_pauses(tts: Callable[..., Run], tmp_path: Path) -> None:
    usual = rendered(tts, tmp_path)
    asked = rendered(tts, tmp_path, "--rate", "Ben=0.5", "--pause", "question=4s", "--pause", "answer=3000ms", "--seed", "7")
    assert asked[0]["endTime"] == usual[0]["endTime"]
    assert asked[1]["endTime"] - asked[1]["startTime"] == pytest.approx(
        2 * (usual[1]["endTime"] - usual[1]["startTime"]), abs=0.01
    )
    assert asked[3]["startTime"] - asked[2]["endTime"] == pytest.approx(4.0, rel=VARIATION)
    quick = rendered(tts, tmp_path, env={"TTS_INTERVIEW_PACE": "fast", "TTS_INTERVIEW_RATE": "1.1;Ann Lee=0.9"})
    assert quick[-1]["endTime"] < 0.7 * usual[-1]["endTime"]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--rate", "9"), 'invalid rate "9": expected 0.5 to 2'),
        (("--rate", "Ben=fast"), "invalid rate"),
        (("--rate", "=1.1"), "invalid rate"),
        (("--rate", "nan"), "invalid rate"),
        (("--pause", "question"), 'invalid pause ""'),
        (("--pause", "question=2h"), "expected up to 60 s"),
        (("--pause", "query=2s"), "reasons: opening, clause, sentence"),
        (("--pace", "quick"), "slow"),
    ],
)
def test_an_invalid_pace_is_a_wrong_command_line(tts: Callable[..., Run], options: tuple[str, str], complaint: str) -> None:
    done = tts("render", "talk.txt", *options)
    assert done.code == 2
    assert complaint in " ".join(done.err.split())


def test_a_rate_for_an_unknown_speaker_is_an_error(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(CastingError, match='"Zoe" is not one of the speakers'):
        tts_interview.render(TALK, tmp_path / "e.wav", replace(settings, pacing=PacingSettings(rates={"Zoe": 1.1})))


@pytest.mark.parametrize(("value", "pause_ms"), [("600ms", 600), ("0.6s", 600), ("600", 600), (" 2 S ", 2000), ("0", 0)])
def test_the_length_of_a_pause_is_parsed(value: str, pause_ms: int) -> None:
    assert pause_ms_of(value) == pause_ms


@pytest.mark.parametrize("value", ["", "s", "-1s", "nan", "inf", "61s", "1e9ms", "1 m", "६s٣"])
def test_an_invalid_length_of_a_pause_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="expected up to 60 s"):
        pause_ms_of(value)
