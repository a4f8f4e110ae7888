"""Write a post for a site generator: Markdown with front matter that Hugo, Eleventy and Jekyll read, and a player."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from tts_interview.files.cleaning import one_line
from tts_interview.language.messages import message
from tts_interview.publishing.description import summary_of
from tts_interview.publishing.plain import markdown_body

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tts_interview.publishing.publication import Publication

# kramdown, which Jekyll uses, has no such escapes, and reads two dollar signs as mathematics.
_ENTITIES = {r"\&": "&amp;", r"\~": "&#126;", "$$": "&#36;&#36;"}


def post(publication: Publication) -> str:
    """Return the post; the sound has its public address if the show has one, or else a relative one.

    Hugo leaves out HTML unless `markup.goldmark.renderer.unsafe` is set, so a link to the sound follows the player.
    """
    address = publication.base_url + quote(publication.audio.name)
    # A string of JSON is one of YAML, too.
    fields = [f"{key}: {json.dumps(said, ensure_ascii=False)}" for key, said in _fields(publication, address).items() if said]
    player = f'<audio controls preload="none" src="{escape(address)}"></audio>'
    link = f"[{message(publication.episode.language, 'download')} ({publication.audio.suffix[1:].upper()})]({address})"
    body = "\n\n".join((player, link, *markdown_body(publication)))
    for before, after in _ENTITIES.items():
        body = body.replace(before, after)
    return "\n".join(("---", *fields, "---", "", body)) + "\n"


def _fields(publication: Publication, address: str) -> Mapping[str, object]:
    episode, article = publication.episode, publication.article
    return {
        "title": one_line(episode.title),
        "date": publication.published or episode.date,
        "lastmod": publication.modified,
        "last_modified_at": publication.modified,
        "description": one_line(summary_of(episode, publication.transcript)),
        "lang": episode.language,
        "authors": list(article.authors),
        "canonical": article.canonical,
        "audio": address,
    }
