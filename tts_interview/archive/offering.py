"""Make rules of corrections: what a person said of one source may be asked for others, once it is seen what that changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tts_interview.archive.library import LibraryEntry, Standing
from tts_interview.archive.planning import SURE, SURENESS, each_surveyed, plan_archive
from tts_interview.archive.rules import FOLDER, SITE, SourceRule, asked_of, read_rules, scope_of
from tts_interview.archive.sources import Scope
from tts_interview.errors import QueueError
from tts_interview.model import SILENT, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tts_interview.archive.library import Library
    from tts_interview.model import Edit, Speaker
    from tts_interview.settings import Settings

# What is said of one source alone.
_OF_ONE = {"title", "date", "published", "collection", "script"}
# The wish that an edit amounts to: whom it is about, and what it says of them.
_WISHES = {
    "rename": ("alias", "speaker", "name"),
    "assign_all": ("alias", "label", "speaker"),
    "set_gender": ("gender", "speaker", "gender"),
    "set_voice": ("voice", "speaker", "voice"),
}
_ROLES = {Role.INTERVIEWER: "interviewer", Role.GUEST: "guest"}
# What is made or withdrawn stays as it is.
_OPEN = {Standing.WAITING, Standing.ACCEPTED, Standing.ASIDE, Standing.FAILED}
# So many others are read to show what a rule changes.
MOST_READ = 40


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What a rule changes in one source: what is read of it now, and with the rule; texts for a person."""

    entry: LibraryEntry
    before: str
    after: str


def offers(
    entry: LibraryEntry, edits: Iterable[Edit], page: Sequence[Speaker], known: Sequence[SourceRule]
) -> list[SourceRule]:
    """Return the rules that corrections of a source may become: of its wishes, and of edits; `page` are its people as read.

    None of them is known already.
    """
    scope, name = scope_of(entry.path, entry.wishes)
    said = [{wish: words} for wish, words in asked_of(entry, known)[0].items() if wish not in _OF_ONE]
    labels = {person.name: next(iter(person.labels), person.name) for person in page}
    said += [wish for edit in edits if (wish := _wish(edit, labels)) and all(wish.values())]
    found = {rule.key: rule for rule in (SourceRule(scope, name, wish) for wish in said)}
    return [rule for key, rule in found.items() if key not in {rule.key for rule in known}]


def _wish(edit: Edit, labels: Mapping[str, str]) -> dict[str, str]:
    """Return the wish that an edit amounts to; none if it is about this source alone."""
    about = {key: str(value["name"] if isinstance(value, dict) else value) for key, value in edit.arguments.items()}
    if edit.operation == "set_role":
        return {wish: about["speaker"] for role, wish in _ROLES.items() if role.value == about["role"]}
    if edit.operation not in _WISHES:
        return {}
    wish, whom, what = _WISHES[edit.operation]
    who = labels.get(about[whom], about[whom]) if wish == "alias" else about[whom]
    return {wish: f"{who}={about[what]}"}


def others(library: Library, rule: SourceRule, entry_id: int = 0) -> Iterator[LibraryEntry]:
    """Yield the sources that a rule covers and that are still to be made, without that of an id."""
    prefixes = rule.prefixes if rule.scope in {SITE, FOLDER} else ()
    yield from (one for one in library.within(rule.name, prefixes) if one.standing in _OPEN and one.id != entry_id)


def changes(
    library: Library, rule: SourceRule, settings: Settings, entries: Sequence[LibraryEntry], workers: int
) -> list[RuleChange]:
    """Read sources with a rule, each in a child process within limits, and return what that changes of them."""
    rules = [*read_rules(library.folder), rule]
    wanted = []
    for entry in entries:
        said, asked, noted = asked_of(entry, rules)
        wanted.append((entry, (entry.path, {**noted, **said}, asked)))
    read = each_surveyed(wanted, settings, workers)
    found = [RuleChange(entry, _shown(entry.kind, entry.cast, entry.sure), _seen(facts)) for entry, facts in read]
    return [change for change in found if change.before != change.after]


def _seen(facts: Any) -> str:  # noqa: ANN401 - what `survey` returns, or an error
    return str(facts) if isinstance(facts, QueueError) else _shown(facts["kind"], facts["cast"], facts["sure"])


def _shown(kind: str, cast: str, sure: float) -> str:
    return f"{cast or kind}, {100 * sure:.0f} % sure"


def plan_again(library: Library, rule: SourceRule, settings: Settings, workers: int) -> int:
    """Read the sources again that a rule covers, as the rules are now; return how many were read. Raises LibraryError."""
    scopes = [Scope(entry.path) for entry in others(library, rule)]
    sure = float(library.about(SURENESS) or SURE)
    return plan_archive(library, scopes, settings, SILENT, workers=workers, sure=sure).read
