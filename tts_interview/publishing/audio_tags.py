"""Make the tags of an episode's audio files, under ffmpeg's names for them, and sign them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.files.credentials import Claim, read_key, sign
from tts_interview.files.tags import AI_VOICE, XMP
from tts_interview.files.xmp import packet
from tts_interview.model import Role
from tts_interview.publishing.rights import licence_of
from tts_interview.publishing.timeline import synthetic_voices

if TYPE_CHECKING:
    from pathlib import Path

    from tts_interview.publishing.publication import Publication

# The ISO 639-2 codes (terminology) that ID3 and MP4 require, for the languages that have voices.
_THREE_LETTERS = dict(
    re.findall(
        r"(..):(...)",
        """
        ar:ara bg:bul ca:cat cs:ces cy:cym da:dan de:deu el:ell en:eng es:spa et:est eu:eus fa:fas fi:fin fr:fra he:heb hi:hin
        hr:hrv hu:hun hy:hye id:ind is:isl it:ita ja:jpn ka:kat kk:kaz ko:kor lb:ltz lt:lit lv:lav ml:mal mr:mar nb:nob ne:nep
        nl:nld no:nor pl:pol pt:por ro:ron ru:rus sk:slk sl:slv sq:sqi sr:srp sv:swe sw:swa ta:tam te:tel th:tha tr:tur uk:ukr
        ur:urd vi:vie zh:zho
        """,
    )
)
_UNDETERMINED = "und"
# The media type of an audiobook in iTunes: players remember the position.
_AUDIOBOOK = "2"


def audio_tags(publication: Publication, suffix: str) -> dict[str, str]:
    """Return the tags of the audio file with that suffix, without empty ones.

    The comment holds the disclosure, because players show it; AI_VOICE and XMP are for programs. Vorbis has no comment apart
    from the description, which includes the disclosure.
    """
    episode, show, licence = publication.episode, publication.show, licence_of(publication.license)
    people = ", ".join(s.name for s in episode.people if s.role is not Role.NARRATOR)
    kind = publication.digital_source_type
    tags = {
        XMP: packet(kind, publication.engine) if kind else "",
        "title": episode.title,
        "artist": people,
        "album": show.title,
        "album_artist": show.author,
        "date": episode.date,
        "genre": "Interview",
        "language": three_letters(episode.language),
        "comment": "" if suffix in {".flac", ".opus"} else publication.disclosure,
        "description": publication.description,
        AI_VOICE: "; ".join(f"{name}={voice.full_name}" for name, voice in synthetic_voices(episode).items()),
        "copyright": publication.rights,
        "license": licence.address if licence else "",
        "publisher": publication.article.publisher,
        "website": publication.link,
        "media_type": _AUDIOBOOK if suffix == ".m4b" else "",
    }
    return {name: value for name, value in tags.items() if value}


def sign_sound(publication: Publication, path: Path, name: str) -> None:
    """Sign a sound file, which will have that name, with the key of the publication, if it has one."""
    if publication.key:
        claim = Claim(publication.title, publication.digital_source_type, publication.engine)
        sign(path, name, read_key(publication.key), claim)


def three_letters(language: str) -> str:
    """Return the ISO 639-2 code for a BCP 47 tag, or "und" for a language that the table lacks."""
    primary = re.split("[-_]", language, maxsplit=1)[0].casefold()
    code: str = _THREE_LETTERS.get(primary, _UNDETERMINED)
    return code
