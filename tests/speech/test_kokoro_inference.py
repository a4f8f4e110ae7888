"""Phonemes go to the model in batches that fit, and each phoneme gets its time."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_interview.speech.engines.kokoro.inference import Halves, Inference, Timing, Whole, batches, symbols
from tts_interview.speech.engines.kokoro.melody import EXTRA_STRESS, PADDING, STEPS, Melody

PHONEMES = st.text(st.sampled_from("abcdˈ ,;:.!?…"), max_size=2500)
STYLE = np.arange(510, dtype=np.float32).reshape(510, 1, 1).repeat(4, axis=2)
FRAME = 600


@dataclass
class _Node:
    name: str
    type: str


@dataclass
class _Session:
    """A session that speaks two frames for each token and records its inputs."""

    tokens: str = "tokens"
    speed: str = "tensor(float)"
    has_durations: bool = True
    vocabulary: str = ""
    given: list[dict[str, Any]] = field(default_factory=list)

    def get_inputs(self) -> list[_Node]:
        return [_Node(self.tokens, "tensor(int64)"), _Node("style", "tensor(float)"), _Node("speed", self.speed)]

    def get_outputs(self) -> list[_Node]:
        return [_Node("audio", "tensor(float)"), *([_Node("duration", "tensor(int64)")] if self.has_durations else [])]

    def get_modelmeta(self) -> type:
        metadata = {"kokoro_config": self.vocabulary} if self.vocabulary else {}
        return type("Metadata", (), {"custom_metadata_map": metadata})

    def run(self, _outputs: None, inputs: dict[str, Any]) -> list[Any]:
        self.given.append(inputs)
        count = inputs[self.tokens].shape[1]
        sound = np.full((1, 2 * FRAME * count), len(self.given), dtype=np.float32)
        return [sound, np.full(count, 2)] if self.has_durations else [sound]


@given(PHONEMES)
def test_batches_fit_the_model_and_lose_nothing(phonemes: str) -> None:
    found = batches(phonemes)
    assert all(0 < len(batch) <= 510 for batch in found)
    assert "".join(found).replace(" ", "") == phonemes.replace(" ", "")


def test_cuts_fall_between_sentences_if_these_are_short() -> None:
    sentence = f"{'ab ' * 60}ab."
    assert batches(f"{sentence} {sentence} {sentence} {sentence}") == [f"{sentence} {sentence}"] * 2


def test_a_long_sentence_is_cut_after_a_clause_or_else_between_words() -> None:
    clause, words = "abc " * 80, "abc " * 200
    assert [batch[-1] for batch in batches(f"{clause}x, {clause}y.")] == [",", "."]
    assert {len(batch) % 4 for batch in batches(words)} == {3}


def test_batches_have_even_lengths() -> None:
    lengths = [len(batch) for batch in batches("abc " * 140)]
    assert max(lengths) - min(lengths) <= 4


def test_the_times_of_phonemes_start_after_the_padding() -> None:
    samples, timings = Inference(Whole(_Session())).speak("hi", STYLE, 1.0)
    assert len(samples) == 4 * 2 * FRAME
    assert timings == (Timing("h", 0.05, 0.1), Timing("i", 0.1, 0.15))


def test_a_symbol_unknown_to_the_model_has_no_token_and_no_time() -> None:
    session = _Session()
    _, timings = Inference(Whole(session)).speak("h✓i", STYLE, 1.0)
    assert [timing.phoneme for timing in timings] == ["h", "i"]
    assert session.given[0]["tokens"].tolist() == [[0, symbols()["h"], symbols()["i"], 0]]


def test_the_model_is_given_extra_stress_as_usual_stress_and_the_melody_as_a_sign_of_its_own() -> None:
    front = _Half([np.array([[1] * 5]), np.full((1, 10), 100, np.float32), np.zeros((1, 10), np.float32), np.ones((1, 128))])
    shaped: list[str] = []

    def shape(phonemes: str, melody: Melody) -> Melody:
        shaped.append(phonemes)
        return melody

    halves = Inference(Halves(front, _Half([np.ones((1, 5 * FRAME), np.float32)])))
    _, timings = halves.speak("hˈˈi", STYLE, 1.0, shape)
    assert shaped == [f"{PADDING}h{EXTRA_STRESS}i{PADDING}"]
    assert front.given[0]["tokens"].tolist() == [[0, *(symbols()[symbol] for symbol in "hˈi"), 0]]
    assert "".join(timing.phoneme for timing in timings) == "hˈi"


def test_the_number_of_phonemes_selects_the_style() -> None:
    session = _Session()
    Inference(Whole(session)).speak("hello", STYLE, 1.0)
    assert session.given[0]["style"].tolist() == [[4.0] * 4]


def test_times_continue_from_one_batch_to_the_next() -> None:
    session = _Session()
    samples, timings = Inference(Whole(session)).speak("hi " * 300, STYLE, 1.0)
    assert [set(part.tolist()) for part in np.split(samples, 2)] == [{1.0}, {2.0}]
    starts = [timing.start_s for timing in timings]
    assert starts == sorted(starts)
    assert timings[-1].end_s < len(samples) / 24_000


@pytest.mark.parametrize(("kind", "speed", "given"), [("tensor(int32)", 0.5, 1), ("tensor(int32)", 1.8, 2)])
def test_a_model_with_integer_speeds_gets_the_nearest(kind: str, speed: float, given: int) -> None:
    session = _Session(speed=kind)
    Inference(Whole(session)).speak("hi", STYLE, speed)
    assert session.given[0]["speed"].tolist() == [given]
    assert session.given[0]["speed"].dtype == np.int32


def test_a_model_with_another_input_name_and_without_durations_speaks_too() -> None:
    samples, timings = Inference(Whole(_Session(tokens="input_ids", has_durations=False))).speak("hi", STYLE, 1.0)
    assert len(samples)
    assert timings == ()


def test_the_symbols_of_a_model_override_those_of_the_program() -> None:
    session = _Session(vocabulary=json.dumps({"vocab": {"h": 7}}))
    Inference(Whole(session)).speak("hi", STYLE, 1.0)
    assert session.given[0]["tokens"].tolist() == [[0, 7, 0]]


@pytest.mark.parametrize("vocabulary", ["{", "{}"])
def test_unreadable_symbols_are_replaced_by_those_of_the_program(vocabulary: str) -> None:
    assert Inference(Whole(_Session(vocabulary=vocabulary))).symbols == symbols()


@pytest.mark.parametrize("phonemes", ["", " \n", "✓"])
def test_nothing_to_say_is_an_error(phonemes: str) -> None:
    with pytest.raises(ValueError, match="no phonemes"):
        Inference(Whole(_Session())).speak(phonemes, STYLE, 1.0)


@dataclass
class _Half:
    """Half a graph that answers with the same each time and records its inputs."""

    answer: list[Any]
    given: list[dict[str, Any]] = field(default_factory=list)

    def run(self, _outputs: tuple[str, ...], inputs: dict[str, Any]) -> list[Any]:
        self.given.append(inputs)
        return self.answer


def test_the_back_of_a_graph_speaks_the_melody_that_was_shaped() -> None:
    frames, pitch, energy = np.array([[1, 2, 1, 1]]), np.full((1, 10), 100, np.float32), np.zeros((1, 10), np.float32)
    front, back = _Half([frames, pitch, energy, np.ones((1, 128))]), _Half([np.ones((1, 4 * FRAME), np.float32)])
    shaped: list[str] = []

    def shorter(phonemes: str, melody: Melody) -> Melody:
        shaped.append(phonemes)
        return Melody(np.array([1, 1, 1, 1]), melody.pitch_hz[:8] * 2, melody.energy[:8])

    _, timings = Inference(Halves(front, back)).speak("hi", STYLE, 1.0, shorter)
    assert shaped == [f"{PADDING}hi{PADDING}"]
    assert back.given[0]["alignment"].tolist() == np.eye(4).tolist()
    assert back.given[0]["pitch"].tolist() == [[200.0] * 8]
    assert [(timing.start_s, timing.end_s) for timing in timings] == [(0.025, 0.05), (0.05, 0.075)]


def in_one_breath(before: str, phonemes: str) -> tuple[_Half, _Half]:
    """Return what both halves were given; each token lasts a frame, whose pitch is the number of its place in the breath."""
    count = len(before) + 1 + len(phonemes) + 2
    pitch = np.arange(count, dtype=np.float32).repeat(STEPS)[None]
    front = _Half([np.ones((1, count), int), pitch, np.zeros_like(pitch), np.ones((1, 128))])
    back = _Half([np.ones((1, FRAME * (len(phonemes) + 2)), np.float32)])
    Inference(Halves(front, back)).speak(phonemes, STYLE, 1.0, before=before)
    return front, back


def tokens_of(phonemes: str) -> list[list[int]]:
    return [[0, *(symbols()[symbol] for symbol in phonemes), 0]]


def test_a_sentence_goes_on_from_the_melody_of_the_one_before_it_and_is_spoken_alone() -> None:
    front, back = in_one_breath("oʊ!", "hi.")
    assert front.given[0]["tokens"].tolist() == tokens_of("oʊ! hi.")
    assert back.given[0]["tokens"].tolist() == tokens_of("hi.")
    assert back.given[0]["pitch"].tolist() == [np.arange(4, 9).repeat(STEPS).tolist()]


def test_the_prosody_is_that_of_both_sentences_and_the_timbre_that_of_the_one_that_is_spoken() -> None:
    front, _ = in_one_breath("oʊ!", "hi.")
    assert front.given[0]["style"].tolist() == [[2.0, 2.0, 6.0, 6.0]]


@dataclass
class _Noting:
    """A runner that notes what comes before the tokens that it is given."""

    symbols: Any = field(default_factory=symbols)
    before: list[str] = field(default_factory=list)

    def run(self, tokens: list[int], *rest: Any) -> Any:  # noqa: ANN401 - as that of a graph
        names = {number: symbol for symbol, number in symbols().items()}
        self.before.append("".join(names[token] for token in rest[-1]))
        return np.ones(len(tokens), np.float32), None


@pytest.mark.parametrize(
    ("before", "said", "goes_on_from"),
    [
        ("", "h", [""]),
        ("ˈˈoʊ✓", "h", ["ˈoʊ "]),
        ("o" * 508, "h", ["o" * 508 + " "]),
        ("o" * 509, "h", [""]),
        ("o", " ".join(["ab" * 200] * 2), ["o ", ""]),
    ],
)
def test_what_comes_before_is_left_out_where_it_does_not_fit_and_of_all_batches_but_the_first(
    before: str, said: str, goes_on_from: list[str]
) -> None:
    noting: Any = _Noting()
    Inference(noting).speak(said, STYLE, 1.0, before=before)
    assert noting.before == goes_on_from
