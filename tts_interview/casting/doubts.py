"""Who of a cast can hardly be told apart, each with the option that settles it."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from tts_interview.contrast import ALIKE, in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tts_interview.casting.choice import Likeness
    from tts_interview.model import Voice

# Of a crowd, the worst are told.
_MOST_TOLD = 3


def doubts_of(cast: Mapping[str, Voice], voices: Sequence[Voice], alike: Likeness, language: str) -> tuple[str, ...]:
    """A sentence for each voice that several share, and for each two voices that sound alike; the worst first."""
    shares = {v.full_name: [name for name, voice in cast.items() if voice == v] for v in cast.values()}
    found = [
        (1.0 + len(names), f"{_together(names)} share the voice {voice}: {_way_out(names[-1], cast, voices, alike, language)}")
        for voice, names in shares.items()
        if len(names) > 1
    ]
    for (one, voice), (two, other) in combinations(cast.items(), 2):
        figure = alike(voice, other) or 0.0
        if voice != other and figure > ALIKE:
            said = f"{one} ({voice.full_name}) and {two} ({other.full_name}) are {in_words(figure)}, {figure:.2f} of 1"
            found.append((figure, f"{said}: {_way_out(two, cast, voices, alike, language)}"))
    told = [line for _, line in sorted(found, key=lambda pair: -pair[0])]
    rest = len(told) - _MOST_TOLD
    return (*told[:_MOST_TOLD], *([f"{rest} more pairs of this cast sound alike or share a voice"] if rest > 0 else []))


def _together(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _way_out(name: str, cast: Mapping[str, Voice], voices: Sequence[Voice], alike: Likeness, language: str) -> str:
    """The voice to give to somebody that is least like all others; or where to get more voices."""
    others = [voice for speaker, voice in cast.items() if speaker != name]
    free = [v for v in voices if v.gender is cast[name].gender and v not in cast.values()]
    found = {v: max((alike(v, other) or 0.0 for other in others), default=0.0) for v in free}
    better = [v for v, figure in found.items() if figure <= ALIKE]
    if better:
        best = min(better, key=lambda v: (found[v], v.rank, v.name))
        return f'another voice settles it, such as --voice "{name}={best.full_name}"'
    return f'"{language}" has no voice that is free and differs; "tts-interview voices get {language}" or another --engine may'
