"""The contract of layouts: each proposes whole readings of a page, and changes nothing. And what no layout makes talk of."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from tts_interview import NotAnInterviewError, TtsInterviewError
from tts_interview.documents import read, read_bytes
from tts_interview.parsing import parse
from tts_interview.parsing.layouts import LAYOUTS, InterviewLayout, readings
from tts_interview.parsing.page.candidates import key_of
from tts_interview.parsing.preparing import prepare
from tts_interview.parsing.segmentation import in_order
from tts_interview.settings.parts import ReadingSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import Document
    from tts_interview.parsing.page.places import Page
    from tts_interview.parsing.segmentation import TurnStart

CONVENTIONS = Path(__file__).parent.parent / "interviews" / "conventions"
LONG = (
    "The mill stood still for a winter, then the wheel was mended and the river did the rest, and people came with corn again."
)
# What no convention shows: plain paragraphs that ask and answer in turn, questions as first lines of their paragraphs, and
# labels inside one long line.
MORE = {
    "alternating.txt": "\n\n".join(["Why do you grind corn here?", LONG, "And who helps you?", LONG] * 3),
    "lines.txt": "Why a mill?\nIt was for sale.\n\nWho grinds?\nI do.\n\nAnd in winter?\nWe rest.\n\nWill you stay?\nYes.",
    "inside.txt": f"Roux: Why a mill? Lee: {LONG} Roux: Who grinds? Lee: {LONG} Roux: And then? Lee: We rest.",
}
TEXTS = [path.name for path in sorted(CONVENTIONS.iterdir()) if path.suffix != ".tsv"] + list(MORE)


def document_of(name: str) -> Document:
    return read_bytes(MORE[name].encode(), name, ".txt") if name in MORE else read(CONVENTIONS / name)


def page_of(name: str) -> Page:
    return prepare(document_of(name), ReadingSettings()).page


def proposals(layout: InterviewLayout, page: Page) -> list[list[TurnStart]]:
    return [list(marks) for marks in layout.propose(page)]


@pytest.mark.parametrize("name", TEXTS)
def test_layouts_propose_whole_readings_and_change_nothing(name: str) -> None:
    page, same = page_of(name), page_of(name)
    for layout in LAYOUTS:
        found = proposals(layout, page)
        assert found == proposals(layout, page) == proposals(layout, same), layout.name
        for marks in found:
            assert marks == in_order(marks), layout.name
            assert all(page.reasons[mark.block] is None and lies_in_its_block(mark, page) for mark in marks), layout.name
    assert page == same == page_of(name)
    assert page.places == page_of(name).places


def lies_in_its_block(mark: TurnStart, page: Page) -> bool:
    length = len(page.blocks[mark.block].text)
    return 0 <= mark.start <= mark.end <= length and (mark.end <= mark.extra_end <= length or not mark.extra_end)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_each_layout_sees_a_reading_in_some_text(layout: InterviewLayout) -> None:
    assert any(len(marks) > 1 for name in TEXTS for marks in proposals(layout, page_of(name)))


@pytest.mark.parametrize("name", TEXTS)
def test_no_two_readings_of_a_page_are_the_same(name: str) -> None:
    found = [places(reading.marks) for reading in readings(page_of(name))]
    assert len(found) == len(set(found))
    assert all(len(marks) > 1 for marks in found)


def places(marks: Sequence[TurnStart]) -> tuple[tuple[int, int, str], ...]:
    return tuple((mark.block, mark.start, key_of(mark.label)) for mark in marks)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_the_documentation_of_a_project_is_no_interview(name: str) -> None:
    with pytest.raises(NotAnInterviewError):
        parse(read(ROOT / name))


# -- any page --------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(["Why the sea?", "I like it.", "So.", "1973.", "Thank you, Ann.", "“Yes”", "[laughs]", "—"])
NAMES = st.sampled_from(["Ann", "Ben Ray", "Q", "A", "MS. LEE", "AL", "Price", "00:12", "记者", ""])
MARKDOWN = [
    "{0}: {1}",
    "**{0}:** {1}",
    "**{0}**\n{1}",
    "**{1}**",
    "**{1}** {2}",
    "*{1}*\n{2}",
    "## {1}",
    "## {0}\n\n{1}",
    "> {1}",
    "- {1}\n- {0}: {2}",
    "1. {1}\n2. {2}",
    "— {1}\n— {2}",
    "{0} {1}\n{0} {2}",
    "| {0} | {1} |\n| --- | --- |\n| {0} | {2} |",
    "![{1}](x)",
    "[{1}](x)",
    "<v {0}>{1}",
    "---",
    "{1} {0}: {2}",
]
HTML = [
    "<p>{0}: {1}</p>",
    "<p><b>{0}:</b> {1}</p>",
    "<p><b>{1}</b> {2}</p>",
    "<p><em>{1}<br></em>{2}</p>",
    "<div>{1}<br><br>{2}</div>",
    "<h2>{1}</h2>",
    "<h3>{0}</h3><p>{1}</p>",
    "<blockquote>{1}</blockquote>",
    "<ul><li>{1}</li><li>{0}: {2}</li></ul>",
    "<dl><dt>{0}</dt><dd>{1}</dd></dl>",
    "<table><tr><td>{0}</td><td>{1}</td></tr></table>",
    "<figure><img alt='{1}'><figcaption>{2}</figcaption></figure>",
    "<aside><h4>{1}</h4><p>{2}</p></aside>",
    "<nav>{1}</nav>",
    "<form>{1}<button>{2}</button></form>",
    "<p>{1}",
]


def made_of(pieces: Sequence[str]) -> st.SearchStrategy[str]:
    filled = st.builds(str.format, st.sampled_from(pieces), NAMES, WORDS, WORDS)
    return st.lists(filled, min_size=1, max_size=16).map("\n\n".join)


MADE = st.one_of(
    made_of(MARKDOWN).map(lambda text: (text, ".md")),
    made_of(HTML).map(lambda text: (f"<html><title>Ann Lee talks</title><body>{text}</body></html>", ".html")),
)


@given(MADE, st.booleans())
@settings(max_examples=150)
def test_of_any_page_every_character_is_spoken_or_listed(made: tuple[str, str], as_interview: bool) -> None:  # noqa: FBT001
    source, suffix = made
    try:
        document = read_bytes(source.encode(), "page", suffix)
        transcript = parse(document, ReadingSettings(as_interview=as_interview))
    except TtsInterviewError:
        return
    spoken = "".join(paragraph.text for turn in transcript.turns for paragraph in turn.paragraphs)
    listed = "".join(entry.text for entry in transcript.left_out)
    given_words = "".join([*(block.text for block in document.blocks), *(words for _, words in document.markup)])
    assert Counter("".join((spoken + listed).split())) == Counter("".join(given_words.split()))
