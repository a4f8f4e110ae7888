"""How names and terms are said: entries that people write, read from TOML and from W3C PLS, and found in a text.

Entries come in layers, of which a later one counts more; where several fit, the longest does first.
"""

from __future__ import annotations

from tts_interview.language.lexicon.files import read_lexicon, shipped_entries
from tts_interview.language.lexicon.finding import NO_WORDS, Lexicon

__all__ = ["NO_WORDS", "Lexicon", "read_lexicon", "shipped_entries"]
