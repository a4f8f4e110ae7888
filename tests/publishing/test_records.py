"""The record of an episode decides whose its files are, and whether they are up to date."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from PIL import Image
from shows import SHOW, TALK

import tts_interview
from tts_interview import EngineError, OutputError, Settings, read_show
from tts_interview.files.workspace import owner
from tts_interview.model import SILENT, Outcome
from tts_interview.publishing.provenance import Note
from tts_interview.publishing.records import episodes_below, record_of
from tts_interview.settings.parts import Kit, PublishingSettings, SpeechSettings

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("encoded_once")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "show.toml").write_text(SHOW)
    Image.new("RGB", (1400, 1400)).save(tmp_path / "a.png")
    return tmp_path


def rendered(
    folder: Path,
    name: str = "one",
    said: str = "It is so.",
    engine: str = "tone",
    observer: tts_interview.Observer = SILENT,
    **publishing: Any,  # noqa: ANN401 - of any field
) -> tts_interview.Rendering:
    (folder / f"{name}.md").write_text(TALK.format(title=name.title(), answer=said))
    wanted = PublishingSettings(("feed", "episodes"), kits=tuple(Kit), output_folder=folder / "output")
    settings = Settings(
        speech=SpeechSettings(engine=engine, cache_folder=folder / "cache"),
        publishing=wanted,
        show=read_show(folder / "show.toml"),
    )
    settings = replace(settings, publishing=replace(wanted, **publishing))
    return tts_interview.render(folder / f"{name}.md", settings=settings, observer=observer)


def record_file(made: tts_interview.Rendering) -> Path:
    audio = made.files[0]
    return audio.with_name(f".{audio.stem}.episode.json")


def test_a_record_has_the_size_and_the_digest_of_every_file_of_the_episode_and_of_none_of_the_show(folder: Path) -> None:
    made = rendered(folder)
    content = json.loads(record_file(made).read_text())
    names = {file["name"] for file in content["files"]}
    beside = {path.name for path in made.files if path.parent == made.files[0].parent}
    assert names == beside
    assert all(len(file["sha256"]) == 64 and file["size"] for file in content["files"])
    assert content["whole"] is True


def test_an_episode_whose_record_is_not_whole_is_made_again_with_its_number(folder: Path) -> None:
    made = rendered(folder)
    record_file(made).write_text(record_file(made).read_text().replace('"whole": true', '"whole": false'))
    again = rendered(folder)
    assert (again.outcome, again.number) == (Outcome.CORRECTED, 1)
    assert rendered(folder).outcome is Outcome.CURRENT


@pytest.mark.parametrize("change", ["cut", "gone", "feed gone"])
def test_a_file_that_is_not_as_it_was_made_is_made_again(change: str, folder: Path) -> None:
    made = rendered(folder)
    page = made.files[0].with_suffix(".html")
    whole = page.read_bytes()
    if change == "cut":
        page.write_bytes(b"")
    else:
        (page if change == "gone" else folder / "output" / "feed.xml").unlink()
    assert rendered(folder).outcome is Outcome.CORRECTED
    assert page.read_bytes() == whole
    assert (folder / "output" / "feed.xml").exists()


def test_a_lost_feed_is_made_again_with_all_episodes(folder: Path) -> None:
    feed = folder / "output" / "feed.xml"
    for name in ("one", "two", "three"):
        rendered(folder, name)
    whole = feed.read_bytes()
    feed.unlink()
    assert rendered(folder, "two").number == 2
    assert feed.read_bytes() == whole


def test_a_corrected_episode_keeps_its_time_of_publication(folder: Path) -> None:
    feed = folder / "output" / "feed.xml"
    rendered(folder, published="2026-05-06T07:00:00+02:00")
    assert "<pubDate>Wed, 06 May 2026 07:00:00 +0200<" in feed.read_text()
    rendered(folder, said="It was so.")
    assert "<pubDate>Wed, 06 May 2026 07:00:00 +0200<" in feed.read_text()
    rendered(folder, published="2026-05-07")
    assert "<pubDate>Thu, 07 May 2026 00:00:00 +0000<" in feed.read_text()


def test_a_render_tells_that_two_episodes_have_one_time_of_publication(folder: Path) -> None:
    class Heard(tts_interview.Observer):
        lines: ClassVar[list[str]] = []

        def notice(self, line: str) -> None:
            self.lines.append(line)

    heard = Heard()
    rendered(folder, "one", observer=heard)
    assert not [line for line in heard.lines if "publishing.published" in line]
    rendered(folder, "two", observer=heard)
    (line,) = [line for line in heard.lines if "publishing.published" in line]
    assert line.startswith('"One" has the same time of publication in the feed')


def test_an_episode_of_the_version_before_keeps_its_address_and_guid_byte_for_byte(folder: Path) -> None:
    """That version named files by date and title, with spaces."""
    made = rendered(folder, output_folder=folder / "output")
    feed, old = folder / "output" / "feed.xml", folder / "output" / "2026-03-04 One"
    made.files[0].parent.rename(old)
    for path in sorted(old.iterdir()):
        path.rename(path.with_name(path.name.replace("2026-03-04-one", "2026-03-04 One")))
    record = old / ".2026-03-04 One.episode.json"
    for path in (record, feed):
        path.write_text(path.read_text().replace("2026-03-04-one", "2026-03-04 One" if path == record else "2026-03-04%20One"))
    before = re.findall(r"<guid.*|<enclosure url=\S*", feed.read_text())
    rendered(folder, said="It was so.")
    assert re.findall(r"<guid.*|<enclosure url=\S*", feed.read_text()) == before
    assert "2026-03-04%20One/2026-03-04%20One.mp3" in before[1]
    assert "It was so." in (old / "2026-03-04 One.txt").read_text()


@pytest.mark.parametrize(
    "title",
    [
        "حديث مع حارس المنارة الأخير على الساحل الشمالي حول الضوء والبحر والعزلة الطويلة في الشتاء",
        "समुद्र के किनारे आखिरी प्रकाशस्तंभ के रखवाले से एक लंबी बातचीत और सर्दियों की रातें",
        "与北方海岸最后一位灯塔守护人的长谈：关于光、大海与漫长冬夜里的孤独以及那些再也没有回来的船只",
    ],
)
def test_addresses_are_short_and_ascii_in_every_script(folder: Path, title: str) -> None:
    feed = folder / "output" / "feed.xml"
    wanted = PublishingSettings(("feed", "chapters", "srt"), output_folder=folder / "output")
    settings = Settings(
        speech=SpeechSettings(engine="tone", cache_folder=folder / "cache"),
        publishing=wanted,
        show=read_show(folder / "show.toml"),
    )
    for number in (1, 2):  # the second, of another page, gets a hash
        (folder / f"{number}.md").write_text(TALK.format(title=f"{title} {number}", answer="It is so."))
        tts_interview.render(folder / f"{number}.md", settings=settings)
    addresses = re.findall(r'(?:url|href|uri)="(https://example.org/2026[^"]*)"', feed.read_text())
    assert len(addresses) >= 8
    assert all(re.fullmatch(r"[a-z0-9:/.-]+", address) and len(address) < 120 for address in addresses), addresses


def test_a_lost_feed_has_no_episode_whose_files_are_gone_and_its_addresses_are_todays(folder: Path) -> None:
    for name in ("one", "two", "three"):
        made = rendered(folder, name)
    (folder / "output" / "feed.xml").unlink()
    (folder / "show.toml").write_text(SHOW.replace("https://example.org/feed.xml", "https://example.com/a/feed.xml"))
    made.files[0].unlink()
    rendered(folder, "two")
    feed = (folder / "output" / "feed.xml").read_text()
    assert [f"<title>{title}<" in feed for title in ("One", "Two", "Three")] == [True, True, False]
    assert '<enclosure url="https://example.com/a/2026-03-04-one/' in feed
    assert "example.org/2026" not in feed


def test_a_lost_feed_keeps_the_guid_that_another_program_gave(folder: Path) -> None:
    feed = folder / "output" / "feed.xml"
    rendered(folder)
    feed.write_text(re.sub(r"urn:uuid:[^<]*", "theirs", feed.read_text()))
    rendered(folder, said="It was so.")
    feed.unlink()
    rendered(folder, "two")
    assert ">theirs<" in feed.read_text()


def test_the_number_of_an_episode_that_is_being_made_is_taken(folder: Path) -> None:
    made = rendered(folder, "one")
    record_file(made).write_text(record_file(made).read_text().replace('"whole": true', '"whole": false'))
    for path in made.files:
        path.unlink()
    assert rendered(folder, "two").number == 2
    assert rendered(folder, "one").number == 1


def test_what_a_killed_run_left_is_removed_also_if_nothing_is_to_be_made(folder: Path) -> None:
    rendered(folder)
    left = folder / "cache" / "work" / f"run-{owner().partition('-')[0]}-99999999-killed_1"
    left.mkdir()
    assert rendered(folder).outcome is Outcome.CURRENT
    assert not left.exists()


def test_a_failed_correction_leaves_the_record_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = record_file(rendered(folder)).read_bytes()

    path = next((folder / "output").rglob(".*.episode.json"))
    meanwhile: list[bool] = []

    def fail(*_: object) -> None:
        meanwhile.append(json.loads(path.read_bytes())["whole"])
        raise EngineError("no voice today")

    monkeypatch.setattr("tts_interview.speech.engines.tone.ToneEngine.speak", fail)
    with pytest.raises(EngineError, match="no voice today"):
        rendered(folder, said="It was so.")
    assert path.read_bytes() == before
    assert not any(meanwhile)


def test_a_first_episode_that_fails_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise EngineError("no voice today")

    monkeypatch.setattr("tts_interview.speech.engines.tone.ToneEngine.speak", fail)
    with pytest.raises(EngineError, match="no voice today"):
        rendered(folder)
    assert list((folder / "output").iterdir()) == []


def test_an_episode_without_a_feed_has_no_item_in_its_record(folder: Path) -> None:
    made = tts_interview.render(
        TALK.format(title="One", answer="So."),
        folder / "one.mp3",
        Settings(speech=SpeechSettings(engine="tone", cache_folder=folder / "cache")),
    )
    assert not {"feed", "item"} & json.loads(record_file(made).read_text()).keys()


def test_files_of_an_older_version_belong_to_the_source_that_their_transcript_notes(folder: Path) -> None:
    made = rendered(folder)
    record_file(made).unlink()
    record = record_of(made.files[0])
    assert record
    assert not record.is_whole
    assert rendered(folder).outcome is Outcome.CORRECTED
    other = folder / "other.md"
    other.write_text(TALK.format(title="Other", answer="No."))
    with pytest.raises(OutputError, match="not made from this source"):
        tts_interview.render(
            other, made.files[0], Settings(speech=SpeechSettings(engine="tone", cache_folder=folder / "cache"))
        )


@pytest.mark.parametrize("generator", ["x", [], None, 3, {"title": 5, "audio": ["a"]}])
def test_a_record_whose_note_is_none_belongs_to_nobody(generator: object, tmp_path: Path) -> None:
    (tmp_path / ".x.episode.json").write_text(json.dumps({"whole": True, "files": [], "generator": generator}))
    record = record_of(tmp_path / "x.mp3")
    assert record
    assert record.note == Note()
    assert list(episodes_below(tmp_path)) == []


@pytest.mark.parametrize("damaged", [b"", b"{", b"[]", b'{"files": 3}', b"\xff", b'{"files": [{"name": 1}], "generator": {}}'])
def test_a_damaged_record_counts_as_none(damaged: bytes, folder: Path) -> None:
    made = rendered(folder)
    record_file(made).write_bytes(damaged)
    made.files[0].with_name(f"{made.files[0].stem}.transcript.json").unlink()
    assert record_of(made.files[0]) is None


def test_a_record_that_names_a_file_elsewhere_makes_no_path_of_it(tmp_path: Path) -> None:
    (tmp_path / ".x.episode.json").write_text(
        json.dumps({"whole": True, "files": [], "generator": {"name": "tts-interview", "title": "X", "audio": "../a/s.ogg"}})
    )
    assert list(episodes_below(tmp_path)) == [(tmp_path / "x.ogg", Note("X", audio="../a/s.ogg"))]


def test_the_index_of_a_show_is_read_in_place_of_its_records_and_made_anew_if_it_is_missing(folder: Path) -> None:
    rendered(folder, "one")
    rendered(folder, "two")
    shelf = folder / "output"
    listed = list(episodes_below(shelf))
    assert [note.title for _, note in listed] == ["One", "Two"]
    index = json.loads((shelf / ".episodes.json").read_text())
    for listing in index.values():
        for entry in listing["episodes"].values():
            entry["note"]["title"] += " as indexed"
    (shelf / ".episodes.json").write_text(json.dumps(index))
    assert [note.title for _, note in episodes_below(shelf)] == ["One as indexed", "Two as indexed"]
    for damaged in ("[]", "{", '{"x": 1}', '{"": {"time": 0, "episodes": {"x": 1}}}', '{"x": {"state": [], "note": {}}}'):
        (shelf / ".episodes.json").write_text(damaged)
        assert list(episodes_below(shelf)) == listed
    (shelf / ".episodes.json").unlink()
    assert list(episodes_below(shelf)) == listed


@pytest.mark.parametrize("age_s", [0, 60])
def test_a_record_is_read_again_if_its_folder_changed_or_may_have_changed_since_the_index(folder: Path, age_s: int) -> None:
    record = record_file(rendered(folder))
    settled = record.stat().st_mtime_ns - age_s * 1_000_000_000

    def titles() -> list[str]:
        os.utime(record.parent, ns=(settled, settled))
        return [note.title for _, note in episodes_below(folder / "output")]

    assert titles() == ["One"]
    record.write_text(record.read_text().replace('"title": "One"', '"title": "Two"'))
    assert titles() == (["One"] if age_s else ["Two"])
    settled += 1
    assert titles() == ["Two"]


def test_an_index_that_holds_all_is_not_written_again_and_an_empty_folder_gets_none(folder: Path) -> None:
    rendered(folder)
    index = folder / "output" / ".episodes.json"
    list(episodes_below(index.parent))
    written = index.stat().st_mtime_ns
    list(episodes_below(index.parent))
    assert index.stat().st_mtime_ns == written
    assert list(episodes_below(folder / "cache")) == []
    assert not (folder / "cache" / index.name).exists()
