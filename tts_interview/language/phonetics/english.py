"""The phonemes of English words in a sentence: listed ones, those of endings, and the forms that the words around need.

The list is misaki's, on which Kokoro was trained, in the signs of espeak-ng.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from tts_interview.files.packaged import shipped_table
from tts_interview.language.phonetics.ipa import ENGLISH, STRESS, VOWELS, fitted
from tts_interview.language.phonetics.respelling import ending_sound
from tts_interview.language.phonetics.word_list import Listed, listed_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    # Returns the phonemes of a text by the rules of a language (a BCP 47 tag).
    ByRules = Callable[[str, str], str]

_VOWEL = f"[{''.join(sorted(VOWELS))}]"
_STARTS_WITH_VOWEL = re.compile(f"[{STRESS}]*{_VOWEL}")
# The length of words that may be parts of others, and of those that may have endings and parts, in characters.
_SHORTEST_PART, _LONGEST = 3, 40
_PAUSE = re.compile(r"[,.;:!?…—–()]")
_APOSTROPHES = str.maketrans("’‘ʼ", "'''")
_THIRD_PERSON = re.compile("[^s']s$")
_JOINT = re.compile(r"-|(?<=[a-z])(?=[A-Z])")
# The forms of a word before a consonant, before a vowel and before a pause.
_FORMS = {
    "a": ("ɐ", "ɐ", "ɐ"),
    "an": ("ɐn", "ɐn", "ɐn"),
    "the": ("ðə", "ðɪ", "ðə"),
    "to": ("tə", "tʊ", "tuː"),
    "i": ("aɪ", "aɪ", "ˈaɪ"),
    "in": ("ɪn", "ɪn", "ˈɪn"),
}
# The forms of words that stand out, if those above are weaker.
_STRONG = {"a": "eɪ", "an": "æn", "the": "ðiː"}
_SHORT_FORMS = {"'ll": "əl", "'ve": "əv", "'re": "ɚ", "'d": "d"}
_SYLLABLES = {"ing": "ɪŋ", "er": "ɚ", "est": "ɪst"}
# After these words, "used to" is a passive: "it was used to measure".
_PASSIVE = frozenset(["it", "is", "are", "was", "were", "be", "been", "being"])
_VOICELESS = tuple("pkfθʃs")
# After these sounds, an American /t/ before an ending is a flap.
_BEFORE_FLAP = (*VOWELS, "ɹ", "ː")
_DOUBLED = re.compile(r"([bcdgklmnprstvz])\1$")
# From American sounds to British ones, in order.
_BRITISH = (
    ("ɜːɹ", "ɜː"),
    ("ɛɹ", "eə"),
    ("ɪɹ", "iə"),
    ("ʊɹ", "ʊə"),
    ("ɑːɹ", "ɑː"),
    ("ɔːɹ", "ɔː"),
    ("ɚ", "ə"),
)
_BRITISH_ANYWHERE = {"oʊ": "əʊ", "æ": "a", "ɾ": "t"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, `start` up to `end`: a word with its phonemes, once they are known, or marks and spaces.

    `source` tells where they come from: "given", the "list", the "form" of a listed word that fits, its "ending", its "parts",
    the "rules" of English, or the language (a BCP 47 tag) whose rules apply. What is `stressed` stands out in its sentence.
    """

    start: int
    end: int
    text: str
    phonemes: str = ""
    source: str = ""
    is_word: bool = True
    stressed: bool = False


def in_dialect(ipa: str, language: str) -> str:
    """Convert phonemes of English, American or neutral, to the sounds of a voice: British ones for `en-gb`."""
    if not _is_british(language):
        return ipa.replace("əʊ", "oʊ").replace("ɒ", "ɑː").replace("ɑːː", "ɑː")
    for american, british in _BRITISH:
        ipa = re.sub(f"{american}(?![{STRESS}]*{_VOWEL})", british, ipa)
    ipa = ipa.replace("ɚ", "əɹ")
    for american, british in _BRITISH_ANYWHERE.items():
        ipa = ipa.replace(american, british)
    return ipa


def _is_british(language: str) -> bool:
    return language.casefold().endswith("-gb")


@cache
def english(language: str, by_rules: ByRules) -> English:
    """Return the reader of a dialect: British for `en-gb`, American for every other tag."""
    return English(language, by_rules, listed_words("gb" if _is_british(language) else "us").find)


class English:
    """A reader of English words. `find` looks a word up, and `by_rules` reads one that is not listed."""

    def __init__(self, language: str, by_rules: ByRules, find: Callable[[str], Listed | None]) -> None:
        self._language = language
        self._is_british = _is_british(language)
        self._by_rules = by_rules
        self._find = find
        self.look_up = lru_cache(maxsize=20_000)(self._look_up)

    def read(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Return the pieces of a text with the phonemes of all words, each in the form that fits where it stands."""
        words = [piece for piece in pieces if piece.is_word]
        before = {word.start: previous.text.casefold() for previous, word in pairwise(words)}
        foreign = self._foreign(words)
        found: list[Piece] = []
        following: Piece | None = None
        for piece in reversed(pieces):
            said = piece
            if piece.is_word:
                if not piece.source:
                    said = self._said(piece, before.get(piece.start, ""), following, foreign.get(piece.start, ""))
                following = said
            elif _PAUSE.search(piece.text):
                following = None
            found.append(said)
        return list(_with_stress(list(self._standing_out(found[::-1]))))

    def _said(self, piece: Piece, before: str, following: Piece | None, language: str) -> Piece:
        """Pronounce a word between the one before it and the one that follows; None if a pause follows."""
        word = piece.text.translate(_APOSTROPHES)
        key = word.casefold()
        following = None if piece.stressed else following
        is_vowel = bool(following and _STARTS_WITH_VOWEL.match(following.phonemes))
        if key in _FORMS:
            return replace(piece, phonemes=_FORMS[key][is_vowel if following else 2], source="list")
        listed, source = (None, "") if language else self.look_up(word)
        if not listed:
            return replace(piece, phonemes=self._unlisted(word, language), source=language or "rules")
        ipa = listed.ipa
        if before == "to" and "VERB" in listed.variants and not _THIRD_PERSON.search(key):
            ipa = listed.variants["VERB"]
        elif not following:
            ipa = listed.tagged("None", "DT")
        elif key == "used" and following.text == "to" and before not in _PASSIVE:
            ipa = listed.tagged("VBD")
        if self._is_british and is_vowel and _ends_with_r(key) and ipa[-1] in "əː":
            ipa += "ɹ"
        return replace(piece, phonemes=ipa, source=source if ipa == listed.ipa else "form")

    def _unlisted(self, word: str, language: str) -> str:
        if language:
            return in_dialect(fitted(self._by_rules(word, language), ENGLISH), self._language)
        stem, ending = _stressed_ending(word)
        if ending:
            unstressed = re.sub(f"[{STRESS}]", "", self._by_rules(stem, self._language))
            return unstressed + in_dialect(ending, self._language)
        plain = word.lower() if word.isupper() else word
        return re.sub(f"ɚɹ(?=[{STRESS}]*{_VOWEL})", "əɹ", self._by_rules(plain, self._language))

    def _foreign(self, words: Sequence[Piece]) -> dict[int, str]:
        """Return the languages of names, by their starts; the other words of a name have its language too."""
        names = [word for word in words if not word.source and word.text[0].isupper()]
        found = {p.start: language for p in names if (language := _language_of_name(p.text))}
        for first, last in pairwise(names):
            if last.start == first.end + 1 and (first.start in found) != (last.start in found):
                known, other = (first, last) if first.start in found else (last, first)
                if not self.look_up(other.text)[0]:
                    found[other.start] = found[known.start]
        return found

    def _standing_out(self, pieces: Sequence[Piece]) -> Iterator[Piece]:
        """Yield the pieces with extra stress, "ˈˈ", on the words that stand out and may have stress, or else on the last."""
        for is_stressed, group in groupby(pieces, key=lambda piece: piece.stressed):
            found = list(group)
            words = [piece for piece in found if piece.is_word] if is_stressed else []
            chosen = [word for word in words if any(mark in word.phonemes for mark in STRESS)] or words[-1:]
            yield from (self._standing_out_alone(piece) if piece in chosen else piece for piece in found)

    def _standing_out_alone(self, word: Piece) -> Piece:
        strong = _STRONG.get(word.text.casefold())
        ipa = _with_mark(in_dialect(strong, self._language) if strong else word.phonemes)
        return replace(word, phonemes=ipa.replace("ˈ", "ˈˈ", 1))

    # -- one word ----------------------------------------------------------------------------------------------------

    def _look_up(self, word: str) -> tuple[Listed | None, str]:
        """Find a word as it is written, without accents, in other capitals, by its ending, or in its parts."""
        plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
        for form in dict.fromkeys((word, plain, plain.lower(), plain.capitalize(), plain.strip("'-"))):
            if listed := self._find(form):
                return listed, "list"
        if len(plain) <= _LONGEST and (listed := self._inflected(plain) or self._inflected(plain.lower())):
            return listed, "ending"
        parts = [part for part in _JOINT.split(plain) if part]
        if len(parts) > 1 and all(found := [self.look_up(part)[0] for part in parts]):
            return Listed("".join(part.ipa for part in found if part), {}), "parts"
        return self._compound(plain) if plain.islower() and len(plain) <= _LONGEST else None, "parts"

    def _compound(self, word: str) -> Listed | None:
        """Read a word as two listed ones, such as "webseries", with the stress on the first."""
        for place in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            first, (last, source) = self._find(word[:place]), self.look_up(word[place:])
            if first and last and source != "parts" and "ˈ" in first.ipa + last.ipa:
                return Listed(first.ipa + last.ipa.replace("ˈ", "ˌ"), {})
        return None

    def _inflected(self, word: str) -> Listed | None:
        if word.endswith("s'"):
            return self.look_up(word[:-1])[0]
        for ending, stem in _stems(word):
            # "Ines" is not a plural of "in".
            listed, source = self.look_up(stem) if len(stem) >= _SHORTEST_PART or stem.isupper() else (None, "")
            if listed and source != "parts":
                ipa = listed.tagged("VERB") if ending in {"ed", "ing"} else listed.ipa
                return Listed(self._ended(ipa, ending, stem), {})
        return None

    def _ended(self, ipa: str, ending: str, stem: str) -> str:
        weak = "ɪ" if self._is_british else "ᵻ"
        if ending == "s":
            return ipa + ending_sound(ipa).replace("ɪ", weak)
        if ending in _SHORT_FORMS:
            sound = f"{weak}d" if ending == "'d" and ipa[-1] in "td" else _SHORT_FORMS[ending]
            return ipa + in_dialect(sound, self._language)
        if ending == "ly":
            return ipa + "li"
        if ipa.endswith("t") and not self._is_british and ipa[:-1].endswith(_BEFORE_FLAP):
            ipa = f"{ipa[:-1]}ɾ"
        if ending in _SYLLABLES:
            link = "ɹ" if _ends_with_r(stem) and ipa[-1] in "əː" else ""
            return re.sub("ɚ$", "əɹ", ipa) + link + in_dialect(_SYLLABLES[ending], self._language)
        return ipa + (f"{weak}d" if ipa[-1] in "tdɾ" else "t" if ipa.endswith(_VOICELESS) else "d")


def _stems(word: str) -> Iterator[tuple[str, str]]:
    """Yield the endings that a word may have, each with a word that it may be formed from."""
    for ending in ("s", *_SHORT_FORMS):
        if word.endswith(apart := f"'{ending}" if ending == "s" else ending):
            yield ending, word.removesuffix(apart)
    if _THIRD_PERSON.search(word):
        yield "s", word[:-1]
        if word.endswith("es"):
            yield "s", f"{word[:-3]}y" if word.endswith("ies") else word[:-2]
    for ending in ("ed", *_SYLLABLES):
        if word.endswith(ending):
            yield from ((ending, stem) for stem in _bare(word.removesuffix(ending)))
    if word.endswith("ly"):
        yield "ly", word[:-2]


def _bare(stem: str) -> Iterator[str]:
    """Yield the words of which an ending leaves a stem: "hope" of "hop-ing", "hop" of "hopp-ing", "study" of "studi-ed"."""
    yield from (f"{stem}e", stem)
    if stem.endswith("i"):
        yield f"{stem[:-1]}y"
    elif _DOUBLED.search(stem):
        yield stem[:-1]


def _ends_with_r(word: str) -> bool:
    return word.endswith(("r", "re", "r's", "'re"))


def _with_stress(pieces: list[Piece]) -> Iterator[Piece]:
    """Stress the last word of a clause that has no stressed one, such as "they were"."""
    clause: list[Piece] = []
    for piece in pieces:
        clause.append(piece)
        if not piece.is_word and _PAUSE.search(piece.text):
            yield from _stressed(clause)
            clause = []
    yield from _stressed(clause)


def _stressed(clause: list[Piece]) -> list[Piece]:
    last = next((n for n, piece in reversed(list(enumerate(clause))) if piece.is_word and piece.source != "given"), None)
    if last is None or any("ˈ" in piece.phonemes for piece in clause):
        return clause
    clause[last] = replace(clause[last], phonemes=_with_mark(clause[last].phonemes))
    return clause


def _with_mark(ipa: str) -> str:
    """Return the phonemes of a word with a primary stress, if they have none."""
    if "ˈ" in ipa:
        return ipa
    return ipa.replace("ˌ", "ˈ", 1) if "ˌ" in ipa else re.sub(f"({_VOWEL})", r"ˈ\1", ipa, count=1)


def _language_of_name(word: str) -> str:
    """Return the language (a BCP 47 tag) that the letters of a word show; empty if they show none."""
    letters: dict[str, str] = shipped_table(__file__, "names.toml")["letters"]
    return next((language for language, own in letters.items() if not set(own).isdisjoint(word.casefold())), "")


def _stressed_ending(word: str) -> tuple[str, str]:
    """Divide a name whose ending has the stress, such as "Walensky"; return its stem and the phonemes of the ending."""
    endings: dict[str, str] = shipped_table(__file__, "names.toml")["endings"]
    if word[:1].isupper():
        for ending, ipa in endings.items():
            if word.endswith(ending) and len(word) > len(ending) + 1:
                return word.removesuffix(ending), ipa
    return word, ""
