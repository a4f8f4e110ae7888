"""What only an archive knows of people: who asks in most of several interviews is a host in all of them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.archive.library import INTERVIEW, LibraryEntry, Standing
from tts_interview.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.archive.library import Library

# A host is heard in at least so many interviews, and asks in at least this share of them.
_FEWEST, _SHARE = 4, 0.5
_ASKED = "interviewer"
_PERSON = re.compile(rf"(.+?) \(({'|'.join(Role)})\)(?:, |$)")


def with_hosts(library: Library) -> Iterator[LibraryEntry]:
    """Yield the interviews in which a host of the archive answers, with a wish that says who asks.

    What is made, what a person decided on, and whose interviewers are named already, stays.
    """
    hosts = hosts_of(library)
    for entry in library.entries():
        roles = roles_of(entry)
        is_open = entry.standing in {Standing.ACCEPTED, Standing.WAITING} and not entry.by_hand and _ASKED not in entry.wishes
        if is_open and any(role is Role.GUEST and name in hosts for name, role in roles.items()):
            asking = [name for name, role in roles.items() if role is Role.INTERVIEWER or name in hosts]
            yield replace(entry, wishes={**entry.wishes, _ASKED: "; ".join(asking)})


def hosts_of(library: Library) -> set[str]:
    """Return the names of those who are heard in four interviews or more, and ask in half of them."""
    heard, asking = Counter[str](), Counter[str]()
    for entry in library.entries():
        for name, role in roles_of(entry).items():
            heard[name] += role in {Role.INTERVIEWER, Role.GUEST}
            asking[name] += role is Role.INTERVIEWER
    return {name for name, count in heard.items() if count >= _FEWEST and asking[name] >= _SHARE * count}


def roles_of(entry: LibraryEntry) -> dict[str, Role]:
    """Return the role of each person in the cast of an interview."""
    return {name: Role(role) for name, role in _PERSON.findall(entry.cast)} if entry.kind == INTERVIEW else {}
