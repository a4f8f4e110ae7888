"""Make Piper voices deterministic: replace the random nodes of the graph by fixed noise stored in it.

A Piper voice needs noise for rhythm and timbre, or it sounds flat. Its generator runs on from utterance to utterance and can be
seeded only when the model is loaded, so an utterance would sound different after others than alone. Therefore each node
RandomNormalLike is replaced by nodes that read as many values from one long list of noise. The graph is edited in its
protocol buffer encoding, because libraries that could do it are large.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEED = 20
# A prime, so that values meet other channels when long speech wraps around to the start of the list.
_LENGTH = 1_000_003
_RANDOM = b"RandomNormalLike"
_LENGTH_DELIMITED = 2
_FLOAT, _INT64 = 1, 7  # TensorProto.DataType
# Field numbers in onnx.proto.
_MODEL_GRAPH = 7
_GRAPH_NODE, _GRAPH_INITIALIZER = 1, 5
_NODE_INPUT, _NODE_OUTPUT, _NODE_TYPE = 1, 2, 4
_TENSOR_DIMS, _TENSOR_TYPE, _TENSOR_NAME, _TENSOR_DATA = 1, 2, 8, 9


def with_fixed_noise(model: bytes) -> bytes:
    """Replace the random nodes of an ONNX model; a model without any is unchanged.

    Raises ModelError if it is not an ONNX model.
    """
    try:
        rewritten = [
            _field(_MODEL_GRAPH, _rewritten_graph(model[start:end])) if number == _MODEL_GRAPH else model[whole:end]
            for number, whole, start, end in _fields(model)
        ]
    except (IndexError, ValueError) as error:
        raise ModelError(f"not an ONNX model: {error}") from error
    return b"".join(rewritten)


def _rewritten_graph(graph: bytes) -> bytes:
    pieces, count = [], 0
    for number, whole, start, end in _fields(graph):
        node = graph[start:end] if number == _GRAPH_NODE else b""
        if _texts(node, _NODE_TYPE) == [_RANDOM]:
            pieces.append(_reading_nodes(_texts(node, _NODE_INPUT)[0], _texts(node, _NODE_OUTPUT)[0], count))
            count += 1
        else:
            pieces.append(graph[whole:end])
    return b"".join([*pieces, *(_noise_tensors() if count else ())])


def _reading_nodes(like: bytes, output: bytes, number: int) -> bytes:
    """Return nodes that read noise in the shape of the value `like`, wrapping around at the end of the list."""
    size, places, wrapped, values, shape = (
        _name(f"{part}-{number}") for part in ("size", "places", "wrapped", "values", "shape")
    )
    return b"".join(
        [
            _node(b"Size", (like,), size),
            _node(b"Range", (_name("zero"), size, _name("one")), places),
            _node(b"Mod", (places, _name("length")), wrapped),
            _node(b"Gather", (_name("noise"), wrapped), values),
            _node(b"Shape", (like,), shape),
            _node(b"Reshape", (values, shape), output),
        ]
    )


def _noise_tensors() -> Iterator[bytes]:
    import numpy as np

    noise = np.random.default_rng(_SEED).standard_normal(_LENGTH, dtype=np.float32)
    yield _tensor("noise", _FLOAT, noise.astype("<f4").tobytes(), (_LENGTH,))
    for name, value in (("zero", 0), ("one", 1), ("length", _LENGTH)):
        yield _tensor(name, _INT64, value.to_bytes(8, "little"))


def _name(part: str) -> bytes:
    return f"tts-interview/{part}".encode()


def _node(kind: bytes, inputs: tuple[bytes, ...], output: bytes) -> bytes:
    parts = [*(_field(_NODE_INPUT, value) for value in inputs), _field(_NODE_OUTPUT, output), _field(_NODE_TYPE, kind)]
    return _field(_GRAPH_NODE, b"".join(parts))


def _tensor(name: str, kind: int, data: bytes, dimensions: tuple[int, ...] = ()) -> bytes:
    numbers = [*((_TENSOR_DIMS, size) for size in dimensions), (_TENSOR_TYPE, kind)]
    scalars = b"".join(_varint(number << 3) + _varint(value) for number, value in numbers)
    return _field(_GRAPH_INITIALIZER, scalars + _field(_TENSOR_NAME, _name(name)) + _field(_TENSOR_DATA, data))


# -- protocol buffers ------------------------------------------------------------------------------------------------


def _fields(message: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Yield the number of each field, where it starts, and where its content starts and ends."""
    at = 0
    while at < len(message):
        key, start = _read_varint(message, at)
        wire = key & 7
        if wire == _LENGTH_DELIMITED:
            length, start = _read_varint(message, start)
            end = start + length
        elif wire == 0:
            end = _read_varint(message, start)[1]
        else:
            end = start + {1: 8, 5: 4}.get(wire, len(message))
        if end > len(message) or not key >> 3:
            raise ValueError(f"invalid field at byte {at}")
        yield key >> 3, at, start, end
        at = end


def _texts(message: bytes, wanted: int) -> list[bytes]:
    return [message[start:end] for number, _, start, end in _fields(message) if number == wanted]


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | _LENGTH_DELIMITED) + _varint(len(content)) + content


def _read_varint(message: bytes, at: int) -> tuple[int, int]:
    """Return a number and the position after it."""
    value = 0
    for shift in range(0, 70, 7):
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:  # noqa: PLR2004 - marks the last byte
            return value, at
    raise ValueError(f"number too long at byte {at}")


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:  # noqa: PLR2004 - seven bits a byte
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
