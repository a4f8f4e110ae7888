"""Write what was heard of an episode: as JSON for programs, and as text for people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tts_interview.files.cleaning import cleaned, one_line
from tts_interview.model import Fault
from tts_interview.publishing.description import time_mark

if TYPE_CHECKING:
    from tts_interview.model import Discrepancy, TurnScore, Verification

JSON, TEXT = ".verify.json", ".verify.txt"
_VERSION = 1
_LONGEST_QUOTE = 80


def verification_json(verification: Verification, audio: str) -> str:
    """Return a verification as JSON, with times in seconds; `audio` is the name of the main file."""
    verification = cleaned(verification)
    turns = [{**_place(turn), "longestRun": turn.longest_run, "words": turn.words} for turn in verification.turns]
    findings = [
        {
            "fault": str(one.fault),
            **_place(one),
            "written": one.written,
            "heard": one.heard,
            "score": one.score,
            "mended": one.mended,
        }
        for one in verification.findings
    ]
    content = {"version": _VERSION, "audio": audio, "listener": verification.listener, "turns": turns, "findings": findings}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _place(found: Discrepancy | TurnScore) -> dict[str, object]:
    return {"speaker": found.speaker, "startTime": round(found.start_s, 3), "endTime": round(found.end_s, 3)}


def verification_text(verification: Verification, audio: str) -> str:
    """Return a verification in lines: what was heard, and each finding with its time."""
    verification = cleaned(verification)
    count, mended = len(verification.findings), len(verification.findings) - len(verification.doubts)
    found = f"{count or 'no'} fault{'' if count == 1 else 's'}" + (f", {mended} of them mended" if mended else "")
    head = f"{audio}: {len(verification.turns)} turns heard with {verification.listener}; {found}"
    return "\n".join([head, *(sentence_of(one) for one in verification.findings)]) + "\n"


def sentence_of(finding: Discrepancy) -> str:
    """Return a finding as a sentence on one line, with its time and its speaker."""
    written, heard = (_quoted(text) for text in (finding.written, finding.heard))
    what = {
        Fault.OTHER_WORDS: f"{written} is heard as {heard}",
        Fault.LEFT_OUT: f"{written} is not heard" + (f" ({heard} instead)" if finding.heard else ""),
        Fault.ADDED: f"more is heard than {written}: {heard}",
        Fault.OTHER_VOICE: f"another voice says {written}",
        Fault.NOISE: f"a burst of noise in {written}" if finding.written else "noise in the pause",
        Fault.SILENCE: f"silence in {written}",
    }[finding.fault]
    mended = "; mended" if finding.mended else ""
    return f"{time_mark(finding.start_s)} {one_line(finding.speaker)}: {what}{mended}"


def _quoted(text: str) -> str:
    plain = one_line(text)
    return f'"{plain}"' if len(plain) <= _LONGEST_QUOTE else f'"{plain[:_LONGEST_QUOTE]}…"'
