"""Sound on demand: the pieces of a turn, spoken when they are asked for, with the times of their words."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tts_interview.errors import EditError
from tts_interview.pipeline.hearing import clip_of, pieces_of, wav_of, word_times
from tts_interview.web.studio.pages import base_of, project_of, workshop_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from tts_interview.model import Clip
    from tts_interview.pipeline.hearing import HeardPiece
    from tts_interview.web.studio.workshop import Project

_WAV = "audio/wav"


def pieces(request: Request) -> Response:
    """Answer with the pieces of a turn, each with the address of its sound."""
    project = project_of(request)
    found = [
        {
            "sound": f"{base_of(request)}/p/{project.slug}/sound/{request.path_params['turn']}/{number}",
            "paragraph": piece.speech.paragraph,
            "start": piece.start,
            "end": piece.end,
            "pause": piece.pause_s,
        }
        for number, piece in enumerate(_pieces(request, project))
    ]
    return JSONResponse(found)


def _pieces(request: Request, project: Project) -> list[HeardPiece]:
    try:
        turn = project.number(request.path_params["turn"])
    except EditError:
        raise HTTPException(HTTPStatus.GONE, "This turn is gone.") from None
    return pieces_of(project.plan(), turn)


def _piece(request: Request, project: Project) -> HeardPiece:
    found, number = _pieces(request, project), int(request.path_params["number"])
    if number >= len(found):
        raise HTTPException(HTTPStatus.GONE, "These words are gone.")
    return found[number]


def _clip(request: Request, project: Project, piece: HeardPiece) -> Clip:
    clip: Clip = workshop_of(request).spoken(clip_of, project.plan(), piece.speech)
    project.spoken.add(request.path_params["turn"])
    return clip


def piece_sound(request: Request) -> Response:
    """Answer with the sound of a piece."""
    project = project_of(request)
    clip = _clip(request, project, _piece(request, project))
    return Response(wav_of([(clip, 0.0)], clip.sample_rate_hz), media_type=_WAV)


def piece_words(request: Request) -> Response:
    """Answer with the times of the words of a piece."""
    project = project_of(request)
    piece = _piece(request, project)
    return JSONResponse(word_times(piece, _clip(request, project, piece)))


def turn_sound(request: Request) -> Response:
    """Answer with the sound of a whole turn, for browsers without JavaScript."""
    project = project_of(request)
    clips = [(_clip(request, project, piece), piece.pause_s) for piece in _pieces(request, project)]
    return Response(wav_of(clips, project.plan().engine.sample_rate_hz), media_type=_WAV)


def waiting(request: Request) -> Response:
    """Answer with what a listener of a project waits for, as a sentence."""
    project_of(request)
    news = workshop_of(request).news.line
    return JSONResponse(f"{news}." if news else "These words are being spoken. They are heard as soon as they are ready.")


ROUTES = [
    Route("/p/{slug}/waiting", waiting),
    Route("/p/{slug}/turns/{turn:int}/pieces", pieces),
    Route("/p/{slug}/turns/{turn:int}/sound.wav", turn_sound),
    Route("/p/{slug}/sound/{turn:int}/{number:int}.wav", piece_sound),
    Route("/p/{slug}/sound/{turn:int}/{number:int}.json", piece_words),
]
