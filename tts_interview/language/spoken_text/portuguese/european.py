"""The rules of Portuguese as in Portugal: those of Brazil, with the number words that differ."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text import portuguese
from tts_interview.language.spoken_text.rules import Rule

if TYPE_CHECKING:
    from tts_interview.language.spoken_text.rules import Spoken

# A thousand million has no name of its own there, and "bilião" is a million million.
_DIFFERENT = {
    "dezesseis": "dezasseis",
    "dezessete": "dezassete",
    "dezenove": "dezanove",
    "um bilhão": "mil milhões",
    "bilhão": "mil milhões",
    "bilhões": "mil milhões",
    "trilhão": "bilião",
    "trilhões": "biliões",
}
_WORDS = re.compile(rf"\b(?:{'|'.join(_DIFFERENT)})\b")


def _in_portugal(rule: Rule, found: re.Match[str]) -> Spoken | str | None:
    said = rule.say(found)
    return _WORDS.sub(lambda word: _DIFFERENT[word[0]], said) if isinstance(said, str) else said


RULES = tuple(Rule(rule.name, rule.pattern, partial(_in_portugal, rule)) for rule in portuguese.RULES)
UNBROKEN = portuguese.UNBROKEN
LETTERS = portuguese.LETTERS
