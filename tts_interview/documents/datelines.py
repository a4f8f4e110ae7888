"""Find the line of a text that gives its date, such as "Published: May 3, 2024" or "3. Mai 2024, Wien"."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from tts_interview.language.written_dates import find_date
from tts_interview.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tts_interview.model import Block

# Where a dateline stands, how long a line of nothing else can be, and how many words can stand beside the date.
_MOST_BLOCKS = 12
_LONGEST = 90
_MOST_WORDS_BESIDE = 5
_KINDS = frozenset({Kind.PARAGRAPH, Kind.HEADING, Kind.LIST_ITEM})
_CHANGED = re.compile(
    r"\b(?:updated|modified|corrected|aktualisiert|geändert|actualizado|aggiornato|atualizado)|mis à jour", re.I
)
# A place or a title with a comma or a dash, one or two words with a colon, or a bracket.
_BEFORE = re.compile(r"(?:[^.!?:\n]*[,|·•–—-]\s*|[^\W\d_]+(?: [^\W\d_]+)?:\s*|[^.!?:()\n]*[(\[])?")
# No full stop: a line that ends in one is a sentence.
_AFTER = re.compile(r"(?:[\s,|·•–—-]+[^.!?\n]*)?[)\]]?")
# "WIEN, May 3, 2026 (Agency) - The ferry ..." begins a paragraph.
_PLACE = re.compile(r"(?:[^\W\d_a-z][\w.'’-]*,?\s){1,4}")
_STORY = re.compile(r"\s*(?:\([^()\n]{1,40}\)\s*)?[—–-]\s")
_DAY = len("2026-05-03")


def dateline(blocks: Iterable[Block], language: str = "") -> str:
    """Return the date that a line of its own gives near the beginning of a text, in ISO 8601; empty if there is none.

    `language` is a BCP 47 tag, which tells the day from the month in figures.
    """
    shown = (block for block in blocks if not block.furniture and block.kind in _KINDS and block.text.strip())
    lines = (line.strip() for block in islice(shown, _MOST_BLOCKS) for line in islice(block.text.split("\n"), _MOST_BLOCKS))
    return next(filter(None, (_date_in(line, language) for line in lines)), "")


def _date_in(line: str, language: str) -> str:
    found = find_date(line, language)
    if not found:
        return ""
    before, after = line[: found.start], line[found.end :]
    if _PLACE.fullmatch(before) and _STORY.match(after):
        return found.iso
    beside = len(before.split()) + len(after.split())
    is_short = len(line) <= _LONGEST and beside <= _MOST_WORDS_BESIDE and not _CHANGED.search(line)
    fits = is_short and _BEFORE.fullmatch(before) and _AFTER.fullmatch(after)
    # A month alone must be the whole line: "May 2026" is a date, "in May 2026" the beginning of a story.
    return found.iso if fits and (len(found.iso) == _DAY or not beside) else ""
