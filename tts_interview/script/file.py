"""Read and write the script file: a Transcript as text that people edit.

YAML front matter holds the cast. A paragraph `Name: words` begins a turn, and further paragraphs of the turn have no label.
Braces hold text that was left out, `{left out caption 7: words}`, and an editor's directions (see `directions`). A line
`# Title` is a heading: it begins a chapter and is not spoken. A backslash at the start of a paragraph says that it does not
begin with a label or heading. `{caption}` and `{image}` mark a paragraph that a narrator announces as such.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from tts_interview.errors import SourceError
from tts_interview.model import Article, Gender, Kind, LeftOut, Paragraph, Reason, Role, Speaker, Transcript, Turn
from tts_interview.script.directions import Directed, escaped, first_brace, read, unescaped, written
from tts_interview.script.merge.base import ABOUT, FACTS, Base, BaseParagraph
from tts_interview.settings.front_matter import front_matter_of, is_day, split_front_matter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

# Every script file explains itself to the people who edit it.
_HOW_TO_EDIT = """\
# Who speaks: role is interviewer, guest, narrator or audience; gender female or male; "voice: NAME" chooses a voice.
# Below, "Name: words" begins a turn, and a paragraph without a name goes on with it; {left out ...} is not spoken.
# A line "# Title" before a paragraph begins a chapter of that name.
# {pause 2s} is a pause, {say "nay-toe": NATO} says how a word is said; write \\{ for a brace that is to be read.
# {audio clip.wav: words} is a recording that is heard in place of the words; it lies in the folder of this file.
"""
_HOW_TO_KEEP = "# The page as it was read, so that its later changes can be told from yours: leave this as it is.\n"
_SOURCE_WIDTH = 120
# The fields of the front matter that are rewritten. All others stay as the editor has them.
_OWN_FIELDS = frozenset({*ABOUT, "cast", "source"})

_KINDS = {Kind.CAPTION: "caption", Kind.IMAGE: "image"}
_HEADING = re.compile(r"#{1,6} (?P<title>.*\S.*)")
_COLON = re.compile(r"[:\uff1a]")
_LITERAL = re.compile(r"\\[^\\{}]")
# What a label of the cast looks like, were it spelt correctly.
_LIKE_LABEL = re.compile(r"(?P<name>[^\W\d_][^:\uff1a{}\\]{0,59})(?::(?:\s|\Z)|\uff1a)")
_NEAR = 0.75
# Each paragraph is compared with each label. No interview has so many.
_MOST_LABELS_COMPARED = 200
_LEFT_OUT = re.compile(r"\{left out (?P<reason>[a-z ]+?) (?P<line>[0-9]{1,9}): (?P<text>.*)\}", re.S)
# A passage that nobody may hear or read yet, with the reason for it; in a published script, the words are gone.
_WITHHELD_OPENING = "{withheld"
_WITHHELD = re.compile(r'\{withheld(?: "(?P<note>[^"{}]{1,200})")?(?:: (?P<text>.+))?\}', re.S)
# The same inside a paragraph, which it divides into two.
_WITHHELD_WITHIN = re.compile(r"((?<!\\)\{withheld\b(?:[^{}\\]|\\.)*\})", re.S)
_BASE_PARAGRAPH = re.compile(r"(?:(?P<speaker>[0-9]{1,6})(?P<opens>[:+]))?(?P<digest>[0-9a-f]{8})")
_LIKE_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CAST = re.compile(r"^cast:[ \t]*$", re.M)


@dataclass(frozen=True, slots=True)
class Script:
    """A transcript and everything else that its script file holds.

    `base` is the page as it was parsed, None if unknown. `front_matter` holds all fields of the front matter of a script file,
    and `path` is that file, if there is one. `source` identifies its source, and `address` is the http(s) address from which
    that was fetched; both are empty if unknown. `article` is the page that it was made from.
    """

    transcript: Transcript
    base: Base | None = None
    front_matter: Mapping[str, Any] = field(default_factory=dict)
    path: Path | None = None
    source: str = ""
    address: str = ""
    article: Article = field(default_factory=Article)


def script_text(script: Script) -> str:
    """Write a script file: facts, article, wishes, cast and base in YAML, then turns and left-out text in order."""
    from tts_interview.settings.yaml_text import yaml_of  # here and below, since to read a page needs none

    transcript, article = script.transcript, script.article
    head: dict[str, object] = {
        "title": transcript.title,
        "date": transcript.date,
        "language": transcript.language,
        "url": article.link,
    }
    head |= {"canonical": article.canonical, "image": article.image, "license": article.license}
    head |= {"publisher": article.publisher, "authors": article.authors}
    cast = [_cast_entry(speaker) for speaker in transcript.speakers]
    kept = {key: value for key, value in script.front_matter.items() if key not in _OWN_FIELDS}
    front = yaml_of({key: value for key, value in head.items() if value} | kept) + _HOW_TO_EDIT + yaml_of({"cast": cast})
    if script.base:
        front += _HOW_TO_KEEP + _base_text(script.base)
    return "\n\n".join([f"---\n{front}---", *_paragraphs(transcript)]) + "\n"


def is_script(text: str) -> bool:
    """Return whether a text is a script file: its front matter has a cast, even if it is no longer valid YAML."""
    if not text.startswith("---"):
        return False
    fields = split_front_matter(text)[0]
    return isinstance(fields.get("cast"), list) or (not fields and bool(_CAST.search(front_matter_of(text))))


def read_script(text: str, name: str) -> Script:
    """Read the text of a script file, which error messages call `name`.

    Lines count in the script, but left-out text keeps the lines of its source. Raises SourceError, with the line, for invalid
    front matter, an invalid cast or direction, words before the first label, a label that is nearly a name of the cast, and a
    heading without words below it.
    """
    fields, body = split_front_matter(text)
    if not fields:
        raise _broken_front_matter(text, name)
    speakers = tuple(_speakers(text, fields["cast"], name))
    turns, left_out = _turns(body, _Labels.of(speakers), name)
    if not turns:
        raise SourceError(f"{name}: no turns below the cast; write them as in {speakers[0].name}: words")
    title, date, language = (_about(fields, key, name) for key in ABOUT)
    if _LIKE_DAY.fullmatch(date) and not is_day(date):
        raise SourceError(f"{name}: invalid date {date}; write year, month and day, as in date: 2026-03-04")
    transcript = Transcript(title, speakers, tuple(turns), tuple(left_out), date, language or "en")
    return Script(transcript, _base(fields.get("source")), fields)


# -- writing ---------------------------------------------------------------------------------------------------------


def _cast_entry(speaker: Speaker) -> dict[str, object]:
    entry: dict[str, object] = {"name": speaker.name, "role": speaker.role.value, "title": speaker.title}
    if speaker.gender is not Gender.UNKNOWN:
        entry["gender"] = speaker.gender.value
    return {key: value for key, value in {**entry, "voice": speaker.voice, "aliases": speaker.labels}.items() if value}


@lru_cache(maxsize=8)
def _base_text(base: Base) -> str:
    """Return the base as the front matter has it. It is long, and edits leave it as it is."""
    from tts_interview.settings.yaml_text import yaml_of

    return yaml_of({"source": _base_fields(base)}, _SOURCE_WIDTH)


def _base_fields(base: Base) -> dict[str, object]:
    """Return the base in few lines; each turn begins with the number of its speaker, as in `1:2f6c09aa 93b1e07d`."""
    paragraphs = [f"{p.speaker}{':' if p.opens else '+'}{p.digest}" for p in base.paragraphs]
    for number, (before, here) in enumerate(zip(base.paragraphs, base.paragraphs[1:], strict=False), start=1):
        if not here.opens and here.speaker == before.speaker:
            paragraphs[number] = here.digest
    return {"about": base.about, "cast": [" ".join(facts) for facts in base.cast], "paragraphs": " ".join(paragraphs)}


def _paragraphs(transcript: Transcript) -> Iterator[str]:
    speakers = tuple(Speaker(s.name, Role.GUEST, s.labels) for s in transcript.speakers)  # labels depend on nothing else
    entries = [entry for entry in reversed(transcript.left_out) if entry.reason is not Reason.WITHHELD]
    withheld = sorted((e for e in transcript.left_out if e.reason is Reason.WITHHELD), key=lambda e: e.line, reverse=True)
    last = 0
    for turn in transcript.turns:
        while entries and entries[-1].line < turn.line:
            yield _left_out_text(entries.pop())
        for number, paragraph in enumerate(turn.paragraphs):
            while withheld and withheld[-1].is_before(paragraph.line, last):
                yield _withheld_text(withheld.pop())
            last = paragraph.line
            yield _paragraph_text(speakers, "" if number else turn.speaker, paragraph)
    while withheld:
        yield _withheld_text(withheld.pop())
    while entries:
        yield _left_out_text(entries.pop())


@lru_cache(maxsize=1 << 13)
def _paragraph_text(speakers: tuple[Speaker, ...], speaker: str, paragraph: Paragraph) -> str:
    """Return a paragraph with the heading above it. After an edit, all but a few paragraphs of a script are as they were."""
    labels = _labels_of(speakers)
    above = f"{labels.heading(paragraph.heading)}\n\n" if paragraph.heading.strip() else ""
    kind, words = _KINDS.get(paragraph.kind), Directed(paragraph.text, paragraph.directions)
    if kind:
        return above + f"{escaped(speaker)}: " * bool(speaker) + f"{{{kind}}} {written(words)}"
    return above + labels.written(speaker, words)


def _left_out_text(entry: LeftOut) -> str:
    return f"{{left out {entry.reason.value} {entry.line}: {escaped(entry.text)}}}"


def _withheld_text(entry: LeftOut) -> str:
    note, words = f' "{entry.note}"' if entry.note else "", f": {escaped(entry.text)}" if entry.text else ""
    return f"{_WITHHELD_OPENING}{note}{words}}}"


def without_withheld_words(transcript: Transcript) -> Transcript:
    """Return a transcript as it may be published: of passages that are withheld, only their places and notes are left."""
    left_out = (replace(e, text="") if e.reason is Reason.WITHHELD else e for e in transcript.left_out)
    return replace(transcript, left_out=tuple(left_out))


# -- reading ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Labels:
    """The labels of the cast. An exact label wins over one in another case, and a name wins over an alias."""

    exact: dict[str, Speaker]
    folded: dict[str, Speaker]
    reach: int

    @classmethod
    def of(cls, speakers: Iterable[Speaker]) -> _Labels:
        everybody = list(speakers)
        exact = {label: speaker for speaker in reversed(everybody) for label in speaker.labels if label}
        exact |= {speaker.name: speaker for speaker in everybody}
        reach = max((len(escaped(label)) for label in exact), default=0)
        return cls(exact, {label.casefold(): exact[label] for label in reversed(exact)}, reach + len(": "))

    def split(self, paragraph: str) -> tuple[Speaker | None, str]:
        """Return the speaker of the longest label at the start of a paragraph, and the words after it."""
        if not _LITERAL.match(paragraph):
            reach = first_brace(paragraph[: self.reach])
            for colon in reversed(list(_COLON.finditer(paragraph, 0, reach))):
                label = unescaped(paragraph[: colon.start()].strip())
                speaker = self.exact.get(label) or self.folded.get(label.casefold())
                if speaker:
                    return speaker, paragraph[colon.end() :].strip()
        return None, paragraph

    def near_miss(self, paragraph: str) -> tuple[str, str]:
        """Return the name at the start of a paragraph and the name of the cast that it resembles; both empty if none does.

        A name begins with a capital, or with a letter that has no case.
        """
        found = _LIKE_LABEL.match(paragraph)
        if not found or found["name"][0].islower() or len(self.folded) > _MOST_LABELS_COMPARED or self.split(paragraph)[0]:
            return "", ""
        name = found["name"].strip()
        near = get_close_matches(name.casefold(), self.folded, n=1, cutoff=_NEAR)
        return (name, self.folded[near[0]].name) if near else ("", "")

    def heading(self, title: str) -> str:
        """Return a line that reads as this heading, and not as the label of a speaker whose name begins with #."""
        words = escaped(" ".join(title.split()))
        forms = [f"{'#' * level} {words}" for level in range(1, 7)]
        return next((form for form in forms if self.title_in(form)), forms[0])

    def title_in(self, line: str) -> str:
        """Return the title in a line that is a heading; empty for any other line."""
        found = _HEADING.fullmatch(line)
        return " ".join(unescaped(found["title"]).split()) if found and not self.split(line)[0] else ""

    def written(self, speaker: str, words: Directed) -> str:
        """Return a paragraph, escaped so that it reads back the same; without a speaker, it continues a turn."""
        label, plain = f"{escaped(speaker)}: " if speaker else "", written(words)
        forms = [plain] if speaker or not plain.startswith("#") else []
        forms += [f"\\{plain}"] * (not plain.startswith(("\\", "{")))
        forms = [f"{label}{form}" for form in (*forms, written(words, colons=False))]
        return next((form for form in forms if self._means(form, speaker, words)), forms[-1])

    def _means(self, form: str, speaker: str, words: Directed) -> bool:
        found, rest = self.split(form)
        name = found.name if found else ""
        return name == speaker and not self.near_miss(form)[0] and read(rest, lambda _: form) == words


@lru_cache(maxsize=8)
def _labels_of(speakers: tuple[Speaker, ...]) -> _Labels:
    return _Labels.of(speakers)


@dataclass(frozen=True, slots=True)
class _Lines:
    """A paragraph of the file: its lines with their numbers, and its place among all paragraphs, in lines too."""

    first: int
    lines: tuple[str, ...]
    numbers: tuple[int, ...]

    @property
    def text(self) -> str:
        """The paragraph on one line."""
        return " ".join(self.lines)

    def line_at(self, offset: int) -> int:
        """Return the number of the line that holds a character of the text."""
        ends = accumulate(len(line) + 1 for line in self.lines)
        return self.numbers[min(sum(end <= offset for end in ends), len(self.numbers) - 1)]


def _turns(body: str, labels: _Labels, name: str) -> tuple[list[Turn], list[LeftOut]]:
    opened: list[tuple[Speaker, int, list[Paragraph]]] = []
    left_out: list[LeftOut] = []
    heading = ""
    for lines in _numbered_paragraphs(body, labels):
        line, paragraph = lines.first, lines.text
        where = f"{name}, line {lines.numbers[0]}"
        if paragraph.startswith("{left out "):
            left_out.append(_left_out(paragraph, where))
            continue
        if paragraph.startswith(_WITHHELD_OPENING):
            left_out.append(_withheld(paragraph, line, where))
            continue
        if title := labels.title_in(paragraph):
            heading = f"{heading}: {title}" if heading else title
            continue
        speaker, words = labels.split(paragraph)
        name_read, name_meant = labels.near_miss(paragraph)
        if name_read:
            raise SourceError(
                f'{where}: unknown speaker "{name_read}"; did you mean "{name_meant}"? '
                f"Correct the label, or write \\{name_read}: if these are words"
            )
        if speaker:
            opened.append((speaker, line, []))
        elif not opened:
            raise SourceError(f'{where}: no speaker for these words; begin them with a name of the cast, "Name: "')
        if not words:
            raise SourceError(f'{where}: no words after "{paragraph}"; write them after the colon')
        opened[-1][2].append(replace(_paragraph(words, lines, name), heading=heading))
        heading = ""
    if heading:
        raise SourceError(f'{name}: no words below the heading "{heading}"; write a turn there, or delete the heading')
    return [Turn(s.name, s.role, line, tuple(paragraphs)) for s, line, paragraphs in opened], left_out


def _paragraph(words: str, lines: _Lines, name: str) -> Paragraph:
    opening = {kind: f"{{{mark}}} " for kind, mark in _KINDS.items()}
    kind = next((kind for kind, mark in opening.items() if words.startswith(mark)), Kind.PARAGRAPH)
    rest = words.removeprefix(opening.get(kind, ""))
    before = len(lines.text) - len(rest)
    text, directions = read(rest, lambda offset: f"{name}, line {lines.line_at(before + offset)}")
    return Paragraph(text, lines.first, kind, directions)


def _numbered_paragraphs(body: str, labels: _Labels) -> Iterator[_Lines]:
    """Yield the paragraphs; a heading, a label and a near miss begin one without an empty line before them."""
    first = 0
    lines: list[str] = []
    numbers: list[int] = []
    for place, (number, line) in enumerate([*_divided(body), (0, "")], start=1):
        words = " ".join(line.split())
        above = lines and labels.title_in(lines[0])
        opens = not words or above or labels.title_in(words) or labels.split(words)[0] or labels.near_miss(words)[0]
        if lines and opens:
            yield _Lines(first, tuple(lines), tuple(numbers))
            lines, numbers = [], []
        if words:
            first = first if lines else place
            numbers.append(number)
            lines.append(words[1:] if lines and _LITERAL.match(words) else words)


def _divided(body: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers; a passage that is withheld inside a paragraph becomes one of its own."""
    number, open_line = 1, ""
    parts = _WITHHELD_WITHIN.split(body)
    for place, part in enumerate(parts):
        is_within = place % 2 == 1 and bool(open_line.strip() or parts[place + 1].partition("\n")[0].strip())
        first, *rest = part.split("\n")
        if is_within and open_line.strip():
            yield from ((number, open_line), (number, ""))
            open_line = ""
        open_line += first
        for line in rest:
            yield number, open_line
            number, open_line = number + 1, line
        if is_within:
            yield from ((number, open_line), (number, ""))
            after = parts[place + 1].lstrip(" ")
            parts[place + 1] = f"\\{after}" if after[:1] and after[0] not in "\\{}\n" else after
            open_line = ""
    yield number, open_line


def _left_out(paragraph: str, where: str) -> LeftOut:
    found = _LEFT_OUT.fullmatch(paragraph)
    if not found or found["reason"] not in list(Reason):
        reasons = ", ".join(Reason)
        raise SourceError(f'{where}: invalid braces: expected "{{left out REASON LINE: words}}", with a reason of {reasons}')
    return LeftOut(unescaped(found["text"]), int(found["line"]), Reason(found["reason"]))


def _withheld(paragraph: str, line: int, where: str) -> LeftOut:
    found = _WITHHELD.fullmatch(paragraph)
    if not found:
        raise SourceError(f'{where}: invalid braces: expected a paragraph such as {{withheld "until 2040": words}}')
    return LeftOut(unescaped(found["text"] or ""), line, Reason.WITHHELD, found["note"] or "")


# -- the front matter ------------------------------------------------------------------------------------------------


def _about(fields: dict[str, Any], key: str, name: str) -> str:
    try:
        return _text(fields, key)
    except SourceError as error:
        raise SourceError(f"{name}: {error}") from error


def _speakers(text: str, entries: list[Any], name: str) -> Iterator[Speaker]:
    if not entries:
        raise SourceError(f'{name}, line {_line_of_cast(text)}: empty cast; list the speakers, as in "- name: Ann Lee"')
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        try:
            yield _speaker(entry, seen)
        except SourceError as error:
            raise SourceError(f"{name}, line {_line_of_cast(text, number)}: {error}") from error


def _line_of_cast(text: str, number: int | None = None) -> int:
    """Return the line of the cast, or of one of its entries."""
    from tts_interview.settings.yaml_text import line_in

    return 1 + line_in(front_matter_of(text), "cast", number)


def _speaker(entry: Any, seen: set[str]) -> Speaker:  # noqa: ANN401 - whatever the YAML holds
    """Read an entry of the cast and add its name to those seen. Raises SourceError without the place of the entry."""
    name = _text(entry, "name") if isinstance(entry, dict) else ""
    if not name:
        raise SourceError('every entry of the cast needs a name, as in "- name: Ann Lee"')
    if name in seen:
        raise SourceError(f"{name} is in the cast twice; delete one of the two entries")
    seen.add(name)
    try:
        role, gender = Role(entry.get("role", Role.GUEST)), Gender(entry.get("gender", Gender.UNKNOWN))
    except ValueError as error:
        roles = ", ".join(Role)
        raise SourceError(f"{name}: {error}; expected a role of {roles}, and a gender of female or male") from error
    aliases = entry.get("aliases") or []
    labels = [aliases] if isinstance(aliases, str) else aliases
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        raise SourceError(f"the aliases of {name} are not a list of names; write them as in [Lee, Dr. Lee]")
    return Speaker(name, role, tuple(labels), gender, _text(entry, "title"), voice=_text(entry, "voice"))


def _text(fields: dict[str, Any], key: str) -> str:
    value = fields.get(key) or ""
    if not isinstance(value, str):
        raise SourceError(f'the {key} is not text; write it in quotes, as in {key}: "words"')
    return value


def _broken_front_matter(text: str, name: str) -> SourceError:
    """Return the error about front matter that has a cast but cannot be read."""
    from tts_interview.settings.yaml_text import YamlError, read_yaml

    try:
        read_yaml(front_matter_of(text))
    except YamlError as error:
        if error.line is None:
            return SourceError(f"{name}: the front matter is not valid YAML: {error}; write it again")
        where = f"{name}, line {1 + error.line}"
        return SourceError(f"{where}: not valid YAML ({error}); quote values that hold a colon or a bracket")
    return SourceError(f'{name}: the front matter is not a list of fields; write it as in "title: words"')


def _base(fields: object) -> Base | None:
    """Return the base that a file holds; None if it holds none, or a damaged one."""
    if not isinstance(fields, dict):
        return None
    about, cast, paragraphs = fields.get("about"), fields.get("cast"), fields.get("paragraphs")
    if not (isinstance(about, list) and isinstance(cast, list) and isinstance(paragraphs, str)):
        return None
    found = [_BASE_PARAGRAPH.fullmatch(token) for token in paragraphs.split()]
    people = tuple(tuple(str(facts).split()) for facts in cast)
    stated = list(_base_paragraphs(token for token in found if token))
    whole = all(found) and len(about) == len(ABOUT) and all(len(facts) == len(FACTS) for facts in people)
    if not whole or any(p.speaker >= len(people) for p in stated):
        return None
    return Base(tuple(map(str, about)), people, tuple(stated))


def _base_paragraphs(tokens: Iterable[re.Match[str]]) -> Iterator[BaseParagraph]:
    speaker = 0
    for token in tokens:
        speaker = int(token["speaker"] or speaker)
        yield BaseParagraph(token["digest"], speaker, token["opens"] == ":")
