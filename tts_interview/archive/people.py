"""Who is heard in the interviews of an archive: people by the same key however they are spelled, and what they belong to."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import combining, normalize
from urllib.parse import urlsplit

from tts_interview.archive.library import INTERVIEW
from tts_interview.archive.sources import COLLECTION
from tts_interview.language.messages import stands_for_role
from tts_interview.model import Gender, Role
from tts_interview.pipeline.reading import is_web_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.archive.library import LibraryEntry
    from tts_interview.model import Transcript

_PERSON = re.compile(rf"(.+?) \(({'|'.join(Role)})\)(?:, |$)")
_WORDS = re.compile(r"[^\W_]+")
# A person asks in an interview if they do so in this share of their turns, and so many times as often as somebody else there.
_ASKING, _TIMES_AS_OFTEN = 0.25, 2
_HEARD = {Role.INTERVIEWER, Role.GUEST}


@dataclass(frozen=True, slots=True)
class Appearance:
    """A person as read in one interview; `asks` if they are an interviewer there, or talk like one beside somebody else."""

    name: str
    role: Role
    asks: bool
    gender: Gender = Gender.UNKNOWN
    voice: str = ""


def cast_of(transcript: Transcript) -> str:
    """Return the cast of an interview, as an entry holds it."""
    return ", ".join(f"{speaker.name} ({speaker.role})" for speaker in transcript.speakers)


def roles_of(entry: LibraryEntry) -> dict[str, Role]:
    """Return the role of each person in the cast of an interview."""
    return {name: Role(role) for name, role in _PERSON.findall(entry.cast)} if entry.kind == INTERVIEW else {}


def appearances_in(entry: LibraryEntry) -> Iterator[Appearance]:
    """Yield those who ask and answer in an interview, under the names that it gives them; nobody whose name is but a role."""
    roles = roles_of(entry)
    facts = {name: entry.heard.get(name, (Gender.UNKNOWN, "", 0.0)) for name, role in roles.items() if role in _HEARD}
    least = min((share for _, _, share in facts.values()), default=0.0)
    for name, (gender, voice, share) in facts.items():
        if not stands_for_role(name, entry.language):
            asks = roles[name] is Role.INTERVIEWER or (share >= _ASKING and share >= _TIMES_AS_OFTEN * least)
            yield Appearance(name, roles[name], asks, Gender(gender), voice)


def group_of(entry: LibraryEntry) -> str:
    """Return what an interview belongs to: the collection that somebody named, or else its folder or site."""
    place = urlsplit(entry.path).netloc if is_web_address(entry.path) else os.path.dirname(entry.path)  # noqa: PTH120 - many
    return entry.wishes.get(COLLECTION) or place


@lru_cache(maxsize=100_000)
def key_of(name: str) -> str:
    """Return what spellings of a name share that differ only in case, accents and marks: its words."""
    plain = "".join(sign for sign in normalize("NFKD", name.casefold()) if not combining(sign))
    return " ".join(_WORDS.findall(plain))
