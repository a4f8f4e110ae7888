"""Mutated files of every format: each is read, or refused in one line, and no letter of a page is lost."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import fuzzing
import pytest
from fuzzing import FINE, FORMATS, Format, mutant, outcome, seeds_of

from tts_interview.documents import FORMATS as READ
from tts_interview.pipeline.reading import parse
from tts_interview.script.file import script_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tts_interview.model import Transcript

_BY_NAME = {kind.name: kind for kind in FORMATS}
# `benchmarks/fuzzing.py` tries more.
_INPUTS = 30
_LEAST_READ = 3
_VOICES = "WEBVTT\n\n" + "".join(f"00:0{n}.000 --> 00:0{n + 1}.000\n<v {{}}>It is {{}} so.\n\n" for n in range(4))
# Files that were at fault once, each of its format, and what becomes of them.
_FOUND = {
    "a voice of a full stop": ("WebVTT", _VOICES.format("Ann", 1, ".", 2, "Ann", 3, "Ben", 4), "read"),
    "a voice of a full stop among numbers": ("timed text", "16\n<v .>0\n17\n18\n19", "no interview"),
    "a speaker of a bracket": (
        "TEI",
        '<TEI><text><body><u who="#>">Why?</u><u who="#Ben">So.</u><u who="#>">Is it?</u></body></text></TEI>',
        "no interview",
    ),
    "a number beyond the names": (
        "text",
        (
            "INTERVIEWEE: Ann Lee\nINTERVIEWER: Ben Poe with Cora Day\n\n"
            "Q:\nWhere were you born?\n\nAnn Lee:\nOn a train.\n\nQ22:\nWhich?\n\nAnn Lee:\nI promised not to say.\n\n"
            "Q1:\nDid you keep it?\n\nAnn Lee:\nYes. In person.\n"
        ),
        "read",
    ),
    "an address with a line separator": (
        "OHMS",
        '<ROOT xmlns="https://a\u2028b"><record><transcript>a</transcript></record></ROOT>',
        "refused",
    ),
    "a heading of two blanks": (
        "script",
        "---\ntitle: T\ncast:\n- name: Ann\n---\n\n# Wet{U+00A0} here\n\nAnn: So.\n",
        "read",
    ),
}


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Keep the warnings of pdfminer out of the log."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.name)
def test_a_mutated_file_is_read_or_refused_in_one_line_and_loses_no_letter(kind: Format, tmp_path: Path) -> None:
    found = Counter[str]()
    for number in range(_INPUTS):
        seed = f"gate/{number}"
        name, details = outcome(kind, mutant(kind, seed), tmp_path, planned=number % 5 == 0)
        assert name in FINE, (seed, name, details)
        found[name] += 1
    assert found["read"] >= _LEAST_READ, found  # mutations that only break a file test little


@pytest.mark.parametrize("name", _FOUND)
def test_a_file_that_was_at_fault_is_not_any_more(name: str, tmp_path: Path) -> None:
    kind, text, expected = _FOUND[name]
    assert outcome(_BY_NAME[kind], text.encode(), tmp_path, planned=True)[0] == expected


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.name)
def test_the_files_that_are_mutated_are_read(kind: Format, tmp_path: Path) -> None:
    assert seeds_of(kind)
    assert {outcome(kind, data, tmp_path, planned=True) for data in seeds_of(kind)} == {("read", "")}


def test_every_format_of_sources_is_mutated() -> None:
    suffixes = {kind.suffix for kind in FORMATS}
    assert [known.name for known in READ if known.suffixes and not suffixes & {*known.suffixes}] == []


def test_the_same_seed_mutates_the_same_way_and_another_does_not() -> None:
    for kind in FORMATS:
        assert mutant(kind, "1/1") == mutant(kind, "1/1")
        assert len({mutant(kind, f"1/{number}") for number in range(20)}) > 10


def _without_first(transcript: Transcript) -> Transcript:
    return replace(transcript, left_out=transcript.left_out[1:])


@pytest.mark.parametrize(
    ("name", "broken", "expected"),
    [
        (
            "parse",
            lambda *given: replace(parsed := parse(*given), transcript=_without_first(parsed.transcript)),
            "letters lost",
        ),
        ("script_text", lambda script: script_text(script).replace("is", "was"), "round trip differs"),
        ("read_script", lambda *_given: int("one"), "crash"),
    ],
)
def test_a_fault_of_the_program_is_found(
    name: str, broken: object, expected: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fuzzing, name, broken)
    kind = _BY_NAME["text"]
    assert outcome(kind, seeds_of(kind)[0], tmp_path, planned=False)[0] == expected
