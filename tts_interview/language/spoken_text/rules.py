"""Rules that turn written words into spoken ones, and how they are applied to a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.model import SpokenSpan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# A pattern sees this far beyond the stretch that it is applied to.
_LOOKAHEAD_CHARS = 60


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words as they are spoken, and their sound where the rules of the language would get it wrong.

    `ipa` holds phonemes, `respelling` serves engines that take none, and `language` is the BCP 47 tag of the language whose
    rules pronounce the words.
    """

    spoken: str
    ipa: str = ""
    respelling: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A named pattern and the words that are spoken for each of its matches.

    The pattern sees the whole text, so it may look around. `say` returns None to leave a match to later rules.
    """

    name: str
    pattern: re.Pattern[str]
    say: Callable[[re.Match[str]], Spoken | str | None]

    @classmethod
    def of(cls, name: str, pattern: str, say: Callable[[re.Match[str]], Spoken | str | None], flags: int = 0) -> Rule:
        """Make a rule whose pattern nothing else uses; `flags` are those of `re`."""
        return cls(name, re.compile(pattern, flags), say)


def apply_rules(rules: Iterable[Rule], written: str, fixed: tuple[SpokenSpan, ...] = ()) -> tuple[SpokenSpan, ...]:
    """Return spans in order that cover the written text; text that no rule matches is spoken as written.

    Earlier rules win: later rules do not match what an earlier one took. No rule matches inside the `fixed` spans, which are
    in order.
    """
    spans = list(fixed)
    stretches = _between(written, fixed)
    for rule in rules:
        still_open = []
        for stretch in stretches:
            taken, left = _apply(rule, written, *stretch)
            spans += taken
            still_open += [(start, end) for start, end in left if written[start:end].strip("()").strip()]  # no rule says these
        stretches = still_open
    spans.sort(key=lambda span: span.start)
    return tuple(_with_gaps(written, spans))


def _between(written: str, fixed: tuple[SpokenSpan, ...]) -> list[tuple[int, int]]:
    """Return the ranges between the spans."""
    ends = [0, *(span.end for span in fixed)]
    starts = [*(span.start for span in fixed), len(written)]
    return [(start, end) for start, end in zip(ends, starts, strict=True) if start < end]


def _with_gaps(written: str, spans: list[SpokenSpan]) -> Iterator[SpokenSpan]:
    """Yield the spans, and the text between them as spans that are spoken as written."""
    position = 0
    for span in spans:
        if span.start > position:
            yield SpokenSpan(written[position : span.start], position, span.start)
        yield span
        position = span.end
    if position < len(written):
        yield SpokenSpan(written[position:], position, len(written))


def _apply(rule: Rule, written: str, start: int, end: int) -> tuple[list[SpokenSpan], list[tuple[int, int]]]:
    """Return the spans that the rule takes from a stretch of the text, and the ranges that it leaves."""
    taken: list[SpokenSpan] = []
    left: list[tuple[int, int]] = []
    position = start
    for found in _matches(rule.pattern, written, start, end):
        words = rule.say(found)
        if words is None:
            continue
        if found.start() > position:
            left.append((position, found.start()))
        taken.append(_span(words, *found.span()))
        position = found.end()
    if position < end:
        left.append((position, end))
    return taken, left


def _matches(pattern: re.Pattern[str], written: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the matches inside a stretch; the pattern sees the text after it, such as the name after "Dr."."""
    at, seen = start, min(len(written), end + _LOOKAHEAD_CHARS)
    while at < end and (found := pattern.search(written, at, seen)) and found.start() < end:
        inside = found if found.end() <= end else pattern.match(written, found.start(), end)
        if inside and inside.end() > inside.start():
            yield inside
            at = inside.end()
        else:
            at = found.start() + 1


def _span(words: Spoken | str, start: int, end: int) -> SpokenSpan:
    if isinstance(words, str):
        return SpokenSpan(words, start, end)
    return SpokenSpan(words.spoken, start, end, words.ipa, words.respelling, words.language)
