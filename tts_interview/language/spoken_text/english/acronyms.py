"""Letters that are spelt, acronyms that are read as words, and words in capitals for emphasis."""

from __future__ import annotations

import re
from string import ascii_uppercase

from tts_interview.language.spoken_text.patterns import after, any_of, before, final_stop
from tts_interview.language.spoken_text.rules import Rule, Spoken
from tts_interview.language.spoken_text.words import any_word, each, words_of

_CAPITALISED = words_of("en")["capitals"]
# Words in capitals: acronyms that are read, others that are spelt, and short ordinary words.
_READ, _SPELT, _WORDS = (frozenset(_CAPITALISED[key].split()) for key in ("read", "spelt", "words"))
_IPA = dict(zip(ascii_uppercase, _CAPITALISED["sounds"].split(), strict=True))
_HISSING = ("s", "z", "ʃ", "ʒ")
_VOWEL = "[AEIOUY]"
_SAYABLE = re.compile(
    rf"(?:[^AEIOUY]|[BCDFGPST][LRHW]|S[CKLMNPTW][HLR]?|THR|[KW][NHR]|QU)?(?:{_VOWEL}{{1,2}}[^AEIOUY]{{1,2}}){{1,3}}(?:{_VOWEL}{{1,2}}|[STH])?"
)
_ENDING = r"(?P<ending>['’]?s)?"
_LETTERED = re.compile(rf"\b(?:{any_word(_CAPITALISED['lettered'])})\s$", re.I)
_CAPITALS = re.compile(r"[A-Z]{2,40}")


def spelled(letters: str, ending: str = "") -> Spoken:
    """Spell the letters of a text; `ending` is "s" or "'s".

    Only spellings with an A, which voices would read as an article, have phonemes; British voices read the others with "zed".
    """
    names = [c for c in letters.upper() if c in _IPA]
    spoken = " ".join(names) + ("'s" if ending else "")
    if "A" not in names:
        return Spoken(spoken)
    sounds = [_IPA[name] for name in names]
    ipa = "".join(f"ˌ{sound}" for sound in sounds[:-1]) + f"ˈ{sounds[-1]}" + _ended(sounds[-1], ending)
    return Spoken(spoken, ipa, ".".join(names) + ending)


def _ended(sound: str, ending: str) -> str:
    if not ending:
        return ""
    return "ɪz" if sound.endswith(_HISSING) else "s" if sound.endswith("f") else "z"


def _acronym(found: re.Match[str]) -> Spoken | str | None:
    letters, ending = found["letters"], found["ending"] or ""
    if letters in _READ or letters.startswith("WW"):
        # espeak-ng spells three capitals.
        return letters.lower() + ending if len(letters) == 3 else None
    if letters in _SPELT or (letters == "WHO" and _is_an_organisation(found)):
        return spelled(letters, ending)
    if letters in _WORDS or _among_capitals(found):
        return None if ending else letters.lower()
    is_word = len(letters) > 3 and _SAYABLE.fullmatch(letters)
    return letters.lower() + ending if is_word else spelled(letters, ending)


def _is_an_organisation(found: re.Match[str]) -> bool:
    return bool(found["ending"] or re.search(r"\b(?:the|by|from|at|to|of|with|and)\s$", before(found), re.I))


def _among_capitals(found: re.Match[str]) -> bool:
    """Return whether a neighbour is in capitals too and not an acronym, as in emphasis and headings."""
    neighbours = (*before(found).split()[-1:], *after(found).split()[:1])
    return bool(re.search(_VOWEL, found["letters"])) and any(_is_capitalised(word.strip(".,;:!?")) for word in neighbours)


def _is_capitalised(word: str) -> bool:
    is_word = word in _WORDS or len(word) > 6 or (len(word) > 3 and _SAYABLE.fullmatch(word))
    return bool(_CAPITALS.fullmatch(word) and is_word and word not in _SPELT | _READ)


def spelled_dotted(found: re.Match[str]) -> Spoken:
    """Spell dotted letters; the full stop of the last one may end the text."""
    letters = spelled(found[0])
    return Spoken(letters.spoken + final_stop(found), letters.ipa, letters.respelling)


_MIXED_CASE = each(words_of("en")["mixed_capitals"], str)
RULES = (
    Rule.of(
        "letters and ampersand",
        r"(?<![\w&])[A-Z]{1,2}(?:\s?&\s?[A-Z]{1,2})+(?P<ending>['’]?s)?(?![\w&])",
        lambda f: Spoken(
            " and ".join(" ".join(part.strip()) for part in re.sub(r"['’]?s$", "", f[0]).split("&"))
            + ("'s" if f["ending"] else "")
        ),
    ),
    Rule.of(
        "dotted letters",
        r"(?<![\w.])(?:(?:[A-Z]\.\s?(?=[A-Z]\.)){1,5}[A-Z]\.(?![A-Za-z])|[A-Z]\.[A-Z](?![\w.]))",
        spelled_dotted,
    ),
    Rule.of("degree", r"(?<![\w.])(?:Ph\.\s?D|B\.Sc|M\.Sc|LL\.[BM]|D\.Phil)\.(?![A-Za-z])", spelled_dotted),
    Rule.of("initial", r"(?<![\w.])(?:[A-HJ-Z]|(?<=[a-z]\s)I)\.(?=\s[A-Z][a-z])", lambda found: spelled(found[0])),
    Rule.of("mixed letters", rf"(?<![\w.])(?:{any_of(_MIXED_CASE)})(?!\w)", lambda f: _MIXED_CASE[f[0]]),
    Rule.of("acronym", rf"(?<![\w.@#])(?P<letters>[A-Z]{{2,6}}){_ENDING}(?![\w&])(?!\.[A-Z])", _acronym),
    Rule.of("word in capitals", r"(?<![\w.@#])[A-Z]{7,40}(?!\w)", lambda found: found[0].lower()),
    Rule.of("letter A", r"(?<=[a-z]\s)A(?![\w.-])", lambda found: spelled("A") if _LETTERED.search(before(found)) else None),
    Rule.of("letter A, joined", rf"(?<![\w.])A(?=-(?:{any_word(_CAPITALISED['a_joined'])})\b)", lambda _: spelled("A")),
)
