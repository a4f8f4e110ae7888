"""The HTML that Microsoft Word saves, and minified pages: the parts of a page behind the markup of programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tts_interview import Kind, Reason
from tts_interview.documents import read, read_bytes
from tts_interview.parsing import parse
from tts_interview.settings.parts import ReadingSettings

TWIN = Path(__file__).parent.parent / "interviews" / "twins" / "lighthouse.word.htm"
BULLET = (
    "<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span\n"
    "style='font-family:Symbol'><span\nstyle='mso-list:Ignore'>{}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;\n"
    "</span></span></span><![endif]>{}<o:p></o:p></p>\n"
)
FILTERED = (
    "<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt'><span style='font-family:Symbol'>{}<span\n"
    "style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;\n</span></span>{}</p>\n"
)


def word(body: str) -> list[tuple[Kind, str, int]]:
    page = (
        f'<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><div class=WordSection1>\n{body}\n</div></body></html>'
    )
    return [(b.kind, b.text, b.line) for b in read_bytes(page.encode(), "f", ".htm").blocks if not b.furniture]


def test_a_bold_label_of_word_ends_neither_its_paragraph_nor_its_bold() -> None:
    block = next(b for b in read(TWIN).blocks if b.text.startswith("Odile Brandt:"))
    assert block.text.endswith("everybody else is leaving?")
    assert [(block.text[e.start : e.end], e.bold) for e in block.emphasis] == [("Odile Brandt:", True)]


def test_the_notes_of_word_are_furniture_and_their_references_are_markup() -> None:
    document = read(TWIN)
    assert [b.text for b in document.blocks if b.furniture and b.text] == ["They are kept in the library of the university."]
    left_out = parse(document).left_out
    assert [(e.text, e.line) for e in left_out if e.reason is Reason.MARKUP] == [("[1]", 58), ("[1]", 98)]


def test_lines_of_word_are_those_of_its_file() -> None:
    lines = TWIN.read_bytes().decode("windows-1252").split("\r\n")
    for block in read(TWIN).blocks:
        if block.kind is Kind.PARAGRAPH:
            assert block.text.split()[0].removesuffix(":") in lines[block.line - 1]


@pytest.mark.parametrize("item", [BULLET, FILTERED])
def test_painted_bullets_and_numbers_become_items_of_a_list(item: str) -> None:
    body = item.format("·", "A spade") + item.format("o", "A hook") + item.format("12.", "A boat") + "<p>Peat</p>"
    found = word(body)
    assert [(kind, text) for kind, text, _ in found] == [
        (Kind.LIST_ITEM, "A spade"),
        (Kind.LIST_ITEM, "A hook"),
        (Kind.LIST_ITEM, "A boat"),
        (Kind.PARAGRAPH, "Peat"),
    ]
    document = read_bytes(f'<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>{body}'.encode(), "f", ".html")
    assert [words for _, words in document.markup] == ["o", "12."]


def test_words_in_the_narrow_font_of_bullets_stay() -> None:
    body = (
        "<p class=MsoListParagraph><span>Ann: It is small print <span style='font:7.0pt Arial'>that we read</span></span></p>"
    )
    assert [text for _, text, _ in word(body)] == ["Ann: It is small print that we read"]


def test_titles_captions_and_quotations_of_word() -> None:
    body = "<p class=MsoTitle>Peat</p><p class=MsoCaption>A boat</p><p class=MsoQuote>So it was</p><p class=MsoToc1>Peat 1</p>"
    assert [(kind, text) for kind, text, _ in word(body)] == [
        (Kind.HEADING, "Peat"),
        (Kind.CAPTION, "A boat"),
        (Kind.QUOTATION, "So it was"),
    ]


def test_smart_tags_stay_in_their_sentence_and_comments_leave_it() -> None:
    body = (
        "<p class=MsoNormal>We lived in <st1:City w:st='on'>Assen</st1:City> then"
        "<span class=MsoCommentReference>[FK1]</span>.</p>"
        "<div style='mso-element:comment-list'><p class=MsoCommentText>Check this.</p></div>"
    )
    assert [text for _, text, _ in word(body)] == ["We lived in Assen then."]


def test_a_page_that_word_did_not_write_keeps_its_colons() -> None:
    page = "<p>A <my:tag>word</my:tag> here</p><p class=MyMsoNormal style='mso-list:Ignore'>And here</p>"
    assert "And here" in [b.text for b in read_bytes(page.encode(), "f", ".html").blocks]


# -- minified pages --------------------------------------------------------------------------------------------------


def page(separator: str) -> str:
    turns = separator.join(f"<p><b>{name}:</b> Number {n} and more words</p>" for n, name in enumerate(["Ann", "Bo"] * 4))
    article = f"<article>{separator}<h1>Eels</h1>{separator}{turns}</article>"
    return f"<html><head><title>Eels</title></head><body>{article}</body></html>"


def test_blocks_of_a_page_in_one_line_are_numbered() -> None:
    document = read_bytes(page("").encode(), "f", ".html")
    assert [block.lines for block in document.blocks] == [(n,) for n in range(1, 10)]
    assert document.line_count == 9
    turns = parse(document, ReadingSettings(as_interview=True)).turns
    assert [turn.line for turn in turns if turn.speaker in ("Ann", "Bo")] == list(range(2, 10))


def test_blocks_of_a_page_with_line_breaks_have_their_lines() -> None:
    document = read_bytes(page("\n").encode(), "f", ".html")
    assert [block.line for block in document.blocks] == list(range(2, 11))
    assert document.line_count == 10


def test_a_small_fragment_in_one_line_keeps_its_line() -> None:
    assert [b.line for b in read_bytes(b"\n<p>Ann: Why?</p><p>Bo: So.</p>", "f", ".html").blocks] == [2, 2]
