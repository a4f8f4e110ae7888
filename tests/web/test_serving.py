"""`serve`: a real server on loopback serves the files of its folder, whole and in ranges, and nothing else."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from processes import started

from tts_interview import ServingError
from tts_interview.web import Site, lan_address, new_secret, opened_port, server
from tts_interview.web.answering import with_addresses_at
from tts_interview.web.connection import MOST_CONNECTIONS, Connection
from tts_interview.web.paths import names_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import Message
    from pathlib import Path

SOUND = bytes(range(256)) * 1000
FEED = """\
<?xml version="1.0"?>
<rss xmlns:atom="http://www.w3.org/2005/Atom" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel>
<atom:link rel="self" href="https://example.org/show/feed.xml"/><link>https://example.org/show/</link>
<item><guid isPermaLink="false">https://example.org/show/1</guid><enclosure url="https://example.org/show/a%20b/a.mp3"/>
<podcast:transcript url="https://example.org/show/a%20b/a.vtt"/><podcast:person href="https://elsewhere.org/ann">Ann</podcast:person>
</item></channel></rss>"""


@dataclass(frozen=True)
class Answer:
    """The answer of a server."""

    status: int
    lines: Message[str, str]
    body: bytes


@contextmanager
def served(folder: Path, *, held: set[object] | None = None, **site: object) -> Iterator[int]:
    """Serve a folder, and yield the port; `held` becomes the set of open connections."""
    answering = server(Site(folder, **site))  # type: ignore[arg-type]
    if held is not None:
        answering.server_state.connections = held  # type: ignore[assignment]
    with opened_port(0) as listening:
        thread = threading.Thread(target=answering.run, args=([listening],))
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            answering.should_exit = True
            thread.join()


def asked(port: int, target: str, method: str = "GET", **lines: str) -> Answer:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.putrequest(method, target, skip_host="Host" in lines, skip_accept_encoding="Accept_Encoding" in lines)
        for name, value in lines.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())


@contextmanager
def connected(port: int, name: str = "") -> Iterator[socket.socket]:
    """Connect to a server and ask for a file, if there is a name, with little room for the answer."""
    with socket.socket() as connection:
        connection.settimeout(20)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
        connection.connect(("127.0.0.1", port))
        if name:
            connection.sendall(f"GET /{name} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        yield connection


def received(connection: socket.socket, pause_s: float = 0) -> bytes:
    """Return what the server sends until it hangs up; pause before each block."""
    data, resting = b"", threading.Event()
    with contextlib.suppress(ConnectionError):
        while not resting.wait(pause_s) and (block := connection.recv(1 << 16)):
            data += block
    return data


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "output"
    (inside / "a b").mkdir(parents=True)
    (inside / "a b" / "a.mp3").write_bytes(SOUND)
    (inside / "a b" / "a.vtt").write_text("WEBVTT\n")
    (inside / "feed.xml").write_text(FEED)
    (inside / ".hidden").write_text("no")
    (inside / ".git").mkdir()
    (inside / ".git" / "config").write_text("no")
    (tmp_path / "secret.txt").write_text("no")
    return inside


@pytest.fixture
def port(folder: Path) -> Iterator[int]:
    with served(folder) as port:
        yield port


# -- files -----------------------------------------------------------------------------------------------------------


def test_a_file_is_served_whole_with_its_type_and_accepts_ranges(port: int) -> None:
    got = asked(port, "/a%20b/a.mp3")
    assert (got.status, got.body) == (200, SOUND)
    assert (got.lines["Content-Type"], got.lines["Accept-Ranges"]) == ("audio/mpeg", "bytes")
    head = asked(port, "/a%20b/a.mp3", "HEAD")
    assert (head.status, head.body, head.lines["Content-Length"]) == (200, b"", str(len(SOUND)))


def test_a_range_request_gets_that_range(port: int) -> None:
    for wanted, part in {"0-0": range(1), "100-199": range(100, 200), "255990-": range(255_990, 256_000)}.items():
        got = asked(port, "/a%20b/a.mp3", Range=f"bytes={wanted}")
        assert (got.status, got.body) == (206, SOUND[part.start : part.stop])
        assert got.lines["Content-Range"] == f"bytes {part.start}-{part.stop - 1}/{len(SOUND)}"
    assert asked(port, "/a%20b/a.mp3", Range="bytes=-7").body == SOUND[-7:]


def test_a_range_beyond_the_end_is_refused_with_the_size(port: int) -> None:
    got = asked(port, "/a%20b/a.mp3", Range="bytes=256000-")
    assert (got.status, got.lines["Content-Range"]) == (416, "bytes */256000")


def test_a_range_of_a_file_that_has_changed_gets_the_whole_file(port: int, folder: Path) -> None:
    tag = asked(port, "/a%20b/a.mp3").lines["ETag"]
    assert asked(port, "/a%20b/a.mp3", Range="bytes=0-0", If_Range=tag).status == 206
    assert asked(port, "/a%20b/a.mp3", If_None_Match=tag).status == 304
    (folder / "a b" / "a.mp3").write_bytes(SOUND[:-1])
    assert asked(port, "/a%20b/a.mp3", Range="bytes=0-0", If_Range=tag).body == SOUND[:-1]
    assert asked(port, "/a%20b/a.mp3", If_None_Match=tag).status == 200


def test_several_ranges_come_in_one_answer_that_is_no_larger_than_the_file(port: int) -> None:
    got = asked(port, "/a%20b/a.mp3", Range="bytes=0-1,5-6")
    assert (got.status, got.lines["Content-Type"].partition(";")[0]) == (206, "multipart/byteranges")
    assert [part.partition(b"\r\n\r\n")[2] for part in got.body.split(b"\r\n--")[:2]] == [SOUND[0:2], SOUND[5:7]]
    assert asked(port, "/a%20b/a.mp3", Range="bytes=" + "0-," * 50).body == SOUND
    assert asked(port, "/a%20b/a.mp3", Range="bytes=" + "0-," * 500).body == SOUND


def test_a_range_in_another_unit_is_ignored(port: int) -> None:
    got = asked(port, "/a%20b/a.mp3", Range="seconds=1-2")
    assert (got.status, got.body) == (200, SOUND)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(header=st.text("=0123456789-, ", max_size=30))
def test_every_range_header_gets_a_part_the_whole_or_a_refusal(port: int, header: str) -> None:
    got = asked(port, "/a%20b/a.mp3", Range="bytes=" + header)
    assert got.status in {200, 206, 400, 416}
    assert int(got.lines["Content-Length"]) == len(got.body)
    if found := re.fullmatch(r"bytes (\d+)-(\d+)/256000", got.lines.get("Content-Range", "")):
        assert got.body == SOUND[int(found[1]) : int(found[2]) + 1] != b""


def test_text_is_compressed_for_clients_that_accept_it(port: int, folder: Path) -> None:
    for name in ["a.html", "feed.xml", "a.vtt", "a.json", "a.srt", "a.svg"]:
        text = "Grüezi. " * 200 if name != "feed.xml" else FEED.replace("Ann<", "Ann " * 300 + "<")
        (folder / name).write_text(text, encoding="utf-8")
        got, plain = asked(port, f"/{name}", Accept_Encoding="br, gzip"), asked(port, f"/{name}")
        assert (got.lines["Content-Encoding"], got.lines["Vary"]) == ("gzip", "Accept-Encoding")
        assert len(got.body) < len(plain.body) / 2
        assert gzip.decompress(got.body) == plain.body
        assert "Content-Encoding" not in plain.lines


def test_packed_files_and_ranges_are_not_compressed(port: int, folder: Path) -> None:
    for name in ["a.mp3", "a.m4b", "a.opus", "a.epub", "a.png", "a.zip"]:
        (folder / name).write_bytes(SOUND)
        (folder / "a.html").write_bytes(SOUND)
        assert asked(port, f"/{name}", Accept_Encoding="gzip").body == SOUND
        assert asked(port, "/a.html", Accept_Encoding="gzip", Range="bytes=0-999").body == SOUND[:1000]


def test_no_range_continues_a_compressed_file(port: int, folder: Path) -> None:
    (folder / "a.html").write_bytes(SOUND)
    tag = asked(port, "/a.html", Accept_Encoding="gzip").lines["ETag"]
    assert asked(port, "/a.html", Range="bytes=1000-", If_Range=tag).body == SOUND
    assert asked(port, "/a.html", If_None_Match=tag).status == 304
    assert asked(port, "/a.html", If_None_Match=asked(port, "/a.html").lines["ETag"]).status == 304


def test_other_sites_may_read_transcripts_but_not_sound(port: int) -> None:
    assert asked(port, "/a%20b/a.vtt", Origin="https://player.example").lines["Access-Control-Allow-Origin"] == "*"
    assert asked(port, "/a%20b/a.vtt").lines["Content-Type"] == "text/vtt; charset=utf-8"
    assert "Access-Control-Allow-Origin" not in asked(port, "/a%20b/a.mp3").lines
    assert asked(port, "/a%20b/a.vtt", "OPTIONS").lines["Access-Control-Allow-Headers"] == "Range"


def test_a_folder_is_a_list_of_its_files_or_its_index_page(port: int, folder: Path) -> None:
    (folder / "a b" / '<i>".txt').touch()
    assert asked(port, "/a%20b").lines["Location"] == "/a%20b/"
    page = asked(port, "/a%20b/").body.decode()
    assert '<a href="./%3Ci%3E%22.txt">&lt;i&gt;&quot;.txt</a>' in page
    assert "hidden" not in asked(port, "/").body.decode()
    for name in ("episodes.html", "index.html"):  # the second goes before the first
        (folder / name).write_text(f"<p>{name}")
        assert asked(port, "/").body == f"<p>{name}".encode()


def test_one_connection_serves_several_requests(port: int) -> None:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        for target, status in (("/nothing", 404), ("/a%20b/a.vtt", 200), ("/a%20b/a.mp3", 200)):
            connection.request("GET", target)
            response = connection.getresponse()
            assert (response.status, len(response.read()) > 9) == (status, target.endswith("mp3"))


# -- what is not served ----------------------------------------------------------------------------------------------


LEADING_OUT = (
    *("/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%2e%2e%2fsecret.txt", "/a%20b/../../secret.txt"),
    *("/..%5csecret.txt", "/C:/Windows/win.ini", "/c%3a/secret.txt", "/a%20b/a.mp3::$DATA", "/a%20b/a.mp3%00.txt"),
    *("//etc/passwd", "/%2fetc/passwd", "/%252e%252e/secret.txt", "/.hidden", "/.git/config", "/%2egit/config", "/."),
    *("/link.txt", "/linked/secret.txt", "/loop", "/hidden-link", "/a%20b/a.mp3/", "/a%20b/a.mp3.", "/NUL", "/com1.txt"),
    *("/%ff", "/" + "a" * 5000, "http://127.0.0.1/a%20b/a.mp3", "*"),
)


def test_no_path_leads_out_of_the_folder(port: int, folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "linked").symlink_to(folder.parent)
    (folder / "loop").symlink_to("loop")
    (folder / "hidden-link").symlink_to(".hidden")
    got = {target: asked(port, target) for target in LEADING_OUT}
    assert {target for target, answer in got.items() if (answer.status, answer.body) != (404, b"Not Found")} == set()


def test_a_link_within_the_folder_is_followed(port: int, folder: Path) -> None:
    (folder / "newest.mp3").symlink_to("a b/a.mp3")
    assert asked(port, "/newest.mp3").body == SOUND


@given(st.text(st.characters(codec="latin-1"), max_size=40))
def test_no_accepted_name_leads_upwards(target: str) -> None:
    for name in names_in("/" + target) or []:
        assert not re.search(r"[/\\:\x00]", name)
        assert not name.startswith(".")


def test_a_foreign_host_name_gets_no_answer(port: int) -> None:
    for host in ["evil.example", "evil.example:80", "10.0.0.1", "", "localhost.evil.example", "a b", "<b>"]:
        assert asked(port, "/feed.xml", Host=host).status == 400
    assert asked(port, "/feed.xml", Host=f"localhost:{port}").status == 200


def test_methods_that_change_files_are_refused(port: int) -> None:
    for method in ["POST", "PUT", "DELETE", "TRACE"]:
        assert asked(port, "/feed.xml", method).status == 405


# -- clients that take more than their share --------------------------------------------------------------------------


BODY = b"GET /a%20b/a.vtt HTTP/1.1\r\nHost: localhost\r\n\r\n"
LAST = b"HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: 0\r\nContent-Length: %d",
        b"Content-Length : %d",
        b"Content-Length: %d",
        b"Content-Length:\r\n %d",
        b"X: \x00\r\nContent-Length: %d",
        b"Transfer-Encoding: gzip\r\nContent-Length: %d",
    ],
)
def test_a_body_is_never_a_second_request(port: int, headers: bytes) -> None:
    for method in (b"GET", b"OPTIONS"):
        with connected(port) as connection:
            head = method + b" /nothing HTTP/1.1\r\nHost: localhost\r\n" + headers % len(BODY) + b"\r\n\r\n"
            connection.sendall(head + BODY + LAST)
            got = received(connection)
        assert got.startswith(b"HTTP/1.1 ")
        assert b"WEBVTT" not in got


def test_three_requests_at_once_get_three_answers(port: int) -> None:
    with connected(port) as connection:
        connection.sendall(BODY + BODY + LAST)
        got = received(connection)
    assert (got.count(b"HTTP/1.1 200 OK"), got.count(b"WEBVTT")) == (3, 2)


@pytest.mark.parametrize(
    "start", [b"GET / HTTP/1.1\r\nX-Long: ", b"GET /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n"]
)
def test_a_client_that_sends_a_letter_now_and_then_is_cut_off(folder: Path, start: bytes) -> None:
    held: set[object] = set()
    with served(folder, patience_s=1, held=held) as port, connected(port) as connection:
        connection.sendall(start)
        until(lambda: held)
        for _ in range(900):
            if not held:
                break
            with contextlib.suppress(ConnectionError):
                connection.sendall(b"x")
            threading.Event().wait(0.05)
        assert not held


def test_a_client_that_sends_nothing_is_cut_off(folder: Path) -> None:
    with served(folder, patience_s=1) as port, connected(port) as silent, connected(port, "a%20b/a.vtt") as idle:
        assert received(silent) == b""
        assert received(idle).endswith(b"\r\n\r\nWEBVTT\n")


def test_a_client_that_reads_nothing_is_cut_off(folder: Path) -> None:
    (folder / "large.wav").write_bytes(SOUND * 50)
    held: set[object] = set()
    with served(folder, patience_s=1, held=held) as port, connected(port, "large.wav") as connection:
        until(lambda: held)
        until(lambda: not held)
        assert len(received(connection)) < len(SOUND) * 50


def test_a_slow_download_goes_on_while_the_client_takes_a_block_now_and_then(folder: Path) -> None:
    (folder / "large.wav").write_bytes(SOUND * 12)
    with served(folder, patience_s=2) as port, connected(port, "large.wav") as connection:
        assert received(connection, pause_s=0.05).endswith(SOUND * 12)


def test_a_connection_lasts_while_requests_follow_each_other(folder: Path) -> None:
    with served(folder, patience_s=2) as port, contextlib.closing(http.client.HTTPConnection("127.0.0.1", port)) as one:
        for _ in range(50):
            one.request("GET", "/a%20b/a.vtt")
            assert one.getresponse().read() == b"WEBVTT\n"
            threading.Event().wait(0.05)


def test_an_answer_that_the_server_is_slow_to_make_is_not_cut_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    late, cut_off = threading.Event(), Connection._cut_off

    def noticed(connection: Connection) -> None:
        cut_off(connection)
        late.set()

    monkeypatch.setattr(Connection, "_cut_off", noticed)
    monkeypatch.setattr("tts_interview.web.answering.with_addresses_at", lambda *_: late.wait(20) and b"made")
    with served(folder, patience_s=1) as port:
        assert asked(port, "/feed.xml").body == b"made"


def until(holds: Callable[[], object]) -> None:
    """Wait for a condition; the time limit of the test ends it."""
    while not holds():
        threading.Event().wait(0.01)


def test_connections_beyond_the_most_are_refused_until_others_end(folder: Path) -> None:
    held: set[object] = set()
    with served(folder, held=held) as port, contextlib.ExitStack() as others:
        for _ in range(MOST_CONNECTIONS - 1):
            others.enter_context(connected(port))
        with connected(port, "a%20b/a.vtt") as last:
            assert last.recv(15) == b"HTTP/1.1 200 OK"
            with connected(port) as refused:
                assert received(refused) == b""
        others.close()
        until(lambda: not held)
        assert asked(port, "/a%20b/a.vtt").status == 200


def test_each_request_is_one_line(folder: Path) -> None:
    lines: list[str] = []
    with served(folder, on_request=lines.append) as port:
        asked(port, "/a%20b/a.vtt?x=1")
        asked(port, "/%0a%1b", "HEAD")
        asked(port, "/", "OPTIONS")
        asked(port, "/", Host="evil.example")
    assert lines == ["GET /a%20b/a.vtt 200", "HEAD /%0a%1b 404", "OPTIONS / 204", "GET / 400"]


# -- for the local network -------------------------------------------------------------------------------------------


def test_files_are_served_below_the_secret_path_only(folder: Path) -> None:
    secret = new_secret()
    with served(folder, secret=secret, is_local=False) as port:
        for target in ("/", "/feed.xml", f"/{secret[:-1]}/feed.xml", f"/{secret}x/feed.xml", f"/{secret}", "/%c3%a9/"):
            assert asked(port, target).status == 404
        got = asked(port, f"/{secret}/a%20b/a.mp3", Host="192.168.1.5:8000")
        assert got.body == SOUND
        assert got.lines["Referrer-Policy"] == "no-referrer"
        assert asked(port, f"/{secret}/../secret.txt").status == 404


def test_secrets_differ_and_are_long() -> None:
    assert len({new_secret() for _ in range(50)}) == 50
    assert all(re.fullmatch(r"[\w-]{22}", new_secret()) for _ in range(50))


def test_the_addresses_of_a_feed_use_the_host_of_the_request(folder: Path) -> None:
    secret = new_secret()
    with served(folder, secret=secret, is_local=False) as port:
        got = asked(port, f"/{secret}/feed.xml", Host="192.168.1.5:8000")
    feed = got.body.decode()
    assert got.lines["Content-Type"] == "application/rss+xml"
    for address in ("feed.xml", "a%20b/a.mp3", "a%20b/a.vtt"):
        assert f'"http://192.168.1.5:8000/{secret}/{address}"' in feed
    assert ">https://example.org/show/1</guid>" in feed
    assert '"https://elsewhere.org/ann"' in feed


@pytest.mark.parametrize("other", [b"", b"<rss><channel/></rss>", b"no feed", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_a_document_that_is_not_a_feed_with_an_address_is_served_unchanged(other: bytes) -> None:
    assert with_addresses_at(other, "http://x/feed.xml") == other


def test_a_feed_cannot_include_another_file() -> None:
    feed = FEED.replace("<rss", '<!DOCTYPE rss [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss', 1).replace("Ann<", "&e;<")
    assert b"root:" not in with_addresses_at(feed.encode(), "http://x/feed.xml")


def test_the_address_in_the_network_is_an_ip_address() -> None:
    with contextlib.suppress(ServingError):  # offline
        assert re.fullmatch(r"\d+\.\d+\.\d+\.\d+", lan_address())


# -- the command -----------------------------------------------------------------------------------------------------


def test_a_missing_folder_and_a_port_in_use_are_errors_that_say_what_to_do(folder: Path, port: int) -> None:
    with pytest.raises(ServingError, match="name one that holds episodes"):
        server(Site(folder / "nowhere"))
    with pytest.raises(ServingError, match="choose another port"):
        opened_port(port)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_the_command_prints_its_addresses_and_ends_cleanly_on_ctrl_c(folder: Path) -> None:
    (folder / "large.wav").write_bytes(SOUND * 50)
    # A shell that starts the tests in the background may have disabled Ctrl-C.
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from tts_interview.cli import main; main()"
    )
    command = [sys.executable, "-c", program, "serve", str(folder), "--port", "0"]
    with started(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout
        found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/", running.stdout.readline().strip())
        assert found
        assert running.stdout.readline().strip() == f"{found[0]}feed.xml"
        assert asked(int(found[1]), "/a%20b/a.mp3").body == SOUND
        with connected(int(found[1]), "large.wav") as downloading, connected(int(found[1])):
            assert downloading.recv(15) == b"HTTP/1.1 200 OK"
            running.send_signal(signal.SIGINT)
            _, errors = running.communicate(timeout=20)
    assert (running.returncode, "Traceback" in errors) == (0, False)
