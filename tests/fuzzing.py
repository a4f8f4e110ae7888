"""Mutated files of every format that the program reads, and a check of what it makes of each."""

from __future__ import annotations

import shutil
import traceback
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from any_transcript import without_lines
from mutating import mutated

import tts_interview
from tts_interview import LedgerError, NotAnInterviewError, Settings, SpeechSettings, TtsInterviewError, documents
from tts_interview.documents.text import decode
from tts_interview.model import SILENT, Document
from tts_interview.pipeline.reading import configured, parse
from tts_interview.publishing.feed.checking import problems
from tts_interview.publishing.feed.place import FeedPlace
from tts_interview.publishing.records import episodes_below
from tts_interview.script.file import Script, is_script, read_script, script_text
from tts_interview.script.merge import base_of
from tts_interview.web.answering import with_addresses_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).resolve().parent.parent
_OLD_SHOW = "tests/pipeline/version_0_1"
_TALK = "Ann Lee: Why?\n\nBen Orr: It is so, in Kyiv and in the US, at 25 fps.\n\nAnn Lee: And then?\n\nBen Orr: No more.\n"
# A page about the others, and a transcript that names nobody.
_NO_SEEDS = {"README.md", "63_timestamps_only_no_speakers.txt", "54_not_an_interview.md"}
FINE = ("read", "refused", "no interview")
FAULTS = ("crash", "several lines", "letters lost", "round trip differs")


class Fault(Exception):  # noqa: N818 - of the program, not of the harness
    """Something that the program must not do; the first argument is one of FAULTS."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files: the suffix, patterns of its seeds, and a check of a file.

    The check also plans an episode, if its last argument is true. It raises `Fault`, or what the program raises. Files that
    match `beside` lie beside a mutated file. Patterns start at the project's folder.
    """

    name: str
    suffix: str
    seeds: str
    check: Callable[[Path, bool], None]
    beside: str = ""

    @property
    def files(self) -> list[Path]:
        """The files that are mutated."""
        return [path for path in _matching(self.seeds) if path.name not in _NO_SEEDS]


def _matching(patterns: str) -> list[Path]:
    return [path for pattern in patterns.split() for path in sorted(ROOT.glob(pattern))]


@cache
def seeds_of(kind: Format) -> tuple[bytes, ...]:
    """Return the content of the seeds; that of texts is in UTF-8."""
    found = [(path.read_bytes(), path.name) for path in kind.files]
    return tuple(data if data[:4] in {b"PK\3\4", b"%PDF"} else decode(data, name).encode() for data, name in found)


@cache
def _donors() -> tuple[str, ...]:
    return tuple(data.decode() for kind in FORMATS for data in seeds_of(kind) if data[:4] not in {b"PK\3\4", b"%PDF"})


def mutant(kind: Format, seed: str) -> bytes:
    """Return a mutated file; the same seed gives the same bytes."""
    chance = Random(seed)  # noqa: S311 - which mutations are tried
    return mutated(chance.choice(seeds_of(kind)), kind.suffix[1:], _donors(), chance)


def outcome(kind: Format, data: bytes, folder: Path, *, planned: bool) -> tuple[str, str]:
    """Let the program read a file, and return what became of it, one of FINE or of FAULTS, with details."""
    for path in _matching(kind.beside):
        if not (folder / path.name).exists():
            shutil.copy(path, folder)
    path = folder / f"source{kind.suffix}"
    path.write_bytes(data)
    try:
        kind.check(path, planned)
    except Fault as fault:
        return fault.args
    except LedgerError as error:
        return "letters lost", str(error)
    except TtsInterviewError as error:
        if len(str(error).splitlines()) != 1:  # U+2028 is a line break, too
            return "several lines", repr(str(error))
        return "no interview" if isinstance(error, NotAnInterviewError) else "refused", str(error)
    except MemoryError:
        raise  # the limit of `benchmarks/fuzzing.py`
    except Exception:  # noqa: BLE001 - this is what is looked for
        return "crash", traceback.format_exc()
    return "read", ""


def _check_page(path: Path, planned: bool) -> None:  # noqa: FBT001 - all checks have it
    """Check a page or a script: no letter is lost, and its script gives an equal transcript."""
    data = path.read_bytes()
    text = documents.text_of(data, str(path), path.suffix)
    has_script = text is not None and is_script(text)
    found = read_script(text or "", str(path)) if has_script else documents.read_bytes(data, str(path), path.suffix)
    script = parse(found, configured(Settings(), found), SILENT)
    if isinstance(found, Document):
        _check_letters(found, script)
    _check_round_trip(script)
    if planned:
        _plan(script.transcript if text is None else path, path.parent)


def _check_letters(document: Document, script: Script) -> None:
    given = _letters([*(block.text for block in document.blocks), *(words for _, words in document.markup)])
    paragraphs = [paragraph.text for turn in script.transcript.turns for paragraph in turn.paragraphs]
    kept = _letters([*paragraphs, *(entry.text for entry in script.transcript.left_out)])
    if given != kept:
        raise Fault("letters lost", f"lost {given - kept}, added {kept - given}")


def _letters(texts: Iterable[str]) -> Counter[str]:
    return Counter(char for text in texts for char in text if char.isalnum())


def _check_round_trip(script: Script) -> None:
    """Write a script, and read it as the program reads a file."""
    written = script_text(replace(script, base=base_of(script.transcript)))
    try:
        again = read_script(documents.text_of(written.encode(), "script.md", ".md") or "", "script.md")
    except TtsInterviewError as error:
        raise Fault("round trip differs", f"{error}\n{written}") from error
    before, after = without_lines(script.transcript), without_lines(again.transcript)
    if before != after:
        parts = [(a, b) for a, b in zip(before.turns, after.turns, strict=False) if a != b]
        raise Fault("round trip differs", f"{parts}" if parts else f"{before}\n\n{after}")


def _check_show(path: Path, planned: bool) -> None:  # noqa: FBT001 - all checks have it
    show = tts_interview.read_show(path)
    if planned:
        _plan(_TALK, path.parent, Settings(show=show))


def _check_lexicon(path: Path, planned: bool) -> None:  # noqa: FBT001 - all checks have it
    tts_interview.read_lexicon(path)
    if planned:
        _plan(_TALK, path.parent, Settings(speech=SpeechSettings(lexicons=(path,))))


def _check_feed(path: Path, _planned: bool) -> None:  # noqa: FBT001 - all checks have it
    with_addresses_at(path.read_bytes(), "http://127.0.0.1/feed.xml")
    problems(FeedPlace(path, "https://example.org/terns/feed.xml"))


def _check_record(path: Path, _planned: bool) -> None:  # noqa: FBT001 - all checks have it
    """Check the note of an episode, in all places from which it is read."""
    for name in (".a.episode.json", "b.transcript.json", ".episodes.json"):
        (path.parent / name).write_bytes(path.read_bytes())
    list(episodes_below(path.parent))


def _plan(source: object, folder: Path, settings: Settings = Settings()) -> None:  # noqa: B008 - immutable
    """Cast and plan an episode with the engine that beeps."""
    speech = replace(settings.speech, engine="tone", cache_folder=folder / "cache")
    tts_interview.plan(source, replace(settings, speech=speech))  # type: ignore[arg-type]


_TWINS = "tests/interviews/twins"
_SOUNDS = f"examples/script/*.mp3 {_OLD_SHOW}/script/*.wav"
_OF_SHOWS = f"examples/show/*.* {_OLD_SHOW}/show/*.*"
FORMATS = (
    Format("text", ".txt", f"examples/*.txt tests/interviews/conventions/*.txt {_TWINS}/*.tagged.txt", _check_page),
    Format("Markdown", ".md", "examples/*.md examples/show/*.md tests/interviews/conventions/*.md", _check_page),
    Format("HTML", ".html", f"examples/*.html tests/interviews/*/*.html {_TWINS}/*.htm", _check_page),
    Format("WebVTT", ".vtt", "tests/interviews/*/*.vtt", _check_page),
    Format("SRT", ".srt", "tests/interviews/*/*.srt", _check_page),
    Format("DOCX", ".docx", f"{_TWINS}/*.docx", _check_page),
    Format("EPUB", ".epub", f"{_TWINS}/*.epub", _check_page),
    Format("PDF", ".pdf", "tests/interviews/*/*.pdf", _check_page),
    Format("JSON", ".json", "tests/interviews/*/*.json", _check_page),
    Format("table", ".csv", f"{_TWINS}/*.csv", _check_page),
    Format("oTranscribe", ".otr", f"{_TWINS}/*.otr", _check_page),
    Format("OHMS", ".xml", f"{_TWINS}/*.ohms*.xml", _check_page),
    Format("TEI", ".xml", f"{_TWINS}/*.tei.xml", _check_page),
    Format("Akoma Ntoso", ".xml", f"{_TWINS}/*.akn.xml", _check_page),
    Format("timed text", ".md", f"tests/interviews/*/*.vtt {_TWINS}/*.srt", _check_page),
    Format(
        "script", ".md", f"examples/script/*.md {_OLD_SHOW}/script/*.md {_OLD_SHOW}/show/*/*/*.script.md", _check_page, _SOUNDS
    ),
    Format("show file", ".toml", f"examples/show/show.toml {_OLD_SHOW}/show/show.toml", _check_show, _OF_SHOWS),
    Format("lexicon", ".toml", f"examples/lexicon/*.toml {_OLD_SHOW}/lexicon/fixed.toml", _check_lexicon),
    Format("PLS", ".pls", f"examples/lexicon/*.pls {_OLD_SHOW}/*/*.pls", _check_lexicon),
    Format("feed", ".xml", f"{_OLD_SHOW}/show/output/feed.xml", _check_feed),
    Format("record", ".json", f"{_OLD_SHOW}/show/output/eels/*.transcript.json", _check_record),
)
