"""Announcements: said in the narrator's voice and the interview's language, and kept apart from the source's words."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from in_force import Turns

import tts_interview
from tts_interview import (
    Announcement,
    AnnouncingSettings,
    Casting,
    Cue,
    Gender,
    Opening,
    Paragraph,
    Role,
    SayNames,
    Settings,
    Speaker,
    Transcript,
    Turn,
    Voice,
)
from tts_interview.language.messages import LANGUAGES
from tts_interview.rundown import Arrangement, assemble
from tts_interview.rundown.announcements import announcements, titled, with_narrator
from tts_interview.rundown.speaker_names import names
from tts_interview.settings.parts import CastingSettings, SpeechSettings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

ANN, BEN = Speaker("Ann Lee", Role.INTERVIEWER), Speaker("Ben Ray", Role.GUEST)
TALK = Transcript(
    "The last ferry",
    (ANN, BEN),
    (
        Turn("Ann Lee", Role.INTERVIEWER, 3, (Paragraph("How are you?", 3),)),
        Turn("Ben Ray", Role.GUEST, 5, (Paragraph("Well. And you?", 5),)),
    ),
    date="2026-03-04",
)
FULL = AnnouncingSettings(Opening.FULL, discloses=False)


def said(transcript: Transcript, wanted: AnnouncingSettings = FULL, publication: str = "") -> str:
    return " ".join(announcement.text for announcement in announcements(transcript, wanted, publication))


# -- wording ----------------------------------------------------------------------------------------------------


def test_an_opening_says_title_publication_date_and_speakers() -> None:
    whole = "The last ferry. From The Quay, March 4, 2026. Ann Lee in conversation with Ben Ray."
    assert said(TALK, FULL, "The Quay") == whole
    assert said(TALK, AnnouncingSettings(Opening.TITLE, discloses=False), "The Quay") == "The last ferry."
    assert said(TALK, AnnouncingSettings(discloses=False), "The Quay") == ""


def test_an_opening_leaves_out_what_is_unknown() -> None:
    assert said(replace(TALK, title="", date="")) == "Ann Lee in conversation with Ben Ray."
    assert said(replace(TALK, title="")) == "Published: March 4, 2026. Ann Lee in conversation with Ben Ray."
    assert said(replace(TALK, title="", date=""), FULL, "The Quay").startswith("From The Quay. ")


def test_a_title_that_the_narrator_reads_in_the_text_is_not_announced() -> None:
    def opened(*first: str) -> str:
        narrated = Turn("Narrator", Role.NARRATOR, 1, tuple(Paragraph(text, 1) for text in first))
        return said(replace(TALK, turns=(narrated, *TALK.turns)), AnnouncingSettings(Opening.TITLE, discloses=False))

    assert opened("“The Last Ferry” – it ran for years.") == ""
    assert opened("It ran for years: the last ferry.") == "The last ferry."
    assert opened("Travel", "The last ferry") == ""
    assert opened("Travel", "It was the last ferry") == "The last ferry."


def test_an_untitled_interview_is_named_after_its_speakers_and_says_so_once() -> None:
    untitled = titled(replace(TALK, title="", date=""))
    assert untitled.title == "Ann Lee in conversation with Ben Ray"
    assert said(untitled) == "Ann Lee in conversation with Ben Ray."
    assert titled(TALK) == TALK


@pytest.mark.parametrize("title", ["What now?", "“Stop!”", "Wait…", "क्या हुआ।"])
def test_a_title_that_ends_like_a_sentence_gets_no_full_stop(title: str) -> None:
    assert said(replace(TALK, title=title), AnnouncingSettings(Opening.TITLE, discloses=False)) == title


@pytest.mark.parametrize("name", ["Interviewer", "interviewer 2", "Interviewerin"])
def test_a_speaker_known_only_by_a_role_is_not_named(name: str) -> None:
    german = replace(TALK, speakers=(Speaker(name, Role.INTERVIEWER), BEN), language="de")
    assert said(german).endswith(" Ein Gespräch mit Ben Ray.")


def test_people_in_the_audience_are_not_named() -> None:
    crowd = replace(TALK, speakers=(ANN, BEN, Speaker("Cleo", Role.GUEST), Speaker("Dan", Role.AUDIENCE)))
    assert said(crowd).endswith("Ann Lee in conversation with Ben Ray and Cleo.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_opening(language: str) -> None:
    found = said(replace(TALK, language=language), FULL, "The Quay")
    assert all(part in found for part in ("The last ferry", "The Quay", "2026", "Ann Lee", "Ben Ray"))
    assert language == "en" or "in conversation" not in found


# -- the narrator -----------------------------------------------------------------------------------------------------


def test_a_narrator_is_found_or_added_under_a_free_name() -> None:
    assert with_narrator(TALK).speakers[-1] == Speaker("Narrator", Role.NARRATOR)
    narrated = replace(TALK, speakers=(*TALK.speakers, Speaker("Eva Voss", Role.NARRATOR)))
    assert with_narrator(narrated) == narrated
    namesake = replace(TALK, speakers=(ANN, Speaker("Narrator", Role.GUEST)))
    assert with_narrator(namesake).speakers[-1] == Speaker("Narrator 2", Role.NARRATOR)


CASTING = Casting(
    {n: Voice("tone", v, "", Gender.MALE) for n, v in [("Narrator", "bass"), ("Ann Lee", "alto"), ("Ben Ray", "tenor")]}
)


def spoken(*announced: Announcement, only: set[int] | None = None) -> list[tuple[str, str]]:
    """Return the speaker and the words of each cue of the rundown."""
    items = assemble(with_narrator(TALK), CASTING, Arrangement(turns=frozenset(only) if only else None), announced).items
    found: list[tuple[str, str]] = []
    for item in items:
        if isinstance(item, Cue):
            found.append((f"{item.turn} {item.speaker}{'*' * item.announces}", ""))
        elif isinstance(item, tts_interview.Speech):
            found[-1] = (found[-1][0], f"{found[-1][1]} {item.utterance.text}".strip())
    return found


def test_the_narrator_says_announcements_before_their_turn_and_at_the_end() -> None:
    first, then, end = Announcement(0, "Hear this."), Announcement(0, "And this."), Announcement(2, "The end.")
    assert spoken(first, then, end) == [
        ("0 Narrator*", "Hear this. And this."),
        ("0 Ann Lee", "How are you?"),
        ("1 Ben Ray", "Well. And you?"),
        ("2 Narrator*", "The end."),
    ]
    speeches = assemble(with_narrator(TALK), CASTING, Arrangement(), (first,)).speeches
    assert [s.utterance.voice for s in speeches] == ["bass", "alto", "tenor", "tenor"]


def test_a_part_of_an_interview_has_only_its_own_announcements() -> None:
    both = Announcement(0, "Hear this."), Announcement(2, "The end.")
    assert [who for who, _ in spoken(*both, only={1})] == ["0 Narrator*", "0 Ann Lee"]
    assert [who for who, _ in spoken(*both, only={2})] == ["1 Ben Ray", "2 Narrator*"]


# -- in the files ----------------------------------------------------------------------------------------------------


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(announcing=FULL, speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"))


@pytest.mark.parametrize("narrator", ["", "none", "interviewer", "soprano"])
def test_transcripts_keep_announcements_apart_from_the_words_of_the_source(
    narrator: str, settings: Settings, tmp_path: Path
) -> None:
    tts_interview.render(TALK, tmp_path / "e.wav", replace(settings, casting=replace(settings.casting, narrator=narrator)))
    segments = json.loads((tmp_path / "e.transcript.json").read_text(encoding="utf-8"))["segments"]
    announced = [s for s in segments if s.get("announcement")]
    assert [s["body"] for s in announced] == [
        "The last ferry.",
        "Published: March 4, 2026.",
        "Ann Lee in conversation with Ben Ray.",
    ]
    assert {s["speaker"] for s in announced} == {"Narrator"}
    assert not any("words" in s for s in announced)
    assert [s["body"] for s in segments[3:]] == ["How are you?", "Well.", "And you?"]
    assert [w["body"] for s in segments[3:] for w in s["words"]] == ["How", "are", "you?", "Well.", "And", "you?"]
    times = [t for s in segments for t in (s["startTime"], s["endTime"])]
    assert times == sorted(times)
    cues = (tmp_path / "e.vtt").read_text(encoding="utf-8")
    assert cues.index("<v.announcement Narrator>The last ferry.") < cues.index("<v Ann Lee>How are you?")


@pytest.mark.parametrize("suffix", [".vtt", ".transcript.json"])
def test_announcements_are_left_out_when_the_transcript_of_an_episode_is_parsed(
    suffix: str, settings: Settings, tmp_path: Path
) -> None:
    tts_interview.render(TALK, tmp_path / "e.wav", settings)
    found = tts_interview.parse(tmp_path / f"e{suffix}")
    assert [(turn.speaker, turn.text) for turn in found.turns] == [(turn.speaker, turn.text) for turn in TALK.turns]
    left_out = " ".join(" ".join(entry.text.split()) for entry in found.left_out)
    assert all(one.text in left_out for one in announcements(TALK, FULL))


def test_without_the_disclosure_nothing_is_announced_by_default(settings: Settings, tmp_path: Path) -> None:
    tts_interview.render(TALK, tmp_path / "e.wav", replace(settings, announcing=AnnouncingSettings(discloses=False)))
    assert "Narrator" not in (tmp_path / "e.vtt").read_text(encoding="utf-8")


def test_the_observer_of_listen_is_called_for_turns_and_not_for_announcements(settings: Settings, tmp_path: Path) -> None:
    told: list[tuple[int, str, str]] = []
    with (tmp_path / "sound.wav").open("wb") as stream:
        tts_interview.listen(TALK, settings, tts_interview.Listening(stream), Turns(told))
    assert [turn[:2] for turn in told] == [(1, "Ann Lee"), (2, "Ben Ray")]


# -- names -----------------------------------------------------------------------------------------------------------


def named(order: str, wanted: SayNames, voices: str = "") -> str:
    """Return the speakers of `order` whose names are said, and dots: A and B ask, C to F answer, `voices` sound alike."""
    turns = tuple(
        Turn(who, Role.INTERVIEWER if who in "AB" else Role.GUEST, 1, (Paragraph("Well?" if who in "AB" else "Well.", 1),))
        for who in order
    )
    known = {who: Voice("tone", who, "", Gender.UNKNOWN) for who in order}
    pairs = frozenset(frozenset((known[one], known[other])) for one, other in combinations(voices, 2))
    casting = Casting(known, alike=pairs)
    found = {announcement.turn for announcement in names(replace(TALK, turns=turns), casting, wanted)}
    return "".join(who if number in found else "." for number, who in enumerate(order))


@pytest.mark.parametrize(
    ("order", "wanted", "found"),
    [
        ("ACACDA", SayNames.NEVER, "......"),
        ("ACACDA", SayNames.FIRST, "AC..D."),
        ("ACACADACBC", SayNames.FIRST, "AC...D..B."),
        ("ACACADACBC", SayNames.CHANGE, "AC...D.CB."),
        ("ACACADAC", SayNames.AUTO, "........"),
        ("ACADAEAC", SayNames.AUTO, "AC.D.E.C"),
    ],
)
def test_names_are_said_as_the_setting_wants(order: str, wanted: SayNames, found: str) -> None:
    assert named(order, wanted) == found


@pytest.mark.parametrize("wanted", SayNames)
def test_no_name_is_said_if_only_a_narrator_speaks(wanted: SayNames) -> None:
    alone = replace(TALK, turns=(Turn("Narrator", Role.NARRATOR, 1, (Paragraph("It was late.", 1),)),))
    assert names(alone, CASTING, wanted) == ()


def test_an_essay_is_read_by_one_voice(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "essay.txt").write_text("It was late, and the ferry had gone.\n")
    wishes = replace(settings.reading, narrate=True)
    rendering = tts_interview.render(tmp_path / "essay.txt", tmp_path / "essay.wav", replace(settings, reading=wishes))
    assert [turn.role for turn in rendering.transcript.turns] == [Role.NARRATOR]


def test_a_speaker_who_follows_a_similar_voice_is_named() -> None:
    assert named("ACAC", SayNames.AUTO, "AC") == "ACAC"
    assert named("ACAC", SayNames.AUTO) == "...."
    assert named("ACADCD", SayNames.AUTO, "CD") == "....CD"
    assert named("ACAC", SayNames.NEVER, "AC") == "...."


def test_speakers_who_share_a_voice_are_named() -> None:
    shared = Casting({name: Voice("kokoro", "ff_siwis", "fr", Gender.FEMALE) for name in ("Ann Lee", "Ben Ray")})
    found = names(replace(TALK, language="fr"), shared, SayNames.AUTO)
    assert found == (
        Announcement(0, "Ann Lee demande\u00a0:", of_turn=True),
        Announcement(1, "Ben Ray répond\u00a0:", of_turn=True),
    )


def test_a_name_is_followed_by_asks_or_answers_as_fits() -> None:
    turns = (
        Turn("Narrator", Role.NARRATOR, 1, (Paragraph("They met.", 1),)),
        *TALK.turns,
        Turn("Ben Ray", Role.GUEST, 7, (Paragraph("And then.", 7),)),
        Turn("Ann Lee", Role.INTERVIEWER, 9, (Paragraph("I see.", 9),)),
    )
    voices = Casting({**CASTING.voices, "Ben Ray": CASTING["Ann Lee"]})
    found = names(replace(TALK, turns=turns), voices, SayNames.AUTO)
    assert [(one.turn, one.text) for one in found] == [
        (1, "Ann Lee asks:"),
        (2, "Ben Ray answers:"),
        (4, "Ann Lee:"),
    ]


def test_a_name_is_said_in_the_pause_before_its_turn_unless_the_turn_is_silent() -> None:
    turns = (*TALK.turns, Turn("Ann Lee", Role.INTERVIEWER, 7, (Paragraph("[laughs]", 7),)))
    told = [Announcement(1, "Ben Ray answers:", of_turn=True), Announcement(2, "Ann Lee:", of_turn=True)]
    items = assemble(with_narrator(replace(TALK, turns=turns)), CASTING, Arrangement(), told).items
    kinds = [next(getattr(item, key) for key in ("reason", "speaker", "written") if hasattr(item, key)) for item in items]
    assert kinds == [
        *("opening", "Ann Lee", "How are you?", "answer", "Narrator", "Ben Ray answers:", "name", "Ben Ray", "Well."),
        *("sentence", "And you?", "closing"),
    ]


def test_an_opening_and_a_name_before_the_first_turn_have_separate_cues() -> None:
    told = Announcement(0, "Ann Lee asks:", of_turn=True), Announcement(0, "The last ferry.")
    assert spoken(*told)[:3] == [
        ("0 Narrator*", "The last ferry."),
        ("0 Narrator*", "Ann Lee asks:"),
        ("0 Ann Lee", "How are you?"),
    ]


def test_the_names_of_a_panel_are_announcements_and_not_part_of_its_turns(settings: Settings, tmp_path: Path) -> None:
    people = ["Ann Lee", "Ben Ray", "Cleo Fox", "Dan Orr"]
    roles = [Role.INTERVIEWER, Role.GUEST, Role.GUEST, Role.GUEST]
    turns = tuple(Turn(name, role, 1, (Paragraph("So it is.", 1),)) for name, role in zip(people, roles, strict=True))
    panel = replace(TALK, speakers=tuple(map(Speaker, people, roles)), turns=turns)
    tts_interview.render(panel, tmp_path / "e.wav", replace(settings, announcing=AnnouncingSettings(discloses=False)))
    segments = json.loads((tmp_path / "e.transcript.json").read_text(encoding="utf-8"))["segments"]
    announced = [s["body"] for s in segments if s.get("announcement")]
    assert announced == ["Ann Lee:", "Ben Ray answers:", "Cleo Fox:", "Dan Orr:"]
    assert [s["speaker"] for s in segments if not s.get("announcement")] == people


GERMAN = """\
---
title: Ein Gespräch
language: de
---
Ein Text vorweg, der vom Wetter in den Bergen erzählt.

Frage: Wie geht es Ihnen heute in den Bergen?

Antwort: Sehr gut, danke, es schneit ja noch nicht.

Frage: Und morgen, wenn der Schnee kommt?

Antwort: Dann auch.
"""


def test_a_speaker_without_a_name_is_called_by_the_role_in_the_language_of_the_interview(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(GERMAN, encoding="utf-8")
    transcript = tts_interview.parse(tmp_path / "a.md", Settings(casting=CastingSettings(voices={"Guest": "tenor"})))
    assert [speaker.name for speaker in transcript.speakers] == ["Erzähler", "Interviewer", "Gast"]
    assert {turn.speaker for turn in transcript.turns} == {"Erzähler", "Interviewer", "Gast"}
    assert "Guest" in transcript.speakers[2].labels


@pytest.mark.parametrize(
    ("language", "title", "heard"),
    [
        *(("hi", "नदी का घाट", "नदी का घाट।"), ("ja", "港の夜", "港の夜。"), ("ur", "دریا", "دریا۔"), ("th", "แม่น้ำ", "แม่น้ำ")),
        *(("en", "At night", "At night."), ("en", "Why?", "Why?"), ("ar", "لماذا؟", "لماذا؟")),
    ],
)
def test_a_title_ends_with_the_full_stop_of_its_language(language: str, title: str, heard: str) -> None:
    title_alone = AnnouncingSettings(Opening.TITLE, discloses=False)
    assert said(replace(TALK, language=language, title=title), title_alone) == heard


def test_a_date_that_ends_with_a_full_stop_gets_no_second_one() -> None:
    assert "The Quay, 2026. március 3." in (found := said(replace(TALK, language="hu", date="2026-03-03"), FULL, "The Quay"))
    assert ".." not in found


# -- languages without a catalogue ------------------------------------------------------------------------------------


def test_a_language_without_a_catalogue_is_an_error_that_names_the_disclosure(tts: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("Ann Lee: Wat nou?\n\nBen Ray: Ons wag.\n", encoding="utf-8")
    command = ("render", "talk.txt", "--language", "af", "--engine", "tone", "-o", "e.wav")
    for option in ((), ("--no-spoken-disclosure",)):
        done = tts(*command, *option)
        (error,) = [line for line in done.err.splitlines() if line.startswith("Error: ")]
        assert 'language "af"' in error
        assert "give --disclosure" in error
        assert done.code == 1
        assert not list(tmp_path.glob("e.*"))
    assert tts(*command, "--disclosure", "Masjiene lees dit voor.").code == 0


def test_in_a_language_without_a_catalogue_nothing_english_is_said() -> None:
    wanted = AnnouncingSettings(Opening.FULL, disclosure="Masjiene lees dit voor")
    unnamed = replace(TALK, language="af", speakers=(*TALK.speakers, Speaker("Guest", Role.GUEST)))
    assert said(unnamed, wanted, "The Quay") == "The last ferry. Masjiene lees dit voor."
    voices = Casting(dict.fromkeys(("Narrator", "Ann Lee", "Ben Ray", "Guest"), CASTING["Ann Lee"]))
    turns = (*TALK.turns[:2], replace(TALK.turns[1], speaker="Guest"))
    found = names(replace(unnamed, turns=turns), voices, SayNames.FIRST)
    assert [one.text for one in found] == ["Ann Lee:", "Ben Ray:"]
