"""Signs that stand for words, and signs that are not spoken."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.every_language import EMOJI_RULE, PAUSES, QUOTES, SILENT, UNDERSCORE
from tts_interview.language.spoken_text.patterns import after, before, spaced
from tts_interview.language.spoken_text.rules import Rule
from tts_interview.language.spoken_text.words import each, words_of

_WORDS = each(words_of("en")["signs"], str)
_FACE = re.compile(r"(?<![\w:])(?:[:;=8][-']?[()DPpOo3|/\\*](?![\w])|<3(?!\w|[.,]\d)|\^_\^|xD\b|¯\\_\(ツ\)_/¯)")
_OR = re.compile(r"\b(?P<first>he|she|him|her|his|hers|they|s)/(?P<last>he|she|her|him|hers|his|they|them)\b", re.I)


def _either(found: re.Match[str]) -> str:
    return "she or he" if found["first"] == "s" else f"{found['first']} or {found['last']}"


def _dash(found: re.Match[str]) -> str:
    """Speak a dash as a comma, unless it stands at an end of the text or next to another mark."""
    last, following = before(found)[-1:], after(found)[:1]
    has_mark = not last or not following or last in ',;:.!?…(“"' or following in ",;:.!?…)”"
    return " " if has_mark else ", "


RULES = (
    Rule.of("arrow", r"(?<!\s)\s*+(?:(?<![-<])-{1,3}|(?<![=<])=)>\s*", lambda _: " to "),
    Rule.of("markup", r"<([a-zA-Z]\w{0,20})>(?=[^<>]{0,300}</\1>)|</[a-zA-Z]\w{0,20}>", lambda _: ""),
    Rule.of("tag", r"</?([a-zA-Z]\w{0,20})\s?/?>", lambda found: f" {found[1]} "),
    # espeak-ng runs words together over a dash without spaces.
    Rule.of("dash", r"(?<!\s)\s*+(?:—|―|⸺|(?<=\s)[–-](?=\s)|--+)\s*+", _dash),
    Rule("face", _FACE, lambda _: ""),
    EMOJI_RULE,
    Rule.of("and or", r"\b([Aa])nd/or\b", lambda found: f"{found[1]}nd or"),
    Rule("he or she", _OR, _either),
    Rule.of("slash between words", r"(?:(?<=[^\W\d_])|(?<=[.\"”’)]))\s?/\s?(?=[^\W\d_\"“‘(])", lambda _: " "),
    Rule.of("sharp", r"(?<![\w.])([A-G])#(?!\w)", lambda found: f"{found[1]} sharp"),
    Rule.of("number sign", r"[#№]\s?(?=\d)", lambda _: "number "),
    Rule.of("number signs of a quantity", r"~\s?(?=\d)", lambda _: "about "),
    Rule.of("pause", rf"(?<!\s)\s*+[{PAUSES}]\s*+", lambda found: ", " if found.start() and after(found) else " "),
    Rule.of("dots", r"(?<!\.)(?:\.\s?){4,}|(?<!\.)\.{2}(?!\.)", lambda _: "… "),
    Rule.of("star between numbers", r"(?<=\d)\s?\*\s?(?=\d)", lambda _: " times "),
    Rule.of("signs", rf"[{re.escape(''.join(_WORDS))}]+", lambda f: spaced(" ".join(_WORDS[sign] for sign in f[0]), f)),
    UNDERSCORE,
    Rule.of("unspoken sign", rf"[{re.escape(SILENT + QUOTES)}]+|(?<!\w)/(?!\w)", lambda _: ""),
    Rule.of("slash", "/+", lambda found: spaced("slash" if len(found[0]) == 1 else "", found)),
)
