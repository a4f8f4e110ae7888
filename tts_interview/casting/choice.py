"""Choose voices that are far apart and good, among those that fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from operator import add
from typing import TYPE_CHECKING, Any, NamedTuple

from tts_interview.casting.likeness import ALIKE, EASY, ONE_PERSON
from tts_interview.model import Gender, Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Likeness = Callable[[Voice, Voice], float | None]

# The cost, in likeness, of one place further down in the order of voices, if one of two people takes it.
_RANK_COST = 0.06
# The width of the beam search that adds one person after another: wide for two people, narrow for thirty.
_MOST_CASTS, _CASTS_TIMES_PEOPLE = 40, 240


@dataclass(frozen=True, slots=True)
class Part:
    """A speaker without a voice; two are equal if the same voices suit them.

    `gender` is stated by text or user if `known`; otherwise it only serves contrast.
    `accent` is the tag of the voices that suit the text's region; empty if it has none. `main` parts, interviewers and guests,
    should rather be easy to tell apart than have that accent.
    """

    speaker: str = field(compare=False)
    gender: Gender
    known: bool
    accent: str = ""
    main: bool = True

    def candidates(self, voices: Sequence[Voice]) -> Sequence[Voice]:
        """Return the voices that suit the part."""
        if not self.known:
            return voices
        return [v for v in voices if v.gender is self.gender] or [v for v in voices if v.gender is Gender.UNKNOWN] or voices

    def is_foreign(self, voice: Voice) -> bool:
        """Return whether the accent of a voice is from another region than the text."""
        return bool(self.accent) and voice.language not in {"", self.accent}


class _Clash(NamedTuple):
    """How a voice clashes with those that are heard: how many are the same or too similar, and the worst likeness."""

    shared: int = 0
    one_person: int = 0
    alike: int = 0
    not_easy: int = 0
    worst: float = 0.0

    def with_heard(self, voice: Voice, heard: Voice, alike: Likeness) -> _Clash:
        """Return the clash of `voice` when one more is heard."""
        if heard == voice:
            return self._replace(shared=self.shared + 1)
        figure = alike(voice, heard)
        if not figure:
            return self
        worst = max(self.worst, figure)
        one_person, alike_too = self.one_person + (figure > ONE_PERSON), self.alike + (figure > ALIKE)
        return _Clash(self.shared, one_person, alike_too, self.not_easy + (figure > EASY), worst)


class _Cast(NamedTuple):
    """A voice for a part, after a cast for the parts before, with counts of what is wrong with all of them.

    `wrong` counts the voices that are shared, that sound like one person, that have another gender, that are alike, and that
    are not easy to tell apart in a text with a region, or have the accent of another.
    `places` is the sum of their places. `rank` tells how this cast compares with others of as many parts where all that is
    counted is equal: by the places, the first part's first, and by the names.
    """

    voices: tuple[_Cast, Voice] | None = None
    wrong: tuple[int, ...] = (0, 0, 0, 0, 0, 0)
    worst: float = 0.0
    places: int = 0
    rank: tuple[Any, Any] = (0, 0)

    def with_voice(self, voice: Voice, part: Part, clash: _Clash) -> _Cast:
        """Return the cast with a voice for one more part."""
        accent = (clash.not_easy if part.accent and part.main else 0, part.is_foreign(voice))
        found = (clash.shared, clash.one_person, voice.gender is not part.gender, clash.alike, *accent)
        return _Cast(
            (self, voice),
            tuple(map(add, self.wrong, found)),
            max(self.worst, clash.worst),
            self.places + voice.rank,
            ((self.rank[0], voice.rank), (self.rank[1], voice.full_name)),
        )

    def order(self, parts: int) -> tuple[object, ...]:
        """Return the sort key, best first. Of two equal casts, the one that gives the first part the better voice wins."""
        return *self.wrong, round(self.worst + _RANK_COST * self.places / parts, 6), self.rank

    def all_voices(self) -> list[Voice]:
        """Return the voices in the order of the parts."""
        found: list[Voice] = []
        last = self.voices
        while last:
            found.append(last[1])
            last = last[0].voices
        return found[::-1]


def choose(parts: Sequence[Part], chosen: Mapping[str, Voice], voices: Sequence[Voice], alike: Likeness) -> dict[str, Voice]:
    """Return `chosen` with a voice for each part. The voices chosen before stay, and count for the contrast.

    The work for each part does not depend on how many parts there are.
    """
    found = _voices_for(tuple(parts), tuple(chosen.values()), tuple(voices), alike)
    return {**chosen, **{part.speaker: voice for part, voice in zip(parts, found, strict=True)}}


@lru_cache(maxsize=1 << 8)  # the interviews of an archive need few casts
def _voices_for(
    parts: tuple[Part, ...], chosen: tuple[Voice, ...], voices: tuple[Voice, ...], alike: Likeness
) -> tuple[Voice, ...]:
    """Return a voice for each part."""
    width = max(1, min(_MOST_CASTS, _CASTS_TIMES_PEOPLE // max(1, len(parts))))
    clashes: Mapping[Voice, _Clash] = dict.fromkeys(voices, _Clash())
    casts = [(_Cast(), clashes, list(chosen))]
    for number, part in enumerate(parts, start=1):
        known = [(cast, _with_heard(clashes, heard, alike)) for cast, clashes, heard in casts]
        options = [(cast, clashes, voice) for cast, clashes in known for voice in part.candidates(voices)]
        added = [(cast.with_voice(voice, part, clashes[voice]), clashes, [voice]) for cast, clashes, voice in options]
        kept = sorted(added, key=lambda one: one[0].order(number))[:width]
        ranked = _ranked([cast for cast, *_ in kept])
        casts = [(cast, clashes, heard) for cast, (_, clashes, heard) in zip(ranked, kept, strict=True)]
    return tuple(casts[0][0].all_voices())


def _with_heard(clashes: Mapping[Voice, _Clash], heard: Sequence[Voice], alike: Likeness) -> Mapping[Voice, _Clash]:
    for one in heard:
        clashes = {voice: clash.with_heard(voice, one, alike) for voice, clash in clashes.items()}
    return clashes


def _ranked(casts: Sequence[_Cast]) -> list[_Cast]:
    """Return casts whose ranks are numbers instead of nested pairs, which would grow with every part."""
    places, names = (
        {rank: number for number, rank in enumerate(sorted({cast.rank[which] for cast in casts}))} for which in (0, 1)
    )
    return [cast._replace(rank=(places[cast.rank[0]], names[cast.rank[1]])) for cast in casts]
