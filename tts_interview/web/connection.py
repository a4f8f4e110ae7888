"""Bound what one client may take: the time for a request, the time for a block of the answer, the number of connections."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from asyncio import TimerHandle, Transport

MOST_CONNECTIONS = 100
# The system keeps at most about this much of an answer, so that the progress of a slow client is seen.
_SEND_BUFFER_BYTES = 1 << 17


class Connection(H11Protocol):
    """Cuts off a client that does not send a whole request, or take a block of the answer, within the keep-alive time.

    The time starts again with a request or a block, not with a byte. h11 parses strictly: a body never becomes a request.
    """

    _deadline: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as the base class
        """Wait for the first request; refuse a connection beyond the most."""
        super().connection_made(transport)
        line: socket.socket = transport.get_extra_info("socket")
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # a header does not wait for what follows
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES)
        self._wait()
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()

    def pause_writing(self) -> None:
        """Wait for the client to take what is ready."""
        super().pause_writing()
        self._wait()

    def on_response_complete(self) -> None:
        """Wait for the client to take the rest, and for the next request."""
        self._wait()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        super().connection_lost(exc)
        self._stop_waiting()

    def shutdown(self) -> None:
        """Close the connection at once; a download does not delay the end of the server."""
        self.transport.abort()

    def _wait(self) -> None:
        self._stop_waiting()
        self._deadline = self.loop.call_later(self.timeout_keep_alive, self._cut_off)

    def _stop_waiting(self) -> None:
        if self._deadline:
            self._deadline.cancel()

    def _cut_off(self) -> None:
        if self.cycle and not (self.cycle.response_complete or self.flow.write_paused):
            self._wait()  # the server, not the client, takes its time
        else:
            self.transport.abort()
