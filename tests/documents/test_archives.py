"""The XML of archives and parliaments: OHMS, TEI and Akoma Ntoso, and XML of other kinds, which is refused."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tts_interview import Kind, Reason, Role, SourceError
from tts_interview.documents import read, read_bytes
from tts_interview.parsing import parse

TWINS = Path(__file__).parent.parent / "interviews" / "twins"
XML = ["ohms.xml", "ohms-vtt.xml", "tei.xml", "akn.xml"]
read_once = cache(read)

TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{lang}"><teiHeader>{header}</teiHeader>'
    "<text><body>{body}</body></text></TEI>"
)
AKN = (
    '<akomaNtoso><debate><meta><references><TLCPerson eId="mo" showAs="Moira Oakes"/><TLCRole eId="chair" showAs="Chair"/>'
    "</references></meta><debateBody>{body}</debateBody></debate></akomaNtoso>"
)
OHMS = '<ROOT xmlns="https://www.weareavp.com/nunncenter/ohms"><record>{record}</record></ROOT>'


def twin(name: str) -> Path:
    return TWINS / f"lighthouse.{name}"


def tei(body: str, header: str = "", lang: str = "en") -> list[tuple[str, str, bool]]:
    return blocks(TEI.format(body=body, header=header, lang=lang))


def akn(body: str) -> list[tuple[str, str, bool]]:
    return blocks(AKN.format(body=body))


def blocks(source: str) -> list[tuple[str, str, bool]]:
    return [(b.speaker, b.text, b.furniture) for b in read_bytes(source.encode(), "file.xml", ".xml").blocks]


# -- all of them -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", XML)
def test_the_metadata_is_that_of_the_record(name: str) -> None:
    document = read_once(twin(name))
    assert (document.title, document.date, document.language) == ("The keeper who kept the weather", "2026-03-14", "en")
    assert [(person.removeprefix("Prof. "), role) for person, role in document.people] == [
        ("Odile Brandt", Role.INTERVIEWER),
        ("Marit Solheim", None if name == "tei.xml" else Role.GUEST),
    ]


@pytest.mark.parametrize("name", XML)
def test_a_line_is_that_of_the_words_in_the_file(name: str) -> None:
    lines = twin(name).read_text(encoding="utf-8").splitlines()
    for block in read_once(twin(name)).blocks:
        words = block.text.split()
        assert words[-1 if len(block.lines) > 1 else 0].strip("[]") in lines[block.lines[-1] - 1], block


@pytest.mark.parametrize("name", XML)
def test_the_kind_of_xml_is_found_without_its_suffix(name: str) -> None:
    data = twin(name).read_bytes()
    assert read_bytes(data, "f", "").blocks == read_bytes(data, "f", ".txt").blocks == read_once(twin(name)).blocks


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_any_declared_encoding_is_read(encoding: str) -> None:
    source = f'<?xml version="1.0" encoding="{encoding}"?>\n' + TEI.format(
        body="<u who='#a'>Ça va là-bas ?</u>", header="", lang="fr"
    )
    assert read_bytes(source.encode(encoding), "f", ".xml").blocks[0].text == "Ça va là-bas ?"


@pytest.mark.parametrize(
    "source",
    [
        "<?xml version='1.0'?><rss version='2.0'><channel><title>News</title></channel></rss>",
        "<svg id='a map' xmlns='http://www.w3.org/2000/svg'><text>North</text></svg>",
        "<!DOCTYPE transcripts SYSTEM 'a.dtd'><transcripts><turn>Hello</turn></transcripts>",
    ],
)
@pytest.mark.parametrize("suffix", [".xml", ".txt", ""])
def test_unknown_xml_is_refused_with_the_kinds_that_are_read(source: str, suffix: str) -> None:
    with pytest.raises(
        SourceError, match=r"unknown kind \(<(rss|svg|transcripts)>\): expected XML of the kinds OHMS, TEI and Ak"
    ):
        read_bytes(source.encode(), "feed", suffix)


def test_a_text_with_the_suffix_of_xml_is_refused_without_reading_it_aloud() -> None:
    with pytest.raises(SourceError, match="is not XML, although its name says so"):
        read_bytes(b"Ann: Hello", "talk.xml", ".xml")


@pytest.mark.parametrize("source", ["<p>Ann: Hello</p>", "<?xml version='1.0'?>\n<html><body><p>Ann: Hello</p></body></html>"])
def test_html_with_the_suffix_of_xml_is_still_html(source: str) -> None:
    assert blocks(source) == [("", "Ann: Hello", False)]


@pytest.mark.parametrize("source", ["<laughs> Ann: Hello", "<v Ann>Hello there, all of you", "<3 from us all"])
def test_a_text_that_begins_with_an_angle_bracket_is_no_xml(source: str) -> None:
    assert read_bytes(source.encode(), "f", "").blocks[0].text == source


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            '<!DOCTYPE TEI [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><TEI><text>&b;</text></TEI>',
            "declares XML entities",
        ),
        ('<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]><TEI><text>&x;</text></TEI>', "declares XML entities"),
        ("<TEI><text>" + "<div>" * 300 + "deep" + "</div>" * 300 + "</text></TEI>", "not valid XML .*depth"),
        ("<TEI><text><body><u>Hello</body></TEI>", "not valid XML .*line 1"),
    ],
)
def test_hostile_or_broken_xml_is_refused(source: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        blocks(source)


def test_a_document_type_is_not_fetched_and_its_entities_are_characters() -> None:
    source = '<!DOCTYPE TEI SYSTEM "http://127.0.0.1:1/tei.dtd">' + TEI.format(
        body="<p>salt &amp; caf&eacute;</p>", header="", lang="en"
    )
    assert blocks(source) == [("", "salt & café", False)]


# -- OHMS ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ohms.xml", "ohms-vtt.xml"])
def test_the_notes_of_ohms_are_furniture_and_their_references_are_not_spoken(name: str) -> None:
    document = read_once(twin(name))
    assert [b.text for b in document.blocks if b.furniture] == ["They are kept in the library of the university."]
    assert "[[" not in " ".join(b.text for b in document.blocks)
    if name == "ohms.xml":
        assert [words for _, words in document.markup] == ["1"]
        assert [e.text for e in parse(document).left_out if e.reason is Reason.MARKUP] == ["1"]


def test_only_the_webvtt_of_ohms_is_timed() -> None:
    assert [read_once(twin(name)).timed for name in ("ohms.xml", "ohms-vtt.xml")] == [False, True]


def test_an_empty_webvtt_gives_way_to_the_plain_transcript() -> None:
    record = "<vtt_transcript/><transcript>OAKES: Why salt?\n\nPELL: It was there.</transcript>"
    assert [text for _, text, _ in blocks(OHMS.format(record=record))] == ["OAKES: Why salt?", "PELL: It was there."]


def test_webvtt_without_its_signature_is_read_with_breaks_between_paragraphs() -> None:
    cue = "&lt;v OAKES&gt; One day.&lt;br&gt;&lt;br&gt;Another day."
    record = f"<vtt_transcript>\n00:00:01.000 --&gt; 00:00:04.000\n{cue}\n</vtt_transcript>"
    assert blocks(OHMS.format(record=record)) == [("OAKES", "One day. Another day.", False)]


def test_a_record_without_a_transcript_is_an_error() -> None:
    with pytest.raises(SourceError, match="OHMS record without a transcript"):
        blocks(OHMS.format(record="<title>Nothing yet</title><transcript> </transcript>"))


def test_a_name_of_ohms_is_turned_round() -> None:
    record = "<interviewee>Pell, Ada</interviewee><interviewee>Bo Lund, Jr.</interviewee><transcript>Words</transcript>"
    people = read_bytes(OHMS.format(record=record).encode(), "f", ".xml").people
    assert people == (("Ada Pell", Role.GUEST), ("Bo Lund, Jr.", Role.GUEST))


# -- TEI -------------------------------------------------------------------------------------------------------------

PERSON = (
    '<listPerson><person xml:id="mo" role="interviewer"><persName><forename>Moira</forename> {}</persName></person>'
    "</listPerson>"
)


def test_speakers_of_tei_are_people_labels_or_references() -> None:
    body = (
        '<u who="#mo">Why salt?</u><u who="people.xml#mo #x">And why here?</u><u who="#ada_pell">It was there.</u>'
        "<sp><speaker>Ada Pell:</speaker><p>It still is.</p></sp><u>Yes.</u>"
    )
    assert tei(body, PERSON.format("<surname>Oakes</surname>")) == [
        ("Moira Oakes", "Why salt?", False),
        ("Moira Oakes", "And why here?", False),
        ("ada pell", "It was there.", False),
        ("Ada Pell", "It still is.", False),
        ("", "Yes.", False),
    ]


def test_an_identifier_that_occurs_twice_is_no_error() -> None:
    assert tei('<u xml:id="u1">Why?</u><u xml:id="u1">So.</u>') == [("", "Why?", False), ("", "So.", False)]


def test_sounds_of_tei_are_in_brackets_and_notes_beside_the_talk() -> None:
    body = (
        "<u>Yes <vocal><desc>laughs</desc></vocal><note>She pointed at the pan.</note> it <pause/>was.</u>"
        "<incident><desc>(bells)</desc></incident>"
    )
    assert tei(body) == [("", "Yes [laughs] it was.", False), ("", "She pointed at the pan.", True), ("", "(bells)", False)]


def test_of_a_choice_of_tei_the_corrected_form_is_read() -> None:
    assert tei("<u>In <choice><sic>1937</sic><corr>1973</corr></choice>, <del>I</del> we <sic>was</sic>.</u>") == [
        ("", "In 1973, I we was.", False)
    ]


def test_a_heading_of_tei_has_the_level_of_its_division() -> None:
    source = TEI.format(body="<div><head>One</head><div><head>Two</head><p>Words</p></div></div>", header="", lang="en")
    found = read_bytes(source.encode(), "f", ".xml").blocks
    assert [(b.kind, b.level, b.text) for b in found] == [
        (Kind.HEADING, 1, "One"),
        (Kind.HEADING, 2, "Two"),
        (Kind.PARAGRAPH, 0, "Words"),
    ]


def test_a_long_utterance_of_tei_is_divided_after_a_sentence() -> None:
    segments = "".join(f"<seg>We raked the pan for the {n}th time and went home.</seg>" for n in range(30))
    found = tei(f'<u who="#mo">{segments}</u>', PERSON.format("Oakes"))
    assert len(found) > 1
    assert all(speaker == "Moira Oakes" and text.endswith("home.") for speaker, text, _ in found)


@pytest.mark.parametrize(
    ("lang", "header", "expected"),
    [
        ("de-AT", "", "de-AT"),
        ("", '<langUsage><language ident="slv">slovenščina</language></langUsage>', "sl"),
        ("xx", "", ""),
    ],
)
def test_the_language_of_tei(lang: str, header: str, expected: str) -> None:
    source = TEI.format(body="<p>Words</p>", header=header, lang=lang)
    assert read_bytes(source.encode(), "f", ".xml").language == expected


@pytest.mark.parametrize(
    ("when", "expected"), [("1973", "1973"), ("1973-05", "1973-05"), ("1973-02-30", "1973-02"), ("May", "")]
)
def test_the_date_of_tei_may_be_a_year_or_a_month(when: str, expected: str) -> None:
    source = TEI.format(body="<p>Words</p>", header=f'<creation><date when="{when}"/></creation>', lang="en")
    assert read_bytes(source.encode(), "f", ".xml").date == expected


# -- Akoma Ntoso -----------------------------------------------------------------------------------------------------


def test_speakers_of_akoma_ntoso_are_people_labels_or_offices() -> None:
    body = (
        '<speech by="#mo"><from>Deputy Oakes:</from><p>Why salt?</p><p>And why here?</p></speech>'
        '<speech by="#nobody"><from>The Minister:</from><p>It was there.</p></speech>'
        '<speech by="" as="#chair"><p>Order.</p></speech>'
    )
    assert akn(body) == [
        ("Moira Oakes", "Why salt?", False),
        ("Moira Oakes", "And why here?", False),
        ("The Minister", "It was there.", False),
        ("Chair", "Order.", False),
    ]


def test_scenes_of_akoma_ntoso_are_in_brackets_and_front_pages_are_furniture() -> None:
    section = "<num>3.</num><heading>Salt</heading>"
    speech = '<speech by="#mo"><p>Why? <remark>Laughter</remark></p></speech>'
    body = f"<debateSection>{section}{speech}</debateSection>"
    assert akn(f"{body}<scene>Applause</scene>") == [
        ("", "3.", True),
        ("", "Salt", False),
        ("Moira Oakes", "Why? [Laughter]", False),
        ("", "[Applause]", False),
    ]


def test_people_who_ask_and_answer_have_no_certain_role() -> None:
    body = '<question by="#mo"><p>Why?</p></question><answer by="#x"><p>So.</p></answer><answer by="#mo"><p>I see.</p></answer>'
    assert read_bytes(AKN.format(body=body).encode(), "f", ".xml").people == (("x", Role.GUEST),)
