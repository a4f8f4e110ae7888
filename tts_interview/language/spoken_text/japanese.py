"""Rules for Japanese text."""

from __future__ import annotations

from tts_interview.language.spoken_text.east_asian import rules_of

RULES = rules_of("ja")
