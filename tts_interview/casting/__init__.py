"""Transcript + voices + wishes -> Casting: who is heard with which voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.catalogue import find_voice
from tts_interview.errors import CastingError
from tts_interview.model import Casting, Gender, Role, Speaker, Transcript, Voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NARRATOR_AS_INTERVIEWER = "interviewer"


def cast(
    transcript: Transcript,
    voices: Sequence[Voice],
    wishes: Mapping[str, str],
    genders: Mapping[str, Gender],
    narrator: str = "",
) -> Casting:
    """Give every speaker a voice.

    `voices` are those of the language, best first. `wishes` maps names, or unambiguous parts of them, to voices; `genders` to
    the gender of their voice. `narrator` is a voice, "interviewer", or empty for a voice of his own.
    Raises CastingError for a speaker or voice that is not there.
    """
    if not voices:
        raise CastingError(f'no installed voice speaks "{transcript.language}"; "tts-interview voices" lists what there is')
    chosen = {find_speaker(name, transcript).name: find_voice(wish, voices) for name, wish in wishes.items()}
    known = {find_speaker(name, transcript).name: gender for name, gender in genders.items()}
    speakers = sorted((s for s in transcript.speakers if s.role is not Role.NARRATOR), key=_order)
    wanted = _genders(speakers, known)
    for speaker in speakers:
        if speaker.name not in chosen:
            chosen[speaker.name] = _free_voice(voices, chosen.values(), wanted[speaker.name])
    for speaker in transcript.speakers:
        if speaker.role is Role.NARRATOR and speaker.name not in chosen:
            chosen[speaker.name] = _narrator_voice(narrator, voices, chosen, speakers)
    return Casting({speaker.name: chosen[speaker.name] for speaker in transcript.speakers})


def find_speaker(name: str, transcript: Transcript) -> Speaker:
    """The speaker whose name or label that is, or a part of it. Raises CastingError if there is none, or several."""
    wanted = name.strip().casefold()
    exact = [s for s in transcript.speakers if wanted in {s.name.casefold(), *map(str.casefold, s.labels)}]
    found = exact or [s for s in transcript.speakers if wanted and wanted in s.name.casefold()]
    if len(found) == 1:
        return found[0]
    names = ", ".join(s.name for s in transcript.speakers)
    raise CastingError(f'"{name}" is not one of the speakers: {names}' if not found else f'"{name}" may be any of {names}')


def _order(speaker: Speaker) -> int:
    """Interviewers choose first, then guests, then voices from the audience."""
    return (Role.INTERVIEWER, Role.GUEST, Role.AUDIENCE).index(speaker.role)


def _genders(speakers: Sequence[Speaker], known: Mapping[str, Gender]) -> dict[str, Gender]:
    """The gender of each one's voice: as told, else such that who asks and who answers differ."""
    told = {s.name: known.get(s.name, s.gender) for s in speakers}
    hosts = [s for s in speakers if s.role is Role.INTERVIEWER]
    guests = [s for s in speakers if s.role is not Role.INTERVIEWER]
    answer = _first_known(guests, told)
    ask = _first_known(hosts, told) or (_other(answer) if answer else Gender.FEMALE)
    result: dict[str, Gender] = {}
    for group, first in ((hosts, ask), (guests, _other(ask))):
        following = first
        for speaker in group:
            gender = told[speaker.name]
            result[speaker.name] = gender if gender is not Gender.UNKNOWN else following
            following = _other(result[speaker.name])
    return result


def _first_known(speakers: Iterable[Speaker], told: Mapping[str, Gender]) -> Gender | None:
    return next((told[s.name] for s in speakers if told[s.name] is not Gender.UNKNOWN), None)


def _other(gender: Gender) -> Gender:
    return Gender.FEMALE if gender is Gender.MALE else Gender.MALE


def _free_voice(voices: Sequence[Voice], taken: Iterable[Voice], gender: Gender) -> Voice:
    """The best voice of that gender that nobody has yet; if all are taken, the one that the fewest share."""
    used = [voice.full_name for voice in taken]
    fitting = [v for v in voices if v.gender is gender] or [v for v in voices if v.gender is Gender.UNKNOWN] or voices
    return min(fitting, key=lambda v: (used.count(v.full_name), v.rank))


def _narrator_voice(wish: str, voices: Sequence[Voice], chosen: Mapping[str, Voice], speakers: Sequence[Speaker]) -> Voice:
    """As wished; else a voice of his own, unlike that of the one who speaks after him, the first interviewer."""
    first = next((chosen[s.name] for s in speakers), None)
    if wish == NARRATOR_AS_INTERVIEWER and first:
        return first
    if wish and wish != NARRATOR_AS_INTERVIEWER:
        return find_voice(wish, voices)
    return _free_voice(voices, chosen.values(), _other(first.gender) if first else Gender.FEMALE)
