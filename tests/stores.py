"""Stores on this machine: a folder, a server of S3 and one of SFTP, each with a look inside that needs no program of ours."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import boto3
import paramiko
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

from tts_interview.files import store as stores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pytest

_A = TypeVar("_A")
KINDS = ("folder", "s3", "sftp")
BUCKET = "shows"


@dataclass(frozen=True)
class Place:
    """A store: its address, and what is really in it."""

    kind: str
    address: str
    files: Callable[[], dict[str, bytes]]
    read: Callable[[str], bytes | None]


@contextlib.contextmanager
def place(kind: str, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Place]:
    """Run a store of a kind, and give this process what it takes to get in."""
    with {"folder": _folder, "s3": _s3, "sftp": _sftp}[kind](folder, patch) as found:
        yield found


def between(patch: pytest.MonkeyPatch, kind: str, around: Callable[[stores.Store, str, Callable[[], Any]], Any]) -> None:
    """Let `around` make every call of a store, given the store, a name for the call, and what makes it."""
    scheme = "" if kind == "folder" else kind
    real = stores._STORES[scheme]

    def opened(address: str) -> stores.Store:
        store = real(address)
        for call in ("put", "read", "delete"):
            patch.setattr(store, call, _surrounded(store, call, around), raising=False)
        return store

    patch.setitem(stores._STORES, scheme, opened)


def _surrounded(store: stores.Store, call: str, around: Callable[..., Any]) -> Callable[..., Any]:
    real = getattr(store, call)
    return lambda *given: around(store, f"{call} {given[0]}", lambda: real(*given))


def _contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def _at(root: Path, name: str) -> bytes | None:
    return (root / name).read_bytes() if (root / name).is_file() else None


@contextlib.contextmanager
def _folder(folder: Path, _patch: pytest.MonkeyPatch) -> Iterator[Place]:
    yield Place("folder", str(folder), lambda: _contents(folder), lambda name: _at(folder, name))


# -- S3 ----------------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _s3(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Place]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN"):
        patch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        patch.setenv(name, str(folder.parent / "none"))
    patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    patch.setenv("AWS_ACCESS_KEY_ID", "known")
    patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    client = boto3.session.Session().client("s3")
    with contextlib.closing(client):
        client.create_bucket(Bucket=BUCKET)

        def read(name: str) -> bytes | None:
            with contextlib.suppress(client.exceptions.NoSuchKey):
                return bytes(client.get_object(Bucket=BUCKET, Key=f"of/{name}")["Body"].read())
            return None

        def files() -> dict[str, bytes]:
            keys = [one["Key"].removeprefix("of/") for one in client.list_objects_v2(Bucket=BUCKET).get("Contents", ())]
            return {key: read(key) or b"" for key in keys}

        yield Place("s3", f"s3://{BUCKET}/of", files, read)
        _tell_moto(f"{host}:{port}", "reset")
    server.stop()


@contextlib.contextmanager
def strangers_refused() -> Iterator[None]:
    """Let the server of S3 check who asks."""
    server = os.environ["AWS_ENDPOINT_URL"].removeprefix("http://")
    _tell_moto(server, "reset-auth", "0")
    yield
    _tell_moto(server, "reset-auth", "inf")


def _tell_moto(server: str, what: str, value: str = "") -> None:
    with contextlib.closing(http.client.HTTPConnection(server)) as asking:
        asking.request("POST", f"/moto-api/{what}", value, {"Content-Type": "text/plain"})
        assert asking.getresponse().status == http.client.OK


# -- SFTP --------------------------------------------------------------------------------------------------------------


class _Server(paramiko.ServerInterface):  # type: ignore[misc]  # it has no types
    def __init__(self, known: paramiko.PKey) -> None:
        self._known = known

    def get_allowed_auths(self, _username: str) -> str:
        return "publickey"

    def check_auth_publickey(self, _username: str, key: paramiko.PKey) -> int:
        return int(paramiko.AUTH_SUCCESSFUL if key == self._known else paramiko.AUTH_FAILED)

    def check_channel_request(self, _kind: str, _chanid: int) -> int:
        return int(paramiko.OPEN_SUCCEEDED)


class _Files(paramiko.SFTPServerInterface):  # type: ignore[misc]
    """The files of a folder."""

    def __init__(self, _server: object, root: Path) -> None:
        self._root = root

    def _at(self, path: str) -> Path:
        return self._root / str(self.canonicalize(path)).lstrip("/")

    def stat(self, path: str) -> paramiko.SFTPAttributes | int:
        return self._answer(lambda: paramiko.SFTPAttributes.from_stat(self._at(path).stat()))

    lstat = stat

    def open(self, path: str, flags: int, _attributes: object) -> paramiko.SFTPHandle | int:
        def opened() -> paramiko.SFTPHandle:
            mode = "wb" if flags & os.O_CREAT else "rb"
            handle = paramiko.SFTPHandle(flags)
            file = self._at(path).open(mode)
            setattr(handle, "writefile" if mode == "wb" else "readfile", file)
            return handle

        return self._answer(opened)

    def remove(self, path: str) -> int:
        return self._done(self._at(path).unlink)

    def rename(self, old: str, new: str) -> int:
        return paramiko.SFTP_FAILURE if self._at(new).exists() else self.posix_rename(old, new)

    def posix_rename(self, old: str, new: str) -> int:
        return self._done(lambda: self._at(old).replace(self._at(new)))

    def mkdir(self, path: str, _attributes: object) -> int:
        return self._done(self._at(path).mkdir)

    def rmdir(self, path: str) -> int:
        return self._done(self._at(path).rmdir)

    def _done(self, work: Callable[[], object]) -> int:
        def done() -> int:
            work()
            return int(paramiko.SFTP_OK)

        return self._answer(done)

    @staticmethod
    def _answer(work: Callable[[], _A]) -> _A | int:
        try:
            return work()
        except OSError as error:
            return int(paramiko.SFTPServer.convert_errno(error.errno or 0))


@contextlib.contextmanager
def _sftp(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Place]:
    (folder / "www").mkdir(parents=True)
    home = folder.parent / "home"
    (home / ".ssh").mkdir(parents=True)
    for name in ("HOME", "USERPROFILE"):
        patch.setenv(name, str(home))
    patch.delenv("SSH_AUTH_SOCK", raising=False)
    mine, its = paramiko.ECDSAKey.generate(), paramiko.ECDSAKey.generate()
    mine.write_private_key_file(str(home / ".ssh" / "id_ecdsa"))
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    (home / ".ssh" / "known_hosts").write_text(f"[127.0.0.1]:{port} {its.get_name()} {its.get_base64()}\n")
    transports: list[paramiko.Transport] = []

    def answer() -> None:
        with contextlib.suppress(OSError, EOFError, paramiko.SSHException):
            while True:
                connection, _ = listening.accept()
                transport = paramiko.Transport(connection)
                transports.append(transport)
                transport.add_server_key(its)
                transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Files, root=folder)
                with contextlib.suppress(EOFError, paramiko.SSHException):
                    transport.start_server(server=_Server(mine))

    answering = threading.Thread(target=answer, daemon=True)
    answering.start()
    root = folder / "www" / "of show"
    yield Place("sftp", f"sftp://ann@127.0.0.1:{port}/www/of%20show", lambda: _contents(root), lambda name: _at(root, name))
    with contextlib.suppress(OSError):
        listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    for transport in transports:
        transport.close()
    answering.join(10)
