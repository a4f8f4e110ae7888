"""What is known of the people of a page outside their turns: metadata, title, head fields and introduction."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tts_interview.model import Document, Role
from tts_interview.parsing.people import prose
from tts_interview.parsing.people.names import FULL_NAME, NAME_WORD, NameIndex, names_in, split_title
from tts_interview.parsing.vocabulary import TITLES, any_of
from tts_interview.settings.parts import ReadingSettings

_BRACKETS = re.compile(r"\s*[(（\[<][^)）\]>]*[)）\]>]")
# No page announces more guests.
_MOST_DECLINED = 100
_QUOTED_IN_TITLE = re.compile(r"([^:\uff1a\n]{2,40})[:\uff1a]\s*\S")
_LONGEST_TITLE = 160
_SLUG = re.compile(r"[a-z]+(?:-[a-z]+)+")
# Forms of address that stand after a name.
_HONORIFIC = re.compile(
    rf"(?<=[\uac00-\ud7a3])\s*(?:{any_of('honorific_suffixes', 'ko')})$"
    rf"|(?<=[\u3040-\u9fff])\s*(?:{any_of('honorific_suffixes', 'zh', 'ja')})$"
)


@dataclass(frozen=True, slots=True)
class Hints:
    """Who may speak, as wishes, head fields and metadata say: `names` of all, `roles` by lower-case name where said.

    `authors` wrote the page; `aliases` gives, for a label in lower case, the name of whom it means as the user wishes.
    """

    names: tuple[str, ...] = ()
    roles: dict[str, Role] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    aliases: dict[str, str] = field(default_factory=dict)

    def of_role(self, role: Role | None) -> list[str]:
        """The names with that role; None for those of whom none is said, authors apart."""
        authors = set(self.authors)
        return [n for n in self.names if self.roles.get(n.casefold()) is role and (role or n not in authors)]


@dataclass(frozen=True, slots=True)
class PageText:
    """The parts of a page's text that tell of people.

    `headings` are those of the introduction; `credits` stand among the turns or after them; `around` are short lines that the
    page leaves out, such as bylines and captions; `questions` are those without a name; `openings` are the first words after
    each label.
    """

    title: str = ""
    headings: str = ""
    description: str = ""
    introduction: str = ""
    credits: str = ""
    everything: str = ""
    around: str = ""
    questions: str = ""
    openings: dict[str, str] = field(default_factory=dict)

    @property
    def titles(self) -> str:
        """The title and the headings of the introduction."""
        return f"{self.title}\n{self.headings}"

    @property
    def prose(self) -> str:
        """What the page says of its people outside their talk."""
        return f"{self.title}\n{self.description}\n{self.introduction}"

    @property
    def head(self) -> str:
        """What the page says of its people before the talk and in credits."""
        return f"{self.prose}\n{self.headings}\n{self.credits}"

    @property
    def all_text(self) -> str:
        """All that the page says, as far as anybody looks for names in it."""
        return f"{self.prose}\n{self.headings}\n{self.around}\n{self.everything}"


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the people of a page before its labels are read.

    `guests` and `interviewers` are those whom hints and introduction announce, in order; `sure` are those whom hints, the whole
    title or they themselves name; `authors` wrote the page, `interviewers_told` are said to have asked.
    """

    hints: Hints = field(default_factory=Hints)
    text: PageText = field(default_factory=PageText)
    index: NameIndex = field(default_factory=lambda: NameIndex(""))
    guests: tuple[str, ...] = ()
    interviewers: tuple[str, ...] = ()
    sure: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    interviewers_told: tuple[str, ...] = ()

    @property
    def speakers(self) -> tuple[str, ...]:
        """Names that the metadata gives for who speaks, authors apart."""
        authors = set(self.hints.authors)
        return tuple(n for n in self.hints.names if n not in authors)

    def first_words(self, labels: Iterable[str]) -> str:
        """What is said first under these labels."""
        return "\n".join(self.text.openings.get(label, "") for label in labels)

    def holder_of(self, office: str) -> str:
        """The name that the prose gives after an office: "President Trump" for "The President"; empty for no office.

        An office after a comma is that of the name before it.
        """
        bare = office.casefold().removeprefix("the ").strip()
        if not bare or not all(word.strip(".") in TITLES for word in bare.split()):
            return ""
        found = re.findall(rf"(?<!, )(?i:\b{re.escape(bare)})\s+({NAME_WORD}(?:\s+{NAME_WORD})?)", self.text.prose)
        names = [name.removesuffix("'s").removesuffix("’s") for name in found]
        return max(names, key=lambda n: (len(n.split()), names.count(n)), default="")


def read_hints(document: Document, fields: Sequence[tuple[str, Role | None]], wishes: ReadingSettings) -> Hints:
    """Gather what wishes, `fields` of the page's head and metadata say of people; the first to say a role is right."""
    wished = [*((n, Role.INTERVIEWER) for n in wishes.interviewers), *((n, Role.GUEST) for n in wishes.guests)]
    said = [(clean_name(name), role) for name, role in (*wished, *fields, *document.people)]
    authors = tuple(filter(None, map(clean_name, document.authors)))
    return Hints(
        names=tuple(dict.fromkeys(filter(None, [*(name for name, _ in said), *wishes.aliases.values(), *authors]))),
        roles={name.casefold(): role for name, role in reversed(said) if role},
        authors=authors,
        aliases={alias.casefold(): name for alias, name in wishes.aliases.items()},
    )


def read_context(hints: Hints, text: PageText) -> Context:
    """Put together what is known: hints count more than what the introduction says, and that more than mere mention."""
    index = NameIndex(f"{text.introduction}\n{text.title}\n{text.description}\n{text.everything}")
    told = f"{text.prose}\n{text.credits}\n{text.around}"
    own = prose.own_names(text.openings.values())
    titled = [text.title] if re.fullmatch(FULL_NAME, text.title.strip()) and names_in(text.title) else []
    authors = [name for name in hints.authors if len(name.split()) > 1] or list(dict.fromkeys(prose.by_lines(told)))
    authors = authors if len(authors) == 1 else []
    asking = [*hints.of_role(Role.INTERVIEWER), *prose.announced_interviewers(told)]
    # Whoever introduces themselves under another's questions asks nothing.
    interviewers = dict.fromkeys(name for name in (*asking, *authors) if name not in own)
    guests = [*hints.of_role(Role.GUEST), *titled, *own, *prose.announced_guests(text.prose, index), *hints.of_role(None)]
    guests += _titled(text)
    guests = [*(prose.nominative(name, index) for name in guests[:_MOST_DECLINED]), *guests[_MOST_DECLINED:]]
    return Context(
        hints=hints,
        text=text,
        index=index,
        guests=tuple(name for name in dict.fromkeys(guests) if name not in interviewers),
        interviewers=tuple(interviewers),
        sure=(*hints.names, *titled, *own),
        authors=tuple(authors),
        interviewers_told=tuple(asking),
    )


def _titled(text: PageText) -> list[str]:
    """Whom a title quotes, "Ann Lee: It is home", if a label has that name or the introduction too."""
    lines = (line for line in f"{text.title}\n{text.introduction}".split("\n") if len(line) <= _LONGEST_TITLE)
    quoted = {found[1].strip() for found in map(_QUOTED_IN_TITLE.match, lines) if found}
    known = {*text.openings, *names_in(text.introduction.replace(":", ". "))}
    return [name for name in dict.fromkeys((*text.openings, *known)) if name in quoted]


def clean_name(name: str) -> str:
    """A name of the metadata without brackets, links and titles; a slug such as "ann-lee" becomes "Ann Lee"."""
    bare = _BRACKETS.sub("", _HONORIFIC.sub("", name.split(" / ", maxsplit=1)[0].strip())).strip(" @,;")
    if _SLUG.fullmatch(bare):
        bare = " ".join(part.capitalize() for part in bare.split("-"))
    title, rest = split_title(bare)
    return rest if title and len(rest.split()) > 1 else bare
