"""`serve`: a real server on loopback serves the files of its folder, whole and in ranges, and nothing else."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_interview import ServingError
from tts_interview.web import Site, lan_address, new_secret, opened_server
from tts_interview.web.feeds import with_addresses_at
from tts_interview.web.requests import UnsatisfiableError, names_in, part_of

if TYPE_CHECKING:
    from collections.abc import Iterator
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
    lines: dict[str, str]
    body: bytes


@contextmanager
def served(folder: Path, **site: object) -> Iterator[int]:
    with opened_server(Site(folder, **site), 0) as server:  # type: ignore[arg-type]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def asked(port: int, target: str, method: str = "GET", **lines: str) -> Answer:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.putrequest(method, target, skip_host="Host" in lines)
        for name, value in lines.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        return Answer(response.status, dict(response.getheaders()), response.read())


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


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [("bytes=0-0", 0, 1), ("bytes=100-199", 100, 200), ("bytes=255990-", 255_990, 256_000), ("bytes=-7", 255_993, 256_000)],
)
def test_a_range_request_gets_that_range(port: int, wanted: str, start: int, end: int) -> None:
    got = asked(port, "/a%20b/a.mp3", Range=wanted)
    assert (got.status, got.body) == (206, SOUND[start:end])
    assert got.lines["Content-Range"] == f"bytes {start}-{end - 1}/{len(SOUND)}"


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


@given(header=st.text("bytes=0123456789-, ", max_size=30), size=st.integers(0, 10**12))
def test_no_range_exceeds_the_file(header: str, size: int) -> None:
    try:
        part = part_of(header, size)
    except UnsatisfiableError:
        return
    assert part is None or 0 <= part.start < part.stop <= size


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
            assert (response.status, len(response.read()) > 0) == (status, status == 200)


# -- what is not served ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target",
    [
        *("/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%2e%2e%2fsecret.txt", "/a%20b/../../secret.txt"),
        *("/..%5csecret.txt", "/C:/Windows/win.ini", "/c%3a/secret.txt", "/a%20b/a.mp3::$DATA", "/a%20b/a.mp3%00.txt"),
        *("//etc/passwd", "/%2fetc/passwd", "/%252e%252e/secret.txt", "/.hidden", "/.git/config", "/%2egit/config", "/."),
        *("/link.txt", "/linked/secret.txt", "/loop", "/hidden-link", "/a%20b/a.mp3/", "/a%20b/a.mp3.", "/NUL", "/com1.txt"),
        *("/%ff", "/" + "a" * 5000, "http://127.0.0.1/a%20b/a.mp3", "*"),
    ],
)
def test_no_path_leads_out_of_the_folder(port: int, folder: Path, target: str) -> None:
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "linked").symlink_to(folder.parent)
    (folder / "loop").symlink_to("loop")
    (folder / "hidden-link").symlink_to(".hidden")
    got = asked(port, target)
    assert (got.status, got.body) == (404, b"")


def test_a_link_within_the_folder_is_followed(port: int, folder: Path) -> None:
    (folder / "newest.mp3").symlink_to("a b/a.mp3")
    assert asked(port, "/newest.mp3").body == SOUND


@given(st.text(st.characters(codec="latin-1"), max_size=40))
def test_no_accepted_name_leads_upwards(target: str) -> None:
    for name in names_in("/" + target) or []:
        assert not re.search(r"[/\\:\x00]", name)
        assert not name.startswith(".")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "10.0.0.1", "", "localhost.evil.example", "a b", "<b>"])
def test_a_foreign_host_name_gets_no_answer(port: int, host: str) -> None:
    assert asked(port, "/feed.xml", Host=host).status == 421
    assert asked(port, "/feed.xml", Host=f"localhost:{port}").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE"])
def test_methods_that_change_files_are_refused(port: int, method: str) -> None:
    assert asked(port, "/feed.xml", method).status == 501


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
        opened_server(Site(folder / "nowhere"), 0)
    with pytest.raises(ServingError, match="choose another port"):
        opened_server(Site(folder), port)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_the_command_prints_its_addresses_and_ends_cleanly_on_ctrl_c(folder: Path) -> None:
    # A shell that starts the tests in the background may have disabled Ctrl-C.
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from tts_interview.cli import main; main()"
    )
    command = [sys.executable, "-c", program, "serve", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout
        found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/", running.stdout.readline().strip())
        assert found
        assert running.stdout.readline().strip() == f"{found[0]}feed.xml"
        assert asked(int(found[1]), "/a%20b/a.mp3").body == SOUND
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=20)
    assert (running.returncode, "Traceback" in errors) == (0, False)
