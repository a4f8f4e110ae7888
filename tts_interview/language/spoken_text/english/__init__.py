"""The rules of English, in the order in which they are tried: what is most particular comes first."""

from __future__ import annotations

from tts_interview.language.spoken_text.english import (
    acronyms,
    addresses,
    codes,
    dates,
    emphasis,
    figures,
    heteronyms,
    measures,
    money,
    places,
    roman,
    symbols,
    times,
    titles,
)

RULES = (
    *addresses.RULES,
    *codes.TELEPHONES,
    *emphasis.RULES,
    *dates.RULES,
    *times.RULES,
    *dates.YEARS,
    *money.RULES,
    *places.RULES,
    *figures.EARLY,
    *measures.RULES,
    *codes.RULES,
    *titles.RULES,
    *roman.RULES,
    *figures.LATE,
    *acronyms.RULES,
    *heteronyms.RULES,
    *symbols.RULES,
    *figures.LAST,
)
