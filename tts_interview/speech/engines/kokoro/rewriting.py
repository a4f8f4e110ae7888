"""The graph of Kokoro, rewritten to say the same with less work.

What the exported int8 graph spends its time on, and what takes its place:

- its convolutions quantise their input anew for every utterance and give back 32-bit integers: those of the decoder and the
  generator become `QLinearConv` with scales of each channel, fixed beforehand, which every processor has a quick kernel for;
- a norm of ten nodes becomes one `InstanceNormalization`;
- the snake activation x + sin(ax)^2 / a, between two convolutions of eight bits, becomes a look-up in a table;
- the transposed convolution that first raises the rate becomes a convolution of all phases at once.

Weights of seven bits: a sum of two products then never exceeds 16 bits, which processors without VNNI would cut off.

What was measured to bear nothing is left as it is, in float: the encoder, pitch and energy, the projections of features, whose
channels differ too much, the second raising of the rate, and the source with its Fourier transform. (Of a source that stands
still, the phases of the transform are nothing but rounding, and the generator hears them: an equal transform by another way
sounds worse.)
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

#: Counts up whenever the same model and ranges give another graph.
VERSION = 1

_ZERO = 128  # the byte that stands for 0
_LEVELS = 127  # bytes above it
_MOST_WEIGHT = 63
_TABLE = 1024  # entries for each channel where a table stands for a snake of floats
_EPSILON = 1e-5
_DURATIONS = "/encoder/Cast_output_0"


@dataclass(frozen=True, slots=True)
class Range:
    """How far the values of each channel reach from 0, at both ends of a convolution: arrays (channels,).

    `argument` is the same for what goes into the snake before it; empty where there is none.
    """

    incoming: Floats
    outgoing: Floats
    argument: Floats


@dataclass(frozen=True, slots=True)
class Snake:
    """The activation x + sin(ax)^2 / a of what a norm gives; `alpha` is a for each channel, `argument` names x."""

    argument: str
    norm: onnx.NodeProto
    alpha: Floats


def rewrite(model: onnx.ModelProto, ranges: Mapping[str, Range]) -> onnx.ModelProto:
    """The quick graph, whose second output `duration` has the frames (of 25 ms) of every token.

    `ranges` go by the names of the convolutions to be quantised. The model given is changed.
    """
    graph = float_graph(model)
    for node in graph.of_type("Conv"):
        if node.name in ranges:
            _quantise(graph, node, ranges[node.name], graph.constants[node.input[1]], 1)
    for node in graph.of_type("ConvTranspose"):
        if node.name in ranges:
            _quantise(graph, node, ranges[node.name], *_phases(graph, node))
    return graph.model()


def float_graph(model: onnx.ModelProto) -> Graph:
    """The graph in float, with norms as one node, and durations."""
    graph = Graph(model)
    for node in graph.of_type("ConvInteger", "MatMulInteger"):
        _dequantise(graph, node)
    for node in graph.of_type("DynamicQuantizeLSTM"):
        _dequantise_recurrence(graph, node)
    for node in graph.of_type("ReduceMean"):
        _fuse_norms(graph, node)
    graph.add_output(_DURATIONS, "duration", 7)
    return graph


def snake_before(graph: Graph, tensor: str) -> Snake | None:
    """The snake that makes a tensor, if it is one."""
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
    """ConvInteger or MatMulInteger, a bias in integers, Cast and Mul: one node with the weights that the integers stand for."""
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
    """An LSTM with the weights that its integers stand for, which it keeps the other way round."""
    inputs = list(node.input)
    for position, scale, zero in ((1, 8, 9), (2, 10, 11)):
        integers = (
            graph.constants[inputs[position]].astype("int32") - graph.constants[inputs[zero]].astype("int32")[:, None, None]
        )
        weights = integers.astype("float32") * graph.constants[inputs[scale]][:, None, None]
        inputs[position] = graph.constant(f"{inputs[position]}.float", weights.transpose(0, 2, 1))
    attributes = {name: value for name, value in attributes_of(node).items() if name in {"direction", "hidden_size"}}
    # Nothing asks for its other outputs, the last states.
    graph.replace(node.output[0], graph.add("LSTM", inputs[:7], f"{node.output[0]}.float", **attributes))


def _float_bias(graph: Graph, quantised: str) -> str:
    """The bias from which the integers were made, by way of a division by its scale."""
    node = _maker(graph, quantised)
    while node.op_type != "Div":
        node = _maker(graph, node.input[0])
    return str(node.input[0])


def _fuse_norms(graph: Graph, mean: onnx.NodeProto) -> None:
    """(x - mean) / deviation * gain + shift, written out node by node, for each gain and shift that share the rest."""
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
    """One convolution in eight bits, each channel with a scale of its own at either end.

    `weights` have the shape (outgoing * phases, incoming, taps); the phases of a channel are heard one after the other.
    The scale of an incoming channel goes into the weights; that of an outgoing one into what the sums are multiplied with.
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
    """The bytes of what goes into a convolution: quantised, or looked up where a snake stands before it."""
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
    """For each of the 256 bytes of a channel, the byte of its snake: norm and snake are taken of the table alone.

    Only mean and power of the norm need the sound; so nothing is lost, and a sine is computed 256 times for a channel.
    """
    import numpy as np

    sound, column = before.output[0], [1, -1, 1]
    levels = (np.arange(256) - _ZERO) * graph.constants[before.input[1]][:, None]
    axis = graph.constant(f"{name}.time", np.array([2]))
    mean = graph.add("ReduceMean", [sound, axis], f"{name}.mean")
    power = graph.add("ReduceMean", [graph.add("Mul", [sound, sound], f"{name}.square"), axis], f"{name}.power")
    variance = graph.add("Sub", [power, graph.add("Mul", [mean, mean], f"{name}.mean2")], f"{name}.variance")
    # Rounding may leave less than nothing of the variance of a channel that stands still.
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
    """The byte of the snake for so many values from end to end of the range of its argument."""
    import numpy as np

    alpha = snake.alpha[:, None].astype(np.float64)
    argument = (np.arange(_TABLE) + 0.5 - _TABLE / 2) * _table_step(reach)[:, None]
    values = argument + np.sin(alpha * argument) ** 2 / alpha
    codes = np.clip(np.rint(values / _step(reach.incoming)[:, None]) + _ZERO, 0, 255)
    return graph.constant(f"{name}.table", codes[None].astype(np.uint8))


def _index_of_floats(graph: Graph, snake: Snake, reach: Range, name: str) -> str:
    """Where in the table the value of a float is: gain and shift of the norm itself bring it there."""
    import numpy as np

    unit = graph.constant(f"{name}.unit", (1 / _table_step(reach)).astype(np.float32))
    half = graph.constant(f"{name}.half", np.float32(_TABLE / 2))
    gain = graph.add("Mul", [snake.norm.input[1], unit], f"{name}.gain")
    shift = graph.add("Add", [graph.add("Mul", [snake.norm.input[2], unit], f"{name}.shift0"), half], f"{name}.shift")
    place = graph.add("InstanceNormalization", [snake.norm.input[0], gain, shift], f"{name}.place", epsilon=_EPSILON)
    ends = [graph.constant(f"{name}.{end}", np.float32(v)) for end, v in (("first", 0), ("last", _TABLE - 1))]
    return graph.add("Cast", [graph.add("Clip", [place, *ends], f"{name}.inside")], f"{name}.index", to=6)


def _phases(graph: Graph, node: onnx.NodeProto) -> tuple[Floats, int]:
    """The weights of a transposed convolution as those of a plain one with three taps for each phase of its stride.

    Sample t * stride + phase is made of the inputs t - 1, t and t + 1, by the taps that fall on it; the kernel is twice the
    stride long and padded by half of it on either side.
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
    """(1, channels * phases, time) -> (1, channels, time * phases)."""
    apart = _reshaped(graph, codes, [1, channels, phases, -1], f"{codes}.apart")
    turned = graph.add("Transpose", [apart], f"{codes}.turned", perm=[0, 1, 3, 2])
    return _reshaped(graph, turned, [1, channels, -1], f"{codes}.joined")


def _reshaped(graph: Graph, tensor: str, shape: list[int], output: str) -> str:
    import numpy as np

    return graph.add("Reshape", [tensor, graph.constant(f"{output}.shape", np.array(shape))], output)


def _scales(graph: Graph, name: str, end: str, step: Floats) -> list[str]:
    """The scale of each channel, and the byte that stands for 0 in all of them."""
    import numpy as np

    zeros = np.full(len(step), _ZERO, np.uint8)
    return [graph.constant(f"{name}.{end}.step", step.astype(np.float32)), graph.constant(f"{name}.{end}.zero", zeros)]


def _step(reach: Floats) -> Floats:
    """What one byte more stands for; channels that were never seen to move get the least that floats can divide by."""
    import numpy as np

    return np.maximum(reach.astype(np.float64), 1e-6) / _LEVELS


def _table_step(reach: Range) -> Floats:
    import numpy as np

    return np.maximum(reach.argument.astype(np.float64), 1e-6) / (_TABLE / 2 - 1)


def _maker(graph: Graph, tensor: str) -> onnx.NodeProto:
    """The node that makes a tensor, which must be one: a model of another build has other nodes."""
    node = graph.maker(tensor)
    if node is None:
        raise ValueError(f"{tensor} is made by no node")
    return node
