"""Floors for how well texts with a known truth are read. They are skipped where the texts do not lie beside the project.

By default some of the many random pages are read; `-m exhaustive` reads all of them.
`benchmarks/reading.py` prints all figures.
"""

from __future__ import annotations

import importlib
import math
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from conftest import ROOT, SHARED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType


class Floor(NamedTuple):
    """What a figure must be over all texts of a set. Over some of them a count may be as much less, and a share a bit."""

    least: float = -math.inf
    most: float = math.inf
    counted: bool = False


FLOORS: dict[str, dict[str, Floor]] = {
    "pages": {
        "start": Floor(0.97),
        "speaker": Floor(0.96),
        "role": Floor(0.96),
        "name": Floor(0.9),
        "furniture spoken": Floor(most=0.04),
        "lost": Floor(most=0.01),
        "introduction": Floor(0.95),
        "ready": Floor(19),
        "read": Floor(25),
        "titles": Floor(25),
        "dates": Floor(18),
    },
    "lookalikes": {"without a doubt": Floor(most=1, counted=True), "made a dialogue": Floor(most=3, counted=True)},
    "random": {"without a doubt": Floor(most=2, counted=True), "made a dialogue": Floor(most=10, counted=True)},
    # Two texts whose labels name two people at once, which are the first one's, cost a name of .970.
    "interviews": {"start": Floor(0.999), "speaker": Floor(0.993), "role": Floor(0.992), "name": Floor(0.969)},
    "corpora": {
        "role": Floor(0.92),
        "bad or refused": Floor(most=8, counted=True),
        "bad and silent": Floor(most=4, counted=True),
        "made a dialogue": Floor(most=3, counted=True),
        "titles kept": Floor(0.98),
        "frozen bad flagged": Floor(0.85),
        "frozen good flagged": Floor(most=0.04),
        "worst tenth of turns off": Floor(most=0.1),
        # The few wrong turns of archives stand in texts read whole under another layout, each as likely as the turns beside it.
        "area under ROC of turns": Floor(0.85),
    },
}
# Reading all takes a minute, so that of this set every third text is read.
EVERY = {"random": 3}
SAMPLED_OFF_BY = 0.03
LEAST_OFF_BY, LEAST_AREA = 0.1, 0.9
MOST_NAMED = 8


def scored() -> ModuleType:
    """The scores of the benchmark, whose modules import each other by their bare names."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(ROOT / "benchmarks"), *sys.path])
        return importlib.import_module("scored")


def below(floors: Mapping[str, Floor], found: Mapping[str, Any], every: int) -> list[str]:
    """The names of the figures that miss their floors, all given to three digits."""
    values = {name: round(found[name].value, 3) for name in floors}
    slack = SAMPLED_OFF_BY if every > 1 else 0.0
    most = {n: math.ceil(floor.most / every) if floor.counted else floor.most + slack for n, floor in floors.items()}
    return [name for name, floor in floors.items() if not floor.least - slack <= values[name] <= most[name]]


def report(found: Mapping[str, Any], missed: list[str]) -> str:
    """All figures, and for those that miss their floors the texts responsible."""
    lines = []
    for name, figure in found.items():
        lines.append(f"{name}: {figure.value:.4f} of {figure.of}{'  MISSED' if name in missed else ''}")
        lines += [f"    {text}" for text in figure.texts[:MOST_NAMED] if name in missed]
    return "\n".join(lines)


@pytest.mark.slow
@pytest.mark.no_cover  # other tests run the same code, and tracing would add half to the time
@pytest.mark.skipif(not (SHARED / "tools").exists(), reason="the texts with a known truth are not here")
@pytest.mark.parametrize(
    ("kind", "every"),
    [
        *((kind, EVERY.get(kind, 1)) for kind in FLOORS),
        *(pytest.param(kind, 1, marks=pytest.mark.exhaustive) for kind in EVERY),
    ],
)
def test_texts_with_a_known_truth_are_read_at_least_this_well(kind: str, every: int) -> None:
    scores = scored()
    found = scores.figures(kind, scores.score(kind, scores.Scorers(SHARED), every=every))
    missed = below(FLOORS[kind], found, every)
    assert not missed, report(found, missed)


@pytest.mark.exhaustive
@pytest.mark.skipif(not (SHARED / "tools").exists(), reason="the texts with a known truth are not here")
def test_the_confidence_of_turns_says_how_often_they_are_right_over_all_texts() -> None:
    scores = scored()
    scorers = scores.Scorers(SHARED)
    turns = [turn for kind in FLOORS for row in scores.score(kind, scorers) for turn in row.turns]
    assert scores.area_under_roc(turns) >= LEAST_AREA
    tenths = [(said, right) for said, right, count in scores.tenths(turns) if count >= scores.LEAST_TURNS]
    assert tenths
    assert all(abs(said - right) <= LEAST_OFF_BY for said, right in tenths), tenths
