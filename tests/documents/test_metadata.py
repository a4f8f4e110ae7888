"""What a web page says of itself: title, date, people, addresses and types."""

from __future__ import annotations

import json

import pytest

from tts_interview import Document, Role
from tts_interview.documents import joined, read_bytes
from tts_interview.documents.html import read_html
from tts_interview.documents.page_titles import file_title

PROSE = "<p>The ferry leaves at seven, and whoever misses it waits until the tide comes back.</p>"


def page(head: str = "", body: str = PROSE, data: object = None, lang: str = "en") -> Document:
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data else ""
    return read_html(f'<html lang="{lang}"><head>{head}{script}</head><body>{body}</body></html>')


def meta(**named: str) -> str:
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{content}">' for name, content in named.items())


# -- the title -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (meta(og__title="The last ferry - The Tide", og__site_name="The Tide"), "The last ferry"),
        (meta(og__title="The Tide | The last ferry", og__site_name="the tide"), "The last ferry"),
        (meta(og__title="The Tide: The last ferry", og__site_name="The Tide"), "The last ferry"),
        (meta(og__title="Ferries: the last one", og__site_name="The Tide"), "Ferries: the last one"),
        (meta(og__title="Ann Lee: Why the ferry stays › Tide"), "Ann Lee: Why the ferry stays"),
        (meta(og__title="The Tide", og__site_name="The Tide") + "<title>Nothing moves</title>", "Why the ferry stays"),
        (meta(og__title="A talk &amp;amp; a ferry"), "A talk & a ferry"),
        ("<title>Why the ferry stays - Harbour - The Tide</title>", "Why the ferry stays"),
        ("<title>The Tide</title>", "Why the ferry stays"),
        ("", "Why the ferry stays"),
    ],
)
def test_the_title_comes_from_the_metadata_without_the_site(head: str, title: str) -> None:
    assert page(head, f"<h1>Why the ferry stays</h1>{PROSE}").title == title


def test_a_headline_counts_more_than_the_title_for_sharing() -> None:
    data = {"@type": "NewsArticle", "headline": "The last ferry - The Tide", "publisher": {"name": "The Tide"}}
    assert page(meta(og__title="You won't believe this ferry"), data=data).title == "The last ferry"
    body = (
        f'<article itemscope itemtype="https://schema.org/Article"><h2 itemprop="headline">The last ferry</h2>{PROSE}</article>'
    )
    assert page(meta(og__title="You won't believe this ferry"), body).title == "The last ferry"


@pytest.mark.parametrize(
    "heading",
    ["<h1>Ferries</h1>", '<h1><a href="/">A paper of the harbour</a></h1>', "<h2>A heading of a section</h2>", "<h1></h1>"],
)
def test_a_section_and_the_home_page_are_not_the_title(heading: str) -> None:
    assert page("<title>The last ferry</title>", f"{heading}{PROSE}").title == "The last ferry"


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        *(("Microsoft Word - talk.docx", False), ("talk.pdf", False), ("Untitled 3", False), ("talk_final", False)),
        *(("The last ferry", True), ("Unknown waters", True), ("1984", True), ("Document of a flood", True)),
    ],
)
def test_the_name_of_a_file_is_no_title(title: str, kept: bool) -> None:  # noqa: FBT001 - a parameter
    assert file_title(title) == (title if kept else "")


def test_a_hostile_title_is_cut() -> None:
    title = page(f"<title>{'a - ' * 40_000}</title>", f"<h1>a</h1>{PROSE}").title
    assert len(title) <= 500
    assert len(page(meta(og__title="b - " * 40_000, og__site_name="b")).title) <= 500


# -- the date --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        meta(article__published_time="2026-05-03T23:30:00-05:00", article__modified_time="2026-06-01"),
        meta(og__updated_time="2026-06-01", date="2026-05-03 21:32:46 UTC"),
        '<meta name="DC.date.issued" content="May 3, 2026">',
        '<meta itemprop="datePublished" content="2026-05-03"><meta itemprop="dateModified" content="2026-06-01">',
        '<meta name="parsely-pub-date" content="2026-05-03T10:00:00Z">',
    ],
)
def test_the_date_of_publication_is_read_from_meta_elements(head: str) -> None:
    assert page(head).date == "2026-05-03"


@pytest.mark.parametrize(
    "body",
    [
        '<span itemprop="datePublished" content="2026-05-03">yesterday</span>',
        '<time datetime="2026-06-01" class="updated">June 1</time><time datetime="2026-05-03T10:00">May 3</time>',
        '<aside><time datetime="2026-06-01">June 1</time></aside><p>By Ann Lee <time>3 May 2026</time></p>',
        '<time datetime="2026-06-01">June 1</time><time datetime="2026-05-03" pubdate>May 3</time>',
        "<p>Wien, 3. Mai 2026</p>",
        "<p>Published: May 3, 2026</p>",
        "<p>VIENNA, May 3, 2026 (Tide) – The ferry leaves at seven, and whoever misses it waits for the tide to come back.</p>",
    ],
)
def test_the_date_of_publication_is_read_from_the_page(body: str) -> None:
    assert page("", f"<article>{body}{PROSE}</article>").date == "2026-05-03"


@pytest.mark.parametrize(
    "body",
    [
        '<p>On <time datetime="1969-07-20">that day</time> the two of them landed at last, and all the world was watching.</p>',
        "<p>We met in May 2026.</p>",
        "<p>On May 3, 2026 the ferry stayed in the harbour for the first time, and nobody could say why.</p>",
        "<p>Updated: May 3, 2026</p>",
    ],
)
def test_a_date_in_the_story_is_not_its_own(body: str) -> None:
    assert page("", f"<article>{body}{PROSE}</article>").date == ""


def test_the_date_in_an_address_is_the_last_resort() -> None:
    head = '<link rel="canonical" href="https://tide.example/2026/05/03/ferry">'
    assert page(head).date == "2026-05-03"
    assert page(head + meta(date="2026-05-01")).date == "2026-05-01"


def test_a_text_has_the_date_of_its_dateline() -> None:
    def date(text: str) -> str:
        return read_bytes(text.encode(), "page", ".txt").date

    assert date("The last ferry\n\nMay 3, 2026\n\nAnn: Why?\n\nBen: So.") == "2026-05-03"
    assert date("The last ferry\n\nAnn: Why?\n\nBen: It was May 3, 2026.\n\nAnn: And?") == ""


# -- people ----------------------------------------------------------------------------------------------------------


def test_people_speak_only_if_their_field_says_so() -> None:
    def person(name: str) -> dict[str, str]:
        return {"@type": "Person", "name": name}

    data = {
        "@type": "PodcastEpisode",
        "interviewer": person("Ann Lee"),
        "interviewee": [person("Bo Dahl"), {"@type": "Organization", "name": "The Tide"}],
        "actor": person("Cleo Ruiz"),
        "about": person("Dag Moe"),
        "mentions": [person("Eva Noor")],
    }
    assert page(data=data).people == (("Ann Lee", Role.INTERVIEWER), ("Bo Dahl", Role.GUEST), ("Cleo Ruiz", None))


def test_an_author_may_be_a_reference_or_microdata() -> None:
    graph: list[dict[str, object]] = [
        {"@type": "Article", "author": [{"@id": "#ann"}]},
        {"@type": "Person", "@id": "#ann", "name": "Ann Lee"},
    ]
    assert page(data={"@graph": graph}).authors == ("Ann Lee",)
    # The author of a mere page is the account that put it online.
    assert page(data={"@graph": [{**graph[0], "@type": "WebPage"}, graph[1]]}).authors == ()
    scope = 'itemscope itemtype="http://schema.org/Article"'
    comment = '<div itemprop="comment" itemscope><b itemprop="author">Eva Noor</b></div>'
    by = '<span itemprop="author" itemscope><i>by</i> <b itemprop="name">Bo Dahl</b></span>'
    assert page("", f"<article {scope}>{comment}{by}{PROSE}</article>").authors == ("Bo Dahl",)


def test_the_site_is_not_its_author() -> None:
    assert page(meta(author="The Tide", og__site_name="The Tide")).authors == ()


# -- for publishing --------------------------------------------------------------------------------------------------


def test_a_page_declares_its_address_picture_licence_and_publisher() -> None:
    data = {
        "@type": "Article",
        "mainEntityOfPage": {"@id": "https://tide.example/from-data"},
        "image": [{"url": "https://tide.example/data.jpg"}],
        "license": "https://licences.example/by",
        "publisher": {"@id": "#tide"},
    }
    document = page(data={"@graph": [data, {"@id": "#tide", "name": "The Tide"}]})
    assert (document.link, document.image) == ("https://tide.example/from-data", "https://tide.example/data.jpg")
    assert (document.license, document.publisher) == ("https://licences.example/by", "The Tide")
    head = '<link rel="canonical" href="https://tide.example/ferry?page=1">' + meta(
        og__url="https://tide.example/og", og__image="https://tide.example/og.jpg", og__site_name="Tide"
    )
    document = page(head, f'{PROSE}<a rel="nofollow license" href="https://licences.example/by-sa">licence</a>')
    assert (document.link, document.image) == ("https://tide.example/ferry?page=1", "https://tide.example/og.jpg")
    assert (document.license, document.publisher) == ("https://licences.example/by-sa", "Tide")
    picture = '<figure><a rel="license" href="https://licences.example/by">picture</a></figure>'
    assert page("", f"{PROSE}{picture}").license == ""
    assert page('<meta name="dc.rights" content="All rights reserved">').license == "All rights reserved"


@pytest.mark.parametrize(
    "address",
    [
        *("/ferry", "javascript:alert(1)", "data:text/html,x", "//tide.example/ferry", "https://", "https://[x/ferry"),
        *("https://tide.example/" + "x" * 3000, "https://me:pw@tide.example/ferry", "https://tide.example/a b"),
    ],
)
def test_a_declared_address_is_a_whole_web_address_or_nothing(address: str) -> None:
    document = page(f'<link rel="canonical" href="{address}">' + meta(og__image=address))
    assert (document.link, document.image) == ("", "")


@pytest.mark.parametrize(
    ("declared", "address"),
    [
        ("https://tide.example/fähre?für=a%20b", "https://tide.example/f%C3%A4hre?f%C3%BCr=a%20b"),
        ("https://tide.example/fa\u0308hre", "https://tide.example/fa%CC%88hre"),
        ("https://fähre.example/x", "https://xn--fhre-loa.example/x"),
        ("https://" + "ä" * 99 + ".example/x", ""),
    ],
)
def test_a_declared_address_is_in_ascii(declared: str, address: str) -> None:
    assert page(f'<link rel="canonical" href="{declared}">').link == address


def test_a_declared_address_can_be_written_to_files() -> None:
    assert page(data={"@type": "Article", "url": "https://tide.example/\ud800"}).link == ""


@pytest.mark.parametrize("address", ["https://tide.example", "https://tide.example/"])
def test_the_home_page_of_a_site_is_not_the_address_of_a_page(address: str) -> None:
    assert page(f'<link rel="canonical" href="{address}">').link == ""


# -- types -----------------------------------------------------------------------------------------------------------


def test_the_types_of_a_page_are_listed_in_their_order() -> None:
    faq = {"@type": "FAQPage", "mainEntity": [{"@type": "Question", "acceptedAnswer": {"@type": "Answer"}}] * 2}
    graph = {
        "@graph": [{"@type": ["Recipe", "NewsArticle"]}, {"@type": "http://schema.org/Thing", "hasPart": {"@type": "HowTo"}}]
    }
    body = (
        f'<div itemscope itemtype="https://schema.org/Product"><b itemprop="brand" itemscope itemtype="https://schema.org/Brand">'
        f'X</b>{PROSE}</div><div itemscope itemtype="https://other.example/Spam"></div>'
    )
    assert page(meta(og__type="Article"), body, [faq, graph]).types == (
        *("og:article", "FAQPage", "Question", "Recipe", "NewsArticle", "Thing", "HowTo", "Product"),
    )
    assert page().types == ()


def test_the_number_and_the_form_of_types_are_limited() -> None:
    assert len(page(data=[{"@type": f"Type{n}"} for n in range(999)]).types) == 50
    assert page(meta(og__type="<b>x</b>"), data={"@type": ["a b", "", 7, "x" * 99]}).types == ()


def test_the_pages_of_one_interview_have_the_metadata_of_the_first() -> None:
    first = page('<link rel="canonical" href="https://tide.example/1">' + meta(og__type="article"))
    both = joined([first, page('<link rel="canonical" href="https://tide.example/2">')])
    assert (both.link, both.types) == ("https://tide.example/1", ("og:article",))
