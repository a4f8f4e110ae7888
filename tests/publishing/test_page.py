"""The page of an episode: complete without JavaScript, loading nothing from elsewhere, and safe with any text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from pages import EVIL, SEEN, contrast, one, text_of
from published import GUEST, HOST, READER, TALK, publication

from tts_interview.files.cleaning import one_line
from tts_interview.language.messages import LANGUAGES, message
from tts_interview.model import Article, LexiconEntry, Podcast
from tts_interview.publishing.colours import INK, NARRATOR, PALETTE, PAPER, SPEAKERS
from tts_interview.publishing.episodes import episodes_html
from tts_interview.publishing.feed.place import FeedPlace
from tts_interview.publishing.page import page_html
from tts_interview.publishing.page.controls import CONTROLS, label
from tts_interview.publishing.page.templates import source
from tts_interview.settings.parts import PublishingSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.publishing.publication import Publication


def page(made: Publication) -> html.HtmlElement:
    return html.document_fromstring(page_html(made))


# -- the text --------------------------------------------------------------------------------------------------------


def test_every_word_is_present_in_order_under_the_name_of_its_speaker() -> None:
    turns = page(publication()).xpath("//div[contains(@class, 'turn ')]")
    said = [(text_of(one(t, "p[@class='who']/bdi")), [text_of(p) for p in t.xpath("p[not(@class)]|h3")]) for t in turns]
    expected = [(name, [" ".join(paragraph) for paragraph in paragraphs]) for name, paragraphs in TALK]
    assert said == [(name, paragraphs) for name, paragraphs in expected]


def test_every_sentence_and_word_has_the_time_at_which_it_is_heard() -> None:
    made = publication()
    sentences = page(made).xpath("//span[@class='s']")
    times = [(s.get("data-t"), s.get("data-e")) for s in sentences]
    assert times == [(f"{m.start_s:.3f}", f"{m.end_s:.3f}") for m in made.episode.sentences]
    words = [word for sentence in sentences for word in words_of(sentence)]
    assert words == [(m.text, round(m.start_s, 3)) for m in made.episode.words]


def words_of(sentence: html.HtmlElement) -> Iterator[tuple[str, float]]:
    """Yield each word with its time; places count UTF-16 units."""
    assert not len(sentence)
    numbers, units = list(map(int, sentence.get("data-w").split())), sentence.text.encode("utf-16-le")
    for place, ms in zip(numbers[::2], numbers[1::2], strict=True):
        yield units[2 * place :].decode("utf-16-le").split()[0], round(float(sentence.get("data-t")) + ms / 1000, 3)


def test_the_places_of_words_count_as_javascript_does() -> None:
    made = publication([(HOST, [["😀 😀 after."]])])
    assert [word for word, _ in words_of(one(page(made), "//span[@class='s']"))] == ["😀", "😀", "after."]


def test_a_sentence_without_word_times_keeps_its_own_times() -> None:
    made = publication()
    quiet = page(replace(made, episode=replace(made.episode, words=())))
    assert [text_of(s) for s in quiet.xpath("//span[@class='s'][not(@data-w)]")] == [m.text for m in made.episode.sentences]


def test_questions_are_headings_and_the_contents_link_to_every_chapter() -> None:
    root = page(publication())
    assert [h.tag for h in root.iter("h1", "h2", "h3")] == ["h1", "h2", "h2", "h3", "h3", "h3", "h2", "h2"]
    links = root.xpath("//nav//a")
    assert [text_of(link) for link in links] == [
        "0:00 The lamp room is on the top floor.",
        "0:03 Who lights the lamp now? Is it you?",
        "0:17 Why?",
    ]
    for link in links:
        target = root.get_element_by_id(link.get("href").removeprefix("#"))
        assert text_of(target) == text_of(one(link, "span[@dir]"))


def test_a_heading_of_the_source_precedes_its_turn_and_the_question_stays_a_paragraph() -> None:
    made = publication()
    turns = list(made.transcript.turns)
    turns[1] = replace(turns[1], paragraphs=(replace(turns[1].paragraphs[0], heading="On <top>"),))
    root = page(replace(made, transcript=replace(made.transcript, turns=tuple(turns))))
    heading = root.get_element_by_id("c1")
    assert text_of(heading) == "On <top>"
    assert "asks" in heading.getnext().get("class")
    assert heading.getnext().xpath("p[not(@class)]")


def test_a_heading_inside_a_turn_stays_there() -> None:
    made = publication()
    turns = list(made.transcript.turns)
    first, second = turns[2].paragraphs
    turns[2] = replace(turns[2], paragraphs=(first, replace(second, heading="Climbing")))
    chapters = (*made.chapters[:2], replace(made.chapters[2], turn=2, paragraph=1))
    root = page(replace(made, chapters=chapters, transcript=replace(made.transcript, turns=tuple(turns))))
    assert text_of(root.get_element_by_id("c2").getparent()).endswith("< 2 crowns. Climbing I still climb up.")


def test_a_page_with_one_chapter_or_none_has_no_contents() -> None:
    made = publication()
    for chapters in (made.chapters[:1], ()):
        assert not page(replace(made, chapters=chapters)).xpath("//nav")


def test_a_link_that_plays_names_the_speaker_and_the_first_words() -> None:
    link = page(publication()).xpath("//p[@class='who']/a")[2]
    assert text_of(link) == f"Play from here: {GUEST}, A clock does. It is “kinder” to my… 0:08"
    assert link.get("href") == "#turn-3"


def test_ids_are_unique() -> None:
    found = page(publication()).xpath("//@id")
    assert len(found) == len(set(found))


def test_announcements_are_marked_and_leave_the_headings_to_the_source() -> None:
    made = publication()
    said = [
        replace(made.episode.sentences[0], text="Read by voices.", start_s=0.0, end_s=1.0),
        replace(made.episode.sentences[0], text="Mira Holt asks:", start_s=3.3, end_s=3.7, turn=1),
    ]
    root = page(replace(made, episode=replace(made.episode, announcements=tuple(said))))
    announced = root.xpath("//div[contains(@class, 'announces')]")
    assert [text_of(one(box, "p[not(@class)]")) for box in announced] == ["Read by voices.", "Mira Holt asks:"]
    found = root.xpath("//@id")
    assert len(found) == len(set(found))
    assert text_of(root.get_element_by_id("c1")) == "Who lights the lamp now? Is it you?"
    heading = root.get_element_by_id("c0")
    assert heading.getnext() is announced[0]


def test_turns_from_a_recording_are_marked_and_have_no_synthetic_voice() -> None:
    made = publication()
    recorded = tuple(replace(m, is_recording=m.speaker == GUEST) for m in made.episode.sentences)
    root = page(replace(made, episode=replace(made.episode, sentences=recorded)))
    marked = [text_of(p) for p in root.xpath("//p[@class='who'][span[@class='recorded']]/bdi")]
    assert marked == [GUEST, GUEST]
    assert f"speaks for {GUEST}" not in text_of(one(root, "//footer"))
    assert f"speaks for {HOST}" in text_of(one(root, "//footer"))
    assert not page(made).xpath("//span[@class='recorded']")


# -- languages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_uses_the_language_of_the_interview(language: str) -> None:
    root = page(publication(language=language))
    assert root.get("lang") == language
    for key in ("skip-to-transcript", "transcript", "contents", "play-from-here", "download", "synthetic-voices"):
        assert message(language, key) in text_of(one(root, "//body"))
    for control in CONTROLS:
        words = label(language, control.name)
        own = one(root, f"//*[@id='{control.name}']")
        assert words in (own.get("title"), own.get("aria-label")) or words in text_of(own.getparent()), control.name


def test_in_a_language_without_a_catalogue_messages_are_marked_as_english() -> None:
    root = page(publication([(READER, [["Dit is laat."]]), (HOST, [["Wat nou?"]]), ("Guest", [["Ons wag."]])], language="af"))
    assert root.get("lang") == "af"
    assert [bdi.get("lang") for bdi in root.xpath("//bdi")] == ["en", None, "en"]
    assert text_of(one(root, "//p[@class='date']")) == "04 Maart 2026 · 1 min."
    assert not root.xpath("//p[@class='date' or @class='byline' or @class='disclosure']/ancestor-or-self::*[@lang='en']")
    for key in ("skip-to-transcript", "transcript", "synthetic-voices"):
        element = one(root, f"//body//*[text()='{message('en', key)}']")
        assert element.xpath("ancestor-or-self::*[@lang][1]/@lang") == ["en"], key


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("he-IL", "rtl"), ("hi", "ltr"), ("en", "ltr")])
def test_the_page_has_the_direction_of_its_language(language: str, direction: str) -> None:
    root = page(publication(language=language))
    assert root.get("dir") == direction
    assert {root.xpath(f"//*[@id='{name}']")[0].get("dir") for name in ("player", "find", "transcript-title")} == {direction}


def test_in_a_right_to_left_page_english_words_and_time_run_from_left_to_right() -> None:
    root = page(publication(language="ckb"))
    assert (root.get("dir"), one(root, "//a[@class='skip']").get("dir")) == ("rtl", "ltr")
    for path in ("//div[@class='wave']", "//div[@class='bar']", "//div[@class='extras']", "//input[@id='address']"):
        assert one(page(publication(language="ar")), path).get("dir") == "ltr"


def test_the_list_of_episodes_marks_english_words_in_a_language_without_a_catalogue(tmp_path: Path) -> None:
    for language, marked in (("af", "en"), ("ar", "ar")):
        root = html.document_fromstring(episodes_html(replace(publication(language=language), shelf=tmp_path)).decode())
        assert root.get("lang") == language
        assert [one(root, path).get("lang") for path in ("//h1", "//p[@class='note']")] == [marked, marked]
        assert text_of(one(root, "//h1")) == message(language, "episodes")


def test_the_style_names_sides_only_for_the_line_of_time() -> None:
    style = source("page.css") + source("controls.css") + source("embed.css") + source("episodes.css")
    lines = [line for line in style.splitlines() if not line.startswith((".js .wave", ".begun.player"))]
    assert not re.search(r"(?<![\w-])(?:left|right)(?![\w-])|-(?:left|right)\b", "\n".join(lines))
    four = re.findall(r"(?:margin|padding): [^\s;}]+ ([^\s;}]+) [^\s;}]+ ([^\s;}]+) ?[;}]", style)
    assert all(right == left for right, left in four)


def test_the_narrator_has_a_name_in_the_language_of_the_interview() -> None:
    assert text_of(page(publication(language="es")).xpath("//bdi")[0]) == message("es", "narrator")


# -- without JavaScript, without a network ---------------------------------------------------------------------------


def test_without_javascript_there_is_a_player_and_no_dead_control() -> None:
    root = page(publication())
    assert one(root, "//audio").get("controls") is not None
    for element in root.xpath("//button|//input|//select"):
        assert element.xpath("ancestor::*[@hidden or @popover]"), element.get("id")


def test_the_page_loads_nothing_but_the_sound_beside_it(tmp_path: Path) -> None:
    root = page(publication(audio=tmp_path / "a b#?ü.mp3"))
    sources = root.xpath("//*[@src]/@src")
    assert sources == ["a%20b%23%3F%C3%BC.mp3"]
    assert not root.xpath("//link[not(starts-with(@href, 'data:'))]|//iframe|//object|//embed|//img|//form[@action]|//base")
    everything = page_html(publication()).decode()
    assert not re.search(r"@import|url\(", everything)
    assert not re.search(r"\sstyle=|\son\w+=\"", everything)


def test_the_policy_allows_only_the_pages_own_script_what_lies_beside_it_and_styles_of_readers() -> None:
    root = page(publication())
    policy = one(root, "//meta[@http-equiv='Content-Security-Policy']").get("content")
    digest = base64.b64encode(hashlib.sha256(one(root, "//script[not(@type)]").text.encode()).digest()).decode()
    rules = dict(rule.split(" ", maxsplit=1) for rule in policy.split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["script-src"] == f"'sha256-{digest}'"
    assert rules["style-src"] == "'unsafe-inline'"
    assert "http" not in policy


def test_the_sound_can_be_embedded_in_the_page(tmp_path: Path) -> None:
    audio = tmp_path / "a.opus"
    audio.write_bytes(b"OggS" * 100)
    made = replace(publication(audio=audio), wanted=PublishingSettings(embed_audio=True))
    head, _, data = one(page(made), "//audio").get("src").partition(",")
    assert head == "data:audio/ogg;base64"
    assert base64.b64decode(data) == audio.read_bytes()
    assert not page(made).xpath("//a[@download]")


def test_every_control_has_a_key_of_its_own_which_the_page_and_the_documentation_list() -> None:
    keys = [control.key for control in CONTROLS]
    assert len(set(keys)) == len(keys)
    assert page(publication()).xpath("//dialog//kbd/text()") == keys
    table = (
        (Path(__file__).parents[2] / "docs" / "reference" / "files.md").read_text(encoding="utf-8").partition("| key | what")[2]
    )
    rows = table.partition("\n\n")[0]
    assert sorted(re.findall("`(.)`", rows)) == sorted(keys)


# -- files and links -------------------------------------------------------------------------------------------------


def test_every_file_for_people_is_listed_with_its_size_and_what_it_is_good_for(tmp_path: Path) -> None:
    audio = tmp_path / "lamp.mp3"
    names = ".mp3 .m4b .cover.png .vtt .srt .transcript.json .txt .md .script.md .chapters.json .description.txt .epub .html"
    for number, suffix in enumerate(names.split()):
        audio.with_suffix(suffix).write_bytes(b"x" * (1500 + number * 600_000))
    made = replace(publication(audio=audio), written=tuple(audio.with_suffix(suffix) for suffix in names.split()))
    feed = FeedPlace(tmp_path / "feed.xml", "https://x.example/feed.xml")
    found = [[text_of(part) for part in item] for item in page(replace(made, feed=feed)).xpath("//ul[@class='files']/li")]
    assert found == [
        ["Sound for any device", "MP3 (2 kB)"],
        ["Sound for audiobook apps", "M4B (602 kB)"],
        ["Book with text and sound, for e-readers", "EPUB (6.6 MB)"],
        ["Text alone, also for braille displays", "TXT (3.6 MB) Markdown (4.2 MB)"],
        ["Text with times, for subtitles", "WebVTT (1.8 MB) SRT (2.4 MB)"],
        ["Subscribe in a podcast app", "RSS"],
    ]


def test_names_and_words_are_shown_as_they_are_said_where_they_are_first_heard() -> None:
    said = (
        LexiconEntry("clock", "KLOK", ""),
        LexiconEntry("crowns", "", "kɹaʊnz"),
        LexiconEntry("lighthouse", "LYT-howss", ""),
    )
    root = page(replace(publication(), said=said))
    rows = root.xpath("//details[@class='said']//dl/div")
    assert [(text_of(r.find("dt")), [text_of(part) for part in r.find("dd")]) for r in rows] == [
        ("clock", ["KLOK", "Play from here: clock 0:08"]),
        ("crowns", ["krownz", "/kɹaʊnz/", "Play from here: crowns 0:14"]),
    ]
    assert rows[1].xpath(".//span[@dir='ltr']/@lang") == ["en-fonipa"]
    assert not page(replace(publication(), said=said[2:])).xpath("//details")


def test_the_head_leads_to_the_feed_and_the_page_itself_and_shows_a_card_elsewhere(tmp_path: Path) -> None:
    audio = tmp_path / "lamp.mp3"
    made = replace(
        publication(audio=audio),
        summary="Of a lamp.",
        base_url="https://x.example/a/",
        feed=FeedPlace(tmp_path / "feed.xml", "https://x.example/feed.xml"),
        show=Podcast(title="Lights & Bells"),
        written=(audio, audio.with_suffix(".cover.png")),
    )
    root = page(made)
    assert one(root, "//link[@rel='canonical']").get("href") == "https://x.example/a/lamp.html"
    assert one(root, "//link[@rel='alternate']").get("href") == "https://x.example/feed.xml"
    assert {meta.get("property"): meta.get("content") for meta in root.xpath("//meta[@property]")} == {
        "og:type": "article",
        "og:title": "The lamp and the clock",
        "og:description": "Of a lamp.",
        "og:locale": "en",
        "og:site_name": "Lights & Bells",
        "og:url": "https://x.example/a/lamp.html",
        "og:image": "https://x.example/a/lamp.cover.png",
        "og:audio": "https://x.example/a/lamp.mp3",
        "og:audio:type": "audio/mpeg",
    }
    bare = page(publication())
    assert bare.xpath("//link/@rel") == ["icon"]
    assert not bare.xpath("//meta[@property='og:url' or @property='og:image' or @property='og:audio']")


def test_machines_learn_of_chapters_transcript_people_and_the_show(tmp_path: Path) -> None:
    made = replace(
        publication(), number=3, show=Podcast(title="Lights", link="https://x.example/"), base_url="https://x.example/a/"
    )
    made = replace(made, feed=FeedPlace(tmp_path / "feed.xml", "https://x.example/feed.xml"), written=(made.file(".vtt"),))
    data = json.loads(one(page(made), "//script[@type='application/ld+json']").text)
    assert [(clip["name"], clip["startOffset"], clip["endOffset"]) for clip in data["hasPart"]] == [
        (chapter.title, pytest.approx(chapter.start_s), pytest.approx(chapter.end_s)) for chapter in made.chapters
    ]
    assert data["hasPart"][1]["url"] == "https://x.example/a/lamp.html#t=3.800"
    assert f"{HOST}: Why? {GUEST}: For the view." in data["associatedMedia"]["transcript"]
    assert data["associatedMedia"]["caption"]["contentUrl"] == "https://x.example/a/lamp.vtt"
    assert (data["author"], data["contributor"]) == ([{"@type": "Person", "name": HOST}], [{"@type": "Person", "name": GUEST}])
    assert data["partOfSeries"]["webFeed"] == "https://x.example/feed.xml"
    assert data["episodeNumber"] == 3


def test_the_statement_on_accessibility_says_where_to_write_if_the_show_does(tmp_path: Path) -> None:
    root = page(replace(publication(), show=Podcast(title="Lights", email="a?b&c@x.example")))
    link = one(root, "//section[@id='access']//a")
    assert (link.get("href"), text_of(link)) == ("mailto:a%3Fb%26c@x.example", "a?b&c@x.example")
    assert message("en", "statement") in text_of(one(root, "//section[@id='access']"))
    assert not page(publication()).xpath("//section[@id='access']//a")


# -- the disclosure --------------------------------------------------------------------------------------------------


def test_the_page_discloses_synthetic_voices_to_people_and_machines() -> None:
    root = page(replace(publication(), digital_source_type="trainedAlgorithmicMedia"))
    assert "Synthetic voices read this." in text_of(one(root, "//p[@class='disclosure']"))
    assert f"{HOST}: tone:voice1" in one(root, "//meta[@name='ai-generated-voice']").get("content")
    assert f"Synthetic voice tone:voice2 speaks for {GUEST}" in text_of(one(root, "//footer"))
    data = json.loads(one(root, "//script[@type='application/ld+json']").text)
    assert data["associatedMedia"]["digitalSourceType"].endswith("/trainedAlgorithmicMedia")
    assert data["associatedMedia"]["duration"] == "PT20.0S"
    assert data["datePublished"] == "2026-03-04"


@pytest.mark.parametrize("kind", ["trainedAlgorithmicMedia", "algorithmicMedia", ""])
def test_the_page_says_of_its_sound_what_the_engine_says(kind: str) -> None:
    root = page(replace(publication(), digital_source_type=kind))
    sound = json.loads(one(root, "//script[@type='application/ld+json']").text)["associatedMedia"]
    assert sound.get("digitalSourceType", "").rpartition("/")[2] == kind
    assert text_of(one(root, "//p[@class='disclosure']"))


def test_the_page_names_the_show_and_the_original_page_if_they_are_known() -> None:
    made = replace(
        publication(),
        show=Podcast(title="Lights & Bells", link="https://show.example/"),
        article=Article("https://x.example/?a&b"),
    )
    root = page(made)
    assert text_of(one(root, "//header[@class='masthead']")) == "Lights & Bells"
    assert root.findtext(".//title") == "The lamp and the clock – Lights & Bells"
    assert one(root, "//p[@class='ways']/a[1]").get("href") == "https://x.example/?a&b"
    bare = page(publication())
    assert not bare.xpath("//header[@class='masthead']")
    assert [link.get("href") for link in bare.xpath("//p[@class='ways']/a")] == ["#files", "#access"]


# -- hostile texts ---------------------------------------------------------------------------------------------------


def test_hostile_titles_names_and_words_stay_text(tmp_path: Path) -> None:
    made = publication([(EVIL, [[EVIL]]), (HOST, [[EVIL, "Yes."]]), (EVIL, [["x"]])], title=EVIL, audio=tmp_path / "a.mp3")
    made = replace(made, show=Podcast(title=EVIL), disclosure=EVIL)
    root = page(made)
    assert len(root.xpath("//script")) == 2
    assert text_of(one(root, "//h1")) == SEEN
    assert root.findtext(".//title") == f"{SEEN} – {SEEN}"
    assert text_of(root.xpath("//bdi")[0]) == SEEN
    assert text_of(root.xpath("//span[@class='s']")[0]) == SEEN
    assert text_of(one(root, "//header[@class='masthead']")) == SEEN
    assert json.loads(one(root, "//script[@type='application/ld+json']").text)["name"] == SEEN
    assert root.xpath("//@data-title") == root.xpath("//meta[@property='og:title']/@content") == [SEEN]
    assert b"\x00" not in page_html(made)
    assert b"\x1b" not in page_html(made)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "file:///etc/passwd"])
def test_an_address_that_is_not_a_web_address_is_not_linked(link: str) -> None:
    made = replace(publication(), article=Article(link), show=Podcast(title="Lights", link=link))
    assert link.encode() not in page_html(made)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=3), st.text(max_size=30))
def test_any_text_is_on_the_page_without_invisible_characters(sentences: list[str], name: str) -> None:
    made = publication([(name, [["One."]]), (HOST, [["Two?"]])])
    first = made.episode.sentences[0]
    marks = tuple(replace(first, text=text, sentence=number) for number, text in enumerate(sentences))
    root = page(replace(made, episode=replace(made.episode, sentences=marks)))
    assert [text_of(s) for s in root.xpath("//span[@class='s']")] == [" ".join(one_line(text).split()) for text in sentences]
    assert text_of(root.xpath("//bdi")[0]) == " ".join(one_line(name).split())


def test_a_title_of_ten_thousand_characters_makes_a_page() -> None:
    assert text_of(one(page(publication(title="ab " * 3333)), "//h1")) == ("ab " * 3333).strip()


# -- looks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_legible_on_highlights_too(scheme: str) -> None:
    """By level AAA of WCAG 2.2. Text on highlights is always in the colour of ink."""
    shade = {name: getattr(colour, scheme) for name, colour in PALETTE.items()}
    for ground in (getattr(PAPER, scheme), shade["tint"], shade["mark"]):
        assert contrast(getattr(INK, scheme), ground) >= 7, ground
    for colour in (NARRATOR, *SPEAKERS, PALETTE["soft"]):
        assert contrast(getattr(colour, scheme), getattr(PAPER, scheme)) >= 7, colour
    assert contrast(shade["edge"], getattr(PAPER, scheme)) >= 3
    assert contrast(shade["focus"], getattr(PAPER, scheme)) >= 3


def test_each_speaker_has_a_colour_and_the_narrator_a_class() -> None:
    turns = page(publication()).xpath("//div[contains(@class, 'turn ')]/@class")
    assert turns == ["turn tells v0", "turn asks v1", "turn answers v2", "turn asks v1", "turn answers v2"]
    assert TALK[0][0] == READER


def test_the_waveform_is_on_the_page_with_its_description() -> None:
    svg = one(page(publication()), "//div[@class='wave']/svg")
    assert svg.get("role") == "img"
    assert HOST in svg.get("aria-label")


def test_the_same_episode_gives_the_same_page() -> None:
    assert page_html(publication()) == page_html(publication())
