"""A budget holds for every source: small files that unpack into hours of work are refused, or are read after all."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import CTRL_C_ON
from processes import started

from tts_interview import Settings, batch
from tts_interview.documents import check_budget, child, docx, read_bytes, read_limited
from tts_interview.documents.child import read_apart
from tts_interview.errors import PageKind, SourceError
from tts_interview.model import Block, Document
from tts_interview.settings.parts import Limits, ReadingSettings, SpeechSettings
from tts_interview.settings.selectors import NO_SELECTORS

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

TWINS = Path(__file__).parents[1] / "interviews" / "twins"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
PAGE = "<p>Ann: Why?</p><p>Ben: So.</p>"
TALK = b"Ann: Why?\n\nBen: Because of it.\n"
TOO_MUCH = r"takes more than 1 GB of memory to read|was not read within 4 seconds"


def packed(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def docx_of(body: str, styles: str = "") -> bytes:
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    root = f'<Relationship Id="r1" Type="{office}/officeDocument" Target="word/document.xml"/>'
    inner = f'<Relationship Id="r1" Type="{office}/styles" Target="styles.xml"/>'
    return packed({
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships xmlns="{rels}">{root}</Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{rels}">{inner}</Relationships>',
        "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
    })  # fmt: skip


def epub_of(spine: str) -> bytes:
    manifest = '<manifest><item id="a" href="a.xhtml"/></manifest>'
    container = "urn:oasis:names:tc:opendocument:xmlns:container"
    return packed({
        "META-INF/container.xml": f'<container xmlns="{container}"><rootfile full-path="b.opf"/></container>',
        "b.opf": f'<package xmlns="http://www.idpf.org/2007/opf">{manifest}{spine}</package>',
        "a.xhtml": f"<html><body>{PAGE * 20}</body></html>",
    })  # fmt: skip


def pdf_of(*objects: str | bytes) -> bytes:
    """Return a PDF of one page: the first two objects are its content and its resources, others are numbered from 6."""
    content, resources, *others = objects
    made = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources 5 0 R >>",
        content,
        resources,
        *others,
    ]
    as_bytes = [one if isinstance(one, bytes) else one.encode() for one in made]
    return (
        b"%PDF-1.4\n"
        + b"".join(b"%d 0 obj\n%b\nendobj\n" % pair for pair in enumerate(as_bytes, 1))
        + (b"trailer << /Root 1 0 R >>\n%%EOF")
    )


def stream(data: str | bytes, fields: str = "") -> bytes:
    written = data if isinstance(data, bytes) else data.encode()
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(written), fields.encode(), written)


def wide_characters() -> bytes:
    text = "/CIDInit /ProcSet findresource begin begincmap 1 beginbfrange <00000000> <ffffffff> <0041> endbfrange endcmap end"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    page = stream("BT /F1 12 Tf 72 700 Td (Ann: Why?) Tj ET")
    return pdf_of(page, f"<< /Font << /F1 {font} >> >>", stream(text))


def forms_in_forms() -> bytes:
    def form(inner: int) -> bytes:
        named = " ".join(f"/X{n} {inner} 0 R" for n in range(1))
        box = f"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << {named} >> >>"
        return stream("/X0 Do " * 10, box)

    text = stream(
        "BT /F1 12 Tf 72 700 Td (Ann: Why?) Tj ET",
        "/Type /XObject /Subtype /Form /BBox [0 0 600 800] "
        "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>",
    )
    return pdf_of(stream("/X0 Do " * 10), "<< /XObject << /X0 6 0 R >> >>", *(form(n) for n in range(7, 14)), text)


def packed_twice() -> bytes:
    packer, once = zlib.compressobj(9), bytearray()
    for _ in range(1_000):
        once += packer.compress(b" " * 1_000_000)
    once += packer.flush()
    twice = zlib.compress(bytes(once), 9)
    return pdf_of(stream(twice, "/Filter [/FlateDecode /FlateDecode]"), "<< >>")


def chain_of_styles(length: int) -> bytes:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(length)
    )
    last = f'<w:style w:type="paragraph" w:styleId="s{length}"><w:rPr><w:b/></w:rPr></w:style>'
    line = '<w:p><w:pPr><w:pStyle w:val="s{}"/></w:pPr><w:r><w:t>Ann: Why?</w:t></w:r></w:p>'
    return docx_of("".join(map(line.format, range(length))), styles + last)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("make", [wide_characters, forms_in_forms, packed_twice])
def test_a_small_pdf_that_takes_gigabytes_or_hours_is_refused_in_one_line(make: Callable[[], bytes]) -> None:
    data = make()
    assert len(data) < 5_000
    with pytest.raises(SourceError, match=TOO_MUCH) as refused:
        read_limited(data, "f.pdf", ".pdf", Limits(seconds=4), NO_SELECTORS)
    assert "\n" not in str(refused.value)


def test_words_far_beyond_the_page_are_read() -> None:
    font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    page = pdf_of(stream(f"BT /F1 12 Tf 72 700 Td [(Ann: Why?) -{10**20} (So.)] TJ ET"), font)
    assert [block.text for block in read_limited(page, "f.pdf", ".pdf", Limits(seconds=20), NO_SELECTORS).blocks] == [
        "Ann: Why? So."
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="no other system limits memory")
def test_the_limit_of_memory_is_told() -> None:
    with pytest.raises(SourceError, match=r"f\.pdf takes more than 1 GB of memory to read, the limit: give a shorter source"):
        apart(packed_twice(), ".pdf")


@pytest.mark.timeout(120)
def test_a_small_docx_of_endless_paragraphs_is_refused() -> None:
    data = docx_of("<w:p><w:r><w:t>Ann: Why?</w:t></w:r></w:p>" * 450_000)
    assert len(data) < 100_000
    with pytest.raises(SourceError, match=TOO_MUCH):
        read_limited(data, "f.docx", ".docx", Limits(seconds=4), NO_SELECTORS)


def test_each_style_of_a_long_chain_is_decided_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    named = docx._Styles.named

    def counted(styles: docx._Styles, reference: _Element | None) -> _Element | None:
        looked.append(reference)
        return named(styles, reference)

    monkeypatch.setattr(docx._Styles, "named", counted)
    document = read_bytes(chain_of_styles(300), "f.docx", ".docx")
    assert all(block.emphasis[0].bold for block in document.blocks)
    assert len(looked) < 300 * 8


def test_a_chapter_that_the_spine_repeats_is_read_once() -> None:
    repeated = '<itemref idref="a"/>' * 20_000
    data = epub_of(f"<spine>{repeated}</spine>")
    assert len(data) < 2_500
    assert len(read_bytes(data, "f.epub", ".epub").blocks) == 40


# -- the budget ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("blocks", "what"),
    [
        ((Block("x" * 10_000, (1,)),) * 1_001, "10,010,000 characters, more than 10,000,000"),
        ((Block("x", (1,)),) * 200_001, "200,001 paragraphs, more than 200,000"),
        (tuple(Block("x", (1,), speaker=f"Ann {n}") for n in range(2_001)), "2,001 speakers, more than 2,000"),
    ],
)
def test_a_document_beyond_the_budget_is_refused(blocks: tuple[Block, ...], what: str) -> None:
    with pytest.raises(SourceError, match=what):
        check_budget(Document(blocks), "f", Limits())
    check_budget(Document(blocks), "f", Limits(source_bytes=200_000_000))
    check_budget(Document(blocks[1:]), "f", Limits(source_bytes=1))


def test_the_budget_counts_what_a_reader_returns() -> None:
    cues = "".join(
        f"00:{n // 60:02}:{n % 60:02}.000 --> 00:{n // 60:02}:{n % 60:02}.900\n<v Ann {n}>So.\n\n" for n in range(2_001)
    )
    with pytest.raises(SourceError, match="2,001 speakers"):
        read_bytes(f"WEBVTT\n\n{cues}".encode(), "f.vtt", ".vtt")


# -- the child process -----------------------------------------------------------------------------------------------


def apart(data: bytes, suffix: str = ".txt", limits: Limits = Limits()) -> Document:  # noqa: B008 - it is frozen
    return read_apart(data, f"f{suffix}", suffix, limits, NO_SELECTORS)


@pytest.mark.parametrize("suffix", ["docx", "epub", "pdf", "md", "vtt", "json", "word.htm", "tei.xml"])
def test_a_child_reads_every_format_as_this_process_does(suffix: str) -> None:
    path = TWINS / f"lighthouse.{suffix}"
    data = path.read_bytes()
    here, there = (read(data, path.name, path.suffix, Limits(), NO_SELECTORS) for read in (read_bytes, read_apart))
    assert there == here
    assert [(b.holder, b.linked) for b in there.blocks] == [(b.holder, b.linked) for b in here.blocks]


def test_an_error_of_the_child_is_the_error_of_this_process() -> None:
    with pytest.raises(SourceError, match=r"f\.txt is empty") as here:
        read_bytes(b" ", "f.txt", ".txt")
    with pytest.raises(SourceError) as there:
        apart(b" ")
    assert (str(there.value), there.value.kind) == (str(here.value), here.value.kind)


def reading_raises(error: str) -> str:
    """Return the program of a child whose reader raises an error."""
    broken = f"""
from tts_interview import documents, errors
def fail(*rest):
    raise {error}
documents.read_bytes = fail
answer(request)
"""
    return child._PROGRAM.replace("\nanswer(request)\n", broken)


def test_a_bug_of_a_reader_is_raised_with_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_PROGRAM", reading_raises("KeyError(7)"))
    with pytest.raises(RuntimeError, match=r"(?s)because of a bug.*Traceback.*KeyError: 7"):
        apart(TALK)


def test_an_error_of_the_child_keeps_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_PROGRAM", reading_raises("errors.SourceError('it is cut', errors.PageKind.CUT)"))
    with pytest.raises(SourceError, match="it is cut") as refused:
        apart(TALK)
    assert refused.value.kind is PageKind.CUT


def test_a_reader_that_crashes_is_an_error_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_PROGRAM", "import os; os.abort()")
    with pytest.raises(SourceError, match=r"made its reader crash \(exit code "):
        apart(TALK)


@pytest.fixture
def read_in_children(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the sources that children read."""
    names: list[str] = []

    def noted(data: bytes, name: str, *rest: Any) -> Document:  # noqa: ANN401 - as read_apart takes them
        names.append(name)
        return read_apart(data, name, *rest)

    monkeypatch.setattr("tts_interview.documents.read_apart", noted)
    return names


def test_a_child_reads_what_is_binary_long_or_to_be_isolated(
    read_in_children: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tts_interview.documents._MOST_BYTES_HERE", 1_000)

    def read(data: bytes, suffix: str, limits: Limits = Limits()) -> None:  # noqa: B008
        read_limited(data, f"f{len(read_in_children)}", suffix, limits, NO_SELECTORS)

    read(TALK, ".txt")
    read(TALK * (1_000 // len(TALK)), ".txt")
    assert read_in_children == []
    read((TWINS / "lighthouse.epub").read_bytes(), "")
    read(TALK * 100, ".md")
    read(TALK, ".txt", Limits(isolated=True))
    assert len(read_in_children) == 3


@pytest.mark.timeout(240)
def test_a_source_that_takes_too_long_ends_alone_in_a_batch(tmp_path: Path) -> None:
    sources = [tmp_path / name for name in ("a.txt", "b.pdf", "c.txt")]
    for source, data in zip(sources, (TALK, forms_in_forms(), TALK), strict=True):
        source.write_bytes(data)
    wanted = Settings(
        reading=ReadingSettings(limits=Limits(seconds=4)), speech=SpeechSettings("tone", cache_folder=tmp_path / "c")
    )
    first, second, third = batch(sources, f"{tmp_path}/out/", wanted)
    assert first.rendering
    assert third.rendering
    assert "was not read within 4 seconds, the limit" in str(second.error)


PARENT = """\
import socket, sys
from pathlib import Path
from tts_interview.documents import child
from tts_interview.settings.parts import Limits
from tts_interview.settings.selectors import NO_SELECTORS
hold = f"import socket; held = socket.create_connection(('127.0.0.1', {sys.argv[1]}))"
child._PROGRAM = hold + "\\n" + child._PROGRAM
child.read_apart(Path(sys.argv[2]).read_bytes(), "f", ".pdf", Limits(), NO_SELECTORS)
"""


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_child_ends_with_its_parent(name: str, tmp_path: Path) -> None:
    if os.name == "nt" and name != "SIGTERM":
        pytest.skip("there is one way to end a process there")
    bomb = tmp_path / "f.pdf"
    bomb.write_bytes(forms_in_forms())
    with socket.create_server(("127.0.0.1", 0)) as server:
        command = [sys.executable, "-c", CTRL_C_ON + PARENT, str(server.getsockname()[1]), str(bomb)]
        with started(command, stderr=subprocess.DEVNULL) as parent:
            held = server.accept()[0]
            parent.send_signal(getattr(signal, name))
            parent.wait(60)
    with held:
        held.settimeout(60)
        assert held.recv(1) == b""  # it ended; a time-out would be an error
