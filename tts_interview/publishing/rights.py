"""Recognise the licence of an article, and write the attribution that it asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tts_interview.files.cleaning import one_line
from tts_interview.language.messages import listed, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.publishing.publication import Draft

_WEB = re.compile(r"https?://\S+", re.I)
# https://creativecommons.org/licenses/: by the address, the abbreviation, or the name of the licence.
_ADDRESS = re.compile(r"https?://(?:www\.)?creativecommons\.org/(?:licenses|publicdomain)/(?P<kind>[a-z-]+)", re.I)
_ABBREVIATION = re.compile(r"\bcc[ -]?(?P<kind>by(?:[ -](?:nc|nd|sa)\b)*|0|zero)", re.I)
_NAMED = re.compile(r"\b(?:creative commons|cc)\b(?P<kind>.{0,80})", re.I)
_PARTS = {"by": r"\bby\b|attribution", "nc": r"\bnc\b|non-?commercial", "nd": r"\bnd\b|no-?deriv", "sa": r"\bsa\b|share-?alike"}
_PUBLIC_DOMAIN = {"zero": "CC0", "0": "CC0", "mark": "Public Domain Mark"}
_VERSION = re.compile(r"\b[1-4]\.\d\b")
_PUBLIC_VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: its name for people, and its address and its SPDX identifier if there are such.

    `is_common` marks a licence of Creative Commons; `forbids_changes` one that allows no adapted versions.
    """

    name: str
    address: str = ""
    spdx: str = ""
    is_common: bool = False
    forbids_changes: bool = False


def licence_of(text: str) -> Licence | None:
    """Return the licence that an address or words stand for; None for an empty text."""
    text = one_line(text)
    if not text:
        return None
    kind, version = _kind(text), next(iter(_VERSION.findall(text)), "")
    given = text if _WEB.fullmatch(text) else ""
    if not kind:
        return Licence(text, given)
    if kind in _PUBLIC_DOMAIN:
        address = f"https://creativecommons.org/publicdomain/{'mark' if kind == 'mark' else 'zero'}/{_PUBLIC_VERSION}/"
        name = f"{_PUBLIC_DOMAIN[kind]} {_PUBLIC_VERSION}"
        return Licence(name, address, "" if kind == "mark" else "CC0-1.0", is_common=True)
    address = f"https://creativecommons.org/licenses/{kind}/{version}/" if version else given
    spdx = f"CC-{kind.upper()}-{version}" if version else ""
    return Licence(
        f"CC {kind.upper()} {version}".strip(), address, spdx, is_common=True, forbids_changes="nd" in kind.split("-")
    )


def rights_of(draft: Draft) -> str:
    """Return the sentence about the rights: the attribution if the licence is one of Creative Commons; "" without a licence."""
    licence, language = licence_of(draft.license), draft.transcript.language
    if not licence:
        return ""
    people = listed(language, [one_line(name) for name in _credited(draft)])
    if not licence.is_common or not people:
        return message(language, "rights", license=licence.name)
    return message(language, "attribution", title=one_line(draft.title), people=people, license=licence.name)


def _credited(draft: Draft) -> Iterator[str]:
    """Yield the authors and the publisher of the article, or else its site."""
    article = draft.article
    names = dict.fromkeys(filter(None, (*article.authors, article.publisher)))
    yield from names or filter(None, [urlsplit(article.link).hostname])


def _kind(text: str) -> str:
    """Return the kind of a licence of Creative Commons, such as "by-nc-nd", "zero" or "mark"; "" for any other licence."""
    found = _ADDRESS.match(text) or _ABBREVIATION.search(text) or _NAMED.search(text)
    if not found:
        return ""
    kind = found["kind"].casefold()
    if kind in _PUBLIC_DOMAIN:
        return kind
    parts = [part for part, pattern in _PARTS.items() if re.search(pattern, kind)]
    return "-".join(parts) if "by" in parts else ""
