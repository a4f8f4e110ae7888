"""Words that a page sets in italics to stress them, and not as a title, a term, a quotation or a foreign word.

Of 660 passages in italics on real pages in English, 29 % are titles and names, and 18 % sentences and quotations. Of those that
are left, up to three common words in small letters, four in five are stressed, and most others are terms that a page explains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tts_interview.language.lexicon.unusual import unusual
from tts_interview.language.segmentation import base_language
from tts_interview.model import Ask, Block, Direction

_WORD = r"(?:[a-z]+(?:['’-][a-z]+)*|I)"
_STRESSED = re.compile(rf"\s*({_WORD}(?:\s{_WORD}){{0,2}})[\s.,;!?…]*")


def stresses(block: Block, language: str) -> Iterator[Direction]:
    """Yield the directions to stress words of a block, in order; only if it is English, whose common words are known."""
    if base_language(language) != "en":
        return
    for emphasis in block.emphasis:
        found = _STRESSED.fullmatch(block.text, emphasis.start, emphasis.end) if emphasis.italic else None
        if found and not any(unusual(found[1], language)):
            yield Direction(Ask.STRESS, *found.span(1))
