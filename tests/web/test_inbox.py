"""The inbox: what is sent becomes an episode of a private feed, what is not sure waits, and a wrong key sees nothing."""

from __future__ import annotations

import re
import shutil
import stat
import subprocess
import sys
import threading
from dataclasses import replace
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import feedparser
import pytest
from processes import started
from starlette.routing import Route
from starlette.testclient import TestClient

from tts_interview.settings import Settings
from tts_interview.settings.parts import SpeechSettings
from tts_interview.web import inbox
from tts_interview.web.inbox import MOST_A_MINUTE, MOST_UNFINISHED, ROUTES, application, inbox_of
from tts_interview.web.studio.doubts import cards_of
from tts_interview.web.studio.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx2

HOST = "http://127.0.0.1:8123"
FAR = "http://192.0.2.7:8000"
NEWS = "https://news.example"
EVIL = "\"><img src=x onerror=alert(1)>'</textarea></script><script>alert(1)</script>{{ 7777*7777 }}\x01]]>&nope;"
TALK = "".join(
    f"<p><b>Ann Lee:</b> Why do you count them for the {n}th time?</p>"
    f"<p><b>Rosa Lind:</b> Because they never wait for me, and nobody remembers {n} in winter.</p>"
    for n in range(3)
)
PAGE = f'<html lang="en"><head><title>Bees</title></head><body><h1>Bees at home</h1>{TALK}</body></html>'
# Nobody is named, so that somebody has to say who answers.
UNSURE = "# Bees\n\n" + "**How do you count them?**\n\nI stand still, and I count what I see.\n\n" * 3


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    speech = SpeechSettings(engine="tone", cache_folder=tmp_path / "cache", user_lexicon=tmp_path / "lexicon.toml")
    return replace(Settings(), speech=speech)


@pytest.fixture
def opened(tmp_path: Path, settings: Settings) -> tuple[Workshop, str]:
    return inbox_of(tmp_path / "inbox", settings)


@pytest.fixture
def workshop(opened: tuple[Workshop, str]) -> Workshop:
    return opened[0]


@pytest.fixture
def base(opened: tuple[Workshop, str]) -> str:
    return f"/{opened[1]}"


@pytest.fixture
def client(workshop: Workshop, base: str) -> Iterator[TestClient]:
    with TestClient(application(workshop, base[1:], "192.0.2.7"), base_url=HOST, headers={"Origin": HOST}) as opened:
        yield opened


def from_elsewhere(client: TestClient, base: str, **fields: str) -> httpx2.Response:
    """Send a page as the bookmarklet does: from another site."""
    headers = {"Origin": NEWS, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    return client.post(f"{base}/send", data=fields, headers=headers)


def wait_for(client: TestClient, place: str, words: str) -> str:
    """Ask for a page until it has these words."""
    for _ in range(600):
        shown = client.get(place).text
        if words in shown:
            return shown
        threading.Event().wait(0.05)
    raise AssertionError(shown)


def episodes(client: TestClient, base: str) -> list[feedparser.FeedParserDict]:
    parsed = feedparser.parse(client.get(f"{base}/feed.xml", headers={"Origin": ""}).content)
    assert not parsed.bozo, parsed
    return list(parsed.entries)


# -- sending ---------------------------------------------------------------------------------------------------------------


def test_a_page_that_another_site_s_reader_sends_becomes_an_episode_of_the_feed(client: TestClient, base: str) -> None:
    answer = from_elsewhere(client, base, page=PAGE, title="Bees", address=f"{NEWS}/bees?a=1&b=2")
    assert answer.status_code == 200
    assert "It is in the inbox" in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in answer.headers["content-security-policy"]
    wait_for(client, f"{base}/", "Ready:")
    (episode,) = episodes(client, base)
    assert episode.title == "Bees at home"
    (sound,) = episode.enclosures
    assert sound.type == "audio/mpeg"
    assert sound.href.startswith(f"{HOST}{base}/p/bees-at-home/published/")
    part = client.get(urlsplit(sound.href).path, headers={"Range": "bytes=0-99", "Origin": ""})
    assert (part.status_code, len(part.content)) == (206, 100)
    assert part.headers["content-range"] == f"bytes 0-99/{sound.length}"
    page = next(name for name in re.findall(r'href="([^"]+\.html)"', client.get(f"{base}/p/bees-at-home/publish").text))
    assert f'href="{NEWS}/bees?a=1&amp;b=2"' in client.get(page).text, "the episode links to the page"


def test_a_page_that_declares_its_address_keeps_it(client: TestClient, workshop: Workshop, base: str) -> None:
    declared = PAGE.replace("<head>", f'<head><link href="{NEWS}/own" rel=canonical>')
    from_elsewhere(client, base, page=declared, address=f"{NEWS}/tracked")
    from_elsewhere(client, base, page=PAGE.replace("Bees", "Wasps"), address='javascript:"><b>')
    scripts = [path.read_text(encoding="utf-8") for path in sorted(workshop.folder.glob("*/*.script.md"))]
    assert f"url: {NEWS}/own" in scripts[0]
    assert "url:" not in scripts[1]


def test_a_text_a_file_and_a_share_from_a_phone_are_taken_in(
    client: TestClient, workshop: Workshop, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = "# Wasps\n\nAnn Lee: Why?\n\nRosa Lind: Because.\n\nAnn Lee: So?\n\nRosa Lind: Yes."
    answer = client.post(f"{base}/send", data={"source": talk})
    assert str(answer.url) == f"{HOST}{base}/", "the inbox's own form leads back to it"
    client.post(f"{base}/send", data={"source": ""}, files={"file": ("bees.html", PAGE, "text/html")})
    assert sorted(one.slug for one in workshop.recent()) == ["bees-at-home", "wasps"]
    asked: list[str] = []

    def create(source: str) -> str:
        asked.append(source)
        return "wasps"

    monkeypatch.setattr(workshop, "create", create)
    for fields in ({"source": "Why bees wait https://news.example/a"}, {"address": "https://news.example/b", "source": "Bees"}):
        from_elsewhere(client, base, title="Bees", **fields)
    from_elsewhere(client, base, source="Ann: https://news.example/c\nRosa: https://news.example/d")
    assert asked[:2] == ["https://news.example/a", "https://news.example/b"]
    assert asked[2].startswith("Ann: "), "a text that has addresses is a text"


def test_the_bookmarklet_sends_the_page_to_the_address_under_which_it_was_found(client: TestClient, base: str) -> None:
    shown = client.get(f"{base}/").text
    link = re.search(r'href="(javascript:[^"]+)"', shown)
    assert link
    script = unquote(unescape(link[1]))
    assert f"f.action='{HOST}{base}/send'" in script
    assert "outerHTML" in script
    assert '"' not in link[1]
    assert "QR code" not in shown, "nobody else can reach this machine under this name"
    there = client.get(f"{FAR}{base}/", headers={"Origin": FAR}).text
    assert f"f.action='{FAR}{base}/send'" in unquote(there)
    assert re.search(r'<img src="data:image/svg\+xml[^"]+"[^>]*alt="QR code', there)
    assert f'value="{FAR}{base}/feed.xml"' in there


def test_a_phone_finds_the_inbox_among_the_targets_of_a_share(client: TestClient, base: str) -> None:
    found = client.get(f"{base}/manifest.webmanifest")
    assert found.headers["content-type"] == "application/manifest+json"
    share = found.json()["share_target"]
    assert (share["action"], share["method"], share["enctype"]) == (f"{base}/send", "POST", "multipart/form-data")
    assert share["params"]["url"] == "address"
    assert client.get(found.json()["icons"][0]["src"]).headers["content-type"] == "image/svg+xml"


def test_what_is_no_interview_is_refused_with_the_reason(client: TestClient, workshop: Workshop, base: str) -> None:
    words = "Nobody <b>speaks</b> here.\n\nNobody at all."
    own = client.post(f"{base}/send", data={"source": words})
    assert (own.status_code, "Nobody &lt;b&gt;speaks&lt;/b&gt; here." in own.text) == (422, True)
    sent = from_elsewhere(client, base, page=f"<html><head></head><body><p>{EVIL}</p></body></html>")
    assert (sent.status_code, "Something is wrong" in sent.text) == (422, True)
    private = from_elsewhere(client, base, address="http://127.0.0.1:1/")
    assert private.status_code == 422, "the server's own network is not asked"
    assert workshop.recent() == []


# -- entries ---------------------------------------------------------------------------------------------------------------


def test_an_entry_that_needs_an_answer_waits_for_it_and_is_spoken_after_the_last_one(
    client: TestClient, workshop: Workshop, base: str
) -> None:
    client.post(f"{base}/send", data={"source": UNSURE})
    (entry,) = workshop.recent()
    shown = client.get(f"{base}/").text
    assert re.search(r"Needs \d+ answers? before it is spoken", shown)
    assert episodes(client, base) == []
    project = workshop.project(entry.slug)
    assert project
    for _ in range(20):
        cards = client.get(f"{base}/p/{entry.slug}/doubts").text
        assert not workshop.queue.jobs() or not inbox._questions(project)
        doubt = re.search(r'name="doubt" value="([^"]+)">.*?name="answer" value="([^"]+)"', cards, re.S)
        turn = re.search(rf'action="{base}(/p/[\w-]+/doubts/\d+)"', cards)
        if doubt:
            fields = {"doubt": unescape(doubt[1]), "answer": unescape(doubt[2]), "name": "Rosa Lind"}
            client.post(f"{base}/p/{entry.slug}/doubts/settle", data=fields)
        elif turn:
            client.post(base + turn[1], data={"speaker": project.people[-1].name})
    wait_for(client, f"{base}/", "Ready:")
    assert len(episodes(client, base)) == 1


def test_an_entry_is_spoken_if_a_turn_is_only_a_little_unsure(
    client: TestClient, workshop: Workshop, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tts_interview.web.studio.doubts.SURE", 0.999)
    client.post(f"{base}/send", data={"source": (Path(inbox.__file__).parent / "studio" / "example.md").read_text("utf-8")})
    project = workshop.project(workshop.recent()[0].slug)
    assert project
    assert cards_of(project), "the studio has a card for it"
    wait_for(client, f"{base}/", "Ready:")


def test_an_entry_can_be_spoken_as_it_is(client: TestClient, workshop: Workshop, base: str) -> None:
    client.post(f"{base}/send", data={"source": UNSURE})
    client.post(f"{base}/p/{workshop.recent()[0].slug}/make")
    wait_for(client, f"{base}/", "Ready:")


def test_an_entry_tells_how_far_it_is(workshop: Workshop) -> None:
    workshop.create(PAGE.encode())
    (entry,) = workshop.recent()
    assert inbox._entry(workshop, entry, None).line == "Every question is answered."
    workshop.queue.add("publish", entry.slug)
    waiting = inbox._entry(workshop, entry, workshop.queue.jobs(kind="publish")[-1])
    assert (waiting.is_busy, waiting.line) == (True, "The work waits for its turn.")
    job = workshop.queue.claim(["publish"])
    assert job
    workshop.queue.progress(job, 1.0, "Speaking turn 2: 40 % done.")
    spoken = inbox._entry(workshop, entry, workshop.queue.get(job.id))
    assert (spoken.is_busy, spoken.line) == (True, "Speaking turn 2: 40 % done.")
    workshop.queue.fail(job, ValueError("no voice"))
    again = workshop.queue.claim(["publish"])
    assert again
    for _ in range(2):
        workshop.queue.fail(again, ValueError("no voice"))
        again = workshop.queue.claim(["publish"]) or again
    failed = inbox._entry(workshop, entry, workshop.queue.get(job.id))
    assert (failed.is_busy, failed.line) == (False, "The work failed: no voice")


def test_work_goes_on_after_a_restart_and_the_page_is_told_of_its_end(workshop: Workshop, base: str) -> None:
    workshop.queue.add("publish", workshop.create(PAGE.encode()))
    with TestClient(application(workshop, base[1:]), base_url=HOST, headers={"Origin": HOST}) as client:
        wait_for(client, f"{base}/", "Ready:")
        shown = client.get(f"{base}/p/bees-at-home/entry").text
        assert 'hx-swap-oob="innerHTML">Bees at home: Ready:' in shown


def test_a_deleted_entry_is_gone_with_its_sound_and_another_of_its_name_begins_anew(
    client: TestClient, workshop: Workshop, base: str
) -> None:
    from_elsewhere(client, base, page=PAGE)
    wait_for(client, f"{base}/", "Ready:")
    (first,) = episodes(client, base)
    client.post(f"{base}/p/bees-at-home/delete")
    assert "Nothing is here yet" in client.get(f"{base}/").text
    assert episodes(client, base) == []
    assert client.get(urlsplit(first.enclosures[0].href).path).status_code == 404
    assert client.get(f"{base}/p/bees-at-home/entry").text == ""
    assert sorted(path.name for path in workshop.folder.iterdir() if path.is_dir()) == []
    slug = workshop.create(PAGE.encode())
    assert slug == "bees-at-home"
    assert "Ready:" not in client.get(f"{base}/p/{slug}/entry").text


def test_an_entry_is_deleted_while_it_is_being_spoken(client: TestClient, workshop: Workshop, base: str) -> None:
    long = "".join(
        TALK.replace("time", f"time in {year}").replace("winter", f"the winter of {year}") for year in range(1700, 1900)
    )
    from_elsewhere(client, base, page=PAGE.replace(TALK, long))
    wait_for(client, f"{base}/", "% done")
    client.post(f"{base}/p/bees-at-home/delete")
    assert not (workshop.folder / "bees-at-home").exists()
    assert workshop.queue.jobs() == []


# -- limits ----------------------------------------------------------------------------------------------------------------


def test_a_body_that_is_too_large_is_refused(client: TestClient, workshop: Workshop, base: str) -> None:
    most = workshop.largest_bytes + 1_000_000

    def endless() -> Iterator[bytes]:
        yield b"source="
        yield from (b"x" * 100_000 for _ in range(most // 100_000 + 1))

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for content in (b"source=" + b"x" * most, endless()):
        assert client.post(f"{base}/send", content=content, headers=form).status_code == 413
    file = {"file": ("a.html", b"x" * most, "text/html")}
    assert client.post(f"{base}/send", files=file).status_code == 413
    assert workshop.recent() == []


def test_no_more_than_some_pages_come_in_a_minute(client: TestClient, workshop: Workshop, base: str) -> None:
    now = [1000.0]
    workshop.queue.clock = lambda: now[0]
    for _ in range(MOST_A_MINUTE):
        assert from_elsewhere(client, base, source="x\n").status_code == 422
        now[0] += 1
    assert from_elsewhere(client, base, source="x\n").status_code == 429
    now[0] += 61
    assert from_elsewhere(client, base, source="x\n").status_code == 422


def test_no_more_than_some_entries_wait(client: TestClient, workshop: Workshop, base: str) -> None:
    first = workshop.folder / workshop.create(UNSURE)
    for number in range(MOST_UNFINISHED - 1):
        shutil.copytree(first, workshop.folder / f"bees-{number}")
    assert from_elsewhere(client, base, page=PAGE).status_code == 429
    shutil.rmtree(first)
    assert from_elsewhere(client, base, page=PAGE).status_code == 200


# -- security --------------------------------------------------------------------------------------------------------------

PATHS = [(route.path, sorted((route.methods or set()) - {"HEAD"})) for route in ROUTES if isinstance(route, Route)]


def address(path: str, slug: str) -> str:
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: slug if found[1] == "slug" else "3", path)


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An entry with markup in its title, in its turns, and in what is left out."""
    workshop = Workshop(tmp_path_factory.mktemp("read"), Settings())
    talk = PAGE.replace("Bees at home", escape(f"Bees {EVIL}")).replace("remembers 1 in winter.", escape(EVIL))
    caption = f"<body><figure><figcaption>{escape(EVIL)}</figcaption></figure>"
    return workshop.folder / workshop.create(talk.replace("<body>", caption).encode())


@pytest.fixture
def slug(workshop: Workshop, read: Path) -> str:
    shutil.copytree(read, workshop.folder / read.name)
    return read.name


@pytest.mark.parametrize(("path", "methods"), PATHS)
def test_every_route_shows_nothing_to_a_wrong_key_a_foreign_host_and_another_site(
    client: TestClient, base: str, slug: str, path: str, methods: list[str]
) -> None:
    there = address(path, slug)
    for method in methods:
        for wrong in (f"/wrong{there}", there, f"{base}x{there}", f"{base[:-1]}{there}", f"/%00{there}", f"/{base}{there}"):
            answer = client.request(method, wrong)
            assert (answer.status_code, "Bees" in answer.text) == (404, False)
        for host in ("evil.example:8123", "192.0.2.8:8123", "127.0.0.1.evil.example:8123", ""):
            assert client.request(method, base + there, headers={"Host": host}).status_code == 421
        if path == "/send":
            continue
        assert client.request(method, base + there, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
        if method == "POST":
            for origin in (NEWS, "null", "http://127.0.0.1:9999", ""):
                assert client.request(method, base + there, headers={"Origin": origin}).status_code == 403


@pytest.mark.parametrize(("path", "methods"), PATHS)
def test_every_route_answers_an_absent_entry_and_a_path_out_of_the_folder_with_nothing(
    client: TestClient, base: str, path: str, methods: list[str]
) -> None:
    for name in ("absent", "..%2f..", "%2e%2e%2f", ".key", "A", "a%00b") if "{slug}" in path else ():
        for method in methods:
            answer = client.request(method, base + address(path, name))
            assert answer.status_code in {404, 405} or answer.text == ""


@pytest.mark.parametrize(("path", "methods"), PATHS)
def test_every_route_shows_a_hostile_page_as_text(
    client: TestClient, base: str, slug: str, path: str, methods: list[str]
) -> None:
    if path.endswith("/events"):  # it never ends
        return
    fields = dict.fromkeys("page title address source file doubt answer name speaker".split(), EVIL)
    for method in methods:
        answer = client.request(method, base + address(path, slug), data=fields if method == "POST" else None)
        assert answer.status_code < 500
        if re.search("html|xml", answer.headers.get("content-type", "")):
            assert "<img src=x" not in answer.text
            assert "<script>alert" not in answer.text
            assert "60481729" not in answer.text


def test_a_hostile_title_is_text_in_the_feed(client: TestClient, base: str, slug: str) -> None:
    client.post(f"{base}/p/{slug}/make")
    wait_for(client, f"{base}/", "Ready:")
    (episode,) = episodes(client, base)
    assert "{{ 7777*7777 }}" in episode.title
    assert b"<img" not in client.get(f"{base}/feed.xml").content


def test_the_key_is_kept_and_nobody_else_reads_it(tmp_path: Path, settings: Settings) -> None:
    first, second = (inbox_of(tmp_path / "inbox", settings)[1] for _ in range(2))
    assert first == second
    assert len(first) >= 22
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "inbox" / ".key").stat().st_mode) == 0o600
    assert inbox_of(tmp_path / "other", settings)[1] != first


def test_sources_are_read_in_a_child_process(workshop: Workshop) -> None:
    assert workshop.settings.reading.limits.isolated


# -- the command -----------------------------------------------------------------------------------------------------------


def test_the_command_prints_the_address_and_the_feed_and_keeps_them(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "tts_interview",
        "serve",
        "--inbox",
        str(tmp_path / "inbox"),
        "--port",
        "0",
        "--engine",
        "tone",
    ]
    seen = []
    for _ in range(2):
        with started(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
            assert running.stdout
            home, feed = (running.stdout.readline().strip() for _ in range(2))
            assert feed == f"{home}feed.xml"
            seen.append(urlsplit(home).path)
    assert seen[0] == seen[1]
    assert seen[0] == f"/{(tmp_path / 'inbox' / '.key').read_text(encoding='ascii')}/"
