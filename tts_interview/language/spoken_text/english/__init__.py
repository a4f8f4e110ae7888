"""Rules for English text, from the most particular to the most general."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from tts_interview.language.spoken_text.english import (
    abbreviations,
    acronyms,
    addresses,
    codes,
    dates,
    figures,
    heteronyms,
    interjections,
    measures,
    money,
    roman,
    symbols,
    times,
)

RULES = (
    *addresses.WEB,
    *codes.TELEPHONES,
    *interjections.RULES,
    *dates.RULES,
    *times.RULES,
    *dates.YEARS,
    *money.RULES,
    *addresses.POSTAL,
    *figures.EARLY,
    *measures.RULES,
    *codes.RULES,
    *abbreviations.RULES,
    *roman.RULES,
    *figures.LATE,
    *acronyms.RULES,
    *heteronyms.RULES,
    *symbols.RULES,
    *figures.LAST,
)
# In these countries "3/4/2024" is the third of April.
_DAY_FIRST = tuple(
    replace(rule, say=partial(dates.in_figures, day_first=True)) if rule.name == "date in figures" else rule for rule in RULES
)
VARIETIES = dict.fromkeys(("en-gb", "en-ie", "en-au", "en-nz", "en-za", "en-in"), _DAY_FIRST)
