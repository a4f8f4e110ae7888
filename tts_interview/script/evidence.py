"""The evidence of a transcript as plain data, kept beside its script, which people edit and which has no place for it.

A turn takes its evidence back if its words are unchanged and the same person says them. A turn that a person edited is sure.
Doubts follow the words that they concern, and those that a person settled are not raised again.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tts_interview.model import Doubt
from tts_interview.script.doubts import Former, Moves, paired
from tts_interview.script.merge.base import digest_of
from tts_interview.script.operations import edited

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tts_interview.model import LeftOut, Transcript, Turn

    # A turn, and what is known of the same words; None if nobody knows them.
    Pair = tuple[Turn, Mapping[str, Any] | None]


def evidence_of(transcript: Transcript) -> dict[str, Any]:
    """Return how sure a transcript is and why, in plain types: as a whole, of each speaker, and of each turn.

    Turns are known by the line of the source from which they come, and by a hash of their words.
    """
    return {
        "confidence": transcript.confidence,
        "why": transcript.why,
        "doubts": [doubt.to_dict() for doubt in transcript.doubts],
        "settled": list(transcript.settled),
        "speakers": [{"name": s.name, "confidence": s.confidence, "why": s.why} for s in transcript.speakers],
        "turns": [
            {**_about(t), "lines": [p.line for p in t.paragraphs], "paragraphs": [_hash(p.text) for p in t.paragraphs]}
            for t in transcript.turns
        ],
        "left_out": list(map(_entry, transcript.left_out)),
    }


def _about(turn: Turn) -> dict[str, Any]:
    sure = {"confidence": turn.confidence, "why": turn.why}
    return {"line": turn.line, "hash": _hash(turn.text), "speaker": turn.speaker, **sure}


def with_evidence(transcript: Transcript, evidence: Mapping[str, Any]) -> Transcript:
    """Return a transcript with the evidence that `evidence_of` made of it before it was edited.

    The lines of turns are ignored, because a script has lines of its own. Raises ValueError for other data.
    """
    try:
        entries = evidence["turns"]
        numbers = _numbers(transcript.turns, entries)
        pairs = [(turn, None if n is None else entries[n]) for turn, n in zip(transcript.turns, numbers, strict=True)]
        names = _renamed(pairs, transcript)
        people = {names.get(entry["name"], entry["name"]): entry for entry in evidence["speakers"]}
        turns = tuple(_sure(turn, entry, names) for turn, entry in pairs)
        speakers = tuple(
            replace(speaker, confidence=float(people[speaker.name]["confidence"]), why=str(people[speaker.name]["why"]))
            if speaker.name in people
            else edited(speaker)
            for speaker in transcript.speakers
        )
        settled = tuple(dict.fromkeys((*transcript.settled, *map(str, evidence.get("settled", ())))))
        transcript = replace(transcript, turns=turns, speakers=speakers, settled=settled)
        transcript = replace(transcript, confidence=float(evidence["confidence"]), why=str(evidence["why"]))
        doubts = _moves(transcript, evidence, numbers, names).carried(map(Doubt.from_dict, evidence["doubts"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not the evidence of a transcript: {type(error).__name__}: {error}") from error
    return replace(transcript, doubts=transcript.unsettled(doubts))


def with_lines(transcript: Transcript, evidence: Mapping[str, Any]) -> Transcript:
    """Return a transcript that was read from a script with the lines of the source, where it was parsed.

    A turn that was edited is on the line of the words before it. Raises ValueError for evidence of another form.
    """
    turns, line = [], 1
    try:
        entries = evidence["turns"]
        for turn, number in zip(transcript.turns, _numbers(transcript.turns, entries), strict=True):
            entry: Mapping[str, Any] = {"line": line} if number is None else entries[number]
            lines = [int(one) for one in entry.get("lines", ())]
            lines = lines if len(lines) == len(turn.paragraphs) else [int(entry["line"])] * len(turn.paragraphs)
            placed = tuple(replace(p, line=at) for p, at in zip(turn.paragraphs, lines, strict=True))
            turns.append(replace(turn, line=int(entry["line"]), paragraphs=placed))
            line = lines[-1]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not the evidence of a transcript: {type(error).__name__}: {error}") from error
    return replace(transcript, turns=tuple(turns))


def _numbers(turns: Iterable[Turn], entries: Iterable[Mapping[str, Any]]) -> list[int | None]:
    """Return for each turn the number of the entry of the same words; of several, in their order."""
    known: dict[str, deque[int]] = defaultdict(deque)
    for number, entry in enumerate(entries):
        known[entry["hash"]].append(number)
    return [same.popleft() if (same := known[_hash(turn.text)]) else None for turn in turns]


def _moves(
    transcript: Transcript, evidence: Mapping[str, Any], numbers: Sequence[int | None], names: Mapping[str, str]
) -> Moves:
    """Return what became of the transcript that evidence is about. Older evidence says nothing of paragraphs and entries."""
    was = [entry.get("paragraphs", ()) for entry in evidence["turns"]]
    now = [[_hash(p.text) for p in turn.paragraphs] for turn in transcript.turns]
    whole = {n for n, digests in zip(numbers, now, strict=True) if n is not None and digests == was[n]}
    spare: dict[str, deque[Former]] = defaultdict(deque)
    for number, digests in enumerate(was):
        for place, digest in enumerate(digests if number not in whole else ()):
            spare[digest].append(Former(number, place))
    origins = [
        [Former(n, place) for place in range(len(digests))]
        if n in whole
        else [spare[d].popleft() if spare[d] else None for d in digests]
        for n, digests in zip(numbers, now, strict=True)
    ]
    speakers = [entry["speaker"] for entry in evidence["turns"]]
    left_out = paired(evidence.get("left_out", ()), list(map(_entry, transcript.left_out)))
    people = {**{speaker.name: speaker.name for speaker in transcript.speakers}, **names}
    return Moves(speakers, transcript, origins, left_out, people)


def _renamed(pairs: Iterable[Pair], transcript: Transcript) -> dict[str, str]:
    """Return the new names of speakers whose name is gone: the name under which most of their words are now."""
    now = {speaker.name for speaker in transcript.speakers}
    before = {entry["speaker"] for _, entry in pairs if entry}
    moved = Counter((entry["speaker"], turn.speaker) for turn, entry in pairs if entry)
    gone = (pair for pair, _ in reversed(moved.most_common()) if pair[0] not in now and pair[1] not in before)
    return dict(gone)


def _sure(turn: Turn, entry: Mapping[str, Any] | None, names: Mapping[str, str]) -> Turn:
    if entry is None or names.get(entry["speaker"], entry["speaker"]) != turn.speaker:
        return edited(turn)
    return replace(turn, confidence=float(entry["confidence"]), why=str(entry["why"]))


def _hash(words: str) -> str:
    return digest_of(" ".join(words.split()))


def _entry(entry: LeftOut) -> str:
    return _hash(f"{entry.line} {entry.reason.value} {entry.text}")
