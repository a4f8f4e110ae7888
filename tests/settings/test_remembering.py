"""`parse --remember` writes corrections into the show file, keeps its comments, and applies them to every episode."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_interview import Gender, Role, ShowError
from tts_interview.settings.showfile import show_of
from tts_interview.settings.showfile.remembering import Corrections, remembered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

TALK = """\
AL: Why is that?

Bo Lund: It is so.

Read more: terns

AL: And what then?

Bo Lund: Then it was over.
"""
COMMENTED = """\
# Our show.
[cast]  # who is always there
"Ann Lee" = {voice = "emma", aliases = "Skipper"}  # our host

[reading]
leave-out = [
  "caption",  # photos
]
keep = "quotation"
"""


def corrected(text: str, corrections: Corrections, folder: Path) -> str:
    return remembered(text, folder / "show.toml", corrections)[0]


# -- the command -----------------------------------------------------------------------------------------------------


def test_a_correction_creates_a_show_file_that_applies_to_the_next_episode(tts: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK)
    done = tts(
        *("parse", "talk.txt", "--show", "show.toml", "--remember", "--interviewer", "Ann Lee", "--alias", "AL=Ann Lee"),
        *("--voice", "Ann=emma", "--gender", "ann lee=female", "--leave-out", "Read more*", "--narrator", "none"),
    )
    assert done.code == 0, done.err
    show = show_of((tmp_path / "show.toml").read_text(), tmp_path / "show.toml")
    (ann,) = show.cast
    assert (ann.name, ann.role, ann.aliases, ann.voice, ann.gender) == ("Ann Lee", "interviewer", ("AL",), "emma", "female")
    assert (show.said["reading.leave_out"], show.said["casting.narrator"]) == (("Read more*",), "none")
    assert 'show.toml: [cast] "Ann Lee" role = "interviewer"' in done.err
    assert 'show.toml: [reading] leave-out + "Read more*"' in done.err
    later = tts("parse", "talk.txt", "--show", "show.toml", "--format", "json")
    assert '"Ann Lee"' in later.out
    assert '"as asked"' in later.out


def test_remembering_again_changes_nothing(tts: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK)
    command = ("parse", "talk.txt", "--show", "show.toml", "--remember", "--guest", "Bo Lund", "--leave-out", "Read more*")
    assert tts(*command).code == 0
    before = (tmp_path / "show.toml").read_bytes()
    again = tts(*command)
    assert (tmp_path / "show.toml").read_bytes() == before
    assert "holds all of that already" in again.err


@pytest.mark.parametrize(
    ("options", "remedy"),
    [
        (("--remember", "--guest", "Bo Lund"), "--show"),
        (("--remember", "--show", "show.toml"), "--interviewer"),
        (("--voice", "Bo Lund=emma"), "--remember"),
    ],
)
def test_a_command_line_without_anything_to_remember_is_wrong(
    tts: Callable[..., Run], tmp_path: Path, options: tuple[str, ...], remedy: str
) -> None:
    (tmp_path / "talk.txt").write_text(TALK)
    done = tts("parse", "talk.txt", *options)
    assert done.code == 2
    assert remedy in done.err
    assert not (tmp_path / "show.toml").exists()


def test_nothing_is_written_if_the_interview_cannot_be_read(tts: Callable[..., Run], tmp_path: Path) -> None:
    done = tts("parse", "nowhere.txt", "--show", "show.toml", "--remember", "--guest", "Bo Lund")
    assert done.code == 1
    assert not (tmp_path / "show.toml").exists()


def test_a_symbolic_link_to_the_show_file_stays_a_link(tts: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK)
    (tmp_path / "real.toml").write_text("# ours\n")
    (tmp_path / "show.toml").symlink_to("real.toml")
    assert tts("parse", "talk.txt", "--show", "show.toml", "--remember", "--guest", "Bo Lund").code == 0
    assert (tmp_path / "show.toml").is_symlink()
    assert (tmp_path / "real.toml").read_text().startswith("# ours\n")


LEXICON = '[en]\n"over" = "OH-vuh"\n'


def test_a_lexicon_is_remembered_by_its_path_from_the_show_file(tts: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK)
    (tmp_path / "words.toml").write_text(LEXICON)
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "show.toml").write_text('[lexicon.en]\n"gulls" = "GULLZ"  # as they say\n')
    command = ("parse", "talk.txt", "--show", "ours/show.toml", "--lexicon", "words.toml", "--remember")
    done = tts(*command)
    assert done.code == 0, done.err
    path = tmp_path / "ours" / "show.toml"
    assert tomllib.loads(path.read_text())["lexicon"] == {"files": ["../words.toml"], "en": {"gulls": "GULLZ"}}
    assert "# as they say" in path.read_text()
    assert '[lexicon] files + "../words.toml"' in done.err
    assert "holds all of that already" in tts(*command).err
    assert [file.resolve() for file in show_of(path.read_text(), path).lexicon.files] == [(tmp_path / "words.toml").resolve()]


@pytest.mark.parametrize("lexicon", ["nowhere.toml", "broken.toml"])
def test_a_lexicon_that_cannot_be_read_is_not_remembered(tts: Callable[..., Run], tmp_path: Path, lexicon: str) -> None:
    (tmp_path / "talk.txt").write_text(TALK)
    (tmp_path / "broken.toml").write_text("[en\n")
    done = tts("parse", "talk.txt", "--show", "show.toml", "--lexicon", lexicon, "--remember", "--guest", "Bo Lund")
    assert done.code == 1
    assert lexicon in done.err
    assert not (tmp_path / "show.toml").exists()


def test_a_lexicon_from_the_environment_is_not_remembered(tts: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK)
    (tmp_path / "words.toml").write_text(LEXICON)
    command = ("parse", "talk.txt", "--show", "show.toml", "--remember", "--guest", "Bo Lund")
    done = tts(*command, env={"TTS_INTERVIEW_LEXICON": "words.toml"})
    assert (done.code, "lexicon says: 1" in done.err) == (0, True)
    assert "lexicon" not in (tmp_path / "show.toml").read_text()


# -- the file --------------------------------------------------------------------------------------------------------


def test_comments_and_older_values_stay(tmp_path: Path) -> None:
    corrections = Corrections(
        roles={"Skipper": Role.INTERVIEWER}, aliases={"AL": "Ann Lee"}, leave_out=("credit",), keep=("image description",)
    )
    text = corrected(COMMENTED, corrections, tmp_path)
    for comment in ("# Our show.", "# who is always there", "# our host", "# photos"):
        assert comment in text
    assert tomllib.loads(text) == {
        "cast": {"Ann Lee": {"voice": "emma", "aliases": ["Skipper", "AL"], "role": "interviewer"}},
        "reading": {"leave-out": ["caption", "credit"], "keep": ["quotation", "image description"]},
    }


def test_a_keep_rule_replaces_the_same_leave_out_rule_and_vice_versa(tmp_path: Path) -> None:
    text = corrected(COMMENTED, Corrections(leave_out=("Quotation",), keep=("caption",)), tmp_path)
    assert tomllib.loads(text)["reading"] == {"leave-out": ["Quotation"], "keep": ["caption"]}


def test_a_label_moves_to_the_last_person_who_gets_it(tmp_path: Path) -> None:
    text = corrected(COMMENTED, Corrections(aliases={"skipper": "Cy Dunn"}), tmp_path)
    assert tomllib.loads(text)["cast"] == {"Ann Lee": {"voice": "emma"}, "Cy Dunn": {"aliases": ["skipper"]}}


def test_line_rules_belong_to_one_page_and_are_not_remembered(tmp_path: Path) -> None:
    text, lines = remembered(COMMENTED, tmp_path / "show.toml", Corrections(leave_out=("12-15",)))
    assert text == COMMENTED
    assert "lines belong to one page" in lines[0]


def test_a_name_that_is_the_label_of_another_person_is_an_error_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(ShowError, match="both"):
        corrected('[cast]\n"Ann" = {}\n"Bo" = {}\n', Corrections(aliases={"Ann": "Bo"}), tmp_path)


@pytest.mark.parametrize(
    "layout",
    [
        '[cast."Ann Lee"]\nvoice = "emma"\n[reading]\nkeep = []\n[cast."Bo Lund"]\nvoice = "lewis"\n',
        'cast."Ann Lee".voice = "emma"\nreading.keep = ["caption"]\n',
        'cast = {"Ann Lee" = {voice = "emma"}}\n[reading]\r\nkeep = []\r\n',
        '[show]\ntitle = "A"\n\n# the end',
    ],
)
def test_every_layout_of_toml_is_changed_correctly_or_not_at_all(tmp_path: Path, layout: str) -> None:
    corrections = Corrections(
        roles={"Ann Lee": Role.GUEST}, genders={"Bo Lund": Gender.MALE}, voices={"Cy": "george"}, keep=("quotation",)
    )
    try:
        found = tomllib.loads(corrected(layout, corrections, tmp_path))
    except ShowError as error:
        assert "yourself" in str(error)  # noqa: PT017 - either is right
        return
    assert found["cast"]["Ann Lee"]["role"] == "guest"
    assert found["cast"]["Bo Lund"]["gender"] == "male"
    assert "quotation" in found["reading"]["keep"]


WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=20).filter(str.strip)


@given(name=WORDS, voice=WORDS, rule=WORDS.filter(lambda rule: not rule.strip().casefold().startswith("css:")))
def test_any_words_are_read_back_unchanged(name: str, voice: str, rule: str) -> None:
    from pathlib import Path

    path = Path("show.toml")
    text, _ = remembered("", path, Corrections(voices={name: voice}, leave_out=(rule,)))
    show = show_of(text, path)
    assert show.cast[0].name == " ".join(name.split())
    assert show.cast[0].voice == " ".join(voice.split())
    assert show.said.get("reading.leave_out", ()) in ((), (" ".join(rule.split()),))
