"""A store holds files whole, under their names, and says in one line what keeps it from doing so."""

from __future__ import annotations

import io
import logging
import os
import socket
import sys
import threading
from typing import TYPE_CHECKING

import boto3
import pytest
from stores import BUCKET, KINDS, Place, between, place, strangers_refused

from tts_interview.errors import MissingExtraError, StoreError
from tts_interview.files.store import WAITS_S, PassingError, open_store, store_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tts_interview.files.store import Store

# Windows has no such names.
_ELSEWHERE = ("..a/b..", "a+b&c=d#e?f.json") if os.name != "nt" else ()
HOSTILE = ("100% of it.html", "a b/c d.html", "тихая вода.mp3", "静かな海/静かな海.mp3", "%2e%2e.txt", *_ELSEWHERE)


@pytest.fixture(params=KINDS)
def there(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    with place(request.param, tmp_path / "store", monkeypatch) as found:
        yield found


def put(store: Store, name: str, data: bytes) -> None:
    store.put(name, io.BytesIO(data), "text/html; charset=utf-8", "public, max-age=300")


def refused(work: Callable[[], object], kind: type[Exception] = StoreError) -> str:
    with pytest.raises(kind) as told:
        work()
    assert "\n" not in str(told.value)
    return str(told.value)


def test_what_was_put_is_read_and_what_was_deleted_is_absent(there: Place) -> None:
    store = open_store(there.address)
    assert store.read("a/page.html") is None
    put(store, "a/page.html", b"one")
    put(store, "a/page.html", b"two")
    put(store, "b.html", b"")
    assert (store.read("a/page.html"), store.read("b.html")) == (b"two", b"")
    store.delete("a/page.html")
    store.delete("a/page.html")
    assert store.read("a/page.html") is None
    assert there.files() == {"b.html": b""}
    store.close()


def test_every_name_that_stays_within_a_store_is_kept_as_it_is(there: Place) -> None:
    store = open_store(there.address)
    for name in HOSTILE:
        put(store, name, name.encode())
    assert {name: store.read(name) for name in HOSTILE} == {name: name.encode() for name in HOSTILE} == there.files()
    for name in HOSTILE:
        store.delete(name)
    assert there.files() == {}
    store.close()


@pytest.mark.parametrize("name", ["../up.html", "a/../../up.html", "/etc/passwd", "", "a//b", ".", "a\\..\\b", "a\0b"])
def test_no_name_leads_out_of_a_store(there: Place, name: str) -> None:
    store = open_store(there.address)
    assert "cannot be a name" in refused(lambda: put(store, name, b"x"))
    assert "cannot be a name" in refused(lambda: store.read(name))
    assert "cannot be a name" in refused(lambda: store.delete(name))
    store.close()


def test_a_sound_of_several_megabytes_comes_through(there: Place) -> None:
    store, data = open_store(there.address), os.urandom(2_000_000)
    store.put("a.mp3", io.BytesIO(data), "audio/mpeg", "")
    assert there.read("a.mp3") == data == store.read("a.mp3")
    store.close()


def test_what_passes_is_tried_again_from_the_start_of_the_file(there: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    calls, waits, lines = [], list[float](), list[str]()

    def failing(_store: Store, call: str, do: Callable[[], object]) -> object:
        calls.append(call)
        done = do()
        if len(calls) % 3:
            raise PassingError("it hung up")
        return done

    between(monkeypatch, there.kind, failing)
    store = open_store(there.address, lines.append, waits.append)
    put(store, "a.html", b"whole")
    assert store.read("a.html") == b"whole" == there.read("a.html")
    assert waits == [1, 2, 1, 2]
    assert lines[0] == "it hung up; trying again in 1 s"
    store.close()


def test_a_network_that_is_away_for_a_minute_is_awaited_and_not_for_ever(there: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    now_s, back_s = 0.0, 60.0

    def sleep(seconds: float) -> None:
        nonlocal now_s
        now_s += seconds

    def away(_store: Store, _call: str, do: Callable[[], object]) -> object:
        if now_s < back_s:
            raise PassingError("the network is away")
        return do()

    between(monkeypatch, there.kind, away)
    store = open_store(there.address, sleep=sleep)
    put(store, "a.html", b"x")
    assert there.files() == {"a.html": b"x"}
    now_s, back_s = 0.0, 1e9
    assert refused(lambda: store.read("a.html")) == "the network is away"
    assert now_s == sum(WAITS_S)
    store.close()


# -- addresses ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["sftp://ann:s3cret@example.org/www", "s3://key:s3cret@bucket/x", "sftp://ann:@example.org/"]
)
def test_an_address_with_a_password_is_refused_and_not_repeated(address: str) -> None:
    assert "password" in (told := refused(lambda: store_address(address)))
    assert "s3cret" not in told


@pytest.mark.parametrize(
    "address",
    ["ftp://example.org/x", "https://example.org", "s3:///x", "sftp:x", "sftp://h:port/x", "sftp://h/x?y", "sftp://[h/x"],
)
def test_an_unknown_address_is_refused_with_what_was_expected(address: str) -> None:
    assert "expected a folder, s3://BUCKET/PREFIX or sftp://HOST/FOLDER" in refused(lambda: store_address(address))


def test_the_path_of_a_folder_counts_from_the_file_that_names_it(tmp_path: Path) -> None:
    assert store_address("www", tmp_path) == str(tmp_path / "www")
    assert store_address("s3://bucket/www", tmp_path) == "s3://bucket/www"
    address = (tmp_path / "a b").as_uri()
    store = open_store(store_address(address, tmp_path))
    put(store, "c", b"x")
    assert (tmp_path / "a b" / "c").read_bytes() == b"x"


@pytest.mark.parametrize(("scheme", "package"), [("s3", "boto3"), ("sftp", "paramiko")])
def test_a_missing_extra_is_named_with_the_command_that_installs_it(
    scheme: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    told = refused(lambda: open_store(f"{scheme}://host/x"), MissingExtraError)
    assert package in told
    assert "install" in told


# -- a folder ----------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_a_link_does_not_lead_out_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "store" / "a").symlink_to(tmp_path / "elsewhere")
    assert "link" in refused(lambda: put(open_store(str(tmp_path / "store")), "a/b", b"x"))
    assert not list((tmp_path / "elsewhere").iterdir())


def test_deleting_leaves_neither_empty_folders_nor_takes_others(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    for name in ("a/b/c", "a/d"):
        put(store, name, b"x")
    store.delete("a/b/c")
    assert sorted(path.name for path in (tmp_path / "store").rglob("*")) == ["a", "d"]
    store.delete("a/d")
    assert not list((tmp_path / "store").iterdir())


# -- S3 ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    with place("s3", tmp_path / "store", monkeypatch) as found:
        yield found


def test_s3_keeps_the_type_and_the_cache_control_of_a_file(bucket: Place) -> None:
    put(open_store(bucket.address), "a.html", b"x")
    about = boto3.client("s3").head_object(Bucket=BUCKET, Key="of/a.html")
    assert (about["ContentType"], about["CacheControl"]) == ("text/html; charset=utf-8", "public, max-age=300")


def test_a_bucket_without_a_prefix_holds_files_at_its_top(bucket: Place) -> None:
    put(open_store(f"s3://{BUCKET}"), "a.html", b"x")
    put(open_store(f"s3://{BUCKET}/"), "b.html", b"x")
    keys = [one["Key"] for one in boto3.client("s3").list_objects_v2(Bucket=BUCKET)["Contents"]]
    assert keys == ["a.html", "b.html"]
    assert bucket.kind == "s3"


def test_a_missing_bucket_is_an_error_that_says_so(bucket: Place) -> None:
    assert "create the bucket" in refused(lambda: put(open_store("s3://nobody/x"), "a", b"x"))
    assert bucket.files() == {}


@pytest.mark.usefixtures("bucket")
def test_no_credentials_are_an_error_that_says_where_they_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    assert "aws configure" in refused(lambda: open_store("s3://shows/x").read("a"))
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    assert "aws configure" in refused(lambda: open_store("s3://shows/x"))


def test_wrong_credentials_are_refused_at_once(bucket: Place) -> None:
    waits: list[float] = []
    with strangers_refused():
        assert "AWS_ACCESS_KEY_ID" in refused(lambda: put(open_store(bucket.address, sleep=waits.append), "a", b"x"))
    assert not waits


def test_a_server_of_s3_that_is_away_may_come_back(bucket: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    assert "check the network" in refused(lambda: open_store(bucket.address, sleep=waits.append).read("a"))
    assert tuple(waits) == WAITS_S


@pytest.mark.parametrize(
    ("code", "status", "tries", "advice"),
    [
        ("SlowDown", 503, 8, "does not answer now"),
        ("InternalError", 500, 8, "does not answer now"),
        ("RequestTimeTooSkewed", 403, 1, "set the clock"),
        ("AccessDenied", 403, 1, "s3:ListBucket"),
        ("Strange", 400, 1, "correct what it says"),
    ],
)
@pytest.mark.usefixtures("bucket")
def test_what_s3_answers_is_tried_again_only_if_it_may_pass(code: str, status: int, tries: int, advice: str) -> None:
    from botocore.stub import Stubber

    store = open_store(f"s3://{BUCKET}", sleep=lambda _seconds: None)
    with Stubber(store._store._s3) as s3:  # type: ignore[attr-defined]
        for _ in range(tries):
            s3.add_client_error("put_object", code, "so\nit is", status)
        assert advice in refused(lambda: put(store, "a", b"x"))
        s3.assert_no_pending_responses()


def test_an_invalid_name_of_a_bucket_is_one_line(bucket: Place) -> None:
    assert "correct the address" in refused(lambda: open_store("s3://no such/x").read("a"))
    assert bucket.files() == {}


# -- SFTP --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    with place("sftp", tmp_path / "store", monkeypatch) as found:
        yield found


def test_a_lost_connection_is_opened_again(server: Place) -> None:
    waits: list[float] = []
    store = open_store(server.address, sleep=waits.append)
    put(store, "a", b"x")
    store._store._ssh.get_transport().close()  # type: ignore[attr-defined]
    put(store, "b", b"y")
    assert server.files() == {"a": b"x", "b": b"y"}
    assert waits == [1]
    store.close()


def test_a_host_that_is_not_known_is_refused(server: Place, tmp_path: Path) -> None:
    (tmp_path / "home" / ".ssh" / "known_hosts").write_text("")
    assert "ssh 127.0.0.1" in refused(lambda: open_store(server.address).read("a"))


def test_a_host_with_another_key_is_refused(server: Place, tmp_path: Path) -> None:
    import paramiko

    known = tmp_path / "home" / ".ssh" / "known_hosts"
    other = paramiko.ECDSAKey.generate()
    known.write_text(f"{known.read_text().split()[0]} {other.get_name()} {other.get_base64()}\n")
    assert "another machine" in refused(lambda: open_store(server.address).read("a"))


def test_a_key_that_the_server_does_not_know_is_refused_at_once(server: Place, tmp_path: Path) -> None:
    import paramiko

    waits: list[float] = []
    paramiko.ECDSAKey.generate().write_private_key_file(str(tmp_path / "home" / ".ssh" / "id_ecdsa"))
    assert "ssh-add" in refused(lambda: open_store(server.address, sleep=waits.append).read("a"))
    assert not waits


def test_the_settings_of_ssh_say_where_a_host_is(server: Place, tmp_path: Path) -> None:
    port = server.address.rpartition(":")[2].partition("/")[0]
    (tmp_path / "home" / ".ssh" / "config").write_text(f"Host web\n  HostName 127.0.0.1\n  Port {port}\n  User ann\n")
    store = open_store("sftp://web/www/of%20show")
    put(store, "a", b"x")
    assert server.files() == {"a": b"x"}
    store.close()


def test_a_server_of_sftp_that_is_away_may_come_back(server: Place) -> None:
    waits: list[float] = []
    assert "check the network" in refused(lambda: open_store("sftp://127.0.0.1:9/x", sleep=waits.append).read("a"))
    assert tuple(waits) == WAITS_S
    assert server.files() == {}


def test_a_server_that_is_not_one_of_sftp_prints_nothing(server: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[str] = []
    last = logging.Handler()
    monkeypatch.setattr(last, "emit", lambda record: printed.append(record.getMessage()))
    monkeypatch.setattr(logging, "lastResort", last)
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    with socket.create_server(("127.0.0.1", 0)) as other:
        address = f"sftp://127.0.0.1:{other.getsockname()[1]}/x"

        def hang_up() -> None:
            for _ in (0, *WAITS_S):
                other.accept()[0].close()

        answering = threading.Thread(target=hang_up)
        answering.start()
        assert "check the network" in refused(lambda: open_store(address, sleep=lambda _seconds: None).read("a"))
        answering.join()
    assert not printed
    assert server.files() == {}


def test_a_file_in_the_place_of_a_folder_is_an_error_that_says_so(server: Place) -> None:
    store = open_store(server.address)
    put(store, "a", b"x")
    assert "is not a folder" in refused(lambda: put(store, "a/b", b"x"))
    store.close()


def test_a_broken_upload_leaves_the_file_that_was_there(server: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    import paramiko

    def failing(_self: object, _old: str, _new: str) -> None:
        raise OSError("Failure")

    store = open_store(server.address)
    put(store, "a", b"old")
    with monkeypatch.context() as patch:
        patch.setattr(paramiko.SFTPClient, "posix_rename", failing)
        assert "permissions" in refused(lambda: put(store, "a", b"new"))
    assert server.read("a") == b"old"
    store.delete("a")
    assert server.files() == {}
    store.close()
