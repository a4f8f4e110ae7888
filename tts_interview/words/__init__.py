"""List the unusual words of an interview with their pronunciation, play them, and correct them in a lexicon."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tts_interview.casting import cast
from tts_interview.language.lexicon import Lexicon, read_lexicon
from tts_interview.language.phonetics.ipa import plain
from tts_interview.language.phonetics.respelling import phonemes_of as phonemes_of_respelling
from tts_interview.model import SILENT, Pronunciation, Utterance
from tts_interview.pipeline.planning import employ, voices_for
from tts_interview.pipeline.reading import configured, parse, read, with_speakers
from tts_interview.settings import Settings
from tts_interview.settings.lexicons import lexicon_in_force
from tts_interview.speech.engines import phonemes_of
from tts_interview.words.listing import listed

if TYPE_CHECKING:
    from tts_interview.model import Casting, ListedWord, Observer, Rundown, Transcript
    from tts_interview.pipeline.reading import Source
    from tts_interview.speech.engines import Engine

__all__ = ["WordList", "changed_turns", "list_words"]


@dataclass(frozen=True, slots=True)
class WordList:
    """The unusual words of an interview, the most frequent first, with the voices that say them."""

    transcript: Transcript
    words: tuple[ListedWord, ...]
    casting: Casting
    engine: Engine

    def utterance(self, word: ListedWord) -> Utterance:
        """Return the utterance of a word on its own, in the voice that says it first."""
        return _utterance(word, self.casting, self.transcript.language)


def list_words(source: Source, settings: Settings | None = None, observer: Observer = SILENT) -> WordList:
    """Read an interview and list its unusual words with their pronunciation, without speaking.

    Raises LexiconError, CastingError, EngineError, and the errors of `parse`.
    """
    found = read(source, settings or Settings(), observer)
    settings = configured(settings or Settings(), found)
    script = parse(found, settings, observer)
    settings, transcript = with_speakers(settings, script), script.transcript
    engine = employ(settings.speech, transcript.language, observer)
    casting = cast(transcript, voices_for(engine, transcript.language), settings.casting)
    lexicon = lexicon_in_force(settings, transcript.date)
    words = listed(transcript, lexicon, lambda speaker: casting[speaker].language or transcript.language)
    words = tuple(replace(word, ipa=_ipa(word, engine, casting, transcript.language)) for word in words)
    return WordList(transcript, words, casting, engine)


def said_by_lexicons(transcript: Transcript, settings: Settings) -> int:
    """Return how many words of an interview the given lexicons cover. Raises LexiconError if one cannot be read."""
    lexicon = Lexicon([read_lexicon(path) for path in settings.speech.lexicons], transcript.date)
    texts = (paragraph.text for turn in transcript.turns for paragraph in turn.paragraphs)
    return sum(len(lexicon.find(text, transcript.language)) for text in texts)


def changed_turns(before: Rundown, after: Rundown) -> list[int]:
    """Return the numbers, from 0, of the turns whose utterances differ."""
    said: list[dict[int, list[Utterance]]] = [defaultdict(list), defaultdict(list)]
    for rundown, by_turn in zip((before, after), said, strict=True):
        for speech in rundown.speeches:
            by_turn[speech.turn].append(speech.utterance)
    return sorted(turn for turn in {*said[0], *said[1]} if said[0][turn] != said[1][turn])


def _ipa(word: ListedWord, engine: Engine, casting: Casting, language: str) -> str:
    """Return the phonemes of the engine or, if it gives none, those of the lexicon."""
    reported = phonemes_of(engine, _utterance(word, casting, language))
    return reported or plain(word.said.ipa) or phonemes_of_respelling(word.said.respelling)


def _utterance(word: ListedWord, casting: Casting, language: str) -> Utterance:
    said, voice = word.said, casting[word.speaker]
    pronunciation = Pronunciation(0, len(said.spoken), said.ipa, said.respelling, said.language)
    has_own = bool(said.ipa or said.respelling or said.language)
    return Utterance(said.spoken, voice.name, voice.language or language, pronunciations=(pronunciation,) if has_own else ())
