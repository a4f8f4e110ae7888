"""A passage that is withheld is in no file of an episode, nor in the cache; the page shows that it is there."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from shows import SHOW

from tts_interview import errors
from tts_interview.model import LeftOut, Reason, Transcript
from tts_interview.script.file import read_script, script_text, without_withheld_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import CommandLine

pytestmark = pytest.mark.usefixtures("encoded_once")

SCRIPT = """---
title: The salt works
date: '2026-03-04'
language: en
cast:
- name: Mara Holt
  role: interviewer
- name: Jonas Reed
  role: guest
---

Mara Holt: Who worked beside you at the pans?

Jonas Reed: My brother, and a man from the island.

{withheld "until 2040": Jonas Reed: His name was Quillon Vastergard, and he stole the zirconium ledger.}

He left in the winter.

Mara Holt: And afterwards?

{withheld: Nobody knows about the hexagonal boathouse.}

Jonas Reed: Afterwards the pans were closed.
"""
SECRET = re.compile(rb"quillon|vastergard|zirconium|hexagonal|boathouse", re.I)


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the names and the bytes of all files, those inside books too."""
    for path in (path for path in folder.rglob("*") if path.is_file()):
        yield path.name, path.name.encode() + path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as book:
                yield from ((f"{path.name}/{name}", book.read(name)) for name in book.namelist())


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "show.toml").write_text(SHOW)
    Image.new("RGB", (1400, 1400)).save(tmp_path / "a.png")
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "talk.md"
    path.write_text(SCRIPT)
    return path


def test_no_file_and_no_clip_has_the_words(tts: CommandLine, tmp_path: Path, source: Path) -> None:
    made = tts("render", source, "--engine", "tone", "--show", "show.toml", "--publish", "--format", "m4a", "--cache", "kept")
    assert made.code == 0, made.err
    files = dict(contents(tmp_path / "output")) | dict(contents(tmp_path / "kept"))
    assert len(files) > 30
    assert [name for name, data in files.items() if SECRET.search(data)] == []
    assert b"island" in files["2026-03-04-the-salt-works.txt"]
    page = files["2026-03-04-the-salt-works.html"].decode().partition('id="transcript"')[2]
    shown = [
        '<strong lang="en">A passage is withheld</strong> – until 2040</p>',
        '<strong lang="en">A passage is withheld</strong></p>',
    ]
    places = [page.index(words) for words in ("from the island", shown[0], "in the winter", shown[1], "pans were closed")]
    assert places == sorted(places)


def test_the_published_script_makes_the_same_episode(tts: CommandLine, tmp_path: Path, source: Path) -> None:
    tts("render", source, "--engine", "tone", "--format", "script", "--format", "page", "-o", "one/")
    (published,) = (tmp_path / "one").glob("*.script.md")
    assert [line for line in published.read_text().splitlines() if "withheld" in line] == [
        '{withheld "until 2040"}',
        "{withheld}",
    ]
    again = tmp_path / "again.md"
    again.write_text(published.read_text())
    tts("render", again, "--engine", "tone", "--format", "page", "-o", "two/")
    pages = [re.sub(r'"(?:text|url)":.*', "", next((tmp_path / at).glob("*.html")).read_text()) for at in ("one", "two")]
    assert "A passage is withheld" in pages[0]
    assert pages[0].count("withheld") == pages[1].count("withheld")


def test_a_passage_that_was_published_before_leaves_no_trace(tts: CommandLine, tmp_path: Path, source: Path) -> None:
    told = SCRIPT.replace('{withheld "until 2040": Jonas Reed: His', "His").replace("ledger.}", "ledger.")
    source.write_text(told)
    options = ("--engine", "tone", "--show", "show.toml", "--publish")
    assert tts("render", source, *options).code == 0
    assert [name for name, data in contents(tmp_path / "output") if SECRET.search(data)]
    source.write_text(SCRIPT)
    assert tts("render", source, *options).code == 0
    assert [name for name, data in contents(tmp_path / "output") if SECRET.search(data)] == []


def test_a_script_with_the_words_is_never_beside_what_is_published(tts: CommandLine, tmp_path: Path, source: Path) -> None:
    done = tts("render", source, "--engine", "tone", "--publish", "-o", "in/")
    assert (done.code, done.out) == (1, "")
    assert "has words that are withheld, and would be published: choose another output" in done.err


def test_a_script_is_read_as_it_is_written() -> None:
    script = read_script(SCRIPT, "talk.md")
    entries = script.transcript.left_out
    assert [(e.reason, e.note, e.text[:9]) for e in entries] == [
        (Reason.WITHHELD, "until 2040", "Jonas Ree"),
        (Reason.WITHHELD, "", "Nobody kn"),
    ]
    text = script_text(script)
    again = read_script(text, "talk.md")
    assert script_text(again) == text
    assert [turn.text for turn in again.transcript.turns] == [turn.text for turn in script.transcript.turns]
    assert Transcript.from_dict(script.transcript.to_dict()) == script.transcript
    assert without_withheld_words(script.transcript).left_out[0] == LeftOut("", entries[0].line, Reason.WITHHELD, "until 2040")


@pytest.mark.parametrize(
    "wrong",
    [
        "{withheld: no end",
        "{withheld:\nJonas Reed: In two.}",
        "{withheld until 2040: words}",
        '{withheld "a{b}": words}',
        "{withheld: words and {withheld: more} of them}",
        "{rate 0.9: Before {withheld: words} and after.}",
        "Before {withheld until 2040: words} and after.",
        "Before {withheld: words",
        "Jonas Reed: {withheld: words}",
        "{witheld: words}",
        "Mara Holt: Before {witheld: words} and after.",
    ],
)
def test_what_is_nearly_withheld_is_an_error_and_never_spoken(wrong: str) -> None:
    text = SCRIPT.replace("{withheld: Nobody knows about the hexagonal boathouse.}", wrong)
    with pytest.raises(errors.SourceError, match=r"talk\.md, line "):
        read_script(text, "talk.md")


WITHIN = """Jonas Reed: We hid it {withheld "until 2040": below the hexagonal boathouse} for years, {withheld: with Quillon} and
then {withheld: the zirconium
ledger} burnt. {withheld: Vastergard!}

Mara Holt: And afterwards?

{withheld: Quillon} Ann: we were \\{free\\}."""


def test_a_part_of_a_paragraph_is_withheld(tts: CommandLine, tmp_path: Path, source: Path) -> None:
    source.write_text(SCRIPT.split("Jonas Reed: My", maxsplit=1)[0] + WITHIN)
    made = tts("render", source, "--engine", "tone", "--show", "show.toml", "--publish", "--cache", "kept")
    assert made.code == 0, made.err
    files = dict(contents(tmp_path / "output")) | dict(contents(tmp_path / "kept"))
    assert [name for name, data in files.items() if SECRET.search(data)] == []
    page = files["2026-03-04-the-salt-works.html"].decode().partition('id="transcript"')[2]
    held = "A passage is withheld"
    shown = ["We hid it", held, "for years", held, "then", held, "burnt", held, "afterwards", held, "we were"]
    places, at = [], 0
    for words in shown:
        at = page.index(words, at) + 1
        places.append(at)
    assert page.count(held) == 5


def test_a_script_with_withheld_parts_is_written_as_paragraphs_and_errors_name_its_own_lines() -> None:
    text = SCRIPT.split("Jonas Reed: My", maxsplit=1)[0] + WITHIN
    script = read_script(text, "talk.md")
    assert [paragraph.text for turn in script.transcript.turns for paragraph in turn.paragraphs] == [
        *("Who worked beside you at the pans?", "We hid it", "for years,", "and then", "burnt."),
        *("And afterwards?", "Ann: we were {free}."),
    ]
    assert [entry.text for entry in script.transcript.left_out] == [
        *("below the hexagonal boathouse", "with Quillon", "the zirconium ledger", "Vastergard!", "Quillon")
    ]
    written = script_text(script)
    again = read_script(written, "talk.md")
    assert script_text(again) == written
    assert [turn.text for turn in again.transcript.turns] == [turn.text for turn in script.transcript.turns]
    number = len(text.splitlines()) + 2
    with pytest.raises(errors.SourceError, match=rf"talk\.md, line {number}:"):
        read_script(f"{text}\n\n{{oops: words}}", "talk.md")


def test_a_page_that_withholds_words_as_a_script_does_is_refused(tts: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(SCRIPT.partition("---\n\n")[2])
    done = tts("render", "page.md", "--engine", "tone")
    assert (done.code, done.out) == (1, "")
    assert "which only a script may" in done.err


TEI = """<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>The salt works</title>
</titleStmt></fileDesc><profileDesc><particDesc><listPerson>
<person xml:id="MH" role="interviewer"><persName>Mara Holt</persName></person>
<person xml:id="JR" role="interviewee"><persName>Jonas Reed</persName></person>
</listPerson></particDesc></profileDesc></teiHeader><text><body>
<head type="restricted">The zirconium affair</head>
<u who="#MH">Who worked beside you at the pans?</u>
<u who="#JR">My brother, <seg ana="#restricted">Quillon <hi>Vastergard</hi></seg> and a man from the island.</u>
<u who="#JR" type="confidential">He stole the zirconium ledger.</u>
<u who="#MH">And afterwards?</u>
<u who="#JR">We closed <gap reason="redacted"><desc>until 2040</desc></gap> the pans. It was <gap reason="inaudible"/> loud.</u>
<note type="restricted">The hexagonal boathouse.</note>
<u who="#MH">Did the sea take them?</u>
<u who="#JR">The <seg type="restrictedness">sea</seg> waits.</u>
</body></text></TEI>
"""


def test_passages_that_tei_marks_are_withheld(tts: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(SHOW)
    Image.new("RGB", (1400, 1400)).save(tmp_path / "a.png")
    (tmp_path / "talk.xml").write_text(TEI)
    options = ("--engine", "tone", "--show", "show.toml", "--date", "2026-03-04")
    made = tts("render", "talk.xml", *options, "--publish", "--cache", "kept")
    assert made.code == 0, made.err
    files = dict(contents(tmp_path / "output")) | dict(contents(tmp_path / "kept"))
    assert [name for name, data in files.items() if SECRET.search(data)] == []
    page = files["2026-03-04-the-salt-works.html"].decode().partition('id="transcript"')[2]
    assert page.count("A passage is withheld") == 5
    assert "A passage is withheld</strong> – until 2040" in page
    at = [page.index(words) for words in ("My brother", "A passage is withheld", "man from the island", "The sea waits")][1:]
    assert at == sorted(at)
    assert "Quillon" in tts("parse", "talk.xml", "--format", "script").out, "an editor can see them"
