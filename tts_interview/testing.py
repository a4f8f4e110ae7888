"""Check the contract that every engine keeps. Authors of engines call `check_engine` from a test.

>>> from tts_interview.testing import check_engine
>>> check_engine(MyEngine(EngineSetup(cache_folder=tmp_path)))
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tts_interview.errors import EngineError
from tts_interview.model import Clip, Delivery, Gender, Pronunciation, Utterance, Voice
from tts_interview.speech.engines import phonemes_of

if TYPE_CHECKING:
    from tts_interview.speech.engines import Engine

_SHORT = "Yes, of course."
_LONG = "The harbour was quiet that morning, and nobody expected the ferry to come back before noon."
# The range of human speech, in characters per second.
_FASTEST, _SLOWEST = 60.0, 4.0
_QUIETEST = 300  # of 32,767
_MOST_SILENCE_S = 0.2


def check_engine(engine: Engine, language: str = "en") -> None:
    """Check that an engine keeps the contract, by speaking a few sentences in its first voice for `language`.

    Raises AssertionError, whose message says what is broken.
    """
    voices = _check_voices(engine, language)
    voice = voices[0]
    _check_facts(engine, voice.name)
    short = _check_clip(engine, _utterance(voice, _SHORT, language))
    long = _check_clip(engine, _utterance(voice, _LONG, language))
    _require(long.seconds > 2 * short.seconds, "a long sentence is not longer than a short one")
    quick = engine.speak(_utterance(voice, _LONG, language, rate=1.5))
    _require(quick.seconds < 0.9 * long.seconds, "a faster delivery is not faster")
    _check_pronunciation(engine, _utterance(voice, _LONG, language))
    _check_unknown_voice(engine, language)


def _check_voices(engine: Engine, language: str) -> list[Voice]:
    voices = list(engine.voices())
    names = [voice.name for voice in voices]
    _require(bool(voices), "the engine has no voices")
    _require(len(names) == len(set(names)), "two voices have the same name")
    _require(all(voice.engine == engine.name for voice in voices), "a voice has the name of another engine")
    _require(all(isinstance(voice.gender, Gender) for voice in voices), "the gender of a voice is not a Gender")
    _require(list(engine.voices()) == voices, "the voices change from call to call")
    wanted = language.partition("-")[0]
    fitting = [v for v in voices if not v.language or v.language.partition("-")[0] == wanted]
    _require(bool(fitting), f'the engine has no voice for "{language}"')
    return fitting


def _check_facts(engine: Engine, voice: str) -> None:
    _require(engine.workers >= 1, "workers must be 1 or more")
    _require(engine.piece_chars >= len(_LONG), "piece_chars is too small for a sentence")
    _require(engine.paces[0] <= 1 <= engine.paces[1], "paces must include 1, the voice's own pace")
    _require(engine.work_per_second > 0, "work_per_second must be positive")
    _require(bool(engine.greeting) and "\n" not in engine.greeting, "the greeting must be one line")
    first, again = engine.fingerprint(voice), engine.fingerprint(voice)
    _require(first == again != "", "the fingerprint of a voice is empty, or changes from call to call")
    _require(not type(engine).missing(), "missing() must be empty for an engine that can speak")


def _check_clip(engine: Engine, utterance: Utterance) -> Clip:
    import numpy as np

    clip = engine.speak(utterance)
    _require(clip.sample_rate_hz == engine.sample_rate_hz, "the sample rate of a clip is not the engine's sample_rate_hz")
    _require(len(clip.pcm) % 2 == 0 and len(clip.pcm) > 0, "a clip is empty or not 16-bit PCM")
    slowest, fastest = len(utterance.text) / _SLOWEST, len(utterance.text) / _FASTEST
    _require(
        fastest <= clip.seconds <= slowest,
        f"{clip.seconds:.2f} s for {utterance.text!r}: expected {fastest:.2f} to {slowest:.2f} s",
    )
    samples = np.abs(np.frombuffer(clip.pcm, dtype="<i2").astype(np.int32))
    _require(int(samples.max()) >= _QUIETEST, "a clip is silent")
    loud = np.flatnonzero(samples > samples.max() // 50)
    ends_s = (loud[0] / clip.sample_rate_hz, (len(samples) - loud[-1]) / clip.sample_rate_hz)
    _require(
        max(ends_s) <= _MOST_SILENCE_S,
        f"a clip has {ends_s[0]:.2f} and {ends_s[1]:.2f} s of silence at its ends: expected up to {_MOST_SILENCE_S} s",
    )
    return clip


def _check_pronunciation(engine: Engine, utterance: Utterance) -> None:
    """Check that the engine speaks a text with a pronunciation, and that its phonemes change if it reports any."""
    start = utterance.text.index("ferry")
    other = Pronunciation(start, start + len("ferry"), ipa="ˈzuːloʊ", respelling="ZOO-loh")
    respelt = replace(utterance, pronunciations=(other,))
    _check_clip(engine, respelt)
    plain, changed = phonemes_of(engine, utterance), phonemes_of(engine, respelt)
    _require(isinstance(plain, str) and isinstance(changed, str), "the phonemes of an utterance are not a str")
    _require(plain != changed or not plain, "the phonemes do not change with a pronunciation")


def _check_unknown_voice(engine: Engine, language: str) -> None:
    try:
        engine.speak(Utterance(_SHORT, "no such voice", language))
    except EngineError as error:
        _require("no such voice" in str(error), "the error for an unknown voice does not name it")
    else:
        _require(False, "an unknown voice must raise EngineError")  # noqa: FBT003 - the condition of an assertion


def _utterance(voice: Voice, text: str, language: str, rate: float = 1.0) -> Utterance:
    return Utterance(text, voice.name, voice.language or language, Delivery(rate))


def _require(condition: bool, what: str) -> None:  # noqa: FBT001 - an assertion
    if not condition:
        raise AssertionError(what)
