"""Signs that stand for nothing that is said, in any language: some for a short pause, the others for nothing."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.rules import Rule

PAUSES = "|•·¦‣▪●■◆★☆✦▶►"
QUOTES = "«»‹›"
SILENT = "©®™℠¶\\^`_♪♫♬*†‡§{}\u200b\u200c\u200d\u2060\ufeff\ufe0f"
_EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\U000e0020-\U000e007f\u23e9-\u23fa\u20e3"

EMOJI_RULE = Rule("emoji", re.compile(rf"\s?[{_EMOJI}][{_EMOJI}\ufe0f\u200d]*"), lambda _: "")
# Words are written together with it where no space may be.
UNDERSCORE = Rule("underscore", re.compile(r"(?<=[^\W_])_+(?=[^\W_])"), lambda _: " ")


def _pause(found: re.Match[str]) -> str:
    is_inside = found.string[: found.start()].strip() and found.string[found.end() :].strip()
    return ", " if is_inside else " "


# For languages whose other signs have been said.
UNSAID = (
    EMOJI_RULE,
    UNDERSCORE,
    Rule("pause", re.compile(rf"\s*[{PAUSES}]\s*"), _pause),
    Rule("sign that is not said", re.compile(rf"[{re.escape(SILENT)}#~]+"), lambda _: ""),
)
