"""Titles before names, and other abbreviations."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.patterns import after, any_of, before, final_stop
from tts_interview.language.spoken_text.rules import Rule, Spoken
from tts_interview.language.spoken_text.words import each, words_of

_WORDS = words_of("en")
_TITLES, _SHORT, _NUMBERED = (each(_WORDS[key], str) for key in ("titles", "abbreviations", "before_numbers"))
# Titles that need their full stop, and abbreviations that need something after them.
_NEED_STOP, _NEED_MORE = (frozenset(_WORDS["doubtful"][key].split()) for key in ("titles", "abbreviations"))


def _title(found: re.Match[str]) -> str | None:
    short = found["title"]
    return None if short in _NEED_STOP and not found["stop"] else _TITLES[short]


def _street_or_saint(found: re.Match[str]) -> str:
    is_followed = re.match(r"\s(?:[A-Z][a-z]|[A-Z]\.)", after(found))
    is_after_name = re.search(r"(?:\d(?:st|nd|rd|th)|\b[A-Z][a-z]+)\s$", before(found))
    is_after_number = re.search(r"\d\s(?:\w+\s){1,2}$", before(found))
    if is_followed and not (is_after_name and is_after_number):
        return "Saint"
    return "Street" + final_stop(found)


def _short(found: re.Match[str]) -> str | None:
    written = found[0]
    if written == "v." and not re.search(r"[A-Z][\w.]*\s$", before(found)):
        return None
    if written in _NEED_MORE and not after(found).strip("\"'”’)] "):
        return None
    glue = " " if written.endswith("/") and after(found)[:1].isalnum() else ""
    return _SHORT[written] + final_stop(found) + glue


RULES = (
    Rule.of("abbreviation No", r"(?<=[a-z]\s)No(?=\s\d)", lambda _: "number"),
    Rule.of("attorney general", r"\bAtty\.\sGen\.", lambda _: "Attorney General"),
    Rule.of(
        "doctor's street", r"(?<=[a-z] )(?<=[A-Z][a-z]{2} |[a-z]{3} )Dr\.?(?=\s*(?:$|[,;]))", lambda f: "Drive" + final_stop(f)
    ),
    Rule.of(
        "title",
        rf"(?<![\w.-])(?P<title>{any_of(_TITLES)})(?P<stop>\.?)(?!\s[A-Z](?![\w.]))(?=\s(?:[A-Z(“\"]|d[eu]\s|v[ao]n\s))",
        _title,
    ),
    Rule.of("title Mrs", r"(?<![\w.])(?:Mrs)\.?(?=\s[A-Z])", lambda _: "Missus"),
    Rule.of("title Ms", r"(?<![\w.])(?:Ms)\.?(?=\s[A-Z])", lambda _: Spoken("Ms", "mɪz", "Miz")),
    Rule.of("title Mx", r"(?<![\w.])(?:Mx)\.?(?=\s[A-Z])", lambda _: Spoken("Mx", "mɪks", "Mix")),
    Rule.of("saint or street", r"(?<![\w.])St\.(?!\w)|(?<![\w.])St(?=\s[A-Z][a-z])", _street_or_saint),
    Rule.of(
        "abbreviation before a number", rf"(?<![\w.&])(?:{any_of(_NUMBERED)})\s?(?=\d)", lambda f: f"{_NUMBERED[f[0].strip()]} "
    ),
    Rule.of("abbreviation", rf"(?<![\w./@])(?:{any_of(_SHORT)})(?![\w@])(?!\.\w)", _short),
)
