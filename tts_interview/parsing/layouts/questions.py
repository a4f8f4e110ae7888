"""Questions without labels: told apart by how they are set (bold, italic, headings, numbers), or by asking alone.

Such an interview ends below the last answer and without a question: the host thanks the guest.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from tts_interview.model import Block, Kind
from tts_interview.parsing.asking import OPENING_QUOTES, QUOTES, SECOND_PERSON, asks, ends_in_question_mark, ends_sentence
from tts_interview.parsing.page.candidates import key_of
from tts_interview.parsing.page.places import DASH, Page, Style
from tts_interview.parsing.people.person import letter_of
from tts_interview.parsing.segmentation import ANSWER, QUESTION, TurnStart
from tts_interview.parsing.vocabulary import QUESTION_WORDS, any_of

# "Question 3." and "Frage 3:" before what is asked.
_COUNTED = rf"(?:{'|'.join(sorted(QUESTION_WORDS))})\s*(?:n[o°º]?\.?\s*)?\d{{1,3}}\s*[.):\uff1a-]\s*"
_LEADING_NUMBER = re.compile(
    rf"\s*(?:{_COUNTED}|\(?(?:Q\s*)?\d{{1,3}}\s*(?:[.):/、．]\s*|[-–—]\s+|\s+(?=[¿¡]))|#\d+\s+|[①-⑳]\s*)(?=\S)", re.I
)
_LEAST = 2
_LEAST_PLAIN, _LEAST_PLAIN_ANNOUNCED = 4, 3
_MOST_LINES_A_ROUND, _LONG_ANSWER = 3, 3
_LEAST_SHARE = 0.5
_LEAST_SHARE_BESIDE_LABELS = 0.6
_LEAST_ANSWERED = 0.6
# Where a host also remarks, fewer of the host's turns ask; but all of them are sentences, which headings and topics are not.
_LEAST_ASKING_AMONG_SENTENCES = 0.25
_LEAST_SENTENCES = 0.75
_MOST_WORDS_PLAIN = 60
_MOST_CHARS_PLAIN = 300
_MOSTLY = 0.9
_MOST_DASHED = 0.8
# At least one paragraph in so many asks; more of them answer where the page says that it is an interview.
_DENSITY, _DENSITY_ANNOUNCED = 4, 8
_INTERVIEW = re.compile(any_of("interview_words"), re.I)
_ASKS_WHO = re.compile(any_of("introduce_yourself"), re.I)
_REQUESTS = re.compile(rf"(?:(?:{any_of('before_requests')})[,\s]+)*(?:{any_of('requests')})", re.I)
_NEAR_FIRST = 4
_OPENING_QUOTES, _CLOSING_QUOTES = "\"'“„«「『‘", "\"'”“»」』’"
_FAREWELL = re.compile(rf"(?:[^.!?\n]{{0,60}}[.!,] )?(?:{any_of('farewells')})", re.I)
_REPLY = re.compile(rf"(?:{any_of('guest_phrases')})|{any_of('thanks')}", re.I)
_LONGEST_FAREWELL_CHARS = 300
# The ways in which questions are set, those that show them best first.
_SET_OFF = ("heading", "bold", "italic", "numbered", "listed", "quotation")
_PLAIN, _DASHED = Style("plain"), Style("dash")


def propose_questions(page: Page) -> Iterator[Sequence[TurnStart]]:
    """Yield readings whose questions are all that is set off, or one way to set them, or what asks among it, or plain."""
    styles = _question_styles(page, _places(page, ()), frozenset())
    everything = list(chain.from_iterable(styles.values()))
    for chosen in filter(None, (everything, *styles.values(), *_asking(page, styles), _plain_questions(page))):
        yield _marks(page, set(chosen), frozenset(), set())


def questions_beside(page: Page, labelled: Sequence[TurnStart]) -> list[TurnStart]:
    """Return the marks of questions without labels, and of answers without labels, on a page that labels some speakers.

    The labels stay, and a block that starts with one is not such a question.
    """
    divided = frozenset(mark.block for mark in labelled if not mark.first)
    page = replace(page, blocks=_before_labels(page.blocks, labelled)) if divided else page
    labels = {mark.block: key_of(mark.label) for mark in labelled if mark.first}
    styles = _question_styles(page, _places(page, labels), divided, labels)
    found = set(chain.from_iterable(styles.values())) or _plain_beside(page, labelled)
    return _marks(page, found, divided, {mark.block for mark in labelled})


def _plain_beside(page: Page, labelled: Sequence[TurnStart]) -> set[int]:
    """Return the plain questions right above answers with labels, if there is one for every few of these.

    Above a label inside a block stands the question in the same block. Other labels of the page leave no such questions.
    Fewer are enough where several people answer each, and none of them asks.
    """
    places = {mark.place for mark in labelled}
    if any(letter_of(m.label) or m.place in page.returning for m in page.candidates if m.place not in places):
        return set()
    opened, inside = ({mark.block for mark in labelled if mark.first is first} for first in (True, False))
    above = (i for i in page.numbers if i not in opened and (i in inside or page.after(i) in opened))
    found = {i for i in above if page.places[i].style == _PLAIN and _is_plain_question(page.blocks[i].text)}
    if _LEAST <= len(found) < _LEAST_PLAIN_ANNOUNCED and len({key_of(mark.label) for mark in labelled}) > _LEAST:
        return set() if any(asks(page.text_of(mark, None)) for mark in labelled) else found
    return found if len(found) >= max(_LEAST_PLAIN_ANNOUNCED, len(labelled) / _DENSITY) else set()


def _places(page: Page, without: Collection[int]) -> Mapping[Style, list[int]]:
    """Group the numbers of the blocks that may be questions by how they are set."""
    styles: dict[Style, list[int]] = defaultdict(list)
    for index, place in page.places.items():
        if index not in without:
            styles[place.style].append(index)
    return styles


def _question_styles(
    page: Page, styles: Mapping[Style, list[int]], divided: frozenset[int], labels: Mapping[int, str] | None = None
) -> dict[Style, list[int]]:
    """Return the ways to set a block that show questions on this page, each with the numbers of its blocks.

    Blocks in `divided` hold their answer too. `labels` are those of the page, by the block that they open.
    """
    found: dict[Style, list[int]] = {}
    ways = (*_SET_OFF, "dash") if labels else _SET_OFF  # dashes alone are a layout of their own
    for style in sorted((s for s in styles if s.name in ways), key=lambda s: (ways.index(s.name), s.level)):
        indices = styles[style]
        if style.name == "heading" and labels:
            indices = _over_labels(indices, page, labels)
        if _shows_questions(indices, page, divided, beside_labels=labels is not None):
            found[style] = indices
    # Bold headings that ask: the rest that is bold is the interviewer's too.
    bold = Style("bold")
    if found and bold in styles and all(page.places[i].style == bold for indices in found.values() for i in indices):
        found[bold] = styles[bold]
    return found


def _asking(page: Page, styles: Mapping[Style, Sequence[int]]) -> Iterator[list[int]]:
    """Yield what asks among the blocks of each style."""
    for indices in styles.values():
        asking = [i for i in indices if page.places[i].asks]
        if _LEAST < len(asking) < len(indices):
            yield asking


def _over_labels(indices: Sequence[int], page: Page, labels: Mapping[int, str]) -> list[int]:
    """Return the headings that may be questions where answers have labels: those that ask, and those over who answers these.

    After the first of them, a heading that ends like a sentence is a remark.
    """
    asking = [i for i in indices if page.places[i].asks]
    answering = {labels.get(page.after(i), "") for i in asking} - {""}
    remarks = {i for i in indices if asking and i > asking[0] and page.blocks[i].text.rstrip().endswith((".", "!", "…", "。"))}
    own = remarks.union(asking)
    return [i for i in indices if i in own or labels.get(page.after(i), "") in answering]


def _before_labels(blocks: Sequence[Block], labelled: Sequence[TurnStart]) -> tuple[Block, ...]:
    """Return the blocks without what a label inside them opens: "**Why here?**" and in the next line "R: It is home."."""
    shortened = list(blocks)
    earliest: dict[int, TurnStart] = {}
    for mark in labelled:
        earliest.setdefault(mark.block, mark)
    for index, mark in earliest.items():
        if not mark.first:
            block = blocks[index]
            inside = tuple(replace(e, end=min(e.end, mark.start)) for e in block.emphasis if e.start < mark.start)
            shortened[index] = replace(block, text=block.text[: mark.start].rstrip(), emphasis=inside)
    return tuple(shortened)


def _shows_questions(indices: Sequence[int], page: Page, divided: frozenset[int], *, beside_labels: bool) -> bool:
    """Return whether what is set like this asks often enough, and is mostly followed by something set otherwise."""
    if len(indices) < _LEAST:
        return False
    own, places = set(indices), [page.places[i] for i in indices]
    following = [page.after(i) for i in indices]
    dashed = sum(i < len(page.blocks) and bool(DASH.match(page.blocks[i].text)) for i in following)
    if len(indices) > _LEAST and dashed >= _MOST_DASHED * len(indices):
        return True
    least_share = _LEAST_SHARE_BESIDE_LABELS if beside_labels else _LEAST_SHARE
    if not beside_labels and sum(p.sentence for p in places) >= _LEAST_SENTENCES * len(indices):
        least_share = _LEAST_ASKING_AMONG_SENTENCES
    asking = sum(p.asks for p in places)
    answered = sum(
        page.places[i].divided or i in divided or after not in own for i, after in zip(indices, following, strict=True)
    )
    return asking >= max(_LEAST, least_share * len(indices)) and answered >= _LEAST_ANSWERED * len(indices)


def _plain_questions(page: Page) -> set[int]:
    """Return the questions of a questionnaire without marks: short paragraphs that ask, again and again, between answers."""
    plain = [i for i, place in page.places.items() if place.style == _PLAIN]
    blocks = page.blocks
    found = [i for i in plain if _is_plain_question(blocks[i].text)]
    if len(found) < _LEAST_PLAIN_ANNOUNCED:
        return set()
    own = set(found)
    answered = [i for i in found if page.after(i) not in own and page.after(i) < len(blocks)]
    span = sum(found[0] <= i <= found[-1] for i in plain)
    announced = any(_INTERVIEW.search(block.text) for block in blocks[: found[0]])
    dense = len(found) >= span / (_DENSITY_ANNOUNCED if announced else _DENSITY)
    answers = [len(blocks[after].text) for i in found if (after := page.after(i)) < len(blocks)]
    at_length = sum(answers) >= _LONG_ANSWER * sum(len(blocks[i].text) for i in found)
    set_off = _above_answers(plain, own, page)
    sure = announced or set_off or (len(found) * _MOST_LINES_A_ROUND >= span and at_length)
    enough = len(found) >= (_LEAST_PLAIN_ANNOUNCED if sure else _LEAST_PLAIN)
    regular = len(answered) >= _MOSTLY * (len(found) - 1) and dense
    if not (regular and enough):
        return set()
    return own | _opening(plain, found[0], blocks) | _requests(plain, own, page) | set_off


def _requests(plain: Sequence[int], questions: set[int], page: Page) -> set[int]:
    """Return requests among plain questions, "Tell us about your work.", each in a paragraph of its own that is answered."""
    first, last = min(questions), max(questions)
    alone = {i for i in plain if first < i < last and i not in questions and _is_short(page.blocks[i].text)}
    return {i for i in alone if _REQUESTS.match(page.blocks[i].text) and not {i - 1, i + 1} & questions}


def _above_answers(plain: Sequence[int], questions: set[int], page: Page) -> set[int]:
    """Return all that stands right above answers with dashes, or in quotation marks; there a title, too, may stand."""
    blocks = page.blocks
    dashed = {i for i in page.numbers if page.places[i].style == _DASHED}
    quoted = {i for i in plain if blocks[i].text.startswith(OPENING_QUOTES)}
    ended = [i for i in plain if ends_sentence(blocks[i].text) or blocks[i].text.rstrip().endswith((":", "\uff1a"))]
    for answers, maybe in ((dashed, plain), (quoted, ended)):
        if sum(page.after(i) in answers for i in questions) >= _MOST_DASHED * len(questions):
            return {i for i in maybe if i not in answers and page.after(i) in answers and _is_short(blocks[i].text)}
    return set()


def _opening(plain: Sequence[int], first: int, blocks: Sequence[Block]) -> set[int]:
    """Return the request before the first plain question: to introduce oneself to somebody, or one by its first words."""
    before = [i for i in plain if i < first and _is_short(blocks[i].text)][-_NEAR_FIRST:]
    asked = [
        i
        for i in before
        if (_ASKS_WHO.search(blocks[i].text) and ("?" in blocks[i].text or SECOND_PERSON.search(blocks[i].text)))
        or _REQUESTS.match(blocks[i].text)
    ]
    return set(asked[-1:]) - {first - 1}


def _is_plain_question(text: str) -> bool:
    """Return whether a text ends with a question mark that is not inside a quotation at its end."""
    bare = text.strip("*_ \t\xa0")
    quotes = bare[-1:] in _CLOSING_QUOTES and bare[:1] not in _OPENING_QUOTES
    return ends_in_question_mark(bare.rstrip(QUOTES)) and _is_short(text) and not quotes


def _is_short(text: str) -> bool:
    return len(text.split()) <= _MOST_WORDS_PLAIN and len(text) <= _MOST_CHARS_PLAIN


def _marks(page: Page, questions: set[int], divided: frozenset[int], with_label: set[int]) -> list[TurnStart]:
    """Return the marks of the questions and of the block after each, unless a label opens it."""
    marks: list[TurnStart] = []
    after_question = False
    for index, place in page.places.items():
        block = page.blocks[index]
        if index in questions:
            marks += _question_marks(index, block, place.split if place.divided else 0)
            after_question = not place.divided and index not in divided
        elif after_question and block.kind is not Kind.HEADING:
            if index not in with_label:
                marks.append(TurnStart(index, 0, lead_of(block.text), ANSWER))
            after_question = False
    return _without_note(page, marks)


def _without_note(page: Page, marks: list[TurnStart]) -> list[TurnStart]:
    """Drop a last answer that a rule parts from its question, if no other is: below the talk a note says who they are."""
    parted = [
        answer
        for question, answer in pairwise(marks)
        if answer.label == ANSWER and any(b.kind is Kind.RULE for b in page.blocks[question.block : answer.block])
    ]
    return marks[:-1] if parted and parted == marks[-1:] else marks


def _question_marks(index: int, block: Block, split: int) -> Iterator[TurnStart]:
    yield TurnStart(index, 0, lead_of(block.text), QUESTION)
    if split:
        rest = block.text[split:]
        start = split + len(rest) - len(rest.lstrip())
        dash = DASH.match(block.text, start)
        yield TurnStart(index, start, dash.end() if dash else start, ANSWER)


def lead_of(text: str) -> int:
    """Return the end of a number or a dash before the first word, which is not spoken; 0 if there is none."""
    dash = DASH.match(text)
    return number_of(text) or (dash.end() if dash else 0)


def number_of(text: str) -> int:
    """Return the end of a number before the first word; 0 if there is none."""
    number = _LEADING_NUMBER.match(text)
    return number.end() if number else 0


def with_farewell(page: Page, marks: Sequence[TurnStart]) -> Sequence[TurnStart]:
    """Add the host's thanks in the last paragraphs, and what the guest says to them; nothing after an answer with a label."""
    if not marks or marks[-1].label != ANSWER:
        return marks
    below = [i for i in page.numbers if i > marks[-1].block and page.blocks[i].kind is not Kind.HEADING]
    below = [i for i in below if len(page.blocks[i].text) <= _LONGEST_FAREWELL_CHARS]
    thanks = next((i for i in below if _FAREWELL.match(page.blocks[i].text.lstrip())), None)
    if thanks is None:
        return marks
    reply = [i for i in below if i > thanks][:1]
    replied = [TurnStart(i, 0, 0, ANSWER) for i in reply if _REPLY.match(page.blocks[i].text)]
    after = [TurnStart(i, 0, 0, QUESTION) for i in below if replied and i > reply[0]][:1]
    return [*marks, TurnStart(thanks, 0, 0, QUESTION), *replied, *after]
