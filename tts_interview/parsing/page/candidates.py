"""Labels in front of turns, such as `Name:`, `**Name**:`, `Name 00:01:02`, `Q:` and `A:`: what looks like one."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category

from tts_interview.model import Block, Kind, Role
from tts_interview.parsing.asking import ends_sentence
from tts_interview.parsing.page.block_lines import goes_on
from tts_interview.parsing.people.names import UNSPACED
from tts_interview.parsing.segmentation import Form, LabelStyle, TurnStart
from tts_interview.parsing.vocabulary import LABEL_PARTICLES, LETTERS, NO_SPEAKERS, PARTICLES, ROLE_WORDS, TITLES, any_of

_PatternOfForm = tuple[re.Pattern[str], Form]

_LETTERS = "".join(sorted(LETTERS))
_SPACE = "[ \t\xa0\u202f\u3000]"
_SPACES = f"(?<!{_SPACE}){_SPACE}*+"  # all of them, tried from the first one alone: a line may hold a million
_CLOCK = r"(?:\d{1,2}:)?\d{1,3}:\d\d(?:[.,:]\d{1,3})?"
_TIME = rf"[\[(]?{_CLOCK}[\])]?"
# "Name (affiliation):", with a space before the colon as in French; a sentence ends no label.
_COLON_LABEL = re.compile(rf"(?P<label>[^:\uff1a\n]{{1,80}}?){_SPACES}[:\uff1a]")
_NAME_AND_TIME = re.compile(
    rf"(?P<label>[^:\uff1a\n\d\[(]{{1,60}}?\d{{0,2}}){_SPACES}(?::{_SPACE}*+0:{_SPACE}++|(?:[-–—:]{_SPACE}*+)?){_TIME}:?{_SPACE}*+(?=\n|$)"
)
# "Ann Lee (0:01:02): So it is.", and alone on its line "- Speaker #1", as hosts of podcasts write it.
_TIME_AND_COLON = re.compile(
    rf"(?P<label>[^:\uff1a\n\d\[(]{{1,60}}?\d{{0,2}}){_SPACES}[\[(]{_CLOCK}[\])]{_SPACE}*+[:\uff1a](?=\s|$)"
)
_NUMBERED = re.compile(
    rf"(?:[-–—•]{_SPACE}*+)?(?P<label>(?:{any_of('numbered_labels')}){_SPACE}#?\d{{1,2}}){_SPACE}*+(?=\n|$)", re.I
)
# As official transcripts set reporters' questions: the letter and a wide space.
_WIDE_LETTER = re.compile(rf"(?P<label>[QA])(?:[ \xa0]{{2}}|\t){_SPACE}*+(?=\S)")
# A letter with a full stop, a bracket or a dash, as in "P. ¿Qué hace?" and "R.- Nada."
_LETTER = re.compile(
    rf"(?P<label>[{_LETTERS}]\d{{0,2}})(?:[.)](?!M\.){_SPACE}*+(?:[-–—]{_SPACE}*+)?|{_SPACE}*+[-–—]{_SPACE}*+)(?=\S)"
    r"|(?P<glued>[QA])(?=\n)",
    re.I,
)
# The words instead of the letters: "Pregunta. ¿Qué hace?" and "Respuesta.- Nada."
_ASKS_OR_ANSWERS = f"{any_of('question_words')}|{any_of('answer_words')}"
_WORD = re.compile(rf"(?P<label>{_ASKS_OR_ANSWERS})\.{_SPACE}*+(?:[-–—]{_SPACE}*+)?(?=\S)", re.I)
_COUNTED = re.compile(r"[^\W\d_]\d{1,2}")
_INITIALS = re.compile(rf"(?P<label>[A-Z]{{2,4}})(?:\)|{_SPACE}++-){_SPACE}+(?=\S)")  # "AL) So it is." and "AL - So it is."
_TERM = re.compile(rf"(?P<label>[^:\uff1a\n]{{1,40}}?){_SPACES}\n{_SPACE}*+[:\uff1a]{_SPACE}*+(?=\S)")
_LENTICULAR = re.compile(rf"【(?P<label>[^】\n]{{1,30}})】{_SPACE}*[:\uff1a]?{_SPACE}*")
_ROUND = re.compile(
    rf"[(（＜〈\[］](?P<label>[^()（）＜＞〈〉\[\]\n]{{1,30}})[)）＞〉\]]{_SPACE}*+(?:[:\uff1a]{_SPACE}*+)?(?=\S)"
)
# As Japanese papers print talk: 森下「いい天気です」; what ends with a particle is the beginning of a sentence.
_NAME_AND_QUOTE = re.compile(
    rf"(?P<label>[^「」『』:\uff1a。、，,\s\n]{{1,16}}(?<!{any_of('sentence_particles')}))"
    rf"(?=「[^\n]*」{_SPACE}*+(?:[(（][^()（）\n]{{1,10}}[)）]{_SPACE}*+)?(?:\n|$))"
)
# Abbreviated names and a dash of any length: "A. L. - So it is.", in scripts without capitals too.
_DOTTED = re.compile(
    rf"(?P<label>(?:[^\W\d_][^\s.:\d–—-]{{0,5}}\.{_SPACE}?){{2,4}}(?<!{_SPACE})){_SPACE}*+[-–—]{_SPACE}++(?=\S)"
)
_NAME_AND_DASH = re.compile(rf"(?P<label>[^:\uff1a\n—–.?!]{{1,40}}?)\.?{_SPACES}(?:[—–]|-(?={_SPACE})){_SPACE}*+(?=\S)")
# As parliaments print talk: "Mr. REED. I do not.", "The CHAIRMAN. The committee will come to order.", "PRESIDENTE. Grazie."
_NAME_AND_STOP = re.compile(
    rf"(?P<label>[^\W\d_a-z][^\s.:,;?!]{{1,24}}\.?(?:{_SPACE}[^\s.:,;?!]{{1,24}}){{0,4}})\.{_SPACE}++(?=[^\W\d_a-z]|[\"“(])"
)
_TIME_BEFORE = re.compile(rf"[\[(]?{_CLOCK}(?:{_SPACE}*+[-–—]{{1,2}}>?{_SPACE}*+{_CLOCK})?[\])]?{_SPACE}*[-–—]?{_SPACE}*")
_TIME_AFTER = re.compile(rf"{_SPACE}*{_TIME}:?(?=\s|$)")
_ADDRESS = re.compile(r"\s*<?(?:https?://|www\.)")
# A talk that is joined to one line has chevrons in it before each speaker, or letters after the ends of sentences.
_LINE_OR_CHEVRONS = re.compile(r"\n| (?=>> (?![a-z]))")
_LINE_OR_LETTER = re.compile(r"\n| (?=Q[.:] )|(?<=[.?!…)\"”’]) (?=A[.:] )")
_CHEVRONS = re.compile(r"(?:>>|&gt;&gt;)+[ \t]*")
_IN_BRACKETS = re.compile(r"\s*(?:[(（\[【][^()（）\[\]【】]*[)）\]】])")

_MOST_WORDS = 9
_LONGEST_ABBREVIATION = 4
_LONGEST_WITHOUT_SPACES = 16
_FULL_LINE_CHARS = 60
# What labels end with.
_LABEL_END = re.compile(r"[「:\uff1a)\]】）〉＞—–.\t\d]|  |\xa0\xa0|-")
_LONGEST_HEAD = 130
# A paper or a broadcast as it is printed before its questions: «Север»: and 《新潮》：
_PAPER = re.compile(r"^[«„“\"《「『]([^«»„“”\"《》「」『』]{2,40})[»“”\"》」』]$")
# In "Ida Roux (hereafter: R)", whose label is "R" from there on.
HEREAFTER = re.compile(rf"^(?:{any_of('hereafter')})[\s:：,，、]*+", re.I)
_CALLED = re.compile(rf"(?:\w+ )?(?:{any_of('interview_words')})\W*", re.I)  # "The mill: the interview."
_NO_LABEL = re.compile(r"[\"“”„«»?!;<>=\\。，、！？]")
_QUOTED = re.compile(r"\s*[«“„\"‘「『][^\n]*[»”“\"’」』]\s*")
_MOST_INITIALS = 4
_LEAST_STOPPED, _LEAST_STOPPED_PEOPLE = 4, 2
_MOST_WORDS_OF_A_ROLE = 4
# In "Ann Lee, keeper of the bees"; a sentence that begins with "Well," has more.
_MOST_SMALL_WORDS = {True: 6, False: 4}  # after a name of several words, and after one


def without_title(numbers: Sequence[int], blocks: Sequence[Block]) -> Sequence[int]:
    """Return the numbers of blocks without the first, if that is a heading: no turn begins with the title."""
    return numbers[1:] if numbers and blocks[numbers[0]].kind is Kind.HEADING else numbers


def without_headline(marks: list[TurnStart], blocks: Sequence[Block]) -> list[TurnStart]:
    """A title before all labels is none: "Ann Lee: “It is home”", if others are not quoted, or a first line without a stop."""
    if not marks or key_of(marks[0].label) in {key_of(mark.label) for mark in marks[1:]}:
        return marks
    quoted = [bool(_QUOTED.fullmatch(blocks[mark.block].text, mark.words_start)) for mark in marks[:2]]
    words = blocks[marks[0].block].text[marks[0].words_start :].strip()
    opens = not any(block.text.strip() for block in blocks[: marks[0].block])
    is_title = not ends_sentence(words) if words else len(marks[0].label.split()) > _MOST_WORDS_OF_A_ROLE
    headline = quoted == [True, False] or (opens and is_title) or _CALLED.fullmatch(words)
    return marks[1:] if headline and marks[0].style.form is Form.COLON else marks


def uncounted(marks: Sequence[TurnStart]) -> tuple[TurnStart, ...]:
    """Return labels without numbers that count the questions or the answers: Q1, Q2 and Q3, each seen once and in order."""
    bare: dict[TurnStart, str] = {}
    for role in (Role.INTERVIEWER, Role.GUEST):
        counted = [m for m in marks if _COUNTED.fullmatch(m.label) and LETTERS.get(m.label[0].casefold()) is role]
        numbers = [int(mark.label[1:]) for mark in counted]
        if len(counted) > 1 and numbers == list(range(1, len(counted) + 1)):
            bare |= {mark: mark.label[0] for mark in counted}
    return tuple(replace(mark, label=bare.get(mark, mark.label)) for mark in marks) if bare else tuple(marks)


def without_lone_stops(marks: Sequence[TurnStart]) -> Sequence[TurnStart]:
    """Return labels without those before a full stop, unless such labels of at least two people return."""
    counts = Counter(key_of(mark.label) for mark in marks if mark.style.form is Form.STOP)
    returning = [count for count in counts.values() if count > 1]
    if len(returning) >= _LEAST_STOPPED_PEOPLE and sum(returning) >= _LEAST_STOPPED:
        return marks
    return [mark for mark in marks if mark.style.form is not Form.STOP] if counts else marks


@lru_cache(maxsize=1 << 17)
def key_of(label: str) -> str:
    """Labels with equal keys are one label: case, spaces, full stops and what stands in brackets do not count.

    A key has at least one word: that of a label without any is a full stop.
    """
    inside = _IN_BRACKETS.search(label) if any(c in label for c in "(（[【") else None
    said = inside[0].strip(" (（[【】])）") if inside else ""
    bare = HEREAFTER.sub("", said) if HEREAFTER.match(said) else _IN_BRACKETS.sub(" ", label) if inside else label
    return " ".join((bare.strip() or label).replace(".", ". ").split()).casefold().rstrip(".") or "."


def without_brackets(label: str) -> str:
    """The label without what stands in brackets; all of it where nothing else is there."""
    return " ".join(_IN_BRACKETS.sub(" ", label).split()) or label.strip()


def candidates_in(index: int, block: Block) -> Iterator[TurnStart]:
    """Yield all that looks like a label at the start of a line of a block."""
    if speaker := block.speaker.strip("<> "):
        yield TurnStart(index, 0, 0, speaker, style=LabelStyle(Form.TAG))
        return
    if not block.emphasis and block.kind is not Kind.HEADING and not _LABEL_END.search(block.text) and "\n" not in block.text:
        return
    bold = {e.start: e.end for e in block.emphasis if e.bold}
    previous = ""
    alone = "\n" not in block.text.strip()
    joined = all(block.text.count(letter) > 1 for letter in (" Q. ", " A. "))
    forms, start = _forms_in(block.text), 0
    lines = (_LINE_OR_LETTER if joined else _LINE_OR_CHEVRONS).split(block.text)
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        begin = start + len(line) - len(line.lstrip())
        sure = begin in bold or block.kind is Kind.HEADING or following.lstrip().startswith((":", "\uff1a"))
        # A line is worth a closer look if near its start is a mark that a label ends with, or if it is a letter alone.
        near = line.strip() in ("Q", "A") or _LABEL_END.search(line, 0, _LONGEST_HEAD)
        if line.strip() and (sure or near) and (joined or not goes_on(previous)):
            mark = _candidate_at(_Place(index, block, begin, not start, alone), bold, forms)
            if mark:
                yield mark
        previous, start = line, start + len(line) + 1


class _Place(NamedTuple):
    """Where a line starts: in block number `block_index`, as its `first` line, or as its only one (`alone`)."""

    block_index: int
    block: Block
    start: int
    first: bool
    alone: bool


def _candidate_at(place: _Place, bold: dict[int, int], forms: Iterable[_PatternOfForm]) -> TurnStart | None:
    text, start, block = place.block.text, place.start, place.block
    bold_end = bold.get(start)
    before = _TIME_BEFORE.match(text, start) or _CHEVRONS.match(text, start)
    begin = before.end() if before else start
    bold_end = bold_end if bold_end and bold_end > begin else bold.get(begin)
    for pattern, form in forms:
        found = pattern.match(text, begin)
        label = _label_in(found, form, block, bold_end) if found else ""
        if found and label:
            after = _TIME_AFTER.match(text, found.end())
            proper = has_shape_of_label(label, bold=bold_end is not None)
            alone = place.alone and not text[found.end() : found.end() + _FULL_LINE_CHARS].strip()
            proper = proper and not _ADDRESS.match(text, found.end())
            listed = block.kind is Kind.LIST_ITEM or (block.kind is Kind.HEADING and not alone)
            style = _style(form, bold_end is not None, _is_in_capitals(label), alone, listed)
            return TurnStart(
                place.block_index, start, found.end(), label, after.end() if after else 0, proper, place.first, style
            )
    mark = _own_line(place.block_index, block, begin, bold_end) if place.first else None
    return replace(mark, start=start, style=replace(mark.style, form=Form.TIME)) if mark and begin > start else mark


_style = lru_cache(maxsize=128)(LabelStyle)  # all that there are: a page has few, and a hundred thousand labels
# What labels need: one of some characters, which is quick to find, and what these belong to.
_NEEDED = {
    "clock": (":", re.compile(r"\d:\d\d")),
    "colon": (":\uff1a", re.compile("")),
    "colon below": ("\n", re.compile(rf"\n{_SPACE}*+[:\uff1a]")),
    "dash": ("-–—", re.compile("")),
}
# The patterns of labels in the order in which they are tried, each with what it needs somewhere in a text.
_FORMS = (
    (_NAME_AND_TIME, Form.TIME, "clock"),
    (_TIME_AND_COLON, Form.TIME, "clock"),
    (_NUMBERED, Form.COLON, ""),
    (_WIDE_LETTER, Form.LETTER, ""),
    (_COLON_LABEL, Form.COLON, "colon"),
    (_LETTER, Form.LETTER, ""),
    (_WORD, Form.COLON, ""),
    (_TERM, Form.COLON, "colon below"),
    (_LENTICULAR, Form.COLON, ""),
    (_NAME_AND_QUOTE, Form.COLON, ""),
    (_ROUND, Form.WEAK, ""),
    (_INITIALS, Form.WEAK, ""),
    (_NAME_AND_DASH, Form.WEAK, "dash"),
    (_DOTTED, Form.WEAK, "dash"),
    (_NAME_AND_STOP, Form.STOP, ""),
)


def _forms_in(text: str) -> list[_PatternOfForm]:
    """The patterns that may find a label in a text, each with its form."""
    present = {
        sign for sign, (any_of_these, whole) in _NEEDED.items() if any(c in text for c in any_of_these) and whole.search(text)
    }
    return [(pattern, form) for pattern, form, sign in _FORMS if not sign or sign in present]


def _label_in(found: re.Match[str], form: Form, block: Block, bold_end: int | None) -> str:
    """The label that the pattern found, or nothing if it can be none."""
    label = (found["label"] or found["glued"] if found.re is _LETTER else found["label"]).strip(" \t\xa0*_")
    paper = _PAPER.match(label)
    label = paper[1] if paper else label
    if form is Form.LETTER and label[:1].islower():
        return ""
    if not label or not has_shape_of_label(label, bold=True) or (form is Form.STOP and not _is_official(label)):
        return ""
    return label if form is not Form.COLON or _colon_ends_label(found, block.text, bold_end) else ""


def _is_official(label: str) -> bool:
    """Whether a label is in capitals, or begins with an office or a form of address: "Mr. Reed", "The Chairman"."""
    words = [word.strip(".") for word in label.casefold().split()]
    office = words[1] if words[0] in LABEL_PARTICLES and words[1:] else words[0]
    return len(words[-1]) > 1 and (_is_in_capitals(label) or (office in TITLES and len(words) > 1))


def _colon_ends_label(found: re.Match[str], text: str, bold_end: int | None) -> bool:
    """Whether it does: in 7:30 and http:// it does not, but "**Q:**What" and a full-width colon need no space.

    Nor do scripts without spaces, where a year may follow.
    """
    following = text[found.end() : found.end() + 1]
    if following.isdigit() and UNSPACED.search(text, found.end(), found.end() + _FULL_LINE_CHARS):
        return not found["label"].strip()[-1:].isdigit()
    return (
        not following
        or following.isspace()
        or "\uff1a" in found[0]
        or found.re is not _COLON_LABEL
        or bold_end in (found.end(), found.end() - 1)
        or (not following.isascii() and not following.isdigit())
    )


def _own_line(index: int, block: Block, start: int, bold_end: int | None) -> TurnStart | None:
    """A name alone in bold or as a heading, or in bold before words: "**Ann Lee** How are you?"."""
    text = block.text
    whole = block.kind is Kind.HEADING
    end = len(text) if whole else bold_end
    if not end or (not whole and text[end : end + 1] not in ("", " ", "\n", "\xa0")):
        return None
    if not whole and text[end:].lstrip(" \t\xa0")[:1].islower():
        return None  # "**Ann Lee** is a baker": somebody is told of
    label = text[start:end].strip(" \n\t\xa0.–—-")
    if "\n" in label or not has_shape_of_label(label, bold=False) or len(label.split()) > _MOST_WORDS // 2:
        return None
    return TurnStart(index, start, end, label, style=LabelStyle(Form.WEAK, bold=True, capitals=_is_in_capitals(label)))


def _is_in_capitals(label: str) -> bool:
    """Whether a name is in capitals; initials always are."""
    return label.isupper() and sum(map(str.isalpha, label)) > _MOST_INITIALS


@lru_cache(maxsize=1 << 17)
def has_shape_of_label(label: str, *, bold: bool) -> bool:
    """Few words, no sentence, and as a name is written: the first and the last word with a capital or a digit."""
    bare = without_brackets(label)
    if not label or (_NO_LABEL.search(bare) and label.strip("?？")):
        return False
    words = bare.split()
    if len(words) > _MOST_WORDS or len(label) > 80 or _is_sentence(words) or _is_field(bare):  # noqa: PLR2004 - characters
        return False
    if len(words) == 1:
        return _is_one_word_label(words[0])
    if words[0].strip(",.").casefold() in ROLE_WORDS and len(words) <= _MOST_WORDS_OF_A_ROLE:
        return True  # "Audience member", "Question from the hall"
    core = [w for w in words if w.strip(",").lower() not in PARTICLES] or words
    if all(_is_proper(w) for w in core):
        return True
    name, _, rest = label.partition(",")
    is_told_of = bool(rest) and sum(word[:1].islower() for word in rest.split()) <= _MOST_SMALL_WORDS[" " in name]
    return (bold and _is_proper(words[0]) and _is_proper(words[-1])) or (is_told_of and has_shape_of_label(name, bold=bold))


def _is_one_word_label(word: str) -> bool:
    # Without the vowel signs and other marks of scripts such as Devanagari, and what joins or parts its letters.
    letters = word if word.isascii() else "".join(c for c in word if c not in "\u200c\u200d" and category(c)[0] != "M")
    if UNSPACED.search(word) and len(letters) > _LONGEST_WITHOUT_SPACES:
        return False
    return bool(re.fullmatch(r"[\w.'’/&+·・-]+|[?？]+", letters)) and not letters.strip(".").isdigit()


def _is_field(label: str) -> bool:
    words = label.lower().strip(" .,").split()
    if len(words) == 1 and words[0] in ROLE_WORDS:
        return False  # an editor may be a field of the page, and the one who asks
    return words[0].strip(".,") in NO_SPEAKERS if words else True


def _is_sentence(words: list[str]) -> bool:
    """Whether a full stop stands inside, other than after an initial or an abbreviated title."""
    return any(w.endswith(".") and len(w.rstrip(".")) > _LONGEST_ABBREVIATION and "." not in w[:-1] for w in words[:-1])


def _is_proper(word: str) -> bool:
    first = word.lstrip("(&'’\"").strip()[:1]
    return first.isupper() or first.isdigit() or (first.isalpha() and not first.islower()) or not first.isalpha()
