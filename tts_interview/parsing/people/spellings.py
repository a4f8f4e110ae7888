"""Labels that are spelled otherwise, or that name several people at once."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from tts_interview.parsing.vocabulary import any_of

_JOINT = re.compile(rf"\s*(?:/|&|\+|,|、|·|{any_of('joins')})\s*", re.I)
_ALIKE = 0.8
# So many comparisons of two labels take about a second; only pages that were made to hurt need more.
MOST_COMPARISONS = 20_000


def joint_parts(label: str) -> list[str]:
    """The names in a label that may hold several, in lower case."""
    return [part.casefold().strip(" .") for part in _JOINT.split(label) if part.strip(" .")]


def misspelt(key: str, other: str) -> bool:
    """Whether a label seen once is likely meant to be the other one: "Nick Harries" and "Nicholas Harris"."""
    mine, yours = key.split(), other.split()
    if len(mine) != len(yours) or len(key) < 4:  # noqa: PLR2004 - shorter words are alike by chance
        return False
    if len(mine) == 1:
        return SequenceMatcher(None, key, other).ratio() > _ALIKE
    last = SequenceMatcher(None, mine[-1], yours[-1]).ratio() >= _ALIKE
    return last and (mine[0][:3] == yours[0][:3] or SequenceMatcher(None, mine[0], yours[0]).ratio() > _ALIKE)
