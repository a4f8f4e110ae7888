"""The melody between the two halves of Kokoro's graph."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tts_interview.speech.engines.kokoro.melody import PADDING, STEPS, Melody, shaped

SAID = f"{PADDING}ðɛɹ. ˈɪz ˈɪt?{PADDING}"
LENGTHS = [30 if phoneme in (PADDING, " ") else 4 for phoneme in SAID]


def spoken(phonemes: str = SAID, hz: float = 100.0) -> Melody:
    """Return a level melody: sounds are voiced, all else is silent."""
    frames = np.array(LENGTHS if phonemes == SAID else [4] * len(phonemes))
    heard = np.repeat([phoneme.isalpha() or phoneme == "ˈ" for phoneme in phonemes], STEPS * frames)
    return Melody(frames, np.where(heard, hz, 5.0).astype(np.float32), np.where(heard, 6.0, -9.0).astype(np.float32))


def semitones(melody: Melody, phoneme: str) -> list[float]:
    place = SAID.rindex(phoneme)
    found = melody.pitch_hz[melody.edges[place] : melody.edges[place + 1]]
    return [round(12 * float(np.log2(hz / 100)), 1) for hz in found if hz > 50]


def test_a_question_rises_from_its_last_stressed_vowel_to_its_end() -> None:
    risen = semitones(shaped(SAID, spoken(), rises=True), "ɪ")
    assert risen == sorted(risen)
    assert risen[0] < 0
    assert risen[-1] >= 5


def test_what_comes_before_the_last_stress_keeps_its_melody() -> None:
    melody = shaped(SAID, spoken(), rises=True)
    before = melody.pitch_hz[: melody.edges[SAID.rindex("ˈ")]]
    assert {*before.tolist()} == {100.0, 5.0}


def test_a_statement_keeps_its_pitch_and_another_is_shifted() -> None:
    assert {*shaped(SAID, spoken()).pitch_hz.tolist()} == {100.0, 5.0}
    assert set(semitones(shaped(SAID, spoken(), pitch_st=-1.0), "ɪ")) == {-1.0}


def test_a_melody_without_a_voice_is_spoken_as_it_is() -> None:
    whispered = spoken(hz=5.0)
    assert shaped(SAID, whispered, rises=True).pitch_hz.max() == 5.0


@given(st.text(st.sampled_from("aɪsˈ .?,"), min_size=1, max_size=40), st.booleans())
def test_any_phonemes_keep_two_values_a_frame_and_all_finite(phonemes: str, rises: bool) -> None:  # noqa: FBT001
    said = f"{PADDING}{phonemes}{PADDING}"
    melody = shaped(said, spoken(said), rises=rises, pitch_st=0.6)
    assert len(melody.pitch_hz) == len(melody.energy) == STEPS * melody.frames.sum()
    assert np.isfinite(melody.pitch_hz).all()
    assert melody.alignment().sum() == melody.frames.sum()
