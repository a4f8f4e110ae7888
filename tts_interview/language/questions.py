"""Whether a sentence is a question that may be answered with yes or no."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

# A word that asks stands among the first words: "And in which year was that?"
_FIRST_WORDS = 4
_CLAUSES = re.compile(r"[,;:—–]\s")
_AFTER = " \"'”’»)]*_"


def rises(sentence: str, language: str) -> bool:
    """Return whether the voice should rise to the end of a sentence: not for languages whose words are not known."""
    words = _words().get(language.partition("-")[0].casefold())
    if words is None or not sentence.rstrip(_AFTER).endswith("?"):
        return False
    clauses = [re.findall(r"[\w'’-]+", clause.casefold().replace("’", "'")) for clause in _CLAUSES.split(sentence)]
    if words["between"] & set(clauses[-1][1:]):
        return False
    if clauses[-1][:1] and clauses[-1][0] in words["opening"]:
        return True
    is_opened = clauses[0][:1] and clauses[0][0] in words["opening"]
    asking = clauses[-1:] if is_opened else clauses
    return not words["asking"] & {word for clause in asking for word in clause[:_FIRST_WORDS]}


@cache
def _words() -> dict[str, dict[str, frozenset[str]]]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        content = tomllib.load(file)
    return {language: {key: frozenset(listed) for key, listed in words.items()} for language, words in content.items()}
