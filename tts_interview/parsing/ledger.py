"""The promise that nothing is lost: every character of the document is in a turn or in an entry that is left out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tts_interview.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tts_interview.model import Document, Transcript


def check_ledger(document: Document, transcript: Transcript) -> None:
    """Raise LedgerError if the characters of the document are not all accounted for, each once."""
    given = _characters([*(block.text for block in document.blocks), *(words for _, words in document.markup)])
    spoken = _characters(p.text for turn in transcript.turns for p in turn.paragraphs)
    left_out = _characters(entry.text for entry in transcript.left_out)
    if given == spoken + left_out:
        return
    lost, added = given - (spoken + left_out), (spoken + left_out) - given
    raise LedgerError(
        f"{document.name}: parsing lost {lost.total()} characters and added {added.total()}; "
        "this is a bug in tts-interview, please report it with the source"
    )


def _characters(texts: Iterable[str]) -> Counter[str]:
    return Counter("".join("".join(texts).split()))
