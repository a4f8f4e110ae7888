"""The choice of Kokoro's graph and device, and loading the graph once in a separate thread."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tts_interview.errors import ModelError, TtsInterviewError
from tts_interview.speech.engines.kokoro.devices import AUTO, CPU, candidates
from tts_interview.speech.engines.kokoro.inference import Halves, Whole
from tts_interview.speech.engines.kokoro.model_file import find_model
from tts_interview.speech.engines.kokoro.quick_graph import Made, Preparation, front_of, prepared_path
from tts_interview.speech.engines.kokoro.sessions import check, make_session, providers

if TYPE_CHECKING:
    from pathlib import Path

    from tts_interview.speech.engines import EngineSetup
    from tts_interview.speech.engines.kokoro.devices import Device

THREAD = "loading"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A graph that is ready to speak, and the device that it runs on."""

    graph: Whole | Halves
    device: Device


class Model:
    """The graph of one engine, which is loaded once even if several threads ask for it."""

    def __init__(self, setup: EngineSetup) -> None:
        self._setup = setup
        self._lock = threading.Lock()
        self._future: Future[Loaded] | None = None
        self._preparation = Preparation(setup)

    def devices(self) -> tuple[Device, ...]:
        """Return the devices to try, best first. Raises EngineError if the requested one is not available."""
        # A model that the user supplies may suit one device only, so no accelerator is chosen for it.
        if self._setup.device == CPU.name or (self._setup.model and self._setup.device == AUTO):
            return (CPU,)
        # This imports ONNX Runtime before loading starts, because two threads that import it at once may see half of it.
        return candidates(self._setup.device, providers())

    def is_here(self) -> bool:
        """Return whether the graph can be loaded without downloading or preparing anything."""
        kind = Made.QUICK if self.devices()[0] == CPU else Made.FLOAT
        return bool(self._setup.model) or prepared_path(self._setup, kind).is_file()

    def begin(self) -> Future[Loaded]:
        """Start loading; prepare the graph first if necessary."""
        with self._lock:
            if self._future is None:
                self._future = Future()
                devices = self.devices()
                threading.Thread(target=self._run, args=(self._future, devices), name=THREAD).start()
            return self._future

    def loaded(self) -> Loaded:
        """Wait for the session and return it. Raises ModelError."""
        return self.begin().result()

    @property
    def is_loaded(self) -> bool:
        """The session is ready to speak."""
        future = self._future
        return bool(future and future.done() and not future.exception())

    def failure(self) -> BaseException | None:
        """Return the error that made loading fail; None if it has not failed so far."""
        future = self._future
        return future.exception() if future and future.done() else None

    def give_up(self) -> None:
        """Cancel the preparation because nobody waits for the session, and leave no partial file."""
        self._preparation.give_up()

    def _run(self, future: Future[Loaded], devices: tuple[Device, ...]) -> None:
        try:
            future.set_result(self._first_that_works(devices))
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
            future.set_exception(error)

    def _first_that_works(self, devices: tuple[Device, ...]) -> Loaded:
        for device in devices[:-1]:
            try:
                return Loaded(self._graph_on(device), device)
            except TtsInterviewError as error:
                self._setup.on_notice(f"Skipping the device {device.name}: {error}")
        return Loaded(self._graph_on(devices[-1]), devices[-1])

    def _graph_on(self, device: Device) -> Whole | Halves:
        if self._setup.model:
            return Whole(make_session(find_model(self._setup), device))
        if device == CPU:
            return self._quick_graph()
        graph = _halves(self._prepared(Made.FLOAT, lambda _path: None), device)
        # Every run checks this: drivers change, and a device is slow on its first sentence anyway.
        check(graph)
        return graph

    def _quick_graph(self) -> Halves:
        path = self._prepared(Made.QUICK, _check_quick)
        try:
            return _halves(path, is_optimised=True)
        except ModelError:
            # The file was complete when it got its name. A power failure may have truncated it since, so prepare it again.
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            return _halves(self._prepared(Made.QUICK, _check_quick), is_optimised=True)

    def _prepared(self, kind: Made, check_it: Any) -> Path:  # noqa: ANN401 - passed on to the preparation
        path = prepared_path(self._setup, kind)
        return path if path.is_file() else self._preparation.run(find_model(self._setup), kind, check_it)


def _halves(back: Path, device: Device = CPU, *, is_optimised: bool = False) -> Halves:
    front = make_session(front_of(back), device, is_optimised=is_optimised)
    return Halves(front, make_session(back, device, is_optimised=is_optimised))


def _check_quick(path: Path) -> None:
    check(_halves(path, is_optimised=True))
