"""Every source format: the text and furniture of real files, and protection against hostile ones."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tts_interview import Block, Kind, Role, SourceError, Transcript
from tts_interview.documents import FORMATS, read, read_bytes
from tts_interview.parsing import parse
from tts_interview.settings.parts import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from tts_interview.model import Document

Docx: TypeAlias = Any  # python-docx says only in part what its objects hold
INTERVIEWS = Path(__file__).parent.parent / "interviews"
TWINS = INTERVIEWS / "twins"


# Documents are immutable, so tests share them.
read_once = cache(read)


def texts(document: Document, *, furniture: bool = False) -> list[str]:
    return [block.text for block in document.blocks if block.furniture == furniture]


def emphasised(block: Block) -> list[tuple[str, bool, bool]]:
    return [(block.text[e.start : e.end], e.bold, e.italic) for e in block.emphasis]


def vtt(payload: str) -> Document:
    return read_bytes(f"WEBVTT\n\n{payload}".encode(), "captions", ".vtt")


def cues(*payloads: str) -> str:
    return "\n".join(f"00:{n:02d}.000 --> 00:{n + 1:02d}.000\n{payload}\n" for n, payload in enumerate(payloads))


def said(transcript: Transcript) -> list[tuple[str, str, str]]:
    turns = [turn for turn in transcript.turns if turn.role is not Role.NARRATOR]
    return [(turn.speaker, turn.role.value, " ".join(turn.text.split())) for turn in turns]


# -- one interview in every format -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "suffix",
    """
    .docx .epub .pdf .srt .vtt .json .csv .otr .ohms.xml .ohms-vtt.xml .tei.xml .akn.xml .tagged.txt .word.htm
    """.split(),
)
def test_a_twin_has_the_turns_of_the_markdown(suffix: str) -> None:
    original = parse(read_once(TWINS / "lighthouse.md"))
    assert len(said(original)) == 12
    assert said(parse(read_once(TWINS / f"lighthouse{suffix}"))) == said(original)


def test_the_twin_of_a_speech_recogniser_has_the_words_of_the_markdown() -> None:
    twin, original = (said(parse(read_once(TWINS / f"lighthouse{suffix}"))) for suffix in (".whisperx.json", ".md"))
    assert [words for *_, words in twin] == [words for *_, words in original]
    assert {name for name, *_ in twin} == {"Speaker_00", "Speaker_01"}


@pytest.mark.parametrize("suffix", [".docx", ".epub", ".pdf", ".word.htm"])
def test_a_twin_has_the_title_of_the_markdown(suffix: str) -> None:
    assert parse(read_once(TWINS / f"lighthouse{suffix}")).title == "The keeper who kept the weather"


@pytest.mark.parametrize("suffix", [".docx", ".epub"])
def test_a_twin_has_the_introduction_of_the_markdown_without_a_caption(suffix: str) -> None:
    twin, original = (parse(read_once(TWINS / f"lighthouse{s}")) for s in (suffix, ".md"))
    assert twin.turns[0].text == original.turns[0].text


@pytest.mark.parametrize("suffix", [".vtt", ".json"])
def test_the_voices_of_a_twin_are_its_speakers(suffix: str) -> None:
    blocks = read_once(TWINS / f"lighthouse{suffix}").blocks
    assert [b.speaker for b in blocks] == ["Odile Brandt", "Prof. Marit Solheim"] * 6
    assert {b.kind for b in blocks} == {Kind.CUE}


@pytest.mark.parametrize("suffix", [".md", ".vtt", ".srt", ".json"])
def test_the_line_numbers_of_a_twin_are_those_of_its_file(suffix: str) -> None:
    path = TWINS / f"lighthouse{suffix}"
    lines = path.read_text(encoding="utf-8").splitlines()
    document = read_once(path)
    assert document.line_count == len(lines)
    for block in document.blocks:
        for number, text in zip(block.lines, block.text.split("\n"), strict=True):
            assert text.split()[-1].strip("*") in lines[number - 1]


# -- the table -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".docx", ".epub", ".pdf", ".vtt"])
def test_a_wrong_suffix_does_not_hide_the_format(suffix: str) -> None:
    path = TWINS / f"lighthouse{suffix}"
    assert read_bytes(path.read_bytes(), "f", ".txt").blocks == read_once(path).blocks


@pytest.mark.parametrize("suffix", [".srt", ".json"])
def test_a_text_format_is_recognised_without_its_suffix(suffix: str) -> None:
    path = TWINS / f"lighthouse{suffix}"
    assert read(io.BytesIO(path.read_bytes())).blocks == read_once(path).blocks


@pytest.mark.parametrize(
    "text", ["1\nAnn: Hello", "WEBVTT is a format\n\nAnn: Hello", '["just", "words"]', '{"a": 1} Ann: Hello']
)
def test_a_text_that_begins_like_another_format_is_still_text(text: str) -> None:
    assert " ".join(texts(read_bytes(text.encode(), "f", ""))).split() == text.split()


def test_the_error_for_an_unknown_binary_file_lists_the_formats() -> None:
    with pytest.raises(SourceError) as caught:
        read_bytes(b"\x7fELF" + bytes(range(256)) * 9, "song.bin", ".bin")
    assert all(known.suffixes[0] in str(caught.value) for known in FORMATS if known.suffixes)


@pytest.mark.parametrize("data", [b"{\\rtf1\\ansi Ann: Hello}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99])
def test_the_error_for_an_old_word_processor_file_names_docx(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"save it as \.docx"):
        read_bytes(data, "page.doc", ".doc")


def test_a_source_is_refused_as_soon_as_it_exceeds_the_limit(tmp_path: Path) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0
            self.given += size
            return b"a" * size

    endless: Any = Endless()
    with pytest.raises(SourceError, match=r"larger than 3 MB"):
        read(endless, Limits(source_bytes=3_000_000))
    assert endless.given < 6_000_000
    (tmp_path / "big.txt").write_text("Ann: Hello", encoding="utf-8")
    with pytest.raises(SourceError, match=r"big\.txt is larger"):
        read(tmp_path / "big.txt", Limits(source_bytes=9))
    assert texts(read(tmp_path / "big.txt", Limits(source_bytes=10))) == ["Ann: Hello"]


# -- subtitles -------------------------------------------------------------------------------------------------------


def test_cues_of_one_voice_form_one_paragraph_with_their_lines() -> None:
    document = vtt(cues("<v Ann>One", "<v Ann>two\nthree", "<v Ben>Four"))
    assert [(b.speaker, b.text, b.lines) for b in document.blocks] == [
        ("Ann", "One\ntwo\nthree", (4, 7, 8)),
        ("Ben", "Four", (11,)),
    ]


@pytest.mark.parametrize(
    ("payload", "speaker", "text"),
    [
        ("<v.loud.first Ann Lee>Hello</v>", "Ann Lee", "Hello"),
        ("<v Ann Lee:>Ann Lee: Hello", "Ann Lee", "Hello"),
        ("<v Ann Lee>Ann Lee: Hello", "Ann Lee", "Hello"),
        ("<v Ann Lee>Ann Leeds: Hello", "Ann Lee", "Ann Leeds: Hello"),
        ("<v Ann &amp; Ben>Hello", "Ann & Ben", "Hello"),
        ("<v Ann>R&amp;D &lt;now&gt;&nbsp;here", "Ann", "R&D <now> here"),
        ("<c.yellow>Hel</c>lo <00:01.000>there", "", "Hello there"),
        ("<v Ann><laughs> Yes", "Ann", "<laughs> Yes"),
        ("3 < 4 and 5 > 4", "", "3 < 4 and 5 > 4"),
    ],
)
def test_a_cue_gives_its_voice_and_its_words(payload: str, speaker: str, text: str) -> None:
    assert [(b.speaker, b.text) for b in vtt(cues(payload)).blocks] == [(speaker, text)]


def test_several_voices_in_a_cue_are_several_blocks() -> None:
    blocks = vtt(cues("<v Ann>Ready?</v> <v Ben>Ready.</v>\n<v Ann>Go.")).blocks
    assert [(b.speaker, b.text) for b in blocks] == [("Ann", "Ready?"), ("Ben", "Ready."), ("Ann", "Go.")]


def test_a_voice_ends_with_its_cue() -> None:
    assert [b.speaker for b in vtt(cues("<v Ann>Hello", "Somebody")).blocks] == ["Ann", ""]


def test_emphasis_of_captions_is_kept_and_ends_with_its_cue() -> None:
    block = vtt(cues("<v Ann>so <i>very</i> <b>old", "and new")).blocks[0]
    assert emphasised(block) == [("very", False, True), ("old", True, False)]


def test_notes_styles_and_regions_are_not_text() -> None:
    head = "WEBVTT - made by hand\nKind: captions\n\nNOTE\nsecret one\nsecret two\n\nSTYLE\n::cue { }\n\nREGION\nid:a\n\n"
    document = read_bytes(f"{head}intro\n{cues('Seen')}\nNOTE secret".encode(), "f", ".vtt")
    assert texts(document) == ["Seen"]


def test_words_after_an_empty_line_inside_a_cue_are_not_lost() -> None:
    assert texts(vtt(cues("One\n\ntwo", "three"))) == ["One\ntwo\nthree"]


def test_cues_without_empty_lines_between_them_are_cues() -> None:
    source = "00:01.000 --> 00:02.000 align:start\nOne\n00:02.000 --> 00:03.000\ntwo"
    assert texts(vtt(source)) == ["One\ntwo"]


@pytest.mark.parametrize("opening", [">> And you?", "- And you?", "-And you?", "Sarah: And you?"])
def test_a_new_turn_in_the_words_opens_a_block(opening: str) -> None:
    assert texts(vtt(cues("I am well.", opening))) == ["I am well.", opening]


@pytest.mark.parametrize("going_on", ["-- and you?", "and this: you", "12:30 is late", "well-known"])
def test_words_that_only_resemble_a_label_open_no_block(going_on: str) -> None:
    assert len(vtt(cues("I am well,", going_on)).blocks) == 1


def test_a_long_answer_becomes_paragraphs_that_end_with_a_sentence() -> None:
    blocks = vtt(cues(*["I kept bees for years and they never", "once thanked me for it."] * 25)).blocks
    assert len(blocks) > 1
    assert all(b.text.endswith("it.") and len(b.text) < 750 for b in blocks)


def test_repeated_lines_of_rolling_captions_are_furniture() -> None:
    lines = ["so we came", "to the harbour", "and the ferry", "had gone", "without us"]
    document = vtt(cues(*["\n".join(pair) for pair in pairwise(lines)]))
    assert texts(document) == ["\n".join(lines)]
    assert texts(document, furniture=True) == ["\n".join(lines[1:-1])]


def test_words_that_a_speaker_repeats_are_kept() -> None:
    spoken = ["Yes.", "Yes.", "It was late.", "No ferry came.", "We waited.", "Then snow fell.", "A lot of it."]
    assert texts(vtt(cues(*spoken))) == ["\n".join(spoken)]


def test_only_numbers_times_and_placements_of_subrip_are_dropped() -> None:
    first = "1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}<i>Sarah:</i> In 1998\r\n2001\r\n\r\n"
    source = f"{first}2\r\n00:00:02,500 --> 00:00:03,000\r\nwe met.\r\n"
    block = read_bytes(source.encode(), "f", ".srt").blocks[0]
    assert (block.text, block.lines) == ("Sarah: In 1998\n2001\nwe met.", (3, 4, 8))
    assert emphasised(block) == [("Sarah:", False, True)]


# -- JSON ------------------------------------------------------------------------------------------------------------


def from_json(content: object, indent: int | None = None) -> list[tuple[str, str]]:
    return [(b.speaker, b.text) for b in read_bytes(json.dumps(content, indent=indent).encode(), "t.json", ".json").blocks]


def test_segments_of_one_speaker_are_joined_and_a_missing_speaker_is_the_last_one() -> None:
    segments = [{"speaker": "Ann", "body": "One"}, {"body": "two"}, {"speaker": "Ben", "startTime": 1, "body": "Three"}]
    assert from_json({"version": "1.0.0", "segments": segments}) == [("Ann", "One\ntwo"), ("Ben", "Three")]


def test_the_formats_of_data_sets_are_read() -> None:
    assert from_json({"utt": ["One", "two", "Three"], "speaker": ["ANN, host", "ANN, host"]}) == [
        ("ANN, host", "One\ntwo\nThree"),
    ]
    assert from_json([{"name": "Ann", "text": "One"}, {"name": "Ben", "text": "Two"}]) == [("Ann", "One"), ("Ben", "Two")]


def test_the_line_of_a_segment_is_that_of_its_words_or_its_number() -> None:
    content = {"segments": [{"speaker": "Ann", "body": 'a "body": b'}, {"speaker": "Ben", "body": "c"}]}
    for indent, expected in ((1, [5, 9]), (None, [1, 2])):
        blocks = read_bytes(json.dumps(content, indent=indent).encode(), "t", ".json").blocks
        assert [b.line for b in blocks] == expected


def test_the_error_for_invalid_json_names_the_line() -> None:
    with pytest.raises(SourceError, match=r"t\.json, line 3: invalid JSON"):
        read_bytes(b'{"segments": [\n{"body": "a"},\n{"body" "b"}]}', "t.json", ".json")


@pytest.mark.parametrize("field", ["segments", "utterances", "transcription", "chunks"])
def test_segments_of_speech_recognisers_are_read_without_their_words(field: str) -> None:
    words = [{"word": "Why", "start": 0.0}, {"word": "salt?", "start": 0.4}]
    segments = [{"start": 0.0, "end": 0.9, "text": " Why salt?", "words": words}, {"start": 1.0, "text": " It was there."}]
    source = {"text": " Why salt? It was there.", field: segments, "language": "norwegian"}
    document = read_bytes(json.dumps(source, indent=1).encode(), "t.json", ".json")
    assert [(b.speaker, b.text, b.kind) for b in document.blocks] == [("", "Why salt?\nIt was there.", Kind.CUE)]
    assert (document.timed, document.language, document.blocks[0].lines) == (True, "no", (7, 21))


def test_a_list_of_diarised_segments_is_read() -> None:
    segments = [{"speaker": "SPEAKER_00", "start": 0.1, "text": "Why?"}, {"speaker": "SPEAKER_01", "start": 0.9, "text": "So."}]
    assert from_json(segments) == [("SPEAKER_00", "Why?"), ("SPEAKER_01", "So.")]


def test_json_without_times_is_not_timed() -> None:
    assert not read_bytes(b'[{"speaker": "Ann", "text": "Why?"}]', "t", ".json").timed


def test_other_json_is_refused_without_its_suffix_too() -> None:
    with pytest.raises(SourceError, match="JSON but not a transcript"):
        read_bytes(b'{"name": "a package", "version": 3}', "t", ".txt")


@pytest.mark.parametrize("source", ['{"a": [1, 2]}', "[]", "3", '{"segments": {"body": "a"}}', '{"segments": [{"body": 4}]}'])
def test_json_that_is_not_a_transcript_is_an_error(source: str) -> None:
    with pytest.raises(SourceError, match="JSON but not a transcript"):
        read_bytes(source.encode(), "t.json", ".json")


def test_json_nested_without_end_is_an_error() -> None:
    with pytest.raises(SourceError, match="nests its JSON too deeply"):
        read_bytes(b"[" * 100_000 + b"]" * 100_000, "t.json", ".json")


# -- oTranscribe -----------------------------------------------------------------------------------------------------


def otr(page: str) -> bytes:
    return json.dumps({"text": page, "media": "eels.mp3", "media-time": 4.2}).encode()


@pytest.mark.parametrize("suffix", [".otr", ""])
def test_time_stamps_of_otranscribe_are_not_words(suffix: str) -> None:
    stamp = '<span class="timestamp" contenteditable="false" data-timestamp="4.2">0:04</span>'
    page = f"<p>{stamp}<b>Ann:</b> At 0:04?</p><p>{stamp}&nbsp;<b>Bo:</b> So &lt;there&gt;.<br />Yes.</p>"
    assert [(b.text, b.lines) for b in read_bytes(otr(page), "f", suffix).blocks] == [
        ("Ann: At 0:04?", (1,)),
        ("Bo: So <there>.\nYes.", (2, 2)),
    ]


@pytest.mark.parametrize("source", [b'{"text": "plain"}', b'{"media": "a.mp3"}', b"Ann: Hello", b'{"text": ["<p>"]}'])
def test_another_file_with_the_suffix_of_otranscribe_is_an_error(source: bytes) -> None:
    with pytest.raises(SourceError, match="not a file of oTranscribe"):
        read_bytes(source, "f.otr", ".otr")


# -- DOCX ------------------------------------------------------------------------------------------------------------


def docx_of(write: Callable[[Docx], object]) -> bytes:
    made = docx.Document()
    for style in made.styles:
        if style.type is WD_STYLE_TYPE.TABLE:  # these make up most of the template, and no test uses them
            style.element.getparent().remove(style.element)
    write(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def read_docx(write: Callable[[Docx], object]) -> Document:
    return read_bytes(docx_of(write), "page.docx", ".docx")


def test_headings_lists_quotations_and_breaks_of_a_docx() -> None:
    def write(made: Docx) -> None:
        made.add_heading("The title", 0)
        made.add_heading("A chapter", 2)
        made.add_paragraph("Ann: One").add_run().add_break()
        made.add_paragraph("item", style="List Bullet")
        made.add_paragraph("quoted", style="Quote")
        made.add_paragraph("A red door", style="Caption")
        made.paragraphs[2].add_run("two")

    found = [(b.kind, b.level, b.text, b.line) for b in read_docx(write).blocks]
    assert found == [
        (Kind.HEADING, 1, "The title", 1),
        (Kind.HEADING, 2, "A chapter", 2),
        (Kind.PARAGRAPH, 0, "Ann: One\ntwo", 3),
        (Kind.LIST_ITEM, 0, "item", 4),
        (Kind.QUOTATION, 0, "quoted", 5),
        (Kind.CAPTION, 0, "A red door", 6),
    ]


def test_bold_and_italic_of_runs_and_of_styles_survive() -> None:
    def write(made: Docx) -> None:
        question = made.styles.add_style("Question", 1)
        question.font.bold = True
        follow_up = made.styles.add_style("Follow-up", 1)
        follow_up.base_style = question
        follow_up.font.italic = True
        aside = made.styles.add_style("Aside", 2)
        aside.font.italic = True
        made.add_paragraph("Why?", style="Question").add_run(" Really?").bold = False
        made.add_paragraph("And then?", style="Follow-up")
        plain = made.add_paragraph("I was ")
        plain.add_run("late", style="Aside")
        plain.add_run(" and wet").bold = True

    assert [emphasised(b) for b in read_docx(write).blocks] == [
        [("Why?", True, False)],
        [("And then?", True, True)],
        [("late", False, True), (" and wet", True, False)],
    ]


def test_a_heading_is_not_bold_because_its_style_is() -> None:
    assert read_docx(lambda made: made.add_heading("Why?", 1)).blocks[0].emphasis == ()


def test_the_metadata_of_a_docx_are_read_but_its_author_is_not_a_speaker() -> None:
    def write(made: Docx) -> None:
        made.core_properties.title, made.core_properties.author = "The title", "Ann Lee"
        made.add_paragraph("Ben: Hello")

    document = read_docx(write)
    assert (document.title, document.people, document.line_count) == ("The title", (), 1)
    assert document.date == "2013-12-23"  # the date of python-docx's template


def test_page_headers_and_footers_of_a_docx_are_furniture() -> None:
    def write(made: Docx) -> None:
        made.sections[0].header.paragraphs[0].text = "The Harbour Review"
        made.sections[0].footer.paragraphs[0].text = "Copyright"
        made.add_paragraph("Ben: Hello")

    document = read_docx(write)
    assert texts(document) == ["Ben: Hello"]
    assert sorted(texts(document, furniture=True)) == ["Copyright", "The Harbour Review"]


def test_tracked_insertions_are_read_and_deletions_are_not() -> None:
    def write(made: Docx) -> None:
        paragraph = made.add_paragraph("Ann: I was ")
        for tag, text_tag, text in (("w:del", "w:delText", "early"), ("w:ins", "w:t", "late")):
            change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
            words.text = text
            run.append(words)
            change.append(run)
            paragraph._p.append(change)

    assert texts(read_docx(write)) == ["Ann: I was late"]


def test_the_description_of_an_image_is_a_separate_block() -> None:
    def write(made: Docx) -> None:
        made.add_picture(str(TWINS / "tower.png"))
        made.paragraphs[0]._p.find(f".//{qn('wp:docPr')}").set("descr", "A white tower")
        made.add_paragraph("Ann: Hello")

    assert [(b.kind, b.text) for b in read_docx(write).blocks] == [
        (Kind.IMAGE, "A white tower"),
        (Kind.PARAGRAPH, "Ann: Hello"),
    ]


def with_footnote(data: bytes) -> bytes:
    """Add a footnote to a DOCX, which python-docx cannot do."""
    head = '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    note = f'{head}<w:footnote w:id="2"><w:p><w:r><w:t>The harbour of Tarn.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    relation = '<Relationship Id="rIdN" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"'
    return repacked(
        data,
        {
            "word/document.xml": lambda part: part.replace("</w:r></w:p>", '<w:footnoteReference w:id="2"/></w:r></w:p>', 1),
            "word/_rels/document.xml.rels": lambda p: p.replace("</Rel", f'{relation} Target="footnotes.xml"/></Rel', 1),
        },
        {"word/footnotes.xml": note.encode()},
    )


def repacked(data: bytes, changes: dict[str, Callable[[str], str]], added: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, changes[name](part.decode()).encode() if name in changes else part)
        for name, part in added.items():
            new.writestr(name, part)
    return stream.getvalue()


def test_footnotes_are_kept_as_furniture_at_the_end() -> None:
    data = with_footnote(docx_of(lambda made: (made.add_paragraph("Ann: Hello"), made.add_paragraph("Ben: Hi"))))
    document = read_bytes(data, "f", ".docx")
    assert texts(document) == ["Ann: Hello[1]", "Ben: Hi"]
    assert texts(document, furniture=True) == ["The harbour of Tarn."]


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_reference_to_a_note_that_is_missing_is_left_out(kind: str) -> None:
    def refer(part: str) -> str:
        return part.replace("</w:r></w:p>", f'<w:{kind}Reference w:id="9"/></w:r></w:p>', 1)

    data = repacked(docx_of(lambda made: made.add_paragraph("Ann: Hello")), {"word/document.xml": refer}, {})
    assert texts(read_bytes(data, "f", ".docx")) == ["Ann: Hello"]


# -- EPUB ------------------------------------------------------------------------------------------------------------


def epub_of(chapters: dict[str, str], spine: str, manifest: str = "", guide: str = "") -> bytes:
    """Make an EPUB whose chapters are in a folder."""
    items = "".join(f'<item id="{n}" href="text/{n}.xhtml" media-type="application/xhtml+xml"/>' for n in chapters)
    package = (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The book</dc:title><dc:creator>Ann Lee</dc:creator>'
        f"<dc:date>2026-05-06T00:00:00Z</dc:date><dc:language>en-GB</dc:language><dc:publisher>The Tide</dc:publisher>"
        f"<dc:source>https://tide.example/book</dc:source><dc:rights>All rights reserved</dc:rights></metadata>"
        f"<manifest>{manifest or items}</manifest><spine>{spine}</spine><guide>{guide}</guide></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("OPS/book.opf", package)
        for name, body in chapters.items():
            archive.writestr(f"OPS/text/{name}.xhtml", body)
    return stream.getvalue()


def test_chapters_come_in_the_order_of_the_spine_with_the_metadata() -> None:
    spine = '<itemref idref="b"/><itemref idref="a"/>'
    document = read_bytes(epub_of({"a": "<p>Ben: Two</p>", "b": "<p>Ann: <b>One</b></p>"}, spine), "book", ".epub")
    assert [(b.text, b.line) for b in document.blocks] == [("Ann: One", 1), ("Ben: Two", 2)]
    assert (document.title, document.date, document.language, document.people) == ("The book", "2026-05-06", "en-GB", ())
    assert (document.publisher, document.license) == ("The Tide", "All rights reserved")
    assert document.link == "https://tide.example/book"


def test_covers_and_contents_of_an_epub_are_furniture() -> None:
    manifest = '<item id="toc" href="text/toc.xhtml" properties="nav"/>'
    manifest += "".join(f'<item id="{n}" href="text/{n}.xhtml"/>' for n in ("cover", "a", "x"))
    spine = '<itemref idref="cover"/><itemref idref="toc"/><itemref idref="a"/><itemref idref="x" linear="no"/>'
    guide = '<reference type="cover" href="text/cover.xhtml#top"/>'
    bodies = {n: f"<p>{n}</p>" for n in ("cover", "toc", "a", "x")}
    document = read_bytes(epub_of(bodies, spine, manifest, guide), "book", ".epub")
    assert [(b.text, b.furniture) for b in document.blocks] == [("cover", True), ("toc", True), ("a", False), ("x", True)]


def test_an_element_closed_at_once_does_not_swallow_its_chapter() -> None:
    page = '<html><head><title/><script src="a.js"/></head><body><p><a id="x"/>Ann: one<br/>two</p></body></html>'
    assert texts(read_bytes(epub_of({"a": page}, '<itemref idref="a"/>'), "book", ".epub")) == ["Ann: one\ntwo"]


def test_a_chapter_locked_by_its_seller_is_an_error() -> None:
    data = epub_of({"a": "<p>Ann: Hello</p>"}, '<itemref idref="a"/>')
    reference = '<CipherData><CipherReference URI="OPS/text/a.xhtml"/></CipherData>'
    locked = repacked(data, {}, {"META-INF/encryption.xml": f"<encryption>{reference}</encryption>".encode()})
    with pytest.raises(SourceError, match="locked by its seller"):
        read_bytes(locked, "book", ".epub")


# -- PDF -------------------------------------------------------------------------------------------------------------


def test_two_columns_are_read_in_order_and_divided_words_rejoined() -> None:
    pdf, markdown = (read_once(INTERVIEWS / "pdf" / f"columns{s}") for s in (".pdf", ".md"))
    words = [" ".join(text.split()) for text in texts(pdf)]
    assert words == [" ".join(text.split()) for text in texts(markdown)]


def test_bold_questions_and_headings_of_a_pdf_are_recognised() -> None:
    blocks = [b for b in read_once(INTERVIEWS / "pdf" / "columns.pdf").blocks if not b.furniture]
    assert [b.text for b in blocks if b.kind is Kind.HEADING] == ["Bread for six hundred"]
    bold = [b.text for b in blocks if emphasised(b) == [(b.text, True, False)]]
    assert len(bold) == 6
    assert all(text.endswith(("?", "biscuit.")) for text in bold)


def test_repeated_margins_are_furniture() -> None:
    document = read_once(INTERVIEWS / "pdf" / "columns.pdf")
    header = "The Skarholm Quarterly"
    assert texts(document, furniture=True) == [header, "Summer issue, page 1", header, "Summer issue, page 2"]
    numbers = [number for block in document.blocks for number in block.lines]
    assert sorted(numbers) == list(range(1, document.line_count + 1))


def pdf_of(content: str, extra: str = "") -> bytes:
    """Make a PDF of one page with a content stream, without the table of references, which readers rebuild."""
    stream = content.encode("latin-1")
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page]
    body = "".join(f"{n} 0 obj\n{o}\nendobj\n" for n, o in enumerate(objects, 1))
    body += f"4 0 obj\n<< /Length {len(stream)} >>\nstream\n{content}\nendstream\nendobj\n5 0 obj\n{font}\nendobj\n"
    return f"%PDF-1.4\n{body}trailer\n<< /Root 1 0 R {extra} >>\n%%EOF\n".encode("latin-1")


def test_the_error_for_a_pdf_without_text_suggests_text_recognition() -> None:
    with pytest.raises(SourceError, match=r"scan\.pdf has no text, only pictures.*OCR"):
        read_bytes(pdf_of("0 0 600 800 re f"), "scan.pdf", ".pdf")


@pytest.mark.parametrize("data", [b"%PDF-1.7\n1 0 obj\n" + b"\xff\x00junk" * 99, b"%PDF-1.4 obj\n%%EOF", pdf_of("x")[:200]])
def test_a_damaged_pdf_is_an_error(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"f\.pdf (?:is damaged|has no text)"):
        read_bytes(data, "f.pdf", ".pdf")


def test_a_pdf_locked_with_a_password_is_an_error() -> None:
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'00' * 32}> /U <{'11' * 32}> /P -4 >> /ID [<00> <00>]"
    with pytest.raises(SourceError, match="locked with a password"):
        read_bytes(pdf_of("BT /F1 12 Tf 72 700 Td (Ann: Hello) Tj ET", lock), "f.pdf", ".pdf")


def test_changes_of_font_and_line_do_not_divide_words_and_paragraphs() -> None:
    content = "BT /F1 12 Tf 72 700 Td (Ann) Tj (: Hello) Tj 0 -14 Td (there.) Tj 0 -40 Td (Ben: Hi) Tj ET"
    assert texts(read_bytes(pdf_of(content), "f.pdf", ".pdf")) == ["Ann: Hello\nthere.", "Ben: Hi"]


# -- hostile files ---------------------------------------------------------------------------------------------------

SMALL = Limits(source_bytes=500_000)


def test_a_zip_bomb_is_refused_whatever_size_it_declares() -> None:
    bomb = b"<p>Ann: Hello</p>" + b" " * 3_000_000
    book = epub_of({"a": bomb.decode()}, '<itemref idref="a"/>')
    page = repacked(docx_of(lambda made: made.add_paragraph("Ann: Hello")), {}, {"word/glossary.xml": bomb})
    for data, suffix in ((book, ".epub"), (page, ".docx")):
        assert len(data) < 100_000
        for source in (data, data.replace(len(bomb).to_bytes(4, "little"), (99).to_bytes(4, "little"))):
            with pytest.raises(SourceError, match=r"unpacks to more than|is damaged"):
                read_bytes(source, "f", suffix, SMALL)
        with pytest.raises(SourceError, match="unpacks to more than"):
            read_bytes(data, "f", suffix, SMALL)


def test_a_pdf_stream_that_unpacks_beyond_the_limit_is_refused() -> None:
    packed = zlib.compress(b"BT ET " * 500_000)
    head = f"%PDF-1.4\n1 0 obj\n<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
    with pytest.raises(SourceError, match="unpacks to more than"):
        read_bytes(head + packed + b"\nendstream\nendobj\n", "f.pdf", ".pdf", SMALL)


def test_a_container_with_too_many_files_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(20_001):
            archive.writestr(f"word/document.xml{number}", b"")
    with pytest.raises(SourceError, match="more than 20000 files"):
        read_bytes(stream.getvalue(), "f.docx", ".docx")


def test_names_that_lead_out_of_a_container_write_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    data = epub_of({"a": "<p>Ann: Hello</p>"}, '<itemref idref="a"/>')
    data = repacked(data, {}, {"../../evil.xhtml": b"<p>evil</p>", "/tmp/evil.xml": b"<a/>"})  # noqa: S108 - only a name
    assert texts(read_bytes(data, "f.epub", ".epub")) == ["Ann: Hello"]
    assert list(tmp_path.iterdir()) == []


ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "{}"><!ENTITY c SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "docProps/core.xml"])
def test_entities_in_a_docx_are_refused(part: str) -> None:
    def declare(xml: str) -> str:
        return ENTITIES.format("lol" * 1000) + xml.partition("?>")[2]

    data = repacked(docx_of(lambda made: made.add_paragraph("Ann: Hello")), {part: declare}, {})
    with pytest.raises(SourceError, match="declares XML entities"):
        read_bytes(data, "f.docx", ".docx")


def test_entities_in_an_epub_are_refused_or_stay_unread() -> None:
    data = epub_of({"a": ENTITIES.format("lol") + "<p>Ann: &c; Hello</p>"}, '<itemref idref="a"/>')
    assert texts(read_bytes(data, "f.epub", ".epub"))[-1] == "Ann: &c; Hello"
    declared = repacked(data, {"OPS/book.opf": lambda xml: ENTITIES.format("lol") + xml.partition("?>")[2]}, {})
    with pytest.raises(SourceError, match="declares XML entities"):
        read_bytes(declared, "f.epub", ".epub")


@pytest.mark.parametrize(
    ("data", "suffix", "message"),
    [
        (b"PK\x03\x04 and then nothing", ".docx", "is damaged"),
        (b"Ann: Hello", ".docx", "is damaged"),
        (b"Ann: Hello", ".epub", "is damaged"),
        (b"Ann: Hello", ".pdf", "is damaged or not a PDF"),
    ],
)
def test_content_that_contradicts_its_suffix_is_an_error(data: bytes, suffix: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read_bytes(data, f"f{suffix}", suffix)


def test_a_container_of_another_format_is_an_error() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("content.xml", "<a/>")
    for suffix, message in ((".docx", "not a DOCX file"), (".epub", "not an EPUB file"), (".zip", "is neither text nor")):
        with pytest.raises(SourceError, match=message):
            read_bytes(stream.getvalue(), "f", suffix)


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml"])
def test_a_damaged_part_of_a_docx_is_an_error(part: str) -> None:
    whole = docx_of(lambda made: made.add_paragraph("Ann: Hello"))
    with pytest.raises(SourceError, match=f"part {part} is not valid XML"):
        read_bytes(repacked(whole, {part: lambda xml: xml[: len(xml) // 2]}, {}), "f", ".docx")


def test_a_style_that_is_based_on_itself_does_not_hang() -> None:
    def write(made: Docx) -> None:
        style = made.styles.add_style("Loop", 1)
        style.base_style = style
        made.add_paragraph("Ann: Hello", style="Loop")

    assert texts(read_docx(write)) == ["Ann: Hello"]


def test_a_style_map_inside_a_docx_cannot_drop_text() -> None:
    data = repacked(docx_of(lambda made: made.add_paragraph("Ann: Hello")), {}, {"mammoth/style-map": b"p => !"})
    assert texts(read_bytes(data, "f", ".docx")) == ["Ann: Hello"]


@pytest.mark.parametrize("mark", ["[", "![", "a[", "*a[", "> ", "- "])
def test_endless_marks_of_markdown_are_kept_as_text(mark: str) -> None:
    source = f"**Ann:** Hello\n\n{mark * 3000} *end*\n\n**Ben:** Hi"
    document = read_bytes(source.encode(), "f", ".md")
    assert texts(document) == ["Ann: Hello", f"{mark * 3000} *end*", "Ben: Hi"]
    assert [b.line for b in document.blocks] == [1, 3, 5]


def test_ordinary_brackets_stay_markdown() -> None:
    links = " ".join(f"[*{n}*](https://example.org/{n})" for n in range(300))
    assert texts(read_bytes(f"Ann: {links}".encode(), "f", ".md")) == ["Ann: " + " ".join(map(str, range(300)))]


def test_many_comments_before_a_page_are_skipped_quickly() -> None:
    page = "<!-- a -->" * 5_000 + "<p>Ann: Hello</p>"
    assert texts(read_bytes(page.encode(), "f", "")) == ["Ann: Hello"]
    assert texts(read_bytes(("<!-- a -->" * 5_000 + "Ann: Hello").encode(), "f", ""))[0].endswith("Ann: Hello")
