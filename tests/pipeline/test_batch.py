"""A batch of episodes of one show: numbered, made only if something changed, and summed up in a table at the end."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from lxml import etree, html
from PIL import Image
from shows import SHOW, TALK
from validating import nu, seen

import tts_interview
from tts_interview import OutputError, PacingSettings, Settings, read_show
from tts_interview.model import Outcome
from tts_interview.publishing.provenance import Note, fingerprint, noted_in
from tts_interview.settings.parts import Kit, PublishingSettings, SpeechSettings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

pytestmark = pytest.mark.usefixtures("encoded_once")

COMMAND = ("render", "--engine", "tone", "--show", "show.toml", "--plain")
KIT = ("--publish",)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "show.toml").write_text(SHOW)
    Image.new("RGB", (1400, 1400)).save(tmp_path / "a.png")
    for name in ("one", "two"):
        write(tmp_path, name)
    return tmp_path


def write(folder: Path, name: str, answer: str = "It is so.") -> None:
    (folder / f"{name}.md").write_text(TALK.format(title=name.title(), answer=answer))


def outcomes(run: Run) -> dict[str, tuple[str, str]]:
    """Return the number and outcome of each episode in the table, by title."""
    rows = [dict(re.findall(r"^(\w+): (.*)$", block, re.M)) for block in run.err.split("\n\n")]
    return {row["episode"]: (row.get("number", ""), row["outcome"]) for row in rows if "episode" in row}


def titles(folder: Path) -> list[str | None]:
    return [title.text for title in etree.parse(folder / "output" / "feed.xml").iterfind(".//item/title")]


def test_a_batch_is_numbered_and_a_second_run_makes_only_changed_episodes(tts: Callable[..., Run], folder: Path) -> None:
    first = tts(*COMMAND, "one.md", "two.md", *KIT)
    assert first.code == 0, first.err
    assert outcomes(first) == {"One": ("1", "new"), "Two": ("2", "new")}
    feed = (folder / "output" / "feed.xml").read_bytes()
    sound = folder / "output" / "2026-03-04-one" / "2026-03-04-one.mp3"
    os.utime(sound, (1, 1))

    again = tts(*COMMAND, "one.md", "two.md", *KIT)
    assert outcomes(again) == {"One": ("1", "up to date"), "Two": ("2", "up to date")}
    assert sound.stat().st_mtime == 1
    assert set(again.out.splitlines()) <= set(first.out.splitlines())
    assert (folder / "output" / "feed.xml").read_bytes() == feed

    write(folder, "one", "It was otherwise.")
    changed = tts(*COMMAND, "one.md", "two.md", *KIT)
    assert outcomes(changed) == {"One": ("1", "corrected"), "Two": ("2", "up to date")}
    assert titles(folder) == ["Two", "One"]
    guids = [guid.text for guid in etree.parse(folder / "output" / "feed.xml").iterfind(".//item/guid")]
    assert [guid.text for guid in etree.fromstring(feed).iterfind(".//item/guid")] == guids


def test_an_episode_with_a_new_title_keeps_its_place_in_the_feed(folder: Path) -> None:
    rendered(folder, "one", "feed")
    before = etree.parse(folder / "output" / "feed.xml").findtext(".//guid")
    (folder / "one.md").write_text((folder / "one.md").read_text().replace("title: One", "title: Won"))
    rendered(folder, "one", "feed")
    after = etree.parse(folder / "output" / "feed.xml")
    assert [guid.text for guid in after.iterfind(".//guid")] == [before]
    assert titles(folder) == ["Won"]


def test_an_episode_that_fails_does_not_stop_the_others(tts: Callable[..., Run], folder: Path) -> None:
    done = tts(*COMMAND, "nowhere.md", "two.md")
    assert done.code == 1
    told = outcomes(done)
    assert told["nowhere.md"][1].startswith("failed: nowhere.md")
    assert told["Two"][1] == "new"


def test_an_error_common_to_all_episodes_is_printed_once_before_the_table(tts: Callable[..., Run], folder: Path) -> None:
    run = tts("render", "--plain", "--engine", "none", "one.md", "two.md")
    assert run.code == 1
    assert run.err.count("Error: unknown engine") == 1
    assert run.err.count("failed: unknown engine") == 2


def test_episodes_in_one_folder_have_a_manifest_each(tts: Callable[..., Run], folder: Path) -> None:
    command = (*COMMAND, "one.md", "two.md", "--publish", "-o", "output/")
    first, again = tts(*command), tts(*command)
    assert (first.code, set(first.out.splitlines())) == (0, set(again.out.splitlines()))
    assert set(outcomes(again).values()) == {("1", "up to date"), ("2", "up to date")}
    manifests = [path for path in first.out.splitlines() if path.endswith("manifest.json")]
    assert [json.loads((folder / path).read_text(encoding="utf-8"))["title"] for path in manifests] == ["One", "Two"]


def test_two_sources_with_one_name_get_files_of_their_own(tts: Callable[..., Run], folder: Path) -> None:
    (folder / "other.md").write_text((folder / "one.md").read_text().replace("It is so", "No"))
    done = tts(*COMMAND, "one.md", "other.md")
    assert done.code == 0, done.err
    stems = [path.parent.name for path in sorted((folder / "output").glob("*/*.mp3"))]
    assert stems[0] == "2026-03-04-one"
    assert re.fullmatch("2026-03-04-one-[0-9a-f]{6}", stems[1])
    assert len(stems) == 2


@pytest.mark.parametrize("change", ["file", "pace", "artwork", "nothing"])
def test_an_episode_is_made_again_if_anything_that_it_depends_on_changes(folder: Path, change: str) -> None:
    wanted = PublishingSettings(("feed", "manifest"), kits=tuple(Kit))
    settings = Settings(
        speech=SpeechSettings(engine="tone", cache_folder=folder / "cache"),
        publishing=replace(wanted, output_folder=folder / "output"),
        show=read_show(folder / "show.toml"),
    )
    first = tts_interview.render(folder / "one.md", None, settings)
    if change == "file":
        first.files[1].unlink()
    elif change == "artwork":
        Image.new("RGB", (1500, 1500)).save(folder / "a.png")
    elif change == "pace":
        settings = replace(settings, pacing=PacingSettings(rate=1.2))
    again = tts_interview.render(folder / "one.md", None, settings)
    assert (again.outcome is Outcome.CURRENT) == (change == "nothing")
    if change == "nothing":
        assert set(again.files) == set(first.files)
        assert again.seconds == pytest.approx(first.seconds, abs=0.001)
        assert again.number == first.number == 1


# -- the page of the show, and layouts -------------------------------------------------------------------------------


def rendered(folder: Path, name: str, *formats: str, **changes: Any) -> tts_interview.Rendering:  # noqa: ANN401 - of any field
    settings = Settings(
        speech=SpeechSettings(engine="tone", cache_folder=folder / "cache"),
        publishing=PublishingSettings(formats, **changes, output_folder=folder / "output"),
        show=read_show(folder / "show.toml"),
    )
    return tts_interview.render(folder / f"{name}.md", None, settings)


def test_the_page_of_the_show_lists_and_links_its_episodes_newest_first(folder: Path) -> None:
    rendered(folder, "one", "page", "episodes")
    other = (folder / "show.toml").read_text()
    (folder / "show.toml").write_text(other.replace("Tides", "Another show"))
    write(folder, "strange")
    rendered(folder, "strange", "episodes")
    (folder / "show.toml").write_text(other.replace('description = "D"', 'description = "A <b>&amp; é"'))
    (folder / "two.md").write_text(
        (folder / "two.md").read_text().replace("2026-03-04", "2026-03-05").replace("Two", "<i>Two</i> & Co")
    )
    page = rendered(folder, "two", "episodes").files[-1]
    assert page == folder / "output" / "episodes.html"
    root = html.fromstring(page.read_bytes())
    links = root.cssselect("h2 a")
    assert [link.text for link in links] == ["<i>Two</i> & Co", "One"]
    targets = [page.parent / unquote(link.get("href", "")) for link in links]
    assert [target.suffix for target in targets] == [".mp3", ".html"]
    assert all(target.is_file() for target in targets)
    sounds = [page.parent / unquote(sound.get("src", "")) for sound in root.cssselect("audio")]
    assert all(sound.is_file() for sound in sounds)
    assert root.cssselect("p")[0].text == "A <b>&amp; é"
    assert "March 5, 2026" in str(root.cssselect(".about")[0].text)
    assert str(root.cssselect(".note")[0].text).startswith("These interviews are read by synthetic voices.")


def test_without_a_feed_episodes_are_numbered_in_order_and_keep_their_numbers(folder: Path) -> None:
    (folder / "show.toml").write_text(SHOW.partition("[feed]")[0])
    assert [rendered(folder, name, "episodes").number for name in ("two", "one", "two")] == [1, 2, 1]
    write(folder, "two", "It was otherwise.")
    (folder / "two.md").write_text((folder / "two.md").read_text().replace("title: Two", "title: Twice"))
    renamed = rendered(folder, "two", "episodes")
    assert renamed.number == 1  # another file, of the same source
    listed = renamed.files[-1].read_text()
    assert ">Twice</a>" in listed
    assert ">Two</a>" not in listed
    assert rendered(folder, "one").number == 0  # no format with numbers is made


@pytest.mark.validators
def test_axe_and_the_nu_checker_find_nothing_wrong_with_the_page(folder: Path) -> None:
    rendered(folder, "one", "page", "episodes")
    page = rendered(folder, "two", "episodes").files[-1]
    assert nu(page) == []
    assert seen("axe", page, "as it is") == []


def test_a_page_from_another_program_is_not_replaced(folder: Path) -> None:
    (folder / "output").mkdir()
    (folder / "output" / "episodes.html").write_text("mine")
    with pytest.raises(OutputError, match=r"publishing\.force"):
        rendered(folder, "one", "episodes")
    assert (folder / "output" / "episodes.html").read_text() == "mine"


def test_a_manifest_that_names_a_file_elsewhere_is_not_listed(folder: Path) -> None:
    rendered(folder, "one", "episodes")
    (folder / "secret.mp3").touch()
    (folder / "output" / "x.transcript.json").write_text(
        '{"generator": {"name": "tts-interview", "show": "Tides", "title": "X", "audio": "../secret.mp3"}, "segments": []}'
    )
    page = rendered(folder, "two", "episodes").files[-1].read_text()
    assert "secret" not in page
    assert page.count("<h2") == 2


def test_audiobookshelf_gets_a_folder_with_one_sound_file_per_episode_and_one_cover(
    tts: Callable[..., Run], folder: Path
) -> None:
    for name in ("one", "two"):
        done = tts(*COMMAND, f"{name}.md", "--publish", "--layout", "audiobookshelf")
        assert done.code == 0, done.err
    shelf = folder / "output" / "Tides"
    assert sorted(path.name for path in shelf.glob("*.mp3")) == ["2026-03-04-one.mp3", "2026-03-04-two.mp3"]
    assert not [path for path in shelf.rglob("*") if path.suffix in {".m4b", ".m4a", ".opus", ".flac", ".wav"}]
    assert [path.name for path in shelf.rglob("*") if path.suffix in {".png", ".jpg"}] == ["cover.png"]
    assert (shelf / "cover.png").read_bytes() == (folder / "a.png").read_bytes()
    assert (shelf / "episodes.html").exists()
    assert b"/Tides/2026-03-04-one.mp3" in (folder / "output" / "feed.xml").read_bytes()


def test_audiobookshelf_needs_the_title_of_the_show(tts: Callable[..., Run], folder: Path) -> None:
    done = tts("render", "one.md", "--engine", "tone", "--layout", "audiobookshelf")
    assert done.code == 1
    assert "give a show file with title under [show]" in done.err


# -- notes -----------------------------------------------------------------------------------------------------------


def test_a_note_is_read_only_from_the_start_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "e.transcript.json"
    path.write_text(
        '{"version": "1.0.0", "generator": {"name": "tts-interview", "title": "T", "number": 3, "seconds": 4}, ' + "x" * 30_000
    )
    assert noted_in(path) == Note("T", number=3, seconds=4)
    for other in ("", "{}", '"generator": ', '{"generator": {"name": "other"}}', '{"generator": []}', "\ufeff"):
        path.write_text(other)
        assert noted_in(path) is None
    path.write_bytes(b'"generator": {"name": "tts-interview", "title": 5, "number": "x"}\n')
    assert noted_in(path) == Note()
    assert noted_in(tmp_path / "nowhere") is None


def test_a_fingerprint_distinguishes_values_and_files(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("1")
    before = fingerprint("x", (path,))
    assert fingerprint("x", (path,)) == before != fingerprint("y", (path,))
    path.write_text("22")
    assert fingerprint("x", (path,)) != before
