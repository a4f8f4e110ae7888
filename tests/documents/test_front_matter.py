"""The metadata at the head of a text: its forms, its keys, and the people whom it names."""

from __future__ import annotations

import pytest
import yaml

from tts_interview import Document, Role
from tts_interview.documents import read_bytes
from tts_interview.documents.markdown import read_markdown
from tts_interview.settings.front_matter import front_matter_of, split_front_matter
from tts_interview.settings.yaml_text import YamlError, read_yaml

TALK = "Ann: Hello\n\nBen: Hi\n"


def fields(head: str) -> Document:
    return read_markdown(f"---\n{head}\n---\n\n{TALK}")


# -- forms -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".md", ".txt"])
@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: The sea\ndate: May 3, 2026\nauthor: Ann Lee\n---\n",
        '---toml\ntitle = "The sea"\ndate = 2026-05-03\nauthor = "Ann Lee"\n---\n',
        '+++\ntitle = "The sea"\ndate = 2026-05-03T10:00:00Z\n[extra]\nauthor = "Ann Lee"\n+++\n',
        "% The\n  sea\n% Ann Lee\n% 3 May 2026\n",
        "Title: The sea\nDate: 2026-05-03 10:20\nAuthor: Ann Lee\nTags: tides,\n    terns\n",
        "title: The sea\nauthors: Ann Lee\ndate: 2026/05/03\nsave_as: sea.html\n",
    ],
)
def test_every_form_of_front_matter_is_read(head: str, suffix: str) -> None:
    document = read_bytes(f"{head}\n{TALK}".encode(), "page", suffix)
    assert (document.title, document.date, document.authors) == ("The sea", "2026-05-03", ("Ann Lee",))
    assert [(block.text, block.line) for block in document.blocks] == [
        ("Ann: Hello", head.count("\n") + 2),
        ("Ben: Hi", head.count("\n") + 4),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "Ann: The sea\nBen: Yes\n",
        "Title: The sea\nAnn: Hello\nBen: Yes\n",
        "Title: The sea\nHost: Hello\nGuest: Yes\n",
        "Title: The sea\nTitle: The land\n",
        "Date: 2026-05-03\nAuthor: Ann Lee\n",
        "Title: The sea\nand so on\n",
        "50 % of all\n% of them\n",
    ],
)
def test_lines_that_may_be_talk_stay_in_the_text(head: str) -> None:
    document = read_bytes(f"{head}\n{TALK}".encode(), "page", ".txt")
    assert document.front_matter == {}
    assert "".join(block.text for block in document.blocks[:-2]).split() == head.split()


# -- title, date and language ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "field",
    [
        *("date: 3. Mai 2026", "published: 2026-05-03", "pubDate: Sun, 03 May 2026 10:00:00 GMT", "publish_date: 2026/05/03"),
        *("created: 2026-05-03T23:00:00-08:00", "datePublished: 2026-05-03", "published_time: 2026-05-03 18:50:16-04:00"),
        "lastmod: 2026-06-01\ndate: 2026-05-03",
        "published: true\ncreated: 2026-05-03",
        "params: {date: 2026-05-03}",
    ],
)
def test_the_date_of_publication_has_many_names(field: str) -> None:
    assert fields(field).date == "2026-05-03"


@pytest.mark.parametrize("field", ["lastmod: 2026-05-03", "updated: 2026-05-03", "date: soon", "date: [2026-05-03]"])
def test_the_date_of_a_change_is_not_that_of_publication(field: str) -> None:
    assert fields(field).date == ""


def test_the_language_is_a_tag_or_nothing() -> None:
    assert [fields(f"lang: {tag}").language for tag in ("de", "pt_BR", "English", "[en]", "e")] == ["de", "pt-BR", "", "", ""]
    assert fields("3/5: x\nlang: fr\ndate: 3/5/2026").date == "2026-05-03"


def test_a_title_has_one_line_and_an_end() -> None:
    assert fields("title: |\n  The sea\n  and I").title == "The sea and I"
    assert len(fields(f"title: {'sea ' * 9999}").title) <= 500


# -- people ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "field",
    [
        "authors: [Ann Lee, Bo Dahl]",
        "authors: Ann Lee and Bo Dahl",
        "author: {name: Ann Lee, url: 'https://ann.example'}\nauthors: [{name: Bo Dahl}]",
        "postauthors: [{first: Ann, last: Lee}, {full_name: Bo Dahl}]",
        "extra: {author: Ann Lee, writers: [Bo Dahl]}",
        "taxonomies: {authors: [Ann Lee, Bo Dahl]}",
    ],
)
def test_authors_have_many_forms(field: str) -> None:
    assert sorted(fields(field).authors) == ["Ann Lee", "Bo Dahl"]


@pytest.mark.parametrize(
    "field",
    [
        "interviewers: [Ann Lee]\nguests: [Bo Dahl]",
        "interviewed_by: Ann Lee\ninterviewee: {name: Bo Dahl}",
        "speakers: [{name: Ann Lee, role: host}, {name: Bo Dahl, role: Guest}]",
        "interview: {host: Ann Lee, guest: Bo Dahl}",
        "params: {host: Ann Lee, guests: [{name: Bo Dahl}]}",
    ],
)
def test_people_have_the_role_of_their_field(field: str) -> None:
    assert fields(field).people == (("Ann Lee", Role.INTERVIEWER), ("Bo Dahl", Role.GUEST))


@pytest.mark.parametrize(
    "field",
    [
        *("transcript_by: Ann Lee", "transcribed-by: [Ann Lee]", "translation_by: Ann Lee", "credits: {name: Ann Lee}"),
        *("guests: true", "guest: no", "speakers: []", "photographer: Ann Lee"),
    ],
)
def test_whoever_transcribed_or_took_the_picture_does_not_speak(field: str) -> None:
    document = fields(field)
    assert (document.people, document.authors) == ((), ())


def test_the_number_and_the_length_of_names_are_limited() -> None:
    assert len(fields(f"guests: [{', '.join(f'Ann Lee{n}' for n in range(5000))}]").people) == 100
    assert fields(f"guest: {'Ann ' * 500}").people == ()


# -- for publishing --------------------------------------------------------------------------------------------------


def test_front_matter_may_name_address_picture_licence_and_publisher() -> None:
    document = fields(
        "canonicalUrl: https://tide.example/talks/sea\ncover: {image: 'https://tide.example/sea.jpg'}\n"
        "licence: CC BY 4.0\npublisher: The Tide"
    )
    assert (document.link, document.image) == ("https://tide.example/talks/sea", "https://tide.example/sea.jpg")
    assert (document.license, document.publisher, document.types) == ("CC BY 4.0", "The Tide", ())


@pytest.mark.parametrize(
    "address", ["/talks/sea", "javascript:alert(1)", "ftp://a.example/x", "https://a:b@a.example/x", "https://a.example/x y"]
)
def test_only_whole_web_addresses_count(address: str) -> None:
    document = fields(f"url: '{address}'\nimage: '{address}'")
    assert (document.link, document.image) == ("", "")


def test_whoever_changes_the_fields_of_a_text_changes_them_for_nobody_else() -> None:
    text = f"---\ntitle: The sea\n---\n\n{TALK}"
    split_front_matter(text)[0].clear()
    assert split_front_matter(text)[0] == {"title": "The sea"}


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}"), ("- ", ""), ("[\n", "]")])
def test_what_nests_too_deeply_is_refused_before_it_is_scanned(
    opening: str, closing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(depth: int) -> str:
        return f"---\ntitle: Tide\nmore:\n {opening * depth}x{closing * depth}\n---\nBo: Hello.\n"

    assert split_front_matter(written(40))[0]["title"] == "Tide"
    scanned, scan = list[int](), yaml.BaseLoader.fetch_more_tokens

    def scan_on(loader: yaml.BaseLoader) -> None:
        scanned.append(1)
        scan(loader)

    monkeypatch.setattr(yaml.BaseLoader, "fetch_more_tokens", scan_on)
    assert split_front_matter(written(2000)) == ({}, written(2000))
    assert len(scanned) < 300
    with pytest.raises(YamlError, match="nest more than 50 deep"):
        read_yaml(front_matter_of(written(60)))
