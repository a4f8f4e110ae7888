"""What a page is that is not an interview, and the error that says so."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from tts_interview.errors import NotAnInterviewError, PageKind
from tts_interview.language.detection import language_of
from tts_interview.model import Kind
from tts_interview.parsing.asking import FIRST_PERSON
from tts_interview.parsing.genre import FAQ
from tts_interview.parsing.segmentation import QUESTION
from tts_interview.parsing.vocabulary import LANGUAGES, any_of

if TYPE_CHECKING:
    from tts_interview.model import Document
    from tts_interview.parsing.deciding import Judged
    from tts_interview.parsing.page.places import Page

# Types of schema.org and Open Graph that no interview has: of 53 real ones none has one of these, of other pages every fourth.
_TYPES = {
    **dict.fromkeys(("Recipe", "HowTo"), PageKind.RECIPE),
    **dict.fromkeys(("FAQPage", "QAPage"), PageKind.FAQ),
    **dict.fromkeys(("Product", "og:product", "og:product.item", "Vehicle", "Offer"), PageKind.PRODUCT),
    **dict.fromkeys(("DiscussionForumPosting",), PageKind.FORUM),
    **dict.fromkeys(("JobPosting", "Event", "LocalBusiness", "Course", "SoftwareApplication", "ItemList"), PageKind.LIST),
}
_HEAD_CHARS = 2000
_LEAST_FORUM_WORDS = 6
_HARDLY = 0.05
_LONGEST_SHOWN_CHARS = 60
_MOST_SHOWN = 3
# The shares of paragraphs, or of words, that make a page an essay, a list or a speech.
_MOSTLY_I, _MOSTLY_LISTED, _NEARLY_ALL = 0.35, 0.5, 0.9
_FORUM = re.compile(rf"\b(?:{any_of('forum_words')})\b", re.I)
_REMEDY = 'use `reading.narrate` to have one voice read it, or `reading.as_interview` to read "{shown}" as speakers anyway'
_NARRATE = (
    'begin each turn with its speaker, as in "Name: words" or "Q: words", or use `reading.narrate` to have one voice read it'
)


class Verdict(NamedTuple):
    """What a page seems to be, and what shows it."""

    kind: PageKind
    sign: str


def declared_kind(document: Document) -> Verdict | None:
    """Return what the page says that it is, if that is something that no interview is."""
    kinds = ((kind, _TYPES[kind]) for kind in document.types if kind in _TYPES)
    return next((Verdict(found, f"its metadata says {kind}") for kind, found in kinds), None)


def classify(document: Document, page: Page, judged: Judged | None) -> Verdict:
    """Return what a page that is not an interview seems to be."""
    declared = declared_kind(document)
    if declared:
        return declared
    text = "\n".join(page.blocks[i].text for i in page.numbers)
    language = language_of(document).split("-", maxsplit=1)[0]
    if document.timed:
        return Verdict(PageKind.NO_SPEAKERS, "it is a timed transcript that names nobody")
    if language not in LANGUAGES and not judged:
        return Verdict(PageKind.OTHER_LANGUAGE, f'its language is "{language}", whose words the parser does not know')
    if judged and judged.signs["over 90"] > 0 and judged.signs["others ask"] < 1 - _NEARLY_ALL:
        return Verdict(PageKind.SPEECH, "one voice says nearly all of it, and nobody asks")
    return _by_text(document, page, judged, text)


def _by_text(document: Document, page: Page, judged: Judged | None, text: str) -> Verdict:
    """Return what a page seems to be by its words and by how it is set."""
    asked = [m for m in judged.segmentation.marks if m.label == QUESTION] if judged else []
    head = f"{document.title}\n{text[:_HEAD_CHARS]}"
    if len(_FORUM.findall(text)) > max(_LEAST_FORUM_WORDS, len(page.numbers) / 5):
        return Verdict(PageKind.FORUM, "it has the marks of posts")
    if asked and (FAQ.search(head) or not judged or judged.signs["you and i"] < _HARDLY):
        return Verdict(PageKind.FAQ, "its questions are asked of nobody")
    listed = sum(page.blocks[i].kind is Kind.LIST_ITEM for i in page.numbers)
    if listed > _MOSTLY_LISTED * len(page.numbers):
        return Verdict(PageKind.LIST, "most of it is a list")
    prose = [page.blocks[i].text for i in page.numbers if page.places[i].sentence]
    first_person = sum(bool(FIRST_PERSON.search(words)) for words in prose)
    if prose and first_person > _MOSTLY_I * len(prose):
        return Verdict(PageKind.ESSAY, "one person tells of themselves")
    return Verdict(PageKind.ARTICLE, "nobody talks with anybody")


def with_article(kind: PageKind) -> str:
    """Return a kind of page with its article, as in "an essay"."""
    return f"{'an' if kind.value[0] in 'aeiouF' else 'a'} {kind.value}"


def refusal(document: Document, page: Page, judged: Judged | None) -> NotAnInterviewError:
    """Return the error for a page that is not an interview: what it seems to be, why, and the ways on."""
    kind, sign = classify(document, page, judged)
    if judged:
        shown = ", ".join(dict.fromkeys(m.label for m in judged.segmentation.marks if m.named)) or "questions and answers"
        way = _REMEDY.format(shown=shown[:_LONGEST_SHOWN_CHARS])
    else:
        way = f"{_candidates(page)}; {_NARRATE}"
    what = {
        PageKind.NO_SPEAKERS: "names no speakers",
        PageKind.OTHER_LANGUAGE: "shows no turns of an interview",
        PageKind.ONE_VOICE: "has only one speaker",
    }.get(kind, f"is not an interview; it looks like {with_article(kind)}")
    return NotAnInterviewError(f"{document.name} {what} ({sign}): {way}", kind)


def one_voice(document: Document, name: str) -> NotAnInterviewError:
    """Return the error for a page on which only one person speaks."""
    return NotAnInterviewError(
        f"{document.name} is not an interview: only one person speaks, {name}; {_NARRATE}", PageKind.ONE_VOICE
    )


def _candidates(page: Page) -> str:
    """Name the lines that look like labels."""
    shown = islice(page.candidates, _MOST_SHOWN)
    seen = "; ".join(f'line {page.blocks[m.block].line_at(m.start)} "{m.label}:"' for m in shown)
    return f"only these lines look like labels, and none recurs: {seen}" if seen else "no line begins with a label"
