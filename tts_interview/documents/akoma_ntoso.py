"""Read Akoma Ntoso, the XML of parliaments: speeches, questions and answers, with the people of its references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.documents.terms import iso_date, language_tag
from tts_interview.documents.xml import (
    Meaning,
    Vocabulary,
    blocks_of,
    first_value,
    first_words,
    local,
    named,
    parsed,
    root_of,
    words_of,
)
from tts_interview.model import Document, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from tts_interview.settings.parts import Limits

_MEANINGS = {
    **dict.fromkeys(("speech", "question", "answer", "speechGroup"), Meaning.SPEECH),
    **dict.fromkeys(
        """
        debateBody p block tblock narrative summary other adjournment rollCall listIntroduction listWrapUp item table tr td th
        li content intro
        """.split(),  # noqa: SIM905 - a list of words reads best as words
        Meaning.BLOCK,
    ),
    **dict.fromkeys(("debateSection", "questions", "oralStatements", "writtenStatements", "communication"), Meaning.DIVISION),
    **dict.fromkeys(("heading", "subheading"), Meaning.HEADING),
    **dict.fromkeys(("scene", "remark"), Meaning.EVENT),
    **dict.fromkeys(
        ("authorialNote", "coverPage", "preface", "conclusions", "attachments", "components", "num", "recordedTime"),
        Meaning.ASIDE,
    ),
    **dict.fromkeys(("meta", "from"), Meaning.HIDDEN),
}


def is_akoma_ntoso(text: str) -> bool:
    """Return whether a text begins like Akoma Ntoso."""
    return root_of(text) == "akomaNtoso"


def read_akoma_ntoso(data: bytes, name: str, _limits: Limits) -> Document:
    """Read the speeches of a debate. Scenes and remarks go into brackets, front pages and notes become furniture.

    Raises SourceError if the file is not valid XML.
    """
    root = parsed(data, name)
    references = named(root, "TLCPerson", "TLCRole", "TLCOrganization")
    names = {e.get("eId") or e.get("id") or None: " ".join((e.get("showAs") or "").split()) for e in references}
    return Document(
        blocks_of(root, Vocabulary(_MEANINGS, lambda element: _speaker(element, names))),
        title=first_words(root, "docTitle") or first_value(root, "value", "FRBRWork/FRBRalias"),
        date=iso_date(first_value(root, "date", "FRBRWork/FRBRdate", "docDate")),
        language=language_tag(first_value(root, "language", "FRBRExpression/FRBRlanguage")),
        people=tuple(_people(root, names)),
    )


def _speaker(element: _Element, names: Mapping[str | None, str]) -> str:
    """Return the name of the person who speaks, or else the label in `<from>`, or the office."""
    label = next((words_of(child) for child in element if local(child) == "from"), "").rstrip(":. ")
    by, office = (names.get((element.get(key) or "").lstrip("#"), "") for key in ("by", "as"))
    return by or label or office or (element.get("by") or "").lstrip("#")


def _people(root: _Element, names: Mapping[str | None, str]) -> Iterator[tuple[str, Role | None]]:
    """Yield those who only ask, and those who only answer."""
    asking, answering = (dict.fromkeys(_speaker(e, names) for e in named(root, tag)) for tag in ("question", "answer"))
    yield from ((name, Role.INTERVIEWER) for name in asking if name and name not in answering)
    yield from ((name, Role.GUEST) for name in answering if name and name not in asking)
