"""The library espeak-ng from the package espeakng-loader: one copy makes phonemes, and another one speaks.

espeak-ng has one state per copy. Two users of the same copy disturb each other.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import shutil
import threading
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tts_interview.errors import EngineError
from tts_interview.files.installation import install
from tts_interview.files.workspace import scratch
from tts_interview.language.phonetics import rules_of

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = "espeakng-loader"
# Languages with another name in espeak-ng.
_NAMES = {
    "chr": "chr-US-Qaaa-x-west",
    "en": "en-us",
    "es-mx": "es-419",
    "fr": "fr-fr",
    "hbs": "hr",
    "no": "nb",
    "pt-pt": "pt",
    "zh": "cmn",
}
# The flags of espeak_Initialize: speak in the calling thread, and do not end the process if the data is missing.
_SYNCHRONOUS, _NO_EXIT = 2, 0x8000
_IPA = 2
_UTF8 = 1
# The flags of espeak_Synth besides: read phonemes in double brackets, and end with a pause.
_PHONEMES, _END_PAUSE = 0x100, 0x1000
# Parameters of espeak_SetParameter.
_RATE, _PITCH = 1, 3
# espeak-ng ends the process on words such as "'s's's" of 200 characters: it does not check the size of its buffer.
_LONG_WORD = re.compile(r"(\S{60})(?=\S)")
_SynthCallback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
# The reader has one voice at a time, so it reads one text at a time.
_READING = threading.Lock()


class _Voice(ctypes.Structure):
    """The first fields of espeak_VOICE; the library owns what they point to."""

    _fields_ = (("name", ctypes.c_char_p), ("languages", ctypes.c_char_p), ("identifier", ctypes.c_char_p))


def is_installed() -> bool:
    """Return whether the package with the library is installed."""
    return find_spec("espeakng_loader") is not None


def package_version() -> str:
    """Return the version of the package, which includes espeak-ng's own version."""
    return version(PACKAGE)


def data_folder() -> Path:
    """Return the folder with the rules and voices of espeak-ng."""
    import espeakng_loader

    return Path(espeakng_loader.get_data_path())


def espeak_name(tag: str) -> str:
    """Return espeak-ng's name of the language of a BCP 47 tag."""
    rules = rules_of(tag)
    return _NAMES.get(rules, rules)


def read(text: str, language: str) -> str:
    """Return the phonemes of a text in the International Phonetic Alphabet, with a space between groups.

    `language` is one of espeak-ng's own codes, such as `en-us`. Raises EngineError if espeak-ng does not have it.
    """
    with _READING:
        return _reader().read(_LONG_WORD.sub(r"\1 ", text), language)


def spoken(text: str, voice: str, words_per_minute: int, pitch: int) -> bytes:
    """Return what a voice says, as mono 16-bit PCM at 22,050 Hz. Linux only.

    `voice` is an identifier with a variant, such as `gmw/en-US+f4`; `pitch` is 0 to 99. The library is loaded again for each
    text, in 2 ms: its flutter of the pitch and its noise would go on from one text to the next, and nothing resets them.
    """
    heard: list[bytes] = []

    def hear(samples: ctypes._Pointer[ctypes.c_short], count: int, _events: int | None) -> int:
        if samples and count > 0:
            heard.append(ctypes.string_at(samples, 2 * count))
        return 0

    encoded = text.replace("\0", " ").encode()
    callback = _SynthCallback(hear)
    with _fresh_library() as library:
        library.espeak_SetSynthCallback(callback)
        _set_voice(library, voice)
        library.espeak_SetParameter(_RATE, words_per_minute, 0)
        library.espeak_SetParameter(_PITCH, pitch, 0)
        library.espeak_Synth(encoded, len(encoded) + 1, 0, 0, 0, _UTF8 | _PHONEMES | _END_PAUSE, None, None)
    return b"".join(heard)


def voices() -> dict[str, tuple[str, str]]:
    """Return the identifier and the name of the preferred voice of each language."""
    return _reader().voices


@cache
def _reader() -> _Reader:
    return _Reader(ctypes.CDLL(str(_library_path())))


class _Reader:
    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        _initialise(library)
        self.voices = self._list_voices()
        self._language = ""

    def read(self, text: str, language: str) -> str:
        self._set_language(language)
        rest = ctypes.c_char_p(text.replace("\0", " ").encode())
        clauses = []
        while rest.value is not None:
            clauses.append(self._library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _IPA) or b"")
        return " ".join(b" ".join(clauses).decode("utf-8", "replace").split())

    def _set_language(self, language: str) -> None:
        if language == self._language:
            return
        if language not in self.voices:
            raise EngineError(f'espeak-ng has no rules for the language "{language}"')
        _set_voice(self._library, self.voices[language][0])
        self._language = language

    def _list_voices(self) -> dict[str, tuple[str, str]]:
        """List the preferred voice of each language. MBROLA voices need a separate program."""
        found: dict[str, tuple[str, str]] = {}
        for voice in self._library.espeak_ListVoices(None):
            if not voice:
                break
            name, languages, identifier = (
                part.decode() for part in (voice.contents.name, voice.contents.languages, voice.contents.identifier)
            )
            if not identifier.startswith("mb"):
                found.setdefault(languages[1:], (identifier, name))
        return found


@contextlib.contextmanager
def _fresh_library() -> Iterator[ctypes.CDLL]:
    """Load a copy of the library in its first state, and unload it.

    The dynamic linker of Linux identifies a library by its file, so this needs another file than the reader's.
    """
    from _ctypes import dlclose

    first = _library_path()
    twins = [path for path in sorted(first.parent.glob(f"{first.name}.*")) if not path.samefile(first)]
    with scratch() as folder:
        library = ctypes.CDLL(str(twins[-1] if twins else shutil.copy(first, folder)))
    try:
        _initialise(library)
        yield library
        library.espeak_Terminate()
    finally:
        dlclose(library._handle)  # noqa: SLF001 - ctypes has no other name for it


def _initialise(library: ctypes.CDLL) -> None:
    data = data_folder()
    if library.espeak_Initialize(_SYNCHRONOUS, 0, _path_bytes(data), _NO_EXIT) <= 0:
        raise EngineError(f"espeak-ng cannot read its data in {data}; reinstall it with: {install(PACKAGE, again=True)}")


def _set_voice(library: ctypes.CDLL, voice: str) -> None:
    if library.espeak_SetVoiceByName(voice.encode()) != 0:
        raise EngineError(f'espeak-ng cannot load the voice "{voice}"; reinstall it with: {install(PACKAGE, again=True)}')


def _library_path() -> Path:
    import espeakng_loader

    return Path(espeakng_loader.get_library_path())


def _path_bytes(path: Path) -> bytes:
    """Encode a path for espeak-ng, which expects the system's code page on Windows."""
    return str(path).encode("mbcs") if os.name == "nt" else os.fsencode(path)
