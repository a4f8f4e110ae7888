"""The studio: read, correct, hear and publish interviews in the browser, with the keyboard alone if you like.

Every action is a POST that is one operation on a project's script, and answers with what changed. The pages work as plain
forms without JavaScript; they load nothing from elsewhere.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tts_interview.errors import TtsInterviewError
from tts_interview.web.studio import cast, doubts, making, pace, publish, review, script, sound, source, start, words
from tts_interview.web.studio.guard import LOCAL_NAMES, Guard
from tts_interview.web.studio.pages import HERE, SCREENS, page, sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from tts_interview.web.studio.workshop import Workshop

__all__ = ["application"]

# Sound does not shrink, and events are not to wait.
_AS_IT_IS = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "text/event-stream")
# A long script is sent to this machine or to the next: better compression takes longer than it saves.
_QUICK = 1
# The fields and the frame of a form around a source.
_FORM_BYTES = 1_000_000
ROUTES = [
    *start.ROUTES,
    *doubts.ROUTES,
    *script.ROUTES,
    *sound.ROUTES,
    *cast.ROUTES,
    *words.ROUTES,
    *pace.ROUTES,
    *review.ROUTES,
    *source.ROUTES,
    *making.ROUTES,
    *publish.ROUTES,
]


def application(  # noqa: PLR0913 - those after the second are for the inbox
    workshop: Workshop,
    token: str,
    routes: Sequence[Route] = ROUTES,
    hosts: Collection[str] = LOCAL_NAMES,
    *,
    brand: str = "Studio",
    screens: Sequence[tuple[str, str]] = SCREENS,
    open_to_others: Collection[str] = (),
) -> ASGIApp:
    """Return the studio of a workshop; every address begins with `token`. Pages of others may send to `open_to_others`.

    `screens` are those of a project, as the paths and names of links.
    """
    static = Mount("/static", StaticFiles(directory=HERE / "static"))
    app = Starlette(
        routes=[*routes, static],
        middleware=[Middleware(GZipMiddleware, minimum_size=1000, compresslevel=_QUICK, exclude_content_types=_AS_IT_IS)],
        lifespan=making.working,
        exception_handlers={HTTPException: _failed, TtsInterviewError: _failed},
    )
    app.state.workshop, app.state.brand, app.state.screens, app.state.sent = workshop, brand, screens, deque[float]()
    return Guard(app, token, hosts, open_to_others, workshop.largest_bytes + _FORM_BYTES)


def _failed(request: Request, error: Exception) -> Response:
    """Say what is wrong on a page of its own."""
    status = error.status_code if isinstance(error, HTTPException) else 422
    line = error.detail if isinstance(error, HTTPException) else sentence(error) if isinstance(error, TtsInterviewError) else ""
    return page(request, "failed.html", {"line": line}, status)
