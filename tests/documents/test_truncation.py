"""The metadata of a page, and refusal of pages with only the beginning of their article."""

from __future__ import annotations

import json

import pytest

from tts_interview import Document, SourceError
from tts_interview.documents.html import read_html
from tts_interview.errors import PageKind

WORDS = "The heron stood in the shallow water and waited until the last boat had passed the bridge number"
ARTICLE = "".join(f"<p>{WORDS} {n}.</p>" for n in range(12))  # 19 words each


def page(body: str, data: object = None, head: str = "", lang: str = "en") -> Document:
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data else ""
    return read_html(f'<html lang="{lang}"><head>{head}{script}</head><body>{body}</body></html>')


def article(**fields: object) -> dict[str, object]:
    return {"@type": "NewsArticle", **fields}


def reason(body: str, data: object = None, head: str = "") -> str:
    with pytest.raises(SourceError) as caught:
        page(body, data, head)
    message = str(caught.value)
    assert message.startswith("the page has only a part of its article")
    assert message.endswith("or give the text through standard input with -")
    assert "\n" not in message
    assert caught.value.kind is PageKind.CUT
    return message


# -- metadata --------------------------------------------------------------------------------------------------------


def test_linked_data_gives_title_date_language_and_authors() -> None:
    authors = [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Organization", "name": "The Daily"}]
    data_of_article = article(headline="The  heron", datePublished="2026-05-06T01:00Z", author=authors)
    data = {"@graph": [{"@type": "WebPage", "headline": "No"}, data_of_article]}
    document = page(ARTICLE, data)
    assert (document.title, document.date, document.authors) == ("The heron", "2026-05-06", ("Ann Lee",))
    assert page(ARTICLE, article(inLanguage="fr-CA"), lang="").language == "fr-CA"


def test_meta_elements_fill_the_gaps_of_linked_data() -> None:
    head = '<meta property="og:title" content="The heron"><meta property="og:locale" content="de_AT">'
    head += '<meta name="author" content="Ann Lee and Bo Dahl"><meta property="article:published_time" content="2026-05-06">'
    document = page(ARTICLE, head=head, lang="")
    assert (document.title, document.date, document.language) == ("The heron", "2026-05-06", "de-AT")
    assert document.authors == ("Ann Lee", "Bo Dahl")


@pytest.mark.parametrize(
    "author", ["https://example.org/ann", "admin", "The editors of all the pages of this paper", "@ann lee"]
)
def test_a_text_that_is_not_a_name_is_not_an_author(author: str) -> None:
    assert page(ARTICLE, head=f'<meta name="author" content="{author}">').people == ()


@pytest.mark.parametrize(
    ("title", "heading", "expected"),
    [
        ("The heron | The Daily", "The heron", "The heron"),
        ("The heron - a life - The Daily", "The heron - a life", "The heron - a life"),
        ("The heron - a life", "Birds", "The heron - a life"),
    ],
)
def test_the_name_of_the_site_is_removed_from_the_title(title: str, heading: str, expected: str) -> None:
    assert page(f"<h1>{heading}</h1>{ARTICLE}", head=f"<title>{title}</title>").title == expected


@pytest.mark.parametrize(
    "script", ["{broken", "[" * 100_000, '{"@type": 7, "author": {"name": ["x"]}, "wordCount": "many"}', "[1]"]
)
def test_invalid_linked_data_does_no_harm(script: str) -> None:
    assert len(page(ARTICLE, head=f'<script type="application/ld+json">{script}</script>').blocks) == 12


# -- cut by the numbers ----------------------------------------------------------------------------------------------


def test_a_page_with_far_fewer_words_than_declared_is_cut() -> None:
    assert "declare 900 words, but it has 228" in reason(ARTICLE, article(wordCount=900))
    assert "declare 901 words" in reason(ARTICLE, article(articleBody="heron " * 901))


@pytest.mark.parametrize("count", [228, "228", 300, 379, 0, "", None])
def test_a_page_with_about_as_many_words_as_declared_is_whole(count: object) -> None:
    assert len(page(ARTICLE, article(wordCount=count)).blocks) == 12


PAID = article(isAccessibleForFree="False", hasPart={"isAccessibleForFree": False, "cssSelector": ".paid"})


def test_a_part_for_subscribers_that_is_missing_is_an_error() -> None:
    assert ".paid is for subscribers" in reason(ARTICLE, PAID)
    assert ".paid is for subscribers" in reason(f'{ARTICLE}<div class="paid"><p>Subscribe now.</p></div>', PAID)


def test_a_page_saved_by_a_subscriber_is_whole() -> None:
    assert len(page(f'<p>Hello.</p><div class="x paid">{ARTICLE}</div>', PAID).blocks) == 13


def test_a_short_page_that_is_not_free_is_cut_and_a_long_one_is_not() -> None:
    assert "not free to read, and it has only 228 words" in reason(ARTICLE, article(isAccessibleForFree=False))
    assert "call it locked, and it has only 228 words" in reason(
        ARTICLE, head='<meta property="article:content_tier" content="locked">'
    )
    assert len(page(ARTICLE + ARTICLE, article(isAccessibleForFree=False)).blocks) == 24
    assert (
        len(page(ARTICLE, article(isAccessibleForFree=True), '<meta name="article:content_tier" content="free">').blocks) == 12
    )


# -- cut by its last words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "call",
    [
        "Subscribe to continue reading",
        "To read the full interview, please log in or register.",
        "Already a subscriber? Log in to keep reading.",
        "Jetzt abonnieren und weiterlesen",
        "Abonnez-vous pour lire la suite",
        "Suscríbete para seguir leyendo",
        "Abbonati per continuare a leggere",
        "Assine para continuar lendo",
        "Подпишитесь, чтобы читать дальше",
        "登录后继续阅读",
        "続きを読むにはログインしてください",
        "구독하고 계속 읽기",
        "Continue reading …",
        "Read the rest of this interview »",
        "Weiterlesen",
        "Lire la suite",
        "続きを読む",
    ],
)
@pytest.mark.parametrize("around", ["<article>{}<p>{}</p></article>", "{}<div>{}</div>"])
def test_a_page_that_ends_with_a_call_to_read_on_is_cut(call: str, around: str) -> None:
    assert f'ends with "{call}"' in reason(around.format(ARTICLE, call))


def test_a_call_in_a_paywall_box_counts_too() -> None:
    assert "ends with" in reason(f'<article>{ARTICLE}<div class="paywall"><p>Subscribe to continue reading</p></div></article>')


@pytest.mark.parametrize(
    "end",
    [
        '<p><a href="/other">Continue reading</a></p>',
        '<p>Continue reading: <a href="/other">The heron who would not fly</a></p>',
        "<p>I told her to continue reading, and she subscribed to a newspaper for herons.</p>",
        '<div class="newsletter"><p>Subscribe to our letter for more stories.</p></div>',
        "<footer><p>Subscribe for unlimited access to all our stories</p></footer>",
        '<aside class="related"><ul><li>Log in to read the full story of the stork</li></ul></aside>',
        "<p>Read on.</p>",
    ],
)
def test_a_whole_page_with_such_words_at_its_end_is_read(end: str) -> None:
    assert len(page(f"<article>{ARTICLE}{end}</article>").blocks) >= 13


def test_such_words_inside_the_article_do_not_cut_it() -> None:
    assert page(f"<article>{ARTICLE}<p>Subscribe to continue reading</p>{ARTICLE}</article>").blocks


def test_a_page_with_all_its_declared_words_may_end_with_a_call() -> None:
    assert page(f"<article>{ARTICLE}<p>Subscribe to continue reading</p></article>", article(wordCount=230)).blocks
