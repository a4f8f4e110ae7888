"""Write the XHTML pages of a book: the title page, a page for each chapter, and the table of contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.language.locales import direction, long_date
from tts_interview.language.messages import language_of, language_of_name, listed, message
from tts_interview.model import Role
from tts_interview.publishing.corrections import notes_of
from tts_interview.publishing.markup import Maker, document, language_tag, xml_line

if TYPE_CHECKING:
    from tts_interview.publishing.epub.package import Book
    from tts_interview.publishing.epub.sections import Section, SyncedSentence
    from tts_interview.publishing.markup import Element

_XHTML = "http://www.w3.org/1999/xhtml"
_make = Maker(_XHTML, {None: _XHTML, "epub": "http://www.idpf.org/2007/ops"})


def title_page(book: Book) -> bytes:
    """Return the title page: title, speakers, date, show, corrections, disclosure and rights."""
    episode, publication = book.publication.episode, book.publication
    named = (s for s in episode.people if s.role is not Role.NARRATOR and not language_of_name(episode.language, s.name))
    people = [xml_line(s.name) for s in named]
    lines = [
        listed(episode.language, people),
        long_date(episode.language, xml_line(episode.date)),
        xml_line(publication.show.title),
        xml_line(publication.show.author),
    ]
    content = [_make("h1", xml_line(episode.title)), *(_make("p", line) for line in dict.fromkeys(lines) if line)]
    told = (*notes_of(publication), publication.disclosure, publication.rights)
    notes = [_make("p", {"class": "note"}, text) for text in told if text]
    section = _make("section", {"epub:type": "titlepage"}, *content, *notes)
    return _page(episode.title, book, section)


def chapter_page(section: Section, book: Book) -> bytes:
    """Return the page of a chapter, with an element for each sentence."""
    title = xml_line(section.chapter.title)
    roles = {s.name: str(s.role) for s in book.publication.episode.people}
    language = book.publication.episode.language
    turns = [_turn(turn, roles.get(turn.turn.mark.speaker, ""), language) for turn in section.said]
    kind = {"epub:type": "chapter", "role": "doc-chapter", "aria-labelledby": "title"}
    return _page(title, book, _make("section", kind, _make("h1", {"id": "title"}, title), *turns))


def navigation(book: Book) -> bytes:
    """Return the navigation document with the table of contents."""
    episode = book.publication.episode
    heading = {"id": "contents", **_lang(language_of(episode.language))}
    contents = message(episode.language, "contents")
    pages = [("title.xhtml", episode.title), *((s.page, s.chapter.title) for s in book.sections)]
    items = [_make("li", _make("a", {"href": page}, xml_line(title))) for page, title in pages]
    toc = {"epub:type": "toc", "id": "toc", "role": "doc-toc", "aria-labelledby": "contents"}
    return _page(contents, book, _make("nav", toc, _make("h1", heading, contents), _make("ol", *items)))


def _turn(turn: SyncedSentence, role: str, language: str) -> Element:
    speaker = xml_line(turn.turn.mark.speaker)
    name = _make("p", {"class": "speaker"}, _make("bdi", _lang(language_of_name(language, speaker)), speaker))
    paragraphs = []
    for sentences in turn.paragraphs:
        paragraph = _make("p")
        for sentence in sentences:
            paragraph.append(_make("span", {"id": sentence.element}, sentence.mark.text))
            paragraph[-1].tail = " "
        paragraphs.append(paragraph)
    return _make("div", {"class": role} if role else {}, name, *paragraphs)


def _page(title: str, book: Book, content: Element) -> bytes:
    language = language_tag(book.publication.episode.language)
    about = {**_lang(language), "dir": direction(language)}
    style = _make("link", {"rel": "stylesheet", "type": "text/css", "href": "style.css"})
    head = _make("head", _make("title", xml_line(title) or "…"), style)
    return document(_make("html", about, head, _make("body", content)), "<!DOCTYPE html>")


def _lang(language: str) -> dict[str, str]:
    return {"lang": language, "xml:lang": language} if language else {}
