"""The command for missing packages suits the way in which this copy was installed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tts_interview.files import installation
from tts_interview.files.installation import Installation, install_extra

ROOT = Path(__file__).resolve().parents[2]
posix_only = pytest.mark.skipif(os.name == "nt", reason="other shells quote differently")


def pipx_environment(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "pipx_metadata.json").touch()
    return folder


@posix_only
@pytest.mark.parametrize(
    ("has_pip", "again", "command"),
    [
        (True, False, "/e/bin/python -m pip install 'piper-tts<2'"),
        (True, True, "/e/bin/python -m pip install --force-reinstall 'piper-tts<2'"),
        (False, False, "uv pip install --python /e/bin/python 'piper-tts<2'"),
        (False, True, "uv pip install --python /e/bin/python --reinstall 'piper-tts<2'"),
    ],
)
def test_an_environment_is_changed_with_its_pip_or_with_uv(*, has_pip: bool, again: bool, command: str) -> None:
    here = Installation(Path("/e"), "/e/bin/python", has_pip=has_pip)
    assert here.command("piper-tts<2", again=again) == command


@posix_only
def test_a_path_with_a_space_is_quoted() -> None:
    here = Installation(Path("/my files"), "/my files/bin/python")
    assert here.command("onnx") == "'/my files/bin/python' -m pip install onnx"


@pytest.mark.parametrize(
    ("word", "quoted"),
    [
        (r"C:\Users\ann\python.exe", r"C:\Users\ann\python.exe"),
        (r"C:\Users\ann lee\python.exe", r'"C:\Users\ann lee\python.exe"'),
        ("piper-tts>=1.8,<2", '"piper-tts>=1.8,<2"'),
        ("--from", "--from"),
    ],
)
def test_windows_gets_double_quotes_if_necessary(word: str, quoted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tts_interview.files.installation.os.name", "nt")
    assert installation._quoted(word) == quoted


def test_the_command_for_an_externally_managed_python_permits_the_change() -> None:
    here = Installation(Path("/usr"), "/usr/bin/python3", is_managed=True)
    assert here.command("onnx") == "/usr/bin/python3 -m pip install --break-system-packages onnx"


@pytest.mark.parametrize("has_pip", [True, False])
def test_pipx_injects_packages_into_its_own_environment(*, has_pip: bool, tmp_path: Path) -> None:
    folder = pipx_environment(tmp_path / "venvs" / "tts-interview")
    here = Installation(folder, str(folder / "bin" / "python"), "/page", has_pip=has_pip)
    assert here.command("onnx") == "pipx inject tts-interview onnx"
    assert here.command("onnx", again=True) == "pipx reinstall tts-interview"


def test_pipx_run_is_repeated_with_the_package(tmp_path: Path) -> None:
    folder = pipx_environment(tmp_path / ".cache" / "574bcbe117f07df")
    here = Installation(folder, "python", "/a.whl", has_pip=False)
    assert here.command("onnx") == "pipx run --with onnx --spec /a.whl tts-interview"
    assert here.command("onnx", again=True) == "pipx run --no-cache --spec /a.whl tts-interview"


def test_uvx_is_repeated_with_the_packages() -> None:
    folder = Path("/home/ann/.cache/uv/archive-v0/Q-frkaj0DQpq9p-h")
    here = Installation(folder, str(folder / "bin" / "python"), "/a.whl", has_pip=False)
    assert here.command("onnx", "numpy") == "uvx --with onnx --with numpy --from /a.whl tts-interview"
    assert here.command("onnx", again=True) == "uvx --reinstall --from /a.whl tts-interview"


def test_uvx_without_an_origin_uses_the_index_again() -> None:
    here = Installation(Path("/c/archive-v0/x"), "python", has_pip=False)
    assert here.command("onnx") == "uvx --with onnx tts-interview"


@posix_only
@pytest.mark.parametrize(
    ("recorded", "origin"),
    [
        ({"url": "file:///home/ann/tts%20interview", "dir_info": {"editable": True}}, "/home/ann/tts interview"),
        ({"url": "file:///dist/a-0.1-py3-none-any.whl", "archive_info": {}}, "/dist/a-0.1-py3-none-any.whl"),
        ({"url": "https://example.org/a.zip", "archive_info": {}}, "https://example.org/a.zip"),
        (
            {"url": "https://example.org/a.git", "vcs_info": {"vcs": "git", "commit_id": "4ae31b7"}},
            "git+https://example.org/a.git@4ae31b7",
        ),
    ],
)
def test_the_origin_is_a_requirement_that_installers_accept(recorded: dict[str, object], origin: str) -> None:
    assert installation._origin_of(recorded) == origin


def test_the_packages_of_an_extra_come_from_the_project_metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    stated = ["onnx>=1", "piper-tts<2,>=1.8; extra == 'piper'", "a; (os_name == 'nt') and extra == 'listen'", "b; extra == 'x'"]
    monkeypatch.setattr(installation, "requires", lambda _name: stated)
    assert installation._packages_of("piper") == ["piper-tts<2,>=1.8"]
    assert installation._packages_of("listen") == ["a"]


@pytest.mark.parametrize("extra", ["listen", "piper"])
def test_every_recommended_extra_has_packages(extra: str) -> None:
    assert f"[{extra}]" not in install_extra(extra)
    assert len(installation._packages_of(extra)) == 1


# -- for real --------------------------------------------------------------------------------------------------------

# The fewest packages with which the program can list missing engines.
LEAST = ["click>=8.1.7", "platformdirs>=4.2", "pyyaml>=6"]
BIN = "Scripts" if os.name == "nt" else "bin"


def run(command: list[str | Path] | str, folder: Path) -> str:
    """Run a command that must succeed, with all homes in the folder, and caches beside it; a string is a shell command."""
    own = {home: folder / home.lower() for home in ("HOME", "UV_TOOL_DIR", "UV_TOOL_BIN_DIR", "PIPX_HOME", "PIPX_BIN_DIR")}
    own |= {name: folder.parent / "installers" / name.lower() for name in ("XDG_CACHE_HOME", "UV_CACHE_DIR")}
    own |= {"TTS_INTERVIEW_CACHE": folder / "cache"}
    path = os.pathsep.join([str(folder / "tools"), os.environ["PATH"]])
    quick = {"UV_LINK_MODE": "hardlink", "PIP_NO_COMPILE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    environment = {**os.environ, **{name: str(place) for name, place in own.items()}, **quick, "PATH": path}
    environment.pop("PYTHONPATH", None)
    words = command if isinstance(command, str) else [str(part) for part in command]
    done = subprocess.run(
        words,
        shell=isinstance(command, str),
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT], folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def small(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the wheel that requires the fewest packages, besides those of its extras."""
    copy = tmp_path_factory.mktemp("small") / wheel.name
    with zipfile.ZipFile(wheel) as whole, zipfile.ZipFile(copy, "w") as fewer:
        for member in whole.infolist():
            data = whole.read(member)
            if member.filename.endswith(".dist-info/METADATA"):
                head, empty, text = data.decode().partition("\n\n")
                kept = [line for line in head.splitlines() if not line.startswith("Requires-Dist:") or "extra ==" in line]
                data = ("\n".join([*kept, *(f"Requires-Dist: {package}" for package in LEAST)]) + empty + text).encode()
            elif member.filename.endswith(".dist-info/RECORD"):
                data = re.sub(rb"(METADATA),.*", rb"\1,,", data)
            fewer.writestr(member, data)
    return copy


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with pipx and uv; skip the test if they cannot be installed."""
    environment = tmp_path_factory.mktemp("tools")
    venv.create(environment, with_pip=True)
    command = [str(environment / BIN / "python"), "-m", "pip", "install", "-q", "pipx", "uv"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        pytest.skip(f"pipx and uv cannot be installed: {done.stderr.strip().splitlines()[-1]}")
    return environment / BIN


@pytest.fixture
def folder(tmp_path: Path, tools: Path) -> Path:
    """Return a folder for environments, caches and homes, with pipx and uv on the path."""
    (tmp_path / "tools").symlink_to(tools)
    return tmp_path


def remedy(listed: str) -> str:
    """Return the command for the missing engine piper from the output of `engines`."""
    found = re.search(r"piper-tts is not installed; .*, with: (.*)", listed)
    assert found, listed
    return found.group(1)


def assert_works(program: list[str | Path], folder: Path) -> None:
    command = remedy(run([*program, "engines"], folder))
    run(command, folder)
    assert "piper-tts is not installed" not in run([*program, "engines"], folder)


@pytest.mark.slow
@pytest.mark.parametrize("editable", [True, False])
def test_the_remedy_for_a_copy_installed_by_pip_works(*, editable: bool, folder: Path, wheel: Path) -> None:
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / BIN / "python"
    source = ["-e", ROOT] if editable else [wheel]
    run([python, "-m", "pip", "install", "-q", "--no-deps", *source], folder)
    run([python, "-m", "pip", "install", "-q", *LEAST], folder)
    assert_works([folder / "env" / BIN / "tts-interview"], folder)


@pytest.mark.slow
def test_the_remedy_for_a_copy_in_an_environment_without_pip_works(folder: Path, wheel: Path) -> None:
    run(["uv", "venv", folder / "env", "--python", sys.executable], folder)
    python = folder / "env" / BIN / "python"
    run(["uv", "pip", "install", "--python", python, "--no-deps", wheel], folder)
    run(["uv", "pip", "install", "--python", python, *LEAST], folder)
    assert_works([folder / "env" / BIN / "tts-interview"], folder)


@pytest.mark.slow
def test_the_remedy_for_a_copy_installed_by_pipx_works(folder: Path, small: Path) -> None:
    run(["pipx", "install", "--python", sys.executable, small], folder)
    assert_works([folder / "pipx_bin_dir" / "tts-interview"], folder)


@pytest.mark.slow
@pytest.mark.parametrize("runner", ["uvx", "pipx run"])
def test_the_remedy_for_a_copy_that_lasts_for_one_run_works(runner: str, folder: Path, small: Path) -> None:
    option = "--from" if runner == "uvx" else "--spec"
    command = remedy(run([*runner.split(), "--python", sys.executable, option, small, "tts-interview", "engines"], folder))
    assert str(small) in command
    again = command.replace(runner, f"{runner} --python {sys.executable}", 1)
    assert "piper-tts is not installed" not in run(f"{again} engines", folder)


@pytest.mark.slow
def test_the_remedy_for_a_tool_installed_by_uv_works(folder: Path, wheel: Path) -> None:
    run(["uv", "tool", "install", "--python", sys.executable, wheel], folder)
    assert_works([folder / "uv_tool_bin_dir" / "tts-interview"], folder)
