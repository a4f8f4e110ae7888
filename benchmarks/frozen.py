"""How an earlier parser read the archives, and whether today's parser sees which of these readings are bad.

A better parser leaves fewer bad readings behind, so its own are too few to tell whether it notices one. The frozen readings are
those of the parser before readings were scored: 78 bad ones (interviews with less than nine of ten turns right, and dialogues
made of what is not an interview) and 280 good ones. `frozen_readings.json.gz` holds for each, by a digest of its path, where
its turns began, and no word of any text:

bad: 1 or 0.
marks: six lists of numbers with an entry for each turn: its line, counted from that of the turn before; the column of its
    label; the width of the label with its punctuation; that of a time stamp after it; where the name begins, counted from the
    column; the width of the name. Below zero, the fifth number is one of LABELS, or SPEAKER where the format names the speaker.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tts_interview.parsing import is_interview
from tts_interview.parsing.deciding import Considered, judge
from tts_interview.parsing.doubts import DOUBTED_BELOW, RIGHT_BELOW
from tts_interview.parsing.page.candidates import key_of
from tts_interview.parsing.page.furniture import tail_start
from tts_interview.parsing.scoring import Reading, agreements, score, weights_of
from tts_interview.parsing.segmentation import (
    ANSWER,
    CLOSING,
    NARRATION,
    QUESTION,
    Form,
    LabelStyle,
    Segmentation,
    TurnStart,
    in_order,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.model import Block, Document
    from tts_interview.parsing.deciding import Judged
    from tts_interview.parsing.page.places import Page

FILE = Path(__file__).with_name("frozen_readings.json.gz")
LABELS = {-1: QUESTION, -2: ANSWER, -3: NARRATION, -4: CLOSING}
SPEAKER = -5
# Below this, the scorer of the archives takes a reading for doubtful.
SURE_FROM = 0.8


class Frozen(NamedTuple):
    """A reading of before: whether it is bad, and where its turns begin, as the file says it."""

    bad: bool
    marks: Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What today's parser says of a frozen reading.

    lost: how many of its turns, `of` so many, are not on the page any more. judged: None if fewer than two are left as talk.
    """

    bad: bool
    flagged: bool
    lost: int
    of: int
    judged: Judged | None

    @property
    def confidence(self) -> float:
        """The confidence of the reading, 0 if it is refused."""
        return self.judged.confidence if self.judged else 0.0


@cache
def frozen_readings() -> dict[str, Frozen]:
    """Return all frozen readings by the digest of the path of the text."""
    held = json.loads(gzip.decompress(FILE.read_bytes()))
    return {digest: Frozen(bool(one["bad"]), list(zip(*one["marks"], strict=True))) for digest, one in held.items()}


def frozen_reading(path: str) -> Frozen | None:
    """Return how a text was read, by its path in the folder of the texts; None if it was not read, or not frozen."""
    return frozen_readings().get(hashlib.sha256(path.encode()).hexdigest()[:16])


def look_at(frozen: Frozen, document: Document, page: Page, considered: Sequence[Considered]) -> Verdict:
    """Judge a frozen reading beside today's readings of its text, the best first."""
    marks = in_order(_marks_on(page, frozen.marks))
    lost = len(frozen.marks) - len(marks)
    judged = None
    if marks:
        heard = page.leaving_out([None if i in {m.block for m in marks} else r for i, r in enumerate(page.reasons)])
        judged = judge(document, heard, _considered(heard, marks, considered))
    unsure = judged is None or judged.interview < DOUBTED_BELOW or judged.right < RIGHT_BELOW
    flagged = unsure or judged is None or not is_interview(document, judged)
    return Verdict(frozen.bad, flagged, lost, len(frozen.marks), judged)


def _considered(page: Page, marks: Sequence[TurnStart], considered: Sequence[Considered]) -> Considered:
    """Return the reading of these marks: one of today's if it is the same, or a new one beside them."""
    own = _places(marks)
    same = next((one for one in considered if _places(one.segmentation.marks) == own), None)
    if same:
        return same
    tagged = all(mark.style.form is Form.TAG for mark in marks)
    segmentation = Segmentation("voices" if tagged else "frozen", tuple(marks))
    agreement = agreements([*(one.segmentation for one in considered), segmentation])[-1]
    reading = Reading(page, segmentation, tail_start(page.blocks, marks[-1].block + 1))
    features = reading.features | {"agree": agreement}
    return Considered(segmentation, features, score(features, weights_of("choice")))


def _places(marks: Sequence[TurnStart]) -> list[tuple[int, int, str]]:
    return [(mark.block, mark.start, key_of(mark.label)) for mark in marks]


def _marks_on(page: Page, rows: Sequence[Sequence[int]]) -> Iterator[TurnStart]:
    """Yield the marks that are still on the page, set as the candidates at their places are."""
    lines = _lines_of(page.blocks)
    styles = {(mark.block, mark.start): mark for mark in page.candidates}
    for line, (_, column, width, extra, at, wide) in zip(accumulate(row[0] for row in rows), rows, strict=True):
        for index, offset in lines.get(line, ()):
            start, end = offset + column, offset + column + width
            label = _label(page.blocks[index], start, at, wide)
            if label:
                style = LabelStyle(Form.TAG) if at == SPEAKER else LabelStyle()
                mark = TurnStart(index, start, end, label, end + extra if extra else 0, style=style)
                like = styles.get((index, start))
                yield replace(mark, style=like.style, proper=like.proper, first=like.first) if like and at >= 0 else mark
                break


def _label(block: Block, start: int, at: int, wide: int) -> str:
    """Return the label of a mark in this block; nothing if it is not there."""
    if at == SPEAKER:
        return block.speaker.strip("<> ")
    return LABELS.get(at) or block.text[start + at : start + at + wide].strip()


def _lines_of(blocks: Sequence[Block]) -> dict[int, list[tuple[int, int]]]:
    """Return for each line of the source the blocks that have words of it, with the offset at which it begins there."""
    found: dict[int, list[tuple[int, int]]] = {}
    for index, block in enumerate(blocks):
        offset = 0
        for number, text in zip(block.lines, block.text.split("\n"), strict=False):
            found.setdefault(number, []).append((index, offset))
            offset += len(text) + 1
    return found
