"""The start: an interview is read into a project, and a project says what it is and what it takes."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from tts_interview.errors import TtsInterviewError
from tts_interview.model import Edit
from tts_interview.pipeline.hearing import work_of
from tts_interview.web.studio.doubts import cards_of, questions_of
from tts_interview.web.studio.pages import (
    HERE,
    acting,
    back_to,
    file_of,
    minutes,
    page,
    posted,
    project_of,
    sentence,
    text_of,
    workshop_of,
)

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from tts_interview.web.studio.workshop import Project


def start(request: Request) -> Response:
    """Show the field for a source, and the projects that there are."""
    return page(request, "start.html", {"recent": workshop_of(request).recent(), "source": "", "problem": ""})


@posted
def create(request: Request, form: FormData) -> Response:
    """Read an address, a text or a file into a new project."""
    workshop, typed = workshop_of(request), text_of(form, "source").strip()
    try:
        slug = workshop.create(_source(form, typed))
    except TtsInterviewError as error:
        about = {"recent": workshop.recent(), "source": typed, "problem": sentence(error)}
        return page(request, "start.html", about, HTTPStatus.UNPROCESSABLE_ENTITY)
    return back_to(request, "p", slug, "")


def _source(form: FormData, typed: str) -> Any:  # noqa: ANN401 - whatever the pipeline reads
    """Return what was sent: a file wins over words, and no words mean the example."""
    if file := file_of(form):
        return file
    if text_of(form, "example"):
        return (HERE / "example.md").read_bytes()
    return typed if typed.startswith(("http://", "https://")) and len(typed.split()) == 1 else f"{typed}\n"


def overview(request: Request) -> Response:
    """Show what an episode will be: its people, its length, and how long it takes to make."""
    project = project_of(request)
    plan, problem = None, ""
    try:
        plan = project.plan()
    except TtsInterviewError as error:
        problem = sentence(error)
    about = {
        "project": project,
        "screen": "",
        "plan": plan,
        "problem": problem,
        "minutes": minutes,
        "work_s": work_of(plan).work_s if plan else 0.0,
        "questions": len(cards_of(project)) + len(questions_of(project)),
    }
    return page(request, "overview.html", about)


def _retitled(project: Project, form: FormData, _request: Request) -> str:
    project.session.do(Edit("retitle", {"title": text_of(form, "title")}))
    return f"The title is “{project.title}” now."


ROUTES = [
    Route("/", start),
    Route("/projects", create, methods=["POST"]),
    Route("/p/{slug}/", overview),
    acting("title", _retitled, ""),
]
