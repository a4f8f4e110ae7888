"""The page's sources, which lie beside this module, and how they are filled without a word of theirs becoming markup."""

from __future__ import annotations

import html
from functools import cache
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def source(name: str) -> str:
    """The text of a file beside this module."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def filled(name: str, texts: Mapping[str, str], parts: Mapping[str, str]) -> bytes:
    """A template with texts in its places, escaped for content and attributes alike, and parts that are markup already.

    Raises KeyError for a place that there is nothing for.
    """
    escaped = {key: html.escape(text) for key, text in texts.items()}
    return Template(source(name)).substitute({**escaped, **parts}).encode()


def markup(*elements: ET.Element | None) -> str:
    """Elements as HTML, one after the other; nothing for None."""
    return "\n".join(ET.tostring(e, encoding="unicode", method="html") for e in elements if e is not None)
