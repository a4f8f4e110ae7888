"""The language of a text, where its source does not say it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tts_interview.model import Document

_ENOUGH_CHARS = 20_000
_FEWEST_LETTERS = 40
# Small words that make up so much of any English text, and of no other language's.
_ENGLISH = re.compile(r"\b(?:the|and|of|to|that|is|it|you|was|with|what|this|for)\b", re.I)
_ENGLISH_SHARE = 0.12
_WORD = re.compile(r"\w+")


def language_of(document: Document) -> str:
    """The language as a BCP 47 tag, as the document declares it or as its text shows; "en" where there is too little text."""
    return document.language or detect("\n".join(block.text for block in document.blocks if not block.furniture))


def detect(text: str) -> str:
    """The language of a text, by its small words if it is English, else by its letters."""
    text = text[:_ENOUGH_CHARS]
    words = len(_WORD.findall(text))
    if sum(map(str.isalpha, text)) < _FEWEST_LETTERS or len(_ENGLISH.findall(text)) >= _ENGLISH_SHARE * words:
        return "en"
    import py3langid

    return str(py3langid.classify(text)[0])
