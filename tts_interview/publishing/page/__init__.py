"""Write one page that plays the episode and follows it in the transcript.

The page loads nothing but the sound, beside it or embedded, and its policy forbids anything else. Without JavaScript it still
has the sound, the headings and every word.
"""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

from tts_interview.files.cleaning import one_line
from tts_interview.files.media_types import media_type
from tts_interview.files.xmp import SOURCE_TYPES
from tts_interview.language.locales import long_date
from tts_interview.language.messages import conversation, language_of, message, without_stop
from tts_interview.publishing.colours import colours_css
from tts_interview.publishing.corrections import notes_of, shown
from tts_interview.publishing.page.templates import filled, language_and_direction, markup, source
from tts_interview.publishing.page.transcript import called, clock, transcript_elements
from tts_interview.publishing.rights import licence_of
from tts_interview.publishing.timeline import synthetic_voices
from tts_interview.publishing.waveform import svg_element, waveform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.publishing.publication import Publication

_WORDS = (
    *("listen", "play", "pause", "position", "previous-sentence", "repeat-sentence", "next-sentence", "speed"),
    *("share-moment", "moment-address", "copied", "synthetic-voices", "skip-to-transcript", "follow"),
    *("search", "search-place", "search-nothing", "previous-match", "next-match", "play-from-here"),
)


def page_html(publication: Publication) -> bytes:
    """Return the page in UTF-8; it expects the sound beside it, under the name of `publication.audio`, unless embedded."""
    style, script = colours_css() + source("page.css"), source("page.js")
    texts = {**_texts(publication), "policy": _policy(style, script), "audio": _audio_address(publication)}
    parts = {
        "masthead": markup(_masthead(publication)),
        "waveform": markup(svg_element(waveform(publication))),
        "contents": markup(_contents(publication)),
        "download": markup(_download(publication)),
        "transcript": markup(*transcript_elements(publication)),
        "corrections": markup(*_corrections(publication)),
        "canonical": markup(_canonical(publication)),
        "colophon": markup(*_colophon(publication), *_rights(publication)),
        "data": json.dumps(_data(publication), ensure_ascii=False).replace("<", "\\u003c"),
        "style": style,
        "script": script,
    }
    return filled("page.html", texts, parts)


def _texts(publication: Publication) -> dict[str, str]:
    episode, show = publication.episode, publication.show
    title, people = one_line(episode.title), one_line(conversation(episode.language, episode.people))
    words = {key.replace("-", "_"): _message_with_places(episode.language, key) for key in _WORDS}
    return {
        **language_and_direction(episode.language),
        **words,
        "title": title,
        "page_title": " – ".join(part for part in (title, one_line(show.title)) if part),
        "summary": " ".join(part for part in (people, one_line(publication.disclosure)) if part),
        "voices": "; ".join(f"{name}: {voice}" for name, voice in _voice_names(publication).items()),
        "byline": without_stop(people),
        "date": long_date(episode.language, episode.date),
        "disclosure": one_line(publication.disclosure),
        "seconds": f"{episode.seconds:.3f}",
        "length": clock(episode.seconds),
        "transcript_title": message(episode.language, "transcript"),
    }


def _message_with_places(language: str, key: str) -> str:
    """Return a message; values that only the script of the page knows stay as places."""
    places = {"search-place": {"place": "{place}", "total": "{total}"}}
    return message(language, key, **places.get(key, {}))


def _policy(style: str, script: str) -> str:
    """Return the Content-Security-Policy, which allows the page's own style and script, and the sound."""
    hashes = [base64.b64encode(sha256(text.encode()).digest()).decode() for text in (style, script)]
    allowed = f"style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; media-src 'self' file: data:"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _masthead(publication: Publication) -> ET.Element | None:
    show = publication.show
    if not show.title:
        return None
    head = ET.Element("div", {"class": "masthead"})
    name = ET.SubElement(head, "a", {"href": show.link}) if _is_web_address(show.link) else ET.SubElement(head, "span")
    name.text = one_line(show.title)
    return head


def _contents(publication: Publication) -> ET.Element | None:
    """Build the links to the chapters, if there are several."""
    if len(publication.chapters) < 2:  # noqa: PLR2004 - one chapter is the whole
        return None
    language = publication.episode.language
    nav = ET.Element("nav", {"class": "contents", "aria-labelledby": "contents-title"})
    title = ET.SubElement(nav, "h2", {"id": "contents-title", "lang": language_of(language)})
    title.text = message(language, "contents")
    items = ET.SubElement(nav, "ol")
    for number, chapter in enumerate(publication.chapters):
        link = ET.SubElement(ET.SubElement(items, "li"), "a", {"href": f"#c{number}", "data-t": f"{chapter.start_s:.3f}"})
        time = ET.SubElement(link, "span", {"class": "at"})
        time.text, time.tail = clock(chapter.start_s), " "
        ET.SubElement(link, "span", {"dir": "auto"}).text = one_line(chapter.title)
    return nav


def _download(publication: Publication) -> ET.Element | None:
    """Build a link to the sound, unless it is embedded."""
    if publication.wanted.embed_audio:
        return None
    name = publication.audio.name
    link = ET.Element("a", {"href": _audio_address(publication), "download": name})
    link.text = f"{message(publication.episode.language, 'download')} ({publication.audio.suffix[1:].upper()})"
    return link


def _corrections(publication: Publication) -> Iterator[ET.Element]:
    for label, words in shown(publication):
        note = ET.Element("p", {"class": "disclosure"})
        date = ET.SubElement(note, "strong")
        date.text, date.tail = label, f" {words}"
        yield note


def _colophon(publication: Publication) -> list[ET.Element]:
    language = publication.episode.language
    voices = ET.Element("ul", {"class": "colophon"})
    for name, voice in _voice_names(publication).items():
        ET.SubElement(voices, "li").text = message(language, "voice-speaks-for", voice=voice, name=name)
    if not _is_web_address(publication.link):
        return [voices]
    origin = ET.Element("p", {"class": "colophon"})
    ET.SubElement(origin, "a", {"href": publication.link}).text = message(language, "original-page")
    return [voices, origin]


def _rights(publication: Publication) -> list[ET.Element]:
    """Build the sentence about the rights, in which the name of the licence leads to its text."""
    licence = licence_of(publication.license)
    if not licence or not publication.rights:
        return []
    rights = ET.Element("p", {"class": "colophon"})
    before, name, after = publication.rights.rpartition(licence.name)
    rights.text = before
    holder = (
        ET.SubElement(rights, "a", {"href": licence.address, "rel": "license"})
        if licence.address
        else ET.SubElement(rights, "span")
    )
    holder.text, holder.tail = name, after
    return [rights]


def _canonical(publication: Publication) -> ET.Element | None:
    """Build the link to the address that the article itself declares, which search engines then list in place of the page."""
    address = publication.article.canonical
    return ET.Element("link", {"rel": "canonical", "href": address}) if _is_web_address(address) else None


def _audio_address(publication: Publication) -> str:
    """Return the relative address of the sound, or a data URL that holds it."""
    if not publication.wanted.embed_audio:
        return quote(publication.audio.name)
    sound = publication.files.now(publication.audio).read_bytes()
    return f"data:{media_type(publication.audio.name)};base64,{base64.b64encode(sound).decode()}"


def _voice_names(publication: Publication) -> dict[str, str]:
    """Return the full name of each synthetic voice, by the name that the page shows for its speaker."""
    episode = publication.episode
    return {called(episode, name): voice.full_name for name, voice in synthetic_voices(episode).items()}


def _is_web_address(address: str) -> bool:
    """Return whether an address is safe as a link."""
    return address.casefold().startswith(("https://", "http://"))


def _data(publication: Publication) -> dict[str, Any]:
    """Return the description of the episode for machines, in the vocabulary of schema.org."""
    episode, show, audio = publication.episode, publication.show, publication.audio
    sound = {
        "@type": "AudioObject",
        "contentUrl": publication.base_url + quote(audio.name),
        "encodingFormat": media_type(audio.name),
        "duration": f"PT{episode.seconds:.1f}S",
        "inLanguage": episode.language,
        "description": one_line(publication.disclosure),
    }
    about: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "PodcastEpisode",
        "name": one_line(episode.title),
        "inLanguage": episode.language,
        "associatedMedia": sound,
        "accessMode": ["textual", "auditory"],
        "accessibilityFeature": ["transcript", "synchronizedAudioText", "structuralNavigation"],
        "accessibilityHazard": "none",
    }
    if publication.digital_source_type:
        sound["digitalSourceType"] = SOURCE_TYPES + publication.digital_source_type
    if published := publication.published or episode.date:
        about["datePublished"] = published
    if publication.modified:
        about["dateModified"] = publication.modified
    if told := [{"@type": "CorrectionComment", "text": text} for text in notes_of(publication)]:
        about["correction"] = told
    if show.title:
        about["partOfSeries"] = {"@type": "PodcastSeries", "name": one_line(show.title)}
    if (licence := licence_of(publication.license)) and licence.address:
        about["license"] = licence.address
    if article := _article(publication):
        about["isBasedOn"] = {"@type": "Article", **article}
    return about


def _article(publication: Publication) -> dict[str, Any]:
    """Return what is known of the article for machines; empty if it has no address."""
    article, licence = publication.article, licence_of(publication.license)
    if not _is_web_address(article.link):
        return {}
    about = {
        "url": article.link,
        "image": article.image if _is_web_address(article.image) else "",
        "license": (licence.address or licence.name) if licence else "",
        "publisher": {"@type": "Organization", "name": one_line(article.publisher)} if article.publisher else "",
        "author": [{"@type": "Person", "name": one_line(name)} for name in article.authors],
    }
    return {key: value for key, value in about.items() if value}
