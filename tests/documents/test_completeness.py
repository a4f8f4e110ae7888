"""The second reading of the visible text: silent if nothing is lost, an error if a reader drops words."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tts_interview import Block, Document, SourceError, documents
from tts_interview.documents import completeness, read, read_bytes
from tts_interview.documents.html import read_html
from tts_interview.documents.markdown import read_markdown
from tts_interview.settings.parts import Limits

if TYPE_CHECKING:
    from tts_interview.documents import SourceFormat

ROOT = Path(__file__).parent.parent.parent
SUFFIXES = {".txt", *(suffix for known in documents.FORMATS for suffix in known.suffixes)} - {".tsv"}
SOURCES = sorted(
    path
    for folder in ("examples", "tests/interviews")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in SUFFIXES and path.name != "talk.csv"  # its columns must be named
)
TWINS = sorted((ROOT / "tests" / "interviews" / "twins").glob("lighthouse.*"))


def letters(document: Document) -> int:
    return completeness.count("".join([*(block.text for block in document.blocks), *(words for _, words in document.markup)]))


def counted(path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    seen: list[str] = []
    monkeypatch.setattr(completeness, "check_complete", lambda _document, text, *_rest: seen.append(text))
    read(path)
    return completeness.count(seen[0])


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_example_interview_raises_an_alarm(path: Path) -> None:
    assert read(path).blocks


@pytest.mark.parametrize("path", TWINS, ids=lambda path: path.name)
def test_the_second_count_is_close_to_the_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert letters(read(path)) == pytest.approx(counted(path, monkeypatch), rel=0.06)


@pytest.mark.parametrize("path", TWINS, ids=lambda path: path.name)
def test_a_reader_that_drops_text_is_detected(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dropping(known: SourceFormat) -> SourceFormat:
        def read_part(data: bytes, name: str, limits: Limits) -> Document:
            document = known.read(data, name, limits)
            return replace(document, blocks=document.blocks[:-4])

        return replace(known, read=read_part)

    table = tuple(dropping(known) for known in documents.FORMATS)
    monkeypatch.setattr(documents, "FORMATS", table)
    monkeypatch.setattr(documents, "_selected", lambda known, _selectors: known)
    with pytest.raises(SourceError, match=rf"{path.name}: reading would lose \d+ of its \d+ letters"):
        read(path)


@pytest.mark.parametrize(
    "page",
    [
        '<script>if (a < b) { c("<p>not seen</p>") }</script><p>seen</p>',
        '<div data-html="<p>a long preview that nobody sees, only programs do, and it goes on and on</p>">seen</div>',
        "<p hidden>not seen, and it is long enough to be missed if it were counted</p><p>seen</p>",
        '<div style="display: none"><div>one level</div> and still not seen, though it is quite long enough</div>seen',
        '<img hidden alt="x"><p>seen and counted</p>',
        "<template><p>a template of some length that is only for programs</p></template>seen",
        "seen <!-- a comment without an end hides all of the rest of the page, as it does in browsers <p>not seen</p>",
        "<!-- a --> seen <!-- b > c -- d --> too",
        "<title>A title of some length, which stands in the bar of the browser alone</title><p>seen</p>",
        "<svg><text>letters inside of a drawing, and quite a number of them, are not text</text></svg><p>seen</p>",
        "<p>3 < 4 and 5 > 4, and R&amp;D &lt;b&gt; &eacute;t&eacute; &#233; &unknown;</p>",
        "<p>Ann: <laughs> Yes <3</p>",
        "<p>never closed <b>bold <i>both</b> italic</i> <p>next <li>item <td>cell",
        "<table><tr><td>one<td>two<tr><td>three</table>after",
        "<noscript><p>for the few who read without programs, a text of some length stands here</p></noscript>seen",
        "<iframe src=x>an old browser would show this text, which is long enough to be missed</iframe><p>seen</p>",
        "<select><option>One<option>Two</select><textarea>words in a box</textarea><button>Send</button>",
        "<pre>  kept\n  as it   is </pre><ruby>漢<rt>kan</rt></ruby>",
        "<?xml version='1.0'?><!DOCTYPE html><html><meta charset=utf-8><body class='overflow-hidden'>seen</body></html>",
        "<video controls>This text is for browsers that cannot show a film, and it is long</video><p>seen</p>",
        "<p title='a > b'>seen</p><p title=\"it's\">seen</p>",
        "<p>a<!-->b</p><p>c<!--->d</p>",
        "<math><mi>abcdefghijklmnopqrstuvwxyz</mi><mi>abcdefghijklmnopqrstuvwxyz</mi></math>seen",
        "<body><p>seen</p></body></html><p>after the end</p>",
        "<a href=x><p>block in a link</p></a><h1>head<p>inside</h1>",
        "<style>p::after { content: 'not a word of this is seen by anybody who reads the page' }</style><p>seen</p>",
    ],
)
def test_a_strange_page_raises_no_false_alarm(page: str) -> None:
    assert read_bytes(page.encode(), "page.html", ".html").blocks


@pytest.mark.parametrize(
    "source",
    [
        "[a](https://example.org/a/long/address/that/nobody/sees/or/hears/at/all_(really) 'and a title of some length') b",
        "[a][ref]\n\n[ref]: https://example.org/some/long/path/that/nobody/sees/or/hears/at/all 'and a title of some length'\n",
        "```python and other words that say what the code is, which nobody sees on the page\nprint(1)\n```",
        "<div class='a-long-name-that-nobody-sees' data-more='another long value that nobody sees'>seen</div>",
        "---\ntitle: A title\nsummary: a long summary which is never part of what is read, since it is metadata\n---\nseen",
        "a <!-- comment of some length\nover two lines that nobody sees --> b",
        "&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;seen",
        "![alt](very/long/address/of/a/picture/that/nobody/sees/or/hears/at/all/in/the/whole/page.png)",
        "[![alt](inner/address/of/a/picture/that/is/long.png)](https://example.org/outer/address/that/is/long)",
        "<https://example.org/auto> and https://example.org/bare and a@b.example",
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n1. one\n2. two\n\n* * *\n\nTitle\n=====",
        "\\*not\\* \\[a\\](b) `code <b>` ``a ` b``",
        "> > deep\n> - list\n>   1. more\n\n    indented",
        "<b>**both**</b> <i>a</i> <br/> <unknown-tag>x</unknown-tag> <laughs> 3 < 4",
        "Ann[^1]\n\n[^1]: A note of some length that the page shows where Markdown knows no footnotes",
    ],
)
def test_strange_markdown_raises_no_false_alarm(source: str) -> None:
    assert read_bytes(source.encode(), "page.md", ".md").blocks


def test_a_transcript_with_additional_fields_raises_no_false_alarm() -> None:
    words = [{"startTime": n, "body": "counted-once"} for n in range(20)]
    content = {"segments": [{"speaker": "A long name of a speaker", "body": "counted-once " * 20, "words": words}]}
    assert read_bytes(json.dumps(content).encode(), "t.json", ".json").blocks


def test_markdown_that_the_parser_drops_for_its_nesting_is_an_error() -> None:
    nested = "\n".join(f"{'  ' * depth}- item {depth}" for depth in range(300))
    with pytest.raises(SourceError, match=r"reading would lose \d+ of its"):
        read_bytes(nested.encode(), "page.md", ".md")


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (["one two three four five six"], "seven eight nine ten eleven twelve"),
        (["seven eight nine ten eleven twelve"], "one two three four five six"),
        (["one two three nine ten eleven twelve"], "four five six seven eight"),
    ],
)
def test_the_error_quotes_the_first_words_that_would_be_lost_with_their_line(kept: list[str], expected: str) -> None:
    words = "one two three four five six seven eight nine ten eleven twelve"
    seen = f"{words} {'thirteen ' * 40}"
    source = f"<p>\n{words.replace(' ', chr(10))} {'thirteen ' * 40}</p>"
    document = Document(tuple(Block(text, (1,)) for text in kept), markup=((1, "thirteen " * 30),))
    with pytest.raises(SourceError) as caught:
        completeness.check_complete(document, seen, "page.html", source)
    line = 2 + words.split().index(expected.split(maxsplit=1)[0])
    assert f'letters, from "{expected}' in str(caught.value)
    assert f'" on line {line};' in str(caught.value)


def test_words_in_another_order_are_not_the_lost_ones() -> None:
    document = Document((Block("one two", (1,)), Block("five six seven eight", (1,)), Block("three four", (1,))))
    with pytest.raises(SourceError, match='letters, from "lost lost lost lost lost lost lost lost'):
        completeness.check_complete(document, f"one two three four five six seven eight {'lost ' * 20}", "f")


def test_the_error_of_a_binary_file_quotes_the_words_without_a_line() -> None:
    with pytest.raises(SourceError, match=r'from "words that nobody reads any more they are \.\.\.";'):
        completeness.check_complete(Document(()), "words that nobody reads any more they are gone for good", "f", "")


def test_numbers_of_list_items_are_counted() -> None:
    numbers = "".join(f"{n}. item\n" for n in range(1, 300))
    document = read_bytes(numbers.encode(), "page.md", ".md")
    with pytest.raises(SourceError, match="reading would lose"):
        completeness.check_complete(replace(document, markup=()), numbers, "page.md")


def test_html_that_the_parser_drops_for_its_nesting_is_an_error() -> None:
    with pytest.raises(SourceError, match="nests its elements so deeply"):
        read_bytes(b"<div>" * 50_000 + b"deep" * 20 + b"</div>" * 50_000, "page.html", ".html")


# -- properties ------------------------------------------------------------------------------------------------------


LONG = "Kestrelbay" * 6 + " "
MARKDOWN = [
    "# ",
    "> ",
    "- ",
    "1. ",
    "**",
    "_",
    "`",
    "``",
    "\n",
    "\n\n",
    "[",
    "](",
    ")",
    "]: ",
    "![",
    "<b>",
    "</b>",
    "<div>",
    "\\",
    LONG,
    "---\n",
]
HTML = ["<p>", "</p>", "<b>", "</b>", "<br>", f"<p hidden>{LONG}</p>", "<div>", "</div>", "<li>", "<td>", "<a b='c > d'>", LONG]


@settings(derandomize=True)
@given(st.lists(st.sampled_from(MARKDOWN), max_size=40))
def test_random_markdown_raises_no_false_alarm(parts: list[str]) -> None:
    source = "".join([LONG, "\n\n", *parts])
    completeness.check_complete(read_markdown(source), completeness.seen_markdown(source.encode(), "f", Limits()), "f")


@settings(derandomize=True)
@given(st.lists(st.sampled_from(HTML), max_size=40))
def test_random_pages_raise_no_false_alarm(parts: list[str]) -> None:
    source = "".join([LONG, *parts])
    completeness.check_complete(read_html(source), completeness.seen_html(source.encode(), "f", Limits()), "f")


@given(
    st.lists(st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<br>", "<div hidden>", "</div>", "<!--", "-->", "word ", "&lt;"]))
)
def test_the_count_of_a_page_never_exceeds_its_letters(parts: list[str]) -> None:
    page = "".join(parts)
    assert completeness.count(completeness.seen_html(page.encode(), "f", Limits())) <= completeness.count(page)
