"""The library espeak-ng from the package espeakng-loader: pyttsx3 speaks with one copy, and another makes phonemes.

espeak-ng has one voice and one queue per process. Two users of the same copy disturb or block each other.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import threading
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from tts_interview.errors import EngineError
from tts_interview.files.installation import install
from tts_interview.files.workspace import scratch

PACKAGE = "espeakng-loader"
# The flags of espeak_Initialize: speak in the calling thread, and do not end the process if the data is missing.
_SYNCHRONOUS, _NO_EXIT = 2, 0x8000
_IPA = 2
_UTF8 = 1
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


def speaking_library() -> ctypes.CDLL:
    """Load the copy for pyttsx3, which opens the library by its bare name and gets the copy that was loaded first.

    RTLD_GLOBAL is not used, because it would bind the symbols of the reading copy to this one.
    """
    os.environ["ESPEAK_DATA_PATH"] = str(data_folder())
    return ctypes.CDLL(str(_library_path()))


def read(text: str, language: str) -> str:
    """Return the phonemes of a text in the International Phonetic Alphabet, with a space between groups.

    `language` is one of espeak-ng's own codes, such as `en-us`. Raises EngineError if espeak-ng does not have it.
    """
    with _READING:
        return _reader().read(text, language)


@cache
def _reader() -> _Reader:
    return _Reader(_reading_library(), data_folder())


class _Reader:
    def __init__(self, library: ctypes.CDLL, data: Path) -> None:
        self._library = library
        library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        if library.espeak_Initialize(_SYNCHRONOUS, 0, _path_bytes(data), _NO_EXIT) <= 0:
            raise EngineError(f"espeak-ng cannot read its data in {data}; reinstall it with: {install(PACKAGE, again=True)}")
        self._identifiers = self._list_voices()
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
        if language not in self._identifiers:
            raise EngineError(f'espeak-ng has no rules for the language "{language}"')
        if self._library.espeak_SetVoiceByName(self._identifiers[language]) != 0:
            raise EngineError(
                f'espeak-ng cannot load the language "{language}"; reinstall it with: {install(PACKAGE, again=True)}'
            )
        self._language = language

    def _list_voices(self) -> dict[str, bytes]:
        """Return the identifier of the preferred voice of each language. MBROLA voices need a separate program."""
        found: dict[str, bytes] = {}
        for voice in self._library.espeak_ListVoices(None):
            if not voice:
                break
            language, identifier = voice.contents.languages[1:].decode(), voice.contents.identifier
            if not identifier.startswith(b"mb"):
                found.setdefault(language, identifier)
        return found


def _reading_library() -> ctypes.CDLL:
    """Load a copy with its own state. The dynamic linker of Linux identifies a library by its file, so it needs another file.

    The first copy is loaded before it; otherwise pyttsx3 would get this one.
    """
    first = _library_path()
    library = ctypes.CDLL(str(first))
    if not sys.platform.startswith("linux"):
        # On these systems pyttsx3 uses the system's voices, so espeak-ng has no other user.
        return library
    twins = [path for path in sorted(first.parent.glob(f"{first.name}.*")) if not path.samefile(first)]
    if twins:
        return ctypes.CDLL(str(twins[-1]))
    with scratch() as folder:
        return ctypes.CDLL(str(shutil.copy(first, folder)))


def _library_path() -> Path:
    import espeakng_loader

    return Path(espeakng_loader.get_library_path())


def _path_bytes(path: Path) -> bytes:
    """Encode a path for espeak-ng, which expects the system's code page on Windows."""
    return str(path).encode("mbcs") if sys.platform == "win32" else os.fsencode(path)
