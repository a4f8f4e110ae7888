"""The script: the page as it was beside the turns, and an action for each operation."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse
from starlette.routing import Route

from tts_interview.errors import EditError, TtsInterviewError
from tts_interview.model import Edit, Role
from tts_interview.pipeline.locking import is_locked, locked_in, locks
from tts_interview.web.studio.keys import keys_of, shown
from tts_interview.web.studio.pages import (
    SCREENS,
    back_to,
    base_of,
    markup,
    number_of,
    page,
    posted,
    project_of,
    sentence,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from tts_interview.model import LeftOut, Transcript, Turn
    from tts_interview.pipeline.editing import ScriptState
    from tts_interview.web.studio.workshop import Project

    # What an action does to a turn of a project by a form; it returns what it did.
    Act = Callable[[Project, FormData, int], str]

# A turn below this confidence is marked.
SURE = 0.9
# More rows than these come quicker with the whole page.
_MOST_FRAGMENTS = 200


@dataclass(frozen=True, slots=True)
class SourceWords:
    """Words of the page. If they are left out, `reason` says why, and `key` names them in forms."""

    text: str
    line: int
    reason: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A turn with the words of the page from which it comes. Rows are equal if they look the same, wherever they are."""

    id: int
    turn: Turn
    passages: tuple[SourceWords, ...]
    confidence: float
    number: int = field(compare=False)

    @property
    def is_locked(self) -> bool:
        """True if the sound of the turn is locked."""
        return is_locked(self.turn)

    @property
    def is_unsure(self) -> bool:
        """True if the program is not sure who says this."""
        return self.confidence < SURE


@lru_cache(maxsize=4)
def rows_of(state: ScriptState) -> Sequence[Row]:
    """Return a row for each turn."""
    transcript = state.transcript
    starts: list[int] = []
    for turn in transcript.turns:
        starts.append(max(turn.line, starts[-1] if starts else 0))
    beside: list[list[SourceWords]] = [[] for _ in starts]
    for passage in sorted(_passages(state.page, transcript), key=lambda one: (one.line, not one.reason)):
        beside[max(0, bisect_right(starts, passage.line) - 1)].append(passage)
    return [
        Row(number, turn, tuple(passages), turn.confidence, place)
        for place, (number, turn, passages) in enumerate(zip(state.ids, transcript.turns, beside, strict=True), start=1)
    ]


def _passages(first: Transcript, now: Transcript) -> Iterator[SourceWords]:
    """Yield the words of the page as it was, and with them those that are left out now."""
    gone = {(entry.text, entry.line) for entry in now.left_out}
    for entry in now.left_out:
        yield SourceWords(entry.text, entry.line, entry.reason.value, key_of(entry))
    for turn in first.turns:
        for paragraph in turn.paragraphs:
            if (paragraph.text, paragraph.line) not in gone:
                yield SourceWords(paragraph.text, paragraph.line)


def key_of(entry: LeftOut) -> str:
    """Return a name for words that are left out."""
    return sha256(f"{entry.line} {entry.reason} {entry.text}".encode("utf-8", "surrogatepass")).hexdigest()[:12]


# -- showing -----------------------------------------------------------------------------------------------------------


def show(request: Request) -> Response:
    """Show the whole script; `turn` names one whose tools are open."""
    return page(request, "script.html", about(request, project_of(request), "script"))


def about(request: Request, project: Project, screen: str) -> dict[str, Any]:
    """Return what a screen with the whole script shows of it."""
    problem = ""
    try:
        project.session.refresh()
    except TtsInterviewError as error:
        problem = sentence(error)
    state = project.state
    opened = request.query_params.get("turn", "")
    return {
        "project": project,
        "screen": screen,
        "rows": rows_of(state),
        "opened": int(opened) if opened.isdecimal() else 0,
        "keys": keys_of(screen),
        "help": shown(keys_of(screen)),
        "problem": problem,
        "seen": len(project.session.states) - 1,
    }


def one_row(request: Request) -> Response:
    """Answer with the row of one turn, with its tools open or closed."""
    project = project_of(request)
    rows = rows_of(project.state)
    row = next((row for row in rows if row.id == request.path_params["turn"]), None)
    if row is None:
        return HTMLResponse("")
    opened = row.id if "close" not in request.query_params else 0
    return HTMLResponse(markup("row.html", row=row, project=project, base=base_of(request), opened=opened, swap=""))


def changes(request: Request) -> Response:
    """Answer with what changed since a state that the page has shown."""
    project = project_of(request)
    seen = request.query_params.get("seen", "")
    message = project.take_message() or "Another window or program changed the script."
    return _fragments(request, project, int(seen) if seen.isdecimal() else 0, 0, message)


def _fragments(request: Request, project: Project, seen: int, opened: int, message: str) -> Response:
    """Return the rows that differ from those of a state before, each for its place in the page."""
    session = project.session
    states = session.states
    before = rows_of(states[min(seen, len(states) - 1)])
    now = rows_of(states[-1])
    known, kept = {row.id: row for row in before}, {row.id for row in now}
    changed: list[tuple[Row, str]] = []
    above = 0
    for row in now:
        if row.id not in known:
            changed.append((row, f"afterend:#r{above}" if above else "afterbegin:#rows"))
        elif row != known[row.id] or row.id == opened:
            changed.append((row, "true"))
        above = row.id
    if len(changed) > _MOST_FRAGMENTS:
        return HTMLResponse(headers={"HX-Refresh": "true"})
    gone = [row.id for row in before if row.id not in kept]
    about = {"changed": changed, "gone": gone, "seen": len(states) - 1, "opened": opened, "message": message}
    return HTMLResponse(markup("changes.html", project=project, base=base_of(request), **about))


# -- acting ------------------------------------------------------------------------------------------------------------


def _edited(request: Request, form: FormData, act: Act) -> Response:
    """Do an action on a turn, and answer with what changed, or with the screen for a browser without JavaScript."""
    project = project_of(request)
    turn = request.path_params.get("turn", 0)
    if "hx-request" in request.headers and number_of(form, "seen") >= len(project.session.states):
        return HTMLResponse(headers={"HX-Refresh": "true"})  # the page is older than the log, which was folded since
    try:
        message = act(project, form, project.number(turn) if turn else 0)
    except TtsInterviewError as error:
        message = sentence(error)
    opened = turn if text_of(form, "opened") else 0
    if "hx-request" in request.headers:
        seen = number_of(form, "seen")
        if len(project.session.states) - 1 > seen + 1:
            message += " Another window or program changed the script too."
        return _fragments(request, project, seen, opened, message)
    project.say(message)
    if (screen := text_of(form, "screen")) and screen in dict(SCREENS):
        return back_to(request, "p", project.slug, screen)
    return back_to(request, "p", project.slug, f"script?turn={opened}" if opened else "script", mark=f"r{turn}" if turn else "")


def _given(project: Project, form: FormData, turn: int) -> str:
    person = _person(project, form)
    name = person if isinstance(person, str) else str(person["name"])
    known = project.session.transcript.turns[turn].speaker
    if text_of(form, "all"):
        project.session.do(Edit("assign_all", {"label": known, "speaker": person}))
        return f"All turns of {known} are {name}’s."
    project.session.do(Edit("assign", {"turn": turn, "speaker": person}))
    return f"Turn {turn + 1} is {name}’s."


def _person(project: Project, form: FormData) -> Any:  # noqa: ANN401 - a name, or a new speaker as plain data
    """Return who was chosen: a new person wins over one of the list."""
    new = " ".join(text_of(form, "new").split())
    if not new:
        return text_of(form, "speaker")
    if any(new == person.name for person in project.people):
        return new
    return {"name": new, "role": text_of(form, "role") or Role.GUEST.value}


def _reworded(project: Project, form: FormData, turn: int) -> str:
    """Save the words of a turn. An empty line in a paragraph begins another turn of the same person."""
    own = project.session.transcript.turns[turn]
    edits: list[Edit] = []
    for number in reversed(range(len(own.paragraphs))):
        if f"words-{number}" in form:
            edits += _edits_of(
                {"turn": turn, "paragraph": number}, own.paragraphs[number].text, text_of(form, f"words-{number}")
            )
    if edits:
        project.session.do(*edits)
    return f"Turn {turn + 1} was changed." if edits else f"Turn {turn + 1} is as it was."


def _edits_of(place: dict[str, int], was: str, text: str) -> list[Edit]:
    """Return the edits that make the text of a field of a paragraph."""
    parts = [words for part in text.split("\n\n") if (words := " ".join(part.split()))]
    if not parts:
        return [Edit("leave_out", place)]
    whole = " ".join(parts)
    edits = [Edit("reword", {**place, "text": whole})] if whole != was else []
    ends = accumulate(len(part) + 1 for part in parts[:-1])
    return [*edits, *(Edit("split", {**place, "offset": end - 1}) for end in reversed(list(ends)))]


def _split(project: Project, form: FormData, turn: int) -> str:
    place = {"paragraph": number_of(form, "paragraph"), "offset": number_of(form, "offset")}
    project.session.do(Edit("split", {"turn": turn, **place}))
    return f"Turn {turn + 1} was split."


def _joined(project: Project, _form: FormData, turn: int) -> str:
    project.session.do(Edit("join", {"turn": turn}))
    return f"Turns {turn + 1} and {turn + 2} were joined."


def _left_out(project: Project, _form: FormData, turn: int) -> str:
    project.session.do(Edit("leave_out", {"turn": turn}))
    return f"Turn {turn + 1} was left out."


def _locked(project: Project, _form: FormData, turn: int) -> str:
    """Lock the sound of a turn, or unlock it."""
    if is_locked(project.session.transcript.turns[turn]):
        project.session.do(Edit("unlock", {"turn": turn}))
        return f"Turn {turn + 1} is unlocked."
    project.session.do(*locks(project.plan(), turn))
    return f"Turn {turn + 1} is locked: its sound stays as it is."


def _kept(project: Project, form: FormData, _turn: int) -> str:
    key = text_of(form, "entry")
    entries = project.session.transcript.left_out
    at = next((number for number, entry in enumerate(entries) if key_of(entry) == key), None)
    if at is None:
        raise EditError("these words are spoken already")
    project.session.do(Edit("keep", {"entry": at, "speaker": _person(project, form)}))
    return "The words are spoken now."


def _undone(project: Project, _form: FormData, _turn: int) -> str:
    what = project.session.undoes
    project.session.undo()
    return f"Undone: {what}."


def _redone(project: Project, _form: FormData, _turn: int) -> str:
    what = project.session.redoes
    project.session.redo()
    return f"Redone: {what}."


def _restored(project: Project, _form: FormData, _turn: int) -> str:
    project.session.restore()
    return "The script is as it was before the other program changed it."


def _telling(act: Act) -> Act:
    """Let an action tell that it has unlocked what it changed."""

    def told(project: Project, form: FormData, turn: int) -> str:
        before = locked_in(project.session.transcript)
        message = act(project, form, turn)
        return message + " Its sound is unlocked." * (locked_in(project.session.transcript) < before)

    return told


_OF_TURN: dict[str, Act] = {"give": _given, "reword": _reworded, "split": _split, "join": _joined, "leave-out": _left_out}
_OF_TURN = {name: _telling(act) for name, act in _OF_TURN.items()} | {"lock": _locked}
_OF_SCRIPT = {"keep": _kept, "undo": _undone, "redo": _redone, "restore": _restored}


def _route(path: str, act: Act) -> Route:
    @posted
    def endpoint(request: Request, form: FormData) -> Response:
        return _edited(request, form, act)

    return Route(path, endpoint, methods=["POST"])


ROUTES = [
    Route("/p/{slug}/script", show),
    Route("/p/{slug}/changes", changes),
    Route("/p/{slug}/turns/{turn:int}", one_row),
    *(_route(f"/p/{{slug}}/turns/{{turn:int}}/{name}", act) for name, act in _OF_TURN.items()),
    *(_route(f"/p/{{slug}}/{name}", act) for name, act in _OF_SCRIPT.items()),
]
