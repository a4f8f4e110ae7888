"""Tables and progress of the command line, for a terminal, or in whole lines for a pipe or a screen reader."""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from itertools import repeat
from typing import TYPE_CHECKING, TextIO

from tts_interview.cli.console import with_flags
from tts_interview.model import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tts_interview.model import Doubt, Progress, Speaker, Transcript, Turn
    from tts_interview.parsing.explaining import Explanation
    from tts_interview.pipeline.planning import Plan
    from tts_interview.settings.showfile import ShowFile

_PERSON = ("speaker", "role", "turns", "words", "about")
_WORDS_PER_SECOND = 2.5
# A turn below this confidence is marked.
_DOUBTED_BELOW = 0.7
_PLURALS = {
    Reason.CAPTION: "captions",
    Reason.CREDIT: "credits",
    Reason.LABEL: "labels",
    Reason.STAGE_DIRECTION: "stage directions",
    Reason.ADVERTISEMENT: "advertisements",
}
# Characters of writing systems without spaces between words.
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
# The name of one file in a list of several.
_LONGEST_NAME = 40
_BAR_WIDTH = 24
# The place of the confidence in a row of turns.
_SURE = 3
# Where a file of an episode is published, by the end of its name.
_USES = {
    ".html": "Page",
    ".embed.html": "Paste this into your article",
    ".post.md": "Add this post to your site",
    ".epub": "E-book",
}
_REDRAW_S = 0.1
_PLAIN_EVERY_S = 30.0


def is_plain(stream: TextIO, environment: Mapping[str, str], *, asked: bool) -> bool:
    """Return whether to write whole lines only: on request, without a terminal, or on one that cannot redraw."""
    wishes = environment.get("ACCESSIBLE") == "1" or bool(environment.get("NO_COLOR"))
    return asked or wishes or environment.get("TERM") == "dumb" or not stream.isatty()


def table(rows: Sequence[Sequence[str]], headings: Sequence[str], *, plain: bool) -> str:
    """Return rows in columns, or if plain, a line "heading: value" for each cell and an empty line after each row."""
    if plain:
        lines = ["\n".join(f"{h}: {cell}" for h, cell in zip(headings, row, strict=True) if cell) for row in rows]
        return "\n\n".join(lines)
    widths = [max(len(row[i]) for row in [headings, *rows]) for i in range(len(headings))]
    shown = [headings, ["-" * width for width in widths], *rows]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in shown)


def turns_table(transcript: Transcript, *, plain: bool, width: int = 100) -> str:
    """Return the speakers with their share, the turns with their first words, the left-out text with reasons, and doubts."""
    parts = [transcript.title] if transcript.title else []
    parts.append(table(list(map(_person_row, transcript.speakers, repeat(transcript))), _PERSON, plain=plain))
    room = max(20, width - 40)
    turns = [
        (str(number), str(turn.line), turn.speaker, _doubted(turn), shortened(turn.text, room))
        for number, turn in enumerate(transcript.turns, start=1)
    ]
    shown = [number for number in range(5) if number != _SURE or any(row[_SURE] for row in turns)]
    headings = ("turn", "line", "speaker", "sure", "words")
    parts.append(table([[row[n] for n in shown] for row in turns], [headings[n] for n in shown], plain=plain))
    left_out = [(str(e.line), e.reason.value, shortened(e.text, room)) for e in transcript.left_out]
    if left_out:
        parts.append(table(left_out, ("line", "left out as", "words"), plain=plain))
    sure = [f"Confidence: {transcript.confidence:.2f} ({transcript.why})"] if transcript.why else []
    parts.append("\n".join([*sure, ledger_line(transcript), *doubt_lines(transcript.doubts)]))
    return "\n\n".join(parts)


def doubt_lines(doubts: Sequence[Doubt]) -> list[str]:
    """Return a line for each doubt, with the flags that settle it."""
    return [f"Doubt: {with_flags(doubt.sentence)}" for doubt in doubts]


def _doubted(turn: Turn) -> str:
    """Return the confidence of a turn that may be wrong, and nothing for any other."""
    return f"{turn.confidence:.2f} ?" if turn.confidence < _DOUBTED_BELOW else ""


def explanation_text(explained: Explanation, *, plain: bool, width: int = 100) -> str:
    """Return the two best readings of a page, the features that decide between them, and the places where they differ."""
    first, second = explained.first, explained.second
    rows = [
        (name, one.layout, str(one.turns), shortened(", ".join(one.people), max(20, width - 40)), f"{one.score:.2f}")
        for name, one in (("best", first), ("second", second))
        if one
    ]
    sure = f"An interview: {explained.interview:.2f}; read right, if it is one: {explained.right:.2f}"
    count = f"Readings compared: {explained.readings}"
    parts = [table(rows, ("reading", "layout", "turns", "people", "score"), plain=plain), f"{sure}\n{count}"]
    if second is None:
        return "\n\n".join([*parts, "No other reading differs in who says what."])
    gains = [(g.feature, f"{g.first:.2f}", f"{g.second:.2f}", f"{g.adds:+.2f}") for g in explained.gains]
    parts.append(table(gains, ("feature", "best", "second", "adds"), plain=plain))
    room = max(20, width - 50)
    places = [(str(d.line), d.first, d.second, shortened(d.words, room)) for d in explained.differences]
    return "\n\n".join([*parts, table(places, ("line", "best", "second", "words"), plain=plain)])


def _person_row(speaker: Speaker, transcript: Transcript) -> tuple[str, ...]:
    turns = [turn for turn in transcript.turns if turn.speaker == speaker.name]
    words = sum(words_in(turn.text) for turn in turns)
    name = f"{speaker.name} ({speaker.title})" if speaker.title else speaker.name
    return name, speaker.role.value, f"{len(turns):,}", f"{words:,}", duration(words / _WORDS_PER_SECOND)


def ledger_line(transcript: Transcript) -> str:
    """Return how many words are spoken, as in "Spoken 1,243 words, left out 214: furniture 180, captions 26"."""
    spoken = sum(words_in(turn.text) for turn in transcript.turns)
    by_reason: Counter[str] = Counter()
    for entry in transcript.left_out:
        by_reason[_PLURALS.get(entry.reason, entry.reason.value)] += words_in(entry.text)
    total = sum(by_reason.values())
    reasons = ", ".join(f"{reason} {count:,}" for reason, count in by_reason.most_common() if count)
    return f"Spoken {spoken:,} words, left out {total:,}" + (f": {reasons}" if reasons else "")


def words_in(text: str) -> int:
    """Return the number of words; in writing systems without spaces, a word counts as two characters."""
    wide = len(_WIDE.findall(text))
    return len(_WIDE.sub(" ", text).split()) + (wide + 1) // 2


def plan_text(plan: Plan, *, plain: bool) -> str:
    """Return the cast, the length, and the time and disk space that rendering needs."""
    rows = [(s.name, s.role.value, plan.casting[s.name].full_name) for s in plan.transcript.speakers]
    facts = [
        f"Engine: {plan.engine.name}",
        f"Length: about {duration(plan.sound_s)}",
        f"Spoken before: {plan.spoken_before:.0%}",
        f"Time to speak the rest: about {duration(plan.work_s)}",
        f"Disk space: about {plan.disk_bytes // 1_000_000} MB",
    ]
    recordings = ", ".join(f"{shortened(r.file, _LONGEST_NAME)} ({duration(r.seconds)})" for r in plan.rundown.recordings)
    facts += [f"Recordings: {recordings}"] if recordings else []
    facts += doubt_lines(plan.transcript.doubts)
    return "\n\n".join([plan.transcript.title, table(rows, ("speaker", "role", "voice"), plain=plain), "\n".join(facts)])


def uses_of(files: Sequence[Path]) -> list[str]:
    """Return a line for each file of an episode, the main one first, that has a place where it is published."""
    found = ((_USES.get(path.name.removeprefix(files[0].stem)), path) for path in files)
    return [f"{use}: {path}" for use, path in found if use]


def checks_of(files: Sequence[Path], show: ShowFile | None) -> list[str]:
    """Return how to put the files of an episode online and how to check them; nothing if none is for publication."""
    feed = next((path for path in files if show and path.suffix == ".xml"), None)
    if show and feed:
        place = f"Upload the folder {feed.parent} to {show.feed.url.rpartition('/')[0]}/"
        if show.deliver.to:
            place = f'Publish it: tts-interview publish "{show.path}"'
        return [place, f'Check with: tts-interview feed "{show.path}" --check']
    return [f'Check with: tts-interview serve "{files[0].parent}"'] if uses_of(files) else []


def shortened(text: str, width: int) -> str:
    """Return a text as one line of at most `width` characters."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def duration(seconds: float) -> str:
    """Return a length of time as people write it: "1 h 5 min", "4 min 10 s", "9 s"."""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    if hours:
        return f"{hours:,} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


class TurnLine:
    """Show the speaker and the first words of each turn: one redrawn line on a terminal, or else a line for each."""

    def __init__(self, stream: TextIO | None = None, *, plain: bool, width: int = 100) -> None:
        self._stream = stream or sys.stderr
        self._plain = plain
        self._width = width
        self._drawn = 0

    def __call__(self, number: int, speaker: str, words: str) -> None:
        """Show the turn that begins."""
        self.show(f"{number} {speaker}: {words}")

    def show(self, text: str) -> None:
        """Show a text in place of the turn."""
        line = shortened(text, self._width - 1)
        if self._plain:
            self._stream.write(f"{line}\n")
        else:
            self._stream.write("\r" + line.ljust(self._drawn))
            self._drawn = len(line)
        self._stream.flush()

    def clear(self) -> None:
        """Remove the line from the terminal."""
        if self._drawn:
            self._stream.write("\r" + " " * self._drawn + "\r")
            self._stream.flush()
            self._drawn = 0


class ProgressLine:
    """Show the progress of steps: one redrawn line on a terminal; or else lines at the start, every 30 s, and at the end."""

    def __init__(self, stream: TextIO | None = None, *, plain: bool) -> None:
        self._stream = stream or sys.stderr
        self._plain = plain
        self._step = ""
        self._shown_s = 0.0
        self._started_s = 0.0
        self._drawn = 0

    def __call__(self, progress: Progress) -> None:
        """Show a report of progress."""
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
        """Remove the line from the terminal, before something else is written there."""
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
