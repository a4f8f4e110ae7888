"""The program reports nothing: it opens no socket, resolves no name and leaves no foreign files in the user's home."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from validating import needs

from tts_interview.doctor import examine
from tts_interview.speech.engines import EngineSetup

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """# The ferry

Ann Lee: How was the crossing?

Ben Ray: Quiet. We saw two seals.
"""
# Files that a process opens to resolve a host name.
LOOK_UP = re.compile(r'"/etc/(resolv\.conf|hosts)"|nscd/socket|systemd\.Resolve|systemd/resolve')
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="foreign folders are known on Linux only")


@dataclass
class Home:
    """An empty home folder in which programs run under observation."""

    folder: Path
    trace: Path
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        ours = ("TTS_INTERVIEW", "XDG_", "ORT_", "PYTHON")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return {**inherited, "HOME": str(self.folder), "XDG_CACHE_HOME": str(self.folder / ".cache"), **self.variables}

    def watched(self, *command: str) -> list[str]:
        """Run a command and return its system calls that use the network or resolve a host name."""
        tracer = ["strace", "-f", "--seccomp-bpf", "-e", "trace=%network,openat", "-o", str(self.trace)]
        self.run(*tracer, *command)
        lines = self.trace.read_text(encoding="utf-8", errors="replace").splitlines()
        return [line for line in lines if "AF_INET" in line or LOOK_UP.search(line)]

    def run(self, *command: str) -> str:
        done = subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True, check=False, timeout=600)
        assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
        return done.stdout.decode(errors="replace")

    def files(self) -> set[str]:
        return {str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file()}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "page.md").write_text(PAGE, encoding="utf-8")
    return Home(tmp_path / "home", tmp_path / "trace")


@pytest.fixture
def traced(home: Home) -> Home:
    """Return a home with traced programs; skip the test if strace is missing or not permitted to trace."""
    needs("strace")
    if subprocess.run(["strace", "-f", "true"], capture_output=True, check=False, timeout=60).returncode:  # noqa: S607
        pytest.skip("strace is not permitted to trace processes here")
    return home


@pytest.mark.validators
def test_the_trace_shows_a_host_lookup_and_a_socket(traced: Home) -> None:
    ask = "import socket\ntry: socket.getaddrinfo('tts-interview.invalid', 80)\nexcept OSError: pass"
    assert traced.watched(sys.executable, "-c", ask)
    assert traced.watched(sys.executable, "-c", "import socket; socket.socket(socket.AF_INET6)")
    assert not traced.watched(sys.executable, "-c", "import socket; socket.socketpair()")


@pytest.mark.validators
def test_no_command_uses_the_network_or_leaves_foreign_files(traced: Home) -> None:
    (traced.folder / "out").mkdir()
    (traced.folder / "out" / "show.toml").write_text('[show]\ntitle = "A show"\n', encoding="utf-8")
    for arguments in (
        ["render", "page.md", "--dry-run"],
        ["render", "page.md", "-o", "out/page.mp3"],
        ["render", "page.md", "--show", "out/show.toml", "--sign", "-o", "out/signed.mp3"],
        ["inspect", "out/signed.mp3"],
        ["words", "page.md"],
        ["doctor"],
        ["listen", "page.md", "-o", "-"],
    ):
        assert traced.watched(sys.executable, "-m", "tts_interview", *arguments) == [], arguments
    others = {name for name in traced.files() if not name.startswith((".cache/tts-interview/", "out/"))}
    assert others == {"page.md"}


RUNTIME = """
from tts_interview.speech.engines.onnx_runtime import load_runtime
from onnx import helper
x, y = (helper.make_tensor_value_info(name, 1, [1]) for name in "xy")
graph = helper.make_graph([helper.make_node("Identity", ["x"], ["y"])], "graph", [x], [y])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
load_runtime().InferenceSession(model.SerializeToString())
import os
print(os.environ["ORT_DISABLE_TELEMETRY"])
"""


@linux_only
def test_onnx_runtime_leaves_no_files_in_the_home(home: Home) -> None:
    assert home.run(sys.executable, "-c", RUNTIME) == "1\n"
    assert home.files() == {"page.md"}


@linux_only
def test_the_user_can_turn_telemetry_on(home: Home) -> None:
    home.variables["ORT_DISABLE_TELEMETRY"] = "0"
    assert home.run(sys.executable, "-c", RUNTIME) == "0\n"


@linux_only
def test_doctor_names_files_left_by_other_programs_and_how_to_remove_them(home: Home) -> None:
    left = home.folder / ".cache" / "Microsoft" / "DeveloperTools" / ".onnxruntime"
    left.mkdir(parents=True)
    told = home.run(sys.executable, "-m", "tts_interview", "doctor")
    command = re.search(r"^privacy: .* remove them with: (.*)$", told, re.M)
    assert command
    home.run("sh", "-c", command.group(1))
    assert not left.exists()
    assert "privacy: nothing is reported to anybody\n" in home.run(sys.executable, "-m", "tts_interview", "doctor")


def test_doctor_reports_that_telemetry_is_turned_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORT_DISABLE_TELEMETRY", "0")
    found = next(finding for finding in examine(EngineSetup(tmp_path), tmp_path) if finding.subject == "privacy")
    assert found.seen.startswith("ORT_DISABLE_TELEMETRY is set so that ONNX Runtime may report")
