"""Show how names and words are said, on request: https://www.w3.org/TR/WCAG22/#pronunciation."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tts_interview.language.messages import language_of, message
from tts_interview.language.phonetics.ipa import plain
from tts_interview.language.phonetics.respelling import respelling_of
from tts_interview.publishing.markup import language_tag
from tts_interview.publishing.page.templates import element
from tts_interview.publishing.page.transcript import moment

if TYPE_CHECKING:
    from tts_interview.model import Episode, LexiconEntry
    from tts_interview.publishing.publication import Publication


def pronunciations(publication: Publication) -> ET.Element | None:
    """Build the list, which opens on a click: each word, how it is said, and a link to where it is first heard."""
    language, episode = publication.episode.language, publication.episode
    heard = [(entry, start_s) for entry in publication.said if (start_s := _first_heard_s(episode, entry.written)) is not None]
    if not heard:
        return None
    summary = element("summary", {"lang": language_of(language)}, message(language, "pronunciation"))
    words = element("dl", {}, *(_row(entry, start_s, language) for entry, start_s in heard))
    return element("details", {"class": "said"}, summary, words)


def _row(entry: LexiconEntry, start_s: float, language: str) -> ET.Element:
    ipa, said = plain(entry.ipa), list[ET.Element | str]()
    # A respelling of phonemes follows the spelling of English.
    respelling = entry.respelling or (respelling_of(ipa, language) if language_of(language) == "en" else "")
    if respelling:
        said += [element("bdi", {}, respelling), " "]
    if ipa:
        said += [element("span", {"lang": f"{language_tag(language)}-fonipa", "dir": "ltr"}, f"/{ipa}/"), " "]
    link = moment(start_s, f"#t={start_s:.3f}", entry.written, language)
    return element("div", {}, element("dt", {}, element("bdi", {}, entry.written)), element("dd", {}, *said, link))


def _first_heard_s(episode: Episode, written: str) -> float | None:
    """Return when a word is first heard, or else the sentence with it; None if it is never heard."""
    for sentence in episode.sentences:
        if written in sentence.text:
            first = written.split(maxsplit=1)[0]
            place = sentence.turn, sentence.sentence
            words = (mark for mark in episode.words if (mark.turn, mark.sentence) == place and first in mark.text)
            return next((mark.start_s for mark in words), sentence.start_s)
    return None
