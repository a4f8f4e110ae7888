"""Account for the page's words that a merge does not speak, because the person replaced or deleted them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tts_interview.model import LeftOut, Reason
from tts_interview.script.paragraphs import changed_words, same_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tts_interview.script.merge.alignment import AlignedWords

    # Paragraphs of the page, and what a merge made of them.
    Stretch = tuple[Sequence[AlignedWords], Sequence[AlignedWords]]


def ledger_of(left_out: Iterable[LeftOut], stretches: Iterable[Stretch]) -> tuple[LeftOut, ...]:
    """Return what the page leaves out, and its words that are gone; but not those that the person moved or brought back."""
    differing = [(_beyond(_counted(merged), page), _beyond(_counted(page), merged)) for page, merged in stretches]
    gone, typed = (_counted(words for stretch in differing for words in stretch[side]) for side in (0, 1))
    moved, moved_there = gone & typed, gone & typed
    differing = [(_beyond(moved, page), _beyond(moved_there, merged)) for page, merged in differing]
    changes = [change for page, merged in differing for change in _changes(page, merged)]
    paragraphs = Counter(" ".join(words.text.split()) for _, merged in differing for words in merged)
    lost = (LeftOut(old, line, Reason.AS_ASKED) for old, _, line in changes if old)
    kept = [*_unspoken(left_out, paragraphs), *_unspoken(lost, Counter(new for _, new, _ in changes if new))]
    return tuple(sorted(kept, key=lambda entry: entry.line))


def _counted(words: Iterable[AlignedWords]) -> Counter[str]:
    return Counter(one.digest for one in words)


def _beyond(known: Counter[str], words: Iterable[AlignedWords]) -> list[AlignedWords]:
    """Return the paragraphs that are not known; each known one is taken out of `known`."""
    found = []
    for one in words:
        if known[one.digest]:
            known[one.digest] -= 1
        else:
            found.append(one)
    return found


def _changes(page: Sequence[AlignedWords], merged: Sequence[AlignedWords]) -> Iterator[tuple[str, str, int]]:
    """Yield words of the page, those in their place, and their line; paragraphs pair if there are as many on both sides."""
    pairs = [(was.text, now.text, was.line) for was, now in zip(page, merged, strict=False)]
    if not page or not merged:
        pairs = [*((was.text, "", was.line) for was in page), *(("", now.text, 0) for now in merged)]
    elif len(page) != len(merged):
        pairs = [(" ".join(was.text for was in page), " ".join(now.text for now in merged), page[0].line)]
    for was, now, line in pairs:
        yield from ((old, new, line) for old, new in changed_words(was, now, same_words(was, now)))


def _unspoken(entries: Iterable[LeftOut], spoken: Counter[str]) -> Iterator[LeftOut]:
    """Yield the entries whose words are not spoken; what is spoken once stands for one entry."""
    for entry in entries:
        if spoken[entry.text]:
            spoken[entry.text] -= 1
        else:
            yield entry
