"""Write the JSON files of Podcasting 2.0: the transcript, one segment a sentence, and the chapters.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md and
https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tts_interview.publishing.corrections import about_corrections
from tts_interview.publishing.provenance import note_of
from tts_interview.publishing.timeline import synthetic_voices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tts_interview.model import Mark
    from tts_interview.publishing.publication import Publication


def chapters_json(publication: Publication) -> str:
    """Return the chapters as JSON, version 1.2.0, with times in seconds."""
    chapters = [
        {"startTime": round(c.start_s, 3), "endTime": round(c.end_s, 3), "title": c.title} for c in publication.chapters
    ]
    about = {"title": publication.episode.title, "podcastName": publication.show.title, "author": publication.show.author}
    return _json({"version": "1.2.0", **{key: value for key, value in about.items() if value}, "chapters": chapters})


def transcript_json(publication: Publication) -> str:
    """Return the transcript as JSON, with times in seconds and, under `generator`, the note that later runs read.

    Segments have extra fields, which other applications ignore: `words`; `recording`, true where no synthetic voice speaks;
    `announcement`, true where the words are not in the source, and then without `words`.
    """
    episode = publication.episode
    words: dict[tuple[int, int], list[Mark]] = {}
    for mark in episode.words:
        words.setdefault((mark.turn, mark.sentence), []).append(mark)
    announced = [{"speaker": mark.speaker, **_timed(mark), "announcement": True} for mark in episode.announcements]
    spoken = [_segment(mark, words.get((mark.turn, mark.sentence), ())) for mark in episode.sentences]
    segments = sorted((*announced, *spoken), key=lambda segment: segment["startTime"])
    content = {
        "version": "1.0.0",
        "generator": note_of(publication),
        "disclosure": publication.disclosure,
        **about_corrections(publication),
        "syntheticVoices": {name: voice.full_name for name, voice in synthetic_voices(episode).items()},
        "segments": segments,
    }
    return _json(content)


def _json(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _segment(mark: Mark, words: Sequence[Mark]) -> dict[str, Any]:
    recording = {"recording": True} if mark.is_recording else {}
    return {"speaker": mark.speaker, **_timed(mark), **recording, "words": [_timed(word) for word in words]}


def _timed(mark: Mark) -> dict[str, Any]:
    return {"startTime": round(mark.start_s, 3), "endTime": round(mark.end_s, 3), "body": mark.text}
