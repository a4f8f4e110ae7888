"""A rule that turns written words into spoken ones: a pattern and what is said for it.

It sees the whole written text, so that its pattern may look around.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words as they are spoken, and how they sound where the language's own rules would not say them so.

    `ipa` are phonemes, `respelling` is for engines that take none, `language` (a BCP 47 tag) is whose rules say the words.
    """

    spoken: str
    ipa: str = ""
    respelling: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What `pattern` finds is said as `say` gives it, and left to later rules for None; the name says what the rule is for."""

    name: str
    pattern: re.Pattern[str]
    say: Callable[[re.Match[str]], Spoken | str | None]
