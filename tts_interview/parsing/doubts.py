"""What could be understood otherwise, each with the option that settles it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.model import Role
from tts_interview.parsing.acceptance import joint_parts, misspelt
from tts_interview.parsing.labels import key_of
from tts_interview.parsing.people import is_unknown, read_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.model import Speaker
    from tts_interview.parsing.people import Person


def doubts_about(people: dict[str, Person], speakers: Sequence[Speaker]) -> Iterator[str]:
    """Sentences about labels that were taken for somebody, and about roles that nothing but talk shows."""
    for label, person in people.items():
        name = read_label(label).name
        if person.stage:
            continue
        if len(joint_parts(name)) > 1 and name != person.name:
            yield f'"{label}" names several people; {person.name} speaks for them: --alias "{label}=NAME" chooses another'
        elif misspelt(key_of(name), key_of(person.name)) and key_of(name) != key_of(person.name):
            yield f'"{label}" was taken for {person.name}: --alias "{label}=NAME" if that is wrong'
    yield from _about_roles(speakers)


def _about_roles(speakers: Sequence[Speaker]) -> Iterator[str]:
    for speaker in speakers:
        if is_unknown(speaker.name) and speaker.role is not Role.NARRATOR:
            yield f'nobody knows who "{speaker.name}" is: --alias "{speaker.name}=NAME" if you do'
    talking = [s for s in speakers if s.role is not Role.NARRATOR]
    if talking and not any(s.role is Role.INTERVIEWER for s in talking):
        yield f'nobody among those who speak asks: --interviewer "{talking[0].name}" if that is wrong'
