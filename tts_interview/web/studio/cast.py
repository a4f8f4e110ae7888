"""The cast: the name, the role and the voice of each person, and what the show remembers of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from tts_interview.errors import TtsInterviewError
from tts_interview.model import Edit, Gender, Role
from tts_interview.pipeline.auditions import all_voices, audition, offers
from tts_interview.pipeline.hearing import wav_of
from tts_interview.web.studio.pages import acting, page, project_of, sentence, text_of, workshop_of

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request

    from tts_interview.web.studio.workshop import Project


def show(request: Request) -> Response:
    """Show a form for each person."""
    project = project_of(request)
    about = {"project": project, "screen": "cast", "problem": "", "people": [], "voices": [], "roles": Role, "genders": Gender}
    try:
        plan = project.plan()
        about["people"] = [(person, offers(plan, person.name)) for person in project.people]
        about["voices"] = all_voices(plan)
    except TtsInterviewError as error:
        about["problem"] = sentence(error)
    return page(request, "cast.html", about)


def sample(request: Request) -> Response:
    """Answer with a line of a person in a voice."""
    project, asked = project_of(request), request.query_params
    plan = project.plan()
    clip = workshop_of(request).spoken(audition, plan, asked.get("person", ""), asked.get("voice", ""))
    return Response(wav_of([(clip, 0.0)], plan.engine.sample_rate_hz), media_type="audio/wav")


def _described(project: Project, form: FormData, _request: Request) -> str:
    """Change what is known of a person: only what differs is an edit."""
    session, name = project.session, text_of(form, "person")
    person = next((one for one in project.people if one.name == name), None)
    if person is None:
        return f"{name} is no longer in the cast."
    wanted = text_of(form, "role"), text_of(form, "gender"), " ".join(text_of(form, "name").split())
    if wanted[0] in set(Role) - {person.role}:
        session.do(Edit("set_role", {"speaker": name, "role": wanted[0]}))
    if wanted[1] in set(Gender) - {person.gender}:
        session.do(Edit("set_gender", {"speaker": name, "gender": wanted[1]}))
    if wanted[2] and wanted[2] != name:
        session.do(Edit("rename", {"speaker": name, "name": wanted[2]}))
    return f"{wanted[2] or name} was changed."


def _voiced(project: Project, form: FormData, _request: Request) -> str:
    name, voice = text_of(form, "person"), text_of(form, "voice")
    if voice not in {one.full_name for one in all_voices(project.plan())}:
        return f'There is no voice "{voice}".'
    project.session.do(Edit("set_voice", {"speaker": name, "voice": voice}))
    changed = sum(turn.speaker == name for turn in project.session.transcript.turns)
    return f"{name} has the voice {voice}. {changed} turn{'s' * (changed > 1)} will be spoken again."


def _remembered(project: Project, form: FormData, request: Request) -> str:
    return " ".join(workshop_of(request).remember(project, text_of(form, "person"))) + "."


ROUTES = [
    Route("/p/{slug}/cast", show),
    Route("/p/{slug}/cast/sample.wav", sample),
    acting("cast/person", _described, "cast"),
    acting("cast/voice", _voiced, "cast"),
    acting("cast/remember", _remembered, "cast"),
]
