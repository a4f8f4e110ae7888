"""What is said of an episode on a page: its languages, its people and their voices, where the sound is."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import quote

from tts_interview.files.cleaning import one_line
from tts_interview.files.media_types import media_type
from tts_interview.language.messages import language_of, role_name
from tts_interview.model import Role
from tts_interview.publishing.voices import synthetic_voices

if TYPE_CHECKING:
    from tts_interview.model import Episode
    from tts_interview.publishing.publication import Publication

# Languages that are written from right to left.
_LEFTWARD = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"])


def audio_address(publication: Publication) -> str:
    """Where the sound is: beside the page, or all of it in the address itself."""
    if not publication.wanted.embed_audio:
        return quote(publication.audio.name)
    return f"data:{media_type(publication.audio.name)};base64,{base64.b64encode(publication.audio.read_bytes()).decode()}"


def language_and_direction(publication: Publication) -> dict[str, str]:
    """The language of the interview and the direction it is written in, and the language in which the tool speaks."""
    language = publication.episode.language
    leftward = language.split("-")[0].casefold() in _LEFTWARD
    return {"lang": language, "dir": "rtl" if leftward else "ltr", "ui": language_of(language)}


def voice_names(publication: Publication) -> dict[str, str]:
    """The full name of the voice of each for whom a synthetic one speaks, by what the page calls them."""
    episode = publication.episode
    return {called(episode, name): voice.full_name for name, voice in synthetic_voices(episode).items()}


def called(episode: Episode, name: str) -> str:
    """What the page calls a speaker: the name, but for the narrator, who is called so in the episode's language."""
    is_narrator = any(person.name == name and person.role is Role.NARRATOR for person in episode.people)
    return role_name(episode.language, Role.NARRATOR) if is_narrator else one_line(name)
