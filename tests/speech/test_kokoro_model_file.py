"""The model comes from the user's path, the cache, the wheels or the network. The tests use a real server on loopback."""

from __future__ import annotations

import hashlib
import http.server
import runpy
import threading
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ranged import send

from tts_interview import ModelError, Progress
from tts_interview.speech.engines import EngineSetup
from tts_interview.speech.engines.kokoro import model_file
from tts_interview.speech.engines.kokoro.model_file import ModelFile, fetch, find_model

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent
CONTENT = bytes(range(256)) * 12_000  # 3 MB


class Server(http.server.ThreadingHTTPServer):
    """A server of CONTENT with byte ranges. It can break off after some bytes, and it records the requests."""

    content = CONTENT
    break_after: int | None = None
    ranges: list[str | None]


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.ranges.append(self.headers.get("Range"))
        send(self, self.server.content, self.server.break_after)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server(("127.0.0.1", 0), Handler)
    running.ranges = []
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()


def model_on(server: Server, content: bytes = CONTENT) -> ModelFile:
    url = f"http://127.0.0.1:{server.server_address[1]}/model.onnx"
    return ModelFile("model.onnx", hashlib.sha256(content).hexdigest(), len(content), url)


def test_the_model_is_downloaded_with_progress(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_file, "_WHEELS", (("no_such_wheel",),))
    steps: list[Progress] = []
    notices: list[str] = []
    setup = EngineSetup(tmp_path, on_progress=steps.append, on_notice=notices.append)
    path = find_model(setup, model_on(server))
    assert path.read_bytes() == CONTENT
    assert (steps[-1].done, steps[-1].total) == (len(CONTENT), len(CONTENT))
    assert "3 MB" in notices[0]
    assert "nothing is ever uploaded" in notices[0]
    assert sorted(p.name for p in path.parent.iterdir()) == ["model.onnx"]


def test_a_broken_transfer_resumes_where_it_ended(server: Server, tmp_path: Path) -> None:
    target = tmp_path / "model.onnx"
    server.break_after = 1_000_000
    with pytest.raises(ModelError, match="the download resumes"):
        fetch(model_on(server), target, EngineSetup(tmp_path))
    assert not target.exists()
    server.break_after = None
    fetch(model_on(server), target, EngineSetup(tmp_path))
    assert target.read_bytes() == CONTENT
    assert server.ranges[0] is None
    assert server.ranges[1] is not None


def test_a_damaged_file_is_rejected_and_deleted(server: Server, tmp_path: Path) -> None:
    model = model_on(server)
    server.content = b"x" * len(CONTENT)
    with pytest.raises(ModelError, match="damaged"):
        fetch(model, tmp_path / "model.onnx", EngineSetup(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_sends_too_much_does_not_fill_the_disk(server: Server, tmp_path: Path) -> None:
    model = model_on(server)
    server.content = CONTENT + b"more" * 1_000_000
    fetch(model, tmp_path / "model.onnx", EngineSetup(tmp_path))
    assert (tmp_path / "model.onnx").stat().st_size == len(CONTENT)


def test_a_missing_network_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    model = ModelFile("m", "0" * 64, 10, "http://127.0.0.1:9/model.onnx")
    with pytest.raises(ModelError, match=r"cannot be downloaded.*`speech.model` PATH"):
        fetch(model, tmp_path / "m", EngineSetup(tmp_path))


def test_the_users_path_comes_first(tmp_path: Path) -> None:
    own = tmp_path / "own.onnx"
    own.write_bytes(b"x")
    assert find_model(EngineSetup(tmp_path, model=own)) == own


def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"check `speech.model`"):
        find_model(EngineSetup(tmp_path, model=tmp_path / "nothing.onnx"))


def test_the_cache_comes_before_wheels_and_network(server: Server, tmp_path: Path) -> None:
    model = model_on(server)
    cached = tmp_path / "models" / model.name
    cached.parent.mkdir()
    cached.write_bytes(CONTENT)
    assert find_model(EngineSetup(tmp_path), model) == cached
    assert server.ranges == []


def test_a_truncated_model_is_restored(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_file, "_WHEELS", (("no_such_wheel",),))
    model = model_on(server)
    cached = tmp_path / "models" / model.name
    cached.parent.mkdir()
    cached.write_bytes(CONTENT[:1000])
    assert find_model(EngineSetup(tmp_path), model).read_bytes() == CONTENT


def test_the_wheels_are_joined_and_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    for number in range(1, 5):
        package = tmp_path / "wheels" / f"a_part_{number}"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "part.bin").write_bytes(CONTENT[(number - 1) * 768_000 : number * 768_000])
    monkeypatch.syspath_prepend(tmp_path / "wheels")
    monkeypatch.setattr(model_file, "_WHEELS", (("a_part_1", "no_such_wheel"), tuple(f"a_part_{n}" for n in range(1, 5))))
    path = find_model(EngineSetup(tmp_path / "cache"), model_on(server))
    assert path.read_bytes() == CONTENT
    assert server.ranges == []
    part = tmp_path / "wheels" / "a_part_2" / "part.bin"
    for wrong in (b"wrong", b"\1" + part.read_bytes()[1:]):  # the second has the right size
        part.write_bytes(wrong)
        path.unlink(missing_ok=True)
        with pytest.raises(ModelError, match=r"reinstall.*a-part-1 a-part-2"):
            find_model(EngineSetup(tmp_path / "cache"), model_on(server))
        assert list(path.parent.iterdir()) == []


def test_the_wheel_of_this_project_comes_first_and_is_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "build_voice_wheel.py"))
    model = ModelFile("m.onnx", hashlib.sha256(CONTENT).hexdigest(), len(CONTENT), "https://example.org/m.onnx")
    (tmp_path / "m.onnx").write_bytes(CONTENT)
    script["build"](tmp_path / "m.onnx", tmp_path, model)
    wheel = zipfile.ZipFile(next(tmp_path.glob("*.whl")))
    wheel.extractall(tmp_path / "installed")
    monkeypatch.syspath_prepend(tmp_path / "installed")
    assert find_model(EngineSetup(tmp_path / "cache"), model).read_bytes() == CONTENT
    texts = {name.rpartition("/")[2]: wheel.read(name).decode() for name in wheel.namelist() if "dist-info" in name}
    assert "Apache License" in texts["LICENSE"]
    assert "Permission is hereby granted" in texts["NOTICE"]
    assert all(part in texts["METADATA"] for part in (model.url, model.sha256, "License-Expression: Apache-2.0 AND MIT"))


def test_no_wheel_is_built_of_a_model_with_another_checksum(tmp_path: Path) -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "build_voice_wheel.py"))
    (tmp_path / "m.onnx").write_bytes(CONTENT)
    with pytest.raises(SystemExit, match="its checksum is"):
        script["build"](tmp_path / "m.onnx", tmp_path)
    assert not list(tmp_path.glob("*.whl"))
