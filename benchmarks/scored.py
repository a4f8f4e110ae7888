"""Texts whose truth is known, read and scored: pages, pages that are no interview, interviews, and archives.

The texts and the scorers lie beside the project (`../shared`), with a table of the truth for each set. `score` reads the texts
of a set once and returns a row for each; `figures` counts the rows. `reading.py` prints the figures, and a test pins their
floors.
"""

from __future__ import annotations

import csv
import importlib
import json
import math
import subprocess
import sys
import time
from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest import mock

import frozen

import tts_interview
from tts_interview import TtsInterviewError, parsing
from tts_interview.parsing.deciding import consider
from tts_interview.parsing.preparing import prepare
from tts_interview.settings.parts import ReadingSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tts_interview.parsing.deciding import Considered
    from tts_interview.parsing.preparing import Prepared

# A page is ready without a human with these, and without furniture among its words; as the scorer of pages has it.
READY_FROM, READY_LOSS = 0.9, 0.02
# A title is right if its first letters are those of the true one, or the other way round; as the scorer of pages has it.
TITLE_LETTERS = 30
# Turns of fewer cases than these tell nothing of how reliable a tenth is.
LEAST_TURNS = 200
SURE_FROM = 0.8


@dataclass(slots=True)
class Answer:
    """What a reader makes of a text: a transcript as the JSON of `tts-interview parse` has it, or None and why.

    prepared and considered: what the parser looked at, for the frozen readings.
    """

    result: dict[str, Any] | None = None
    error: str = ""
    prepared: Prepared | None = None
    considered: Sequence[Considered] = ()


@dataclass(slots=True)
class Row:
    """One text of a set, and how it was read.

    seconds: of processor time. size: in bytes. scores: by name. note: for people.
    turns: for each turn how sure the parser is of it, and whether it is right.
    """

    set: str
    file: str
    seconds: float
    size: int
    scores: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    turns: list[tuple[float, bool]] = field(default_factory=list)


class Scorers:
    """The scorers beside the texts, and the tables of truth."""

    def __init__(self, shared: Path) -> None:
        """Import the scorers of `shared`."""
        self.shared = shared
        sys.path.insert(0, str(shared / "tools"))
        try:
            names = ("score_pages", "score_corpora", "score_parser")
            self.pages, self.corpora, self.interviews = map(importlib.import_module, names)
        finally:
            sys.path.remove(str(shared / "tools"))

    def table(self, path: str) -> list[dict[str, str]]:
        """Return the rows of a table."""
        with (self.shared / path).open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

    def by_file(self, path: str) -> dict[str, list[dict[str, str]]]:
        """Return the rows of a table by the file that each is about."""
        found = defaultdict(list)
        for row in self.table(path):
            found[row["file"]].append(row)
        return found


def read_here(path: Path) -> Answer:
    """Read a text with this program, and note what its parser looked at."""
    answer = Answer()
    with _watched(answer):
        try:
            answer.result = tts_interview.parse(path).to_dict()
        except TtsInterviewError as error:
            answer.error = str(error)
    return answer


@contextmanager
def _watched(answer: Answer) -> Iterator[None]:
    """Let the answer keep what `parse` prepares and considers, so that nothing is counted twice."""

    def prepared(*arguments: Any) -> Prepared:  # noqa: ANN401 - passed on
        answer.prepared = prepare(*arguments)
        return answer.prepared

    def considered(*arguments: Any) -> list[Considered]:  # noqa: ANN401 - passed on
        answer.considered = found = consider(*arguments)
        return found

    with mock.patch.object(parsing, "prepare", prepared), mock.patch.object(parsing, "consider", considered):
        yield


def score(kind: str, scorers: Scorers, read: Callable[[Path], Answer] = read_here, *, every: int = 1) -> list[Row]:
    """Read the texts of one of SETS and score them; `every` third text only, for one, if it is 3."""
    return list(SETS[kind](scorers, read, every))


def _timed(kind: str, file: str, scorers: Scorers, read: Callable[[Path], Answer]) -> tuple[Row, Answer]:
    path = scorers.shared / file
    start = time.process_time()
    answer = read(path)
    return Row(kind, file, time.process_time() - start, path.stat().st_size), answer


def _pages(scorers: Scorers, read: Callable[[Path], Answer], every: int) -> Iterator[Row]:
    """Score the whole pages of interviews."""
    turns, strings = scorers.by_file("pages/turns.tsv"), scorers.by_file("pages/furniture.tsv")
    for truth in [row for row in scorers.table("pages/index.tsv") if row["kind"] == "interview"][::every]:
        file = truth["file"]
        row, answer = _timed("pages", f"pages/{file}", scorers, read)
        row.scores = scorers.pages.interview(turns[file], strings[file], answer.result)
        row.scores["ready"] = _is_ready(row.scores)
        row.scores["read"] = answer.result is not None
        row.note = answer.error or _people(answer.result)
        for key in ("title", "date"):
            if truth[key]:
                row.scores[key] = _is_same(truth[key], str((answer.result or {}).get(key) or ""), scorers.pages.letters)
        row.turns = list(_turns_of_page(turns[file], answer.result, scorers))
        yield row


def _people(result: Mapping[str, Any] | None) -> str:
    return ", ".join(speaker["name"] for speaker in (result or {}).get("speakers", []))


def _is_ready(scores: Mapping[str, float]) -> bool:
    talk = scores["f1"] >= READY_FROM and scores["role"] >= READY_FROM
    return talk and scores["leak"] == 0 and scores["loss"] <= READY_LOSS


def _is_same(true: str, found: str, letters: Callable[[str], str]) -> bool:
    here, there = letters(true), letters(found)
    return bool(there) and (here[:TITLE_LETTERS] in there or there[:TITLE_LETTERS] in here)


def _turns_of_page(
    truth: Sequence[Mapping[str, str]], result: Mapping[str, Any] | None, scorers: Scorers
) -> Iterator[tuple[float, bool]]:
    """Yield for each turn how sure it is, and whether it starts where one does and has its role."""
    letters, start, within = scorers.pages.letters, scorers.pages.START, scorers.pages.WITHIN
    starts = {letters(row["start"])[:start]: row["role"].split("|") for row in truth}
    for turn in (result or {}).get("turns", []):
        if turn["role"] != "narrator" and "confidence" in turn:
            begun = letters(turn["text"])[: within + start]
            roles = next((roles for words, roles in starts.items() if words and words in begun), [])
            yield turn["confidence"], turn["role"] in roles


def _lookalikes(scorers: Scorers, read: Callable[[Path], Answer], every: int) -> Iterator[Row]:
    """Score the pages that only look like an interview."""
    for row in [row for row in scorers.table("pages/index.tsv") if row["kind"] != "interview"][::every]:
        yield _other("lookalikes", row["file"], scorers, read)


def _random(scorers: Scorers, read: Callable[[Path], Answer], every: int) -> Iterator[Row]:
    """Score the pages that were taken by chance."""
    for row in scorers.table("pages/random.tsv")[::every]:
        yield _other("random", row["file"], scorers, read)


def _other(kind: str, file: str, scorers: Scorers, read: Callable[[Path], Answer]) -> Row:
    """Score a page that is not an interview: refused, narrated, or made a dialogue, with or without a doubt."""
    row, answer = _timed(kind, f"pages/{file}", scorers, read)
    outcome = scorers.pages.other(answer.result)
    row.scores = {"dialogue": outcome.startswith("dialogue"), "silent": outcome == "dialogue"}
    row.note = answer.error or _people(answer.result)
    if row.scores["dialogue"] and answer.result:
        talk = [turn for turn in answer.result["turns"] if turn["role"] != "narrator"]
        row.turns = [(turn["confidence"], False) for turn in talk if "confidence" in turn]
    return row


def _interviews(scorers: Scorers, read: Callable[[Path], Answer], every: int) -> Iterator[Row]:
    """Score the interviews with hand-checked turns; the scorer starts a program, in whose place the reader answers."""
    turns = scorers.by_file("interviews/turns.tsv")
    for truth in scorers.table("interviews/index.tsv")[::every]:
        file = f"interviews/{truth['file']}"
        if truth["turn_reliability"] != "A" or not (scorers.shared / file).exists():
            continue
        gold = [(int(row["line"]), row["speaker"], row["role"]) for row in turns[truth["file"]]]
        row, answer = _timed("interviews", file, scorers, read)
        with mock.patch.object(scorers.interviews, "subprocess", _answering(answer)):
            row.scores = scorers.interviews.score_file(scorers.shared / file, gold, [])
        yield row


def _answering(answer: Answer) -> SimpleNamespace:
    """Return what looks like the module `subprocess` to a scorer, and gives the answer whatever is run."""
    done = SimpleNamespace(
        returncode=0 if answer.result else 1, stdout=json.dumps(answer.result or {"turns": []}), stderr=answer.error
    )
    return SimpleNamespace(run=lambda *_, **__: done, TimeoutExpired=subprocess.TimeoutExpired)


def _corpora(scorers: Scorers, read: Callable[[Path], Answer], every: int) -> Iterator[Row]:
    """Score the archives: the turns of interviews, what became of the rest, frozen readings, and titles of front matter."""
    gold = defaultdict(list)
    for name, rows in scorers.by_file("corpora/turns.tsv").items():
        gold[name] = [(int(row["line"]), row["speaker"], row["role"]) for row in rows]
    for truth in scorers.table("corpora/index.tsv")[::every]:
        file, kind = truth["file"], truth["kind"]
        row, answer = _timed("corpora", f"corpora/{file}", scorers, read)
        found = scorers.corpora.judge((file, "", kind, gold[file]), lambda _path, answer=answer: _for_corpora(answer))
        row.turns = [(float(sure), bool(right)) for sure, right in found.pop("sure")]
        row.scores = {**found, "archive": file.split("/")[0], "kept": _keeps_title(answer)}
        row.scores |= _frozen_of(row.file, answer)
        row.note = answer.error or _people(answer.result)
        yield row


def _for_corpora(answer: Answer) -> dict[str, Any]:
    """Return the answer as the scorer of archives takes it."""
    if answer.result is None:
        return {"error": answer.error or "refused"}
    turns = [(int(t["line"]), t["speaker"], t["role"], t.get("confidence")) for t in answer.result["turns"]]
    doubts = len(answer.result.get("doubts") or ())
    return {"turns": turns, "doubts": doubts, "confidence": answer.result.get("confidence")}


def _keeps_title(answer: Answer) -> bool | None:
    """Return whether the title of the front matter is that of the transcript, narrated if it is none; None without one."""
    document = answer.prepared.document if answer.prepared else None
    title = document.front_matter.get("title") if document else None
    if not document or not isinstance(title, str):
        return None
    try:
        read = answer.result or parsing.parse(document, ReadingSettings(narrate=True)).to_dict()
    except TtsInterviewError:
        return False
    return " ".join(str(read["title"]).split()) == " ".join(title.split())


def _frozen_of(file: str, answer: Answer) -> dict[str, Any]:
    """Return what the parser says of the frozen reading of a text."""
    reading = frozen.frozen_reading(file)
    if not reading or not answer.prepared:
        return {}
    seen = frozen.look_at(reading, answer.prepared.document, answer.prepared.page, answer.considered)
    about = {"frozen bad": seen.bad, "frozen flagged": seen.flagged, "frozen lost": seen.lost, "frozen turns": seen.of}
    return about | {"frozen confidence": seen.confidence}


SETS: dict[str, Callable[[Scorers, Callable[[Path], Answer], int], Iterator[Row]]] = {
    "pages": _pages,
    "lookalikes": _lookalikes,
    "random": _random,
    "interviews": _interviews,
    "corpora": _corpora,
}


# -- Figures ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a set: its value, of how many, and the texts that make it worse, the worst first."""

    value: float
    of: int
    texts: Sequence[str] = ()


def figures(kind: str, rows: Sequence[Row]) -> dict[str, Figure]:
    """Return the figures of a set by name; `rows` is not empty."""
    count = {"pages": _of_pages, "interviews": _of_interviews, "corpora": _of_corpora}.get(kind, _of_others)
    speed = sum(row.seconds for row in rows) / sum(row.size for row in rows) * 1e6
    return count(rows) | {"CPU s per MB": Figure(speed, len(rows))}


def _mean(rows: Sequence[Row], key: str, best: float = 1.0) -> Figure:
    """Return the mean of a score over the rows that have it, and the rows that are not the best."""
    known = [row for row in rows if row.scores.get(key) is not None]
    worse = sorted((row for row in known if row.scores[key] != best), key=lambda row: abs(row.scores[key] - best), reverse=True)
    texts = [f"{row.file} {float(row.scores[key]):.3f}" for row in worse]
    return Figure(sum(row.scores[key] for row in known) / len(known) if known else math.nan, len(known), texts)


def _count(rows: Sequence[Row], key: str, *, good: bool = False) -> Figure:
    """Return how many rows have a score; its texts are those, or the others if it is good to have it."""
    texts = [f"{row.file} {row.note}".strip() for row in rows if bool(row.scores[key]) is not good]
    return Figure(sum(bool(row.scores[key]) for row in rows), len(rows), texts)


def _of_pages(rows: Sequence[Row]) -> dict[str, Figure]:
    found = {"start": _mean(rows, "f1")} | {key: _mean(rows, key) for key in ("speaker", "role", "name")}
    found |= {"furniture spoken": _mean(rows, "leak", 0.0), "lost": _mean(rows, "loss", 0.0)}
    found |= {"introduction": _mean(rows, "intro"), "ready": _count(rows, "ready", good=True)}
    found["read"] = _count(rows, "read", good=True)
    for key in ("title", "date"):
        found[f"{key}s"] = _count([row for row in rows if key in row.scores], key, good=True)
    return found | _of_sureness(rows)


def _of_others(rows: Sequence[Row]) -> dict[str, Figure]:
    return {"made a dialogue": _count(rows, "dialogue"), "without a doubt": _count(rows, "silent")}


def _of_interviews(rows: Sequence[Row]) -> dict[str, Figure]:
    return {key: _mean(rows, key) for key in ("start", "speaker", "role", "name")}


def _of_corpora(rows: Sequence[Row]) -> dict[str, Figure]:
    interviews, others = interviews_and_others(rows)
    found = {key: _mean(interviews, key) for key in ("start", "speaker", "role")}
    found |= {"bad or refused": _count(interviews, "bad"), "refused": _count(interviews, "error")}
    silent = [row for row in interviews if not row.scores["error"] and not row.scores["told"]]
    good = [row for row in interviews if not row.scores["bad"]]
    found |= {"bad and silent": _count(silent, "bad"), "good, told": _count(good, "told")}
    found |= {"made a dialogue": _count(others, "bad"), "titles kept": _mean(rows, "kept")}
    for name, bad in (("bad", True), ("good", False)):
        found[f"frozen {name} flagged"] = _flagged([row for row in rows if row.scores.get("frozen bad") is bad], bad=bad)
    lost, of = (sum(row.scores.get(f"frozen {key}", 0) for row in rows) for key in ("lost", "turns"))
    return found | {"frozen turns not found": Figure(lost, of)} | _of_sureness(rows)


def _flagged(rows: Sequence[Row], *, bad: bool) -> Figure:
    """Return the share of frozen readings that are flagged, and of which it is wrong."""
    flags = [row.scores["frozen flagged"] for row in rows]
    texts = [f"{r.file} {r.scores['frozen confidence']:.2f}" for r in rows if r.scores["frozen flagged"] is not bad]
    return Figure(sum(flags) / len(flags) if flags else math.nan, len(flags), texts)


def interviews_and_others(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Separate the interviews of the archives from their other texts."""
    interviews = [row for row in rows if row.scores["kind"] == "interview"]
    return interviews, [row for row in rows if row.scores["kind"] != "interview"]


def _of_sureness(rows: Sequence[Row]) -> dict[str, Figure]:
    """Return how far the worst tenth of the turns is off, and how well confidence tells right turns from wrong ones."""
    turns = [turn for row in rows for turn in row.turns]
    off = [abs(said - right) for said, right, count in tenths(turns) if count >= LEAST_TURNS]
    wrong = Counter({row.file: sum(not right and sure > SURE_FROM for sure, right in row.turns) for row in rows})
    texts = [f"{file}: {count} wrong turns said to be sure" for file, count in wrong.most_common() if count]
    worst = Figure(max(off, default=math.nan), len(turns))
    return {"worst tenth of turns off": worst, "area under ROC of turns": Figure(area_under_roc(turns), len(turns), texts)}


def transcripts(rows: Sequence[Row]) -> list[tuple[float, bool]]:
    """Return for each transcript of the archives how sure it is, and whether it is read well."""
    known = [row.scores for row in rows if row.scores.get("confidence") is not None]
    return [(scores["confidence"], not scores["bad"]) for scores in known]


def tenths(pairs: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """Return for each tenth of confidence that occurs what is said on average, the share that is right, and the count."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for sure, right in pairs:
        bins[min(9, int(sure * 10))].append((sure, right))
    ordered = [bins[step] for step in sorted(bins)]
    return [(sum(s for s, _ in some) / len(some), sum(r for _, r in some) / len(some), len(some)) for some in ordered]


def area_under_roc(pairs: Sequence[tuple[float, bool]]) -> float:
    """Return the chance that a right one is surer than a wrong one; equally sure ones count half."""
    right, wrong = (Counter(sure for sure, is_right in pairs if is_right is kind) for kind in (True, False))
    below = area = 0.0
    for sure in sorted({*right, *wrong}):
        area += right[sure] * (below + wrong[sure] / 2)
        below += wrong[sure]
    return area / (right.total() * wrong.total()) if right and wrong else math.nan
