"""Fill the studio's templates, and answer requests."""

from __future__ import annotations

import re
from functools import cache, wraps
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route

from tts_interview.errors import TtsInterviewError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from jinja2 import Environment
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from tts_interview.web.studio.workshop import Project, Workshop

    # What an action does to a project by a form that was posted; it returns what it did.
    Act = Callable[[Project, FormData, Request], str]

HERE = Path(__file__).parent
# The screens of a project, in the order of the work.
SCREENS = (
    ("", "Overview"),
    ("doubts", "Doubts"),
    ("script", "Script"),
    ("cast", "Cast"),
    ("words", "Words"),
    ("pace", "Pace"),
    ("review", "Review"),
    ("publish", "Publish"),
)
_MINUTE_S = 60
_MOST_NOTE_CHARS = 1000
_TURN = re.compile(r"\bturn (\d+)")


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = FileSystemLoader(HERE / "templates")
    return Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def markup(template: str, **values: object) -> str:
    """Fill a template; every text is escaped."""
    return _templates().get_template(template).render(values)


def page(request: Request, template: str, values: Mapping[str, object], status: int = HTTPStatus.OK) -> Response:
    """Answer with a page."""
    project: Any = values.get("project")
    shared = {
        "base": base_of(request),
        "screens": request.app.state.screens,
        "project": project,
        "told": told_by(project),
        "screen": None,
    }
    shared |= {"brand": request.app.state.brand, "newer": project.newer if project else None}
    return HTMLResponse(markup(template, **{**shared, **values}), status)


def told_by(project: Any) -> str:  # noqa: ANN401 - a project, or None
    """Return what the last action of a project did, once."""
    return project.take_message() if project else ""


def base_of(request: Request) -> str:
    """Return the address below which the studio is."""
    return str(request.scope["root_path"])


def workshop_of(request: Request) -> Workshop:
    """Return the workshop."""
    found: Workshop = request.app.state.workshop
    return found


def project_of(request: Request) -> Project:
    """Return the project that the address names. Raises HTTPException if there is none."""
    found = workshop_of(request).project(request.path_params["slug"])
    if not found:
        raise HTTPException(HTTPStatus.NOT_FOUND, "There is no such episode.")
    return found


def posted(act: Callable[[Request, FormData], Response]) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that reads a form and acts on it in a thread."""

    @wraps(act)
    async def endpoint(request: Request) -> Response:
        async with request.form(max_files=1, max_fields=1000, max_part_size=workshop_of(request).largest_bytes) as form:
            return await run_in_threadpool(act, request, form)

    return endpoint


def acting(path: str, act: Act, screen: str) -> Route:
    """Return the route of an action, after which a screen, or the desk that it came from, says what was done or is wrong."""

    @posted
    def endpoint(request: Request, form: FormData) -> Response:
        project = project_of(request)
        try:
            project.say(act(project, form, request))
        except TtsInterviewError as error:
            project.say(sentence(error))
        return back_to(request, "p", project.slug, "desk" if text_of(form, "screen") == "desk" else screen)

    return Route(f"/p/{{slug}}/{path}", endpoint, methods=["POST"])


def text_of(form: FormData, name: str) -> str:
    """Return the text of a field; empty if it is missing or a file."""
    value = form.get(name)
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def file_of(form: FormData) -> Any:  # noqa: ANN401 - whatever the pipeline reads
    """Return the file that was sent; None if none was chosen."""
    file = form.get("file")
    return file.file if file and not isinstance(file, str) and file.filename else None


def note_of(form: FormData, name: str) -> str:
    """Return the text of a field as one line of at most 1,000 characters."""
    return " ".join(text_of(form, name).split())[:_MOST_NOTE_CHARS]


def number_of(form: FormData, name: str) -> int:
    """Return the number of a field. Raises HTTPException for other text."""
    try:
        return int(text_of(form, name))
    except ValueError:
        raise HTTPException(HTTPStatus.BAD_REQUEST, f"{name} is not a number.") from None


def back_to(request: Request, *names: object, mark: str = "") -> Response:
    """Send the browser to another screen."""
    place = "/".join(map(str, names))
    return RedirectResponse(f"{base_of(request)}/{place}{f'#{mark}' if mark else ''}", HTTPStatus.SEE_OTHER)


def sentence(error: TtsInterviewError) -> str:
    """Return an error as a sentence in which turns count from 1, as on the screen."""
    line = _TURN.sub(lambda found: f"turn {int(found[1]) + 1}", str(error))
    return f"{line[:1].upper()}{line[1:]}" + "." * (not line.endswith("."))


def minutes(seconds: float) -> str:
    """Return a length in words."""
    if seconds < _MINUTE_S:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / _MINUTE_S)} min"


def qr_code(address: str) -> str:
    """Return an address as a QR code, as the address of a picture."""
    import segno

    return segno.make(address, micro=False).svg_data_uri(scale=5, border=3, light="#fff")
