"""Whether a sentence is a question that may be answered with yes or no."""

from __future__ import annotations

import re
from functools import cache

from tts_interview.files.packaged import shipped_table

# A word that asks stands among the first words: "And in which year was that?"
_FIRST_WORDS = 4
_CLAUSES = re.compile(r"[,;:—–]\s")
_AFTER = " \"'”’»)]*_"


def rises(sentence: str, language: str) -> bool:
    """Return whether the voice should rise to the end of a sentence: not for languages whose words are not known."""
    words = _words(language.partition("-")[0].casefold())
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
def _words(language: str) -> dict[str, frozenset[str]] | None:
    listed = shipped_table(__file__, "questions.toml").get(language)
    return listed and {key: frozenset(words) for key, words in listed.items()}
