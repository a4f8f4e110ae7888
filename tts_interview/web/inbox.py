"""The inbox: pages that are sent from a browser or a phone become episodes of a private feed.

Every address begins with a key. It stays the same, because feeds and bookmarks hold it. An entry is a project of the studio,
whose screens are there as well; it is spoken as soon as nobody has to answer who says what in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import wraps
from html import escape
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from tts_interview.errors import TtsInterviewError
from tts_interview.files.atomic import drafted, make_folder
from tts_interview.files.cleaning import one_line
from tts_interview.files.media_types import media_type
from tts_interview.jobs import JobState
from tts_interview.settings.layers import with_values
from tts_interview.web import LOOPBACK, new_secret, studio
from tts_interview.web.studio import doubts
from tts_interview.web.studio.guard import LOCAL_NAMES
from tts_interview.web.studio.making import BUSY, PUBLISH, PUBLISHED, line_of
from tts_interview.web.studio.pages import (
    back_to,
    base_of,
    file_of,
    markup,
    minutes,
    page,
    posted,
    project_of,
    qr_code,
    sentence,
    text_of,
    workshop_of,
)
from tts_interview.web.studio.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.types import ASGIApp

    from tts_interview.jobs import Job
    from tts_interview.settings import Settings
    from tts_interview.web.studio.workshop import Project, Recent

_KEY = ".key"
MOST_BYTES = 20_000_000
MOST_UNFINISHED = 50
MOST_A_MINUTE = 20
_MINUTE_S = 60
_MOST_SHOWN = 1000
_ATTEMPTS = 3
# Other pages and phones send here; whoever knows the key may.
_OPEN_TO_OTHERS = ("/send",)
_ADDRESS = re.compile(r"https?://\S+")
_HEAD = re.compile(r"<head\b[^>]*>", re.I)
_CANONICAL = re.compile(r"""rel=["']?canonical\b""", re.I)
_SHARED_TYPES = ["text/html", "text/plain", "text/markdown", "text/vtt", "application/pdf", "application/epub+zip"]


def application(workshop: Workshop, key: str, host: str = LOOPBACK) -> ASGIApp:
    """Return the inbox of a workshop, which answers below the key; `host` is a name or address of this machine."""
    return studio.application(workshop, key, ROUTES, (*LOCAL_NAMES, host), brand="Inbox", open_to_others=_OPEN_TO_OTHERS)


def inbox_of(folder: Path, settings: Settings) -> tuple[Workshop, str]:
    """Return the workshop of an inbox and its key, which is made the first time. Sources are read in a child process."""
    most = min(MOST_BYTES, settings.reading.limits.source_bytes)
    make_folder(folder)
    path = folder / _KEY
    if not path.exists():
        with drafted(path) as draft:
            draft.touch(mode=0o600)
            draft.write_text(new_secret(), encoding="ascii")
    workshop = Workshop(folder, with_values(settings, {"reading.limits.isolated": True, "reading.limits.source_bytes": most}))
    return workshop, path.read_text(encoding="ascii").strip()


# -- the entries ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that was sent, what has become of it in words, how many answers it needs, and its last job if there is one."""

    slug: str
    title: str
    sent: datetime
    line: str
    questions: int = 0
    job: Job | None = None

    @property
    def is_busy(self) -> bool:
        """True if it waits for the voice, or is being spoken."""
        return bool(self.job and self.job.state in BUSY)

    @property
    def audio(self) -> str:
        """The name of its sound among the published files; empty until it is ready."""
        return str(self.job.result["audio"]) if self.job and self.job.state is JobState.DONE else ""


def _entries(request: Request) -> list[Entry]:
    """Return the entries, the one that came last first."""
    workshop = workshop_of(request)
    jobs = {job.key: job for job in workshop.queue.jobs(kind=PUBLISH)}
    found = [_entry(workshop, one, jobs.get(one.slug)) for one in workshop.recent(_MOST_SHOWN)]
    return sorted(found, key=lambda entry: entry.sent, reverse=True)


def _entry(workshop: Workshop, known: Recent, job: Job | None) -> Entry:
    source = next((workshop.folder / known.slug).glob("source*"), workshop.folder / known.slug)
    about = known.slug, one_line(known.title), datetime.fromtimestamp(source.stat().st_mtime, UTC)
    if job and job.state is JobState.DONE:
        return Entry(*about, f"Ready: {minutes(job.result['seconds'])} to hear.", job=job)
    if job:
        return Entry(*about, line_of(job), job=job)
    project = workshop.project(known.slug)
    count = _questions(project) if project else 0
    line = f"Needs {count} answer{'s' * (count != 1)} before it is spoken." if count else "Every question is answered."
    return Entry(*about, line, count)


def _questions(project: Project) -> int:
    """Return how many doubts of the parser nobody has settled; those about voices do not hold an episode up."""
    transcript = project.state.transcript
    return len(transcript.unsettled(transcript.doubts))


def _made_if_sure(workshop: Workshop, project: Project | None) -> None:
    """Let an entry be spoken if it has no questions."""
    if project and not _questions(project):
        workshop.queue.add(PUBLISH, project.slug, attempts=_ATTEMPTS)


# -- sending -------------------------------------------------------------------------------------------------------------


async def send(request: Request) -> Response:
    """Take in a page: from the inbox's own form, from a bookmarklet in any page, or from a phone's share menu."""
    now, sent = workshop_of(request).queue.clock(), request.app.state.sent
    while sent and now - sent[0] > _MINUTE_S:
        sent.popleft()
    if len(sent) >= MOST_A_MINUTE:
        raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, f"More than {MOST_A_MINUTE} pages came in a minute. Wait a little.")
    sent.append(now)
    return await _taken_in(request)


@posted
def _taken_in(request: Request, form: FormData) -> Response:
    if sum(not one.audio for one in _entries(request)) >= MOST_UNFINISHED:
        raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, "Too many entries are not spoken yet. Wait, or delete some.")
    workshop = workshop_of(request)
    own = request.headers.get("origin") == f"http://{request.headers['host']}"
    try:
        slug = workshop.create(_source(form))
    except TtsInterviewError as error:
        if not own:
            raise
        return _shown(request, text_of(form, "source"), sentence(error))
    project = workshop.project(slug)
    _made_if_sure(workshop, project)
    return back_to(request) if own else page(request, "sent.html", {"title": project.title if project else slug})


def _source(form: FormData) -> Any:  # noqa: ANN401 - whatever the pipeline reads
    """Return what was sent: a file, the page itself, an address, or text. Phones share an address at the end of a text."""
    if file := file_of(form):
        return file
    address = text_of(form, "address").strip()
    if sent := text_of(form, "page"):
        return _with_address(sent, address).encode("utf-8", "replace")
    typed = address or text_of(form, "source").strip()
    last = typed.split()[-1] if typed else ""
    return last if "\n" not in typed and _ADDRESS.fullmatch(last) else f"{typed}\n"


def _with_address(sent: str, address: str) -> str:
    """Return the markup of a page with its address, unless it declares one."""
    if not _ADDRESS.fullmatch(address) or _CANONICAL.search(sent):
        return sent
    return _HEAD.sub(lambda head: f'{head[0]}<link rel="canonical" href="{escape(address)}">', sent, count=1)


# -- showing -------------------------------------------------------------------------------------------------------------


def show(request: Request) -> Response:
    """Show the entries, and the ways to send one."""
    return _shown(request)


def _shown(request: Request, source: str = "", problem: str = "") -> Response:
    home = _home(request)
    code = "" if request.url.hostname in {"127.0.0.1", "localhost", "::1"} else qr_code(home)
    values = {"entries": _entries(request), "home": home, "bookmarklet": _bookmarklet(home), "code": code}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return page(request, "inbox.html", {**values, "source": source, "problem": problem, "changed": False}, status)


def _home(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}{base_of(request)}/"


def _bookmarklet(home: str) -> str:
    """Return the address of a bookmark that sends the page on which it is pressed, as the browser has it, in a new tab."""
    fields = "{page:d.documentElement.outerHTML,title:d.title,address:location.href}"
    script = (
        "(()=>{const d=document,f=d.createElement('form');"
        f"f.action='{home}send';f.method='post';f.target='_blank';f.enctype='multipart/form-data';f.acceptCharset='utf-8';f.hidden=true;"
        f"for(const[n,v]of Object.entries({fields})){{const t=d.createElement('textarea');t.name=n;t.value=v;f.append(t)}}"
        "d.body.append(f);f.submit();f.remove()})()"
    )
    return f"javascript:{quote(script, safe='')}"


def entry(request: Request) -> Response:
    """Answer with the row of one entry, which is asked for while it is being spoken; with nothing if it is gone."""
    found = next((one for one in _entries(request) if one.slug == request.path_params["slug"]), None)
    about = {"entry": found, "base": base_of(request), "changed": not found.is_busy} if found else {}
    return HTMLResponse(markup("entry.html", **about) if found else "")


def feed(request: Request) -> Response:
    """Answer with the feed of what is ready."""
    folder = workshop_of(request).folder
    sounds = [(one, folder / one.slug / PUBLISHED / one.audio) for one in _entries(request) if one.audio]
    about = {"home": _home(request), "media_type": media_type, "format_datetime": format_datetime}
    text = markup("feed.xml", items=[(one, sound) for one, sound in sounds if sound.is_file()], **about)
    return Response(text, media_type="application/rss+xml")


def manifest(request: Request) -> Response:
    """Answer with the manifest by which a phone installs the inbox, and lists it where pages are shared."""
    base = base_of(request)
    fields = {"title": "title", "text": "source", "url": "address", "files": [{"name": "file", "accept": _SHARED_TYPES}]}
    about = {
        "name": "Interviews to hear",
        "short_name": "Inbox",
        "display": "standalone",
        "start_url": f"{base}/",
        "scope": f"{base}/",
        "icons": [{"src": f"{base}/static/icon.svg", "sizes": "any", "type": "image/svg+xml"}],
        "share_target": {"action": f"{base}/send", "method": "POST", "enctype": "multipart/form-data", "params": fields},
    }
    return JSONResponse(about, media_type="application/manifest+json")


# -- acting --------------------------------------------------------------------------------------------------------------


@posted
def make(request: Request, _form: FormData) -> Response:
    """Let an entry be spoken as it is, or again."""
    workshop_of(request).queue.add(PUBLISH, project_of(request).slug, attempts=_ATTEMPTS)
    return back_to(request)


@posted
def delete(request: Request, _form: FormData) -> Response:
    """Delete an entry with its sound."""
    project, workshop = project_of(request), workshop_of(request)
    queue = workshop.queue
    busy = [job.id for job in queue.jobs(BUSY) if job.key == project.slug]
    for _ in range(_MINUTE_S):
        if not any(queue.cancel(job).state in BUSY for job in busy):
            break
        queue.wait(queue.changes(), 1.0)
    else:
        raise HTTPException(HTTPStatus.CONFLICT, "It is still being spoken. Try again in a minute.")
    workshop.delete(project)
    queue.forget(project.slug)
    return back_to(request)


def _then_made(route: Route) -> Route:
    """Return a route of the doubts after which an entry is spoken if that was the last one."""
    act: Callable[[Request], Awaitable[Response]] = route.endpoint

    @wraps(act)
    async def endpoint(request: Request) -> Response:
        answer = await act(request)
        await run_in_threadpool(_made_if_sure, workshop_of(request), project_of(request))
        return answer

    return Route(route.path, endpoint, methods=["POST"])


ROUTES = [
    Route("/", show),
    Route("/send", send, methods=["POST"]),
    Route("/feed.xml", feed),
    Route("/manifest.webmanifest", manifest),
    Route("/p/{slug}/entry", entry),
    Route("/p/{slug}/make", make, methods=["POST"]),
    Route("/p/{slug}/delete", delete, methods=["POST"]),
    *(_then_made(route) for route in doubts.ROUTES if "POST" in (route.methods or ())),
    *(route for route in studio.ROUTES if route.path not in {"/", "/projects"}),
]
