"""Serve a folder of episodes as a website, to listen to them or to test a feed before it is public."""

from __future__ import annotations

import os
import secrets
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.errors import ServingError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.types import ASGIApp
    from uvicorn import Server

__all__ = ["LOOPBACK", "Site", "lan_address", "new_secret", "opened_port", "server", "serving"]

LOOPBACK = "127.0.0.1"
_ANYWHERE = "0.0.0.0"  # noqa: S104 - only with --lan, and behind a secret path
# An address reserved for documentation (RFC 5737); nothing is sent to it.
_FAR_AWAY = ("192.0.2.1", 9)


@dataclass(frozen=True, slots=True)
class Site:
    """A folder to serve, and a callback that gets a line for each request.

    A `secret`, if set, is the first name of every path. With `is_local`, only this machine gets answers. A client has
    `patience_s` seconds to send a request or to take the next block of an answer.
    """

    folder: Path
    secret: str = ""
    is_local: bool = True
    on_request: Callable[[str], None] = lambda _line: None
    patience_s: int = 30


def server(site: Site) -> Server:
    """Return a server whose `run` answers requests on open ports until Ctrl-C. Raises ServingError if the folder is absent."""
    if not site.folder.is_dir():
        raise ServingError(f"{site.folder} is not a folder: name one that holds episodes, such as output")
    from tts_interview.web.answering import application

    return serving(application(site), site.patience_s)


def serving(application: ASGIApp, patience_s: int = 30) -> Server:
    """Return a server for an application."""
    import uvicorn

    from tts_interview.web.connection import Connection

    # Nothing depends on what else is installed, such as another parser, or on the environment.
    config = uvicorn.Config(
        application,
        http=Connection,
        loop="asyncio",
        ws="none",
        lifespan="auto",
        workers=1,
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        headers=[("Server", "tts-interview")],
        timeout_keep_alive=patience_s,
    )
    return uvicorn.Server(config)


def opened_port(port: int, *, is_local: bool = True) -> socket.socket:
    """Open a port for a server; 0 means any free one. Raises ServingError if it is in use."""
    try:
        return socket.create_server((LOOPBACK if is_local else _ANYWHERE, port))
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error
        raise ServingError(f"cannot use port {port}: {reason}; choose another port") from error


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
