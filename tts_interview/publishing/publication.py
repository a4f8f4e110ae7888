"""An episode on its way into files: the draft, known before the sound, and the publication, which every writer is given."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from tts_interview.files.atomic import Transaction
from tts_interview.files.cleaning import cleaned
from tts_interview.language.messages import message
from tts_interview.model import Article, Podcast
from tts_interview.publishing.chapters import chapters_of
from tts_interview.publishing.corrections import Correction, notes_of
from tts_interview.publishing.description import description_of, summary_of
from tts_interview.publishing.rights import rights_of
from tts_interview.settings.parts import PublishingSettings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tts_interview.model import Chapter, Episode, LexiconEntry, Loudness, Mark, Samples, Transcript, Verification
    from tts_interview.publishing.feed.place import FeedPlace

# What engines make, and the terms for a mix of that with recordings of people.
_MIXED = {"trainedAlgorithmicMedia": "compositeWithTrainedAlgorithmicMedia", "algorithmicMedia": "composite"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is known of an episode before it is spoken.

    `audio` is the main audio file; every other file shares its folder and its stem. `source` tells one source from another
    without giving away where it lay; `address` is the http(s) address from which it was fetched, and `article` what is known of
    the page. `engine` is what speaks, `digital_source_type` the IPTC term for how it makes sound, if there is one, and
    `disclosure` the sentence that says so, spoken or not. `number` counts the episodes of a show from 1, and `season` its
    seasons; 0 means unknown. `published` is the time of publication in ISO 8601, if it is not the date, and `corrections` are
    those since then. `guid` is that of its item in a feed that has it already. `base_url` is the public address of the folder,
    ending in a slash, if there is one. `wanted` says what is made and how; `feed` is the place of the show's feed, and `shelf`
    the folder of all episodes of the show. `fingerprint` stands for all that the episode is made of. `script` is the text of
    the script file; `renews_script` says that it replaces the one that is there. `key` is the file of the key that signs; None
    if nothing is signed. `said` are the words of which a lexicon or the script says how they are pronounced, in the order in
    which they occur.
    """

    transcript: Transcript
    audio: Path
    source: str = ""
    address: str = ""
    article: Article = field(default_factory=Article)
    engine: str = ""
    digital_source_type: str = ""
    disclosure: str = ""
    show: Podcast = field(default_factory=Podcast)
    number: int = 0
    season: int = 0
    published: str = ""
    corrections: tuple[Correction, ...] = ()
    guid: str = ""
    base_url: str = ""
    wanted: PublishingSettings = field(default_factory=PublishingSettings)
    feed: FeedPlace | None = None
    shelf: Path | None = None
    fingerprint: str = ""
    script: str = ""
    key: Path | None = None
    renews_script: bool = False
    said: tuple[LexiconEntry, ...] = ()

    def file(self, suffix: str) -> Path:
        """Return the path beside the audio with the same stem and another suffix, such as ".vtt"."""
        return self.audio.with_name(self.audio.stem + suffix)

    @property
    def link(self) -> str:
        """The http(s) address of the article; empty if unknown."""
        return self.article.link

    @property
    def license(self) -> str:
        """The address or the words of the article's licence, or of what was said in its place; empty if unknown."""
        return self.wanted.license or self.article.license

    @property
    def modified(self) -> str:
        """The time of the last correction in ISO 8601; empty if there is none, or it is unknown."""
        return self.corrections[-1].date if self.corrections else ""

    @property
    def is_published(self) -> bool:
        """Whether the files are for publication, so that later changes are corrections."""
        return bool(self.feed or self.wanted.kits)

    @property
    def title(self) -> str:
        """The title of the episode."""
        return self.transcript.title

    @property
    def date(self) -> str:
        """The date of the episode in ISO 8601; empty if unknown."""
        return self.transcript.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication(Draft):
    """A spoken episode, and all that writers say of it.

    `summary` is the first paragraph of the description, without chapters and disclosure. `rights` is the sentence about the
    article's licence, with the attribution that it asks for; empty without a licence.
    `chapters` are in order and cover the whole episode. `samples` are all that is heard, as a stream of 32-bit floats; None if
    the sound is not at hand. `digital_source_type` is the term for the whole sound, recordings included. `cover` is the picture
    that the audio files hold, `loudness` that of the main file, for which the mix was given `gain_db`. `verification` is what
    was heard of it; None if nobody listened. `written` are the files that are made by now, the audio first, and `files` puts
    those of the episode in place.
    """

    episode: Episode
    description: str
    summary: str = ""
    rights: str = ""
    chapters: tuple[Chapter, ...]
    samples: Samples | None = None
    cover: Path | None = None
    loudness: Loudness | None = None
    gain_db: float = 0.0
    verification: Verification | None = None
    written: tuple[Path, ...] = ()
    files: Transaction = field(default_factory=Transaction)


def publication_of(draft: Draft, episode: Episode, samples: Samples | None = None) -> Publication:
    """Return the publication of a spoken draft: chapters, disclosure and description, with texts that fit any file."""
    draft, episode = cleaned(draft), cleaned(episode)
    chapters = chapters_of(episode, draft.transcript)
    disclosure = draft.disclosure or _usual_disclosure(episode)
    rights = rights_of(draft)
    summary = summary_of(episode, draft.transcript)
    notes = (*notes_of(draft), disclosure, draft.link, rights)
    description = description_of(summary, notes, chapters)
    known = {one.name: getattr(draft, one.name) for one in fields(Draft)}
    texts = {"summary": summary, "description": description, "disclosure": disclosure, "rights": rights}
    made = {"episode": episode, "chapters": chapters, "samples": samples}
    made["digital_source_type"] = source_type_of(draft.digital_source_type, episode.heard)
    return Publication(**{**known, **texts, **made})


def source_type_of(spoken: str, sentences: Iterable[Mark]) -> str:
    """Return the IPTC term for sentences that an engine with the term `spoken` and recordings say together.

    It is empty if nothing is known: all is recorded, or the engine has no term.
    """
    is_recorded = {mark.is_recording for mark in sentences}
    if False not in is_recorded:
        return ""
    return _MIXED.get(spoken, spoken) if True in is_recorded else spoken


def _usual_disclosure(episode: Episode) -> str:
    """Return the usual words about the voices; none if every sentence is a recording."""
    if all(mark.is_recording for mark in episode.sentences):
        return ""
    is_partly_recorded = any(mark.is_recording for mark in episode.sentences)
    return message(episode.language, "disclosure-partly" if is_partly_recorded else "disclosure")
