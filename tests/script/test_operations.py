"""Operations edit a transcript, keep its ledger whole and carry its doubts; a log of them can be stored, applied and undone."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from any_edits import check_edit, edits_of
from any_transcript import ledger, transcripts, without_lines
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_pages import parsed

from tts_interview.errors import EditError
from tts_interview.model import (
    IT_IS_RIGHT,
    Answer,
    Ask,
    Direction,
    Doubt,
    Gender,
    Kind,
    LeftOut,
    Paragraph,
    Reason,
    Role,
    Speaker,
    Transcript,
    Turn,
)
from tts_interview.script.edits import Edit, apply
from tts_interview.script.file import Script, read_script, script_text
from tts_interview.script.operations import (
    assign,
    assign_all,
    join,
    keep,
    leave_out,
    lock,
    rename,
    retitle,
    reword,
    say,
    set_gender,
    set_role,
    set_voice,
    settle,
    split,
    unlock,
    with_names_of_roles,
    without_narrator,
)

ROLES = {"Ann": Role.INTERVIEWER, "Narrator": Role.NARRATOR}
CEM = Speaker("Cem Oral", Role.AUDIENCE)


def talk(*said: str, left_out: tuple[LeftOut, ...] = ()) -> Transcript:
    """Make a transcript of turns `Name: words / words of the next paragraph`, on lines 10, 11, then 20 and so on."""
    turns = []
    for number, turn in enumerate(said, start=1):
        name, _, words = turn.partition(": ")
        paragraphs = tuple(Paragraph(text, 10 * number + i) for i, text in enumerate(words.split(" / ")))
        turns.append(Turn(name, ROLES.get(name, Role.GUEST), 10 * number, paragraphs))
    names = dict.fromkeys(turn.speaker for turn in turns)
    return Transcript("T", tuple(Speaker(name, ROLES.get(name, Role.GUEST)) for name in names), tuple(turns), left_out)


def said(transcript: Transcript) -> list[str]:
    return [f"{turn.speaker}: {' / '.join(p.text for p in turn.paragraphs)}" for turn in transcript.turns]


def cast(transcript: Transcript) -> list[str]:
    return [speaker.name for speaker in transcript.speakers]


def asked(*said: str) -> tuple[LeftOut, ...]:
    """Return entries that were left out as asked, from "12: words"."""
    pairs = (entry.split(": ", 1) for entry in said)
    return tuple(LeftOut(text, int(line), Reason.AS_ASKED) for line, text in pairs)


def directing(text: str, *directions: Direction) -> Transcript:
    """Make a transcript whose second turn is one paragraph with directions, under a heading."""
    base = talk("Ann: Why?", f"Ben: {text}", "Ann: So?")
    paragraph = replace(base.turns[1].paragraphs[0], directions=directions, heading="Depth")
    return replace(base, turns=(base.turns[0], replace(base.turns[1], paragraphs=(paragraph,)), base.turns[2]))


def written(transcript: Transcript, turn: int = 1) -> list[str]:
    """Return the paragraphs of a turn as a script file holds them, headings included."""
    only = replace(transcript, turns=(transcript.turns[turn],), left_out=())
    return script_text(Script(only)).split("\n---\n\n", 1)[1].rstrip("\n").split("\n\n")


TALK = talk("Ann: How are you?", "Ben: Well. / And you?", "Ann: I am well too.", "Ben: That is good.")


# -- who speaks ------------------------------------------------------------------------------------------------------


def test_a_turn_is_given_to_a_speaker_of_the_transcript() -> None:
    three = talk("Ann: Why?", "Ben: Well.", "Cem: Yes.")
    given = assign(three, 2, "Ann")
    assert said(given) == ["Ann: Why?", "Ben: Well.", "Ann: Yes."]
    assert given.turns[2].role is Role.INTERVIEWER
    assert cast(given) == ["Ann", "Ben"], "those who no longer speak leave the cast"


def test_a_turn_is_given_to_a_new_speaker() -> None:
    given = assign(TALK, 2, CEM)
    assert said(given)[2] == "Cem Oral: I am well too."
    assert given.turns[2].role is Role.AUDIENCE
    assert given.speakers == (*TALK.speakers, CEM)
    assert assign(given, 3, CEM) == assign(given, 3, "Oral"), "by part of the name"


def test_turns_that_become_neighbours_are_one_turn() -> None:
    given = assign(TALK, 1, "Ann")
    assert said(given) == ["Ann: How are you? / Well. / And you? / I am well too.", "Ben: That is good."]
    assert given.turns[0].line == 10


def test_turns_of_one_speaker_that_were_neighbours_before_stay_apart() -> None:
    apart = talk("Ann: Why?", "Ann: Really?", "Ben: Well.", "Cem: Yes.")
    assert said(assign(apart, 3, "Ben")) == ["Ann: Why?", "Ann: Really?", "Ben: Well. / Yes."]
    assert assign(apart, 1, "Ann") == apart
    assert said(assign_all(apart, "Ann", "Cem")) == ["Cem: Why?", "Cem: Really?", "Ben: Well.", "Cem: Yes."]


def test_all_turns_of_a_label_are_given_to_one_speaker_who_takes_over_its_labels() -> None:
    al = Speaker("AL", Role.GUEST, ("AL", "A."))
    two = talk("AL: Why?", "Ben: Well.", "AL: So?", "Ann: Good.")
    two = replace(two, speakers=(al, *two.speakers[1:]))
    given = assign_all(two, "A.", "Ann")
    assert said(given) == ["Ann: Why?", "Ben: Well.", "Ann: So? / Good."]
    assert given.speakers == (Speaker("Ben", Role.GUEST), Speaker("Ann", Role.INTERVIEWER, ("AL", "A.")))
    new = assign_all(two, "AL", CEM)
    assert new.speakers[-1] == replace(CEM, labels=("AL", "A."))
    assert said(new)[2] == "Cem Oral: So?"


def test_a_speaker_is_renamed_and_gets_another_role() -> None:
    changed = set_role(rename(TALK, "Ben", " Ben  Ray "), "Ray", Role.INTERVIEWER)
    assert changed.speakers[1] == Speaker("Ben Ray", Role.INTERVIEWER)
    assert {(turn.speaker, turn.role) for turn in changed.turns} == {
        ("Ann", Role.INTERVIEWER),
        ("Ben Ray", Role.INTERVIEWER),
    }
    assert rename(TALK, "Ben", "Ben") == TALK


def test_speakers_who_have_never_spoken_stay_in_the_cast() -> None:
    narrated = replace(TALK, speakers=(*TALK.speakers, Speaker("Narrator", Role.NARRATOR)))
    assert cast(leave_out(assign_all(narrated, "Ben", "Ann"), 0, 0)) == ["Ann", "Narrator"]


def test_a_speaker_gets_a_gender_and_a_voice_which_the_script_holds() -> None:
    changed = set_voice(set_gender(TALK, "Ben", Gender.MALE), "Ben", " alto ")
    assert changed.speakers[1] == Speaker("Ben", Role.GUEST, gender=Gender.MALE, voice="alto")
    assert "gender: male\n  voice: alto" in script_text(Script(changed))
    assert set_voice(changed, "Ben", "").speakers[1].voice == ""


def test_the_speaker_who_takes_over_all_turns_takes_gender_and_voice_if_they_have_none() -> None:
    known = set_voice(set_gender(TALK, "Ben", Gender.MALE), "Ben", "alto")
    assert assign_all(known, "Ben", CEM).speakers[1] == replace(CEM, gender=Gender.MALE, voice="alto")
    own = replace(CEM, gender=Gender.FEMALE, voice="bass")
    assert assign_all(known, "Ben", own).speakers[1] == own


def test_people_without_a_name_are_called_by_their_role_in_the_language_of_the_page() -> None:
    english = parsed("A1: It stands by the river.\n\nQ: Why?\n\nA2: So.\n\nQ: And?\n\nA1: No.")
    german = with_names_of_roles(english, "de")
    assert {s.name: s.labels for s in german.speakers} == {
        "Gast 1": ("A1", "Guest 1"),
        "Interviewer": ("Q",),
        "Gast 2": ("A2", "Guest 2"),
    }
    assert {turn.speaker for turn in german.turns} == {s.name for s in german.speakers}


def test_the_narrator_is_left_out_as_asked_and_the_ledger_says_so() -> None:
    talked = "Q: Why?\n\nA: So.\n\nQ: And?\n\nA: No."
    transcript = without_narrator(parsed(f"A title without an end\n\nOnce upon a time.\n\n{talked}"))
    assert Role.NARRATOR not in {speaker.role for speaker in transcript.speakers}
    as_asked = [entry.text for entry in transcript.left_out if entry.reason is Reason.AS_ASKED]
    assert as_asked == ["A title without an end", "Once upon a time."]


# -- where turns begin -----------------------------------------------------------------------------------------------


def test_a_turn_is_split_inside_a_paragraph_and_between_paragraphs() -> None:
    inside = split(TALK, 3, 0, 8, CEM)
    assert said(inside)[3:] == ["Ben: That is", "Cem Oral: good."]
    between = split(TALK, 1, 1, 0, CEM)
    assert said(between)[1:3] == ["Ben: Well.", "Cem Oral: And you?"]
    assert (between.turns[2].line, cast(between)) == (21, ["Ann", "Ben", "Cem Oral"])


def test_a_split_turn_stays_with_its_speaker_unless_one_is_named() -> None:
    apart = split(TALK, 1, 1)
    assert said(apart)[1:3] == ["Ben: Well.", "Ben: And you?"]
    assert join(apart, 1) == TALK


def test_words_that_are_split_off_for_the_next_speaker_join_that_turn() -> None:
    page = talk("Ann: How are you? Well.", "Ben: And you?")
    assert said(split(page, 0, 0, 13, "Ben")) == ["Ann: How are you?", "Ben: Well. / And you?"]


def test_a_turn_is_joined_with_the_next_whoever_speaks_there() -> None:
    joined = join(talk("Ann: Why?", "Ben: Is it so? / Yes."), 0)
    assert said(joined) == ["Ann: Why? / Is it so? / Yes."]
    assert cast(joined) == ["Ann"]


def test_directions_of_split_words_go_with_them() -> None:
    slow = Direction(Ask.RATE, 0, 25, "0.9")
    page = directing(
        "It is so. It is NATO, yes.",
        slow,
        Direction(Ask.PAUSE, 9, 9, "900"),
        Direction(Ask.SAY, 16, 20, "nay-toe"),
        Direction(Ask.PAUSE, 26, 26, "400"),
    )
    assert written(split(page, 1, 0, 9)) == ["# Depth", "Ben: {rate 0.9: It is so.}"]
    assert written(split(page, 1, 0, 9), 2) == [
        'Ben: {rate 0.9: {pause 900ms} It is {say "nay-toe": NATO}, yes}. {pause 400ms}'
    ]


def test_a_recording_is_not_divided() -> None:
    page = directing("Oh no. It is so.", Direction(Ask.AUDIO, 0, 6, "clip.wav"))
    assert written(split(page, 1, 0, 6)) == ["# Depth", "Ben: {audio clip.wav: Oh no.}"]
    with pytest.raises(EditError, match=r"offset 5 is inside \{audio \.\.\.\}, which stays whole: expected 0 or 6"):
        split(page, 1, 0, 5)


# -- which words are spoken ------------------------------------------------------------------------------------------


def test_a_turn_that_is_left_out_is_in_the_ledger_at_its_lines() -> None:
    page = replace(TALK, left_out=(LeftOut("Menu", 1, Reason.FURNITURE), LeftOut("Foot", 99, Reason.FURNITURE)))
    left = leave_out(page, 1)
    assert said(left) == ["Ann: How are you? / I am well too.", "Ben: That is good."]
    assert left.left_out == (page.left_out[0], *asked("20: Well.", "21: And you?"), page.left_out[1])


def test_a_paragraph_or_a_range_of_it_is_left_out() -> None:
    assert said(leave_out(TALK, 1, 0))[1] == "Ben: And you?"
    some = leave_out(TALK, 2, 0, 5, 9)
    assert (said(some)[2], some.left_out) == ("Ann: I am too.", asked("30: well"))
    assert leave_out(TALK, 1, 1, 0, 8) == leave_out(TALK, 1, 1), "all words of a paragraph"


@pytest.mark.parametrize(
    ("gone", "left"),
    [("you know,", "Well, yes."), ("Well, ", "you know, yes."), (" yes", "Well, you know,."), ("now", "Well, you k, yes.")],
)
def test_the_words_around_a_gap_keep_one_space_and_marks_none(gone: str, left: str) -> None:
    text = "Well, you know, yes."
    start = text.index(gone)
    cut = leave_out(talk(f"Ann: {text}", "Ben: So."), 0, 0, start, start + len(gone))
    assert cut.turns[0].text == left


def test_directions_around_a_gap_stay_and_those_of_its_words_go() -> None:
    page = directing(
        "It is, at NATO, very good.",
        Direction(Ask.RATE, 0, 26, "0.9"),
        Direction(Ask.SAY, 10, 14, "nay-toe"),
        Direction(Ask.PAUSE, 15, 15, "900"),
        Direction(Ask.IPA, 16, 20, "ˈvɛɹi"),
    )
    assert written(leave_out(page, 1, 0, 7, 16)) == [
        "# Depth",
        'Ben: {rate 0.9: It is, {pause 900ms} {ipa "ˈvɛɹi": very} good.}',
    ]
    with pytest.raises(EditError, match=r"offset 12 is inside \{say \.\.\.\}"):
        leave_out(page, 1, 0, 7, 12)


def test_a_recording_goes_with_all_of_its_words() -> None:
    page = directing("Oh no. It is so.", Direction(Ask.AUDIO, 0, 6, "clip.wav"))
    assert written(leave_out(page, 1, 0, 0, 7)) == ["# Depth", "Ben: It is so."]


def test_a_heading_moves_to_the_next_words_that_have_none() -> None:
    page = directing("It is so.")
    assert written(leave_out(page, 1), 0) == ["Ann: Why?", "# Depth", "So?"]
    two = replace(page, turns=(page.turns[0], page.turns[1], replace(page.turns[1], speaker="Ann")))
    own = replace(two.turns[2].paragraphs[0], heading="Width")
    two = replace(two, turns=(*two.turns[:2], replace(two.turns[2], paragraphs=(own,))))
    assert written(leave_out(two, 1), 0) == ["Ann: Why?", "# Width", "It is so."]


def test_the_only_words_of_a_transcript_are_not_left_out() -> None:
    for paragraph in (None, 0):
        with pytest.raises(EditError, match="turn 0 has the only words of the transcript"):
            leave_out(talk("Ann: Why?"), 0, paragraph)


def test_an_entry_is_kept_at_its_line_by_the_narrator_or_by_a_speaker() -> None:
    page = replace(TALK, left_out=(LeftOut("A red\ndoor", 20, Reason.CAPTION), LeftOut("Foot", 99, Reason.CREDIT)))
    kept = keep(page, 0)
    assert said(kept)[1:4] == ["Ben: Well.", "Narrator: A red door", "Ben: And you?"]
    assert kept.turns[2].paragraphs[0].kind is Kind.CAPTION
    assert (cast(kept), kept.left_out) == (["Ann", "Ben", "Narrator"], page.left_out[1:])
    assert keep(replace(page, language="de"), 0).turns[2].speaker == "Erzähler"
    spoken = keep(page, 0, "Ben")
    assert said(spoken)[1] == "Ben: Well. / A red door / And you?"
    assert spoken.turns[1].paragraphs[1].kind is Kind.PARAGRAPH
    assert said(keep(page, 1, CEM))[-1] == "Cem Oral: Foot"


def test_an_entry_is_kept_at_a_named_place() -> None:
    page = replace(TALK, left_out=asked("1: Hm."))
    assert said(keep(page, 0, "Ben", 1, 1))[1] == "Ben: Well. / Hm. / And you?"
    assert said(keep(page, 0, "Ben", 1))[1] == "Ben: Hm. / Well. / And you?"
    assert said(keep(page, 0, "Ben", 2))[1] == "Ben: Well. / And you? / Hm."
    assert said(keep(page, 0, "Ann", 4))[4] == "Ann: Hm."


def test_a_kept_entry_joins_the_turn_before_it_and_leaves_split_turns_apart() -> None:
    apart = replace(talk("Ann: Why?", "Ann: Really?", "Ben: Well."), left_out=asked("10: Hm.", "20: So."))
    assert said(keep(apart, 0, "Ann")) == ["Ann: Why? / Hm.", "Ann: Really?", "Ben: Well."]
    assert said(keep(apart, 1, "Ben")) == ["Ann: Why?", "Ann: Really?", "Ben: So. / Well."]


def test_what_was_left_out_can_be_kept_again() -> None:
    assert keep(keep(leave_out(TALK, 1), 0, Speaker("Ben", Role.GUEST)), 0, "Ben") == TALK
    assert keep(leave_out(TALK, 2), 0, "Ann") == TALK


# -- words that change -----------------------------------------------------------------------------------------------


def test_words_that_an_editor_replaces_are_left_out() -> None:
    changed = reword(TALK, 2, 0, "I am  quite well,\nthanks.")
    assert changed.turns[2].text == "I am quite well, thanks."
    assert changed.left_out == asked("30: too")
    assert ledger(changed) - ledger(TALK) == Counter("quite,thanks")
    assert reword(TALK, 2, 0, "I am well too.") == TALK


def test_words_that_are_typed_again_are_no_longer_left_out() -> None:
    changed = reword(TALK, 2, 0, "I am well so.")
    assert (changed.left_out, reword(changed, 2, 0, "I am well too.").left_out) == (asked("30: too"), asked("30: so"))
    other = replace(changed, left_out=(LeftOut("too", 30, Reason.LABEL), *asked("31: too")))
    assert reword(other, 2, 0, "I am well too.").left_out == (other.left_out[0], *asked("30: so", "31: too"))


def test_words_that_only_move_are_not_left_out() -> None:
    assert reword(TALK, 2, 0, "too I am well.").left_out == ()


def test_pronunciations_go_with_their_words_and_other_directions_stay() -> None:
    page = directing(
        "It is NATO, in a word. Good.",
        Direction(Ask.RATE, 0, 22, "0.9"),
        Direction(Ask.SAY, 6, 10, "nay-toe"),
        Direction(Ask.PAUSE, 22, 22, "900"),
        Direction(Ask.AUDIO, 23, 28, "clip.wav"),
    )
    assert written(reword(page, 1, 0, "Oh: It is NATO, in one word. Good.")) == [
        "# Depth",
        'Ben: Oh: {rate 0.9: It is {say "nay-toe": NATO}, in one word.}{pause 900ms} {audio clip.wav: Good.}',
    ]
    assert written(reword(page, 1, 0, "It is the Alliance. Fine!")) == [
        "# Depth",
        "Ben: {rate 0.9: It is the Alliance.}{pause 900ms} {audio clip.wav: Fine!}",
    ]
    assert written(reword(page, 1, 0, "It is NATO.")) == [
        "# Depth",
        'Ben: {rate 0.9: It is {say "nay-toe": NATO}.} {pause 900ms} {audio clip.wav}',
    ]


def test_a_very_long_paragraph_is_replaced_as_a_whole() -> None:
    page = talk("Ann: " + "so " * 4_001, "Ben: Well.")
    assert reword(page, 0, 0, "So.").left_out[0].text == page.turns[0].text.strip()


# -- directions ------------------------------------------------------------------------------------------------------


def test_a_direction_is_added_around_and_inside_others() -> None:
    page = directing("It is NATO.")
    for direction in (
        Direction(Ask.SAY, 6, 10, "nay-toe"),
        Direction(Ask.RATE, 0, 11, "0.9"),
        Direction(Ask.LANGUAGE, 6, 10, "fr"),
        Direction(Ask.PAUSE, 6, 6, "900"),
        Direction(Ask.PAUSE, 6, 6, "500"),
    ):
        page = say(page, 1, 0, direction)
    assert written(page)[1] == 'Ben: {rate 0.9: It is {pause 500ms} {lang fr: {say "nay-toe": NATO}}.}'


@pytest.mark.parametrize(
    ("direction", "message"),
    [
        (Direction(Ask.RATE, 3, 8, "0.9"), "does not fit there: expected a range that no other direction crosses"),
        (Direction(Ask.IPA, 6, 8, "neɪ"), r"turn 1, paragraph 0: \{ipa \.\.\.\} cannot stand inside \{say"),
        (Direction(Ask.RATE, 0, 5, "9"), 'turn 1, paragraph 0: invalid rate "9": expected 0.5 to 2'),
        (Direction(Ask.PAUSE, 0, 0, "2s"), 'invalid pause "2s": expected milliseconds'),
        (Direction(Ask.PAUSE, 0, 0, "99999"), "invalid pause"),
        (Direction(Ask.SAY, 0, 0, "x"), r"\{say \.\.\.\} needs words"),
        (Direction(Ask.SAY, 0, 12, "x"), "invalid range 0 to 12: expected 0 to 11"),
    ],
)
def test_a_direction_that_a_script_could_not_hold_is_refused(direction: Direction, message: str) -> None:
    page = directing("It is NATO.", Direction(Ask.SAY, 6, 10, "nay-toe"))
    with pytest.raises(EditError, match=message):
        say(page, 1, 0, direction)


KEY = "0123456789abcdef"


def locked_paragraphs(transcript: Transcript) -> list[str]:
    return [p.text for turn in transcript.turns for p in turn.paragraphs if any(d.ask is Ask.LOCK for d in p.directions)]


def test_a_lock_stays_with_its_words_while_others_change() -> None:
    page = lock(TALK, 1, 1, KEY)
    words = page.turns[1].paragraphs[1].text
    for after in (
        split(page, 1, 1),
        join(page, 0),
        leave_out(page, 0),
        rename(page, "Ben", "Ben Ray"),
        reword(page, 1, 0, "So."),
    ):
        assert locked_paragraphs(after) == [words]
    assert lock(page, 1, 1, KEY) == page, "once is enough"
    assert unlock(page, 1) == TALK


def test_a_lock_goes_when_its_words_their_directions_or_their_speaker_change() -> None:
    page = lock(TALK, 1, 1, KEY)
    stress = Direction(Ask.STRESS, 0, 3)
    for after in (reword(page, 1, 1, "So?"), say(page, 1, 1, stress), assign(page, 1, CEM), assign_all(page, "Ben", CEM)):
        assert locked_paragraphs(after) == []
    assert locked_paragraphs(split(page, 1, 1, len(page.turns[1].paragraphs[1].text.split()[0]))) == []
    assert locked_paragraphs(leave_out(page, 1, 1, 0, 3)) == []
    assert locked_paragraphs(assign(page, 1, "Ben")) != [], "nothing changes"


def test_a_lock_needs_the_key_of_what_is_kept() -> None:
    with pytest.raises(EditError, match='invalid lock "x": expected 16 digits of 0 to f'):
        lock(TALK, 1, 1, "x")


# -- the title -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "read"),
    [
        ("Narrator: T / It is late.", "Narrator: The mill / It is late."),
        ("Narrator: T / Menu / The mill / It is late.", "Narrator: Menu / The mill / It is late."),
        ("Narrator: It is late.", "Narrator: It is late."),
        ("Ann: T", "Ann: T"),
    ],
)
def test_another_title_is_read_once_where_the_narrator_read_the_former_one(first: str, read: str) -> None:
    transcript = retitle(talk(first, "Ben: So?"), " The  mill ")
    assert (transcript.title, said(transcript)) == ("The mill", [read, "Ben: So?"])


def test_an_empty_title_is_refused() -> None:
    with pytest.raises(EditError, match="the new title is empty"):
        retitle(TALK, " ")


def test_doubts_follow_when_the_former_title_goes() -> None:
    doubt = Doubt("?", "turn", 0.4, (0,), (Answer("Leave out", (Edit("leave_out", {"turn": 0, "paragraph": 2}),)),))
    transcript = retitle(replace(talk("Narrator: T / The mill / Menu", "Ben: So?"), doubts=(doubt,)), "The mill")
    assert transcript.doubts[0].answers[0].edits[0].arguments == {"turn": 0, "paragraph": 1}


# -- doubts ----------------------------------------------------------------------------------------------------------


def doubting(transcript: Transcript, *edits: Edit, turns: tuple[int, ...] = ()) -> Transcript:
    """Return the transcript with a doubt about some turns, for each edit an answer."""
    answers = tuple(Answer(edit.operation, (edit,)) for edit in edits)
    return replace(transcript, doubts=(Doubt("It may be so.", "a", 0.4, turns, (*answers, IT_IS_RIGHT)),))


def open_edits(transcript: Transcript) -> list[dict[str, Any]]:
    return [edit.to_dict() for doubt in transcript.doubts for answer in doubt.answers for edit in answer.edits]


def test_a_doubt_follows_its_words_to_other_numbers() -> None:
    page = doubting(TALK, Edit("leave_out", {"turn": 3}), Edit("assign", {"turn": 3, "speaker": "Ann"}), turns=(1, 3))
    after = join(split(page, 1, 1), 1)
    assert (after.doubts, after) == (page.doubts, TALK)
    after = leave_out(split(page, 1, 1), 0)
    assert after.doubts[0].turns == (0, 1, 3)
    assert [edit["turn"] for edit in open_edits(after)] == [3, 3]
    assert leave_out(page, 1).doubts[0].turns == (1,)


def test_an_answer_goes_with_the_words_or_the_speaker_that_it_would_change_and_the_doubt_with_the_last_one() -> None:
    page = doubting(TALK, Edit("leave_out", {"turn": 3}), Edit("leave_out", {"turn": 1, "paragraph": 1}), turns=(1, 3))
    assert [edit["turn"] for edit in open_edits(assign(page, 3, CEM))] == [1]
    assert [edit["turn"] for edit in open_edits(reword(page, 1, 1, "So."))] == [3]
    assert [edit["turn"] for edit in open_edits(reword(page, 1, 0, "So."))] == [3, 1]
    assert assign(reword(page, 1, 1, "You?"), 3, CEM).doubts == ()


def test_who_says_a_turn_is_still_in_doubt_if_only_its_words_change() -> None:
    page = doubting(TALK, Edit("leave_out", {"turn": 1}), turns=(1,))
    assert reword(page, 1, 0, "Good.").doubts == leave_out(page, 1, 0).doubts == page.doubts
    assert [edit["turn"] for edit in open_edits(leave_out(page, 0))] == [0]


def test_a_doubt_about_a_turn_stays_without_those_answers_if_other_words_join_the_turn() -> None:
    page = doubting(TALK, Edit("leave_out", {"turn": 1}), turns=(1,))
    assert open_edits(join(page, 0)) == open_edits(assign(page, 2, "Ben")) == []
    (doubt,) = assign(page, 2, "Ben").doubts
    assert (doubt.turns, doubt.answers) == ((1,), (IT_IS_RIGHT,))
    assert join(page, 0).doubts == ()


def test_a_doubt_whose_turns_are_all_left_out_goes() -> None:
    page = doubting(TALK, turns=(1, 3))
    assert leave_out(page, 1).doubts[0].answers == (IT_IS_RIGHT,)
    assert leave_out(leave_out(page, 1), 1).doubts == ()


def test_words_that_may_be_spoken_keep_their_place_until_they_are_kept() -> None:
    page = replace(TALK, left_out=asked("5: Menu.", "31: Hm."))
    page = doubting(page, Edit("keep", {"entry": 1, "turn": 3, "paragraph": 0, "speaker": "Ann"}))
    after = keep(leave_out(split(page, 1, 1), 0), 0)
    assert [(edit["entry"], edit["turn"]) for edit in open_edits(after)] == [(1, 4)]
    assert said(apply(after, after.doubts[0].answers[0].edits))[3] == "Ann: I am well too. / Hm."
    assert keep(page, 1).doubts == ()


def test_answers_follow_a_new_name_and_what_a_person_says_of_a_speaker_settles_the_doubt_about_that() -> None:
    guest = Edit("rename", {"speaker": "Ben", "name": ""})
    page = doubting(TALK, guest, Edit("assign_all", {"label": "Ben", "speaker": "Ann"}))
    assert open_edits(rename(page, "Ann", "Ann Lee"))[1]["speaker"] == "Ann Lee"
    assert rename(page, "Ben", "Ben Ray").doubts == ()
    asks = doubting(TALK, Edit("set_role", {"speaker": "Ben", "role": "interviewer"}))
    assert open_edits(rename(asks, "Ben", "Ben Ray"))[0]["speaker"] == "Ben Ray"
    assert set_role(asks, "Ann", Role.GUEST).doubts == asks.doubts
    assert set_role(asks, "Ben", Role.AUDIENCE).doubts == asks.doubts
    assert set_role(asks, "Ben", Role.INTERVIEWER).doubts == ()


def test_a_settled_doubt_is_not_raised_again() -> None:
    page = doubting(TALK, Edit("leave_out", {"turn": 3}), turns=(3,))
    (doubt,) = page.doubts
    after = apply(page, doubt.settled_by(IT_IS_RIGHT))
    assert (after, after.doubts, after.settled) == (TALK, (), ("a",))
    assert after.unsettled((doubt, replace(doubt, key="b"))) == (replace(doubt, key="b"),)
    assert settle(after, "a") == settle(page, "a") == TALK
    with pytest.raises(EditError, match="needs a key"):
        settle(page, "")


# -- edits that do not fit -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operation", "arguments", "message"),
    [
        ("assign", {"turn": 4, "speaker": "Ann"}, "edit 1, assign: no turn 4: expected 0 to 3"),
        ("assign", {"turn": -1, "speaker": "Ann"}, "no turn -1: expected 0 to 3"),
        ("assign", {"turn": 1, "speaker": "Annn"}, '"Annn" is not one of the speakers: Ann, Ben; did you mean "Ann"?'),
        ("assign", {"turn": 1, "speaker": {"name": "Ann", "role": "guest"}}, '"Ann" is already a speaker: pass the name alone'),
        ("assign", {"turn": 1, "speaker": {"name": " ", "role": "guest"}}, "a new speaker needs a name"),
        ("assign", {"turn": 1, "speaker": {"name": "Cem", "role": "boss"}}, "'boss' is not a valid Role"),
        ("assign", {"turn": 1, "speaker": {"name": "Cem"}}, "missing 1 required positional argument: 'role'"),
        ("assign", {"turn": 1}, "invalid arguments: missing a required argument: 'speaker'"),
        ("assign", {"turn": 1, "speaker": "Ann", "line": 3}, "invalid arguments: unexpected line 3"),
        ("assign", {"turn": "1", "speaker": "Ann"}, "invalid arguments: unexpected turn '1'"),
        ("assign", {"turn": 1, "speaker": "Ann", "text": "x"}, "got an unexpected keyword argument 'text'"),
        ("shout", {}, "edit 1, shout: unknown operation: expected one of assign, assign_all, join"),
        ("rename", {"speaker": "Ann", "name": "Ben"}, 'cannot rename Ann: "Ben" is already a speaker; assign_all makes'),
        ("rename", {"speaker": "Ann", "name": " "}, "cannot rename Ann: the new name is empty"),
        ("split", {"turn": 0, "paragraph": 1}, "no turn 0, paragraph 1: expected 0 to 0"),
        ("split", {"turn": 0, "paragraph": 0}, "turn 0 has no words before that place"),
        ("split", {"turn": 0, "paragraph": 0, "offset": 12}, "turn 0 has no words after that place"),
        ("split", {"turn": 0, "paragraph": 0, "offset": 13}, "turn 0, paragraph 0: no offset 13: expected 0 to 12"),
        ("join", {"turn": 3}, "no turn follows turn 3: expected 0 to 2"),
        ("leave_out", {"turn": 0, "paragraph": 0, "start": 3, "end": 4}, "no words from 3 to 4"),
        ("leave_out", {"turn": 0, "paragraph": 0, "start": 4, "end": 3}, "no words from 4 to 3"),
        ("keep", {"entry": 0}, "no entry 0: expected a transcript with one"),
        ("reword", {"turn": 0, "paragraph": 0, "text": " "}, "the new text is empty; leave_out leaves out a paragraph"),
    ],
)
def test_an_edit_that_does_not_fit_is_one_line_that_says_what_would(
    operation: str, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(EditError) as caught:
        apply(TALK, [Edit(operation, arguments)])
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_entry_without_words_is_not_kept() -> None:
    with pytest.raises(EditError, match="entry 0 has no words"):
        keep(replace(TALK, left_out=(LeftOut(" ", 1, Reason.MARKUP),)), 0)


def test_a_narrator_is_not_added_under_the_name_of_somebody_else() -> None:
    page = replace(rename(TALK, "Ben", "Narrator"), left_out=asked("1: Hm."))
    with pytest.raises(EditError, match='"Narrator" is already a speaker'):
        keep(page, 0)


# -- logs of edits ---------------------------------------------------------------------------------------------------

LOG = """\
{"operation": "assign", "turn": 1, "speaker": {"name": "Cem", "role": "audience", "gender": "male", "title": "Dr."}}
{"operation": "split", "turn": 1, "paragraph": 1, "speaker": "Ben"}
{"operation": "say", "turn": 3, "paragraph": 0, "direction": {"ask": "say", "start": 5, "end": 9, "value": "whale"}}
{"operation": "set_role", "speaker": "Ben", "role": "interviewer"}
{"operation": "leave_out", "turn": 4, "paragraph": null}
{"operation": "keep", "entry": 0, "speaker": null}
"""


def test_a_log_is_applied_and_a_part_of_it_undoes_the_rest() -> None:
    edits = [Edit.from_dict(json.loads(line)) for line in LOG.splitlines()]
    after = apply(TALK, edits)
    assert said(after)[1:] == ["Cem: Well.", "Ben: And you?", "Ann: I am well too.", "Narrator: That is good."]
    assert after.speakers[2] == Speaker("Cem", Role.AUDIENCE, (), Gender.MALE, "Dr.")
    assert after.speakers[1].role is Role.INTERVIEWER
    assert after.turns[3].paragraphs[0].directions == (Direction(Ask.SAY, 5, 9, "whale"),)
    assert [json.dumps(edit.to_dict()) for edit in edits] == LOG.splitlines()
    assert apply(TALK, edits[:1]) == assign(TALK, 1, after.speakers[2])
    assert apply(TALK, []) == TALK


def test_the_error_of_a_log_names_the_edit() -> None:
    with pytest.raises(EditError, match="edit 2, join: no turn follows turn 2"):
        apply(TALK, [Edit("join", {"turn": 2}), Edit("join", {"turn": 2})])


# -- any edits -------------------------------------------------------------------------------------------------------


def numbered(transcript: Transcript) -> Transcript:
    """Return the transcript with lines: ten for each turn, and some paragraphs on one line."""
    turns = (
        replace(t, line=10 * i, paragraphs=tuple(replace(p, line=10 * i + j // 2) for j, p in enumerate(t.paragraphs)))
        for i, t in enumerate(transcript.turns)
    )
    return replace(transcript, turns=tuple(turns))


def everywhere(transcript: Transcript) -> Transcript:
    """Return the transcript with a doubt about each turn, paragraph, entry and speaker; the label of its answer says which."""
    edits: list[tuple[str, str, dict[str, Any]]] = [(t.text, "leave_out", {"turn": n}) for n, t in enumerate(transcript.turns)]
    for number, turn in enumerate(transcript.turns):
        edits += [(p.text, "leave_out", {"turn": number, "paragraph": n}) for n, p in enumerate(turn.paragraphs)]
    edits += [(e.text, "keep", {"entry": n, "turn": 0, "paragraph": 0}) for n, e in enumerate(transcript.left_out)]
    edits += [(s.name, "set_gender", {"speaker": s.name, "gender": "?"}) for s in transcript.speakers]
    doubts = [
        Doubt(
            label, str(n), 0.5, (arguments["turn"],) if operation == "leave_out" else (), (Answer(label, (edit,)), IT_IS_RIGHT)
        )
        for n, (label, operation, arguments) in enumerate(edits)
        if (edit := Edit(operation, arguments))
    ]
    return replace(transcript, doubts=tuple(doubts))


def target(transcript: Transcript, edit: Edit) -> str:
    """Return the name or the words that the edit of a planted doubt is about."""
    if "speaker" in edit.arguments:
        return transcript.speaker(edit.arguments["speaker"]).name
    arguments: dict[str, int] = dict(edit.arguments)
    if "entry" in arguments:
        return transcript.left_out[arguments["entry"]].text
    turn = transcript.turns[arguments["turn"]]
    return turn.paragraphs[arguments["paragraph"]].text if "paragraph" in arguments else turn.text


def planted(transcript: Transcript) -> dict[str, Edit]:
    """Return the edits of the planted doubts by their keys."""
    return {doubt.key: doubt.answers[0].edits[0] for doubt in transcript.doubts if doubt.answers[0].edits}


def check_doubts(before: Transcript, edit: Edit, after: Transcript) -> None:
    """Check that each doubt is about the same words as before, and that none is gone whose words the edit left alone."""
    was, now = planted(before), planted(after)
    assert len({json.dumps(one.to_dict()) for one in now.values()}) == len(now), "each is about a place of its own"
    for doubt in after.doubts:
        assert all(0 <= turn < len(after.turns) for turn in doubt.turns)
        if doubt.key in now:
            assert not doubt.turns or now[doubt.key].arguments["turn"] in doubt.turns
            same = target(before, was[doubt.key]) == target(after, now[doubt.key])
            assert same or may_change(was[doubt.key], edit)
    kept = {doubt.key for doubt in after.doubts}
    assert all(is_edited(before, doubted, edit, after) for key, doubted in was.items() if key not in kept)


def may_change(doubted: Edit, edit: Edit) -> bool:
    """Return whether an edit may change the words or the name that a planted doubt is about, and leave it open."""
    if "paragraph" in doubted.arguments or "entry" in doubted.arguments:
        return False
    there = edit.arguments.get("turn") == doubted.arguments.get("turn")
    return edit.operation in ("assign", "assign_all", "rename", "split", "join") if "speaker" in doubted.arguments else there


def is_edited(before: Transcript, doubted: Edit, edit: Edit, after: Transcript) -> bool:
    """Return whether an edit changed what the edit of a planted doubt would change."""
    was = doubted.arguments
    if "speaker" in was:
        return was["speaker"] not in [speaker.name for speaker in after.speakers]
    if "entry" in was:
        return edit.operation in ("keep", "reword")
    if "paragraph" in was:
        there = (edit.arguments["turn"], edit.arguments.get("paragraph", was["paragraph"]))
        return edit.operation in ("split", "reword", "leave_out") and there == (was["turn"], was["paragraph"])
    words, others = (Counter((turn.speaker, turn.text) for turn in side.turns) for side in (before, after))
    own = before.turns[was["turn"]]
    return others[own.speaker, own.text] < words[own.speaker, own.text]


def check_edits(transcript: Transcript, data: st.DataObject, count: int) -> None:
    first = transcript = everywhere(numbered(transcript))
    edits: list[Edit] = []
    for _ in range(count):
        edit = data.draw(edits_of(transcript))
        try:
            after = apply(transcript, [edit])
        except EditError:
            continue
        check_edit(transcript, edit, after)
        check_doubts(transcript, edit, after)
        transcript = after
        edits.append(edit)
    stored = [json.dumps(edit.to_dict()) for edit in edits]
    assert apply(first, [Edit.from_dict(json.loads(line)) for line in stored]) == transcript
    assert Transcript.from_dict(transcript.to_dict()) == transcript
    assert Transcript.from_dict(transcript.to_dict()).doubts == transcript.doubts
    again = read_script(script_text(Script(transcript)), "script.md").transcript
    assert without_lines(again) == without_lines(transcript)


@pytest.mark.no_cover  # other tests run the same code, and tracing would add half to the time
@given(transcripts(), st.data())
@settings(max_examples=200)
def test_any_edits_keep_the_ledger_whole_and_the_transcript_valid(transcript: Transcript, data: st.DataObject) -> None:
    check_edits(transcript, data, 6)


@pytest.mark.slow
@pytest.mark.exhaustive
@given(transcripts(), st.data())
@settings(max_examples=10_000)
def test_ten_thousand_series_of_edits_keep_the_ledger_whole(transcript: Transcript, data: st.DataObject) -> None:
    check_edits(transcript, data, 6)
