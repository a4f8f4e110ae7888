"""Mix an episode block by block: a gain for each source of sound, with beds and room tone added to the voices."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tts_interview.model import Samples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from tts_interview.model import Passage
    from tts_interview.sound.ambience import RoomTone

_BYTES_PER_FRAME = 2
_FULL_SCALE = 32_768
_BLOCK_FRAMES = 1 << 18


@dataclass(frozen=True, slots=True)
class Bed:
    """Music or effects added to the voices from the episode's sample `start`: mono, 32-bit float, little-endian."""

    name: str
    start: int
    samples: bytes = field(repr=False)

    def add_to(self, block: NDArray[np.float32], start: int) -> None:
        """Add the part that falls into the block starting at sample `start` of the episode."""
        import numpy as np

        sound = np.frombuffer(self.samples, dtype="<f4")
        first, last = max(start, self.start), min(start + len(block), self.start + len(sound))
        if first < last:
            block[first - start : last - start] += sound[first - self.start : last - self.start]


@dataclass(frozen=True, slots=True)
class Source:
    """The source of a passage: a speaker's synthetic voice, or a recording played in the speaker's place."""

    speaker: str
    recording: str = ""


@dataclass(frozen=True, slots=True)
class Mix:
    """A file of raw mono PCM (16-bit signed, little-endian), a gain in dB for each source, and beds.

    Sound outside the passages, and sources without a gain, keep their level. `lufs` is the loudness of the levelled voices, or
    None if they are not levelled; `voices_lufs` is that of the median voice.
    """

    sound: Path
    sample_rate_hz: int
    passages: tuple[Passage, ...] = ()
    gains_db: Mapping[Source, float] = field(default_factory=dict)
    beds: tuple[Bed | RoomTone, ...] = ()
    lufs: float | None = None
    voices_lufs: float = -math.inf

    @property
    def frames(self) -> int:
        """The length of the mix in samples."""
        return self.sound.stat().st_size // _BYTES_PER_FRAME

    @property
    def samples(self) -> Samples:
        """The whole mix."""
        return self._samples(self._factor, self.beds)

    @property
    def peak_db(self) -> float:
        """The level of the largest sample of the mix, in dBFS; -inf for silence."""
        import numpy as np

        peak = max((float(np.abs(np.frombuffer(block, "<f4")).max()) for block in self.samples.blocks()), default=0.0)
        return 20 * math.log10(peak) if peak else -math.inf

    def part(self, speaker: str) -> Samples:
        """Return one speaker's sound on the timeline of the episode, silent while others speak."""
        return self._samples(lambda passage: self._factor(passage) if passage.speaker == speaker else 0.0, (), outside=0.0)

    def bed(self, bed: Bed | RoomTone) -> Samples:
        """Return one bed alone on the timeline of the episode."""
        return self._samples(lambda _passage: 0.0, (bed,), outside=0.0)

    def _factor(self, passage: Passage) -> float:
        return math.pow(10, self.gains_db.get(source_of(passage), 0.0) / 20)

    def _samples(self, factor: Callable[[Passage], float], beds: tuple[Bed | RoomTone, ...], outside: float = 1.0) -> Samples:
        return Samples(lambda: self._blocks(factor, beds, outside), self.sample_rate_hz)

    def _blocks(self, factor: Callable[[Passage], float], beds: tuple[Bed | RoomTone, ...], outside: float) -> Iterator[bytes]:
        import numpy as np

        start = 0
        with self.sound.open("rb") as file:
            while raw := file.read(_BLOCK_FRAMES * _BYTES_PER_FRAME):
                block = np.frombuffer(raw, dtype="<i2").astype(np.float32)
                factors = np.full(len(block), outside / _FULL_SCALE, dtype=np.float32)
                for passage in self._overlapping(start, start + len(block)):
                    # Gains change only in the silence between passages, so no step is audible.
                    factors[max(0, passage.start - start) : passage.end - start] = factor(passage) / _FULL_SCALE
                block *= factors
                for bed in beds:
                    bed.add_to(block, start)
                yield block.astype("<f4", copy=False).tobytes()
                start += len(block)

    def _overlapping(self, start: int, end: int) -> Iterator[Passage]:
        first = max(0, bisect_right(self.passages, start, key=lambda passage: passage.start) - 1)
        for number in range(first, len(self.passages)):
            if self.passages[number].start >= end:
                return
            if self.passages[number].end > start:
                yield self.passages[number]


def source_of(passage: Passage) -> Source:
    """Return the source of a passage."""
    return Source(passage.speaker, passage.recording)
