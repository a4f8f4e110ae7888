"""Report guesses that may be wrong, each with a figure and with the field of the settings that settles it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from math import exp
from typing import TYPE_CHECKING, NamedTuple

from tts_interview.model import Role
from tts_interview.parsing.asking import asks
from tts_interview.parsing.explaining import other_reading, summary_of
from tts_interview.parsing.page.candidates import key_of
from tts_interview.parsing.people.names import initials_of, length_of
from tts_interview.parsing.people.person import is_stand_in, is_unknown, read_label
from tts_interview.parsing.people.spellings import joint_parts, misspelt
from tts_interview.parsing.refusing import classify, with_article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tts_interview.model import Speaker, Transcript
    from tts_interview.parsing.deciding import Considered, Judged
    from tts_interview.parsing.people.person import Person
    from tts_interview.parsing.preparing import Prepared
    from tts_interview.settings.parts import ReadingSettings

# Below these probabilities a page may be no interview, its turns may be wrong, and so may one turn.
DOUBTED_BELOW = 0.7
# Of an earlier parser's readings, six in seven bad ones were below this, and three in a hundred good ones.
RIGHT_BELOW = 0.82
TURN_BELOW = 0.5
# One voice with more of the words has swallowed others, unless these ask and its turns are short, as in an interview by letter.
_ONE_VOICE = 0.9
_LONG_TURNS_WORDS = 400
_MOSTLY_ASK = 0.5
_MOST_WORDS = 0.5
# The best paths with a block as talk and without it score alike: two to one at most on a web page, where much is not talk. In
# a text, where nearly all is, every seventh interview that is read right has such a passage, so there they must be closer.
_UNCLEAR_ON_PAGE, _UNCLEAR_IN_TEXT = 0.7, 0.2
_LEAST_UNCLEAR_WORDS = 5
_MOST_QUOTED = 3
_QUOTED_CHARS = 60
# Two questions may be statements by chance.
_LEAST_ASKING_TURNS = 3


class Doubt(NamedTuple):
    """A guess: how sure it is, 0 to 1, and a sentence about it."""

    sure: float
    sentence: str


@dataclass(frozen=True)
class Findings:
    """What is known of a page that was read, for the doubts about it; `lines` has the line on which each label is first."""

    prepared: Prepared
    considered: Sequence[Considered]
    judged: Judged
    people: Mapping[str, Person]
    lines: Mapping[str, int]
    transcript: Transcript
    wishes: ReadingSettings

    @cached_property
    def talking(self) -> list[Speaker]:
        """The speakers without the narrator."""
        return [speaker for speaker in self.transcript.speakers if speaker.role is not Role.NARRATOR]

    @cached_property
    def shares(self) -> dict[str, float]:
        """The share of each speaker's words, by name, without the narrator's."""
        words: Counter[str] = Counter()
        for turn in self.transcript.turns:
            if turn.role is not Role.NARRATOR:
                words[turn.speaker] += round(length_of(turn.text)) or 1
        return {name: count / words.total() for name, count in words.items()}

    @property
    def is_guess(self) -> bool:
        """The format does not name the speakers itself."""
        return self.judged.segmentation.layout != "voices"


def doubts_of(found: Findings) -> tuple[str, ...]:
    """Return sentences about guesses that may be wrong, the least sure first."""
    doubts = [doubt for rule in _RULES for doubt in rule(found)]
    return tuple(doubt.sentence for doubt in sorted(doubts, key=lambda doubt: doubt.sure))


# -- the whole page --------------------------------------------------------------------------------------------------


def _about_genre(found: Findings) -> Iterator[Doubt]:
    sure = found.judged.interview
    if found.is_guess and sure < DOUBTED_BELOW and not found.wishes.as_interview:
        kind, sign = classify(found.prepared.document, found.judged.page, found.judged)
        what = f"the page may not be an interview ({sure:.2f} sure) but {with_article(kind)}: {sign}"
        way = "use `reading.as_interview` if it is one, or `reading.narrate` to have one voice read it"
        yield Doubt(sure, f"{what}; {way}")


def _about_reading(found: Findings) -> Iterator[Doubt]:
    sure = found.judged.right
    if found.is_guess and sure < RIGHT_BELOW:
        other = other_reading(found.considered)
        shown = f": {summary_of(found.considered[0])}"
        rival = f", or {summary_of(other)}" if other else ""
        way = 'compare with "parse --explain"; to correct it, edit the script that "parse --format script" makes'
        yield Doubt(sure, f"the turns may be wrong ({sure:.2f} sure){shown}{rival}; {way}")


def _about_turns(found: Findings) -> Iterator[Doubt]:
    unsure = [turn for turn in found.transcript.turns if turn.confidence < TURN_BELOW and turn.role is not Role.NARRATOR]
    if unsure and found.judged.right >= RIGHT_BELOW:
        worst = min(unsure, key=lambda turn: turn.confidence)
        some = f"{len(unsure)} turns are unsure, most of all" if len(unsure) > 1 else "unsure is"
        what = f'{some} line {worst.line} "{_quoted(worst.text)}", read as {worst.speaker} ({worst.confidence:.2f} sure)'
        yield Doubt(worst.confidence, f'{what}; to correct it, edit the script that "parse --format script" makes')


def _about_passages(found: Findings) -> Iterator[Doubt]:
    """Yield the passages that are neither clearly talk nor clearly furniture."""
    page, kept = found.prepared.page, found.prepared.kept
    is_page = any(block.holder for block in page.blocks)
    most = _UNCLEAR_ON_PAGE if is_page else _UNCLEAR_IN_TEXT
    unclear = [
        (abs(state.margin), index)
        for index, state in found.judged.states.items()
        if abs(state.margin) < most and index not in kept and page.places[index].words >= _LEAST_UNCLEAR_WORDS
    ]
    for margin, index in sorted(unclear)[:_MOST_QUOTED]:
        block = page.blocks[index]
        out = found.judged.states[index].margin > 0
        now, way = ("left out", "reading.keep") if out else ("spoken", "reading.leave_out")
        what = f'line {block.line}: "{_quoted(block.text)}" may be talk or not, and is {now} ({_sure(margin):.2f} sure)'
        yield Doubt(_sure(margin), f"{what}; for the opposite, use `{way}` {block.line}")


# -- the people ------------------------------------------------------------------------------------------------------


def _about_labels(found: Findings) -> Iterator[Doubt]:
    sure = {speaker.name: speaker.confidence for speaker in found.talking}
    for label, person in found.people.items():
        name, where = read_label(label).name, f"line {found.lines.get(label, 1)}"
        figure = sure.get(person.name, 1.0)
        if person.stage or label in found.wishes.aliases:
            continue
        if len(joint_parts(name)) > 1 and name != person.name and key_of(name) != initials_of(person.name):
            way = f'for another, use `reading.aliases` "{label}=NAME"'
            yield Doubt(
                figure, f'{where}: "{label}" names several people and is read as {person.name} ({figure:.2f} sure); {way}'
            )
        elif key_of(name) != key_of(person.name) and misspelt(key_of(name), key_of(person.name)):
            way = f'if that is wrong, use `reading.aliases` "{label}=NAME"'
            yield Doubt(figure, f'{where}: "{label}" is read as {person.name} ({figure:.2f} sure); {way}')


def _about_names(found: Findings) -> Iterator[Doubt]:
    nobody = [s for s in found.talking if is_stand_in(s.name)]
    share = sum(found.shares.get(speaker.name, 0.0) for speaker in nobody)
    for speaker in nobody:
        if is_unknown(speaker.name) and share <= _MOST_WORDS:
            words = f"{found.shares.get(speaker.name, 0.0):.0%} of the words"
            way = f'if you know it, use `reading.aliases` "{speaker.name}=NAME"'
            yield Doubt(speaker.confidence, f'"{speaker.name}" has no name in the text ({words}); {way}')
    if share > _MOST_WORDS:
        main = max(nobody, key=lambda speaker: found.shares.get(speaker.name, 0.0)).name
        what = f"most words ({share:.0%}) belong to nobody named ({', '.join(speaker.name for speaker in nobody)})"
        yield Doubt(1 - share, f'{what}; if you know a name, use `reading.aliases` "{main}=NAME"')


def _about_roles(found: Findings) -> Iterator[Doubt]:
    hosts, guests = ([s for s in found.talking if s.role is role] for role in (Role.INTERVIEWER, Role.GUEST))
    if not found.talking or found.wishes.interviewers:
        return
    if not hosts:
        name = found.talking[0].name
        yield Doubt(0.5, f'no speaker seems to be the interviewer; if {name} is, use `reading.interviewers` "{name}"')
        return
    asked, answered = ([asks(turn.text) for turn in found.transcript.turns if turn.role is role] for role in _ASKED)
    if guests and not any(asked) and len(asked) >= _LEAST_ASKING_TURNS:
        what = f"{hosts[0].name} is read as the interviewer and asks nothing in {len(asked)} turns"
        yield Doubt(0.2, f'{what}; if {guests[0].name} asks, use `reading.interviewers` "{guests[0].name}"')
    elif len(hosts) == len(guests) == 1 and _share(asked) <= _share(answered):
        what = f"{hosts[0].name} is read as the interviewer ({_share(asked):.0%} of their turns ask)"
        yield Doubt(0.5, f'{what}; if {guests[0].name} is, use `reading.interviewers` "{guests[0].name}"')


def _about_shares(found: Findings) -> Iterator[Doubt]:
    name, share = max(found.shares.items(), key=lambda said: said[1], default=("", 0.0))
    if not found.is_guess or share <= _ONE_VOICE or found.wishes.as_interview:
        return
    own = [length_of(turn.text) for turn in found.transcript.turns if turn.speaker == name]
    others = [asks(t.text) for t in found.transcript.turns if t.speaker != name and t.role is not Role.NARRATOR]
    if _share(others) < _MOSTLY_ASK or sum(own) > _LONG_TURNS_WORDS * len(own):
        way = "use `reading.as_interview` if that is right, or `reading.narrate` to have one voice read it"
        yield Doubt(1 - share, f"{name} says {share:.0%} of the words, so turns of others may be lost; {way}")


_ASKED = (Role.INTERVIEWER, Role.GUEST)
_RULES: tuple[Callable[[Findings], Iterator[Doubt]], ...] = (
    _about_genre,
    _about_reading,
    _about_turns,
    _about_passages,
    _about_labels,
    _about_names,
    _about_roles,
    _about_shares,
)


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def _sure(margin: float) -> float:
    """Return the probability that the better of two paths is right."""
    return 1 / (1 + exp(-margin))


def _quoted(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _QUOTED_CHARS else words[: _QUOTED_CHARS - 1].rstrip() + "…"
