"""`archive site` makes lists, feeds and a search of finished episodes, and then only what changed of them."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from archive.talks import plan, write_talks
from finished import ADDRESS, Finished, finish, write
from lxml import etree, html
from PIL import Image
from shows import SHOW

from tts_interview.archive import site
from tts_interview.archive.library import Library, Standing
from tts_interview.archive.review import withdraw
from tts_interview.archive.site import feeds, listing, public, search
from tts_interview.errors import OutputError
from tts_interview.model import SILENT
from tts_interview.settings import Settings
from tts_interview.settings.layers import with_values
from tts_interview.settings.showfile import read_show

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from conftest import CommandLine

EVIL = "<img src=x onerror=alert(1)>\"'></script><script>alert(1)</script>"
ATOM, HISTORY = "{http://www.w3.org/2005/Atom}", "{http://purl.org/syndication/history/1.0}"


Make = Callable[..., site.SiteTally]


def talks(count: int, first: int = 1) -> list[Finished]:
    """Return episodes of days that follow each other."""
    numbers = range(first, first + count)
    return [Finished(f"tide-{n}", f"Tide {n}", date=f"20{n // 300:02}-{1 + n % 300 // 28:02}-{1 + n % 28:02}") for n in numbers]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Make the site of the library `lib` in `public`, with a show that has a feed, and without a search."""
    (tmp_path / "show.toml").write_text(SHOW.replace("https://example.org/feed.xml", f"{ADDRESS}feed.xml"))
    Image.new("RGB", (1400, 1400)).save(tmp_path / "a.png")
    settings = with_values(Settings(), {"show": read_show(tmp_path / "show.toml")})

    def made(
        lib: Path = tmp_path / "lib", to: Path = tmp_path / "public", wanted: Settings = settings, *, has_search: bool = False
    ) -> site.SiteTally:
        library = Library(lib)
        try:
            return site.make_site(library, wanted, to, SILENT, has_search=has_search)
        finally:
            library.close()

    return made


def files(folder: Path) -> dict[str, bytes]:
    """Return all files of a site but its state."""
    found = (path for path in folder.rglob("*") if path.is_file() and public.OURS not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def parsed(path: Path) -> Any:  # noqa: ANN401 - lxml's types have no methods of HTML
    return html.fromstring(path.read_bytes())


def broken_links(folder: Path) -> Iterable[tuple[str, str]]:
    """Yield the relative links and sources of pages that lead to no file, and any that leave the site."""
    for path in folder.rglob("*.html"):
        page = path.relative_to(folder).as_posix()
        for element in parsed(path).iter("a", "link", "img", "script", "form"):
            address = next((element.get(name) for name in ("href", "src", "action") if element.get(name)), "") or ""
            target = urlsplit(urljoin(f"http://site/below/{page}", address))
            inside = unquote(target.path).removeprefix("/below/")
            if address and target.scheme != "data" and not (target.netloc == "site" and (folder / inside).is_file()):
                yield page, address


def titles(page: Path) -> list[str]:
    return [" ".join(h.text_content().split()) for h in parsed(page).iter("h2") if not h.get("id")]


# -- the whole ---------------------------------------------------------------------------------------------------------


def test_episodes_lists_feeds_and_their_start_are_made(make: Make, tmp_path: Path) -> None:
    some = [*talks(2), Finished("lamp", "The lamp", guest="Ada Moe", language="de", date="1999-05-06", collection="Harbour")]
    finish(tmp_path / "lib", some)
    assert make() == site.SiteTally(episodes=3, changed=3, gone=0, files=len(files(tmp_path / "public")))
    pages, folder = files(tmp_path / "public"), tmp_path / "public"
    kits = {f"{e.stem}/{e.stem}{end}" for e in some for end in (".mp3", ".html", ".vtt", ".transcript.json")}
    lists = {
        "people/mara-holt",
        "people/jonas-reed",
        "people/ada-moe",
        "years/2000",
        "years/1999",
        "languages/en",
        "languages/de",
    }
    lists |= {"collections/harbour"}
    assert kits | {f"{one}/{name}" for one in lists for name in ("index.html", "feed.xml")} <= pages.keys()
    assert titles(folder / "episodes" / "index.html") == ["Tide 2", "Tide 1", "The lamp"]
    assert titles(folder / "people" / "ada-moe" / "index.html") == ["The lamp"]
    assert titles(folder / "collections" / "harbour" / "index.html") == ["The lamp"]
    assert titles(folder / "index.html") == ["Tide 2", "Tide 1", "The lamp"]
    assert "German" in (folder / "languages" / "index.html").read_text()
    assert list(broken_links(folder)) == []


def test_files_of_episodes_are_links_or_copies(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = finish(tmp_path / "lib", talks(1))
    make()
    name = "tide-1/tide-1.mp3"
    assert (tmp_path / "public" / name).samefile(library.episodes / name)

    def refused(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refused)
    make(to=tmp_path / "copied")
    assert not (tmp_path / "copied" / name).samefile(library.episodes / name)
    assert files(tmp_path / "copied") == files(tmp_path / "public")


def test_the_linked_data_of_each_page_says_what_it_is(make: Make, tmp_path: Path) -> None:
    finish(tmp_path / "lib", [*talks(1), Finished("e", EVIL, guest=EVIL)])
    make()
    found = {}
    for name in ("index.html", "people/index.html", "people/jonas-reed/index.html", "years/2000/index.html"):
        page = parsed(tmp_path / "public" / name)
        (data,) = page.xpath("//script[@type='application/ld+json']")
        found[name] = json.loads(data.text)
    assert found["index.html"]["@type"] == "WebSite"
    assert [item["item"]["@type"] for item in found["people/index.html"]["mainEntity"]["itemListElement"]] == ["Person"] * 3
    person = found["people/jonas-reed/index.html"]
    assert (person["@type"], person["about"]) == ("CollectionPage", {"@type": "Person", "name": "Jonas Reed"})
    assert person["mainEntity"]["itemListElement"][0]["url"] == f"{ADDRESS}tide-1/tide-1.html"
    assert found["years/2000/index.html"]["mainEntity"]["@type"] == "ItemList"


def test_hostile_and_foreign_names_stay_texts_and_get_folders_of_their_own(make: Make, tmp_path: Path) -> None:
    guests = ["José Núñez", "Jose Nunez", "王丽", "さくら 田中", "../../etc/passwd", "con", "a/b", EVIL, "…"]
    some = [Finished(f"e{n}", EVIL, guest=name, collection=EVIL) for n, name in enumerate(guests)]
    finish(tmp_path / "lib", [*some, Finished("people", "An episode that is called as a list")])
    make()
    folder = tmp_path / "public"
    assert list(broken_links(folder)) == []
    assert {path.name for path in tmp_path.iterdir()} == {"lib", "public", "show.toml", "a.png"}
    names = {h.text_content() for path in folder.glob("people/*/index.html") for h in parsed(path).iter("h1")}
    assert {*guests, "Mara Holt", "Jonas Reed"} - {EVIL, "…"} <= names
    for path in folder.rglob("index.html"):
        page = parsed(path)
        assert not page.xpath("//img[@onerror] | //script[not(@type)]"), path
    feed = etree.parse(folder / "people" / "a-b" / "feed.xml")
    assert feed.findtext("channel/title") == "Tides: a/b"


# -- in parts ----------------------------------------------------------------------------------------------------------


def test_a_long_list_has_parts_that_lead_to_each_other(make: Make, tmp_path: Path) -> None:
    finish(tmp_path / "lib", talks(260))
    make()
    folder, seen, name = tmp_path / "public" / "episodes", list[str](), "index.html"
    sizes = []
    while name:
        page = parsed(folder / name)
        sizes.append(len(titles(folder / name)))
        seen += titles(folder / name)
        name = next(iter(page.xpath("string(//a[@rel='next']/@href)").split()), "")
    assert seen == [f"Tide {n}" for n in range(260, 0, -1)]
    assert sizes == [60, 100, 100]
    assert parsed(folder / "1.html").xpath("string(//a[@rel='prev']/@href)") == "2.html"


def test_one_new_episode_changes_only_what_names_it(make: Make, tmp_path: Path) -> None:
    finish(tmp_path / "lib", talks(260))
    make()
    before = files(tmp_path / "public")
    assert make() == site.SiteTally(episodes=260)
    finish(tmp_path / "lib", [Finished("new", "News", guest="Ada Moe", date="2026-01-01")], first=261)
    assert make().changed == 1
    mine = {"new/new.mp3", "new/new.html", "new/new.vtt", "new/new.transcript.json"}
    lists = ("people/mara-holt", "people/ada-moe", "years/2026", "languages/en")
    named = {f"{one}/{name}" for one in lists for name in ("index.html", "feed.xml")}
    indexes = {f"{kind}/index.html" for kind in ("people", "years", "languages")}
    assert changed(before, files(tmp_path / "public")) == {
        *mine,
        *named,
        *indexes,
        *("index.html", "episodes/index.html", "feed.xml", "sitemap-1.xml"),
    }


def test_withdrawn_episodes_go_with_their_pages(make: Make, tmp_path: Path) -> None:
    library = finish(tmp_path / "lib", [*talks(2), Finished("lamp", "The lamp", guest="Ada Moe")])
    make()
    withdraw(library, [3])
    assert (make().gone, make().gone) == (1, 0)
    folder = tmp_path / "public"
    assert titles(folder / "episodes" / "index.html") == ["Tide 2", "Tide 1"]
    assert not (folder / "lamp").exists()
    assert not (folder / "people" / "ada-moe").exists()
    assert [path for path, data in files(folder).items() if b"lamp/" in data or b"The lamp" in data or b"Ada" in data] == []


def test_a_corrected_episode_is_placed_again_and_leaves_the_lists_that_named_it(make: Make, tmp_path: Path) -> None:
    library = finish(tmp_path / "lib", [Finished("lamp", "The lamb", guest="Ada Moe", collection="Harbor")])
    make()
    (library.episodes / "lamp" / "lamp.vtt").unlink()
    write(library.episodes, Finished("lamp", "The lamp", guest="Ada Moe"), 1)
    record = library.episodes / "lamp" / ".lamp.episode.json"
    known = json.loads(record.read_text())
    record.write_text(json.dumps(known | {"files": [file for file in known["files"] if not file["name"].endswith(".vtt")]}))
    library.change(1, wishes={"collection": "Harbour"})
    assert make().changed == 1
    folder = tmp_path / "public"
    assert titles(folder / "people" / "ada-moe" / "index.html") == ["The lamp"]
    assert not (folder / "lamp" / "lamp.vtt").exists()
    assert [path.name for path in (folder / "collections").iterdir() if path.is_dir()] == ["harbour"]


def test_an_episode_that_is_made_again_stays_until_it_is_whole(make: Make, tmp_path: Path) -> None:
    library = finish(tmp_path / "lib", talks(1))
    make()
    before = files(tmp_path / "public")
    record = library.episodes / "tide-1" / ".tide-1.episode.json"
    record.write_text(json.dumps(json.loads(record.read_text()) | {"whole": False}))
    library.change(1, standing=Standing.ACCEPTED)
    assert make().gone == 0
    assert files(tmp_path / "public") == before


# -- what is not ours, and what breaks off -----------------------------------------------------------------------------


def test_files_of_others_are_never_touched(make: Make, tmp_path: Path) -> None:
    library = finish(tmp_path / "lib", talks(1))
    foreign = tmp_path / "public" / "people" / "mara-holt" / "index.html"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("mine")
    with pytest.raises(OutputError, match=r"index\.html exists and tts-interview did not write it: move it away"):
        make()
    assert foreign.read_text() == "mine"
    beside = foreign.with_name("notes.txt")
    foreign.rename(beside)
    make()
    withdraw(library, [1])
    make()
    assert beside.read_text() == "mine"
    assert {path for path in files(tmp_path / "public") if path.startswith("people/")} == {"people/mara-holt/notes.txt"}


@pytest.mark.parametrize("survived", range(8))
def test_a_killed_site_goes_on(survived: int, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each run ends when it puts its files in place for the second time or later, before or after they are in place."""
    monkeypatch.setattr(public, "_BATCH", 7)
    finish(tmp_path / "lib", talks(6))
    make()
    finish(tmp_path / "lib", [Finished("new", "News", guest="Ada Moe", date="2026-01-01")], first=7)
    withdraw(Library(tmp_path / "lib"), [2])
    make(to=tmp_path / "whole")
    calls = 0

    def power_cut(drafts: list[Path]) -> None:
        nonlocal calls
        calls += 1
        if calls > survived // 2:
            for draft in drafts[: len(drafts) * (survived % 2) // 2]:
                draft.unlink()
            raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(public, "_sync", power_cut)
        with pytest.raises(KeyboardInterrupt):
            make()
    make()
    whole = files(tmp_path / "whole")
    assert files(tmp_path / "public").keys() == whole.keys()
    same_order = {path for path in whole if not path.endswith(".xml")}
    assert {path for path in same_order if files(tmp_path / "public")[path] != whole[path]} == set()
    assert not list((tmp_path / "public").rglob("*drafts*"))


def test_a_folder_of_the_library_and_a_damaged_state_are_refused(make: Make, tmp_path: Path) -> None:
    finish(tmp_path / "lib", talks(1))
    for folder in ("lib", "lib/episodes", "lib/episodes/public"):
        with pytest.raises(OutputError, match="belongs to the library: choose another -o"):
            make(to=tmp_path / folder)
    state = tmp_path / "public" / public.OURS / public.STATE
    make()
    rows = sqlite3.connect(state)
    rows.execute("PRAGMA user_version = 9")
    rows.close()
    with pytest.raises(OutputError, match="a newer version of this program made"):
        make()
    state.write_bytes(b"no database at all, " * 100)
    with pytest.raises(OutputError, match="cannot be used: file is not a database"):
        make()


# -- feeds -------------------------------------------------------------------------------------------------------------


def feed(path: Path) -> tuple[list[str], dict[str, str], bool]:
    """Return the guids of a feed, its links by relation, and whether it is an archived part."""
    channel = etree.parse(path).getroot()[0]
    links = {link.get("rel", ""): link.get("href", "") for link in channel.iter(f"{ATOM}link")}
    return [guid.text or "" for guid in channel.iter("guid")], links, channel.find(f"{HISTORY}archive") is not None


def test_a_long_feed_has_its_newest_items_and_archived_parts(make: Make, tmp_path: Path) -> None:
    finish(tmp_path / "lib", talks(650))
    make()
    folder = tmp_path / "public"
    newest, links, is_archive = feed(folder / "feed.xml")
    assert newest == [f"urn:{n}" for n in range(650, 350, -1)]
    assert (links["self"], links["prev-archive"], is_archive) == (f"{ADDRESS}feed.xml", f"{ADDRESS}feed-2.xml", False)
    guids, links, is_archive = feed(folder / "feed-2.xml")
    assert guids == [f"urn:{n}" for n in range(600, 300, -1)]
    assert (links["self"], links["current"], is_archive) == (f"{ADDRESS}feed-2.xml", f"{ADDRESS}feed.xml", True)
    assert links["prev-archive"] == f"{ADDRESS}feed-1.xml"
    guids, links, _ = feed(folder / "feed-1.xml")
    assert guids == [f"urn:{n}" for n in range(300, 0, -1)]
    assert "prev-archive" not in links
    assert feed(folder / "people" / "mara-holt" / "feed.xml")[1]["prev-archive"] == f"{ADDRESS}people/mara-holt/feed-2.xml"


def test_an_archived_feed_changes_only_with_an_episode_in_it(make: Make, tmp_path: Path) -> None:
    library = finish(tmp_path / "lib", talks(650))
    make()
    folder = tmp_path / "public"
    before = files(folder)
    finish(tmp_path / "lib", [Finished("late", "A late one", date="1950-01-01")], first=651)
    withdraw(library, [400])
    make()
    parts = {path for path in changed(before, files(folder)) if "feed-" in path}
    assert parts == {"feed-2.xml", "people/mara-holt/feed-2.xml", "people/jonas-reed/feed-2.xml", "languages/en/feed-2.xml"}
    assert feed(folder / "feed-2.xml")[0] == [f"urn:{n}" for n in range(600, 300, -1) if n != 400]
    assert feed(folder / "feed.xml")[0][0] == "urn:651"


def test_a_feed_of_300_items_has_no_archive(make: Make, tmp_path: Path) -> None:
    finish(tmp_path / "lib", talks(feeds.ITEMS))
    make()
    guids, links, _ = feed(tmp_path / "public" / "feed.xml")
    assert (len(guids), set(links)) == (feeds.ITEMS, {"self"})
    assert not list((tmp_path / "public").rglob("feed-*.xml"))


def test_addresses_follow_the_show_and_without_one_there_are_no_feeds(make: Make, tmp_path: Path) -> None:
    finish(tmp_path / "lib", talks(1))
    make()
    show = tmp_path / "show.toml"
    show.write_text(show.read_text().replace(f"{ADDRESS}feed.xml", "https://new.example/pod.xml?a=1&b=2"))
    moved = with_values(Settings(), {"show": read_show(show)})
    make(wanted=moved)
    folder = tmp_path / "public"
    assert 'url="https://new.example/tide-1/tide-1.mp3"' in (folder / "pod.xml").read_text()
    assert "<loc>https://new.example/tide-1/tide-1.html</loc>" in (folder / "sitemap-1.xml").read_text()
    assert not (folder / "feed.xml").exists()
    make(wanted=Settings())
    assert not [path for path in files(folder) if path.endswith(".xml")]
    assert list(broken_links(folder)) == []


def test_the_sitemap_has_parts(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_OF_SITEMAP", 5)
    finish(tmp_path / "lib", talks(6))
    make()
    folder = tmp_path / "public"
    parts = [element.text or "" for element in etree.parse(folder / "sitemap.xml").iter("{*}loc")]
    pages = [e.text or "" for part in parts for e in etree.parse(folder / part.removeprefix(ADDRESS)).iter("{*}loc")]
    assert len(parts) == -(-len(pages) // 5) > 1
    assert {page.removeprefix(ADDRESS) for page in pages} == {path for path in files(folder) if path.endswith(".html")}


# -- the search --------------------------------------------------------------------------------------------------------


def parts(folder: Path) -> list[str]:
    """Return the names of the parts of the search."""
    found: list[str] = json.loads((folder / "search" / "parts.json").read_text())
    return found


def test_only_the_part_of_the_search_with_the_new_episode_is_made_again(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_LARGE", 4)
    monkeypatch.setattr(search, "_SMALL", 2)
    library = finish(tmp_path / "lib", talks(6))
    make(has_search=True)
    folder = tmp_path / "public"
    assert parts(folder) == ["0", "1-0"]
    before = files(folder)
    finish(tmp_path / "lib", talks(1, first=7), first=7)
    make(has_search=True)
    assert parts(folder) == ["0", "1-0", "1-1"]
    made = {path.split("/")[1] for path in changed(before, files(folder)) if path.startswith("search/")}
    assert made == {"1-1", "parts.json"}
    finish(tmp_path / "lib", talks(1, first=8), first=8)
    withdraw(library, [1, 2, 3, 4])
    make(has_search=True)
    assert parts(folder) == ["1"]
    assert {path.split("/")[1] for path in files(folder) if path.startswith("search/")} == {"1", "parts.json"}
    make()
    assert not (folder / "search").exists()
    assert not (folder / "site.js").exists()


def test_a_part_of_the_search_is_replaced_by_one_with_another_episode(make: Make, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        finish(tmp_path / "lib", [Finished(f"t{number}", f"Bell {number}", f"word{number}")], first=number)
        make(has_search=True)
    names = [path.name for path in (tmp_path / "public" / "search" / "0-0" / "fragment").iterdir()]
    assert (parts(tmp_path / "public"), len(names)) == (["0-0"], 3)
    assert not list((tmp_path / "public").rglob("*drafts*"))


def test_without_pagefind_a_site_is_made_only_if_no_search_is_wanted(
    tts: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(tmp_path / "lib", talks(1))
    monkeypatch.setitem(sys.modules, "pagefind.service", None)
    done = tts("archive", "site", "lib", "-o", "public")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("Error: the search of a site needs Pagefind; get it with: ")
    assert "or make a site without a search" in done.err
    assert not (tmp_path / "public").exists()
    done = tts("archive", "site", "lib", "-o", "public", "--no-search")
    assert (done.code, done.out) == (0, f"{os.path.join('public', 'index.html')}\n")  # noqa: PTH118 - a text
    assert done.err.splitlines()[-2:] == [
        "Episodes: 1; new or changed: 1; gone: 0; files: 14",
        'Without an address, there are no feeds and no sitemap: write url = "https://..." under [feed]',
    ]


def test_what_pagefind_says_is_told_in_a_line(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finish(tmp_path / "lib", talks(1))
    monkeypatch.setattr(search, "_OPTIONS", ("--no-such-option",))
    with pytest.raises(OutputError, match=r"Pagefind cannot index part 0-0: .*no-such-option.*: .*without a search") as told:
        make(has_search=True)
    assert "\n" not in str(told.value)
    monkeypatch.setattr(search, "indexer", lambda: tmp_path)
    with pytest.raises(OutputError, match="Pagefind cannot index part 0-0: "):
        make(has_search=True)


def test_an_unreadable_transcript_has_no_words(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for data in (b"", b"[]", b'{"segments": 3}', b'{"segments": [3]}', b"\xff"):
        path.write_bytes(data)
        assert not site.content.spoken_text(path)


# -- from a library ----------------------------------------------------------------------------------------------------


def test_a_list_in_csv_says_which_collection_a_source_belongs_to(tts: CommandLine, tmp_path: Path) -> None:
    write_talks(tmp_path / "in", 2)
    (tmp_path / "list.csv").write_text("path,series\nin/0001.md,Harbour voices\nin/0002.md,\n")
    plan(tts, "--from", "list.csv", "--columns", "collection=series")
    made = tts("archive", "run", "lib", "--engine", "tone", "--workers", "1", "--publish")
    assert made.code == 0, made.err
    assert tts("archive", "site", "lib", "-o", "public").code == 0
    folder = tmp_path / "public"
    assert titles(folder / "collections" / "harbour-voices" / "index.html") == ["tide 1"]
    assert "PodcastEpisode" in (folder / "2026-03-04-tide-1" / "2026-03-04-tide-1.html").read_text(encoding="utf-8")
    assert [path for path, _ in broken_links(folder) if "2026" not in path.split("/")[0]] == []
