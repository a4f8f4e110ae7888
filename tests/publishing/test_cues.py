"""The subtitles of an episode in WebVTT and SRT: cues that people can read while they listen."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_interview.language.spoken_text import sentences
from tts_interview.model import Casting, Episode, Mark, Role, Speaker, Transcript
from tts_interview.publishing.cues import CHARS_PER_SECOND, LINE_CHARS, LONGEST_S, SHORTEST_S, Subtitle, cues
from tts_interview.publishing.cues.words import AT_SENTENCE, IN_CLAUSE, IN_PHRASE, timed_words
from tts_interview.publishing.publication import Draft, Publication, publication_of
from tts_interview.publishing.subtitles import subrip, timestamp, webvtt
from tts_interview.publishing.timeline import timeline

NAMES = ("Ada Quill", "Torsten Venn")
LONG = (
    "When I came to the harbour with a hammer and two sandwiches, the foreman laughed, the crane stood still, and nobody "
    "believed that a bridge could be heard before it could be seen to fail."
)

LETTER = (
    "Hester Vane: How do you handle / a letter when the comet it was meant | "
    "for has already left, and when it will / not be back for three hundred years?"
)


def episode(*turns: str, chars_per_second: float = 15.0, pause_s: float = 0.3) -> Episode:
    """Make an episode of turns spoken at a constant rate, with a pause after each sentence."""
    now_s = 0.5
    marks: list[Mark] = []
    spoken: list[Mark] = []
    words: list[Mark] = []
    for number, text in enumerate(turns):
        speaker, first = NAMES[number % 2], len(spoken)
        for place, (start, end) in enumerate(sentences(text)):
            begun_s, sentence = now_s, text[start:end]
            for word in sentence.split():
                length_s = (len(word) + 1) / chars_per_second
                words.append(Mark(number, speaker, word, now_s, now_s + length_s, place))
                now_s += length_s
            spoken.append(Mark(number, speaker, sentence, begun_s, now_s, place))
            now_s += pause_s
        marks.append(Mark(number, speaker, text, spoken[first].start_s, spoken[-1].end_s))
    people = tuple(Speaker(name, Role.GUEST) for name in NAMES)
    return Episode("T", "", "en", Path("none"), 24_000, now_s, tuple(marks), tuple(spoken), people, Casting({}), tuple(words))


def publication(heard: Episode) -> Publication:
    return publication_of(Draft(transcript=Transcript("T", heard.people, ()), audio=Path("e.mp3")), heard)


def shown(*turns: str, chars_per_second: float = 15.0, pause_s: float = 0.3) -> list[tuple[str, ...]]:
    return [cue.lines for cue in cues(episode(*turns, chars_per_second=chars_per_second, pause_s=pause_s))]


def length(cue: Subtitle) -> int:
    return len(" ".join(cue.lines))


def test_a_sentence_that_fits_is_one_cue() -> None:
    assert shown("It hums. It never lies to me, does it?") == [("It hums.",), ("It never lies to me, does it?",)]


def test_a_long_sentence_is_cut_at_its_clauses() -> None:
    assert shown(LONG) == [
        ("When I came to the harbour with", "a hammer and two sandwiches,"),
        ("the foreman laughed,", "the crane stood still,"),
        ("and nobody believed that a bridge could", "be heard before it could be seen to fail."),
    ]


@pytest.mark.parametrize(
    ("chars_per_second", "expected"),
    [
        (26, "Before the ice: We counted boats. / There were two. | During the ice: We slid things."),
        (
            26,
            "We sailed on 118 of 120 days. The two days / we stayed in were my decision, | and I would decide the same again.",
        ),
        (26, "Wim talks to Saoirse and Adaeze, | who water the roof of the / Brindle Market after dark."),
        (26, "It answered twice. | You said hello and it said hello, and then / it said hello again, as if it had doubts."),
        (26, "Barnard Hewlitt: / Will it be back next year?"),
        (6, "Milo Hartgrave: | For silence, first of all."),
        (6, "The Little Admiral, on Fenner Street."),
        (15, LETTER),
    ],
)
def test_cuts_weigh_sentences_and_clauses_against_the_time_to_read(chars_per_second: float, expected: str) -> None:
    found = shown(re.sub(r" [/|]", "", expected), chars_per_second=chars_per_second, pause_s=0.05)
    assert " | ".join(" / ".join(lines) for lines in found) == expected


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("The council of the old harbour town spent $4.2 million on a wall that nobody wanted to see.", "$4.2 million"),
        ("Nobody in the whole of the town had heard the name of Marta Quillfeather before that winter.", "Marta Quillfeather"),
        ("The people who speak in it did not record it.", "in it"),
        ("Niemand sprach jemals wieder von der großen Wand am Hafen.", "der großen"),
    ],
)
@pytest.mark.parametrize("before", ["", "So ", "Well then ", "And as they say "])
def test_no_line_ends_inside_an_amount_or_a_name_or_after_an_article(text: str, whole: str, before: str) -> None:
    assert any(whole in line for cue in shown(before + text) for line in cue)


def test_one_capital_alone_makes_no_name() -> None:
    (turn,) = timeline(episode("Then Marta Quill heard Torsten there."))
    costs = [word.cut_cost for word in timed_words(turn)]
    assert costs == [IN_PHRASE, IN_PHRASE, IN_CLAUSE, IN_CLAUSE, IN_CLAUSE, AT_SENTENCE]


def test_words_keep_their_times_and_one_that_is_not_spoken_takes_none() -> None:
    heard = episode("It hums – quietly.")
    it, hums, _, quietly = heard.words
    (turn,) = timeline(replace(heard, words=(it, hums, quietly)))
    found = {word.text: (word.start_s, word.end_s) for word in timed_words(turn)}
    assert found["–"] == (hums.end_s, hums.end_s)
    assert found["quietly."] == (quietly.start_s, quietly.end_s)


def test_hindi_is_cut_after_a_postposition() -> None:
    (lines,) = shown("पुराने जहाज़ के कप्तान का दोस्त बंदरगाह पर रहता था।")
    assert lines[0].endswith("का")


def test_a_cue_lasts_from_its_first_word_to_its_last() -> None:
    heard = episode(LONG)
    first = 0
    for cue in cues(heard):
        words = heard.words[first : (first := first + len(" ".join(cue.lines).split()))]
        assert (cue.start_ms, cue.end_ms) == (round(1000 * words[0].start_s), round(1000 * words[-1].end_s))


def test_no_cue_has_words_of_two_speakers() -> None:
    assert [cue.speaker for cue in cues(episode("Yes.", "No.", "Yes."))] == ["Ada Quill", "Torsten Venn", "Ada Quill"]


def test_short_sentences_of_a_turn_share_a_cue_if_there_is_no_time_for_each() -> None:
    assert shown("Yes. I do. I did.", pause_s=0.1) == [("Yes. I do. I did.",)]


def test_short_sentences_with_pauses_have_their_own_cues() -> None:
    assert shown("Yes. I do. I did.", pause_s=0.7) == [("Yes.",), ("I do.",), ("I did.",)]


def test_a_cue_extends_into_the_pause_until_it_can_be_read() -> None:
    heard = episode("Yes.", "Nothing of the kind.", pause_s=2.0)
    first, second = cues(heard)
    assert (first.end_ms - first.start_ms) / 1000 == SHORTEST_S
    assert second.start_ms == round(1000 * heard.words[1].start_s) > first.end_ms


def test_quick_speech_is_shown_for_its_reading_time_if_a_pause_follows() -> None:
    (cue,) = cues(episode("It never lies to me, does it?", chars_per_second=40, pause_s=3))
    assert (cue.end_ms - cue.start_ms) / 1000 == pytest.approx(length(cue) / CHARS_PER_SECOND, abs=0.001)


def test_a_word_that_is_drawn_out_is_shown_for_seven_seconds() -> None:
    heard = episode("Slowly.")
    (sentence,) = heard.sentences
    (cue,) = cues(replace(heard, sentences=(replace(sentence, start_s=0.0, end_s=9.0),), words=()))
    assert (cue.start_ms, cue.end_ms) == (0, 7000)


def test_words_without_times_share_the_time_of_their_sentence() -> None:
    heard = replace(episode(LONG), words=())
    found = cues(heard)
    assert len(found) == 3
    assert all(first.end_ms <= second.start_ms for first, second in itertools.pairwise(found))


def test_a_word_longer_than_a_line_is_cut() -> None:
    lines = [line for cue in shown("It is " + "x" * 500 + ".") for line in cue]
    assert max(map(len, lines)) <= LINE_CHARS
    assert "".join(lines).count("x") == 500


def test_words_that_are_written_without_spaces_stay_so() -> None:
    heard = episode("山上有风。")
    words = tuple(Mark(0, NAMES[0], text, 0.5, 1.0) for text in ("山上", "有", "风。"))
    assert [cue.lines for cue in cues(replace(heard, words=words))] == [("山上有风。",)]


def test_text_without_spaces_is_cut_at_punctuation() -> None:
    lines = [
        line for cue in shown("橋は何を言いますか、それは古い鐘のように鳴ります。" * 8, chars_per_second=5) for line in cue
    ]
    assert max(map(len, lines)) <= LINE_CHARS
    assert "".join(lines) == "橋は何を言いますか、それは古い鐘のように鳴ります。" * 8
    assert all(line[-1] in "、。" for line in lines)


WORDS = ["Yes.", "well,", "it", "hums", "x" * 60, "bridge-inspector", "—", "[laughs]", "So?", "1.5"]
TEXTS = st.lists(
    st.lists(st.sampled_from(WORDS), max_size=40).map(lambda words: " ".join(["It", *words])), min_size=1, max_size=3
)


@given(TEXTS, st.floats(4, 60), st.floats(0, 3))
def test_cues_hold_every_word_in_order_and_can_be_read(texts: list[str], chars_per_second: float, pause_s: float) -> None:
    heard = episode(*texts, chars_per_second=chars_per_second, pause_s=pause_s)
    for labels in ({}, {name: f"{name}: " for name in NAMES}):
        found = cues(heard, labels)
        assert "".join("".join("".join(c.lines) for c in found).split()) == "".join("".join(texts).split())
        for before, after in itertools.pairwise(found):
            assert before.end_ms <= after.start_ms
        for cue in found:
            assert cue.start_ms < cue.end_ms
            assert cue.end_ms - cue.start_ms <= LONGEST_S * 1000 + 1 or len(length_of_words(cue)) == 1
            lines = (cue.label + cue.lines[0], *cue.lines[1:])
            assert len(lines) <= 2
            assert max(len(line.rstrip()) for line in lines) <= LINE_CHARS


def length_of_words(cue: Subtitle) -> list[str]:
    return " ".join(cue.lines).split()


@given(TEXTS)
def test_cues_of_speech_at_a_usual_rate_can_be_read_in_time(texts: list[str]) -> None:
    for cue in cues(episode(*texts, chars_per_second=15, pause_s=0.5)):
        seconds = (cue.end_ms - cue.start_ms) / 1000
        assert length(cue) / seconds <= CHARS_PER_SECOND
        assert seconds >= SHORTEST_S or length(cue) < 9


def test_marks_that_go_backwards_still_give_cues_of_positive_length() -> None:
    heard = episode("It hums.", "It holds.", "It hums.")
    backwards = replace(
        heard, sentences=tuple(replace(m, start_s=5 - m.turn, end_s=5.0 - m.turn) for m in heard.sentences), words=()
    )
    found = cues(backwards)
    assert [c.end_ms - c.start_ms for c in found[:2]] == [1, 1]
    assert found[2].start_ms < found[2].end_ms
    assert all(first.end_ms <= second.start_ms for first, second in itertools.pairwise(found))


def test_srt_names_the_speaker_at_the_start_of_a_turn() -> None:
    text = subrip(publication(episode("Does it hum? I wonder whether you hear it.", LONG)))
    assert text.startswith("1\n00:00:00,500 --> 00:00:01,367\nAda Quill: Does it hum?\n\n2\n")
    assert text.count("Ada Quill: ") == text.count("Torsten Venn: ") == 1


def test_srt_contains_nothing_that_players_take_for_markup() -> None:
    text = subrip(publication(episode("It is <b>bold</b> and {\\an8} and --> so.")))
    words = text.split("\n", 2)[2]
    assert "<b" not in words
    assert "{\\" not in words
    assert "-->" not in words
    assert words.replace("\u2060", "").startswith("Ada Quill: It is <b>bold</b>\nand {\\an8}")


def test_a_long_name_leaves_room_for_words() -> None:
    heard = episode("It hums.")
    name = "Her Excellency the Ambassador Extraordinary Ada Quill of Harlow Reach"
    turns, sentence_marks, words = (
        [replace(mark, speaker=name) for mark in marks] for marks in (heard.turns, heard.sentences, heard.words)
    )
    named = replace(heard, turns=tuple(turns), sentences=tuple(sentence_marks), words=tuple(words))
    assert "Her Excellency the…: It hums." in subrip(publication(named))


def test_webvtt_discloses_the_synthetic_voices_before_the_first_cue() -> None:
    assert webvtt(publication(episode("It hums."))).startswith("WEBVTT\n\nNOTE\nThis interview is read by synthetic voices.")


@given(st.integers(0, 400_000_000))
def test_timestamps_have_the_right_form(milliseconds: int) -> None:
    assert re.fullmatch(r"\d{2,}:[0-5]\d:[0-5]\d\.\d{3}", timestamp(milliseconds))
