"""The studio without a browser: what its screens show, what its actions change, and whom it answers."""

from __future__ import annotations

import json
import re
import shutil
import threading
from dataclasses import replace
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from PIL import Image
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from tts_interview import render
from tts_interview.model import Discrepancy, Fault, Paragraph, Role, Transcript, Turn, Verification
from tts_interview.publishing.verification import verification_json, verification_text
from tts_interview.script.file import read_script
from tts_interview.settings import Settings
from tts_interview.settings.parts import Kit, PublishingSettings, SpeechSettings
from tts_interview.settings.showfile import read_show
from tts_interview.speech.engines import setup_of
from tts_interview.speech.engines.kokoro import KokoroEngine
from tts_interview.web.studio import ROUTES, application
from tts_interview.web.studio.doubts import cards_of, in_words, questions_of, wants_name
from tts_interview.web.studio.making import PUBLISHED
from tts_interview.web.studio.pages import SCREENS
from tts_interview.web.studio.source import versions_of
from tts_interview.web.studio.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx2

pytestmark = pytest.mark.usefixtures("encoded_once")

TOKEN = "a-token"  # noqa: S105 - of a test
HOST = "http://127.0.0.1:8123"
BASE = f"/{TOKEN}"
TALK = """\
# Bees at home

Photo: Nobody

Ann Lee: How do you count them?

Rosa Lind: I stand still. I count what I see.

[Share this page]

Lee: And in winter?

Lind: I wait.

Lee: Do they?

Lind: They never wait.
"""

# Every field that any form has, with markup in it.
EVIL = "\"><img src=x onerror=alert(1)>'</textarea></script><script>alert(1)</script>{{ 7*7 }}"
FIELDS = """
preset rate question doubt answer say since word source speaker new role gender name person voice words-0 entry paragraph
offset seen opened key value note end correction
""".split()


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    speech = SpeechSettings(engine="tone", cache_folder=tmp_path / "cache", user_lexicon=tmp_path / "lexicon.toml")
    return Workshop(tmp_path / "projects", replace(Settings(), speech=speech))


@pytest.fixture
def client(workshop: Workshop) -> Iterator[TestClient]:
    with TestClient(application(workshop, TOKEN), base_url=HOST, headers={"Origin": HOST}) as opened:
        yield opened


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project as it was read, which every test gets a copy of."""
    workshop = Workshop(tmp_path_factory.mktemp("read"), Settings())
    return workshop.folder / workshop.create(TALK)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with markup in its title, its turns and what is left out."""
    workshop = Workshop(tmp_path_factory.mktemp("hostile"), Settings())
    talk = TALK.replace("Bees at home", f"Bees {EVIL}").replace("I wait.", EVIL).replace("Nobody", EVIL)
    return workshop.folder / workshop.create(talk)


@pytest.fixture
def slug(workshop: Workshop, read: Path) -> str:
    shutil.copytree(read, workshop.folder / read.name)
    return read.name


def ids(workshop: Workshop, slug: str) -> tuple[int, ...]:
    project = workshop.project(slug)
    assert project
    return project.state.ids


def said(workshop: Workshop, slug: str) -> list[str]:
    """Return the turns as the file on the disk has them."""
    (script,) = (workshop.folder / slug).glob("*.script.md")
    turns = read_script(script.read_text(encoding="utf-8"), "x").transcript.turns
    return [f"{turn.speaker}: {turn.text}" for turn in turns]


def waiting(shown: str) -> Any:  # noqa: ANN401 - any JSON
    """Return which turns are to be spoken, and what the page says of each."""
    found = re.search(r'id="waiting">(.+?)</script>', shown)
    assert found
    return json.loads(found[1])


def post(client: TestClient, slug: str, action: str, **fields: str) -> httpx2.Response:
    """Send a form as a browser without JavaScript does."""
    return client.post(f"{BASE}/p/{slug}/{action}", data=fields)


def changed(client: TestClient, slug: str, action: str, seen: int, **fields: str) -> str:
    """Send a form as htmx does, and return the fragments."""
    answer = client.post(f"{BASE}/p/{slug}/{action}", data={"seen": str(seen), **fields}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.text


# -- reading an interview ------------------------------------------------------------------------------------------------


def test_a_pasted_text_becomes_a_project_that_says_what_it_is(client: TestClient, workshop: Workshop) -> None:
    answer = client.post(f"{BASE}/projects", data={"source": TALK})
    assert answer.status_code == 200
    assert str(answer.url) == f"{HOST}{BASE}/p/bees-at-home/"
    assert re.search(r"\d+ s to hear, \d+ s to make", answer.text)
    assert "Rosa Lind" in answer.text
    assert "bees-at-home" in client.get(f"{BASE}/").text
    assert (workshop.folder / "bees-at-home" / "source.txt").read_text(encoding="utf-8").strip() == TALK.strip()


def test_the_voices_load_while_the_overview_is_read_and_listen_leads_to_the_review(
    workshop: Workshop, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    loading: list[KokoroEngine] = []

    def warm_up(engine: KokoroEngine) -> None:
        loading.append(engine)

    monkeypatch.setattr(KokoroEngine, "warm_up", warm_up)
    workshop.settings = replace(workshop.settings, speech=replace(workshop.settings.speech, engine="kokoro"))
    with TestClient(application(workshop, TOKEN), base_url=HOST, headers={"Origin": HOST}) as client:
        shown = client.get(f"{BASE}/p/{slug}/").text
        client.get(f"{BASE}/p/{slug}/doubts")
    project = workshop.project(slug)
    assert project
    assert loading == [project.plan().engine], "it loads once, and is the one that speaks"
    assert f'<a class="button" href="{BASE}/p/{slug}/review?listen" id="listen">Listen</a>' in shown


def test_a_file_becomes_a_project(client: TestClient, workshop: Workshop) -> None:
    page = "".join(f"<p><b>Ann Lee:</b> Why {n}?</p><p><b>Rosa Lind:</b> Because {n}.</p>" for n in range(4))
    files = {"file": ("talk.html", f"<html><title>Bees</title><body><h1>Bees</h1>{page}</body></html>", "text/html")}
    answer = client.post(f"{BASE}/projects", data={"source": ""}, files=files)
    assert "Rosa Lind" in answer.text
    assert len(said(workshop, "bees")) == 9


def test_the_example_is_read_and_two_of_a_name_are_kept_apart(client: TestClient) -> None:
    places = [str(client.post(f"{BASE}/projects", data={"example": "1"}).url).rsplit("/", 2)[1] for _ in range(2)]
    assert places == ["the-ferry-that-would-not-stop", "the-ferry-that-would-not-stop-2"]


def test_a_text_that_is_no_interview_is_kept_in_the_field_with_the_reason(client: TestClient, workshop: Workshop) -> None:
    answer = client.post(f"{BASE}/projects", data={"source": "Nobody <b>speaks</b> here.\n\nNobody at all."})
    assert answer.status_code == 422
    assert "Nobody &lt;b&gt;speaks&lt;/b&gt; here." in answer.text
    assert 'id="problem"' in answer.text
    assert not [path for path in workshop.folder.iterdir() if path.is_dir()]


# -- correcting ------------------------------------------------------------------------------------------------------------


def test_the_script_shows_every_turn_and_every_word_that_is_left_out(client: TestClient, slug: str) -> None:
    shown = client.get(f"{BASE}/p/{slug}/script").text
    for words in ("They never wait.", "Photo: Nobody", "[Share this page]"):
        assert words in shown
    assert shown.count('class="row"') == 7


def test_a_closed_turn_has_nothing_that_htmx_and_the_browser_keep_a_record_of(client: TestClient, slug: str) -> None:
    shown = client.get(f"{BASE}/p/{slug}/script?turn=3").text
    turns = [part.split("</section>")[0] for part in shown.split("<section")[1:]]
    assert ["<form" in turn for turn in turns] == [False, False, True, False, False, False, False]
    assert not any("hx-" in turn for turn in turns)


def test_each_action_changes_the_file_and_sends_the_browser_back(client: TestClient, workshop: Workshop, slug: str) -> None:
    turns = ids(workshop, slug)
    answer = post(client, slug, f"turns/{turns[2]}/give", speaker="Ann Lee")
    assert "Turn 3 is Ann Lee’s." in answer.text
    assert said(workshop, slug)[1].startswith("Ann Lee: How do you count them?\n\nI stand still.")
    post(client, slug, "undo")
    post(client, slug, f"turns/{turns[6]}/give", new="Eva Stone", role="audience")
    assert said(workshop, slug)[6] == "Eva Stone: They never wait."
    post(client, slug, f"turns/{turns[6]}/give", speaker="Rosa Lind", all="1")
    assert said(workshop, slug)[6] == "Rosa Lind: They never wait."
    post(client, slug, f"turns/{turns[4]}/leave-out")
    assert "Rosa Lind: I wait." not in said(workshop, slug)
    post(client, slug, f"turns/{turns[0]}/join")
    assert said(workshop, slug)[0] == "Narrator: Bees at home\n\nHow do you count them?"


def test_the_words_of_a_turn_are_edited_and_an_empty_line_begins_another(
    client: TestClient, workshop: Workshop, slug: str
) -> None:
    turn = ids(workshop, slug)[2]
    post(client, slug, f"turns/{turn}/reword", **{"words-0": "I stand quite still.\r\n\r\nI count what I see."})
    assert said(workshop, slug)[2:4] == ["Rosa Lind: I stand quite still.", "Rosa Lind: I count what I see."]
    post(client, slug, f"turns/{turn}/reword", **{"words-0": " "})
    assert said(workshop, slug)[2] == "Rosa Lind: I count what I see."


def test_words_that_were_left_out_are_kept_as_somebody_s(client: TestClient, workshop: Workshop, slug: str) -> None:
    shown = client.get(f"{BASE}/p/{slug}/script").text
    key = re.search(r'Share this page.*?name="entry" value="(\w+)"', shown, re.S)
    assert key
    answer = post(client, slug, "keep", entry=key[1], speaker="Ann Lee")
    assert "The words are spoken now." in answer.text
    assert "Ann Lee: [Share this page]\n\nAnd in winter?" in said(workshop, slug)
    again = post(client, slug, "keep", entry=key[1], speaker="Ann Lee")
    assert "These words are spoken already." in again.text


def test_undo_and_redo_go_through_everything(client: TestClient, workshop: Workshop, slug: str) -> None:
    first = said(workshop, slug)
    for turn in ids(workshop, slug)[1:4]:
        post(client, slug, f"turns/{turn}/leave-out")
    last = said(workshop, slug)
    for _ in range(3):
        post(client, slug, "undo")
    assert said(workshop, slug) == first
    for _ in range(3):
        post(client, slug, "redo")
    assert said(workshop, slug) == last
    assert "There is nothing to redo." in post(client, slug, "redo").text
    assert urlsplit(str(post(client, slug, "undo").url)).path.endswith("/script"), "a browser without JavaScript stays"


def test_an_action_answers_with_the_rows_that_changed_alone(client: TestClient, workshop: Workshop, slug: str) -> None:
    turns = ids(workshop, slug)
    fragments = changed(client, slug, f"turns/{turns[2]}/reword", 0, **{"words-0": "I sit."})
    assert re.findall(r'id="r(\d+)"', fragments) == [str(turns[2])]
    assert "Turn 3 was changed." in fragments
    fragments = changed(client, slug, f"turns/{turns[4]}/leave-out", 1)
    assert f'<div id="r{turns[4]}" hx-swap-oob="delete">' in fragments
    fragments = changed(client, slug, f"turns/{turns[2]}/split", 2, paragraph="0", offset="2")
    new = ids(workshop, slug)[3]
    assert f'hx-swap-oob="afterend:#r{turns[2]}"' in fragments
    assert f'id="r{new}"' in fragments


def test_a_second_tab_is_told_what_the_first_changed_and_loses_nothing(
    client: TestClient, workshop: Workshop, slug: str
) -> None:
    turns = ids(workshop, slug)
    changed(client, slug, f"turns/{turns[1]}/leave-out", 0)
    fragments = changed(client, slug, f"turns/{turns[4]}/reword", 0, **{"words-0": "I sleep."})
    assert f'<div id="r{turns[1]}" hx-swap-oob="delete">' in fragments
    assert "Rosa Lind: I sleep." in said(workshop, slug)
    gone = changed(client, slug, f"turns/{turns[1]}/give", 0, speaker="Ann Lee")
    assert "This turn is gone" in gone


def test_a_text_editor_and_the_studio_may_alternate(client: TestClient, workshop: Workshop, slug: str) -> None:
    turns = ids(workshop, slug)
    (script,) = (workshop.folder / slug).glob("*.script.md")
    script.write_text(script.read_text(encoding="utf-8").replace("I wait.", "I sleep."), encoding="utf-8")
    assert "I sleep." in client.get(f"{BASE}/p/{slug}/script").text
    script.write_text(script.read_text(encoding="utf-8").replace("Rosa Lind: I sleep.", "Rosa Lin: No."), encoding="utf-8")
    shown = client.get(f"{BASE}/p/{slug}/script").text
    assert "unknown speaker" in shown
    post(client, slug, "restore")
    post(client, slug, f"turns/{turns[4]}/reword", **{"words-0": "I rest."})
    assert said(workshop, slug)[4] == "Rosa Lind: I rest."


# -- doubts ----------------------------------------------------------------------------------------------------------------


def unsure(folder: Path, confidences: dict[int, float]) -> None:
    """Make the program less sure of some turns of a project that is not open yet."""
    path = folder / "evidence.json"
    evidence = json.loads(path.read_text(encoding="utf-8"))
    for turn, confidence in confidences.items():
        evidence["turns"][turn] |= {"confidence": confidence, "why": "no label"}
    path.write_text(json.dumps(evidence), encoding="utf-8")


def test_doubts_come_worst_first_and_go_when_they_are_answered(client: TestClient, workshop: Workshop, slug: str) -> None:
    unsure(workshop.folder / slug, {2: 0.7, 4: 0.4, 5: 0.89, 6: 0.95})
    project = workshop.project(slug)
    assert project
    assert [card.number for card in cards_of(project)] == [5, 3, 6]
    assert f"Answer {3 + len(questions_of(project))} questions" in client.get(f"{BASE}/p/{slug}/").text
    shown = client.get(f"{BASE}/p/{slug}/doubts").text
    assert "40 % sure: no label" in shown
    first, second, third = cards_of(project)
    assert [person.name for person in first.people] == ["Rosa Lind", "Ann Lee", "Narrator"]
    assert f'id="q{first.id}"' not in post(client, slug, f"doubts/{first.id}", speaker="Rosa Lind").text
    assert said(workshop, slug)[4] == "Rosa Lind: I wait."
    post(client, slug, f"doubts/{second.id}", speaker="Narrator")
    assert said(workshop, slug)[2] == "Narrator: I stand still. I count what I see."
    assert [card.id for card in cards_of(project)] == [third.id]
    undone = post(client, slug, "undo", screen="doubts")
    assert str(undone.url).endswith("/doubts")
    assert [card.id for card in cards_of(project)] == [second.id, third.id]
    post(client, slug, "redo")
    post(client, slug, f"doubts/{third.id}", speaker="Ann Lee")
    for doubt in questions_of(project):
        post(client, slug, "doubts/settle", doubt=doubt.key, answer=doubt.answers[-1].label)
    assert "No open questions" in client.get(f"{BASE}/p/{slug}/doubts").text
    assert "This turn is gone" in post(client, slug, "doubts/999", speaker="Guest").text


def test_a_question_of_the_parser_is_answered_and_the_answer_is_undone(client: TestClient, workshop: Workshop) -> None:
    slug = workshop.create("# Bees\n\n" + "**How do you count them?**\n\nI stand still, and I count what I see.\n\n" * 3)
    project = workshop.project(slug)
    assert project
    doubt = next(doubt for doubt in questions_of(project) if any(wants_name(answer) for answer in doubt.answers))
    naming = next(answer for answer in doubt.answers if wants_name(answer))
    shown = client.get(f"{BASE}/p/{slug}/doubts").text
    assert escape(in_words(doubt)) in shown
    first = said(workshop, slug)
    told = post(client, slug, "doubts/settle", doubt=doubt.key, answer=naming.label, name="Rosa Lind").text
    assert "Settled:" in told
    assert any(turn.startswith("Rosa Lind: ") for turn in said(workshop, slug))
    assert doubt.key not in {one.key for one in questions_of(project)}
    again = Workshop(workshop.folder, workshop.settings).project(slug)
    assert again
    assert doubt.key not in {one.key for one in questions_of(again)}, "it is settled for good"
    assert "settled already" in post(client, slug, "doubts/settle", doubt=doubt.key, answer=naming.label).text
    post(client, slug, "undo")
    assert said(workshop, slug) == first
    assert doubt.key in {one.key for one in questions_of(project)}


# -- hearing ---------------------------------------------------------------------------------------------------------------


def test_a_turn_is_spoken_when_it_is_asked_for_with_the_times_of_its_words(
    client: TestClient, workshop: Workshop, slug: str
) -> None:
    turn = ids(workshop, slug)[2]
    assert "Speak 7 turns" in client.get(f"{BASE}/p/{slug}/states").text
    pieces = client.get(f"{BASE}/p/{slug}/turns/{turn}/pieces").json()
    assert [("I stand still. I count what I see."[p["start"] : p["end"]]) for p in pieces] == [
        "I stand still.",
        "I count what I see.",
    ]
    sound = client.get(f"{pieces[1]['sound']}.wav")
    assert (sound.headers["content-type"], sound.content[:4]) == ("audio/wav", b"RIFF")
    words = client.get(f"{pieces[1]['sound']}.json").json()
    assert ["I stand still. I count what I see."[start:end] for start, end, *_ in words] == ["I", "count", "what", "I", "see."]
    assert all(before[2] <= after[2] for before, after in pairwise(words))
    assert client.get(f"{BASE}/p/{slug}/turns/{turn}/sound.wav").content[:4] == b"RIFF"
    assert "Speak 6 turns" in client.get(f"{BASE}/p/{slug}/states").text


def test_a_page_that_is_behind_gets_no_states_and_is_told_what_others_changed(
    client: TestClient, workshop: Workshop, slug: str
) -> None:
    seen, turns = {"seen": "0"}, ids(workshop, slug)
    assert "Speak 7 turns" in client.get(f"{BASE}/p/{slug}/states", params=seen).text
    post(client, slug, f"turns/{turns[2]}/leave-out")
    behind = client.get(f"{BASE}/p/{slug}/states", params=seen)
    assert (behind.status_code, behind.text) == (204, "")
    shown = client.get(f"{BASE}/p/{slug}/changes", params=seen).text
    assert f'id="r{turns[2]}" hx-swap-oob="delete"' in shown
    headers = {"hx-request": "true"}
    told = "Another window or program changed the script too."
    answer = client.post(f"{BASE}/p/{slug}/undo", data={"seen": "0"}, headers=headers).text
    assert f"Undone: leave out. {told}" in answer
    assert told not in client.post(f"{BASE}/p/{slug}/redo", data={"seen": "2"}, headers=headers).text


# -- the cast, the words and the pace -------------------------------------------------------------------------------------


def front_matter(workshop: Workshop, slug: str) -> dict[str, object]:
    (script,) = (workshop.folder / slug).glob("*.script.md")
    return dict(read_script(script.read_text(encoding="utf-8"), "x").front_matter)


def test_a_person_gets_another_name_role_and_voice(client: TestClient, workshop: Workshop, slug: str) -> None:
    about = {"person": "Rosa Lind", "name": "Rosa Winter", "role": "guest", "gender": "female"}
    assert "Rosa Winter was changed." in post(client, slug, "cast/person", **about).text
    shown = client.get(f"{BASE}/p/{slug}/cast").text
    voice = re.search(r'name="voice" value="(tone:[\w-]+)"(?! checked) id="v3-2"', shown)
    assert voice
    answer = post(client, slug, "cast/voice", person="Rosa Winter", voice=voice[1])
    assert f"Rosa Winter has the voice {voice[1]}. 3 turns will be spoken again." in answer.text
    cast = front_matter(workshop, slug)["cast"]
    assert isinstance(cast, list)
    assert {"name": "Rosa Winter", "role": "guest", "gender": "female", "voice": voice[1]}.items() <= cast[2].items()
    assert "There is no voice" in post(client, slug, "cast/voice", person="Rosa Winter", voice="nobody").text
    sample = client.get(f"{BASE}/p/{slug}/cast/sample.wav", params={"person": "Rosa Winter", "voice": voice[1]})
    assert sample.content[:4] == b"RIFF"


def test_the_title_is_changed_and_the_narrator_reads_the_new_one(client: TestClient, workshop: Workshop, slug: str) -> None:
    answer = post(client, slug, "title", title=" Bees  <in> town ").text
    assert "The title is “Bees &lt;in&gt; town” now." in answer
    assert 'value="Bees &lt;in&gt; town"' in answer
    assert front_matter(workshop, slug)["title"] == "Bees <in> town"
    assert "Bees &lt;in&gt; town</p>" in client.get(f"{BASE}/p/{slug}/script").text
    assert "Undo retitle" in client.get(f"{BASE}/p/{slug}/script").text
    assert "The new title is empty" in post(client, slug, "title", title=" ").text
    assert 'id="episode" dir="auto" hx-swap-oob="true">Bees at home<' in changed(client, slug, "undo", seen=1)


def test_the_show_remembers_a_person_and_keeps_the_comments_of_its_file(
    client: TestClient, workshop: Workshop, slug: str
) -> None:
    show = workshop.folder / "show.toml"
    show.write_text("# ours\n[show]\ntitle = 'Talks'  # of bees\n", encoding="utf-8")
    again = Workshop(workshop.folder, workshop.settings)
    with TestClient(application(again, TOKEN), base_url=HOST, headers={"Origin": HOST}) as opened:
        post(opened, slug, "cast/remember", person="Rosa Lind")
    text = show.read_text(encoding="utf-8")
    assert "# ours" in text
    assert "# of bees" in text
    assert re.search(r'"Rosa Lind" = \{role = "guest", voice = "tone:', text)


def test_a_word_is_heard_respelled_and_used(client: TestClient, workshop: Workshop) -> None:
    slug = workshop.create(TALK.replace("And in winter?", "And in Skerrivoe?").replace("Do they?", "Skerrivoe?"))
    shown = client.get(f"{BASE}/p/{slug}/words").text
    assert "Skerrivoe" in shown
    assert "Use in 2 turns" in shown
    for asked in ({}, {"say": "SKEH-ri-voh"}, {"say": "/ˈskɛrivoʊ/"}):
        sound = client.get(f"{BASE}/p/{slug}/words/sound.wav", params={"word": "Skerrivoe", **asked})
        assert sound.content[:4] == b"RIFF"
    assert client.get(f"{BASE}/p/{slug}/words/sound.wav", params={"word": "Absent"}).status_code == 404
    for turn in ids(workshop, slug):
        client.get(f"{BASE}/p/{slug}/turns/{turn}/sound.wav")
    assert "Everything is spoken." in client.get(f"{BASE}/p/{slug}/states").text
    answer = post(client, slug, "words/use", word="Skerrivoe", say="SKEH-ri-voh", since="2026-01-01")
    assert "“Skerrivoe” is said so in 2 turns" in answer.text
    lexicon = workshop.settings.speech.user_lexicon
    assert lexicon
    assert '[[en.Skerrivoe]]\nsay = "SKEH-ri-voh"\nsince = "2026-01-01"' in lexicon.read_text(encoding="utf-8")
    assert "expected" in post(client, slug, "words/use", word="Skerrivoe", say="x", since="never").text


def test_a_word_that_is_said_otherwise_makes_its_turns_stale_and_no_others(client: TestClient, workshop: Workshop) -> None:
    slug = workshop.create(TALK.replace("And in winter?", "And in Skerrivoe?"))
    for turn in ids(workshop, slug):
        client.get(f"{BASE}/p/{slug}/turns/{turn}/sound.wav")
    post(client, slug, "words/use", word="Skerrivoe", say="SKEH-ri-voh")
    shown = client.get(f"{BASE}/p/{slug}/states").text
    assert "Speak 1 turn (" in shown
    assert waiting(shown) == {str(ids(workshop, slug)[3]): "changed since it was spoken"}


def test_the_pace_is_kept_in_the_script_and_heard_before(client: TestClient, workshop: Workshop, slug: str) -> None:
    form = {"preset": "slow", "rate": "0.9", "question": "700", "answer": ""}
    now = client.get(f"{BASE}/p/{slug}/pace/sound.wav")
    then = client.get(f"{BASE}/p/{slug}/pace/sound.wav", params=form)
    assert now.content[:4] == then.content[:4] == b"RIFF"
    assert len(then.content) > len(now.content), "it is slower"
    post(client, slug, "pace/save", **form)
    found = front_matter(workshop, slug)
    assert (found["pace"], found["rate"], found["pause"]) == ("slow", "0.9", {"question": "700ms"})
    project = workshop.project(slug)
    assert project
    plan = project.plan()
    assert plan.settings.pacing.preset == "slow"
    assert 'value="700"' in client.get(f"{BASE}/p/{slug}/pace").text
    post(client, slug, "pace/save", preset="conversation", rate="1")
    assert not {"pace", "rate", "pause"} & set(front_matter(workshop, slug))
    assert "The pace is as it was." in post(client, slug, "pace/save", preset="conversation", rate="99").text


# -- making ----------------------------------------------------------------------------------------------------------------


def wait_for(client: TestClient, slug: str, words: str, screen: str = "states") -> str:
    """Ask for a screen until it has these words."""
    for _ in range(600):
        shown = client.get(f"{BASE}/p/{slug}/{screen}").text
        if words in shown:
            return shown
        threading.Event().wait(0.05)
    raise AssertionError(shown)


def test_only_the_turns_that_changed_are_spoken(client: TestClient, workshop: Workshop, slug: str) -> None:
    project = workshop.project(slug)
    assert project
    post(client, slug, "speak")
    wait_for(client, slug, "Everything is spoken.")
    before = {clip.path for clip in project.plan().cache.clips()}
    post(client, slug, f"turns/{ids(workshop, slug)[4]}/reword", **{"words-0": "I rest until spring."})
    assert "Speak 1 turn (" in client.get(f"{BASE}/p/{slug}/states").text
    post(client, slug, "speak")
    wait_for(client, slug, "Everything is spoken.")
    assert len({clip.path for clip in project.plan().cache.clips()} - before) == 1


def test_a_page_that_is_older_than_the_folded_log_is_loaded_again_and_does_nothing(
    client: TestClient, workshop: Workshop, slug: str
) -> None:
    before = said(workshop, slug)
    asked = {"data": {"seen": "99"}, "headers": {"HX-Request": "true"}}
    answer = client.post(f"{BASE}/p/{slug}/turns/{ids(workshop, slug)[2]}/leave-out", **asked)  # type: ignore[arg-type]
    assert answer.headers["HX-Refresh"] == "true"
    assert said(workshop, slug) == before


def test_who_waits_for_a_voice_that_is_being_prepared_is_told_so_until_it_has_spoken(
    client: TestClient, workshop: Workshop, slug: str
) -> None:
    waits, sound = f"{BASE}/p/{slug}/waiting", f"{BASE}/p/{slug}/turns/{ids(workshop, slug)[2]}/sound.wav"
    setup_of(workshop.settings.speech, workshop.news).on_notice("First run: preparing the voice model")
    assert client.get(waits).json() == "First run: preparing the voice model."
    client.get(sound)
    assert client.get(waits).json() == "These words are being spoken. They are heard as soon as they are ready."


def test_a_locked_turn_keeps_its_sound_while_the_pace_changes(client: TestClient, workshop: Workshop, slug: str) -> None:
    project = workshop.project(slug)
    assert project
    turn = ids(workshop, slug)[2]
    sound, lock = f"{BASE}/p/{slug}/turns/{turn}/sound.wav", f"turns/{turn}/lock"

    def heard() -> bytes:
        return client.get(sound).content[44:].rstrip(b"\0")  # the pause after it is that of the pace

    assert "Turn 3 is not spoken yet: play it" in changed(client, slug, lock, 0)
    before = heard()
    assert "Turn 3 is locked: its sound stays as it is." in changed(client, slug, lock, 0)
    post(client, slug, "speak")
    wait_for(client, slug, "Everything is spoken.")
    post(client, slug, "pace/save", preset="slow", rate="0.8")
    assert len(waiting(client.get(f"{BASE}/p/{slug}/states").text)) == 6, "all but the one that is locked"
    assert heard() == before
    shown = client.get(f"{BASE}/p/{slug}/script?turn={turn}").text
    assert shown.count('data-line="locked"') == 1
    assert "Unlock its sound" in shown
    words = {"words-0": "I stand still. I count what I hear."}
    seen = len(project.session.states) - 1
    assert "Turn 3 was changed. Its sound is unlocked." in changed(client, slug, f"turns/{turn}/reword", seen, **words)
    post(client, slug, "undo")
    assert heard() == before
    assert "Turn 3 is unlocked." in changed(client, slug, lock, seen + 2)
    assert heard() != before


def test_what_is_published_is_what_the_command_publishes(
    client: TestClient, workshop: Workshop, slug: str, tmp_path: Path
) -> None:
    client.get(f"{BASE}/p/{slug}/turns/{ids(workshop, slug)[2]}/sound.wav")
    post(client, slug, f"turns/{ids(workshop, slug)[2]}/lock")
    post(client, slug, "pace/save", preset="slow", rate="0.9")
    post(client, slug, f"turns/{ids(workshop, slug)[4]}/reword", **{"words-0": "I rest until spring."})
    post(client, slug, "publish/start")
    shown = wait_for(client, slug, "Is it ready?", "publish")
    for line in (
        "told at the start that the voices are synthetic",
        "LUFS",
        "A transcript with times is there.",
        "A page that plays it",
    ):
        assert line in shown
    project = workshop.project(slug)
    assert project
    folder = project.session.folder / PUBLISHED
    settings = replace(Settings(), speech=workshop.settings.speech, publishing=PublishingSettings(kits=tuple(Kit)))
    by_command = tmp_path / "by-command"
    render(project.session.path, f"{by_command}/", settings)
    here, there = ({path.name: path.read_bytes() for path in one.iterdir()} for one in (folder, by_command))
    assert here == there
    names = [name for name in here if not name.startswith(".")]
    assert len(names) > 10
    for name in names:
        assert client.get(f"{BASE}/p/{slug}/published/{name}").content == (folder / name).read_bytes()
    assert client.get(f"{BASE}/p/{slug}/published/..%2f{project.session.path.name}").status_code == 404
    post(client, slug, "undo")
    assert "The script has changed since" in client.get(f"{BASE}/p/{slug}/publish").text


def test_publishing_again_tells_readers_what_was_wrong(client: TestClient, workshop: Workshop, slug: str) -> None:
    assert 'name="correction"' not in client.get(f"{BASE}/p/{slug}/publish").text
    post(client, slug, "publish/start")
    wait_for(client, slug, "Is it ready?", "publish")
    post(client, slug, f"turns/{ids(workshop, slug)[4]}/reword", **{"words-0": "I rest until spring."})
    assert 'name="correction"' in client.get(f"{BASE}/p/{slug}/publish").text
    post(client, slug, "publish/start", correction="  She <b>rests</b>.\n")
    wait_for(client, slug, "Is it ready?", "publish")
    (page,) = (path for path in (workshop.folder / slug / PUBLISHED).glob("*.html") if not path.name.endswith(".embed.html"))
    assert "She &lt;b&gt;rests&lt;/b&gt;." in page.read_text(encoding="utf-8")


def test_the_page_and_the_book_are_shown_as_others_will_see_them(client: TestClient, workshop: Workshop, slug: str) -> None:
    post(client, slug, "publish/start")
    shown = wait_for(client, slug, "Is it ready?", "publish")
    assert "No feed has it" not in shown, "it belongs to no show"
    assert "Where it will be" not in shown
    book = re.search(r'<iframe src="([^"]*/book/([^/"]*)/[^"]*)"', shown)
    assert book
    chapter = client.get(book[1])
    assert chapter.headers["content-type"].startswith("application/xhtml+xml")
    assert "script-src 'none'" in chapter.headers["content-security-policy"]
    assert "I stand still." in chapter.text
    style = client.get(f"{BASE}/p/{slug}/book/{book[2]}/EPUB/../EPUB/style.css")
    assert style.headers["content-type"].startswith("text/css")
    for name in (f"{book[2]}/EPUB/absent.xhtml", f"{book[2]}/..%2f..%2fsource.md", "absent.epub/EPUB/nav.xhtml"):
        assert client.get(f"{BASE}/p/{slug}/book/{name}").status_code == 404
    audio = next(path.name for path in (workshop.folder / slug / PUBLISHED).glob("*.mp3"))
    assert client.get(f"{BASE}/p/{slug}/book/{audio}/x").status_code == 404
    for path in (workshop.folder / slug / PUBLISHED).iterdir():
        path.unlink()
    assert "/book/" not in client.get(f"{BASE}/p/{slug}/publish").text, "its files are gone"


def test_the_address_of_the_page_and_the_feed_that_has_it_are_told(workshop: Workshop, slug: str, tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(
        f'[show]\ntitle = "Bees"\nlink = "https://bees.example/"\nlanguage = "en"\nauthor = "A"\nemail = "a@bees.example"\n'
        f'description = "Talks."\ncategory = "Arts"\nartwork = "art.png"\n'
        f'[feed]\nurl = "https://bees.example/feed.xml"\nfile = "{(workshop.folder / "feed.xml").as_posix()}"\n'
    )
    Image.new("RGB", (1400, 1400)).save(tmp_path / "art.png")
    shown = Workshop(workshop.folder, replace(workshop.settings, show=read_show(tmp_path / "show.toml")))
    with TestClient(application(shown, TOKEN), base_url=HOST, headers={"Origin": HOST}) as opened:
        post(opened, slug, "publish/start")
        text = wait_for(opened, slug, "Is it ready?", "publish")
    assert "The feed has it: https://bees.example/feed.xml" in text
    assert re.search(rf'<a href="https://bees.example/{slug}/published/[a-z0-9-]+\.html">', text)
    assert 'alt="QR code of the address of the page"' in text


def test_work_that_was_waiting_is_done_after_a_restart(workshop: Workshop, slug: str) -> None:
    workshop.queue.add("speak", slug)
    with TestClient(application(workshop, TOKEN), base_url=HOST, headers={"Origin": HOST}) as opened:
        wait_for(opened, slug, "Everything is spoken.")


# -- reviewing -------------------------------------------------------------------------------------------------------------


def to_mend(client: TestClient, slug: str) -> list[str]:
    """Return the words of the list of what is wrong, each with the number of its turn."""
    shown = client.get(f"{BASE}/p/{slug}/review").text
    return [f"{turn} {words}" for turn, words in re.findall(r"<li>.*?>Turn (\d+)<.*?<mark>(.*?)</mark>", shown, re.S)]


def test_a_word_that_sounds_wrong_is_marked_with_a_note_and_is_there_after_a_restart(
    client: TestClient, workshop: Workshop, slug: str
) -> None:
    turns = ids(workshop, slug)
    answer = post(client, slug, f"turns/{turns[2]}/mark", paragraph="0", offset="15", end="22")
    assert "Turn 3 is marked: “I count”." in answer.text
    post(client, slug, f"turns/{turns[2]}/mark", paragraph="0", offset="2")
    post(client, slug, f"turns/{turns[0]}/mark")
    post(client, slug, "marks/1", note="Too <b>fast</b>.")
    again = Workshop(workshop.folder, workshop.settings)
    with TestClient(application(again, TOKEN), base_url=HOST, headers={"Origin": HOST}) as opened:
        assert to_mend(opened, slug) == ["1 Bees at home", "3 I count", "3 stand"]
        assert "Too &lt;b&gt;fast&lt;/b&gt;." in opened.get(f"{BASE}/p/{slug}/review").text
        post(opened, slug, "marks/2/remove")
        assert to_mend(opened, slug) == ["1 Bees at home", "3 I count"]
    fragments = client.post(f"{BASE}/p/{slug}/marks/1/remove", headers={"HX-Request": "true"}).text
    assert '<section id="marks"' in fragments
    assert "The mark is gone." in fragments


@pytest.mark.parametrize("fields", [{"paragraph": "9"}, {"offset": "400"}, {"paragraph": "-1"}, {"offset": "-3"}])
def test_a_mark_beyond_the_words_is_refused(client: TestClient, workshop: Workshop, slug: str, fields: dict[str, str]) -> None:
    answer = post(client, slug, f"turns/{ids(workshop, slug)[2]}/mark", **fields)
    assert "These words are not spoken" in answer.text
    assert to_mend(client, slug) == []
    assert client.post(f"{BASE}/p/{slug}/turns/3/mark", data={"offset": "x"}).status_code == 400
    assert "This turn is gone" in post(client, slug, "turns/999/mark").text


def test_a_mark_goes_when_its_turn_is_spoken_again_and_stays_while_others_change(
    client: TestClient, workshop: Workshop, slug: str
) -> None:
    turns = ids(workshop, slug)
    for turn in (turns[2], turns[4], turns[6]):
        post(client, slug, f"turns/{turn}/mark", paragraph="0", offset="0")
    post(client, slug, f"turns/{turns[4]}/reword", **{"words-0": "I rest until spring."})
    assert to_mend(client, slug) == ["3 I", "7 They"]
    post(client, slug, f"turns/{turns[1]}/leave-out")
    assert to_mend(client, slug) == ["2 I", "6 They"], "its place among the turns does not count"
    shown = client.get(f"{BASE}/p/{slug}/cast").text
    voice = re.search(r'name="voice" value="(tone:[\w-]+)"(?! checked) id="v3-2"', shown)
    assert voice
    post(client, slug, "cast/voice", person="Rosa Lind", voice=voice[1])
    assert to_mend(client, slug) == []
    post(client, slug, "undo")
    assert len(to_mend(client, slug)) == 2, "what is taken back is spoken as before"


def test_damaged_marks_are_reported_with_their_file(client: TestClient, workshop: Workshop, slug: str) -> None:
    (workshop.folder / slug / "marks.json").write_text('[{"id": 1}]', encoding="utf-8")
    shown = client.get(f"{BASE}/p/{slug}/review")
    assert shown.status_code == 200
    assert "marks.json cannot be read as marks: delete it" in shown.text


def reported(folder: Path, *findings: tuple[str, str]) -> None:
    """Write the report of a verification beside a published episode: a fault in each sentence that is named."""
    (transcript,) = folder.glob("*.transcript.json")
    stem = transcript.name.removesuffix(".transcript.json")
    segments = json.loads(transcript.read_text(encoding="utf-8"))["segments"]
    found = []
    for words, heard in findings:
        one = next(one for one in segments if one["body"] == words)
        place = one["speaker"], one["startTime"] + 0.01, one["endTime"], words
        found.append(Discrepancy(Fault.OTHER_WORDS, *place, heard, 5.0, mended=not heard))
    verification = Verification("whisper", (), tuple(found))
    (folder / f"{stem}.verify.json").write_text(verification_json(verification, "x.mp3"), encoding="utf-8")
    (folder / f"{stem}.verify.txt").write_text(verification_text(verification, "x.mp3"), encoding="utf-8")


def test_what_the_verification_heard_is_in_the_same_list_until_it_is_spoken_again(
    client: TestClient, workshop: Workshop, slug: str
) -> None:
    post(client, slug, "publish/start")
    wait_for(client, slug, "Is it ready?", "publish")
    post(client, slug, f"turns/{ids(workshop, slug)[4]}/mark")
    folder = workshop.folder / slug / PUBLISHED
    reported(folder, ("I count what I see.", "I <b>cough</b>."), ("They never wait.", "They wait."), ("Do they?", ""))
    assert to_mend(client, slug) == ["3 I count what I see.", "5 I wait.", "7 They never wait."]
    shown = client.get(f"{BASE}/p/{slug}/review").text
    assert "is heard as &#34;I &lt;b&gt;cough&lt;/b&gt;.&#34;" in shown
    post(client, slug, f"turns/{ids(workshop, slug)[6]}/reword", **{"words-0": "They never wait. Never."})
    assert to_mend(client, slug) == ["3 I count what I see.", "5 I wait."]
    next(folder.glob("*.verify.json")).write_text("{", encoding="utf-8")
    assert to_mend(client, slug) == ["5 I wait."]


# -- the source changed ----------------------------------------------------------------------------------------------------


@pytest.fixture
def page_file(tmp_path: Path) -> Path:
    path = tmp_path / "talk.md"
    path.write_text(TALK, encoding="utf-8")
    return path


def look(client: TestClient, slug: str) -> str:
    return post(client, slug, "source/look").text


def test_a_source_that_has_the_same_words_or_other_furniture_is_not_said_to_have_changed(
    client: TestClient, workshop: Workshop, page_file: Path
) -> None:
    slug = workshop.create(str(page_file))
    assert "The source has the same words as before." in look(client, slug)
    page_file.write_text(TALK.replace("[Share this page]", "[Share this article]"), encoding="utf-8")
    assert "The source has the same words as before." in look(client, slug)
    page_file.write_text(TALK.replace("I wait.", "I sleep."), encoding="utf-8")
    for screen, _ in SCREENS:
        assert "The source has changed" not in client.get(f"{BASE}/p/{slug}/{screen}").text, "nobody has looked"


def test_a_changed_source_is_shown_on_all_screens_and_taken_over_as_one_step_that_keeps_every_correction(
    client: TestClient, workshop: Workshop, page_file: Path
) -> None:
    slug = workshop.create(str(page_file))
    turns = ids(workshop, slug)
    post(client, slug, f"turns/{turns[2]}/reword", **{"words-0": "I stand quite still. I count what I see."})
    post(client, slug, f"turns/{turns[6]}/give", speaker="Ann Lee")
    before = said(workshop, slug)
    page_file.write_text(
        TALK.replace("I wait.", "I sleep in March.").replace("what I see", "what I hear") + "\nLee: Never?\n", encoding="utf-8"
    )
    shown = look(client, slug)
    assert "3 paragraphs differ." in shown
    assert re.search(r"Rosa Lind: I <del>wait.</del>.*Rosa Lind: I <ins>sleep in March.</ins>", shown, re.S)
    assert "<ins>Ann Lee: Never?</ins>" in shown
    assert "stays; the page now has" in shown, "both changed the same words"
    assert all("The source has changed." in client.get(f"{BASE}/p/{slug}/{screen}").text for screen, _ in SCREENS)
    again = Workshop(workshop.folder, workshop.settings).project(slug)
    assert again
    assert again.newer, "it survives a restart"
    assert said(workshop, slug) == before
    assert "The new version is taken over." in post(client, slug, "source/take-over").text
    assert said(workshop, slug) == [*before[:4], "Rosa Lind: I sleep in March.", before[5], "Ann Lee: Never?"]
    script = client.get(f"{BASE}/p/{slug}/script").text
    assert "The source has changed." not in script
    assert re.search(r'class="source">\s*<p class="label"[^>]*>Lind:</p>\s*<p dir="auto">I sleep in March.</p>', script)
    post(client, slug, "undo")
    assert said(workshop, slug) == before
    assert "The source has changed." in client.get(f"{BASE}/p/{slug}/script").text
    post(client, slug, "redo")
    assert "has the words of the source already" in post(client, slug, "source/take-over").text


def test_only_the_difference_to_the_new_version_is_spoken_again(
    client: TestClient, workshop: Workshop, page_file: Path
) -> None:
    slug = workshop.create(str(page_file))
    for turn in ids(workshop, slug):
        client.get(f"{BASE}/p/{slug}/turns/{turn}/sound.wav")
    page_file.write_text(TALK.replace("I wait.", "I sleep."), encoding="utf-8")
    look(client, slug)
    post(client, slug, "source/take-over")
    shown = client.get(f"{BASE}/p/{slug}/states").text
    assert waiting(shown) == {str(ids(workshop, slug)[4]): "changed since it was spoken"}


def test_a_source_that_was_sent_is_compared_with_a_file(client: TestClient, workshop: Workshop, slug: str) -> None:
    assert "choose its new version as a file" in look(client, slug)
    files = {"file": ("talk.txt", TALK.replace("I wait.", EVIL), "text/plain")}
    shown = client.post(f"{BASE}/p/{slug}/source/look", files=files).text
    assert "<ins>" in shown
    assert "<img" not in shown
    assert "1 paragraph differs." in shown


def test_a_source_that_is_gone_or_no_interview_any_more_changes_nothing(
    client: TestClient, workshop: Workshop, page_file: Path
) -> None:
    slug = workshop.create(str(page_file))
    before = said(workshop, slug)
    page_file.unlink()
    answer = client.post(f"{BASE}/p/{slug}/source/look")
    assert answer.status_code == 422
    assert page_file.name in answer.text
    page_file.write_text("Nobody speaks here.\n", encoding="utf-8")
    assert client.post(f"{BASE}/p/{slug}/source/look").status_code == 422
    assert said(workshop, slug) == before
    assert not [path for path in workshop.folder.iterdir() if path.name.startswith(".reading")]


def test_versions_of_a_script_without_spaces_are_compared_by_letters() -> None:
    was, now = (Transcript("", (), (Turn("林", Role.GUEST, 1, (Paragraph(words, 1),)),)) for words in ("我等春天", "我等秋天"))
    (row,) = versions_of(was, now)
    assert (row[0][1], row[1][1]) == ((False, "春"), (False, "秋"))


# -- security --------------------------------------------------------------------------------------------------------------

PATHS = [(route.path, sorted(route.methods or ())) for route in ROUTES if isinstance(route, Route)]


def address(path: str, slug: str) -> str:
    """Return an address of a route."""
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: slug if found[1] == "slug" else "3", path)


@pytest.mark.parametrize(("path", "methods"), PATHS)
def test_every_route_refuses_strangers(client: TestClient, slug: str, path: str, methods: list[str]) -> None:
    there = address(path, slug)
    for method in methods:
        assert client.request(method, f"/another-token{there}").status_code == 404
        assert client.request(method, there).status_code == 404
        for host in ("evil.example:8123", "127.0.0.1.evil.example:8123", "evil.example", ""):
            assert client.request(method, BASE + there, headers={"Host": host}).status_code == 421
        assert client.request(method, BASE + there, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
        if method == "POST":
            for origin in ("http://evil.example", "null", "http://127.0.0.1:9999", ""):
                assert client.request(method, BASE + there, headers={"Origin": origin}).status_code == 403


@pytest.mark.parametrize(("path", "methods"), PATHS)
def test_every_route_answers_an_absent_project_and_a_path_out_of_the_folder_with_nothing(
    client: TestClient, slug: str, path: str, methods: list[str]
) -> None:
    if "{slug}" not in path:
        return
    for name in ("absent", "..%2f..", "%2e%2e%2f", ".reading-1", "A", "a%00b", "a\\b"):
        for method in methods:
            assert client.request(method, BASE + address(path, name)).status_code in {404, 405}


@pytest.mark.parametrize(("path", "methods"), PATHS)
def test_every_route_shows_hostile_texts_as_text(
    client: TestClient, workshop: Workshop, hostile: Path, path: str, methods: list[str]
) -> None:
    slug = hostile.name
    shutil.copytree(hostile, workshop.folder / slug)
    for method in methods:
        if path.endswith("/events"):  # it never ends, and has a test of its own
            continue
        data = dict.fromkeys(FIELDS, EVIL) if method == "POST" else None
        for headers in ({}, {"HX-Request": "true"}) if method == "POST" else ({},):
            answer = client.request(method, BASE + address(path, slug), data=data, headers=headers)
            assert answer.status_code < 500
            if "text/html" in answer.headers.get("content-type", ""):
                assert "<img src=x" not in answer.text
                assert "<script>alert" not in answer.text
                assert "49" not in answer.text.replace(escape(EVIL), "")


def test_every_answer_forbids_all_but_its_own_parts(client: TestClient, slug: str) -> None:
    for place in ("/", f"/p/{slug}/script", "/static/studio.js", "/nowhere"):
        answer = client.get(BASE + place)
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self';")
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
    assert client.get(f"{BASE}/static/../pages.py").status_code == 404
    assert client.get(f"{BASE}/static/%2e%2e/pages.py").status_code == 404


def test_the_pages_load_nothing_from_elsewhere(client: TestClient, slug: str) -> None:
    for place in ("/", *(f"/p/{slug}/{screen}" for screen, _ in SCREENS)):
        shown = client.get(BASE + place).text
        assert re.findall(r'(?:src|href|action)="(?!/a-token/|#|data:,)[^"]*"', shown) == []
        assert not re.search(r"\son\w+=|style=|javascript:", shown)


def test_the_routes_are_those_of_the_application() -> None:
    assert all(isinstance(route, (Route, Mount)) for route in ROUTES)
    assert len(PATHS) == len(ROUTES)
