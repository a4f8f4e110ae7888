"""Play words, or write them to an audio file, each in the voice that says it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.errors import OutputError
from tts_interview.files.atomic import drafted
from tts_interview.files.ffmpeg import FORMATS, check_format
from tts_interview.files.workspace import scratch
from tts_interview.sound.mastering.finishing import finish
from tts_interview.sound.mix import Mix
from tts_interview.sound.players import amplified, open_player

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tts_interview.words import WordList

_PAUSE_S = 0.5
_BYTES_PER_FRAME = 2


def play_words(words: WordList) -> None:
    """Play all words. Raises PlayerError if nothing can play sound, and EngineError if a word cannot be spoken."""
    with open_player(words.engine.sample_rate_hz) as player:
        for pcm in _spoken(words):
            player.write(amplified(pcm))


def save_words(words: WordList, target: Path) -> None:
    """Write the sound of all words to a file, whose suffix decides the format.

    Raises OutputError if there are no words or the file cannot be written, and EngineError if a word cannot be spoken.
    """
    check_format(target)
    if not words.words:
        raise OutputError(f"cannot write {target}: the interview has no unusual words")
    with scratch() as folder, drafted(target) as draft:
        raw = folder / "words.pcm"
        with raw.open("wb") as file:
            file.writelines(_spoken(words))
        title = f"Words of {words.transcript.title}"
        finish(Mix(raw, words.engine.sample_rate_hz), draft, FORMATS[target.suffix.lower()], {"title": title})


def _spoken(words: WordList) -> Iterator[bytes]:
    silence = bytes(int(_PAUSE_S * words.engine.sample_rate_hz) * _BYTES_PER_FRAME)
    for word in words.words:
        yield words.engine.speak(words.utterance(word)).pcm
        yield silence
