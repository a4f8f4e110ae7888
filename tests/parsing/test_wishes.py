"""What a user or the author of a text wishes: people, labels, lines, kinds, parts, several pages, and reading without turns."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest

from tts_interview import AnnouncingSettings, NotAnInterviewError, Reason, Role, Settings, SourceError, Transcript
from tts_interview.documents import joined, read_bytes
from tts_interview.errors import PageKind
from tts_interview.model import Kind
from tts_interview.parsing import parse
from tts_interview.pipeline import plan
from tts_interview.pipeline.entries import parse_source
from tts_interview.settings.parts import ReadingSettings, SpeechSettings

if TYPE_CHECKING:
    from pathlib import Path

TURNS = "Ann: Why?\n\nBen: So it is.\n\nAnn: And then?\n\nBen: Then it was over."
PICTURE = (
    "![A tern on a post](tern.jpg)\n\n**Ann:** Why?\n\n"
    "![A wet post](post.jpg)\n\n**Ben:** So.\n\n**Ann:** And?\n\n**Ben:** Yes."
)


def parsed(text: str, **wishes: Any) -> Transcript:  # noqa: ANN401 - whatever Wishes takes
    return parse(read_bytes(text.encode(), "page", ".md"), ReadingSettings(**wishes))


def people(transcript: Transcript) -> dict[str, Role]:
    return {s.name: s.role for s in transcript.speakers}


def left_out(transcript: Transcript, reason: Reason) -> list[str]:
    return [entry.text for entry in transcript.left_out if entry.reason is reason]


# -- people ----------------------------------------------------------------------------------------------------------


def test_a_wished_interviewer_asks_though_the_other_one_asks_more() -> None:
    assert people(parsed(TURNS))["Ann"] is Role.INTERVIEWER
    assert people(parsed(TURNS, interviewers=("Ben",))) == {"Ben": Role.INTERVIEWER, "Ann": Role.GUEST}


def test_a_wished_guest_answers() -> None:
    assert people(parsed(TURNS, guests=("Ann",)))["Ann"] is Role.GUEST


def test_a_wished_name_is_the_name_of_a_label_that_shortens_it() -> None:
    assert set(people(parsed(TURNS, guests=("Ben Ray",)))) == {"Ann", "Ben Ray"}


def test_the_guest_without_a_label_has_the_wished_name() -> None:
    text = "**Why do you do it?**\n\nI like it.\n\n**Since when?**\n\nSince May."
    assert people(parsed(text, guests=("Ida Voss",)))["Ida Voss"] is Role.GUEST


def test_an_alias_joins_a_label_to_its_person() -> None:
    text = f"{TURNS}\n\nBosun: I was there too.\n\nAnn: Were you?\n\nBosun: I was."
    assert set(people(parsed(text))) == {"Ann", "Ben", "Bosun"}
    transcript = parsed(text, aliases={"Bosun": "Ben"})
    assert set(people(transcript)) == {"Ann", "Ben"}
    assert transcript.speaker("Ben").labels == ("Ben", "Bosun")


def test_an_alias_makes_a_label_of_words_seen_once() -> None:
    text = f"{TURNS}\n\nA voice: Nobody asked me."
    assert "Nobody asked me." not in [t.text for t in parsed(text).turns]
    assert parsed(text, aliases={"A voice": "Cy Dunn"}).turns[-1].text == "Nobody asked me."


# -- lines, kinds and parts ------------------------------------------------------------------------------------------


def test_lines_are_left_out_as_asked_and_the_ledger_says_so() -> None:
    transcript = parsed(TURNS, leave_out=("3", "5-6"))
    assert left_out(transcript, Reason.AS_ASKED) == ["Ben: So it is.", "Ann: And then?"]
    assert [t.text for t in transcript.turns] == ["Why?", "Then it was over."]


def test_a_kind_is_left_out_as_asked() -> None:
    transcript = parsed(f"{TURNS}\n\n> Nobody knows what comes of it in the end.", leave_out=("quotation",))
    assert left_out(transcript, Reason.AS_ASKED) == ["Nobody knows what comes of it in the end."]


def test_furniture_is_spoken_if_asked_for_by_its_line() -> None:
    text = TURNS.replace("\n\nAnn: And", "\n\nRead more\n\nAnn: And")
    assert parsed(text, keep=("5",)).turns[1].text == "So it is.\n\nRead more"


def test_captions_are_silent_unless_asked_for_and_then_the_narrator_reads_them() -> None:
    assert left_out(parsed(PICTURE), Reason.CAPTION) == ["A tern on a post", "A wet post"]
    transcript = parsed(PICTURE, keep=("caption",))
    assert [(t.speaker, t.text) for t in transcript.turns[:4]] == [
        ("Narrator", "A tern on a post"),
        ("Ann", "Why?"),
        ("Narrator", "A wet post"),
        ("Ben", "So."),
    ]
    assert transcript.turns[0].paragraphs[0].kind is Kind.IMAGE
    assert not left_out(transcript, Reason.CAPTION)


def test_the_narrator_says_what_a_kept_caption_is_before_he_reads_it(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PICTURE, encoding="utf-8")
    unsaid = AnnouncingSettings(discloses=False)
    settings = Settings(
        reading=ReadingSettings(keep=("caption",)),
        announcing=unsaid,
        speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"),
    )
    spoken = [speech.utterance.text for speech in plan(page, settings).rundown.speeches]
    assert spoken[:2] == ["Image: A tern on a post", "Why?"]
    first = plan(page, settings).rundown.speeches[0]
    assert first.written == "A tern on a post"  # the words of the page; the announcement is the program's own


def test_a_guest_goes_on_after_a_caption_that_was_read_inside_his_answer() -> None:
    text = PICTURE.replace("**Ben:** So.", "**Ben:** So.\n\n![Rain](rain.jpg)\n\nIt rained.")
    transcript = parsed(text, keep=("image",))
    assert [t.speaker for t in transcript.turns][3:6] == ["Ben", "Narrator", "Ben"]


@pytest.mark.parametrize(
    ("first", "last", "heard"),
    [("3", "", 3), ("", "3", 2), ("And then", "", 2), ("so IT is", "and THEN", 2), ("1", "99", 4)],
)
def test_a_part_of_the_document_is_read(first: str, last: str, heard: int) -> None:
    transcript = parsed(f"{TURNS}", first=first, last=last)
    assert len(transcript.turns) == heard


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"leave_out": ("99",)}, '`reading.leave_out` "99" matches nothing'),
        ({"keep": ("caption",)}, '`reading.keep` "caption" matches nothing'),
        ({"keep": ("pictures",)}, '"pictures" matches nothing: expected a line .12, 12-15.,.* one of: .*caption'),
        ({"first": "no such words"}, '`reading.first` "no such words" does not occur'),
        ({"last": "no such words"}, '`reading.last` "no such words" does not occur'),
    ],
)
def test_a_wish_that_fits_nothing_is_an_error_that_says_so(wishes: dict[str, Any], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        parsed(TURNS, **wishes)


# -- without turns ---------------------------------------------------------------------------------------------------


def test_a_text_without_turns_is_read_by_one_voice_only_when_asked() -> None:
    text = "# Notes on rain\n\nIt fell all day.\n\nHide caption\n\nThen it stopped."
    with pytest.raises(NotAnInterviewError, match=r"reading\.narrate"):
        parsed(text)
    transcript = parsed(text, narrate=True)
    assert [(t.speaker, t.text) for t in transcript.turns] == [
        ("Narrator", "Notes on rain\n\nIt fell all day.\n\nThen it stopped.")
    ]
    assert left_out(transcript, Reason.FURNITURE) == ["Hide caption"]


def test_one_speaker_with_a_clip_of_another_is_no_interview() -> None:
    solo = "**Ann:**\n\nHello, here is the news of the week, and there is a lot of it to tell you about.\n\n"
    text = f"{solo * 4}**Bo Lund:**\n\nHa!\n\n{solo * 4}"
    with pytest.raises(NotAnInterviewError, match="one voice says nearly all of it") as caught:
        parsed(text)
    assert caught.value.kind is PageKind.SPEECH


def test_wishes_to_narrate_change_nothing_of_an_interview() -> None:
    assert parsed(TURNS, narrate=True) == parsed(TURNS)


# -- wishes of the text itself ---------------------------------------------------------------------------------------


def test_the_front_matter_wishes_what_flags_may_wish(tmp_path: Path) -> None:
    head = "interviewer: Ben\nalias: [Skipper=Ann]\nleave-out: [quotation]\nnarrator: none\n"
    page = tmp_path / "page.md"
    page.write_text(f"---\n{head}---\nOnce upon a time.\n\n{TURNS}\n\nSkipper: Yes.\n\n> Never.\n", encoding="utf-8")
    transcript = parse_source(page)
    assert people(transcript) == {"Ben": Role.INTERVIEWER, "Ann": Role.GUEST}
    assert transcript.turns[-1].text == "Yes."
    assert left_out(transcript, Reason.AS_ASKED) == ["Once upon a time.", "Never."]


def test_flags_count_more_than_the_front_matter(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"---\ninterviewer: Ben\n---\n{TURNS}\n", encoding="utf-8")
    settings = Settings(reading=ReadingSettings(guests=("Ben",), interviewers=("Ann",)))
    assert people(parse_source(page, settings)) == {"Ann": Role.INTERVIEWER, "Ben": Role.GUEST}


# -- several pages ---------------------------------------------------------------------------------------------------

MENU = "<nav>Home</nav>"
FIRST = f"<html><body>{MENU}<article><h1>Terns</h1><p>Ann: Why?</p><p>Ben: So.</p></article><p>About us</p></body></html>"
SECOND = f"<html><body>{MENU}<article><h1>Terns</h1><p>Ann: And?</p><p>Ben: Yes.</p></article><p>About us</p></body></html>"


def test_the_pages_of_one_interview_are_joined_and_their_lines_count_on() -> None:
    first, second = TURNS, "Ben: One more thing.\n\nAnn: Yes?\n"
    parts = [read_bytes(text.encode(), name, ".txt") for name, text in (("one", first), ("two", second))]
    document = joined(parts)
    assert document.name == "one + two"
    turns = parse(document).turns
    assert [t.line for t in turns] == [1, 3, 5, 7, 10]
    assert turns[3].text == "Then it was over.\n\nOne more thing."


def test_what_every_page_begins_and_ends_with_is_heard_once() -> None:
    transcript = parse_source([io.BytesIO(FIRST.encode()), io.BytesIO(SECOND.encode())])
    spoken = [p.text for t in transcript.turns for p in t.paragraphs]
    assert spoken == ["Terns", "Why?", "So.", "And?", "Yes."]


def test_an_answer_that_both_pages_have_is_heard_twice() -> None:
    parts = [read_bytes(f"Ann: Q{n}?\n\nBen: Yes.\n\nAnn: R{n}?\n\nBen: No.".encode(), "p", ".txt") for n in (1, 2)]
    assert [t.text for t in parse(joined(parts)).turns] == ["Q1?", "Yes.", "R1?", "No.", "Q2?", "Yes.", "R2?", "No."]


# -- doubts ----------------------------------------------------------------------------------------------------------


def test_a_misspelt_label_is_taken_for_the_person_and_the_doubt_has_line_and_option() -> None:
    text = "**Nikolas Hartwig:** Why?\n\n**Ada Moe:** So.\n\n" * 3 + "**Nikolaus Hartwig:** And?\n\n**Ada Moe:** Yes."
    transcript = parsed(text)
    assert set(people(transcript)) == {"Nikolas Hartwig", "Ada Moe"}
    (doubt,) = map(str, transcript.doubts)
    assert doubt.startswith('line 13: "Nikolaus Hartwig" is read as Nikolas Hartwig')
    assert '`reading.aliases` "Nikolaus Hartwig=NAME"' in doubt


def test_a_joint_label_goes_to_the_first_and_the_doubt_says_so() -> None:
    text = TURNS + "\n\nAnn: And now?\n\nCyd: Bye.\n\nAnn: So?\n\nCyd: Bye!\n\nAnn: Well?\n\nBen and Cyd: Bye."
    transcript = parsed(text)
    assert set(people(transcript)) == {"Ann", "Ben", "Cyd"}
    assert transcript.turns[-1].speaker == "Ben"
    assert any('line 19: "Ben and Cyd" names several people' in str(doubt) for doubt in transcript.doubts)


def test_a_clear_interview_leaves_no_doubts() -> None:
    assert parsed(TURNS).doubts == ()


# -- language --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ann: Why is that the way of the sea?\n\nBen: It is what it was, and that is all of it.", "en"),
        ("Ann: Warum ist das Meer so blau und so weit?\n\nBen: Weil der Himmel sich darin spiegelt, sagt man.", "de"),
        ("Ann: Pourquoi la mer est-elle si bleue ?\n\nBen: Parce que le ciel se reflète dans ses eaux, dit-on.", "fr"),
        ("Ann: ¿Por qué el mar es tan azul?\n\nBen: Porque el cielo se refleja en él, según dicen todos.", "es"),
        ("Анна: Почему море такое синее?\n\nБорис: Потому что в нём отражается небо, так говорят все.", "ru"),
        (
            "安娜：海为什么这么蓝？\n\n本：因为天空映在里面，大家都这么说，我也这么认为，每天看着它，看了四十年了，还是一样的蓝。",
            "zh",
        ),
        ("Ann: Yes?\n\nBen: No.", "en"),
    ],
)
def test_the_language_is_found_out_where_the_source_does_not_say_it(text: str, language: str) -> None:
    assert parsed(text).language == language


def test_the_language_that_the_source_declares_is_believed() -> None:
    assert parsed(f"---\nlanguage: fr\n---\n{TURNS}").language == "fr"


def test_a_comma_before_a_label_is_no_part_of_the_name() -> None:
    assert set(people(parsed(TURNS + "\n\n,Ann: And now?\n\nBen: Bye."))) == {"Ann", "Ben"}
