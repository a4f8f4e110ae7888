"""The queue of an archive in the studio: one source after another, the least sure first, to be accepted, corrected or declined.

A source is read into a project of the studio when it is first shown. What is corrected there is what the archive makes.
"""

from __future__ import annotations

import re
import threading
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.routing import Route

from tts_interview.archive import offering, review
from tts_interview.archive.library import Library, LibraryEntry, Standing
from tts_interview.archive.roster import Roster
from tts_interview.archive.rules import NAME as RULES
from tts_interview.archive.rules import keep_rule, read_rules, remove_rule
from tts_interview.archive.sources import SAID, values_of
from tts_interview.errors import LibraryError, TtsInterviewError
from tts_interview.settings.layers import with_values
from tts_interview.settings.options import WISHES
from tts_interview.web import studio
from tts_interview.web.studio import doubts, script
from tts_interview.web.studio.keys import keys_of, shown
from tts_interview.web.studio.pages import SCREENS, back_to, page, posted, project_of, sentence, text_of, workshop_of
from tts_interview.web.studio.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from tts_interview.archive.rules import SourceRule
    from tts_interview.settings import Settings
    from tts_interview.web.studio.workshop import Project

# The folder of a library with the projects of the sources that were looked at.
PROJECTS = "review"
_MOST_SHOWN = 20
# So many sources are read at once to show what a rule changes, and to apply it.
_WORKERS = 2
# An archive has its own start, and makes the episodes itself.
_NOT_HERE = ("/projects", "/p/{slug}/publish", "/p/{slug}/book")
_DESK_SCREENS = (("desk", "Decide"), *(screen for screen in SCREENS if screen[0] != "publish"))
# How sure a plan is of what it says.
_SURE = re.compile(r"^[01]\.\d\d ")
_DECISIONS: dict[str, tuple[str, Callable[[Library, list[int]], int]]] = {
    "accept": ("Accepted", review.accept),
    "decline": ("Declined", review.decline),
}


class Desk(Workshop):
    """The projects of a library, and what was decided last."""

    def __init__(self, library: Path, settings: Settings, standing: Standing = Standing.WAITING) -> None:
        super().__init__(library / PROJECTS, with_values(settings, {"reading.limits.isolated": True}))
        self.place, self.standing = library, standing
        self._planner: threading.Thread | None = None
        self.decided: tuple[int, str] | None = None
        self.message = ""
        self._opening = threading.Lock()

    @contextmanager
    def library(self) -> Iterator[Library]:
        """Open the library; each thread has its own connection."""
        with closing(Library(self.place)) as library:
            yield library

    def entry(self, slug: str) -> LibraryEntry:
        """Return the entry that an address names. Raises HTTPException if there is none."""
        try:
            with self.library() as library:
                return library.chosen([int(slug)])[0]
        except (LibraryError, ValueError):
            raise HTTPException(HTTPStatus.NOT_FOUND, "There is no such source.") from None

    def opened(self, entry: LibraryEntry) -> Project:
        """Return the project of an entry, which is read if it is not there yet. Raises what `write_project` raises."""
        slug = str(entry.id)
        with self._opening:
            if not (self.folder / slug).is_dir():
                self.create(entry.path, slug, self._asked(entry))
            found = self.project(slug)
        if found is None:
            raise LibraryError(f"{self.folder / slug} holds no script: delete the folder, so that the source is read again")
        return found

    def read_again(self, entry: LibraryEntry) -> None:
        """Read a source as it is asked for by now; a script that was corrected stays, and is compared with what was read."""
        project = self.project(str(entry.id))
        if project and project.session.undoes:
            self.look_again(project, entry.path, self._asked(entry))
            project.forget_plan()
        elif project:
            self.delete(project)

    def note(self, project: Project, *, has_changed: bool) -> None:
        """Note in the library whether a project is corrected."""
        own, entry = str(project.session.path.absolute()), self.entry(project.slug)
        known = entry.wishes.get(review.SCRIPT, "")
        wanted = own if project.session.undoes else "" if known == own else known
        if has_changed or wanted != known:
            with self.library() as library:
                review.correct(library, entry.id, wanted)

    def offers(self, entry: LibraryEntry) -> list[SourceRule]:
        """Return the rules that the corrections of a source may become."""
        project = self.project(str(entry.id))
        edits, people = (project.session.edits, project.state.page.speakers) if project else ([], ())
        return offering.offers(entry, edits, people, read_rules(self.place))

    def plan_again(self, rule: SourceRule) -> None:
        """Begin to read the sources again that a rule covers; the desk tells when that is done, or why it is not."""

        def work() -> None:
            try:
                with self.library() as library:
                    read = offering.plan_again(library, rule, self.settings, _WORKERS)
                self.message = f"The rules are applied: {read:,} source{'s were' if read != 1 else ' was'} read again."
            except TtsInterviewError as error:
                self.message = f"{sentence(error)} The next plan applies the rules."

        self._planner = threading.Thread(target=work, name="planning again", daemon=True)
        self._planner.start()

    def settings_of(self, script: Path) -> Settings:
        """Return the settings with which a script is spoken, with what is asked for its source or its people.

        What is asked of its reading is in the script already.
        """
        entry, roster = self.entry(script.parent.name), Roster.read(self.place)
        people = tuple(replace(member, name=name, aliases=()) for name in entry.heard if (member := roster.known(name)))
        casting = {name: value for name, value in values_of(entry.wishes, entry.path).items() if name.startswith("casting.")}
        return with_values(replace(self.settings, people=people), casting)

    def rest(self) -> None:
        """Wait until no source is being read again."""
        if self._planner:
            self._planner.join()

    def _asked(self, entry: LibraryEntry) -> Settings:
        """Return the settings with which a source is read; its own script is not merged into itself."""
        own = str((self.folder / str(entry.id)).absolute())
        wishes = {name: said for name, said in entry.wishes.items() if name != review.SCRIPT or not said.startswith(own)}
        return with_values(self.settings, values_of(wishes, entry.path))


def application(desk: Desk, token: str) -> ASGIApp:
    """Return the studio of a library's sources; every address begins with the token."""
    return studio.application(desk, token, ROUTES, brand="Archive", screens=_DESK_SCREENS)


def _desk_of(request: Request) -> Desk:
    return cast("Desk", workshop_of(request))


# -- showing -----------------------------------------------------------------------------------------------------------


def show(request: Request) -> Response:
    """Show how many sources wait, and the least sure of them."""
    desk = _desk_of(request)
    with desk.library() as library:
        worst, count = list(library.entries([desk.standing], worst_first=True, most=_MOST_SHOWN)), library.count(desk.standing)
    return page(request, "archive.html", {"worst": worst, "count": count, **_told(desk)})


def show_entry(request: Request) -> Response:
    """Show a source with its doubts and its script, and the buttons that decide."""
    desk = _desk_of(request)
    entry = desk.entry(request.path_params["slug"])
    about = _script(request, desk, entry) | {"entry": entry, "is_open": entry.standing is not Standing.MADE}
    with desk.library() as library:
        about |= {"waiting": library.count(desk.standing), "following": library.next_after(entry.id, desk.standing)}
        uses = [(rule, sum(1 for _ in offering.others(library, rule, entry.id))) for rule in _offers(desk, entry)]
    asked = [(name, WISHES.get(name), entry.wishes.get(name, "")) for name in SAID if name != review.SCRIPT]
    asked.sort(key=lambda one: not (one[1] and one[1].kind.is_flag))
    return page(request, "desk.html", {**about, "uses": uses, "asked": asked, **_told(desk)})


def _script(request: Request, desk: Desk, entry: LibraryEntry) -> dict[str, Any]:
    """Return what the desk shows of the doubts and the script of a source, or why there are none."""
    try:
        project = desk.opened(entry)
        return {"signs": list(_signs(project, entry)), **doubts.about(project), **script.about(request, project, "desk")}
    except TtsInterviewError as error:
        about = {"keys": keys_of("desk"), "help": shown(keys_of("desk")), "screen": "desk"}
        return {**about, "problem": sentence(error), "signs": []}


def _signs(project: Project, entry: LibraryEntry) -> Iterator[str]:
    """Yield what the plan says of a source, as far as no question on the page asks about it."""
    asked = {doubt.sentence for doubt in doubts.questions_of(project)}
    for line in entry.signs.splitlines():
        said = _SURE.sub("", line)
        if said not in asked:
            yield f"{said[:1].upper()}{said[1:]}."


def _offers(desk: Desk, entry: LibraryEntry) -> list[SourceRule]:
    """Return the rules that a source offers; none while the file of rules is not valid, which its own page says."""
    with suppress(LibraryError):
        return desk.offers(entry)
    return []


def show_rule(request: Request) -> Response:
    """Show what a rule would change, before it is kept."""
    desk = _desk_of(request)
    entry = desk.entry(request.path_params["slug"])
    rule = _offered(desk, entry, request.path_params["key"])
    with desk.library() as library:
        found = list(offering.others(library, rule, entry.id))
        changes = offering.changes(library, rule, desk.settings, found[: offering.MOST_READ], _WORKERS)
    read = min(len(found), offering.MOST_READ)
    return page(request, "rule.html", {"entry": entry, "rule": rule, "count": len(found), "read": read, "changes": changes})


def _offered(desk: Desk, entry: LibraryEntry, key: str) -> SourceRule:
    rule = next((rule for rule in _offers(desk, entry) if rule.key == key), None)
    if not rule:
        raise HTTPException(HTTPStatus.NOT_FOUND, "This correction is taken back, or a rule already.")
    return rule


def show_rules(request: Request) -> Response:
    """Show the rules of the library."""
    desk = _desk_of(request)
    return page(request, "rules.html", {"rules": read_rules(desk.place), "file": desk.place / RULES, **_told(desk)})


def _told(desk: Desk) -> dict[str, Any]:
    """Return what was decided last, and what the last action says, once."""
    told, desk.message = desk.message, ""
    return {"decided": desk.decided} | ({"told": told} if told else {})


# -- acting ------------------------------------------------------------------------------------------------------------


@posted
def decide(request: Request, form: FormData) -> Response:
    """Accept or decline a source, and go on to the next one."""
    desk, slug = _desk_of(request), request.path_params["slug"]
    entry, decision = desk.entry(slug), text_of(form, "decision")
    if decision not in _DECISIONS or entry.standing is Standing.MADE:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "This cannot be decided here.")
    done, act = _DECISIONS[decision]
    try:
        if project := desk.project(slug):
            project.session.refresh()
            desk.note(project, has_changed=False)
        with desk.library() as library:
            act(library, [entry.id])
            following = library.next_after(entry.id, desk.standing)
    except TtsInterviewError as error:
        desk.message = sentence(error)
        return back_to(request, "p", slug, "desk")
    desk.message = f"{done}: {entry.title or entry.path}."
    desk.decided = entry.id, entry.title or entry.path
    return back_to(request, "p", following.id, "desk") if following else back_to(request, "")


@posted
def take_back(request: Request, _form: FormData) -> Response:
    """Take the last decision back, and show its source again."""
    desk = _desk_of(request)
    if not desk.decided:
        return back_to(request, "")
    (last, title), desk.decided = desk.decided, None
    with desk.library() as library:
        review.reopen(library, last)
    desk.message = f"Taken back: {title} waits again."
    return back_to(request, "p", last, "desk")


@posted
def ask(request: Request, form: FormData) -> Response:
    """Read a source in another way."""
    desk, slug = _desk_of(request), request.path_params["slug"]
    said = {name: text_of(form, name) for name in SAID if name != review.SCRIPT}
    try:
        with desk.library() as library:
            desk.read_again(review.ask(library, desk.entry(slug).id, said))
        desk.message = "It was read as you asked."
    except TtsInterviewError as error:
        desk.message = sentence(error)
    return back_to(request, "p", slug, "desk")


@posted
def keep(request: Request, form: FormData) -> Response:
    """Keep a rule, and read the sources again that it covers."""
    desk, slug = _desk_of(request), request.path_params["slug"]
    rule = _offered(desk, desk.entry(slug), text_of(form, "rule"))
    keep_rule(desk.place, rule)
    desk.message = "The rule is kept. The sources that it covers are being read again."
    desk.plan_again(rule)
    return back_to(request, "p", slug, "desk")


@posted
def remove(request: Request, form: FormData) -> Response:
    """Take a rule away, and read the sources again that it covered."""
    desk = _desk_of(request)
    rule = remove_rule(desk.place, text_of(form, "rule"))
    desk.message = "The rule is gone. The sources that it covered are being read again." if rule else "This rule is gone."
    if rule:
        desk.plan_again(rule)
    return back_to(request, "rules")


def _then_noted(route: Route) -> Route:
    """Return a route of the studio after which the library knows whether its script is corrected."""
    act: Callable[[Request], Awaitable[Response]] = route.endpoint

    @wraps(act)
    async def endpoint(request: Request) -> Response:
        before = await run_in_threadpool(lambda: project_of(request).state.digest)
        answer = await act(request)
        project = project_of(request)
        if project.state.digest != before:
            await run_in_threadpool(_desk_of(request).note, project, has_changed=True)
        return answer

    return Route(route.path, endpoint, methods=["POST"])


def _of_studio() -> Iterator[Route]:
    for route in studio.ROUTES:
        if route.path != "/" and not route.path.startswith(_NOT_HERE):
            yield _then_noted(route) if "POST" in (route.methods or ()) else route


ROUTES = [
    Route("/", show),
    Route("/back", take_back, methods=["POST"]),
    Route("/p/{slug}/desk", show_entry),
    Route("/p/{slug}/decide", decide, methods=["POST"]),
    Route("/rules", show_rules),
    Route("/rules/remove", remove, methods=["POST"]),
    Route("/p/{slug}/rule/{key}", show_rule),
    Route("/p/{slug}/rule", keep, methods=["POST"]),
    Route("/p/{slug}/ask", ask, methods=["POST"]),
    *_of_studio(),
]
