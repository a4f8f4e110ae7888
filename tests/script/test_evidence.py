"""Evidence beside a script: unchanged turns take it back, and what a person edited is sure."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from any_transcript import transcripts
from hypothesis import given, settings

from tts_interview.model import IT_IS_RIGHT, Answer, Doubt, Edit, LeftOut, Paragraph, Reason, Role, Speaker, Transcript, Turn
from tts_interview.script import operations
from tts_interview.script.edits import apply
from tts_interview.script.evidence import evidence_of, with_evidence
from tts_interview.script.file import Script, read_script, script_text

ANN, BEN = Speaker("Ann", Role.INTERVIEWER, ("AL",), confidence=0.9, why="label"), Speaker("Ben", Role.GUEST, confidence=0.8)
SAID = ("Why bees?", "Yes.", "Really?", "Yes.", "And now?", "I rest.")
TURNS = tuple(
    Turn(who.name, who.role, 10 + n, (Paragraph(words, 10 + n),), confidence=n / 10, why=f"sign {n}")
    for n, (who, words) in enumerate(zip([ANN, BEN] * 3, SAID, strict=True))
)
DOUBT = Doubt("a doubt", "a key", 0.5, (1, 3), (Answer("Leave it out", (Edit("leave_out", {"turn": 3}),)), IT_IS_RIGHT))
READ = Transcript("Bees", (ANN, BEN), TURNS, doubts=(DOUBT,), confidence=0.7, why="labels")


def kept_in_a_script(transcript: Transcript) -> Transcript:
    """Return what is read of the transcript's script, with the evidence of READ."""
    script = read_script(script_text(Script(transcript)), "script").transcript
    return with_evidence(script, json.loads(json.dumps(evidence_of(READ))))


def sure(transcript: Transcript) -> list[float]:
    return [turn.confidence for turn in transcript.turns]


def test_an_unchanged_script_takes_all_evidence_back() -> None:
    again = kept_in_a_script(READ)
    assert (again.confidence, again.why, again.doubts) == (0.7, "labels", (DOUBT,))
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


def test_a_doubt_follows_its_words_through_a_script_that_a_person_edited() -> None:
    apart = operations.leave_out(operations.split(operations.rename(READ, "Ben", "Ben Ray"), 5, 0, 2), 0)
    (doubt,) = kept_in_a_script(apart).doubts
    assert (doubt.turns, doubt.answers[0].edits[0].arguments) == ((0, 2), {"turn": 2})
    assert kept_in_a_script(operations.assign(READ, 3, "Ann")).doubts == ()
    assert kept_in_a_script(operations.reword(READ, 3, 0, "No.")).doubts == ()


def test_a_doubt_about_a_paragraph_outlives_an_edit_of_its_neighbour() -> None:
    said = replace(TURNS[1], paragraphs=(*TURNS[1].paragraphs, Paragraph("Buy it.", 12)))
    edit = Edit("leave_out", {"turn": 1, "paragraph": 1})
    read = replace(
        READ, turns=(TURNS[0], said), doubts=(replace(DOUBT, turns=(1,), answers=(Answer("Leave it out", (edit,)),)),)
    )
    (doubt,) = with_evidence(operations.reword(read, 1, 0, "No."), evidence_of(read)).doubts
    assert doubt == read.doubts[0]
    assert with_evidence(operations.reword(read, 1, 1, "Sell it."), evidence_of(read)).doubts == ()


def test_an_answer_to_keep_words_finds_its_entry_in_an_edited_script() -> None:
    left_out = tuple(LeftOut(words, line, Reason.NOTE) for line, words in ((1, "Menu"), (12, "Buzz.")))
    keep = Answer("Ben says this", (Edit("keep", {"entry": 1, "turn": 3, "paragraph": 0, "speaker": "Ben"}),))
    read = replace(READ, left_out=left_out, doubts=(replace(DOUBT, turns=(), answers=(keep, IT_IS_RIGHT)),))
    changed = operations.leave_out(operations.keep(read, 0), 1)
    script = read_script(script_text(Script(changed)), "script").transcript
    (doubt,) = with_evidence(script, evidence_of(read)).doubts
    after = apply(with_evidence(script, evidence_of(read)), doubt.settled_by(keep)[-1:])
    assert after.doubts == ()
    assert [turn.text for turn in apply(script, doubt.answers[0].edits).turns][3] == "Buzz.\n\nYes."


def test_a_settled_doubt_stays_settled_and_older_evidence_is_read() -> None:
    data = evidence_of(operations.settle(READ, DOUBT.key))
    assert (data["doubts"], data["settled"]) == ([], ["a key"])
    assert with_evidence(READ, {**evidence_of(READ), "settled": ["a key"]}).doubts == ()
    assert with_evidence(operations.settle(READ, "a key"), evidence_of(READ)).settled == ("a key",)
    older = {key: value for key, value in evidence_of(READ).items() if key not in ("settled", "left_out")}
    turns = [{key: value for key, value in turn.items() if key != "paragraphs"} for turn in older["turns"]]
    again = with_evidence(READ, {**older, "turns": turns, "doubts": ["an old doubt"]})
    assert again.doubts == (Doubt("an old doubt", "an old doubt", 0.5),)
    assert sure(again) == sure(READ)


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
