"""Merge an edited script with a page that has changed since.

This is a three-way merge: its base is the page as it was parsed, of which the script keeps digests. Words that the person left
alone follow the page, and words that the person changed stay. If both changed the same words, the person's stay, and the merge
reports the page's as a conflict.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from tts_interview.model import Kind, Paragraph, Speaker, Transcript, Turn
from tts_interview.script.merge.alignment import AlignedWords, Side, words_of
from tts_interview.script.merge.base import ABOUT, FACTS, Base, BaseParagraph, about_of, base_of, cast_of, digest_of, facts_of
from tts_interview.script.merge.carrying import carried
from tts_interview.script.merge.ledger import ledger_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tts_interview.script.merge.ledger import Stretch

__all__ = ["Base", "BaseParagraph", "Change", "Conflict", "Merged", "base_of", "merge"]

_FIRST_WORDS_CHARS = 60
_NO_BASE = (
    "the script holds no record of its page, so your changes cannot be told from the page's: where they differ, your words "
    "stay; what only the page has is added, even if you had deleted it"
)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the page: in a turn of the speaker `subject`, counted from 1 once merged; or, if 0, of that subject."""

    turn: int
    subject: str
    what: str

    def __str__(self) -> str:
        return f"{_place(self.turn, self.subject)}{self.what}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Words or a fact that both changed: `edited` stays and `page` is the page's; an empty one was deleted."""

    turn: int
    subject: str
    edited: str
    page: str

    def __str__(self) -> str:
        place = _place(self.turn, self.subject)
        if not self.edited:
            return f"{place}you deleted words that the page changed to {_first_words(self.page)}; they stay deleted"
        if not self.page:
            return f"{place}your {_first_words(self.edited)} stays; the page no longer has the original words"
        return f"{place}your {_first_words(self.edited)} stays; the page now has {_first_words(self.page)}"


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged transcript, whose lines are the page's, with the changes of the page and the conflicts; without evidence."""

    transcript: Transcript
    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]


def merge(edited: Transcript, base: Base | None, page: Transcript) -> Merged:
    """Merge the changes of the page since `base` into the edited transcript; no edit is lost.

    Without a base, equal paragraphs match, words that only the page has are added, and other differences count as edits.
    """
    known = base or _guessed_base(edited, page)
    texts = {digest_of(p.text): p.text for side in (edited, page) for turn in side.turns for p in turn.paragraphs}
    mine, theirs = Side.of(edited, known, texts), Side.of(page, known, texts)
    work = _Work(mine, theirs, words_of(known, texts))
    work.merge_words()
    people = _merged_cast(edited, page, known, work)
    about = {
        key: work.fact(key, getattr(edited, key), getattr(page, key), winner)
        for key, winner in zip(ABOUT, map(_winner, about_of(edited), known.about, about_of(page)), strict=True)
    }
    speakers = tuple(dict.fromkeys(people.values()))
    kinds = {p.text: p.kind for side in (page, edited) for turn in side.turns for p in turn.paragraphs}
    turns, numbers = _turns(work.words, people, kinds)
    title, date, language = (about[key] for key in ABOUT)
    left_out = ledger_of(page.left_out, work.stretches)
    transcript = Transcript(title, speakers, turns, left_out, date, language, settled=edited.settled)
    changes = [Change(*_where(at, who, numbers, people), what) for at, who, what in work.changes]
    conflicts = [Conflict(*_where(at, who, numbers, people), ours, its) for at, who, ours, its in work.conflicts]
    reported = changes if base else [Change(0, "", _NO_BASE), *changes]
    return Merged(transcript, tuple(reported), tuple(conflicts))


class _Winner(Enum):
    """The side whose version stays: the one that changed something, or the person's in a conflict (BOTH)."""

    PERSON = auto()
    PAGE = auto()
    BOTH = auto()


def _winner(mine: object, was: object, theirs: object) -> _Winner:
    if theirs in (mine, was):
        return _Winner.PERSON
    return _Winner.PAGE if mine == was else _Winner.BOTH


@dataclass
class _Work:
    """A merge in progress: merged words, and reports with a place (None for no turn), a person and a change.

    `stretches` holds the paragraphs of the page with those that became of them.
    """

    mine: Side
    theirs: Side
    base: tuple[AlignedWords, ...]
    words: list[AlignedWords] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    changes: list[tuple[int | None, str, str]] = field(default_factory=list)
    conflicts: list[tuple[int | None, str, str, str]] = field(default_factory=list)

    def merge_words(self) -> None:
        """Merge the base in the smallest stretches at whose ends both sides have a boundary."""
        count = len(self.base)
        starts = [i for i in range(count) if not (self.mine.tied[i] or self.theirs.tied[i])]
        for start, stop in zip(starts, [*starts[1:], count], strict=True):
            self._insert(self.mine.before(start), self.theirs.before(start))
            self._merge(self.mine.at(start, stop), self.base[start:stop], self.theirs.at(start, stop))
        self._insert(self.mine.before(count), self.theirs.before(count))

    def fact(self, subject: str, mine: str, theirs: str, winner: _Winner) -> str:
        """Return the fact that stays, and report a change of the page; `subject` names a fact outside the turns."""
        if winner is _Winner.PAGE:
            self.changes.append((None, subject, f"the page now has {_first_words(theirs)}"))
        elif winner is _Winner.BOTH:
            self.conflicts.append((None, subject, mine, theirs))
        return theirs if winner is _Winner.PAGE else mine

    def _insert(self, mine: Sequence[AlignedWords], theirs: Sequence[AlignedWords]) -> None:
        """Keep both insertions, the person's first, and once what both inserted."""
        first = len(self.words)
        self._keep(mine, ())
        known = {(words.digest, words.person) for words in mine}
        for words in theirs:
            if (words.digest, words.person) not in known:
                self._change(words.person, f"the page adds {_first_words(words.text)}")
                self.words.append(words)
        self.stretches.append((theirs, self.words[first:]))

    def _merge(self, mine: Sequence[AlignedWords], was: Sequence[AlignedWords], theirs: Sequence[AlignedWords]) -> None:
        first = len(self.words)
        if len(mine) == len(was) == len(theirs) == 1:
            self._merge_paragraph(mine[0], was[0], theirs[0])
        else:
            self._merge_paragraphs(mine, was, theirs)
        self.stretches.append((theirs, self.words[first:]))

    def _merge_paragraphs(
        self, mine: Sequence[AlignedWords], was: Sequence[AlignedWords], theirs: Sequence[AlignedWords]
    ) -> None:
        winner = _winner(*([words.mark for words in side] for side in (mine, was, theirs)))
        followed = carried(mine, theirs) if winner is _Winner.PAGE else None
        if followed is not None:
            self._report_differences(mine, followed)
            self.words += followed
            return
        if winner is _Winner.PAGE:
            winner = _Winner.BOTH
        if winner is _Winner.BOTH and [w.digest for w in mine] != [w.digest for w in theirs]:
            self._conflict((mine or theirs)[0].person, *(" ".join(w.text for w in side) for side in (mine, theirs)))
        self._keep(mine, theirs)

    def _merge_paragraph(self, mine: AlignedWords, was: AlignedWords, theirs: AlignedWords) -> None:
        """Merge one paragraph; each side may have changed its words, its speaker, or whether it begins a turn."""
        words = _winner(mine.digest, was.digest, theirs.digest)
        followed = carried([mine], [theirs]) if words is _Winner.PAGE else None
        if words is _Winner.PAGE and not followed:
            # Directions are edits too, and the page no longer has their words.
            words = _Winner.BOTH
        person = _winner(mine.person, was.person, theirs.person)
        opens = _winner(mine.opens, was.opens, theirs.opens)
        kept = followed[0] if followed else mine
        speaker = theirs if person is _Winner.PAGE else mine
        if words is _Winner.BOTH:
            self._conflict(speaker.person, mine.text, theirs.text)
        elif words is _Winner.PAGE:
            self._change(speaker.person, f"the page now has {_difference(mine.text, theirs.text)}")
        if person is _Winner.BOTH:
            self._conflict(speaker.person, self.mine.name_of(mine.person), self.theirs.name_of(theirs.person))
        elif person is _Winner.PAGE:
            self._change(speaker.person, f"the page now gives these words to {self.theirs.name_of(theirs.person)}")
        begins = theirs.opens if opens is _Winner.PAGE else mine.opens
        placed = replace(kept, line=theirs.line, label=theirs.label)
        self.words.append(replace(placed, person=speaker.person, opens=begins))

    def _report_differences(self, mine: Sequence[AlignedWords], theirs: Sequence[AlignedWords]) -> None:
        for side, other, what in ((mine, theirs, "no longer has"), (theirs, mine, "now has")):
            known = {words.digest for words in other}
            for words in side:
                if words.digest not in known:
                    self._change(words.person, f"the page {what} {_first_words(words.text)}")

    def _keep(self, mine: Sequence[AlignedWords], theirs: Sequence[AlignedWords]) -> None:
        """Keep the person's words, on the line of the page's counterpart, or else of the words before them."""
        line = theirs[0].line if theirs else self.words[-1].line if self.words else 1
        label = theirs[0].label if theirs else line
        self.words += (replace(words, line=line, label=label) for words in mine)

    def _change(self, person: str, what: str) -> None:
        self.changes.append((len(self.words), person, what))

    def _conflict(self, person: str, mine: str, theirs: str) -> None:
        self.conflicts.append((len(self.words), person, mine, theirs))


def _guessed_base(edited: Transcript, page: Transcript) -> Base:
    """Guess a base from the paragraphs that both have; where they differ, its words are unknown."""
    base = base_of(page)
    mine = Side.of(edited, base, {digest_of(p.text): p.text for turn in page.turns for p in turn.paragraphs})
    kept = [
        was if len(numbers) == 1 and mine.words[numbers[0]].digest == was.digest else replace(was, digest="")
        for was, numbers in zip(base.paragraphs, mine.standing, strict=True)
        if numbers
    ]
    return replace(base, paragraphs=tuple(kept))


def _merged_cast(edited: Transcript, page: Transcript, base: Base, work: _Work) -> dict[str, Speaker]:
    """Return the merged cast by person, in the edited order if the person changed it, or else in the page's."""
    mine = {work.mine.persons[speaker.name]: speaker for speaker in cast_of(edited)}
    theirs = {work.theirs.persons[speaker.name]: speaker for speaker in cast_of(page)}
    was = {facts[0]: facts for facts in base.cast}
    order = {**theirs, **mine} if list(mine) == list(was) else {**mine, **theirs}
    speaking = {words.person for words in work.words}
    merged: dict[str, Speaker] = {}
    by_name: dict[str, Speaker] = {}
    for person, speaker in order.items():
        stays = _winner(person in mine, person in was, person in theirs)
        if person in speaking or person in (theirs if stays is _Winner.PAGE else mine):
            both = person in mine and person in theirs
            alone = _merged_speaker(mine[person], was.get(person), theirs[person], work) if both else speaker
            # Two people who now have the same name become one speaker.
            merged[person] = by_name.setdefault(alone.name, alone)
    return merged


def _merged_speaker(mine: Speaker, was: Sequence[str] | None, theirs: Speaker, work: _Work) -> Speaker:
    """Merge the facts about a speaker; if both sides changed the labels, all of them stay. A page has no voices."""
    facts: dict[str, Any] = {}
    for key, winner in zip(FACTS, map(_winner, facts_of(mine), was or facts_of(theirs), facts_of(theirs)), strict=True):
        if key != "labels":
            facts[key] = work.fact(f"{mine.name}, {key}", getattr(mine, key), getattr(theirs, key), winner)
        elif winner is _Winner.BOTH:
            facts[key] = tuple(dict.fromkeys((*mine.labels, *theirs.labels)))
        else:
            facts[key] = (theirs if winner is _Winner.PAGE else mine).labels
    return Speaker(**facts, voice=mine.voice)


def _turns(
    words: Iterable[AlignedWords], people: dict[str, Speaker], kinds: dict[str, Kind]
) -> tuple[tuple[Turn, ...], list[int]]:
    """Return the turns, and for each paragraph the number of its turn, counted from 1."""
    turns: list[tuple[Speaker, int, list[Paragraph]]] = []
    numbers = []
    for aligned in words:
        speaker = people[aligned.person]
        if not turns or aligned.opens or speaker.name != turns[-1][0].name:
            turns.append((speaker, aligned.label, []))
        kind = kinds.get(aligned.text, Kind.PARAGRAPH)
        turns[-1][2].append(Paragraph(aligned.text, aligned.line, kind, aligned.directions, aligned.heading))
        numbers.append(len(turns))
    return tuple(Turn(s.name, s.role, line, tuple(paragraphs)) for s, line, paragraphs in turns), numbers


def _where(at: int | None, who: str, numbers: Sequence[int], people: dict[str, Speaker]) -> tuple[int, str]:
    """Return the number of the turn and its speaker, or 0 and the subject."""
    if at is None:
        return 0, who
    turn = numbers[min(at, len(numbers) - 1)] if numbers else 0
    return turn, people[who].name if who in people else ""


def _place(turn: int, subject: str) -> str:
    parts = [f"turn {turn}" if turn else "", subject]
    place = ", ".join(part for part in parts if part)
    return f"{place}: " if place else ""


def _difference(was: str, now: str) -> str:
    """Return the words that changed, with one before and after, in place of those that were there; long ones are cut."""
    mark = " " if " " in was else ""
    before, after = (text.split(" ") if mark else list(text) for text in (was, now))
    same = _same_at_start(before, after)
    rest = _same_at_start(before[same:][::-1], after[same:][::-1])
    it_was, is_now = (_first_words(mark.join(side[max(0, same - 1) : len(side) - rest + 1])) for side in (before, after))
    return f"{is_now} in place of {it_was}"


def _same_at_start(one: Sequence[str], other: Sequence[str]) -> int:
    different = (number for number, (mine, its) in enumerate(zip(one, other, strict=False)) if mine != its)
    return next(different, min(len(one), len(other)))


def _first_words(text: str) -> str:
    """Return the beginning of a text in quotes."""
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= _FIRST_WORDS_CHARS else f'"{line[:_FIRST_WORDS_CHARS].rsplit(" ", 1)[0]} …"'
