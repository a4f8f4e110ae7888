"""The installed engines: their common contract, the registry, and what is special about each."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tts_interview import Clip, Delivery, EngineError, Gender, MissingExtraError, ModelError, Utterance, Voice
from tts_interview.files.atomic import lock_folder
from tts_interview.files.ffmpeg import AudioFormat, encode
from tts_interview.language.segmentation import base_language, has_dictionary, word_ranges
from tts_interview.model import Pronunciation
from tts_interview.sound.mix import Mix
from tts_interview.speech import engines as registry
from tts_interview.speech import speak
from tts_interview.speech.cache import ClipCache
from tts_interview.speech.engines import (
    EngineSetup,
    digital_source_type_of,
    engine_class,
    engine_names,
    make_engine,
    speaks,
)
from tts_interview.speech.engines.kokoro import KokoroEngine
from tts_interview.speech.engines.kokoro.inference import symbols
from tts_interview.speech.engines.kokoro.phonemes import Phonemes, without_switches
from tts_interview.speech.engines.piper import PiperEngine
from tts_interview.speech.engines.samples import to_pcm, trim
from tts_interview.speech.engines.system import SystemEngine, _read_pcm
from tts_interview.speech.engines.tone import ToneEngine
from tts_interview.testing import check_engine


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with Kokoro's model, which all test processes share because preparing it takes long."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "models"
    if not KokoroEngine.missing():
        with lock_folder(folder):
            KokoroEngine(EngineSetup(folder)).speak(Utterance("Yes.", "af_heart", "en-us"))
    return folder


@pytest.mark.parametrize("name", ["tone", "system", "kokoro"])
def test_every_engine_keeps_the_contract(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if engine_class(name).missing():
        pytest.skip(engine_class(name).missing())
    folder = request.getfixturevalue("model_cache") if name == "kokoro" else tmp_path
    check_engine(engine_class(name)(EngineSetup(folder)))


def test_an_engine_says_how_its_sound_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def said() -> dict[str, str]:
        return {e.name: digital_source_type_of(e(EngineSetup(tmp_path))) for e in (KokoroEngine, PiperEngine, SystemEngine)}

    trained = {"kokoro": "trainedAlgorithmicMedia", "piper": "trainedAlgorithmicMedia"}
    monkeypatch.setattr(sys, "platform", "linux")
    assert said() == {**trained, "system": "algorithmicMedia"}
    monkeypatch.setattr(sys, "platform", "darwin")
    assert said() == {**trained, "system": ""}


def test_an_engine_of_beeps_and_a_plug_in_without_a_word_on_it_say_nothing(tmp_path: Path) -> None:
    assert digital_source_type_of(ToneEngine(EngineSetup(tmp_path))) == ""


class _Broken(ToneEngine):
    """Breaks the contract in one way at a time."""

    def __init__(self, setup: EngineSetup, fault: str) -> None:
        super().__init__(setup)
        self.fault = fault

    def voices(self) -> tuple[Voice, ...]:
        found = super().voices()
        return {"no voices": (), "one name twice": (*found, found[0])}.get(self.fault, found)

    def fingerprint(self, voice: str) -> str:
        return "" if self.fault == "no fingerprint" else super().fingerprint(voice)

    def speak(self, utterance: Utterance) -> Clip:
        if self.fault == "any voice":
            return super().speak(Utterance(utterance.text, "alto", "en", utterance.delivery))
        if self.fault == "one pace":
            return super().speak(Utterance(utterance.text, utterance.voice, "en", Delivery()))
        clip = super().speak(utterance)
        quiet = bytes(len(clip.pcm)) if self.fault == "silence" else clip.pcm
        rate = 8000 if self.fault == "another rate" else clip.sample_rate_hz
        return Clip(bytes(48_000) + quiet if self.fault == "silence before" else quiet, rate)


@pytest.mark.parametrize(
    "fault",
    ["no voices", "one name twice", "no fingerprint", "any voice", "one pace", "silence", "another rate", "silence before"],
)
def test_the_contract_detects_each_fault(fault: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        check_engine(_Broken(EngineSetup(tmp_path), fault))


def test_clips_of_a_kokoro_voice_stay_valid_when_other_voices_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fingerprint(voice: str, **vectors: float) -> str:
        arrays: dict[str, Any] = {name.replace("_", "."): np.full(3, value) for name, value in vectors.items()}
        np.savez(tmp_path / "kokoro.npz", **arrays)
        return KokoroEngine(EngineSetup(tmp_path)).fingerprint(voice)

    monkeypatch.setattr("tts_interview.speech.engines.kokoro.voices_folder", lambda: tmp_path)
    alone = fingerprint("ann", ann_basis=1, ann_weights=2)
    assert fingerprint("ann", ab_basis=7, ann_basis=1, ann_weights=2, annika_basis=3) == alone
    assert fingerprint("ann", ann_basis=2, ann_weights=1) != alone
    assert fingerprint("ann", ann_basis=1) != alone
    assert fingerprint("annika", ann_basis=1, ann_weights=2) != alone


# -- the registry ----------------------------------------------------------------------------------------------------


def test_the_built_in_engines_are_registered_by_entry_point() -> None:
    assert {"kokoro", "piper", "system", "tone"} <= set(engine_names())


def test_an_unknown_engine_is_an_error_with_the_choices(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r'unknown engine "espeek": expected one of auto, kokoro, piper, system, tone'):
        make_engine("espeek", EngineSetup(tmp_path))


def test_a_missing_package_is_an_error_with_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tts_interview.speech.engines.kokoro.find_spec", lambda _name: None)
    with pytest.raises(MissingExtraError, match=r"pip install espeakng-loader onnx onnxruntime"):
        make_engine("kokoro", EngineSetup(tmp_path))


def test_auto_chooses_the_best_usable_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KokoroEngine, "missing", classmethod(lambda _cls: ""))
    assert make_engine("auto", EngineSetup(tmp_path)).name == "kokoro"
    for engine in (KokoroEngine, PiperEngine):
        monkeypatch.setattr(engine, "missing", classmethod(lambda _cls: "not here"))
    assert make_engine("auto", EngineSetup(tmp_path)).name == "system"


def test_auto_chooses_an_engine_that_speaks_the_language(tmp_path: Path) -> None:
    assert make_engine("auto", EngineSetup(tmp_path), "de").name == "system"


def test_auto_lists_no_voices_of_an_engine_that_it_likes_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_self: object) -> tuple[Voice, ...]:
        raise AssertionError

    monkeypatch.setattr(KokoroEngine, "missing", classmethod(lambda _cls: ""))
    for engine in (PiperEngine, SystemEngine):
        monkeypatch.setattr(engine, "missing", classmethod(lambda _cls: ""))
        monkeypatch.setattr(engine, "voices", never)
    assert make_engine("auto", EngineSetup(tmp_path)).name == "kokoro"


def test_auto_never_chooses_the_tone_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for engine in (KokoroEngine, PiperEngine, SystemEngine):
        monkeypatch.setattr(engine, "missing", classmethod(lambda _cls: "not here"))
    with pytest.raises(MissingExtraError, match="doctor"):
        make_engine("auto", EngineSetup(tmp_path))


def test_a_plug_in_that_cannot_be_loaded_is_an_error_that_names_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = EntryPoint("mine", "no_such_module:Engine", registry.GROUP)
    monkeypatch.setattr(registry, "_entry_points", lambda: {"mine": broken})
    with pytest.raises(EngineError, match='"mine" cannot be loaded'):
        make_engine("mine", EngineSetup(tmp_path))


@pytest.mark.parametrize(("tag", "base"), [("en-GB", "en"), ("pt_BR", "pt"), ("de", "de")])
def test_the_base_of_a_language_tag(tag: str, base: str) -> None:
    assert base_language(tag) == base


def test_a_voice_without_a_language_speaks_any(tmp_path: Path) -> None:
    assert all(speaks(voice, "xx") for voice in ToneEngine(EngineSetup(tmp_path)).voices())


# -- trimming --------------------------------------------------------------------------------------------------------


def test_silence_is_trimmed_and_the_sound_is_kept() -> None:
    tone = np.sin(np.arange(12_000) * 0.2).astype(np.float32)
    silence = np.zeros(24_000, dtype=np.float32)
    trimmed = trim(np.concatenate([silence, tone, silence]), 24_000)
    assert len(tone) <= len(trimmed) <= len(tone) + 0.08 * 24_000
    assert np.isclose(np.abs(trimmed).sum(), np.abs(tone).sum())


def test_a_pause_inside_is_not_trimmed() -> None:
    tone = np.ones(2400, dtype=np.float32)
    samples = np.concatenate([tone, np.zeros(24_000, dtype=np.float32), tone])
    assert len(trim(samples, 24_000)) == len(samples)


def test_pure_silence_is_not_trimmed() -> None:
    assert len(trim(np.zeros(1000, dtype=np.float32), 24_000)) == 1000
    assert len(trim(np.zeros(0, dtype=np.float32), 24_000)) == 0


def test_too_loud_samples_are_clipped_and_do_not_wrap() -> None:
    assert to_pcm(np.array([2.0, -2.0], dtype=np.float32)) == np.array([32767, -32767], dtype="<i2").tobytes()


# -- system ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> SystemEngine:
    if SystemEngine.missing():
        pytest.skip(SystemEngine.missing())
    return SystemEngine(EngineSetup(tmp_path_factory.mktemp("system")))


def test_the_first_two_system_voices_are_a_woman_and_a_man(system: SystemEngine) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("what Windows and macOS offer differs from machine to machine")
    english = [voice for voice in system.voices() if speaks(voice, "en")]
    assert [voice.gender for voice in english[:2]] == [Gender.FEMALE, Gender.MALE]


def test_two_system_voices_sound_different(system: SystemEngine) -> None:
    first, second = (voice for voice in system.voices()[:2])
    text = "The harbour was quiet that morning."
    sounds = [system.speak(Utterance(text, voice.name, voice.language)).pcm for voice in (first, second)]
    assert sounds[0] != sounds[1]


def test_many_system_utterances_in_a_row_are_all_complete(system: SystemEngine) -> None:
    voice = system.voices()[0]
    lengths = [system.speak(Utterance(f"{'word ' * n}ends.", voice.name, voice.language)).seconds for n in range(1, 40)]
    assert all(later > earlier - 0.2 for earlier, later in itertools.pairwise(lengths))
    assert lengths[-1] > 8 * lengths[0]


def test_a_voice_that_stays_silent_is_an_error(system: SystemEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "_spoken", lambda _utterance: b"")
    with pytest.raises(EngineError, match="produced no sound for"):
        system.speak(Utterance("Hello.", system.voices()[0].name, "en-us"))


def test_the_same_words_give_the_same_bytes_in_whatever_order_they_are_spoken(system: SystemEngine) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("how the voices of Windows and macOS go on is not known")
    woman, man = (voice.name for voice in system.voices()[:2])
    foreign = (Pronunciation(0, 5, language="fr"),)
    said = [
        Utterance("She sells sea shells, and nobody expected it.", woman, "en-us"),
        Utterance("She sells sea shells, and nobody expected it.", man, "en-us", Delivery(rate=1.3)),
        Utterance("So?", woman, "en-us"),
        Utterance("Paris is far.", man, "en-us", pronunciations=foreign),
    ]
    heard: dict[Utterance, set[bytes]] = {utterance: set() for utterance in said}
    for order in itertools.permutations(said):
        for utterance, engine in zip(order, itertools.cycle((system, SystemEngine(EngineSetup(Path()))))):
            heard[utterance].add(engine.speak(utterance).pcm)
    assert [len(sounds) for sounds in heard.values()] == [1, 1, 1, 1]


def test_the_system_voices_print_nothing(system: SystemEngine, capfd: pytest.CaptureFixture[str]) -> None:
    system.speak(Utterance("Hello.", system.voices()[0].name, "en-us"))
    assert capfd.readouterr() == ("", "")


def test_an_aiff_file_is_read_through_ffmpeg(tmp_path: Path) -> None:
    raw = tmp_path / "raw.pcm"
    raw.write_bytes(to_pcm(np.sin(np.arange(16_000) * 0.1).astype(np.float32)))
    aiff = AudioFormat("AIFF", ("-c:a", "pcm_s16be", "-f", "aiff"), sample_rate_hz=16_000)
    encode(Mix(raw, 16_000).samples, tmp_path / "aiff.wav", aiff, "", {})
    pcm = _read_pcm(tmp_path / "aiff.wav", 22_050)
    assert len(pcm) / 2 == pytest.approx(22_050, abs=50)


# -- kokoro ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kokoro(model_cache: Path) -> KokoroEngine:
    if KokoroEngine.missing():
        pytest.skip(KokoroEngine.missing())
    return KokoroEngine(EngineSetup(model_cache))


def test_kokoro_repeats_an_utterance_byte_for_byte(kokoro: KokoroEngine) -> None:
    utterance = Utterance("Nobody expected the ferry.", "bf_emma", "en-gb")
    assert kokoro.speak(utterance).pcm == kokoro.speak(utterance).pcm


def test_kokoro_gives_the_same_bytes_with_one_worker_and_with_two(kokoro: KokoroEngine, tmp_path: Path) -> None:
    texts = ("Nobody expected the ferry.", "Why?")
    utterances = [Utterance(text, voice, "en-gb") for voice in ("bf_emma", "bm_george") for text in texts]
    before = kokoro.workers
    spoken = []
    try:
        for kokoro.workers in (1, 2):
            spoken.append(list(speak(utterances, kokoro, ClipCache(tmp_path / str(kokoro.workers)))))
    finally:
        kokoro.workers = before
    assert spoken[0] == spoken[1]


def test_kokoro_voices_differ(kokoro: KokoroEngine) -> None:
    text = "Nobody expected the ferry."
    assert kokoro.speak(Utterance(text, "af_heart", "en-us")) != kokoro.speak(Utterance(text, "bm_george", "en-gb"))


def test_a_text_that_kokoro_cannot_speak_is_an_error_that_quotes_it(kokoro: KokoroEngine) -> None:
    with pytest.raises(EngineError, match="…"):
        kokoro.speak(Utterance("…", "af_heart", "en-us"))


SPOKEN = {
    "es": ("em_alex", "Muchas gracias por la invitación.", "ɣɾˈaθjas"),
    "fr": ("ff_siwis", "Je vous remercie beaucoup.", "ʒə vu ʁəmɛʁsˈi"),
    "hi": ("hf_alpha", "आपका बहुत धन्यवाद।", "ˌaːpkˌaː"),
    "it": ("im_nicola", "La ringrazio molto per l'invito.", "riŋɡrˈatsio"),
    "ja": ("jm_kumo", "お招きありがとうございます。", "aɾʲiɡatoː"),
    "zh": ("zm_yunjian", "非常感谢您的邀请。", "ka↓nɕje↘"),
    "pt-br": ("pf_dora", "Muito obrigada pelo convite.", "obriɡˈadæ"),
}


READABLE = [language for language in SPOKEN if has_dictionary(language)]


@pytest.mark.parametrize("language", READABLE)
def test_each_language_has_its_own_phonemes(language: str) -> None:
    voice, text, sounds = SPOKEN[language]
    phonemes = Phonemes(symbols())
    assert sounds in phonemes.of(Utterance(text, voice, language))
    # espeak-ng reads letters that English lacks by the rules of Hindi.
    assert language == "hi" or sounds not in phonemes.of(Utterance(text, voice, "en-us"))


@pytest.mark.parametrize("language", READABLE)
def test_a_kokoro_voice_speaks_its_own_language(language: str, kokoro: KokoroEngine) -> None:
    voice, text, _ = SPOKEN[language]
    clip = kokoro.speak(Utterance(text, voice, language))
    assert 1 < clip.seconds < 5
    assert language == "hi" or clip != kokoro.speak(Utterance(text, voice, "en-us"))


@pytest.mark.parametrize("language", [language for language in READABLE if language in {"ja", "zh"}])
def test_words_without_spaces_between_them_have_times_too(language: str, kokoro: KokoroEngine) -> None:
    voice, text, _ = SPOKEN[language]
    words = kokoro.speak(Utterance(text, voice, language)).words
    assert [(word.start, word.end) for word in words] == word_ranges(text, language)
    assert all(a.end_s <= b.start_s < b.end_s for a, b in itertools.pairwise(words))


@pytest.mark.parametrize(
    ("phonemes", "language", "left"),
    [
        ("lə (en)wˈiːkˈɛnd(fr) a (en)njˈuː jˈɔːk(fr).", "fr-fr", "lə wˈiːkˈɛnd a njˈuː jˈɔːk."),
        ("sˈɛd (hi)jˌəh(enus) ænd", "en-us", "sˈɛd jˌəh ænd"),
        ("(lə (en)wˈiːkˈɛnd(fr) (a))", "fr-fr", "(lə wˈiːkˈɛnd (a))"),
        ("de fˈeɪsβuk (en maðɾˈid)", "es", "de fˈeɪsβuk (en maðɾˈid)"),
        ("(en) ɡɾˈaθjas (i) mˈas", "es", "(en) ɡɾˈaθjas (i) mˈas"),
    ],
)
def test_language_switches_are_removed_and_brackets_stay(phonemes: str, language: str, left: str) -> None:
    assert without_switches(phonemes, language) == left


def test_an_invalid_model_is_an_error(tmp_path: Path) -> None:
    if KokoroEngine.missing():
        pytest.skip(KokoroEngine.missing())
    (tmp_path / "wrong.onnx").write_bytes(b"this is no model")
    engine = KokoroEngine(EngineSetup(tmp_path, model=tmp_path / "wrong.onnx"))
    with pytest.raises(ModelError, match=r"cannot load the model .*wrong\.onnx"):
        engine.speak(Utterance("Hello.", "af_heart", "en-us"))


def test_kokoro_prints_nothing(model_cache: Path) -> None:
    if KokoroEngine.missing():
        pytest.skip(KokoroEngine.missing())
    program = (
        "from pathlib import Path; from tts_interview import Utterance;"
        "from tts_interview.speech.engines import EngineSetup, make_engine;"
        f"make_engine('kokoro', EngineSetup(Path({str(model_cache)!r}))).speak(Utterance('Hello.', 'af_heart', 'en-us'))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
