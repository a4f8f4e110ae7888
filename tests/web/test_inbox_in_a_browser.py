"""The inbox in Chromium: a page that one browser sends with the bookmarklet is heard in another, and read in the feed."""

from __future__ import annotations

import contextlib
import http.client
import http.server
import json
import threading
from contextlib import contextmanager
from dataclasses import replace
from shutil import which
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import feedparser
import pytest
from validating import needs, node

from tts_interview.settings import Settings
from tts_interview.settings.parts import SpeechSettings
from tts_interview.web import opened_port, serving
from tts_interview.web.inbox import application, inbox_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.validators
TITLE = "Bees <img src=x onerror=alert(1)> at home"
TALK = "".join(
    f"<p><b>Ann Lee:</b> Why do you count them for the {n}th time?</p>"
    f"<p><b>Rosa Lind:</b> Because they never wait, and nobody remembers {n} in winter.</p>"
    for n in range(4)
)
# What only a subscriber sees is put there by a script, so that the server would not find it at the address.
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>News</title></head><body>
<article><h1>{TITLE.replace("<", "&lt;")}</h1><div id="talk">Subscribe to read on.</div></article>
<script>document.getElementById("talk").innerHTML = {json.dumps(TALK)};</script></body></html>"""


class News(http.server.BaseHTTPRequestHandler):
    """Another site, whose policy lets no form be sent by its own scripts from elsewhere."""

    def do_GET(self) -> None:
        """Answer with the page."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def running(folder: Path) -> Iterator[tuple[str, str]]:
    """Serve an inbox and the page of another site, and yield the addresses of both."""
    needs("node", "chromium", npm=("axe-core", "playwright-core"))
    speech = SpeechSettings(engine="tone", cache_folder=folder / "cache", user_lexicon=folder / "lexicon.toml")
    workshop, key = inbox_of(folder / "inbox", replace(Settings(), speech=speech))
    server = serving(application(workshop, key))
    news = http.server.ThreadingHTTPServer(("127.0.0.1", 0), News)
    with opened_port(0) as listening:
        threads = [threading.Thread(target=server.run, args=([listening],)), threading.Thread(target=news.serve_forever)]
        for thread in threads:
            thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/{key}/", f"http://localhost:{news.server_port}/bees"
        finally:
            server.should_exit = True
            news.shutdown()
            for thread in threads:
                thread.join()
            news.server_close()


def found(check: str, address: str, argument: object = "") -> Any:  # noqa: ANN401 - any JSON
    given = argument if isinstance(argument, str) else json.dumps(argument)
    return node("studio.mjs", check, address, given, env={"CHROMIUM": which("chromium") or ""})


def loaded(address: str) -> bytes:
    """Return what is at an address, as a podcast app loads it."""
    place = urlsplit(address)
    with contextlib.closing(http.client.HTTPConnection(place.netloc, timeout=20)) as connection:
        connection.request("GET", place.path)
        return connection.getresponse().read()


def test_a_page_that_another_browser_sends_becomes_an_episode_of_the_private_feed(tmp_path: Path) -> None:
    with running(tmp_path) as (inbox, news):
        seen = found("inbox", inbox, news)
        (episode,) = feedparser.parse(f"{inbox}feed.xml").entries
        sound = loaded(episode.enclosures[0].href)
        assert found("axe", inbox, ["", "p/bees-img-src-x-onerror-alert-1-at-home/"]) == []
        gone = found("inbox-deleting", inbox)
    assert seen["errors"] == []
    assert seen["sent"] == ["It is in the inbox", TITLE]
    assert seen["violations"] == []
    assert seen["images"] == 0, "markup in a title is text"
    assert any("Ready:" in line for line in seen["told"]), seen["told"]
    assert seen["seconds"] > 5
    assert episode.title == TITLE
    assert len(sound) == int(episode.enclosures[0].length)
    assert gone == {"entries": 0, "heading": "Nothing is here yet"}


def test_a_text_is_sent_and_answered_without_javascript(tmp_path: Path) -> None:
    with running(tmp_path) as (inbox, _news):
        seen = found("inbox-plain", inbox)
        assert found("axe", inbox, [""]) == []
    assert seen["line"].startswith("Needs ")
    assert seen["after"].startswith("Ready:")
