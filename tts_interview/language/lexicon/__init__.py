"""Lexicons say how names and terms are pronounced: their entries are read from TOML or W3C PLS, and found in texts.

Entries come in layers. The longest entry wins, and then the one of the latest layer.
"""

from __future__ import annotations

from tts_interview.language.lexicon.files import read_lexicon, shipped_entries
from tts_interview.language.lexicon.finding import NO_WORDS, Lexicon

__all__ = ["NO_WORDS", "Lexicon", "read_lexicon", "shipped_entries"]
