"""Pages as publishers make them: the article, its questions, and the furniture around it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tts_interview import Block, Kind, NotAnInterviewError, Transcript
from tts_interview.documents import read
from tts_interview.documents.html import read_fragment, read_html
from tts_interview.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGES = Path(__file__).parent.parent / "interviews" / "pages"
# Words on each page that are in no turn of its interview.
FURNITURE = {
    "harbour-news": ("partners", "Weather", "strike", "Courier", "breakwater", "Morning Tide", "seasick", "Herring", "Vester"),
    "glass-magazine": ("Quarry", "Issues", "slate", "once a month", "letters", "Copyright", "Harrane", "scaffold"),
    "bakery-blog": ("Skip", "recipes", "Greta", "Posted", "Share", "mill", "brother. It was ten", "Reply", "Archives", "yeast"),
    "moss-institute": ("Skip", "Study", "Home", "Press office", "Department", "1871", "Accessibility"),
    "radio-handmade": ("Home page", "Links", "Copyright", "visitor number", "tea"),
    "maps-saved": ("Menu", "unfinished", "Boots", "Advertisement", "department stores", "hums", "trial", "script", "Media"),
}


def page(name: str) -> Path:
    return PAGES / f"{name}.html"


def letters(text: str) -> str:
    return "".join(text.split())


def bold(block: Block) -> list[str]:
    return [block.text[e.start : e.end] for e in block.emphasis if e.bold]


def turns(transcript: Transcript) -> list[tuple[str, str, str]]:
    return [(turn.speaker, turn.role.value, " ".join(turn.text.split())) for turn in transcript.turns]


def spoken_blocks(name: str) -> list[Block]:
    """Return the blocks to be spoken: no furniture, captions or descriptions."""
    blocks = read(page(name)).blocks
    return [b for b in blocks if not b.furniture and b.kind not in (Kind.CAPTION, Kind.IMAGE)]


# -- whole pages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(FURNITURE))
def test_every_word_of_the_interview_is_read_and_no_furniture(name: str) -> None:
    text = "\n".join(block.text for block in spoken_blocks(name))
    for paragraph in read(PAGES / f"{name}.md").blocks:
        if paragraph.kind is not Kind.HEADING or paragraph.level > 1:
            assert letters(paragraph.text) in letters(text)
    assert not [word for word in FURNITURE[name] if word.casefold() in text.casefold()]


@pytest.mark.parametrize("name", sorted(FURNITURE))
def test_the_furniture_is_on_the_page_and_marked(name: str) -> None:
    source = page(name).read_text(encoding="utf-8")
    assert not [word for word in FURNITURE[name] if word.casefold() not in source.casefold()]
    assert any(block.furniture for block in read(page(name)).blocks)


@pytest.mark.parametrize("name", sorted(FURNITURE))
def test_the_questions_of_a_page_stand_out_as_in_its_markdown(name: str) -> None:
    def set_off(blocks: Iterable[Block]) -> list[str]:
        headed = [b for b in blocks if b.text not in titles and (bold(b) or (b.kind is Kind.HEADING and b.level > 1))]
        return [letters(bold(b)[0] if bold(b) else b.text) for b in headed]

    markdown = read(PAGES / f"{name}.md")
    titles = {markdown.title, read(page(name)).title}
    assert set_off(spoken_blocks(name)) == set_off(markdown.blocks)


@pytest.mark.parametrize("name", sorted(FURNITURE))
def test_a_page_has_the_turns_of_its_markdown(name: str) -> None:
    try:
        transcript = parse(read(page(name)))
    except NotAnInterviewError:
        pytest.fail(f"{name} has no turns")
    assert turns(transcript) == turns(parse(read(PAGES / f"{name}.md")))
    spoken = "\n".join(turn.text for turn in transcript.turns).casefold()
    assert not [word for word in FURNITURE[name] if word.casefold() in spoken]


@pytest.mark.parametrize("name", sorted(FURNITURE))
def test_every_block_has_its_line_number(name: str) -> None:
    lines = page(name).read_text(encoding="utf-8").split("\n")
    for block in filter(lambda block: block.text, read(page(name)).blocks):
        first = block.text.split()[0].replace("&", "&amp;").replace("<", "&lt;")
        assert first in lines[block.line - 1], block


# -- questions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        '<p class="question">Why?</p>',
        '<div class="interview-question"><p>Why?</p></div>',
        '<p><span class="q">Why?</span></p>',
        '<p class="qa__question--text interviewer">Why?</p>',
        '<p class="frage">Why?</p>',
        '<p style="font: bold 12px serif">Why?</p>',
        "<dl><dt>Why?</dt></dl>",
    ],
)
def test_a_question_by_class_or_style_is_bold(question: str) -> None:
    assert bold(read_html(f"<body>{question}<p>Because.</p></body>").blocks[0]) == ["Why?"]


@pytest.mark.parametrize(
    "answer",
    [
        '<p class="answer">Because.</p>',
        '<p class="q-and-a-item">Because.</p>',
        '<p class="unquestionable sequence">Because.</p>',
        '<div class="question"><p class="answer">Because.</p></div>',
        '<b style="font-weight:normal" id="docs-internal-guid">Because.</b>',
        '<p style="font-weight: bold; font-weight: 400">Because.</p>',
    ],
)
def test_elements_that_are_not_questions_are_not_bold(answer: str) -> None:
    assert bold(read_html(f"<body>{answer}</body>").blocks[0]) == []


def test_a_question_with_a_bold_label_keeps_its_emphasis() -> None:
    blocks = read_html('<div class="question"><p><b>Ann:</b> Why?</p></div>').blocks
    assert bold(blocks[0]) == ["Ann:"]


def test_a_style_sheet_makes_a_class_bold_and_its_last_rule_wins() -> None:
    style = (
        "<style>/* a.b{ */ .ask, p.say{color:red; font-weight: 600} .say{font-weight:normal} .x .y{font-weight:bold}</style>"
    )
    page = f'<head>{style}</head><body><p class="ask">Why?</p><p class="say">So.</p><p class="y">No.</p></body>'
    assert [bold(b) for b in read_html(page).blocks] == [["Why?"], [], []]


# -- paragraphs and words --------------------------------------------------------------------------------------------


def test_two_breaks_end_a_paragraph_and_lines_keep_their_numbers() -> None:
    source = "<p>\n<b>Q:</b> Why?<br><br>\n<b>A:</b> Because\n<br>of it.\n<br> \n<BR>\n\nAnd so on.<br><br></p>"
    assert [(b.text, b.lines) for b in read_html(source).blocks] == [
        ("Q: Why?", (2,)),
        ("A: Because \nof it.", (3, 4)),
        ("And so on.", (8,)),
    ]


def test_unclosed_paragraphs_are_paragraphs() -> None:
    assert [b.text for b in read_html("<BODY><P>Q: Why?<P>A: Because.<BR>So.</BODY>").blocks] == ["Q: Why?", "A: Because.\nSo."]


def test_lines_beyond_the_counter_of_the_parser_are_counted() -> None:
    blocks = read_html("<body>" + "\n" * 70_000 + "<p>Ann: Hello</p>\n\n<p>Ben: Hi</p></body>").blocks
    assert [b.line for b in blocks] == [70_001, 70_003]


def test_words_in_angle_brackets_are_text_and_unknown_elements_are_not() -> None:
    source = "<p>Ann: Hello <laughs out loud> there</p><paragraph>Ben: Hi</paragraph><my-box>Ann: So</my-box>"
    assert [b.text for b in read_html(source).blocks] == ["Ann: Hello <laughs out loud> there", "Ben: Hi", "Ann: So"]


def test_notes_and_times_stay_in_the_text() -> None:
    assert read_html("<p>In <time>1998</time> it rained.<sup>2</sup></p>").blocks[0].text == "In 1998 it rained.2"


# -- the article -----------------------------------------------------------------------------------------------------

WORDS = "The heron stood in the shallow water and waited until the last boat had passed the bridge number"
ANSWERS = "".join(f"<p>{WORDS} {n}.</p>" for n in range(12))


def marks(source: str) -> dict[str, bool]:
    return {block.text: block.furniture for block in read_html(source).blocks}


@pytest.mark.parametrize(
    "box", ['<div class="newsletter">{}</div>', '<form class="ad">{}</form>', '<div id="paywall">{}</div>']
)
def test_a_frame_around_the_whole_page_is_not_furniture(box: str) -> None:
    found = marks(f"<body>{box.format('<h1>The heron</h1>' + ANSWERS)}</body>")
    assert not any(found.values())


def test_a_form_and_the_few_words_around_it_are_furniture() -> None:
    box = '<div class="x9"><p>A letter every Friday.</p><form><input type="email"></form></div>'
    found = marks(f"<body><article>{ANSWERS}{box}{ANSWERS}</article></body>")
    assert [text for text, furniture in found.items() if furniture] == ["A letter every Friday."]


def test_the_name_of_a_column_above_the_title_is_furniture() -> None:
    found = marks(
        f'<body><article><p class="kicker">Food</p><h1>Lemons</h1><p class="standfirst">Sour.</p>{ANSWERS}</article></body>'
    )
    assert [text for text, furniture in found.items() if furniture] == ["Food"]


def test_an_article_around_a_form_is_not_furniture() -> None:
    found = marks(f"<body><div class='x9'>{ANSWERS}<form><button>Send</button></form></div></body>")
    assert [text for text, furniture in found.items() if furniture] == ["Send"]


def test_a_list_of_links_is_furniture_and_a_linked_question_is_not() -> None:
    menu = "<ul><li><a href='/a'>One</a> <a href='/b'>Two</a></li></ul>"
    found = marks(f"<body><div>{menu}{ANSWERS}<p><b><a href='/c'>And the heron?</a></b></p>{ANSWERS}</div></body>")
    assert [text for text, furniture in found.items() if furniture] == ["One Two"]


@pytest.mark.parametrize("answer", ["<p>Yes.</p>", "<div><div>Yes.</div></div>", '<div class="a"><p>No.</p></div>'])
def test_a_short_answer_between_long_ones_is_kept(answer: str) -> None:
    assert not any(marks(f"<body><article>{ANSWERS}{answer}{ANSWERS}</article></body>").values())


def test_a_page_that_trafilatura_misreads_is_kept_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    monkeypatch.setattr(trafilatura, "extract", lambda *_, **__: f"{WORDS} 1.")
    source = "<body><article>{}</article></body>".format(
        "".join(f"<p>Line {n} says {n * 7} and {n * 13}.</p>" for n in range(30))
    )
    assert not any(marks(source).values())


def test_only_whole_pages_are_searched_for_an_article(monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a piece of HTML is no page")

    monkeypatch.setattr(trafilatura, "extract", refuse)
    assert len(read_html(ANSWERS).blocks) == len(read_fragment(f"<body>{ANSWERS}</body>")) == 12


@pytest.mark.parametrize(
    "source", ["<div>" * 200 + ANSWERS, ANSWERS * 450, ANSWERS + "<i></i>" * 41_000, ANSWERS + "<h2><b>" * 300]
)
def test_an_extraordinary_page_is_read_by_its_structure_alone(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    asked: list[object] = []

    def extract(tree: object, **_: object) -> str:
        asked.append(tree)
        return ""

    monkeypatch.setattr(trafilatura, "extract", extract)
    assert len(read_html(f"<body>{source}</body>").blocks) >= 12
    assert not asked
    read_html(f"<body>{ANSWERS}</body>")
    assert asked
