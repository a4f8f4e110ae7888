"""The pace: how fast an interview is spoken and how long its pauses are, heard before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from tts_interview.pipeline.hearing import excerpt
from tts_interview.settings.front_matter import said_in
from tts_interview.settings.pacing import CONVERSATION, FASTEST, LONGEST_PAUSE_MS, PRESETS, SLOWEST, PauseFor
from tts_interview.web.studio.pages import acting, page, project_of, workshop_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import FormData, QueryParams
    from starlette.requests import Request

    from tts_interview.web.studio.workshop import Project

_HEARD_S = 20.0
_PRESETS = {
    "conversation": "The pauses of real talk, slightly longer for listeners.",
    "news": "A little faster, with short pauses.",
    "slow": "For learners, with long pauses between clauses.",
    "fast": "For those who are used to fast speech.",
}
_PAUSES = {
    PauseFor.CLAUSE: "Between clauses",
    PauseFor.SENTENCE: "Between sentences",
    PauseFor.PARAGRAPH: "Between paragraphs",
    PauseFor.ANSWER: "Before an answer",
    PauseFor.QUESTION: "Before a question",
    PauseFor.SPEAKER: "Before another speaker",
    PauseFor.CHAPTER: "Before a chapter",
}


def show(request: Request) -> Response:
    """Show the pace that the script asks for."""
    project = project_of(request)
    said = said_in(project.state.script.front_matter)
    preset = str(said.get("pacing.preset", project.settings.pacing.preset or CONVERSATION))
    about = {
        "project": project,
        "screen": "pace",
        "presets": {name: _PRESETS.get(name, "") for name in PRESETS},
        "preset": preset,
        "rate": said.get("pacing.rate", 1.0),
        "rates": (SLOWEST, FASTEST),
        "pauses": [(reason.value, line, PRESETS[preset].pauses[reason]) for reason, line in _PAUSES.items()],
        "asked": {str(reason): ms for reason, ms in said.get("pacing.pauses", {}).items()},
        "longest": LONGEST_PAUSE_MS,
    }
    return page(request, "pace.html", about)


def _wishes(form: FormData | QueryParams) -> dict[str, str | Mapping[str, str]]:
    """Return the fields of the front matter that a form asks for. What is not valid is left out."""
    preset, rate = str(form.get("preset", "")), str(form.get("rate", "")).strip()
    pauses = {reason.value: str(form.get(reason.value, "")).strip() for reason in _PAUSES}
    wishes: dict[str, str | Mapping[str, str]] = {
        "pace": preset if preset in PRESETS and preset != CONVERSATION else "",
        "rate": rate if rate not in {"1", "1.0"} else "",
        "pause": {reason: f"{ms}ms" for reason, ms in pauses.items() if ms},
    }
    return {key: value if said_in({key: value}) else "" for key, value in wishes.items()}


def _saved(project: Project, form: FormData, _request: Request) -> str:
    """Keep the pace in the front matter of the script."""
    known = project.state.script.front_matter
    changed = {key: value for key, value in _wishes(form).items() if (known.get(key) or "") != (value or "")}
    for key, value in changed.items():
        project.session.set_wish(key, value)
    return "The pace was changed." if changed else "The pace is as it was."


def sound(request: Request) -> Response:
    """Answer with some seconds of the interview: as it is, or with the pace of a form that was not saved yet."""
    project, workshop, asked = project_of(request), workshop_of(request), request.query_params
    plan = workshop.plan_with(project, said_in(_wishes(asked))) if "preset" in asked else project.plan()
    first = min(1, len(plan.script.transcript.turns) - 1)
    return Response(workshop.spoken(excerpt, plan, first, _HEARD_S), media_type="audio/wav")


ROUTES = [
    Route("/p/{slug}/pace", show),
    acting("pace/save", _saved, "pace"),
    Route("/p/{slug}/pace/sound.wav", sound),
]
