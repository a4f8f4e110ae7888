"""Describe an episode to machines: JSON-LD in the vocabulary of schema.org, Open Graph, and links to the feed and the article.

https://schema.org/PodcastEpisode and https://ogp.me
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

from tts_interview.files.cleaning import one_line
from tts_interview.files.media_types import media_type
from tts_interview.files.xmp import SOURCE_TYPES
from tts_interview.language.messages import stands_for_role
from tts_interview.model import Role
from tts_interview.publishing.corrections import notes_of
from tts_interview.publishing.page.controls import cover_address
from tts_interview.publishing.rights import licence_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tts_interview.publishing.publication import Publication


def is_web_address(address: str) -> bool:
    """Return whether an address is safe as a link."""
    return address.casefold().startswith(("https://", "http://"))


def page_address(publication: Publication) -> str:
    """Return the address of the page: relative to its folder if that has no public one."""
    return publication.base_url + quote(publication.file(".html").name)


def links(publication: Publication) -> Iterator[ET.Element]:
    """Yield the elements of the head: the canonical address, the feed and Open Graph.

    An article that declares its own address is the canonical one, so that search engines list it in place of the page.
    """
    article, feed = publication.article.canonical, publication.feed
    own = page_address(publication) if publication.base_url else ""
    if address := next(filter(is_web_address, (article, own)), ""):
        yield ET.Element("link", {"rel": "canonical", "href": address})
    if feed:
        title = one_line(publication.show.title)
        yield ET.Element("link", {"rel": "alternate", "type": "application/rss+xml", "title": title, "href": feed.url})
    for name, content in _open_graph(publication, own):
        if content:
            yield ET.Element("meta", {"property": f"og:{name}", "content": content})


def _open_graph(publication: Publication, own: str) -> Iterator[tuple[str, str]]:
    """Yield the properties; addresses are absolute, so they are empty if the folder has no public address."""
    episode, audio = publication.episode, publication.audio
    yield "type", "article"
    yield "title", one_line(episode.title)
    yield "description", one_line(publication.summary)
    yield "locale", episode.language.replace("-", "_")
    yield "site_name", one_line(publication.show.title)
    yield "url", own
    yield "image", _image(publication)
    if own:
        yield "audio", publication.base_url + quote(audio.name)
        yield "audio:type", media_type(audio.name)


def _image(publication: Publication) -> str:
    """Return the absolute address of the cover, or else of the article's picture."""
    return next(filter(is_web_address, (cover_address(publication), publication.article.image)), "")


def json_ld(publication: Publication) -> str:
    """Return the description of the episode as JSON that is safe inside a script element."""
    return json.dumps(_known(_episode(publication)), ensure_ascii=False).replace("<", "\\u003c")


def _episode(publication: Publication) -> dict[str, Any]:
    episode = publication.episode
    licence, article = licence_of(publication.license), _article(publication)
    return {
        "@context": "https://schema.org",
        "@type": "PodcastEpisode",
        "name": one_line(episode.title),
        "description": one_line(publication.summary),
        "url": page_address(publication) if publication.base_url else "",
        "image": _image(publication),
        "inLanguage": episode.language,
        "datePublished": publication.published or episode.date,
        "dateModified": publication.modified,
        "correction": [{"@type": "CorrectionComment", "text": text} for text in notes_of(publication)],
        "episodeNumber": publication.number or "",
        "author": _persons(publication.article.authors) or _people(publication, Role.INTERVIEWER),
        "contributor": _people(publication, Role.GUEST),
        "license": licence.address if licence else "",
        "associatedMedia": _sound(publication),
        "hasPart": _clips(publication),
        "partOfSeries": _series(publication),
        "isBasedOn": {"@type": "Article", **article} if article else "",
        "accessMode": ["textual", "auditory"],
        "accessibilityFeature": ["transcript", "synchronizedAudioText", "structuralNavigation"],
        "accessibilityHazard": "none",
    }


def _sound(publication: Publication) -> dict[str, Any]:
    episode, audio, captions = publication.episode, publication.audio, publication.file(".vtt")
    term = publication.digital_source_type
    return {
        "@type": "AudioObject",
        "contentUrl": publication.base_url + quote(audio.name),
        "encodingFormat": media_type(audio.name),
        "duration": f"PT{episode.seconds:.1f}S",
        "inLanguage": episode.language,
        "description": one_line(publication.disclosure),
        "digitalSourceType": SOURCE_TYPES + term if term else "",
        "transcript": " ".join(f"{one_line(mark.speaker)}: {one_line(mark.text)}" for mark in episode.turns),
        "caption": {
            "@type": "MediaObject",
            "contentUrl": publication.base_url + quote(captions.name),
            "encodingFormat": media_type(captions.name),
        }
        if captions in publication.written
        else "",
    }


def _clips(publication: Publication) -> list[dict[str, Any]]:
    address = page_address(publication)
    return [
        {
            "@type": "Clip",
            "name": one_line(chapter.title),
            "startOffset": round(chapter.start_s, 3),
            "endOffset": round(chapter.end_s, 3),
            "url": f"{address}#t={chapter.start_s:.3f}",
        }
        for chapter in publication.chapters
    ]


def _series(publication: Publication) -> dict[str, Any] | str:
    show = publication.show
    if not show.title:
        return ""
    return {
        "@type": "PodcastSeries",
        "name": one_line(show.title),
        "url": show.link if is_web_address(show.link) else "",
        "webFeed": publication.feed.url if publication.feed else "",
    }


def _people(publication: Publication, role: Role) -> list[dict[str, Any]]:
    episode = publication.episode
    return _persons(p.name for p in episode.people if p.role is role and not stands_for_role(p.name, episode.language))


def _persons(names: Iterable[str]) -> list[dict[str, Any]]:
    return [{"@type": "Person", "name": one_line(name)} for name in names]


def _article(publication: Publication) -> dict[str, Any]:
    """Return what is known of the article for machines; empty if it has no address."""
    article, licence = publication.article, licence_of(publication.license)
    if not is_web_address(article.link):
        return {}
    return {
        "url": article.link,
        "image": article.image if is_web_address(article.image) else "",
        "license": (licence.address or licence.name) if licence else "",
        "publisher": {"@type": "Organization", "name": one_line(article.publisher)} if article.publisher else "",
        "author": _persons(article.authors),
    }


def _known(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return a value without the empty ones in it."""
    if isinstance(value, dict):
        return {key: found for key, one in value.items() if (found := _known(one)) not in ("", [], {})}
    return [_known(one) for one in value] if isinstance(value, list) else value
