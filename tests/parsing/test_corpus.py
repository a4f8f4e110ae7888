"""Real interviews with hand-checked turns, where they lie beside the project; skipped where they do not."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from conftest import SHARED

SCORER = SHARED / "tools" / "score_parser.py"
LEAST = {"start": 0.97, "speaker": 0.96, "role": 0.93, "name": 0.85}


@pytest.mark.slow
@pytest.mark.skipif(not SCORER.exists(), reason="the real interviews are not here")
def test_real_interviews_are_parsed_as_people_read_them() -> None:
    command = f"{sys.executable} -m tts_interview parse --format json"
    arguments = [sys.executable, str(SCORER), str(SHARED / "interviews"), "--command", command]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True, timeout=280)
    (scores,) = re.findall(r"^all +([\d.]+) +([\d.]+) +([\d.]+) +([\d.]+)", done.stdout, re.M)
    found = dict(zip(LEAST, map(float, scores), strict=True))
    assert all(found[measure] >= least for measure, least in LEAST.items()), done.stdout
