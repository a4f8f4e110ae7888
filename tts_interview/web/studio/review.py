"""Review: hear the episode with its words lit, mark what is wrong, and see it beside what the verification heard.

A mark goes when its turn is spoken again, because its words, its voice or its delivery have changed.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse
from starlette.routing import Route

from tts_interview.errors import EditError, SourceError, TtsInterviewError
from tts_interview.files.atomic import write_whole
from tts_interview.pipeline.hearing import turn_keys
from tts_interview.web.studio.keys import keys_of, shown
from tts_interview.web.studio.making import PUBLISH, PUBLISHED, job_of, result_of
from tts_interview.web.studio.pages import back_to, base_of, markup, note_of, number_of, page, posted, project_of, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from tts_interview.web.studio.workshop import Project

MARKS = "marks.json"
_REPORT, _LINES, _TRANSCRIPT = ".verify.json", ".verify.txt", ".transcript.json"
_WORD = re.compile(r"\s*\S+")
_AROUND_CHARS = 60


@dataclass(frozen=True, slots=True)
class ReviewMark:
    """A place that somebody marked: a range of a paragraph of a turn, and the key of the turn as it was spoken then."""

    id: int
    turn: int
    key: str
    paragraph: int
    start: int
    end: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class ToMend:
    """A place to look at: the number of its turn, from 1, the words around it, and its mark, or what was heard there."""

    turn: int
    number: int
    speaker: str
    words: tuple[str, str, str]
    mark: ReviewMark | None = None
    why: str = ""


# -- the marks -----------------------------------------------------------------------------------------------------------


def _read(path: Path) -> list[ReviewMark]:
    try:
        return [ReviewMark(**mark) for mark in json.loads(path.read_bytes())]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError) as error:
        raise SourceError(f"{path} cannot be read as marks: delete it, or write it as it was") from error


def _changed(project: Project, change: Callable[[list[ReviewMark]], list[ReviewMark]]) -> None:
    path = project.session.folder / MARKS
    with project.lock:
        marks = [asdict(mark) for mark in change(_read(path))]
        write_whole(path, (json.dumps(marks, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace"))


def places_of(project: Project, keys: dict[int, str], published: dict[str, Any]) -> list[ToMend]:
    """Return the marks of turns that are still spoken as they were, and what the verification heard, in their order.

    `keys` are those of the turns as they are spoken now; `published` is the result of the job that published the episode.
    """
    numbers = {name: number for number, name in enumerate(project.state.ids)}
    found = []
    for mark in _read(project.session.folder / MARKS):
        number = numbers.get(mark.turn, -1)
        if keys.get(number) == mark.key:
            found.append(replace(_place(project, number, (mark.paragraph, mark.start, mark.end)), mark=mark))
    return sorted([*found, *_suspicious(project, keys, published)], key=lambda place: place.number)


def _place(project: Project, number: int, where: tuple[int, int, int]) -> ToMend:
    turn, (paragraph, start, end) = project.state.transcript.turns[number], where
    text = turn.paragraphs[min(paragraph, len(turn.paragraphs) - 1)].text
    before, after = text[max(0, start - _AROUND_CHARS) : start], text[end : end + _AROUND_CHARS]
    before = f"… {before.partition(' ')[2]}" if start > _AROUND_CHARS else before
    after = f"{after.rpartition(' ')[0]} …" if len(text) > end + _AROUND_CHARS else after
    return ToMend(project.state.ids[number], number + 1, turn.speaker, (before, text[start:end], after))


def _suspicious(project: Project, keys: dict[int, str], published: dict[str, Any]) -> Iterator[ToMend]:
    """Yield what the report beside the published episode says of turns that are still spoken so."""
    turns = project.state.transcript.turns
    for speaker, words, nth, line in _findings(project.session.folder / PUBLISHED):
        same = [number for number, turn in enumerate(turns) if turn.speaker == speaker and words in turn.text]
        number = same[min(nth, len(same) - 1)] if same else -1
        if keys.get(number) in published.get("spoken", ()):
            paragraph = next((n for n, one in enumerate(turns[number].paragraphs) if words in one.text), 0)
            start = max(0, turns[number].paragraphs[paragraph].text.find(words))
            yield replace(_place(project, number, (paragraph, start, start + len(words))), why=line)


def _findings(folder: Path) -> Iterator[tuple[str, str, int, str]]:
    """Yield for each fault in a report: who says the sentence, the sentence, how many like it come before, and the fault."""
    for path in folder.glob(f"*{_REPORT}"):
        stem = path.name.removesuffix(_REPORT)
        with suppress(OSError, ValueError, LookupError, TypeError):  # the episode is being published, or its files were moved
            lines = (folder / f"{stem}{_LINES}").read_text(encoding="utf-8").splitlines()[1:]
            segments = json.loads((folder / f"{stem}{_TRANSCRIPT}").read_bytes())["segments"]
            starts, said = [one["startTime"] for one in segments], [(one["speaker"], one["body"]) for one in segments]
            for finding, line in zip(json.loads(path.read_bytes())["findings"], lines, strict=True):
                at = max(0, bisect_right(starts, finding["startTime"]) - 1)
                if not finding["mended"]:
                    yield *said[at], said[:at].count(said[at]), line.partition(" ")[2]


# -- the screen ----------------------------------------------------------------------------------------------------------


def show(request: Request) -> Response:
    """Show the turns beside what is wrong with them."""
    project, problem, places = project_of(request), "", list[ToMend]()
    try:
        project.session.refresh()
        places = _places(request, project)
    except TtsInterviewError as error:
        problem = sentence(error)
    keys, turns = keys_of("review"), list(zip(project.state.ids, project.state.transcript.turns, strict=True))
    about = {"places": places, "turns": turns, "keys": keys, "help": shown(keys), "problem": problem, "swap": False}
    return page(request, "review.html", {"project": project, "screen": "review", **about})


def _places(request: Request, project: Project) -> list[ToMend]:
    return places_of(project, turn_keys(project.plan()), result_of(job_of(request, project, PUBLISH)))


def _acted(request: Request, act: Callable[[Project, FormData, int], str], form: FormData) -> Response:
    """Change the marks, and answer with their list, or with the screen for a browser without JavaScript."""
    project = project_of(request)
    try:
        message = act(project, form, request.path_params["number"])
    except TtsInterviewError as error:
        message = sentence(error)
    if "hx-request" in request.headers:
        about = {"places": _places(request, project), "message": message, "swap": True}
        return HTMLResponse(markup("marks.html", project=project, base=base_of(request), **about))
    project.say(message)
    return back_to(request, "p", project.slug, "review", mark="marks")


def _wrong(project: Project, form: FormData, turn: int) -> str:
    """Mark a word of a turn, or all of its first paragraph if no place is given."""
    number = project.number(turn)
    paragraph, start = (number_of(form, name) if form.get(name) else 0 for name in ("paragraph", "offset"))
    own, key = project.state.transcript.turns[number], turn_keys(project.plan()).get(number, "")
    if not (key and 0 <= paragraph < len(own.paragraphs) and 0 <= start < len(own.paragraphs[paragraph].text)):
        raise EditError("these words are not spoken: load the page again")
    text = own.paragraphs[paragraph].text
    word = _WORD.match(text, start) if form.get("offset") else None
    end = number_of(form, "end") if form.get("end") else word.end() if word else len(text)
    mark = ReviewMark(0, turn, key, paragraph, start, min(max(end, start), len(text)))
    _changed(project, lambda marks: [*marks, replace(mark, id=1 + max((one.id for one in marks), default=0))])
    return f"Turn {number + 1} is marked" + (f": “{text[start : mark.end]}”." if word else ".")


def _noted(project: Project, form: FormData, number: int) -> str:
    note = note_of(form, "note")
    _changed(project, lambda marks: [replace(one, note=note) if one.id == number else one for one in marks])
    return "The note is kept."


def _removed(project: Project, _form: FormData, number: int) -> str:
    _changed(project, lambda marks: [one for one in marks if one.id != number])
    return "The mark is gone."


def _route(path: str, act: Callable[[Project, FormData, int], str]) -> Route:
    @posted
    def endpoint(request: Request, form: FormData) -> Response:
        return _acted(request, act, form)

    return Route(f"/p/{{slug}}/{path}", endpoint, methods=["POST"])


ROUTES = [
    Route("/p/{slug}/review", show),
    _route("turns/{number:int}/mark", _wrong),
    _route("marks/{number:int}", _noted),
    _route("marks/{number:int}/remove", _removed),
]
