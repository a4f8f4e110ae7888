"""What the page says about its people outside their turns: metadata, title, head fields and introduction."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tts_interview.model import Role
from tts_interview.parsing.names import NAME_WORD, NameIndex, names_in, split_title
from tts_interview.parsing.vocabulary import PARTICLES, TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tts_interview.model import Document, Wishes
    from tts_interview.parsing.people import Person

_PARTICLE = "(?:" + "|".join(sorted(map(re.escape, PARTICLES - {"and", "the", "und", "y", "et", "&", "e", "i", "и"}))) + ")"
_FULL_NAME = rf"{NAME_WORD}(?:[ \xa0]+(?:{_PARTICLE}[ \xa0]+){{0,2}}{NAME_WORD}){{1,4}}"
# Words after which a page names whom it asked.
_WITH = (
    r"interview(?:ed|ing|s)?(?: with| of| mit| avec| de| d['’])?|conversation with|in conversation with|q ?(?:&|and) ?a(?: with)?:?"
    r"|questions? (?:with|for|to)|chat(?:ted|ting|s)? (?:with|to)|sp(?:oke|eaks?|eaking|oken) (?:with|to)|talk(?:ed|ing|s)? (?:with|to)"
    r"|sat down with|sit(?:s|ting)? down with|caught up with|catch(?:ing)? up with|asked|meet|joined by|guests? (?:is|are|was|were)"
    r"|reached out to|corresponded with|welcome"
    r"|gespräch mit|gesprochen mit|sprach(?:en)? mit|im gespräch:?|unterhalten mit|getroffen"
    r"|entretien avec|rencontre avec|rencontré|échangé avec|questions à|discuté avec|conversation avec|interrogé"
    r"|entrevista (?:a|con|com|de|para)|entrevist(?:amos|ado|ó|é) (?:a|con)|(?:hablamos|conversamos|charlamos|platicamos|hablado) con"
    r"|intervista(?: a| ad| con| di)?|intervistato|a colloquio con|incontrato|(?:conversamos|falamos) com"
    r"|интервью с|беседа с|поговорил[аи]? с|побеседовал[аи]? с|разговор с"
)
_ANNOUNCED = re.compile(rf"\b(?:{_WITH})\s+(?P<rest>[^\n?!]{{2,200}})", re.I)
_BY = re.compile(
    rf"\b(?i:interview(?:ed)?(?: (?:conducted|done))?(?: of [^.\n]{{2,60}}?)? by|conducted by|propos recueillis par|interview:"
    rf"|entrevista de|intervista di|questions by|das interview führten?|беседовала?)\s+({_FULL_NAME})"
)
_PRONOUN_SPOKE = re.compile(
    rf"\b(?i:(?:he|she|they)\s+(?:spoke|talked|sat\s+down|chatted|met)\s+(?:with|to)|(?:er|sie)\s+sprach\s+mit"
    rf"|(?:il|elle)\s+(?:s['’]est\s+entretenue?|a\s+parlé)\s+avec|(?:él|ella)?\s*(?:habló|conversó)\s+con)\s+({_FULL_NAME})"
)
_ASKER = re.compile(
    rf"({_FULL_NAME})(?:,[^,.\n]{{2,60}},| +\([^)\n]{{1,60}}\))?(?: +[\w'’-]+){{0,4}}? +"
    r"(?:interviews?|interviewed|intervista|entrevista|interviewt|interviewe|interroge|spoke|speaks|talked|talks|chatted|chats|sat down|sits down|caught up|had the chance to|sprach|hat mit)\b"
    r"(?!\s+(?:about|at|on|of|in)\b)"
)
_SELF = re.compile(rf"\b(?i:my name is|my name['’]s|i['’]m|i am|mein name ist|ich bin|ich heiße|me llamo|soy|je m['’]appelle|je suis|mi chiamo|sono|меня зовут)\s+({_FULL_NAME})")


# Forms of address that stand after a name.
_HONORIFIC = re.compile(
    r"(?<=[\uac00-\ud7a3])\s*(?:박사|교수|대표|기자|작가|감독|씨|님)$|(?<=[\u3040-\u9fff])\s*(?:さん|氏|先生|様|女士|教授|博士|記者)$"
)


@dataclass(frozen=True)
class Context:
    """What is known of the people of a page before its labels are read.

    `names` are all that metadata and head fields give, `roles` what these say of them; `guests` and `interviewers` are
    those whom the introduction announces, in order, and `mentioned` all whom it names; `openings` the first words after each label.
    """

    names: tuple[str, ...] = ()
    roles: dict[str, Role] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    interviewers: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    index: NameIndex = field(default_factory=lambda: NameIndex(""))
    prose: str = ""
    openings: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)

    @property
    def metadata_names(self) -> tuple[str, ...]:
        """Names that the metadata gives for who speaks, authors apart."""
        return tuple(n for n in self.names if n not in self.authors)

    def role_of(self, name: str) -> Role | None:
        """What metadata and head fields say of that person's role."""
        return self.roles.get(name.casefold())

    def first_words(self, labels: Iterable[str]) -> str:
        """What is said first under these labels."""
        return "\n".join(self.openings.get(label, "") for label in labels)

    def wished(self, label: str, people: Sequence[Person]) -> Person | None:
        """The person whose label this is as asked."""
        name = self.aliases.get(label.casefold())
        return next((p for p in people if name and name.casefold() in (p.name.casefold(), *map(str.casefold, p.labels))), None)

    def is_office(self, name: str) -> bool:
        """Whether a name is an office and no name: "The President"."""
        words = [w.strip(".").casefold() for w in name.split()]
        return bool(words) and all(w in TITLES or w == "the" for w in words)

    def holder_of(self, office: str) -> str:
        """The name that the prose gives after an office: "President Trump"."""
        bare = re.escape(office.casefold().removeprefix("the ").strip())
        found = re.findall(rf"(?i:\b{bare})\s+({NAME_WORD}(?:\s+{NAME_WORD})?)", self.prose)
        names = [n.removesuffix("'s").removesuffix("’s") for n in found]
        return max(names, key=lambda n: (len(n.split()), names.count(n)), default="")


def read_context(
    document: Document, fields: Sequence[tuple[str, Role | None]], introduction: str, text: str, openings: dict[str, str], wishes: Wishes
) -> Context:
    """Gather all that is said of people in the metadata, in `fields` of the page's head, in its title and `introduction`.

    `text` is all that is spoken, for fuller names; `openings` the first words after each label.
    """
    hints = [*((n, r) for n, r in wished_people(wishes)), *fields, *document.people]
    names = tuple(dict.fromkeys([*(clean_name(n) for n, _ in hints), *map(clean_name, document.authors)]))
    roles = {clean_name(n).casefold(): role for n, role in reversed(hints) if role}
    index = NameIndex(f"{introduction}\n{document.title}\n{text}")
    own = {found[1] for opening in openings.values() for found in _SELF.finditer(opening)}
    prose = f"{document.title}\n{document.description}\n{introduction}"
    return Context(
        names=tuple(n for n in names if n),
        roles=roles,
        authors=tuple(clean_name(a) for a in document.authors),
        guests=tuple(_guests(document, hints, prose, introduction, openings, index)),
        interviewers=tuple(n for n in _interviewers(document, hints, prose) if n not in own),
        mentioned=tuple(dict.fromkeys([*names_in(introduction), *names_in(document.title)])),
        index=index,
        prose=prose,
        openings=openings,
        aliases={alias.casefold(): name for alias, name in wishes.aliases.items()},
    )


def wished_people(wishes: Wishes) -> Iterator[tuple[str, Role]]:
    """The people whom the user named, with their roles."""
    yield from ((name, Role.INTERVIEWER) for name in wishes.interviewers)
    yield from ((name, Role.GUEST) for name in wishes.guests)


def clean_name(name: str) -> str:
    """A name of the metadata without brackets, links and titles; a slug such as "ann-lee" becomes "Ann Lee"."""
    name = _HONORIFIC.sub("", name.split(" / ")[0].strip())
    bare = re.sub(r"\s*[(（\[<][^)）\]>]*[)）\]>]", "", name).strip(" @,;")
    if re.fullmatch(r"[a-z]+(?:-[a-z]+)+", bare):
        bare = " ".join(part.capitalize() for part in bare.split("-"))
    title, rest = split_title(bare)
    return rest if title and len(rest.split()) > 1 else bare


def _guests(
    document: Document, hints: Sequence[tuple[str, Role | None]], prose: str, introduction: str, openings: dict[str, str], index: NameIndex
) -> list[str]:
    """Names of those who answer, the surest first."""
    declared = [clean_name(name) for name, role in hints if role is Role.GUEST]
    own = [found[1] for opening in openings.values() for found in _SELF.finditer(opening)]
    announced = [name for found in _ANNOUNCED.finditer(prose) for name in names_in(_sentence(found["rest"]), index)]
    titled = [document.title] if re.fullmatch(_FULL_NAME, document.title.strip()) else []
    asked = set(_interviewers(document, hints, prose))
    others = [clean_name(name) for name, role in hints if role is None]
    names = [_nominative(n, index) for n in (*declared, *titled, *own, *announced, *others)]
    return [n for n in dict.fromkeys(names) if n and n not in asked]


def _interviewers(document: Document, hints: Sequence[tuple[str, Role | None]], prose: str) -> list[str]:
    declared = [clean_name(name) for name, role in hints if role is Role.INTERVIEWER]
    named = [split_title(found[1])[1] for pattern in (_BY, _PRONOUN_SPOKE, _ASKER) for found in pattern.finditer(prose)]
    authors = [a for a in map(clean_name, document.authors) if len(a.split()) > 1]
    return list(dict.fromkeys([*declared, *named, *(authors if len(authors) == 1 else [])]))


def _nominative(name: str, index: NameIndex) -> str:
    """The form of a Russian name that the page has elsewhere: "с Антоном Земляным" and "Антон Земляной"."""
    words = name.split()
    if not re.search(r"[\u0400-\u04ff]", name):
        return name
    alike = [
        other
        for other in index.counts
        if len(other.split()) == len(words)
        and all(a[: max(3, len(a) - 3)] == b[: max(3, len(a) - 3)] for a, b in zip(words, other.split(), strict=True))
    ]
    return min([name, *alike], key=lambda n: (len(n.split()[0]), len(n)))


def _sentence(text: str) -> str:
    """The text up to the end of its first sentence."""
    return re.split(r"(?<=[^\W\d_]{3})\.\s|;", text)[0]
