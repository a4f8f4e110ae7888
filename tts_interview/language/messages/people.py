"""Who talks with whom: the sentence that says so, and the title of an interview that has none."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from tts_interview.language.messages import listed, message, role_name
from tts_interview.model import Gender, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tts_interview.model import Speaker

_NO_LETTER = re.compile(r"\W+|\d+")
_STOPS = ".।"


def conversation(language: str, speakers: Iterable[Speaker]) -> str:
    """Who is in conversation with whom, in a sentence; empty where no guest has a name.

    Nobody of whom only the role is known is named.
    """
    everybody = tuple(speakers)
    interviewers, guests = (listed(language, _named(language, everybody, role)) for role in (Role.INTERVIEWER, Role.GUEST))
    if interviewers and guests:
        return message(language, "opening-conversation", interviewer=interviewers, guest=guests)
    return message(language, "opening-guest", guest=guests) if guests else ""


def without_stop(sentence: str) -> str:
    """A sentence as it stands in a title."""
    return sentence.rstrip(_STOPS)


def usual_title(language: str, speakers: Iterable[Speaker]) -> str:
    """What an interview without a title is called: by who talks with whom."""
    return without_stop(conversation(language, speakers)) or message(language, "untitled")


def _named(language: str, speakers: Iterable[Speaker], role: Role) -> list[str]:
    names = (" ".join(speaker.name.split()) for speaker in speakers if speaker.role is role)
    return [name for name in names if letters(name) not in _no_names(language)]


def _no_names(language: str) -> set[str]:
    """What people are called of whom nothing but their role is known, perhaps with a number."""
    return {"", *(letters(role_name(*kind)) for kind in product(("en", language), Role, Gender))}


def letters(name: str) -> str:
    """What tells one name or title from another."""
    return _NO_LETTER.sub("", name).casefold()
