"""Pages whose paragraphs were lost: labels stand inside one long line, "... every day. Lee: Why here? Roux: It is home."."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from tts_interview.model import Role
from tts_interview.parsing.asking import asks
from tts_interview.parsing.page.candidates import has_shape_of_label, key_of
from tts_interview.parsing.people.person import letter_of, role_of
from tts_interview.parsing.segmentation import Form, LabelStyle, TurnStart
from tts_interview.parsing.vocabulary import QUESTION_LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.model import Block
    from tts_interview.parsing.page.places import Page

_HAN = "[\u3040-\u30ff\u4e00-\u9fff·]"
_WORD = r"[^\s:\uff1a.,!?…;()\[\]«»“”\"。，！？；।\u3040-\u30ff\u4e00-\u9fff]{1,20}"
_LABEL = rf"(?P<label>{_HAN}{{1,8}}|{_WORD}(?:[ \xa0]{_WORD}){{0,3}})[ \xa0]?(?::[ \xa0]+|\uff1a\s*)"
# A sentence ends before a label; in Chinese a heading may, which a space sets off.
_SENTENCE_END = r"(?<=[.!?…»”\"’)\]।])[ \xa0]+|(?<=[。？！”」])[ \u3000]*"
_INSIDE = re.compile(rf"(?:^|{_SENTENCE_END}|(?<={_HAN})[ \u3000](?={_HAN}{{1,8}}[:\uff1a])){_LABEL}", re.M)
_SHORTEST_LINE = 200
_LEAST = 2
_LEAST_ALTERNATING = 0.7
_LEAST_ASKING = 0.4


def propose(page: Page) -> Iterator[Sequence[TurnStart]]:
    """Yield the reading of labels inside long lines, if they return, take turns and one of them asks."""
    long = [index for index in page.places if len(page.blocks[index].text) >= _SHORTEST_LINE]
    candidates = [mark for index in long for mark in _candidates(index, page.blocks[index])]
    counts = Counter(key_of(mark.label) for mark in candidates)
    marks = [mark for mark in candidates if counts[key_of(mark.label)] >= _LEAST]
    opening = sum(mark.proper and mark.style.form is not Form.WEAK for mark in page.candidates)
    if len(marks) > opening and _is_talk(marks, page):
        yield marks


def _candidates(index: int, block: Block) -> list[TurnStart]:
    found = [f for f in _INSIDE.finditer(block.text) if has_shape_of_label(f["label"], bold=False)]
    return [
        TurnStart(index, f.start("label"), f.end(), f["label"], first=not f.start("label"), style=LabelStyle()) for f in found
    ]


def _is_talk(marks: Sequence[TurnStart], page: Page) -> bool:
    """Whether two or more take turns, and one of them asks."""
    keys = [key_of(mark.label) for mark in marks]
    changes = sum(a != b for a, b in pairwise(keys))
    if len(set(keys)) < _LEAST or changes < _LEAST_ALTERNATING * (len(keys) - 1):
        return False
    said: dict[str, list[str]] = {key: [] for key in keys}
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        said[key_of(mark.label)].append(page.text_of(mark, following))
    return any(_asks(key, texts) for key, texts in said.items())


def _asks(key: str, texts: Sequence[str]) -> bool:
    by_name = letter_of(key) in QUESTION_LETTERS or role_of(key, whole=True) is Role.INTERVIEWER
    return by_name or sum(map(asks, texts)) >= _LEAST_ASKING * len(texts)
