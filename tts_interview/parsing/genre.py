"""Whether a page is an interview, by signs of the page and of its talk; what another page is, and the error that says so."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from math import log1p
from typing import TYPE_CHECKING, NamedTuple

from tts_interview.errors import NotAnInterviewError, PageKind
from tts_interview.language.detection import language_of
from tts_interview.language.segmentation import base_language
from tts_interview.model import Document, Kind
from tts_interview.parsing.asking import FIRST_PERSON, asks
from tts_interview.parsing.page.candidates import key_of
from tts_interview.parsing.page.places import Page
from tts_interview.parsing.people.names import CAPITAL, NameIndex
from tts_interview.parsing.people.person import letter_of, role_of
from tts_interview.parsing.people.prose import announced_guests, announced_interviewers
from tts_interview.parsing.segmentation import QUESTION, TurnStart
from tts_interview.parsing.vocabulary import LANGUAGES, NO_SPEAKERS, STAGE_LABELS, any_of

if TYPE_CHECKING:
    from tts_interview.parsing.deciding import Judged

_FORMS_OF_ADDRESS = any_of("forms_of_address")
_INTERVIEW = re.compile(any_of("interview_words"), re.I)
_FAQ = re.compile(any_of("faq_words"), re.I)
_FAQ_TITLE = re.compile(any_of("faq_titles"), re.I)
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
_QUOTES = tuple('"“„«「')
# Types of schema.org and Open Graph that no interview has: of 53 real ones none has one of these, of other pages every fourth.
_TYPES = {
    **dict.fromkeys(("Recipe", "HowTo"), PageKind.RECIPE),
    **dict.fromkeys(("FAQPage", "QAPage"), PageKind.FAQ),
    **dict.fromkeys(("Product", "og:product", "og:product.item", "Vehicle", "Offer"), PageKind.PRODUCT),
    **dict.fromkeys(("DiscussionForumPosting",), PageKind.FORUM),
    **dict.fromkeys(("JobPosting", "Event", "LocalBusiness", "Course", "SoftwareApplication", "ItemList"), PageKind.LIST),
}
_BEGINNING_CHARS = 2000
_LEAST_FORUM_WORDS = 6
_HARDLY = 0.05
_LONGEST_SHOWN_CHARS = 60
_MOST_SHOWN = 3
# The shares of paragraphs, or of words, that make a page an essay, a list or a speech.
_MOSTLY_I, _MOSTLY_LISTED, _NEARLY_ALL = 0.35, 0.5, 0.9
_ONE_VOICE = "one voice says nearly all of it, and nobody asks"
_FORUM = re.compile(rf"\b(?:{any_of('forum_words')})\b", re.I)
_REMEDY = 'use `reading.narrate` to have one voice read it, or `reading.as_interview` to read "{shown}" as speakers anyway'
_NARRATE = (
    'begin each turn with its speaker, as in "Name: words" or "Q: words", or use `reading.narrate` to have one voice read it'
)


def head_of(document: Document, page: Page, first: int) -> str:
    """Return what stands before the talk: title, description, and the last paragraphs above block `first`."""
    before = [page.blocks[i].text for i in page.between(0, first)]
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
    known = sum(count for key, count in labels.items() if page.known.may_be(key))
    texts = [page.text_of(mark, None)[:_HEARD_CHARS] for mark in (questions or marks)]
    addressed = sum(_addresses(text, head) for text in texts)
    return {
        "is page": float(any(block.holder for block in page.blocks)),
        "interview in title": float(bool(_INTERVIEW.search(document.title))),
        "interview in head": float(bool(_INTERVIEW.search(head))),
        "questions in title": float(bool(_FAQ.search(document.title) or _FAQ.search(head[-_HEAD_CHARS:]))),
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
        "quoted turns": sum(page.text_of(m, None).lstrip().startswith(_QUOTES) for m in marks) / len(marks),
        "anonymous": float(not named),
        "labelled talk": named / len(marks) * features["coverage"] if not any(b.holder for b in page.blocks) else 0.0,
        "asked at all": float(features["asker asks"] > 0 or features["asks"] < features["asker asks"]),
        "article": float(any(_ARTICLE.fullmatch(kind) for kind in document.types)),
        "website": float(any(kind in _LIST_TYPES for kind in document.types)),
    }


def _addresses(text: str, head: str) -> bool:
    """Return whether a question addresses somebody by name: with a title, or by a name that the head of the page has."""
    for found in _VOCATIVE.finditer(text):
        name = (found["name"] or found["name2"]).split()[-1]
        if found["title"] or found["title2"] or re.search(rf"\b{re.escape(name)}\b", head):
            return True
    return False


def _is_person(key: str, label: str, page: Page) -> bool:
    """Return whether a label may be a person's: a role, a letter, or a name by its shape or because the page knows it."""
    if letter_of(key) or role_of(key, whole=True) or page.known.may_be(key):
        return True
    words = [word.strip(".,()") for word in key.split()]
    if any(word in NO_SPEAKERS or word in STAGE_LABELS for word in words) or len(words) > _MOST_LABEL_WORDS:
        return False
    return all(word[:1].isupper() or not word[:1].isascii() for word in label.split()) and not re.search(r"\d", label)


# -- what a page is that is not an interview ---------------------------------------------------------------------------


class Verdict(NamedTuple):
    """What a page seems to be, and what shows it."""

    kind: PageKind
    sign: str


def declared_kind(document: Document) -> Verdict | None:
    """Return what the page says that it is, if that is something that no interview is."""
    if _FAQ_TITLE.fullmatch(document.title.strip(" .:?!")):
        return Verdict(PageKind.FAQ, "its title says so")
    return next((Verdict(_TYPES[kind], f"its metadata says {kind}") for kind in document.types if kind in _TYPES), None)


def classify(document: Document, page: Page, judged: "Judged | None") -> Verdict:
    """Return what a page that is not an interview seems to be: what it declares, or the first kind that it has a sign of."""
    text = "\n".join(page.blocks[i].text for i in page.numbers)
    language = base_language(language_of(document))
    signs = judged.signs if judged else {"over 90": 0.0}
    asked = judged is not None and any(mark.label == QUESTION for mark in judged.segmentation.marks)
    faq = _FAQ.search(f"{document.title}\n{text[:_BEGINNING_CHARS]}")
    posts = max(_LEAST_FORUM_WORDS, len(page.numbers) / 5)
    items = sum(page.blocks[i].kind is Kind.LIST_ITEM for i in page.numbers)
    prose = [page.blocks[i].text for i in page.numbers if page.places[i].sentence]
    of_self = sum(bool(FIRST_PERSON.search(words)) for words in prose)
    unknown = f'its language is "{language}", whose words the parser does not know'
    kinds = (
        (document.timed, PageKind.NO_SPEAKERS, "it is a timed transcript that names nobody"),
        (language not in LANGUAGES and not judged, PageKind.OTHER_LANGUAGE, unknown),
        (signs["over 90"] > 0 and signs["others ask"] < 1 - _NEARLY_ALL, PageKind.SPEECH, _ONE_VOICE),
        (len(_FORUM.findall(text)) > posts, PageKind.FORUM, "it has the marks of posts"),
        (asked and (faq or signs["you and i"] < _HARDLY), PageKind.FAQ, "its questions are asked of nobody"),
        (items > _MOSTLY_LISTED * len(page.numbers), PageKind.LIST, "most of it is a list"),
        (of_self > _MOSTLY_I * len(prose), PageKind.ESSAY, "one person tells of themselves"),
    )
    found = (Verdict(kind, sign) for holds, kind, sign in kinds if holds)
    return declared_kind(document) or next(found, Verdict(PageKind.ARTICLE, "nobody talks with anybody"))


def with_article(kind: PageKind) -> str:
    """Return a kind of page with its article, as in "an essay"."""
    return f"{'an' if kind.value[0] in 'aeiouF' else 'a'} {kind.value}"


def refusal(document: Document, page: Page, judged: "Judged | None") -> NotAnInterviewError:
    """Return the error for a page that is not an interview: what it seems to be, why, and the ways on."""
    kind, sign = classify(document, page, judged)
    if judged:
        shown = ", ".join(dict.fromkeys(m.label for m in judged.segmentation.marks if m.named)) or "questions and answers"
        way = _REMEDY.format(shown=shown[:_LONGEST_SHOWN_CHARS])
    else:
        like_labels = islice(page.candidates, _MOST_SHOWN)
        seen = "; ".join(f'line {page.blocks[m.block].line_at(m.start)} "{m.label}:"' for m in like_labels)
        why = f"only these lines look like labels, and none recurs: {seen}" if seen else "no line begins with a label"
        way = f"{why}; {_NARRATE}"
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
