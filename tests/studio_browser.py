"""A studio with one project, used in a browser, and what has to hold when that browser is killed."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import replace
from shutil import which
from typing import TYPE_CHECKING, Any

from validating import needs, node

from tts_interview.pipeline.editing import LOG, EditingSession
from tts_interview.script.file import read_script
from tts_interview.settings import Settings
from tts_interview.settings.parts import SpeechSettings
from tts_interview.web import opened_port, serving
from tts_interview.web.studio import application
from tts_interview.web.studio.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.types import ASGIApp

TALK = """\
# Bees at home

Photo: Nobody

Ann Lee: How do you count them?

Rosa Lind: I stand still. I count what I see.

[Share this page]

Lee: And in winter, in Skerrivoe?

Lind: I wait.

Lee: Do they?

Lind: They never wait.
"""


@contextmanager
def studio(folder: Path) -> Iterator[str]:
    """Serve a studio with one project, and yield its address."""
    needs("node", "chromium", npm=("axe-core", "playwright-core"))
    speech = SpeechSettings(engine="tone", cache_folder=folder / "cache", user_lexicon=folder / "lexicon.toml")
    workshop = Workshop(folder / "projects", replace(Settings(), speech=speech))
    workshop.create(TALK)
    with served(application(workshop, "token"), "token") as address:
        yield address


@contextmanager
def served(studio_or_inbox: ASGIApp, key: str) -> Iterator[str]:
    """Serve an application on this machine, and yield its address."""
    server = serving(studio_or_inbox)
    with opened_port(0) as listening:
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/{key}/"
        finally:
            server.should_exit = True
            thread.join()


def found(check: str, address: str, argument: object = "") -> Any:  # noqa: ANN401 - any JSON
    given = argument if isinstance(argument, str) else json.dumps(argument)
    return node("studio.mjs", check, address, given, env={"CHROMIUM": which("chromium") or ""})


def script(folder: Path) -> Path:
    (path,) = (folder / "projects" / "bees-at-home").glob("*.script.md")
    return path


def check_killed(folder: Path, rounds: int, kills: int) -> None:
    """Kill the browser so often, and check that only words that were not sent are lost, and that all can be undone."""
    with studio(folder) as address:
        first = script(folder).read_bytes()
        lives = [life for _ in range(rounds) for life in found("killed", address, [kills, str(script(folder))])]
    log = (script(folder).parent / LOG).read_text(encoding="utf-8")
    assert len(lives) == rounds * (kills + 1)
    for life in lives:
        turns = read_script(life["script"], "the script").transcript.turns
        assert life["shown"] == [[paragraph.text for paragraph in turn.paragraphs] for turn in turns]
        for typed in life["typed"]:
            begins, ends = (f"{word}{typed['mark']} " in log for word in ("from", "to"))
            assert begins == ends, "words are sent whole or not at all"
            assert ends or not typed["answered"], "what was answered is kept"
    assert any(life["answered"] for life in lives)
    session = EditingSession(script(folder).parent)
    assert f"Undo {session.undoes}".strip() == lives[-1]["undo"]
    while session.undoes:
        session.undo()
    assert script(folder).read_bytes() == first
