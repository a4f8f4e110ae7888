"""Word timings are derived from the times of the phonemes of a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tts_interview.language.segmentation import word_ranges
from tts_interview.model import HeardWord
from tts_interview.speech.engines.kokoro.alignment import at_onsets, heard_words
from tts_interview.speech.engines.kokoro.inference import Timing

if TYPE_CHECKING:
    from numpy.typing import NDArray


def timings(phonemes: str) -> list[Any]:
    """Return the words with their times, at a tenth of a second for each phoneme, mark or space."""
    return [Timing(phoneme, number / 10, (number + 1) / 10) for number, phoneme in enumerate(phonemes)]


def heard(text: str, alone: list[str], phonemes: str) -> dict[str, tuple[float, float]]:
    words: tuple[HeardWord, ...] = heard_words(word_ranges(text, "en"), alone, timings(phonemes))
    return {text[w.start : w.end]: (round(w.start_s, 3), round(w.end_s, 3)) for w in words}


def test_words_pronounced_as_they_are_alone_have_the_times_of_their_phonemes() -> None:
    assert heard("yes we can", ["jes", "wi", "kan"], "jes wi kan") == {"yes": (0.0, 0.3), "we": (0.4, 0.6), "can": (0.7, 1.0)}


def test_phonemes_separate_words_that_espeak_joins() -> None:
    assert heard("end of the day", ["end", "ʌv", "ðə", "deɪ"], "end əvðə deɪ") == {
        "end": (0.0, 0.3),
        "of": (0.4, 0.6),
        "the": (0.6, 0.8),
        "day": (0.9, 1.2),
    }


def test_a_word_of_several_groups_is_one_word() -> None:
    assert heard("in 21 days", ["ɪn", "twenti wʌn", "deɪz"], "ɪn twenti wʌn deɪz")["21"] == (0.3, 1.3)


def test_a_stress_mark_belongs_to_the_word_that_it_begins() -> None:
    assert heard("we go", ["wi", "ɡˈoʊ"], "wi ˈɡoʊ") == {"we": (0.0, 0.2), "go": (0.3, 0.7)}


def test_a_word_pronounced_differently_in_its_sentence_lies_between_its_neighbours() -> None:
    times = heard("read a book", ["ɹid", "eɪ", "bʊk"], "ɹɛd ɐ bʊk")
    assert times["book"] == (0.6, 0.9)
    assert times["read"][1] <= times["a"][0] + 1e-9 <= times["book"][0]


def test_a_token_without_phonemes_has_no_time_and_takes_none_from_other_words() -> None:
    assert heard("yes — no", ["jes", "", "noʊ"], "jes noʊ") == {"yes": (0.0, 0.3), "no": (0.4, 0.7)}


def test_a_text_without_phonemes_has_no_words() -> None:
    assert heard("— —", ["", ""], "") == {}


def sound(*loud_s: tuple[float, float]) -> NDArray[np.float32]:
    """Return a second of silence at 24 kHz, with a tone in these stretches."""
    samples = np.zeros(24_000, np.float32)
    for start_s, end_s in loud_s:
        samples[int(start_s * 24_000) : int(end_s * 24_000)] = 0.5
    return samples


def starts(words: list[tuple[float, float]], samples: NDArray[np.float32]) -> list[float]:
    return [round(w.start_s, 3) for w in at_onsets([HeardWord(0, 1, *times) for times in words], samples, 24_000)]


def test_words_after_a_pause_start_at_their_audible_onset() -> None:
    assert starts([(0.15, 0.3), (0.5, 0.7)], sound((0.1, 0.3), (0.56, 0.7))) == [0.1, 0.56]


def test_a_word_without_a_pause_before_it_keeps_the_time_from_the_model() -> None:
    assert starts([(0.1, 0.3), (0.32, 0.7)], sound((0.1, 0.7))) == [0.1, 0.32]


def test_a_sound_that_continues_through_a_pause_moves_no_word() -> None:
    assert starts([(0.1, 0.3), (0.4, 0.7)], sound((0.1, 0.7))) == [0.1, 0.4]


def test_a_breath_in_the_pause_does_not_belong_to_the_next_word() -> None:
    breath = np.random.default_rng(1).uniform(-0.008, 0.008, 24_000).astype(np.float32)
    breath[: int(0.3 * 24_000)] = 0
    assert starts([(0.1, 0.3), (0.5, 0.7)], sound((0.1, 0.3), (0.46, 0.7)) + breath) == [0.1, 0.46]
    assert starts([(0.1, 0.3), (0.5, 0.7)], sound((0.1, 0.3), (0.54, 0.7)) + breath) == [0.1, 0.54]


def test_the_first_word_begins_with_its_softest_sound() -> None:
    samples = sound((0.36, 0.7))
    samples[int(0.3 * 24_000) : int(0.36 * 24_000)] = 0.008  # as soft as "th" beside a vowel
    assert starts([(0.35, 0.7)], samples) == [0.3]


def test_an_inaudible_word_keeps_the_time_from_the_model() -> None:
    assert starts([(0.5, 0.7)], sound()) == [0.5]
    assert starts([(0.5, 0.7)], sound((0.0, 0.1))) == [0.5]
    assert starts([(0.5, 0.7)], np.zeros(0, np.float32)) == [0.5]
