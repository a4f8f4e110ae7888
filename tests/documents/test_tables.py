"""Tables of turns: which columns are read, how a user names others, and the files that spreadsheets write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tts_interview import ReadingSettings, Role, Settings, SourceError, parse
from tts_interview.documents import read_bytes
from tts_interview.settings.selectors import Selectors

if TYPE_CHECKING:
    from pathlib import Path


def table(source: str, suffix: str = ".csv", **columns: str) -> list[tuple[str, str, int]]:
    document = read_bytes(source.encode(), "talk", suffix, selectors=Selectors(columns=columns))
    return [(b.speaker, b.text, b.line) for b in document.blocks]


@pytest.mark.parametrize("speaker", ["speaker", "Name", "WHO", "speaker_name"])
@pytest.mark.parametrize("text", ["text", "Utterance", "words", "body", "Transcript"])
def test_columns_are_found_by_their_headers(speaker: str, text: str) -> None:
    source = f"id,{text},{speaker},tags\n1,Why salt?,Moira,a\n2,It was there.,Pell,b\n"
    assert table(source) == [("Moira", "Why salt?", 2), ("Pell", "It was there.", 3)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_delimiter_is_read_with_or_without_a_suffix(delimiter: str) -> None:
    source = "speaker,text\nMoira,Why salt?\nPell,It was there.\n".replace(",", delimiter)
    assert table(source, ".tsv") == table(source, "") == [("Moira", "Why salt?", 2), ("Pell", "It was there.", 3)]


def test_quoted_cells_may_hold_delimiters_quotes_and_lines() -> None:
    source = '\ufeffspeaker,text\nMoira,"Salt, ""white gold"",\nhere?"\n\nPell,Yes.\n'
    assert table(source) == [("Moira", 'Salt, "white gold", here?', 2), ("Pell", "Yes.", 5)]


def test_a_row_without_a_speaker_continues_the_last_and_one_without_words_is_skipped() -> None:
    assert table("speaker,text\nMoira,Why salt?\n,And why here?\nPell,\nPell,Yes.\nPell\n") == [
        ("Moira", "Why salt?\nAnd why here?", 2),
        ("Pell", "Yes.", 5),
    ]


def test_roles_are_those_of_a_column_if_they_are_certain() -> None:
    source = "speaker,role,text\nMoira,Interviewer,Why?\nPell,guest,So.\nLund,fiddler,Yes.\n"
    assert read_bytes(source.encode(), "f", ".csv").people == (
        ("Moira", Role.INTERVIEWER),
        ("Pell", Role.GUEST),
        ("Lund", None),
    )


def test_a_table_with_times_is_timed() -> None:
    sources = (f"{header},speaker,text\n0:01,Moira,Why?\n0:02,Pell,So.\n" for header in ("start", "Timestamp", "tags"))
    assert [read_bytes(source.encode(), "f", ".csv").timed for source in sources] == [True, True, False]


def test_a_user_names_columns_with_unusual_headers() -> None:
    source = "Person,What\nMoira,Why salt?\nPell,It was there.\n"
    expected = [("Moira", "Why salt?", 2), ("Pell", "It was there.", 3)]
    assert table(source, speaker="person", text="What") == expected
    assert table(source.replace("What", "text"), speaker="Person") == expected


def test_the_columns_in_the_settings_reach_the_table(tmp_path: Path) -> None:
    path = tmp_path / "talk.csv"
    path.write_text(
        "Person,What\nMoira,Why salt?\nPell,It was there.\nMoira,And now?\nPell,Now it is gone.\n", encoding="utf-8"
    )
    settings = Settings(reading=ReadingSettings(columns={"speaker": "Person", "text": "What"}))
    assert [turn.speaker for turn in parse(path, settings).turns] == ["Moira", "Pell"] * 2
    with pytest.raises(SourceError, match="no column for the speaker"):
        parse(path)


@pytest.mark.parametrize("source", ["Moira,Why salt?\nPell,It was there.\n", "Person,What\nMoira,Why salt?\n", ",\n"])
def test_the_error_for_missing_headers_names_those_that_are_read(source: str) -> None:
    with pytest.raises(SourceError, match=r'no column for the speaker: .*"who" and one of "text".*reading\.columns`, as in'):
        table(source)


def test_the_error_for_a_column_that_the_table_lacks_names_those_it_has() -> None:
    with pytest.raises(SourceError, match='talk has no column "Persona": its first row has "Person", "text"'):
        table("Person,text\nMoira,Why?\n", speaker="Persona")


def test_a_quotation_mark_that_never_closes_is_an_error_with_its_line() -> None:
    with pytest.raises(SourceError, match=r"not a valid table \(line 3: unexpected end of data\)"):
        table('speaker,text\nMoira,Why?\nPell,"It was there.\nMoira,So?\n')


def test_quotation_marks_in_an_unquoted_cell_are_words() -> None:
    assert table('speaker,text\nMoira,He said "salt" to me\n') == [("Moira", 'He said "salt" to me', 2)]


@pytest.mark.parametrize(
    "source",
    [
        "Name, text and more of it stand here\n\nAnn: Hello",
        "speaker,text",
        "Who, words?\nNobody knows.",
        "Ann: A name, who\nBen: Words, a text",
    ],
)
def test_a_text_that_begins_like_headers_is_still_text(source: str) -> None:
    assert " ".join(b.text for b in read_bytes(source.encode(), "f", ".txt").blocks).split() == source.split()
