"""Rules for text in any language: transcribers' notes, brackets, footnote marks, and signs that are not spoken."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.rules import Rule

PAUSES = "|•·¦‣▪●■◆★☆✦▶►"
QUOTES = "«»‹›"
SILENT = "©®™℠¶\\^`_♪♫♬*†‡§{}\u200b\u200c\u200d\u2060\ufeff\ufe0f"
_EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\U000e0020-\U000e007f\u23e9-\u23fa\u20e3"
# What a transcriber notes about the sound, in square or round brackets.
_NOTES = (
    r"laugh(?:s|ter|ing)?|chuckl(?:es?|ing)|giggl(?:es?|ing)|applause|applauds?|cheer(?:s|ing)|cross[- ]?talk|overlapping"
    r"|inaudible|indistinct|indiscernible|unintelligible|music|soundbite|videotape|video clip|audio clip|off[- ]mic"
    r"|(?:long |short )?(?:silence|pause[sd]?|beat)|sigh(?:s|ing)?|cough(?:s|ing)?|clears throat|crying|cries|gasps?|snorts?"
    r"|whispers?|whispering|shrugs?|winks?|smil(?:es|ing)|grin(?:s|ning)|nod(?:s|ding)|interrupt(?:s|ing)|sic!?|ph|phonetic"
    r"|voice-?over|through (?:an )?interpreter|through (?:a )?translator|foreign language|speaking [a-z]+|speaks [a-z]+"
    r"|(?:begin|end|start of|end of) (?:video|audio|clip|tape|transcript|excerpt|recording|music|segment)[a-z ]{0,20}"
    r"|(?:commercial )?break"
)
_SUBJECT = r"(?:he|she|they|both|all|every(?:one|body)|(?:the )?(?:audience|crowd|room))"
# A whole sentence about music or silence is talk, unless it describes the sound: "(Music is playing)".
_STATEMENT = (
    r"\s+(?:is|was|are|were)\s(?!\w+ing\b|heard|played)|\s+(?:has|had|will|would|can|could|must|makes?|made)\s"
    r"|(?<=break)\s+(?:it|that|this|them|down|up|the)\b"
)
_NOTED_PAUSE = re.compile(r".(?:long |short )?(?:pause|silence|beat)", re.I)


def _nothing(_found: re.Match[str]) -> str:
    return ""


def _note(found: re.Match[str]) -> str:
    """Speak a noted pause as a comma, unless punctuation makes a pause already; drop any other note."""
    is_between = found.string[: found.start()].rstrip()[-1:].isalnum() and found.string[found.end() :].lstrip()[:1].isalnum()
    return ", " if is_between and _NOTED_PAUSE.match(found[0]) else " "


def _pause(found: re.Match[str]) -> str:
    is_inside = found.string[: found.start()].strip() and found.string[found.end() :].strip()
    return ", " if is_inside else " "


RULES = (
    Rule("note", re.compile(rf"[\[(](?:{_SUBJECT}\s+)?(?:{_NOTES})\b(?!{_STATEMENT})[^\])]{{0,80}}[\])]", re.I), _note),
    Rule("footnote number", re.compile(r"(?<=[^\s\[(])\[\d{1,3}\]|\s\[\d{1,3}\](?=[.,;:!?]|\s*$)"), _nothing),
    # The words that an editor adds are spoken, their brackets are not: "[Pete] Hegseth", "tell[s]".
    Rule("editorial bracket", re.compile(r"[\[\]]"), _nothing),
)
# These follow the rules of the language, which know the square metre ("m²").
LAST_RULES = (Rule("footnote mark", re.compile(r"[*†‡§]+|[¹²³⁴-⁹⁰]+"), _nothing),)
EMOJI_RULE = Rule("emoji", re.compile(rf"\s?[{_EMOJI}][{_EMOJI}\ufe0f\u200d]*"), _nothing)
# It joins words that are written without spaces.
UNDERSCORE = Rule("underscore", re.compile(r"(?<=[^\W_])_+(?=[^\W_])"), lambda _: " ")
# A language puts these after the rules for its own signs.
UNSPOKEN_SIGNS = (
    EMOJI_RULE,
    UNDERSCORE,
    Rule("pause", re.compile(rf"\s*[{PAUSES}]\s*"), _pause),
    Rule("unspoken sign", re.compile(rf"[{re.escape(SILENT)}#~]+"), _nothing),
)
