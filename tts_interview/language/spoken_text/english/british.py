"""English where the day of a date in figures comes before its month: "3/4/2024" is the third of April."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from tts_interview.language.spoken_text import english
from tts_interview.language.spoken_text.english.dates import in_figures

RULES = tuple(
    replace(rule, say=partial(in_figures, day_first=True)) if rule.name == "date in figures" else rule for rule in english.RULES
)
