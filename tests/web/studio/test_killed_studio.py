"""The studio is killed at random moments: nothing that it answered is lost, and all of it can be undone."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx2
import pytest
from processes import started
from starlette.testclient import TestClient
from studio_walk import TALK, Ledger, action

from tts_interview.pipeline.project import script_in, write_project
from tts_interview.settings import Settings
from tts_interview.settings.parts import SpeechSettings
from tts_interview.web.studio import application
from tts_interview.web.studio.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOST = "http://127.0.0.1:8123"
KILLS = int(os.environ.get("TTS_INTERVIEW_KILLS", "200"))
# A kill comes within so many seconds after the studio has answered for the first time.
LATEST_S = 0.15
# What a screen shows of the state: the numbers of the turns, what undo and redo offer, and how many states there are.
STATE = re.compile(r'data-id="(\d+)"|id="(?:undo|redo)".*?</button>|id="seen" name="seen" value="(\d+)"', re.S)
Client = TestClient | httpx2.Client


@contextmanager
def studio(folder: Path) -> Iterator[tuple[subprocess.Popen[str], httpx2.Client]]:
    """Run a studio as a process of its own, and yield it with a client of the project."""
    command = [sys.executable, "-m", "tts_interview", "studio", folder, "--projects", folder.parent, "--engine", "tone"]
    with started([*command, "--no-browser", "-q"], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        address = running.stdout.readline().strip()
        origin = "/".join(address.split("/", 3)[:3])
        with httpx2.Client(base_url=address, headers={"Origin": origin}, timeout=60) as client:
            yield running, client


def shown(client: Client, folder: Path) -> tuple[list[str], bytes]:
    """Return the state that a studio shows, and the script on the disk."""
    page = client.get("script")
    assert page.status_code == 200
    return [found[0] for found in STATE.finditer(page.text)], script_in(folder).read_bytes()


def acted(client: Client, asked: tuple[str, dict[str, str]]) -> None:
    client.post(asked[0], data=asked[1], follow_redirects=False)


@pytest.mark.exhaustive
def test_a_studio_that_is_killed_at_random_moments_goes_on_where_it_answered_last(tmp_path: Path) -> None:
    """`TTS_INTERVIEW_KILLS` says how often."""
    folder, twin = tmp_path / "killed" / "bees", tmp_path / "unbroken" / "bees"
    write_project(TALK, folder)
    shutil.copytree(folder, twin)
    first, choice, asked = script_in(folder).read_bytes(), random.SystemRandom(), ("undo", dict[str, str]())
    answered = done = 0
    workshop = Workshop(twin.parent, replace(Settings(), speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache")))
    base = f"{HOST}/token/p/bees/"
    with TestClient(application(workshop, "token"), base_url=base, headers={"Origin": HOST}) as unbroken:
        project = workshop.project("bees")
        assert project
        held = Ledger(project.session)
        for life in range(KILLS + 1):
            with studio(folder) as (running, client):
                if shown(client, folder) != shown(unbroken, twin):
                    acted(unbroken, asked)  # it was done, and the kill came before the answer
                    held.check(asked)
                    done += 1
                assert shown(client, folder) == shown(unbroken, twin)
                if life == KILLS:
                    break
                killing = threading.Timer(choice.uniform(0, LATEST_S), running.send_signal, [signal.SIGKILL])
                killing.start()
                with suppress(httpx2.TransportError):
                    while asked := action(choice, project.session):
                        acted(client, asked)
                        acted(unbroken, asked)
                        held.check(asked)
                        answered += 1
                killing.join()
        print(f"{KILLS} kills, {answered} actions answered, {done} done before a kill, but not answered")  # noqa: T201
    with studio(folder) as (_running, client):
        while not any('id="undo" aria-disabled' in part for part in shown(client, folder)[0]):
            acted(client, ("undo", {}))
    assert script_in(folder).read_bytes() == first
