"""Fetching of addresses within limits, from real servers on this machine, without reaching private networks."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from tts_interview import Settings, SourceError, parse
from tts_interview.documents.child import read_apart
from tts_interview.documents.web import Fetched, fetch
from tts_interview.settings.parts import Limits, ReadingSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tts_interview.model import Document

HERE = Limits(private_addresses=True, seconds=20)
PAGE = "<html><body><p>Ann: Grüezi</p></body></html>".encode()


@contextmanager
def server(answer: Callable[[BaseHTTPRequestHandler], None], tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Run a server on this machine that answers every request with `answer`, and yield its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Ignore readers that hang up: some of these tests are about them."""

    with Server(("127.0.0.1", 0), Handler) as running:
        if tls:
            running.socket = tls.wrap_socket(running.socket, server_side=True)
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield running.server_port
        finally:
            running.shutdown()
            thread.join()


def sends(data: bytes = PAGE, status: int = 200, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(data)

    return answer


def fetched(answer: Callable[[BaseHTTPRequestHandler], None], path: str = "/", limits: Limits = HERE) -> Fetched:
    with server(answer) as port:
        return fetch(f"http://127.0.0.1:{port}{path}", limits)


def refusal(answer: Callable[[BaseHTTPRequestHandler], None], path: str = "/", limits: Limits = HERE) -> str:
    with pytest.raises(SourceError) as caught:
        fetched(answer, path, limits)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# -- fetched pages --------------------------------------------------------------------------------------------------


def test_a_page_is_fetched_with_its_address_and_its_format() -> None:
    with server(sends(Content_Type="text/html; charset=utf-8")) as port:
        assert fetch(f"HTTP://127.0.0.1:{port}/a b/ü?q=1#part", HERE) == Fetched(
            PAGE, f"http://127.0.0.1:{port}/a%20b/%C3%BC?q=1", ".html"
        )


@pytest.mark.parametrize(
    ("media_type", "path", "suffix"),
    [
        ("text/plain", "/talk", ""),
        ("text/plain; charset=utf-8", "/talk.vtt?raw=1", ".vtt"),
        ("application/octet-stream", "/talk.DOCX", ".docx"),
        ("application/octet-stream", "/talk.exe", ""),
        ("application/pdf", "/talk.html", ".pdf"),
        ("Text/VTT", "/talk", ".vtt"),
        ("text/x-unheard-of", "/talk", ""),
    ],
)
def test_the_format_follows_the_media_type_or_the_name_if_the_type_is_vague(media_type: str, path: str, suffix: str) -> None:
    assert fetched(sends(Content_Type=media_type), path).suffix == suffix


@pytest.mark.parametrize("media_type", ["image/png", "audio/mpeg", "application/zip", "video/mp4"])
def test_a_media_type_that_is_not_text_is_refused(media_type: str) -> None:
    assert f"is {media_type}, not text" in refusal(sends(Content_Type=media_type))


def test_the_declared_charset_is_decoded_but_utf8_is_left_alone() -> None:
    assert fetched(sends("Łódź".encode("iso-8859-2"), Content_Type="text/html; charset=ISO-8859-2")).data == "Łódź".encode()
    assert fetched(sends("Łódź".encode(), Content_Type="text/html; charset=ISO-8859-2")).data == "Łódź".encode()
    assert fetched(sends(b"caf\xe9", Content_Type="text/html; charset=zip")).data == b"caf\xe9"


def test_the_request_names_the_program_and_has_no_credentials_or_cookies() -> None:
    seen: list[dict[str, str]] = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        seen.append(dict(request.headers))
        sends(Set_Cookie="a=b", Content_Type="text/html")(request)

    with server(answer) as port:
        fetch(f"http://127.0.0.1:{port}/", HERE)
        assert set(seen[0]) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}
        assert seen[0]["Host"] == f"127.0.0.1:{port}"
        assert seen[0]["User-Agent"].startswith("tts-interview")


def test_a_compressed_page_is_unpacked() -> None:
    assert fetched(sends(gzip.compress(PAGE), Content_Encoding="gzip", Content_Type="text/html")).data == PAGE


def test_the_page_of_an_address_is_read_in_a_child_process(monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []

    def noted(data: bytes, name: str, *rest: Any) -> Document:  # noqa: ANN401 - as read_apart takes them
        names.append(name)
        return read_apart(data, name, *rest)

    monkeypatch.setattr("tts_interview.documents.read_apart", noted)
    talk = b"<p>Ann: Why?</p><p>Ben: So.</p>" * 3
    with server(sends(talk, Content_Type="text/html")) as port:
        found = parse(f"http://127.0.0.1:{port}/", Settings(reading=ReadingSettings(limits=HERE)))
    assert found.turns
    assert names == [f"http://127.0.0.1:{port}/"]


# -- limits ----------------------------------------------------------------------------------------------------------


def test_a_page_above_the_limit_is_refused_and_one_at_the_limit_is_read() -> None:
    assert "more than 44 bytes" in refusal(sends(b"x" * 45), limits=Limits(source_bytes=44, private_addresses=True))
    assert fetched(sends(b"x" * 44), limits=Limits(source_bytes=44, private_addresses=True)).data == b"x" * 44


def test_a_compressed_page_that_unpacks_beyond_the_limit_is_refused() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    limits = Limits(source_bytes=1_000_000, private_addresses=True)
    assert "more than 1,000,000 bytes" in refusal(sends(bomb, Content_Encoding="gzip"), limits=limits)


def trickles(start: bytes, drop: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    """Make an answer of `start` and then endless drops, each sent before a time-out between bytes."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        gone = threading.Event()
        request.wfile.write(start)
        while not gone.wait(0.05):
            request.wfile.write(drop)
            request.wfile.flush()

    return answer


@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (b"HTTP/1.0 200 OK\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        (b"HTTP/1.1 200 OK\r\n", b"X-Many: x\r\n"),
    ],
)
def test_a_server_that_trickles_data_is_abandoned_in_time(start: bytes, drop: bytes) -> None:
    limits = Limits(seconds=0.6, private_addresses=True)
    message = refusal(trickles(start, drop), limits=limits)
    assert "within 0.6 seconds" in message or "more than 100 headers" in message


def test_a_silent_server_is_abandoned_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(SourceError, match=r"within 0\.3 seconds"):
            fetch(address, Limits(seconds=0.3, private_addresses=True))


def test_a_page_that_the_server_cuts_off_is_an_error() -> None:
    assert "cannot be read" in refusal(sends(b"<p>Ann", Content_Length="400"))


def goes_round(request: BaseHTTPRequestHandler) -> None:
    step = int(request.path[1:] or 0)
    sends(status=302, Location=f"/{step + 1}")(request) if step < 3 else sends(Content_Type="text/html")(request)


def test_redirects_are_followed_up_to_the_limit() -> None:
    assert fetched(goes_round, "/", Limits(redirects=3, private_addresses=True)).name.endswith("/3")
    assert "more than 2 times" in refusal(goes_round, "/", Limits(redirects=2, private_addresses=True))


@pytest.mark.parametrize("target", ["file:///etc/hostname", "ftp://127.0.0.1/x", "data:text/html,x", "gopher://127.0.0.1/"])
def test_a_redirect_to_another_scheme_is_refused(target: str) -> None:
    assert "which is not an http or https address" in refusal(sends(status=302, Location=target))


@pytest.mark.parametrize("target", ["http://[x", "//[", "http://a:b/"])
def test_a_redirect_to_what_is_no_address_is_an_error(target: str) -> None:
    assert "is not a valid address" in refusal(sends(status=302, Location=target))


def test_a_redirect_with_credentials_is_refused_without_printing_them() -> None:
    message = refusal(sends(status=302, Location="http://ann:secret@127.0.0.1/"))
    assert "a user name or a password" in message
    assert "secret" not in message


# -- refused addresses -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("file:///etc/passwd", "not an http or https address"),
        ("ftp://example.org/x", "not an http or https address"),
        ("example.org/x", "not an http or https address"),
        ("http://", "not an http or https address"),
        ("http://[::1", "not a valid address"),
        ("http://example.org:99999/", "not a valid address"),
        ("http://a..b/", "not a valid address"),
    ],
)
def test_an_invalid_web_address_is_refused(address: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        fetch(address, Limits())


def test_an_address_with_a_password_is_refused_without_printing_it() -> None:
    with pytest.raises(SourceError, match=r"https://example\.org/x has a user name or a password") as caught:
        fetch("https://ann:secret@example.org/x", Limits())
    assert "secret" not in str(caught.value)


PRIVATE = (
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1"),  # noqa: S104
    *("240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8"),
    *("64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:1::1", "fe80::1%1", "192.0.2.1"),
    *("192.88.99.1", "fec0::1", "feff::1", "3fff::1", "3fff:fff::1"),
)
PUBLIC = ("8.8.8.8", "2606:4700::1111", "192.88.98.1", "192.88.100.1", "3ffe::1", "3fff:1000::1")


class Network:
    """Stands in for the resolver, and records which addresses were connected to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, hosts: dict[str, list[str]]) -> None:
        self.hosts = hosts
        self.looked_up: list[str] = []
        self.connected: list[str] = []
        self._connect = socket.create_connection
        monkeypatch.setattr(socket, "getaddrinfo", self.look_up)
        monkeypatch.setattr(socket, "create_connection", self.connect)

    def look_up(self, host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        self.looked_up.append(host)
        if host not in self.hosts:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in self.hosts[host]]

    def connect(self, address: tuple[str, int], timeout: float) -> socket.socket:
        self.connected.append(address[0])
        connected = socket.socket()
        connected.settimeout(timeout)
        connected.connect(("127.0.0.1", address[1]))
        return connected


@pytest.mark.parametrize("address", PRIVATE)
def test_a_host_in_a_private_network_is_not_connected_to(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network(monkeypatch, {"pages.example": [PUBLIC[0], address]})
    with pytest.raises(SourceError, match="private network"):
        fetch("http://pages.example/", Limits())
    assert network.connected == []


@pytest.mark.parametrize("address", ["127.0.0.1", "[::1]", "2130706433", "0x7f.1", "localhost"])
def test_this_machine_is_not_reached_under_any_spelling(address: str) -> None:
    with pytest.raises(SourceError, match=r"private network|is unknown"):
        fetch(f"http://{address}:9/", Limits(seconds=5))


@pytest.mark.parametrize("address", PUBLIC)
def test_the_connection_goes_to_the_address_that_was_checked(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network(monkeypatch, {"pages.example": [address]})
    with server(sends(Content_Type="text/html")) as port:
        assert fetch(f"http://pages.example:{port}/", Limits()).data == PAGE
    assert (network.looked_up, network.connected) == (["pages.example"], [address])


def test_every_hop_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network(monkeypatch, {"pages.example": [PUBLIC[0]], "inside.example": ["10.0.0.7"]})
    with (
        server(sends(status=301, Location="http://inside.example/secret")) as port,
        pytest.raises(SourceError, match=r"http://inside\.example/secret is in a private network"),
    ):
        fetch(f"http://pages.example:{port}/", Limits())
    assert network.connected == [PUBLIC[0]]


# -- errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "log in with a browser, save the page"),
        (402, "log in with a browser, save the page"),
        (403, "log in with a browser, save the page"),
        (404, "does not exist"),
        (410, "does not exist"),
        (429, "try later"),
        (503, "try later"),
        (204, "status 204"),
        (302, "status 302"),
    ],
)
def test_the_error_for_a_status_says_what_to_do(status: int, words: str) -> None:
    assert words in refusal(sends(b"", status=status))


def test_the_errors_for_an_unknown_host_and_a_closed_port_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(SourceError, match=r"cannot be reached \(.*check the address and the connection"):
        fetch(f"http://127.0.0.1:{port}/", HERE)
    Network(monkeypatch, {})
    with pytest.raises(SourceError, match=r"nowhere\.example is unknown; check the address and the connection"):
        fetch("https://nowhere.example/", Limits())


def test_a_server_that_does_not_speak_http_is_an_error() -> None:
    def nonsense(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"SSH-2.0-nonsense\r\n\r\n")

    assert "cannot be read" in refusal(nonsense)


# -- TLS -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """Make this machine trust a certificate authority during a test."""
    authority = trustme.CA()
    make = ssl.create_default_context

    def trusting() -> ssl.SSLContext:
        context = make()
        authority.configure_trust(context)
        return context

    monkeypatch.setattr(ssl, "create_default_context", trusting)
    return authority


def tls_for(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def test_a_certificate_for_the_hosts_name_is_accepted(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> None:
    Network(monkeypatch, {"pages.example": [PUBLIC[0]]})
    with server(sends(Content_Type="text/html"), tls_for(authority, "pages.example")) as port:
        assert fetch(f"https://pages.example:{port}/", Limits(seconds=20)).data == PAGE


def test_a_certificate_for_another_name_is_refused(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> None:
    Network(monkeypatch, {"pages.example": [PUBLIC[0]]})
    with (
        server(sends(), tls_for(authority, "other.example")) as port,
        pytest.raises(SourceError, match="certificate verify failed"),
    ):
        fetch(f"https://pages.example:{port}/", Limits(seconds=20))


def test_a_certificate_of_an_unknown_authority_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    Network(monkeypatch, {"pages.example": [PUBLIC[0]]})
    with (
        server(sends(), tls_for(trustme.CA(), "pages.example")) as port,
        pytest.raises(SourceError, match="certificate verify failed"),
    ):
        fetch(f"https://pages.example:{port}/", Limits(seconds=20))
