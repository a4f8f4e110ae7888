"""Kokoro's devices, and the stand-in that speaks while the quick graph is being prepared."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

import pytest

from tts_interview.errors import EngineError, ModelError
from tts_interview.model import Utterance
from tts_interview.speech import speak
from tts_interview.speech.cache import ClipCache
from tts_interview.speech.engines import EngineSetup, make_engine, preload_engine, stand_in_for
from tts_interview.speech.engines.kokoro import KokoroEngine, ShippedKokoro, loading, sessions
from tts_interview.speech.engines.kokoro.devices import AUTO, CPU, candidates
from tts_interview.speech.engines.kokoro.loading import Loaded, Model
from tts_interview.speech.engines.kokoro.quick_graph import Preparation, front_of, prepared_path
from tts_interview.speech.engines.tone import ToneEngine

if TYPE_CHECKING:
    from pathlib import Path

    from tts_interview.speech.engines.kokoro.devices import Device

ALL = ("CoreMLExecutionProvider", "DmlExecutionProvider", "CUDAExecutionProvider", "CPUExecutionProvider")
UTTERANCE = Utterance("Good morning.", "af_heart", "en-us")


@pytest.mark.parametrize(
    ("wish", "providers", "names"),
    [
        (AUTO, ("CPUExecutionProvider",), ["cpu"]),
        (AUTO, ALL, ["cuda", "directml", "cpu"]),
        ("coreml", ALL, ["coreml"]),
        ("cpu", ALL, ["cpu"]),
        ("cuda", ALL, ["cuda"]),
    ],
)
def test_the_best_device_comes_first_and_a_requested_one_alone(wish: str, providers: tuple[str, ...], names: list[str]) -> None:
    assert [device.name for device in candidates(wish, providers)] == names


def test_an_unavailable_device_is_an_error_that_names_the_available_ones() -> None:
    with pytest.raises(EngineError, match=r'device "cuda" is not available \(available: auto, cpu, directml'):
        candidates("cuda", ("DmlExecutionProvider", "CPUExecutionProvider"))


def test_a_provider_that_does_not_start_is_an_error_instead_of_a_fallback_to_the_cpu(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = pytest.importorskip("onnxruntime")

    class OnlyTheProcessor:
        def get_providers(self) -> list[str]:
            return ["CPUExecutionProvider"]

    monkeypatch.setattr(runtime, "InferenceSession", lambda *_args, **_options: OnlyTheProcessor())
    cuda = candidates("cuda", ALL)[0]
    with pytest.raises(ModelError, match=r"the device cuda does not start: .*`speech.device` cpu"):
        sessions.make_session(tmp_path / "model.onnx", cuda)


@pytest.mark.parametrize("cut", ["front", "back"])
def test_a_truncated_graph_is_prepared_again(cut: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    setup = EngineSetup(tmp_path, device=CPU.name)
    back = prepared_path(setup)
    halves = {"front": front_of(back), "back": back}
    back.parent.mkdir(parents=True)
    for name, path in halves.items():
        path.write_bytes(b"half" if name == cut else b"whole")

    def session_of(path: Path, *_device: object, **_how: bool) -> str:
        if path.read_bytes() != b"whole":
            raise ModelError("it is cut")
        return path.name

    def prepare(_self: Preparation, *_what: object) -> Path:
        for path in halves.values():
            path.write_bytes(b"whole")
        return back

    monkeypatch.setattr(loading, "make_session", session_of)
    monkeypatch.setattr(loading, "Halves", lambda *sessions: sessions)
    monkeypatch.setattr(loading, "find_model", lambda _setup: tmp_path / "shipped.onnx")
    monkeypatch.setattr(Preparation, "run", prepare)
    assert Model(setup).loaded() == Loaded((front_of(back).name, back.name), CPU)  # type: ignore[arg-type]


@pytest.fixture
def accelerated(monkeypatch: pytest.MonkeyPatch) -> dict[str, Exception]:
    """Replace sessions by the names of devices; those in the returned table fail with its errors."""
    failing: dict[str, Exception] = {}

    def graph_on(_model: Model, device: Device) -> str:
        if device.name in failing:
            raise failing[device.name]
        return f"a session on {device.name}"

    monkeypatch.setattr(loading, "providers", lambda: ALL)
    monkeypatch.setattr(Model, "_graph_on", graph_on)
    return failing


def test_a_failing_device_is_reported_and_the_next_one_speaks(tmp_path: Path, accelerated: dict[str, Exception]) -> None:
    told: list[str] = []
    accelerated["cuda"] = ModelError("its driver is too old")
    loaded = Model(EngineSetup(tmp_path, on_notice=told.append)).loaded()
    assert (str(loaded.graph), loaded.device.name) == ("a session on directml", "directml")
    assert told == ["Skipping the device cuda: its driver is too old"]


def test_a_requested_device_that_fails_is_an_error(tmp_path: Path, accelerated: dict[str, Exception]) -> None:
    accelerated["cuda"] = ModelError("its driver is too old")
    with pytest.raises(ModelError, match="its driver is too old"):
        Model(EngineSetup(tmp_path, device="cuda")).loaded()


def test_an_accelerator_has_separate_clips_and_one_worker(tmp_path: Path, accelerated: dict[str, Exception]) -> None:
    on_cuda, on_cpu = (KokoroEngine(EngineSetup(tmp_path, device=name)) for name in ("cuda", "cpu"))
    assert "cuda" in on_cuda.fingerprint("af_heart")
    assert on_cuda.fingerprint("af_heart") != on_cpu.fingerprint("af_heart")
    assert on_cuda.workers == 1


def test_a_model_from_the_user_runs_on_the_cpu_unless_a_device_is_named(
    tmp_path: Path, accelerated: dict[str, Exception]
) -> None:
    model = tmp_path / "own.onnx"
    assert Model(EngineSetup(tmp_path, model=model)).devices() == (CPU,)
    assert [d.name for d in Model(EngineSetup(tmp_path, model=model, device="cuda")).devices()] == ["cuda"]


class Unprepared(KokoroEngine):
    """An engine whose graph arrives when `ready` is set."""

    def __init__(self, setup: EngineSetup) -> None:
        super().__init__(setup)
        self.ready: Future[Loaded] = Future()
        self._model._future = self.ready


@pytest.fixture
def unprepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Unprepared:
    from tts_interview.speech.engines import kokoro

    monkeypatch.setattr(kokoro, "find_model", lambda _setup: tmp_path / "shipped.onnx")
    (tmp_path / "shipped.onnx").write_bytes(b"shipped")
    return Unprepared(EngineSetup(tmp_path, device="cpu"))


def test_the_shipped_model_stands_in_until_the_quick_graph_is_ready(unprepared: Unprepared) -> None:
    stand_in = stand_in_for(unprepared)
    assert isinstance(stand_in, ShippedKokoro)
    assert stand_in_for(unprepared) is stand_in
    assert stand_in_for(stand_in) is None
    assert stand_in.fingerprint("af_heart") != unprepared.fingerprint("af_heart")
    unprepared.ready.set_result(Loaded("a session", CPU))  # type: ignore[arg-type]
    assert stand_in_for(unprepared) is None


def test_a_failed_preparation_is_reported_once_and_the_shipped_model_keeps_speaking(
    unprepared: Unprepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    unprepared._setup = EngineSetup(unprepared._setup.cache_folder, on_notice=told.append, device="cpu")
    assert stand_in_for(unprepared)
    unprepared.ready.set_exception(ModelError("the disk is full; free some space"))
    assert stand_in_for(unprepared)
    assert stand_in_for(unprepared)
    assert told == ["Continuing with the shipped model: the disk is full; free some space"]


class Starting(ToneEngine):
    """A tone engine with a stand-in for its first clip."""

    asked = 0

    def fingerprint(self, voice: str) -> str:
        return f"slow to start {voice}"

    def warm_up(self) -> None:
        pass

    def stand_in(self) -> ToneEngine | None:
        self.asked += 1
        return ToneEngine(self._setup) if self.asked == 1 else None

    def let_go(self) -> None:
        pass

    def __init__(self, setup: EngineSetup) -> None:
        super().__init__(setup)
        self._setup = setup
        self.workers = 1


@pytest.mark.parametrize("at_once", [True, False])
def test_clips_of_a_stand_in_are_separate_and_used_for_listening_only(tmp_path: Path, *, at_once: bool) -> None:
    setup, cache = EngineSetup(tmp_path), ClipCache(tmp_path / "clips")
    engine = Starting(setup)
    voice = engine.voices()[0].name
    said = [Utterance("One.", voice, "en"), Utterance("Two.", voice, "en")]
    assert len(list(speak(said, engine, cache, at_once=at_once))) == 2
    own = ToneEngine(setup).fingerprint(voice)
    assert [cache.has(u, own) for u in said] == [at_once, False]
    assert [cache.has(u, engine.fingerprint(voice)) for u in said] == [not at_once, True]


def test_an_engine_that_is_already_warm_is_used(tmp_path: Path) -> None:
    setup = EngineSetup(tmp_path)
    assert preload_engine("tone", setup) is None
    assert preload_engine("no such engine", setup) is None
    engine = ToneEngine(setup)
    assert make_engine("tone", setup, "en", engine) is engine


def test_a_cancelled_preparation_leaves_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tts_interview.speech.engines.kokoro import quick_graph

    preparation, checking, given_up = Preparation(EngineSetup(tmp_path)), threading.Event(), threading.Event()

    def check(_draft: Path) -> None:
        checking.set()
        given_up.wait(10)

    monkeypatch.setattr(quick_graph, "_rewritten", lambda *_: (b"a front", b"a back"))
    monkeypatch.setattr(quick_graph, "_write", lambda content, draft, _kind: draft.write_bytes(content))
    raised: list[Exception] = []

    def run() -> None:
        try:
            preparation.run(tmp_path / "shipped.onnx", quick_graph.Made.QUICK, check)
        except ModelError as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    assert checking.wait(10)
    preparation.give_up()
    given_up.set()
    thread.join(10)
    assert [str(error) for error in raised] == ["the preparation of the voice model was cancelled: the next run repeats it"]
    assert not list((tmp_path / "models").iterdir())
