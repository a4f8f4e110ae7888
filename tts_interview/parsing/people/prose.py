"""What prose says about people: who asks and who answers, and whether a name is a person's.

"We spoke with Ann Lee", "Interviewed by Ben Ray", "My name is Ann Lee". Two words with capitals may as well be a paper, a
product or a town.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from tts_interview.parsing.people.names import CYRILLIC, FULL_NAME, NAME_BEGINS, NAME_WORD, NameIndex, names_in
from tts_interview.parsing.vocabulary import ORGANISATIONS, TITLES, any_of, words_of

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
_IS_NOUN = re.compile(rf"\b(?i:{any_of('before_interviews')}) (?:{any_of('asking_verbs')})$")
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
_SHORTEST_STEM = 3
_BEFORE_CHARS, _AFTER_CHARS = 120, 200
_BELONGING = any_of("belonging")
_OCCUPATIONS = any_of("occupations")
_SAYING = any_of("saying")
_MOST_SEEN = 30
_TITLE = "|".join(sorted(map(re.escape, TITLES)))
_NO_THING = rf"(?!(?:{_BELONGING})\b)"
_OF_A_THING = rf" (?:{_BELONGING}) [^,.\n]{{1,40}},"
_MET = re.compile(
    rf"\b(?:{_AFTER_THESE_ASKED}|{any_of('meeting')})(?:(?<=['’])|[^\w|]+)"
    rf"(?:{_NO_THING}[\w’'.-]++[^\w.!?\n]++){{0,5}}$",
    re.I,
)
# "Dr. Ann Lee", "the founder of the garden, Ann Lee", "Says Ann Lee".
_PERSON_BEFORE = re.compile(
    rf"\b(?:(?:{_TITLE})\.?|(?:{_OCCUPATIONS})\w{{0,5}}(?:{_OF_A_THING}| [-–—])?"
    rf"|(?:{_SAYING})|(?:{any_of('greeting')})[,!]?)\s+$",
    re.I,
)
# "Ms. Lee, why bees?" and "Why bees, Ms. Lee?".
_BY_TITLE = (
    re.compile(rf"^(?i:{_TITLE})\.?\s+([^\s,?]+), [^\n]*\?", re.M),
    re.compile(rf", (?i:{_TITLE})\.?\s+([^\s,?]+)\?"),
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


def announced_guests(prose: str, index: NameIndex) -> list[str]:
    """The names that stand after "interview with" and the like, in order; soon after "interview" without "with"."""
    told = ((_SENTENCE_END.split(found["rest"])[0], _BARE.fullmatch(found["how"])) for found in _ANNOUNCED.finditer(prose))
    return [name for sentence, near in told for name in names_in(sentence[:_NEAR_CHARS] if near else sentence, index)]


def announced_interviewers(prose: str) -> list[str]:
    """The names of those who are said to have asked, by-lines first."""
    found = (
        match[1]
        for pattern in (_BY, _PRONOUN_SPOKE, _ASKER)
        for match in pattern.finditer(prose)
        if not _IS_NOUN.search(match[0])
    )
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
    return bool(CYRILLIC.search(word)) and near and word[:stem] == name[:stem]


def nominative(name: str, index: NameIndex) -> str:
    """The form of a Russian name that the page has elsewhere: "с Антоном Земляным" and "Антон Земляной"."""
    if not CYRILLIC.search(name):
        return name
    any_case = re.compile(" ".join(_stem(w) + r"\S*" if len(w) >= _SHORTEST_STEM else re.escape(w) for w in name.split()))
    alike = [other for other in index.counts if any_case.fullmatch(other)]
    return min([name, *alike], key=lambda n: (len(n.split()[0]), len(n)))


def is_told_of(name: str, titles: str, prose: str, talk: str) -> bool:
    """Whether titles, the prose about the people of a page or the talk tell that the name is somebody's.

    It is announced, addressed, quoted, or said to be or do what people are and do; or it opens a title or a sentence, is
    nowhere the place or thing that something is of, and looks like no paper or product.
    """
    words = name.split()
    if any(word.strip(".").casefold() in ORGANISATIONS for word in words) or is_quoted(name, f"{titles}\n{prose}"):
        return False
    subject = name in titles and bool(re.search(rf"^{re.escape(name)}(?:\s?[:,(–—]|\s-\s|$)", titles, re.M))
    thing = False
    for before, whole, after in _seen(words, prose):
        if _MET.search(before) or _PERSON_BEFORE.search(before) or _PERSON_AFTER.match(after):
            return True
        begins = not before or before.rstrip(" \t\xa0").endswith(("\n", ".", "!", "?", "…"))
        if whole and begins and _SUBJECT_AND_PRONOUN.match(after):
            return True
        subject |= whole and begins and bool(_SUBJECT.match(after))
        thing |= whole and bool(_THING_BEFORE.search(before))
    shouted = any(len(w) > 1 and w.isupper() for w in words) or any(map(str.isdigit, name))
    return (subject and not thing and not shouted) or _is_addressed(words, talk)


def is_quoted(name: str, text: str) -> bool:
    """Return whether a text has the name, and nothing else, in quotation marks, as works and exhibitions are given."""
    return name in text and any(f"{opening}{name}{closing}" in text for opening in '“„«"' for closing in '”“»"')


def may_be_a_person(name: str, text: str) -> bool:
    """Return whether a name has no word of papers and products, nor one in capitals, no quotes, and nothing is of or at it."""
    words = name.split()
    named_otherwise = any(word.casefold() in ORGANISATIONS or (len(word) > 1 and word.isupper()) for word in words)
    if named_otherwise or is_quoted(name, text):
        return False
    return not any(whole and _THING_BEFORE.search(before) for before, whole, _ in _seen(words, text))


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
    return _stem(word) + r"\w{0,4}" if CYRILLIC.search(word) else re.escape(word)


def _stem(word: str) -> str:
    return re.escape(word[: max(_SHORTEST_STEM, len(word) - _SHORTEST_STEM)])


def _is_addressed(words: list[str], talk: str) -> bool:
    """Whether a question begins or ends with the name: "Ann, why bees?", "Why bees, Ann?" and "Ms. Lee, why bees?"."""
    first, last = words[0], words[-1]
    if any(called in talk for called in (f"{first}, ", f"{first} {last}, ", f", {first}?")):
        by_name = rf"^{re.escape(first)}(?: {re.escape(last)})?, [^\n]*\?|, {re.escape(first)}\?"
        if re.search(by_name, talk, re.M):
            return True
    titled = f"{last}, " in talk or f"{last}?" in talk
    return titled and any(found[1] == last for form in _BY_TITLE for found in form.finditer(talk))
