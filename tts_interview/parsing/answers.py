"""Answers to doubts: what a person may say, and the edits of the transcript that do it.

The edits of one answer go from the last turn to the first, so that each has the numbers that hold before all of them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from tts_interview.language.messages import role_name
from tts_interview.model import IT_IS_RIGHT, Answer, Block, Edit, Role, Speaker, Transcript
from tts_interview.parsing.findings import quoted

# So many people are offered for words whose speaker is unsure.
_MOST_OFFERED = 2
_LOOKED_AT_CHARS = 200
# Greek, Cyrillic and all after them, without punctuation. The first letter after those of the Latin alphabets.
_OTHER_LETTERS = re.compile(r"[\u0370-\u1dff\u3040-\ud7ff]")
_AFTER_LATIN = "\u0250"


def about_turn(transcript: Transcript, turn: int, talking: Iterable[Speaker]) -> tuple[Answer, ...]:
    """Return the answers about who says a turn: others, those who speak next to it first; or nobody."""
    own = transcript.turns[turn].speaker
    near = [transcript.turns[n].speaker for n in (turn + 1, turn - 1) if 0 <= n < len(transcript.turns)]
    others = sorted((s.name for s in talking if s.name != own), key=lambda name: name not in near)
    return (*(_says(name, [turn]) for name in others[:_MOST_OFFERED]), _leave_out([{"turn": turn}]), IT_IS_RIGHT)


def about_spoken(transcript: Transcript, block: Block) -> tuple[tuple[int, ...], tuple[Answer, ...]]:
    """Return the turns that have words of a block of the page, and the answers about whether these are spoken."""
    text = " ".join(block.text.split())
    places = [
        {"turn": turn, "paragraph": number}
        for turn, said in enumerate(transcript.turns)
        for number, paragraph in enumerate(said.paragraphs)
        if paragraph.line in block.lines and paragraph.text in text
    ]
    turns = tuple(dict.fromkeys(place["turn"] for place in places))
    return turns, (*([_leave_out(reversed(places))] if places else []), IT_IS_RIGHT)


def about_opening(lines: Sequence[str], title: str) -> tuple[Answer, ...]:
    """Return the answers about lines with which the narrator opens: they are a menu, or one of the last is the title."""
    places = [{"turn": 0, "paragraph": number} for number in range(len(lines))]
    offered = [(number, line) for number, line in enumerate(lines) if line != title]
    titles = [
        Answer(f'The title is "{quoted(line)}"', (*_left_out(reversed(places[:number])), Edit("retitle", {"title": line})))
        for number, line in offered
        if number >= len(lines) - _MOST_OFFERED
    ]
    return (*titles, _leave_out(places[number] for number, _ in reversed(offered)), IT_IS_RIGHT)


def about_remarks(turn: int, paragraphs: Sequence[int], host: str, guest: str) -> tuple[Answer, ...]:
    """Return the answers about paragraphs within a turn of the guest, whether the host says them."""
    places = [(place, who) for number in reversed(paragraphs) for place, who in ((number + 1, guest), (number, host))]
    splits = (Edit("split", {"turn": turn, "paragraph": at, "offset": 0, "speaker": who}) for at, who in places)
    return Answer(f"{host} says this", tuple(splits)), IT_IS_RIGHT


def is_spoken(transcript: Transcript, block: Block) -> bool:
    """Return whether somebody other than the narrator says a block of the page."""
    turns, _ = about_spoken(transcript, block)
    return any(transcript.turns[turn].role is not Role.NARRATOR for turn in turns)


def entry_of(transcript: Transcript, block: Block) -> int | None:
    """Return the number of the entry that is a block which is left out; None if there is none."""
    wanted = block.line, " ".join(block.text.split())
    return next((n for n, entry in enumerate(transcript.left_out) if (entry.line, entry.text) == wanted), None)


def about_left_out(transcript: Transcript, block: Block, entry: int | None) -> tuple[Answer, ...]:
    """Return the answers about whether a block that is left out is spoken: by those around it, or by the narrator."""
    if entry is None:
        return (IT_IS_RIGHT,)
    turn, paragraph = _place_after(transcript, block.line)
    around = [transcript.turns[n] for n in (turn - 1, turn) if 0 <= n < len(transcript.turns)]
    names = dict.fromkeys(said.speaker for said in around if said.role is not Role.NARRATOR)
    keep = {"entry": entry, "turn": turn, "paragraph": paragraph}
    answers = [Answer(f"{name} says this", (Edit("keep", {**keep, "speaker": name}),)) for name in names]
    return (*answers, Answer("The narrator reads this", (Edit("keep", keep),)), IT_IS_RIGHT)


def by_script(transcript: Transcript) -> dict[int, tuple[list[int], list[int]]]:
    """Return for each turn of more than one paragraph those mostly in Latin letters, and those mostly in others."""
    found: dict[int, tuple[list[int], list[int]]] = {}
    for turn, said in enumerate(transcript.turns):
        if len(said.paragraphs) > 1 and any(_OTHER_LETTERS.search(paragraph.text) for paragraph in said.paragraphs):
            found[turn] = ([], [])
            for number, paragraph in enumerate(said.paragraphs):
                letters = [character for character in paragraph.text[:_LOOKED_AT_CHARS] if character.isalpha()]
                latin = sum(character < _AFTER_LATIN for character in letters)
                found[turn][2 * latin <= len(letters)].append(number)
    return found


def about_scripts(sides: Mapping[int, tuple[Sequence[int], Sequence[int]]]) -> tuple[Answer, ...]:
    """Return the answers about paragraphs in two scripts: only those of one are read."""
    both = [(turn, *side) for turn, side in sides.items() if all(side)]
    places = [
        [{"turn": turn, "paragraph": number} for turn, *side in reversed(both) for number in reversed(side[i])] for i in (0, 1)
    ]
    labels = ("Read only the others", "Read only those in Latin letters")
    cuts = (tuple(Edit("leave_out", place) for place in gone) for gone in places)
    return (*map(Answer, labels, cuts), IT_IS_RIGHT)


def label_in(transcript: Transcript, block: Block, label: str) -> dict[str, int]:
    """Return where words of a block of the page hold a label with its colon, as edits say it; empty if they are not spoken."""
    looked_for = re.compile(rf"(?<!\S){re.escape(' '.join(label.split()))} ?[:\uff1a] ?")
    for turn, said in enumerate(transcript.turns):
        for number, paragraph in enumerate(said.paragraphs):
            found = looked_for.search(paragraph.text) if paragraph.line in block.lines else None
            if found and found.end() < len(paragraph.text):
                return {"turn": turn, "paragraph": number, "start": found.start(), "end": found.end()}
    return {}


def about_overlooked(transcript: Transcript, place: Mapping[str, int], name: str) -> tuple[Answer, ...]:
    """Return the answers about a label that is read aloud: the named person speaks from there on, or it is not a label."""
    known = any(speaker.name == name for speaker in transcript.speakers)
    who = name if known else {"name": name, "role": Role.GUEST.value}
    turn, paragraph, start = place["turn"], place["paragraph"], place["start"]
    begins = {"turn": turn, "paragraph": paragraph, "offset": start, "speaker": who}
    given = Edit("split", begins) if start or paragraph else Edit("assign", {"turn": turn, "speaker": who})
    return Answer(f"{name} says this", (Edit("leave_out", dict(place)), given)), IT_IS_RIGHT


def about_name(speaker: Speaker, talking: Iterable[Speaker]) -> tuple[Answer, ...]:
    """Return the answers about somebody whose name the text does not give: a name to be typed, or another speaker."""
    others = [other.name for other in talking if other is not speaker and other.role is speaker.role][:_MOST_OFFERED]
    same = (Answer(f"This is {name}", (Edit("assign_all", {"label": speaker.name, "speaker": name}),)) for name in others)
    return (Answer(f"The name of {speaker.name} is …", (_rename(speaker.name, ""),)), *same, IT_IS_RIGHT)


def about_spelling(transcript: Transcript, turns: Sequence[int], name: str, known: Speaker) -> tuple[Answer, ...]:
    """Return the answers about a label whose `name` is read as another spelling of a known one."""
    if any(speaker.name == name for speaker in transcript.speakers):
        return (IT_IS_RIGHT,)
    renamed = Answer(f"The name is {name}", (_rename(known.name, name),))
    apart = [_says({"name": name, "role": known.role.value}, turns, "They are two people")] if turns else []
    return (*apart, renamed, IT_IS_RIGHT)


def about_joint(turns: Sequence[int], name: str, known: Speaker, others: Iterable[Speaker]) -> tuple[Answer, ...]:
    """Return the answers about a label that names a known speaker and others."""
    if not turns:
        return (IT_IS_RIGHT,)
    alone = (_says(other.name, turns) for other in islice(others, _MOST_OFFERED))
    return (*alone, _says({"name": name, "role": known.role.value}, turns, "They speak together"), IT_IS_RIGHT)


def asks(name: str, hosts: Iterable[Speaker] = ()) -> Answer:
    """Return the answer that a person asks, in place of others."""
    roles = {name: Role.INTERVIEWER, **{host.name: Role.GUEST for host in hosts}}
    return Answer(f"{name} asks", tuple(Edit("set_role", {"speaker": who, "role": role.value}) for who, role in roles.items()))


def one_voice(transcript: Transcript) -> Answer:
    """Return the answer that the narrator reads everything."""
    name = next((s.name for s in transcript.speakers if s.role is Role.NARRATOR), "")
    who = name or {"name": role_name(transcript.language, Role.NARRATOR), "role": Role.NARRATOR.value}
    talking = [speaker.name for speaker in transcript.speakers if speaker.role is not Role.NARRATOR]
    return Answer("One voice reads it all", tuple(Edit("assign_all", {"label": one, "speaker": who}) for one in talking))


def _says(who: str | dict[str, str], turns: Sequence[int], label: str = "") -> Answer:
    """Return the answer that somebody says some turns: a speaker by name, or a new one by name and role."""
    edits = (Edit("assign", {"turn": turn, "speaker": who}) for turn in reversed(turns))
    return Answer(label or f"{who} says this", tuple(edits))


def _leave_out(places: Iterable[dict[str, Any]]) -> Answer:
    return Answer("Leave these lines out", _left_out(places))


def _left_out(places: Iterable[dict[str, Any]]) -> tuple[Edit, ...]:
    return tuple(Edit("leave_out", place) for place in places)


def _rename(speaker: str, name: str) -> Edit:
    return Edit("rename", {"speaker": speaker, "name": name})


def _place_after(transcript: Transcript, line: int) -> tuple[int, int]:
    """Return the numbers of the first turn and paragraph after a line, or those of the end."""
    places = ((n, place, p.line) for n, turn in enumerate(transcript.turns) for place, p in enumerate(turn.paragraphs))
    return next(((turn, place) for turn, place, at in places if at > line), (len(transcript.turns), 0))
