"""What prose says about who asks and who answers: "We spoke with Ann Lee", "Interviewed by Ben Ray", "My name is Ann Lee"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.parsing.people.names import FULL_NAME, NAME_BEGINS, NAME_WORD, NameIndex, names_in
from tts_interview.parsing.vocabulary import any_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_AFTER_THESE_ASKED = any_of("after_these_asked")
_ANNOUNCED = re.compile(rf"\b(?P<how>{_AFTER_THESE_ASKED})\s+(?P<rest>[^\n?!]{{2,200}})", re.I)
_BARE = re.compile(any_of("interview_alone"), re.I)
_NEAR_CHARS = 40
_BY = re.compile(rf"\b(?i:{any_of('before_askers')})\s+({FULL_NAME})")
_AFTER_WRITER = rf"(?=\s*(?:$|[,|·•(–—-]|(?i:{any_of('page.after_writers')})))"
_WRITTEN_BY = re.compile(rf"^\W*(?i:{any_of('page.by')})(?:\s*:\s*|\s+)({FULL_NAME}){_AFTER_WRITER}", re.M)
_ASKED_BY = re.compile(
    rf"\b(?i:{any_of('interview_of')})\s+(?P<asker>{FULL_NAME})\s+(?i:{any_of('with')})\s+(?P<rest>[^\n.!?]{{3,120}})"
)
# As Chinese papers sign: "（本报记者 王小雨）".
_REPORTER = re.compile(rf"[（(【\[][^）)】\]\n]{{0,12}}(?:{any_of('reporters')})[ \u3000]?([\u4e00-\u9fff]{{2,4}})[】）)\]]")
_PRONOUN_SPOKE = re.compile(rf"\b(?i:{any_of('pronoun_spoke')})\s+({FULL_NAME})")
# "Ann Lee, a reporter of ours, had the chance to ask": a name, few words, and what interviewers do.
_ASKER = re.compile(
    rf"{NAME_BEGINS}({FULL_NAME})(?:,[^,.\n]{{2,60}},| +\([^)\n]{{1,60}}\))?(?: +[\w'’-]+){{0,4}}? +"
    rf"(?:{any_of('asking_verbs')})\b(?!\s+(?:{any_of('after_spoke')})\b)"
)
_SELF = re.compile(rf"\b(?i:{any_of('of_oneself')})\s+({FULL_NAME})")
# Somebody of one name: "an interview with Elena, from Italy"; at the end of a title it needs no other sign.
_ONE_NAME = re.compile(rf"\b(?i:{_AFTER_THESE_ASKED})\s+({NAME_WORD})(?=[,.!?:(–—]|\s+[^\W\d_A-ZА-Я]|\s*$)", re.M)
_ONE_NAME_IN_TITLE = re.compile(rf"^[^\n]{{0,40}}\b(?i:{_AFTER_THESE_ASKED})\s+({NAME_WORD})\s*$", re.M)
# "Elena, why here?", "Hi Elena!" and "Thank you, Elena."
_ADDRESSED = re.compile(
    rf"(?:^|[.!?…] )(?i:{any_of('greeting')}),? ({NAME_WORD})[,.!]|^({NAME_WORD}), [^\n]*\?"
    rf"|, ({NAME_WORD})[.!?](?=\s|$)|^[^\n]{{0,60}} ({NAME_WORD})!",
    re.M,
)
# What is said before nothing but a name, so that one word is enough.
_CALLED = re.compile(rf"\b(?i:{any_of('called')})\s+({NAME_WORD}(?:\s+{NAME_WORD})?)")
_NAMED_AFTER = tuple(map(re.compile, words_of("named_after")))
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3})\.\s|;")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_SHORTEST_STEM = 3


def announced_guests(prose: str, index: NameIndex) -> list[str]:
    """The names that stand after "interview with" and the like, in order; soon after "interview" without "with"."""
    return [name for found in _ANNOUNCED.finditer(prose) for name in names_in(_told(found), index)]


def _told(found: re.Match[str]) -> str:
    sentence = _SENTENCE_END.split(found["rest"])[0]
    return sentence[:_NEAR_CHARS] if _BARE.fullmatch(found["how"]) else sentence


def announced_interviewers(prose: str) -> list[str]:
    """The names of those who are said to have asked, by-lines first."""
    found = (match[1] for pattern in (_BY, _PRONOUN_SPOKE, _ASKER) for match in pattern.finditer(prose))
    signed = [match[1] for match in _REPORTER.finditer(prose)]
    return [*(name for names in map(names_in, found) for name in names[:1]), *signed]


def asked_by(prose: str) -> list[tuple[str, str]]:
    """Return who asked and who was asked of "An interview by Ann Lee with Ben Ray"."""
    found = []
    for match in _ASKED_BY.finditer(prose):
        asker, asked = names_in(match["asker"])[:1], names_in(match["rest"][:_NEAR_CHARS])[:1]
        found += [(asker[0], asked[0])] if asker and asked else []
    return found


def by_lines(prose: str) -> list[str]:
    """The names of those who wrote the page, as lines such as "Par Ann Lee | Publié le 3 mai" give them."""
    return [name for found in _WRITTEN_BY.finditer(prose) for name in names_in(found[1])[:1]]


def own_names(openings: Iterable[str]) -> list[str]:
    """The full names by which people introduce themselves in their first words."""
    return [found[1] for opening in openings for found in _SELF.finditer(opening)]


def own_short_name(first_words: str) -> str:
    """The name by which somebody without a label introduces himself, of one word or in a script without capitals."""
    for pattern in (_CALLED, *_NAMED_AFTER):
        found = pattern.search(first_words)
        if found:
            return found[1]
    return ""


def announced_short_name(title: str, prose: str, talk: str) -> str:
    """The one word by which a page names its guest: whom it announces, and somebody addresses or the title ends with."""
    addressed = {word for found in _ADDRESSED.finditer(talk) for word in found.groups() if word}
    for found in _ONE_NAME.finditer(f"{title}\n{prose}"):
        same = [name for name in addressed if name == found[1] or _is_form_of(found[1], name)]
        if same:
            return min(same, key=len)
    titled = _ONE_NAME_IN_TITLE.search(title)
    common = titled and re.search(rf"(?<!\w){re.escape(titled[1].lower())}(?!\w)", f"{prose}\n{talk}")
    return titled[1] if titled and not common else ""


def _is_form_of(word: str, name: str) -> bool:
    """Whether a Russian name of one word is declined: "с Колей" and "Коля"."""
    stem = max(2, min(len(word), len(name)) - 1)
    near = abs(len(word) - len(name)) < _SHORTEST_STEM
    return bool(_CYRILLIC.search(word)) and near and word[:stem] == name[:stem]


def nominative(name: str, index: NameIndex) -> str:
    """The form of a Russian name that the page has elsewhere: "с Антоном Земляным" and "Антон Земляной"."""
    if not _CYRILLIC.search(name):
        return name
    words = name.split()
    alike = [other for other in index.counts if len(other.split()) == len(words) and _same_stems(words, other.split())]
    return min([name, *alike], key=lambda n: (len(n.split()[0]), len(n)))


def _same_stems(mine: list[str], theirs: list[str]) -> bool:
    stems = [max(_SHORTEST_STEM, len(word) - _SHORTEST_STEM) for word in mine]
    return all(a[:stem] == b[:stem] for a, b, stem in zip(mine, theirs, stems, strict=True))
