"""Edit a transcript: each operation takes one and returns another.

Operations keep the ledger whole: a character that is in a turn or in `left_out` before is in one of them afterwards, once.
Only `reword` adds characters, those that the editor typed. So a ledger holds the document and what the editor added.

Turns, paragraphs and entries count from 0. Turns of one speaker that an operation makes neighbours become one turn, as in the
parser; turns that an editor split stay apart. A speaker whose last words go leaves the cast.
Every operation raises EditError if it does not fit the transcript.

A doubt stays until it is settled, or until a person has edited all that its answers would change. The numbers in doubts and in
the edits of their answers follow the words.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from tts_interview.errors import CastingError, EditError, SourceError
from tts_interview.language.messages import role_name
from tts_interview.model import Ask, Direction, Gender, Kind, LeftOut, Paragraph, Reason, Role, Speaker, Turn
from tts_interview.script.directions import ENCLOSING, Directed, read, written
from tts_interview.script.doubts import carrying
from tts_interview.script.paragraphs import changed_words, check_cut, cut_out, halves, moved, same_words, unlocked
from tts_interview.settings.speakers import find_speaker

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from tts_interview.model import Edit, Transcript

    # A speaker of the transcript, by name, label or part of a name; or a new one.
    Who = str | Speaker

__all__ = [
    "assign",
    "assign_all",
    "join",
    "keep",
    "leave_out",
    "lock",
    "rename",
    "retitle",
    "reword",
    "say",
    "set_gender",
    "set_role",
    "set_voice",
    "settle",
    "split",
    "unlock",
]

_WITH_NUMBER = re.compile(r"(?P<name>.*?)(?P<number> \d+)?")
# The operations that change one fact about a speaker.
_FACTS = {"rename": "name", "set_role": "role", "set_gender": "gender", "set_voice": "voice"}
_Part = TypeVar("_Part", Turn, Speaker)
_Item = TypeVar("_Item")

# -- who speaks ------------------------------------------------------------------------------------------------------


@carrying
def assign(transcript: Transcript, turn: int, speaker: Who) -> Transcript:
    """Give a turn to a speaker: one of the transcript, by name, label or part of a name, or a new `Speaker`."""
    own, person = _turn(transcript, turn), _person(transcript, speaker)
    turns = [*transcript.turns[:turn], _given(own, person), *transcript.turns[turn + 1 :]]
    seams = () if own.speaker == person.name else (turn, turn + 1)
    return _changed(transcript, _joined(turns, seams), person)


@carrying
def assign_all(transcript: Transcript, label: str, speaker: Who) -> Transcript:
    """Give all turns of the speaker with that name or label to another speaker.

    The other one takes over the labels, and gender and voice if they have none; the first one leaves the cast. A transcript
    does not record which of a speaker's labels a turn had.
    """
    known, person = _known(transcript, label), _person(transcript, speaker)
    gender = known.gender if person.gender is Gender.UNKNOWN else person.gender
    labels = tuple(dict.fromkeys((*person.labels, *known.labels)))
    person = replace(person, labels=labels, gender=gender, voice=person.voice or known.voice)
    cast = [s for s in _with(transcript.speakers, person) if s.name == person.name or s.name != known.name]
    before = transcript.turns
    turns = [_given(turn, person) if turn.speaker == known.name else turn for turn in before]
    seams = {number for number in range(1, len(turns)) if before[number - 1].speaker != before[number].speaker}
    speakers = tuple(edited(person) if speaker.name == person.name else speaker for speaker in cast)
    return _changed(replace(transcript, speakers=speakers), _joined(turns, seams))


@carrying
def rename(transcript: Transcript, speaker: str, name: str) -> Transcript:
    """Give a speaker another name. Nobody else may have it: `assign_all` makes one speaker of two."""
    known = _known(transcript, speaker)
    new = " ".join(name.split())
    if not new or (new != known.name and any(new == other.name for other in transcript.speakers)):
        problem = f'"{new}" is already a speaker; assign_all makes one speaker of both' if new else "the new name is empty"
        raise EditError(f"cannot rename {known.name}: {problem}")
    return _recast(transcript, known, replace(known, name=new))


@carrying
def set_role(transcript: Transcript, speaker: str, role: Role) -> Transcript:
    """Give a speaker another role."""
    known = _known(transcript, speaker)
    return _recast(transcript, known, replace(known, role=role))


@carrying
def set_gender(transcript: Transcript, speaker: str, gender: Gender) -> Transcript:
    """Say whether a speaker is a woman or a man, or that nobody knows."""
    known = _known(transcript, speaker)
    return _recast(transcript, known, replace(known, gender=gender))


@carrying
def set_voice(transcript: Transcript, speaker: str, voice: str) -> Transcript:
    """Give a speaker a voice, by its name or a part of it; with an empty name, the casting chooses again."""
    known = _known(transcript, speaker)
    return _recast(transcript, known, replace(known, voice=voice.strip()))


@carrying
def with_names_of_roles(transcript: Transcript, language: str) -> Transcript:
    """Call those whom the parser could not name as a language calls them: "Gast". Their English names stay as labels."""
    named = {speaker.name: _role_named(speaker, language) for speaker in transcript.speakers}
    if len(set(named.values())) < len(named) or all(old == new for old, new in named.items()):
        return transcript
    labels = {old: () if new == old else (old,) for old, new in named.items()}
    speakers = (replace(s, name=named[s.name], labels=(*s.labels, *labels[s.name])) for s in transcript.speakers)
    turns = (replace(turn, speaker=named.get(turn.speaker, turn.speaker)) for turn in transcript.turns)
    return replace(transcript, speakers=tuple(speakers), turns=tuple(turns))


def _role_named(speaker: Speaker, language: str) -> str:
    found = _WITH_NUMBER.fullmatch(speaker.name)
    if not found or found["name"] != role_name("en", speaker.role):
        return speaker.name
    return role_name(language, speaker.role, speaker.gender) + (found["number"] or "")


@carrying
def without_narrator(transcript: Transcript) -> Transcript:
    """Leave out all that the narrator says."""
    said = ((p.text, p.line) for turn in transcript.turns if turn.role is Role.NARRATOR for p in turn.paragraphs)
    return replace(
        transcript,
        speakers=tuple(speaker for speaker in transcript.speakers if speaker.role is not Role.NARRATOR),
        turns=tuple(turn for turn in transcript.turns if turn.role is not Role.NARRATOR),
        left_out=_by_line([*transcript.left_out, *_entries(said)]),
    )


# -- where turns begin -----------------------------------------------------------------------------------------------


@carrying
def split(transcript: Transcript, turn: int, paragraph: int, offset: int = 0, speaker: Who | None = None) -> Transcript:
    """Begin another turn at an offset of a paragraph, and give it to `speaker`, or else to the same one."""
    own, words = _turn(transcript, turn), _paragraph(transcript, turn, paragraph)
    check_cut(words, offset, f"turn {turn}, paragraph {paragraph}")
    before, after = halves(words, offset)
    first, second = (*own.paragraphs[:paragraph], *before), (*after, *own.paragraphs[paragraph + 1 :])
    if not first or not second:
        raise EditError(f"turn {turn} has no words {'after' if first else 'before'} that place: expected a place between words")
    person = Speaker(own.speaker, own.role) if speaker is None else _person(transcript, speaker)
    parts = (edited(replace(own, paragraphs=first)), _given(replace(own, line=second[0].line, paragraphs=second), person))
    turns = [*transcript.turns[:turn], *parts, *transcript.turns[turn + 1 :]]
    seams = () if own.speaker == person.name else (turn + 2,)
    return _changed(transcript, _joined(turns, seams), None if speaker is None else person)


@carrying
def join(transcript: Transcript, turn: int) -> Transcript:
    """Make one turn of a turn and the next one, whoever speaks there. Their paragraphs stay apart."""
    parts = (_turn(transcript, turn), *transcript.turns[turn + 1 : turn + 2])
    if len(parts) == 1:
        raise EditError(f"no turn follows turn {turn}: expected 0 to {turn - 1}" if turn else "there is only one turn")
    return _changed(transcript, [*transcript.turns[:turn], _as_one(parts), *transcript.turns[turn + 2 :]])


# -- which words are spoken ------------------------------------------------------------------------------------------


@carrying
def leave_out(
    transcript: Transcript, turn: int, paragraph: int | None = None, start: int = 0, end: int | None = None
) -> Transcript:
    """Leave out a turn, one of its paragraphs, or a range of that paragraph's text.

    A heading above words that are left out moves to the next words, unless these have one. At least one turn has to stay.
    """
    own, after = _turn(transcript, turn), list(transcript.turns[turn + 1 :])
    before: tuple[Paragraph, ...] = ()
    gone, rest = own.paragraphs, before
    if paragraph is not None:
        words = _paragraph(transcript, turn, paragraph)
        gone, kept = cut_out(words, start, len(words.text) if end is None else end, f"turn {turn}, paragraph {paragraph}")
        before, rest = (*own.paragraphs[:paragraph], *kept), own.paragraphs[paragraph + 1 :]
    heading = next((p.heading for p in reversed(gone) if p.heading), "")
    if rest:
        rest = _under(heading, rest)
    elif after:
        after[0] = replace(after[0], paragraphs=_under(heading, after[0].paragraphs))
    own_rest = [edited(replace(own, paragraphs=(*before, *rest)))] if before or rest else []
    turns = [*transcript.turns[:turn], *own_rest, *after]
    if not turns:
        raise EditError(f"turn {turn} has the only words of the transcript: at least one turn has to stay")
    said = [*transcript.left_out, *_entries((p.text, p.line) for p in gone)]
    seams = () if own_rest else (turn,)
    return _changed(replace(transcript, left_out=_by_line(said)), _joined(turns, seams))


@carrying
def keep(
    transcript: Transcript, entry: int, speaker: Who | None = None, turn: int | None = None, paragraph: int = 0
) -> Transcript:
    """Speak an entry of `left_out`: the words of `speaker`, or of the narrator, who is added if there is none.

    They come before a paragraph of `turn`; by default, before the first words of a later line. The default needs the lines of
    one source. In a script that was read without its page, entries have the lines of the page and turns those of the script.
    """
    said = _at(transcript.left_out, entry, "entry")
    words = " ".join(said.text.split())
    if not words:
        raise EditError(f"entry {entry} has no words: expected one with words")
    person = _person(transcript, _narrator(transcript) if speaker is None else speaker)
    kind = Kind.CAPTION if said.reason is Reason.CAPTION and person.role is Role.NARRATOR else Kind.PARAGRAPH
    at, place = _place(transcript, said.line) if turn is None else (turn, paragraph)
    new = edited(Turn(person.name, person.role, said.line, (Paragraph(words, said.line, kind),)))
    before, after = _opened(transcript, at, place)
    inside = len(before) + len(after) > len(transcript.turns)
    follows = bool(before) and before[-1].speaker == new.speaker
    seams = {len(before), len(before) + 1} if inside else {len(before) + (not follows)}
    left_out = (*transcript.left_out[:entry], *transcript.left_out[entry + 1 :])
    return _changed(replace(transcript, left_out=left_out), _joined([*before, new, *after], seams), person)


@carrying
def reword(transcript: Transcript, turn: int, paragraph: int, text: str) -> Transcript:
    """Replace the text of a paragraph.

    Words that go are left out, as asked. Words that were left out so on the same line come back if they are typed again. All
    other new words are the editor's. Pronunciations go with their words, and other directions keep their place.
    """
    words = _paragraph(transcript, turn, paragraph)
    new = " ".join(text.split())
    if not new:
        raise EditError(f"turn {turn}, paragraph {paragraph}: the new text is empty; leave_out leaves out a paragraph")
    same = same_words(words.text, new)
    changes = list(changed_words(words.text, new, same))
    gone, typed = (Counter(_entries((change[side], words.line) for change in changes)) for side in (0, 1))
    gone, back = gone - typed, typed - gone
    left_out = []
    for entry in transcript.left_out:
        if back[entry]:
            back[entry] -= 1
        else:
            left_out.append(entry)
    left_out += gone.elements()
    reworded = replace(words, text=new, directions=moved(words.directions, words.text, new, same))
    return _with_paragraph(replace(transcript, left_out=_by_line(left_out)), turn, paragraph, reworded)


@carrying
def say(transcript: Transcript, turn: int, paragraph: int, direction: Direction) -> Transcript:
    """Add a direction to a paragraph; it replaces one of the same kind at the same place. Unlock the paragraph."""
    words = unlocked(_paragraph(transcript, turn, paragraph))
    return _with_paragraph(transcript, turn, paragraph, _directed(words, direction, turn, paragraph))


@carrying
def lock(transcript: Transcript, turn: int, paragraph: int, value: str) -> Transcript:
    """Keep the sound of a paragraph, whatever voice, rate, lexicon and engine would make of it; `value` names that sound.

    It lasts until the words or their directions change, or somebody else gets the turn.
    """
    words = unlocked(_paragraph(transcript, turn, paragraph))
    direction = Direction(Ask.LOCK, 0, len(words.text), value)
    return _with_paragraph(transcript, turn, paragraph, _directed(words, direction, turn, paragraph))


@carrying
def unlock(transcript: Transcript, turn: int) -> Transcript:
    """Speak a turn as voice, rate, lexicon and engine are now."""
    own = _turn(transcript, turn)
    free = edited(replace(own, paragraphs=tuple(map(unlocked, own.paragraphs))))
    return replace(transcript, turns=(*transcript.turns[:turn], free, *transcript.turns[turn + 1 :]))


def _directed(words: Paragraph, direction: Direction, turn: int, paragraph: int) -> Paragraph:
    """Return a paragraph with one more direction. Raises EditError if that does not fit."""
    where = f"turn {turn}, paragraph {paragraph}"
    if not 0 <= direction.start <= direction.end <= len(words.text):
        raise EditError(f"{where}: invalid range {direction.start} to {direction.end}: expected 0 to {len(words.text)}")
    others = [d for d in words.directions if (d.ask, d.start, d.end) != (direction.ask, direction.start, direction.end)]
    at = next((number for number, other in enumerate(others) if _order(other) > _order(direction)), len(others))
    directed = Directed(words.text, (*others[:at], direction, *others[at:]))
    try:
        fits = read(written(directed), lambda _: where) == directed
    except SourceError as error:
        raise EditError(str(error)) from error
    except ValueError as error:
        raise EditError(f'{where}: invalid pause "{direction.value}": expected milliseconds, such as 2000') from error
    if not fits:
        raise EditError(
            f"{where}: {{{direction.ask} ...}} does not fit there: expected a range that no other direction crosses"
        )
    return replace(words, directions=directed.directions)


# -- all of it -------------------------------------------------------------------------------------------------------


def retitle(transcript: Transcript, title: str) -> Transcript:
    """Give a transcript another title. Where the narrator opens with the former one, that goes or is replaced.

    It goes if the narrator opens with the new one as well, below a menu for example.
    """
    new = " ".join(title.split())
    if not new:
        raise EditError("the new title is empty")
    read = [p.text for turn in transcript.turns[:1] if turn.role is Role.NARRATOR for p in turn.paragraphs]
    if new != transcript.title and transcript.title in read:
        at = read.index(transcript.title)
        transcript = leave_out(transcript, 0, at) if new in read else reword(transcript, 0, at, new)
    return replace(transcript, title=new)


# -- doubts ----------------------------------------------------------------------------------------------------------


def settle(transcript: Transcript, doubt: str) -> Transcript:
    """Settle the doubt with that key, so that it is not raised again: a person has answered it.

    Doubts about voices, which are not in a transcript, are settled in the same way.
    """
    if not doubt:
        raise EditError("a doubt needs a key: expected that of the doubt")
    settled = tuple(dict.fromkeys((*transcript.settled, doubt)))
    return replace(transcript, settled=settled, doubts=tuple(d for d in transcript.doubts if d.key != doubt))


# -- the parts of a transcript ---------------------------------------------------------------------------------------


def _at(items: Sequence[_Item], number: int, what: str) -> _Item:
    if not 0 <= number < len(items):
        raise EditError(f"no {what} {number}: expected " + (f"0 to {len(items) - 1}" if items else "a transcript with one"))
    return items[number]


def _turn(transcript: Transcript, turn: int) -> Turn:
    return _at(transcript.turns, turn, "turn")


def _paragraph(transcript: Transcript, turn: int, paragraph: int) -> Paragraph:
    return _at(_turn(transcript, turn).paragraphs, paragraph, f"turn {turn}, paragraph")


def _known(transcript: Transcript, name: str) -> Speaker:
    """Return the speaker of that name, or else the one with that label or part of a name."""
    try:
        return next((s for s in transcript.speakers if s.name == name), None) or find_speaker(name, transcript.speakers)
    except CastingError as error:
        raise EditError(str(error)) from error


def _person(transcript: Transcript, who: Who) -> Speaker:
    """Return a speaker of the transcript, or a new one."""
    if isinstance(who, str):
        return _known(transcript, who)
    if not who.name.strip():
        raise EditError("a new speaker needs a name")
    known = next((speaker for speaker in transcript.speakers if speaker.name == who.name), who)
    if who not in (known, Speaker(known.name, known.role)):
        raise EditError(f'"{who.name}" is already a speaker: pass the name alone')
    return known


def _narrator(transcript: Transcript) -> Speaker:
    known = (speaker for speaker in transcript.speakers if speaker.role is Role.NARRATOR)
    return next(known, Speaker(role_name(transcript.language, Role.NARRATOR), Role.NARRATOR))


def _with(speakers: tuple[Speaker, ...], person: Speaker) -> tuple[Speaker, ...]:
    return speakers if any(person.name == known.name for known in speakers) else (*speakers, person)


def _place(transcript: Transcript, line: int) -> tuple[int, int]:
    """Return the numbers of the turn and paragraph that come after a line of the source, or those of the end."""
    for number, turn in enumerate(transcript.turns):
        for place, paragraph in enumerate(turn.paragraphs):
            if paragraph.line > line:
                return number, place
    return len(transcript.turns), 0


def _opened(transcript: Transcript, turn: int, paragraph: int) -> tuple[list[Turn], list[Turn]]:
    """Return the turns before and after a place, which may be inside a turn or at the end."""
    turns = list(transcript.turns)
    if (turn, paragraph) == (len(turns), 0):
        return turns, []
    first = _paragraph(transcript, turn, paragraph)
    own = turns[turn]
    if not paragraph:
        return turns[:turn], turns[turn:]
    before = replace(own, paragraphs=own.paragraphs[:paragraph])
    after = replace(own, line=first.line, paragraphs=own.paragraphs[paragraph:])
    return [*turns[:turn], before], [after, *turns[turn + 1 :]]


def _entries(said: Iterable[tuple[str, int]]) -> list[LeftOut]:
    """Return an entry for each text that has words, on its line."""
    texts = ((" ".join(text.split()), line) for text, line in said)
    return [LeftOut(text, line, Reason.AS_ASKED) for text, line in texts if text]


def _by_line(entries: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.line))


def _under(heading: str, paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """Return paragraphs with a heading above the first one, unless it has one."""
    return (replace(paragraphs[0], heading=paragraphs[0].heading or heading), *paragraphs[1:])


def _order(direction: Direction) -> tuple[int, bool, int, bool]:
    """Order directions by place: points before words, and what may enclose others before these."""
    return direction.start, direction.end > direction.start, -direction.end, direction.ask not in ENCLOSING


# -- putting a transcript together -----------------------------------------------------------------------------------


def edited(part: _Part) -> _Part:
    """Return a turn or a speaker as one that a person edited: it is sure. Every operation passes here what it changed."""
    return replace(part, confidence=1.0, why="edited")


def _given(turn: Turn, person: Speaker) -> Turn:
    words = turn.paragraphs if turn.speaker == person.name else tuple(map(unlocked, turn.paragraphs))
    return edited(replace(turn, speaker=person.name, role=person.role, paragraphs=words))


def _as_one(turns: Sequence[Turn]) -> Turn:
    return edited(replace(turns[0], paragraphs=tuple(paragraph for turn in turns for paragraph in turn.paragraphs)))


def _joined(turns: Iterable[Turn], seams: Collection[int]) -> list[Turn]:
    """Return turns of which each one in `seams` is joined with the turn before it if both are the same speaker's."""
    groups: list[list[Turn]] = []
    for number, turn in enumerate(turns):
        if number in seams and groups and groups[-1][0].speaker == turn.speaker:
            groups[-1].append(turn)
        else:
            groups.append([turn])
    return [_as_one(group) if len(group) > 1 else group[0] for group in groups]


def _recast(transcript: Transcript, known: Speaker, new: Speaker) -> Transcript:
    """Return the transcript with other facts about a speaker, and without doubts about these."""
    speakers = tuple(edited(new) if speaker == known else speaker for speaker in transcript.speakers)
    turns = (replace(t, speaker=new.name, role=new.role) if t.speaker == known.name else t for t in transcript.turns)
    edits = ((doubt, edit) for doubt in transcript.doubts for answer in doubt.answers for edit in answer.edits)
    answered = {doubt.key for doubt, edit in edits if _is_done(edit, known, new)}
    doubts = tuple(doubt for doubt in transcript.doubts if doubt.key not in answered)
    return replace(transcript, speakers=speakers, turns=tuple(turns), doubts=doubts)


def _is_done(edit: Edit, known: Speaker, new: Speaker) -> bool:
    """Return whether a speaker now has what an edit of them asks for; what it leaves open may be anything."""
    fact = _FACTS.get(edit.operation, "")
    if not fact or edit.arguments.get("speaker") != known.name or getattr(known, fact) == getattr(new, fact):
        return False
    return edit.arguments[fact] in ("", getattr(new, fact))


def _with_paragraph(transcript: Transcript, turn: int, paragraph: int, changed: Paragraph) -> Transcript:
    own = transcript.turns[turn]
    paragraphs = (*own.paragraphs[:paragraph], changed, *own.paragraphs[paragraph + 1 :])
    turns = (*transcript.turns[:turn], edited(replace(own, paragraphs=paragraphs)), *transcript.turns[turn + 1 :])
    return replace(transcript, turns=turns)


def _changed(transcript: Transcript, turns: Sequence[Turn], person: Speaker | None = None) -> Transcript:
    """Return the transcript with other turns: with `person` in its cast, and without those who no longer speak."""
    gone = {turn.speaker for turn in transcript.turns} - {turn.speaker for turn in turns}
    cast = _with(transcript.speakers, person) if person else transcript.speakers
    return replace(transcript, turns=tuple(turns), speakers=tuple(s for s in cast if s.name not in gone))
