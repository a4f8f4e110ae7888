"""Read TEI: utterances (`<u who>`) and speeches (`<sp>`), with the people and the metadata of the header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.documents.terms import iso_date, language_tag, name_of, role_of
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
from tts_interview.model import Document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from tts_interview.model import Role
    from tts_interview.settings.parts import Limits

_XML = "{http://www.w3.org/XML/1998/namespace}"
_ROOTS = frozenset({"TEI", "TEI.2", "teiCorpus"})
_MEANINGS = {
    **dict.fromkeys(("u", "sp", "annotationBlock"), Meaning.SPEECH),
    **dict.fromkeys(
        """
        TEI text front body back group p ab l lg list item table row cell opener closer byline dateline docTitle titlePart
        titlePage argument epigraph salute signed
        """.split(),  # noqa: SIM905 - a list of words reads best as words
        Meaning.BLOCK,
    ),
    **dict.fromkeys(("div", "div1", "div2", "div3", "div4"), Meaning.DIVISION),
    **dict.fromkeys(("seg", "s"), Meaning.PHRASE),
    "head": Meaning.HEADING,
    **dict.fromkeys(("incident", "vocal", "kinesic", "writing", "stage"), Meaning.EVENT),
    **dict.fromkeys(("note", "fw", "listBibl", "figure"), Meaning.ASIDE),
    **dict.fromkeys(("teiHeader", "standOff", "speaker", "listPerson", "timeline", "spanGrp", "facsimile"), Meaning.HIDDEN),
}
# What says in an attribute that an element may not be read by everybody, or that its words are gone for that reason.
_MARKING = ("type", "subtype", "reason", "status", "ana", "rend")
_WITHHELD = frozenset(
    {"restricted", "redacted", "redaction", "withheld", "embargoed", "embargo", "confidential", "sealed", "anonymization"}
)
_PARTS_OF_NAMES = (("forename", "givenName"), ("surname", "familyName"))
_ALTERNATIVES = frozenset({"choice/sic", "choice/orig", "choice/abbr"})
# Where the day of the talk is, and then that of its publication.
_DATES = ("recording/date", "setting/date", "creation/date", "bibl/date", "publicationStmt/date")


def is_tei(text: str) -> bool:
    """Return whether a text begins like TEI."""
    return root_of(text) in _ROOTS


def read_tei(data: bytes, name: str, _limits: Limits) -> Document:
    """Read the text of a TEI file. Sounds and gestures go into brackets, notes become furniture.

    Raises SourceError if the file is not valid XML.
    """
    root = parsed(data, name)
    people = {person.get(f"{_XML}id", ""): (_name(person), role_of(person.get("role"))) for person in named(root, "person")}
    names = {identifier: called for identifier, (called, _) in people.items() if called}
    return Document(
        blocks_of(root, Vocabulary(_MEANINGS, lambda element: _speaker(element, names), _ALTERNATIVES, _withheld)),
        title=first_words(root, "titleStmt/title"),
        date=iso_date(first_value(root, "when", *_DATES)),
        language=_language(root),
        people=_people(people),
        description=first_words(root, "profileDesc/abstract"),
    )


def _withheld(element: _Element) -> str | None:
    """Return why an element is withheld, in the words of its <desc>; None if nothing marks it."""
    said = (part.rpartition("#")[2].casefold() for name in _MARKING for part in (element.get(name) or "").split())
    if _WITHHELD.isdisjoint(said):
        return None
    return words_of(next(named(element, "desc"), None)) if local(element) == "gap" else ""


def _people(people: Mapping[str, tuple[str, Role | None]]) -> tuple[tuple[str, Role | None], ...]:
    return tuple((called, role) for called, role in people.values() if called)


def _name(person: _Element) -> str:
    """Return the name of a person with the first name first."""
    element = next(named(person, "persName", "name"), person)
    forenames, surnames = ([words_of(part) for part in named(element, *tags)] for tags in _PARTS_OF_NAMES)
    if surnames:
        return " ".join([*forenames, *surnames])
    return "" if element is person else name_of(words_of(element))


def _speaker(element: _Element, names: Mapping[str, str]) -> str:
    """Return the name of the person whom `who` refers to, or else the label of a speech, or the reference itself."""
    reference = (element.get("who") or "").split()
    identifier = reference[0].rpartition("#")[2] if reference else ""
    label = next((words_of(child) for child in element if local(child) == "speaker"), "").rstrip(":. ")
    return names.get(identifier) or label or identifier.replace("_", " ")


def _language(root: _Element) -> str:
    texts = (element.get(f"{_XML}lang") for element in (*named(root, "text"), root))
    return next(filter(None, map(language_tag, texts)), "") or language_tag(first_value(root, "ident", "langUsage/language"))
