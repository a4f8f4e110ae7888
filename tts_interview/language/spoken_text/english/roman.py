"""Roman numerals, where the words around them show that they are numbers; never "I" by itself."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.english.numerals import cardinal, ordinal
from tts_interview.language.spoken_text.roman_numerals import roman
from tts_interview.language.spoken_text.rules import Rule
from tts_interview.language.spoken_text.words import any_word, words_of

_NUMERAL = r"[IVXLCDM]{1,9}"
_WORDS = words_of("en")["romans"]
_NOUNS, _ALWAYS_COUNTED = (any_word(_WORDS[key]).replace("_", " ") for key in ("nouns", "always"))
_RULERS, _AFTER_A_NUMBER = (frozenset(_WORDS[key].split()) for key in ("rulers", "after_a_number"))
_OF_A_RULER = re.compile(
    r"(?P<name>[A-Z][a-z’'-]+(?:\s(?:the\s)?[A-Z][a-z]+)?)\s(?P<numeral>[IVX]{1,6})(?P<own>['’]s)?(?![\w.-])"
)


def _after_noun(found: re.Match[str]) -> str | None:
    first = roman(found["numeral"])
    if first is None or (found["numeral"] == "I" and not re.fullmatch(_ALWAYS_COUNTED, found["noun"]) and _is_pronoun(found)):
        return None
    words = cardinal(first)
    if found["last"]:
        last = roman(found["last"])
        if last is None:
            return None
        words += f" {found['joint'].strip() if found['joint'].strip().isalpha() else 'to'} {cardinal(last)}"
    noun = found["noun"]
    return f"{noun.lower() if noun.isupper() else noun} {words}"


def _of_ruler(found: re.Match[str]) -> str | None:
    number = roman(found["numeral"])
    if number is None or found["name"].split()[-1] not in _RULERS or (found["numeral"] == "I" and _is_pronoun(found)):
        return None
    return f"{found['name']} the {ordinal(number)}{found['own'] or ''}"


def _is_pronoun(found: re.Match[str]) -> bool:
    """Return whether an I after a name is the pronoun: "John I know", "as I said to George I think"."""
    following = re.match(r"\s+([a-z]+)", found.string[found.end() :])
    return bool(following and following[1] not in _AFTER_A_NUMBER)


def _alone(found: re.Match[str]) -> str | None:
    number = roman(found[0])
    return None if number is None or _is_infusion(found) else cardinal(number)


def _is_infusion(found: re.Match[str]) -> bool:
    text = found.string
    return found[0] == "IV" and bool(
        re.search(r"\ban\s$", text[max(0, found.start() - 4) : found.start()])
        or re.match(r"\s(?:drips?|lines?|fluids?|bags?|needles?|drugs?|therapy|antibiotics|treatment)\b", text[found.end() :])
    )


RULES = (
    Rule.of(
        "numeral after a noun",
        rf"\b(?P<noun>(?:{_NOUNS})s?)\s(?P<numeral>{_NUMERAL})(?:(?P<joint>\s?[-–—]\s?|\s(?:and|or|to)\s)(?P<last>{_NUMERAL}))?(?![\w-])(?!['’.]\w)",
        _after_noun,
    ),
    Rule("numeral of a ruler", _OF_A_RULER, _of_ruler),
    Rule.of(
        "numeral of two letters and more",
        r"(?<![\w.&-])(?:[XVI]{1,3}I|IV|IX|VI{1,3}|XI{1,3}|XIV|XVI{0,3}|XIX|XXI{0,3}|XXIV|XXV)(?![\w&-])(?!\.\w)(?<!\bXI)",
        _alone,
    ),
)
