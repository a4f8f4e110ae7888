"""Make sound and files as jobs, which outlive a closed page and a restarted studio, and tell of them as they go."""

from __future__ import annotations

import json
import threading
from collections import deque
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from tts_interview import pipeline
from tts_interview.errors import EditError
from tts_interview.jobs import JobState
from tts_interview.jobs.executor import run
from tts_interview.model import Observer
from tts_interview.pipeline.hearing import clip_of, missing, turn_keys, work_of
from tts_interview.web.studio.pages import back_to, base_of, markup, minutes, note_of, posted, project_of, workshop_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.applications import Starlette
    from starlette.datastructures import FormData
    from starlette.requests import Request

    from tts_interview.jobs import Job
    from tts_interview.jobs.executor import Report
    from tts_interview.model import Progress
    from tts_interview.web.studio.workshop import Project, Workshop

SPEAK, PUBLISH = "speak", "publish"
# The folder of a project in which its episode is published.
PUBLISHED = "published"
BUSY = (JobState.WAITING, JobState.RUNNING)


@asynccontextmanager
async def working(app: Starlette) -> AsyncIterator[None]:
    """Do the jobs of a workshop while its server runs."""
    workshop, stop = app.state.workshop, threading.Event()
    app.state.stop = stop
    work = {SPEAK: _work(workshop, _speak), PUBLISH: _work(workshop, _publish)}
    thread = threading.Thread(target=run, args=(workshop.queue, work, stop.is_set), name="speaking jobs", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        await run_in_threadpool(thread.join)


# -- the work ----------------------------------------------------------------------------------------------------------


def _work(workshop: Workshop, act: Any) -> Any:  # noqa: ANN401 - an act of this module, and what the executor calls
    def work(job: Job, report: Report) -> object:
        project = workshop.project(job.key)
        if project is None:
            raise EditError("the folder of the episode is gone")
        return act(workshop, project, report, **(job.payload or {}))

    return work


def _speak(workshop: Workshop, project: Project, report: Report) -> object:
    """Speak what is not in the cache, in the order of the script. What is asked for meanwhile comes between."""
    plan = project.plan()
    coming, speaking, seconds = deque(missing(plan)), deque[Any](), 0.0
    total = len(coming)
    while coming or speaking:
        while coming and len(speaking) < plan.engine.workers:
            speaking.append((coming[0], workshop.speaking(clip_of, plan, coming.popleft())))
        speech, clip = speaking.popleft()
        report(seconds, _told(f"Speaking turn {speech.turn + 1}", 1 - (len(coming) + len(speaking) + 1) / total))
        seconds += clip.result().seconds
    return {"told": f"{total} piece{'s' * (total != 1)} of sound were spoken."}


def _publish(workshop: Workshop, project: Project, report: Report, correction: str = "") -> object:
    """Make all that publishing needs, as `render --publish` does; readers are told of a correction in these words."""
    _speak(workshop, project, report)
    folder = project.session.folder / PUBLISHED
    made = pipeline.render(project.session.path, f"{folder}/", workshop.publishing(correction), _Reporter(report))
    return {
        "told": "The episode is published.",
        "files": sorted(path.relative_to(folder).as_posix() for path in made.files if path.is_relative_to(folder)),
        "audio": made.files[0].relative_to(folder).as_posix(),
        "seconds": made.seconds,
        "lufs": made.loudness.lufs,
        "digest": project.state.digest,
        "spoken": list(turn_keys(project.plan()).values()),
    }


class _Reporter(Observer):
    """Passes the progress of a run on to a job."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def progress(self, progress: Progress) -> None:
        self._report(progress.done, _told(progress.step.capitalize(), progress.done / max(progress.total, 1e-9)))


def _told(step: str, share: float) -> str:
    """Return how far a step is as a sentence, which changes at every tenth."""
    return f"{step}: {int(share * 10) * 10} % done."


# -- asking for it -----------------------------------------------------------------------------------------------------


def _asking(kind: str, screen: str) -> Any:  # noqa: ANN401 - an endpoint
    @posted
    def endpoint(request: Request, form: FormData) -> Response:
        project, correction = project_of(request), note_of(form, "correction")
        workshop_of(request).queue.add(kind, project.slug, {"correction": correction} if correction else None, attempts=1)
        if "hx-request" in request.headers:
            return states(request)
        return back_to(request, "p", project.slug, screen)

    return endpoint


@posted
def cancel(request: Request, _form: FormData) -> Response:
    """Stop the work on a project. What was spoken stays in the cache."""
    project, queue = project_of(request), workshop_of(request).queue
    for job in queue.jobs(BUSY):
        if job.key == project.slug:
            queue.cancel(job.id)
    return back_to(request, "p", project.slug, "publish")


def job_of(request: Request, project: Project, kind: str = "") -> Job | None:
    """Return the last job of a project."""
    return next((job for job in reversed(workshop_of(request).queue.jobs(kind=kind)) if job.key == project.slug), None)


def result_of(job: Job | None) -> dict[str, Any]:
    """Return what a job that is done has made; empty for any other."""
    return job.result if job and job.state is JobState.DONE and isinstance(job.result, dict) else {}


def states(request: Request) -> Response:
    """Answer with the state of every turn, and with how much is still to be spoken; with nothing to a page that is behind."""
    project, job = project_of(request), job_of(request, project_of(request))
    work, busy = work_of(project.plan()), bool(job and job.state in BUSY)
    missing = [number for place, number in enumerate(project.state.ids) if place in work.missing_s]
    project.spoken |= {*project.state.ids} - {*missing}
    about = {
        "waiting": {number: _waiting(is_busy=busy, was_spoken=number in project.spoken) for number in missing},
        "busy": busy,
        "time": minutes(work.work_s),
        "project": project,
        "base": base_of(request),
    }
    current = str(len(project.session.states) - 1)
    if request.query_params.get("seen", current) != current:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    return HTMLResponse(markup("states.html", **about))


def _waiting(*, is_busy: bool, was_spoken: bool) -> str:
    """Return the state of a turn whose sound is missing."""
    if is_busy:
        return "waits to be spoken"
    return "changed since it was spoken" if was_spoken else "not spoken yet"


async def events(request: Request) -> Response:
    """Tell of the work on a project, and of changes that another page or program made, as server-sent events."""
    project, queue, stop = project_of(request), workshop_of(request).queue, request.app.state.stop

    async def stream() -> AsyncIterator[str]:
        seen, told, states_seen = -1, "", len(project.session.states)
        while not stop.is_set() and not await request.is_disconnected():
            job = job_of(request, project)
            line = line_of(job) if job else ""
            if line != told:
                if seen >= 0 or (job and job.state in BUSY):
                    yield f"event: told\ndata: {json.dumps(line)}\n\n"
                told = line
            if len(project.session.states) != states_seen:
                states_seen = len(project.session.states)
                yield f"event: changed\ndata: {states_seen - 1}\n\n"
            seen = queue.changes() if seen < 0 else await run_in_threadpool(queue.wait, seen, 1.0, stop)
            yield ": still here\n\n"

    return StreamingResponse(stream(), media_type="text/event-stream")


def line_of(job: Job) -> str:
    """Return what to say of a job."""
    result = job.result if isinstance(job.result, dict) else {}
    lines = {
        JobState.WAITING: "The work waits for its turn.",
        JobState.RUNNING: job.sentence or "The work begins.",
        JobState.DONE: str(result.get("told", "Done.")),
        JobState.FAILED: f"The work failed: {job.error_text}",
        JobState.CANCELLED: "The work was stopped. What was spoken is kept.",
    }
    return lines[job.state]


ROUTES = [
    Route("/p/{slug}/states", states),
    Route("/p/{slug}/events", events),
    Route("/p/{slug}/speak", _asking(SPEAK, "script"), methods=["POST"]),
    Route("/p/{slug}/publish/start", _asking(PUBLISH, "publish"), methods=["POST"]),
    Route("/p/{slug}/publish/stop", cancel, methods=["POST"]),
]
