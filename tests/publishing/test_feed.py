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
from tts_interview.model import Article, Passage, Podcast, Role, Speaker, Transcript
from tts_interview.publishing import write_files
from tts_interview.publishing.episodes import numbered
from tts_interview.publishing.feed import (
    FeedPlace,
    feed_bytes,
    feed_place,
    placed,
    recorded_item,
    untimely,
    write_feed,
)
from tts_interview.publishing.feed.checking import problems
from tts_interview.publishing.feed.document import feed_of
from tts_interview.publishing.feed.elements import feed_guid, shortened
from tts_interview.settings.parts import PublishingSettings, SpeechSettings
from tts_interview.settings.showfile import Feed

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

    from tts_interview.publishing.publication import Publication

URL = "https://example.org/show/feed.xml"
NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
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


NO_CHOICES = Feed()


def in_feed(folder: Path, name: str = "e", about: Feed = NO_CHOICES, **changes: Any) -> Publication:  # noqa: ANN401 - of any field
    """Place an episode in its own folder below the feed's."""
    (folder / name).mkdir(exist_ok=True)
    audio = folder / name / f"{name}.mp3"
    audio.write_bytes(name.encode() * 100)
    shown = show(folder)
    others = [audio.with_suffix(".vtt"), audio.with_name(f"{name}.chapters.json"), audio.with_name(f"{name}.cover.png")]
    for other in others:
        other.write_bytes((folder / "art.png").read_bytes() if other.suffix == ".png" else b"x")
    changes = {"show": shown, "description": "What it is.\n", "source": name, **changes}
    made = publication(folder, audio=audio, written=(audio, *others), **changes)
    place = FeedPlace(folder / "feed.xml", URL, about)
    return numbered(*placed(made, place))


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


# -- descriptions ----------------------------------------------------------------------------------------------------

DESCRIBED = """\
Ada & <Torsten> talk.

Read by synthetic voices.

https://example.org/a?b=1&c=2

Rights: https://licences.example/by.

00:00:00 What's up?
00:01:02 And <then>?
"""


def test_the_description_is_html_with_links_and_a_list_of_the_chapters(tmp_path: Path) -> None:
    feed = written(tmp_path, description=DESCRIBED)
    item = etree.fromstring(feed).find("channel/item")
    assert item is not None
    assert item.findtext("description") == (
        "<p>Ada &amp; &lt;Torsten&gt; talk.</p><p>Read by synthetic voices.</p>"
        '<p><a href="https://example.org/a?b=1&amp;c=2">https://example.org/a?b=1&amp;c=2</a></p>'
        '<p>Rights: <a href="https://licences.example/by">https://licences.example/by</a>.</p>'
        "<ul><li>00:00:00 What&#x27;s up?</li><li>00:01:02 And &lt;then&gt;?</li></ul>"
    )
    assert item.findtext("content:encoded", "", NS) == item.findtext("description")
    assert b"<description><![CDATA[<p>Ada" in feed


def test_a_long_description_ends_with_a_whole_chapter_and_is_whole_in_the_content(tmp_path: Path) -> None:
    chapters = "\n".join(f"00:{minute:02}:00 <{minute}> & so on" for minute in range(60))
    item = etree.fromstring(written(tmp_path, description=f"A & B.\n\n{chapters * 4}\n")).find("channel/item")
    assert item is not None
    short, whole = item.findtext("description", ""), item.findtext("content:encoded", "", NS)
    assert len(short.encode()) <= 4000 < len(whole.encode())
    assert short.endswith("so on…</li></ul>")
    assert whole.endswith("so on</li></ul>")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_hostile_text_opens_a_tag_or_a_link_in_a_description(tmp_path: Path, text: str) -> None:
    made = etree.fromstring(written(tmp_path, description=f"{text}\n\njavascript:{text}"))
    html = etree.HTML(made.findtext("channel/item/description", ""))
    assert {element.tag for element in html.iter()} <= {"html", "body", "p"}


# -- what the show file and the source add ---------------------------------------------------------------------------


def test_the_feed_says_what_the_table_of_the_show_file_says(tmp_path: Path) -> None:
    about = Feed(
        season=2,
        type="serial",
        license="CC BY 4.0",
        copyright="© Ada Moe",
        funding=("https://example.org/give", "Support the terns"),
        update_frequency=("FREQ=WEEKLY;BYDAY=TU", "Every Tuesday"),
    )
    channel = etree.fromstring(written(tmp_path, about=about)).find("channel")
    assert channel is not None
    assert channel.findtext("itunes:type", "", NS) == "serial"
    assert channel.findtext("copyright") == "© Ada Moe"
    assert channel.findtext("podcast:license[@url='https://creativecommons.org/licenses/by/4.0/']", "", NS) == "cc-by-4.0"
    assert channel.findtext("podcast:funding[@url='https://example.org/give']", "", NS) == "Support the terns"
    assert channel.findtext("podcast:updateFrequency[@rrule='FREQ=WEEKLY;BYDAY=TU']", "", NS) == "Every Tuesday"
    assert channel.findtext("item/itunes:season", "", NS) == channel.findtext("item/podcast:season", "", NS) == "2"
    for where in ("", "item/"):
        assert len(channel.findall(f"{where}podcast:image[@href][@alt][@purpose='artwork']", NS)) == 1
    assert problems(FeedPlace(tmp_path / "feed.xml", URL)) == []


def test_a_bare_show_file_adds_none_of_them(tmp_path: Path) -> None:
    feed = written(tmp_path)
    for name in (b"season", b"itunes:type", b"license", b"copyright", b"funding", b"updateFrequency", b"alternateEnclosure"):
        assert name not in feed


def test_an_episode_keeps_its_season_when_the_next_one_begins(tmp_path: Path) -> None:
    written(tmp_path, "one", about=Feed(season=1))
    written(tmp_path, "two", about=Feed(season=2))
    seasons = re.findall(rb"<itunes:season>(\d)<", written(tmp_path, "one", about=Feed(season=2), description="Corrected."))
    assert seasons == [b"2", b"1"]


def test_other_audio_files_are_alternate_enclosures_with_size_and_rate(tmp_path: Path) -> None:
    made = in_feed(tmp_path)
    other = made.file(".m4b")
    other.write_bytes(b"m" * 900)
    write_feed(replace(made, written=(*made.written, other)), tmp_path / "feed.xml")
    (found,) = etree.fromstring((tmp_path / "feed.xml").read_bytes()).findall("channel/item/podcast:alternateEnclosure", NS)
    assert {str(key): str(value) for key, value in found.attrib.items()} == {
        "type": "audio/mp4",
        "length": "900",
        "bitrate": "400",
    }
    assert [source.get("uri") for source in found] == ["https://example.org/show/e/e.m4b"]
    assert problems(FeedPlace(tmp_path / "feed.xml", URL)) == []


@pytest.mark.parametrize(
    ("license_", "name", "address"),
    [
        (
            "https://creativecommons.org/licenses/by-sa/4.0/deed.de",
            "cc-by-sa-4.0",
            "https://creativecommons.org/licenses/by-sa/4.0/",
        ),
        ("https://licences.example/a&b", "https://licences.example/a&b", "https://licences.example/a&b"),
        ("All rights reserved", None, None),
    ],
)
def test_an_item_has_the_licence_of_its_article(tmp_path: Path, license_: str, name: str | None, address: str | None) -> None:
    item = etree.fromstring(written(tmp_path, article=Article(license=license_))).find("channel/item/podcast:license", NS)
    assert (item.text if item is not None else None, item.get("url") if item is not None else None) == (name, address)


def test_only_names_of_people_are_persons(tmp_path: Path) -> None:
    people = (Speaker("Interviewer", Role.INTERVIEWER), Speaker("Gast 2", Role.GUEST), Speaker("Gaston Host", Role.GUEST))
    said = ((0, 0, "Why?"), (1, 0, "So."), (2, 0, "Yes."))
    feed = etree.fromstring(written(tmp_path, episode=episode(said, people, language="de")))
    assert [person.text for person in feed.findall("channel/item/podcast:person", NS)] == ["Gaston Host"]


def test_the_time_of_publication_is_not_the_date_of_the_interview(tmp_path: Path) -> None:
    feed = etree.fromstring(written(tmp_path, published="2026-05-06T07:08:09+02:00"))
    assert feed.findtext("channel/item/pubDate") == "Wed, 06 May 2026 07:08:09 +0200"


def test_a_feed_without_a_time_or_with_the_same_time_twice_is_told(tmp_path: Path) -> None:
    written(tmp_path, "one")
    place, transcript = FeedPlace(tmp_path / "feed.xml", URL), Transcript("Two", (), ())
    first = replace(in_feed(tmp_path, "one"), transcript=replace(transcript, date="2026-03-04"))
    second = replace(in_feed(tmp_path, "two"), transcript=replace(transcript, date="2026-03-04"))
    (same,) = untimely(second, place)
    assert "same time of publication" in same
    assert "`publishing.published`" in same
    (none,) = untimely(replace(second, transcript=transcript), place)
    assert "cannot say when" in none
    assert not list(untimely(first, place))
    assert not list(untimely(replace(second, published="2026-03-04T09:00:00"), place))


def test_an_item_made_again_from_its_record_is_the_one_that_was_written(tmp_path: Path) -> None:
    about = Feed(season=2)
    made = in_feed(tmp_path, "e", about, description=DESCRIBED, article=Article("https://a.example/", license="CC BY 4.0"))
    write_feed(made, tmp_path / "feed.xml")
    assert items((tmp_path / "feed.xml").read_bytes()) == [recorded_item(made).encode()]


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


def test_a_corrected_episode_keeps_its_place_guid_and_number_and_changes_no_other_byte(tmp_path: Path) -> None:
    *_, before = [written(tmp_path, name) for name in ("one", "two", "three")]
    after = written(tmp_path, "two", episode=episode(title="Corrected"), description="New.")
    old, new = items(before)[1], items(after)[1]
    assert after.split(new) == before.split(old)
    assert re.findall(rb"<guid.*", new) == re.findall(rb"<guid.*", old)
    assert b"<title>Corrected</title>" in new
    assert b"<itunes:episode>2<" in new


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
    assert b"<content:encoded><![CDATA[<p>&amp;]]></content:encoded>" not in feed  # it repeats the old description
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


@given(st.lists(ELEMENTS, max_size=5), st.lists(ELEMENTS, max_size=5))
def test_a_skimmed_feed_is_the_whole_one_without_the_unwanted_parts_of_items(outside: list[str], inside: list[str]) -> None:
    head = f'<rss xmlns:x="urn:x"><channel>{" ".join(outside)}'
    data = f"{head}<item>{' '.join(inside)}</item><item/>{' '.join(outside)}</channel></rss>".encode()
    whole, skimmed = feed_of(data, "feed"), feed_of(data, "feed", {"link", "urn:x c"})
    for one, other in zip(whole.channel.children, skimmed.channel.children, strict=True):
        if one.name == "item":
            for name in ("link", "urn:x c"):
                assert (other.text_of(name), other.attribute(name, "k")) == (one.text_of(name), one.attribute(name, "k"))
            assert other.text_of("a") == other.attribute("b", "k") == ""
            assert (one.start, one.inner_end, one.end) == (other.start, other.inner_end, other.end)
        else:
            assert one == other
    for item in skimmed.items:
        (alone,) = skimmed.with_only(item).items
        assert len(alone.children) == len(whole.items[skimmed.items.index(item)].children)


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
        feed_place(Feed(file=tmp_path / "feed.xml"), tmp_path)
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
    assert 'invalid itunes:explicit "no": expected true or false' in checked.out


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


RULES = [
    ("guid", "noguid", "missing guid"),
    (' length="100"', "", "no length"),
    ('length="100"', 'length="101"', "differs from the feed"),
    ("Wed, 04 Mar", "on some", "invalid pubDate"),
    ("Mar 2026", f"Mar {'9' * 20}", "invalid pubDate"),
    ("pubDate", "published", "missing pubDate: give --published or --date"),
    ("/e/e.vtt", "/e/f.vtt", "does not exist"),
    ('text="Science"', 'text="Terns"', "is not a category"),
    ('text="Nature"', 'text="Books"', '"Books" is not a subcategory of Apple\'s in Science'),
    (URL, "https://example.org/other.xml", "its own address is"),
    ("<language>en-GB</language>", "<language/>", "missing language"),
    (">en-GB<", ">English (UK)<", 'invalid language "English (UK)"'),
    ("Talks.", "t" * 4001, "longer than 4000 bytes"),
    ("<atom:link", "<atom:no", "missing atom:link self"),
    ("itunes:image href", "itunes:image hrof", "itunes:image"),
    ('podcast:transcript url="https:', 'podcast:transcript url="http:', "must begin with https"),
    ("itunes:author>", "itunes:writer>", "missing itunes:author: write author under [show]"),
    ("podcast:guid>", "podcast:uid>", "missing podcast:guid"),
    ("<podcast:guid>", "<podcast:guid>no-", "invalid podcast:guid"),
    (">https://example.org/show/<", ">example.org<", 'invalid link "example.org"'),
    ("ada@example.org</itunes", "ada</itunes", "no e-mail address"),
    (">serial<", ">weekly<", 'invalid itunes:type "weekly"'),
    (">full<", ">whole<", 'invalid itunes:episodeType "whole"'),
    ("<itunes:duration>18", "<itunes:duration>18 s", 'invalid itunes:duration "18 s"'),
    ("<itunes:episode>1", "<itunes:episode>0", 'invalid itunes:episode "0"'),
    ("itunes:episode>", "itunes:part>", "missing itunes:episode"),
    ("<itunes:season>2", "<itunes:season>two", 'invalid itunes:season "two"'),
    ("<podcast:season>2", "<podcast:season>two", 'invalid podcast:season "two"'),
    ("<itunes:explicit>false", "<itunes:explicit>clean", 'invalid itunes:explicit "clean"'),
    ("</podcast:guid>", "</podcast:guid><itunes:block>no</itunes:block>", 'invalid itunes:block "no"'),
    ("</podcast:guid>", "</podcast:guid><itunes:complete>no</itunes:complete>", 'invalid itunes:complete "no"'),
    ("</podcast:guid>", "</podcast:guid><itunes:new-feed-url>n</itunes:new-feed-url>", 'invalid itunes:new-feed-url "n"'),
    (">yes</podcast:locked", ">true</podcast:locked", 'invalid podcast:locked "true"'),
    (">podcast<", ">interview<", 'invalid podcast:medium "interview"'),
    (">Ada Quill<", "> <", 'invalid podcast:person ""'),
    (">Ada Quill<", f">{'q' * 129}<", "podcast:person has 129 characters"),
    ('type="text/vtt"', 'type="text/captions"', 'invalid type "text/captions" of podcast:transcript'),
    ('type="application/json+chapters"', 'type="text/plain"', 'invalid type "text/plain" of podcast:chapters'),
    ('type="audio/mpeg"', 'type="audio/ogg"', 'invalid type "audio/ogg" of enclosure'),
    ("/e/e.mp3", "/e/e.opus", "the address of an MP3 or M4A file"),
    ("/e/e.mp3", "/e/%C3%A9.mp3", "has other characters than Apple allows"),
    ('isPermaLink="false"', "", "its guid is not a web address"),
    ("</guid>", "</guid><guid>urn:x</guid>", "it has guid 2 times"),
    ("</podcast:guid>", "</podcast:guid><itunes:type>serial</itunes:type>", "it has itunes:type 2 times"),
    ('url="https://example.org/give"', "", 'invalid url "" of podcast:funding'),
    (">Support the terns<", "><", "podcast:funding has no words"),
    (">Support the terns<", f">{'q' * 129}<", "podcast:funding has 129 characters"),
    ("FREQ=WEEKLY", "weekly", 'invalid rrule "weekly"'),
    (">cc-by-4.0<", f">{'q' * 129}<", "podcast:license has 129 characters"),
    ("<podcast:source uri", "<podcast:origin uri", "has no podcast:source"),
    ("/e/e.m4b", "/e/f.m4b", "does not exist"),
    ('type="audio/mp4"', "", 'invalid type "" of podcast:alternateEnclosure'),
    ("podcast:image href", "podcast:image hrof", 'invalid href "" of podcast:image'),
    (
        '<podcast:txt purpose="ai-content">true',
        f'<podcast:txt purpose="ai-content">{"t" * 4001}',
        "podcast:txt has 4001 characters",
    ),
]


@pytest.mark.parametrize(("change", "to", "problem"), RULES)
def test_every_rule_detects_its_violation(tmp_path: Path, change: str, to: str, problem: str) -> None:
    about = Feed(
        season=2,
        type="serial",
        license="CC BY 4.0",
        funding=("https://example.org/give", "Support the terns"),
        update_frequency=("FREQ=WEEKLY", "Weekly"),
    )
    made = in_feed(tmp_path, about=about, show=show(tmp_path, category="Science > Nature"))
    made.file(".m4b").write_bytes(b"m")
    write_feed(replace(made, written=(*made.written, made.file(".m4b"))), tmp_path / "feed.xml")
    place = FeedPlace(tmp_path / "feed.xml", URL)
    feed = place.file.read_text()
    assert problems(place) == []
    assert change in feed
    place.file.write_text(feed.replace(change, to))
    assert any(problem in line and str(place.file) in line for line in problems(place)), problems(place)


def test_two_episodes_with_one_sound_or_one_time_are_detected(tmp_path: Path) -> None:
    written(tmp_path, "one")
    feed = written(tmp_path, "two").decode()
    place = FeedPlace(tmp_path / "feed.xml", URL)
    found = problems(place)
    assert len(found) == 2
    assert all("has the same pubDate" in line for line in found)
    place.file.write_text(feed.replace("/two/two.mp3", "/one/one.mp3"))
    assert sum("has the same sound" in line for line in problems(place)) == 2


@pytest.mark.parametrize(
    ("size", "kind", "is_wrong"),
    [
        ((1400, 1400), "PNG", False),
        ((3000, 3000), "PNG", False),
        ((1400, 1400), "JPEG", True),  # its suffix is .png
        ((1399, 1399), "PNG", True),
        ((3001, 3001), "PNG", True),
        ((1500, 1400), "PNG", True),
        ((1400, 1400), "GIF", True),
        ((1400, 1400), "TIFF", True),
    ],
)
def test_artwork_is_square_of_1400_to_3000_pixels(size: tuple[int, int], kind: str, is_wrong: bool, tmp_path: Path) -> None:  # noqa: FBT001
    Image.new("L", size).save(tmp_path / "art.png", kind)
    written(tmp_path)
    found = problems(FeedPlace(tmp_path / "feed.xml", URL))
    assert len(found) == (2 if is_wrong else 0)  # the show's picture, and the episode's, which is a copy
    assert all(f"{size[0]} × {size[1]} pixels" in line for line in found)


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
