"""Serve a folder of episodes as a website, to listen to them or to test a feed before it is public."""

from __future__ import annotations

import secrets
import socket
import sys
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from socketserver import TCPServer
from typing import TYPE_CHECKING

from tts_interview.errors import ServingError
from tts_interview.web.answering import Answering

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["LOOPBACK", "Server", "Site", "lan_address", "new_secret", "opened_server"]

LOOPBACK = "127.0.0.1"
_ANYWHERE = "0.0.0.0"  # noqa: S104 - only with --lan, and behind a secret path
# An address reserved for documentation (RFC 5737); nothing is sent to it.
_FAR_AWAY = ("192.0.2.1", 9)


@dataclass(frozen=True, slots=True)
class Site:
    """A folder to serve, and a callback that gets a line for each request.

    A `secret`, if set, is the first name of every path. With `is_local`, only this machine gets answers.
    """

    folder: Path
    secret: str = ""
    is_local: bool = True
    on_request: Callable[[str], None] = lambda _line: None


class Server(ThreadingHTTPServer):
    """Answers requests for `site`, each in a thread, once `serve_forever` runs."""

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # where it would share a port that is in use

    def __init__(self, place: tuple[str, int], site: Site) -> None:
        self.site = site
        super().__init__(place, Answering)

    def server_bind(self) -> None:
        """Bind the port without asking a name server for this machine's name, which may take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 - the base class's signature
        """Ignore clients that disconnect; any other error is a bug."""
        error = sys.exc_info()[1]
        if error and not isinstance(error, (ConnectionError, TimeoutError)):
            raise error


def opened_server(site: Site, port: int) -> Server:
    """Open a server on a port; 0 means any free one. Raises ServingError if the folder is absent or the port in use."""
    if not site.folder.is_dir():
        raise ServingError(f"{site.folder} is not a folder: name one that holds episodes, such as output")
    try:
        return Server((LOOPBACK if site.is_local else _ANYWHERE, port), site)
    except OSError as error:
        raise ServingError(f"cannot use port {port}: {error.strerror or error}; choose another port") from error


def new_secret() -> str:
    """Return a random name of 128 bits for a secret path."""
    return secrets.token_urlsafe(16)


def lan_address() -> str:
    """Return the address of this machine in its network. Raises ServingError if it is offline."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(_FAR_AWAY)
            address = str(asking.getsockname()[0])
        except OSError as error:
            raise ServingError(
                f"this machine is not in a network: {error.strerror or error}; connect it, or serve on this machine only"
            ) from error
    return address
