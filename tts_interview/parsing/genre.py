"""Whether a page is an interview: signs of the page and of the talk that a reading finds in it."""

from __future__ import annotations

import re
from collections import Counter
from math import log1p
from typing import TYPE_CHECKING

from tts_interview.model import Kind
from tts_interview.parsing.asking import asks
from tts_interview.parsing.page.candidates import key_of
from tts_interview.parsing.people.names import CAPITAL, NameIndex
from tts_interview.parsing.people.person import letter_of, role_of
from tts_interview.parsing.people.prose import announced_guests, announced_interviewers
from tts_interview.parsing.segmentation import QUESTION
from tts_interview.parsing.vocabulary import NO_SPEAKERS, STAGE_LABELS, any_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tts_interview.model import Document
    from tts_interview.parsing.page.places import Page
    from tts_interview.parsing.segmentation import TurnStart

_FORMS_OF_ADDRESS = any_of("forms_of_address")
_INTERVIEW = re.compile(any_of("interview_words"), re.I)
FAQ = re.compile(any_of("faq_words"), re.I)
# A page announces its interview in its first paragraphs.
_HEAD_BLOCKS, _HEAD_CHARS = 6, 1500
# "Ann, why bees?" and "Frau Lee, ...": whoever is asked so is a person.
_NAME = rf"{CAPITAL}[\w’'-]+(?: {CAPITAL}[\w’'-]+){{0,2}}"
_VOCATIVE = re.compile(
    rf"(?:^|[.!?…] )(?:(?P<title>{_FORMS_OF_ADDRESS})\.? )?(?P<name>{_NAME}), (?=[^\W\d_])"
    rf"|, (?:(?P<title2>{_FORMS_OF_ADDRESS})\.? )?(?P<name2>{_NAME})\s?[?!]"
)
_LIST_TYPES = ("og:website", "og:product", "og:blog")
_ARTICLE = re.compile(r"\w*Article|BlogPosting|Interview|Report|PodcastEpisode|og:article", re.I)
_MOST_LABEL_WORDS = 4
_HEARD_CHARS = 300
_QUOTES = '"“„«「'


def head_of(document: Document, page: Page, first: int) -> str:
    """Return what stands before the talk: title, description, and the last paragraphs above block `first`."""
    before = [page.blocks[i].text for i in page.numbers if i < first]
    return "\n".join([document.title, document.description, *before[:_HEAD_BLOCKS], *before[-_HEAD_BLOCKS:]])[: 4 * _HEAD_CHARS]


def signs_of_genre(
    document: Document, page: Page, marks: Sequence[TurnStart], features: Mapping[str, float]
) -> dict[str, float]:
    """Return signs that a page is an interview, or something else, by name; `features` are those of the reading."""
    first = marks[0].block
    head = head_of(document, page, first)
    index = NameIndex(head)
    questions = [mark for mark in marks if mark.label == QUESTION]
    labels = Counter(key_of(mark.label) for mark in marks if mark.named)
    named = sum(labels.values())
    spelled = {key_of(mark.label): mark.label for mark in reversed(marks)}
    people = sum(count for key, count in labels.items() if _is_person(key, spelled[key], page))
    known = sum(count for key, count in labels.items() if _is_known(key, page))
    texts = [page.text_of(mark, None)[:_HEARD_CHARS] for mark in (questions or marks)]
    addressed = sum(_addresses(text, head) for text in texts)
    return {
        "is page": float(any(block.holder for block in page.blocks)),
        "interview in title": float(bool(_INTERVIEW.search(document.title))),
        "interview in head": float(bool(_INTERVIEW.search(head))),
        "questions in title": float(bool(FAQ.search(document.title) or FAQ.search(head[-_HEAD_CHARS:]))),
        "title asks": float(asks(document.title)),
        "guest announced": float(bool(announced_guests(head, index))),
        "interviewer announced": float(bool(announced_interviewers(head))),
        "people in metadata": float(bool(document.people)),
        "author": float(bool(document.authors)),
        "person labels": people / named if named else 0.0,
        "known labels": known / named if named else 0.0,
        "no person labels": (named - people) / max(1, len(marks)),
        "question headings": sum(page.blocks[m.block].kind is Kind.HEADING for m in questions) / max(1, len(marks)),
        "question items": sum(page.blocks[m.block].kind is Kind.LIST_ITEM for m in marks) / max(1, len(marks)),
        "addressed": log1p(addressed),
        "unmarked": sum(
            m.label == QUESTION and page.places[m.block].style.name == "plain" for m in marks if m.block in page.places
        )
        / max(1, len(marks)),
        "quoted turns": sum(page.text_of(m, None).lstrip()[:1] in _QUOTES for m in marks) / len(marks),
        "anonymous": float(not named),
        "labelled talk": named / len(marks) * features["coverage"] if not any(b.holder for b in page.blocks) else 0.0,
        "asked at all": float(features["asker asks"] > 0 or features["asks"] < features["asker asks"]),
        "article": float(any(_ARTICLE.fullmatch(kind) for kind in page.types)),
        "website": float(any(kind in _LIST_TYPES for kind in page.types)),
    }


def _addresses(text: str, head: str) -> bool:
    """Return whether a question addresses somebody by name: with a title, or by a name that the head of the page has."""
    for found in _VOCATIVE.finditer(text):
        name = (found["name"] or found["name2"]).split()[-1]
        if found["title"] or found["title2"] or re.search(rf"\b{re.escape(name)}\b", head):
            return True
    return False


def _is_known(key: str, page: Page) -> bool:
    words = key.split()
    return page.known.has(key) or any(word in page.known.parts for word in (*words[:1], *words[-1:]))


def _is_person(key: str, label: str, page: Page) -> bool:
    """Return whether a label may be a person's: a role, a letter, or a name by its shape or because the page knows it."""
    if letter_of(key) or role_of(key, whole=True) or _is_known(key, page):
        return True
    words = [word.strip(".,()") for word in key.split()]
    if any(word in NO_SPEAKERS or word in STAGE_LABELS for word in words) or len(words) > _MOST_LABEL_WORDS:
        return False
    return all(word[:1].isupper() or not word[:1].isascii() for word in label.split()) and not re.search(r"\d", label)
