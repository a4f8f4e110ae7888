"""Rules for text in any language: transcribers' notes, brackets, footnote marks, and signs that are not spoken."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.rules import Rule
from tts_interview.language.spoken_text.words import words_of

PAUSES = "|•·¦‣▪●■◆★☆✦▶►"
QUOTES = "«»‹›"
SILENT = "©®™℠¶\\^`_♪♫♬*†‡§{}\u200b\u200c\u200d\u2060\ufeff\ufe0f"
_EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\U000e0020-\U000e007f\u23e9-\u23fa\u20e3"
_WORDS = words_of("any")["notes"]
_SOUNDS, _STATEMENT = "|".join(_WORDS["sounds"]), "|".join(_WORDS["statement"])
_NOTE = re.compile(rf"[\[(](?:(?:{_WORDS['subject']})\s+)?(?:{_SOUNDS})\b(?!{_STATEMENT})[^\])]{{0,80}}[\])]", re.I)
_NOTED_PAUSE = re.compile(f".{_WORDS['pause']}", re.I)


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
    Rule("note", _NOTE, _note),
    Rule.of("footnote number", r"(?<=[^\s\[(])\[\d{1,3}\]|\s\[\d{1,3}\](?=[.,;:!?]|\s*$)", _nothing),
    # The words that an editor adds are spoken, their brackets are not: "[Pete] Hegseth", "tell[s]".
    Rule.of("editorial bracket", r"[\[\]]", _nothing),
)
# These follow the rules of the language, which know the square metre ("m²").
LAST_RULES = (Rule.of("footnote mark", r"[*†‡§]+|[¹²³⁴-⁹⁰]+", _nothing),)
EMOJI_RULE = Rule.of("emoji", rf"\s?[{_EMOJI}][{_EMOJI}\ufe0f\u200d]*", _nothing)
# It joins words that are written without spaces.
UNDERSCORE = Rule.of("underscore", r"(?<=[^\W_])_+(?=[^\W_])", lambda _: " ")
# A language puts these after the rules for its own signs.
UNSPOKEN_SIGNS = (
    EMOJI_RULE,
    UNDERSCORE,
    Rule.of("pause", rf"\s*[{PAUSES}]\s*", _pause),
    Rule.of("unspoken sign", rf"[{re.escape(SILENT)}#~]+", _nothing),
)
