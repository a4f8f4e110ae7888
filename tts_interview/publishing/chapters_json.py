"""Publication -> chapters in JSON, version 1.2.0, as podcast applications read them.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tts_interview.publishing.publication import Publication


def chapters_json(publication: Publication) -> str:
    """Times in seconds, to the millisecond."""
    chapters = [
        {"startTime": round(c.start_s, 3), "endTime": round(c.end_s, 3), "title": c.title} for c in publication.chapters
    ]
    about = {"title": publication.episode.title, "podcastName": publication.show.title, "author": publication.show.author}
    content = {"version": "1.2.0", **{key: value for key, value in about.items() if value}, "chapters": chapters}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
