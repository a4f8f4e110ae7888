"""Document -> Page: what can be told before anybody knows the turns, and what is known of the people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tts_interview.model import Document, Kind, Reason
from tts_interview.parsing.page.furniture import leave_out
from tts_interview.parsing.page.metadata import find_author, find_fields, find_standfirst
from tts_interview.parsing.page.places import Known, Page
from tts_interview.parsing.people.context import Hints, PageText, read_hints
from tts_interview.parsing.people.names import ENOUGH_CHARS, NameIndex
from tts_interview.parsing.people.person import letter_of
from tts_interview.parsing.segmentation import QUESTION, TurnStart, by_block
from tts_interview.parsing.vocabulary import QUESTION_LETTERS
from tts_interview.parsing.wishes import apply_wishes, outside
from tts_interview.settings.parts import ReadingSettings

_SEEN_ELSEWHERE = 4  # the index counts double
_OPENING_BLOCKS = 12
_OPENING_CHARS = 1000
_QUESTION_CHARS = 300
_LONGEST_LINE_AROUND_CHARS = 400
# No show has more people: beyond that nobody is listened to for who they say they are.
_MOST_HEARD = 200
_INTRODUCTION_CHARS = 20_000


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document before its turns are known: its page, the blocks that the narrator must read, and hints of its people."""

    document: Document
    page: Page
    kept: frozenset[int]
    hints: Hints


def prepare(document: Document, wishes: ReadingSettings) -> Prepared:
    """Leave out what no reading speaks, and collect what is known of the people.

    Raises SourceError for a wish that fits nothing.
    """
    blocks = document.blocks
    reasons, narrated, kept = apply_wishes(document, leave_out(blocks), wishes)
    people, fields = find_fields(blocks, reasons)
    authors, about_author = find_author(blocks, added(reasons, fields))
    reasons = added(added(reasons, fields), about_author)
    hints = read_hints(document if document.authors else replace(document, authors=authors), people, wishes)
    reasons = added(reasons, outside(document, wishes))
    page = Page(blocks, tuple(reasons), known_people(document, hints), kept, document.title)
    return Prepared(document, page, narrated, hints)


def added(reasons: Sequence[Reason | None], found: Mapping[int, Reason]) -> list[Reason | None]:
    """Return the reasons with those that were found for blocks that had none."""
    return [reason or found.get(index) for index, reason in enumerate(reasons)]


def known_people(document: Document, hints: Hints) -> Known:
    """Return the names of people who may speak: those of hints and introduction, and those that the page gives twice."""
    texts = [document.title, document.description, *_beginning(block.text for block in document.blocks)]
    index = NameIndex("\n".join(texts))
    opening = NameIndex("\n".join(texts[:_OPENING_BLOCKS])).counts
    often = (name for name, count in index.counts.items() if count >= _SEEN_ELSEWHERE)
    return Known.of([*hints.names, *opening, *often], index.surnames, labels=hints.aliases)


def page_text(document: Document, page: Page, marks: Sequence[TurnStart]) -> PageText:
    """Collect what the page says of its people: before the first turn, and in the first words of each."""
    blocks, reasons = page.blocks, page.reasons
    first = marks[0].block if marks else len(blocks)
    before = [b for b, r in zip(blocks[:first], reasons[:first], strict=True) if not r or r is Reason.CREDIT]
    before.sort(key=lambda block: block.kind is Kind.HEADING)  # a title names towns and books before people
    cut_off = blocks[first].text[: marks[0].start] if marks else ""
    credited = [b for b, r in zip(blocks[first:], reasons[first:], strict=True) if r is Reason.CREDIT]
    headings = [block.text for block in before if block.kind is Kind.HEADING]
    return PageText(
        title=document.title,
        headings="\n".join(headings)[:_INTRODUCTION_CHARS],
        description="\n".join([document.description, *(blocks[i].text for i in find_standfirst(page, document.title, first))]),
        introduction="\n".join(" ".join(text.split()) for text in (*(b.text for b in before), cut_off))[:_INTRODUCTION_CHARS],
        credits="\n".join(" ".join(block.text.split()) for block in credited)[:_INTRODUCTION_CHARS],
        everything="\n".join(_beginning(_between_labels(page, marks))),
        around="\n".join(_around(page)),
        questions="\n".join(_questions(page, marks)),
        openings=_openings(page, marks),
    )


def _around(page: Page) -> Iterator[str]:
    """Return the short lines that the page leaves out: bylines, captions, tags, notes on who they are."""
    left_out = (" ".join(b.text.split()) for b, reason in zip(page.blocks, page.reasons, strict=True) if reason)
    return _beginning(dict.fromkeys(line for line in left_out if len(line) <= _LONGEST_LINE_AROUND_CHARS), _INTRODUCTION_CHARS)


def _questions(page: Page, marks: Sequence[TurnStart]) -> Iterator[str]:
    """Yield the beginnings of the questions that carry no name."""
    for mark in marks:
        if mark.label == QUESTION or letter_of(mark.label) in QUESTION_LETTERS:
            yield " ".join(page.blocks[mark.block].text[mark.words_start : mark.words_start + _QUESTION_CHARS].split())


def _openings(page: Page, marks: Sequence[TurnStart]) -> dict[str, str]:
    """Return the first words after each label, of several turns if the first are short."""
    openings: dict[str, str] = {}
    for mark in marks:
        heard = openings.get(mark.label, "")
        if len(heard) < _OPENING_CHARS and (heard or len(openings) < _MOST_HEARD):
            following = page.blocks[mark.block + 1].text if not heard and mark.block + 1 < len(page.blocks) else ""
            own = page.blocks[mark.block].text[mark.words_start : mark.words_start + _OPENING_CHARS]
            openings[mark.label] = f"{heard}\n{own}\n{following[:_OPENING_CHARS]}".strip()[:_OPENING_CHARS]
    return openings


def _beginning(texts: Iterable[str], chars: int = ENOUGH_CHARS) -> Iterator[str]:
    """Yield the texts, each on one line, as far as anybody looks for names in them."""
    length = 0
    for text in texts:
        if length > chars:
            break
        line = " ".join(text.split())
        length += len(line)
        yield line


def _between_labels(page: Page, marks: Sequence[TurnStart]) -> Iterator[str]:
    """Yield all text that may be spoken, without the labels, so that no name reaches over one."""
    marked = by_block(marks)
    for index, block in enumerate(page.blocks):
        if page.reasons[index] is not Reason.FURNITURE:
            here = marked.get(index, [])
            starts = [0, *(mark.words_start for mark in here)]
            ends = [*(mark.start for mark in here), len(block.text)]
            yield from (block.text[start:end] for start, end in zip(starts, ends, strict=True))
