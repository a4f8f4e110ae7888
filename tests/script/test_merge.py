"""Merging a changed page into an edited script keeps both changes and never loses an edit."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from any_transcript import ledger
from hypothesis import given, settings
from hypothesis import strategies as st

from tts_interview.model import Ask, Direction, Gender, LeftOut, Paragraph, Reason, Role, Speaker, Transcript, Turn
from tts_interview.script.merge import Merged, base_of, merge
from tts_interview.script.merge.alignment import matches

ROLES = {"Ann": Role.INTERVIEWER, "Narrator": Role.NARRATOR}


def transcript(*said: str, title: str = "T", left_out: tuple[LeftOut, ...] = ()) -> Transcript:
    """Make a transcript of turns `Name: words / words of the next paragraph`, with a line for each paragraph."""
    turns = []
    for number, turn in enumerate(said, start=1):
        name, _, words = turn.partition(": ")
        paragraphs = tuple(Paragraph(text, 10 * number + i) for i, text in enumerate(words.split(" / ")))
        turns.append(Turn(name, ROLES.get(name, Role.GUEST), 10 * number, paragraphs))
    names = dict.fromkeys(turn.speaker for turn in turns)
    return Transcript(title, tuple(Speaker(name, ROLES.get(name, Role.GUEST)) for name in names), tuple(turns), left_out)


def said(transcript: Transcript) -> list[str]:
    return [f"{turn.speaker}: {' / '.join(p.text for p in turn.paragraphs)}" for turn in transcript.turns]


def reports(merged: Merged) -> list[str]:
    return [str(entry) for entry in (*merged.changes, *merged.conflicts)]


def spoken(transcript: Transcript) -> Transcript:
    """Return a transcript without lines and ledger, which depend on the choice between equal paragraphs."""
    turns = tuple(replace(t, line=0, paragraphs=tuple(replace(p, line=0) for p in t.paragraphs)) for t in transcript.turns)
    return replace(transcript, turns=turns, left_out=())


PAGE = transcript("Ann: How are you?", "Ben: Well. / And you?", "Ann: I am well too.", "Ben: That is good.")


# -- what a person edits ---------------------------------------------------------------------------------------------


def test_an_edit_stays_and_the_page_changes_other_words() -> None:
    edited = transcript("Ann: How are you?", "Ben: Very well. / And you?", "Ann: I am well too.", "Ben: That is good.")
    page = transcript("Ann: How are you?", "Ben: Well. / And you, Ann?", "Ann: I am well too.", "Ben: That is good.")
    merged = merge(edited, base_of(PAGE), page)
    assert said(merged.transcript) == ["Ann: How are you?", "Ben: Very well. / And you, Ann?", *said(PAGE)[2:]]
    assert reports(merged) == ['turn 2, Ben: the page now has "And you, Ann?" in place of "And you?"']


def test_if_both_changed_the_same_words_the_edit_stays_and_the_page_is_reported() -> None:
    edited = transcript("Ann: How are you?", "Ben: Very well. / And you?", *said(PAGE)[2:])
    page = transcript("Ann: How are you?", "Ben: So so. / And you?", *said(PAGE)[2:])
    merged = merge(edited, base_of(PAGE), page)
    assert said(merged.transcript) == said(edited)
    assert merged.changes == ()
    assert reports(merged) == ['turn 2, Ben: your "Very well." stays; the page now has "So so."']


def test_if_both_made_the_same_change_nothing_is_reported() -> None:
    both = transcript("Ann: How are you?", "Ben: Very well. / And you?", *said(PAGE)[2:])
    merged = merge(both, base_of(PAGE), both)
    assert (merged.transcript, reports(merged)) == (both, [])


def asking(transcript: Transcript, turn: int, *directions: Direction) -> Transcript:
    """Return the transcript with directions in the first paragraph of a turn."""
    turns = list(transcript.turns)
    first, *others = turns[turn].paragraphs
    turns[turn] = replace(turns[turn], paragraphs=(replace(first, directions=directions), *others))
    return replace(transcript, turns=tuple(turns))


def test_directions_stay_with_their_words_if_the_page_changed_others() -> None:
    edited = asking(PAGE, 3, Direction(Ask.PAUSE, 5, 5, "900"), Direction(Ask.SAY, 8, 12, "gewd"))
    page = transcript(*said(PAGE)[:3], "Ben: I think. That is very good.")
    merged = merge(edited, base_of(PAGE), page)
    paragraph = merged.transcript.turns[3].paragraphs[0]
    assert paragraph.text == "I think. That is very good."
    assert paragraph.directions == (Direction(Ask.PAUSE, 14, 14, "900"), Direction(Ask.SAY, 22, 26, "gewd"))
    assert reports(merged) == ['turn 4, Ben: the page now has "I think. That is very good." in place of "That is good."']


def test_if_the_page_changed_the_words_of_a_direction_the_edit_stays() -> None:
    edited = asking(PAGE, 3, Direction(Ask.SAY, 8, 12, "gewd"))
    page = transcript(*said(PAGE)[:3], "Ben: That is fine.")
    merged = merge(edited, base_of(PAGE), page)
    assert merged.transcript.turns[3].paragraphs == edited.turns[3].paragraphs
    assert reports(merged) == ['turn 4, Ben: your "That is good." stays; the page now has "That is fine."']


def test_directions_survive_an_unchanged_page_and_one_that_moved_their_words() -> None:
    edited = asking(PAGE, 1, Direction(Ask.RATE, 0, 5, "0.9"))
    assert merge(edited, base_of(PAGE), PAGE).transcript == edited
    page = transcript("Ann: How are you?", "Ben: Well. / So. / And you?", "Ben: That is good.")
    merged = merge(edited, base_of(PAGE), page)
    assert merged.transcript.turns[1].paragraphs[0].directions == (Direction(Ask.RATE, 0, 5, "0.9"),)


def test_deleted_words_stay_deleted_and_are_in_the_ledger() -> None:
    edited = transcript("Ann: How are you?", "Ben: Well.", *said(PAGE)[2:])
    page = replace(PAGE, left_out=(LeftOut("Menu", 1, Reason.FURNITURE), LeftOut("Foot", 99, Reason.FURNITURE)))
    merged = merge(edited, base_of(PAGE), page)
    assert said(merged.transcript) == said(edited)
    assert merged.transcript.left_out == (page.left_out[0], LeftOut("And you?", 21, Reason.AS_ASKED), page.left_out[1])
    assert reports(merged) == []


def test_words_that_were_deleted_and_changed_on_the_page_are_reported() -> None:
    edited = transcript("Ann: How are you?", "Ben: Well.", *said(PAGE)[2:])
    page = transcript("Ann: How are you?", "Ben: Well. / And you, Ann?", *said(PAGE)[2:])
    merged = merge(edited, base_of(PAGE), page)
    assert said(merged.transcript) == said(edited)
    assert reports(merged) == ['turn 3, Ben: you deleted words that the page changed to "And you, Ann?"; they stay deleted']


def test_moved_words_are_not_in_the_ledger() -> None:
    edited = transcript("Ann: I am well too.", "Ann: How are you?", "Ben: Well. / And you?", "Ben: That is good.")
    merged = merge(edited, base_of(PAGE), PAGE)
    assert said(merged.transcript) == said(edited)
    assert merged.transcript.left_out == ()


def test_a_turn_given_to_another_speaker_stays_theirs_with_the_words_of_the_page() -> None:
    edited = transcript("Ann: How are you?", "Ben: Well. / And you?", "Cem: I am well too.", "Ben: That is good.")
    page = transcript("Ann: How are you?", "Ben: Well. / And you?", "Ann: I am quite well.", "Ben: That is good.")
    merged = merge(edited, base_of(PAGE), page)
    assert said(merged.transcript) == [*said(PAGE)[:2], "Cem: I am quite well.", "Ben: That is good."]
    assert reports(merged) == ['turn 3, Cem: the page now has "am quite well." in place of "am well too."']


def test_split_and_joined_turns_stay_split_and_joined() -> None:
    page = transcript("Ann: How are you?", "Ben: Well. / And you?", "Ann: I am well too. / So.", "Ben: That is very good.")
    base = transcript("Ann: How are you?", "Ben: Well. / And you?", "Ann: I am well too. / So.", "Ben: That is good.")
    edited = transcript("Ann: How are you?", "Ben: Well.", "Ben: And you?", "Ann: I am well too. So.", "Ben: That is good.")
    merged = merge(edited, base_of(base), page)
    assert said(merged.transcript) == [*said(edited)[:4], "Ben: That is very good."]


def test_new_turns_of_the_page_get_the_edited_name() -> None:
    edited = transcript("Joan: How are you?", "Ben: Well. / And you?", "Joan: I am well too.", "Ben: That is good.")
    page = transcript(*said(PAGE), "Ann: It is.")
    merged = merge(edited, base_of(PAGE), page)
    assert said(merged.transcript) == [*said(edited), "Joan: It is."]
    assert [s.name for s in merged.transcript.speakers] == ["Joan", "Ben"]
    assert reports(merged) == ['turn 5, Joan: the page adds "It is."']


def test_edited_facts_stay_and_new_labels_of_the_page_are_added() -> None:
    joan = Speaker("Joan", Role.GUEST, ("A",), Gender.FEMALE, "Dr.")
    turns = tuple(replace(t, speaker="Joan", role=Role.GUEST) if t.speaker == "Ann" else t for t in PAGE.turns)
    edited = replace(PAGE, title="My title", speakers=(joan, PAGE.speakers[1]), turns=turns)
    page = replace(PAGE, speakers=(PAGE.speakers[0], replace(PAGE.speakers[1], labels=("B",))), date="2026-05-05")
    merged = merge(edited, base_of(PAGE), page)
    assert merged.transcript.speakers == (joan, Speaker("Ben", Role.GUEST, ("B",)))
    assert (merged.transcript.title, merged.transcript.date) == ("My title", "2026-05-05")
    assert {turn.role for turn in merged.transcript.turns} == {Role.GUEST}
    assert reports(merged) == ['date: the page now has "2026-05-05"']


def test_a_fact_that_both_changed_is_reported() -> None:
    merged = merge(replace(PAGE, title="Mine"), base_of(PAGE), replace(PAGE, title="Theirs"))
    assert merged.transcript.title == "Mine"
    assert reports(merged) == ['title: your "Mine" stays; the page now has "Theirs"']


def test_labels_of_both_sides_stay() -> None:
    ann, ben = PAGE.speakers
    edited = replace(PAGE, speakers=(replace(ann, labels=("A", "Annie")), ben))
    page = replace(PAGE, speakers=(replace(ann, labels=("A", "AL")), ben))
    assert merge(edited, base_of(PAGE), page).transcript.speakers[0].labels == ("A", "Annie", "AL")


# -- what a page changes ---------------------------------------------------------------------------------------------


def test_words_that_the_page_deleted_are_deleted_unless_they_were_edited() -> None:
    edited = transcript("Ann: How are you?", "Ben: Well. / And you, Ann?", *said(PAGE)[2:])
    page = transcript("Ben: Well.", "Ann: I am well too.", "Ben: That is good.")
    merged = merge(edited, base_of(PAGE), page)
    assert said(merged.transcript) == ["Ben: Well. / And you, Ann?", *said(PAGE)[2:]]
    assert reports(merged) == [
        'turn 1, Ann: the page no longer has "How are you?"',
        'turn 1, Ben: your "And you, Ann?" stays; the page no longer has the original words',
    ]


def test_of_two_additions_at_one_place_the_edit_comes_first() -> None:
    merged = merge(transcript(*said(PAGE), "Ann: Mine."), base_of(PAGE), transcript(*said(PAGE), "Ben: Theirs."))
    assert said(merged.transcript) == [*said(PAGE), "Ann: Mine.", "Ben: Theirs."]


def test_a_name_that_the_page_corrects_is_corrected_and_the_edit_stays() -> None:
    edited = transcript("Ann: How are you?", "Ben: Quite well. / And you?", *said(PAGE)[2:])
    page = transcript(*(line.replace("Ben:", "Benno:") for line in said(PAGE)))
    merged = merge(edited, base_of(PAGE), page)
    assert said(merged.transcript)[1] == "Benno: Quite well. / And you?"
    assert reports(merged) == ['Ben, name: the page now has "Benno"']


def test_a_report_shows_the_beginning_of_long_words() -> None:
    page = transcript(*said(PAGE)[:3], "Ben: " + "That is good and well. " * 20 + "End")
    assert reports(merge(PAGE, base_of(PAGE), page)) == [
        'turn 4, Ben: the page now has "is good and well. That is good and well. That is good and …" in place of "is good."'
    ]


def test_speaker_and_words_distinguish_an_edit_from_a_deletion_next_to_it() -> None:
    edited = transcript("Ann: How are you?", "Ben: Well. / And you?", "Ben: That is very good.")
    page = transcript(
        "Ann: How are you?", "Ben: Well. / And you?", "Ann: I am well too.", "Ben: That is fine.", "Ann: Goodbye."
    )
    merged = merge(edited, base_of(PAGE), page)
    assert said(merged.transcript) == [*said(edited), "Ann: Goodbye."]
    assert [entry.text for entry in merged.transcript.left_out] == ["I am well too.", "fine"]
    assert reports(merged) == [
        'turn 4, Ann: the page adds "Goodbye."',
        'turn 3, Ben: your "That is very good." stays; the page now has "That is fine."',
    ]


def test_joined_words_are_not_in_the_ledger() -> None:
    edited = transcript("Ann: How are you?", "Ben: Well. And you?", *said(PAGE)[2:])
    merged = merge(edited, base_of(PAGE), PAGE)
    assert (said(merged.transcript), merged.transcript.left_out) == (said(edited), ())


def test_words_of_the_page_that_an_edit_replaces_are_in_the_ledger() -> None:
    edited = transcript(*said(PAGE)[:2], "Ann: I am fine. / You too.", "Ben: That is good.")
    assert merge(edited, base_of(PAGE), PAGE).transcript.left_out == (LeftOut("well too", 30, Reason.AS_ASKED),)
    moved = transcript("Ben: That is good.", *said(PAGE)[:2], "Ann: I am well / too.")
    assert merge(moved, base_of(PAGE), PAGE).transcript.left_out == ()


def test_one_of_two_equal_paragraphs_that_was_deleted_is_in_the_ledger() -> None:
    page = transcript("Ann: Yes. / No. / Yes.", "Ben: Well.")
    merged = merge(transcript("Ann: No. / Yes.", "Ben: Well."), base_of(page), page)
    assert merged.transcript.left_out == (LeftOut("Yes.", 10, Reason.AS_ASKED),)


def test_words_that_a_person_brought_back_leave_the_ledger_once() -> None:
    door = LeftOut("A red door", 25, Reason.CAPTION)
    page = replace(PAGE, left_out=(door, door, LeftOut("Ann", 30, Reason.LABEL)))
    edited = transcript(*said(PAGE)[:2], "Narrator: A red door", *said(PAGE)[2:])
    assert merge(edited, base_of(page), page).transcript.left_out == page.left_out[1:]
    named = transcript(*said(PAGE)[:3], "Ben: That is good. Ann")
    assert merge(named, base_of(page), page).transcript.left_out == page.left_out, "a label is not a part of a paragraph"


# -- without a base --------------------------------------------------------------------------------------------------


def test_without_a_base_edits_stay_the_page_adds_words_and_a_report_says_so() -> None:
    edited = transcript("Ann: How are you?", "Ben: Very well. / And you?", "Ann: I am well too.", title="Mine")
    merged = merge(edited, None, PAGE)
    assert said(merged.transcript) == [*said(edited), "Ben: That is good."]
    assert merged.transcript.title == "Mine"
    assert reports(merged)[0].startswith("the script holds no record of its page")
    assert reports(merged)[1:] == [
        'turn 4, Ben: the page adds "That is good."',
        'turn 2, Ben: your "Very well." stays; the page now has "Well."',
    ]


# -- any edits -------------------------------------------------------------------------------------------------------

NAMES = ("Ann", "Ben", "Cem")
# Few words, so that paragraphs repeat; each side marks its new ones.
kept_words = st.sampled_from(["yes", "no", "well", "so", *(f"words {number}" for number in range(12))])
paragraphs = st.tuples(st.sampled_from(NAMES), st.booleans(), kept_words)
edits = st.tuples(
    st.sampled_from(["words", "delete", "insert", "speaker", "opens", "move", "join", "name", "role", "title", "forget"]),
    st.integers(0, 30),
    st.integers(0, 3),
)


def built(said: list[tuple[str, bool, str]], cast: dict[str, Speaker], title: str) -> Transcript:
    turns: list[Turn] = []
    for line, (name, opens, text) in enumerate(said, start=1):
        speaker = cast[name]
        if opens or not turns or turns[-1].speaker != speaker.name:
            turns.append(Turn(speaker.name, speaker.role, line, ()))
        turns[-1] = replace(turns[-1], paragraphs=(*turns[-1].paragraphs, Paragraph(text, line)))
    spoken = {cast[name].name for name, _, _ in said}
    return Transcript(title, tuple(s for s in cast.values() if s.name in spoken), tuple(turns))


def changed(said: list[tuple[str, bool, str]], todo: list[tuple[str, int, int]], mark: str) -> Transcript:  # noqa: C901
    said, cast, title = list(said), {name: Speaker(name, Role.GUEST) for name in NAMES}, "T"
    for number, (what, place, choice) in enumerate(todo):
        at, other = place % max(1, len(said)), (place + choice) % max(1, len(said))
        name, opens, text = said[at] if said else ("Ann", True, "")
        if what == "insert" or not said:
            said.insert(at, (NAMES[choice % 3], opens, f"{mark} {number}"))
        elif what in ("words", "join"):
            said[at] = (name, opens, f"{mark} {number}")
            del said[at + 1 : at + 1 + (what == "join")]
        elif what == "delete":
            del said[at : at + choice]
        elif what == "speaker":
            said[at] = (NAMES[choice % 3], opens, text)
        elif what == "opens":
            said[at] = (name, not opens, text)
        elif what == "move":
            said.insert(other, said.pop(at))
        elif what == "name":
            cast[name] = replace(cast[name], name=f"{name} {mark}")
        elif what == "role":
            cast[name] = replace(cast[name], role=Role.INTERVIEWER, gender=Gender.FEMALE, labels=(mark,))
        elif what == "forget":
            said = [entry for entry in said if entry[0] != name]
        else:
            title = f"{mark} {number}"
    return built(said or [("Ann", True, f"{mark} end")], cast, title)


originals = st.lists(paragraphs, min_size=1, max_size=12)
todos = st.lists(edits, max_size=6)


def check_merge(
    original: list[tuple[str, bool, str]], mine: list[tuple[str, int, int]], theirs: list[tuple[str, int, int]]
) -> None:
    page_then = changed(original, [], "")
    edited, page = changed(original, mine, "mine"), changed(original, theirs, "theirs")
    base = base_of(page_then)
    merged = merge(edited, base, page)

    words = {p.text for t in merged.transcript.turns for p in t.paragraphs}
    assert not ledger(page) - ledger(merged.transcript), "words of the page are neither spoken nor left out"
    assert not ledger(merged.transcript) - ledger(page) - ledger(replace(edited, left_out=())), "only edits add words"

    new = {p.text for t in edited.turns for p in t.paragraphs} - {p.text for t in page_then.turns for p in t.paragraphs}
    assert new <= words, "an edit was lost"

    still = merge(edited, base, page_then)
    assert (said(still.transcript), reports(still)) == (said(edited), [])
    assert spoken(still.transcript) == spoken(edited)

    followed = merge(page_then, base, page)
    assert (followed.transcript, followed.conflicts) == (page, ())

    again = merge(merged.transcript, base_of(page), page)
    assert (spoken(again.transcript), reports(again)) == (spoken(merged.transcript), [])

    guessed = merge(edited, None, page)
    assert new <= {p.text for t in guessed.transcript.turns for p in t.paragraphs}, "an edit was lost"


@given(originals, todos, todos)
@settings(max_examples=300, deadline=None)
def test_no_edit_is_lost_and_a_second_merge_changes_nothing(
    original: list[tuple[str, bool, str]], mine: list[tuple[str, int, int]], theirs: list[tuple[str, int, int]]
) -> None:
    check_merge(original, mine, theirs)


@pytest.mark.slow
@pytest.mark.exhaustive
@given(originals, todos, todos)
@settings(max_examples=10_000, deadline=None)
def test_no_edit_is_lost_in_ten_thousand_merges(
    original: list[tuple[str, bool, str]], mine: list[tuple[str, int, int]], theirs: list[tuple[str, int, int]]
) -> None:
    check_merge(original, mine, theirs)


@settings(deadline=None)
@given(st.lists(st.sampled_from("abcde")), st.lists(st.sampled_from("abcde")))
def test_matches_are_equal_and_in_order(base: list[str], other: list[str]) -> None:
    pairs = matches(base, other)
    assert all(base[i] == other[j] for i, j in pairs)
    assert all(i < k and j < m for (i, j), (k, m) in pairwise(pairs))
    assert pairs or not set(base) & set(other)


def test_a_very_long_interview_is_aligned_with_its_base() -> None:
    rng = random.Random(7)  # noqa: S311 - no secret
    base = [rng.choice(["yes", "no", f"words {number}"]) for number in range(20_000)]
    other = [item for item in base if rng.random() > 0.01]
    other.insert(5_000, "new")
    assert len(matches(base, other)) == len(other) - 1
