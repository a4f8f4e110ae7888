"""The site builds without a warning, and its pages ask no other host for anything."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from documentation import DOCS, ROOT, pages
from lxml import html

if TYPE_CHECKING:
    from pathlib import Path

# What a browser fetches by itself.
FETCHED = "//link[contains(@rel, 'stylesheet') or contains(@rel, 'icon') or contains(@rel, 'load')]/@href | //@src | //@srcset"
LINK = re.compile(r"\]\(([^)\s]+)\)")

NEEDED = ("sphinx", "myst_parser", "furo")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    if not all(map(importlib.util.find_spec, NEEDED)):
        pytest.skip("Sphinx is not installed: pip install '.[docs]'")
    folder = tmp_path_factory.mktemp("site")
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-W",
        "--keep-going",
        "-b",
        "html",
        "-d",
        str(folder / ".trees"),
        str(DOCS),
        str(folder),
    ]
    offline = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    done = subprocess.run(command, env=os.environ | offline, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_page_is_built(site: Path) -> None:
    wanted = {page.path.relative_to(DOCS).with_suffix(".html") for page in pages() if page.path.is_relative_to(DOCS)}
    assert not [path for path in wanted if not (site / path).is_file()]


def test_no_page_fetches_anything_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        found = [str(address) for address in html.parse(str(path)).xpath(FETCHED)]
        assert not [address for address in found if re.match(r"(?:\w+:)?//", address)], path.name
    for path in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(?:https?:)?//", path.read_text(encoding="utf-8")), path.name


def test_the_sample_and_the_schemas_are_on_the_site(site: Path) -> None:
    assert (site / "sample.mp3").is_file()
    assert (site / "transcript.json").is_file()


def test_every_relative_link_of_a_page_leads_to_a_file() -> None:
    for page in pages():
        targets = [target.partition("#")[0] for target in LINK.findall(page.text) if ":" not in target]
        assert not [target for target in targets if target and not (page.path.parent / target).exists()], page.name


def test_the_readme_keeps_the_two_commands_that_set_everything_up() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [line for line in readme.splitlines() if line.startswith("python3 -m venv .venv && ")]
    assert [command.rsplit(" && ", 1)[1] for command in commands] == [
        ".venv/bin/tts-interview render examples/ferry-town.txt -o episode.mp3",
        ".venv/bin/python -m pytest",
    ]
