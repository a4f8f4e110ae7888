"""Answer only this machine, only with the token in the address, and only what the studio's own pages send."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")
_READING = ("GET", "HEAD")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self'; frame-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
_ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # another site would learn the token; without any, forms would have no origin
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Refuses a request with another host (DNS rebinding), without the token, or, to most paths, from another origin."""

    def __init__(
        self, app: ASGIApp, token: str, hosts: Collection[str], open_to_others: Collection[str], most_bytes: int
    ) -> None:
        self._app, self._token, self._hosts, self._open, self._most_bytes = app, token, hosts, open_to_others, most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request below the token, which the application does not see."""
        if scope["type"] != "http":  # the start and the end of the server; there is no route for other messages
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        _, token, *_ = f"{scope['path']}/".split("/")
        if headers.get("host", "").rpartition(":")[0] not in self._hosts:
            await _refusal("This server does not answer under this name.", HTTPStatus.MISDIRECTED_REQUEST)(scope, receive, send)
        elif not secrets.compare_digest(token.encode(errors="replace"), self._token.encode()):
            await _refusal("Nothing is here. Open the address that was printed.", HTTPStatus.NOT_FOUND)(scope, receive, send)
        elif scope["path"].removeprefix(f"/{token}") not in self._open and not _is_own(scope["method"], headers):
            await _refusal("Another page sent this.", HTTPStatus.FORBIDDEN)(scope, receive, send)
        else:
            await self._app({**scope, "root_path": f"/{token}"}, _bounded(receive, self._most_bytes), _guarded(send))


def _is_own(method: str, headers: Headers) -> bool:
    """Return whether a request may come from a page of the studio, or from the address bar."""
    site = headers.get("sec-fetch-site", "same-origin")
    if method in _READING:
        return site in ("same-origin", "none")
    return site == "same-origin" and headers.get("origin") == f"http://{headers.get('host')}"


def _bounded(receive: Receive, most_bytes: int) -> Receive:
    """Return what receives a body up to a size. It raises HTTPException beyond that."""
    left = most_bytes

    async def received() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise HTTPException(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"This is too large: expected at most {most_bytes:,} bytes."
            )
        return message

    return received


def _guarded(send: Send) -> Send:
    async def begin(message: Message) -> None:
        if message["type"] == "http.response.start":
            sent = MutableHeaders(scope=message)
            for name, value in _ALWAYS.items():
                sent.setdefault(name, value)
        await send(message)

    return begin


def _refusal(line: str, status: HTTPStatus) -> ASGIApp:
    return PlainTextResponse(f"{line}\n", status, _ALWAYS)
