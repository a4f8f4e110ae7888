"""Each convention in which interviews are written, with the traps beside it: one small text, and what it must become.

`interviews/conventions/NN_name.SUFFIX` is the text. Its truth is `NN_name.expected.tsv`, a row a turn: line, speaker, role,
and its first and last words; rows of the role "left-out" hold words that must not be spoken, and the reason.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from tts_interview import NotAnInterviewError
from tts_interview.documents import read
from tts_interview.parsing import parse

FOLDER = Path(__file__).parent.parent / "interviews" / "conventions"
TEXTS = {path.name.split(".")[0]: path for path in sorted(FOLDER.iterdir()) if path.suffix != ".tsv"}


def truth(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.expected.tsv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def one_line(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").replace("\u3000", " ").split())


def shown(words: str, text: str) -> str:
    """The text as the table shows it: whole, or its first and last words."""
    first, gap, last = words.partition(" … ")
    text = one_line(text)
    if not gap:
        return text
    return f"{text[: len(first)]} … {text[len(text) - len(last) :]}"


INTERVIEWS = [name for name in TEXTS if truth(name)[0]["role"] != "error"]
OTHERS = [name for name in TEXTS if name not in INTERVIEWS]


def test_there_is_a_text_for_each_of_the_68_conventions() -> None:
    assert [int(name[:2]) for name in TEXTS] == list(range(1, 69))


@pytest.mark.parametrize("name", INTERVIEWS)
def test_a_convention_is_read_as_a_person_reads_it(name: str) -> None:
    rows = [row for row in truth(name) if row["role"] != "left-out"]
    turns = parse(read(TEXTS[name])).turns
    expected = [(int(r["line"]), r["speaker"], r["role"], r["words"]) for r in rows]
    words = [r["words"] for r in rows] + [""] * len(turns)
    assert [(t.line, t.speaker, t.role.value, shown(w, t.text)) for t, w in zip(turns, words, strict=False)] == expected


@pytest.mark.parametrize("name", INTERVIEWS)
def test_what_a_convention_leaves_unspoken_is_listed_with_its_reason(name: str) -> None:
    transcript = parse(read(TEXTS[name]))
    listed = [(one_line(entry.text), entry.reason.value) for entry in transcript.left_out]
    for row in (row for row in truth(name) if row["role"] == "left-out"):
        first = row["words"].partition(" … ")[0]
        assert any(first in text and reason == row["speaker"] for text, reason in listed), row


@pytest.mark.parametrize("name", INTERVIEWS)
def test_every_character_of_a_convention_is_spoken_or_listed(name: str) -> None:
    document = read(TEXTS[name])
    transcript = parse(document)
    spoken = "".join(p.text for t in transcript.turns for p in t.paragraphs)
    listed = "".join(entry.text for entry in transcript.left_out)
    given = "".join([*(block.text for block in document.blocks), *(words for _, words in document.markup)])
    assert Counter("".join((spoken + listed).split())) == Counter("".join(given.split()))


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_interview_is_said_to_be_none(name: str) -> None:
    with pytest.raises(NotAnInterviewError, match=r"reading\.narrate"):
        parse(read(TEXTS[name]))
