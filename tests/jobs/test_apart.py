"""Work on hostile input is done in child processes, each within limits for one item, and in order."""

from __future__ import annotations

import gc
import os
import sys
import threading
from typing import Any

import pytest
from workers import KILL

from tts_interview.errors import QueueError
from tts_interview.files.workspace import is_running
from tts_interview.jobs.apart import each_apart

GIGABYTE = 10**9


def work(item: Any) -> object:  # noqa: ANN401 - a number of which the work is made, or what it is to do
    """Return the item and the process; die, hang, take too much memory, or tell how rarely garbage is searched for."""
    if item == "die":
        os.kill(os.getpid(), KILL)
    if item == "hang":
        threading.Event().wait()
    if item == "grow":
        return len(bytearray(64 * GIGABYTE))
    if item == "garbage":
        return gc.get_threshold()[0]
    return [item, os.getpid()]


def results(items: list[Any], workers: int = 2, seconds: float = 60) -> list[Any]:
    return [result for _, result in each_apart(work, [(item, item) for item in items], workers, seconds, 4 * GIGABYTE)]


def test_results_come_in_the_order_of_the_items_from_children_that_stay_and_end() -> None:
    found = results(list(range(200)))
    assert [item for item, _ in found] == list(range(200))
    children = {process for _, process in found}
    assert len(children) == 2
    assert os.getpid() not in children
    assert not [process for process in children if is_running(process)]


def test_a_child_that_dies_costs_its_item_alone() -> None:
    first, dead, last = results([1, "die", 2], workers=1)
    assert (first[0], last[0]) == (1, 2)
    assert isinstance(dead, QueueError)
    assert first[1] != last[1]


def test_children_search_for_garbage_less_often_than_python_does() -> None:
    assert results(["garbage"]) == [10_000]
    assert gc.get_threshold()[0] < 10_000


def test_an_item_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tts_interview.jobs.apart._START_S", 0.0)
    (hung,) = results(["hang"], seconds=0.5)
    assert "not done within 0.5 seconds" in str(hung)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone limits the memory of a process")
def test_an_item_that_takes_too_much_memory_ends_its_child() -> None:
    big, small = results(["grow", 1], workers=1)
    assert "lack of memory" in str(big)
    assert small[0] == 1


def test_children_end_when_nobody_wants_more_results() -> None:
    found = each_apart(work, ((item, item) for item in range(10**9)), 2, 60, 4 * GIGABYTE)
    process = next(found)[1][1]
    found.close()
    assert not is_running(process)


def test_nothing_to_do_starts_nobody() -> None:
    assert results([]) == []
