#!/usr/bin/env python3
"""How long an archive takes on 1, 10 and 100 machines, what it costs, and what limits it, simulated from measured figures.

Usage: python benchmarks/simulation.py [--interviews 100000] [--minutes 30] [--cores 16] [--price 0.04]

Interviews have lengths that are drawn by a fixed seed. Each free core takes the next one; the client hands them out one after
another, and the shared disk takes one byte after another. Planning before and lists after are one process each.
The assumptions are printed first; those that were measured say where.
"""

from __future__ import annotations

import argparse
import heapq
import random
from dataclasses import dataclass, fields

MACHINES = (1, 10, 100)
HOUR_S = 3600


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is taken as given; each default is followed by its unit and its source."""

    speaking: float = 0.17  # core-seconds for a second of sound (speed.py)
    finishing: float = 0.028  # core-seconds for a second of sound: master, MP3, book, page (findings of length.py)
    planning_s: float = 0.13  # core-seconds to read and plan an interview (plan of 373 pages)
    handing_s: float = 0.006  # seconds of the client and the scheduler for an interview (dask, 5.3 ms for an empty task)
    worker_start_s: float = 3.0  # seconds until a worker has loaded the model
    kit_bytes_s: float = 30_000.0  # bytes for a second of sound (110 MB an hour)
    clip_bytes_s: float = 48_000.0  # bytes for a second of sound, if clips are shared
    disk_bytes_s: float = 500e6  # bytes a second of the shared disk (assumed)
    listing_s: float = 0.003  # seconds for an episode of the feed, the list and the site (site.py)
    spread: float = 0.5  # the standard deviation of the logarithm of the lengths (assumed)


def lengths_s(count: int, mean_s: float, spread: float) -> list[float]:
    """Return the lengths of interviews with this mean."""
    draw = random.Random(1)  # noqa: S311 - a simulation
    found = [draw.lognormvariate(0, spread) for _ in range(count)]
    scale = mean_s * count / sum(found)
    return [length * scale for length in found]


def made_s(lengths: list[float], cores: int, given: Assumptions) -> tuple[float, float, float, float]:
    """Return the seconds until all are made, and those in which the cores, the client and the disk were busy."""
    waiting, at_work = iter(lengths), list[tuple[float, float]]()
    client_s = disk_s = 0.0

    def hand_out(now_s: float) -> None:
        nonlocal client_s
        if length := next(waiting, None):
            client_s = max(client_s, now_s) + given.handing_s
            heapq.heappush(at_work, (client_s + (given.speaking + given.finishing) * length, length))

    for _ in range(cores):
        hand_out(given.worker_start_s)
    while at_work:
        now_s, length = heapq.heappop(at_work)
        # The disk takes the files of one after another.
        disk_s = max(disk_s, now_s) + given.kit_bytes_s * length / given.disk_bytes_s
        hand_out(disk_s)
    work_s = (given.speaking + given.finishing) * sum(lengths)
    busy_disk_s = given.kit_bytes_s * sum(lengths) / given.disk_bytes_s
    return disk_s, work_s / cores, given.handing_s * len(lengths), busy_disk_s


def main() -> None:
    """Print the assumptions and a row for each number of machines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--interviews", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=30.0, help="the mean length [default: 30]")
    parser.add_argument("--cores", type=int, default=16, help="of each machine [default: 16]")
    parser.add_argument("--price", type=float, default=0.04, help="of a core-hour, in your money [default: 0.04, a guess]")
    arguments = parser.parse_args()
    given = Assumptions()
    print(", ".join(f"{field.name} {getattr(given, field.name):g}" for field in fields(given)))
    lengths = lengths_s(arguments.interviews, 60 * arguments.minutes, given.spread)
    hours = sum(lengths) / HOUR_S
    around_s = (given.planning_s / arguments.cores + given.listing_s) * len(lengths)
    kits, clips = (size * sum(lengths) / 1e12 for size in (given.kit_bytes_s, given.clip_bytes_s))
    print(f"{hours:,.0f} hours of sound; {kits:.1f} TB of episodes, {clips:.1f} TB more if clips are shared")
    print(f"{'machines':>8}{'hours':>9}{'cores busy':>12}{'core-hours':>12}{'money':>9}  what limits it")
    for machines in MACHINES:
        cores = machines * arguments.cores
        end_s, cores_s, client_s, disk_s = made_s(lengths, cores, given)
        whole_s = end_s + around_s
        limits = {"the cores": cores_s, "the client": client_s, "the shared disk": disk_s, "planning and lists": around_s}
        limit = max(limits, key=lambda name: limits[name])
        paid = cores * whole_s / HOUR_S
        print(
            f"{machines:>8}{whole_s / HOUR_S:>9,.1f}{cores_s / whole_s:>12.0%}{paid:>12,.0f}{paid * arguments.price:>9,.0f}"
            f"  {limit} ({limits[limit] / whole_s:.0%})"
        )


if __name__ == "__main__":
    main()
