"""Names of people in running text: found once, then looked up by what somebody may be called."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from tts_interview.parsing.vocabulary import NO_NAMES, PARTICLES, TITLES, any_of, words_of

# A full stop belongs to an initial or an abbreviated title, else it ends the sentence and with it the name.
# All capital letters of the alphabets that have some: `re` knows no class of them.
CAPITAL = "[" + "".join(chr(c) for c in range(0x41, 0x590) if chr(c).isupper()) + "]"
# Scripts that set no spaces between words.
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_ABBREVIATED = [word.capitalize() for word in (*words_of("abbreviated_titles"), *words_of("name_abbreviations"))]
NAME_WORD = rf"(?:(?:{'|'.join(_ABBREVIATED)})\.|{CAPITAL}(?:\.|[\w’'·-]*))"
_PARTICLE = "(?:" + "|".join(sorted(map(re.escape, PARTICLES - frozenset(words_of("label_particles"))))) + ")"
# A first name and a surname at least, with particles between.
_NEXT_WORD = rf"[ \xa0]+(?:{_PARTICLE}[ \xa0]+){{0,2}}(?:d['’])?{NAME_WORD}"
FULL_NAME = rf"{NAME_WORD}(?:{_NEXT_WORD}){{1,4}}"
# "18F. We" holds no initial.
NAME_BEGINS = r"(?<![\w@/.-])"
# The same as `NAME_BEGINS` and `NAME_WORD`; a pattern that begins with a class of characters is looked for far quicker.
_AFTER_CAPITAL = "|".join(rf"(?<={word[0]}){word[1:]}\." for word in _ABBREVIATED)
_FIRST_WORD = rf"{CAPITAL}(?<![\w@/.-].)(?:{_AFTER_CAPITAL}|\.|[\w’'·-]*)"
# Words in capitals before a name, as in titles of pages, belong to one run with it.
_NAME = re.compile(rf"{_FIRST_WORD}(?:{_NEXT_WORD}){{1,9}}")
_NAME_OR_WORD = re.compile(rf"{_FIRST_WORD}(?:{_NEXT_WORD}){{0,9}}")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# Names in Chinese characters are told by the form of address after them; a surname may be set off by a space.
_HAN = "[\\u4e00-\\u9fff々ヶ]"
_ADDRESSED = re.compile(rf"({_HAN}{{1,4}}[ \u3000]{_HAN}{{1,3}}|{_HAN}{{2,8}})(?=[ \u3000]?(?:{any_of('honorifics')}))")
_ARTICLE_BEFORE = re.compile(rf"\b(?:{any_of('noun_articles')})[ \xa0]$", re.I)
_ARTICLE_CHARS = 7
_LONGEST_GIVEN_NAME = 3
_LONGEST_NAME = 4
_LONGEST_LINK = 3  # "to", "for": no word of an office
# A page that has named nobody by then will not do so further down.
ENOUGH_CHARS = 100_000


def split_title(name: str) -> tuple[str, str]:
    """("NATO Secretary General", "Mark Rutte"): all up to the last title, as long as a name is left after it."""
    words = name.split()
    last = max((i for i, w in enumerate(words[:-1]) if _is_title(w)), default=-1)
    if not any(c.isalpha() for c in "".join(words[last + 1 :])):  # "Speaker 2" has no other name
        return "", " ".join(words)
    return " ".join(words[: last + 1]), " ".join(words[last + 1 :])


def _is_title(word: str) -> bool:
    """A known title, or a word that no name has: in lower case and no particle, as in "Harbour master Signe Aldal"."""
    return word.strip(".,").lower() in TITLES or (
        word.islower() and word.isalpha() and len(word) > _LONGEST_LINK and word not in PARTICLES
    )


def words_of_name(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case."""
    return tuple(name.casefold().split())


def initials_of(name: str) -> str:
    """The first letters of the words, in lower case; particles count as people make them count: "AvW"."""
    return "".join(word[0] for part in name.casefold().split() for word in part.split("-") if word)


class NameIndex:
    """Names, each with how often it is seen, found by what somebody may be called."""

    def __init__(self, text: str = "", names: Iterable[str] = ()) -> None:
        """Take `names`, and find those in a text, seen twice over where nothing with a capital follows."""
        seen = [name for name in names if " " in name]
        for found in _NAME.finditer(text[:ENOUGH_CHARS]):
            begins = not text[max(0, found.start() - 2) : found.start()].strip(' \n\t"“„«*_([>-—–').rstrip(".?!:…")
            is_long = len(found[0].split()) > 2  # noqa: PLR2004 - else no article before it counts
            before = text[max(0, found.start() - _ARTICLE_CHARS) : found.start()] if is_long else ""
            seen += _names_within(found[0], before, begins=begins)
        self.counts = Counter(seen)
        self._spelt = tuple(self.counts)
        # The names in Chinese characters, by what they may begin with.
        self._by_surname: dict[str, list[str]] = defaultdict(list)
        if UNSPACED.search(text):
            self._add_addressed(text[:ENOUGH_CHARS])

    @cached_property
    def _called(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """The names by how and what somebody may be called."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name in self._spelt:
            words = name.casefold().split()
            ways = {("word", word) for word in words} | {("end", words[0]), ("end", words[-1])}
            ways |= {("initials", initials_of(name)), ("initials", "".join(word[0] for word in words))}
            if len(words) > 2:  # noqa: PLR2004 - first name and surname, and something between
                ways.add(("outer initials", words[0][0] + words[-1][0]))
            for way in ways:
                found[way].append(name)
        return found | {("surname", surname): names for surname, names in self._by_surname.items()}

    def _add_addressed(self, text: str) -> None:
        """Add the names in Chinese characters, known by their surname."""
        for name, count in Counter(" ".join(match[1].split()) for match in _ADDRESSED.finditer(text)).items():
            self.counts[name] += 2 * count
            surname, space, _ = name.partition(" ")
            for end in (len(surname),) if space else range(max(1, len(name) - _LONGEST_GIVEN_NAME), len(name)):
                self._by_surname[name[:end]].append(name)

    @property
    def surnames(self) -> frozenset[str]:
        """With what names in Chinese characters may begin."""
        return frozenset(self._by_surname)

    def named(self, how: str, *called: str) -> list[str]:
        """Return the names of whoever may be called so, each once.

        how: by any "word" of the name or either "end"; by its "initials", or those of its ends alone, the "outer initials"; by
        the "surname", one to three Chinese characters before others.
        """
        return list(dict.fromkeys(name for one in called for name in self._called.get((how, one.casefold()), ())))

    def best(self, names: Iterable[str]) -> str:
        """The fullest of the most frequent names; nothing of none."""
        known = [n for n in names if self.counts[n]]
        if not known:
            return ""
        # A longer form counts as the name if it is seen about as often as what it is longer than.
        top = max(self.counts[n] for n in known)
        return max((n for n in known if 2 * self.counts[n] >= top), key=lambda n: (len(n.split()), self.counts[n]))


def names_in(text: str, index: NameIndex | None = None) -> list[str]:
    """The full names in a stretch of prose, in order; with an index also those that the stretch gives by one word alone."""
    found = []
    for match in _NAME_OR_WORD.finditer(text):
        words = _bare(match[0], text[max(0, match.start() - _ARTICLE_CHARS) : match.start()])
        if len(words) > 1:
            found.append(" ".join(words[:_LONGEST_NAME]))
        elif words and index:
            fuller = index.best(index.named("end", words[0]))
            found += [fuller] if fuller else []
    return list(dict.fromkeys(found))


def trimmed(name: str, text: str) -> str:
    """Return a name without the words that only stand beside it: "Gardener Ann Lee", "Ann Lee Sings".

    They do if the text has the rest of the name without them elsewhere.
    """
    words = name.split()
    while len(words) > 2:  # noqa: PLR2004 - a first name and a surname are left
        for rest in (words[1:], words[:-1]):
            alone, whole = " ".join(rest), " ".join(words)
            if PARTICLES.isdisjoint((rest[0], rest[-1])) and text.count(alone) > text.count(whole):
                words = rest
                break
        else:
            break
    return " ".join(words)


def _bare(sequence: str, before: str) -> list[str]:
    """The words of a sequence without what opens a sentence, titles and a genitive's end.

    After an article of German, `before` or within, a word with a capital is a noun: "die Försterin Almut Brinkmann".
    """
    words = _up_to_genitive(sequence.split())
    while words and words[0].casefold().replace("’", "'") in NO_NAMES:
        before = f"{words.pop(0)} "
    if len(words) > 2 and _ARTICLE_BEFORE.search(before):  # noqa: PLR2004 - a name is left after the noun
        words.pop(0)
    bare = split_title(" ".join(words))[1].split()
    while len(bare) > 2 and bare[0] in PARTICLES and bare[0].islower():  # noqa: PLR2004 - "von Ann Lee": by her
        bare.pop(0)
    if bare and CYRILLIC.search(bare[-1]):
        return [word for word in bare if CYRILLIC.search(word)]  # a name stays in its alphabet: "BMW Иван Петров"
    return bare


def _up_to_genitive(words: list[str]) -> list[str]:
    """Return the words of a name: what stands behind a genitive, "Ann Lee's Garden" or "Lucas’ Garden", is no part of it."""
    own = next((place for place, word in enumerate(words) if word.endswith(("'s", "’s", "s’", "s'"))), None)
    kept = words if own is None else words[: own + 1]
    return [w.removesuffix("'s").removesuffix("’s").rstrip("’'").strip(",") for w in kept]


@lru_cache(maxsize=1 << 14)
def _names_within(sequence: str, before: str, *, begins: bool) -> tuple[str, ...]:
    """All names of two to four words that a sequence of capitalised words may hold, without titles.

    Twice those that are likelier: words before a name in one run with it ("Gardener Ann Lee") are more common than words
    after it, and the first word of a sentence ("Good evening, Ann") has its capital for no name's sake.
    """
    words = _bare(sequence, before)
    found: list[str] = []
    for start in range(len(words)):
        for end in range(start + 2, min(len(words), start + _LONGEST_NAME) + 1):
            part = words[start:end]
            if part[0] not in PARTICLES and part[-1] not in PARTICLES and part[-1].casefold() not in NO_NAMES:
                found += [" ".join(part)] * (2 if end == len(words) and not (begins and start == 0) else 1)
    return tuple(found)


_WIDE = re.compile(r"[\u2e80-\uffff]")
_MOSTLY_WIDE = 0.3


def length_of(text: str) -> float:
    """Return the number of words, or for scripts without spaces what they would be about."""
    sample = text[:200]
    wide = 0 if sample.isascii() else len(_WIDE.findall(sample))
    return len(text) / 2 if wide > _MOSTLY_WIDE * len(sample) else len(text.split())
