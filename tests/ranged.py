"""Answers of test servers: the requested range of some bytes, cut off on demand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import http.server


def send(handler: http.server.BaseHTTPRequestHandler, content: bytes, break_after: int | None = None) -> None:
    """Answer a GET request; with `break_after`, send only so many of the bytes promised."""
    asked = handler.headers.get("Range")
    body = content[int(re.findall(r"\d+", asked)[0]) if asked else 0 :]
    handler.send_response(206 if asked else 200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[:break_after])
