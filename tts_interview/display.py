"""What the command line shows: tables and progress, for a terminal or, in whole lines, for a pipe and a screen reader."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tts_interview.model import Progress, Transcript
    from tts_interview.pipeline import Plan

_BAR_WIDTH = 24
_REDRAW_S = 0.1
_PLAIN_EVERY_S = 30.0


def is_plain(stream: TextIO, environment: Mapping[str, str], *, asked: bool) -> bool:
    """Whether to write whole lines only: asked for, or no terminal, or one that cannot redraw."""
    wishes = environment.get("ACCESSIBLE") == "1" or bool(environment.get("NO_COLOR"))
    return asked or wishes or environment.get("TERM") == "dumb" or not stream.isatty()


def table(rows: Sequence[Sequence[str]], headings: Sequence[str], *, plain: bool) -> str:
    """Columns for the eye; or, plain, a line "heading: value" for each cell and an empty line after each row."""
    if plain:
        lines = ["\n".join(f"{h}: {cell}" for h, cell in zip(headings, row, strict=True) if cell) for row in rows]
        return "\n\n".join(lines)
    widths = [max(len(row[i]) for row in [headings, *rows]) for i in range(len(headings))]
    shown = [headings, ["-" * width for width in widths], *rows]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in shown)


def turns_table(transcript: Transcript, *, plain: bool, width: int = 100) -> str:
    """Who speaks, the turns with their first words, and what was left out, with the reason."""
    parts = [transcript.title] if transcript.title else []
    people = [
        (s.name, s.role.value, str(sum(t.speaker == s.name for t in transcript.turns)), str(_words(transcript, s.name)))
        for s in transcript.speakers
    ]
    parts.append(table(people, ("speaker", "role", "turns", "words"), plain=plain))
    room = max(20, width - 40)
    turns = [
        (str(number), str(turn.line), turn.speaker, shortened(turn.text, room))
        for number, turn in enumerate(transcript.turns, start=1)
    ]
    parts.append(table(turns, ("turn", "line", "speaker", "words"), plain=plain))
    left_out = [(str(e.line), e.reason.value, shortened(e.text, room)) for e in transcript.left_out]
    if left_out:
        parts.append(table(left_out, ("line", "left out as", "words"), plain=plain))
    return "\n\n".join(parts)


def as_json(transcript: Transcript) -> dict[str, Any]:
    """A transcript for programs: people, turns and what was left out, in plain types."""
    return {
        "title": transcript.title,
        "date": transcript.date,
        "language": transcript.language,
        "speakers": [
            {"name": s.name, "role": s.role, "labels": s.labels, "title": s.title, "gender": s.gender}
            for s in transcript.speakers
        ],
        "turns": [{"speaker": t.speaker, "role": t.role, "line": t.line, "text": t.text} for t in transcript.turns],
        "left_out": [{"line": e.line, "text": e.text, "reason": e.reason} for e in transcript.left_out],
    }


def plan_text(plan: Plan, *, plain: bool) -> str:
    """The cast, the length, and what the rendering will take."""
    rows = [(s.name, s.role.value, plan.casting[s.name].full_name) for s in plan.transcript.speakers]
    facts = [
        f"Engine: {plan.engine.name}",
        f"Length: about {duration(plan.sound_s)}",
        f"Spoken before: {plan.spoken_before:.0%}",
        f"Time to speak the rest: about {duration(plan.work_s)}",
        f"Disk space: about {plan.disk_bytes // 1_000_000} MB",
    ]
    return "\n\n".join([plan.transcript.title, table(rows, ("speaker", "role", "voice"), plain=plain), "\n".join(facts)])


def shortened(text: str, width: int) -> str:
    """One line of at most `width` characters."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def duration(seconds: float) -> str:
    """A length of time as people write it: "1 h 5 min", "4 min 10 s", "9 s"."""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _words(transcript: Transcript, name: str) -> int:
    return sum(len(turn.text.split()) for turn in transcript.turns if turn.speaker == name)


class ProgressLine:
    """Shows steps on a stream: one line redrawn on a terminal; else a line at the start, every 30 s, and at the end."""

    def __init__(self, stream: TextIO | None = None, *, plain: bool) -> None:
        self._stream = stream or sys.stderr
        self._plain = plain
        self._step = ""
        self._shown_s = 0.0
        self._started_s = 0.0
        self._drawn = 0

    def __call__(self, progress: Progress) -> None:
        """Take a report of progress."""
        now_s = time.monotonic()
        new, finished = progress.step != self._step, progress.done >= progress.total
        if new:
            if finished:
                return
            self._step, self._started_s = progress.step, now_s
        elif finished:
            self._finish(progress, now_s)
            return
        if new or now_s - self._shown_s >= (_PLAIN_EVERY_S if self._plain else _REDRAW_S):
            self._shown_s = now_s
            self._show(progress)

    def clear(self) -> None:
        """Take the running line off the terminal, before something else is written there."""
        if self._drawn:
            self._stream.write("\r" + " " * self._drawn + "\r")
            self._stream.flush()
            self._drawn = 0

    def _show(self, progress: Progress) -> None:
        share = progress.done / progress.total if progress.total else 1.0
        left = f", about {duration(progress.left_s)} left" if progress.left_s else ""
        if self._plain:
            self._stream.write(f"{progress.step.capitalize()}: {share:.0%} done{left}\n")
        else:
            bar = "#" * round(share * _BAR_WIDTH)
            line = f"{progress.step.capitalize():10} [{bar:.<{_BAR_WIDTH}}] {share:4.0%}{left}"
            self._stream.write("\r" + line.ljust(self._drawn))
            self._drawn = len(line)
        self._stream.flush()

    def _finish(self, progress: Progress, now_s: float) -> None:
        self.clear()
        self._stream.write(f"{progress.step.capitalize()}: done in {duration(now_s - self._started_s)}\n")
        self._stream.flush()
        self._step = ""
