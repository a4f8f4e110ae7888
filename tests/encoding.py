"""ffmpeg runs once for what it was given before: the same arguments and the same content of all inputs give the same files.

It serves tests of what is done with the files of an episode, which make few sounds and make them often.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from subprocess import DEVNULL
from typing import IO, TYPE_CHECKING, NamedTuple

from tts_interview.files import ffmpeg

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Output = IO[bytes] | int

_RUN = ffmpeg.run_ffmpeg


class _Made(NamedTuple):
    """What a run logged, and the content of its target and of its standard output."""

    log: str
    written: bytes
    printed: bytes


@dataclass
class Encodings:
    """Runs ffmpeg in place of `run_ffmpeg`, or repeats what it made of the same input. Runs that fail are not kept."""

    _made: dict[bytes, _Made] = field(default_factory=dict)

    def __call__(
        self, arguments: Sequence[str], *, feed: Iterable[bytes] = (), target: str = "", output: Output = DEVNULL, **how: str
    ) -> str:
        """Give the log, and write the target and the output."""
        sound = b"".join(feed)
        key = hashlib.sha256(
            b"\0".join([repr((how, isinstance(output, int))).encode(), *_said(arguments, target), sound])
        ).digest()
        if made := self._made.get(key):
            if target:
                Path(target).write_bytes(made.written)
            if not isinstance(output, int):
                output.write(made.printed)
            return made.log
        log = _RUN(arguments, feed=[sound], target=target, output=output, **how)
        self._made[key] = _Made(log, Path(target).read_bytes() if target else b"", _printed(output))
        return log


def _said(arguments: Sequence[str], target: str) -> Iterator[bytes]:
    """Give the arguments, with the content of files in place of the names of inputs, and none for the target."""
    for before, word in pairwise(["", *arguments]):
        if before == "-i" and (path := Path(word.removeprefix("file:"))).is_file():
            yield hashlib.sha256(path.read_bytes()).digest()
        elif word != f"file:{target}":
            yield word.encode()


def _printed(output: Output) -> bytes:
    if isinstance(output, int):
        return b""
    output.seek(0)
    return output.read()
