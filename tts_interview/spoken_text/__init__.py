"""Written words -> words as they are spoken, in spans that remember which written words they speak."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from tts_interview.model import SpokenSpan
from tts_interview.spoken_text import every_language
from tts_interview.spoken_text.sentences import opening, pieces, sentences
from tts_interview.spoken_text.spoken_pieces import spoken_pieces
from tts_interview.spoken_text.written_words import pronunciations, spoken, written_words

if TYPE_CHECKING:
    from tts_interview.spoken_text.rules import Rule, Said

# The module of each language, whose RULES are tried in their order; it is imported when it is first needed.
_BY_LANGUAGE = {"en": "english", "es": "spanish", "fr": "french", "it": "italian", "pt": "portuguese"}

__all__ = [
    "has_words",
    "opening",
    "pieces",
    "pronunciations",
    "sentences",
    "speakable",
    "spoken",
    "spoken_pieces",
    "written_words",
]


def speakable(written: str, language: str) -> tuple[SpokenSpan, ...]:
    """The written text as spans in order, which cover all of it: each rule speaks what it finds, the rest stays as it is.

    An earlier rule wins: what it has taken no later rule sees.
    """
    spans: list[SpokenSpan] = []
    open_stretches = [(0, len(written))]
    for rule in rules_for(language):
        still_open = []
        for stretch in open_stretches:
            taken, left = _apply(rule, written, *stretch)
            spans += taken
            still_open += left
        open_stretches = still_open
    spans += [SpokenSpan(written[start:end], start, end) for start, end in open_stretches]
    return tuple(sorted(spans, key=lambda span: span.start))


def rules_for(language: str) -> tuple[Rule, ...]:
    """The rules for text of that language (a BCP 47 tag), in the order in which they are tried."""
    return _rules_of(language.partition("-")[0].casefold())


@cache
def _rules_of(language: str) -> tuple[Rule, ...]:
    if language not in _BY_LANGUAGE:
        return every_language.RULES + every_language.LAST_RULES
    module = import_module(f"{__name__}.{_BY_LANGUAGE[language]}")
    return (*every_language.RULES, *module.RULES, *every_language.LAST_RULES)


def has_words(text: str) -> bool:
    """Whether there is anything to say: a letter or a digit."""
    return any(c.isalnum() for c in text)


def _apply(rule: Rule, written: str, start: int, end: int) -> tuple[list[SpokenSpan], list[tuple[int, int]]]:
    """What the rule takes of a stretch of the text, and what it leaves open."""
    taken: list[SpokenSpan] = []
    left: list[tuple[int, int]] = []
    position = start
    for found in rule.pattern.finditer(written, start, end):
        said = rule.say(found) if found.end() > found.start() else None
        if said is None:
            continue
        if found.start() > position:
            left.append((position, found.start()))
        taken.append(_span(said, *found.span()))
        position = found.end()
    if position < end:
        left.append((position, end))
    return taken, left


def _span(said: Said | str, start: int, end: int) -> SpokenSpan:
    if isinstance(said, str):
        return SpokenSpan(said, start, end)
    return SpokenSpan(said.spoken, start, end, said.ipa, said.respelling, said.language)
