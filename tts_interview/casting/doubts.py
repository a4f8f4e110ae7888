"""Find what is wrong or guessed in a cast: voices that are hard to tell apart, and genders; with the option that settles it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from tts_interview.casting.likeness import ALIKE, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tts_interview.casting.choice import Likeness
    from tts_interview.model import Voice

    # How bad it is, the speakers, and a sentence.
    _Doubt = tuple[float, list[str], str]

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


def guessed_genders(names: Sequence[str]) -> Iterator[str]:
    """Yield a sentence about speakers whose voices are women's or men's by guess, with the option that settles it."""
    if names:
        shown = ", ".join(names[:_MOST_REPORTED]) + (f" and {len(names) - _MOST_REPORTED} more" * (len(names) > _MOST_REPORTED))
        what = f"the text does not say who is a woman and who is a man, and the voices of these are a guess: {shown}"
        if len(names) == 1:
            what = f"the text does not say whether {shown} is a woman or a man, and the voice is a guess"
        yield f'{what}; use `casting.genders` "{names[0]}=female" or "{names[0]}=male"'


def doubts_of(heard: Heard) -> tuple[str, ...]:
    """Return a sentence for each voice that speakers share, and for each pair of similar voices; the worst first."""
    shared, (alike, count) = _shared(heard), _alike(heard)
    found = sorted([*shared, *alike], key=lambda doubt: -doubt[0])
    reported = [f"{what}: {_remedy(names, heard)}" for _, names, what in found[:_MOST_REPORTED]]
    rest = len(shared) + count - _MOST_REPORTED
    return (*reported, *([f"{rest} more pairs of speakers sound alike or share a voice"] if rest > 0 else []))


def _shared(heard: Heard) -> list[_Doubt]:
    return [
        (1.0 * len(names), names, f"{', '.join(names[:-1])} and {names[-1]} share the voice {voice.full_name}")
        for voice, names in _speakers_by_voice(heard).items()
        if len(names) > 1
    ]


def _alike(heard: Heard) -> tuple[list[_Doubt], int]:
    """Return doubts about the first pairs of speakers for each pair of similar voices, and the count of all such pairs."""
    found, count = [], 0
    order = {name: number for number, name in enumerate(heard.cast)}
    for (voice, names), (other, others) in combinations(_speakers_by_voice(heard).items(), 2):
        figure = heard.alike(voice, other) or 0.0
        if figure > ALIKE:
            count += len(names) * len(others)
            pairs = product(names[:_MOST_REPORTED], others[:_MOST_REPORTED])
            found += [(figure, sorted(pair, key=order.__getitem__)) for pair in pairs]
    found.sort(key=lambda one: [order[name] for name in one[1]])
    return [(figure, names, _alike_sentence(figure, names, heard)) for figure, names in found], count


def _alike_sentence(figure: float, names: Sequence[str], heard: Heard) -> str:
    pair = " and ".join(f"{name} ({heard.cast[name].full_name})" for name in names)
    return f"{pair} have voices that are {in_words(figure)} (likeness {figure:.2f} of 1)"


def _speakers_by_voice(heard: Heard) -> dict[Voice, list[str]]:
    found: dict[Voice, list[str]] = {}
    for name, voice in heard.cast.items():
        found.setdefault(voice, []).append(name)
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
