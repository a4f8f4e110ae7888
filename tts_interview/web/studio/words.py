"""Unusual words: hear them, say how they are said, and keep that in the lexicon of the show or of the user."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from tts_interview.errors import LexiconError, TtsInterviewError
from tts_interview.language.lexicon.entries import entry_of
from tts_interview.language.phonetics.respelling import phonemes_of, respelling_of
from tts_interview.model import WordSource
from tts_interview.pipeline.hearing import wav_of
from tts_interview.web.studio.pages import acting, page, project_of, sentence, text_of, workshop_of
from tts_interview.words.fixing import fixed

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request

    from tts_interview.model import ListedWord
    from tts_interview.web.studio.workshop import Project
    from tts_interview.words import WordList


@dataclass(frozen=True, slots=True)
class Shown:
    """A word as the screen shows it: how it is said, in IPA and as a respelling, and the turns, from 1, in which it occurs."""

    word: ListedWord
    respelling: str
    turns: tuple[int, ...]


def show(request: Request) -> Response:
    """Show the unusual words: those that nobody has decided first, and of these the most frequent."""
    project = project_of(request)
    try:
        found, problem = workshop_of(request).words(project), ""
        shown = [_shown(word, found) for word in sorted(found.words, key=lambda one: one.source is WordSource.LEXICON)]
    except TtsInterviewError as error:
        shown, problem = [], sentence(error)
    return page(request, "words.html", {"project": project, "screen": "words", "words": shown, "problem": problem})


def _shown(word: ListedWord, found: WordList) -> Shown:
    language = word.said.language or found.transcript.language
    whole = re.compile(rf"(?<!\w){re.escape(word.written)}(?!\w)", re.I)
    turns = tuple(number for number, turn in enumerate(found.transcript.turns, start=1) if whole.search(turn.text))
    return Shown(word, word.said.respelling or respelling_of(word.ipa, language), turns)


def sound(request: Request) -> Response:
    """Answer with a word as it is said, or as it would be said with another pronunciation."""
    project, asked = project_of(request), request.query_params
    found = workshop_of(request).words(project)
    word = next((one for one in found.words if one.written == asked.get("word")), None)
    if word is None:
        raise HTTPException(404, "This word is not in the interview.")
    clip = workshop_of(request).spoken(found.engine.speak, found.utterance(_said(word, asked.get("say", ""))))
    return Response(wav_of([(clip, 0.0)], found.engine.sample_rate_hz), media_type="audio/wav")


def _said(word: ListedWord, how: str) -> ListedWord:
    """Return a word with another pronunciation, as a lexicon has it. Raises LexiconError if it is not valid."""
    if not how.strip():
        return word
    entry = entry_of(word.written, how)
    ipa = entry.ipa or phonemes_of(entry.respelling)
    return replace(word, said=replace(word.said, ipa=ipa, respelling=entry.respelling, language=""))


def _used(project: Project, form: FormData, request: Request) -> str:
    """Write a pronunciation into the lexicon."""
    found = workshop_of(request).words(project)
    word, how, since = (text_of(form, name).strip() for name in ("word", "say", "since"))
    known = next((one for one in found.words if one.written == word), None)
    if known is None:
        raise LexiconError("this word is not in the interview")
    settings = project.settings
    made = fixed(
        settings, (word, how), found.transcript.language, since=since, show=settings.show.path if settings.show else None
    )
    workshop_of(request).reload()
    count = len(_shown(known, found).turns)
    return f"“{word}” is said so in {count} turn{'s' * (count > 1)}, and in what follows: it is in {made.path.name}."


ROUTES = [
    Route("/p/{slug}/words", show),
    Route("/p/{slug}/words/sound.wav", sound),
    acting("words/use", _used, "words"),
]
