"""Answer requests: files in whole or in part, folders as lists, feeds with this server's addresses."""

from __future__ import annotations

import html
import ipaddress
import os
import re
import secrets
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING
from urllib.parse import quote

from tts_interview.files.media_types import media_type
from tts_interview.web.feeds import with_addresses_at
from tts_interview.web.requests import UnsatisfiableError, inside, names_in, part_of

if TYPE_CHECKING:
    from pathlib import Path

    from tts_interview.web import Server

_BLOCK_BYTES = 1 << 16
_LARGEST_FEED_BYTES = 50_000_000
_INDEXES = ("index.html", "episodes.html")
_FEEDS = (".xml", ".rss")
# Transcripts and chapters, which players on other sites may read.
_READ_FROM_ELSEWHERE = (".vtt", ".srt", ".json", ".html", ".txt")
_HOST = re.compile(r"(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::\d{1,5})?", re.I | re.ASCII)
_LIST = '<!doctype html><html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{name}</title>'


class Answering(BaseHTTPRequestHandler):
    """Answers GET and HEAD, and OPTIONS for cross-origin requests."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "tts-interview", ""
    timeout = 30  # seconds of silence

    def do_GET(self) -> None:
        """Send a file or a list."""
        self._answer()

    def do_HEAD(self) -> None:
        """Send the headers of a file or a list."""
        self._answer()

    def do_OPTIONS(self) -> None:
        """Send the requests that other sites may make."""
        self.send_response(HTTPStatus.NO_CONTENT)
        self._allow_elsewhere()
        self.send_header("Access-Control-Allow-Methods", "GET, HEAD")
        self.send_header("Access-Control-Allow-Headers", "Range")
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class's name
        """Pass a request to the site's callback, as one line."""
        line = (format % arguments).encode("unicode_escape").decode()
        self.server.site.on_request(line)

    def _answer(self) -> None:
        host = self.headers.get("Host", "")
        if self.headers.get("Content-Length", "0") != "0" or "Transfer-Encoding" in self.headers:
            self.close_connection = True  # a body, not another request, follows
        if not _HOST.fullmatch(host) or (self.server.site.is_local and not _is_loopback(host)):
            # DNS rebinding: another site's page has pointed its name at this machine.
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST)
            return
        names = self._names()
        found = inside(self.server.site.folder, names) if names is not None else None
        if names is None or found is None or (found.is_file() and not names[-1]):
            self._refuse(HTTPStatus.NOT_FOUND)
        elif found.is_file():
            self._send_file(found)
        elif names[-1]:
            self._redirect(self.path.partition("?")[0] + "/")
        elif index := next(filter(None, (inside(found, [name]) for name in _INDEXES)), None):
            self._send_file(index)
        else:
            self._send_bytes(_listing(found).encode(errors="replace"), "text/html")

    def _names(self) -> list[str] | None:
        """Return the names of the path below the secret; None if the secret is missing."""
        names, secret = names_in(self.path), self.server.site.secret
        if not names or not secret:
            return names
        return names[1:] or None if secrets.compare_digest(names[0].encode(), secret.encode()) else None

    def _send_file(self, path: Path) -> None:
        size, kind = path.stat().st_size, media_type(path.name)
        if path.suffix.lower() in _FEEDS and size <= _LARGEST_FEED_BYTES:
            here = f"http://{self.headers['Host']}{quote(self.path.partition('?')[0], safe='/%')}"
            self._send_bytes(with_addresses_at(path.read_bytes(), here), kind)
            return
        tag = f'"{path.stat().st_mtime_ns:x}-{size:x}"'
        if tag in self.headers.get("If-None-Match", ""):
            self._begin(HTTPStatus.NOT_MODIFIED, path.name, {"ETag": tag})
            return
        try:
            part = part_of(self.headers.get("Range"), size) if self.headers.get("If-Range", tag) == tag else None
        except UnsatisfiableError:
            self._refuse(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, {"Content-Range": f"bytes */{size}"})
            return
        lines = {"Content-Type": _with_charset(kind), "Accept-Ranges": "bytes", "ETag": tag}
        lines["Last-Modified"] = formatdate(path.stat().st_mtime, usegmt=True)
        if part is not None:
            lines["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
        wanted = range(size) if part is None else part
        lines["Content-Length"] = str(len(wanted))
        self._begin(HTTPStatus.OK if part is None else HTTPStatus.PARTIAL_CONTENT, path.name, lines)
        if self.command == "GET":
            self._copy(path, wanted)

    def _copy(self, path: Path, wanted: range) -> None:
        left = len(wanted)
        with path.open("rb") as file:
            file.seek(wanted.start)
            while left and (block := file.read(min(left, _BLOCK_BYTES))):
                self.wfile.write(block)
                left -= len(block)
        if left:  # the file has become shorter than its Content-Length
            self.close_connection = True

    def _send_bytes(self, data: bytes, kind: str) -> None:
        self._begin(HTTPStatus.OK, "", {"Content-Type": _with_charset(kind), "Content-Length": str(len(data))})
        if self.command == "GET":
            self.wfile.write(data)

    def _begin(self, status: HTTPStatus, name: str, lines: dict[str, str]) -> None:
        self.send_response(status)
        for key, value in lines.items():
            self.send_header(key, value)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")  # a referrer would reveal the secret path
        self.send_header("Cache-Control", "no-cache")
        if name.lower().endswith(_READ_FROM_ELSEWHERE):
            self._allow_elsewhere()
        self.end_headers()

    def _allow_elsewhere(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Expose-Headers", "Content-Length, Content-Range, Accept-Ranges")

    def _redirect(self, path: str) -> None:
        self._begin(HTTPStatus.MOVED_PERMANENTLY, "", {"Location": quote(path, safe="/%"), "Content-Length": "0"})

    def _refuse(self, status: HTTPStatus, lines: dict[str, str] | None = None) -> None:
        self._begin(status, "", {"Content-Length": "0", **(lines or {})})


def _is_loopback(host: str) -> bool:
    name = re.sub(r":\d+\Z", "", host).strip("[]")
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name.casefold() == "localhost"


def _with_charset(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _listing(folder: Path) -> str:
    """Return a page that links to the files of a folder."""
    shown = sorted((p for p in folder.iterdir() if not p.name.startswith(".")), key=lambda p: p.name.casefold())
    names = [p.name + ("/" if p.is_dir() else "") for p in shown]
    items = "".join(f'<li><a href="{quote(os.fsencode("./" + name))}">{html.escape(name)}</a>' for name in names)
    name = html.escape(folder.name)
    return f"{_LIST.format(name=name)}<h1>{name}</h1><ul>{items}</ul>\n"
