"""The rules that hold for written words of any language."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.rules import Rule


def _nothing(_found: re.Match[str]) -> str:
    return ""


def _direction(found: re.Match[str]) -> str:
    """A noted pause is heard as one, unless a mark makes one already; all else is left out."""
    is_between = found.string[: found.start()].rstrip()[-1:].isalnum() and found.string[found.end() :].lstrip()[:1].isalnum()
    return ", " if is_between and _PAUSES.match(found[0]) else " "


# What a transcriber notes about the sound, in square or round brackets, and never says.
_DIRECTIONS = (
    r"laugh(?:s|ter|ing)?|chuckl(?:es?|ing)|giggl(?:es?|ing)|applause|applauds?|cheer(?:s|ing)|cross[- ]?talk|overlapping"
    r"|inaudible|indistinct|indiscernible|unintelligible|music|soundbite|videotape|video clip|audio clip|off[- ]mic"
    r"|(?:long |short )?(?:silence|pause[sd]?|beat)|sigh(?:s|ing)?|cough(?:s|ing)?|clears throat|crying|cries|gasps?|snorts?"
    r"|whispers?|whispering|shrugs?|winks?|smil(?:es|ing)|grin(?:s|ning)|nod(?:s|ding)|interrupt(?:s|ing)|sic!?|ph|phonetic"
    r"|voice-?over|through (?:an )?interpreter|through (?:a )?translator|foreign language|speaking [a-z]+|speaks [a-z]+"
    r"|(?:begin|end|start of|end of) (?:video|audio|clip|tape|transcript|excerpt|recording|music|segment)[a-z ]{0,20}"
    r"|(?:commercial )?break"
)
_WHO = r"(?:he|she|they|both|all|every(?:one|body)|(?:the )?(?:audience|crowd|room))"
# A whole sentence about music or silence is talk, unless it tells how it sounds: "(Music is playing)".
_TELLING = (
    r"\s+(?:is|was|are|were)\s(?!\w+ing\b|heard|played)|\s+(?:has|had|will|would|can|could|must|makes?|made)\s"
    r"|(?<=break)\s+(?:it|that|this|them|down|up|the)\b"
)
_PAUSES = re.compile(r".(?:long |short )?(?:pause|silence|beat)", re.I)
RULES = (
    Rule(
        "direction", re.compile(rf"[\[(](?:{_WHO}\s+)?(?:{_DIRECTIONS})\b(?!{_TELLING})[^\])]{{0,80}}[\])]", re.I), _direction
    ),
    Rule("footnote number", re.compile(r"(?<=[^\s\[(])\[\d{1,3}\]|\s\[\d{1,3}\](?=[.,;:!?]|\s*$)"), _nothing),
    # The words of the editor are said, his brackets are not: "[Pete] Hegseth", "tell[s]".
    Rule("editorial bracket", re.compile(r"[\[\]]"), _nothing),
)
# These come after those of the language, which knows the square metre ("m²").
LAST_RULES = (Rule("footnote mark", re.compile(r"[*†‡§]+|[¹²³⁴-⁹⁰]+"), _nothing),)
