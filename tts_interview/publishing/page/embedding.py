"""Write a fragment for another page: one line that plays the episode, and opens to its controls and transcript.

The fragment is a declarative shadow tree (https://html.spec.whatwg.org/#attr-template-shadowrootmode), so that neither page
styles the other. Its script makes the tree where a page has inserted the fragment by `innerHTML`, or a browser knows no such
trees. Without the script, the tree has the browser's own controls; without the tree, there are the sound and a link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tts_interview.files.cleaning import one_line
from tts_interview.language.locales import minutes
from tts_interview.language.messages import language_of, message
from tts_interview.publishing.colours import colours_css, numbers_of_speakers
from tts_interview.publishing.page.controls import button, controls, player_data
from tts_interview.publishing.page.metadata import page_address
from tts_interview.publishing.page.templates import element, filled, language_and_direction, markup, source
from tts_interview.publishing.page.transcript import clock, sentences, who
from tts_interview.publishing.timeline import timeline
from tts_interview.publishing.waveform import svg_element, waveform

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree import ElementTree as ET

    from tts_interview.publishing.publication import Publication

# `innerHTML` runs no script. But a style reports that it is there, whereupon the script is inserted once more, and runs. Where
# the fragment is part of the page, the style may be there before the script, which then runs by itself.
_AGAIN = (
    "const h=this.parentNode,s=h.querySelector(':scope>script');if(s&&!h.classList.contains('ready'))"
    "h.append(Object.assign(document.createElement('script'),{textContent:s.textContent}))"
)


def embed_html(publication: Publication) -> bytes:
    """Return the fragment in UTF-8, with public addresses if the show has one, and relative ones otherwise."""
    language, page = publication.episode.language, page_address(publication)
    audio = publication.base_url + quote(publication.audio.name)
    texts = {
        **language_and_direction(language),
        **{key.replace("-", "_"): message(language, key) for key in ("listen", "synthetic-voices")},
        "title": one_line(publication.episode.title),
        "minutes": minutes(language_of(language), max(1, round(publication.episode.seconds / 60))),
        "length": clock(publication.episode.seconds),
        "audio": audio,
        "page": page,
        "disclosure": one_line(publication.disclosure),
        "transcript_title": message(language, "transcript"),
        "again": _AGAIN,
    }
    parts = {
        "style": colours_css() + source("controls.css") + source("embed.css"),
        "script": f'(() => {{\n"use strict";\n{source("player.js")}{source("embed.js")}}})();\n',
        "about": player_data(publication, page),
        "play": button(language, "play").replace("<button", "<button hidden", 1),
        "controls": controls(publication, audio, of_page=False),
        "waveform": markup(svg_element(waveform(publication))),
        "transcript": markup(*_turns(publication, page)),
    }
    return filled("embed.html", texts, parts).encode()


def _turns(publication: Publication, page: str) -> Iterator[ET.Element]:
    """Yield the names of speakers and their paragraphs; headings could clash with those of the page around."""
    colours = numbers_of_speakers(publication.episode)
    for turn in timeline(publication.episode):
        line = who(publication, turn, page)
        line.set("class", f"who v{colours.get(turn.mark.speaker, 0)}")
        yield line
        for paragraph in turn.paragraphs:
            yield element("p", {"dir": "auto"}, *sentences(paragraph, with_words=False))
