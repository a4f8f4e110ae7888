"""The answers to what the parser is not sure of: each settles its doubt and no other, and loses no word."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from any_transcript import ledger

from tts_interview import ReadingSettings, Role, Speaker, Transcript, Turn
from tts_interview.errors import PageKind
from tts_interview.model import IT_IS_RIGHT, Block, Document, LeftOut, Paragraph, Reason
from tts_interview.parsing import doubts as rules
from tts_interview.parsing.doubts import with_doubts
from tts_interview.parsing.findings import Findings
from tts_interview.parsing.page.states import State
from tts_interview.script.edits import apply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.model import Answer, Doubt, Edit

HOST, GUEST, OTHER, LOST = "Ann Lee", "Ben Ray", "Cyd Orr", "Unknown"
ROLES = {HOST: Role.INTERVIEWER, "Narrator": Role.NARRATOR}
# Speaker and words, a turn a line from line 1; "/" begins a paragraph on a line of its own.
SAID = """\
Ann Lee: I like bees.
Ben Ray: They were here before me. / Our newsletter comes out on Sundays. / So I went on with them.
Ann Lee: Good.
Cyd Orr: I saw that too.
Ben Ray: This was said together.
Ann Lee: I see.
Ben Ray: Nobody counts them as I do.
Ann Lee: Fine.
Unknown: No.
Ann Lee: Well.
Ben Ray: Perhaps it was her.
Ann Lee: Thank you."""
LEFT_OUT = LeftOut("She once wrote a book about it.", 8, Reason.FURNITURE)


def transcript() -> Transcript:
    """Make a transcript whose paragraphs are on lines of their own."""
    turns, line = [], 1
    for said in SAID.splitlines():
        name, _, words = said.partition(": ")
        paragraphs = tuple(Paragraph(text, line + n) for n, text in enumerate(words.split(" / ")))
        turns.append(Turn(name, ROLES.get(name, Role.GUEST), line, paragraphs))
        line += len(paragraphs)
    turns[-2] = replace(turns[-2], confidence=0.3)
    names = dict.fromkeys(turn.speaker for turn in turns)
    return Transcript("T", tuple(Speaker(n, ROLES.get(n, Role.GUEST), (n,)) for n in names), tuple(turns), (LEFT_OUT,))


def found(read: Transcript, **judged: float) -> Findings:
    """Return findings about a page that leave doubts of every kind that can occur together."""
    blocks = (Block("Our newsletter comes out on Sundays.", (3,), holder=1), Block(LEFT_OUT.text, (8,), holder=1))
    page = SimpleNamespace(blocks=blocks, places=[SimpleNamespace(words=9.0)] * 2)
    states = {0: State(-0.3, Reason.FURNITURE), 1: State(0.2, Reason.FURNITURE)}
    people = {"Ben Raye": GUEST, "Ben and Cyd Orr": GUEST}
    facts: dict[str, Any] = {"interview": 1.0, "right": 1.0, "states": states, "page": page, **judged}
    return Findings(
        SimpleNamespace(document=Document(()), page=page, kept=frozenset()),  # type: ignore[arg-type]
        (),
        SimpleNamespace(segmentation=SimpleNamespace(layout="labels", marks=()), **facts),  # type: ignore[arg-type]
        {label: SimpleNamespace(name=name, stage=False) for label, name in people.items()},  # type: ignore[misc]
        {"Ben Raye": [9], "Ben and Cyd Orr": [7]},
        read,
        ReadingSettings(),
    )


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Transcript:
    """Return a transcript with doubts of every kind but one."""
    monkeypatch.setattr(rules, "classify", lambda *_: (PageKind.FAQ, "its questions are asked of nobody"))
    plain = transcript()
    return with_doubts(found(plain, interview=0.6))


def given(doubt: Doubt, answer: Answer) -> list[Edit]:
    """Return the edits of an answer, with a name where a person has to type one."""
    edits = doubt.settled_by(answer)
    return [
        replace(edit, arguments={key: "Dee Fox" if value == "" else value for key, value in edit.arguments.items()})
        for edit in edits
    ]


def answers_to(read: Transcript) -> Iterator[tuple[Doubt, Answer, Transcript]]:
    """Yield each answer to each doubt with what becomes of the transcript."""
    for doubt in read.doubts:
        for answer in doubt.answers:
            yield doubt, answer, apply(read, given(doubt, answer))


def said(read: Transcript) -> list[str]:
    return [f"{turn.speaker}: {' / '.join(p.text for p in turn.paragraphs)}" for turn in read.turns]


def test_each_answer_settles_its_doubt_and_no_other_and_loses_no_word(read: Transcript) -> None:
    keys = {doubt.key for doubt in read.doubts}
    assert len(keys) == len(read.doubts) == 8
    people = {doubt.key for doubt in read.doubts if doubt.key.startswith(("interviewer", "turn", "label", "name"))}
    for doubt, answer, after in answers_to(read):
        also = people if answer.label == "One voice reads it all" else set()
        assert keys - {other.key for other in after.doubts} == {doubt.key, *also}, answer.label
        assert ledger(after) == ledger(read)
        assert after.settled == (doubt.key,)
        assert all(0 <= other.sure <= 1 and other.answers[-1] == IT_IS_RIGHT for other in after.doubts)


def test_the_guess_stays_as_it_is_if_it_is_right(read: Transcript) -> None:
    assert all(after == read for _, answer, after in answers_to(read) if answer is IT_IS_RIGHT)


def test_two_answers_in_a_row_do_what_each_says(read: Transcript) -> None:
    for one, first, between in answers_to(read):
        for two, answer, after in answers_to(between):
            assert ledger(after) == ledger(read), (first.label, answer.label)
            assert not {one.key, two.key} & {doubt.key for doubt in after.doubts}


@pytest.mark.parametrize(
    ("key", "label", "line"),
    [
        ("turn of Ben Ray", "Cyd Orr says this", "Cyd Orr: Perhaps it was her."),
        ("turn of Ben Ray", "Leave these lines out", "Ann Lee: Well. / Thank you."),
        ("left out", "Ben Ray says this", "Ben Ray: She once wrote a book about it. / Nobody counts them as I do."),
        ("left out", "The narrator reads this", "Narrator: She once wrote a book about it."),
        ("spoken", "Leave these lines out", "Ben Ray: They were here before me. / So I went on with them."),
        ("label Ben Raye", "They are two people", "Ben Raye: Nobody counts them as I do."),
        ("label Ben Raye", "The name is Ben Raye", "Ben Raye: Perhaps it was her."),
        ("label Ben and", "Cyd Orr says this", "Cyd Orr: I saw that too. / This was said together."),
        ("label Ben and", "They speak together", "Ben and Cyd Orr: This was said together."),
        ("name of", "The name of Unknown is …", "Dee Fox: No."),
        ("name of", "This is Cyd Orr", "Cyd Orr: No."),
    ],
)
def test_an_answer_does_what_it_says(read: Transcript, key: str, label: str, line: str) -> None:
    (after,) = [after for doubt, answer, after in answers_to(read) if doubt.key.startswith(key) and answer.label == label]
    assert line in said(after)
    assert line not in said(read)


def test_the_one_who_asks_takes_the_place_of_the_other(read: Transcript) -> None:
    doubt, answer, after = next(answers_to(read))
    assert (doubt.turns, answer.label) == (read.turns_of(HOST), "Ben Ray asks")
    assert {s.name: s.role for s in after.speakers if s.role is Role.INTERVIEWER} == {GUEST: Role.INTERVIEWER}


def test_doubts_name_the_turns_that_they_concern(read: Transcript) -> None:
    turns = {doubt.key: [read.turns[turn].text[:8] for turn in doubt.turns] for doubt in read.doubts}
    assert turns["label Ben Raye"] == ["Nobody c"]
    assert turns["name of Unknown"] == ["No."]
    assert [turns[key] for key in turns if key.startswith("spoken")] == [["They wer"]]
    assert turns["interview or FAQ"] == []


def test_each_unsure_turn_is_a_doubt_of_its_own_and_the_first_counts_them(read: Transcript) -> None:
    unsure = tuple(replace(t, confidence=0.4) if t.text in ("Well.", "Fine.") else t for t in read.turns)
    doubts = [d for d in with_doubts(found(replace(read, turns=unsure))).doubts if d.key.startswith("turn")]
    assert [d.sentence.partition(", read")[0] for d in doubts] == [
        '3 turns are unsure, most of all line 13 "Perhaps it was her."',
        'unsure is line 10 "Fine."',
        'unsure is line 12 "Well."',
    ]


def test_doubts_about_the_whole_can_be_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "other_reading", lambda _: "")
    monkeypatch.setattr(rules, "summary_of", str)
    plain = transcript()
    unknown = [t if t.speaker != GUEST else replace(t, speaker=LOST, confidence=1) for t in plain.turns]
    nobody = replace(plain, turns=tuple(unknown), speakers=tuple(s for s in plain.speakers if s.name != GUEST))
    guests = replace(
        plain,
        turns=tuple(replace(turn, role=Role.GUEST) for turn in plain.turns),
        speakers=tuple(replace(speaker, role=Role.GUEST) for speaker in plain.speakers),
    )
    findings = [replace(found(plain, right=0.6), considered=("labels",)), found(nobody), found(guests)]  # type: ignore[arg-type]
    for key, facts in zip(("reading as labels", "name of Unknown", "no interviewer"), findings, strict=True):
        read = with_doubts(facts)
        (doubt,) = [doubt for doubt in read.doubts if doubt.key == key]
        for answer in doubt.answers:
            after = apply(read, given(doubt, answer))
            assert {d.key for d in read.doubts} - {d.key for d in after.doubts} == {key}, answer.label
            assert Counter(said(after)) == Counter(said(read)) or answer.label.startswith(("The name", "This is"))


def test_somebody_who_says_nearly_everything_may_be_read_by_one_voice() -> None:
    long = replace(transcript(), turns=(*transcript().turns, Turn(GUEST, Role.GUEST, 40, (Paragraph("I go on. " * 400, 40),))))
    read = with_doubts(found(long))
    (doubt,) = [doubt for doubt in read.doubts if doubt.key == f"share of {GUEST}"]
    after = apply(read, doubt.settled_by(doubt.answers[0]))
    assert [speaker.role for speaker in after.speakers] == [Role.NARRATOR]
    assert ledger(after) == ledger(read)
