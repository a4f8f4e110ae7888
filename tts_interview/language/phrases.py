"""Look for phrases that most texts lack: first for letters that a phrase needs, which is far quicker than by its pattern."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from re import _constants as ops  # type: ignore[attr-defined] # the parser of `re` has no public name
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any


class Phrases:
    """Patterns to look for in texts in lower case; they may ignore case themselves."""

    def __init__(self, patterns: Iterable[str]) -> None:
        """Take patterns, which are read when they are first needed."""
        self._patterns = tuple(patterns)

    @cached_property
    def _by_letters(self) -> Mapping[str, Sequence[str]]:
        """The patterns that may find something where letters are, by these letters."""
        found = defaultdict[str, list[str]](list)
        for pattern in self._patterns:
            for run in needed_by(pattern) or [""]:
                found[run].append(pattern)
        return found

    def are_in(self, text: str) -> bool:
        """Return whether a text has one of the phrases."""
        runs = [run for run in self._by_letters if run in text]
        return any(_compiled(one).search(text) for one in {one for run in runs for one in self._by_letters[run]})

    def count_in(self, text: str) -> int:
        """Return how many phrases a text has."""
        return len(_compiled("|".join(self._patterns)).findall(text)) if self.are_in(text) else 0


_compiled = cache(re.compile)  # only what is needed, when it first is


def needed_by(pattern: str) -> frozenset[str]:
    """Return runs of letters, in lower case, of which every match of a pattern has at least one; none if none is sure."""
    return _needed_by(parser.parse(pattern))


def _needed_by(parsed: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    found = [frozenset[str]()]
    run = ""
    for op, value in (*parsed, (None, None)):
        if op is ops.LITERAL:
            run += chr(value).lower()
            continue
        found.append(frozenset({run} - {""}))
        run = ""
        if op is ops.SUBPATTERN:
            found.append(_needed_by(value[-1]))
        elif op is ops.BRANCH:
            each = [_needed_by(branch) for branch in value[1]]
            found.append(frozenset().union(*each) if all(each) else frozenset())
        elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT) and value[0]:
            found.append(_needed_by(value[2]))
    return max(found, key=lambda runs: min(map(len, runs), default=0))
