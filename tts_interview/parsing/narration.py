"""What is said before the first turn, between turns and after the last, and by whom: a talk, or the narrator."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile

from tts_interview.model import Block, Kind, Reason
from tts_interview.parsing.asking import ends_sentence
from tts_interview.parsing.page.candidates import key_of
from tts_interview.parsing.page.places import Page, is_wholly
from tts_interview.parsing.segmentation import CLOSING, NARRATION, TurnStart
from tts_interview.parsing.vocabulary import any_of

_LEAST_ONE_SIDED = 0.6
_HEADING_WORDS = 14
_LEAST_TALK = 3
_LONGEST_CAPTION_CHARS = 100
# A shorter line in capitals may be a name or a word that somebody shouts.
_LONGEST_WORD_IN_CAPITALS = 9
_FIRST_PERSON = re.compile(any_of("of_self"), re.I)
# Where more of the talk is in italics, these are the words of a speaker.
_MOST_ITALIC = 0.25
# No show has more people; a page that was made to hurt may.
_MOST_NAMES = 200


def find_talk(page: Page, marks: Sequence[TurnStart], speakers: Sequence[str]) -> list[TurnStart]:
    """A talk in the first person before the questions belongs to the one speaker whom the metadata names.

    An introduction by somebody else names him; a talk does not.
    """
    blocks = page.blocks
    announced = set(map(key_of, speakers))
    own = [mark.label for mark in marks if mark.named and key_of(mark.label) in announced]
    before = [i for i in page.places if i < marks[0].block and blocks[i].kind is not Kind.HEADING]
    if len(set(own)) != 1 or len(speakers) != 1 or len(before) < _LEAST_TALK:
        return []
    surname = speakers[0].split()[-1]
    first_person = sum(bool(_FIRST_PERSON.search(blocks[i].text)) for i in before)
    if first_person < _LEAST_ONE_SIDED * len(before) or any(surname in blocks[i].text for i in before):
        return []
    return [TurnStart(before[0], 0, 0, own[0])]


def find_narration(
    page: Page, marks: Sequence[TurnStart], names: Iterable[str]
) -> tuple[list[TurnStart], Mapping[int, Reason]]:
    """Return the marks of what the narrator says between and after the turns, and the headings and captions among these.

    Headings are not spoken: they are furniture, and start chapters.
    """
    blocks = page.blocks
    left_out: dict[int, Reason] = {}
    about, shown = _tells_of(names)
    starts = {mark.block for mark in marks}
    labelled = any(mark.named for mark in marks)
    in_italics = _sets_talk_in_italics(page, marks)
    narration: list[TurnStart] = []
    above = page.before(marks[0].block)
    if labelled and above > 0 and _is_topic(blocks[above]):
        left_out[above] = Reason.FURNITURE
    for index in page.places:
        block = blocks[index]
        if index < marks[0].block or index in starts:
            continue
        if block.kind is Kind.HEADING or (labelled and _is_topic(block)):
            left_out[index] = Reason.FURNITURE
        elif len(block.text) <= _LONGEST_CAPTION_CHARS and shown.match(block.text) and not ends_sentence(block.text):
            left_out[index] = Reason.CAPTION
        elif labelled and about.match(block.text) and blocks[index - 1].kind in (Kind.HEADING, Kind.RULE):
            narration.append(TurnStart(index, 0, 0, CLOSING))
        elif (labelled and is_wholly(block, bold=True)) or (not in_italics and is_wholly(block, bold=False)) or _is_note(block):
            narration.append(TurnStart(index, 0, 0, NARRATION))
    known = {m.block for m in narration} | set(left_out)
    return [*narration, *_closing(page, marks, known, about)], left_out


def _sets_talk_in_italics(page: Page, marks: Sequence[TurnStart]) -> bool:
    """Return whether the page sets what people say in italics: then these show no narrator."""
    talk = [i for i in page.places if marks[0].block <= i <= marks[-1].block]
    italic = sum(is_wholly(page.blocks[i], bold=False) for i in talk)
    return italic > _MOST_ITALIC * len(talk)


def _tells_of(names: Iterable[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what tells of one of those who speak in the third person, and the words below a picture of one.

    These are the full name, then a word in lower case; and the full name and a few others, which make no sentence.
    """
    full = (re.escape(name) for name in list(dict.fromkeys(names))[:_MOST_NAMES] if " " in name)
    people = "|".join(full) or "(?!)"
    alone = rf"(?:{people})(?:, [^.,]{{1,60}},)? [^\W\d_A-Z]"
    about = rf"(?:(?i:{any_of('about_person')}) (?:{people})\b|{alone})"
    return re.compile(about), re.compile(rf"\s*(?:{people})(?:[,\s][^\n:?!]*+)?\s*$")


def _is_topic(block: Block) -> bool:
    """A short line in bold or in capitals that is not a sentence, over the turns of a page whose speakers have labels."""
    text = block.text.strip()
    if not is_wholly(block, bold=True) and not _is_in_capitals(text):
        return False
    return len(text.split()) <= _HEADING_WORDS and not text.endswith((".", "!", "。"))


def _is_in_capitals(text: str) -> bool:
    letters = [character for character in text if character.isalpha()] if text.isupper() else []
    return len(letters) > _LONGEST_WORD_IN_CAPITALS and all(map(str.isupper, letters)) and "?" not in text


def _is_note(block: Block) -> bool:
    """An editor's note in brackets, of a sentence or more."""
    text = block.text.strip()
    return text[0] in "[(（【" and text[-1] in "])）】" and len(text.split()) > _HEADING_WORDS


def _closing(page: Page, marks: Sequence[TurnStart], known: set[int], about: re.Pattern[str]) -> list[TurnStart]:
    """Return the mark of what stands below a rule after the last turn, or tells of a speaker in the third person.

    A heading divides as a rule does where none stands among the turns.
    """
    opening = {mark.block for mark in marks}
    among = (page.blocks[i].kind is Kind.HEADING for i in range(marks[0].block, marks[-1].block) if i not in opening)
    dividing = {Kind.RULE} if any(among) else {Kind.RULE, Kind.HEADING}
    for index in range(marks[-1].block + 1, len(page.blocks)):
        if index not in page.places or index in known:
            continue
        above = takewhile(lambda i: i not in page.places or i in known, range(index - 1, marks[-1].block, -1))
        divided = any(page.blocks[i].kind in dividing for i in above)
        if divided or about.match(page.blocks[index].text):
            return [TurnStart(index, 0, 0, CLOSING)]
    return []
