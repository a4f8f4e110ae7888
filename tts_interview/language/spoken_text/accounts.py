"""Numbers of bank accounts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_PARTS = re.compile(r"\d+|[A-Z]")


def account_numbers(digits: Callable[[str], str], names: Mapping[str, str]) -> Rule:
    """International numbers of accounts ("GB33 BUKB 2020 1555 5555 55"), four at a time, as they are copied down.

    `names` are those of letters that a voice would not say by itself.
    """

    def one(part: str) -> str:
        return digits(part) if part.isdecimal() else names.get(part.casefold(), part)

    def said(found: re.Match[str]) -> str | None:
        copied = found[0].replace(" ", "")
        if not _is_valid(copied):
            return None
        fours = (copied[start : start + 4] for start in range(0, len(copied), 4))
        return ", ".join(" ".join(map(one, _PARTS.findall(four))) for four in fours)

    return Rule("number of an account", _IBAN, said)


def _is_valid(copied: str) -> bool:
    """Whether its check digits are right, as those of a shouted headline are not."""
    return int("".join(str(int(c, 36)) for c in copied[4:] + copied[:4])) % 97 == 1
