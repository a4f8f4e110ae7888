"""Written words -> words as they are spoken, in spans that remember which written words they speak."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text import every_language
from tts_interview.language.spoken_text.pieces import opening, pieces
from tts_interview.language.spoken_text.sentences import sentences
from tts_interview.language.spoken_text.spoken_pieces import spoken_pieces
from tts_interview.language.spoken_text.wording import Wording, asked_for, passages, with_known
from tts_interview.language.spoken_text.written_words import pronunciations, spoken, written_words
from tts_interview.model import SpokenSpan

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping
    from types import ModuleType

    from tts_interview.language.spoken_text.rules import Rule, Spoken
    from tts_interview.model import Paragraph

# The module of each language, whose RULES are tried in their order; it is imported when it is first needed.
_BY_LANGUAGE = {
    "de": "german",
    "en": "english",
    **dict.fromkeys(("en-gb", "en-ie", "en-au", "en-nz", "en-za", "en-in"), "english.british"),
    "es": "spanish",
    "fr": "french",
    "hi": "hindi",
    "it": "italian",
    "pt": "portuguese",
    "pt-pt": "portuguese.european",
}

# As far as a rule sees beyond what it may take.
_SEEN_CHARS = 60

__all__ = [
    "Wording",
    "has_words",
    "letter_names",
    "opening",
    "pieces",
    "pronunciations",
    "sentences",
    "speakable",
    "spoken",
    "spoken_pieces",
    "unbroken_ranges",
    "worded",
    "written_words",
]


def worded(paragraph: Paragraph, language: str, known: tuple[SpokenSpan, ...] = ()) -> Wording:
    """How a paragraph of a text in that language (a BCP 47 tag) is said: as its directions ask, as is `known`, by the rules.

    `known` are ranges in order, such as a lexicon finds: those count that no direction says otherwise.
    """
    asked = asked_for(paragraph.text, paragraph.directions, language, letter_names)
    foreign = passages(paragraph.directions)
    fixed, unbroken = with_known(asked, known, foreign), unbroken_ranges(paragraph.text, language)
    return Wording(paragraph.text, language, fixed, foreign, speakable, unbroken)


def speakable(written: str, language: str, fixed: tuple[SpokenSpan, ...] = ()) -> tuple[SpokenSpan, ...]:
    """The written text as spans in order, which cover all of it: each rule speaks what it finds, the rest stays as it is.

    An earlier rule wins: what it has taken no later rule sees. Nor do any see what is `fixed`, in order, by others.
    """
    spans = list(fixed)
    open_stretches = _between(written, fixed)
    for rule in rules_for(language):
        still_open = []
        for stretch in open_stretches:
            taken, left = _apply(rule, written, *stretch)
            spans += taken
            still_open += [(start, end) for start, end in left if not written[start:end].isspace()]
        open_stretches = still_open
    spans.sort(key=lambda span: span.start)
    return tuple(_with_gaps(written, spans))


def _with_gaps(written: str, spans: list[SpokenSpan]) -> Iterator[SpokenSpan]:
    """The spans, and between them what is said as it is written."""
    position = 0
    for span in spans:
        if span.start > position:
            yield SpokenSpan(written[position : span.start], position, span.start)
        yield span
        position = span.end
    if position < len(written):
        yield SpokenSpan(written[position:], position, len(written))


def rules_for(language: str) -> tuple[Rule, ...]:
    """The rules for text of that language (a BCP 47 tag), in the order in which they are tried."""
    return _rules_of(language.casefold())


def unbroken_ranges(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Where a text of that language (a BCP 47 tag) has full stops that end no sentence: "z. B.", "am 3. Mai"."""
    pattern = getattr(_module_of(language.casefold()), "UNBROKEN", None)
    return tuple(found.span() for found in pattern.finditer(text)) if pattern else ()


def letter_names(language: str) -> Mapping[str, str]:
    """What letters, in lower case, are called in that language (a BCP 47 tag); none where voices name capitals themselves."""
    names: Mapping[str, str] = getattr(_module_of(language.casefold()), "LETTERS", {})
    return names


@cache
def _rules_of(language: str) -> tuple[Rule, ...]:
    module = _module_of(language)
    return (*every_language.RULES, *(module.RULES if module else ()), *every_language.LAST_RULES)


def _module_of(language: str) -> ModuleType | None:
    """The module of a language, the one of its country's if there is one; a tag such as "pt-pt" is in lower case."""
    name = _BY_LANGUAGE.get(language) or _BY_LANGUAGE.get(language.partition("-")[0])
    return import_module(f"{__name__}.{name}") if name else None


def has_words(text: str) -> bool:
    """Whether there is anything to say: a letter or a digit."""
    return any(c.isalnum() for c in text)


def _between(written: str, fixed: tuple[SpokenSpan, ...]) -> list[tuple[int, int]]:
    """The ranges that the spans leave open."""
    ends = [0, *(span.end for span in fixed)]
    starts = [*(span.start for span in fixed), len(written)]
    return [(start, end) for start, end in zip(ends, starts, strict=True) if start < end]


def _apply(rule: Rule, written: str, start: int, end: int) -> tuple[list[SpokenSpan], list[tuple[int, int]]]:
    """What the rule takes of a stretch of the text, and what it leaves open."""
    taken: list[SpokenSpan] = []
    left: list[tuple[int, int]] = []
    position = start
    for found in _matches(rule.pattern, written, start, end):
        said = rule.say(found)
        if said is None:
            continue
        if found.start() > position:
            left.append((position, found.start()))
        taken.append(_span(said, *found.span()))
        position = found.end()
    if position < end:
        left.append((position, end))
    return taken, left


def _matches(pattern: re.Pattern[str], written: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """What a pattern finds inside a stretch. It sees what follows, as in "Dr." before a name that others have taken."""
    at, seen = start, min(len(written), end + _SEEN_CHARS)
    while at < end and (found := pattern.search(written, at, seen)) and found.start() < end:
        inside = found if found.end() <= end else pattern.match(written, found.start(), end)
        if inside and inside.end() > inside.start():
            yield inside
            at = inside.end()
        else:
            at = found.start() + 1


def _span(said: Spoken | str, start: int, end: int) -> SpokenSpan:
    if isinstance(said, str):
        return SpokenSpan(said, start, end)
    return SpokenSpan(said.spoken, start, end, said.ipa, said.respelling, said.language)
