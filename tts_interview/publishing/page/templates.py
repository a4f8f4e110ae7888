"""Fill the templates beside this module so that no text becomes markup."""

from __future__ import annotations

import base64
import html
from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tts_interview.language.locales import direction
from tts_interview.language.messages import language_of, language_of_name

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def source(name: str) -> str:
    """Return the text of a file beside this module."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def filled(name: str, texts: Mapping[str, str], parts: Mapping[str, str]) -> str:
    """Fill a template with texts, which are escaped for content and attributes, and with parts, which are markup already.

    Raises KeyError if a place has no value.
    """
    escaped = {key: html.escape(text) for key, text in texts.items()}
    return Template(source(name)).substitute({**escaped, **parts})


def page_policy(script: str) -> str:
    """Return a Content-Security-Policy that allows the page's own script, styles, and sound and pictures beside it.

    Readers may add styles of their own, as with bookmarklets for the spacing of text. Nothing in them can load anything from
    elsewhere. Connections to the page's own server are allowed, because those who index it ask for robots.txt from inside it.
    """
    digest = base64.b64encode(sha256(script.encode()).digest()).decode()
    own = f"style-src 'unsafe-inline'; script-src 'sha256-{digest}'; connect-src 'self'"
    beside = "media-src 'self' file: data:; img-src 'self' file: data:"
    return f"default-src 'none'; {own}; {beside}; base-uri 'none'; form-action 'none'"


def element(name: str, about: Mapping[str, str], *content: ET.Element | str) -> ET.Element:
    """Make an element with these attributes, and texts and elements in order; an element keeps what follows it."""
    made = ET.Element(name, dict(about))
    for part in content:
        if isinstance(part, ET.Element):
            made.append(part)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + part
        else:
            made.text = (made.text or "") + part
    return made


def markup(*elements: ET.Element | None) -> str:
    """Serialise elements as HTML, one a line, skipping None."""
    return "\n".join(ET.tostring(e, encoding="unicode", method="html") for e in elements if e is not None)


def language_and_direction(language: str) -> dict[str, str]:
    """Return the texts of `lang` and `dir`, for the interview, and of `ui` and `ui_dir`, for the program's own messages."""
    ui = language_of(language)
    return {"lang": language, "dir": direction(language), "ui": ui, "ui_dir": direction(ui)}


def name_element(language: str, name: str) -> ET.Element:
    """Return an element for a name, which keeps its direction, and is marked as English if it is only that of a role."""
    tag = language_of_name(language, name)
    made = element("bdi", {"lang": tag} if tag else {}, name)
    made.tail = " "
    return made
