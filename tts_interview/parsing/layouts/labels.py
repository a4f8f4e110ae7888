"""Labels of turns: those of the format, those at the start of lines, and the letter Q without a colon.

Of the candidates, those are labels that return, that belong to one that returns, or that the page announces.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import zip_longest

from tts_interview.model import Block, Role
from tts_interview.parsing.asking import asks, ends_sentence
from tts_interview.parsing.layouts.questions import questions_beside
from tts_interview.parsing.page.block_lines import placed_lines
from tts_interview.parsing.page.candidates import has_shape_of_label, key_of, without_brackets, without_headline
from tts_interview.parsing.page.places import Known, Page
from tts_interview.parsing.people.names import initials_of
from tts_interview.parsing.people.person import is_stage, letter_of, role_of
from tts_interview.parsing.segmentation import ANSWER, QUESTION, Form, LabelStyle, TurnStart, in_order
from tts_interview.parsing.vocabulary import ANSWER_WORDS, ASKER_LABELS, LETTERS, NO_NAMES, QUESTION_LETTERS, any_of

_LEAST_RETURNING, _LEAST_LOWER_CASE = 2, 3
_MOST_WORDS_OF_A_NAME = 4
# A question and its answer.
_PAIR = 2
# How many blocks further down the next label stands, at most, after a name that its letter then stands for.
_NEAR = 3
_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(r"[ \t]*(?P<name>[^\W\d_][\w.’' -]{0,30}):(?=[^\W\d_]\S*\s)")
# "he said:" in scripts that know no capitals.
_SAYING = re.compile(rf"(?:{any_of('quotative_endings')})$")
# As official transcripts set reporters' questions: "Q Thank you for coming.". One space is enough where the next word begins a
# sentence: "Q And", but not "Q fever".
_LETTER = re.compile(r"^[ \t\xa0]*(?P<label>[QA])[ \t\xa0]+(?=[^\W\d_a-z]|[\"“'‘(\[—–-])", re.M)
_COLONS = ":\uff1a"
_LETTER_STYLE = LabelStyle(Form.LETTER)
_LONGEST_LONE_NAME_CHARS = 60
_SHORT_WIDE = re.compile(r"[\u2e80-\ud7ff]{1,4}")  # a name, or a part of one, in scripts without capitals and spaces
_DASHED = LabelStyle(Form.WEAK)
_LEAST_DASHED, _MOSTLY = 6, 0.9
_LEAST_ASKING = 0.4
_LEAST_ONE_SIDED = 0.6
_LINE_BELOW = re.compile(r"[ \t\xa0]*+\n\s*")
# Where the next block has a label, the line below a request answers it: "Q. Tell us of the mill."
_REQUEST_LINE = re.compile(r"[^\n]*[.!。！][ \t\xa0]*+\n\s*")
_ASKING_LINES = re.compile(r"(?:[^\n]*[?？][ \t\xa0]*+\n\s*)+")
# No show has more people; a page that was made to hurt may.
_MOST_GLUED_LABELS = 200

# A page that mixes more ways to set a label than this has no system.
_MOST_STYLES = 2


def propose_voices(page: Page) -> Iterator[Sequence[TurnStart]]:
    """Yield the reading of the format's voices, such as WebVTT's tags, if at least two people have one."""
    marks = [mark for mark in page.candidates if mark.style.form is Form.TAG]
    if len({key_of(mark.label) for mark in marks}) > 1:
        yield marks


def propose_letters(page: Page) -> Iterator[Sequence[TurnStart]]:
    """Yield the reading whose lines with a bare Q or A open turns, beside the labels of the page."""
    if sum(mark.label == "Q" for mark in _found(_LETTER, "Q", page)) > 1:
        marks = [replace(mark, first=not mark.start, style=_LETTER_STYLE) for mark in _found(_LETTER, "QA", page)]
        strong = [m for m in page.candidates if m.style.form is not Form.WEAK]
        labels = in_order([*marks, *accepted(strong, page.known)])
        yield completed(page, labels)
        yield labels


def propose_labels(page: Page) -> Iterator[Sequence[TurnStart]]:
    """Yield readings of labels at the start of lines: each way to choose labels, alone and with what it leaves open."""
    seen: set[frozenset[tuple[int, int]]] = set()
    for chosen in _choices(page):
        labels = in_order([*chosen, *_wished(page, chosen)])
        places = frozenset(mark.place for mark in labels)
        if places not in seen:
            seen.add(places)
            yield completed(page, labels)
            yield labels


def propose_lone_names(page: Page) -> Iterator[Sequence[TurnStart]]:
    """Yield the reading of names that stand alone on their lines, each above sentences, if at least two people return."""
    marks = [mark for index in page.places for mark in _lone_names(index, page.blocks[index])]
    counts = Counter(key_of(mark.label) for mark in marks)
    returning = {key for key, count in counts.items() if count >= _LEAST_RETURNING}
    ended = [*(ends_sentence(block.text) for block in page.blocks), False]
    over = {m for m in marks if ended[m.block if m.end < len(page.blocks[m.block].text) else page.after(m.block)]}
    marks = [m for m in marks if key_of(m.label) in returning or (m in over and page.known.has(key_of(m.label)))]
    named = [mark for mark in marks if not mark.label[:1].islower()]  # "speaker" may stand above the name
    if len(returning) >= _LEAST_RETURNING and len(over.intersection(named)) >= _MOSTLY * len(named):
        letters = [mark for mark in page.candidates if letter_of(mark.label) and mark.style.form is Form.LETTER]
        yield completed(page, in_order([*marks, *letters]))


def _lone_names(index: int, block: Block) -> Iterator[TurnStart]:
    for start, line in placed_lines(block.text):
        name = line.strip()
        short = 1 < len(name.strip(" 0123456789")) < _LONGEST_LONE_NAME_CHARS and not line[0].isspace()
        words = without_brackets(name).split() if short and not ends_sentence(name) else ()
        if 0 < len(words) <= _MOST_WORDS_OF_A_NAME and has_shape_of_label(name, bold=False):
            yield TurnStart(index, start, start + len(line), name, first=not start, style=LabelStyle(alone=True))


def _choices(page: Page) -> Iterator[list[TurnStart]]:
    """Yield the labels that count: those that return, of all candidates or of one kind of them, and those set alike."""
    candidates = without_headline(list(page.candidates), page.blocks)
    strong = [m for m in candidates if m.style.form is not Form.WEAK]
    flat = [m for m in candidates if not m.style.listed]
    common = [style for style, _ in Counter(m.style for m in candidates if m.proper).most_common(_MOST_STYLES)]
    pools = [candidates, strong, flat, *([m for m in candidates if m.style == style] for style in common)]
    yield from (accepted(pool, page.known) for pool in _different(pools))
    known = [m for m in candidates if page.known.has(key_of(m.label)) and m.style.form is not Form.WEAK]
    alike = [m for m in candidates if common and m.style == common[0] and m.style.form is not Form.WEAK]
    counts = Counter(key_of(m.label) for m in strong)
    returning = [m for m in strong if counts[key_of(m.label)] >= _LEAST_RETURNING]
    bold = [m for m in candidates if m.style.bold and m.style.form in (Form.COLON, Form.TIME)]
    yield from _different([known, alike, returning, bold])


def _different(pools: Iterable[list[TurnStart]]) -> Iterator[list[TurnStart]]:
    """Yield the pools that are not empty and differ from those before them."""
    seen: set[tuple[int, ...]] = set()
    for pool in pools:
        key = tuple(map(id, pool))
        if pool and key not in seen:
            seen.add(key)
            yield pool


def _wished(page: Page, labels: Sequence[TurnStart]) -> list[TurnStart]:
    """Return what the user says is a label, at the start of a line and before a colon, whatever it looks like."""
    if not page.known.labels:
        return []
    pattern = re.compile(rf"^[ \t]*(?P<label>{_longest_first(page.known.labels)})[ \xa0]*[:\uff1a]", re.M | re.I)
    return _found(pattern, _COLONS, page, labels)


def _longest_first(labels: Iterable[str]) -> str:
    return "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))


def _found(pattern: re.Pattern[str], signs: str, page: Page, taken: Iterable[TurnStart] = ()) -> list[TurnStart]:
    """Return the marks of the labels that a pattern finds, each with one of the signs, except where one is already."""
    places = {mark.place for mark in taken}
    return [
        TurnStart(index, found.start("label"), found.end(), found["label"])
        for index in page.places
        if any(sign in page.blocks[index].text for sign in signs)
        for found in pattern.finditer(page.blocks[index].text)
        if (index, found.start("label")) not in places
    ]


def accepted(candidates: Sequence[TurnStart], known: Known) -> list[TurnStart]:
    """Return the candidates that may be labels of turns: those that return, are known, or are another form of one of these."""
    counts = Counter(key_of(mark.label) for mark in candidates)
    returning = {key_of(m.label) for m in candidates if counts[key_of(m.label)] >= _least(m)}
    strong = [m for m in candidates if m.style.form is not Form.WEAK]
    named = {m for m in strong if known.has(key_of(m.label.partition(",")[0] or m.label))}  # "Ann Lee, keeper of the bees"
    sure = named | {m for m in strong if asks_or_answers(m.label) and not m.label[:1].islower()}
    believed = {*returning, *(key_of(m.label) for m in sure)}
    names = {word.replace("-", "") for key in believed for word in key.split() if len(word) > 1}
    chosen = {m for m in candidates if key_of(m.label) in returning} | sure | {m for m in strong if _is_form_of(m, names)}
    chosen |= _introducing(strong, chosen) | _in_every_block(candidates, chosen) | _in_capitals(strong, chosen)
    # Where colons follow a name, a dash after it tells what somebody is: "Ann Lee – guitar".
    labelled = {key_of(m.label) for m in strong}
    told = {m for m in chosen.difference(strong) if not m.style.bold and key_of(m.label) in labelled}
    return [m for m in candidates if m in chosen and m not in told] or _short_exchange(candidates, known)


def _in_every_block(candidates: Sequence[TurnStart], chosen: AbstractSet[TurnStart]) -> set[TurnStart]:
    """Return all names before dashes where nearly every block has one, and some return: "Ann – So it is."."""
    dashed = [m for m in candidates if m.style == _DASHED and m.proper]
    returning = {key_of(m.label) for m in dashed if m in chosen}
    among = len(dashed) >= _LEAST_DASHED and len(dashed) >= _MOSTLY * (dashed[-1].block - dashed[0].block + 1)
    return set(dashed) if among and len(returning) > 1 else set()


def _in_capitals(candidates: Sequence[TurnStart], chosen: AbstractSet[TurnStart]) -> set[TurnStart]:
    """Return all labels in capitals where those that are believed are set so, or are letters: "Q.", "MR. REED:"."""
    capital = {m for m in candidates if m.style.capitals and m.style.form is Form.COLON and not m.style.listed and m.proper}
    named = {m for m in chosen if not letter_of(m.label)}
    enough = named or len({key_of(m.label) for m in capital}) >= _LEAST_RETURNING
    alike = chosen and enough and named <= capital
    return {m for m in capital if len(m.label.split()) <= _MOST_WORDS_OF_A_NAME} if alike else set()


def _introducing(candidates: Sequence[TurnStart], chosen: AbstractSet[TurnStart]) -> set[TurnStart]:
    """Return the labels that give a name before its letter alone stands for it: "Ann:", then "A:" again and again."""
    letters = {m.label.rstrip(".").casefold() for m in chosen} - LETTERS.keys()
    found: set[TurnStart] = set()
    later: set[str] = set()
    below = 0
    for mark in reversed(candidates):
        letter = mark.label[:1].casefold()
        if mark in chosen:
            later.add(mark.label.rstrip(".").casefold())
        elif not (mark.proper and letter in letters & later and 0 < below - mark.block <= _NEAR):
            continue
        else:
            found.add(mark)
        below = mark.block
    return found


def _least(mark: TurnStart) -> int:
    """Return how often a label must stand on a page to be believed."""
    return _LEAST_LOWER_CASE if mark.label[:1].islower() else _LEAST_RETURNING


def _is_form_of(mark: TurnStart, names: set[str]) -> bool:
    """Return whether a label has a word, or the initials, of names that are believed: "Rutte" and "Mark Rutte (MR)"."""
    return not names.isdisjoint((initials_of(mark.label), *_WORD.findall(mark.label.casefold())))


def _short_exchange(candidates: Sequence[TurnStart], known: Known) -> list[TurnStart]:
    """Return the labels where nobody speaks twice: those of people who are known, or all if they look like names."""
    named = [m for m in candidates if known.has(key_of(m.label)) and not m.style.listed]
    if len({key_of(m.label) for m in named}) > 1:
        return named
    strong = [m for m in candidates if m.proper and m.style.form is not Form.WEAK and not m.style.listed]
    strong = [m for m in strong if not _SAYING.search(key_of(m.label))]
    capital = [m for m in strong if not m.label[:1].islower() and len(m.label.split()) <= _MOST_WORDS_OF_A_NAME]
    return capital if 1 < len(capital) == len(strong) else []


def asks_or_answers(label: str) -> bool:
    """Return whether a label stands for whoever asks or answers, with a number or not: "Q", "A 2"."""
    key = key_of(label).rstrip("0123456789 ")
    return key in LETTERS or key in ASKER_LABELS or key in ANSWER_WORDS


def overlooked(page: Page, marks: Sequence[TurnStart]) -> Iterator[TurnStart]:
    """Yield what looks like a label among the labels of a reading, or right above them, and opens none of its turns."""
    if not any(mark.named for mark in marks):
        return
    places = {mark.place for mark in marks}
    above = page.before(marks[0].block)
    first = (marks[0].block, marks[0].start)
    for mark in page.candidates:
        if mark.place in places or mark.style.form is not Form.COLON or not mark.proper or mark.style.listed:
            continue
        words = mark.label.split()
        among = mark.place > first or (page.numbers[0] < mark.block == above and len(words) > 1)
        named = len(words) < _MOST_WORDS_OF_A_NAME and all(word[:1].isupper() or _SHORT_WIDE.fullmatch(word) for word in words)
        if among and named and words[0].casefold() not in NO_NAMES and not is_stage(mark.label):
            yield mark


# -- what labels leave open: answers or questions without a label, and labels behind the end of a sentence ---------------


def completed(page: Page, labels: Sequence[TurnStart]) -> list[TurnStart]:
    """Return the labels with all that a page of labels leaves without one, in order."""
    found = in_order([*labels, *_glued(page, labels)])
    asked = _somebody_asks(page, found)
    others = _unlabelled_answers(page, found) if asked else questions_beside(page, found)
    return _by_host(in_order([*found, *others]), page)


def _by_host(marks: list[TurnStart], page: Page) -> list[TurnStart]:
    """Attribute unlabelled questions to the host who opens by name and has no label afterwards.

    Where the first question and its answer alone have labels, those are meant in all that follows.
    """
    first = next((place for place, mark in enumerate(marks) if mark.label == QUESTION), 0)
    if first == _PAIR == len(pair := marks[:_PAIR]) and all(m.named for m in pair) and not any(m.named for m in marks[first:]):
        own = {QUESTION: pair[0].label, ANSWER: pair[1].label} if asks(page.text_of(*pair)) else {}
        return [replace(mark, label=own.get(mark.label, mark.label)) for mark in marks]
    # By their first words: "Ida Roux" is back as "Ida".
    before = [key_of(mark.label).split()[0] for mark in marks[:first] if mark.named]
    after = {key_of(mark.label).split()[0] for mark in marks[first:] if mark.named}
    gone = set(before) - after
    if not before or gone != {before[0]} or not set(before) & after or letter_of(marks[0].label):
        return marks
    if before.count(before[0]) < _LEAST_RETURNING and not asks(page.text_of(marks[0], marks[1])):
        return marks
    host = marks[0].label
    return [replace(mark, label=host) if mark.label == QUESTION else mark for mark in marks]


def _glued(page: Page, labels: Sequence[TurnStart]) -> list[TurnStart]:
    """Return known labels behind the end of a sentence, "No restriction. Q:", or whose words follow without a space."""
    counts = Counter(mark.label for mark in labels if mark.style.form is Form.COLON)
    known = [label for label, count in counts.most_common(_MOST_GLUED_LABELS) if count >= _LEAST_RETURNING or label == "Q"]
    if not known:
        return []
    names = _longest_first(known)
    others = _unspaced_names(page, labels)
    pattern = re.compile(rf"(?<=[.?!…\"”’)\]。？！])\s+(?P<label>{names})[ \xa0]*[:\uff1a](?=\s|$)")
    unspaced = re.compile(rf"^[ \t]*(?P<label>{_longest_first([*known, *others])}):(?=[^\W\d_])", re.M)
    inside = [replace(mark, first=False) for mark in _found(pattern, _COLONS, page, labels)]
    return [*inside, *(replace(mark, first=not mark.start) for mark in _found(unspaced, ":", page, labels))]


def _unspaced_names(page: Page, labels: Sequence[TurnStart]) -> list[str]:
    """Return names whose words follow without a space, "Reed:We met", in blocks that each follow one with a label."""
    labelled = {mark.block for mark in labels if mark.style.form is Form.COLON and mark.start == 0}
    answering = (page.after(block) for block in sorted(labelled))
    openings = (_UNSPACED.match(page.blocks[i].text) for i in answering if i not in labelled and i in page.places)
    counts = Counter(found["name"] for found in openings if found)
    return [name for name, count in counts.items() if count >= max(_LEAST_RETURNING, len(labelled) / 2)]


def _said(page: Page, marks: Sequence[TurnStart]) -> dict[str, list[str]]:
    """Return what is said under each label, in the block of the label or, where it stands alone, in the next."""
    said: dict[str, list[str]] = defaultdict(list)
    blocks = page.blocks
    for mark, following in zip_longest(marks, marks[1:]):
        words = page.text_of(mark, following)
        if not words.strip() and mark.block + 1 < len(blocks) and (not following or following.block > mark.block + 1):
            words = blocks[mark.block + 1].text
        said[key_of(mark.label)].append(words)
    return said


def _somebody_asks(page: Page, labels: Sequence[TurnStart]) -> bool:
    """Return whether one of those who have labels asks the questions."""
    return any(
        key in QUESTION_LETTERS
        or role_of(key, whole=True) is Role.INTERVIEWER
        or (len(texts) >= _LEAST_RETURNING and sum(map(asks, texts)) >= _LEAST_ASKING * len(texts))
        for key, texts in _said(page, labels).items()
    )


def _unlabelled_answers(page: Page, labels: Sequence[TurnStart]) -> list[TurnStart]:
    """Return the starts of answers, each after a question, where all labels ask and those who answer have none.

    Where somebody whom the page names has a label now and then, most questions must stand above another of the same asker.
    """
    said = _said(page, labels)
    shares = {key: sum(map(asks, texts)) / len(texts) for key, texts in said.items()}
    asking = {key for key, share in shares.items() if key in QUESTION_LETTERS or share >= _LEAST_ONE_SIDED}
    if not asking or len(labels) < _LEAST_RETURNING:
        return []
    if len(asking) < len(said):
        asked = [(key_of(m.label), m, key_of(after.label) if after else "") for m, after in zip_longest(labels, labels[1:])]
        labels = [m for key, m, after in asked if key in asking and after in ("", key)]
        enough = len(labels) >= max(_LEAST_RETURNING, _LEAST_ONE_SIDED * sum(key in asking for key, _, _ in asked))
        if not enough or not all(_is_known(key, page) for key in said.keys() - asking):
            return []
    starts = {mark.block for mark in labels}
    bold = {index: {e.start: e.end for e in page.blocks[index].emphasis if e.bold} for index in starts}
    answers = [_answer_after(mark, page, bold[mark.block], starts) for mark in labels]
    found = [answer for answer in answers if answer and (not answer.first or answer.block not in starts)]
    # No answer opens with the name of somebody whom the page names elsewhere, as a label.
    named = {m.block for m in page.candidates if m.first and _is_known(key_of(m.label), page)}
    if named & {answer.block for answer in found if answer.first}:
        return []
    return list(dict.fromkeys(found)) if len(found) >= _LEAST_ONE_SIDED * len(labels) else []


def _is_known(key: str, page: Page) -> bool:
    return page.known.has(key) or key in page.known.parts


def _answer_after(mark: TurnStart, page: Page, bold: Mapping[int, int], starts: AbstractSet[int]) -> TurnStart | None:
    """Return the answer after a labelled question: in the line below its bold words or what it asks, else the next block."""
    end = bold.get(mark.start)
    text = page.blocks[mark.block].text
    index = page.after(mark.block)
    below = _LINE_BELOW.match(text, end) if end else _ASKING_LINES.match(text, mark.words_start)
    if not below and (index in starts or index == len(page.blocks)):
        below = _REQUEST_LINE.match(text, mark.words_start)
    if below and below.end() < len(text):
        return TurnStart(mark.block, below.end(), below.end(), ANSWER, first=False)
    return TurnStart(index, 0, 0, ANSWER) if index < len(page.blocks) else None
