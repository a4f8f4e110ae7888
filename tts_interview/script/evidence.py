"""The evidence of a transcript as plain data, kept beside its script, which people edit and which has no place for it.

A turn takes its evidence back if its words are unchanged and the same person says them. A turn that a person edited is sure.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tts_interview.script.merge.base import digest_of
from tts_interview.script.operations import edited

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tts_interview.model import Transcript, Turn

    # A turn, and what is known of the same words; None if nobody knows them.
    Pair = tuple[Turn, Mapping[str, Any] | None]


def evidence_of(transcript: Transcript) -> dict[str, Any]:
    """Return how sure a transcript is and why, in plain types: as a whole, of each speaker, and of each turn.

    Turns are known by the line of the source from which they come, and by a hash of their words.
    """
    return {
        "confidence": transcript.confidence,
        "why": transcript.why,
        "doubts": list(transcript.doubts),
        "speakers": [{"name": s.name, "confidence": s.confidence, "why": s.why} for s in transcript.speakers],
        "turns": [
            {"line": t.line, "hash": _hash(t), "speaker": t.speaker, "confidence": t.confidence, "why": t.why}
            for t in transcript.turns
        ],
    }


def with_evidence(transcript: Transcript, evidence: Mapping[str, Any]) -> Transcript:
    """Return a transcript with the evidence that `evidence_of` made of it before it was edited.

    The lines of turns are ignored, because a script has lines of its own. Raises ValueError for other data.
    """
    try:
        pairs = list(_paired(transcript.turns, evidence["turns"]))
        names = _renamed(pairs, transcript)
        people = {names.get(entry["name"], entry["name"]): entry for entry in evidence["speakers"]}
        turns = tuple(_sure(turn, entry, names) for turn, entry in pairs)
        speakers = tuple(
            replace(speaker, confidence=float(people[speaker.name]["confidence"]), why=str(people[speaker.name]["why"]))
            if speaker.name in people
            else edited(speaker)
            for speaker in transcript.speakers
        )
        doubts = tuple(map(str, evidence["doubts"]))
        whole = float(evidence["confidence"]), str(evidence["why"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not the evidence of a transcript: {type(error).__name__}: {error}") from error
    return replace(transcript, turns=turns, speakers=speakers, doubts=doubts, confidence=whole[0], why=whole[1])


def _paired(turns: Iterable[Turn], entries: Iterable[Mapping[str, Any]]) -> Iterable[Pair]:
    """Yield each turn with the entry of the same words; of several, in their order."""
    known: dict[str, deque[Mapping[str, Any]]] = defaultdict(deque)
    for entry in entries:
        known[entry["hash"]].append(entry)
    for turn in turns:
        same = known[_hash(turn)]
        yield turn, same.popleft() if same else None


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


def _hash(turn: Turn) -> str:
    return digest_of(" ".join(turn.text.split()))
