"""A show file is read and checked; a mistake is one line that says where it is and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_interview import Gender, Opening, Role, SayNames, ShowError
from tts_interview.settings.showfile import read_show
from tts_interview.settings.showfile.tables import OPTION_TABLES, TABLES, Feed, Member, ShowFile

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
season = 3
type = "serial"
license = "CC BY 4.0"
copyright = "© Ada Moe"
funding = {url = "https://example.org/give", text = "Support the terns"}
update-frequency = {text = "Every Tuesday", rule = "FREQ=WEEKLY;BYDAY=TU"}
"""


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "show.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def wrong(folder: Path, text: str | bytes) -> str:
    """Return the error about a show file, which is one line and names the file."""
    with pytest.raises(ShowError) as raised:
        read_show(written(folder, text))
    message = str(raised.value)
    assert "\n" not in message
    assert "show.toml" in message
    return message


# -- what it holds ---------------------------------------------------------------------------------------------------


def test_every_table_of_a_show_file_is_read(tmp_path: Path) -> None:
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
    assert show.feed == Feed(
        "https://example.org/feed.xml",
        tmp_path / "out" / "feed.xml",
        season=3,
        type="serial",
        license="CC BY 4.0",
        copyright="© Ada Moe",
        funding=("https://example.org/give", "Support the terns"),
        update_frequency=("FREQ=WEEKLY;BYDAY=TU", "Every Tuesday"),
    )


def test_an_empty_show_file_is_valid(tmp_path: Path) -> None:
    assert read_show(written(tmp_path, "")) == ShowFile(path=tmp_path / "show.toml")


def test_every_table_of_the_show_file_has_a_field_of_its_name() -> None:
    assert set(TABLES) - set(OPTION_TABLES) | {"path", "said"} == set(ShowFile.__dataclass_fields__)


def test_paths_start_at_the_folder_of_the_file_and_not_at_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "cover.jpg").touch()
    monkeypatch.chdir(tmp_path / "elsewhere")
    show = read_show(written(tmp_path, '[show]\nartwork = "cover.jpg"\n[feed]\nfile = "feed.xml"'))
    assert show.show.artwork == tmp_path / "cover.jpg"
    assert show.feed.file == tmp_path / "feed.xml"


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    assert read_show(written(tmp_path, b'\xef\xbb\xbf[show]\r\ntitle = "T"\r\n')).show.title == "T"


@pytest.mark.parametrize(
    ("target", "lufs"), [('"apple"', -16), ('"AES"', -18), ('"ebu"', -23), ("-19.5", -19.5), ('"-20"', -20)]
)
def test_the_loudness_is_a_name_or_a_number(tmp_path: Path, target: str, lufs: float) -> None:
    assert read_show(written(tmp_path, f"[loudness]\ntarget = {target}")).said["sound.target_lufs"] == lufs


# -- mistakes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[shwo]\ntitle = "T"', 'unknown table [shwo]; did you mean "show"?'),
        ('[show]\ntitel = "T"', '[show]: unknown key "titel"; did you mean "title"?'),
        ('[reading]\nleave_out = ["caption"]', 'unknown key "leave_out"; did you mean "leave-out"?'),
        ('[cast]\n"Ada Moe" = {voise = "emma"}', '[cast] "Ada Moe": unknown key "voise"; did you mean "voice"?'),
        ("[pace]\nsentence_ms = 3", 'did you mean "sentence"?'),
        ("[loudness]\nzzz = 3", "expected one of target"),
        ("title = 3", "unknown table [title]"),
        ('show = "T"', "show is not a table; write [show] on a line of its own"),
        ('[cast]\n"Ada Moe" = "emma"', 'expected keys in braces, as in {voice = "emma"}'),
        ('[cast]\n" " = {voice = "emma"}', "an entry has no name"),
        ('[cast]\n"Ada Moe" = {aliases = ["Q"]}\n"Bo Lund" = {aliases = ["q"]}', '"q" means both Ada Moe and Bo Lund'),
    ],
)
def test_an_unknown_table_or_key_is_an_error_that_names_the_nearest(tmp_path: Path, text: str, expected: str) -> None:
    assert expected in wrong(tmp_path, text)


@pytest.mark.parametrize(
    ("table", "line", "expected"),
    [
        ("show", "title = 7", 'invalid text "7": expected words in quotes'),
        ("show", 'title = ""', "invalid text"),
        ("show", 'title = "a\\u0007b"', "holds a control character; delete it"),
        ("show", 'link = "file:///etc/passwd"', "invalid web address"),
        ("show", 'link = "javascript:alert(1)"', "invalid web address"),
        ("show", 'link = "https://"', "invalid web address"),
        ("show", 'link = "https://[::1"', "invalid web address"),
        ("show", 'link = "https://example.org/a b"', "invalid web address"),
        ("show", 'language = "english please"', 'expected a tag such as "en"'),
        ("show", 'email = "ada at example"', "invalid e-mail address"),
        ("show", 'explicit = "no"', "expected true or false"),
        ("show", 'artwork = "cover.png"', "no file at"),
        ("show", 'artwork = "https://example.org/cover.png"', 'invalid file "https://example.org/cover.png": expected a path'),
        ("show", 'artwork = "cover.gif"', ".jpg, .jpeg, .png"),
        ("cast", '"A" = {role = "host"}', 'invalid choice "host": expected interviewer, guest, narrator, audience'),
        ("cast", '"A" = {gender = "unknown"}', "expected female, male"),
        ("cast", '"A" = {aliases = [3]}', "invalid text"),
        ("reading", 'leave-out = ["12-15"]', 'line "12-15" belongs to one page'),
        ("reading", 'leave-out = ["css:p["]', "invalid CSS selector"),
        ("reading", 'keep = ["css:"]', "invalid CSS selector"),
        ("reading", 'article = "div >> p"', "invalid CSS selector"),
        ("pace", 'sentence = "long"', "expected up to 60 s, such as 600ms or 0.6s"),
        ("pace", 'sentence = "61s"', "invalid pause"),
        ("pace", 'preset = "quick"', "expected conversation, news, slow, fast"),
        ("pace", "sentence = true", "expected a whole number from 0 to 60000"),
        ("pace", "sentence = 2.5", "expected a whole number"),
        ("pace", "sentence = -1", "expected a whole number"),
        ("pace", "rate = nan", 'invalid number "nan": expected 0.5 to 2'),
        ("pace", 'rate = "1.1"', "without quotes"),
        ("loudness", 'target = "loud"', "expected apple, spotify, aes, ebu"),
        ("loudness", "target = 16", "LUFS from -40 to -5"),
        ("loudness", "target = true", "invalid loudness"),
        ("feed", 'url = "ftp://example.org/feed"', "invalid web address"),
        ("feed", 'file = "feed.html"', ".xml, .rss"),
        ("feed", "season = 0", "expected a whole number from 1 to 9999"),
        ("feed", 'type = "weekly"', "expected episodic, serial"),
        ("feed", 'funding = "https://example.org/give"', "expected {url = ..., text = ...}"),
        ("feed", 'funding = {url = "https://example.org/give"}', "expected {url = ..., text = ...}"),
        ("feed", 'funding = {url = "example.org", text = "Give"}', "invalid web address"),
        ("feed", 'update-frequency = {rule = "FREQ=DAILY", text = ""}', "expected words in quotes"),
    ],
)
def test_an_invalid_value_is_an_error_with_its_table_key_and_remedy(
    tmp_path: Path, table: str, line: str, expected: str
) -> None:
    message = wrong(tmp_path, f"[{table}]\n{line}")
    assert f"[{table}]" in message
    assert expected in message


def test_invalid_toml_is_an_error_with_its_line(tmp_path: Path) -> None:
    assert "show.toml, line 3: not valid TOML" in wrong(tmp_path, '[show]\ntitle = "T"\nlink = https://example.org')


@pytest.mark.parametrize(
    ("data", "expected"),
    [(b"[show]\ntitle = 'caf\xe9'", "UTF-8"), (b"#" * 1_000_001, "larger"), (b"a = " + b"[" * 9999, "TOML|deep")],
)
def test_a_file_that_cannot_be_a_show_file_is_an_error(tmp_path: Path, data: bytes, expected: str) -> None:
    message = wrong(tmp_path, data)
    assert any(word in message for word in expected.split("|"))


def test_a_missing_show_file_and_a_folder_are_errors_that_name_it(tmp_path: Path) -> None:
    with pytest.raises(ShowError, match=r"nothing\.toml does not exist; check its path"):
        read_show(tmp_path / "nothing.toml")
    with pytest.raises(ShowError, match="cannot be read"):
        read_show(tmp_path)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda x: st.lists(x, max_size=3)))
def test_a_check_accepts_or_refuses_any_value(value: object) -> None:
    for table in TABLES.values():
        for check in table.keys.values():
            try:
                check(value, Path())
            except ValueError as error:
                assert str(error)  # noqa: PT017
