"""The show file: what it says is read and checked, and a mistake is one line that says where it is and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_interview import Gender, Opening, Role, SayNames, ShowError
from tts_interview.settings.showfile import read_show
from tts_interview.settings.showfile.tables import OPTION_TABLES, TABLES, Member, ShowFile

WHOLE = """\
[show]
title = "Tides and Terns"
link = "https://example.org/terns"
language = "en-GB"
author = "Ada Moe"
email = "ada@example.org"
description = "Talks by the sea."
artwork = "art/cover.png"
category = "Science"
explicit = false

[cast]
"Ada Moe" = {voice = "emma", role = "interviewer", aliases = ["AM", "Q"], gender = "female"}
"Bo Lund" = {role = "audience"}

[reading]
leave-out = ["caption", "Subscribe to our newsletter*", "css:.promo"]
keep = "quotation"
article = "div.post > section"
narrator = "none"
engine = "tone"
opening = "full"
say-names = "first"

[pace]
preset = "news"
question = "0.6s"
sentence = 250
rate = 1.1
seed = 3

[loudness]
target = "spotify"

[feed]
url = "https://example.org/feed.xml"
file = "out/feed.xml"
"""


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "show.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def wrong(folder: Path, text: str | bytes) -> str:
    """The error about a show file, which is one line and names it."""
    with pytest.raises(ShowError) as raised:
        read_show(written(folder, text))
    message = str(raised.value)
    assert "\n" not in message
    assert "show.toml" in message
    return message


# -- what it holds ---------------------------------------------------------------------------------------------------


def test_all_that_a_show_file_says_is_read(tmp_path: Path) -> None:
    (tmp_path / "art").mkdir()
    (tmp_path / "art" / "cover.png").touch()
    show = read_show(written(tmp_path, WHOLE))
    assert (show.show.title, show.show.language, show.show.explicit) == ("Tides and Terns", "en-GB", False)
    assert show.cast == (
        Member("Ada Moe", "emma", Role.INTERVIEWER, ("AM", "Q"), Gender.FEMALE),
        Member("Bo Lund", role=Role.AUDIENCE),
    )
    left_out = ("caption", "Subscribe to our newsletter*", "css:.promo")
    assert show.said == {
        "reading.leave_out": left_out,
        "reading.keep": ("quotation",),
        "reading.article": "div.post > section",
        "casting.narrator": "none",
        "speech.engine": "tone",
        "announcing.opening": Opening.FULL,
        "announcing.say_names": SayNames.FIRST,
        "pacing.preset": "news",
        "pacing.pauses": {"question": 600, "sentence": 250},
        "pacing.rate": 1.1,
        "pacing.seed": 3,
        "sound.target_lufs": -14.0,
    }
    assert show.feed.url == "https://example.org/feed.xml"


def test_an_empty_show_file_says_nothing(tmp_path: Path) -> None:
    assert read_show(written(tmp_path, "")) == ShowFile(path=tmp_path / "show.toml")


def test_every_table_of_the_show_file_has_a_field_of_its_name() -> None:
    assert set(TABLES) - set(OPTION_TABLES) | {"path", "said"} == set(ShowFile.__dataclass_fields__)


def test_paths_count_from_the_folder_of_the_file_not_from_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "cover.jpg").touch()
    monkeypatch.chdir(tmp_path / "elsewhere")
    show = read_show(written(tmp_path, '[show]\nartwork = "cover.jpg"\n[feed]\nfile = "feed.xml"'))
    assert show.show.artwork == tmp_path / "cover.jpg"
    assert show.feed.file == tmp_path / "feed.xml"


def test_a_byte_order_mark_and_windows_ends_of_lines_are_no_matter(tmp_path: Path) -> None:
    assert read_show(written(tmp_path, b'\xef\xbb\xbf[show]\r\ntitle = "T"\r\n')).show.title == "T"


@pytest.mark.parametrize(
    ("target", "lufs"), [('"apple"', -16), ('"AES"', -18), ('"ebu"', -23), ("-19.5", -19.5), ('"-20"', -20)]
)
def test_the_loudness_is_a_name_or_a_number(tmp_path: Path, target: str, lufs: float) -> None:
    assert read_show(written(tmp_path, f"[loudness]\ntarget = {target}")).said["sound.target_lufs"] == lufs


# -- mistakes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[shwo]\ntitle = "T"', 'there is no table [shwo]; did you mean "show"?'),
        ('[show]\ntitel = "T"', '[show]: there is no key "titel"; did you mean "title"?'),
        ('[reading]\nleave_out = ["caption"]', 'no key "leave_out"; did you mean "leave-out"?'),
        ('[cast]\n"Ada Moe" = {voise = "emma"}', '[cast] "Ada Moe": there is no key "voise"; did you mean "voice"?'),
        ("[pace]\nsentence_ms = 3", 'did you mean "sentence"?'),
        ("[loudness]\nzzz = 3", "there are target"),
        ("title = 3", "there is no table [title]"),
        ('show = "T"', "show is no table: write [show] on a line of its own"),
        ('[cast]\n"Ada Moe" = "emma"', 'write what is said of it in braces, as in {voice = "emma"}'),
        ('[cast]\n" " = {voice = "emma"}', "an entry has no name"),
        ('[cast]\n"Ada Moe" = {aliases = ["Q"]}\n"Bo Lund" = {aliases = ["q"]}', '"q" is both Ada Moe and Bo Lund'),
    ],
)
def test_an_unknown_table_or_key_is_an_error_that_names_the_nearest(tmp_path: Path, text: str, told: str) -> None:
    assert told in wrong(tmp_path, text)


@pytest.mark.parametrize(
    ("table", "line", "told"),
    [
        ("show", "title = 7", '"7" is no text: write words between quotes'),
        ("show", 'title = ""', "is no text"),
        ("show", 'title = "a\\u0007b"', "holds a control character"),
        ("show", 'link = "file:///etc/passwd"', "is no address of the web"),
        ("show", 'link = "javascript:alert(1)"', "is no address of the web"),
        ("show", 'link = "https://"', "is no address of the web"),
        ("show", 'link = "https://[::1"', "is no address of the web"),
        ("show", 'link = "https://example.org/a b"', "is no address of the web"),
        ("show", 'language = "english please"', 'write one such as "en"'),
        ("show", 'email = "ada at example"', "is no e-mail address"),
        ("show", 'explicit = "no"', "neither true nor false"),
        ("show", 'artwork = "cover.png"', "there is no file"),
        ("show", 'artwork = "https://example.org/cover.png"', "is no file of this kind"),
        ("show", 'artwork = "cover.gif"', ".jpg, .jpeg, .png"),
        ("cast", '"A" = {role = "host"}', "none of these: interviewer, guest, narrator, audience"),
        ("cast", '"A" = {gender = "unknown"}', "none of these: female, male"),
        ("cast", '"A" = {aliases = [3]}', "is no text"),
        ("reading", 'leave-out = ["12-15"]', "is a line, which holds for one page only"),
        ("reading", 'leave-out = ["css:p["]', "is no CSS selector"),
        ("reading", 'keep = ["css:"]', "is no CSS selector"),
        ("reading", 'article = "div >> p"', "is no CSS selector"),
        ("pace", 'sentence = "long"', "expected up to 60 s, such as 600ms or 0.6s"),
        ("pace", 'sentence = "61s"', "invalid pause"),
        ("pace", 'preset = "quick"', "none of these: conversation, news, slow, fast"),
        ("pace", "sentence = true", "is no whole number from 0 to 60000"),
        ("pace", "sentence = 2.5", "is no whole number"),
        ("pace", "sentence = -1", "is no whole number"),
        ("pace", "rate = nan", "is no number from 0.5 to 2"),
        ("pace", 'rate = "1.1"', "write one, without quotes"),
        ("loudness", 'target = "loud"', "expected apple, spotify, aes, ebu"),
        ("loudness", "target = 16", "LUFS from -40 to -5"),
        ("loudness", "target = true", "invalid loudness"),
        ("feed", 'url = "ftp://example.org/feed"', "is no address of the web"),
        ("feed", 'file = "feed.html"', ".xml, .rss"),
    ],
)
def test_a_value_that_cannot_be_is_an_error_with_its_table_key_and_remedy(
    tmp_path: Path, table: str, line: str, told: str
) -> None:
    message = wrong(tmp_path, f"[{table}]\n{line}")
    assert f"[{table}]" in message
    assert told in message


def test_what_is_no_toml_is_an_error_with_its_line(tmp_path: Path) -> None:
    assert "show.toml, line 3: this is no TOML" in wrong(tmp_path, '[show]\ntitle = "T"\nlink = https://example.org')


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"[show]\ntitle = 'caf\xe9'", "UTF-8"), (b"#" * 1_000_001, "larger"), (b"a = " + b"[" * 9999, "TOML|deep")],
)
def test_what_is_no_show_file_at_all_is_an_error(tmp_path: Path, data: bytes, told: str) -> None:
    message = wrong(tmp_path, data)
    assert any(word in message for word in told.split("|"))


def test_a_show_file_that_is_not_there_or_a_folder_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(ShowError, match=r"nothing\.toml does not exist: check the name after --show"):
        read_show(tmp_path / "nothing.toml")
    with pytest.raises(ShowError, match="cannot be read"):
        read_show(tmp_path)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda x: st.lists(x, max_size=3)))
def test_no_value_whatsoever_is_anything_but_taken_or_refused(value: object) -> None:
    for table in TABLES.values():
        for check in table.keys.values():
            try:
                check(value, Path())
            except ValueError as error:
                assert str(error)  # noqa: PT017
