"""Answer requests: files in whole or in part, folders as lists, feeds with this server's addresses."""

from __future__ import annotations

import html
import os
import secrets
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.staticfiles import NotModifiedResponse, StaticFiles

from tts_interview.files.media_types import OTHER, media_type
from tts_interview.web.paths import inside, names_in

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from tts_interview.web import Site

_LARGEST_FEED_BYTES = 50_000_000
_INDEXES = ("index.html", "episodes.html")
_FEEDS = (".xml", ".rss")
_SELF = "{http://www.w3.org/2005/Atom}link[@rel='self']"
_ADDRESSES = ("url", "href")
# Transcripts and chapters, which players on other sites may read.
_READ_FROM_ELSEWHERE = (".vtt", ".srt", ".json", ".html", ".txt")
_ELSEWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Length, Content-Range, Accept-Ranges",
}
_PREFLIGHT = _ELSEWHERE | {"Access-Control-Allow-Methods": "GET, HEAD", "Access-Control-Allow-Headers": "Range"}
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # a referrer would reveal the secret path
    "Cache-Control": "no-cache",
}
# Another site's page can point its own name at this machine (DNS rebinding), so only these names get answers.
_LOCAL_NAMES = ("127.0.0.1", "localhost")
_COMPRESSED = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/epub+zip", OTHER)
_LIST = '<!doctype html><html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{name}</title>'


def application(site: Site) -> ASGIApp:
    """Return the application that answers GET and HEAD, and OPTIONS for cross-origin requests."""
    answering = Starlette(
        routes=[
            Route("/{path:path}", partial(_answer, site)),
            Route("/{path:path}", Response(None, HTTPStatus.NO_CONTENT, _PREFLIGHT), methods=["OPTIONS"]),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, _LOCAL_NAMES if site.is_local else ["*"], www_redirect=False),
            Middleware(GZipMiddleware, exclude_content_types=_COMPRESSED),
        ],
    )
    return _reported(answering, site)


def _reported(answering: ASGIApp, site: Site) -> ASGIApp:
    """Add the headers of every answer, and pass a line about it to the site's callback."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def begin(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_ALWAYS)
                if "Content-Encoding" in headers and "ETag" in headers:  # no range continues compressed bytes
                    headers["ETag"] = f"W/{headers['ETag']}"
                site.on_request(f"{scope['method']} {_target(scope)} {message['status']}")
            await send(message)

        known = [line for line in scope["headers"] if line[0] != b"range" or line[1].lower().startswith(b"bytes=")]
        await answering({**scope, "headers": known}, receive, begin)  # RFC 9110 ignores ranges in other units

    return answer


def _target(scope: Scope) -> str:
    """Return the path of a request as it was sent, in printable ASCII."""
    return str(scope["raw_path"].decode("ascii"))


def _answer(site: Site, request: Request) -> Response:
    names = _names_below(site.secret, _target(request.scope))
    found = inside(site.folder, names) if names else None
    if not names or not found or (found.is_file() and not names[-1]):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    if found.is_file():
        return _file(found, request)
    if names[-1]:
        return RedirectResponse(f"{_target(request.scope)}/", HTTPStatus.MOVED_PERMANENTLY)
    if index := next(filter(None, (inside(found, [name]) for name in _INDEXES)), None):
        return _file(index, request)
    return HTMLResponse(_listing(found).encode(errors="replace"))


def _names_below(secret: str, target: str) -> list[str] | None:
    """Return the names of a path below the secret; None if the secret is missing."""
    names = names_in(target)
    if not names or not secret:
        return names
    return names[1:] if secrets.compare_digest(names[0].encode(errors="replace"), secret.encode()) else None


def _file(path: Path, request: Request) -> Response:
    kind, status = media_type(path.name), path.stat()
    if path.suffix.lower() in _FEEDS and status.st_size <= _LARGEST_FEED_BYTES:
        here = f"http://{request.url.netloc}{_target(request.scope)}"
        return Response(with_addresses_at(path.read_bytes(), here), media_type=kind)
    response: Response = FileResponse(path, media_type=kind, stat_result=status)
    if StaticFiles().is_not_modified(response.headers, request.headers):
        response = NotModifiedResponse(response.headers)
    if path.name.lower().endswith(_READ_FROM_ELSEWHERE):
        response.headers.update(_ELSEWHERE)
    return response


def _listing(folder: Path) -> str:
    """Return a page that links to the files of a folder."""
    shown = sorted((p for p in folder.iterdir() if not p.name.startswith(".")), key=lambda p: p.name.casefold())
    names = [p.name + ("/" if p.is_dir() else "") for p in shown]
    items = "".join(f'<li><a href="{quote(os.fsencode("./" + name))}">{html.escape(name)}</a>' for name in names)
    name = html.escape(folder.name)
    return f"{_LIST.format(name=name)}<h1>{name}</h1><ul>{items}</ul>\n"


def with_addresses_at(feed: bytes, here: str) -> bytes:
    """Replace addresses below the feed's public one by addresses below `here`, the address of the request.

    Guids and texts stay. A document that is not a feed, or lacks its public address, stays as it is.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(feed, parser)
    except etree.XMLSyntaxError:
        return feed
    link = root.find(f"channel/{_SELF}")
    public = "" if link is None else link.get("href", "")
    if not public:
        return feed
    before, after = urljoin(public, "."), urljoin(here, ".")
    for element in root.iter(etree.Element):
        for name in _ADDRESSES:
            address = element.get(name, "")
            if address == public:
                element.set(name, here)
            elif address.startswith(before):
                element.set(name, after + address.removeprefix(before))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
