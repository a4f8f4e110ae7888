"""Find the speakers of a cast who are hard to tell apart, with the option that settles it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from tts_interview.casting.likeness import ALIKE, in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tts_interview.casting.choice import Likeness
    from tts_interview.model import Voice

# Only the worst pairs of a crowd are reported.
_MOST_REPORTED = 3


@dataclass(frozen=True, slots=True)
class Heard:
    """A cast to check, with the remedies at hand: the other voices of the language, and narrators to leave out."""

    cast: Mapping[str, Voice]
    narrators: Sequence[str]
    voices: Sequence[Voice]
    language: str
    alike: Likeness


def doubts_of(heard: Heard) -> tuple[str, ...]:
    """Return a sentence for each voice that speakers share, and for each pair of similar voices; the worst first."""
    found = sorted([*_shared(heard), *_alike(heard)], key=lambda doubt: -doubt[0])
    reported = [f"{what}: {_remedy(names, heard)}" for _, names, what in found[:_MOST_REPORTED]]
    rest = len(found) - _MOST_REPORTED
    return (*reported, *([f"{rest} more pairs of speakers sound alike or share a voice"] if rest > 0 else []))


def _shared(heard: Heard) -> list[tuple[float, list[str], str]]:
    shares = {voice: [name for name in heard.cast if heard.cast[name] == voice] for voice in heard.cast.values()}
    return [
        (1.0 * len(names), names, f"{', '.join(names[:-1])} and {names[-1]} share the voice {voice.full_name}")
        for voice, names in shares.items()
        if len(names) > 1
    ]


def _alike(heard: Heard) -> list[tuple[float, list[str], str]]:
    found = []
    for (one, voice), (two, other) in combinations(heard.cast.items(), 2):
        figure = heard.alike(voice, other) or 0.0
        if voice != other and figure > ALIKE:
            pair = f"{one} ({voice.full_name}) and {two} ({other.full_name})"
            found.append((figure, [one, two], f"{pair} have voices that are {in_words(figure)} (likeness {figure:.2f} of 1)"))
    return found


def _remedy(names: Sequence[str], heard: Heard) -> str:
    """Return the option that gives the last of them a voice unlike all others, or what else helps."""
    last = names[-1]
    others = [voice for speaker, voice in heard.cast.items() if speaker != last]
    free = [v for v in heard.voices if v.gender is heard.cast[last].gender and v not in heard.cast.values()]
    figures = {v: max((heard.alike(v, other) or 0.0 for other in others), default=0.0) for v in free}
    better = [v for v, figure in figures.items() if figure <= ALIKE]
    if better:
        best = min(better, key=lambda v: (figures[v], v.rank, v.name))
        return f'choose another voice, such as `casting.voices` "{last}={best.full_name}"'
    tag = heard.language
    more = f'no free voice for "{tag}" differs enough; try "tts-interview voices get {tag}" or another `speech.engine`'
    return f"{more}, or drop the narrator with `casting.narrator` none" if set(names) & set(heard.narrators) else more
