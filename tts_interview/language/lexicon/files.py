"""Files of a lexicon: TOML, and the Pronunciation Lexicon Specification of the W3C."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tts_interview.errors import LexiconError
from tts_interview.language.lexicon.entries import entries_of
from tts_interview.language.lexicon.pls import pls_entries

if TYPE_CHECKING:
    from tts_interview.model import LexiconEntry

_MOST_BYTES = 20_000_000
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_SHIPPED = Path(__file__).with_name("words.toml")


def read_lexicon(path: str | Path) -> tuple[LexiconEntry, ...]:
    """The entries of a file, which is W3C PLS 1.0 if it begins with "<", else TOML.

    Raises LexiconError, which names the file and the line or the entry, for what cannot be understood.
    """
    data = _data(Path(path))
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" or data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return pls_entries(data, str(path))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path} is not in UTF-8, as TOML is: save it so in your editor") from error
    return lexicon_of(text, str(path))


def lexicon_of(text: str, where: str) -> tuple[LexiconEntry, ...]:
    """The entries of a text in TOML. Raises LexiconError as `read_lexicon` does; `where` is what it calls the text."""
    try:
        tables = tomllib.loads(text)
    except ValueError as error:
        at = _AT_LINE.search(str(error))
        place, why = (f"{where}, line {at[1]}", str(error)[: at.start()]) if at else (where, str(error))
        how = 'write a line [en], and below it words in quotes, as in "Rutte" = "RUT-uh"'
        raise LexiconError(f"{place}: this is no TOML ({why}); {how}") from error
    except RecursionError as error:
        raise LexiconError(f'{where} nests its values too deeply: write words as in "Rutte" = "RUT-uh"') from error
    return entries_of(tables, where)


@cache
def shipped_entries() -> tuple[LexiconEntry, ...]:
    """The entries that come with the program: names and terms that are often said wrong."""
    return read_lexicon(_SHIPPED)


def _data(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise LexiconError(f"{path} does not exist: check the name of the lexicon, or write the file first") from None
    except OSError as error:
        raise LexiconError(f"{path} cannot be read: {error.strerror or error}; give a file as lexicon") from error
    if len(data) > _MOST_BYTES:
        raise LexiconError(f"{path} is larger than {_MOST_BYTES // 1_000_000} MB: no lexicon of an interview is")
    return data
