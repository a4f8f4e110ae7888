"""What stands around an interview on its page and is no part of it: block -> the reason to leave it out."""

import re
from collections.abc import Sequence
from functools import lru_cache

from tts_interview.language.comparing import letters_and_digits, runs_of_words
from tts_interview.model import Block, Kind, Reason
from tts_interview.parsing.asking import QUESTION_MARKS, ends_in_question_mark
from tts_interview.parsing.page.places import is_wholly
from tts_interview.parsing.people.names import CAPITAL, FULL_NAME
from tts_interview.parsing.vocabulary import any_of, words_of

_AGENCIES = any_of("page.agencies")
_EDITING_NOTES = any_of("page.editing_notes")
_PHRASES = frozenset(words_of("page.phrases"))
_READING_TIME = (
    rf"{any_of('page.reading_time')}|(?:{any_of('page.before_minutes')})\s*[:\uff1a]?\s*"
    rf"(?:(?:{any_of('page.about_minutes')})\s*)?\d+\s*\S{{0,10}}"
)
_MONTHS = rf"(?:{any_of('page.months')})[^\W\d_]{{0,7}}\.?"
_YEAR = rf"(?:19|20)\d\d(?:\s+(?:{any_of('page.after_years')}))?"
_ORDINAL = rf"(?:{any_of('page.ordinals')}|[.ºª])?"
_OF = rf"(?:(?:{any_of('page.in_days')})\s+)?"
_BEFORE_A_DAY = rf"(?:{any_of('page.before_days')})\s"
_BEFORE_DAY = rf"(?:(?:{any_of('page.before_days')})\s+)?"
_BEFORE_TIME = rf"(?:(?:{any_of('page.before_times')})\s+)?"
# A day and nothing else, in words; the day of the week may stand before it, and the time of day after it.
_A_DAY = (
    rf"(?:[^\s\d,]{{2,12}},?\s+)?{_BEFORE_DAY}"
    rf"(?:{_MONTHS}\s+\d{{1,2}},?\s+{_YEAR}|\d{{1,2}}{_ORDINAL}\s+{_OF}{_MONTHS},?\s+{_OF}{_YEAR}|{any_of('page.days')})"
    rf"(?:,?\s+{_BEFORE_TIME}\d{{1,2}}[:h.]\d\d.{{0,20}}|[,\s·|-]+\d{{1,2}}:\d\d.{{0,20}})?"
)
_FURNITURE = re.compile(
    r"[\w.-]+-\d{2,4}x\d{2,4}(?:\.\w{3,4})?"  # what is left of an image
    rf"| https?://\S+ | (?:\#[^\W\d][\w/-]*\s*)+ | {any_of('page.furniture')} | {_EDITING_NOTES}"
    rf"| (?:{_READING_TIME}) | (?:{any_of('page.published')})\b[^?!\d]{{0,30}}\d[^?!]{{0,40}}"
    rf"| (?:{any_of('page.see_also')})\s*[:\uff1a»→].* | {_A_DAY}"
    rf"| (?:{any_of('page.home')})(?:\s*[»›→>/]\s*[^»›→>/.?!]{{1,60}}){{1,5}}",
    re.I | re.X,
)
_EDITING_NOTE = re.compile(_EDITING_NOTES, re.I)
_DAY = re.compile(_A_DAY, re.I)
_ADVERTISEMENT = re.compile(rf"(?:[-–—]*\s*)?(?:{any_of('page.advertisement')})(?:\s*[-–—]*)?", re.I)
_PHOTOGRAPHER = re.compile(rf"\b(?i:{any_of('page.photo_words')})|\b(?:{_AGENCIES})\b")
_NAMES = rf"{CAPITAL}[\w.'’-]*(?:\s+(?:(?:{any_of('page.credit_particles')})\s+)?{CAPITAL}[\w.'’-]*){{0,6}}"
_DATE = r"[^.,;?!\d]{0,20}\d{1,2}\b[^.;?!\d]{1,20}\d{4}"
_BY_LINE = rf"(?i:{any_of('page.by')})(?:\s*[:\uff1a]\s*|\s+){FULL_NAME}(?:(?:\s*[,|·•–—-]\s*|\s+(?={_BEFORE_A_DAY})){_DATE})?"
_CREDIT = re.compile(
    rf"""
    {any_of("page.credits")}
    | [^.?!]{{0,60}}?(?:{any_of("page.before_agencies")})(?:{_AGENCIES}|{any_of("page.papers")})\s*\.?
    | (?i:{any_of("page.credited_by")})\s+{_NAMES}(?:\s*[,|·•–—-]\s*{_DATE})?
    """,
    re.X,
)
# Who asked: "Das Interview führte Ann Lee.", and as archives cite: "ANN LEE: An Interview Conducted by Ben Ray".
_ASKED_BY = re.compile(
    rf"(?:[^:.?!]{{2,60}}:\s+An?\s+(?:[\w-]+\s+){{0,2}}|\W{{0,3}})(?i:{any_of('before_askers')})\s+{FULL_NAME}(?:$|\W.{{0,160}})"
)
_CREDIT_ANY_CASE = re.compile(any_of("page.any_case_credits"), re.I)
_WRITTEN_BY = re.compile(_BY_LINE)
# "March 3, 2026 · 4 min read": a line of such parts is furniture if each of them is.
_PARTS = re.compile(rf"\s+[·•|]\s+|\s+(?=(?i:{any_of('page.picture_labels')})\s*:)")
_LIKE_LABEL = re.compile(r"\s*[^\W\d_a-z][^:\n]{0,79}:\s")
_CAPTION_TOOL = re.compile(any_of("page.caption_tools"), re.I)
_STAGE_DIRECTION = re.compile(r"\[[^\[\]]{1,80}\]|\([^()]{1,80}\)|\*[^*]{1,80}\*|♪.*♪?", re.S)
_MARKUP = re.compile(
    r"[\W_]+|[\[(]?\d{1,3}:\d\d(?::\d\d)?[\])]?:?|[\[(]?(?:\d{1,2}h ?)?(?:\d{1,2}m ?)?\d{1,2}s[\])]?"
    r"|(?:\{\{[^{}]{0,300}\}\}|\{%[^{}]{0,300}%\}|\s)+",
    re.S,
)
_ADVERTISED = re.compile(rf"(?:{any_of('page.advertised')})\s*[:：]\s.*", re.I | re.S)
CREDIT_AT_END = re.compile(rf"(?:{any_of('page.credit_labels')})\w*\s*[:/©]\s*[^.:]{{2,60}}\.?$", re.I)

# Headings and lines after which nothing of the interview comes any more.
_TAIL = re.compile(rf"(?:{any_of('page.tail')}|{any_of('page.comment_heads')})\W*", re.I)
# The last lines of a block, below one that seems not to go on.
_FOOT_LINE = rf"(?:{any_of('page.phrases')})[ \t:\uff1a]*+"
FOOT_LINES = re.compile(rf"(?:\A|(?:(?<![^\n]{{60}})|(?<=[.?!…]))\n){_FOOT_LINE}(?:\n{_FOOT_LINE})*\Z", re.I)
# Over what readers say of the page: "Ann said...".
COMMENT_HEAD = re.compile(any_of("page.comment_heads"), re.I)

_LONGEST_PHRASE_CHARS = 300
_LONGEST_NOTICE_CHARS = 60
# "Home | News | Gig Reviews | Tours"
_LEAST_OF_MENU, _MOST_WORDS_OF_MENU = 4, 3
_LONGEST_CAPTION_WORDS = 70
_LEAST_WORDS_OF_A_PULL_QUOTE = 5
_LEAST_SHARE_OF_LIST = 0.5
_ATTRIBUTION = re.compile(r"\s[-–—―]\s?[^-–—―\n]{2,100}$")
_SHORTCODES = re.compile(r"(?:\{\{[^{}]{0,300}\}\}|\{%[^{}]{0,300}%\}|\s)+", re.S)


def leave_out(blocks: Sequence[Block]) -> list[Reason | None]:
    """For each block the reason why it is not spoken, or None: what can be told without knowing the turns."""
    reasons = [_reason(block) for block in blocks]
    _mark_captions_before_credits(blocks, reasons)
    _mark_captions_of_images(blocks, reasons)
    _mark_question_lists(blocks, reasons)
    _mark_pull_quotes(blocks, reasons)
    return reasons


def tail_start(blocks: Sequence[Block], first: int) -> int:
    """The first block from `first` on that opens the foot of the page; the number of blocks if there is none."""
    return next((index for index in range(first, len(blocks)) if opens_foot(blocks[index])), len(blocks))


def opens_foot(block: Block) -> bool:
    """Return whether a block opens the foot of a page: "Related stories", "Comments"."""
    return len(block.text) <= _LONGEST_PHRASE_CHARS and bool(_TAIL.fullmatch(_one_line(block.text)))


def _reason(block: Block) -> Reason | None:
    if block.furniture:
        return Reason.FURNITURE
    beginning = _one_line(block.text[: 2 * _LONGEST_PHRASE_CHARS])
    text = _one_line(block.text) if len(beginning) <= _LONGEST_PHRASE_CHARS else beginning
    if len(text) <= _LONGEST_PHRASE_CHARS:
        is_note = _EDITING_NOTE.fullmatch(text.strip("*_()[] "))
        reason = Reason.NOTE if is_note else _reason_of_short_text(text)
        if reason:
            return reason
    return Reason.CAPTION if block.kind in (Kind.CAPTION, Kind.IMAGE) else None


@lru_cache(maxsize=1 << 14)  # "Yes." and "Right." are said again and again
def _reason_of_short_text(text: str) -> Reason | None:
    if _MARKUP.fullmatch(text):
        return Reason.MARKUP
    if _ADVERTISEMENT.fullmatch(text) or _ADVERTISED.fullmatch(text):
        return Reason.ADVERTISEMENT
    parts = _PARTS.split(text)
    is_menu = len(parts) >= _LEAST_OF_MENU and all(len(part.split()) <= _MOST_WORDS_OF_MENU for part in parts)
    if is_menu or all(map(_is_furniture, parts)):
        return Reason.FURNITURE
    # A by-line may have other furniture beside it: "By Ann Lee | 3 May 2026 | 4 min read".
    if _is_credit(text) or (len(parts) > 1 and all(_is_credit(part) or _is_furniture(part) for part in parts)):
        return Reason.CREDIT
    # Where and when something takes place: "Boston | 3 May 2026".
    if len(parts) > 1 and len(text) <= _LONGEST_NOTICE_CHARS and any(map(_DAY.fullmatch, parts)):
        return Reason.FURNITURE
    return Reason.STAGE_DIRECTION if _STAGE_DIRECTION.fullmatch(text) else None


def _is_furniture(text: str) -> bool:
    return text.lower().strip(" .…:\uff1a!»«›→>|*_") in _PHRASES or bool(_FURNITURE.fullmatch(text))


def _is_credit(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (_CREDIT, _ASKED_BY, _CREDIT_ANY_CASE, _WRITTEN_BY))


def _mark_captions_before_credits(blocks: Sequence[Block], reasons: list[Reason | None]) -> None:
    """In plain text nothing but its credit line tells a caption: a single block, then the name of its photographer."""
    if any(block.kind is Kind.CAPTION for block in blocks):
        return  # a page that marks its captions has no others
    labelled = next((i for i, b in enumerate(blocks) if not reasons[i] and _LIKE_LABEL.match(b.text)), len(blocks))
    for index in range(2, len(blocks)):
        above = index - 1
        if reasons[index] is not Reason.CREDIT or reasons[above] or not _PHOTOGRAPHER.search(blocks[index].text):
            continue
        # Among the turns an answer may stand above a credit: there the page must say that it shows a caption.
        sure = above < labelled or any(_CAPTION_TOOL.fullmatch(_one_line(b.text)) for b in blocks[index : index + 6])
        is_short = len(blocks[above].text.split()) <= _LONGEST_CAPTION_WORDS
        if sure and is_short and blocks[above].kind is Kind.PARAGRAPH and not _LIKE_LABEL.match(blocks[above].text):
            reasons[above] = Reason.CAPTION


def _mark_captions_of_images(blocks: Sequence[Block], reasons: list[Reason | None]) -> None:
    """Italics right after an image, or that end in a photographer's credit."""
    for index, block in enumerate(blocks):
        if index == 0 or reasons[index] or not is_wholly(block, bold=False) or len(block.text.split()) > _LONGEST_CAPTION_WORDS:
            continue
        same = blocks[index + 1 : index + 2]  # the description of an image comes after the words of its own paragraph
        after_image = blocks[index - 1].kind is Kind.IMAGE or bool(_SHORTCODES.fullmatch(blocks[index - 1].text))
        after_image = after_image or any(b.kind is Kind.IMAGE and b.line <= block.line for b in same)
        if CREDIT_AT_END.search(block.text[-_LONGEST_PHRASE_CHARS:]) or (after_image and "?" not in block.text):
            reasons[index] = Reason.CAPTION


def _mark_question_lists(blocks: Sequence[Block], reasons: list[Reason | None]) -> None:
    """A list of questions that are asked further down, or of headings, is a table of contents."""
    headings = {letters_and_digits(block.text) for block in blocks if block.kind is Kind.HEADING}
    items = [
        i
        for i, b in enumerate(blocks)
        if b.kind is Kind.LIST_ITEM
        and not reasons[i]
        and (ends_in_question_mark(b.text) or letters_and_digits(b.text) in headings)
    ]
    if not items:
        return
    listed = set(items)
    asked = {
        letters_and_digits(sentence)
        for i, block in enumerate(blocks)
        if i not in listed and not reasons[i] and any(mark in block.text for mark in QUESTION_MARKS)
        for sentence in re.split(r"(?<=[.?!？。])\s+|[:\uff1a]\s", block.text)
    } | headings
    repeated = [i for i in items if letters_and_digits(blocks[i].text) in asked]
    if len(repeated) >= _LEAST_SHARE_OF_LIST * len(items):
        for index in items:
            if items[0] <= index <= repeated[-1]:
                reasons[index] = Reason.REPEATED


def _mark_pull_quotes(blocks: Sequence[Block], reasons: list[Reason | None]) -> None:
    """A block quotation whose words stand elsewhere on the page is printed twice."""
    quotations = [i for i, b in enumerate(blocks) if b.kind is Kind.QUOTATION and not reasons[i]]
    if not quotations:
        return
    quoted = {index: _runs(_ATTRIBUTION.sub("", blocks[index].text)) for index in quotations}
    looked_for = set().union(*quoted.values())
    found: set[tuple[str, ...]] = set()
    for index, block in enumerate(blocks):
        if looked_for and block.kind is not Kind.QUOTATION and not reasons[index]:
            found |= looked_for & _runs(block.text)
    for index, runs in quoted.items():
        if runs and runs <= found:
            reasons[index] = Reason.REPEATED


def _runs(text: str) -> set[tuple[str, ...]]:
    return set(runs_of_words(text, _LEAST_WORDS_OF_A_PULL_QUOTE))


def _one_line(text: str) -> str:
    return " ".join(text.split())
