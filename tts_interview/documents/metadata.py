"""Read the metadata of a page: meta elements, JSON-LD, microdata and times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from tts_interview.documents.addresses import page_address, web_address
from tts_interview.documents.linked_data import items_in, linked_data, microdata, page_types, text_of, types_in
from tts_interview.documents.page_titles import page_title
from tts_interview.language.comparing import letters_and_digits
from tts_interview.language.written_dates import iso_date
from tts_interview.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from tts_interview.documents.linked_data import LinkedData

_LONGEST_NAME_WORDS = 5
_LONGEST_NAME = 100
_LONGEST_LICENSE = 500
_MOST_PEOPLE = 10
_MOST_LINKS = 20
_AND = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b)\s*")
# Names of meta elements, the surest first. Those for the date of a change are missing on purpose.
_DATES = (
    *("article:published_time", "og:article:published_time", "datepublished", "dcterms.issued", "dc.date.issued"),
    *("dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "dc.terms.date", "citation_publication_date", "date"),
    *("pubdate", "publishdate", "publish-date", "publish_date", "parsely-pub-date", "sailthru.date", "uploaddate"),
)
_AUTHORS = (
    "author",
    "article:author",
    "og:article:author",
    "dc.creator",
    "dcterms.creator",
    "sailthru.author",
    "parsely-author",
)
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title")
_IMAGES = ("og:image:secure_url", "og:image", "twitter:image")
_LICENSES = ("dcterms.license", "dc.license", "dc.rights.license", "dcterms.rights", "dc.rights")
_PUBLISHERS = ("og:site_name", "dc.publisher", "dcterms.publisher", "application-name")
# Fields of JSON-LD whose people speak; people in `about` and `mentions` need not.
_SPEAKERS = {
    "interviewer": Role.INTERVIEWER,
    "host": Role.INTERVIEWER,
    "interviewee": Role.GUEST,
    "guest": Role.GUEST,
    "actor": None,
    "performer": None,
    "speaker": None,
    "participant": None,
}
_MOST_TIMES = 200
_CHANGED = re.compile(r"updat|modif|changed|aktualis", re.I)
# A time within a sentence is not the date of publication.
_LONGEST_BESIDE_TIME = 40
_MONTH = len("2026-05")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of a page; fields that the page does not give are empty.

    `link`, `image`, `license`, `publisher`, `types` and `people` are those of `Document`. `words` counts the words of the
    article, from its word count or its body. `closed` says that it is not free to read, `closed_parts` are the CSS selectors of
    the paid parts, and `tier` is the publisher's access level, such as "metered".
    """

    title: str = ""
    date: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    people: tuple[tuple[str, Role | None], ...] = ()
    description: str = ""
    link: str = ""
    image: str = ""
    license: str = ""
    publisher: str = ""
    types: tuple[str, ...] = ()
    words: int = 0
    closed: bool = False
    closed_parts: tuple[str, ...] = ()
    tier: str = ""


def metadata_of(root: HtmlElement) -> Metadata:
    """Gather the metadata of a page."""
    meta, linked = _meta(root), linked_data(root)
    article, marked = linked.article, microdata(root, ("headline", "datePublished", "author", "publisher"))
    language = (root.get("lang") or text_of(article.get("inLanguage")) or meta.get("og:locale", "")).strip().replace("_", "-")
    sites = [*_sites(linked, meta), *marked["publisher"]]
    headlines = [text_of(article.get("headline")), *marked["headline"][:1]]
    parts = [part for part in items_in(article.get("hasPart")) if _is_false(part.get("isAccessibleForFree"))]
    return Metadata(
        title=page_title(root, headlines, _all(meta, _TITLES), sites),
        date=_date(root, [article.get("datePublished"), *_all(meta, _DATES), *marked["datePublished"]], language),
        language=language,
        authors=_authors(linked, marked["author"], _all(meta, _AUTHORS), sites),
        people=_people(linked),
        description=text_of(article.get("description")) or meta.get("og:description") or meta.get("description", ""),
        link=_link(root, linked, meta),
        image=_image(linked, meta),
        license=_license(root, linked, meta),
        publisher=next(iter(sites), "")[:_LONGEST_NAME],
        types=page_types(root),
        words=_declared_words(article),
        closed=bool(parts) or _is_false(article.get("isAccessibleForFree")),
        closed_parts=tuple(filter(None, (text_of(part.get("cssSelector")) for part in parts))),
        tier=(meta.get("article:content_tier") or meta.get("og:article:content_tier") or meta.get("content_tier", "")).lower(),
    )


def _meta(root: HtmlElement) -> dict[str, str]:
    """Return the contents of the meta elements by name, the first of each name."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        found.setdefault(name, text_of(element.get("content")))
    return found


def _all(meta: dict[str, str], names: Iterable[str]) -> list[str]:
    return [meta[name] for name in names if meta.get(name)]


def _is_false(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.strip().lower() in ("false", "no", "0"))


def _sites(linked: LinkedData, meta: dict[str, str]) -> list[str]:
    """Return the names of the publisher and of the site."""
    of_site = (text_of(item.get("name")) for item in linked.items if "WebSite" in types_in(item))
    return list(filter(letters_and_digits, [linked.name("publisher"), *_all(meta, _PUBLISHERS), *of_site]))


# -- the date --------------------------------------------------------------------------------------------------------


def _date(root: HtmlElement, fields: Iterable[object], language: str) -> str:
    """Return the date of publication, by the fields in order or else by the times of the page."""
    dates = (iso_date(field, language) for field in (*fields, *_times(root)))
    return next((date for date in dates if len(date) >= _MONTH), "")


def _times(root: HtmlElement) -> Iterator[str]:
    """Yield the times that stand alone, as in a by-line: first the declared dates of publication, then those in the article."""
    times = [t for t in islice(root.iter("time"), _MOST_TIMES) if not _CHANGED.search(f"{t.get('class')} {t.get('itemprop')}")]
    places = [{holder.tag for holder in time.iterancestors()} for time in times]
    alone = [
        time
        for time, holders in zip(times, places, strict=True)
        if not holders & {"blockquote", "nav", "aside", "footer"} and _stands_alone(time)
    ]
    is_declared = [time for time in alone if time.get("pubdate") is not None or time.get("itemprop") == "datePublished"]
    for time in (*is_declared, *alone):
        yield text_of(time.get("datetime"))
        yield text_of(time.text_content())


def _stands_alone(time: HtmlElement) -> bool:
    before, holder = time.getprevious(), time.getparent()
    text = before.tail if before is not None else holder.text if holder is not None else ""
    return all(len((part or "").strip()) <= _LONGEST_BESIDE_TIME for part in (text, time.tail))


def guessed_date(root: HtmlElement) -> str:
    """Return the date that htmldate finds in the address, the markup and the text of a page; empty if it finds none.

    Its latest date is fixed, because the result must not depend on the day of reading.
    """
    import htmldate

    return htmldate.find_date(root, original_date=True, extensive_search=False, max_date="2199-12-31") or ""


# -- people ----------------------------------------------------------------------------------------------------------


def _authors(linked: LinkedData, marked: Iterable[str], texts: Iterable[str], sites: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the people who wrote the page, without organisations, the site and addresses of profiles.

    `marked` are the authors of the microdata, `texts` those of meta elements.
    """
    # The entry of a page without one for its article refers to the account that published it, which need not be the author's.
    is_article = "WebPage" not in types_in(linked.article)
    values = linked.all("author") if is_article else linked.article.get("author")
    values, no_people = values if isinstance(values, list) else [values], {site.casefold() for site in sites}
    names = [text_of(v.get("name")) for v in items_in(values) if "Organization" not in types_in(v)]
    names += [name for v in values for name in _AND.split(text_of(v))]
    given = [names, [name for text in marked for name in _AND.split(text)], *(_AND.split(text) for text in texts)]
    found = ([name for name in group if _is_name(name) and name.casefold() not in no_people] for group in given)
    return tuple(dict.fromkeys(next(filter(None, found), ())))[:_MOST_PEOPLE]


def _people(linked: LinkedData) -> tuple[tuple[str, Role | None], ...]:
    """Return the people whom the fields of the article name as those who speak."""
    found = (
        (text_of(person.get("name")), role)
        for field, role in _SPEAKERS.items()
        for person in items_in(linked.all(field))
        if "Person" in types_in(person)
    )
    return tuple(islice(((name, role) for name, role in found if 0 < len(name) <= _LONGEST_NAME), _MOST_PEOPLE))


def _is_name(text: str) -> bool:
    words = text.split()
    return 1 < len(words) <= _LONGEST_NAME_WORDS and words[0][:1].isupper() and not re.search(r"[@/:\d]", text)


# -- for publishing --------------------------------------------------------------------------------------------------


def _link(root: HtmlElement, linked: LinkedData, meta: dict[str, str]) -> str:
    """Return the address that the page calls its own."""
    entity = linked.article.get("mainEntityOfPage")
    of_page = entity.get("@id") or entity.get("url") if isinstance(entity, dict) else entity
    canonical = _related(root, "link", "canonical")
    given = (*canonical, meta.get("og:url"), linked.article.get("url"), of_page)
    return next(filter(None, map(page_address, given)), "")


def _related(root: HtmlElement, tag: str, relation: str) -> Iterator[str]:
    """Return the addresses with a relation to the page; a link in a figure has one to the picture."""
    related = (e for e in root.iter(tag) if relation in (e.get("rel") or "").lower().split())
    outside = (e for e in islice(related, _MOST_LINKS) if next(e.iterancestors("figure", "figcaption"), None) is None)
    return (e.get("href") or "" for e in outside)


def _image(linked: LinkedData, meta: dict[str, str]) -> str:
    pictures = (v.get("url") or v.get("contentUrl") if isinstance(v, dict) else v for v in linked.all("image"))
    return next(filter(None, map(web_address, (*_all(meta, _IMAGES), *pictures))), "")


def _license(root: HtmlElement, linked: LinkedData, meta: dict[str, str]) -> str:
    """Return the licence: its address, or else its words."""
    declared = [v.get("url") or v.get("@id") or v.get("name") if isinstance(v, dict) else v for v in linked.all("license")]
    linked_to = [*_related(root, "link", "license"), *_related(root, "a", "license")]
    texts = [text_of(value) for value in (*declared, *_all(meta, _LICENSES))]
    addresses = (web_address(value) for value in (*texts, *linked_to))
    return next(filter(None, addresses), "") or next(filter(None, texts), "")[:_LONGEST_LICENSE]


def _declared_words(article: dict[str, Any]) -> int:
    """Return the larger of the declared word count and that of the declared body."""
    count = article.get("wordCount")
    declared = int(count) if isinstance(count, int) or (isinstance(count, str) and re.fullmatch(r"\d{1,7}", count)) else 0
    body = article.get("articleBody")
    return max(declared, len(body.split()) if isinstance(body, str) else 0)
