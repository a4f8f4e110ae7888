"""The rules that hold for written words of any language."""

from __future__ import annotations

import re

from tts_interview.spoken_text.rules import Rule


def _nothing(_found: re.Match[str]) -> str:
    return ""


def _direction(found: re.Match[str]) -> str:
    """A noted pause is heard as one, unless a mark makes one already; all else is left out."""
    is_between = found.string[: found.start()].rstrip()[-1:].isalnum() and found.string[found.end() :].lstrip()[:1].isalnum()
    return ", " if is_between and _PAUSES.match(found[0]) else " "


# What a transcriber notes about the sound, in square or round brackets, and never says.
_DIRECTIONS = (
    r"laugh(?:s|ter|ing)?|chuckl(?:es?|ing)|giggl(?:es?|ing)|applause|cheer(?:s|ing)|crosstalk|inaudible|indistinct"
    r"|unintelligible|music|soundbite|(?:long |short )?(?:silence|pause[sd]?|beat)|sigh(?:s|ing)?|cough(?:s|ing)?|crying|gasps?"
    r"|smil(?:es|ing)|nod(?:s|ding)|sic|ph|phonetic|foreign language|speaking [a-z]+|begin [a-z ]+|end [a-z ]+|break"
)
_WHO = r"(?:he|she|they|both|all|every(?:one|body)|(?:the )?(?:audience|crowd|room))"
_PAUSES = re.compile(r".(?:long |short )?(?:pause|silence|beat)", re.I)
RULES = (
    Rule("direction", re.compile(rf"[\[(](?:{_WHO}\s+)?(?:{_DIRECTIONS})\b[^\])]{{0,80}}[\])]", re.I), _direction),
    Rule("footnote number", re.compile(r"(?<=[^\s\[(])\[\d{1,3}\]|\s\[\d{1,3}\](?=[.,;:!?]|\s*$)"), _nothing),
    # The words of the editor are said, his brackets are not: "[Pete] Hegseth", "tell[s]".
    Rule("editorial bracket", re.compile(r"[\[\]]"), _nothing),
)
# These come after those of the language, which knows the square metre ("m²").
LAST_RULES = (Rule("footnote mark", re.compile(r"[*†‡§]+|[¹²³⁴-⁹⁰]+"), _nothing),)
