"""Read DOCX: mammoth converts it to HTML, which the HTML reader reads.

mammoth sees bold and italic only if a run sets them, so the emphasis of styles is first written into the runs.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tts_interview.documents.containers import parse_xml, unpack
from tts_interview.documents.html import read_fragment
from tts_interview.documents.page_titles import file_title
from tts_interview.errors import SourceError
from tts_interview.language.written_dates import iso_date
from tts_interview.model import Block, Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from tts_interview.settings.parts import Limits

_MAIN, _STYLES, _CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_MARGINS = re.compile(r"word/(?:header|footer)\d*\.xml")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CORE_FIELD = {"title": "{http://purl.org/dc/elements/1.1/}title", "date": "{http://purl.org/dc/terms/}created"}
_OFF = frozenset({"0", "false", "off"})
_STYLE_MAP = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='Image Caption'] => p.caption:fresh
"""
# mammoth puts the notes after the text, each in an item with such an id and an arrow back.
_NOTES_LIST = re.compile(r'<ol>(?=<li id="(?:foot|end)note-)(.*?)</ol>', re.S)
_BACK = re.compile(r'\s*<a href="#(?:foot|end)note-ref-[^"]*">[^<]*</a>')


def read_docx(data: bytes, name: str, limits: Limits) -> Document:
    """Read headings, lists, notes, image descriptions, bold and italic, including those of styles.

    Notes, page headers and page footers become furniture at the end; lines are numbers of blocks. Raises SourceError if the
    file is damaged or not DOCX.
    """
    parts = unpack(data, name, limits, lambda part: part.endswith((".xml", ".rels")))
    if _MAIN not in parts:
        raise SourceError(f"{name} is not a DOCX file (it has no {_MAIN}): open it in a word processor and save it as DOCX")
    trees = {part: parse_xml(content, name, part) for part, content in parts.items()}
    _write_styles_into_runs(trees)
    _remove_dangling_references(trees)
    blocks = [*read_fragment(_html(trees, name)), *_margins(trees)]
    return Document(
        tuple(replace(block, lines=(number,) * len(block.lines)) for number, block in enumerate(blocks, start=1)),
        title=file_title(_core(trees, "title")),
        date=iso_date(_core(trees, "date")),
        line_count=len(blocks),
    )


def _html(trees: dict[str, _Element], name: str) -> str:
    import mammoth
    from lxml import etree

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part, tree in trees.items():
            archive.writestr(part, etree.tostring(tree, encoding="utf-8", xml_declaration=True))
    # A style map inside the document could drop text. Of images, only the descriptions are wanted.
    without_picture = mammoth.images.img_element(lambda _image: {"src": ""})
    try:
        done = mammoth.convert_to_html(
            packed, style_map=_STYLE_MAP, include_embedded_style_map=False, convert_image=without_picture
        )
    except Exception as error:  # mammoth raises anything for a broken document
        raise SourceError(
            f"{name} cannot be read as DOCX ({error or type(error).__name__}): save it again, or as text"
        ) from error
    html = _BACK.sub("", done.value)
    return _NOTES_LIST.sub(r"<aside><ol>\1</ol></aside>", html)


@dataclass(frozen=True, slots=True)
class _Styles:
    """The styles of a document by their identifiers, that of paragraphs without one, and what was decided about each."""

    by_id: dict[str | None, _Element]
    default: _Element | None
    decided: dict[tuple[_Element, str], bool | None] = field(default_factory=dict)

    def named(self, reference: _Element | None) -> _Element | None:
        """Return the style that an element refers to."""
        return None if reference is None else self.by_id.get(reference.get(f"{_W}val"))

    def decide(self, style: _Element | None, mark: str) -> bool | None:
        """Return what a style or the nearest style it is based on sets for the mark; None if none sets it."""
        chain: list[_Element] = []
        found = None
        while style is not None and (style, mark) not in self.decided and found is None:
            chain.append(style)
            self.decided[style, mark] = None  # a chain that leads back to itself ends here
            found = style.find(f"{_W}rPr/{_W}{mark}")
            style = self.named(style.find(f"{_W}basedOn"))
        inherited = None if style is None else self.decided.get((style, mark))
        decided = inherited if found is None else (found.get(f"{_W}val") or "1") not in _OFF
        self.decided.update(dict.fromkeys(((one, mark) for one in chain), decided))
        return decided


def _write_styles_into_runs(trees: dict[str, _Element]) -> None:
    """Give every run the bold and italic of its styles, unless it sets them itself."""
    from lxml import etree

    by_id = {style.get(f"{_W}styleId"): style for style in _found(trees, _STYLES, "style")}
    default = next((s for s in by_id.values() if s.get(f"{_W}type") == "paragraph" and s.get(f"{_W}default") == "1"), None)
    styles = _Styles(by_id, default)
    for part in (_MAIN, *_NOTES):
        for run in _found(trees, part, "r"):
            properties = run.find(f"{_W}rPr")
            if properties is None:
                properties = etree.SubElement(run, f"{_W}rPr")
            for mark in ("b", "i"):
                if properties.find(_W + mark) is None and _inherits(run, properties, styles, mark):
                    etree.SubElement(properties, _W + mark)


def _remove_dangling_references(trees: dict[str, _Element]) -> None:
    """Remove the references to notes that the file does not have, for which mammoth would refuse it."""
    for part, kind in zip(_NOTES, ("footnote", "endnote"), strict=True):
        notes = {note.get(f"{_W}id") for note in _found(trees, part, kind)}
        for place in (_MAIN, *_NOTES):
            for reference in list(_found(trees, place, f"{kind}Reference")):
                if reference.get(f"{_W}id") not in notes and (parent := reference.getparent()) is not None:
                    parent.remove(reference)


def _inherits(run: _Element, properties: _Element, styles: _Styles, mark: str) -> bool:
    """Return whether the style of the run, or else that of its paragraph, turns the mark on."""
    paragraph = next(run.iterancestors(f"{_W}p"), None)
    of_run = styles.named(properties.find(f"{_W}rStyle"))
    of_paragraph = None if paragraph is None else styles.named(paragraph.find(f"{_W}pPr/{_W}pStyle"))
    decided = styles.decide(of_run, mark)
    if decided is None and not _is_heading(of_paragraph):
        decided = styles.decide(styles.default if of_paragraph is None else of_paragraph, mark)
    return bool(decided)


def _is_heading(style: _Element | None) -> bool:
    """Return whether a style is for headings: these are bold as a whole, which does not set any words off."""
    name = None if style is None else style.find(f"{_W}name")
    return name is not None and (name.get(f"{_W}val") or "").lower().startswith(("heading", "title"))


def _margins(trees: dict[str, _Element]) -> Iterator[Block]:
    """Find the lines of page headers and footers, each once."""
    found: dict[str, None] = {}
    for part in sorted(filter(_MARGINS.fullmatch, trees)):
        for paragraph in _found(trees, part, "p"):
            text = " ".join("".join(t.text or "" for t in paragraph.iter(f"{_W}t")).split())
            found.setdefault(text)
    yield from (Block(text, (1,), furniture=True) for text in found if text)


def _found(trees: dict[str, _Element], part: str, tag: str) -> Iterator[_Element]:
    return trees[part].iter(_W + tag) if part in trees else iter(())


def _core(trees: dict[str, _Element], field: str) -> str:
    return (trees[_CORE].findtext(_CORE_FIELD[field]) or "").strip() if _CORE in trees else ""
