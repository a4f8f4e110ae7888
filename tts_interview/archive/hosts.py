"""Who is a host: a page alone cannot always tell, but an archive knows who asks again and again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tts_interview.archive.library import LibraryEntry, Standing
from tts_interview.archive.people import appearances_in, group_of
from tts_interview.archive.sources import COLLECTION
from tts_interview.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.archive.library import Library
    from tts_interview.archive.roster import Roster

# A host asks in at least this share of the interviews with them.
_ASKING = 0.5
# They are heard in at least so many: of the archive or of a folder, where chance may put somebody in two, or of a collection
# that a person named, whose interviews belong together.
_FEWEST, _FEWEST_OF_COLLECTION = 4, 2
# A host of a collection or a folder is heard in at least this share of it.
_SHARE = 0.2
_EVERYWHERE = ""
_ASKS = Role.INTERVIEWER
_ASKED = _ASKS.value


def with_hosts(library: Library, roster: Roster) -> Iterator[LibraryEntry]:
    """Yield the interviews in which a host answers, with a wish that says who asks.

    The roles in the file of people decide. What is made, what a person decided on, and where a person or a rule names
    interviewers, stays.
    """
    hosts, roles = hosts_of(library, roster), roster.roles
    for entry in library.entries((Standing.ACCEPTED, Standing.WAITING)):
        if entry.by_hand or _ASKED in entry.noted or not entry.may_note(_ASKED):
            continue
        here = hosts.get(_EVERYWHERE, set()) | hosts.get(group_of(entry), set())
        found = {one: roster.key(one.name) for one in appearances_in(entry)}
        asking = [one for one, key in found.items() if roles.get(key, _ASKS if key in here else one.role) is _ASKS]
        if any(one.role is Role.GUEST for one in asking):
            yield entry.noting(_ASKED, "; ".join(one.name for one in asking))


def hosts_of(library: Library, roster: Roster) -> dict[str, set[str]]:
    """Return the keys of the hosts of each collection or folder, and of the whole archive under an empty name."""
    sizes, heard, asking = Counter[str](), Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    named = set[str]()
    for entry in library.entries():
        found = {roster.key(one.name): one.asks for one in appearances_in(entry)}
        group = group_of(entry)
        if group == entry.wishes.get(COLLECTION):
            named.add(group)
        for place in (_EVERYWHERE, group) if found else ():
            sizes[place] += 1
            heard.update((place, key) for key in found)
            asking.update((place, key) for key, asks in found.items() if asks)
    hosts: dict[str, set[str]] = {}
    for (place, key), count in heard.items():
        fewest = _FEWEST_OF_COLLECTION if place in named else _FEWEST
        is_often = count >= fewest and (place == _EVERYWHERE or count >= _SHARE * sizes[place])
        if is_often and asking[place, key] >= _ASKING * count:
            hosts.setdefault(place, set()).add(key)
    return hosts
