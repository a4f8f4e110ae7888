"""The feed and the list of a show are written once for many episodes, from their records."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from shows import SHOW, TALK

from tts_interview import Settings, errors, pipeline
from tts_interview.pipeline.shows import check_show, write_show
from tts_interview.publishing.feed.document import read_feed
from tts_interview.publishing.feed.elements import ITUNES
from tts_interview.settings.layers import with_values
from tts_interview.settings.showfile import read_show

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("encoded_once")

FORMATS = ("feed", "episodes")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "show.toml").write_text(SHOW)
    Image.new("RGB", (1400, 1400)).save(tmp_path / "a.png")
    values = {
        "show": read_show(tmp_path / "show.toml"),
        "speech.engine": "tone",
        "speech.cache_folder": tmp_path / "cache",
        "casting.narrator": "none",
        "publishing.formats": FORMATS,
        "publishing.output_folder": tmp_path / "shelf",
        "publishing.updates_show": False,
    }
    return with_values(Settings(), values)


def make(settings: Settings, tmp_path: Path, number: int, title: str) -> pipeline.Rendering:
    source = tmp_path / f"{number}.md"
    source.write_text(TALK.format(title=title, answer="Because of the moon."))
    return pipeline.render(source, None, with_values(settings, {"publishing.number": number, "publishing.slug": f"e{number}"}))


def test_an_episode_is_made_without_the_files_of_its_show(settings: Settings, tmp_path: Path) -> None:
    made = make(settings, tmp_path, 7, "Seven")
    assert made.number == 7
    assert sorted(path.name for path in (tmp_path / "shelf").iterdir()) == ["e7"]


def test_the_feed_lists_all_recorded_episodes_by_number(settings: Settings, tmp_path: Path) -> None:
    for number, title in ((2, "Two & more"), (1, "One")):
        make(settings, tmp_path, number, title)
    assert [path.name for path in write_show(settings)] == ["episodes.html", "feed.xml"]
    items = read_feed(tmp_path / "shelf" / "feed.xml").items
    assert [(item.text_of("title"), item.text_of(f"{ITUNES} episode")) for item in items] == [("Two & more", "2"), ("One", "1")]
    assert items[0].attribute("enclosure", "url") == "https://example.org/e2/e2.mp3"
    assert "Two &amp; more" in (tmp_path / "shelf" / "episodes.html").read_text()


def test_writing_it_again_changes_no_byte(settings: Settings, tmp_path: Path) -> None:
    make(settings, tmp_path, 1, "One")
    first = [path.read_bytes() for path in write_show(settings)]
    assert [path.read_bytes() for path in write_show(settings)] == first


def test_an_item_whose_sound_is_elsewhere_stays_and_one_whose_episode_is_gone_does_not(
    settings: Settings, tmp_path: Path
) -> None:
    for path in make(settings, tmp_path, 1, "One").files:
        path.unlink()
    make(settings, tmp_path, 2, "Two")
    feed = tmp_path / "shelf" / "feed.xml"
    write_show(settings)
    other = "<item><title>Old</title><enclosure url='https://old.example/a.mp3'/></item>"
    gone = "<item><title>Gone</title><enclosure url='https://example.org/e9/e9.mp3'/></item>"
    feed.write_text(feed.read_text().replace("</channel>", f"{other}{gone}</channel>"))
    write_show(settings)
    assert [item.text_of("title") for item in read_feed(feed).items] == ["Two", "Old"]


def test_a_feed_that_the_episodes_do_not_fit_is_not_written(settings: Settings, tmp_path: Path) -> None:
    make(settings, tmp_path, 1, "One")
    feed = tmp_path / "shelf" / "feed.xml"
    feed.write_text('<rss version="2.0"><channel><title>T</title></channel></rss>')  # without the namespaces of items
    with pytest.raises(errors.OutputError, match="unbound prefix"):
        write_show(settings)
    assert "One" not in feed.read_text()


def test_what_would_fail_in_the_end_is_found_before_the_work(settings: Settings, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    check_show(settings)
    (shelf / "episodes.html").write_text("by hand")
    with pytest.raises(errors.OutputError, match="did not write it"):
        check_show(settings)
    (shelf / "episodes.html").unlink()
    with pytest.raises(errors.OutputError, match="no public address"):
        check_show(with_values(settings, {"publishing.output_folder": tmp_path / "elsewhere", "show": _beside(settings)}))


def _beside(settings: Settings) -> object:
    show = settings.show
    assert show
    return replace(show, feed=replace(show.feed, file=show.path.with_name("other") / "feed.xml"))


def test_without_a_show_nothing_is_written(settings: Settings) -> None:
    assert write_show(replace(settings, show=None)) == []
