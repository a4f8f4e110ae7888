"""Stores: where finished files are put, named by an address: a folder, a bucket of S3, or a folder of a server with SFTP.

A file appears in a store whole or not at all. Credentials come from where the libraries look for them, never from an address.
"""

from __future__ import annotations

import contextlib
import io
import logging
import re
import shutil
import stat
import time
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, TypeVar
from urllib.parse import unquote, urlsplit

from tts_interview.errors import MissingExtraError, StoreError
from tts_interview.files.atomic import drafted, writing
from tts_interview.files.installation import install_extra
from tts_interview.files.opening import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence, Sized

    Tell = Callable[[str], None]
    Sleep = Callable[[float], None]

_R = TypeVar("_R")
_S = TypeVar("_S", bound="Sized")
EXTRA = "deliver"
# The largest file that is read into memory, unless the reader says less.
_MOST_BYTES = 2_000_000_000
# The waits before what failed is tried again: two minutes, in which most networks are back.
WAITS_S = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0)
_CONNECT_S, _ANSWER_S = 20, 60
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.I)  # one letter is a drive of Windows
_EXPECTED = "expected a folder, s3://BUCKET/PREFIX or sftp://HOST/FOLDER"
_CREDENTIALS = "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run: aws configure"
# What to do about an answer of S3 that will be the same next time.
_ADVICE = {
    "NoSuchBucket": "create the bucket, or correct the address",
    "InvalidBucketName": "correct the address",
    "PermanentRedirect": "set AWS_DEFAULT_REGION to the region of the bucket",
    "AuthorizationHeaderMalformed": "set AWS_DEFAULT_REGION to the region of the bucket",
    "InvalidAccessKeyId": _CREDENTIALS,
    "SignatureDoesNotMatch": _CREDENTIALS,
    "ExpiredToken": "renew the credentials, for example with: aws sso login",
    "RequestTimeTooSkewed": "set the clock of this machine",
    "AccessDenied": "allow s3:PutObject, s3:GetObject, s3:DeleteObject and s3:ListBucket",
    "403": "allow s3:PutObject, s3:GetObject, s3:DeleteObject and s3:ListBucket",
}
_PASSING = {"SlowDown", "RequestTimeout", "Throttling", "ThrottlingException", "OperationAborted"}
_SERVER_ERROR = 500


class PassingError(StoreError):
    """A call failed for a reason that may pass, such as a lost connection."""


class DamagedError(StoreError):
    """A file in a store is not what it should be."""


class Store(Protocol):
    """A place for files, by their names: relative paths with "/". All methods raise StoreError."""

    def put(self, name: str, file: BinaryIO, kind: str, cache: str) -> None:
        """Store the rest of a file under a name, with its media type and its Cache-Control where the store keeps these."""

    def read(self, name: str, most_bytes: int = _MOST_BYTES) -> bytes | None:
        """Return the content of a file, which is refused if it is larger; None if there is none."""

    def delete(self, name: str) -> None:
        """Delete a file, if it is there."""

    def close(self) -> None:
        """End the connection."""


def store_address(text: str, folder: Path = Path()) -> str:
    """Return the checked address of a store; the path of a folder counts from `folder`. Raises StoreError."""
    if not _SCHEME.match(text):
        return str(folder / text)
    try:
        parts = urlsplit(text)
        has_password, _port = parts.password is not None, parts.port
    except ValueError as error:
        raise StoreError(f"invalid address of a store ({error}): {_EXPECTED}") from error
    if has_password:
        raise StoreError(
            f"the address of {parts.hostname} has a password, which others could read: "
            "remove it; an SSH agent, a key in ~/.ssh or the variables of AWS say who you are"
        )
    is_known = parts.scheme == "file" or (parts.scheme in _STORES and parts.hostname)
    if not is_known or (parts.scheme != "s3" and (parts.query or parts.fragment)):
        raise StoreError(f'invalid address of a store "{text[:80]}": {_EXPECTED}')
    return text


def folder_of(address: str) -> Path | None:
    """Return the folder that an address names; None if it names a server."""
    if not _SCHEME.match(address):
        return Path(address)
    from urllib.request import url2pathname  # slow to import

    parts = urlsplit(address)
    return Path(url2pathname(parts.path)) if parts.scheme == "file" else None


def open_store(address: str, tell: Tell = lambda _line: None, sleep: Sleep = time.sleep) -> Store:
    """Return the store at an address; what fails for the moment is tried again. Raises StoreError and MissingExtraError."""
    address = store_address(address)
    scheme = address.partition(":")[0].lower() if _SCHEME.match(address) else ""
    return PatientStore(_STORES[scheme](address), tell, sleep)


class PatientStore:
    """A store that tries again what failed for a reason that may pass, each time after a longer wait."""

    def __init__(self, store: Store, tell: Tell = lambda _line: None, sleep: Sleep = time.sleep) -> None:
        self._store, self._tell, self._sleep = store, tell, sleep
        self.close = store.close

    def put(self, name: str, file: BinaryIO, kind: str, cache: str) -> None:
        """Store a file."""
        start = file.tell()

        def put() -> None:
            file.seek(start)
            self._store.put(name, file, kind, cache)

        self._repeated(put)

    def read(self, name: str, most_bytes: int = _MOST_BYTES) -> bytes | None:
        """Return the content of a file, which is refused if it is larger; None if there is none."""
        return self._repeated(lambda: self._store.read(name, most_bytes))

    def delete(self, name: str) -> None:
        """Delete a file, if it is there."""
        self._repeated(lambda: self._store.delete(name))

    def _repeated(self, call: Callable[[], _R]) -> _R:
        for wait_s in WAITS_S:
            try:
                return call()
            except PassingError as error:
                self._tell(f"{error}; trying again in {wait_s:g} s")
                self._sleep(wait_s)
        return call()


def _parts_of(name: str) -> tuple[str, ...]:
    """Return the parts of a name in a store. Raises StoreError if it could lead out of the store."""
    parts = tuple(name.split("/"))
    if any(part in {"", ".", ".."} or "\\" in part or "\0" in part for part in parts):
        raise StoreError(f'"{name[:80]}" cannot be a name in a store: render the episode under another name')
    return parts


def _no_more(data: _S, most_bytes: int, name: str) -> _S:
    """Return what was read of a file. Raises DamagedError if it is longer than it may be."""
    if len(data) > most_bytes:
        raise DamagedError(f"{name} in the store is larger than {most_bytes:,} bytes")
    return data


# -- a folder ----------------------------------------------------------------------------------------------------------


class _Folder:
    def __init__(self, address: str) -> None:
        self._root = folder_of(address) or Path(address)

    def put(self, name: str, file: BinaryIO, _kind: str, _cache: str) -> None:
        path = self._path(name)
        with drafted(path) as draft, draft.open("wb") as target:
            shutil.copyfileobj(file, target)

    def read(self, name: str, most_bytes: int = _MOST_BYTES) -> bytes | None:
        path = self._path(name)
        with writing(path), contextlib.suppress(FileNotFoundError, NotADirectoryError), opened(path) as file:
            return _no_more(file.read(most_bytes + 1), most_bytes, name)
        return None

    def delete(self, name: str) -> None:
        path = self._path(name)
        with writing(path):
            path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            for folder in list(path.parents)[: name.count("/")]:
                folder.rmdir()

    def close(self) -> None:
        pass

    def _path(self, name: str) -> Path:
        """Return the path of a file. Raises StoreError if a link leads it out of the store."""
        path = self._root.joinpath(*_parts_of(name))
        if not path.resolve().is_relative_to(self._root.resolve()):
            raise StoreError(f"{path} leads out of the store through a link: remove the link")
        return path


# -- S3 ----------------------------------------------------------------------------------------------------------------


class _Bucket:
    def __init__(self, address: str) -> None:
        try:
            import boto3
            from botocore.config import Config
        except ImportError as error:
            raise MissingExtraError(f"s3: addresses need boto3; get it with: {install_extra(EXTRA)}") from error
        _, _, rest = address.partition("://")
        self._bucket, _, prefix = rest.partition("/")
        self._prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""
        own = {"retries": {"total_max_attempts": 1}, "connect_timeout": _CONNECT_S, "read_timeout": _ANSWER_S}
        with self._answering():
            self._s3: Any = boto3.session.Session().client("s3", config=Config(**own))

    def put(self, name: str, file: BinaryIO, kind: str, cache: str) -> None:
        with self._answering():
            self._s3.put_object(**self._at(name), Body=file, ContentType=kind, CacheControl=cache)

    def read(self, name: str, most_bytes: int = _MOST_BYTES) -> bytes | None:
        with self._answering():
            try:
                with contextlib.closing(self._s3.get_object(**self._at(name))["Body"]) as body:
                    return _no_more(bytes(body.read(most_bytes + 1)), most_bytes, name)
            except self._s3.exceptions.NoSuchKey:
                return None

    def delete(self, name: str) -> None:
        with self._answering():
            self._s3.delete_object(**self._at(name))

    def close(self) -> None:
        self._s3.close()

    def _at(self, name: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": self._prefix + "/".join(_parts_of(name))}

    @contextlib.contextmanager
    def _answering(self) -> Iterator[None]:
        from botocore import exceptions as aws

        lacking = (aws.NoCredentialsError, aws.PartialCredentialsError, aws.ProfileNotFound, aws.CredentialRetrievalError)
        where = f"s3://{self._bucket}"
        try:
            yield
        except aws.ClientError as error:
            said, status = error.response.get("Error", {}), error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            code, why = said.get("Code", ""), said.get("Message") or said.get("Code", "")
            if code in _PASSING or status >= _SERVER_ERROR:
                raise PassingError(f"{where} does not answer now ({why})") from error
            advice = _ADVICE.get(code, "correct what it says, and run the same command again")
            raise StoreError(f"{where} refuses ({code}: {why}): {advice}") from error
        except lacking as error:
            raise StoreError(f"no credentials for {where} ({error}): {_CREDENTIALS}") from error
        except (aws.ConnectionError, aws.HTTPClientError) as error:
            raise PassingError(f"{where} cannot be reached ({error}): check the network and the address") from error
        except aws.BotoCoreError as error:
            raise StoreError(f"{where} cannot be used ({error}): correct the address or the settings of AWS") from error


# -- SFTP --------------------------------------------------------------------------------------------------------------


class _Sftp:
    """A folder of a server; `~/` at its beginning is the home of the user there."""

    def __init__(self, address: str) -> None:
        try:
            import paramiko
        except ImportError as error:
            raise MissingExtraError(f"sftp: addresses need paramiko; get it with: {install_extra(EXTRA)}") from error
        logging.getLogger("paramiko").addHandler(logging.NullHandler())  # or Python prints what it logs
        self._paramiko: Any = paramiko
        self._ssh: Any = None
        self._open: Any = None
        parts = urlsplit(address)
        self._host, self._port, self._user = str(parts.hostname), parts.port, unquote(parts.username or "")
        path = unquote(parts.path)
        self._root = PurePosixPath(path.removeprefix("/~/") if path.startswith("/~/") else path or "/")

    def put(self, name: str, file: BinaryIO, _kind: str, _cache: str) -> None:
        path = self._path(name)
        with self._answering() as sftp:
            self._make_folder(sftp, path.parent)
            sftp.putfo(file, self._draft(path))
            sftp.posix_rename(self._draft(path), str(path))

    def read(self, name: str, most_bytes: int = _MOST_BYTES) -> bytes | None:
        path = str(self._path(name))
        with self._answering() as sftp:
            try:
                _no_more(range(sftp.stat(path).st_size or 0), most_bytes, name)
                sftp.getfo(path, found := io.BytesIO())
                return found.getvalue()
            except FileNotFoundError:
                return None

    def delete(self, name: str) -> None:
        path = self._path(name)
        with self._answering() as sftp:
            for each in (self._draft(path), str(path)):
                with contextlib.suppress(FileNotFoundError):
                    sftp.remove(each)
            with contextlib.suppress(OSError):
                for folder in list(path.parents)[: name.count("/")]:
                    sftp.rmdir(str(folder))

    def close(self) -> None:
        if self._ssh:
            self._ssh.close()
        self._ssh = self._open = None

    def _path(self, name: str) -> PurePosixPath:
        return self._root.joinpath(*_parts_of(name))

    @staticmethod
    def _draft(path: PurePosixPath) -> str:
        """Return the name of a draft, which the next try overwrites."""
        return str(path.with_name(f".{path.name}.part"))

    @staticmethod
    def _make_folder(sftp: Any, folder: PurePosixPath) -> None:  # noqa: ANN401 - paramiko has no types
        for each in (*reversed(folder.parents), folder):
            try:
                is_folder = stat.S_ISDIR(sftp.stat(str(each)).st_mode or 0)
            except FileNotFoundError:
                sftp.mkdir(str(each))
            else:
                if not is_folder:
                    raise OSError(f"{each} is not a folder")

    def _connected(self) -> Any:  # noqa: ANN401 - as above
        """Return the connection; the host is one that the user knows, under the name that ~/.ssh/config gives it."""
        if not self._open:
            ssh, own = self._paramiko.SSHClient(), self._own_settings()
            ssh.load_system_host_keys()
            ssh.set_missing_host_key_policy(self._paramiko.RejectPolicy())
            user, port = self._user or own.get("user") or None, self._port or int(own.get("port", 22))
            keys: Sequence[str] | None = own.get("identityfile")
            limits = dict.fromkeys(("timeout", "banner_timeout", "auth_timeout", "channel_timeout"), _CONNECT_S)
            self._ssh = ssh
            ssh.connect(own.get("hostname", self._host), port, user, key_filename=keys, **limits)
            self._open = ssh.open_sftp()
            self._open.get_channel().settimeout(_ANSWER_S)
        return self._open

    def _own_settings(self) -> Any:  # noqa: ANN401 - as above
        """Return what ~/.ssh/config says of the host."""
        config, file = self._paramiko.SSHConfig(), Path("~/.ssh/config").expanduser()
        if file.is_file():
            with file.open(encoding="utf-8", errors="replace") as lines:
                config.parse(lines)
        return config.lookup(self._host)

    @contextlib.contextmanager
    def _answering(self) -> Iterator[Any]:
        where, ssh = f"sftp://{self._host}", self._paramiko.ssh_exception
        try:
            yield self._connected()
        except ssh.BadHostKeyException as error:
            self.close()
            raise StoreError(
                f"{where} has another key than before, so it may be another machine: ask who runs it, then: "
                f"ssh-keygen -R {self._host}"
            ) from error
        except (ssh.AuthenticationException, ssh.PasswordRequiredException) as error:
            self.close()
            raise StoreError(
                f"{where} refuses you ({error}): add your key with ssh-add, or give USER@ in the address"
            ) from error
        except (ssh.SSHException, EOFError, TimeoutError, ConnectionError, ssh.NoValidConnectionsError) as error:
            self.close()
            if "known_hosts" in str(error):
                raise StoreError(f"the key of {where} is not known: connect once with: ssh {self._host}") from error
            raise PassingError(
                f"{where} cannot be reached ({error or 'it hung up'}): check the network and the address"
            ) from error
        except OSError as error:
            raise self._failed(error, where) from error

    def _failed(self, error: OSError, where: str) -> StoreError:
        import socket

        why = error.strerror or str(error) or type(error).__name__
        is_connected = self._open and self._ssh.get_transport() and self._ssh.get_transport().is_active()
        if isinstance(error, socket.gaierror) or not is_connected:
            self.close()
            return PassingError(f"{where} cannot be reached ({why}): check the network and the address")
        return StoreError(f"{where}{self._root} cannot be used ({why}): check the path and your permissions there")


_STORES: dict[str, Callable[[str], Store]] = {"": _Folder, "file": _Folder, "s3": _Bucket, "sftp": _Sftp}
