"""Read transcripts whose lines carry voice tags (`<v Name>`), time stamps or numbers of cues, but are not subtitles."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.documents.front_matter import with_front_matter
from tts_interview.documents.subtitles import LABEL, from_cues
from tts_interview.settings.front_matter import split_front_matter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tts_interview.documents.subtitles import Lines
    from tts_interview.model import Document

# Such as 00:01:08, [1:08] and (00:01:08.500 --> 00:01:12.000).
_CLOCK = r"(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
_STAMP = rf"[\[(]?{_CLOCK}(?:\s?(?:-->|[-–—])\s?{_CLOCK})?[\])]?"
_STAMPED = re.compile(rf"\s*{_STAMP}(?:\s*$|\s+(?=\S))")
_VOICED = re.compile(rf"\s*(?:{_STAMP}\s*)?(?=<v(?:\.[\w.-]+)?\s[^<>\n]+>)")
_NUMBER = re.compile(r"\s*(\d{1,6})(?:\s*$|\s+(?=\S))")
# Fewer stamps or numbers may be in any text.
_FEWEST = 4
_MOSTLY = 0.8
# Voices are surer: two are enough if half of the lines have one, and more if they are not samples in a text about them.
_VOICED_SHARES = {2: 0.5}
_VOICED_SHARE = 0.1
# A cue of subtitles has a number and up to two lines, seldom three.
_NUMBERS_SHARE = 0.25
_LABELLED_SHARE = 0.1


def is_timed_text(text: str) -> bool:
    """Return whether several lines start with voice tags, or nearly all with time stamps or with numbers that count up."""
    return _reading_of(split_front_matter(text)[1]) is not None


def read_timed_text(text: str) -> Document:
    """Read the cues of such a text without their stamps and numbers; voices become speakers."""
    fields, body = split_front_matter(text)
    cues, timed = _reading_of(body) or ([[(1, body)]], False)
    return replace(with_front_matter(from_cues(cues), fields), timed=timed)


def _reading_of(text: str) -> tuple[list[Lines], bool] | None:
    """Return the cues of a text, and whether they are timed; None if it is a text like any other."""
    lines = list(enumerate(text.split("\n"), start=1))
    filled = [(number, line) for number, line in lines if line.strip()]
    opened = sum(first in "[(" or first.isdecimal() for first in (line.lstrip()[0] for _, line in filled))
    if "<v" not in text and opened < _NUMBERS_SHARE * len(filled):
        return None  # too few lines start with what may be a stamp or a number
    if cues := _voiced(lines):
        return cues, sum(bool(_STAMPED.match(line)) for _, line in filled) >= _MOSTLY * len(filled)
    cues = _stamped(filled) or _numbered(filled)
    return (cues, True) if cues else None


def _voiced(lines: Sequence[tuple[int, str]]) -> list[Lines]:
    """Return the cues of a text in which several lines start with a voice tag; none for another text."""
    tagged = [bool(_VOICED.match(line)) for _, line in lines]
    count, filled = sum(tagged), sum(1 for _, line in lines if line.strip())
    if count < min(_VOICED_SHARES) or count < _VOICED_SHARES.get(count, _VOICED_SHARE) * filled:
        return []
    cues: list[Lines] = [[]]
    for (number, line), is_tagged in zip(lines, tagged, strict=True):
        stamp = (_VOICED if is_tagged else _STAMPED).match(line)
        if stamp or not line.strip():
            cues.append([])
        if words := line[stamp.end() if stamp else 0 :].strip():
            cues[-1].append((number, words))
    return [cue for cue in cues if cue]


def _stamped(filled: Sequence[tuple[int, str]]) -> list[Lines]:
    """Return the cues of a text in which nearly every line starts with a time stamp or follows one that is alone.

    A text with labels is none of them: the parser knows how labels and stamps go together.
    """
    covered, is_alone = 0, False
    cues: list[Lines] = [[]]
    for number, line in filled:
        stamp = _STAMPED.match(line)
        words = line[stamp.end() if stamp else 0 :].strip()
        covered += bool(stamp) or is_alone
        is_alone = bool(stamp) and not words
        if stamp:
            cues.append([])
        if words:
            cues[-1].append((number, words))
    fits = len(cues) > _FEWEST and covered >= _MOSTLY * len(filled) and not _has_labels(cues)
    return [cue for cue in cues if cue] if fits else []


def _has_labels(cues: Iterable[Lines]) -> bool:
    """Return whether labels open the cues: two that return, or one in ten cues."""
    texts = [cue[0][1] for cue in cues if cue]
    labels = Counter(found[0] for text in texts if (found := LABEL.match(text)))
    recurring = [label for label, count in labels.items() if count > 1]
    return len(recurring) > 1 or labels.total() > max(1, _LABELLED_SHARE * len(texts))


def _numbered(filled: Sequence[tuple[int, str]]) -> list[Lines]:
    """Return the cues of a text with numbers that count up, each alone on a line or before the words of one."""
    alone, before = (_counted(filled, fits) for fits in (_is_alone, _is_before_words))
    if len(alone) > _FEWEST and len(alone) - 1 >= _NUMBERS_SHARE * len(filled):
        return [cue for cue in alone if cue]
    if len(before) > _FEWEST and len(before) - 1 >= _MOSTLY * len(filled):
        return [cue for cue in before if cue]
    return []


def _is_alone(line: str, number: re.Match[str]) -> bool:
    return number.end() >= len(line.rstrip())


def _is_before_words(line: str, number: re.Match[str]) -> bool:
    return not _is_alone(line, number)


def _counted(filled: Sequence[tuple[int, str]], fits: Callable[[str, re.Match[str]], bool]) -> list[Lines]:
    """Split lines before each number that fits and is one more than the last; the first cue is what stands before them."""
    cues: list[Lines] = [[]]
    last = -1
    for number, line in filled:
        found = _NUMBER.match(line)
        counts = found is not None and fits(line, found) and (last < 0 or int(found[1]) == last + 1)
        if found and counts:
            last = int(found[1])
            cues.append([])
        if words := line[found.end() if found and counts else 0 :].strip():
            cues[-1].append((number, words))
    return cues
