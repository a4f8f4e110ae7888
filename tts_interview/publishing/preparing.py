"""A publication with all that follows from its episode: the chapters, the truth about the voices, the description."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.files.cleaning import cleaned
from tts_interview.language.messages import message
from tts_interview.publishing.chapters import chapters_of
from tts_interview.publishing.description import description_of, summary_of

if TYPE_CHECKING:
    from tts_interview.model import Episode
    from tts_interview.publishing.publication import Publication


def prepared(publication: Publication) -> Publication:
    """The publication as writers take it: its texts fit for any file, and what it did not yet say filled in."""
    publication = cleaned(publication)
    chapters = publication.chapters or chapters_of(publication.episode, publication.transcript)
    disclosure = publication.disclosure or _usual_disclosure(publication.episode)
    summary = summary_of(publication.episode, publication.transcript)
    description = publication.description or description_of(summary, chapters, disclosure, publication.link)
    return replace(publication, chapters=chapters, disclosure=disclosure, description=description)


def _usual_disclosure(episode: Episode) -> str:
    """The truth about the voices in the usual words; empty where all that is heard are recordings."""
    if all(mark.is_recording for mark in episode.sentences):
        return ""
    is_partly_recorded = any(mark.is_recording for mark in episode.sentences)
    return message(episode.language, "disclosure-partly" if is_partly_recorded else "disclosure")
