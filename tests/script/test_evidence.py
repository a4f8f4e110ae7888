"""Evidence beside a script: unchanged turns take it back, and what a person edited is sure."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from any_transcript import transcripts
from hypothesis import given, settings

from tts_interview.model import Paragraph, Role, Speaker, Transcript, Turn
from tts_interview.script import operations
from tts_interview.script.evidence import evidence_of, with_evidence
from tts_interview.script.file import Script, read_script, script_text

ANN, BEN = Speaker("Ann", Role.INTERVIEWER, ("AL",), confidence=0.9, why="label"), Speaker("Ben", Role.GUEST, confidence=0.8)
SAID = ("Why bees?", "Yes.", "Really?", "Yes.", "And now?", "I rest.")
TURNS = tuple(
    Turn(who.name, who.role, 10 + n, (Paragraph(words, 10 + n),), confidence=n / 10, why=f"sign {n}")
    for n, (who, words) in enumerate(zip([ANN, BEN] * 3, SAID, strict=True))
)
READ = Transcript("Bees", (ANN, BEN), TURNS, doubts=("a doubt",), confidence=0.7, why="labels")


def kept_in_a_script(transcript: Transcript) -> Transcript:
    """Return what is read of the transcript's script, with the evidence of READ."""
    script = read_script(script_text(Script(transcript)), "script").transcript
    return with_evidence(script, json.loads(json.dumps(evidence_of(READ))))


def sure(transcript: Transcript) -> list[float]:
    return [turn.confidence for turn in transcript.turns]


def test_an_unchanged_script_takes_all_evidence_back() -> None:
    again = kept_in_a_script(READ)
    assert (again.confidence, again.why, again.doubts) == (0.7, "labels", ("a doubt",))
    assert [(t.confidence, t.why) for t in again.turns] == [(t.confidence, t.why) for t in TURNS]
    assert [(s.confidence, s.why) for s in again.speakers] == [(s.confidence, s.why) for s in READ.speakers]


@pytest.mark.parametrize(
    ("edited", "figures"),
    [
        (operations.reword(READ, 0, 0, "Why not bees?"), [1, 0.1, 0.2, 0.3, 0.4, 0.5]),
        (operations.assign(READ, 5, Speaker("Cem", Role.GUEST)), [0, 0.1, 0.2, 0.3, 0.4, 1]),
        (operations.leave_out(READ, 2), [0, 1, 0.4, 0.5]),
        (operations.rename(READ, "Ben", "Ben Ray"), [0, 0.1, 0.2, 0.3, 0.4, 0.5]),
    ],
)
def test_only_edited_turns_are_sure(edited: Transcript, figures: list[float]) -> None:
    assert sure(kept_in_a_script(edited)) == figures


def test_a_turn_given_to_another_speaker_of_the_cast_is_sure_though_its_words_are_the_same() -> None:
    turns = (*TURNS[:5], replace(TURNS[5], speaker="Ann", role=Role.INTERVIEWER))
    again = with_evidence(replace(READ, turns=turns), evidence_of(READ))
    assert (again.turns[5].confidence, again.turns[5].why) == (1, "edited")
    assert again.turns[4].confidence == 0.4


def test_an_operation_makes_what_it_changed_sure_and_nothing_else() -> None:
    assert sure(operations.reword(READ, 1, 0, "No.")) == [0, 1, 0.2, 0.3, 0.4, 0.5]
    assert [s.confidence for s in operations.rename(READ, "Ben", "Ben Ray").speakers] == [0.9, 1]


@settings(max_examples=25, deadline=None)
@given(transcripts())
def test_any_transcript_takes_its_own_evidence_back(transcript: Transcript) -> None:
    again = with_evidence(transcript, evidence_of(transcript))
    assert again == transcript
    assert sure(again) == sure(transcript)


@pytest.mark.parametrize("data", [{}, {"turns": [1]}, {"turns": [], "speakers": [], "doubts": []}, {"turns": 1}, []])
def test_other_data_is_not_evidence(data: object) -> None:
    with pytest.raises(ValueError, match="not the evidence of a transcript"):
        with_evidence(READ, data)  # type: ignore[arg-type]
