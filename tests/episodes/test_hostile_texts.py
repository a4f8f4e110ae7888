"""Every file holds any title, name or text as plain content, and the content changes nothing else.

Each test reads a file back with a reader for its format. The file of an episode with a hostile text must not have an element,
attribute, key or link that the same episode with harmless words lacks.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

import av
import pytest
import yaml
from hostile import TEXTS
from lxml import etree, html
from markdown_it import MarkdownIt
from PIL import Image
from published import GUEST, HOST, READER, publication

from tts_interview.files.atomic import safe_stem
from tts_interview.files.cleaning import cleaned, fit
from tts_interview.files.ffmpeg import FORMATS, Attached, encode
from tts_interview.model import Discrepancy, Fault, Podcast, TurnScore, Verification
from tts_interview.publishing import COVER, WRITERS, write_files
from tts_interview.publishing.audio_tags import audio_tags
from tts_interview.publishing.feed import placed
from tts_interview.publishing.feed.place import FeedPlace
from tts_interview.publishing.publication import Publication, publication_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tts_interview.publishing.publication import Publication

TAGS = set("title artist album album_artist albumartist date genre language comment ai-generated-voice encoder".split())
Made = tuple[str, dict[str, bytes]]
HARMLESS = "Who lights the lamp now?"


class Read(NamedTuple):
    """The contents of a file according to its reader: all its text, and its parts."""

    text: str
    parts: Counter[str]


# -- one reader for each format --------------------------------------------------------------------------------------


def of_plain(data: bytes) -> Read:
    return Read(data.decode(), Counter())


def of_lines(data: bytes) -> Read:
    return Read(data.decode(), Counter({"line": len(data.decode().splitlines())}))


def of_webvtt(data: bytes) -> Read:
    head, *cues = data.decode().split("\n\n")
    assert head == "WEBVTT"
    text, end_s = "", 0.0
    if cues[0].startswith("NOTE"):
        assert "-->" not in cues.pop(0)
    for cue in cues:
        _number, times, *lines = cue.rstrip("\n").split("\n")
        first, last = (seconds(time) for time in re.fullmatch(r"(\S+) --> (\S+)", times).groups())  # type: ignore[union-attr]
        assert end_s <= first < last
        end_s = last
        name, words = re.fullmatch(r"(?:<v [^&<>\n]+>)?((?:[^<>]|\n)*)", "\n".join(lines)), "\n".join(lines)
        assert name, words
        assert "-->" not in name[1]
        text += f" {unescape(name[1])}"
    return Read(text, Counter())


def of_subrip(data: bytes) -> Read:
    text = ""
    for number, cue in enumerate(data.decode().rstrip("\n").split("\n\n"), start=1):
        counted, times, *lines = cue.split("\n")
        assert counted == str(number)
        assert re.fullmatch(r"\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}", times)
        assert not re.search(r"<[\w/!]|\{[\\\w]|-->", "".join(lines))
        text += f" {' '.join(lines)}".replace("\u2060", "")
    return Read(text, Counter())


def seconds(time: str) -> float:
    hours, minutes, rest = time.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def of_json(data: bytes) -> Read:
    texts, parts = [], Counter[str]()

    def walk(value: Any, place: str) -> None:  # noqa: ANN401 - whatever JSON holds
        if isinstance(value, dict):
            for key, inner in value.items():
                # Names of people are the only keys that are not names of fields.
                walk(inner, f"{place}.{key if place != '.syntheticVoices' else 'name'}")
        elif isinstance(value, list):
            for inner in value:
                walk(inner, f"{place}[]")
        else:
            parts[place] += 1
            texts.append(str(value))

    walk(json.loads(data), "")
    return Read(" ".join(texts), Counter(parts.keys()))


def of_markdown(data: bytes) -> Read:
    texts: list[str] = []
    parts = Counter[str]()
    for token in MarkdownIt("commonmark").parse(data.decode()):
        for inner in token.children or [token]:
            parts[inner.type] = 1
            texts.append(inner.content if inner.type in {"text", "text_special"} else " ")
    return Read("".join(texts), parts)


def of_post(data: bytes) -> Read:
    _, front, body = data.decode().split("---\n", 2)
    fields = yaml.safe_load(front)
    found = of_markdown(body.encode())
    return Read(f"{' '.join(map(str, fields.values()))} {found.text}", found.parts + Counter(fields.keys()))


def of_markup(root: Any) -> Read:  # noqa: ANN401 - lxml's
    parts = Counter[str]()
    for element in root.iter(etree.Element):
        parts[element.tag] += element.tag in {"script", "style", "link", "iframe", "object", "base", "meta", "form"}
        parts[element.tag] += 0
        for name, value in element.attrib.items():
            parts[f"{element.tag}@{name}"] += 0
            assert not re.match(r"\s*(?:javascript|data:text)", value, re.I) or element.tag in {"audio", "source", "track"}
    return Read(" ".join(root.itertext()), Counter({name: count for name, count in parts.items() if count}) | keys(parts))


def keys(parts: Counter[str]) -> Counter[str]:
    return Counter(parts.keys())


def of_xml(data: bytes) -> Read:
    return of_markup(etree.fromstring(data, etree.XMLParser(resolve_entities=False)))


def of_html(data: bytes) -> Read:
    return of_markup(html.document_fromstring(data, html.HTMLParser(encoding="utf-8")))


def of_epub(data: bytes) -> Read:
    texts, parts = [], Counter[str]()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            assert not name.startswith(("/", "..", "\\"))
            assert name.isascii()
            if name.endswith((".xhtml", ".xml", ".opf", ".smil", ".ncx")):
                found = of_xml(archive.read(name))
                texts.append(found.text)
                parts |= found.parts
    return Read(" ".join(texts), parts)


def of_png(data: bytes) -> Read:
    with Image.open(io.BytesIO(data)) as image:
        image.load()
    return Read("", Counter())


READERS: dict[str, Callable[[bytes], Read]] = {
    "vtt": of_webvtt,
    "srt": of_subrip,
    "json": of_json,
    "text": of_plain,
    "markdown": of_markdown,
    "post": of_post,
    "script": of_plain,
    "chapters": of_json,
    "description": of_plain,
    "page": of_html,
    "embed": of_html,
    "waveform": of_xml,
    "waveform-png": of_png,
    COVER: of_png,
    "show-cover": of_png,
    "episodes": of_html,
    "epub": of_epub,
    "feed": of_xml,
    "manifest": of_json,
    "verification": of_json,
    "verification-text": of_lines,
}
# Formats that hold all words of the interview, and formats that hold its title.
WITH_WORDS = ("vtt", "srt", "json", "text", "markdown", "page", "embed", "epub")
WITH_TITLE = ("manifest", "episodes", "feed")


# -- the files -------------------------------------------------------------------------------------------------------


def hostile(text: str, folder: Path) -> Publication:
    """Return an episode whose title, show, interviewer, words (written and heard) and disclosure are that text."""
    said = text if text.split() else "x"
    talk = [(READER, [[said, "The lamp room is old."]]), (HOST, [[said]]), (GUEST, [["A clock does.", said], [said]])]
    found = publication(talk, title=text, audio=folder / "e.mp3")
    renamed = rename(found, HOST, said)
    Image.new("RGB", (1400, 1400)).save(folder / "art.png")
    show = Podcast(text, "https://radio.invalid", "en", text, "ed@radio.invalid", text, folder / "art.png", "News")
    renamed = replace(renamed, show=show, chapters=(), disclosure=said, description="")
    renamed = replace(renamed, written=(folder / "e.mp3",), shelf=folder)
    heard = Verification("tiny.en", (TurnScore(said, 0, 1, 6, 1),), (Discrepancy(Fault.OTHER_WORDS, said, 0, 1, said, said),))
    made = publication_of(cleaned(renamed), renamed.episode, renamed.samples)
    made = replace(made, written=renamed.written, verification=heard)
    return placed(made, FeedPlace(folder / "feed.xml", "https://radio.invalid/feed.xml"))[0]


def rename(found: Publication, old: str, new: str) -> Publication:
    """Return the publication with another name for a speaker."""
    people = tuple(replace(s, name=new) if s.name == old else s for s in found.episode.people)
    turns = tuple(replace(t, speaker=new) if t.speaker == old else t for t in found.transcript.turns)
    voices = {new if name == old else name: voice for name, voice in found.episode.voices.voices.items()}
    episode = replace(found.episode, people=people, voices=replace(found.episode.voices, voices=voices))
    for kind in ("turns", "sentences", "words", "passages"):
        marks: Any = tuple(replace(m, speaker=new) if m.speaker == old else m for m in getattr(episode, kind))
        episode = replace(episode, **{kind: marks})
    return replace(found, episode=episode, transcript=replace(found.transcript, speakers=people, turns=turns))


def files(text: str, folder: Path, sound: bytes) -> dict[str, bytes]:
    """Return every file that is written for the episode, by its format."""
    folder.mkdir(parents=True)
    (folder / "e.mp3").write_bytes(sound)
    found, episode = {}, hostile(text, folder)
    for name in WRITERS:
        for path in write_files(episode, [name]):
            assert path.parent == folder
            episode.files.commit()
            found[name] = path.read_bytes()
    assert all(
        re.fullmatch(r"e\.[a-z0-9.-]+|feed\.xml|manifest\.json|art\.png|cover\.png|episodes\.html|\.episodes\.json", path.name)
        for path in folder.iterdir()
    )
    return found


def flat(text: str) -> str:
    """Return words without the separators that readers may treat differently."""
    return re.sub(r"[\s\u200b\u202a-\u202e\u2066-\u2069\ufffd\ufdd0]+", "", text)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("sound") / "e.mp3"
    samples = publication().samples
    assert samples
    encode(samples, path, FORMATS[".mp3"], "", {})
    return path.read_bytes()


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory, sound: bytes) -> dict[str, Read]:
    made = files(HARMLESS, tmp_path_factory.mktemp("usual") / "e", sound)
    return {name: READERS[name](data) for name, data in made.items()}


def test_every_format_has_a_reader() -> None:
    assert set(WRITERS) <= set(READERS)


@pytest.fixture(scope="module", params=TEXTS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, sound: bytes) -> Made:
    """Return a hostile text, and every file of its episode by format."""
    text = TEXTS[request.param]
    return text, files(text, tmp_path_factory.mktemp("made") / "e", sound)


# One test for each format, so that the mistake of one writer does not hide another's.
@pytest.mark.parametrize("name", WRITERS)
def test_every_file_holds_a_hostile_text_as_text(name: str, made: Made, usual: dict[str, Read]) -> None:
    text, written = made
    assert (name in written) == (name in usual)
    if name not in written:
        return
    found = READERS[name](written[name])
    assert found.parts <= usual[name].parts, found.parts - usual[name].parts
    if name in WITH_WORDS + WITH_TITLE:
        assert flat(fit(text)) in flat(found.text)


@pytest.mark.parametrize("kind", TEXTS)
def test_audio_files_hold_a_hostile_text_as_text(kind: str, tmp_path: Path) -> None:
    path, found, short = tmp_path / "e.flac", hostile(TEXTS[kind], tmp_path), publication().samples
    assert short
    encode(short, path, FORMATS[".flac"], "", audio_tags(found, ".flac"), Attached(found.chapters))
    with av.open(str(path)) as container:
        tags = {key.lower(): value for key, value in container.metadata.items()}
    assert flat(tags.get("title", ""))[:1000] == flat(fit(TEXTS[kind]))[:1000]
    assert {name for name in tags if not re.fullmatch(r"chapter\d+(name)?", name)} <= TAGS


@pytest.mark.parametrize("kind", TEXTS)
def test_a_hostile_title_becomes_a_file_name_inside_the_folder(kind: str) -> None:
    stem = safe_stem("2026-03-04", TEXTS[kind])
    assert 0 < len(stem) <= 80
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\u202a-\u202e]', stem)
    assert not stem.startswith((".", "-"))
    stem.encode()
    assert safe_stem("", TEXTS[kind]).casefold().split(".")[0] not in {"con", "aux", "nul", "prn"}
