"""The way this copy of the program was installed, and the command that adds missing packages to it."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
import sysconfig
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, requires
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

NAME = "tts-interview"
# uv keeps the environments of `uvx` in such folders of its cache, which must not be changed.
_UV_CACHE = re.compile(r"(archive|builds|environments)-v\d+")
_SAFE_ON_WINDOWS = re.compile(r"[\w.:=/\\@~+-]+")


@dataclass(frozen=True, slots=True)
class Installation:
    """An environment that contains this program. `origin` is its source; empty for a package index."""

    prefix: Path
    python: str
    origin: str = ""
    has_pip: bool = True
    is_managed: bool = False

    def command(self, *packages: str, again: bool = False) -> str:
        """Return the command that installs packages, or installs them `again` because their files are damaged."""
        is_pipx = (self.prefix / "pipx_metadata.json").is_file()
        if is_pipx and self.prefix.parent.name == "venvs":
            return self._line("pipx", "reinstall" if again else "inject", self.prefix.name, *([] if again else packages))
        if _UV_CACHE.fullmatch(self.prefix.parent.name):
            return self._run_again("uvx", "--from", packages, ["--reinstall"] if again else [])
        if self.has_pip:
            options = ["--force-reinstall"] * again + ["--break-system-packages"] * self.is_managed
            return self._line(self.python, "-m", "pip", "install", *options, *packages)
        if is_pipx:
            return self._run_again("pipx run", "--spec", packages, ["--no-cache"] if again else [])
        return self._line("uv", "pip", "install", "--python", self.python, *["--reinstall"] * again, *packages)

    def _run_again(self, runner: str, origin_option: str, packages: tuple[str, ...], options: list[str]) -> str:
        """Return the command that runs the program in a new environment, for runners that keep none."""
        added = [part for package in packages for part in ("--with", package)]
        origin = [origin_option, self.origin] if self.origin else []
        return self._line(*runner.split(), *(options or added), *origin, NAME)

    @staticmethod
    def _line(*words: str) -> str:
        return " ".join(map(_quoted, words))


def install_extra(extra: str) -> str:
    """Return the command that installs the packages of one of this program's extras.

    It names the packages, because the program may come from a folder or file and be absent from the index.
    """
    return this_installation().command(*_packages_of(extra))


def install(*packages: str, again: bool = False) -> str:
    """Return the command that installs packages here, or installs them `again` because their files are damaged."""
    return this_installation().command(*packages, again=again)


@cache
def this_installation() -> Installation:
    """Return the environment that this program runs in."""
    prefix = Path(sys.prefix)
    marker = Path(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED")
    is_managed = sys.prefix == sys.base_prefix and marker.is_file()
    return Installation(prefix, sys.executable, _origin(), find_spec("pip") is not None, is_managed)


def _packages_of(extra: str) -> list[str]:
    """Return the requirements of an extra, or the extra itself if this copy of the program is not installed."""
    try:
        stated = requires(NAME) or []
    except PackageNotFoundError:
        return [f"{NAME}[{extra}]"]
    of_extra = re.compile(rf"""\bextra\s*==\s*["']{re.escape(extra)}["']""")
    found = [requirement.partition(";")[0].strip() for requirement in stated if of_extra.search(requirement)]
    return found or [f"{NAME}[{extra}]"]


def _origin() -> str:
    """Return the folder, file or address that the program was installed from; empty if it was a package index."""
    try:
        recorded = distribution(NAME).read_text("direct_url.json")
    except PackageNotFoundError:
        return ""
    return _origin_of(json.loads(recorded)) if recorded else ""


def _origin_of(direct_url: dict[str, object]) -> str:
    """Convert a record in the format of PEP 610 to a requirement that installers accept."""
    url = str(direct_url.get("url", ""))
    parts = urlsplit(url)
    if parts.scheme == "file":
        from urllib.request import url2pathname  # slow to import

        return url2pathname(f"//{parts.netloc}{parts.path}" if parts.netloc else parts.path)
    source = direct_url.get("vcs_info")
    return f"{source['vcs']}+{url}@{source['commit_id']}" if isinstance(source, dict) else url


def _quoted(word: str) -> str:
    """Quote a word for the shell if necessary; the shells of Windows do not support single quotes."""
    if os.name != "nt":
        return shlex.quote(word)
    return word if _SAFE_ON_WINDOWS.fullmatch(word) else f'"{word}"'
