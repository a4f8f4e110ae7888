"""Whether the page speaks of a person as a woman or as a man: by titles, nouns and pronouns, never by a first name."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Self

from tts_interview.language.phrases import Phrases
from tts_interview.language.segmentation import base_language
from tts_interview.model import Gender
from tts_interview.parsing.vocabulary import LANGUAGES, NO_NAMES, TITLES, WITHOUT_SPACES, words_of

_Vote = tuple[str, Gender, int]

_BEFORE_PLACES = frozenset(words_of("before_places"))
_BEFORE_THINGS = frozenset(words_of("before_things"))
_RELATIVE = frozenset(words_of("relative_pronouns"))
_NO_ABBREVIATION = "".join(rf"(?<!\b{title.capitalize()}\.)" for title in words_of("abbreviated_titles"))
_SENTENCE_END = re.compile(rf"(?<=[.!?”\"]){_NO_ABBREVIATION}\s+(?=[^\W\d_a-z])|(?<=[。！？])|\n+")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LETTERS = re.compile(r"[^\W_]+")
# Words that are not in lower case, as no name is.
_CAPITALISED = re.compile(r"[^\W_a-z][^\W_]*")
# The weights of a title in a label, of what stands beside a name, and of a pronoun. A pronoun may mean somebody else, so the
# larger sum must be this many times the smaller.
_LABEL, _BESIDE, _PRONOUN = 3, 2, 1
_CLEAR_MAJORITY = 2
# So many words may stand before the name of whom a sentence tells, as in "The Norwegian miller Ann Lee".
_BEFORE_SUBJECT_CHARS = 40
_PLACE_TOKENS = 3
_BESIDE_CHARS = 100

_SEXES = {Gender.MALE: "male", Gender.FEMALE: "female"}
_PLURAL = {Gender.FEMALE: "women", Gender.MALE: "men"}


@dataclass(frozen=True, slots=True)
class _Signs:
    """What a language says of women and of men, beside their names and after them.

    `titles` go by the word in lower case. `before` ends right before a name, `after` begins right after one, `opening` begins a
    sentence that goes on about the person, `own` is what people say of themselves. `pronouns` mean whoever was named last; none
    where that is not so. `spaced` says that the text sets spaces between words.
    """

    titles: Mapping[str, Gender]
    before: Mapping[Gender, re.Pattern[str]]
    after: Mapping[Gender, re.Pattern[str]]
    opening: Mapping[Gender, re.Pattern[str]]
    own: Mapping[Gender, Phrases]
    pronouns: Mapping[str, Gender]
    spaced: bool


@cache
def _signs_of(language: str) -> _Signs:
    """Return the signs of a language, a BCP 47 tag; what English says counts in every language."""
    code = base_language(language) if base_language(language) in LANGUAGES else "en"
    both = dict.fromkeys(("en", code))
    titles = {gender: words_of(f"{sex}_titles", *both) for gender, sex in _SEXES.items()}

    def said(place: str) -> dict[Gender, str]:
        return {g: "|".join(filter(None, (_patterns(g, place, one) for one in both))) or "(?!)" for g in _SEXES}

    def signs(place: str, form: str) -> dict[Gender, re.Pattern[str]]:
        addresses = {gender: "|".join(map(re.escape, words)) for gender, words in titles.items()}
        known = "|".join(words_of("titles"))
        return {g: re.compile(form.format(one, addresses[g], known), re.I) for g, one in said(place).items()}

    return _Signs(
        titles={word: gender for gender, words in titles.items() for word in words},
        before=signs("before", r"(?:\b(?:{0})|(?:^|[^\w'’])(?:{1})\.?(?:\s+(?:{2})\.?){{0,3}})\s*$"),
        after=signs("after", r"(?:{0})(?!\s+(?-i:[A-ZÄÖÜ]))"),  # "Ole Ray, actress Ann Lee"
        opening=signs("open", r"\W{{0,2}}(?:{0})"),
        own={gender: Phrases(words_of(f"gender.{plural}_say", *both)) for gender, plural in _PLURAL.items()},
        pronouns={word: gender for gender, sex in _SEXES.items() for word in words_of(f"{sex}_pronouns", code)},
        spaced=code not in WITHOUT_SPACES,
    )


def _patterns(gender: Gender, place: str, language: str) -> str:
    """Return the alternation of a language's patterns, with its nouns for people where they say WHO."""
    who = "|".join(words_of("gender.people", language)) or "(?!)"
    return "|".join(words_of(f"gender.{_PLURAL[gender]}_{place}", language)).replace("WHO", f"(?:{who})")


def genders(
    labels: Mapping[str, Sequence[str]], prose: Iterable[str], said: Iterable[tuple[str, str]] = (), language: str = "en"
) -> dict[str, Gender]:
    """Return the gender of each person by name, as the text gives it.

    `labels` holds the labels of each person; `prose` is text about them (introduction, captions, notes), `said` are the
    speakers of turns with their words. `language` is a BCP 47 tag.
    """
    signs = _signs_of(language)
    found = chain(_in_labels(labels, signs), _in_prose(prose, labels, signs), _in_talk(said, labels, signs))
    votes: dict[str, Counter[Gender]] = {name: Counter() for name in labels}
    for name, gender, weight in found:
        votes[name][gender] += weight
    return {name: _verdict(count) for name, count in votes.items()}


def _verdict(votes: Counter[Gender]) -> Gender:
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < _CLEAR_MAJORITY * ranked[1][1]):
        return Gender.UNKNOWN
    return ranked[0][0]


def _in_labels(labels: Mapping[str, Sequence[str]], signs: _Signs) -> Iterator[_Vote]:
    for name, own in labels.items():
        titles = (signs.titles.get(word) for word in _words(" ".join(own).replace(".", " ")))
        yield from ((name, gender, _LABEL) for gender in titles if gender)


def _in_prose(prose: Iterable[str], names: Iterable[str], signs: _Signs) -> Iterator[_Vote]:
    people = _People.of(dict.fromkeys(names, ()), signs)
    for paragraph in prose:
        yield from people.beside(_SENTENCE_END.split(paragraph))
        sentences = _SENTENCE_END.split(_BRACKETS.sub("", paragraph))
        told = people.tracked(sentences) if people.signs.pronouns else people.opened(sentences)
        yield from ((name, gender, _PRONOUN) for name, gender in told)


def _in_talk(said: Iterable[tuple[str, str]], labels: Mapping[str, Sequence[str]], signs: _Signs) -> Iterator[_Vote]:
    """Yield what people call each other, as in "Mr. President" for one with the label "The President", and themselves."""
    people = _People.of(labels, signs)
    for speaker, words in said:
        if people.may_be_in(words):
            yield from people.beside(_SENTENCE_END.split(words))
        lower = words.lower()
        yield from ((speaker, gender, _PRONOUN) for gender, own in signs.own.items() if own.are_in(lower))


@dataclass(frozen=True, slots=True)
class _People:
    """Persons by the words of their names in lower case, a pattern that finds them, and the signs of a language.

    `beginnings` holds the first letters of these words, up to a hyphen or an apostrophe.
    """

    by_word: Mapping[str, str]
    named: re.Pattern[str]
    signs: _Signs
    beginnings: frozenset[str]

    @classmethod
    def of(cls, called: Mapping[str, Sequence[str]], signs: _Signs) -> Self:
        """Return the people of these names, who are also called by other words."""
        own = {name: {*_words(name), *_words(" ".join(words))} - NO_NAMES for name, words in called.items()}
        words = Counter(chain.from_iterable(own.values()))
        by_word = {word: name for name in called for word in own[name] if words[word] == 1}
        by_word |= {word: name for name in called for word in _words(name)[-1:]}
        any_word = "|".join(re.escape(word) for word in sorted(by_word, key=len, reverse=True)) or "(?!)"
        word = rf"\b(?:{any_word})\b" if signs.spaced else rf"(?:{any_word})"
        named = re.compile(rf"{word}(?:[ .-]+(?:[A-Z]\.\s)?{word})*", re.I)
        return cls(by_word, named, signs, frozenset(_LETTERS.findall(word)[0] for word in by_word))

    def may_be_in(self, text: str) -> bool:
        """Return whether a text may name somebody; to look for a thousand names takes long."""
        if not self.signs.spaced:
            return True
        return not self.beginnings.isdisjoint(map(str.lower, _CAPITALISED.findall(text)))

    def _mentions(self, sentence: str) -> Iterator[tuple[str, re.Match[str]]]:
        """Yield each person named in a sentence, with the words of the name."""
        if not self.may_be_in(sentence):
            return
        for found in self.named.finditer(sentence):
            name = self.by_word.get(_words(found[0])[-1])
            if name and not found[0][:1].islower():
                yield name, found

    def beside(self, sentences: Iterable[str]) -> Iterator[_Vote]:
        """Yield what the title or noun right before a name, or the words after it, say of the person."""
        for sentence in sentences:
            for name, found in self._mentions(sentence):
                before, after = sentence[: found.start()][-_BESIDE_CHARS:], sentence[found.end() :]
                for gender in (Gender.FEMALE, Gender.MALE):
                    if self.signs.before[gender].search(before) or self.signs.after[gender].match(after):
                        yield name, gender, _BESIDE

    def opened(self, sentences: Iterable[str]) -> Iterator[tuple[str, Gender]]:
        """Yield each pronoun that opens a sentence after one that begins with a person, or goes on about that person."""
        subject = ""
        for sentence in sentences:
            gender = next((g for g, opening in self.signs.opening.items() if opening.match(sentence)), None)
            if gender and subject:
                yield subject, gender
            elif not gender:
                named = {name for name, _ in self._mentions(sentence)}
                begins = any(found.start() <= _BEFORE_SUBJECT_CHARS for _, found in self._mentions(sentence))
                subject = next(iter(named)) if len(named) == 1 and begins else ""

    def tracked(self, sentences: Iterable[str]) -> Iterator[tuple[str, Gender]]:
        """Yield each pronoun that follows a person with no other name in between.

        A pronoun that opens a sentence still means the person of the sentence before.
        """
        person: str | None = None
        for sentence in sentences:
            before: list[str] = []
            others = False
            for found in _TOKEN.finditer(sentence):
                word = found[0].removesuffix("'s").removesuffix("’s")
                lower = word.casefold()
                if lower in self.signs.pronouns:
                    if person and not others:
                        yield person, self.signs.pronouns[lower]
                elif word[:1].isupper() and lower in self.by_word:
                    others = others or person not in (None, self.by_word[lower])
                    person = self.by_word[lower]
                elif lower in _RELATIVE and before and before[-1] in self.by_word:
                    others = False  # "met Ole Ray and Ann Lee, who says that she mills"
                elif word[:1].isupper() and before and _is_new_name(word, before):
                    others = person is not None
                    person = None
                before.append(lower if word[:1].islower() or not _is_thing(before) else "the")
            if others:
                person = None


def _words(name: str) -> list[str]:
    return [word.lower() for word in _TOKEN.findall(name)]


def _is_thing(before: Sequence[str]) -> bool:
    return bool(before) and before[-1] in _BEFORE_THINGS


def _is_new_name(word: str, before: Sequence[str]) -> bool:
    """A capital inside a sentence may begin somebody else's name; an acronym, a place or a word after an article does not."""
    return not (word.isupper() or _is_thing(before) or _BEFORE_PLACES & set(before[-_PLACE_TOKENS:]) or before[-1] in TITLES)
