"""Tags, chapters and covers of audio files, read back by two independent libraries."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from typing import TYPE_CHECKING, Any

import av
import mutagen
import pytest
from lxml import etree
from mutagen._riff import RiffFile
from mutagen.flac import Picture

import tts_interview
from tts_interview import OutputError, Settings
from tts_interview.files.ffmpeg import FORMATS, decode_pcm
from tts_interview.files.tags import ffmetadata, read_ffmetadata, vorbis_chapters
from tts_interview.model import Chapter, Podcast
from tts_interview.publishing.audio_tags import three_letters
from tts_interview.settings.parts import PublishingSettings, SpeechSettings
from tts_interview.settings.showfile import ShowFile
from tts_interview.speech.engines.tone import ToneEngine

if TYPE_CHECKING:
    from pathlib import Path

TALK = """\
# Bridges = "bells" &amp; &lt;more&gt;

Ada Quill asked; we listened.

Ada Quill: Torsten, what does a healthy bridge sound like?

Torsten Venn: Like a bell that is tired. It hums & it holds.

Ada Quill: How long, then, do you; #listen = to it?

Torsten Venn: Until it stops.
"""
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
WITH_COVER = {".mp3", ".m4a", ".m4b", ".flac", ".opus"}


def png(side: int = 8) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x20\x40\x60" * side) * side)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render an episode in every audio format, with its chapters in JSON."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "talk.md").write_text(TALK, encoding="utf-8")
    (folder / "art.png").write_bytes(png())
    names = tuple(suffix.removeprefix(".") for suffix in FORMATS)
    show = ShowFile(Podcast("Under the road", author="Harlow Radio"))
    wanted = PublishingSettings((*names, "chapters"), cover=folder / "art.png")
    settings = Settings(speech=SpeechSettings(engine="tone", cache_folder=folder / "cache"), publishing=wanted, show=show)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ToneEngine, "digital_source_type", "algorithmicMedia", raising=False)
        tts_interview.render(folder / "talk.md", folder / "e.mp3", settings)
    return folder


def tags_of(path: Path) -> dict[str, str]:
    with av.open(str(path)) as container:
        streams = [container.metadata, *(stream.metadata for stream in container.streams)]
        return {key.lower(): value for found in reversed(streams) for key, value in found.items()}


def chapters_of(path: Path) -> list[tuple[float, str]]:
    with av.open(str(path)) as container:
        found: list[Any] = container.chapters()
        return [(round(float(c["start"] * c["time_base"]), 3), c["metadata"]["title"]) for c in found]


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_every_file_has_the_title_the_people_the_show_and_the_disclosure(suffix: str, made: Path) -> None:
    tags = tags_of(made / f"e{suffix}")
    assert tags["title"] == 'Bridges = "bells" & <more>'
    assert tags["artist"] == "Ada Quill, Torsten Venn"
    assert tags["album"] == "Under the road"
    assert "read by synthetic voices. The people who speak in it did not record it." in tags["comment"]


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_every_file_has_the_language(suffix: str, made: Path) -> None:
    assert tags_of(made / f"e{suffix}")["language"] == "eng"


@pytest.mark.parametrize("suffix", sorted(WITH_COVER - {".flac"}))
def test_chapters_equal_those_of_the_json(suffix: str, made: Path) -> None:
    content = json.loads((made / "e.chapters.json").read_text(encoding="utf-8"))["chapters"]
    assert len(content) == 3
    found = chapters_of(made / f"e{suffix}")
    assert [title for _, title in found] == [c["title"] for c in content]
    assert [start_s for start_s, _ in found] == pytest.approx([c["startTime"] for c in content], abs=0.002)


def test_flac_has_chapters_as_comments(made: Path) -> None:
    content = json.loads((made / "e.chapters.json").read_text(encoding="utf-8"))["chapters"]
    tags = mutagen.File(made / "e.flac").tags
    assert [tags[f"chapter{n:03}name"][0] for n in range(3)] == [c["title"] for c in content]
    assert tags["chapter000"] == ["00:00:00.000"]
    minutes, seconds = divmod(content[2]["startTime"], 60)
    assert tags["chapter002"] == [f"00:{minutes:02.0f}:{seconds:06.3f}"]


def voice_tag(path: Path) -> str:
    tags = mutagen.File(path).tags
    if path.suffix == ".mp3":
        return str(tags["TXXX:AI-Generated-Voice"])
    if path.suffix in {".m4a", ".m4b"}:
        return bytes(tags["----:com.apple.iTunes:AI-Generated-Voice"][0]).decode()
    return str(tags["ai-generated-voice"][0])


@pytest.mark.parametrize("suffix", [".mp3", ".m4a", ".m4b", ".flac", ".opus"])
def test_a_tag_names_the_synthetic_voice_of_each_speaker(suffix: str, made: Path) -> None:
    voices = dict(pair.split("=") for pair in voice_tag(made / f"e{suffix}").split("; "))
    assert set(voices) == {"Narrator", "Ada Quill", "Torsten Venn"}
    assert all(voice.startswith("tone:") for voice in voices.values())


@pytest.mark.parametrize("suffix", [".m4a", ".m4b"])
def test_a_custom_tag_leaves_the_mp4_intact(suffix: str, made: Path) -> None:
    assert len(decode_pcm(made / f"e{suffix}", 16_000)) > 100_000
    content = (made / f"e{suffix}").read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")
    assert b"\xa9grp" not in content
    tags = mutagen.File(made / f"e{suffix}").tags
    assert ("stik" in tags) is (suffix == ".m4b")
    assert "Loudness" in tags["\xa9cmt"][0]


def packet_of(path: Path) -> str:
    """The XMP packet of a file, from the place that its format has for it."""
    if path.suffix == ".mp3":
        (frame,) = mutagen.File(path).tags.getall("PRIV")
        return bytes(frame.data).decode() if frame.owner == "XMP" else ""
    if path.suffix in {".m4a", ".m4b"}:
        with av.open(str(path), options={"export_xmp": "1"}) as container:
            return container.metadata["xmp"]
    if path.suffix == ".wav":
        with path.open("rb") as file:
            return str(RiffFile(file)["_PMX"].read(), "utf-8")  # type: ignore[no-untyped-call]
    return str(mutagen.File(path).tags["xmp"][0])


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_every_file_says_in_xmp_how_it_was_made(suffix: str, made: Path) -> None:
    (about,) = etree.fromstring(packet_of(made / f"e{suffix}")).iter(f"{RDF}Description")
    kind = about.get("{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType")
    assert kind == "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
    assert about.get("{http://ns.adobe.com/xap/1.0/}CreatorTool") == "tts-interview (tone)"


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_a_packet_does_not_harm_the_sound(suffix: str, made: Path) -> None:
    with av.open(str(made / f"e{suffix}")) as container:
        assert sum(frame.samples for frame in container.decode(audio=0)) > 100_000


def cover_of(path: Path) -> bytes:
    found = mutagen.File(path)
    if path.suffix == ".mp3":
        pictures = found.tags.getall("APIC")
        assert [int(picture.type) for picture in pictures] == [3]
        return bytes(pictures[0].data)
    if path.suffix == ".flac":
        assert [picture.type for picture in found.pictures] == [3]
        return bytes(found.pictures[0].data)
    if path.suffix == ".opus":
        block = base64.b64decode(found.tags["metadata_block_picture"][0])
        picture = Picture(block)  # type: ignore[no-untyped-call]
        assert (picture.type, picture.mime) == (3, "image/png")
        return bytes(picture.data)
    return bytes(found.tags["covr"][0])


@pytest.mark.parametrize("suffix", sorted(WITH_COVER))
def test_every_format_that_allows_a_cover_has_it(suffix: str, made: Path) -> None:
    assert cover_of(made / f"e{suffix}") == png()


def test_mp3_lists_its_chapters_in_one_ordered_table(made: Path) -> None:
    tags = mutagen.File(made / "e.mp3").tags
    (table,) = tags.getall("CTOC")
    assert int(table.flags) == 3
    assert len(table.child_element_ids) == len(tags.getall("CHAP")) == 3


def test_a_cover_that_is_not_a_picture_is_an_error_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "talk.md").write_text(TALK, encoding="utf-8")
    (tmp_path / "art.png").write_text("ffconcat version 1.0\nfile /etc/hostname\n", encoding="utf-8")
    settings = Settings(
        speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"),
        publishing=PublishingSettings(cover=tmp_path / "art.png"),
    )
    with pytest.raises(OutputError, match="is not a PNG or JPEG file"):
        tts_interview.render(tmp_path / "talk.md", tmp_path / "e.mp3", settings)
    assert not (tmp_path / "cache" / "clips").exists()


def test_the_format_cover_writes_the_cover_to_a_file(tmp_path: Path) -> None:
    (tmp_path / "talk.md").write_text(TALK, encoding="utf-8")
    (tmp_path / "art.png").write_bytes(png())
    wanted = PublishingSettings(("cover",), cover=tmp_path / "art.png")
    settings = Settings(speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"), publishing=wanted)
    files = tts_interview.render(tmp_path / "talk.md", tmp_path / "e.mp3", settings).files
    assert [path.name for path in files] == ["e.mp3", "e.cover.png", "e.vtt", "e.transcript.json"]
    assert (tmp_path / "e.cover.png").read_bytes() == png()


def test_special_characters_in_tags_are_escaped() -> None:
    text = ffmetadata({"title": "a=b;c#d\\e\n[CHAPTER]\x00\x1b", "empty": " "}, [Chapter("One\nTwo", 0, 1.5, 0)])
    assert text.splitlines() == [
        ";FFMETADATA1",
        "title=a\\=b\\;c\\#d\\\\e\\",
        "[CHAPTER]",
        "[CHAPTER]",
        "TIMEBASE=1/1000",
        "START=0",
        "END=1500",
        "title=One\\",
        "Two",
    ]


def test_tags_and_chapters_are_read_back_with_their_special_characters() -> None:
    tags = {"title": "a=b;c#d\\e\n[CHAPTER]", "x=y": "z"}
    read = read_ffmetadata(ffmetadata(tags, [Chapter("One = 1;\nTwo", 0, 1.5, 0), Chapter("B", 1.5, 3, 1)]))
    assert read == (tags, [(0.0, "One = 1;\nTwo"), (1.5, "B")])


def test_chapters_in_comments_have_times_to_the_millisecond() -> None:
    chapters = [Chapter("One", 0, 3_725.5, 0), Chapter("Two", 3_725.5, 9_999, 1)]
    assert vorbis_chapters(chapters)["CHAPTER001"] == "01:02:05.500"


@pytest.mark.parametrize(("tag", "code"), [("en", "eng"), ("pt-BR", "por"), ("de_AT", "deu"), ("tlh", "und"), ("", "und")])
def test_language_tags_become_codes_of_three_letters(tag: str, code: str) -> None:
    assert three_letters(tag) == code
