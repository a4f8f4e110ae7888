"""Questions without labels: told by how they are set (bold, italic, headings, numbers, dashes), and by what they say."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tts_interview.model import Kind
from tts_interview.parsing.labels import key_of
from tts_interview.parsing.marks import ANSWER, QUESTION, TurnStart
from tts_interview.parsing.vocabulary import INTRODUCE_YOURSELF, INVITATIONS, REQUESTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tts_interview.model import Block, Reason

_ASKS_WITHOUT_MARK = re.compile(
    r"(?:ですか|ますか|でしたか|ましたか|でしょうか|ください|下さい|お願いします|お願いいたします|かな|吗|呢"
    r"|니까|까요|세요|나요|은가요|인가요|궁금합니다|궁금해요|부탁드립니다|부탁드려요|주십시오|주시죠|주시지요)[。．.!！]?[」』”]?\s*$"
)
_INVITES = re.compile(
    rf"(?:(?:so|and|but|please|now|first(?:ly)?|finally|lastly|could you|can you|would you)[,\s]+)*(?:{INVITATIONS})", re.I
)
# "Question 3." and "Frage 3:" before what is asked.
_QUESTION_WORDS = r"question|frage|pregunta|pergunta|domanda|вопрос|प्रश्न|सवाल|问题|問題|質問|질문"
_COUNTED = rf"(?:{_QUESTION_WORDS})\s*(?:n[o°º]?\.?\s*)?\d{{1,3}}\s*[.):\uff1a-]\s*"
_NUMBER = re.compile(r"\(?(?:Q\s*)?\d{1,3}\s*(?:[.):/、．]\s*\S|[-–—]\s+(?=[^\W\d_]|[¿¡])|\s+(?=[¿¡]))|[①-⑳]|#\d+\s")
_LEADING_NUMBER = re.compile(
    rf"\s*(?:{_COUNTED}|\(?(?:Q\s*)?\d{{1,3}}\s*(?:[.):/、．]\s*|[-–—]\s+|\s+(?=[¿¡]))|#\d+\s+|[①-⑳]\s*)(?=\S)", re.I
)
_DASH = re.compile(r"(?:[-–—―─‒]{1,3}|・)\s*(?=\S)")
_LINE_END = re.compile(r"[ \t\xa0]*+\n")
_WRAPPED_BY_QUOTES = "\"'“”„«»「」『』*_ \t\xa0"
_BEFORE_WORDS = _WRAPPED_BY_QUOTES + "0123456789.)"
_LEAST = 2
_LEAST_PLAIN, _LEAST_PLAIN_ANNOUNCED = 4, 3
_MOST_LINES_A_ROUND, _LONG_ANSWER = 3, 3
_LEAST_SHARE = 0.5
_LEAST_SHARE_BESIDE_LABELS = 0.6
_LEAST_ANSWERED = 0.6
# Where a host also remarks, fewer of his turns ask; but all of them are sentences, which headings and topics are not.
_LEAST_ASKING_AMONG_SENTENCES = 0.25
_LEAST_SENTENCES = 0.75
_MOST_WORDS_PLAIN = 60
_MOST_CHARS_PLAIN = 300
_MOSTLY = 0.9
_MOST_DASHED = 0.8
# At least one paragraph in so many asks; more of them answer where the page says that it is an interview.
_DENSITY, _DENSITY_ANNOUNCED = 4, 8
_INTERVIEW = re.compile(
    r"interview|entrevist|entretien|intervist|интервью|访谈|專訪|专访|采访|採訪|인터뷰|インタビュー|questions|fragen|preguntas",
    re.I,
)
_ASKS_WHO = re.compile(INTRODUCE_YOURSELF, re.I)
_REQUESTS = re.compile(rf"(?:(?:so|and|but|please|now|ok(?:ay)?|bitte|et|y|e|и)[,\s]+)*(?:{REQUESTS})", re.I)
_OPENING_QUOTES, _CLOSING_QUOTES = "\"'“„«「『‘", "\"'”“»」』’"
_NEAR_FIRST = 4
_LONGEST_STRESS = 8  # "Why?" in bold is stress


def asks(text: str) -> bool:
    """Whether a text asks something: a question mark near its end, or an invitation such as "Tell us about it."."""
    tail = text[-160:]
    marked = "?" in tail or "？" in tail or "؟" in tail
    in_words = not tail.isascii() and _ASKS_WITHOUT_MARK.search(tail)
    return marked or bool(in_words) or bool(_INVITES.match(text.lstrip(_BEFORE_WORDS)))


def find_questions(blocks: Sequence[Block], reasons: Sequence[Reason | None], labelled: Sequence[TurnStart]) -> list[TurnStart]:
    """Marks of questions without labels and of the answers after them, in order; empty where there are none.

    `labelled` are the labels of the page; they stay, and a block that has one is no such question.
    """
    with_label = {mark.block for mark in labelled}
    blocks = _before_labels(blocks, labelled)
    styles = _styles(blocks, reasons, {mark.block for mark in labelled if mark.first})
    least = _LEAST_SHARE_BESIDE_LABELS if labelled else _LEAST_SHARE
    divided = frozenset(mark.block for mark in labelled if not mark.first)
    chosen: set[int] = set()
    for style in sorted(styles, key=lambda s: _ORDER.get(s[0], 9)):
        indices = styles[style]
        if style[0] == "heading" and labelled:
            indices = _over_labels(
                indices, blocks, reasons, {mark.block: key_of(mark.label) for mark in labelled if mark.first}
            )
        if style[0] in _ORDER and _is_style_of_questions(indices, blocks, _Answers(reasons, divided), least):
            chosen.update(indices)
    if chosen and all(is_wholly(blocks[i], bold=True) for i in chosen):
        chosen.update(styles.get(("bold", 0), ()))  # bold headings: what else is bold is the interviewer's too
    if not chosen and not labelled:
        chosen = _plain_questions(styles, blocks, reasons)
    return _marks(blocks, _Answers(reasons, divided), chosen, with_label)


def _over_labels(
    indices: Sequence[int], blocks: Sequence[Block], reasons: Sequence[Reason | None], labels: Mapping[int, str]
) -> list[int]:
    """Headings that may be questions where answers have labels: those that ask, and those right over who answers these.

    After the first of them, a heading that ends like a sentence is a remark.
    """
    asking = [i for i in indices if asks(blocks[i].text)]
    answering = {labels.get(_next(i, reasons), "") for i in asking} - {""}
    remarks = {i for i in indices if asking and i > asking[0] and blocks[i].text.rstrip().endswith((".", "!", "…", "。"))}
    own = remarks.union(asking)
    return [i for i in indices if i in own or labels.get(_next(i, reasons), "") in answering]


_ORDER = {"heading": 0, "bold": 1, "italic": 2, "numbered": 3, "listed": 4, "quotation": 5}


def _before_labels(blocks: Sequence[Block], labelled: Sequence[TurnStart]) -> Sequence[Block]:
    """Blocks that a label divides, without what it opens: "**Why here?**" and in the next line "R: It is home."."""
    shortened = list(blocks)
    earliest: dict[int, TurnStart] = {}
    for mark in labelled:
        earliest.setdefault(mark.block, mark)
    for index, mark in earliest.items():
        if not mark.first:
            block = blocks[index]
            inside = tuple(replace(e, end=min(e.end, mark.start)) for e in block.emphasis if e.start < mark.start)
            shortened[index] = replace(block, text=block.text[: mark.start].rstrip(), emphasis=inside)
    return shortened


def _styles(
    blocks: Sequence[Block], reasons: Sequence[Reason | None], with_label: set[int]
) -> Mapping[tuple[str, int], list[int]]:
    """The numbers of the blocks that may be questions, by how they are set."""
    styles: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        if reasons[index] is None and index not in with_label and block.text.strip():
            styles[_style_of(block)].append(index)
    return styles


def _style_of(block: Block) -> tuple[str, int]:
    if block.kind is Kind.HEADING:
        return "heading", block.level
    if is_wholly(block, bold=True) or bold_question(block):
        return "bold", 0
    if is_wholly(block, bold=False):
        return "italic", 0
    if _NUMBER.match(block.text):
        return "numbered", 0
    kinds = {Kind.QUOTATION: "quotation", Kind.LIST_ITEM: "listed"}
    return "dash" if _DASH.match(block.text) else kinds.get(block.kind, "plain"), 0


def is_wholly(block: Block, *, bold: bool) -> bool:
    """Whether nearly all letters of the block are bold, or italic."""
    own = [e for e in block.emphasis if (e.bold if bold else e.italic)] if block.emphasis else []
    if not own:
        return False
    letters = sum(map(str.isalnum, block.text))
    set_off = sum(sum(map(str.isalnum, block.text[e.start : e.end])) for e in own)
    return letters > 0 and set_off >= _MOSTLY * letters


def bold_question(block: Block) -> int:
    """Where a bold or italic question ends with which the block begins, other words after it; 0 if there is none."""
    if not block.emphasis:
        return 0
    first_word = len(block.text) - len(block.text.lstrip(_BEFORE_WORDS))
    last_word = len(block.text.rstrip())
    for emphasis in block.emphasis:
        if emphasis.start > first_word:
            return 0
        text = block.text[emphasis.start : emphasis.end].rstrip()
        asks_or_ends_line = text.endswith(("?", "？")) or _LINE_END.match(block.text, emphasis.end)
        if asks_or_ends_line and len(text) > _LONGEST_STRESS and emphasis.end < last_word:
            return emphasis.end
    return 0


@dataclass(frozen=True, slots=True)
class _Answers:
    """Where answers stand: in the next block that is not left out, or, in `divided` ones, below the question's words."""

    reasons: Sequence[Reason | None]
    divided: frozenset[int]

    def after(self, index: int) -> int:
        """The next block that is not left out."""
        return _next(index, self.reasons)


def _is_style_of_questions(indices: Sequence[int], blocks: Sequence[Block], answers: _Answers, least_share: float) -> bool:
    """Whether what is set like this asks often enough, and is mostly followed by something set otherwise."""
    if len(indices) < _LEAST:
        return False
    own = set(indices)
    asking = sum(asks(blocks[i].text) for i in indices)
    sentences = sum(blocks[i].text.rstrip(_WRAPPED_BY_QUOTES).endswith((".", "!", "?", "…", "。", "？", "！")) for i in indices)
    if least_share == _LEAST_SHARE and sentences >= _LEAST_SENTENCES * len(indices):
        least_share = _LEAST_ASKING_AMONG_SENTENCES
    following = [answers.after(i) for i in indices]
    dashed = sum(i < len(blocks) and bool(_DASH.match(blocks[i].text)) for i in following)
    if len(indices) > _LEAST and dashed >= _MOST_DASHED * len(indices):
        return True
    answered = sum(
        bool(bold_question(blocks[i])) or i in answers.divided or after not in own
        for i, after in zip(indices, following, strict=True)
    )
    return asking >= max(_LEAST, least_share * len(indices)) and answered >= _LEAST_ANSWERED * len(indices)


def _next(index: int, reasons: Sequence[Reason | None]) -> int:
    """The next block that is not left out; the number of blocks after the last."""
    following = index + 1
    while following < len(reasons) and reasons[following]:
        following += 1
    return following


def _plain_questions(
    styles: Mapping[tuple[str, int], list[int]], blocks: Sequence[Block], reasons: Sequence[Reason | None]
) -> set[int]:
    """A questionnaire without any marks: short paragraphs that ask, again and again, and longer ones that answer."""
    plain = styles.get(("plain", 0), [])
    found = [i for i in plain if _is_plain_question(blocks[i].text)]
    if len(found) < _LEAST_PLAIN_ANNOUNCED:
        return set()
    own = set(found)
    answered = [i for i in found if _next(i, reasons) not in own and _next(i, reasons) < len(blocks)]
    span = sum(found[0] <= i <= found[-1] for i in plain)
    announced = any(_INTERVIEW.search(block.text) for block in blocks[: found[0]])
    dense = len(found) >= span / (_DENSITY_ANNOUNCED if announced else _DENSITY)
    sure = announced or (len(found) * _MOST_LINES_A_ROUND >= span and _are_answered_at_length(found, blocks, reasons))
    enough = len(found) >= (_LEAST_PLAIN_ANNOUNCED if sure else _LEAST_PLAIN)
    regular = len(answered) >= _MOSTLY * (len(found) - 1) and dense
    return own | _opening(plain, found[0], blocks) | _requests(plain, own, blocks) if regular and enough else set()


def _are_answered_at_length(found: Sequence[int], blocks: Sequence[Block], reasons: Sequence[Reason | None]) -> bool:
    """Whether what follows the questions is much longer than these."""
    answers = [len(blocks[after].text) for i in found if (after := _next(i, reasons)) < len(blocks)]
    return sum(answers) >= _LONG_ANSWER * sum(len(blocks[i].text) for i in found)


def _requests(plain: Sequence[int], questions: set[int], blocks: Sequence[Block]) -> set[int]:
    """What is asked for among plain questions, "Tell us about your work.", in a paragraph of its own that is answered."""
    first, last = min(questions), max(questions)
    alone = {i for i in plain if first < i < last and i not in questions and _is_short(blocks[i].text)}
    asked = {i for i in alone if _REQUESTS.match(blocks[i].text)}
    return {i for i in asked if not {i - 1, i + 1} & questions}


def _opening(plain: Sequence[int], first: int, blocks: Sequence[Block]) -> set[int]:
    """The request to introduce oneself before the first plain question, if more is said after its question mark."""
    before = [i for i in plain if i < first][-_NEAR_FIRST:]
    asked = [i for i in before if _is_short(blocks[i].text) and "?" in blocks[i].text and _ASKS_WHO.search(blocks[i].text)]
    return set(asked[-1:]) - {first - 1}


def _is_plain_question(text: str) -> bool:
    """Whether it ends with a question mark; one inside a quotation at its end is no question of the paragraph's."""
    bare = text.strip("*_ \t\xa0")
    quotes = bare[-1:] in _CLOSING_QUOTES and bare[:1] not in _OPENING_QUOTES
    return bare.rstrip(_WRAPPED_BY_QUOTES).endswith(("?", "？")) and _is_short(text) and not quotes


def _is_short(text: str) -> bool:
    return len(text.split()) <= _MOST_WORDS_PLAIN and len(text) <= _MOST_CHARS_PLAIN


def _marks(blocks: Sequence[Block], answers: _Answers, questions: set[int], with_label: set[int]) -> list[TurnStart]:
    reasons, divided = answers.reasons, answers.divided
    marks: list[TurnStart] = []
    after_question = False
    for index, block in enumerate(blocks):
        if reasons[index]:
            continue
        if index in questions:
            marks += _question_marks(index, block)
            after_question = not _is_split(block) and index not in divided
        elif after_question and (block.text.strip() or index in with_label):
            if index not in with_label:
                marks.append(TurnStart(index, 0, _lead(block), ANSWER))
            after_question = False
    return marks


def _question_marks(index: int, block: Block) -> Iterator[TurnStart]:
    yield TurnStart(index, 0, _lead(block), QUESTION)
    if _is_split(block):
        end = bold_question(block)
        rest = block.text[end:]
        start = end + len(rest) - len(rest.lstrip())
        dash = _DASH.match(block.text, start)
        yield TurnStart(index, start, dash.end() if dash else start, ANSWER)


def _is_split(block: Block) -> bool:
    """Whether question and answer share the block."""
    if not block.emphasis or block.kind is Kind.HEADING:
        return False
    wholly = is_wholly(block, bold=True) or is_wholly(block, bold=False)
    return not wholly and bool(bold_question(block))


def _lead(block: Block) -> int:
    """The end of a number or a dash before the first word: it is not spoken."""
    dash = _DASH.match(block.text)
    return lead_of(block.text) or (dash.end() if dash else 0)


def lead_of(text: str) -> int:
    """The end of a number before the first word; 0 if there is none."""
    number = _LEADING_NUMBER.match(text)
    return number.end() if number else 0
