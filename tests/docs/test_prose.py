"""The documentation is short, plain English: lengths of pages and sentences, and a dialect that is not to come back."""

from __future__ import annotations

import ast
import re
from statistics import median
from typing import TYPE_CHECKING

import pytest
from documentation import ROOT, Page, pages, words_in, written_pages

from tts_interview.cli import cli
from tts_interview.settings.options import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import click

LONGEST_README, LONGEST_PAGE = 150, 300
LONGEST_SENTENCE, LONGEST_MEDIAN = 35, 14

# Phrases that make readers translate, each with what is meant.
DIALECT = {
    r"(?<![Tt]here )\b(?:is|are) no \w+": 'write "is not a ..."',
    r"\bbe (?:it|they)\b": 'write "whether ... or ..."',
    r"\banew\b": 'write "again"',
    r"\bas ever\b": 'write "as usual"',
    r"\b(?:is|are|was|were|be) told\b": "name who reports what",
    r"\bbesides\b": 'write "also"',
    r"\bfor (?:who|whoever)\b": "give the clause a noun",
    r"(?:^|[.:;] )What (?:of|is|was|has|can)\b(?![^.]*\?)": "begin with the subject",
    r"(?:^|[.:;] )Whether\b": "begin with the subject",
    r"(?:^|[.:;] )(?:Where|Who)\b(?![^.]*[?,])": "begin with the subject",
    r"\b(?:here|there) (?:stands|stand|lies|lie)\b": 'write "is"',
    r"\bof (?:one|her|his|their) own making\b": "name the thing",
    r"\bthe house\b": "name the thing",
    r"\b[Hh]e who\b": 'write "the person who"',
    r"\ba room of its own\b": "name the module",
    r"\bby who\b": "give the clause a noun",
    r"\bthe truth about\b": 'write "the note about"',
}


def dialect_in(text: str) -> Iterator[str]:
    """The phrases of the dialect in a text, with what to write."""
    for pattern, remedy in DIALECT.items():
        for found in re.finditer(pattern, text, re.M):
            start = text.rfind("\n", 0, found.start()) + 1
            yield f"{text[start : found.end() + 30].splitlines()[0].strip()!r}: {remedy}"


def help_texts(command: click.Command, name: str = "tts-interview") -> Iterator[tuple[str, str]]:
    """The help of a command, of its options and of the commands in it."""
    yield name, command.help or ""
    for option in command.params:
        yield f"{name} {option.name}", getattr(option, "help", None) or ""
    for inner in getattr(command, "commands", {}).values():
        yield from help_texts(inner, f"{name} {inner.name}")


def messages(module: Path) -> Iterator[str]:
    """The texts of errors, warnings and notices in a module; a value stands in a text as X."""
    speaking = {"on_notice", "notice", "note", "warn", "say", "echo"}
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        called = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Raise) or called in speaking or called.endswith("Error"):
            for part in ast.walk(node):
                if isinstance(part, ast.JoinedStr):
                    yield "".join(str(v.value) if isinstance(v, ast.Constant) else "X" for v in part.values)
                elif isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_no_page_is_too_long(page: Page) -> None:
    most = LONGEST_README if page.path.parent == ROOT else LONGEST_PAGE
    assert page.text.count("\n") <= most


@pytest.mark.parametrize("page", written_pages(), ids=lambda page: page.name)
def test_no_sentence_is_too_long(page: Page) -> None:
    assert not [s for s in (*page.sentences(), *page.cells()) if words_in(s) > LONGEST_SENTENCE]


def test_half_of_all_sentences_are_short() -> None:
    lengths = [words_in(sentence) for page in written_pages() for sentence in page.sentences()]
    assert len(lengths) > 300
    assert median(lengths) <= LONGEST_MEDIAN


@pytest.mark.parametrize("page", written_pages(), ids=lambda page: page.name)
def test_no_page_speaks_the_dialect(page: Page) -> None:
    assert not list(dialect_in(page.prose()))


def test_no_help_text_speaks_the_dialect() -> None:
    assert not [f"{name}: {found}" for name, text in help_texts(cli) for found in dialect_in(text)]


def test_no_message_speaks_the_dialect_or_is_too_long() -> None:
    modules = sorted((ROOT / "tts_interview").rglob("*.py"))
    found = {text for module in modules for text in messages(module) if len(text.split()) > 3}
    assert len(found) > 400
    assert not [hit for text in found for hit in dialect_in(text)]
    assert not [text for text in found if words_in(text) > LONGEST_SENTENCE]


def test_an_error_of_the_library_names_arguments_and_no_flag() -> None:
    modules = [m for m in (ROOT / "tts_interview").rglob("*.py") if not {"cli", "options"} & set(m.parts)]
    found = {text for module in modules for text in messages(module)}
    # A flag that follows the name of a command belongs to that command.
    flags = {re.sub(r'"?(?:tts-interview|parse|pip)\b[^"]*"?', "", text) for text in found}
    assert not [text for text in flags if re.search(r"(?<![\w-])--[a-z]", text)]
    fields = {option.field for option in OPTIONS}
    name = r"`[a-z]+\.[a-z_.]+`"
    assert {field.strip("`") for text in found for field in re.findall(name, text)} <= fields
    # Without backticks, the command line could not tell a field from the name of a file.
    assert not [text for text in found if any(re.search(rf"(?<![\w.`]){re.escape(f)}\b", text) for f in fields if "." in f)]
    assert {name for text in found for name in re.findall(r"(?:speech|sound|publishing|reading)(?:\.[a-z_]+)+", text)} <= fields


def test_the_dialect_is_recognised() -> None:
    old = '"9" is no pace. It is told besides. What of a page is the article. Whether it is so. Made for who listens.'
    assert len(list(dialect_in(old))) == 6
    assert not list(dialect_in("There is no network. What is it? Where a page is long, cut it."))
