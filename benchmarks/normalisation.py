#!/usr/bin/env python3
"""How many cases of public tables of text normalisation are said as the tables say them.

Usage: python benchmarks/normalisation.py FOLDER [--language en] [-v]     (FOLDER/en holds the tables of English)

A table is a file named after its class ("cardinal.txt", "test_cases_date.txt"), a case a line: what is written, "~" or a tab,
and how it is said; more ways may follow, each after another "~". README.md says where such tables are found.

Two ways of saying something are equal whatever their case, punctuation and hyphens, whether letters are spelt together, apart
or by their names ("pm", "P M"; "G", "ge"), and, in English, whether an "and" stands before a number ("one hundred and two"):
that is "right". "Or so" are also those that differ only by what is said either way, of which `EITHER_WAY` has a list: "May
third", "the third of May".

Plain cases are those of all classes but `NOT_PLAIN`, without those that a table leaves unread: figures and dashes are still in
its answer, or the end of an ordinal that is none ("2th", "two th").
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from tts_interview.language.spoken_text import letter_names, speakable, spoken

# Strings of letters, figures and signs, which each table reads by a convention of its own ("http" letter by letter).
NOT_PLAIN = frozenset(("electronic", "math", "punctuation", "serial"))
_UNREAD = re.compile(r"\d| - |<|\b(?:th|st|nd|rd)\b")
_NUMBER = "(?:zero|oh|a|one|tw|three|four|five|six|seven|eigh|nin|ten|elev|thir|fif|for|first|second)"
_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
# What people say either way, by language: a pattern, and what it becomes on both sides.
EITHER_WAY = {
    "en": (
        (r"\bdouble oh\b", "zero zero"),
        (r"\boh\b", "zero"),
        (r"\bnegative\b", "minus"),
        (r"\bmisses\b", "missus"),
        (r"^plus ", ""),
        (r"\btwo thousand (?=ten|eleven|twelve|\w+teen)", "twenty "),
        (r"\b(?:dollars|pounds|euros) to (?=.*\b(?:dollars|pounds|euros)\b)", "to "),
        (rf"\bthe ((?:twenty |thirty )?\w+) of ({_MONTH})\b", r"\2 \1"),
    ),
    "de": (
        (r"(\w[ts])e[nrs]\b", r"\1e"),
        (r"\bkilogramm\b", "kilo"),
        (r"\btelefon\b", "tel"),
        (r"\btausend(vier|fünf|acht|neun)hundert", r"\1zehnhundert"),
        (r"\btausendsiebenhundert", "siebzehnhundert"),
        (r"\bzwanzig (?=zwanzig|dreißig)", "zweitausend"),
    ),
    "es": (
        (r"^un medio$", "medio"),
        (r"\bteléfono\b", "tel"),
        (r"\bkilogramo", "kilo"),
        (r"\bprimero de (?=[a-z]+o\b)", "uno de "),
        (r"\bcon (?=[\w ]+ (?:céntimos?|centavos?|peniques?)\b)", ""),
        (r"\by (?=[\w ]+ segundos?\b)", ""),
    ),
    "hi": (("रुपए", "रुपये"), ("हजार", "हज़ार"), ("छः", "छह"), (r"नबे(?!\w)", "नवे")),
    "it": ((r"^un mezzo$", "mezzo"), (r"\btelefono\b", "tel"), ("percento", "per cento"), (r"(?<=cento)o(?=tt)", "")),
    "pt": ((r"^um meio$", "meio"), (r"\bhoras? e\b", "e"), (r"\be (?=[\w ]+ (?:minutos?|segundos?)\b)", "")),
}


class Case(NamedTuple):
    """A line of a table."""

    kind: str
    written: str
    ways: tuple[str, ...]


def cases(folder: Path) -> list[Case]:
    """Those of all the tables of a folder."""
    found = []
    for path in sorted(folder.rglob("*.t[xs][tv]")):
        kind = path.stem.removeprefix("test_cases_")
        lines = (re.split(r"[~\t]", line) for line in path.read_text(encoding="utf-8").splitlines())
        found += [Case(kind, written, tuple(ways)) for written, *ways in lines if ways and written.strip()]
    return found


def is_plain(case: Case) -> bool:
    """Whether it is one of those of which the module's docstring says so."""
    return case.kind not in NOT_PLAIN and not any(_UNREAD.search(way) for way in case.ways)


def heard(said: str, language: str) -> str:
    """What is said without all that is not heard, or is no matter."""
    words = re.sub(r"[^\w\u0900-\u0963]+|_", " ", re.sub("['’]", "", said.casefold())).strip()
    return re.sub(rf"\band (?={_NUMBER})", "", words) if language == "en" else words


def either_way(words: str, language: str) -> str:
    """The same with one way for what people say in more than one."""
    for pattern, one_way in EITHER_WAY.get(language, ()):
        words = re.sub(pattern, one_way, words)
    return words


def squeezed(words: str, language: str) -> str:
    """The words in one, letters by their names."""
    names = letter_names(language)
    return "".join(names.get(word, word) for word in words.split())


def judged(case: Case, said: str, language: str) -> tuple[bool, bool]:
    """Whether what is said is right, and whether it is so either way."""
    words = [heard(way, language) for way in (said, *case.ways)]
    ours, *ways = (squeezed(way, language) for way in words)
    ours_so, *ways_so = (squeezed(either_way(way, language), language) for way in words)
    return ours in ways, ours in ways or ours_so in ways_so


def main() -> None:
    """Print the table, and with `-v` what missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", default="en")
    parser.add_argument("-v", "--verbose", action="store_true", help="print each case that is not right")
    arguments = parser.parse_args()
    count: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for case in cases(arguments.folder / arguments.language):
        said = spoken(speakable(case.written, arguments.language))
        is_right, is_so = judged(case, said, arguments.language)
        for kind in (case.kind, "all", *(["plain"] if is_plain(case) else [])):
            count[kind] = [a + b for a, b in zip(count[kind], (1, is_right, is_so), strict=True)]
        if arguments.verbose and not is_right:
            mark = "or so" if is_so else "" if is_plain(case) else "not plain"
            print(f"{case.kind:12}{mark:10}{case.written} | {' | '.join(case.ways)} | {said}")
    print(f"{'class':16}{'cases':>6}{'right':>7}{'%':>8}{'or so':>7}{'%':>8}")
    for kind in sorted(count, key=lambda kind: (kind in {"all", "plain"}, kind)):
        number, right, so = count[kind]
        print(f"{kind:16}{number:6}{right:7}{right / number:8.1%}{so:7}{so / number:8.1%}")


if __name__ == "__main__":
    main()
