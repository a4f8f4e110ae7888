"""The types that cross stages: a transcript goes through plain types and comes back equal."""

from __future__ import annotations

import json

import pytest

import tts_interview
from tts_interview import Transcript
from tts_interview.model import IT_IS_RIGHT

SCRIPT = """\
---
title: The sea
date: 2026-03-04
language: en
cast:
- {name: Ann Lee, role: interviewer, gender: female}
- {name: Ben Ray, role: guest}
---

# Depth

Ann Lee: Why is {say "blew": blue}?

Ben Ray: {rate 0.9: It is.} {pause 2s} So.
"""


def test_a_transcript_survives_json() -> None:
    for source in (SCRIPT, "Ann: How are you?\n\nBen: Well.\n\nMenu\n\nAnn: And you?\n\nBen: Well.\n"):
        transcript = tts_interview.parse(source)
        again = Transcript.from_dict(json.loads(json.dumps(transcript.to_dict())))
        assert again == transcript
        assert again.doubts == transcript.doubts


def test_an_older_transcript_has_sentences_as_doubts_and_neither_voices_nor_settled_doubts() -> None:
    data = tts_interview.parse(SCRIPT).to_dict()
    del data["settled"]
    for speaker in data["speakers"]:
        del speaker["voice"]
    (doubt,) = Transcript.from_dict({**data, "doubts": ["It may be so."]}).doubts
    assert (str(doubt), doubt.turns, doubt.answers) == ("It may be so.", (), (IT_IS_RIGHT,))
    with pytest.raises(ValueError, match="expected what to_dict returns"):
        Transcript.from_dict({**data, "doubts": [{"sentence": "It may be so."}]})


@pytest.mark.parametrize("change", [{"turns": 3}, {"speakers": [{}]}, {"turns": [{"speaker": "Ann", "role": "cat"}]}])
def test_other_data_is_refused_with_what_was_expected(change: dict[str, object]) -> None:
    data = tts_interview.parse(SCRIPT).to_dict()
    with pytest.raises(ValueError, match=r"not a transcript|not a valid"):
        Transcript.from_dict({**data, **change})
    with pytest.raises(ValueError, match="expected what to_dict returns"):
        Transcript.from_dict({})
