"""The feed of a show: it has the required elements, and a later episode keeps the bytes of others."""

from __future__ import annotations

import os
import re
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
from bridges import HOSTILE, episode, publication
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

import tts_interview
from tts_interview import OutputError, Settings, ShowError, read_show
from tts_interview.model import Article, Passage, Podcast
from tts_interview.publishing import write_files
from tts_interview.publishing.episodes import numbered
from tts_interview.publishing.feed import FeedPlace, feed_bytes, feed_place, last_number, placed, write_feed
from tts_interview.publishing.feed.checking import problems
from tts_interview.publishing.feed.document import feed_of
from tts_interview.publishing.feed.elements import feed_guid, shortened
from tts_interview.settings.parts import PublishingSettings, SpeechSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

    from tts_interview.publishing.publication import Publication

URL = "https://example.org/show/feed.xml"
NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
}
SHOW_FILE = """\
[show]
title = "Tides & Terns"
link = "https://example.org/show/"
language = "en-GB"
author = "Ada Moe"
email = "ada@example.org"
description = "Talks by the sea."
artwork = "art.png"
category = "Science > Nature"

[feed]
url = "https://example.org/show/feed.xml"
file = "out/feed.xml"
"""


def show(folder: Path, **changes: Any) -> Podcast:  # noqa: ANN401 - of any field
    artwork = folder / "art.png"
    if not artwork.exists():
        Image.new("RGB", (1400, 1400)).save(artwork)
    known = Podcast(
        "Tides & Terns", "https://example.org/show/", "en-GB", "Ada Moe", "ada@example.org", "Talks.", artwork, "Science"
    )
    return replace(known, **changes)


def in_feed(folder: Path, name: str = "e", **changes: Any) -> Publication:  # noqa: ANN401 - of any field
    """Place an episode in its own folder below the feed's."""
    (folder / name).mkdir(exist_ok=True)
    audio = folder / name / f"{name}.mp3"
    audio.write_bytes(name.encode() * 100)
    others = [audio.with_suffix(".vtt"), audio.with_name(f"{name}.chapters.json"), audio.with_name(f"{name}.cover.png")]
    for other in others:
        other.write_text("x")
    changes = {"show": show(folder), "description": "What it is.\n", "source": name, **changes}
    made = publication(folder, audio=audio, written=(audio, *others), **changes)
    place = FeedPlace(folder / "feed.xml", URL)
    return numbered(placed(made, place), last_number(made, place))


def written(folder: Path, name: str = "e", **changes: Any) -> bytes:  # noqa: ANN401 - of any field
    write_feed(in_feed(folder, name, **changes), folder / "feed.xml")
    return (folder / "feed.xml").read_bytes()


def items(feed: bytes) -> list[bytes]:
    return re.findall(rb"<item>.*?</item>", feed, re.S)


# -- contents --------------------------------------------------------------------------------------------------------


def test_the_feed_has_every_element_that_psp_1_requires(tmp_path: Path) -> None:
    channel = etree.fromstring(written(tmp_path, article=Article("https://example.org/a?b=1&c=2"))).find("channel")
    assert channel is not None
    for path in (
        *("title", "link", "description", "language", "atom:link[@rel='self'][@type='application/rss+xml'][@href]"),
        *("itunes:category[@text='Science']", "itunes:image[@href]", "itunes:author", "itunes:owner/itunes:email"),
        *("podcast:guid", "podcast:locked[@owner='ada@example.org']", "podcast:txt[@purpose='ai-content']"),
        *("item/title", "item/link", "item/description", "item/pubDate", "item/guid[@isPermaLink='false']"),
        *("item/enclosure[@url][@length][@type='audio/mpeg']", "item/itunes:duration", "item/itunes:episode"),
        *(
            "item/podcast:transcript[@type='text/vtt'][@language='en']",
            "item/podcast:chapters[@type='application/json+chapters']",
        ),
        *("item/podcast:person[@role='host']", "item/podcast:person[@role='guest']", "item/itunes:image[@href]"),
        *("item/podcast:txt[@purpose='ai-content']", "item/itunes:episodeType"),
    ):
        assert len(channel.findall(path, NS)) == 1, path
    for path in ("itunes:explicit", "item/itunes:explicit"):
        assert channel.findtext(path, "", NS) == "false"
    assert channel.findtext("item/podcast:txt", "", NS) == "true"


def test_another_feed_parser_reads_back_the_same_values(tmp_path: Path) -> None:
    read = feedparser.parse(written(tmp_path))
    assert not read.bozo
    assert (read.feed.title, read.feed.language, read.feed.link) == ("Tides & Terns", "en-GB", "https://example.org/show/")
    (entry,) = read.entries
    assert entry.title == "Bridges & <hums>"
    assert (entry.published_parsed.tm_year, entry.published_parsed.tm_mon, entry.published_parsed.tm_mday) == (2026, 3, 4)
    (sound,) = entry.enclosures
    assert (sound.href, sound.length, sound.type) == ("https://example.org/show/e/e.mp3", "100", "audio/mpeg")
    assert entry.itunes_duration == "18"


def test_the_guid_of_a_feed_matches_the_example_of_psp_1() -> None:
    assert str(feed_guid("https://podnews.net/rss/")) == "9b024349-ccf0-5f69-a609-6b82873eab3c"


def test_the_same_episode_gives_the_same_bytes(tmp_path: Path) -> None:
    first = written(tmp_path)
    assert written(tmp_path) == first


def test_addresses_are_those_of_the_files_below_the_feed(tmp_path: Path) -> None:
    feed = written(tmp_path, "Ünder the 100% sea #1")
    address = "https://example.org/show/%C3%9Cnder%20the%20100%25%20sea%20%231/%C3%9Cnder%20the%20100%25%20sea%20%231.mp3"
    assert f'url="{address}"'.encode() in feed


def test_a_recorded_episode_is_not_marked_as_ai_content(tmp_path: Path) -> None:
    made = episode(passages=(Passage("Ada Quill", 0, 9, recording="ada.wav"),))
    feed = etree.fromstring(written(tmp_path, episode=made))
    assert feed.findtext("channel/item/podcast:txt", "", NS) == "false"


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("2026-03-04T10:30:00+02:00", "Wed, 04 Mar 2026 10:30:00 +0200"),
        ("2026", "Thu, 01 Jan 2026 00:00:00 +0000"),
        ("soon", ""),
    ],
)
def test_a_partial_date_is_completed_and_an_invalid_one_omitted(tmp_path: Path, date: str, published: str) -> None:
    feed = etree.fromstring(written(tmp_path, episode=episode(date=date)))
    assert feed.findtext("channel/item/pubDate", "") == published


@given(text=st.text(max_size=50), most=st.integers(4, 60))
def test_a_shortened_text_fits_and_is_the_start_of_the_whole(text: str, most: int) -> None:
    text = text.encode(errors="ignore").decode()
    short = shortened(text, most)
    assert len(short.encode()) <= most
    assert short == text or text.startswith(short[:-1])


def test_a_shortened_text_ends_with_a_whole_line_or_else_inside_its_only_one() -> None:
    assert shortened("The tide.\nThe terns and more.", 20) == "The tide.…"
    assert shortened("The tide and the terns.", 15) == "The tide and…"


def test_the_owner_of_a_show_without_an_author_has_its_title(tmp_path: Path) -> None:
    for author, name in (("Ada Moe", "Ada Moe"), ("", "Tides & Terns")):
        feed = etree.fromstring(written(tmp_path, show=show(tmp_path, author=author)))
        assert feed.findtext("channel/itunes:owner/itunes:name", namespaces=NS) == name
        (tmp_path / "feed.xml").unlink()


# -- later episodes --------------------------------------------------------------------------------------------------


def test_a_second_episode_comes_first_and_leaves_the_first_byte_for_byte(tmp_path: Path) -> None:
    (one,) = items(written(tmp_path, "one"))
    second = items(written(tmp_path, "two", episode=episode(title="Second")))
    assert second[1] == one
    assert b"<title>Second</title>" in second[0]
    assert [re.findall(rb"<itunes:episode>(\d+)<", item) for item in second] == [[b"2"], [b"1"]]


@pytest.mark.skipif(os.name == "nt", reason="folders have no locks there")
def test_two_runs_that_write_at_the_same_time_wait_for_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = in_feed(tmp_path, "one"), in_feed(tmp_path, "two")
    other = threading.Thread(target=lambda: list(write_files(second, ["feed"])))

    def interrupted(made: Publication) -> bytes:
        data = feed_bytes(made)
        if made is first:
            other.start()
            other.join(0.5)  # without a lock it has finished by now, and its feed will be lost
        return data

    monkeypatch.setattr("tts_interview.publishing.feed.feed_bytes", interrupted)
    assert list(write_files(first, ["feed"])) == [tmp_path / "feed.xml"]
    other.join()
    assert len(items((tmp_path / "feed.xml").read_bytes())) == 2


def test_a_corrected_episode_keeps_its_place_guid_and_number(tmp_path: Path) -> None:
    written(tmp_path, "one")
    before = items(written(tmp_path, "two"))
    after = items(written(tmp_path, "one", episode=episode(title="Corrected"), description="New."))
    assert after[0] == before[0]
    assert re.findall(rb"<guid.*", after[1]) == re.findall(rb"<guid.*", before[1])
    assert b"<title>Corrected</title>" in after[1]
    assert b"<itunes:episode>1<" in after[1]


OTHERS = """\
<?xml version='1.0' encoding='utf-8'?>
<!-- ours & theirs -->
<rss version='2.0' xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:x='urn:x'
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Old</title  >
<x:mine  a='1'/><generator>Theirs</generator>
<!-- before -->
<item><title><![CDATA[Old <one>]]></title><guid>https://old.example/1</guid><content:encoded><![CDATA[<p>&amp;]]></content:encoded>
<enclosure type='audio/mpeg' url='https://example.org/show/e/e.mp3' length='1'/><x:item/><i:episode>41</i:episode></item>
<item><title>Other</title><guid isPermaLink="false">b</guid ></item><item/>
<x:after>&#39;</x:after></channel></rss>
"""


def test_elements_that_others_wrote_stay_byte_for_byte(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(OTHERS)
    feed = written(tmp_path, "new").decode()
    assert "<title>Tides &amp; Terns</title>" in feed
    assert "<title>Old</title" not in feed
    assert "<generator>Theirs</generator>" in feed
    for line in OTHERS.splitlines():
        if "<title>Old</title" not in line:
            assert line in feed
    assert "<i:episode>42</i:episode>" not in feed  # a new element declares its own prefix
    assert etree.fromstring(feed.encode()).findtext("channel/item/itunes:episode", "", NS) == "42"


def test_an_episode_published_by_another_program_is_recognised_by_its_sound_and_keeps_guid_and_additions(
    tmp_path: Path,
) -> None:
    (tmp_path / "feed.xml").write_text(OTHERS)
    feed = written(tmp_path, "e")
    item = etree.fromstring(feed).find("channel/item")
    assert item is not None
    assert item.findtext("guid") == "https://old.example/1"
    assert item.findtext("title") == "Bridges & <hums>"
    assert item.findtext("itunes:episode", "", NS) == "41"
    assert b"<content:encoded><![CDATA[<p>&amp;]]></content:encoded>" in feed
    assert b"<x:item/>" in feed
    assert len(etree.fromstring(feed).findall("channel/item")) == 3


TAGS = st.sampled_from(["a", "b", "x:c", "item", "link"])
VALUES = st.text(st.sampled_from("<>&'\"/ é]"), max_size=6)


def _xml(tag: str, value: str, text: str, inner: str) -> str:
    from xml.sax.saxutils import escape, quoteattr

    return (
        f"<{tag} k={quoteattr(value)}>{escape(text, {'>': '>'}).replace(']]>', ']]')}{inner}</{tag}>"
        if text or inner
        else f"<{tag} k={quoteattr(value)}/>"
    )


ELEMENTS = st.recursive(
    st.builds(_xml, TAGS, VALUES, VALUES, st.just("")), lambda inner: st.builds(_xml, TAGS, VALUES, VALUES, inner)
)


@given(st.lists(ELEMENTS, max_size=5))
def test_the_bytes_of_every_element_are_found(elements: list[str]) -> None:
    data = f'<rss xmlns:x="urn:x"><channel>{" ".join(elements)}</channel></rss>'.encode()
    found = feed_of(data, "feed").channel.children
    assert [data[piece.start : piece.end].decode() for piece in found] == elements


# -- errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("feed", "why"),
    [
        ("<rss><channel><title>a</channel></rss>", "line 1: not a valid feed"),
        ("<html/>", "no channel"),
        ("", "not a valid feed"),
        ('<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel>&a;</channel></rss>', "document type"),
        ('<?xml version="1.0" encoding="iso-8859-1"?><rss><channel/></rss>', "UTF-8"),
    ],
)
def test_a_file_that_is_not_a_feed_is_an_error_and_stays_unchanged(tmp_path: Path, feed: str, why: str) -> None:
    (tmp_path / "feed.xml").write_text(feed)
    with pytest.raises(OutputError, match=why):
        written(tmp_path)
    assert (tmp_path / "feed.xml").read_text() == feed


def test_a_feed_or_file_without_a_public_address_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"\[feed\]"):
        feed_place("", tmp_path / "feed.xml", tmp_path)
    with pytest.raises(OutputError, match="no public address"):
        FeedPlace(tmp_path / "here" / "feed.xml", URL).address(tmp_path / "there" / "e.mp3")
    with pytest.raises(OutputError, match="no public address"):
        FeedPlace(tmp_path / "here" / "feed.xml", URL).check([tmp_path / "here" / "e.mp3", tmp_path / "there" / "e.mp3"])
    with pytest.raises(OutputError, match=r"\[feed\]"):
        feed_bytes(publication(tmp_path))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_text(tmp_path: Path, text: str) -> None:
    made = episode(title=f"T{text}", date=text, language=text[:20])
    feed = written(tmp_path, episode=made, description=f"D{text}", show=show(tmp_path, title=text, author=text, category=text))
    read = etree.fromstring(feed)
    assert read.findtext("channel/item/title") == re.sub("[\x00\x07\ud800\ufffe\u202e\u202c]", "", f"T{text}")
    assert not read.findall(".//{*}script")
    assert len(items(feed)) == 1
    assert items(written(tmp_path, "two"))[1:] == items(feed)


# -- the commands ----------------------------------------------------------------------------------------------------


def rendered(tts: Callable[..., Run], folder: Path, *options: str) -> Run:
    (folder / "show.toml").write_text(SHOW_FILE)
    show(folder)
    talk = "Ann: Why is it so?\n\nBo: It is so.\n\nAnn: Really?\n\nBo: Yes.\n"
    (folder / "talk.md").write_text(f"---\ntitle: A talk\ndate: 2026-03-04\n---\n{talk}")
    return tts("render", "talk.md", "--engine", "tone", "--show", "show.toml", "-o", "out/talk/", "--format", "feed", *options)


def test_render_writes_the_feed_and_the_feed_command_lists_and_checks_it(tts: Callable[..., Run], tmp_path: Path) -> None:
    done = rendered(tts, tmp_path)
    assert done.code == 0, done.err
    assert str(Path("out/feed.xml")) in done.out
    assert (tmp_path / "out" / "feed.artwork.png").read_bytes() == (tmp_path / "art.png").read_bytes()
    listed = tts("feed", "show.toml", "--plain")
    assert "title: A talk" in listed.out
    checked = tts("feed", "show.toml", "--check")
    assert (checked.code, checked.out) == (0, ""), checked.out
    assert "1 episode, no problems" in checked.err
    feed = tmp_path / "out" / "feed.xml"
    feed.write_text(feed.read_text().replace("<itunes:explicit>false", "<itunes:explicit>no"))
    checked = tts("feed", "show.toml", "--check")
    assert checked.code == 1
    assert 'invalid itunes:explicit "no": write true or false' in checked.out


def test_missing_details_of_the_show_are_an_error_before_any_synthesis(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(
        '[show]\ntitle = "T"\n[feed]\nurl = "https://example.org/feed.xml"\nfile = "feed.xml"\n'
    )
    settings = Settings(
        speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"),
        publishing=PublishingSettings(("feed",)),
        show=read_show(tmp_path / "show.toml"),
    )
    (tmp_path / "talk.txt").write_text("Ann: Why?\n\nBo: It is so.\n\nAnn: Really?\n\nBo: Yes.\n")
    with pytest.raises(ShowError, match="link, description, category, artwork"):
        tts_interview.render(tmp_path / "talk.txt", tmp_path / "e.mp3", settings)
    assert not (tmp_path / "e.mp3").exists()


def test_errors_for_a_missing_feed_file_or_feed_table_say_what_to_do(tts: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text("[show]\n")
    assert "[feed]" in tts("feed", "show.toml").err
    (tmp_path / "show.toml").write_text('[feed]\nurl = "https://example.org/feed.xml"\n')
    missing = tts("feed", "show.toml", "--check")
    assert missing.code == 1
    assert "--publish" in missing.err


@pytest.mark.parametrize(
    ("change", "to", "problem"),
    [
        ("guid", "noguid", "missing guid"),
        (' length="100"', "", "no length"),
        ('length="100"', 'length="101"', "differs from the feed"),
        ("Wed, 04 Mar", "on some", "invalid pubDate"),
        ("Mar 2026", f"Mar {'9' * 20}", "invalid pubDate"),
        ("pubDate", "published", "missing pubDate: write"),
        ("/e/e.vtt", "/e/f.vtt", "does not exist"),
        ('text="Science"', 'text="Terns"', "is not a category"),
        (URL, "https://example.org/other.xml", "its own address is"),
        ("<language>en-GB</language>", "<language/>", "missing language"),
        ("Talks.", "t" * 4001, "longer than 4000 bytes"),
        ("<atom:link", "<atom:no", "missing atom:link self"),
        ("itunes:image href", "itunes:image hrof", "itunes:image"),
        ('podcast:transcript url="https:', 'podcast:transcript url="http:', "must begin with https"),
    ],
)
def test_every_rule_detects_its_violation(tmp_path: Path, change: str, to: str, problem: str) -> None:
    feed = written(tmp_path).decode()
    place = FeedPlace(tmp_path / "feed.xml", URL)
    assert problems(place) == []
    place.file.write_text(feed.replace(change, to))
    assert any(problem in line and str(place.file) in line for line in problems(place)), problems(place)


@pytest.mark.parametrize(
    ("size", "kind", "is_wrong"),
    [
        ((1400, 1400), "PNG", False),
        ((3000, 3000), "JPEG", False),
        ((1399, 1399), "PNG", True),
        ((3001, 3001), "PNG", True),
        ((1500, 1400), "PNG", True),
        ((1400, 1400), "GIF", True),
    ],
)
def test_artwork_is_square_of_1400_to_3000_pixels(size: tuple[int, int], kind: str, is_wrong: bool, tmp_path: Path) -> None:  # noqa: FBT001
    Image.new("L", size).save(tmp_path / "art.png", kind)
    written(tmp_path)
    assert [f"{size[0]} × {size[1]} pixels" in line for line in problems(FeedPlace(tmp_path / "feed.xml", URL))] == [
        True
    ] * is_wrong


@pytest.mark.parametrize("content", [b"no picture", None])
def test_artwork_that_cannot_be_read_is_detected(content: bytes | None, tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "art.png").unlink()
    if content:
        (tmp_path / "art.png").write_bytes(content)
    assert any("art.png" in line for line in problems(FeedPlace(tmp_path / "feed.xml", URL)))


def test_wrong_artwork_and_a_guid_used_twice_are_detected(tmp_path: Path) -> None:
    Image.new("RGB", (100, 90)).save(tmp_path / "art.png")
    feed = written(tmp_path)
    item = items(feed)[0]
    (tmp_path / "feed.xml").write_bytes(feed.replace(item, item + item))
    found = "\n".join(problems(FeedPlace(tmp_path / "feed.xml", URL)))
    assert "100 × 90 pixels" in found
    assert "another episode has the same guid" in found
