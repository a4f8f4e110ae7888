"""Labels -> people: one person under one name, however he is labelled, and never two people under one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from tts_interview.parsing.page.candidates import key_of
from tts_interview.parsing.people.context import Context
from tts_interview.parsing.people.names import initials_of
from tts_interview.parsing.people.naming import name_all
from tts_interview.parsing.people.person import Label, Person, declares_initials, joint_parts, letter_of, misspelt, read_label
from tts_interview.parsing.segmentation import ANSWER, QUESTION

_AFTER_ALL_OTHERS = 100
# On a page with more speakers than this, slips of the pen are not looked for.
_MOST_COMPARED = 100
# So many comparisons of two labels take about a second; only pages that were made to hurt need more.
_MOST_COMPARISONS = 20_000
_NOBODY: dict[int, Person] = {}


def identify(labels: Iterable[str], context: Context) -> dict[str, Person]:
    """For each label its person, with the fullest name that the page gives."""
    counts = Counter(labels)
    order = {label: place for place, label in enumerate(counts)}
    crowd = _Crowd()
    found: dict[str, Person] = {}
    # Longer names first, and frequent before rare ones, so that a short label or a slip finds the person whom it means.
    for label in sorted(counts, key=lambda item: (-_length(item), -counts[item], order[item])):
        parts = read_label(label)
        wished = context.hints.aliases.get(label.casefold(), "")
        if wished:
            person = crowd.known_as(wished) or crowd.whom(read_label(wished), 0)
        else:
            person = crowd.whom(parts, counts[label]) or crowd.first_of(parts)
        if person is None:
            person = Person(wished or parts.name)
            crowd.people.append(person)
        person.take(label, counts[label])
        crowd.index(person)
        found[label] = person
    for person in crowd.people:
        person.labels.sort(key=order.__getitem__)
    name_all(crowd.people, context)
    return _namesakes_joined(found)


def _namesakes_joined(found: dict[str, Person]) -> dict[str, Person]:
    """People who turned out to have one name are one person."""
    by_name: dict[str, Person] = {}
    for label, person in found.items():
        first = by_name.setdefault(person.name, person)
        if first is not person:
            first.labels.append(label)
            first.count += person.count
            first.role = first.role or person.role
        found[label] = first
    return found


def _length(label: str) -> int:
    parts = read_label(label)
    if len(joint_parts(parts.name)) > 1 and not declares_initials(label):
        # A joint label is looked at after the labels of those whom it joins; "C&C" after "Canal & Coast", which is a paper.
        return len(parts.name.split()) - _AFTER_ALL_OTHERS
    return len(parts.name.split()) + 10 * bool(parts.alias)  # what declares initials, before the initials


class _Crowd:
    """The people found so far, by all that a label may call them."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self._comparisons = 0
        self._called: dict[tuple[str, str], dict[int, Person]] = defaultdict(dict)

    def index(self, person: Person) -> None:
        """Know the person by all that is known of him now."""
        for how, words in _callings(person):
            self._called[how, words][id(person)] = person

    def known_as(self, name: str) -> Person | None:
        """The person who has the name, or the label, whatever its case."""
        return next((p for p in self.people if name.casefold() in map(str.casefold, (p.name, *p.labels))), None)

    def whom(self, label: Label, count: int) -> Person | None:
        """The one person whom the label can mean; None if there is none or more than one."""
        words = label.name.casefold().split()
        if label.name in (QUESTION, ANSWER) or letter_of(label.name):
            return next(iter(self._called.get(("name", " ".join(words)), _NOBODY).values()), None)
        for how, called in _ways_to_call(words):
            fitting = (
                p for p in self._called.get((how, called), _NOBODY).values() if how in ("name", "alias") or p.words != words
            )
            same = list(islice(fitting, 2))
            if same:
                return same[0] if len(same) == 1 else None
        return self._misspelt(" ".join(words)) if count == 1 else None

    def _misspelt(self, name: str) -> Person | None:
        if self._comparisons > _MOST_COMPARISONS:
            return None
        people = self.people[:_MOST_COMPARED]
        self._comparisons += len(people)
        often = [p for p in people if p.count > 2 and misspelt(name, key_of(p.name))]  # noqa: PLR2004 - no slip
        return often[0] if len(often) == 1 else None

    def first_of(self, label: Label) -> Person | None:
        """The first of several people whom one label names; None if it names one, or somebody else too."""
        parts = joint_parts(label.name)
        members = [next(iter(self._called.get(("part", part), _NOBODY).values()), None) for part in parts]
        return members[0] if len(parts) > 1 and all(members) else None


def _callings(person: Person) -> Iterator[tuple[str, str]]:
    """All that the person may be called, and how: in full, by the end or the beginning of the name, by initials."""
    words = person.words
    yield "name", " ".join(words)
    for alias in person.aliases:
        yield "alias", alias
    for cut in range(1, len(words)):
        yield "end", " ".join(words[-cut:])
        yield "beginning", " ".join(words[:cut])
    if len(words) > 1:
        yield "around", f"{words[0]} {words[-1]}"
    if len(words) > 2:  # noqa: PLR2004 - first name and surname, and something between
        yield "outer initials", words[0][0] + words[-1][0]
    for letters in {initials_of(person.name), "".join(word[0] for word in words)}:
        yield "initials", letters
    yield "letter" if len(words[0].rstrip(".")) > 1 else "one letter", words[0][0]
    for part in {words[0], words[-1], " ".join(words), words[0][0], *person.aliases}:
        yield "part", part


def _ways_to_call(words: list[str]) -> Iterator[tuple[str, str]]:
    """What a label may call somebody by, the surest way first."""
    name = " ".join(words)
    yield from (("name", name), ("alias", name), ("end", name), ("beginning", name))
    letters = words[0].replace(".", "") if len(words) == 1 else ""
    if len(letters) > 1:
        yield "initials", letters
        yield "outer initials", letters
    if len(words) > 1:
        yield "around", f"{words[0]} {words[-1]}"
    elif len(letters) == 1:
        yield "letter", letters
    elif letters:
        yield "one letter", letters[0]
