"""Keep the sound of paragraphs that an editor is content with, beside the script, and put it into a rundown.

`{lock KEY: words}` encloses a paragraph. `locked/KEY.json` has its utterances and pauses as they were, and KEY is a hash of
this file; the clips lie beside it. What no longer fits its words, or is gone, is told as a doubt and spoken again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict, is_dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from tts_interview.errors import EditError
from tts_interview.files.atomic import write_whole
from tts_interview.model import IT_IS_RIGHT, Answer, Ask, Cue, Doubt, Edit, Pause, Recording, Rundown, Speech
from tts_interview.pipeline.planning import folder_of
from tts_interview.speech.cache import ClipCache
from tts_interview.speech.engines import fingerprints

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tts_interview.model import Item, Paragraph, Transcript, Turn
    from tts_interview.pipeline.planning import Plan
    from tts_interview.script.file import Script

_DIGITS = 16
# Hardly anybody wants another sound than the one that they have locked.
_SURE = 0.1


def is_locked(turn: Turn) -> bool:
    """Return whether the sound of a whole turn is locked."""
    return all(map(_key_of, turn.paragraphs))


def locked_in(transcript: Transcript) -> int:
    """Return how many paragraphs are locked."""
    return sum(bool(_key_of(paragraph)) for turn in transcript.turns for paragraph in turn.paragraphs)


def locks(plan: Plan, turn: int) -> list[Edit]:
    """Keep the sound of a turn beside the script, and return the edits that lock it.

    Raises EditError if it is not spoken yet, or has a recording, and OutputError.
    """
    folder, said, places = folder_of(plan.script), plan.script.transcript.turns[turn], _places(plan.rundown.items)
    if not folder:
        raise EditError("only a script in a file can be locked")
    edits = []
    for number, paragraph in enumerate(said.paragraphs):
        found = [plan.rundown.items[place] for place in places[turn, number]]
        content = {**_about(said, paragraph), "sample_rate_hz": plan.engine.sample_rate_hz, "items": _kept(plan, found, folder)}
        data = json.dumps(content, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
        write_whole(folder / f"{_digest(data)}.json", data)
        edits.append(Edit("lock", {"turn": turn, "paragraph": number, "value": _digest(data)}))
    return edits


def with_locked(rundown: Rundown, script: Script, sample_rate_hz: int) -> tuple[Rundown, tuple[Doubt, ...]]:
    """Return the rundown with what is locked as it was, and a doubt for each lock that does not hold."""
    items, folder, lost = list(rundown.items), folder_of(script), []
    people = [speaker.name for speaker in script.transcript.speakers]
    for (turn, number), at in reversed(_places(items).items()):
        said = script.transcript.turns[turn]
        key, about = _key_of(said.paragraphs[number]), _about(said, said.paragraphs[number])
        try:
            items = _exchanged(items, at, _read(key, folder, about, people, sample_rate_hz)) if key else items
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            lost.append(_doubt(turn, key, str(error)))
    return Rundown(tuple(items)), tuple(reversed(lost))


def _key_of(paragraph: Paragraph) -> str:
    return next((direction.value for direction in paragraph.directions if direction.ask is Ask.LOCK), "")


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:_DIGITS]


def _about(turn: Turn, paragraph: Paragraph) -> dict[str, Any]:
    """Return what has to stay the same for a lock to hold."""
    others = [[d.ask.value, d.start, d.end, d.value] for d in paragraph.directions if d.ask is not Ask.LOCK]
    return {"speaker": turn.speaker, "text": paragraph.text, "kind": paragraph.kind.value, "directions": others}


def _places(items: Sequence[Item]) -> dict[tuple[int, int], list[int]]:
    """Return where the words of each paragraph are in a rundown, from the first to the last, by turn and paragraph."""
    ends: dict[tuple[int, int], list[int]] = defaultdict(list)
    announces = False
    for place, item in enumerate(items):
        if isinstance(item, Cue):
            announces = item.announces
        elif isinstance(item, (Speech, Recording)) and not announces:
            ends[item.turn, item.paragraph].append(place)
    return defaultdict(list, {where: [*range(found[0], found[-1] + 1)] for where, found in ends.items()})


def _kept(plan: Plan, items: Sequence[Item], folder: Path) -> list[object]:
    """Copy the clips of a paragraph into a folder, and return its items as plain data."""
    by_voice, locked = fingerprints(plan.engine, plan.utterances), ClipCache(folder, folder)
    kept: list[object] = []
    first = 0
    for item in items:
        if isinstance(item, Pause):
            kept.append([item.pause_ms, item.reason])
            continue
        if not isinstance(item, Speech):
            raise EditError("a turn with a recording cannot be locked: the recording stays as it is anyway")
        first = first if kept else item.sentence
        own = item.utterance.made_by or by_voice[item.utterance.voice]
        clip = plan.cache.get(item.utterance, own)
        if not clip:
            raise EditError(f"turn {item.turn} is not spoken yet: play it, then lock what you have heard")
        utterance = replace(item.utterance, made_by=own)
        locked.put(utterance, own, clip)
        kept.append(asdict(replace(item, turn=0, sentence=item.sentence - first, utterance=utterance)))
    return kept


def _read(key: str, folder: Path | None, about: dict[str, Any], people: Sequence[str], rate_hz: int) -> list[Speech | Pause]:
    """Return what a lock keeps. Raises ValueError, with the reason, if it does not hold."""
    try:
        data = (folder / f"{key}.json").read_bytes() if folder else b""
    except OSError:
        data = b""
    if not folder or _digest(data) != key:
        raise ValueError("the sound that was kept is not beside the script")
    content = json.loads(data)
    kept = [Pause(_made(int, i[0]), _made(str, i[1])) if isinstance(i, list) else _made(Speech, i) for i in content["items"]]
    speaker = content["speaker"]
    # Somebody who was renamed is still the same; whoever has the name of another person is not.
    if {**about, "speaker": speaker} != {name: content[name] for name in about} or speaker in {*people} - {about["speaker"]}:
        raise ValueError("it was changed after it was locked")
    if content["sample_rate_hz"] != rate_hz:
        raise ValueError("another engine with another sampling rate made its sound")
    cache = ClipCache(folder, folder)
    if not kept or not all(
        cache.has(item.utterance, "") and item.utterance.made_by for item in kept if isinstance(item, Speech)
    ):
        raise ValueError("the sound that was kept is not beside the script")
    return kept


def _exchanged(items: Sequence[Item], places: Sequence[int], kept: Sequence[Speech | Pause]) -> list[Item]:
    """Return items with others in place of those of a paragraph; the sentences after it count on."""
    old = [item for item in items[places[0] : places[-1] + 1] if isinstance(item, (Speech, Recording))]
    turn, paragraph, first = old[0].turn, old[0].paragraph, old[0].sentence
    new: list[Item] = [
        replace(item, turn=turn, paragraph=paragraph, sentence=first + item.sentence) if isinstance(item, Speech) else item
        for item in kept
    ]
    more = max(item.sentence for item in new if isinstance(item, Speech)) - old[-1].sentence
    rest = [
        replace(item, sentence=item.sentence + more) if isinstance(item, (Speech, Recording)) and item.turn == turn else item
        for item in items[places[-1] + 1 :]
    ]
    return [*items[: places[0]], *new, *rest]


def _doubt(turn: int, key: str, reason: str) -> Doubt:
    sentence = f"turn {turn + 1} is spoken again although it is locked: {reason}; lock it again, or delete {{lock {key}: …}}"
    return Doubt(sentence, f"lock {key}", _SURE, (turn,), (Answer("Unlock it", (Edit("unlock", {"turn": turn}),)), IT_IS_RIGHT))


def _made(kind: Any, data: Any) -> Any:  # noqa: ANN401 - any type of the model, and any JSON
    """Return plain data as a type of the model. Raises TypeError or ValueError if it has another form."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: _made(hints[name], value) for name, value in data.items()})  # type: ignore[operator]
    if get_origin(kind) is tuple:
        kinds = get_args(kind)
        kinds = kinds[:1] * len(data) if kinds[-1] is ... else kinds
        return tuple(_made(one, value) for one, value in zip(kinds, data, strict=True))
    if not isinstance(data, (int, float) if kind is float else kind):
        raise TypeError(f"{data!r} was kept where {kind.__name__} is expected")
    return data
