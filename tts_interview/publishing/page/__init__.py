"""Write one page that plays the episode and follows it in the transcript.

The page loads nothing but the sound, beside it or embedded, and its policy forbids anything else. Without JavaScript it still
has the sound, the headings, every word and every file.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import quote

from tts_interview.files.cleaning import one_line
from tts_interview.files.media_types import media_type
from tts_interview.language.locales import long_date, minutes
from tts_interview.language.messages import conversation, language_of, message, without_stop
from tts_interview.publishing.colours import colours_css
from tts_interview.publishing.corrections import shown
from tts_interview.publishing.page.controls import controls, keys, player_data
from tts_interview.publishing.page.files import file_list
from tts_interview.publishing.page.metadata import is_web_address, json_ld, links
from tts_interview.publishing.page.pronunciations import pronunciations
from tts_interview.publishing.page.templates import element, filled, language_and_direction, markup, page_policy, source
from tts_interview.publishing.page.transcript import called, clock, transcript_elements
from tts_interview.publishing.rights import licence_of
from tts_interview.publishing.timeline import synthetic_voices
from tts_interview.publishing.waveform import svg_element, waveform

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree import ElementTree as ET

    from tts_interview.publishing.publication import Publication

_WORDS = (
    *("listen", "synthetic-voices", "skip-to-transcript", "download", "access", "statement", "accessibility-summary"),
    *("follow", "search", "search-place", "search-nothing", "previous-match", "next-match", "play-from-here"),
)


def page_html(publication: Publication) -> bytes:
    """Return the page in UTF-8; it expects the sound beside it, under the name of `publication.audio`, unless embedded."""
    style = colours_css() + source("controls.css") + source("page.css")
    script = f'(() => {{\n"use strict";\n{source("player.js")}{source("page.js")}}})();\n'
    texts = {**_texts(publication), "policy": page_policy(script)}
    parts = {
        "links": markup(*links(publication)),
        "data": json_ld(publication),
        "masthead": markup(_masthead(publication)),
        "ways": markup(*_ways(publication)),
        "waveform": markup(svg_element(waveform(publication))),
        "about": player_data(publication),
        "controls": controls(publication, _audio_address(publication), of_page=True),
        "contents": markup(_contents(publication)),
        "transcript": markup(*transcript_elements(publication)),
        "corrections": markup(*_corrections(publication)),
        "pronunciations": markup(pronunciations(publication)),
        "files": markup(file_list(publication)),
        "contact": markup(_contact(publication)),
        "colophon": markup(_colophon(publication), _rights(publication)),
        "style": style,
        "script": script,
    }
    return filled("page.html", texts, parts).encode()


def _texts(publication: Publication) -> dict[str, str]:
    episode, show = publication.episode, publication.show
    language, title = episode.language, one_line(episode.title)
    people = one_line(conversation(language, episode.people))
    length = minutes(language, max(1, round(episode.seconds / 60)))
    return {
        **language_and_direction(language),
        **{key.replace("-", "_"): _message_with_places(language, key) for key in _WORDS},
        **keys(),
        "title": title,
        "page_title": " – ".join(part for part in (title, one_line(show.title)) if part),
        "summary": " ".join(part for part in (people, one_line(publication.disclosure)) if part),
        "voices": "; ".join(f"{name}: {voice}" for name, voice in _voice_names(publication).items()),
        "byline": without_stop(people),
        "date": " · ".join(filter(None, (long_date(language, episode.date), length))),
        "disclosure": one_line(publication.disclosure),
        "transcript_heading": message(language, "transcript"),
    }


def _message_with_places(language: str, key: str) -> str:
    """Return a message; values that only the script of the page knows stay as places."""
    places = {"search-place": {"place": "{place}", "total": "{total}"}}
    return message(language, key, **places.get(key, {}))


def _masthead(publication: Publication) -> ET.Element | None:
    show = publication.show
    if not show.title:
        return None
    name, about = ("a", {"href": show.link}) if is_web_address(show.link) else ("span", {})
    return element("header", {"class": "masthead"}, element(name, about, one_line(show.title)))


def _ways(publication: Publication) -> Iterator[ET.Element]:
    """Yield links to the article, and to the parts of the page below the transcript."""
    language = publication.episode.language
    places = [(publication.link, "original-page")] if is_web_address(publication.link) else []
    for address, key in (*places, ("#files", "download"), ("#access", "access")):
        yield element("a", {"href": address}, message(language, key))


def _contents(publication: Publication) -> ET.Element | None:
    """Build the links to the chapters, if there are several."""
    if len(publication.chapters) < 2:  # noqa: PLR2004 - one chapter is the whole
        return None
    language = publication.episode.language
    title = element("h2", {"id": "contents-title", "lang": language_of(language)}, message(language, "contents"))
    items = element("ol", {})
    for number, chapter in enumerate(publication.chapters):
        time, name = element("span", {"class": "at"}, clock(chapter.start_s)), one_line(chapter.title)
        about = {"href": f"#c{number}", "data-t": f"{chapter.start_s:.3f}"}
        items.append(element("li", {}, element("a", about, time, " ", element("span", {"dir": "auto"}, name))))
    return element("nav", {"class": "contents", "id": "contents", "aria-labelledby": "contents-title"}, title, items)


def _contact(publication: Publication) -> ET.Element | None:
    """Build the line that says where to report what does not work, if the show has an address for mail."""
    email = one_line(publication.show.email)
    if not email:
        return None
    before, _, after = message(publication.episode.language, "contact", email="\n").partition("\n")
    return element("p", {}, before, element("a", {"href": f"mailto:{quote(email, safe='@')}"}, email), after)


def _corrections(publication: Publication) -> Iterator[ET.Element]:
    for label, words in shown(publication):
        yield element("p", {"class": "disclosure"}, element("strong", {}, label), f" {words}")


def _colophon(publication: Publication) -> ET.Element:
    language, names = publication.episode.language, _voice_names(publication)
    lines = (message(language, "voice-speaks-for", voice=voice, name=name) for name, voice in names.items())
    return element("ul", {"class": "colophon"}, *(element("li", {}, line) for line in lines))


def _rights(publication: Publication) -> ET.Element | None:
    """Build the sentence about the rights, in which the name of the licence leads to its text."""
    licence = licence_of(publication.license)
    if not licence or not publication.rights:
        return None
    before, name, after = publication.rights.rpartition(licence.name)
    holder, about = ("a", {"href": licence.address, "rel": "license"}) if licence.address else ("span", {})
    return element("p", {"class": "colophon"}, before, element(holder, about, name), after)


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
