"""Show how names and words are said, on request: https://www.w3.org/TR/WCAG22/#pronunciation."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tts_interview.language.messages import language_of, message
from tts_interview.language.phonetics.ipa import plain
from tts_interview.language.phonetics.respelling import respelling_of
from tts_interview.publishing.markup import language_tag
from tts_interview.publishing.page.transcript import clock

if TYPE_CHECKING:
    from tts_interview.model import Episode, LexiconEntry
    from tts_interview.publishing.publication import Publication


def pronunciations(publication: Publication) -> ET.Element | None:
    """Build the list, which opens on a click: each word, how it is said, and a link to where it is first heard."""
    language, episode = publication.episode.language, publication.episode
    heard = [(entry, start_s) for entry in publication.said if (start_s := _first_heard_s(episode, entry.written)) is not None]
    if not heard:
        return None
    box = ET.Element("details", {"class": "said"})
    ET.SubElement(box, "summary", {"lang": language_of(language)}).text = message(language, "pronunciation")
    words = ET.SubElement(box, "dl")
    for entry, start_s in heard:
        words.append(_row(entry, start_s, language))
    return box


def _row(entry: LexiconEntry, start_s: float, language: str) -> ET.Element:
    row, ipa = ET.Element("div"), plain(entry.ipa)
    ET.SubElement(ET.SubElement(row, "dt"), "bdi").text = entry.written
    said = ET.SubElement(row, "dd")
    # A respelling of phonemes follows the spelling of English.
    respelling = entry.respelling or (respelling_of(ipa, language) if language_of(language) == "en" else "")
    if respelling:
        ET.SubElement(said, "bdi").text = respelling
        said[-1].tail = " "
    if ipa:
        ET.SubElement(said, "span", {"lang": f"{language_tag(language)}-fonipa", "dir": "ltr"}).text = f"/{ipa}/"
        said[-1].tail = " "
    start = f"{start_s:.3f}"
    link = ET.SubElement(said, "a", {"class": "time", "href": f"#t={start}", "data-t": start})
    hint = ET.SubElement(link, "span", {"class": "aside"})
    ET.SubElement(hint, "span", {"lang": language_of(language)}).text = message(language, "play-from-here")
    hint[0].tail, hint.tail = f": {entry.written} ", clock(start_s)
    return row


def _first_heard_s(episode: Episode, written: str) -> float | None:
    """Return when a word is first heard, or else the sentence with it; None if it is never heard."""
    for sentence in episode.sentences:
        if written in sentence.text:
            first = written.split(maxsplit=1)[0]
            place = sentence.turn, sentence.sentence
            words = (mark for mark in episode.words if (mark.turn, mark.sentence) == place and first in mark.text)
            return next((mark.start_s for mark in words), sentence.start_s)
    return None
