"""Episode -> transcript in JSON as Podcasting 2.0 has it: one segment a sentence.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from tts_interview.model import Episode


def transcript_json(episode: Episode, source: str) -> str:
    """Times in seconds; `source` is kept so that the files of another source are not overwritten unawares."""
    segments = [
        {"speaker": m.speaker, "startTime": round(m.start_s, 3), "endTime": round(m.end_s, 3), "body": m.text}
        for m in episode.sentences
    ]
    content = {
        "version": "1.0.0",
        "generator": {"name": "tts-interview", "title": episode.title, "source": source},
        "segments": segments,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def generator_of(path: Path) -> dict[str, Any] | None:
    """What an earlier run noted of an episode's source; None if the file is not one of ours."""
    try:
        generator = json.loads(path.read_bytes())["generator"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return generator if isinstance(generator, dict) and generator.get("name") == "tts-interview" else None
