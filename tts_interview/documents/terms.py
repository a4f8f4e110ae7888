"""Interpret the words that the metadata of transcripts use for languages, roles, names and dates."""

from __future__ import annotations

import re

from tts_interview.model import Role
from tts_interview.settings.front_matter import is_day

# BCP 47 tag: the ISO 639-2 and 639-3 codes, and the English name.
_LANGUAGES = {
    "ar": "ara arabic",
    "bg": "bul bulgarian",
    "ca": "cat catalan",
    "cs": "ces cze czech",
    "da": "dan danish",
    "de": "deu ger german",
    "el": "ell gre greek",
    "en": "eng english",
    "es": "spa spanish",
    "et": "est estonian",
    "fi": "fin finnish",
    "fr": "fra fre french",
    "ga": "gle irish",
    "he": "heb hebrew",
    "hi": "hin hindi",
    "hr": "hrv croatian",
    "hu": "hun hungarian",
    "is": "isl ice icelandic",
    "it": "ita italian",
    "ja": "jpn japanese",
    "ko": "kor korean",
    "lt": "lit lithuanian",
    "lv": "lav latvian",
    "nl": "nld dut dutch",
    "no": "nor nob norwegian",
    "pl": "pol polish",
    "pt": "por portuguese",
    "ro": "ron rum romanian",
    "ru": "rus russian",
    "sk": "slk slo slovak",
    "sl": "slv slovenian slovene",
    "sr": "srp serbian",
    "sv": "swe swedish",
    "tr": "tur turkish",
    "uk": "ukr ukrainian",
    "zh": "zho chi chinese",
}
_TAGS = {word: tag for tag, words in _LANGUAGES.items() for word in (tag, *words.split())}
_REGION = re.compile(r"(?:-[A-Za-z0-9]{2,8})*")
_ROLES = {
    **dict.fromkeys(("interviewer", "host", "moderator", "chair", "questioner"), Role.INTERVIEWER),
    **dict.fromkeys(("interviewee", "guest", "respondent", "informant", "witness"), Role.GUEST),
}
_AFTER_NAMES = frozenset({"Jr", "Sr", "II", "III"})
_DATE = re.compile(r"(\d{4}(?:-(?:0[1-9]|1[0-2]))?)(-\d{2})?(?!\d)")


def language_tag(text: str | None) -> str:
    """Return the BCP 47 tag for a tag, an ISO 639 code or the English name of a language; empty for any other text."""
    word, _, rest = (text or "").strip().replace("_", "-").partition("-")
    tag = _TAGS.get(word.casefold(), "")
    return f"{tag}-{rest}" if tag and rest and _REGION.fullmatch(f"-{rest}") else tag


def role_of(text: str | None) -> Role | None:
    """Return the role that a word means; None if it means none for certain."""
    return _ROLES.get((text or "").strip().lstrip("#").casefold())


def name_of(text: str) -> str:
    """Return a name with the first name first: "Moe, Ada" becomes "Ada Moe"."""
    surname, comma, forename = " ".join(text.split()).partition(", ")
    turned = comma and "," not in forename and forename.rstrip(".") not in _AFTER_NAMES
    return f"{forename} {surname}" if turned else f"{surname}{comma}{forename}"


def iso_date(text: str | None) -> str:
    """Return the year, month or day with which a text begins, in ISO 8601; empty if it begins with none."""
    found = _DATE.match((text or "").strip())
    if not found:
        return ""
    return found[0] if is_day(found[0]) else found[1]
