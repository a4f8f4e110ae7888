"""The gender of each one's voice, as far as it is known, and otherwise such that who asks and who answers differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.model import Gender, Role, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def wanted_genders(speakers: Sequence[Speaker], told: Mapping[str, Gender]) -> dict[str, Gender]:
    """As told; else such that the first who asks and the first who answers differ, and those after them take turns."""
    hosts = [s for s in speakers if s.role is Role.INTERVIEWER]
    guests = [s for s in speakers if s.role is not Role.INTERVIEWER]
    answer = _first_known(guests, told)
    ask = _first_known(hosts, told) or (other(answer) if answer else Gender.FEMALE)
    result: dict[str, Gender] = {}
    for group, first in ((hosts, ask), (guests, other(ask))):
        following = first
        for speaker in group:
            gender = told[speaker.name]
            result[speaker.name] = gender if gender is not Gender.UNKNOWN else following
            following = other(result[speaker.name])
    return result


def other(gender: Gender) -> Gender:
    """A woman's voice beside a man's, and a man's beside any other."""
    return Gender.FEMALE if gender is Gender.MALE else Gender.MALE


def _first_known(speakers: Iterable[Speaker], told: Mapping[str, Gender]) -> Gender | None:
    return next((told[s.name] for s in speakers if told[s.name] is not Gender.UNKNOWN), None)
