"""A show file applies to every episode: its hosts get their roles and voices, and its rules leave out recurring text."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from in_force import Lines, in_force

from tts_interview import Gender, Reason, Role, Settings, SourceError, parse, plan
from tts_interview.documents import read_bytes
from tts_interview.settings.parts import ReadingSettings, SpeechSettings
from tts_interview.settings.selectors import Selectors
from tts_interview.settings.showfile import show_of

if TYPE_CHECKING:
    from pathlib import Path

    from tts_interview import Transcript

TALK = """\
{ann}: Why is that?

{bo}: It is so.

{ann}: And what then?

{bo}: Then it was over.

{ann}: Really?

{bo}: Yes.
"""


def talk(ann: str = "Ann Lee", bo: str = "Bo Lund") -> str:
    return TALK.format(ann=ann, bo=bo)


def settings_for(folder: Path, text: str, wishes: ReadingSettings | None = None) -> Settings:
    show = show_of(text, folder / "show.toml")
    return Settings(
        reading=wishes or ReadingSettings(), speech=SpeechSettings(engine="tone", cache_folder=folder / "cache"), show=show
    )


def roles(transcript: Transcript) -> dict[str, Role]:
    """Return the roles of the speakers; there may also be a narrator."""
    return {s.name: s.role for s in transcript.speakers if s.role is not Role.NARRATOR}


def as_asked(transcript: Transcript) -> list[str]:
    return [entry.text for entry in transcript.left_out if entry.reason is Reason.AS_ASKED]


def source(text: str) -> io.BytesIO:
    return io.BytesIO(text.encode())


# -- the cast --------------------------------------------------------------------------------------------------------

CAST = """\
[cast]
"Ann Lee" = {voice = "bass", role = "guest", aliases = ["AL", "Skipper"], gender = "male"}
"Cy Dunn" = {voice = "tenor", role = "guest", aliases = ["Q"]}
"""


def test_a_host_gets_role_voice_and_gender_from_the_show(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, CAST)
    planned = plan(source(talk()), settings)
    assert roles(planned.transcript) == {"Ann Lee": Role.GUEST, "Bo Lund": Role.INTERVIEWER}
    assert planned.casting["Ann Lee"].name == "bass"
    assert in_force(source(talk()), settings)[1].casting.genders == {"Ann Lee": Gender.MALE}


@pytest.mark.parametrize("label", ["AL", "Skipper", "SKIPPER"])
def test_a_host_is_recognised_by_an_alias(tmp_path: Path, label: str) -> None:
    planned = plan(source(talk(ann=label)), settings_for(tmp_path, CAST))
    assert roles(planned.transcript) == {"Ann Lee": Role.GUEST, "Bo Lund": Role.INTERVIEWER}
    assert planned.casting["Ann Lee"].name == "bass"


def test_a_member_who_does_not_occur_in_an_interview_changes_nothing(tmp_path: Path) -> None:
    questions = "**Why do you do it?**\n\nI like it, and I do it well.\n\n**Since when?**\n\nSince May.\n"
    for text in (talk("Ida Voss", "Bo Lund"), questions, talk("Ann Leerman", "Bo Lund")):
        settings = settings_for(tmp_path, CAST)
        script, now = in_force(source(text), settings)
        assert script.transcript == parse(source(text))
        assert (now.casting.voices, now.casting.genders) == ({}, {})


def test_a_member_of_the_cast_may_speak_from_the_audience(tmp_path: Path) -> None:
    cast = '[cast]\n"Cy Dunn" = {role = "audience"}'
    transcript = parse(source(talk() + "\nCy Dunn: May I ask?\n\nBo Lund: Yes.\n"), settings_for(tmp_path, cast))
    assert roles(transcript)["Cy Dunn"] is Role.AUDIENCE


def test_a_transcript_as_the_source_gets_the_voices_of_the_show(tmp_path: Path) -> None:
    planned = plan(parse(source(talk())), settings_for(tmp_path, CAST))
    assert planned.casting["Ann Lee"].name == "bass"


# -- what is left out ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("Subscribe to our newsletter", "Subscribe to our newsletter!"),
        ("subscribe  to our NEWSLETTER", "— Subscribe to our\nnewsletter —"),
        ("Read more: *", "Read more: the terns of Spitsbergen"),
        ("*all rights reserved*", "(c) Tern Press. All rights reserved, 2031."),
        ("Photo * Moe", "Photo: Ada Moe"),
        ("quotation", "> We are the terns."),
    ],
)
def test_a_line_that_recurs_on_every_page_is_left_out_and_the_ledger_says_so(tmp_path: Path, rule: str, line: str) -> None:
    text = talk().replace("\n\nAnn Lee: Really", f"\n\n{line}\n\nAnn Lee: Really")
    transcript = parse(source(f"---\ntitle: T\n---\n{text}"), settings_for(tmp_path, f"[reading]\nleave-out = ['{rule}']"))
    (entry,) = [entry for entry in transcript.left_out if entry.reason is Reason.AS_ASKED]
    assert entry.line == 12
    assert [turn.text for turn in transcript.turns] == [turn.text for turn in parse(source(talk())).turns]


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("Subscribe to our newsletter", "Subscribe to our newsletter, they said, and so I did."),
        ("Read more*", "I read more than I should."),
        ("A*B*C", "A and C and B"),
        ("ab*ba", "aba"),
        ("*", "?!"),
    ],
)
def test_the_words_of_a_rule_within_other_words_stay(tmp_path: Path, rule: str, line: str) -> None:
    text = talk().replace("\n\nAnn Lee: Really", f"\n\n{line}\n\nAnn Lee: Really")
    assert not as_asked(parse(source(text), settings_for(tmp_path, f"[reading]\nleave-out = ['{rule}']")))


def test_a_rule_that_matches_nothing_is_an_error_on_the_command_line_only(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, "[reading]\nleave-out = ['caption', 'No such line', 'css:.none']\nkeep = ['image']")
    assert parse(source(talk()), settings) == parse(source(talk()))
    with pytest.raises(SourceError, match=r'`reading\.leave_out` "No such line" matches nothing'):
        parse(source(talk()), Settings(reading=ReadingSettings(leave_out=("No such line",))))


def test_a_flag_keeps_what_the_show_leaves_out_and_leaves_out_what_it_keeps(tmp_path: Path) -> None:
    page = talk().replace("\n\nAnn Lee: Really", "\n\n> We are the terns.\n\n![A tern](tern.jpg)\n\nAnn Lee: Really")
    text = f"# Terns\n\n{page}"
    show = "[reading]\nleave-out = ['quotation']\nkeep = ['image']"
    heard = " ".join(turn.text for turn in parse(source(text), settings_for(tmp_path, show)).turns)
    assert ("terns" in heard, "A tern" in heard) == (False, True)
    flags = ReadingSettings(leave_out=("image",), keep=("quotation",))
    transcript = parse(source(text), settings_for(tmp_path, show, flags))
    heard = " ".join(turn.text for turn in transcript.turns)
    assert ("terns" in heard, "A tern" in heard) == (True, False)
    assert as_asked(transcript) == ["A tern"]


# -- pages of the web ------------------------------------------------------------------------------------------------

HTML = """<html lang="en"><head><title>Terns</title></head><body>
<div class="promo">Become a member of the society of terns.</div>
<div class="sidebar"><div class="post">
<h1>Terns</h1>
<p>Ann Lee: Why is that?</p><p>Bo Lund: It is so.</p>
<p class="promo big">The new book is out, <b>buy it</b> now.</p>
<p>Ann Lee: And what then?</p><p>Bo Lund: Then it was over.</p>
<blockquote class="pull">Then it was over.</blockquote>
</div></div>
<div class="more"><p>Cy Dunn: Not of this talk.</p><p>Bo Lund: No.</p></div>
</body></html>"""


def test_parts_of_a_page_are_left_out_by_their_selectors(tmp_path: Path) -> None:
    rules = "[reading]\nleave-out = ['css:p.promo', 'css:.more', 'css:blockquote.pull']"
    transcript = parse(source(HTML), settings_for(tmp_path, rules))
    assert as_asked(transcript) == [
        "The new book is out, buy it now.",
        "Then it was over.",
        "Cy Dunn: Not of this talk.",
        "Bo Lund: No.",
    ]
    assert "Cy Dunn" not in roles(transcript)


def test_a_selector_on_the_command_line_must_match_something(tmp_path: Path) -> None:
    assert as_asked(parse(source(HTML), Settings(reading=ReadingSettings(leave_out=("css:p.promo",))))) == [
        "The new book is out, buy it now."
    ]
    with pytest.raises(SourceError, match=r'"css:\.none" matches nothing'):
        parse(source(HTML), Settings(reading=ReadingSettings(leave_out=("css:.none",))))
    with pytest.raises(SourceError, match='invalid CSS selector "p<"'):
        parse(source(HTML), Settings(reading=ReadingSettings(keep=("css:p<",))))


def test_only_the_article_that_the_show_names_is_read(tmp_path: Path) -> None:
    transcript = parse(source(HTML), settings_for(tmp_path, "[reading]\narticle = '.post'"))
    assert set(roles(transcript)) == {"Ann Lee", "Bo Lund"}
    left_out = {entry.text: entry.reason for entry in transcript.left_out}
    assert left_out["Cy Dunn: Not of this talk."] is Reason.FURNITURE
    assert left_out["Become a member of the society of terns."] is Reason.FURNITURE


def test_the_article_is_read_even_inside_a_box_that_looks_like_furniture() -> None:
    page = HTML.replace("sidebar", "newsletter").encode()
    document = read_bytes(page, "page", ".html", selectors=Selectors(article=".post"))
    assert [b.text for b in document.blocks if not b.furniture][:2] == ["Terns", "Ann Lee: Why is that?"]


def test_an_article_selector_that_matches_nothing_is_a_doubt_and_the_article_is_detected(tmp_path: Path) -> None:
    doubts: list[str] = []
    transcript = parse(source(HTML), settings_for(tmp_path, "[reading]\narticle = '.gone'"), Lines(doubts))
    assert transcript == parse(source(HTML))
    assert doubts == ['standard input: nothing matches the article ".gone"; the program chose the article']
