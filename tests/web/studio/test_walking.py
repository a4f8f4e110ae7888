"""However somebody acts in the studio, every character is accounted for at every step, and undoing all leads back."""

from __future__ import annotations

import random
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from studio_walk import TALK, walk

from tts_interview.settings import Settings
from tts_interview.settings.parts import SpeechSettings
from tts_interview.web.studio import application
from tts_interview.web.studio.workshop import Workshop

HOST = "http://127.0.0.1:8123"


def walked(seed: int, actions: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        speech = SpeechSettings(engine="tone", cache_folder=Path(name) / "cache")
        workshop = Workshop(Path(name) / "projects", replace(Settings(), speech=speech))
        project = workshop.project(workshop.create(TALK))
        assert project
        base = f"{HOST}/token/p/{project.slug}/"
        with TestClient(application(workshop, "token"), base_url=base, headers={"Origin": HOST}) as client:
            walk(client, project.session, random.Random(seed), actions)  # noqa: S311 - a walk, not a secret


@given(st.integers(0, 1 << 32))
@settings(max_examples=3)
def test_forty_random_actions_keep_every_character_and_can_be_undone(seed: int) -> None:
    walked(seed, 40)


@pytest.mark.exhaustive
@pytest.mark.slow
@given(st.integers(0, 1 << 32))
@settings(max_examples=5)
def test_a_thousand_random_actions_keep_every_character_and_can_be_undone(seed: int) -> None:
    walked(seed, 1000)
