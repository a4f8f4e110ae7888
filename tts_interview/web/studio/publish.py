"""Publishing: a checklist in plain words, what listeners and readers will see, and the files."""

from __future__ import annotations

import json
import mimetypes
import posixpath
import zipfile
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from tts_interview.web.paths import inside
from tts_interview.web.studio.making import BUSY, PUBLISH, PUBLISHED, job_of, line_of, result_of
from tts_interview.web.studio.pages import page, project_of, qr_code

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from starlette.requests import Request

    from tts_interview.web.studio.workshop import Project

# Our own page has a policy of its own, in which its script is named; it may be shown in the studio's pages.
_PREVIEW = {"Content-Security-Policy": "frame-ancestors 'self'; object-src 'none'; base-uri 'none'; form-action 'none'"}
_READING = {"Content-Security-Policy": f"{_PREVIEW['Content-Security-Policy']}; script-src 'none'"}
_BOOK, _MANIFEST, _EMBED, _LIST, _PAGE = ".epub", "manifest.json", ".embed.html", "episodes.html", ".html"
# What a checklist looks for, and what it says.
_WANTED = (
    (".vtt", "A transcript with times is there."),
    (".chapters.json", "Chapters are there."),
    (_PAGE, "A page that plays it is there."),
    (_BOOK, "A book is there."),
)


def show(request: Request) -> Response:
    """Show the checklist, and what was published."""
    project, job = project_of(request), job_of(request, project_of(request), PUBLISH)
    done = result_of(job)
    files, folder = [str(name) for name in done.get("files", ())], project.session.folder / PUBLISHED
    manifest = _manifest(folder, files)
    shown = _named(files, _PAGE, but=(_EMBED, _LIST))
    address = next((str(one.get("url", "")) for one in manifest.get("files", ()) if one.get("name") == shown), "")
    about = {
        "project": project,
        "screen": "publish",
        "busy": bool(job and job.state in BUSY),
        "line": line_of(job) if job else "",
        "done": done,
        "files": files,
        "checks": _checks(project, done, files, str(manifest.get("feed", ""))) if done else [],
        "is_current": done.get("digest") == project.state.digest,
        "page": shown,
        "book": _chapter(folder / _named(files, _BOOK)),
        "book_file": _named(files, _BOOK),
        "address": address,
        "code": qr_code(address) if address else "",
        "embed": _text(folder, _named(files, _EMBED)),
    }
    return page(request, "publish.html", about)


def _checks(project: Project, done: dict[str, Any], files: list[str], feed: str) -> list[tuple[bool, str]]:
    """Return what a publisher wants to know before an episode goes out, each with whether it is so."""
    says = project.settings.announcing.discloses
    told = "Listeners are told at the start that the voices are synthetic." if says else "Nobody is told in the sound."
    target, found = project.settings.sound.target_lufs, float(done["lufs"])
    loud = f"It is as loud as asked: {found:.1f} LUFS, asked {target:.0f}.".replace("-", "−")
    listed = f"The feed has it: {feed}" if feed else "No feed has it: the show file names none under [feed]."
    there = [(bool(_named(files, suffix)), line) for suffix, line in _WANTED]
    fed = [(bool(feed), listed)] if project.settings.show else []
    return [(says, told), (abs(found - target) <= 1, loud), *there, *fed]


def _named(files: Sequence[str], suffix: str, but: tuple[str, ...] = ()) -> str:
    """Return the name of the file that ends so; empty if there is none."""
    return next((name for name in files if name.endswith(suffix) and not (but and name.endswith(but))), "")


def _text(folder: Path, name: str) -> str:
    with suppress(OSError):  # it was moved
        return (folder / name).read_text(encoding="utf-8") if name else ""
    return ""


def _manifest(folder: Path, files: Sequence[str]) -> dict[str, Any]:
    """Return the list of the published files; empty if there is none."""
    with suppress(ValueError):
        return dict(json.loads(_text(folder, _named(files, _MANIFEST)) or "{}"))
    return {}


def _chapter(book: Path) -> str:
    """Return the name of the longest chapter in a book; empty if there is none."""
    with suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(book) as parts:
        chapters = [part for part in parts.infolist() if part.filename.endswith(".xhtml")]
        return max(chapters, key=lambda part: part.file_size).filename if chapters else ""
    return ""


# -- the files -----------------------------------------------------------------------------------------------------------


def published(request: Request) -> Response:
    """Answer with a published file."""
    found = _found(request)
    return FileResponse(found, headers=_PREVIEW if found.suffix == _PAGE else {})


def part_of_book(request: Request) -> Response:
    """Answer with a part of the published book, as an e-reader shows it."""
    name = posixpath.normpath(request.path_params["part"])
    try:
        with zipfile.ZipFile(_found(request)) as parts:
            data = parts.read(name)
    except (KeyError, zipfile.BadZipFile) as error:
        raise HTTPException(HTTPStatus.NOT_FOUND, "There is no such file.") from error
    kind = "application/xhtml+xml" if name.endswith(".xhtml") else mimetypes.guess_type(name)[0]
    return Response(data, headers=_READING, media_type=kind or "application/octet-stream")


def _found(request: Request) -> Path:
    project = project_of(request)
    found = inside(project.session.folder / PUBLISHED, request.path_params["name"].split("/"))
    if not found or not found.is_file():
        raise HTTPException(HTTPStatus.NOT_FOUND, "There is no such file.")
    return found


ROUTES = [
    Route("/p/{slug}/publish", show),
    Route("/p/{slug}/published/{name:path}", published),
    Route("/p/{slug}/book/{name}/{part:path}", part_of_book),
]
