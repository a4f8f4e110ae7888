"""The rules that hold for written words of any language."""

from __future__ import annotations

import re

from tts_interview.spoken_text.rules import Rule


def _nothing(_found: re.Match[str]) -> str:
    return ""


def _space(_found: re.Match[str]) -> str:
    return " "


# What a transcriber notes about the sound, in square or round brackets, and never says.
_DIRECTIONS = (
    r"laugh(?:s|ter|ing)?|chuckl(?:es|ing)|applause|cheer(?:s|ing)|crosstalk|inaudible|indistinct|unintelligible|music"
    r"|soundbite|silence|pause[sd]?|sigh(?:s|ing)?|cough(?:s|ing)?|crying|gasps?|smil(?:es|ing)|nod(?:s|ding)|sic|ph"
    r"|phonetic|foreign language|speaking [a-z]+|begin [a-z ]+|end [a-z ]+|break"
)
RULES = (
    Rule("direction", re.compile(rf"[\[(](?:{_DIRECTIONS})\b[^\])]{{0,80}}[\])]", re.I), _space),
    # The words of the editor are said, his brackets are not: "[Pete] Hegseth", "tell[s]".
    Rule("editorial bracket", re.compile(r"[\[\]]"), _nothing),
)
# These come after those of the language, which knows the square metre ("m²").
LAST_RULES = (Rule("footnote mark", re.compile(r"[*†‡§]+|[¹²³⁴-⁹⁰]+"), _nothing),)
