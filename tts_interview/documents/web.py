"""Fetch a page from the web. Neither the address nor the server is trusted."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import PurePosixPath
from string import punctuation
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from tts_interview.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from urllib3.response import BaseHTTPResponse

    from tts_interview.settings.parts import Limits

_USER_AGENT = "tts-interview (reads one page for one listener)"
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK_BYTES = 65_536
_SAVE_IT = "open it in a browser, save the page, and give the saved file"
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/vtt": ".vtt",
    "text/srt": ".srt",
    "application/x-subrip": ".srt",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/json": ".json",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/tei+xml": ".xml",
    "application/akn+xml": ".xml",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
}
# Types that do not tell the format; the address may.
_VAGUE = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream"})
# Ranges that are not public, though some versions of Python say so.
_NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        (
            "64:ff9b::/96",  # NAT64, with another address inside
            "2002::/16",  # 6to4, with another address inside
            "192.88.99.0/24",  # relays of 6to4
            "2001::/32",  # Teredo, with another address inside
            "fec0::/10",  # site-local
            "3fff::/20",  # documentation
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The data of an address; `name` is the address that finally answered, `suffix` the format, "" if unknown."""

    data: bytes
    name: str
    suffix: str


@dataclass(frozen=True, slots=True)
class _Place:
    """A parsed address; `host` is ASCII, `target` the path and query of the request."""

    scheme: str
    host: str
    port: int
    target: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class _Deadline:
    """The end of the time for reading, on the monotonic clock."""

    at_s: float
    allowed_s: float

    def left_s(self, place: _Place) -> float:
        left = self.at_s - time.monotonic()
        if left <= 0:
            raise SourceError(f"{place} did not answer in full within {self.allowed_s:g} seconds: try later, or {_SAVE_IT}")
        return left


def is_address(text: str) -> bool:
    """Return whether a text is an http or https address, rather than a path."""
    return text.lower().startswith(("http://", "https://"))


def fetch(address: str, limits: Limits) -> Fetched:
    """Fetch an http or https address within the limits, without proxies and cookies.

    Every host on the way is looked up once, refused if it is in a private network, and connected to at the address that was
    checked. Raises SourceError if anything fails.
    """
    with _followed(address, limits, {}) as (answer, place, deadline):
        return _fetched(answer, place, limits, deadline)


def fetch_if_changed(address: str, limits: Limits, asked: Mapping[str, str]) -> tuple[bytes, dict[str, str]] | None:
    """Fetch an address of any type as `fetch` does; None if it has not changed.

    The second value is what to ask the next time, and `asked` that of the last time; it is empty the first time.
    """
    with _followed(address, limits, asked) as (answer, place, deadline):
        if answer.status == HTTPStatus.NOT_MODIFIED:
            return None
        _check_status(answer.status, place)
        versions = {"If-None-Match": answer.headers.get("ETag"), "If-Modified-Since": answer.headers.get("Last-Modified")}
        following = {name: version for name, version in versions.items() if version and version.isascii()}
        return _body(answer, place, limits, deadline), following


@contextmanager
def _followed(address: str, limits: Limits, asked: Mapping[str, str]) -> Iterator[tuple[BaseHTTPResponse, _Place, _Deadline]]:
    """Yield the answer at the end of all redirects."""
    deadline = _Deadline(time.monotonic() + limits.seconds, limits.seconds)
    place = _place(address)
    for _ in range(limits.redirects + 1):
        with _answer(place, limits, deadline, asked) as answer:
            following = _location(answer)
            if not following:
                yield answer, place, deadline
                return
        place = _place(following, came_from=place)
    raise SourceError(f"{address} redirects more than {limits.redirects} times: {_SAVE_IT}")


def _location(answer: BaseHTTPResponse) -> str:
    """Return the target of a redirect; empty if the answer is none."""
    location = answer.headers.get("Location", "") if answer.status in _REDIRECTS else ""
    with suppress(UnicodeError):  # a header is read as Latin-1, and many servers write UTF-8
        return location.encode("latin-1").decode("utf-8")
    return location


def _place(address: str, came_from: _Place | None = None) -> _Place:
    by = f"{came_from} redirects to {address[:200]!r}, which" if came_from else f"{address[:200]}"
    try:
        parts = urlsplit(urljoin(str(came_from or ""), address))
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError:
        raise SourceError(f"{by} is not a valid address: expected one such as https://example.org/page") from None
    if parts.scheme not in _PORTS or not host:
        raise SourceError(f"{by} is not an http or https address: expected such an address, or a file")
    if parts.username is not None or parts.password is not None:
        raise SourceError(f"{_without_credentials(parts)} has a user name or a password, which are never sent: {_SAVE_IT}")
    target = quote(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", safe=punctuation)
    return _Place(parts.scheme, host, _PORTS[parts.scheme] if port is None else port, target)


def _without_credentials(parts: SplitResult) -> str:
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


@contextmanager
def _answer(place: _Place, limits: Limits, deadline: _Deadline, asked: Mapping[str, str]) -> Iterator[BaseHTTPResponse]:
    """Send the request and yield the answer, with its body not yet read."""
    from http.client import HTTPException

    from urllib3.connection import HTTPConnection
    from urllib3.exceptions import HTTPError

    connected = _connected(place, limits, deadline)
    try:
        with connected, _cut_off(connected, deadline.left_s(place)):
            connection = HTTPConnection(place.host, place.port, timeout=deadline.left_s(place))
            connection.sock = _secured(connected, place)
            with closing(connection):
                headers = {
                    "Host": place.authority,
                    "User-Agent": _USER_AGENT,
                    "Accept": "*/*",
                    "Accept-Encoding": "gzip, deflate",
                    **asked,
                }
                connection.request("GET", place.target, headers=headers, preload_content=False)
                with closing(connection.getresponse()) as answer:
                    yield answer
    except (OSError, HTTPError, HTTPException, ValueError) as error:
        deadline.left_s(place)
        raise SourceError(f"{place} cannot be read: {_in_one_line(error)}; check the connection, or {_SAVE_IT}") from error


def _in_one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _connected(place: _Place, limits: Limits, deadline: _Deadline) -> socket.socket:
    """Connect to the first of the host's addresses that accepts."""
    reason = "its host has no address"
    for address in _addresses(place, limits):
        try:
            return socket.create_connection((address, place.port), timeout=deadline.left_s(place))
        except OSError as error:
            deadline.left_s(place)
            reason = _in_one_line(error)
    raise SourceError(f"{place} cannot be reached ({reason}): check the address and the connection")


def _addresses(place: _Place, limits: Limits) -> list[str]:
    """Return the numeric addresses of a host, all of them checked."""
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except OSError:
        raise SourceError(f"{place} cannot be reached: {place.host} is unknown; check the address and the connection") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not limits.private_addresses and not all(map(_is_public, addresses)):
        raise SourceError(f"{place} is in a private network and is not fetched: {_SAVE_IT}")
    return addresses


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if (isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped) or any(ip in network for network in _NOT_PUBLIC):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


@contextmanager
def _cut_off(connected: socket.socket, after_s: float) -> Iterator[None]:
    """Shut the connection after so many seconds in all; a socket time-out starts again at every byte."""
    line = connected.dup()
    timer = threading.Timer(after_s, _shut, (line,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        line.close()


def _shut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _secured(connected: socket.socket, place: _Place) -> socket.socket:
    """Return the connection, for https with TLS and a certificate that is valid for the host's name."""
    if place.scheme == "http":
        return connected
    import ssl

    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())  # Python from python.org on macOS trusts no authority
    return context.wrap_socket(connected, server_hostname=place.host)


def _fetched(answer: BaseHTTPResponse, place: _Place, limits: Limits, deadline: _Deadline) -> Fetched:
    _check_status(answer.status, place)
    media_type, _, parameters = answer.headers.get("Content-Type", "").lower().partition(";")
    suffix = _suffix(media_type.strip(), place)
    data = _body(answer, place, limits, deadline)
    return Fetched(_in_utf8(data, parameters) if suffix in ("", ".html", ".csv", ".tsv") else data, str(place), suffix)


def _check_status(status: int, place: _Place) -> None:
    if status == 200:  # noqa: PLR2004 - OK
        return
    advice = f"it answers with status {status}; {_SAVE_IT}"
    if status in (401, 402, 403):
        advice = (
            f"it requires a login or a subscription (status {status}); log in with a browser, save the page, and give the file"
        )
    elif status in (404, 410):
        advice = f"the page does not exist (status {status}); check the address"
    elif status == 429 or status >= 500:  # noqa: PLR2004 - too many requests, a fault of the server
        advice = f"the server is busy or broken (status {status}); try later"
    raise SourceError(f"{place} was not read: {advice}")


def _suffix(media_type: str, place: _Place) -> str:
    if media_type in _SUFFIXES:
        return _SUFFIXES[media_type]
    of_name = PurePosixPath(place.target.partition("?")[0]).suffix.lower()
    if media_type in _VAGUE:
        return of_name if of_name in _SUFFIXES.values() else ""
    if media_type.startswith("text/"):
        return ""
    raise SourceError(f"{place} is {media_type[:80]}, not text: give the address of the interview itself")


def _body(answer: BaseHTTPResponse, place: _Place, limits: Limits, deadline: _Deadline) -> bytes:
    """Read and unpack the body piece by piece, so that a small body cannot become a huge one."""
    parts: list[bytes] = []
    length = 0
    for part in answer.stream(_CHUNK_BYTES, decode_content=True):
        deadline.left_s(place)
        parts.append(part)
        length += len(part)
        if length > limits.source_bytes:
            raise SourceError(f"{place} sends more than {limits.source_bytes:,} bytes, the limit: give a single interview")
    deadline.left_s(place)  # a cut connection looks like one that ended
    return b"".join(parts)


def _in_utf8(data: bytes, parameters: str) -> bytes:
    """Encode a text as UTF-8 if the server declares its encoding, since the page may not."""
    charset = parameters.partition("charset=")[2].partition(";")[0].strip(" \"'")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        with suppress(LookupError, UnicodeError):
            return data.decode(charset or "utf-8").encode("utf-8")
    return data
