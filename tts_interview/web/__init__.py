"""A folder of episodes as a website: for listening, and for trying a feed before it is public."""

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
_ANYWHERE = "0.0.0.0"  # noqa: S104 - asked for by --lan, and behind a path that cannot be guessed
# An address that is nobody's (RFC 5737); nothing is sent to it.
_FAR_AWAY = ("192.0.2.1", 9)


@dataclass(frozen=True, slots=True)
class Site:
    """What is served and to whom: a folder; the first name of every path, empty for none; a callback told each request.

    `is_local` says that only this machine is to be answered.
    """

    folder: Path
    secret: str = ""
    is_local: bool = True
    on_request: Callable[[str], None] = lambda _line: None


class Server(ThreadingHTTPServer):
    """Answers requests, each in a thread, once `serve_forever` runs; `site` is what it serves."""

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # there it would share a port that is taken

    def __init__(self, place: tuple[str, int], site: Site) -> None:
        self.site = site
        super().__init__(place, Answering)

    def server_bind(self) -> None:
        """Take the port, and ask no name server what this machine is called, which may take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 - so it is called
        """A listener who goes away is no error; all else is a bug."""
        error = sys.exc_info()[1]
        if error and not isinstance(error, (ConnectionError, TimeoutError)):
            raise error


def opened_server(site: Site, port: int) -> Server:
    """A server that has its port, 0 meaning any that is free. Raises ServingError if there is no folder or no port."""
    if not site.folder.is_dir():
        raise ServingError(f"{site.folder} is no folder: name one that holds episodes, such as output")
    try:
        return Server((LOOPBACK if site.is_local else _ANYWHERE, port), site)
    except OSError as error:
        raise ServingError(f"port {port} cannot be used: {error.strerror or error}; choose another with --port") from error


def new_secret() -> str:
    """The name of a path that nobody guesses: 128 bits."""
    return secrets.token_urlsafe(16)


def lan_address() -> str:
    """The address of this machine in its network. Raises ServingError if it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(_FAR_AWAY)
            address = str(asking.getsockname()[0])
        except OSError as error:
            raise ServingError(
                f"this machine is in no network: {error.strerror or error}; connect it, or leave --lan out"
            ) from error
    return address
