"""A published episode whose source changed is corrected: the changes are told, and every file says when and what."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from lxml import etree, html
from pages import one, text_of
from PIL import Image
from shows import SHOW, TALK

import tts_interview
from tts_interview import Settings, read_show
from tts_interview.model import Outcome
from tts_interview.publishing.corrections import Correction, with_correction
from tts_interview.publishing.records import record_of
from tts_interview.settings.parts import Kit, PublishingSettings, SpeechSettings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

    Tts = Callable[..., Run]

pytestmark = pytest.mark.usefixtures("encoded_once")

WORDS = 'An earlier version gave "fifty" <terns> & no rocks.'


class Heard(tts_interview.Observer):
    lines: ClassVar[list[str]] = []

    def notice(self, line: str) -> None:
        self.lines.append(line)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Heard, "lines", [])
    (tmp_path / "show.toml").write_text(SHOW)
    Image.new("RGB", (1400, 1400)).save(tmp_path / "a.png")
    return tmp_path


def published(
    folder: Path,
    said: str = "I saw forty terns.",
    name: str = "one",
    kits: tuple[Kit, ...] = (Kit.PODCAST,),
    **publishing: Any,  # noqa: ANN401 - of any field
) -> tts_interview.Rendering:
    (folder / f"{name}.md").write_text(TALK.format(title=name.title(), answer=said))
    wanted = PublishingSettings(("text", "markdown"), kits, output_folder=folder / "output")
    settings = Settings(
        speech=SpeechSettings(engine="tone", cache_folder=folder / "cache"),
        publishing=replace(wanted, **publishing),
        show=read_show(folder / "show.toml"),
    )
    return tts_interview.render(folder / f"{name}.md", settings=settings, observer=Heard())


def transcript_of(made: tts_interview.Rendering) -> str:
    return made.files[0].with_suffix(".txt").read_text()


def changes() -> list[str]:
    return [line for line in Heard.lines if "the page now" in line]


def test_a_changed_source_gives_a_plain_note_with_its_date_and_tells_what_changed(folder: Path) -> None:
    assert "Corrected" not in transcript_of(published(folder))
    assert changes() == []
    made = published(folder, "I saw fourteen terns.", corrected="2026-03-06")
    assert made.outcome is Outcome.CORRECTED
    assert changes() == ['turn 2, Bo: the page now has "saw fourteen terns." in place of "saw forty terns."']
    assert any(line.startswith('the files say "Corrected: March 6, 2026": ') for line in Heard.lines)
    assert transcript_of(made).startswith("One\n\nMarch 4, 2026\n\nCorrected: March 6, 2026\n\n")
    record = record_of(made.files[0])
    assert record
    assert record.corrections == (Correction("2026-03-06", "", tuple(changes())),)


def test_every_file_has_the_words_of_a_correction_and_its_date(folder: Path) -> None:
    published(folder, kits=tuple(Kit))
    made = published(folder, "No.", kits=tuple(Kit), correction=WORDS, corrected="2026-03-06T10:00+02:00")
    stem = made.files[0].with_suffix("")
    note = f"Corrected: March 6, 2026 – {WORDS}"
    for suffix in (".txt", ".vtt", ".description.txt"):
        assert note in stem.with_name(stem.name + suffix).read_text(), suffix
    assert "*Corrected: March 6, 2026 – " in stem.with_suffix(".md").read_text()
    page = html.fromstring(stem.with_suffix(".html").read_bytes())
    assert text_of(page.cssselect("p.disclosure")[0]) == note.replace("– ", "")
    data = json.loads(one(page, "//script[@type='application/ld+json']").text)
    assert data["dateModified"] == "2026-03-06T10:00+02:00"
    assert data["correction"] == [{"@type": "CorrectionComment", "text": note}]
    told = [{"date": "2026-03-06T10:00+02:00", "note": WORDS}]
    for path in (stem.with_name(stem.name + ".transcript.json"), stem.with_name("manifest.json")):
        content = json.loads(path.read_text())
        assert (content["modified"], content["corrections"]) == ("2026-03-06T10:00+02:00", told)
    with zipfile.ZipFile(stem.with_suffix(".epub")) as book:
        assert b'"dcterms:modified">2026-03-06T08:00:00Z<' in book.read("EPUB/package.opf")
        assert note in "".join(map(str, etree.fromstring(book.read("EPUB/title.xhtml")).itertext()))
    feed = etree.parse(str(folder / "output" / "feed.xml"))
    assert feed.findtext(".//item/{http://www.w3.org/2005/Atom}updated") == "2026-03-06T08:00:00Z"
    assert feed.findtext(".//item/pubDate") == "Wed, 04 Mar 2026 00:00:00 +0000"
    assert [p.text for p in html.fromstring(str(feed.findtext(".//item/description"))).iter("p")][1] == note


def test_a_correction_leaves_the_other_items_of_the_feed_byte_for_byte(folder: Path) -> None:
    feed = folder / "output" / "feed.xml"
    for name in ("one", "two", "three"):
        published(folder, name=name)
    before = re.findall(r"<item>.*?</item>", feed.read_text(), re.S)
    published(folder, "I saw fourteen terns.", "two", corrected="2026-03-06")
    after = re.findall(r"<item>.*?</item>", feed.read_text(), re.S)
    assert [before[0], before[2]] == [after[0], after[2]]
    assert "Corrected: March 6, 2026" in after[1]
    assert re.search(r"<guid.*", before[1])[0] == re.search(r"<guid.*", after[1])[0]  # type: ignore[index]


def test_the_same_source_on_another_day_is_up_to_date_and_keeps_its_corrections(folder: Path) -> None:
    published(folder)
    made = published(folder, "No.", corrected="2026-03-06", correction=WORDS)
    assert published(folder, "No.", corrected="2026-03-09").outcome is Outcome.CURRENT
    assert published(folder, "No.", corrected="2026-03-09", correction=WORDS).outcome is Outcome.CURRENT
    again = published(folder, "No.", corrected="2026-03-09", force=True)
    assert transcript_of(again) == transcript_of(made)


def test_a_second_correction_comes_before_the_first(folder: Path) -> None:
    published(folder)
    published(folder, "No.", corrected="2026-03-06", correction="One.")
    text = transcript_of(published(folder, "Yes.", corrected="2026-03-07", correction="Two."))
    assert "Corrected: March 7, 2026 – Two.\n\nCorrected: March 6, 2026 – One.\n" in text


def test_a_slip_can_be_corrected_without_a_note_and_counts_as_modified(folder: Path) -> None:
    published(folder)
    made = published(folder, "No.", corrected="2026-03-06", correction="none")
    assert "Corrected" not in transcript_of(made) + made.files[0].with_suffix(".html").read_text()
    manifest = json.loads(made.files[0].with_name("manifest.json").read_text())
    assert manifest["modified"] == "2026-03-06"
    assert "corrections" not in manifest


@pytest.mark.parametrize("why", ["not published", "voices", "early"])
def test_what_is_no_correction_gets_no_note(why: str, folder: Path) -> None:
    if why == "not published":
        published(folder, kits=())
        made = published(folder, "No.", kits=(), corrected="2026-03-06")
    elif why == "voices":
        published(folder)
        made = published(folder, corrected="2026-03-06", license="With permission")
    else:
        published(folder, published="2026-05-01")
        made = published(folder, "No.", published="2026-05-01", corrected="2026-04-30")
    assert made.outcome is Outcome.CORRECTED
    assert "Corrected" not in transcript_of(made)
    assert bool(changes()) is (why == "early")


def test_a_corrected_title_keeps_the_addresses_the_guid_and_the_time_of_publication(folder: Path) -> None:
    made = published(folder, published="2026-05-06")
    feed = folder / "output" / "feed.xml"
    before = re.findall(r"<guid.*|<enclosure url=\S*|<pubDate.*", feed.read_text())
    text = TALK.format(title="The one with terns", answer="I saw forty terns.")
    (folder / "one.md").write_text(text)
    wanted = PublishingSettings(kits=(Kit.PODCAST,), output_folder=folder / "output", corrected="2026-05-07")
    settings = Settings(
        speech=SpeechSettings(engine="tone", cache_folder=folder / "cache"),
        publishing=wanted,
        show=read_show(folder / "show.toml"),
    )
    again = tts_interview.render(folder / "one.md", settings=settings, observer=Heard())
    assert again.files[0] == made.files[0]
    assert re.findall(r"<guid.*|<enclosure url=\S*|<pubDate.*", feed.read_text()) == before
    assert changes() == ['title: the page now has "The one with terns"']
    assert "<title>The one with terns</title>" in feed.read_text()
    (folder / "two.md").write_text(text)  # another source is another episode, whatever its title
    assert tts_interview.render(folder / "two.md", settings=settings).files[0] != made.files[0]


def test_the_script_follows_a_correction_unless_somebody_edited_it(folder: Path) -> None:
    script = published(folder).files[0].with_suffix(".script.md")
    published(folder, "I saw fourteen terns.")
    assert "Bo: I saw fourteen terns." in script.read_text()
    script.write_text(script.read_text().replace("Yes.", "{pause 2s} Yes."))
    published(folder, "No.")
    assert "Bo: I saw fourteen terns." in script.read_text()


def test_a_part_of_an_episode_is_not_corrected(folder: Path, tts: Tts) -> None:
    for answer in ("I saw forty terns.", "No."):
        (folder / "one.md").write_text(TALK.format(title="One", answer=answer))
        run = tts("render", "one.md", "--engine", "tone", "--publish", "--turns", "1-2", "-o", "p.mp3")
        assert (run.code, "the page now" in run.err) == (0, False), run.err


def test_a_run_that_was_killed_does_not_lose_what_was_published(folder: Path) -> None:
    made = published(folder)
    published(folder, "No.", corrected="2026-03-06")
    record = made.files[0].with_name(f".{made.files[0].stem}.episode.json")
    content = json.loads(record.read_text())
    content |= {"whole": False, "corrections": []}
    content["transcript"]["turns"][1]["paragraphs"][0]["text"] = "I saw forty terns."
    record.write_text(json.dumps(content))
    assert "Corrected: March 6, 2026" in transcript_of(published(folder, "No.", corrected="2026-03-06"))


@pytest.mark.parametrize("damaged", [{"corrections": [3]}, {"corrections": 3}, {"transcript": 3}, {"transcript": {"turns": 3}}])
def test_a_record_with_a_damaged_part_about_corrections_is_one_without(damaged: dict[str, object], folder: Path) -> None:
    made = published(folder)
    record = made.files[0].with_name(f".{made.files[0].stem}.episode.json")
    record.write_text(json.dumps(json.loads(record.read_text()) | damaged))
    assert published(folder, "No.", corrected="2026-03-06").outcome is Outcome.CORRECTED


def test_the_command_line_dates_a_correction_and_words_are_of_one_source(folder: Path, tts: Tts) -> None:
    show = ("--engine", "tone", "--show", "show.toml", "--kit", "podcast", "-q")
    (folder / "one.md").write_text(TALK.format(title="One", answer="I saw forty terns."))
    (folder / "two.md").write_text(TALK.format(title="Two", answer="I saw none."))
    assert tts("render", "one.md", *show).code == 0
    (folder / "one.md").write_text(TALK.format(title="One", answer="No."))
    refused = tts("render", "one.md", "two.md", *show, "--correction", WORDS)
    assert (refused.code, "belong to one source" in refused.err) == (2, True)
    run = tts("render", "one.md", *show, "--correction", WORDS)
    note = (folder / run.out.split()[0]).with_suffix(".description.txt").read_text()
    assert re.search(r"Corrected: \w+ \d+, \d{4} – An earlier version", note)


KNOWN = (Correction("2026-03-06", "", ("turn 1",)),)


@pytest.mark.parametrize(
    ("known", "changes", "correction", "date", "expected"),
    [
        ((), (), "", "2026-03-06", ()),
        ((), ("turn 2",), "", "2026-03-06", (("2026-03-06", ""),)),
        ((), (), "Words.", "2026-03-06", (("2026-03-06", "Words."),)),
        (KNOWN, (), "", "2026-03-09", (("2026-03-06", ""),)),
        (KNOWN, (), "Words.", "2026-03-09", (("2026-03-06", "Words."),)),
        (KNOWN, ("turn 2",), "Words.", "2026-03-06", (("2026-03-06", ""), ("2026-03-06", "Words."))),
        ((replace(KNOWN[0], note="Wrods."),), (), "Words.", "2026-03-06", (("2026-03-06", "Words."),)),
        ((replace(KNOWN[0], note="One."),), (), "Two.", "2026-03-07", (("2026-03-06", "One."), ("2026-03-07", "Two."))),
        ((replace(KNOWN[0], note="One."),), (), "One.", "2026-03-07", (("2026-03-06", "One."),)),
    ],
)
def test_a_note_belongs_to_the_change_that_it_is_given_for(
    known: tuple[Correction, ...], changes: tuple[str, ...], correction: str, date: str, expected: tuple[tuple[str, str], ...]
) -> None:
    wanted = PublishingSettings(correction=correction, corrected=date)
    assert tuple((c.date, c.note) for c in with_correction(known, changes, wanted)) == expected
