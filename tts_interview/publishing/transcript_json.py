"""Episode -> transcript in JSON as Podcasting 2.0 has it: one segment a sentence.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tts_interview.publishing.provenance import note_of
from tts_interview.publishing.voices import synthetic_voices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.model import Mark
    from tts_interview.publishing.publication import Publication


def transcript_json(publication: Publication) -> str:
    """Times in seconds; what later runs must know of the episode is noted as its generator's.

    The words of a segment are an extra field, and so are `recording`, true where no synthetic voice speaks, and `announcement`,
    true where the tool says words that are none of the source, which are not listed; applications that do not know them pass
    over them.
    """
    episode = publication.episode
    words: dict[tuple[int, int], list[Mark]] = {}
    for mark in episode.words:
        words.setdefault((mark.turn, mark.sentence), []).append(mark)
    announced = [_announcement(mark) for mark in episode.announcements]
    spoken = [_segment(mark, words.get((mark.turn, mark.sentence), ())) for mark in episode.sentences]
    segments = sorted((*announced, *spoken), key=lambda segment: segment["startTime"])
    content = {
        "version": "1.0.0",
        "generator": note_of(publication),
        "disclosure": publication.disclosure,
        "syntheticVoices": {name: voice.full_name for name, voice in synthetic_voices(episode).items()},
        "segments": segments,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _segment(mark: Mark, words: Sequence[Mark]) -> dict[str, Any]:
    recording = {"recording": True} if mark.is_recording else {}
    return {"speaker": mark.speaker, **_timed(mark), **recording, "words": [_timed(word) for word in words]}


def _announcement(mark: Mark) -> dict[str, Any]:
    return {"speaker": mark.speaker, **_timed(mark), "announcement": True}


def _timed(mark: Mark) -> dict[str, Any]:
    return {"startTime": round(mark.start_s, 3), "endTime": round(mark.end_s, 3), "body": mark.text}
