"""Write a fragment for embedding in another page: the sound and the transcript, without a script.

The fragment is a declarative shadow tree (https://html.spec.whatwg.org/#attr-template-shadowrootmode), so that neither page
styles the other. Browsers without support for it show the elements beside the tree: the sound, and a link to the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree as ET

from tts_interview.files.cleaning import one_line
from tts_interview.language.messages import conversation, language_of, message, without_stop
from tts_interview.publishing.page.templates import filled, language_and_direction, markup, name_element, source
from tts_interview.publishing.page.transcript import called, clock
from tts_interview.publishing.timeline import timeline
from tts_interview.publishing.waveform import svg_element, waveform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.publishing.publication import Publication


def embed_html(publication: Publication) -> bytes:
    """Return the fragment in UTF-8, with public addresses if the show has one, and relative ones otherwise."""
    language = publication.episode.language
    texts = {
        **language_and_direction(language),
        "title": one_line(publication.episode.title),
        "byline": without_stop(one_line(conversation(language, publication.episode.people))),
        "audio": publication.base_url + quote(publication.audio.name),
        "page": publication.base_url + quote(publication.file(".html").name),
        "synthetic_voices": message(language, "synthetic-voices"),
        "disclosure": one_line(publication.disclosure),
        "transcript_title": message(language, "transcript"),
    }
    parts = {
        "style": source("embed.css"),
        "waveform": markup(svg_element(waveform(publication))),
        "transcript": markup(*_turns(publication)),
    }
    return filled("embed.html", texts, parts)


def _turns(publication: Publication) -> Iterator[ET.Element]:
    """Yield the names of speakers and their paragraphs; headings could clash with those of the page around."""
    language = publication.episode.language
    for turn in timeline(publication.episode):
        who = ET.Element("p", {"class": "who"})
        who.append(name_element(language, called(publication.episode, turn.mark.speaker)))
        recorded = [message(language, "recording")] if turn.is_recorded else []
        time = ET.SubElement(who, "span", {"class": "time", "lang": language_of(language)})
        time.text = " · ".join([clock(turn.mark.start_s), *recorded])
        yield who
        for paragraph in turn.paragraphs:
            box = ET.Element("p", {"dir": "auto"})
            box.text = one_line(paragraph.text)
            yield box
