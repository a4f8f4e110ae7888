"""Doubts first: a card for each turn of which the program is not sure, the worst first. An answer is an edit."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from tts_interview.errors import TtsInterviewError
from tts_interview.model import Edit
from tts_interview.web.studio.pages import acting, page, project_of, text_of
from tts_interview.web.studio.script import SURE

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from tts_interview.model import Answer, Doubt, Speaker, Transcript, Turn
    from tts_interview.web.studio.workshop import Project

_MOST_CARDS = 5
_MOST_OTHERS = 2


@dataclass(frozen=True, slots=True)
class Card:
    """A turn of which the program is not sure, the turn before it, and those who may have said it, the likeliest first."""

    id: int
    number: int
    turn: Turn
    before: Turn | None
    people: tuple[Speaker, ...]


def cards_of(project: Project) -> list[Card]:
    """Return a card for each turn below the bar, the worst first."""
    state = project.state
    turns, roles = state.transcript.turns, {person.name: person for person in project.people}
    found = []
    for place, (number, turn) in enumerate(zip(state.ids, turns, strict=True)):
        if turn.confidence < SURE:
            near = [one.speaker for one in (*turns[max(0, place - 2) : place], *turns[place + 1 : place + 3])]
            names = dict.fromkeys((turn.speaker, *near, *roles))
            people = tuple(roles[name] for name in names)[: 1 + _MOST_OTHERS]
            found.append(Card(number, place + 1, turn, turns[place - 1] if place else None, people))
    return sorted(found, key=lambda card: card.turn.confidence)


def questions_of(project: Project) -> list[Doubt]:
    """Return the doubts of the parser, and those about voices and words, that nobody has settled; the least sure first."""
    transcript = project.state.transcript
    with suppress(TtsInterviewError):  # the other screens say why there is no plan
        found = {doubt.key: doubt for doubt in (*project.plan().doubts, *transcript.doubts)}
        return sorted(transcript.unsettled(tuple(found.values())), key=lambda doubt: doubt.sure)
    return list(transcript.doubts)


def in_words(doubt: Doubt) -> str:
    """Return what is not sure, without the option that settles it on the command line."""
    sentence, _, remedy = doubt.sentence.partition("; ")
    sentence = sentence if "`" in remedy else doubt.sentence
    return f"{sentence[:1].upper()}{sentence[1:]}"


def wants_name(answer: Answer) -> bool:
    """Return whether a person has to type something for an answer."""
    return any(value == "" for edit in answer.edits for value in edit.arguments.values())


def show(request: Request) -> Response:
    """Show the worst doubts."""
    return page(request, "doubts.html", about(project_of(request)))


def about(project: Project) -> dict[str, Any]:
    """Return what a screen with the worst doubts shows of them."""
    questions = questions_of(project)
    cards = cards_of(project)
    state = project.state
    found = {
        "project": project,
        "screen": "doubts",
        "cards": cards[:_MOST_CARDS],
        "in_words": in_words,
        "wants_name": wants_name,
        "ids": state.ids,
    }
    found |= {"questions": questions[:_MOST_CARDS], "count": len(cards) + len(questions), "turns": state.transcript.turns}
    return {**found, "left_out": _left_out_words(state.transcript, questions)}


def _left_out_words(transcript: Transcript, doubts: list[Doubt]) -> dict[str, str]:
    """Return the words of the passage that a doubt is about, by its key."""
    entries = [
        (doubt.key, edit.arguments["entry"]) for doubt in doubts for edit in doubt.answers[0].edits if "entry" in edit.arguments
    ]
    return {key: transcript.left_out[entry].text for key, entry in entries if entry < len(transcript.left_out)}


def _settled(project: Project, form: FormData, _request: Request) -> str:
    """Give an answer to a doubt."""
    key, label = text_of(form, "doubt"), text_of(form, "answer")
    doubt = next((one for one in questions_of(project) if one.key == key), None)
    given = next((one for one in doubt.answers if one.label == label), None) if doubt else None
    if not doubt or not given:
        return "This question is settled already."
    typed = " ".join(text_of(form, "name").split())
    edits = [Edit(edit.operation, {k: typed if v == "" else v for k, v in edit.arguments.items()}) for edit in given.edits]
    project.session.do(*edits, *doubt.settled_by(given)[len(edits) :])
    return "Settled: " + label.replace("…", typed) + "."


def _answered(project: Project, form: FormData, request: Request) -> str:
    """Give a turn to the person who was named; the same one as before makes it sure."""
    turn, speaker = project.number(request.path_params["turn"]), text_of(form, "speaker")
    project.session.do(Edit("assign", {"turn": turn, "speaker": speaker}))
    return f"Turn {turn + 1} is {speaker}’s."


ROUTES = [
    Route("/p/{slug}/doubts", show),
    acting("doubts/settle", _settled, "doubts"),
    acting("doubts/{turn:int}", _answered, "doubts"),
]
