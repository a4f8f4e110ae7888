"""An editing project: a folder with the source as it was read, the script that people edit, and the evidence of its turns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts_interview import documents
from tts_interview.errors import OutputError, SourceError
from tts_interview.files.atomic import slug_of, write_whole
from tts_interview.model import SILENT
from tts_interview.pipeline.entries import script_of
from tts_interview.pipeline.observing import heard_by
from tts_interview.pipeline.reading import configured, found_in, pages_of, parse, raw_of, titled
from tts_interview.publishing import SCRIPT
from tts_interview.script.evidence import evidence_of, with_evidence
from tts_interview.script.file import script_text
from tts_interview.settings import Settings
from tts_interview.settings.parts import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tts_interview.model import Observer, Transcript
    from tts_interview.pipeline.reading import Page

EVIDENCE = "evidence.json"
_SOURCE = "source"


def write_project(
    source: Page | Sequence[Page], folder: str | Path, settings: Settings | None = None, observer: Observer = SILENT
) -> tuple[Path, ...]:
    """Write an editing project into a folder, and return its files: the source, the script, and evidence.json.

    Raises what `parse` raises, and OutputError if the folder has a project already or cannot be written.
    """
    folder, settings, observer = Path(folder), settings or Settings(), heard_by(observer)
    if _scripts(folder):
        raise OutputError(f"{folder} has a project: choose another folder, or merge a changed page with `reading.script`")
    pages = pages_of(source)
    raw = raw_of(pages, settings)
    found = found_in(pages, raw, settings, observer)
    script = parse(found, configured(settings, found), observer)
    transcript, named = script.transcript, titled(script).transcript
    numbers = [""] if len(raw) == 1 else [f"-{number}" for number in range(1, len(raw) + 1)]
    files = {
        **{f"{_SOURCE}{n}{suffix or '.txt'}": data for n, (data, _, suffix) in zip(numbers, raw, strict=True)},
        f"{slug_of(named.date, named.title)}{SCRIPT}": script_text(script).encode(),
        EVIDENCE: _json(evidence_of(transcript)),
    }
    for name, data in files.items():
        write_whole(folder / name, data)
    return tuple(folder / name for name in files)


def read_project(folder: str | Path, settings: Settings | None = None) -> Transcript:
    """Read the edited script of a project, with its evidence; evidence.json that is missing is made again from the source.

    Raises SourceError if the folder has no script, or several, or if a file cannot be read.
    """
    folder = Path(folder)
    transcript = script_of(script_in(folder), settings).transcript
    try:
        return with_evidence(transcript, evidence_in(folder, settings))
    except ValueError as error:
        raise SourceError(f"{folder / EVIDENCE}: {error}; delete it, so that it is made again from the source") from error


def script_in(folder: Path) -> Path:
    """Return the script of a project. Raises SourceError if the folder has none, or several."""
    scripts = _scripts(folder)
    if len(scripts) != 1:
        raise SourceError(f"{folder} has {len(scripts) or 'no'} scripts: expected one file that ends in {SCRIPT}")
    return scripts[0]


def evidence_in(folder: Path, settings: Settings | None = None) -> dict[str, Any]:
    """Return the evidence of a project; if it is missing, it is made again from the source. Raises SourceError without both."""
    if (folder / EVIDENCE).exists():
        limits = settings.reading.limits if settings else Limits()
        return dict(json.loads(documents.bytes_of(folder / EVIDENCE, limits)[0]))
    pages = sorted(folder.glob(f"{_SOURCE}.*")) or sorted(folder.glob(f"{_SOURCE}-*.*"), key=_number)
    if not pages:
        raise SourceError(f"{folder} has neither {EVIDENCE} nor the source that it is made from")
    return evidence_of(script_of(list(pages), settings).transcript)


def write_evidence(folder: Path, transcript: Transcript) -> None:
    """Write what is known of a transcript beside its script. Raises OutputError."""
    write_whole(folder / EVIDENCE, _json(evidence_of(transcript)))


def _scripts(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{SCRIPT}"))


def _number(page: Path) -> tuple[int, str]:
    number = page.stem.removeprefix(f"{_SOURCE}-")
    return (int(number) if number.isdecimal() else 0), page.name


def _json(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
