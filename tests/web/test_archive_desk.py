"""The queue of an archive in the studio: what a decision does to the library, and what is made of a correction."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from html import escape, unescape
from typing import TYPE_CHECKING

import httpx2
import pytest
from archive.talks import ESSAY, TALK, entries, plan, write_talks
from conftest import CommandLine
from processes import started
from starlette.routing import Route
from starlette.testclient import TestClient

from tts_interview.archive.library import Library, LibraryEntry, Standing
from tts_interview.archive.review import ask
from tts_interview.settings import Settings
from tts_interview.settings.parts import SpeechSettings
from tts_interview.web.archive import ROUTES, Desk, application

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


HOST = "http://127.0.0.1:8123"
BASE = "/token"
EVIL = '"><img src=x onerror=alert(1)></textarea></script><script>alert(1)</script>{{ 7*7 }}'


@pytest.fixture(scope="session")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with three talks that wait, and an essay, which every test gets a copy of."""
    folder = tmp_path_factory.mktemp("planned")
    write_talks(folder / "in", 3)
    (folder / "in" / "essay.md").write_text(ESSAY)
    plan(CommandLine(folder), "in", "--sure", "1")
    return folder / "lib"


@pytest.fixture
def library(planned: Path, tmp_path: Path) -> Path:
    shutil.copytree(planned, tmp_path / "lib")
    return tmp_path / "lib"


def desk_of(library: Path, standing: Standing = Standing.WAITING) -> Desk:
    speech = SpeechSettings(engine="tone", cache_folder=library / "cache", user_lexicon=library / "lexicon.toml")
    return Desk(library, replace(Settings(), speech=speech), standing)


@pytest.fixture
def client(library: Path) -> Iterator[TestClient]:
    with TestClient(application(desk_of(library), "token"), base_url=HOST, headers={"Origin": HOST}) as opened:
        yield opened


def decide(client: TestClient, number: int, decision: str) -> httpx2.Response:
    return client.post(f"{BASE}/p/{number}/decide", data={"decision": decision})


def standings(library: Path) -> list[str]:
    return [str(entry.standing) for entry in entries(library)]


def turns(library: Path, number: int) -> list[int]:
    """Return the numbers that turns have in addresses, once the source was shown."""
    return list(desk_of(library).opened(entries(library)[number - 1]).state.ids)


def test_the_start_says_how_many_wait_and_begins_with_the_least_sure(client: TestClient, library: Path) -> None:
    with closing(Library(library)) as opened:
        opened.change(2, sure=0.1)
    shown = client.get(f"{BASE}/").text
    assert "3 interviews wait for you" in shown
    assert 'href="/token/p/2/desk" id="begin"' in shown
    assert shown.count("% sure") == 3
    assert "rain" not in shown, "what was set aside does not wait"


def test_a_source_is_shown_with_its_page_its_turns_and_its_doubts(client: TestClient) -> None:
    shown = client.get(f"{BASE}/p/1/desk").text
    assert '<h1 id="title" dir="auto">tide 1</h1>' in shown
    assert shown.count('class="row"') == 4
    assert "open question" in shown
    assert "That the sea does not wait" in shown
    assert shown.count("<h1") == 1


def test_a_source_says_why_it_waits_unless_a_question_does(client: TestClient, library: Path) -> None:
    first = entries(library)[0]
    (asked,) = [line for line in first.signs.splitlines() if line.startswith("0.")]
    with closing(Library(library)) as opened:
        opened.change(1, signs=f"0.06 is nearly the same as {EVIL} (94%): reject one\n{first.signs}")
    shown = client.get(f"{BASE}/p/1/desk").text
    assert EVIL not in shown
    assert f"Is nearly the same as {EVIL} (94%): reject one." in unescape(shown)
    assert asked.partition(" ")[2][1:] not in unescape(shown), "a card asks that"


def test_accepting_and_declining_go_on_to_the_next_until_none_waits(client: TestClient, library: Path) -> None:
    order = [entry.id for entry in sorted(entries(library)[:3], key=lambda entry: (entry.sure, entry.id))]
    after = decide(client, order[0], "accept")
    assert after.url.path == f"/token/p/{order[1]}/desk"
    assert f"Accepted: tide {order[0]}." in after.text
    assert decide(client, order[1], "decline").url.path == f"/token/p/{order[2]}/desk"
    last = decide(client, order[2], "accept")
    assert last.url.path == "/token/"
    assert "Nothing waits for you" in last.text
    known = {entry.id: entry for entry in entries(library)}
    assert [str(known[number].standing) for number in order] == ["accepted", "withdrawn", "accepted"]


def test_the_studio_and_the_table_leave_the_same_state(tts: CommandLine, client: TestClient, library: Path) -> None:
    done = tts("archive", "review", library, "--from", "-", stdin=b"id,decision\n2,accept\n3,reject\n")
    assert done.code == 0, done.err
    by_table = entries(library)
    with closing(Library(library)) as opened:
        opened.put(replace(entry, standing=Standing.WAITING, by_hand=False, number=0) for entry in by_table[1:3])
    for number, decision in ((2, "accept"), (3, "decline")):
        decide(client, number, decision)
    for studio, table in zip(entries(library), by_table, strict=True):
        assert studio == table


def test_deciding_later_changes_nothing_and_goes_round(client: TestClient, library: Path) -> None:
    seen, shown = [], client.get(f"{BASE}/p/1/desk")
    for _ in range(3):
        (address,) = re.findall(r'href="(/token/p/\d/desk)" id="do-later"', shown.text)
        seen.append(address)
        shown = client.get(address)
    assert len(set(seen)) == 3
    assert seen[-1] == "/token/p/1/desk"
    assert standings(library)[:3] == ["waiting for review"] * 3


def test_a_decision_is_taken_back(client: TestClient, library: Path) -> None:
    decide(client, 1, "decline")
    shown = client.post(f"{BASE}/back")
    assert shown.url.path == "/token/p/1/desk"
    assert "Taken back: tide 1 waits again." in shown.text
    assert standings(library)[0] == "waiting for review"
    assert client.post(f"{BASE}/back").url.path == "/token/", "once"


def test_what_is_corrected_is_what_the_archive_makes(tts: CommandLine, client: TestClient, library: Path) -> None:
    client.get(f"{BASE}/p/1/desk")
    words = {"words-0": "In the year of the long summer.", "words-1": ""}
    client.post(f"{BASE}/p/1/turns/{turns(library, 1)[1]}/reword", data=words)
    assert entries(library)[0].wishes["script"].endswith("/lib/review/1/2026-03-04-tide-1.script.md")
    decide(client, 1, "accept")
    made = run(tts, library)
    assert "long summer" in made
    assert "lamp" not in made


def run(tts: CommandLine, library: Path) -> str:
    done = tts("archive", "run", library, "--engine", "tone", "--workers", "1", "--format", "text")
    assert done.code == 0, done.err
    return next((library / "episodes").rglob("*.txt")).read_text("utf-8")


def test_a_correction_of_what_is_made_makes_it_again_under_its_number(
    tts: CommandLine, client: TestClient, library: Path
) -> None:
    decide(client, 1, "accept")
    assert "winter" in run(tts, library)
    assert decide(client, 1, "decline").status_code == 400, "an episode is withdrawn by its own command"
    client.get(f"{BASE}/p/1/desk")
    client.post(f"{BASE}/p/1/turns/{turns(library, 1)[1]}/reword", data={"words-0": "In the wet summer."})
    assert "wet summer" in run(tts, library)
    client.post(f"{BASE}/p/1/turns/{turns(library, 1)[1]}/reword", data={"words-0": "In the dry summer."})
    assert "dry summer" in run(tts, library)
    assert entries(library)[0].number == 1


def test_a_correction_that_is_undone_leaves_the_page_as_it_is(client: TestClient, library: Path) -> None:
    client.get(f"{BASE}/p/1/desk")
    client.post(f"{BASE}/p/1/turns/{turns(library, 1)[1]}/leave-out")
    assert "script" in entries(library)[0].wishes
    client.post(f"{BASE}/p/1/undo")
    assert entries(library)[0].wishes == {}


def test_a_correction_in_a_text_editor_counts_when_it_is_accepted(client: TestClient, library: Path) -> None:
    client.get(f"{BASE}/p/1/desk")
    (path,) = (library / "review" / "1").glob("*.script.md")
    path.write_text(path.read_text("utf-8").replace("lamp", "lantern"), "utf-8")
    decide(client, 1, "accept")
    assert entries(library)[0].wishes == {"script": str(path)}


def test_an_answer_to_a_doubt_comes_back_to_the_desk(client: TestClient, library: Path) -> None:
    shown = client.get(f"{BASE}/p/1/desk").text
    (doubt, *_), (answer, *_) = (re.findall(rf'name="{name}" value="([^"]+)"', shown) for name in ("doubt", "answer"))
    after = client.post(f"{BASE}/p/1/doubts/settle", data={"doubt": doubt, "answer": answer, "screen": "desk"})
    assert after.url.path == "/token/p/1/desk"
    assert "Settled" in after.text


def test_what_cannot_be_read_says_why_and_is_read_in_another_way(client: TestClient, library: Path) -> None:
    shown = client.get(f"{BASE}/p/4/desk").text
    assert 'class="problem"' in shown
    assert 'id="rows"' not in shown
    assert "it seems to be" in decide(client, 4, "accept").text
    shown = client.post(f"{BASE}/p/4/ask", data={"narrate": "yes"}).text
    assert "I walked to the mill on day 3" in shown
    assert entries(library)[3].wishes == {"narrate": "yes"}
    assert "Date: invalid date" in client.post(f"{BASE}/p/4/ask", data={"narrate": "yes", "date": "soon"}).text.replace(
        "4: d", "D"
    )
    decide(client, 4, "accept")
    assert standings(library)[3] == "accepted"


def test_a_corrected_script_stays_when_the_source_is_read_in_another_way(client: TestClient, library: Path) -> None:
    client.get(f"{BASE}/p/1/desk")
    client.post(f"{BASE}/p/1/turns/{turns(library, 1)[1]}/reword", data={"words-0": "In the wet summer."})
    shown = client.post(f"{BASE}/p/1/ask", data={"title": "High water"}).text
    assert "In the wet summer." in shown
    assert entries(library)[0].wishes["title"] == "High water"


def test_the_voice_that_is_asked_for_a_source_or_a_person_is_heard_in_its_review(library: Path) -> None:
    desk = desk_of(library)

    def heard(number: int) -> dict[str, str]:
        voices = desk.opened(desk.entry(str(number))).plan().casting
        return {name: voices[name].full_name for name in ("Mara Holt", "Jonas Reed")}

    before = heard(1)
    other = next(f"tone:{name}" for name in ("soprano", "alto", "tenor") if f"tone:{name}" not in before.values())
    with closing(Library(library)) as opened:
        desk.read_again(ask(opened, 1, {"voice": f"Jonas Reed={other}"}))
    assert heard(1) == {**before, "Jonas Reed": other}
    assert heard(2) == before, "another source is not asked for it"
    (library / "people.toml").write_text(f'[cast]\n"Mara Q. Holt" = {{aliases = ["Mara Holt"], voice = "{other}"}}\n')
    assert heard(3)["Mara Holt"] == other
    turn = desk.opened(desk.entry("3")).state.ids[0]
    with TestClient(application(desk, "token"), base_url=HOST, headers={"Origin": HOST}) as client:
        client.post(f"{BASE}/p/3/turns/{turn}/reword", data={"words-0": "And when was that?"})
        client.post(f"{BASE}/p/3/ask", data={"voice": f"Mara Holt={before['Mara Holt']}"})
    assert desk.entry("3").wishes.get("script"), "it is corrected"
    assert heard(3)["Mara Holt"] == before["Mara Holt"], "the source's own wish wins"


def test_the_desk_of_what_was_set_aside_shows_only_that(library: Path) -> None:
    with TestClient(application(desk_of(library, Standing.ASIDE), "token"), base_url=HOST) as client:
        assert "1 interview waits for you" in client.get(f"{BASE}/").text


@pytest.mark.parametrize("place", ["p/99/desk", "p/x/desk", "p/1/nowhere", "p/1/publish", "projects", "p/..%2F1/desk"])
def test_a_place_that_is_not_there_is_not_found(client: TestClient, place: str) -> None:
    assert client.get(f"{BASE}/{place}").status_code in {404, 405}


PATHS = [(route.path, sorted(route.methods or ())) for route in ROUTES if isinstance(route, Route)]


@pytest.mark.parametrize(("path", "methods"), PATHS)
def test_every_route_answers_only_this_machine_with_the_token_and_its_own_pages(
    client: TestClient, path: str, methods: list[str]
) -> None:
    filled = re.sub(r"\{(\w+)(:\w+)?\}", "1", path)
    method = "POST" if "POST" in methods else "GET"
    assert client.request(method, f"/wrong{filled}").status_code == 404
    assert client.request(method, f"{BASE}{filled}", headers={"Host": "evil.example"}).status_code == 421
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert client.request(method, f"{BASE}{filled}", headers=foreign).status_code == 403


def test_markup_of_a_source_is_shown_as_text(tts: CommandLine, tmp_path: Path) -> None:
    (path,) = write_talks(tmp_path / "in", 1)
    path.write_text(TALK.format(title="'" + EVIL.replace("'", "") + "'").replace("lamp", EVIL))
    plan(tts, "in", "--sure", "1")
    with TestClient(application(desk_of(tmp_path / "lib"), "token"), base_url=HOST, headers={"Origin": HOST}) as client:
        fields = {"title": EVIL, "collection": EVIL, "decision": "decline"}
        shown = [client.get(f"{BASE}/"), client.get(f"{BASE}/p/1/desk"), client.post(f"{BASE}/p/1/ask", data=fields)]
        shown.append(client.post(f"{BASE}/p/1/decide", data=fields))
    for answer in shown:
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "<img" not in answer.text
        assert "<script>alert" not in answer.text
    assert escape("{{ 7*7 }}") in shown[1].text


def test_a_queue_of_ten_thousand_is_shown_one_source_at_a_time(client: TestClient, library: Path) -> None:
    with closing(Library(library)) as opened:
        many = (LibraryEntry(path=f"/talks/{n}.md", title=f"Talk {n}", sure=0.9, signs="x" * 300) for n in range(10_000))
        opened.put(many)
    start, shown = client.get(f"{BASE}/").text, client.get(f"{BASE}/p/1/desk").text
    assert "10,003 interviews wait for you" in start
    assert start.count("<li><a") <= 30
    assert "10,003 wait" in shown
    assert "/talks/" not in shown


def test_a_correction_becomes_a_rule_once_its_changes_were_shown(library: Path, tmp_path: Path) -> None:
    desk = desk_of(library)
    with TestClient(application(desk, "token"), base_url=HOST, headers={"Origin": HOST}) as client:
        assert "others of this folder" not in client.get(f"{BASE}/p/1/desk").text
        client.post(f"{BASE}/p/1/cast/person", data={"person": "Mara Holt", "name": "Mara Holt-Lind"})
        (offer,) = re.findall(
            r'href="(/token/p/1/rule/\w+)">Use “<span dir="auto">([^<]+)</span>” in 3 others',
            client.get(f"{BASE}/p/1/desk").text,
        )
        assert offer[1] == "Mara Holt=Mara Holt-Lind"
        shown = client.get(offer[0]).text
        assert "It covers 3 others" in shown
        assert shown.count("Mara Holt-Lind (interviewer), Jonas Reed (guest)") == 2
        assert not (library / "rules.toml").exists(), "it is shown before it is kept"
        client.post(f"{BASE}/p/1/rule", data={"rule": offer[0].rpartition("/")[2]})
        desk.rest()
        assert "4 sources were read again" in client.get(f"{BASE}/").text
        assert [entry.cast.startswith("Mara Holt-Lind") for entry in entries(library)[:3]] == [True] * 3
        assert standings(library)[1:3] == ["waiting for review"] * 2, "the bar of the plan stays"
        assert client.get(offer[0]).status_code == 404, "it is a rule already"
        rules = client.get(f"{BASE}/rules").text
        (key,) = re.findall(r'name="rule" value="(\w+)"', rules)
        assert "The rule is gone." in client.post(f"{BASE}/rules/remove", data={"rule": key}).text
        desk.rest()
        assert entries(library)[1].cast.startswith("Mara Holt (")
        assert "This rule is gone." in client.post(f"{BASE}/rules/remove", data={"rule": key}).text


def test_a_damaged_file_of_rules_is_told_on_its_page_and_stops_no_review(client: TestClient, library: Path) -> None:
    (library / "rules.toml").write_text("[[rule")
    assert client.get(f"{BASE}/p/1/desk").status_code == 200
    assert "is not valid TOML" in client.get(f"{BASE}/rules").text


def test_the_command_opens_the_queue_until_it_is_interrupted(library: Path) -> None:
    command = [sys.executable, "-m", "tts_interview", "archive", "review", str(library), "--engine", "tone", "--no-browser"]
    with started(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        address = running.stdout.readline().strip()
        assert "3 interviews wait for you" in httpx2.get(address).text
        running.send_signal(signal.SIGINT)
        assert running.wait(30) in {0, 130}
