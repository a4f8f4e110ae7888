"""What could be understood otherwise, each with the option that settles it."""

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
    """Sentences about labels that were taken for somebody, and about roles that nothing but talk shows.

    `lines` has the line on which each label stands first.
    """
    for label, person in people.items():
        name, where = read_label(label).name, f"line {lines.get(label, 1)}"
        if person.stage:
            continue
        if len(joint_parts(name)) > 1 and name != person.name and key_of(name) != initials_of(person.name):
            yield f'"{label}", {where}, names several people; {person.name} speaks for them: --alias "{label}=NAME" for another'
        elif key_of(name) != key_of(person.name) and misspelt(key_of(name), key_of(person.name)):
            yield f'"{label}", {where}, was taken for {person.name}: --alias "{label}=NAME" if that is wrong'
    yield from _about_roles(transcript)


def _about_roles(transcript: Transcript) -> Iterator[str]:
    speakers = transcript.speakers
    for speaker in speakers:
        if is_unknown(speaker.name) and speaker.role is not Role.NARRATOR:
            yield f'nobody knows who "{speaker.name}" is: --alias "{speaker.name}=NAME" if you do'
    talking = [s for s in speakers if s.role is not Role.NARRATOR]
    if talking and not any(s.role is Role.INTERVIEWER for s in talking):
        yield f'nobody among those who speak asks: --interviewer "{talking[0].name}" if that is wrong'
    hosts = [s for s in talking if s.role is Role.INTERVIEWER]
    guests = [s for s in talking if s.role is Role.GUEST]
    if len(hosts) == len(guests) == 1 and _share_of_questions(hosts[0], transcript) <= _share_of_questions(
        guests[0], transcript
    ):
        yield f'{hosts[0].name} was taken for the interviewer: --interviewer "{guests[0].name}" if that is wrong'


def _share_of_questions(speaker: Speaker, transcript: Transcript) -> float:
    said = [asks(turn.text) for turn in transcript.turns if turn.speaker == speaker.name]
    return sum(said) / len(said) if said else 0.0
