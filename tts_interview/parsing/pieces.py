"""Blocks and marks -> turns and ledger: who says which words, and what inside them is not said.

Every character of the document is in a turn or in an entry that is left out.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile
from typing import NamedTuple, TypeVar

from tts_interview.errors import LedgerError
from tts_interview.language.lexicon.unusual import unusual
from tts_interview.language.segmentation import base_language
from tts_interview.model import Ask, Block, Direction, Document, Kind, LeftOut, Paragraph, Reason, Role, Transcript, Turn
from tts_interview.parsing.page.block_lines import Lines
from tts_interview.parsing.page.furniture import FOOT_LINES
from tts_interview.parsing.people.person import Person
from tts_interview.parsing.segmentation import NARRATION, TurnStart, by_block
from tts_interview.parsing.vocabulary import any_of

_DIRECTIONS = any_of("directions")
_LONE_DIRECTIONS = any_of("lone_directions")
_CLOCK = r"(?:\d{1,2}:)?\d{1,3}:\d\d(?:[.,]\d{1,3})?"
_SPAN = r"(?:\d{1,2}h ?)?(?:\d{1,2}m ?)?\d{1,2}s"
# In brackets anywhere, without them alone on a line.
_STAMP = re.compile(rf"[\[(]{_CLOCK}[\])]:?|[\[(]{_SPAN}[\])]|^\s*(?:{_SPAN}|(?:\d{{1,2}}:)?\d{{1,2}}:\d\d)\s*$", re.M)
# What is left of a definition whose image is gone.
_LONE_COLON = re.compile(r"^[ \t\u3000]*+[:\uff1a][ \t\u3000]*+$", re.M)
_SHORTCODE = re.compile(r"\{\{[^{}]{0,300}\}\}|\{%[^{}]{0,300}%\}")
# Markup, each after what it needs somewhere in a text, which is quick to look for.
_MARKUP_CUTS = ((re.compile(r"\n"), _LONE_COLON), (re.compile(r"\d"), _STAMP), (re.compile(r"\{"), _SHORTCODE))
# A transcriber tells what somebody with a title does: "(The President removes his sunglasses.)".
_ACTION = re.compile(rf"\((?:{any_of('actors')})\s+[a-z]+s\s[^()]{{1,100}}\.\)")
_BRACKETED = re.compile(r"[\[(<（【［〈]([^\[\]()<>（）【】\n]{1,100})[\])>）】］〉]\.?")
_NOTED = rf"(?:{_DIRECTIONS})(?![\w-])|(?:{_LONE_DIRECTIONS})\W*$"
_DIRECTION = re.compile(rf"\s*(?:[\w .-]{{1,30}}?\s*[-–—:]\s*)?(?:(?:{any_of('direction_subjects')})\s+)?(?:{_NOTED})", re.I)
_LONGEST_DIRECTION = 90
# A whole sentence about music or silence is talk, unless it tells how it sounds: "(Music is playing)".
_TELLING = re.compile(
    rf"\s+(?:(?:{any_of('being')})\s(?!{any_of('sounding')})|(?:{any_of('doing')})\s)|{any_of('telling')}", re.I
)
_OPENING = re.compile(r"[(\[<*（【［〈]")
# Without one of these nothing is cut: a time has a colon or an "s", all else a line, a bracket or a star.
_MAY_CUT = re.compile(r"[:\uff1as\n{(\[<*（【［〈]")
_STARRED = re.compile(rf"(?<!\*)\*(?:{_DIRECTIONS}|{_LONE_DIRECTIONS})\*(?!\*)", re.I)
_LONGEST_FOOT_CHARS = 300
NARRATOR = "Narrator"
_STAGE = ""
# What a narrator says to be that.
_SAID_TO_BE = (Kind.CAPTION, Kind.IMAGE)


class SpokenPiece(NamedTuple):
    """Words of one block that one speaker says; `line` is where the turn's label stands, `mark` what opens them here."""

    speaker: str
    line: int
    paragraph: Paragraph | None
    mark: TurnStart | None = None


def cut_pieces(  # noqa: PLR0913, PLR0917 - the page, and what is known of its blocks
    blocks: Sequence[Block],
    reasons: Sequence[Reason | None],
    marks: Sequence[TurnStart],
    people: dict[str, Person],
    kept: frozenset[int],
    headings: frozenset[int] = frozenset(),
    language: str = "",
) -> tuple[list[SpokenPiece], list[LeftOut]]:
    """All spoken words in order, each with the speaker who was marked last, the narrator before the first mark.

    With them what was cut out of the words. `kept` are blocks that the narrator reads wherever they stand, `headings` those
    that are not said and stand above what is. Words that the page stresses in its `language` have a direction for that.
    """
    pieces: list[SpokenPiece] = []
    above: list[tuple[int, str]] = []
    left_out: list[LeftOut] = []
    speaker = NARRATOR
    marked = by_block(marks)
    for index, block in enumerate(blocks):
        here, lines = marked.get(index, []), Lines(block)
        asked = list(_stresses(block, language)) if block.emphasis else []
        if index in headings:
            above.append((len(pieces), " ".join(block.text.split())))
        if index in kept:
            pieces += _spoken(_Stretch(NARRATOR, 0, len(block.text)), block, (), asked, lines)
        if reasons[index] or index in kept:
            # Whoever begins to speak in a part that was not asked for goes on in the part that was.
            speaker = next((_speaker_of(mark, people) for mark in reversed(here)), speaker)
            continue
        cuts = find_cuts(block)
        for stretch in _stretches(speaker, block, here, people):
            inside = _inside(stretch, cuts)
            if stretch.speaker == _STAGE:
                left_out += _entries(block, [(stretch.start, stretch.end, Reason.ADVERTISEMENT)], lines)
            else:
                pieces += _spoken(stretch, block, inside, _inside(stretch, asked), lines)
                left_out += _entries(block, inside, lines)
            if stretch.mark is None or stretch.mark.label != NARRATION:
                speaker = stretch.speaker
    return _under_headings(pieces, above), left_out


def _under_headings(pieces: list[SpokenPiece], above: Iterable[tuple[int, str]]) -> list[SpokenPiece]:
    """Each heading with the first words below it, the last of those that stand together; `above` has the pieces before each."""
    found = list(pieces)
    for number, heading in above:
        at = next((place for place in range(number, len(pieces)) if pieces[place].paragraph), None)
        if at is not None and (paragraph := pieces[at].paragraph):
            found[at] = pieces[at]._replace(paragraph=replace(paragraph, heading=heading))
    return found


class Cut(NamedTuple):
    """Characters `start` up to `end` of a block's text that are not said."""

    start: int
    end: int
    reason: Reason


class _Stretch(NamedTuple):
    """Characters `start` up to `end` of a block's text, which one speaker says, and the mark that opens them."""

    speaker: str
    start: int
    end: int
    mark: TurnStart | None = None


def _stretches(speaker: str, block: Block, marks: Sequence[TurnStart], people: dict[str, Person]) -> list[_Stretch]:
    """What each mark opens, and before the first what `speaker` goes on to say."""
    if not marks:
        return [_Stretch(speaker, 0, len(block.text))]
    ends = [*(mark.start for mark in marks), len(block.text)]
    opened = [_Stretch(_speaker_of(m, people), m.words_start, end, m) for m, end in zip(marks, ends[1:], strict=True)]
    return [_Stretch(speaker, 0, ends[0]), *opened] if ends[0] else opened


_Range = TypeVar("_Range", "Cut", "Direction")


def _inside(stretch: _Stretch, ranges: Sequence[_Range]) -> list[_Range]:
    """Return the cuts or directions that lie in a stretch; all are in order."""
    if not ranges:
        return []
    first = bisect_left(ranges, stretch.start, key=lambda one: one.start)
    return list(takewhile(lambda one: one.end <= stretch.end, map(ranges.__getitem__, range(first, len(ranges)))))


def _speaker_of(mark: TurnStart, people: dict[str, Person]) -> str:
    if mark.narrated:
        return NARRATOR
    person = people[mark.label]
    return _STAGE if person.stage else person.name


# They stand at once after a word.
_MARKS = (".", ",", ";", "?", "!")


def _spoken(
    stretch: _Stretch, block: Block, cuts: Sequence[Cut], asked: Sequence[Direction], lines: Lines
) -> Iterator[SpokenPiece]:
    raw = block.text[stretch.start : stretch.end]
    text = " ".join(_without(cuts, stretch, block).split()) if cuts else " ".join(raw.split())
    first = lines.at(stretch.start + len(raw) - len(raw.lstrip()))
    line = lines.at(stretch.mark.start) if stretch.mark else first
    kind = block.kind if block.kind in _SAID_TO_BE else Kind.PARAGRAPH
    directions = tuple(_moved(asked, stretch, block, cuts, text)) if asked else ()
    paragraph = Paragraph(text, first, kind, directions) if text else None
    if paragraph or stretch.mark:
        yield SpokenPiece(stretch.speaker, line, paragraph, stretch.mark)


def _moved(asked: Sequence[Direction], stretch: _Stretch, block: Block, cuts: Sequence[Cut], text: str) -> Iterator[Direction]:
    """Yield directions at their places in `text`, which is left of a stretch, unless they enclose all of its words."""
    kept = (place for start, end in _left(cuts, stretch) for place in range(start, end) if not block.text[place].isspace())
    now = dict(zip(kept, (place for place, character in enumerate(text) if not character.isspace()), strict=True))
    for direction in asked:
        if direction.start in now and direction.end - 1 in now:
            start, end = now[direction.start], now[direction.end - 1] + 1
            if any(map(str.isalnum, text[:start] + text[end:])):
                yield replace(direction, start=start, end=end)


def _left(cuts: Sequence[Cut], stretch: _Stretch) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a stretch between its cuts."""
    ends = [*(cut.start for cut in cuts), stretch.end]
    yield from zip([stretch.start, *(cut.end for cut in cuts)], ends, strict=True)


def _without(cuts: Sequence[Cut], stretch: _Stretch, block: Block) -> str:
    """What is left of a stretch; a mark that stood after a cut follows the word before it."""
    parts = [block.text[start:end] for start, end in _left(cuts, stretch)]
    return "".join(part.rstrip() if part.startswith(_MARKS) else f" {part.rstrip()}" for part in parts)


def _entries(block: Block, stretches: Iterable[tuple[int, int, Reason]], lines: Lines) -> Iterator[LeftOut]:
    for start, end, reason in stretches:
        text = " ".join(block.text[start:end].split()) if start < end else ""
        if text:
            yield LeftOut(text, lines.at(start), reason)


def turns_of(pieces: Sequence[SpokenPiece]) -> list[tuple[Turn, TurnStart | None]]:
    """Return the turns, each with the mark that opens it; roles are yet open: all but the narrator's are guests."""
    turns: list[tuple[Turn, TurnStart | None]] = []
    for speaker, said in groupby(pieces, key=lambda piece: piece.speaker):
        opening, *others = said
        paragraphs = tuple(piece.paragraph for piece in (opening, *others) if piece.paragraph)
        if paragraphs:
            role = Role.NARRATOR if speaker == NARRATOR else Role.GUEST
            turns.append((Turn(speaker, role, opening.line, paragraphs), opening.mark))
    return turns


def label_lines(blocks: Sequence[Block], marks: Sequence[TurnStart]) -> dict[str, list[int]]:
    """For each label the lines on which it stands, in order."""
    found: dict[str, list[int]] = {}
    for index, here in by_block(marks).items():
        lines = Lines(blocks[index])
        for mark in here:
            found.setdefault(mark.label, []).append(lines.at(mark.start))
    return found


def label_entries(blocks: Sequence[Block], marks: Sequence[TurnStart], people: dict[str, Person]) -> list[LeftOut]:
    """The labels, and the time stamps, numbers and dashes with them: none of them is said."""
    entries: list[LeftOut] = []
    for index, here in by_block(marks).items():
        block, lines = blocks[index], Lines(blocks[index])
        for mark in here:
            if mark.words_start == mark.start:
                continue
            reason = Reason.LABEL if mark.named else Reason.MARKUP
            if mark.named and people[mark.label].stage:
                reason = Reason.STAGE_DIRECTION
            stretches = ((mark.start, mark.end, reason), (mark.end, mark.words_start, Reason.MARKUP))
            entries += _entries(block, stretches, lines)
    return entries


def check_ledger(document: Document, transcript: Transcript) -> None:
    """Raise LedgerError if the characters of the document are not all accounted for, each once."""
    whole = Counter([*(block.text for block in document.blocks), *(words for _, words in document.markup)])
    spoken = (p.text for turn in transcript.turns for p in turn.paragraphs)
    kept = Counter([*spoken, *(entry.text for entry in transcript.left_out)])
    given, found = (Counter(" ".join(texts.elements()).split()) for texts in (whole - kept, kept - whole))
    # A cut may divide a word, so the characters of all words that differ count.
    missing, new = _characters(given.items() - found.items()), _characters(found.items() - given.items())
    lost, added = missing - new, new - missing
    if not lost and not added:
        return
    raise LedgerError(
        f"{document.name}: parsing lost {lost.total()} characters and added {added.total()}; "
        "this is a bug in tts-interview, please report it with the source"
    )


def _characters(words: Iterable[tuple[str, int]]) -> Counter[str]:
    return Counter("".join(word * count for word, count in words))


# -- words in italics that are stressed --------------------------------------------------------------------------------
#
# Of 660 passages in italics on real pages in English, 29 % are titles and names, and 18 % sentences and quotations. Of those
# that are left, up to three common words in small letters, four in five are stressed; most others are terms to be explained.

_WORD = r"(?:[a-z]+(?:['’-][a-z]+)*|I)"
_STRESSED = re.compile(rf"\s*({_WORD}(?:\s{_WORD}){{0,2}})[\s.,;!?…]*")


def _stresses(block: Block, language: str) -> Iterator[Direction]:
    """Yield the directions to stress words of a block, in order; only if it is English, whose common words are known."""
    if base_language(language) != "en":
        return
    for emphasis in block.emphasis:
        found = _STRESSED.fullmatch(block.text, emphasis.start, emphasis.end) if emphasis.italic else None
        if found and not any(unusual(found[1], language)):
            yield Direction(Ask.STRESS, *found.span(1))


# -- what stands inside a turn and is not said: stage directions, time stamps, struck-out words ---------------------------


def find_cuts(block: Block) -> list[Cut]:
    """What is not said of a block, in order, without overlaps."""
    if not block.emphasis and not _MAY_CUT.search(block.text):
        return []
    cuts: list[Cut] = []
    for cut in sorted(_all_cuts(block), key=lambda c: (c.start, -c.end)):
        if not cuts or cut.start >= cuts[-1].end:
            cuts.append(cut)
    return cuts


def _is_direction(inside: str) -> bool:
    """Whether what stands in brackets is about the sound."""
    found = _DIRECTION.match(inside)
    return found is not None and len(inside) <= _LONGEST_DIRECTION and not _TELLING.match(inside, found.end())


def _direction(found: re.Match[str]) -> Cut:
    """With the full stop after it, unless that ends the sentence before: "I drank water [laughs]."."""
    before = found.string[max(0, found.start() - 2) : found.start()].rstrip()
    ends_sentence = found[0].endswith(".") and before[-1:].isalnum()
    return Cut(found.start(), found.end() - ends_sentence, Reason.STAGE_DIRECTION)


def _all_cuts(block: Block) -> Iterator[Cut]:
    text = block.text
    for needed, pattern in _MARKUP_CUTS:
        if needed.search(text):
            yield from (Cut(*found.span(), Reason.MARKUP) for found in pattern.finditer(text))
    if foot := FOOT_LINES.search(text, max(0, len(text) - _LONGEST_FOOT_CHARS)):
        yield Cut(foot.start(), foot.end(), Reason.FURNITURE)
    if _OPENING.search(text):
        yield from (_direction(found) for found in _BRACKETED.finditer(text) if _is_direction(found[1]))
        for found in (*_STARRED.finditer(text), *_ACTION.finditer(text)):
            yield Cut(*found.span(), Reason.STAGE_DIRECTION)
    yield from (Cut(e.start, e.end, Reason.MARKUP) for e in block.emphasis if e.struck)
