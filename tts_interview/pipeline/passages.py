"""Mark the passages that a page sets in another language, so that they are pronounced by its rules."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.patterns import WORD_BEGINS, WORD_ENDS, any_of
from tts_interview.model import Ask, Direction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tts_interview.model import Paragraph, Transcript

_start, _end = attrgetter("start"), attrgetter("end")


def with_passages(transcript: Transcript, passages: Iterable[tuple[str, str]]) -> Transcript:
    """Return the transcript with directions for `passages`: the words of each and its language (a BCP 47 tag).

    Words that occur more often than the page marks them are left out: some may be of the transcript's own language.
    """
    marked = Counter(words for words, _ in passages)
    if not marked:
        return transcript
    pattern = re.compile(f"{WORD_BEGINS}(?:{any_of(marked)}){WORD_ENDS}")
    found = Counter(words for turn in transcript.turns for p in turn.paragraphs for words in pattern.findall(p.text))
    tags = {words: tag for words, tag in passages if found[words] <= marked[words]}

    def directed(paragraph: Paragraph) -> Paragraph:
        asked = [
            Direction(Ask.LANGUAGE, m.start(), m.end(), tags[m[0]]) for m in pattern.finditer(paragraph.text) if m[0] in tags
        ]
        # Italics show that such words are of another language, and do not stress them.
        others = (
            d
            for d in paragraph.directions
            if paragraph.text[d.start : d.end] not in marked
            and bisect_left(asked, d.end, key=_start) == bisect_right(asked, d.start, key=_end)
        )
        return replace(paragraph, directions=tuple(sorted((*others, *asked), key=_start)))

    return replace(
        transcript, turns=tuple(replace(turn, paragraphs=tuple(map(directed, turn.paragraphs))) for turn in transcript.turns)
    )
