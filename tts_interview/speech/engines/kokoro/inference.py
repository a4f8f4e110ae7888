"""Inference with Kokoro's graph: from phonemes to samples and the time of every phoneme."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from tts_interview.files.packaged import voice_data
from tts_interview.speech.engines.kokoro.melody import EXTRA_STRESS, PADDING, Melody, as_it_is

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Shape = Callable[[Melody], Melody]
    Spoken = tuple[Floats, NDArray[np.int64] | None]

SAMPLE_RATE_HZ = 24_000
# The model takes 512 tokens, of which the first and the last are padding.
_WINDOW = 510
# The places for cuts between phonemes, best first: at the end of a sentence, after a clause, between words.
_CUTS = (r"(?<=[.!?…])\s+", r"(?<=[,;:])\s+", r"\s+")
_PADDING = 0
# The metadata key under which an export of the model keeps its own symbols.
_OWN_SYMBOLS = "kokoro_config"
_NUMPY_TYPES = {
    "tensor(float16)": "float16",
    "tensor(float)": "float32",
    "tensor(double)": "float64",
    "tensor(int32)": "int32",
    "tensor(int64)": "int64",
}


class Timing(NamedTuple):
    """When a phoneme is spoken, in seconds from the start of the samples."""

    phoneme: str
    start_s: float
    end_s: float


def symbols() -> Mapping[str, int]:
    """Return the number of each phoneme, mark and space that Kokoro knows."""
    found: dict[str, int] = voice_data("kokoro-symbols.json")
    return found


def batches(phonemes: str) -> list[str]:
    """Cut phonemes into the fewest batches that fit the model, of even length, because a short one would sound hurried.

    White space becomes single spaces. The list is empty if there are no phonemes.
    """
    pieces = list(_pieces(" ".join(phonemes.split()), _CUTS))
    if len(pieces) < 2:  # noqa: PLR2004 - nothing to put together
        return pieces
    fewest = len(_joined(pieces, _WINDOW))
    limits = range(max(map(len, pieces)), _WINDOW + 1)
    return next(found for found in (_joined(pieces, limit) for limit in limits) if len(found) == fewest)


class Whole:
    """A runner of any export of Kokoro's graph, whose melody stays as the model makes it. Threads may share it."""

    def __init__(self, session: Any) -> None:  # noqa: ANN401 - onnxruntime is loaded when first needed
        self._session = session
        self._types = {node.name: _NUMPY_TYPES.get(node.type, "float32") for node in session.get_inputs()}
        self._tokens_input = "input_ids" if "input_ids" in self._types else "tokens"
        self._has_durations = "duration" in {node.name for node in session.get_outputs()}
        self.symbols = _own_symbols(session) or symbols()

    def run(self, tokens: list[int], style: Floats, speed: float, shape: Shape, before: Sequence[int] = ()) -> Spoken:
        """Return the samples of tokens and the number of frames of each; None if the graph does not output durations."""
        import numpy as np

        del shape, before
        values = {
            self._tokens_input: [tokens],
            "style": style,
            "speed": [max(1, round(speed)) if self._types["speed"].startswith("int") else speed],
        }
        outputs = self._session.run(None, {name: np.asarray(v, dtype=self._types[name]) for name, v in values.items()})
        return np.asarray(outputs[0]).ravel(), np.asarray(outputs[1]).ravel() if self._has_durations else None


class Halves:
    """A runner of a graph that is cut in two, between which its melody is shaped. Threads may share it."""

    def __init__(self, front: Any, back: Any) -> None:  # noqa: ANN401 - as above
        self._front, self._back = front, back
        self.symbols = symbols()

    def run(self, tokens: list[int], style: Floats, speed: float, shape: Shape, before: Sequence[int] = ()) -> Spoken:
        """Return the samples of tokens and the number of frames of each, with the melody that `shape` returns.

        It goes on from that of the tokens `before`, which are not spoken.
        """
        import numpy as np

        breath = [*tokens[:1], *before, *tokens[1:]]
        given = {"tokens": np.array([breath]), "style": style, "speed": np.array([speed], np.float32)}
        names = ("duration", "pitch", "energy", "timbre")
        frames, pitch_hz, energy, timbre = self._front.run(names, given)
        whole = Melody(frames.ravel().astype(np.int64), pitch_hz.ravel(), energy.ravel())
        melody = shape(whole.since(len(before)))
        between = {
            "tokens": np.array([tokens]),
            "timbre": timbre,
            "pitch": melody.pitch_hz[None],
            "energy": melody.energy[None],
            "alignment": melody.alignment(),
        }
        return self._back.run(("audio",), between)[0].ravel(), melody.frames


class Inference:
    """The steps from phonemes to samples. Threads may share it."""

    def __init__(self, graph: Whole | Halves) -> None:
        self._graph = graph
        self.symbols = graph.symbols

    def speak(
        self,
        phonemes: str,
        style: Floats,
        speed: float,
        shape: Callable[[str, Melody], Melody] = as_it_is,
        before: str = "",
    ) -> tuple[Floats, tuple[Timing, ...]]:
        """Return the samples of phonemes at 24 kHz and the time of each; no times if the graph does not output durations.

        `style` holds a row for each number of phonemes. `speed` is 0.5 to 2. `shape` is given the phonemes of each batch, with
        `PADDING` before and after them and `EXTRA_STRESS` for "ˈˈ", and their melody, and returns the melody to speak. The
        melody goes on from that of the phonemes `before`, which are not spoken, if all fit the model together. Raises
        ValueError if it has no known phonemes.
        """
        import numpy as np

        spoken: list[Floats] = []
        timings: list[Timing] = []
        length = 0
        for batch in batches(phonemes):
            known = self._known(batch)
            if not known:
                raise ValueError("it has no phonemes that the model knows")
            said = known.replace(EXTRA_STRESS, "ˈ")
            earlier = f"{self._known(before).replace(EXTRA_STRESS, 'ˈ')} " if before else ""
            earlier = earlier if len(earlier) + len(said) <= _WINDOW else ""
            tokens = [_PADDING, *self._tokens(said), _PADDING]
            row = _row(style, len(said), len(earlier) + len(said))
            shape_it = partial(shape, f"{PADDING}{known}{PADDING}")
            samples, durations = self._graph.run(tokens, row, speed, shape_it, self._tokens(earlier))
            if durations is not None:
                timings += _timings(said, length + _edges(durations, len(samples)))
            spoken.append(samples)
            length += len(samples)
            before = ""
        if not spoken:
            raise ValueError("it has no phonemes")
        return np.concatenate(spoken), tuple(timings)

    def _known(self, phonemes: str) -> str:
        return "".join(filter(self.symbols.__contains__, phonemes)).replace("ˈˈ", EXTRA_STRESS)

    def _tokens(self, phonemes: str) -> list[int]:
        return [self.symbols[symbol] for symbol in phonemes]


def _row(style: Floats, said: int, breath: int) -> Floats:
    """Return the row of a style for a number of phonemes, with the prosody, its second half, of those and all before them."""
    import numpy as np

    own, whole = (style[min(count, len(style)) - 1] for count in (said, breath))
    half = own.shape[-1] // 2
    return np.concatenate([own[..., :half], whole[..., half:]], axis=-1)


def _pieces(phonemes: str, cuts: tuple[str, ...]) -> Iterator[str]:
    """Cut phonemes at the best places until each piece fits the model."""
    if not phonemes:
        return
    if len(phonemes) <= _WINDOW:
        yield phonemes
    elif cuts:
        for part in re.split(cuts[0], phonemes):
            yield from _pieces(part, cuts[1:])
    else:
        yield from (phonemes[start : start + _WINDOW] for start in range(0, len(phonemes), _WINDOW))


def _joined(pieces: list[str], limit: int) -> list[str]:
    """Join neighbouring pieces as long as they stay within the limit."""
    found = pieces[:1]
    for piece in pieces[1:]:
        longer = f"{found[-1]} {piece}"
        if len(longer) <= limit:
            found[-1] = longer
        else:
            found.append(piece)
    return found


def _edges(durations: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """Return the sample at which each token begins, and the last one ends, without the padding before the first."""
    import numpy as np

    frames = np.cumsum(durations)
    edges: NDArray[np.int64] = np.round(frames * (length / frames[-1])).astype(np.int64)
    return edges


def _timings(known: str, edges: NDArray[np.int64]) -> list[Timing]:
    seconds = (edges / SAMPLE_RATE_HZ).tolist()
    return [Timing(*found) for found in zip(known, seconds, seconds[1:], strict=False)]


def _own_symbols(session: Any) -> Mapping[str, int]:  # noqa: ANN401 - as above
    """Return the symbols that an export contains; empty if it has none or they cannot be read."""
    try:
        found: dict[str, int] = json.loads(session.get_modelmeta().custom_metadata_map[_OWN_SYMBOLS])["vocab"]
    except (KeyError, ValueError):
        return {}
    return found
