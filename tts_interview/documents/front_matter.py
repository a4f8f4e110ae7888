"""The metadata in a page's front matter, under the keys that Jekyll, Hugo, Eleventy, Pelican, pandoc and others use."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from tts_interview.documents.addresses import page_address, web_address
from tts_interview.language.written_dates import iso_date
from tts_interview.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tts_interview.model import Document

# Words between names. The additional words of the second list also occur inside Spanish and Portuguese names, so that list
# applies only to fields with commas.
_CAPITAL = r"(?=[^\W\d_a-zß-öø-ÿа-я])"
_JOINED = re.compile(rf"[,;\n]| (?:and|et|und|og|och) {_CAPITAL}")
_LISTED = re.compile(rf"[,;\n]| (?:and|et|und|og|och|y|e|и) {_CAPITAL}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,4}")
_NO_KEY = re.compile(r"[\W_]+")
# No page has more people, nor a longer name or title.
_MOST_NAMES = 100
_LONGEST_NAME = 100
_LONGEST_TITLE = 500
_LONGEST_TEXT = 10_000
# Keys are compared in lower case without hyphens and underscores: `publish_date` and `publishDate` are one key.
# Fields that name people, with the role of these people if it is certain. Whoever transcribed or translated does not speak.
_PEOPLE_FIELDS: dict[str, Role | None] = {
    "interviewer": Role.INTERVIEWER,
    "interviewers": Role.INTERVIEWER,
    "interviewedby": Role.INTERVIEWER,
    "host": Role.INTERVIEWER,
    "hosts": Role.INTERVIEWER,
    "cohost": Role.INTERVIEWER,
    "cohosts": Role.INTERVIEWER,
    "moderator": Role.INTERVIEWER,
    "moderators": Role.INTERVIEWER,
    "guest": Role.GUEST,
    "guests": Role.GUEST,
    "interviewee": Role.GUEST,
    "interviewees": Role.GUEST,
    "speakers": None,
    "speaker": None,
    "people": None,
    "participants": None,
    "participant": None,
    "panelists": None,
    "panellists": None,
}
_AUTHOR_FIELDS = ("author", "authors", "postauthor", "postauthors", "writer", "writers", "by", "byline")
_DESCRIPTION_FIELDS = ("description", "summary", "excerpt", "subtitle", "preface", "lead", "teaser", "standfirst", "intro")
_TITLE_FIELDS = ("title", "headline")
# Dates of publication. When a page was changed says nothing of it.
_DATE_FIELDS = (
    *("date", "published", "publishedtime", "publishedat", "publishedon", "datepublished", "pubdate", "publishdate"),
    *("publicationdate", "posted", "postdate", "created", "createdat", "datecreated"),
)
_LANGUAGE_FIELDS = ("language", "lang", "locale")
_LINK_FIELDS = ("canonicalurl", "canonical", "permalink", "originalurl", "sourceurl", "url")
_IMAGE_FIELDS = ("image", "cover", "coverimage", "featuredimage", "heroimage", "ogimage", "thumbnail", "banner")
_LICENSE_FIELDS = ("license", "licence", "rights")
_PUBLISHER_FIELDS = ("publisher", "publication", "sitename")
# Generators put fields of their own below these keys.
_NESTED = ("extra", "params", "metadata", "meta", "custom", "taxonomies")
_NO_NAMES = frozenset({"", "true", "false", "yes", "no", "none", "null"})
_NAME_FIELDS = ("name", "fullname", "displayname")
_ADDRESS_FIELDS = ("url", "src", "href", "image", "path")


def with_front_matter(document: Document, fields: Mapping[str, Any]) -> Document:
    """Return the document with the metadata of its front matter."""
    known = _known(fields)
    language = _text(known, _LANGUAGE_FIELDS)
    language = language.replace("_", "-") if _LANGUAGE.fullmatch(language) else ""
    return replace(
        document,
        title=_text(known, _TITLE_FIELDS)[:_LONGEST_TITLE],
        date=next(filter(None, (iso_date(known.get(key), language) for key in _DATE_FIELDS)), ""),
        language=language,
        people=people_of(fields),
        authors=authors_of(fields),
        description=_text(known, _DESCRIPTION_FIELDS)[:_LONGEST_TEXT],
        front_matter=fields,
        link=page_address(_address(known, _LINK_FIELDS)),
        image=_address(known, _IMAGE_FIELDS),
        license=_text(known, _LICENSE_FIELDS)[:_LONGEST_TITLE],
        publisher=_text(known, _PUBLISHER_FIELDS)[:_LONGEST_NAME],
    )


def people_of(fields: Mapping[str, Any]) -> tuple[tuple[str, Role | None], ...]:
    """Return the names of the speakers in the metadata, with their roles if the field determines them.

    The fields may be those of any mapping in the front matter, such as `interview` with `guest` and `host` in it.
    """
    own = {*_PEOPLE_FIELDS, *_NESTED}
    nested = [value for key, value in fields.items() if isinstance(value, dict) and _key(key) not in own]
    places = [_known(fields), *map(_by_key, nested)]
    found = (
        person for place in places for field, role in _PEOPLE_FIELDS.items() for person in _people_in(place.get(field), role)
    )
    return tuple(islice(found, _MOST_NAMES))


def authors_of(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the page's authors in the metadata."""
    known = _known(fields)
    names = (name for field in _AUTHOR_FIELDS for name, _ in _people_in(known.get(field), None))
    return tuple(dict.fromkeys(islice(names, _MOST_NAMES)))


def _key(key: object) -> str:
    return _NO_KEY.sub("", str(key)).casefold()


def _by_key(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields under keys that can be compared; the first of several spellings counts."""
    found: dict[str, Any] = {}
    for key, value in fields.items():
        found.setdefault(_key(key), value)
    return found


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields, with those of the generator's own tables where they say more."""
    found = _by_key(fields)
    for place in _NESTED:
        inner = found.get(place)
        if isinstance(inner, dict):
            found = {**_by_key(inner), **found}
    return found


def _text(fields: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    """Return the first text under any of the keys, in one line."""
    texts = (fields.get(key) for key in keys)
    return next((" ".join(text.split()) for text in texts if isinstance(text, str) and text.strip()), "")


def _address(fields: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    """Return the first http(s) address under any of the keys, also in a list or a mapping there."""
    return next((address for key in keys if (address := _address_in(fields.get(key)))), "")


def _address_in(value: object) -> str:
    first = value[0] if isinstance(value, list) and value else value
    if isinstance(first, dict):
        return _address(_by_key(first), _ADDRESS_FIELDS)
    return web_address(first)


def _people_in(value: object, role: Role | None) -> Iterator[tuple[str, Role | None]]:
    """Yield the names in a field with their roles.

    A field holds a string with one or more names, a list, or a mapping with a field `name`, perhaps with a `role`.
    """
    if isinstance(value, list):
        for item in value:
            yield from _people_in(item, role)
    elif isinstance(value, dict):
        known = _by_key(value)
        said = known.get("role")
        own = _PEOPLE_FIELDS.get(_key(said)) if isinstance(said, str) else None
        yield from _people_in(_name_in(known), own or role)
    elif isinstance(value, str):
        pattern = _LISTED if "," in value else _JOINED
        names = (name.strip() for name in pattern.split(value))
        yield from ((name, role) for name in names if len(name) <= _LONGEST_NAME and name.casefold() not in _NO_NAMES)


def _name_in(person: Mapping[str, Any]) -> str:
    parts = (person.get("first") or person.get("given"), person.get("last") or person.get("family"))
    return _text(person, _NAME_FIELDS) or " ".join(part for part in parts if isinstance(part, str))
