"""Metadata in the text of a page: its title and standfirst, fields at its head, and the author of whom its foot tells.

The standfirst is the lines between title and talk that introduce it. Fields, such as "Interviewer: Ann Lee", look like labels.
"""

import re
from collections import Counter
from collections.abc import Sequence

from tts_interview.language.comparing import letters_and_digits
from tts_interview.language.written_dates import find_date
from tts_interview.model import Block, Document, Kind, Reason, Role
from tts_interview.parsing.asking import ends_sentence
from tts_interview.parsing.page.furniture import CREDIT_AT_END
from tts_interview.parsing.page.places import Page
from tts_interview.parsing.people.names import FULL_NAME, length_of
from tts_interview.parsing.segmentation import TurnStart
from tts_interview.parsing.vocabulary import NO_SPEAKERS, any_of, words_of

_LONGEST_TITLE_WORDS = 25
_LONGEST_TITLE_CHARS = 160
# Fewer letters than these say nothing: many headings hold "Q&A" or "Ann".
_FEWEST_LETTERS = 6
_CUT_SHORT = re.compile(r"\s*(?:…|\.\.\.)$")
# "2:23 P.M. EDT", "14.05 Uhr", "20h30".
_TIME = re.compile(r"\W*\d{1,2}(?:[:.h]\d\d)?\s*(?:[ap]\.?\s?m\b|uhr\b|h\b|[A-Z]{2,4}T\b)|\W*\d{1,2}[:h]\d\d\b", re.I)
# Beside a date at the beginning of a line, these many words are a place.
_MOST_WORDS_OF_PLACE = 6
# A standfirst is a sentence or more; a kicker, a section's name and a date are shorter.
_LEAST_WORDS_OF_STANDFIRST = 9
# A teaser of another article is a link.
_MOST_LINKED = 0.3
_MOST_STANDFIRSTS = 2
_LONGEST_GAP_BLOCKS = 8
_RESTORED = (None, Reason.FURNITURE)
_COLON = r"\n?[:\uff1a][*_]*+[ \t]*+(?!//)"
_FIELD = re.compile(rf"[ \t>*_]*+(?P<field>[^:\uff1a\n]{{1,40}}?)[*_ \t\xa0]*+{_COLON}(?P<value>[^\n]{{0,200}})")
_SPLIT = re.compile(rf"\s*(?:,|;|/|、|&|{any_of('fields.joins')})\s*")
# "Harbour works, captain Ann Lee" in Chinese characters: the name is the last two of three words or more.
_AFFILIATED = re.compile(r"^.*\S[ \u3000]+\S+[ \u3000]+([\u4e00-\u9fff々]{1,3}[ \u3000][\u4e00-\u9fff々]{1,3})$")
# Fields whose value names people, and the role of those.
_PEOPLE_FIELDS: dict[str, Role | None] = {
    **dict.fromkeys(words_of("fields.interviewer"), Role.INTERVIEWER),
    **dict.fromkeys(words_of("fields.guest"), Role.GUEST),
    **dict.fromkeys(words_of("fields.people")),
    **dict.fromkeys(words_of("fields.audience"), Role.AUDIENCE),
}
_CREDIT_ENDINGS = tuple(f" {word}" for word in words_of("fields.credits"))
_LONGEST_VALUE = 160
_MOST_FIELD_WORDS = 4
# "Full Transcript: Why the Mill Stands" opens a page as its title does.
_LEAST_WORDS_OF_HEADLINE = 4
_MOST_NAME_WORDS = 5
_ABOUT_AUTHOR = re.compile(
    rf"({FULL_NAME}) (?:{any_of('author_verbs')}|[—–-])\b[^.\n]{{0,160}}?\b(?i:{any_of('author_words')})"
)
_NEAR_FOOT = 6
_LONGEST_NOTE_CHARS = 800


def take_title(document: Document, reasons: list[Reason | None], marks: Sequence[TurnStart]) -> str:
    """Return the title of the metadata, or without one that which stands above the talk; empty if there is none.

    A main heading that repeats the title and extends it takes its place. The narrator reads the title where it is printed, or
    else the headline. Further printings and the other headings before the first turn are left out.
    """
    blocks = document.blocks
    first = marks[0].block if marks else len(blocks)
    before = [i for i in range(first) if reasons[i] is None and blocks[i].text.strip()]
    declared = " ".join(document.title.split())
    index = _printed(blocks, before, declared) if declared else _title_block(blocks, before)
    printed = " ".join(blocks[index].text.split()) if index is not None else ""
    title = declared if not printed or _same(printed, declared) else printed
    read = index if index is not None else _headline(blocks, before)
    for other in before:
        if other == read:
            continue
        if title and _same(blocks[other].text, title):
            reasons[other] = Reason.REPEATED
        elif marks and blocks[other].kind is Kind.HEADING:
            reasons[other] = Reason.FURNITURE
    return title


def _headline(blocks: Sequence[Block], before: Sequence[int]) -> int | None:
    """Return the heading above all text that is the only one of its level and above none, whatever the title is."""
    headings = [i for i, block in enumerate(blocks) if block.kind is Kind.HEADING and not block.furniture]
    top = min((blocks[i].level for i in headings), default=0)
    highest = [i for i in headings if blocks[i].level == top]
    return highest[0] if len(highest) == 1 and highest[0] in before and not _divides(blocks, highest[0]) else None


def _printed(blocks: Sequence[Block], before: Sequence[int], declared: str) -> int | None:
    """Return the block that prints a declared title: the first main heading that extends it, else the first equal block."""
    extending = (i for i in before if blocks[i].kind is Kind.HEADING and _extends(blocks[i], declared))
    equal = (i for i in before if _same(blocks[i].text, declared))
    return next(extending, next(equal, None))


def _extends(block: Block, declared: str) -> bool:
    """Return whether a main heading holds the whole title and more, or the rest of one that was cut short."""
    known = letters_and_digits(_CUT_SHORT.sub("", declared))
    text = letters_and_digits(block.text)
    return block.level == 1 and len(known) >= _FEWEST_LETTERS and known in text and _is_short(block.text) and text != known


def _same(text: str, title: str) -> bool:
    return letters_and_digits(text) == letters_and_digits(title) != ""


def _title_block(blocks: Sequence[Block], before: Sequence[int]) -> int | None:
    """Return the block that is the title of a text without metadata: its main heading, else a first line like a title."""
    heading = next((i for i in before if blocks[i].kind is Kind.HEADING and blocks[i].level == 1), None)
    if heading is not None and not _divides(blocks, heading) and not _is_time(blocks[heading].text):
        return heading
    texts = [blocks[i].text for i in before[:2]]
    if not before or blocks[before[0]].kind is not Kind.PARAGRAPH or not _looks_like_title(texts[0]):
        return None
    # A line above a time of day is a place.
    is_place = len(texts) > 1 and _TIME.match(texts[1])
    return None if is_place else before[0]


def _divides(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a heading stands below prose, as that of a section does."""
    above = (block for block in blocks[:index] if block.kind is Kind.PARAGRAPH and not block.furniture)
    return any(len(block.text.split()) > _LONGEST_TITLE_WORDS for block in above)


def _looks_like_title(text: str) -> bool:
    words = len(text.split())
    is_whole = not text.rstrip().endswith((".", ":", ",", ";", "。"))
    return _is_short(text) and (words > 1 or not text.isascii()) and is_whole and not _is_time(text)


def _is_short(text: str) -> bool:
    return len(text.split()) <= _LONGEST_TITLE_WORDS and len(text) <= _LONGEST_TITLE_CHARS


def _is_time(text: str) -> bool:
    """Return whether a text is a time, or a date with a place."""
    if any(_TIME.match(line) for line in text.split("\n")):
        return True
    found = find_date(text)
    return found is not None and not text[: found.start].strip() and len(text[found.end :].split()) <= _MOST_WORDS_OF_PLACE


def find_standfirst(page: Page, title: str, first: int) -> list[int]:
    """Return the blocks above block `first` that introduce the talk though the page marks them as furniture or headings.

    They stand right below the title, or are headings that are sentences.
    """
    anchors = [i for i in range(first) if _same(page.blocks[i].text, title) or page.blocks[i].level == 1]
    near = {i for anchor in anchors for i in range(anchor + 1, min(first, anchor + 1 + _LONGEST_GAP_BLOCKS))}
    headings = {i for i in range(first) if page.blocks[i].kind is Kind.HEADING and page.blocks[i].level > 1}
    found = (i for i in sorted(near | headings) if page.reasons[i] in _RESTORED and _introduces(page, i, title, near=i in near))
    return list(found)[:_MOST_STANDFIRSTS]


def _introduces(page: Page, index: int, title: str, *, near: bool) -> bool:
    """Return whether furniture or a heading reads as an introduction; a heading right below the title needs no full stop."""
    block = page.blocks[index]
    text = block.text.strip()
    heads = block.kind is Kind.HEADING and block.level > 1
    marked = heads or (block.kind is Kind.PARAGRAPH and block.furniture)
    prose = (ends_sentence(text) or (heads and near)) and not CREDIT_AT_END.search(text)
    long_enough = length_of(text) >= _LEAST_WORDS_OF_STANDFIRST
    return marked and prose and long_enough and block.linked <= _MOST_LINKED and not _same(text, title)


def find_fields(
    blocks: Sequence[Block], reasons: Sequence[Reason | None]
) -> tuple[list[tuple[str, Role | None]], dict[int, Reason]]:
    """Return the people whom fields at the head of a page name, and the blocks that hold nothing but such fields.

    A field is seen once; what is seen again is a label. Only what stands before the conversation is looked at.
    """
    left_out: dict[int, Reason] = {}
    texts = {i: block.text for i, block in enumerate(blocks) if reasons[i] is None and block.text.strip()}
    fields = {i: _fields_in(text) if ":" in text or "\uff1a" in text else [None] for i, text in texts.items()}
    seen = Counter(_name_of(f) for found in fields.values() for f in found if f)
    people: list[tuple[str, Role | None]] = []
    for number, (index, found) in enumerate(fields.items()):
        if blocks[index].kind is Kind.HEADING or (not number and _is_headline(found)):
            continue
        if any(f is None or not _is_head_field(f, seen) for f in found):
            if any(f is not None and seen[_name_of(f)] > 1 for f in found):
                break
            continue
        for field in found:
            people += _people(field) if field else []
        is_credit = all(f is not None and _name_of(f).endswith(_CREDIT_ENDINGS) for f in found)
        left_out[index] = Reason.CREDIT if is_credit else Reason.FURNITURE
    return people, left_out


def _fields_in(text: str) -> list[re.Match[str] | None]:
    """The field in each line of a block, or None; a line that begins with a colon belongs to the term before it."""
    return [_FIELD.match(line) for line in re.split(r"\n(?![ \t]*[:\uff1a])", text) if line.strip()]


def _name_of(found: re.Match[str]) -> str:
    """The name of a field in lower case; a space only sets Chinese characters wide."""
    name = " ".join(found["field"].casefold().split())
    return name if name.isascii() else re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", name)


def _is_head_field(found: re.Match[str], seen: Counter[str]) -> bool:
    field = _name_of(found)
    value = found["value"].strip()
    if seen[field] > 1 or len(value) > _LONGEST_VALUE:
        return False
    if field in _PEOPLE_FIELDS:
        return bool(_people(found)) and "?" not in value
    words = field.split()
    # A sentence in the value is somebody's remark, not a field's.
    is_metadata = len(words) <= _MOST_FIELD_WORDS and not NO_SPEAKERS.isdisjoint((words[0], words[-1]))
    return is_metadata and not re.search(r"[.!?]\s+\S.*[.!?]\s*$", value)


def _is_headline(found: Sequence[re.Match[str] | None]) -> bool:
    """Return whether the only line of a block has words like a title's behind what looks like a field of two words or more."""
    field = found[0] if len(found) == 1 else None
    return field is not None and len(_name_of(field).split()) > 1 and len(field["value"].split()) >= _LEAST_WORDS_OF_HEADLINE


def _people(found: re.Match[str]) -> list[tuple[str, Role | None]]:
    """The names in the value of a field of people, with their role."""
    field = _name_of(found)
    if field not in _PEOPLE_FIELDS:
        return []
    names = [re.sub(r"\s*[(（][^)）]*[)）]?", "", name).strip(" .*_") for name in _SPLIT.split(found["value"])]
    names = [_AFFILIATED.sub(r"\1", name) for name in names]
    if not all(len(n.split()) <= _MOST_NAME_WORDS and not n[:1].islower() for n in names if n):
        return []
    return [(name, _PEOPLE_FIELDS[field]) for name in names if name]


def find_author(blocks: Sequence[Block], reasons: Sequence[Reason | None]) -> tuple[tuple[str, ...], dict[int, Reason]]:
    """Return the author of whom the last paragraphs tell, and the block that does; nobody of whom the page spoke before."""
    foot = [i for i, block in enumerate(blocks) if not reasons[i] and block.text.strip()][-_NEAR_FOOT:]
    for index in foot:
        text = blocks[index].text.strip()
        found = _ABOUT_AUTHOR.match(text) if len(text) <= _LONGEST_NOTE_CHARS and blocks[index].kind is Kind.PARAGRAPH else None
        before = (block.text for block, reason in zip(blocks[:index], reasons[:index], strict=True) if not reason)
        if found and not any(found[1].rsplit(maxsplit=1)[-1] in text for text in before):
            return (found[1],), {index: Reason.FURNITURE}
    return (), {}
