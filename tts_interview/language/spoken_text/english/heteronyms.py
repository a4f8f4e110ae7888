"""Heteronyms: words of one spelling and several pronunciations, told apart by the words around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tts_interview.files.packaged import shipped_table
from tts_interview.language.spoken_text.patterns import after, before
from tts_interview.language.spoken_text.rules import Rule, Spoken

_TABLES = shipped_table(__file__, "heteronyms.toml")
_AROUND = 150


@dataclass(frozen=True, slots=True)
class Variant:
    """One pronunciation of a word, and the patterns before or after the word that select it.

    Without patterns it applies if no earlier one does. Without phonemes the word is left to the engine.
    """

    ipa: str = ""
    respelling: str = ""
    before: str = ""
    after: str = ""

    def fits(self, found: re.Match[str]) -> bool:
        """Return whether the word has this pronunciation here."""
        if not self.before and not self.after:
            return True
        is_after = self.before and re.search(self.before, before(found), re.I)
        return bool(is_after or (self.after and re.match(self.after, after(found), re.I)))


_SOUNDS = Path(__file__).with_name("heteronyms.tsv")
# After "to" every engine reads the verb; phonemes for one word would break the flow.
_AS_IT_IS = Variant(before=r"\bto\s$")
_READ, _RED = ("ˈɹiːd", "reed"), ("ˈɹɛd", "red")


def _whole(pattern: str) -> str:
    """Return a pattern on one line, with those that it has in braces."""
    return re.sub(r"\{([a-z_]+)\}", lambda found: _whole(_TABLES["patterns"][found[1]]), pattern.replace("\n", ""))


def _variant(one: dict[str, Any]) -> Variant:
    ipa, respelling = one.get("said", ("", ""))
    return Variant(ipa, respelling, _whole(one.get("before", "")), _whole(one.get("after", "")))


_PATTERNS = {name: _whole(pattern) for name, pattern in _TABLES["patterns"].items()}
_PRONUNCIATIONS = {word: [_variant(one) for one in variants] for word, variants in _TABLES["words"].items()}


@cache
def _nouns_and_verbs() -> dict[str, tuple[str, str]]:
    """Return the phonemes of words as a noun or an adjective, and as a verb."""
    lines = (line.split("\t") for line in _SOUNDS.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {word: (noun, verb) for word, noun, verb in lines}


def _noun_or_verb(found: re.Match[str]) -> Spoken | None:
    """Pronounce a word as a noun or a verb if the words around it say which it is.

    Engines that take no phonemes read the word itself, which they know better than a respelling made from phonemes.
    """
    noun, verb = _nouns_and_verbs().get(found[0].casefold(), ("", ""))
    words = before(found)
    if not noun or _AS_IT_IS.fits(found):
        return None
    if _stands(words, "after_determiner") or re.match(r"\sof\b", after(found)):
        return Spoken(found[0], noun, found[0])
    is_verb = _stands(words, *(("after_he",) if found[0].endswith("s") else ("after_subject", "helped")))
    return Spoken(found[0], verb, found[0]) if is_verb and not re.search(r"\b(?:do|does|did)\s$", words) else None


def _pronounced(found: re.Match[str]) -> Spoken | None:
    """Return the first pronunciation that fits, or None if the engine reads the word correctly by itself."""
    variant = next((variant for variant in _PRONUNCIATIONS[found[0].casefold()] if variant.fits(found)), _AS_IT_IS)
    return Spoken(found[0], variant.ipa, variant.respelling) if variant.ipa else None


def _read(found: re.Match[str]) -> Spoken | None:
    """Pronounce "read" as past or present, by the words before it and by other verbs near it."""
    if _AS_IT_IS.fits(found):
        return None
    return Spoken(found[0], *(_RED if _is_past(found) else _READ))


def _is_past(found: re.Match[str]) -> bool:
    words = before(found)
    if _stands(words, "before_participle"):
        return not re.search(r"\b(?:is|are|was|were|am|be)\sto\s$", words)
    if _stands(words, "after_verb", "asked") or after(found).startswith("-"):
        return False
    if _stands(words, "before_past"):
        return True
    around = found.string[max(0, found.start() - _AROUND) : found.end() + _AROUND]
    return _stands(words, "before_either") and bool(re.search(_PATTERNS["past"], around))


def _stands(words: str, *patterns: str) -> bool:
    """Return whether one of the patterns, by their names, is found in the words."""
    return any(re.search(_PATTERNS[name], words, re.I) for name in patterns)


RULES = (
    Rule.of("heteronym read", r"(?<!\w)read(?!\w)", _read, re.I),
    Rule.of("heteronym", rf"(?<![\w])(?:{'|'.join(_PRONUNCIATIONS)})(?![\w])", _pronounced, re.I),
    Rule.of("noun or verb", r"(?<![\w'’-])[a-z]{3,16}(?!\w)", _noun_or_verb, re.I),
)
