"""Download large files: resume an interrupted transfer, verify the checksum, and put the file in place atomically."""

from __future__ import annotations

import hashlib
import http.client
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tts_interview.errors import ModelError
from tts_interview.files.atomic import put_in_place
from tts_interview.model import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tts_interview.model import OnProgress

_CHUNK = 1 << 20
_TIMEOUT_S = 30
_HTTP_PARTIAL = 206
# The errors of a request; a malformed response is not an OSError.
TRANSFER_ERRORS = (OSError, http.client.HTTPException)


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file with its address, size in bytes and checksum.

    `what` is its name in messages ("the voice model"), and `otherwise` is what to do if it cannot be downloaded.
    """

    what: str
    url: str
    size: int
    checksum: str
    algorithm: str = "sha256"
    otherwise: str = ""


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to HTTPS or within one server, never to another plain HTTP server or a local file."""

    def redirect_request(self, req: Any, fp: Any, code: Any, msg: Any, headers: Any, newurl: str) -> Any:  # noqa: ANN401, PLR0913, PLR0917 - urllib's own
        here, there = (urllib.parse.urlsplit(url) for url in (req.full_url, newurl))
        if there.scheme == "https" or (there.scheme, there.netloc) == (here.scheme, here.netloc):
            return super().redirect_request(req, fp, code, msg, headers, newurl)
        raise urllib.error.URLError(f"it redirects to {newurl}, which is not https")


def open_url(url: str, start: int = 0) -> Any:  # noqa: ANN401 - urllib's response
    """Open a URL and return the response, from byte `start` if the server supports ranges."""
    request = urllib.request.Request(url, headers={"Range": f"bytes={start}-"} if start else {})  # noqa: S310 - by the caller
    return urllib.request.build_opener(_Redirects()).open(request, timeout=_TIMEOUT_S)


def reason_of(error: Exception) -> object:
    """Return the reason of an error, as short as it has one."""
    return getattr(error, "reason", None) or getattr(error, "strerror", None) or error


def fetch(remote: RemoteFile, target: Path, on_progress: OnProgress) -> None:
    """Download a file; an interrupted transfer resumes the next time. Raises ModelError if that fails."""
    draft = target.with_name(f"{target.name}.part")
    try:
        have = draft.stat().st_size if draft.exists() else 0
        if have < remote.size:
            _transfer(remote, draft, have, on_progress)
    except TRANSFER_ERRORS as error:
        raise ModelError(
            f"{remote.what} cannot be downloaded from {remote.url}: {reason_of(error)}; try again (the download resumes)"
            f"{remote.otherwise}"
        ) from error
    try:
        verify(draft, remote, "try again")
    except ModelError:
        draft.unlink()
        raise
    put_in_place(draft, target)


def _transfer(remote: RemoteFile, draft: Path, have: int, on_progress: OnProgress) -> None:
    with open_url(remote.url, have) as response:
        resumed = response.status == _HTTP_PARTIAL
        done = have if resumed else 0
        with draft.open("ab" if resumed else "wb") as file:
            for chunk in chunks(response.read, remote.size - done):
                file.write(chunk)
                done += len(chunk)
                on_progress(Progress(f"downloading {remote.what}", done, remote.size))
    if done < remote.size:
        raise OSError(None, f"the transfer ended after {done} of {remote.size} bytes")


def chunks(read: Callable[[int], bytes], limit: int) -> Iterator[bytes]:
    """Yield what `read` returns, up to `limit` bytes in total, whatever the server sends."""
    while limit > 0:
        chunk = read(min(_CHUNK, limit))
        if not chunk:
            return
        limit -= len(chunk)
        yield chunk


def verify(path: Path, remote: RemoteFile, remedy: str) -> None:
    """Raise ModelError, with the remedy, unless the file matches its checksum."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, lambda: hashlib.new(remote.algorithm, usedforsecurity=False)).hexdigest()
    if found != remote.checksum:
        raise ModelError(f"{remote.what} is damaged (its checksum is {found[:12]}…, not {remote.checksum[:12]}…): {remedy}")
