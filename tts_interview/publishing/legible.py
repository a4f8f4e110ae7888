"""Text from outside on its way into XML, HTML and tags: one line, of characters that may stand there."""

from __future__ import annotations

import re

# What XML 1.0 does not allow (section 2.2), with the controls that it does allow and nobody sees.
_NO_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]+")
# They turn the writing of whatever follows, out of the text that they stand in (https://www.unicode.org/reports/tr9/).
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]+")


def legible(text: str) -> str:
    """The text on one line, without controls, halves of characters, and overrides of the direction of writing."""
    return " ".join(_TURNING.sub("", _NO_TEXT.sub(" ", text)).split())
