"""Decide the gender of each speaker's voice: as stated, otherwise so that interviewer and guest differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.model import Gender, Role, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def wanted_genders(speakers: Sequence[Speaker], genders: Mapping[str, Gender]) -> dict[str, Gender]:
    """Return the gender of each speaker's voice.

    A known gender is kept. Otherwise the first interviewer and the first guest differ, and genders alternate after them.
    """
    hosts = [s for s in speakers if s.role is Role.INTERVIEWER]
    guests = [s for s in speakers if s.role is not Role.INTERVIEWER]
    answer = _first_known(guests, genders)
    ask = _first_known(hosts, genders) or (other(answer) if answer else Gender.FEMALE)
    result: dict[str, Gender] = {}
    for group, first in ((hosts, ask), (guests, other(ask))):
        following = first
        for speaker in group:
            gender = genders[speaker.name]
            result[speaker.name] = gender if gender is not Gender.UNKNOWN else following
            following = other(result[speaker.name])
    return result


def other(gender: Gender) -> Gender:
    """Return female for male, and male for any other."""
    return Gender.FEMALE if gender is Gender.MALE else Gender.MALE


def _first_known(speakers: Iterable[Speaker], genders: Mapping[str, Gender]) -> Gender | None:
    return next((genders[s.name] for s in speakers if genders[s.name] is not Gender.UNKNOWN), None)
