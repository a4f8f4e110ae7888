"""The article that an episode was made from: every file leads back to it, and says what its licence asks for."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import mutagen
import pytest
from bridges import HOSTILE, episode, publication
from lxml import etree, html

import tts_interview
from tts_interview import Observer, Settings
from tts_interview.files.cleaning import cleaned
from tts_interview.model import Article, Document
from tts_interview.pipeline.reading import parse, read
from tts_interview.publishing.page import page_html
from tts_interview.publishing.rights import Licence, licence_of, rights_of
from tts_interview.script.file import script_text
from tts_interview.settings.parts import PublishingSettings, SpeechSettings

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """\
<html lang="en"><head><title>Lamps at sea</title><link rel="canonical" href="https://tide.example/lamps?a=1&amp;b=2">
<meta property="og:image" content="https://tide.example/lamps.jpg"><meta property="og:site_name" content="The Tide">
<meta name="author" content="Wren Hale"><link rel="license" href="{license}"></head>
<body><article><h1>Lamps at sea</h1>
<p><b>Ada Quill:</b> How do you keep a lamp lit at sea?</p><p><b>Bo Venn:</b> You climb, and you wait for the wind.</p>
<p><b>Ada Quill:</b> And when it goes out?</p><p><b>Bo Venn:</b> Then somebody sees no coast.</p>
</article></body></html>
"""
LINK = "https://tide.example/lamps?a=1&b=2"
BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"
ATTRIBUTION = "Based on “Lamps at sea” by Wren Hale and The Tide. Licence: CC BY-SA 4.0. Changes: made into an audio edition."
CC = "https://creativecommons.org/licenses"


# -- licences --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "address", "spdx"),
    [
        (f"{CC}/by-sa/4.0/", "CC BY-SA 4.0", f"{CC}/by-sa/4.0/", "CC-BY-SA-4.0"),
        (f"http://www.{CC[8:]}/by-nc-nd/3.0/de/legalcode", "CC BY-NC-ND 3.0", f"{CC}/by-nc-nd/3.0/", "CC-BY-NC-ND-3.0"),
        ("CC-BY-4.0", "CC BY 4.0", f"{CC}/by/4.0/", "CC-BY-4.0"),
        ("Text: cc by-nc 2.5", "CC BY-NC 2.5", f"{CC}/by-nc/2.5/", "CC-BY-NC-2.5"),
        (
            "Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 International",
            "CC BY-NC-ND 4.0",
            f"{CC}/by-nc-nd/4.0/",
            "CC-BY-NC-ND-4.0",
        ),
        ("CC BY", "CC BY", "", ""),
        ("CC0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        (
            "https://creativecommons.org/publicdomain/mark/1.0/",
            "Public Domain Mark 1.0",
            "https://creativecommons.org/publicdomain/mark/1.0/",
            "",
        ),
        ("https://licences.example/by-nd/4.0", "https://licences.example/by-nd/4.0", "https://licences.example/by-nd/4.0", ""),
        ("All rights\n reserved", "All rights reserved", "", ""),
        ("javascript:alert(1)", "javascript:alert(1)", "", ""),
        ("Creative Commons", "Creative Commons", "", ""),
    ],
)
def test_a_licence_is_known_by_address_abbreviation_or_name(text: str, name: str, address: str, spdx: str) -> None:
    found = licence_of(text)
    assert found
    assert (found.name, found.address, found.spdx) == (name, address, spdx)


@pytest.mark.parametrize(
    ("text", "forbids"),
    [
        (f"{CC}/by-nd/4.0/", True),
        ("CC BY-NC-ND", True),
        ("Creative Commons Attribution-NoDerivs 3.0", True),
        (f"{CC}/by-nc-sa/4.0/", False),
        ("CC BY 4.0, Anders Lind", False),
        ("https://licences.example/by-nd/", False),
        ("Standing by and reading", False),
    ],
)
def test_only_a_licence_with_nd_forbids_changes(text: str, forbids: bool) -> None:  # noqa: FBT001
    assert (licence_of(text) or Licence("")).forbids_changes is forbids


def test_a_licence_that_forbids_changes_is_a_doubt_until_the_permission_is_given(tmp_path: Path) -> None:
    path = tmp_path / "lamps.html"
    path.write_text(PAGE.format(license=f"{CC}/by-nd/4.0/"))
    settings = Settings()
    doubts = [doubt for doubt in tts_interview.parse(path, settings).doubts if "CC BY-ND 4.0" in doubt.sentence]
    assert len(doubts) == 1
    assert "`publishing.license`" in doubts[0].sentence
    allowed = replace(settings, publishing=PublishingSettings(license="with the permission of The Tide"))
    assert not [doubt for doubt in tts_interview.parse(path, allowed).doubts if doubt.key == "licence"]
    path.write_text(PAGE.format(license=BY_SA))
    assert not [doubt for doubt in tts_interview.parse(path, settings).doubts if doubt.key == "licence"]


def test_an_attribution_names_the_authors_and_the_publisher_or_else_the_site(tmp_path: Path) -> None:
    def credited(**article: Any) -> str:  # noqa: ANN401 - of any field
        return rights_of(publication(tmp_path, article=Article(**article)))

    assert "by Wren Hale and The Tide" in credited(license="CC BY 4.0", authors=("Wren Hale",), publisher="The Tide")
    assert "by The Tide. Licence: CC BY 4.0." in credited(license="CC BY 4.0", authors=("The Tide",), publisher="The Tide")
    assert "by tide.example." in credited(license="CC BY 4.0", link="https://tide.example/x")
    assert credited(license="CC BY 4.0") == "Rights: CC BY 4.0"
    assert credited(license="All rights reserved", publisher="The Tide") == "Rights: All rights reserved"
    assert credited(publisher="The Tide") == ""


# -- the files of an episode -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render an episode of a saved page; return its folder."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "lamps.html").write_text(PAGE.format(license=BY_SA))
    formats = ("m4a", "page", "epub", "text", "markdown", "description", "manifest", "script")
    settings = Settings(
        speech=SpeechSettings(engine="tone", cache_folder=folder / "cache"), publishing=PublishingSettings(formats)
    )
    tts_interview.render(folder / "lamps.html", folder / "e.mp3", settings)
    return folder


def found(root: html.HtmlElement, path: str) -> list[Any]:
    return cast("list[Any]", root.xpath(path))


def test_the_page_leads_to_the_article_and_to_its_licence(made: Path) -> None:
    root = html.fromstring((made / "e.html").read_text())
    assert [link.get("href") for link in found(root, "//link[@rel='canonical']")] == [LINK]
    links = {link.text: (link.get("href"), link.get("rel")) for link in found(root, "//p[@class='ways']/a[1] | //footer//a")}
    assert links == {"Read the article": (LINK, None), "CC BY-SA 4.0": (BY_SA, "license")}
    assert ATTRIBUTION in [" ".join(p.text_content().split()) for p in found(root, "//footer//p")]
    data = json.loads(found(root, "//script[@type='application/ld+json']")[0].text)
    assert data["license"] == BY_SA
    assert data["isBasedOn"] == {
        "@type": "Article",
        "url": LINK,
        "image": "https://tide.example/lamps.jpg",
        "license": BY_SA,
        "publisher": {"@type": "Organization", "name": "The Tide"},
        "author": [{"@type": "Person", "name": "Wren Hale"}],
    }


@pytest.mark.parametrize("name", ["e.txt", "e.md", "e.description.txt"])
def test_the_texts_have_the_attribution(made: Path, name: str) -> None:
    assert ATTRIBUTION in re.sub(r"\\(.)", r"\1", (made / name).read_text())


def test_the_book_has_the_source_and_the_rights(made: Path) -> None:
    with zipfile.ZipFile(made / "e.epub") as book:
        package, title = etree.fromstring(book.read("EPUB/package.opf")), book.read("EPUB/title.xhtml").decode()
    dc = {"dc": "http://purl.org/dc/elements/1.1/"}
    assert package.findtext(".//dc:source", "", dc) == LINK
    assert package.findtext(".//dc:rights", "", dc) == ATTRIBUTION
    assert ATTRIBUTION in title


def test_the_audio_tags_have_rights_licence_publisher_and_address(made: Path) -> None:
    mp3 = mutagen.File(made / "e.mp3").tags
    assert (str(mp3["TCOP"]), str(mp3["TPUB"])) == (ATTRIBUTION, "The Tide")
    assert (str(mp3["TXXX:license"]), str(mp3["TXXX:website"])) == (BY_SA, LINK)
    assert mutagen.File(made / "e.m4a")["cprt"] == [ATTRIBUTION]


def test_the_manifest_names_address_licence_and_publisher(made: Path) -> None:
    manifest = json.loads((made / "manifest.json").read_text())
    assert (manifest["link"], manifest["license"], manifest["publisher"]) == (LINK, BY_SA, "The Tide")


def test_a_script_keeps_what_is_known_of_its_article(made: Path) -> None:
    document = read(made / "lamps.html", Settings(), Observer())
    script = parse(document, Settings(), Observer())
    assert script.article == Article(LINK, LINK, "https://tide.example/lamps.jpg", BY_SA, "The Tide", ("Wren Hale",))
    again = read(made / "e.script.md", Settings(), Observer())
    assert parse(again, Settings(), Observer()).article == script.article


def test_an_address_that_the_page_does_not_declare_is_not_canonical(tmp_path: Path) -> None:
    document = read(PAGE, Settings(), Observer())
    assert isinstance(document, Document)
    fetched = replace(document, address="https://tide.example/?utm=1", link="")
    script = parse(fetched, Settings(), Observer())
    assert (script.article.link, script.article.canonical) == ("https://tide.example/?utm=1", "")
    (tmp_path / "s.script.md").write_text(script_text(script))
    again = parse(read(tmp_path / "s.script.md", Settings(), Observer()), Settings(), Observer())
    assert (again.article.link, again.article.canonical) == ("https://tide.example/?utm=1", "")


def test_an_address_with_a_password_is_published_nowhere() -> None:
    document = read(PAGE, Settings(), Observer())
    assert isinstance(document, Document)
    fetched = replace(document, address="https://ada:secret@tide.example/x")
    assert parse(fetched, Settings(), Observer()).article.link == LINK


def page_of(folder: Path, article: Article) -> html.HtmlElement:
    made = publication(folder, episode((), seconds=1.0), article=article, chapters=())
    return html.fromstring(page_html(replace(made, rights=rights_of(cleaned(made)))).decode())


@pytest.mark.parametrize("text", [*HOSTILE, '"><img src=x onerror=alert(1)>', "javascript:alert(1)"])
def test_hostile_metadata_stays_text(tmp_path: Path, text: str) -> None:
    article = Article(text, text, text, f"CC BY 4.0 {text}", text, (text,))
    root = page_of(tmp_path, article)
    assert len(found(root, "//script")) == 2
    assert not found(root, "//img | //link[@rel='canonical']")
    assert all(link.get("href").startswith(("http", "#", "e.")) for link in found(root, "//a[@href]"))
    assert "isBasedOn" not in json.loads(found(root, "//script[@type='application/ld+json']")[0].text)


def test_a_page_of_an_unknown_article_says_nothing_of_one(tmp_path: Path) -> None:
    root = page_of(tmp_path, Article())
    assert not found(root, "//link[@rel='canonical'] | //a[@rel='license'] | //footer//p")
