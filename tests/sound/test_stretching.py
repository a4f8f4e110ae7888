"""Sound that is played at another speed piece by piece."""

from __future__ import annotations

import numpy as np
import pytest

from tts_interview.sound.stretching import stretched_sound

RATE_HZ = 24_000
TONE_HZ = 220.0


@pytest.mark.parametrize("rate", [0.5, 0.7, 1.3, 2.0, 3.0])
def test_pieces_join_without_a_seam_and_keep_the_pitch(rate: float) -> None:
    seconds = np.arange(2 * RATE_HZ) / RATE_HZ
    whole = (10_000 * np.sin(2 * np.pi * TONE_HZ * seconds)).astype("<i2")
    place, pieces = 0, []
    while place < len(whole):
        pcm, used = stretched_sound(whole[place : place + int(0.25 * rate * RATE_HZ)].tobytes(), rate, RATE_HZ)
        pieces.append(np.frombuffer(pcm, "<i2"))
        assert used > 0
        place += used
    heard = np.concatenate(pieces).astype(float)
    assert len(heard) == pytest.approx(len(whole) / rate, rel=0.05)
    steepest = 10_000 * 2 * np.pi * TONE_HZ / RATE_HZ
    inside = heard[: -RATE_HZ // 20]
    assert np.abs(np.diff(inside)).max() < 1.3 * steepest
    crossings = np.sum((inside[:-1] < 0) & (inside[1:] >= 0))
    assert crossings / (len(inside) / RATE_HZ) == pytest.approx(TONE_HZ, rel=0.03)


def test_a_sound_shorter_than_a_frame_is_played_whole() -> None:
    pcm, used = stretched_sound(np.full(100, 500, "<i2").tobytes(), 2.0, RATE_HZ)
    assert (len(pcm) // 2, used) == (50, 100)
