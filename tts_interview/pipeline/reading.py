"""What a user gives -> Document or Script -> Script: pages, addresses, text, scripts, and a script with its page's changes."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

from tts_interview import documents, parsing
from tts_interview.documents.addresses import page_address, web_address
from tts_interview.documents.front_matter import with_front_matter
from tts_interview.documents.syndication import items_of
from tts_interview.documents.web import fetch, fetch_if_changed, is_address
from tts_interview.errors import CastingError, SourceError
from tts_interview.language.detection import language_of
from tts_interview.model import Answer, Article, Document, Doubt, Gender, LeftOut, Reason, Role, Transcript
from tts_interview.parsing.explaining import explain
from tts_interview.pipeline.passages import with_passages
from tts_interview.publishing.rights import licence_of
from tts_interview.rundown.announcements import titled as transcript_titled
from tts_interview.script import operations
from tts_interview.script.braces import doubts_about_braces
from tts_interview.script.evidence import evidence_of, with_evidence
from tts_interview.script.file import Script, is_script, read_script
from tts_interview.script.merge import base_of, merge
from tts_interview.settings import Origin
from tts_interview.settings.cast import (
    aliases_layer,
    named_in,
    spoken_layer,
    with_cast,
    with_preferred_voices,
    without_weaker_voices,
)
from tts_interview.settings.front_matter import said_in, split_front_matter
from tts_interview.settings.layers import Layer, settled, show_layer
from tts_interview.settings.parts import NARRATOR_NONE
from tts_interview.settings.selectors import Selectors, selector_in
from tts_interview.settings.speakers import find_speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tts_interview.documents.syndication import FeedItem
    from tts_interview.model import Observer
    from tts_interview.parsing.explaining import Explanation
    from tts_interview.script.merge import Merged
    from tts_interview.settings import Settings
    from tts_interview.settings.parts import Limits, ReadingSettings
    from tts_interview.settings.showfile import Member

    # A file, an http(s) address, text with a line break, bytes, or an open stream.
    Page = str | Path | bytes | BinaryIO | TextIO
    Source = Page | list[Page] | tuple[Page, ...] | Transcript
    Found = Document | Script
    Raw = tuple[bytes, str, str]

# How sure it is that a publisher permits what its licence forbids.
_PERMITTED = 0.1
# Plain text has any suffix, and usually this.
_PLAIN = ".txt"
_WANTED = "pass a path, an http(s) address, text with a line break, bytes, a stream, a list of these, or a Transcript"


def read(source: Source, settings: Settings, observer: Observer) -> Found:
    """Read a source: a page, or the pages of one interview, as a Document; a script or a transcript as a Script.

    Raises SourceError if it cannot be read, TypeError for what is not a source.
    """
    if isinstance(source, Transcript):
        return Script(source, base=base_of(source))
    pages = pages_of(source)
    return found_in(pages, raw_of(pages, settings), settings, observer)


def is_web_address(text: str) -> bool:
    """Return whether a source is an http(s) address and no path."""
    return is_address(text)


def new_items(address: str, limits: Limits, asked: Mapping[str, str]) -> tuple[list[FeedItem], Mapping[str, str]]:
    """Return the items of a feed, none if it has not changed, and what to ask the next time, as the last time.

    Raises SourceError if the feed cannot be read.
    """
    fetched = fetch_if_changed(address, limits, asked)
    return (items_of(fetched[0], address), fetched[1]) if fetched else ([], asked)


def known_suffixes() -> frozenset[str]:
    """Return the suffixes of the files that some reader knows."""
    return frozenset([_PLAIN, *(suffix for known in documents.FORMATS for suffix in known.suffixes)])


def pages_of(source: Page | Sequence[Page]) -> list[Page]:
    """Return the pages of a source, which may be one."""
    return list(source) if isinstance(source, (list, tuple)) else [cast("Page", source)]


def raw_of(pages: Sequence[Page], settings: Settings) -> list[Raw]:
    """Return the bytes of pages, what errors call each, and its suffix. Raises SourceError if one cannot be read."""
    return [_raw(page, _reading_of(settings).limits) for page in pages]


def found_in(pages: Sequence[Page], raw: Sequence[Raw], settings: Settings, observer: Observer) -> Found:
    """Return the document or the script that the bytes of pages hold."""
    reading = _reading_of(settings)
    text = documents.text_of(*raw[0]) if raw else None
    if len(raw) == 1 and text is not None and is_script(text):
        script = read_script(text, raw[0][1])
        address = _address(pages)
        article = _article_of_script(script)
        article = replace(article, link=article.link or web_address(address))
        return replace(script, path=_path_of(pages[0]), source=origin_of(pages), address=address, article=article)
    selectors = _selectors(reading)
    isolated = reading.limits.isolated or any(is_address(str(page)) for page in pages)
    limits = replace(reading.limits, isolated=isolated)
    document = documents.joined([documents.read_limited(*one, limits, selectors) for one in raw])
    document = _without_withheld(document)
    if selectors.article and not any(selectors.article in block.selectors for block in document.blocks):
        observer.notice(f'{document.name}: nothing matches the article "{selectors.article}"; the program chose the article')
    fields = document.front_matter or split_front_matter(text or "")[0]
    return replace(document, front_matter=fields, source=origin_of(pages), address=_address(pages))


def _without_withheld(document: Document) -> Document:
    """Return a document whose withheld passages are in none of its blocks, so that nobody takes a name or a title from them."""
    entries = (LeftOut(b.text, b.line, Reason.WITHHELD, b.withheld) for b in document.blocks if b.withheld is not None)
    return replace(document, blocks=tuple(b for b in document.blocks if b.withheld is None), withheld=tuple(entries))


def _reading_of(settings: Settings) -> ReadingSettings:
    return settled(settings, show_layer(settings.show)).reading if settings.show else settings.reading


def configured(settings: Settings, found: Found) -> Settings:
    """Return the settings in force: with what the show file and the source itself ask for."""
    show = settings.show
    layers = [show_layer(show)] if show else []
    said = said_in(found.front_matter)
    if isinstance(found, Document):
        layers.append(aliases_layer(named_in(found, settings.cast)))
        said |= {"reading.language": language_of(found)} if found.language else {}
    return settled(settings, *layers, Layer(Origin.SOURCE, said))


def with_speakers(settings: Settings, script: Script) -> Settings:
    """Return the settings with what the show file and the script's cast say of those who speak."""
    settings = with_preferred_voices(settings, script.transcript)
    layers = [spoken_layer(settings.show.cast, script.transcript)] if settings.show else []
    speakers = script.transcript.speakers
    # What a page says of genders is a guess, which the show file overrides; what a script says is the editor's word.
    known = speakers if script.front_matter else ()
    genders = {speaker.name: speaker.gender for speaker in known if speaker.gender is not Gender.UNKNOWN}
    voices = {speaker.name: speaker.voice for speaker in speakers if speaker.voice}
    layers.append(Layer(Origin.SOURCE, {"casting.voices": voices, "casting.genders": genders}))
    return settled(settings, *without_weaker_voices(settings, layers, script.transcript))


def parse(found: Found, settings: Settings, observer: Observer) -> Script:
    """Find who says what in a document, and apply what the settings say of it.

    Raises NotAnInterviewError if it has no turns, SourceError for a choice that matches nothing in it, CastingError for a name
    of nobody.
    """
    script = _corrected(found, settings.reading) if isinstance(found, Script) else _parsed(found, settings)
    if settings.reading.script:
        script = _merged(settings.reading.script, script, observer)
    reading, transcript = settings.reading, with_names_of(settings.people, script.transcript)
    if reading.title:
        transcript = operations.retitle(transcript, reading.title)
    transcript = replace(
        transcript,
        language=reading.language or transcript.language,
        date=reading.date or transcript.date,
        doubts=(*transcript.doubts, *transcript.unsettled(_rights_in_doubt(script.article, settings.publishing.license))),
    )
    if settings.casting.narrator == NARRATOR_NONE:
        transcript = operations.without_narrator(transcript)
    return replace(script, transcript=transcript)


def with_names_of(people: Iterable[Member], transcript: Transcript) -> Transcript:
    """Return a transcript in which known people have the names that they are known by."""
    for member in people:
        for speaker in transcript.speakers:
            if speaker.name != member.name and speaker.name.casefold() in map(str.casefold, member.calls):
                taken = any(other.name == member.name for other in transcript.speakers)
                change = operations.assign_all if taken else operations.rename
                transcript = change(transcript, speaker.name, member.name)
    return transcript


def _rights_in_doubt(article: Article, said: str) -> Iterator[Doubt]:
    licence = None if said else licence_of(article.license)
    if licence and licence.forbids_changes:
        sentence = (
            f"the licence {licence.name} of the page forbids changed versions: ask its publisher whether a spoken version may "
            "be published, and give the permission with `publishing.license`"
        )
        yield Doubt(sentence, "licence", _PERMITTED, answers=(Answer("The publisher permits it"),))


def titled(script: Script) -> Script:
    """Return the script with a title, which every episode has: an untitled one is named after its speakers."""
    return replace(script, transcript=transcript_titled(script.transcript))


def _parsed(document: Document, settings: Settings) -> Script:
    members = named_in(document, settings.cast)
    known, reading = with_cast(document, members), settings.reading
    transcript = parsing.parse(known, reading)
    people = _with_full_names(reading, transcript)
    if people != reading:
        transcript = parsing.parse(known, people)
    _check_aliases(reading, transcript, {alias.casefold() for member in members for alias in member.aliases})
    transcript = operations.with_names_of_roles(transcript, reading.language or transcript.language)
    _check_withheld(transcript, document.name)
    transcript = with_passages(transcript, document.passages)
    if document.withheld:
        entries = sorted((*transcript.left_out, *document.withheld), key=lambda entry: entry.line)
        transcript = replace(transcript, left_out=tuple(entries))
    doubts = sorted((*transcript.doubts, *doubts_about_braces(transcript)), key=lambda doubt: doubt.sure)
    transcript = replace(transcript, doubts=tuple(doubts))
    article = _article(document)
    return Script(transcript, base=base_of(transcript), source=document.source, address=document.address, article=article)


def _check_withheld(transcript: Transcript, name: str) -> None:
    """Raise SourceError if a page withholds words in the way of a script, which would be spoken and published."""
    if any("{withheld" in paragraph.text for turn in transcript.turns for paragraph in turn.paragraphs):
        raise SourceError(f'{name} has "{{withheld", which only a script may: add "cast:" with its speakers to its head')


def _article(document: Document) -> Article:
    """Return what a page declares of itself."""
    named = document.image, document.license, document.publisher, document.authors
    return Article(web_address(document.address) or document.link, document.link, *named)


def _article_of_script(script: Script) -> Article:
    """Return what the front matter of a script says of its page."""
    fields = script.front_matter
    article = _article(with_front_matter(Document(()), fields))
    canonical = page_address(fields.get("canonical"))
    return replace(article, link=page_address(fields.get("url")) or article.link, canonical=canonical)


def explained(found: Found, settings: Settings) -> Explanation:
    """Explain how a document is read. Raises SourceError for a script, and what `parsing.explaining.explain` raises."""
    if isinstance(found, Script):
        raise SourceError("a script says who speaks, so there are no readings to compare: give the page that it was made from")
    members = named_in(found, settings.cast)
    return explain(with_cast(found, members), settings.reading)


def _corrected(script: Script, reading: ReadingSettings) -> Script:
    """Return a script with the names and roles of the settings, which the parser applies to a page."""
    _check_aliases(reading, script.transcript, set())
    transcript = script.transcript
    for label, name in reading.aliases.items():
        known = find_speaker(label, transcript.speakers).name
        calls = {call.casefold(): s.name for s in reversed(transcript.speakers) for call in (*s.labels, s.name)}
        person = calls.get(name.casefold(), known)
        if person == known:
            transcript = operations.rename(transcript, known, name)
        else:
            transcript = operations.assign_all(transcript, known, person)
    people = _with_full_names(reading, transcript)
    for role, of_role in ((Role.INTERVIEWER, people.interviewers), (Role.GUEST, people.guests)):
        for name in of_role:
            transcript = operations.set_role(transcript, name, role)
    return replace(script, transcript=transcript)


def _with_full_names(reading: ReadingSettings, transcript: Transcript) -> ReadingSettings:
    """Return the settings with the names of interviewers and guests in full. Raises CastingError for a name of nobody."""
    people = [s for s in transcript.speakers if s.role is not Role.NARRATOR]
    interviewers, guests = (
        tuple(find_speaker(name, people).name for name in names) for names in (reading.interviewers, reading.guests)
    )
    return replace(reading, interviewers=interviewers, guests=guests)


def _check_aliases(reading: ReadingSettings, transcript: Transcript, of_show: set[str]) -> None:
    """Raise CastingError for an alias whose label the source does not have; a show's aliases need not be in every page."""
    labels = {label.casefold() for s in transcript.speakers for label in (s.name, *s.labels)}
    for alias in reading.aliases:
        if alias.casefold() not in labels | of_show:
            shown = ", ".join(f'"{label}"' for s in transcript.speakers for label in s.labels[:1])
            raise CastingError(f'no turn has the label "{alias}"; the labels are {shown or "none"}')


def _selectors(reading: ReadingSettings) -> Selectors:
    """Return the selectors by which parts of a source must be known."""
    rules = [*(rule.what for rule in reading.rules), *reading.leave_out, *reading.keep]
    return Selectors(reading.article, tuple(dict.fromkeys(filter(None, map(selector_in, rules)))), reading.columns)


def _raw(page: Page, limits: Limits) -> Raw:
    """Return the bytes of a page, what errors call it, and its suffix."""
    if isinstance(page, str) and is_address(page):
        fetched = fetch(page, limits)
        return fetched.data, fetched.name, fetched.suffix
    if isinstance(page, str) and "\n" in page:
        return page.encode("utf-8", "surrogatepass"), "the text", ""
    if isinstance(page, (str, Path)):
        return documents.bytes_of(Path(page), limits)
    if isinstance(page, (bytes, bytearray, memoryview)):
        return bytes(page), "the text", ""
    if isinstance(page, io.TextIOBase):
        return page.read(limits.source_bytes).encode("utf-8", "surrogatepass"), "the text", ""
    if not hasattr(page, "read"):
        raise TypeError(f"cannot read {type(page).__name__}: {_WANTED}")
    return documents.bytes_of(cast("BinaryIO", page), limits)


def _is_place(page: Page) -> bool:
    return isinstance(page, Path) or (isinstance(page, str) and "\n" not in page)


def _path_of(page: Page) -> Path | None:
    """Return the path of a page that is a file."""
    return None if not _is_place(page) or is_address(str(page)) else Path(str(page))


def _address(pages: Sequence[Page]) -> str:
    """Return the address of the first page; empty if it came from elsewhere."""
    return pages[0] if pages and isinstance(pages[0], str) and is_address(pages[0]) else ""


def places_of(pages: Sequence[Page]) -> list[str]:
    """Return the addresses and paths at which pages can be read again; none if one is a stream, bytes or text."""
    if not all(map(_is_place, pages)):
        return []
    return [str(page) if is_address(str(page)) else str(Path(str(page)).resolve()) for page in pages]


def origin_of(pages: Sequence[Page]) -> str:
    """Return a digest that tells one source from another without giving away where it lay; empty for a stream or text."""
    places = places_of(pages)
    return "" if not places else hashlib.sha256("\n".join(places).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _merged(path: Path, page: Script, observer: Observer) -> Script:
    """Return an edited script with the changes of its page; the observer hears of each."""
    data, name, suffix = documents.bytes_of(path)
    text = documents.text_of(data, name, suffix)
    if text is None or not is_script(text):
        raise SourceError(f'{name} is not a script: make one with "tts-interview parse --format script" and edit that')
    script, merged = with_page(read_script(text, name), page)
    for line in (*merged.changes, *merged.conflicts):
        observer.notice(str(line))
    return replace(script, path=path)


def with_page(edited: Script, page: Script) -> tuple[Script, Merged]:
    """Return an edited script with the changes of its page, and what these are."""
    merged = merge(edited.transcript, edited.base, page.transcript)
    transcript = with_evidence(merged.transcript, evidence_of(page.transcript))
    base, fields = base_of(page.transcript), edited.front_matter
    return replace(page, transcript=transcript, base=base, front_matter=fields), merged
