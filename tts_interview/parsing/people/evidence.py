"""Whether a page tells that a name is a person's: two words with capitals may as well be a paper, a product or a town."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from tts_interview.parsing.vocabulary import ORGANISATIONS, TITLES, any_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEFORE_CHARS, _AFTER_CHARS = 120, 200
_BELONGING = any_of("belonging")
_OCCUPATIONS = any_of("occupations")
_SAYING = any_of("saying")
_MOST_SEEN = 30
_SHORTEST_STEM = 3
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_TITLE = "|".join(sorted(map(re.escape, TITLES)))
_NO_THING = rf"(?!(?:{_BELONGING})\b)"
_OF_A_THING = rf" (?:{_BELONGING}) [^,.\n]{{1,40}},"
_ANNOUNCED = re.compile(
    rf"\b(?:{any_of('after_these_asked')}|{any_of('meeting')})(?:(?<=['’])|\W+)"
    rf"(?:{_NO_THING}[\w’'.-]++[^\w.!?\n]++){{0,5}}$",
    re.I,
)
# "Dr. Ann Lee", "the founder of the garden, Ann Lee", "Says Ann Lee".
_PERSON_BEFORE = re.compile(
    rf"\b(?:(?:{_TITLE})\.?|(?:{_OCCUPATIONS})\w{{0,5}}(?:{_OF_A_THING}| [-–—])?"
    rf"|(?:{_SAYING})|(?:{any_of('greeting')})[,!]?)\s+$",
    re.I,
)
# "Ann Lee, a well-known gardener"; in English and German the name of a product stands before an occupation without a comma.
_IS = rf"(?:\s?[,(–—]|\s-\s|:\s*[“\"«„]|\s(?:{any_of('after_names')})\b)\s*"
_WHAT = rf"(?:{_NO_THING}[^\W\d_]+\s+|(?:{any_of('definite_articles')})\s+){{0,2}}(?i:{_OCCUPATIONS})\w{{0,6}}\b(?!\s+[A-Z])"
_PERSON_AFTER = re.compile(
    rf"{_IS}{_WHAT}"
    rf"|\s+(?:{_OCCUPATIONS})\w{{0,6}}\s+(?:{any_of('after_occupations')})\b"
    rf"|,?\s+(?:\w{{2,4}}\s+)?(?:{_SAYING})\b"
    rf"|,?\s+(?:(?:{any_of('relative_pronouns')})\s+)?(?:{any_of('living')})\b"
    r"|:\s*[“\"«„]"  # who is quoted
    r"|\s?[,(]\s?\d\d(?!\d)"  # "Ann Lee, 34"
)
_THING_BEFORE = re.compile(rf"(?<![\w’'])(?:{_BELONGING})(?:(?<=['’])|\s+)$", re.I)
_SUBJECT = re.compile(rf"\s+{_NO_THING}[^\W\d_A-Z]\w*[^\n]*[.!?…:”\"]\s*(?:\n|$)")
_PRONOUN = "|".join(words_of("subject_pronouns"))
_SUBJECT_AND_PRONOUN = re.compile(rf"[^.\n]{{0,200}}(?:\b(?:{_PRONOUN})\b|\.\s(?:{_PRONOUN.title()})\b)")


def is_told_of(name: str, titles: str, prose: str, talk: str) -> bool:
    """Whether titles, the prose about the people of a page or the talk tell that the name is somebody's.

    It is announced, addressed, quoted, or said to be or do what people are and do; or it opens a title or a sentence, is
    nowhere the place or thing that something is of, and looks like no paper or product.
    """
    words = name.split()
    if any(word.strip(".").casefold() in ORGANISATIONS for word in words):
        return False
    subject = bool(re.search(rf"^{re.escape(name)}(?:\s?[:,(–—]|\s-\s|$)", titles, re.M))
    thing = False
    for before, whole, after in _seen(words, prose):
        if _ANNOUNCED.search(before) or _PERSON_BEFORE.search(before) or _PERSON_AFTER.match(after):
            return True
        begins = not before or before.rstrip(" \t\xa0").endswith(("\n", ".", "!", "?", "…"))
        if whole and begins and _SUBJECT_AND_PRONOUN.match(after):
            return True
        subject |= whole and begins and bool(_SUBJECT.match(after))
        thing |= whole and bool(_THING_BEFORE.search(before))
    shouted = any(len(w) > 1 and w.isupper() for w in words) or any(map(str.isdigit, name))
    return (subject and not thing and not shouted) or _is_addressed(words, talk)


def is_a_thing(name: str, text: str) -> bool:
    """Return whether a text says that something is of, at or from the name, as of places, papers and works."""
    return any(whole and _THING_BEFORE.search(before) for before, whole, _ in _seen(name.split(), text))


def _seen(words: list[str], text: str) -> Iterator[tuple[str, bool, str]]:
    """What stands before and after the name, or its first word alone, and whether it is the whole name."""
    first, *others = (_form(word) for word in words)
    rest = "".join(rf"[ \xa0]+{form}" for form in others)
    pattern = re.compile(rf"(?<!\w){first}(?!\w)(?P<rest>{rest}(?!\w))?")
    for found in islice(pattern.finditer(text), _MOST_SEEN):
        after = text[found.end() : found.end() + _AFTER_CHARS]
        if found["rest"] or not after.lstrip()[:1].isupper():
            yield text[max(0, found.start() - _BEFORE_CHARS) : found.start()], bool(found["rest"]), after


def _form(word: str) -> str:
    """A word in any case: Russian names are declined."""
    if not _CYRILLIC.search(word):
        return re.escape(word)
    return re.escape(word[: max(_SHORTEST_STEM, len(word) - _SHORTEST_STEM)]) + r"\w{0,4}"


def _is_addressed(words: list[str], talk: str) -> bool:
    """Whether a question begins or ends with the name: "Ann, why bees?", "Why bees, Ann?" and "Ms. Lee, why bees?"."""
    first, last = re.escape(words[0]), re.escape(words[-1])
    by_surname = rf"(?i:{_TITLE})\.?\s+{last}"
    return bool(re.search(rf"^(?:{first}(?: {last})?|{by_surname}), [^\n]*\?|, (?:{first}|{by_surname})\?", talk, re.M))
