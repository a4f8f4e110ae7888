"""Give every speaker of a transcript a voice."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from tts_interview.casting.choice import Part, choose
from tts_interview.casting.doubts import Heard, doubts_of, guessed_genders
from tts_interview.casting.genders import other, wanted_genders
from tts_interview.casting.likeness import ALIKE, likeness
from tts_interview.casting.voice_names import find_voice
from tts_interview.errors import CastingError
from tts_interview.language.messages import stands_for_role
from tts_interview.language.regions import accent_of
from tts_interview.model import Casting, Gender, Role, Speaker, Transcript, Voice
from tts_interview.settings.parts import NARRATOR_AS_INTERVIEWER, NARRATOR_NONE, CastingSettings
from tts_interview.settings.speakers import find_speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tts_interview.casting.choice import Likeness


def cast(
    transcript: Transcript,
    voices: Sequence[Voice],
    wanted: CastingSettings | None = None,
    *,
    alike: Likeness = likeness,
) -> Casting:
    """Give every speaker a voice.

    `voices` are those of the language, best first. The names in `wanted` may be unambiguous parts of names. A narrator who says
    only announcements has a voice even with the choice "none". `alike` returns the measured likeness of two voices, at most 1,
    or None. Raises CastingError if there are no voices, or for an unknown or ambiguous speaker or voice.
    """
    wanted = wanted or CastingSettings()
    narrator = wanted.narrator
    if not voices:
        raise CastingError(_no_voice(transcript.language))
    chosen = {find_speaker(name, transcript.speakers).name: find_voice(wish, voices) for name, wish in wanted.voices.items()}
    by_name = {voice.full_name: voice for voice in voices}
    preferred = {name: by_name[wish] for name, wish in wanted.preferred.items() if wish in by_name}
    known = {find_speaker(name, transcript.speakers).name: gender for name, gender in wanted.genders.items()}
    people = _in_order(transcript)
    narrators = [s.name for s in transcript.speakers if s.role is Role.NARRATOR and s.name not in chosen]
    if narrators and narrator not in {"", NARRATOR_NONE, NARRATOR_AS_INTERVIEWER}:
        chosen |= dict.fromkeys(narrators, find_voice(narrator, voices))
    guessed = [s.name for s in people if s.name not in {**chosen, **known} and _has_guessed_gender(s, transcript.language)]
    chosen = preferred | chosen
    main, rest = _groups(transcript, people, known, chosen)
    chosen = choose([p for p in main if p.speaker not in chosen], chosen, voices, alike)
    # If no voice is left, the narrator shares that of the interviewer rather than that of the guest.
    follows = bool(people) and (narrator == NARRATOR_AS_INTERVIEWER or set(voices) <= set(chosen.values()))
    rest = [p for p in rest if p.speaker not in chosen and not (follows and p.speaker in narrators)]
    chosen = choose(rest, chosen, voices, alike)
    if follows:
        chosen |= {name: chosen[people[0].name] for name in narrators if name not in chosen}
    as_asked = set(narrators) if narrator == NARRATOR_AS_INTERVIEWER and people else set()
    casting = {s.name: chosen[s.name] for s in transcript.speakers}
    # A narrator who only says announcements cannot be mistaken for another speaker.
    as_asked |= set(narrators) - {turn.speaker for turn in transcript.turns}
    heard = {name: voice for name, voice in casting.items() if name not in as_asked}
    guessed = [name for name in guessed if casting[name].gender is not Gender.UNKNOWN]
    doubts = (*doubts_of(Heard(heard, narrators, voices, transcript, alike)), *guessed_genders(guessed, transcript))
    return Casting(casting, transcript.unsettled(doubts), _alike_pairs(dict.fromkeys(casting.values()), alike))


def _has_guessed_gender(speaker: Speaker, language: str) -> bool:
    """Return whether a person with a name has a voice whose gender serves only contrast."""
    return speaker.gender is Gender.UNKNOWN and not stands_for_role(speaker.name, language)


def _alike_pairs(voices: Iterable[Voice], alike: Likeness) -> frozenset[frozenset[Voice]]:
    """Return the pairs of voices that measure above `ALIKE`."""
    return frozenset(frozenset(pair) for pair in combinations(voices, 2) if (alike(*pair) or 0.0) > ALIKE)


def _no_voice(language: str) -> str:
    return (
        f'no installed voice speaks "{language}": get one with "tts-interview voices get {language}", try another '
        '`speech.engine`, or correct `reading.language`; "tts-interview voices --language all" lists all voices'
    )


def _in_order(transcript: Transcript) -> list[Speaker]:
    """Return the speakers except the narrator: interviewers, then guests, then the audience."""
    order = (Role.INTERVIEWER, Role.GUEST, Role.AUDIENCE)
    return sorted((s for s in transcript.speakers if s.role in order), key=lambda s: order.index(s.role))


def _groups(
    transcript: Transcript, people: Sequence[Speaker], known: Mapping[str, Gender], chosen: Mapping[str, Voice]
) -> tuple[list[Part], list[Part]]:
    """Return the parts that choose first, interviewers and guests, and those that choose next, narrator and audience."""
    genders = {s.name: known.get(s.name, s.gender) for s in transcript.speakers}
    wanted = wanted_genders(people, genders)
    # The narrator contrasts with the first interviewer, who usually speaks next.
    follower = people[0].name if people else ""
    unlike = other(chosen[follower].gender if follower in chosen else wanted.get(follower, Gender.MALE))
    narrators = [s.name for s in transcript.speakers if s.role is Role.NARRATOR]
    wanted |= {name: unlike if genders[name] is Gender.UNKNOWN else genders[name] for name in narrators}
    accent = accent_of(transcript.language)
    main = dict.fromkeys(s.name for s in people if s.role is not Role.AUDIENCE)
    audience = [s.name for s in people if s.role is Role.AUDIENCE]

    def part(name: str) -> Part:
        return Part(name, wanted[name], genders[name] is not Gender.UNKNOWN, accent, name in main)

    return [part(name) for name in main], [part(name) for name in (*narrators, *audience)]
