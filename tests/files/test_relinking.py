"""Addresses follow a file that gets another name, in attributes and in linked data, and nowhere else."""

from __future__ import annotations

import pytest

from tts_interview.files.relinking import Links

BASE = "https://example.org/a%20show/"
LINKS = Links(BASE, {"one/100% é.mp3": "one/100% é.0f.mp3", "b.mp3": "b.1e.mp3"})


@pytest.mark.parametrize(
    ("address", "document", "followed"),
    [
        ("https://example.org/a%20show/b.mp3", "x.html", "https://example.org/a%20show/b.1e.mp3"),
        ("b.mp3", "x.html", "b.1e.mp3"),
        ("./b.mp3?a=b.mp3#t=1", "", "./b.1e.mp3?a=b.mp3#t=1"),
        ("../b.mp3", "one/x.html", "../b.1e.mp3"),
        ("100%25%20%C3%A9.mp3", "one/x.html", "100%25%20%C3%A9.0f.mp3"),
        ("one/100%25%20%c3%a9.mp3", "", "one/100%25%20%C3%A9.0f.mp3"),
    ],
)
def test_an_address_that_leads_to_the_file_follows_it(address: str, document: str, followed: str) -> None:
    assert LINKS.followed(address, document) == followed


@pytest.mark.parametrize(
    ("address", "document"),
    [
        ("b.mp3", "one/x.html"),
        ("https://example.org/b.mp3", ""),
        ("https://elsewhere.org/a%20show/b.mp3", ""),
        ("http://example.org/a%20show/b.mp3", ""),
        ("b.mp3.html", ""),
        ("ab.mp3", ""),
        ("#b.mp3", "x.html"),
        ("?b.mp3", "x.html"),
        ("b%252emp3", ""),
        ("../../b.mp3", "one/x.html"),
        ("https://[", ""),
        ("", ""),
        ("mailto:b.mp3", ""),
    ],
)
def test_an_address_that_leads_elsewhere_stays(address: str, document: str) -> None:
    assert LINKS.followed(address, document) == address


@pytest.mark.parametrize(
    ("html", "followed"),
    [
        ('<audio controls src="b.mp3" id="a">', '<audio controls src="b.1e.mp3" id="a">'),
        ("<a title='>' HREF = 'b.mp3'>", "<a title='>' HREF = \"b.1e.mp3\">"),
        ('<meta property="og:audio" content="https://example.org/a%20show/b.mp3">', None),
        (
            '<script type="application/ld+json">{"name": "b.mp3", "contentUrl": "b.mp3"}</script>',
            '<script type="application/ld+json">{"name": "b.mp3", "contentUrl": "b.1e.mp3"}</script>',
        ),
    ],
)
def test_the_attributes_and_the_linked_data_of_a_page_follow(html: str, followed: str | None) -> None:
    assert LINKS.in_html(html, "x.html") == (followed or html.replace("b.mp3", "b.1e.mp3"))


@pytest.mark.parametrize(
    "html",
    [
        "<p>Open b.mp3 &lt;a href=&quot;b.mp3&quot;&gt;</p>",
        '<a href="c.mp3" download="b.mp3" title="b.mp3">b.mp3</a>',
        '<script>const a = {"url": "b.mp3"}; play(\'<audio src="b.mp3">\');</script>',
        '<!-- <audio src="b.mp3"> -->',
        '<title><a href="b.mp3"></title>',
        '<style>a { background: url("b.mp3") } /* <a href="b.mp3"> */</style>',
        "<p title='<a href=\"b.mp3\">'>",
    ],
)
def test_words_scripts_and_comments_of_a_page_stay(html: str) -> None:
    assert LINKS.in_html(html, "x.html") == html


def test_only_the_values_of_addresses_in_json_follow() -> None:
    said = '{"url": "b.mp3", '
    said += '"body": "say \\"url\\": \\"b.mp3\\" and b.mp3", '
    said += '"name": "b.mp3", "list": ["url", "b.mp3"], "uri":"./b.mp3"}'
    followed = said.replace('"url": "b.mp3"', '"url": "b.1e.mp3"', 1).replace("./b.mp3", "./b.1e.mp3")
    assert LINKS.in_json(said, "x.json") == followed
