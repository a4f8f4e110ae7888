"""Read lexicon files: TOML, and the W3C Pronunciation Lexicon Specification."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tts_interview.errors import LexiconError
from tts_interview.files.opening import opened
from tts_interview.language.lexicon.entries import entries_of
from tts_interview.language.lexicon.pls import pls_entries

if TYPE_CHECKING:
    from tts_interview.model import LexiconEntry

_MOST_BYTES = 20_000_000
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_SHIPPED = Path(__file__).with_name("words.toml")


def read_lexicon(path: str | Path) -> tuple[LexiconEntry, ...]:
    """Read a lexicon file: W3C PLS 1.0 if it begins with "<", or else TOML.

    Raises LexiconError, which names the file and the line or entry, if it is invalid.
    """
    data = _data(Path(path))
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" or data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return pls_entries(data, str(path))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path} is not in UTF-8, which TOML requires: save it as UTF-8 in your editor") from error
    return lexicon_of(text, str(path))


def lexicon_of(text: str, where: str) -> tuple[LexiconEntry, ...]:
    """Read the entries of a TOML text, named `where` in errors. Raises LexiconError as `read_lexicon` does."""
    try:
        tables = tomllib.loads(text)
    except ValueError as error:
        at = _AT_LINE.search(str(error))
        place, why = (f"{where}, line {at[1]}", str(error)[: at.start()]) if at else (where, str(error))
        expected = 'expected a line such as [en], and below it words in quotes, such as "Rutte" = "RUT-uh"'
        raise LexiconError(f"{place}: not valid TOML ({why}); {expected}") from error
    except RecursionError as error:
        raise LexiconError(f'{where} nests its values too deeply: expected words such as "Rutte" = "RUT-uh"') from error
    return entries_of(tables, where)


@cache
def shipped_entries() -> tuple[LexiconEntry, ...]:
    """Return the entries that come with the program: names and terms that voices often mispronounce."""
    return read_lexicon(_SHIPPED)


def _data(path: Path) -> bytes:
    try:
        with opened(path) as file:
            data = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise LexiconError(f"{path} does not exist: check the path, or create the lexicon first") from None
    except OSError as error:
        raise LexiconError(f"{path} cannot be read: {error.strerror or error}; give a lexicon file") from error
    if len(data) > _MOST_BYTES:
        raise LexiconError(f"{path} is larger than {_MOST_BYTES // 1_000_000} MB, the limit: give a shorter lexicon")
    return data
