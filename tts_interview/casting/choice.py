"""The voices that are farthest apart, among those that fit, weighed against how good they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tts_interview.casting.likeness import ALIKE, ONE_PERSON
from tts_interview.model import Gender, Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Likeness = Callable[[Voice, Voice], float | None]

# What a place further down in the order of voices costs, in likeness, where one of two people takes it.
_RANK_COST = 0.03
# An accent of another country than the text's costs as much as so many places in that order.
_ACCENT_PLACES = 2
# So many casts are kept while one person after the other is added: for two people all that matter, for thirty a few.
_MOST_CASTS, _CASTS_TIMES_PEOPLE = 40, 240


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody without a voice: the gender wanted, whether that is known or is for contrast only, and the text's language."""

    speaker: str
    gender: Gender
    known: bool
    language: str = ""

    def candidates(self, voices: Sequence[Voice]) -> Sequence[Voice]:
        """The voices that may be given to it."""
        if not self.known:
            return voices
        return [v for v in voices if v.gender is self.gender] or [v for v in voices if v.gender is Gender.UNKNOWN] or voices

    def places(self, voice: Voice) -> int:
        """How far down a voice is in the order: its rank, and more if its accent is of another country than the text."""
        tag = self.language.replace("_", "-").casefold()
        return voice.rank + (_ACCENT_PLACES if "-" in tag and voice.language not in {"", tag} else 0)


@dataclass(frozen=True, slots=True)
class _Cast:
    """Voices for the first few parts: the fewer shared, one to the ear, of an unexpected gender, or alike, the better."""

    voices: tuple[Voice, ...] = ()
    shared: int = 0
    one_person: int = 0
    off_gender: int = 0
    alike: int = 0
    worst: float = 0.0
    places: tuple[int, ...] = ()

    @property
    def order(self) -> tuple[object, ...]:
        """Sorts casts, best first; the better voice goes to who comes first."""
        cost = round(self.worst + _RANK_COST * sum(self.places) / len(self.places), 6)
        return self.shared, self.one_person, self.off_gender, self.alike, cost, self.places, [v.full_name for v in self.voices]


def choose(parts: Sequence[Part], chosen: Mapping[str, Voice], voices: Sequence[Voice], alike: Likeness) -> dict[str, Voice]:
    """`chosen` with a voice for each part; what is chosen already stays, and counts for the contrast."""
    casts = [_Cast()]
    width = max(1, min(_MOST_CASTS, _CASTS_TIMES_PEOPLE // max(1, len(parts))))
    heard = list(chosen.values())
    for part in parts:
        added = [_with(cast, voice, part, [*heard, *cast.voices], alike) for cast in casts for voice in part.candidates(voices)]
        casts = sorted(added, key=lambda cast: cast.order)[:width]
    return {**chosen, **{part.speaker: voice for part, voice in zip(parts, casts[0].voices, strict=True)}}


def _with(cast: _Cast, voice: Voice, part: Part, heard: Sequence[Voice], alike: Likeness) -> _Cast:
    figures = [alike(voice, other) or 0.0 for other in heard if other != voice]
    return replace(
        cast,
        voices=(*cast.voices, voice),
        shared=cast.shared + heard.count(voice),
        one_person=cast.one_person + sum(figure > ONE_PERSON for figure in figures),
        off_gender=cast.off_gender + (voice.gender is not part.gender),
        alike=cast.alike + sum(figure > ALIKE for figure in figures),
        worst=max(cast.worst, *figures, 0.0),
        places=(*cast.places, part.places(voice)),
    )
