"""Report guesses that may be wrong, each with the option that settles it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.model import Role
from tts_interview.parsing.acceptance import joint_parts, misspelt
from tts_interview.parsing.labels import key_of
from tts_interview.parsing.names import initials_of
from tts_interview.parsing.people import is_unknown, read_label
from tts_interview.parsing.questions import asks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tts_interview.model import Speaker, Transcript
    from tts_interview.parsing.people import Person


def doubts_about(people: dict[str, Person], lines: Mapping[str, int], transcript: Transcript) -> Iterator[str]:
    """Yield sentences about labels that were matched to a person, and about roles inferred only from questions.

    `lines` has the line on which each label occurs first.
    """
    for label, person in people.items():
        name, where, option = read_label(label).name, f"line {lines.get(label, 1)}", f'--alias "{label}=NAME"'
        if person.stage:
            continue
        if len(joint_parts(name)) > 1 and name != person.name and key_of(name) != initials_of(person.name):
            yield f'{where}: "{label}" names several people and is read as {person.name}; for another, use {option}'
        elif key_of(name) != key_of(person.name) and misspelt(key_of(name), key_of(person.name)):
            yield f'{where}: "{label}" is read as {person.name}; if that is wrong, use {option}'
    yield from _about_roles(transcript)


def _about_roles(transcript: Transcript) -> Iterator[str]:
    speakers = transcript.speakers
    for speaker in speakers:
        if is_unknown(speaker.name) and speaker.role is not Role.NARRATOR:
            yield f'"{speaker.name}" has no name in the text; if you know it, use --alias "{speaker.name}=NAME"'
    talking = [s for s in speakers if s.role is not Role.NARRATOR]
    if talking and not any(s.role is Role.INTERVIEWER for s in talking):
        yield f'no speaker seems to be the interviewer; if {talking[0].name} is, use --interviewer "{talking[0].name}"'
    hosts = [s for s in talking if s.role is Role.INTERVIEWER]
    guests = [s for s in talking if s.role is Role.GUEST]
    if len(hosts) == len(guests) == 1:
        host, guest = hosts[0], guests[0]
        if _share_of_questions(host, transcript) <= _share_of_questions(guest, transcript):
            yield f'{host.name} is read as the interviewer; if {guest.name} is, use --interviewer "{guest.name}"'


def _share_of_questions(speaker: Speaker, transcript: Transcript) -> float:
    said = [asks(turn.text) for turn in transcript.turns if turn.speaker == speaker.name]
    return sum(said) / len(said) if said else 0.0
