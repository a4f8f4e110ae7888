"""Reading of sources: encodings, formats, lines, kinds, emphasis, and completeness."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_interview import Block, Kind, Reason, Role, SourceError
from tts_interview.documents import joined, read, read_bytes
from tts_interview.documents.html import read_html
from tts_interview.documents.markdown import read_markdown
from tts_interview.documents.text import read_plain
from tts_interview.errors import PageKind
from tts_interview.parsing import parse
from tts_interview.settings.parts import ReadingSettings

if TYPE_CHECKING:
    from pathlib import Path


def texts(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks]


def bold(block: Block) -> list[str]:
    return [block.text[e.start : e.end] for e in block.emphasis if e.bold]


# -- errors ----------------------------------------------------------------------------------------------------------


def test_the_error_for_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nothing\.txt does not exist: check the path"):
        read(tmp_path / "nothing.txt")


def test_a_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is a folder: give the file"):
        read(tmp_path)


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_an_error(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"page\.txt is empty"):
        read_bytes(data, "page.txt", ".txt")


def test_a_page_of_markup_alone_is_an_error() -> None:
    with pytest.raises(SourceError, match="no visible text"):
        read_bytes(b"<html><body><script>x = 1</script></body></html>", "page.html", ".html")


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, b"PK\x03\x04\x00\x00\x00\x00" * 50])
def test_a_binary_file_is_an_error(data: bytes) -> None:
    with pytest.raises(SourceError, match="is neither text nor"):
        read_bytes(data, "picture.txt", ".txt")


# -- encodings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "windows-1252"])
def test_encodings_are_detected(encoding: str) -> None:
    document = read_bytes("Müller: “Où?” – ça".encode(encoding), "page.txt", ".txt")
    assert texts(document.blocks) == ["Müller: “Où?” – ça"]


def test_letters_and_their_accents_are_composed() -> None:
    page = "<p>Mu\u0308ller: <b>Ou\u0300?</b></p>".encode()
    (block,) = read_bytes(page, "page.html", ".html").blocks
    assert block.text == "Müller: Où?"
    assert [block.text[emphasis.start : emphasis.end] for emphasis in block.emphasis] == ["Où?"]


def test_a_declared_encoding_is_used_if_the_bytes_are_not_utf8() -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body><p>Łódź</p></body></html>'
    assert texts(read_bytes(page.encode("iso-8859-2"), "p", ".html").blocks) == ["Łódź"]


def test_a_declared_codec_that_does_not_decode_text_is_ignored() -> None:
    page = b'<html><head><meta charset="zip"></head><body><p>caf\xe9</p></body></html>'
    assert texts(read_bytes(page, "p", ".html").blocks) == ["café"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_kind_of_newline_ends_a_line(newline: str) -> None:
    document = read_bytes(newline.join(["Title", "", "Ann: Hello"]).encode(), "p", ".txt")
    assert [(b.text, b.line) for b in document.blocks] == [("Title", 1), ("Ann: Hello", 3)]


# -- the table of formats --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<!DOCTYPE html><p>x</p>", "html"),
        ("  <html><body>x</body></html>", "html"),
        ("**Ann:** Hello\n\n**Ben:** Hi", "markdown"),
        ("# A title\n\nwords", "markdown"),
        ("---\ntitle: T\n---\nwords", "markdown"),
        ("Ann: 3 < 4 and 5 > 4", "plain"),
        ("A price of *ten* or #5", "plain"),
    ],
)
def test_a_text_without_suffix_is_read_by_its_look(text: str, kind: str) -> None:
    readers = {"html": read_html, "markdown": read_markdown, "plain": read_plain}
    assert read_bytes(text.encode(), "the text", "").blocks == readers[kind](text).blocks


def test_a_stream_is_read_like_a_file(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("Ann: Hello", encoding="utf-8")
    assert read(io.BytesIO(b"Ann: Hello")).blocks == read(tmp_path / "page.txt").blocks


# -- plain text ------------------------------------------------------------------------------------------------------


def test_wrapped_lines_form_one_paragraph_and_keep_their_line_numbers() -> None:
    document = read_plain("Ann: Hello\nthere, how\nare you?\n\nBen: Fine.")
    assert [(b.text, b.lines) for b in document.blocks] == [
        ("Ann: Hello\nthere, how\nare you?", (1, 2, 3)),
        ("Ben: Fine.", (5,)),
    ]
    assert document.blocks[0].line_at(len("Ann: Hello\nthere")) == 2


def test_long_lines_are_separate_paragraphs() -> None:
    document = read_plain(f"Ann: {'word ' * 40}\nBen: {'word ' * 40}")
    assert [b.line for b in document.blocks] == [1, 2]


# -- Markdown --------------------------------------------------------------------------------------------------------


def test_bold_labels_survive_in_every_spelling() -> None:
    for source in ("**Ann:** Hello", "**Ann**: Hello", "__Ann:__ Hello", "<b>Ann:</b> Hello", "**Ann:**Hello"):
        block = read_markdown(source).blocks[0]
        assert block.text.replace(" ", "") == "Ann:Hello"
        assert [b.rstrip(":") for b in bold(block)] == ["Ann"]


def test_front_matter_is_metadata_and_not_text() -> None:
    document = read_markdown("---\ntitle: The title\ndate: 2026-01-02\nguest: Ann Lee\n---\n\nBen: Hello")
    assert (document.title, document.date, document.people) == ("The title", "2026-01-02", (("Ann Lee", Role.GUEST),))
    assert [(b.text, b.line) for b in document.blocks] == [("Ben: Hello", 7)]


@pytest.mark.parametrize("day", ["2026-13-45", "2026-02-30", "0000-00-00"])
def test_a_day_that_does_not_exist_is_not_a_date(day: str) -> None:
    assert read_markdown(f"---\ndate: {day}\n---\n\nBen: Hello").date == ""


@pytest.mark.parametrize("head", ["---\n- a\n- list\n---\n", "---\nkey: [broken\n---\n", "---\njust words\n---\n"])
def test_a_head_that_is_not_front_matter_stays_in_the_text(head: str) -> None:
    shown = "".join(texts(read_markdown(head + "Ann: Hello").blocks))
    assert all(word in shown for word in re.findall(r"[a-z]+", head))


def test_front_matter_cannot_make_objects() -> None:
    document = read_markdown("---\ntitle: !!python/object/apply:os.getcwd []\n---\nAnn: Hello")
    assert document.title in ("", "[]")


def repeated(field: str) -> str:
    """Make front matter of a few lines whose field expands to a thousand million words."""
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
    return f"---\na0: &a0 [{', '.join('x' * 10)}]\n{levels}{field}\n---\n"


@pytest.mark.parametrize("field", ["guests: *a9", "language: *a9", "title: *a9", "alias: *a9", "author: {name: *a9}"])
def test_front_matter_that_expands_without_bound_is_read_as_text(field: str) -> None:
    document = read_markdown(f"{repeated(field)}Ann: Hello")
    assert (document.people, document.language) == ((), "")


def test_front_matter_may_use_aliases() -> None:
    document = read_markdown("---\ninterviewer: &ann Ann Lee\nguests: [Ben Ray, *ann]\n---\nAnn: Hello")
    assert [name for name, _ in document.people] == ["Ann Lee", "Ben Ray", "Ann Lee"]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("t.html", "<title>A&#27;B</title><p>Ann: Where&#27;[31m is it&#31;?</p>"),
        ("t.md", '---\ntitle: "A\\x1bB\\ud800"\nguest: "Ann\\x1b"\n---\nAnn: Where&#27;[31m is it\x1b?'),
        ("t.json", '{"segments": [{"speaker": "Ann\\ud800", "body": "Where\\u001b[31m is\\u0000 it\\udfff?"}]}'),
        ("t.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann&#27;>Where&#27;[31m is it?\n"),
    ],
)
def test_no_document_has_control_characters_or_lone_surrogates(name: str, source: str) -> None:
    document = read_bytes(source.encode(), name, f".{name.partition('.')[2]}")
    people = "".join(who for who, _ in document.people)
    held = f"{document.title}{people}" + "".join(f"{block.text}{block.speaker}" for block in document.blocks)
    assert held.isprintable()
    assert re.search("Where[ \ufffd]?\\[31m is", held)


def test_indented_lines_are_not_code() -> None:
    assert texts(read_markdown("     Q    Thank you for coming.").blocks) == ["Q    Thank you for coming."]


def test_images_become_descriptions() -> None:
    kinds = [(b.kind, b.text) for b in read_markdown("![A red door](door.png)\n\nAnn: Hello").blocks]
    assert kinds == [(Kind.IMAGE, "A red door"), (Kind.PARAGRAPH, "Ann: Hello")]


def test_kinds_and_lines_of_markdown() -> None:
    source = "# Title\n\n> quoted\n\n- item\n\n```\nfenced\n```\n"
    found = [(b.kind, b.text, b.line) for b in read_markdown(source).blocks]
    assert found == [
        (Kind.HEADING, "Title", 1),
        (Kind.QUOTATION, "quoted", 3),
        (Kind.LIST_ITEM, "item", 5),
        (Kind.PARAGRAPH, "fenced", 8),
    ]


def test_the_address_of_a_link_is_not_visible() -> None:
    assert texts(read_markdown("See [the page](https://example.org/x).").blocks) == ["See the page."]


# -- what Markdown takes for markup ----------------------------------------------------------------------------------


def markup(source: str) -> list[tuple[int, str]]:
    return list(read_markdown(source).markup)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Ben:\n\n1973.\n\nAnn:\n\nAnd then?", ["Ben:", "1973.", "Ann:", "And then?"]),
        ("1973. I remember it *well*.\nYes.", ["1973. I remember it well.\nYes."]),
        ("1973. was bad\n1974. was worse", ["1973. was bad", "1974. was worse"]),
        ("1973.\n\n      - a list\n\n12) # A heading", ["1973.", "a list", "12)", "A heading"]),
        ("> 40. years\n\n> later", ["40. years", "later"]),
        ("1. one\n2. two\n7. seven", ["one", "two", "7. seven"]),
        ("1. one\n2. two\n\n1973. Then came the flood.", ["one", "two", "1973. Then came the flood."]),
        ("1. one\n   1973. inside\n2. two", ["one\n1973. inside", "two"]),
    ],
)
def test_a_number_that_does_not_count_up_is_text(source: str, expected: list[str]) -> None:
    assert [text for text in texts(read_markdown(source).blocks) if text] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1. one\n2. two\n3. three", [(1, "1. 2. 3.")]),
        ("1. one\n1. two\n1. three", [(1, "1. 1. 1.")]),
        ("0) zero\n1) one", [(1, "0) 1)")]),
        ("1. Why?\n\nSo.\n\n2. When?\n\nThen.\n\n3. Who?\n\nI.", [(1, "1."), (5, "2."), (9, "3.")]),
        ("1. one\n   1. inside\n   2. inside\n2. two", [(2, "1. 2."), (1, "1. 2.")]),
        ("- 1. one\n- 2. two", [(1, "1."), (2, "2.")]),
        ("1. one\n2. two\n\nWords\n\n1. again", [(1, "1. 2."), (6, "1.")]),
    ],
)
def test_numbers_that_count_up_are_markup(source: str, expected: list[tuple[int, str]]) -> None:
    document = read_markdown(source)
    assert list(document.markup) == expected
    assert not any(re.search(r"\d[.)]", text) for text in texts(document.blocks))


def test_the_number_before_a_paragraph_moves_its_emphasis() -> None:
    (block,) = read_markdown("1973. I **well** remember it.").blocks
    assert (block.kind, bold(block)) == (Kind.PARAGRAPH, ["well"])


def test_definitions_of_links_are_markup() -> None:
    source = "See [a] and [b c][b].\n\n[a]: https://a.example\n[B]: <x.html>\n  'A title'\n\n> [c]: mailto:c@d.example\n"
    assert markup(source) == [(3, "[a]: https://a.example"), (4, "[B]: <x.html> 'A title'"), (7, "[c]: mailto:c@d.example")]
    assert texts(read_markdown(source).blocks) == ["See a and b c."]


@pytest.mark.parametrize("source", ["[Ann]: Yes.", "[Ann Lee]: No!", "[Q]:\nReally?", "[Ann]: Never (ever)"])
def test_a_label_in_brackets_before_a_single_word_is_text(source: str) -> None:
    document = read_markdown(source)
    assert (texts(document.blocks), document.markup) == ([source], ())


@pytest.mark.parametrize("tag", ["<laughs>", "<v Ann>", "<Laughs>"])
def test_a_word_in_angle_brackets_is_text(tag: str) -> None:
    assert texts(read_markdown(f"Ann: {tag} Yes").blocks) == [f"Ann: {tag} Yes"]


@pytest.mark.parametrize("tags", ["<kbd>Yes", "<my-tag>Yes</my-tag>", "<laugh>Yes</laugh>", "Yes<!-- laughs -->", "<br/>Yes"])
def test_real_and_closed_tags_are_not_text(tags: str) -> None:
    assert texts(read_markdown(f"Ann: {tags}").blocks)[0].split() == ["Ann:", "Yes"]


def test_the_language_of_a_code_block_is_markup() -> None:
    assert markup("```python title\nprint(1)\n```\n\n~~~\nx\n~~~") == [(1, "python title")]


@pytest.mark.parametrize("source", ["1. Why?\n2. When?\n\n[a]: https://a.example 'words'\n\n1973. So.", "Ben:\n\n1973.\n"])
def test_markup_is_in_the_ledger(source: str) -> None:
    document = read_bytes(f"**Ann:** Why?\n\n**Ben:** So.\n\n{source}".encode(), "f", ".md")
    transcript = parse(document, ReadingSettings(as_interview=True))
    assert [(e.line, e.text) for e in transcript.left_out if e.reason is Reason.MARKUP] == list(document.markup)
    assert "1973." in transcript.turns[-1].text


def test_markup_of_later_pages_has_lines_after_the_first() -> None:
    parts = [read_bytes(b"1. one\n2. two\n", "f", ".md"), read_bytes(b"Words\n\n1. again\n", "g", ".md")]
    assert joined(parts).markup == ((1, "1. 2."), (5, "1."))


# -- HTML ------------------------------------------------------------------------------------------------------------


def test_a_page_keeps_headings_bold_lines_and_metadata() -> None:
    document = read_html(
        '<html lang="en-GB"><head><title>T | Site</title><meta property="og:title" content="T">'
        '<meta property="article:published_time" content="2026-02-09T07:30:00Z"></head>\n'
        "<body>\n<h1>T</h1>\n<p><strong>Ann:</strong> Hello</p></body></html>"
    )
    assert (document.title, document.date, document.language) == ("T", "2026-02-09", "en-GB")
    assert [(b.kind, b.line) for b in document.blocks] == [(Kind.HEADING, 3), (Kind.PARAGRAPH, 4)]
    assert bold(document.blocks[1]) == ["Ann:"]


def test_bold_by_style_is_bold() -> None:
    block = read_html('<p><span style="font-weight: 700">Why?</span></p>').blocks[0]
    assert bold(block) == ["Why?"]


def test_a_label_split_by_tags_is_one_word() -> None:
    assert texts(read_html("<p><b>A</b><b>nn</b>: Hello</p>").blocks) == ["Ann: Hello"]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>secret()</script>",
        "<style>secret{}</style>",
        "<template>secret</template>",
        "<p hidden>secret</p>",
        '<p style="display:none">secret</p>',
        "<!-- secret -->",
    ],
)
def test_invisible_elements_are_not_text(hidden: str) -> None:
    assert texts(read_html(f"<body>{hidden}<p>seen</p></body>").blocks) == ["seen"]


@pytest.mark.parametrize(
    "around",
    ["<nav>{}</nav>", "<footer>{}</footer>", "<aside>{}</aside>", "<form>{}</form>", '<div class="share-bar">{}</div>'],
)
def test_furniture_is_marked_and_kept(around: str) -> None:
    blocks = read_html(f"<body>{around.format('extra')}<p>seen</p></body>").blocks
    assert [(b.text, b.furniture) for b in blocks] == [("extra", True), ("seen", False)]


def test_blocks_outside_the_article_are_furniture() -> None:
    blocks = read_html("<body><p>before</p><article><p>inside</p></article><p>after</p></body>").blocks
    assert [b.furniture for b in blocks] == [True, False, True]


def test_an_article_behind_an_open_dialogue_is_still_read() -> None:
    blocks = read_html('<main aria-hidden="true"><p>Ann: Hello</p></main><p>Accept cookies</p>').blocks
    assert [(b.text, b.furniture) for b in blocks] == [("Ann: Hello", False), ("Accept cookies", True)]


def test_an_empty_article_does_not_turn_the_page_into_furniture() -> None:
    blocks = read_html("<body><article></article><p>Ann: Hello</p></body>").blocks
    assert [b.furniture for b in blocks] == [False]


def test_captions_and_descriptions_have_their_own_kinds() -> None:
    blocks = read_html('<figure><img alt="a door"><figcaption>The door</figcaption></figure>').blocks
    assert [(b.kind, b.text) for b in blocks] == [(Kind.IMAGE, "a door"), (Kind.CAPTION, "The door")]


def test_a_line_break_ends_a_line_but_not_the_paragraph() -> None:
    block = read_html("<p>Ann: one<br>\nBen: two</p>").blocks[0]
    assert block.text == "Ann: one\nBen: two"


def test_deep_nesting_keeps_the_text() -> None:
    assert texts(read_html("<div>" * 1500 + "deep" + "</div>" * 1500).blocks) == ["deep"]


def test_nesting_that_would_lose_text_is_an_error() -> None:
    with pytest.raises(SourceError, match="nests its elements so deeply"):
        read_html("<div>" * 50_000 + "deep" + "</div>" * 50_000)


# -- properties ------------------------------------------------------------------------------------------------------

words = st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="<>&"), max_size=200)


def letters(text: str) -> str:
    return "".join(text.split())


@given(st.lists(words, max_size=8))
def test_plain_text_keeps_every_character(parts: list[str]) -> None:
    source = "\n".join(parts)
    assert letters("".join(texts(read_plain(source).blocks))) == letters(source)


@given(st.lists(words.filter(lambda text: bool(text.strip())), min_size=1, max_size=6))
def test_html_keeps_every_character_of_its_paragraphs(parts: list[str]) -> None:
    page = "".join(f"<p>{part}</p>" for part in parts)
    assert letters("".join(texts(read_html(page).blocks))) == letters("".join(parts))


@given(st.text(max_size=300))
def test_markdown_never_fails_and_its_emphasis_is_inside_the_text(source: str) -> None:
    for block in read_markdown(source).blocks:
        assert all(0 <= e.start <= e.end <= len(block.text) for e in block.emphasis)
        assert len(block.lines) >= 1


@given(st.text(max_size=300))
def test_html_never_fails_on_any_text(source: str) -> None:
    for block in read_html(source).blocks:
        assert block.text.strip()
        assert len(block.lines) == block.text.count("\n") + 1


@pytest.mark.parametrize(("data", "suffix"), [(b"", ".txt"), (b" \n\n", ".md"), (b"<p> </p><img src='a.png'>", ".html")])
def test_a_source_without_text_is_an_error_of_its_kind(data: bytes, suffix: str) -> None:
    with pytest.raises(SourceError) as refused:
        read_bytes(data, "page", suffix)
    assert refused.value.kind is PageKind.EMPTY
