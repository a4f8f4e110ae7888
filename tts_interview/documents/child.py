"""Read a source in a child process, within a limit of time everywhere and a limit of memory on Linux.

The libraries for PDF, DOCX and EPUB cannot be bounded from within: a few hundred bytes can take gigabytes and hours. The child
answers with plain data, never with pickled objects, because it has read what strangers wrote. It ends with its parent.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import threading
import time
import traceback
from contextlib import suppress
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from tts_interview.errors import PageKind, SourceError
from tts_interview.model import Block, Document, Emphasis, Kind, Role
from tts_interview.settings.parts import Limits
from tts_interview.settings.selectors import Selectors

if TYPE_CHECKING:
    from collections.abc import Mapping

_PROGRAM = """\
import json, sys
request = json.loads(sys.stdin.buffer.readline())
sys.path[:] = request["path"]
from tts_interview.documents.child import answer
answer(request)
"""
_ADVICE = "give a shorter source or its text, or raise"


def read_apart(data: bytes, name: str, suffix: str, limits: Limits, selectors: Selectors) -> Document:
    """Read a source as `read_bytes` does, in a child process.

    Raises SourceError as `read_bytes` does, and if reading takes more than `limits.seconds` or `limits.memory_bytes`.
    """
    wanted = {"name": name, "suffix": suffix, "limits": asdict(limits), "selectors": asdict(selectors)}
    start_s = time.monotonic()
    said, code = _said({**wanted, "bytes": len(data), "path": sys.path}, data, limits.seconds)
    if said:
        return _document(json.loads(said), name, limits)
    if time.monotonic() - start_s >= limits.seconds:
        raise SourceError(
            f"{name} was not read within {limits.seconds:g} seconds, the limit: {_ADVICE} `reading.limits.seconds`"
        )
    raise SourceError(f"{name} made its reader crash (exit code {code}): get the file again, or save its text and give that")


def _said(request: Mapping[str, Any], data: bytes, seconds: float) -> tuple[bytes, int]:
    """Return the answer of a child, empty if it was ended before it gave one, and its exit code."""
    command = [sys.executable, "-P", "-c", _PROGRAM]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        timer = threading.Timer(seconds, process.kill)
        timer.daemon = True
        timer.start()
        try:
            # The pipe stays open, since its end tells the child that the parent is gone.
            with suppress(OSError):
                given = cast("BinaryIO", process.stdin)
                given.write(json.dumps(request).encode() + b"\n" + data)
                given.flush()
            said = cast("BinaryIO", process.stdout).read()
        finally:
            timer.cancel()
            process.kill()
    return said, process.returncode


def _document(said: dict[str, Any], name: str, limits: Limits) -> Document:
    """Return the document of an answer. Raises the error of one."""
    if "document" in said:
        return _from_plain(said["document"])
    if "bug" in said:
        raise RuntimeError(f"{name} cannot be read because of a bug:\n{said['bug']}")
    if said["error"]:
        raise SourceError(said["error"], PageKind(said["kind"]) if said["kind"] else None)
    most = f"{limits.memory_bytes / 1e9:g} GB"
    raise SourceError(f"{name} takes more than {most} of memory to read, the limit: {_ADVICE} `reading.limits.source_bytes`")


# -- The child -------------------------------------------------------------------------------------------------------


def answer(request: Mapping[str, Any]) -> None:
    """Read the source that follows a request on standard input, and write its document or an error as a line of JSON.

    An empty error means that the memory was not enough. This ends the process.
    """
    limits, selectors = Limits(**request["limits"]), request["selectors"]
    _limit_this_process(limits)
    data = sys.stdin.buffer.read(request["bytes"])
    threading.Thread(target=_end_with_parent, daemon=True).start()
    said = _read(data, request, limits, Selectors(**{**selectors, "parts": tuple(selectors["parts"])}))
    sys.stdout.buffer.write(said)
    sys.stdout.buffer.flush()
    os._exit(0)  # without waiting for the thread


def _limit_this_process(limits: Limits) -> None:
    """Set the limits of the operating system: Windows has none, and macOS keeps none for memory."""
    with suppress(ImportError):
        import resource

        seconds = math.ceil(limits.seconds) + 1
        for what, most in (("RLIMIT_AS", limits.memory_bytes), ("RLIMIT_CPU", seconds), ("RLIMIT_CORE", 0)):
            with suppress(ValueError, OSError):  # a stricter limit is in force already
                resource.setrlimit(getattr(resource, what), (most, most))


def _end_with_parent() -> None:
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


def _read(data: bytes, request: Mapping[str, Any], limits: Limits, selectors: Selectors) -> bytes:
    from tts_interview.documents import read_bytes

    said: dict[str, Any] = {"error": "", "kind": None}
    try:
        document = read_bytes(data, request["name"], request["suffix"], limits, selectors)
        return json.dumps({"document": document}, default=_plain).encode()
    except SourceError as error:
        if not _is_of_memory(error):
            said = {"error": str(error), "kind": error.kind}
    except Exception as error:  # noqa: BLE001 - the parent raises it
        if not _is_of_memory(error):
            said = {"bug": traceback.format_exc()}
    return json.dumps(said).encode()


def _is_of_memory(error: BaseException | None) -> bool:
    """Return whether an error comes from a lack of memory, which libraries may wrap."""
    return error is not None and (isinstance(error, MemoryError) or _is_of_memory(error.__cause__ or error.__context__))


# -- Documents as plain data -----------------------------------------------------------------------------------------


def _plain(value: Any) -> Any:  # noqa: ANN401 - a document, or what it holds
    """Return what JSON cannot write: a document as its fields, a block or an emphasis as their values, a set as a list."""
    if isinstance(value, frozenset):
        return sorted(value)
    values = {field.name: getattr(value, field.name) for field in fields(value)}
    return values if isinstance(value, Document) else list(values.values())


def _from_plain(plain: dict[str, Any]) -> Document:
    people = tuple((name, Role(role) if role else None) for name, role in plain["people"])
    lists = {name: tuple(plain[name]) for name in ("authors", "types", "withheld")}
    lists |= {name: tuple(map(tuple, plain[name])) for name in ("markup", "passages")}
    return Document(**{**plain, **lists, "blocks": tuple(map(_block, plain["blocks"])), "people": people})


def _block(plain: list[Any]) -> Block:
    text, lines, kind, emphasis, level, furniture, speaker, selectors, *rest = plain
    ranges = tuple(Emphasis(*one) for one in emphasis)
    return Block(text, tuple(lines), Kind(kind), ranges, level, furniture, speaker, frozenset(selectors), *rest)
