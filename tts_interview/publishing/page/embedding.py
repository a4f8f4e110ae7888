"""Publication -> a fragment for a page that somebody else makes: the sound and the transcript, without a script.

It lies in a shadow tree that is written in HTML (https://html.spec.whatwg.org/#attr-template-shadowrootmode), so that neither
side's styles reach the other. Browsers that do not know of such trees show what stands beside it: the sound, and a link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree as ET

from tts_interview.files.cleaning import one_line
from tts_interview.language.messages import message
from tts_interview.language.messages.people import conversation, without_stop
from tts_interview.publishing.page.describing import called, language_and_direction
from tts_interview.publishing.page.templates import filled, markup, source
from tts_interview.publishing.page.transcript import clock
from tts_interview.publishing.timeline import timeline
from tts_interview.publishing.waveform import svg_element, waveform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.publishing.publication import Publication


def embed_html(publication: Publication) -> bytes:
    """The fragment in UTF-8. Its addresses are public ones where the show has one, else those of files in one folder."""
    language = publication.episode.language
    texts = {
        **language_and_direction(publication),
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
    """Paragraphs under the names of who speaks; headings would be out of place among those of the page around."""
    for turn in timeline(publication.episode):
        who = ET.Element("p", {"class": "who"})
        name = ET.SubElement(who, "bdi")
        name.text = called(publication.episode, turn.mark.speaker)
        name.tail = " "
        recorded = [message(publication.episode.language, "recording")] if turn.is_recorded else []
        ET.SubElement(who, "span", {"class": "time"}).text = " · ".join([clock(turn.mark.start_s), *recorded])
        yield who
        for paragraph in turn.paragraphs:
            box = ET.Element("p", {"dir": "auto"})
            box.text = one_line(paragraph.text)
            yield box
