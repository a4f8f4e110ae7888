"""Choose voices that are far apart and good, among those that fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tts_interview.casting.likeness import ALIKE, ONE_PERSON
from tts_interview.model import Gender, Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Likeness = Callable[[Voice, Voice], float | None]

# The cost, in likeness, of one place further down in the order of voices, if one of two people takes it.
_RANK_COST = 0.03
# An accent from another country than the text's costs as much as this many places in that order.
_ACCENT_PLACES = 2
# The width of the beam search that adds one person after another: wide for two people, narrow for thirty.
_MOST_CASTS, _CASTS_TIMES_PEOPLE = 40, 240


@dataclass(frozen=True, slots=True)
class Part:
    """A speaker without a voice. `gender` is stated by text or user if `known`; otherwise it only serves contrast."""

    speaker: str
    gender: Gender
    known: bool
    language: str = ""

    def candidates(self, voices: Sequence[Voice]) -> Sequence[Voice]:
        """Return the voices that suit the part."""
        if not self.known:
            return voices
        return [v for v in voices if v.gender is self.gender] or [v for v in voices if v.gender is Gender.UNKNOWN] or voices

    def places(self, voice: Voice) -> int:
        """Return the rank of a voice, increased if its accent is from another country than the text."""
        tag = self.language.replace("_", "-").casefold()
        return voice.rank + (_ACCENT_PLACES if "-" in tag and voice.language not in {"", tag} else 0)


@dataclass(frozen=True, slots=True)
class _Cast:
    """Voices for the first few parts, with counts of what is wrong with them."""

    voices: tuple[Voice, ...] = ()
    shared: int = 0
    one_person: int = 0
    off_gender: int = 0
    alike: int = 0
    worst: float = 0.0
    places: tuple[int, ...] = ()

    @property
    def order(self) -> tuple[object, ...]:
        """The sort key, best first. Of two equal casts, the one that gives the first part the better voice wins."""
        cost = round(self.worst + _RANK_COST * sum(self.places) / len(self.places), 6)
        return self.shared, self.one_person, self.off_gender, self.alike, cost, self.places, [v.full_name for v in self.voices]


def choose(parts: Sequence[Part], chosen: Mapping[str, Voice], voices: Sequence[Voice], alike: Likeness) -> dict[str, Voice]:
    """Return `chosen` with a voice for each part. The voices chosen before stay, and count for the contrast."""
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
