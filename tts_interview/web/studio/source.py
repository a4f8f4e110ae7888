"""The source: whether it has other words by now, both versions side by side, and the new one taken over."""

from __future__ import annotations

import re
from http import HTTPStatus
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

from starlette.routing import Route

from tts_interview.errors import EditError, TtsInterviewError
from tts_interview.pipeline.reading import with_page
from tts_interview.script.merge.alignment import matches
from tts_interview.web.studio.pages import acting, back_to, file_of, page, posted, project_of, sentence, workshop_of
from tts_interview.web.studio.workshop import NEWER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from tts_interview.model import Transcript
    from tts_interview.web.studio.workshop import Project

    # Words in order, each stretch with whether both versions have it.
    Side = list[tuple[bool, str]]

# A word with the space before it, or a letter of a script without spaces.
_WORD = re.compile(r"\s*(?:[\u3040-\u9fff]|[^\s\u3040-\u9fff]+)|\s+")


def versions_of(was: Transcript, now: Transcript) -> list[tuple[Side, Side]]:
    """Return the paragraphs that differ between two versions of a source, side by side; a side is empty if it has none."""
    before, after = list(_paragraphs(was)), list(_paragraphs(now))
    found, i, j = [], 0, 0
    for here, there in [*matches([text for _, text in before], [text for _, text in after]), (len(before), len(after))]:
        same = zip(before[here : here + 1], after[there : there + 1], strict=True)
        pairs = [
            *zip_longest(before[i:here], after[j:there], fillvalue=("", "")),
            *(pair for pair in same if pair[0] != pair[1]),
        ]
        found += [_compared(*(f"{speaker}: {text}" if text else "" for speaker, text in pair)) for pair in pairs]
        i, j = here + 1, there + 1
    return found


def _paragraphs(transcript: Transcript) -> Iterator[tuple[str, str]]:
    yield from ((turn.speaker, paragraph.text) for turn in transcript.turns for paragraph in turn.paragraphs)


def _compared(was: str, now: str) -> tuple[Side, Side]:
    before, after = _WORD.findall(was), _WORD.findall(now)
    pairs = matches(before, after)
    return (_side(before, {here for here, _ in pairs}), _side(after, {there for _, there in pairs}))


def _side(words: Sequence[str], kept: set[int]) -> Side:
    stretches = groupby(range(len(words)), key=kept.__contains__)
    return [(is_kept, "".join(words[number] for number in numbers)) for is_kept, numbers in stretches]


def show(request: Request, problem: str = "", status: int = HTTPStatus.OK) -> Response:
    """Show what differs in the version that was found last."""
    project = project_of(request)
    newer = project.newer
    conflicts = with_page(project.state.script, newer)[1].conflicts if newer else ()
    rows = versions_of(project.state.page, newer.transcript) if newer else []
    about = {"project": project, "screen": "source", "problem": problem, "rows": rows, "conflicts": conflicts}
    return page(request, "source.html", about, status)


@posted
def look(request: Request, form: FormData) -> Response:
    """Read the source as it is now, or a file that is its new version."""
    project, file = project_of(request), file_of(form)
    origin = project.origin
    try:
        if file:
            workshop_of(request).look_again(project, file)
        elif origin:
            workshop_of(request).look_again(project, origin if len(origin) > 1 else origin[0])
        else:
            raise EditError("nobody knows where this source is: choose its new version as a file")
    except TtsInterviewError as error:
        return show(request, sentence(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    if not project.newer:
        project.say("The source has the same words as before.")
    return back_to(request, "p", project.slug, "source")


def _taken_over(project: Project, _form: FormData, _request: Request) -> str:
    """Merge the version that was found last into the script, as one step."""
    if not project.newer:
        return "The script has the words of the source already."
    project.session.take_over(project.session.folder / NEWER)
    return "The new version is taken over. Your corrections stay, and Undo takes this back."


ROUTES = [
    Route("/p/{slug}/source", show),
    Route("/p/{slug}/source/look", look, methods=["POST"]),
    acting("source/take-over", _taken_over, "script"),
]
