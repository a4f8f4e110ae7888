"""The melody between the two halves of Kokoro's graph."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_interview.speech.engines.kokoro.melody import EXTRA_STRESS, PADDING, STEPS, Melody, quoted_in, shaped

SAID = f"{PADDING}ðɛɹ. ˈɪz ˈɪt?{PADDING}"
LENGTHS = [30 if phoneme in (PADDING, " ") else 4 for phoneme in SAID]


def spoken(phonemes: str = SAID, hz: float = 100.0) -> Melody:
    """Return a level melody: sounds are voiced, all else is silent."""
    frames = np.array(LENGTHS if phonemes == SAID else [4] * len(phonemes))
    heard = np.repeat([phoneme.isalpha() or phoneme in f"ˈ{EXTRA_STRESS}" for phoneme in phonemes], STEPS * frames)
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


STRESSED = f"{PADDING}ðɛɹ n{EXTRA_STRESS}ɛvɚ ɪz.{PADDING}"


def test_a_word_that_stands_out_is_higher_and_its_vowel_longer() -> None:
    level, melody = spoken(STRESSED), shaped(STRESSED, spoken(STRESSED))
    first, vowel, last = STRESSED.index("n"), STRESSED.rindex("ɛ"), STRESSED.index("ɚ")
    assert melody.frames.tolist() == [6 if place == vowel else 4 for place in range(len(STRESSED))]
    height = 12 * np.log2(melody.pitch_hz / 100)
    assert height[melody.edges[vowel] : melody.edges[vowel + 1]] == pytest.approx(4.0)
    rise, fall = height[melody.edges[first] : melody.edges[vowel]], height[melody.edges[vowel + 1] : melody.edges[last + 1]]
    assert list(rise) == sorted(rise)
    assert list(fall) == sorted(fall, reverse=True)
    assert melody.pitch_hz[: level.edges[3]].tolist() == level.pitch_hz[: level.edges[3]].tolist()


def test_a_question_rises_from_a_last_word_that_stands_out() -> None:
    said = SAID[: SAID.rindex("ˈ")] + SAID[SAID.rindex("ˈ") :].replace("ˈ", EXTRA_STRESS)
    melody = shaped(said, spoken(said), rises=True)
    assert {*melody.pitch_hz[: melody.edges[SAID.index("z")]].tolist()} == {100.0, 5.0}
    assert melody.pitch_hz.max() >= 100 * 2 ** (5 / 12)


def test_a_word_that_is_high_already_is_raised_by_less() -> None:
    high = spoken(STRESSED)
    high.pitch_hz[high.edges[6] : high.edges[9]] *= 2 ** (5 / 12)
    assert 12 * np.log2(shaped(STRESSED, high).pitch_hz.max() / 100) == pytest.approx(7.0)


def test_a_melody_without_a_voice_is_spoken_as_it_is() -> None:
    whispered = spoken(hz=5.0)
    assert shaped(SAID, whispered, rises=True).pitch_hz.max() == 5.0


QUOTING = f"{PADDING}ʃi sˈɛd, “aɪ wˈɛnt,” tˈu.{PADDING}"


def test_what_is_quoted_is_higher_by_a_semitone_and_the_rest_is_not() -> None:
    text = "She said, “I went,” too."
    (span,) = quoted_in(QUOTING, text, [(10, 19)])
    assert QUOTING[slice(*span)] == "“aɪ wˈɛnt,”"
    melody = shaped(QUOTING, spoken(QUOTING), quoted=[span])
    height = [12 * np.log2(hz / 100) if hz > 50 else 0 for hz in melody.pitch_hz]
    start, end = (melody.edges[place] for place in span)
    assert max(height) == pytest.approx(1.0)
    assert sum(height[: start - 4]) == sum(height[end + 4 :]) == 0


def test_a_sentence_inside_a_quotation_is_set_off_as_a_whole() -> None:
    assert quoted_in(SAID, "There. Is it?", [(0, 13)]) == ((0, len(SAID)),)


def test_phonemes_that_lack_marks_of_the_text_are_not_set_off() -> None:
    assert quoted_in(SAID, "“There,” is it?", [(0, 8)]) == ()


@given(st.lists(st.sampled_from([*"aɪsˈ .?,", EXTRA_STRESS]), min_size=1, max_size=40).map("".join), st.booleans())
def test_any_phonemes_keep_two_values_a_frame_and_all_finite(phonemes: str, rises: bool) -> None:  # noqa: FBT001
    said = f"{PADDING}{phonemes}{PADDING}"
    melody = shaped(said, spoken(said), rises=rises, pitch_st=0.6)
    assert len(melody.pitch_hz) == len(melody.energy) == STEPS * melody.frames.sum()
    assert np.isfinite(melody.pitch_hz).all()
    assert melody.alignment().sum() == melody.frames.sum()
