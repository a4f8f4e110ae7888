"""The rules of English."""

from __future__ import annotations

import re

from tts_interview.spoken_text.rules import Rule

RULES = (
    Rule("ampersand", re.compile(r"(?<=\s)&(?=\s)"), lambda _: "and"),
    # espeak-ng runs words together over a dash without spaces.
    Rule("dash", re.compile(r"\s*(?:—|―|(?<=\s)–(?=\s)|--+)\s*"), lambda _: ", "),
)
