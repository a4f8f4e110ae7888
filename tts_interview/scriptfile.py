"""The script file: a Transcript as text that people edit, and back.

YAML front matter with the cast, then paragraphs `Name: words`; further paragraphs of a turn have no label. What was left
out stands in braces, `{left out caption 7: words}`. A backslash makes a brace, itself, or a paragraph that would read as a
label or a heading, literal.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from tts_interview.errors import SourceError
from tts_interview.front_matter import split_front_matter
from tts_interview.model import Gender, LeftOut, Paragraph, Reason, Role, Speaker, Transcript, Turn

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIKE_LABEL = re.compile(r"[^:\uff1a]{1,120}[:\uff1a]")
_SPECIAL = re.compile(r"([\\{}])")
_ESCAPED = re.compile(r"\\([\\{}])")
_LEFT_OUT = re.compile(r"\{left out (?P<reason>[a-z ]+?) (?P<line>\d+): (?P<text>.*)\}", re.S)


def script_text(transcript: Transcript) -> str:
    """The script of a transcript: title, date, language and cast in YAML, then turns and left-out words in order."""
    cast = [_cast_entry(speaker) for speaker in transcript.speakers]
    head = {"title": transcript.title, "date": transcript.date, "language": transcript.language, "cast": cast}
    front = yaml.safe_dump({k: v for k, v in head.items() if v}, allow_unicode=True, sort_keys=False, width=1000)
    return "\n\n".join([f"---\n{front}---", *_paragraphs(transcript)]) + "\n"


def is_script(text: str) -> bool:
    """Whether a text is a script file: its front matter has a cast."""
    return text.startswith("---") and isinstance(split_front_matter(text)[0].get("cast"), list)


def read_script(text: str, name: str) -> tuple[Transcript, dict[str, str]]:
    """The transcript of a script file, and the voices that its cast wishes, by speaker.

    Lines are those of the script; what was left out keeps the lines of its source. Raises SourceError, with the line, for a
    cast or a direction that cannot be understood, and for words before the first label.
    """
    fields, body = split_front_matter(text)
    speakers = tuple(_speaker(entry, name) for entry in fields["cast"])
    by_label = {label.casefold(): s for s in speakers for label in (*s.labels, s.name)}
    turns: list[Turn] = []
    left_out: list[LeftOut] = []
    for line, paragraph in _numbered_paragraphs(body, by_label):
        label, words = _split_label(paragraph, by_label)
        if paragraph.startswith("{left out "):
            left_out.append(_left_out(paragraph, f"{name}, line {line}"))
        elif label:
            turns.append(Turn(label.name, label.role, line, (Paragraph(_unescaped(words), line),)))
        elif turns:
            last = turns.pop()
            turns.append(Turn(last.speaker, last.role, last.line, (*last.paragraphs, Paragraph(_unescaped(words), line))))
        else:
            raise SourceError(f'{name}, line {line}: these words have no speaker; begin them with a name of the cast, "Name: "')
    if not turns:
        raise SourceError(f"{name} has a cast and no turns: write them below it, as in {speakers[0].name}: words")
    wishes = {s.name: str(e["voice"]) for s, e in zip(speakers, fields["cast"], strict=True) if e.get("voice")}
    title, date, language = (str(fields.get(key) or "") for key in ("title", "date", "language"))
    return Transcript(title, speakers, tuple(turns), tuple(left_out), date, language or "en"), wishes


def _cast_entry(speaker: Speaker) -> dict[str, object]:
    entry = {"name": speaker.name, "role": speaker.role.value, "title": speaker.title, "aliases": list(speaker.labels)}
    if speaker.gender is not Gender.UNKNOWN:
        entry["gender"] = speaker.gender.value
    return {key: value for key, value in entry.items() if value}


def _paragraphs(transcript: Transcript) -> Iterator[str]:
    entries = list(reversed(transcript.left_out))
    for turn in transcript.turns:
        while entries and entries[-1].line < turn.line:
            yield _left_out_text(entries.pop())
        first, *others = [_escaped(paragraph.text) for paragraph in turn.paragraphs]
        yield f"{turn.speaker}: {first}"
        yield from map(_continued, others)
    while entries:
        yield _left_out_text(entries.pop())


def _left_out_text(entry: LeftOut) -> str:
    return f"{{left out {entry.reason.value} {entry.line}: {_escaped(entry.text)}}}"


def _escaped(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", words)


def _continued(paragraph: str) -> str:
    """A paragraph without a label, which must not look like one; one that begins with a backslash does not."""
    looks = paragraph.startswith("#") or _LIKE_LABEL.match(paragraph)
    return f"\\{paragraph}" if looks and not paragraph.startswith("\\") else paragraph


def _speaker(entry: Any, name: str) -> Speaker:  # noqa: ANN401 - whatever the YAML holds
    if not isinstance(entry, dict) or not entry.get("name"):
        raise SourceError(f'{name}: every entry of the cast needs a name, as in "- name: Ann Lee"')
    try:
        role, gender = Role(entry.get("role", Role.GUEST)), Gender(entry.get("gender", Gender.UNKNOWN))
    except ValueError as error:
        roles = ", ".join(Role)
        raise SourceError(f"{name}: {entry['name']}: {error}; a role is one of {roles}, a gender female or male") from error
    aliases = entry.get("aliases") or []
    labels = tuple(str(alias) for alias in ([aliases] if isinstance(aliases, str) else aliases))
    return Speaker(str(entry["name"]), role, labels, gender, str(entry.get("title") or ""))


def _numbered_paragraphs(body: str, by_label: dict[str, Speaker]) -> Iterator[tuple[int, str]]:
    """Paragraphs with the line on which each starts; a label of the cast opens one without an empty line before it."""
    first = 0
    lines: list[str] = []
    for number, line in enumerate([*body.split("\n"), ""], start=1):
        opens = bool(_split_label(line.strip(), by_label)[0])
        if lines and (opens or not line.strip()):
            yield first, " ".join(lines)
            lines = []
        if line.strip():
            first = first if lines else number
            lines.append(" ".join(line.split()))


def _split_label(paragraph: str, by_label: dict[str, Speaker]) -> tuple[Speaker | None, str]:
    """The speaker whose name or alias stands in front, the longest that fits, and the words after it."""
    for colon in reversed([found.start() for found in re.finditer(r"[:\uff1a]", paragraph[:200])]):
        speaker = by_label.get(paragraph[:colon].strip().casefold())
        if speaker and paragraph[colon + 1 :].strip():
            return speaker, paragraph[colon + 1 :].strip()
    return None, paragraph


def _unescaped(words: str) -> str:
    plain = words[1:] if re.match(r"\\[^\\{}]", words) else words
    return _ESCAPED.sub(r"\1", plain)


def _left_out(paragraph: str, where: str) -> LeftOut:
    found = _LEFT_OUT.fullmatch(paragraph)
    if not found or found["reason"] not in list(Reason):
        reasons = ", ".join(Reason)
        raise SourceError(f'{where}: write "{{left out REASON LINE: words}}", with one of these reasons: {reasons}')
    return LeftOut(_ESCAPED.sub(r"\1", found["text"]), int(found["line"]), Reason(found["reason"]))
