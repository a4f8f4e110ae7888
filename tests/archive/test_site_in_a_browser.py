"""A site in Chromium, below a folder of a web server: checked by axe and the Nu checker, and searched."""

from __future__ import annotations

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from finished import ADDRESS, Finished, finish
from PIL import Image
from shows import SHOW
from validating import needs, node, nu

from tts_interview.archive.site import make_site
from tts_interview.model import SILENT
from tts_interview.settings import Settings
from tts_interview.settings.layers import with_values
from tts_interview.settings.showfile import read_show

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.validators
EVIL = "<img src=x onerror=alert(1)>\"'></script><script>alert(1)</script>"
PAGES = ("index.html", "index.html?q=sea", "episodes/1.html", "people/index.html", "collections/harbour/index.html")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in its base
        """Say nothing."""


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site below a folder of a server."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "show.toml").write_text(SHOW.replace("https://example.org/feed.xml", f"{ADDRESS}feed.xml"))
    Image.new("RGB", (1400, 1400)).save(folder / "a.png")
    some = [
        Finished(f"t{n}", f"Tide {n}", f"The sea has {n} doors.", guest=f"Guest of {n}", collection="Harbour")
        for n in range(160)
    ]
    some += [
        Finished("evil", EVIL, f"{EVIL} lampblack", guest=EVIL, collection="Harbour"),
        Finished("zh", "海边的灯塔", "我们在海边的灯塔里谈话。", "王丽", "李伟", language="zh"),
        Finished("de", "Die Glocke", "Niemand läutet die Glocke.", language="de"),
    ]
    settings = with_values(Settings(), {"show": read_show(folder / "show.toml")})
    make_site(finish(folder / "lib", some), settings, folder / "server" / "below" / "it", SILENT)
    return folder / "server" / "below" / "it"


@pytest.fixture(scope="module")
def address(public: Path) -> Iterator[str]:
    handler = partial(_Quiet, directory=str(public.parent.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/below/it/"
        server.shutdown()


@pytest.fixture(scope="module")
def seen(address: str) -> Any:  # noqa: ANN401 - JSON
    import json

    needs("node", "chromium", npm=("axe-core", "playwright-core"))
    searches = json.dumps(["lampblack", "灯塔", "läutet", "137 doors", "zzyzx"])
    return node("site.mjs", address, json.dumps(PAGES), searches, env={"CHROMIUM": shutil.which("chromium") or ""})


def test_axe_finds_nothing_in_light_and_dark_narrow_and_wide(seen: Any) -> None:  # noqa: ANN401
    assert seen["axe"] == []


def test_a_site_asks_for_nothing_elsewhere_and_breaks_no_policy(seen: Any, address: str) -> None:  # noqa: ANN401
    assert [asked for asked in seen["asked"] if not asked.startswith((address, "data:"))] == []
    assert seen["errors"] == []


def test_the_search_finds_words_of_transcripts_by_the_keyboard_alone(seen: Any, address: str) -> None:  # noqa: ANN401
    hits = {words: found[0] if found else [] for words, found in seen["hits"].items()}
    assert hits == {
        "lampblack": [EVIL, f"{address}evil/evil.html", EVIL],
        "灯塔": ["海边的灯塔", f"{address}zh/zh.html", "海边的灯塔"],
        "läutet": ["Die Glocke", f"{address}de/de.html", "Die Glocke"],
        "137 doors": ["Tide 137", f"{address}t137/t137.html", "Tide 137"],
        "zzyzx": [],
    }


def test_the_nu_checker_finds_nothing(public: Path) -> None:
    assert nu(*(public / page.partition("?")[0] for page in dict.fromkeys(PAGES))) == []
