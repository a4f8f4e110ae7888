"""Rewriting of Kokoro's graph so that it speaks the same with less work.

The exported int8 graph spends most of its time on four things, which are replaced:

- Its convolutions quantise their input again for every utterance and return 32-bit integers. Those of the decoder and the
  generator become `QLinearConv` with precomputed scales per channel, for which every CPU has a fast kernel.
- A norm of ten nodes becomes one `InstanceNormalization`.
- The snake activation x + sin(ax)^2 / a between two 8-bit convolutions becomes a table lookup.
- The transposed convolution that does the first upsampling becomes one convolution for all phases.

Weights have seven bits: the sum of two products then never exceeds 16 bits, where CPUs without VNNI would saturate.

The products of matrices stay as they are exported: with eight-bit weights, which cost less and sound the same.

Measurements showed that some parts do not tolerate quantisation. They stay in float: the convolutions of the encoder, pitch and
energy, the projections of features (their channels differ too much), the second upsampling, and the source with its Fourier
transform. (If the source is constant, the phases of its transform are pure rounding errors, but they affect the generator's
output: an equivalent transform computed in another way sounds worse.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tts_interview.speech.engines.kokoro.graph import Graph, attributes_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import onnx
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

#: Increase this whenever the same model and ranges give a different graph.
VERSION = 2

_ZERO = 128  # the byte that represents 0
_LEVELS = 127  # bytes above it
_MOST_WEIGHT = 63
_TABLE = 1024  # entries per channel in a table for a snake with float input
_EPSILON = 1e-5
_DURATIONS = "/encoder/Cast_output_0"
# What passes from the half that finds durations and melody to the half that makes the sound.
_MELODY = {
    "pitch": "/encoder/Squeeze_output_0",
    "energy": "/encoder/Squeeze_1_output_0",
    "timbre": "/decoder/Slice_output_0",
}
_ALIGNMENT = "/encoder/Cast_4_output_0"


@dataclass(frozen=True, slots=True)
class Range:
    """The largest absolute values of each channel before and after a convolution: arrays (channels,).

    `argument` is the same for the input of the snake before it; empty if there is none.
    """

    incoming: Floats
    outgoing: Floats
    argument: Floats


@dataclass(frozen=True, slots=True)
class Snake:
    """The activation x + sin(ax)^2 / a of a norm's output; `alpha` is a for each channel, `argument` names x."""

    argument: str
    norm: onnx.NodeProto
    alpha: Floats


def rewrite(model: onnx.ModelProto, ranges: Mapping[str, Range]) -> onnx.ModelProto:
    """Return the quick graph, whose second output `duration` is the number of frames (25 ms each) of every token.

    `ranges` maps the names of the convolutions to quantise to their ranges. The given model is changed.
    """
    graph = _simplified(model, "ConvInteger")
    for node in graph.of_type("Conv"):
        if node.name in ranges:
            _quantise(graph, node, ranges[node.name], graph.constants[node.input[1]], 1)
    for node in graph.of_type("ConvTranspose"):
        if node.name in ranges:
            _quantise(graph, node, ranges[node.name], *_phases(graph, node))
    return graph.model()


def float_graph(model: onnx.ModelProto) -> Graph:
    """Return the float graph, with each norm as one node and an output for durations. The given model is changed."""
    return _simplified(model, "ConvInteger", "MatMulInteger")


def _simplified(model: onnx.ModelProto, *integer_kinds: str) -> Graph:
    """Return the graph with float weights in nodes of these kinds, each norm as one node, and an output for durations."""
    graph = Graph(model)
    for node in graph.of_type(*integer_kinds):
        _dequantise(graph, node)
    for node in graph.of_type("DynamicQuantizeLSTM"):
        _dequantise_recurrence(graph, node)
    for node in graph.of_type("ReduceMean"):
        _fuse_norms(graph, node)
    graph.add_output(_DURATIONS, "duration", 7)
    return graph


def halves(content: bytes) -> tuple[bytes, bytes]:
    """Cut a graph in two where its melody may be changed, and return the front and the back.

    Beside durations, the front returns `pitch` in Hz and `energy`, twice a frame, and `timbre`. The back takes these, the
    tokens, and `alignment` (tokens, frames), which is 1 where a frame belongs to a token. Both together give the same sound.
    """
    import onnx

    front, back = (Graph(onnx.load_from_string(content)) for _ in range(2))
    for name, tensor in _MELODY.items():
        front.add_output(tensor, name, onnx.TensorProto.FLOAT)
        back.add_input(tensor, name, onnx.TensorProto.FLOAT)
    back.add_input(_ALIGNMENT, "alignment", onnx.TensorProto.FLOAT)
    parts: tuple[bytes, bytes] = (
        front.model(without="audio").SerializeToString(),
        back.model(without="duration").SerializeToString(),
    )
    return parts


def snake_before(graph: Graph, tensor: str) -> Snake | None:
    """Return the snake that makes a tensor, or None."""
    total = graph.maker(tensor, "Add")
    for term in total.input if total else ():
        scaled = graph.maker(term, "Mul")
        squares = [n for n in (graph.maker(i, "Pow") for i in (scaled.input if scaled else ())) if n]
        sine = graph.maker(squares[0].input[0], "Sin") if squares else None
        product = graph.maker(sine.input[0], "Mul") if sine else None
        if product:
            alpha, argument = sorted(product.input, key=lambda name: name not in graph.constants)
            norm = graph.maker(argument, "InstanceNormalization")
            return Snake(argument, norm, graph.constants[alpha].ravel()) if norm else None
    return None


# -- float ------------------------------------------------------------------------------------------------------------


def _dequantise(graph: Graph, node: onnx.NodeProto) -> None:
    """Replace ConvInteger or MatMulInteger, integer bias, Cast and Mul by one node with float weights."""
    quantised, weights, _, zero = node.input
    following = graph.users(node.output[0])[0]
    inputs = [_maker(graph, quantised).input[0]]
    bias = None
    if following.op_type == "Add":
        bias = _float_bias(graph, next(i for i in following.input if i != node.output[0]))
        following = graph.users(following.output[0])[0]
    scaled = graph.users(following.output[0])[0]
    scales = _maker(graph, next(i for i in scaled.input if i != following.output[0]))
    scale = next(graph.constants[i] for i in scales.input if i in graph.constants)
    integers = graph.constants[weights].astype("int32") - graph.constants[zero].astype("int32")
    inputs.append(graph.constant(f"{weights}.float", integers.astype("float32") * scale))
    kind = node.op_type.removesuffix("Integer")
    output = graph.add(kind, inputs + ([bias] if bias else []), f"{node.output[0]}.float", **attributes_of(node))
    graph.maker(output).name = node.name.removesuffix("_quant")  # type: ignore[union-attr]
    graph.replace(scaled.output[0], output)


def _dequantise_recurrence(graph: Graph, node: onnx.NodeProto) -> None:
    """Replace a quantised LSTM by one with float weights, whose layout is transposed."""
    inputs = list(node.input)
    for position, scale, zero in ((1, 8, 9), (2, 10, 11)):
        integers = (
            graph.constants[inputs[position]].astype("int32") - graph.constants[inputs[zero]].astype("int32")[:, None, None]
        )
        weights = integers.astype("float32") * graph.constants[inputs[scale]][:, None, None]
        inputs[position] = graph.constant(f"{inputs[position]}.float", weights.transpose(0, 2, 1))
    attributes = {name: value for name, value in attributes_of(node).items() if name in {"direction", "hidden_size"}}
    # Its other outputs, the final states, are unused.
    graph.replace(node.output[0], graph.add("LSTM", inputs[:7], f"{node.output[0]}.float", **attributes))


def _float_bias(graph: Graph, quantised: str) -> str:
    """Return the name of the float bias, which was divided by its scale to make the integers."""
    node = _maker(graph, quantised)
    while node.op_type != "Div":
        node = _maker(graph, node.input[0])
    return str(node.input[0])


def _fuse_norms(graph: Graph, mean: onnx.NodeProto) -> None:
    """Fuse the nodes of (x - mean) / deviation * gain + shift, for each gain and shift that share the rest."""
    source = mean.input[0]
    for centred in graph.users(mean.output[0], "Sub"):
        for normed in graph.users(centred.output[0], "Div"):
            for product in graph.users(normed.output[0], "Mul"):
                total = graph.users(product.output[0], "Add")[0]
                gain = next(i for i in product.input if i != normed.output[0])
                shift = next(i for i in total.input if i != product.output[0])
                flat = [_reshaped(graph, name, [-1], f"{total.output[0]}.{part}") for part, name in (("a", gain), ("b", shift))]
                output = graph.add("InstanceNormalization", [source, *flat], f"{total.output[0]}.norm", epsilon=_EPSILON)
                graph.replace(total.output[0], output)


# -- eight bits ---------------------------------------------------------------------------------------------------------


def _quantise(graph: Graph, node: onnx.NodeProto, reach: Range, weights: Floats, phases: int) -> None:
    """Quantise one convolution to eight bits, with one scale for each incoming and outgoing channel.

    `weights` have the shape (outgoing * phases, incoming, taps); the phases of a channel are consecutive in time.
    The scale of an incoming channel goes into the weights, that of an outgoing channel into the factor of the sums.
    """
    import numpy as np

    name = node.name
    step_in, step_out = _step(reach.incoming), _step(reach.outgoing)
    scaled = weights.astype(np.float64) * step_in[None, :, None]
    bias = np.repeat(graph.constants[node.input[2]].astype(np.float64), phases)
    step = np.maximum(np.abs(scaled).max(axis=(1, 2)) / _MOST_WEIGHT, np.abs(bias) / 2**30 + 1e-30)
    one, zero = graph.constant(f"{name}.one", np.float32(1)), graph.constant(f"{name}.zero", np.uint8(_ZERO))
    sums = {
        "weights": np.rint(scaled / step[:, None, None]).astype(np.int8),
        "step": (step / np.repeat(step_out, phases)).astype(np.float32),
        "offset": np.zeros(len(step), np.int8),
        "bias": np.rint(bias / step).astype(np.int32),
    }
    w, s, z, b = (graph.constant(f"{name}.{key}", value) for key, value in sums.items())
    codes = graph.add(
        "QLinearConv",
        [_codes(graph, node.input[0], reach, name), one, zero, w, s, z, one, zero, b],
        f"{name}.codes",
        **(_kernel_of_phases() if phases > 1 else attributes_of(node)),
    )
    if phases > 1:
        codes = _interleaved(graph, codes, len(step_out), phases)
    output = graph.add("DequantizeLinear", [codes, *_scales(graph, name, "out", step_out)], f"{name}.out", axis=1)
    graph.replace(node.output[0], output)


def _codes(graph: Graph, tensor: str, reach: Range, name: str) -> str:
    """Return the bytes that enter a convolution: quantised, or looked up if there is a snake before it."""
    step = _step(reach.incoming)
    snake = snake_before(graph, tensor)
    if snake is None:
        return graph.add("QuantizeLinear", [tensor, *_scales(graph, name, "in", step)], f"{name}.in", axis=1)
    before = graph.maker(snake.norm.input[0], "DequantizeLinear")
    if before:
        table, index = _table_of_bytes(graph, snake, before, step, name), before.input[0]
        index = graph.add("Cast", [index], f"{name}.index", to=6)
    else:
        table, index = _table_of_floats(graph, snake, reach, name), _index_of_floats(graph, snake, reach, name)
    return graph.add("GatherElements", [table, index], f"{name}.in", axis=2)


def _table_of_bytes(graph: Graph, snake: Snake, before: onnx.NodeProto, step: Floats, name: str) -> str:
    """Return a table with the byte after norm and snake for each of the 256 bytes of a channel.

    Only the norm's mean and power need the sound. So nothing is lost, and each channel needs only 256 sines.
    """
    import numpy as np

    sound, column = before.output[0], [1, -1, 1]
    levels = (np.arange(256) - _ZERO) * graph.constants[before.input[1]][:, None]
    axis = graph.constant(f"{name}.time", np.array([2]))
    mean = graph.add("ReduceMean", [sound, axis], f"{name}.mean")
    power = graph.add("ReduceMean", [graph.add("Mul", [sound, sound], f"{name}.square"), axis], f"{name}.power")
    variance = graph.add("Sub", [power, graph.add("Mul", [mean, mean], f"{name}.mean2")], f"{name}.variance")
    # Rounding may make the variance of a constant channel negative.
    variance = graph.add("Max", [variance, graph.constant(f"{name}.least", np.float32(0))], f"{name}.positive")
    variance = graph.add("Add", [variance, graph.constant(f"{name}.epsilon", np.float32(_EPSILON))], f"{name}.variance1")
    gain, shift = (_reshaped(graph, snake.norm.input[k], column, f"{name}.norm{k}") for k in (1, 2))
    gain = graph.add("Div", [gain, graph.add("Sqrt", [variance], f"{name}.deviation")], f"{name}.gain")
    shift = graph.add("Sub", [shift, graph.add("Mul", [mean, gain], f"{name}.centre")], f"{name}.shift")
    level = graph.constant(f"{name}.levels", levels[None].astype(np.float32))
    argument = graph.add("Add", [graph.add("Mul", [level, gain], f"{name}.scaled"), shift], f"{name}.argument")
    alpha = graph.constant(f"{name}.alpha", snake.alpha.reshape(column).astype(np.float32))
    sine = graph.add("Sin", [graph.add("Mul", [argument, alpha], f"{name}.angle")], f"{name}.sine")
    bend = graph.add("Div", [graph.add("Mul", [sine, sine], f"{name}.sine2"), alpha], f"{name}.bend")
    values = graph.add("Add", [argument, bend], f"{name}.values")
    return graph.add("QuantizeLinear", [values, *_scales(graph, name, "in", step)], f"{name}.table", axis=1)


def _table_of_floats(graph: Graph, snake: Snake, reach: Range, name: str) -> str:
    """Return a table with the snake's byte for `_TABLE` values across the range of its argument."""
    import numpy as np

    alpha = snake.alpha[:, None].astype(np.float64)
    argument = (np.arange(_TABLE) + 0.5 - _TABLE / 2) * _table_step(reach)[:, None]
    values = argument + np.sin(alpha * argument) ** 2 / alpha
    codes = np.clip(np.rint(values / _step(reach.incoming)[:, None]) + _ZERO, 0, 255)
    return graph.constant(f"{name}.table", codes[None].astype(np.uint8))


def _index_of_floats(graph: Graph, snake: Snake, reach: Range, name: str) -> str:
    """Return the table index of each float value; the norm's own gain and shift are scaled to compute it."""
    import numpy as np

    unit = graph.constant(f"{name}.unit", (1 / _table_step(reach)).astype(np.float32))
    half = graph.constant(f"{name}.half", np.float32(_TABLE / 2))
    gain = graph.add("Mul", [snake.norm.input[1], unit], f"{name}.gain")
    shift = graph.add("Add", [graph.add("Mul", [snake.norm.input[2], unit], f"{name}.shift0"), half], f"{name}.shift")
    place = graph.add("InstanceNormalization", [snake.norm.input[0], gain, shift], f"{name}.place", epsilon=_EPSILON)
    ends = [graph.constant(f"{name}.{end}", np.float32(v)) for end, v in (("first", 0), ("last", _TABLE - 1))]
    return graph.add("Cast", [graph.add("Clip", [place, *ends], f"{name}.inside")], f"{name}.index", to=6)


def _phases(graph: Graph, node: onnx.NodeProto) -> tuple[Floats, int]:
    """Return a transposed convolution's weights as those of a plain one with three taps per phase, and its stride.

    Sample t * stride + phase is computed from the inputs t - 1, t and t + 1 with the taps that fall on it. The kernel is
    twice as long as the stride and padded by half the stride on either side.
    """
    import numpy as np

    weights = graph.constants[node.input[1]]  # (incoming, outgoing, taps)
    stride = attributes_of(node)["strides"][0]
    incoming, outgoing, taps = weights.shape
    plain = np.zeros((outgoing, stride, incoming, 3), np.float32)
    for phase in range(stride):
        for place in range(3):
            tap = phase + (taps - stride) // 2 + (1 - place) * stride
            if 0 <= tap < taps:
                plain[:, phase, :, place] = weights[:, :, tap].T
    return plain.reshape(outgoing * stride, incoming, 3), stride


def _kernel_of_phases() -> dict[str, Any]:
    return {"kernel_shape": [3], "pads": [1, 1], "strides": [1], "dilations": [1]}


def _interleaved(graph: Graph, codes: str, channels: int, phases: int) -> str:
    """Reshape (1, channels * phases, time) to (1, channels, time * phases)."""
    apart = _reshaped(graph, codes, [1, channels, phases, -1], f"{codes}.apart")
    turned = graph.add("Transpose", [apart], f"{codes}.turned", perm=[0, 1, 3, 2])
    return _reshaped(graph, turned, [1, channels, -1], f"{codes}.joined")


def _reshaped(graph: Graph, tensor: str, shape: list[int], output: str) -> str:
    import numpy as np

    return graph.add("Reshape", [tensor, graph.constant(f"{output}.shape", np.array(shape))], output)


def _scales(graph: Graph, name: str, end: str, step: Floats) -> list[str]:
    """Return the constants with each channel's scale and with the byte that represents 0."""
    import numpy as np

    zeros = np.full(len(step), _ZERO, np.uint8)
    return [graph.constant(f"{name}.{end}.step", step.astype(np.float32)), graph.constant(f"{name}.{end}.zero", zeros)]


def _step(reach: Floats) -> Floats:
    """Return the step of one byte per channel; channels that were constant in all measurements get a tiny positive step."""
    import numpy as np

    return np.maximum(reach.astype(np.float64), 1e-6) / _LEVELS


def _table_step(reach: Range) -> Floats:
    import numpy as np

    return np.maximum(reach.argument.astype(np.float64), 1e-6) / (_TABLE / 2 - 1)


def _maker(graph: Graph, tensor: str) -> onnx.NodeProto:
    """Return the node that makes a tensor. Raises ValueError if there is none, as in a model of another build."""
    node = graph.maker(tensor)
    if node is None:
        raise ValueError(f"no node makes {tensor}")
    return node
