"""`archive watch` plans what is new in folders and feeds, makes what is sure of it, and lets the rest wait."""

from __future__ import annotations

import shutil
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from archive.talks import ESSAY, TALK, entries, write_talks

from tts_interview.archive import running, watching
from tts_interview.archive.library import Library
from tts_interview.archive.running import RunOrder, Tally
from tts_interview.archive.watching import Watch, watch_archive
from tts_interview.documents.syndication import FeedItem, items_of
from tts_interview.errors import LibraryError, SourceError, StoreError
from tts_interview.model import Observer
from tts_interview.settings import Settings
from tts_interview.settings.layers import with_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import CommandLine

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><link>{here}</link>{items}</channel></rss>"""
ITEM = "<item><title>T</title><link>{link}</link><guid>{guid}</guid></item>"


class Told(Observer):
    """An observer that records its notices."""

    def __init__(self) -> None:
        self.notices: list[str] = []

    def notice(self, line: str) -> None:
        self.notices.append(line)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    values = {"speech.engine": "tone", "speech.cache_folder": tmp_path / "cache", "reading.limits.private_addresses": True}
    return with_values(Settings(), {**values, "publishing.output_folder": tmp_path / "lib" / "episodes"})


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Stand in for making, which has tests of its own; return how many were accepted at each run."""
    counts: list[int] = []

    def run(library: Library, *_: object) -> Tally:
        counts.append(sum(entry.standing == "accepted" for entry in library.entries()))
        return Tally(made=counts[-1])

    monkeypatch.setattr(watching, "run_archive", run)
    return counts


def looks(*between: Callable[[], object]) -> Callable[[float], None]:
    """Return what sleeps: each sleep does the next thing, and after the last one, Ctrl-C is pressed."""
    coming = iter(between)

    def sleep(_seconds: float) -> None:
        act = next(coming, None)
        if act is None:
            raise KeyboardInterrupt
        act()

    return sleep


def watch(
    tmp_path: Path,
    settings: Settings,
    *places: str,
    sleep: Callable[[float], object],
    once: bool = False,
    order: RunOrder = RunOrder(),  # noqa: B008 - it is frozen
) -> list[str]:
    """Watch until Ctrl-C, or look once; return what was told."""
    told, library = Told(), Library(tmp_path / "lib", create=True)
    asked = Watch(places, sleep, once=once, order=order)
    try:
        if once:
            watch_archive(library, settings, asked, told)
        else:
            with pytest.raises(KeyboardInterrupt):
                watch_archive(library, settings, asked, told)
    finally:
        library.close()
    return told.notices


def nothing() -> None:
    """Do nothing between two looks."""


# -- folders -----------------------------------------------------------------------------------------------------------


def test_a_file_counts_once_it_is_the_same_in_two_looks(tmp_path: Path, settings: Settings, runs: list[int]) -> None:
    folder = tmp_path / "in"
    (path,) = write_talks(folder, 1)
    path.write_text(TALK[:80])
    seen: list[int] = []

    def grow() -> None:
        seen.append(len(entries(tmp_path / "lib")))
        path.write_text(TALK.format(title="bells"))

    def count() -> None:
        seen.append(len(entries(tmp_path / "lib")))

    told = watch(tmp_path, settings, str(folder), sleep=looks(grow, count, count, count))
    assert seen == [0, 0, 1, 1]
    assert told == ["New: 1; made: 1; failed: 0; for a person: 0"] + ["New: 0; made: 1; failed: 0; for a person: 0"] * 2
    assert [entry.title for entry in entries(tmp_path / "lib")] == ["bells"]


def test_what_is_not_sure_waits_and_starts_no_run(tmp_path: Path, settings: Settings, runs: list[int]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "essay.md").write_text(ESSAY)
    (tmp_path / "in" / "damaged.docx").write_bytes(b"PK nothing")
    watch(tmp_path, settings, str(tmp_path / "in"), sleep=looks(nothing, nothing, nothing))
    assert {entry.standing for entry in entries(tmp_path / "lib")} <= {"waiting for review", "set aside"}
    assert sum(runs) == 0


def test_one_look_is_two_with_a_short_pause(tmp_path: Path, settings: Settings, runs: list[int]) -> None:
    write_talks(tmp_path / "in", 2)
    slept: list[float] = []
    told = watch(tmp_path, settings, str(tmp_path / "in"), sleep=slept.append, once=True)
    assert (slept, runs) == ([watching.SETTLING_S], [2])
    assert told == ["New: 2; made: 2; failed: 0; for a person: 0"]


def test_a_folder_that_is_missing_is_told_and_looked_at_again(tmp_path: Path, settings: Settings, runs: list[int]) -> None:
    folder = tmp_path / "in"
    told = watch(tmp_path, settings, str(folder), sleep=looks(lambda: write_talks(folder, 1), nothing))
    assert [text.partition(": ")[0] for text in told] == [f"{folder} does not exist", "New"]
    with pytest.raises(LibraryError, match="does not exist"):
        watch(tmp_path, settings, str(tmp_path / "nowhere"), sleep=looks(nothing), once=True)


def test_ctrl_c_ends_with_130_and_the_next_start_goes_on(
    tts: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_talks(tmp_path / "in", 1)
    monkeypatch.setattr("time.sleep", looks())
    command = ("archive", "watch", "in", "-o", "lib", "--engine", "tone", "--workers", "1")
    assert tts(*command, "--interval", "5m").code == 130
    monkeypatch.undo()
    monkeypatch.setattr(watching, "SETTLING_S", 0.0)
    done = tts(*command, "--once")
    assert (done.code, done.err.splitlines()[-1]) == (0, "New: 1; made: 1; failed: 0; for a person: 0")
    assert [entry.standing for entry in entries(tmp_path / "lib")] == ["made"]
    assert tts(*command, "--once").code == 0


def test_a_watch_shares_episodes_and_clips_as_a_run_does(
    tts: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_talks(tmp_path / "in", 1)
    monkeypatch.setattr(watching, "SETTLING_S", 0.0)
    command = ("archive", "watch", "in", "-o", "lib", "--engine", "tone", "--workers", "1", "--once", "--store", "made")
    first = tts(*command, "--store-clips")
    assert (first.code, "Taken from the store: 0" in first.err) == (0, True)
    assert {path.name for path in (tmp_path / "made").iterdir()} == {"episodes", "clips"}
    shutil.rmtree(tmp_path / "lib")
    assert "Taken from the store: 1" in tts(*command).err
    refused = tts("archive", "watch", "in", "-o", "new", "--store-clips")
    assert (refused.code, "--store-clips needs --store" in refused.err) == (2, True)
    assert not (tmp_path / "new").exists()


def test_a_store_that_cannot_be_used_is_told_and_asked_again(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_talks(tmp_path / "in", 1)

    def open_none(address: str, _tell: object) -> object:
        raise StoreError(f"{address} does not answer")

    with monkeypatch.context() as patch:
        patch.setattr(running, "open_store", open_none)
        asked: dict[str, Any] = {"sleep": looks(nothing, patch.undo), "order": RunOrder(store=str(tmp_path / "made"))}
        told = watch(tmp_path, settings, str(tmp_path / "in"), **asked)
        assert "does not answer" in told[0]
        assert told[1:] == ["Taken from the store: 0", "New: 0; made: 1; failed: 0; for a person: 0"]
        patch.setattr(running, "open_store", open_none)
        write_talks(tmp_path / "in", 2)
        with pytest.raises(StoreError):
            watch(tmp_path, settings, str(tmp_path / "in"), **asked | {"sleep": looks(nothing)}, once=True)


# -- feeds -------------------------------------------------------------------------------------------------------------


@contextmanager
def news(pages: dict[str, bytes], asked: list[Any]) -> Iterator[str]:
    """Serve pages, each with its version; note the paths and conditions of requests. Yield the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = pages.get(self.path, b"")
            tag = f'"{hash(data)}"'
            asked.append((self.path, self.headers.get("If-None-Match") == tag))
            is_known = self.headers.get("If-None-Match") == tag
            self.send_response(304 if is_known else 200 if data else 404)
            self.send_header("ETag", tag)
            kind = "application/rss+xml" if self.path.endswith(".xml") else "text/html; charset=utf-8"
            self.send_header("Content-Type", kind)
            self.end_headers()
            if not is_known:
                self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def page(title: str) -> bytes:
    talk = TALK.format(title=title).split("---\n")[2]
    body = "".join(f"<p>{line}</p>" for line in talk.replace("**", "").splitlines() if line)
    head = f"<html lang=en><head><title>{title}</title></head>"
    return f"{head}<body><article><h1>{title}</h1>{body}</article></body></html>".encode()


def feed(*items: tuple[str, str]) -> bytes:
    return RSS.format(here="", items="".join(ITEM.format(guid=guid, link=link) for guid, link in items)).encode()


def test_each_item_of_a_feed_is_planned_once_by_its_guid(tmp_path: Path, settings: Settings, runs: list[int]) -> None:
    asked: list[Any] = []
    pages = {
        "/feed.xml": feed(("a", "/one"), ("b", "/two")),
        "/one": page("salt"),
        "/two": page("rope"),
        "/three": page("bees"),
    }
    with news(pages, asked) as address:

        def publish() -> None:
            pages["/feed.xml"] = feed(("c", "/three"), ("a", "/one?from=feed"))

        watch(tmp_path, settings, f"{address}/feed.xml", sleep=looks(nothing, publish, nothing))
        links = [entry.path for entry in entries(tmp_path / "lib")]
        assert links == [f"{address}{path}" for path in ("/one", "/two", "/three")]
        assert [known for path, known in asked if path == "/feed.xml"] == [False, True, False, True]
        assert {entry.kind for entry in entries(tmp_path / "lib")} == {"interview"}
        asked.clear()
        watch(tmp_path, settings, f"{address}/feed.xml", sleep=looks())
        assert asked == [("/feed.xml", True)]


def test_a_feed_that_cannot_be_read_does_not_keep_others_from_being_made(
    tmp_path: Path, settings: Settings, runs: list[int]
) -> None:
    with news({"/feed.xml": feed(("a", "/one")), "/one": page("salt"), "/page.xml": b"<html/>"}, []) as address:
        places = [f"{address}{path}" for path in ("/missing.xml", "/page.xml", "/feed.xml")]
        told = watch(tmp_path, settings, *places, sleep=looks())
        assert "the page does not exist (status 404)" in told[-1]
        assert [entry.title for entry in entries(tmp_path / "lib")] == ["salt"]
        with pytest.raises(SourceError, match=r"page\.xml is not a feed: expected RSS or Atom, but its root is <html>"):
            watch(tmp_path, settings, places[1], sleep=looks(nothing), once=True)


def test_a_feed_in_a_private_network_is_refused(tmp_path: Path, runs: list[int]) -> None:
    with news({"/feed.xml": feed()}, []) as address, pytest.raises(SourceError, match="is in a private network"):
        watch(tmp_path, Settings(), f"{address}/feed.xml", sleep=looks(nothing), once=True)


def test_rss_and_atom_name_their_pages() -> None:
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link href="/self"/><entry><id>tag:1</id>
      <link rel="enclosure" href="/a.mp3"/>      <link rel="alternate" href="/one"/></entry><entry><id>tag:2</id><link href="https://other.example/two"/></entry></feed>"""
    here = "https://news.example/feed"
    assert items_of(atom, here) == [
        FeedItem("tag:1", "https://news.example/one"),
        FeedItem("tag:2", "https://other.example/two"),
    ]
    hostile = feed(("g", "javascript:alert(1)"), ("h", "file:///etc/passwd"), ("", "/no-guid"), ("i", ""))
    assert items_of(hostile, here) == [FeedItem("https://news.example/no-guid", "https://news.example/no-guid")]


BOMB = b'<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><item><link>/&b;</link></item></channel></rss>'


@pytest.mark.parametrize("data", [b"<rss", b"", b"<rss>" * 3000, BOMB])
def test_a_feed_that_is_not_valid_is_told_with_its_address(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"https://news\.example/feed"):
        items_of(data, "https://news.example/feed")
