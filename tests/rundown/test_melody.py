"""The melody of what is heard: questions rise, and paragraphs decline."""

from __future__ import annotations

from tts_interview.model import Casting, Gender, Utterance, Voice
from tts_interview.rundown import Arrangement, arrange
from tts_interview.script.file import read_script
from tts_interview.settings.pacing import PacingSettings
from tts_interview.settings.parts import AnnouncingSettings, SayNames

SCRIPT = """\
---
cast:
- name: Ann
  role: interviewer
- name: Ben
  role: guest
---

Ann: Have you been back? Why did you go?

Ben: Once. The door was locked. I looked in. I saw a coat. Then it snowed. I went home.

The coat was green.
"""
VOICE = Voice("tone", "low", "en", Gender.UNKNOWN)
CASTING = Casting(dict.fromkeys(("Ann", "Ben", "Narrator"), VOICE))


def said(*, melody: bool = True, piece_chars: int = 400, script: str = SCRIPT) -> list[Utterance]:
    how = Arrangement(
        PacingSettings(melody=melody), AnnouncingSettings(say_names=SayNames.NEVER, discloses=False), piece_chars=piece_chars
    )
    rundown = arrange(read_script(script, "s.md").transcript, CASTING, how)
    return [speech.utterance for speech in rundown.speeches]


def test_only_a_question_for_yes_or_no_rises() -> None:
    assert [utterance.text for utterance in said() if utterance.delivery.rises] == ["Have you been back?"]


def test_only_the_last_piece_of_a_long_question_rises() -> None:
    long = "Did you see, when you looked through the window, that somebody had left a green coat on the wheel?"
    pieces = said(piece_chars=60, script=SCRIPT.replace("Have you been back?", long))
    assert [utterance.delivery.rises for utterance in pieces[:3]] == [False, True, False]


def test_the_pitch_of_a_paragraph_declines_and_the_next_one_begins_high_again() -> None:
    of_ben = [utterance.delivery.pitch_st for utterance in said()[2:]]
    assert of_ben == [0.25, 0.125, 0.0, -0.125, -0.25, -0.25, 0.0]


def test_without_melody_nothing_rises_or_declines() -> None:
    assert {(utterance.delivery.rises, utterance.delivery.pitch_st) for utterance in said(melody=False)} == {(False, 0.0)}


ITALICS = SCRIPT.replace(
    "Once. The door was locked.", "{pause 1s} Once. The {stress: 2 doors} {rate 0.9: {stress: were} locked}."
)


def stressed(utterance: Utterance) -> list[str]:
    return [utterance.text[start:end] for start, end in utterance.delivery.stressed]


def test_words_stand_out_as_the_script_asks_in_the_words_that_are_spoken() -> None:
    found = [(utterance.text, stressed(utterance)) for utterance in said(script=ITALICS) if utterance.delivery.stressed]
    assert found == [("The two doors", ["two doors"]), ("were locked.", ["were"])]


def test_every_piece_of_a_long_sentence_has_its_own_part_of_the_stressed_words() -> None:
    long = "Once, and only once, I {stress: never ever looked, not once}, and never ever went there with a coat."
    pieces = said(piece_chars=30, script=SCRIPT.replace("Once.", long))[3:5]
    assert [stressed(piece) for piece in pieces] == [["never ever looked,"], ["not once"]]


def test_without_melody_no_word_stands_out() -> None:
    assert not any(utterance.delivery.stressed for utterance in said(melody=False, script=ITALICS))


QUOTING = SCRIPT.replace("I saw a coat. Then it snowed.", "I thought: “I have seen that coat. It was green then,” and left.")


def quoted(utterance: Utterance) -> list[str]:
    return [utterance.text[start:end] for start, end in utterance.delivery.quoted]


def test_what_somebody_else_said_is_marked_in_every_sentence_of_it() -> None:
    found = [quoted(utterance) for utterance in said(piece_chars=45, script=QUOTING) if utterance.delivery.quoted]
    assert found == [["“I have seen that coat."], ["It was green then,”"]]


def test_without_melody_nothing_is_set_off() -> None:
    assert not any(utterance.delivery.quoted for utterance in said(melody=False, script=QUOTING))


def test_each_sentence_goes_on_from_the_one_before_it_in_its_paragraph() -> None:
    before = {utterance.text: utterance.delivery.before for utterance in said()}
    assert before["Have you been back?"] == before["Once."] == before["The coat was green."] == ""
    assert before["Why did you go?"] == "Have you been back?"
    assert before["I went home."] == "Then it snowed."


def test_a_changed_sentence_changes_what_is_asked_of_itself_and_the_next_one_alone() -> None:
    changed = said(script=SCRIPT.replace("I saw a coat.", "I saw a lamp."))
    differs = [is_said.text for is_said, was in zip(changed, said(), strict=True) if is_said != was]
    assert differs == ["I saw a lamp.", "Then it snowed."]


def test_without_melody_each_sentence_is_said_alone() -> None:
    assert {utterance.delivery.before for utterance in said(melody=False)} == {""}
