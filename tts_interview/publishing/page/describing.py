"""What is said of an episode on a page: its languages, its people and their voices, where the sound is."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import quote

from tts_interview.messages import language_of, listed, message, role_name
from tts_interview.model import Role
from tts_interview.publishing.legible import legible

if TYPE_CHECKING:
    from tts_interview.model import Episode
    from tts_interview.publishing.publication import Publication

# Languages that are written from right to left.
_LEFTWARD = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"])
MEDIA_TYPES = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".m4b": "audio/mp4",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
}


def audio_address(publication: Publication) -> str:
    """Where the sound is: beside the page, or all of it in the address itself."""
    if not publication.wanted.embed_audio:
        return quote(publication.audio.name)
    media_type = MEDIA_TYPES[publication.audio.suffix.lower()]
    return f"data:{media_type};base64,{base64.b64encode(publication.audio.read_bytes()).decode()}"


def language_and_direction(publication: Publication) -> dict[str, str]:
    """The language of the interview and the direction it is written in, and the language in which the tool speaks."""
    language = publication.episode.language
    leftward = language.split("-")[0].casefold() in _LEFTWARD
    return {"lang": language, "dir": "rtl" if leftward else "ltr", "ui": language_of(language)}


def byline(publication: Publication) -> str:
    """Who is in conversation with whom."""
    episode = publication.episode
    hosts = [legible(p.name) for p in episode.people if p.role is Role.INTERVIEWER]
    guests = [legible(p.name) for p in episode.people if p.role is Role.GUEST]
    if not hosts or not guests:
        return listed(episode.language, [*hosts, *guests])
    both = {"interviewer": listed(episode.language, hosts), "guest": listed(episode.language, guests)}
    return message(episode.language, "opening-conversation", **both).rstrip(".।")


def voice_names(publication: Publication) -> dict[str, str]:
    """The full name of the voice of each who is heard, by what the page calls them."""
    episode, voices = publication.episode, publication.episode.voices.voices
    heard = dict.fromkeys(mark.speaker for mark in episode.turns)
    return {called(episode, name): voices[name].full_name for name in heard if name in voices}


def called(episode: Episode, name: str) -> str:
    """What the page calls a speaker: the name, but for the narrator, who is called so in the episode's language."""
    is_narrator = any(person.name == name and person.role is Role.NARRATOR for person in episode.people)
    return role_name(episode.language, Role.NARRATOR) if is_narrator else legible(name)
