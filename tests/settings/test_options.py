"""The table of options has one row for each choice."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tts_interview import Settings
from tts_interview.settings.layers import value_of
from tts_interview.settings.options import OPTIONS, SECTIONS, options_of, with_show_key
from tts_interview.settings.showfile.tables import OPTION_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.settings.options.row import Option

# Fields without a row: another row or the program itself sets them.
DERIVED = {
    "casting.preferred": "an archive knows the voices of people",
    "origins": "the layers set it",
    "people": "an archive knows them",
    "pacing.rate": "--rate without a name",
    "publishing.number": "an archive numbers its episodes before any is made",
    "publishing.output_folder": "-o of each command",
    "publishing.updates_show": "an archive lists its episodes once, in the end",
    "reading.limits.redirects": "a limit that nobody needs to change",
    "reading.limits.isolated": "batches and servers set it",
    "reading.rules": "the layers make them of --leave-out and --keep",
    "speech.user_lexicon": "the command line knows the user's folder",
}


def fields_of(value: Any, prefix: str = "") -> Iterator[str]:  # noqa: ANN401 - Settings or a part of it
    for one in dataclasses.fields(value):
        inner = getattr(value, one.name)
        if dataclasses.is_dataclass(inner) and not isinstance(inner, type):
            yield from fields_of(inner, f"{prefix}{one.name}.")
        else:
            yield f"{prefix}{one.name}"


def test_every_field_of_the_settings_has_a_row() -> None:
    rows = {option.field for option in OPTIONS}
    assert {name for name in fields_of(Settings()) if name not in rows} == set(DERIVED)


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.flag)
def test_every_row_sets_a_field_that_exists(option: Option) -> None:
    value_of(Settings(), option.field)


def test_no_name_is_in_two_rows() -> None:
    names = [option.flag for option in OPTIONS] + [option.variable for option in OPTIONS if option.variable]
    names += [f"{table}.{key}" for option in OPTIONS for table, key in option.show_keys]
    names += [key for option in OPTIONS for key in option.front_matter]
    assert not [name for name, count in Counter(names).items() if count > 1]


def test_a_help_text_begins_with_a_verb_and_fits_on_one_line() -> None:
    for option in OPTIONS:
        first = option.help.split()[0]
        assert option.help.endswith("."), option.flag
        assert first[0].isupper(), option.flag
        assert not first.endswith("s"), option.flag
        assert len(option.help) <= 70, option.flag


def test_every_option_with_a_value_has_a_metavar() -> None:
    assert not [option.flag for option in OPTIONS if not option.kind.is_flag and not option.kind.metavar]


def test_a_row_that_a_show_file_may_hold_has_a_check() -> None:
    assert not [option.flag for option in OPTIONS if option.show_keys and not option.kind.check]
    assert all(with_show_key(table) for table in OPTION_TABLES)


def test_every_section_has_options_of_render() -> None:
    assert {section for section, _option in options_of("render")} == set(SECTIONS)


def test_a_default_in_the_table_is_the_default_of_the_settings() -> None:
    for option in OPTIONS:
        if option.default and not option.assign and not option.kind.is_flag:
            assert option.kind.read(option.default) == value_of(Settings(), option.field), option.flag
