"""Fill the templates beside this module so that no text becomes markup."""

from __future__ import annotations

import html
from functools import cache
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tts_interview.language.messages import language_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_RIGHT_TO_LEFT = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"])


@cache
def source(name: str) -> str:
    """Return the text of a file beside this module."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def filled(name: str, texts: Mapping[str, str], parts: Mapping[str, str]) -> bytes:
    """Fill a template with texts, which are escaped for content and attributes, and with parts, which are markup already.

    Raises KeyError if a place has no value.
    """
    escaped = {key: html.escape(text) for key, text in texts.items()}
    return Template(source(name)).substitute({**escaped, **parts}).encode()


def markup(*elements: ET.Element | None) -> str:
    """Serialise elements as HTML, one a line, skipping None."""
    return "\n".join(ET.tostring(e, encoding="unicode", method="html") for e in elements if e is not None)


def language_and_direction(language: str) -> dict[str, str]:
    """Return the texts of `lang` and `dir`, for the interview, and of `ui`, the language of the tool's own messages."""
    is_right_to_left = language.split("-", maxsplit=1)[0].casefold() in _RIGHT_TO_LEFT
    return {"lang": language, "dir": "rtl" if is_right_to_left else "ltr", "ui": language_of(language)}
