"""Hostile and huge documents are parsed completely or refused in one line, and every character is accounted for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tts_interview import NotAnInterviewError, ReadingSettings, Role, SourceError, Transcript
from tts_interview.documents import read_bytes
from tts_interview.parsing import parse
from tts_interview.script.file import Script, read_script, script_text
from tts_interview.script.merge import base_of

if TYPE_CHECKING:
    from tts_interview.model import Document

# What grows too fast takes far longer than the limit; `benchmarks/growth.py` tells how fast each grows. Other tests run the
# same code, and tracing would add half to the time.
pytestmark = [pytest.mark.timeout(100), pytest.mark.no_cover]
TURNS = "Ann: Why?\n\nBen: So.\n\nAnn: And?\n\nBen: "


def accounted(transcript: Transcript) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in (p.text for t in transcript.turns for p in t.paragraphs):
        counts.update("".join(text.split()))
    for entry in transcript.left_out:
        counts.update("".join(entry.text.split()))
    return counts


def given_characters(document: Document) -> Counter[str]:
    texts = [*(block.text for block in document.blocks), *(words for _, words in document.markup)]
    return Counter("".join("".join(text.split()) for text in texts))


@pytest.mark.parametrize(
    "tail",
    [
        ":" * 1_000_000,
        "Ann: " * 30_000,
        "[" * 200_000,
        "{{" * 100_000,
        "?" * 300_000,
        "— " * 100_000,
        "Abc " * 100_000,
        "\n:" * 20_000,
        "\n\nA" + " " * 300_000 + "b",
        "\n\n" + "*" * 300_000 + "b",
        "\n\n" + "— So?\n" * 15_000,
        "[laughs]\nAnn: So.\nBen: " * 5_000,
        "\n\n森下「" + "」 " * 100_000,
        "\n\n" + "：\n" * 20_000,
        "\n\nQ." + " " * 300_000 + "\nb",
        "\n\n" + "So.\n1. Yes.\n" * 20_000,
        "\n\nWhy is it so? " + '"So" ' * 50_000 + "b",
    ],
    ids=[
        *("colons", "labels", "brackets", "braces", "question marks", "dashes", "capitals", "lines of a colon"),
        *("spaces", "stars", "dashes at line starts", "stage directions"),
        *("corner brackets", "lone colons", "a letter and spaces", "numbered lines", "quotations"),
    ],
)
def test_a_text_designed_to_hurt_is_parsed_completely(tail: str) -> None:
    document = read_bytes((TURNS + tail).encode(), "page", ".txt")
    assert accounted(parse(document)) == given_characters(document)


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".md", "<i>" * 30_000 + "So." + "</b>" * 30_000),
        (".md", "<b>" * 30_000 + "so " * 100_000 + "</b>" * 30_000),
        (".md", "*" + "photo" * 60_000 + "*"),
        (".md", "---\nguests: [" + ", ".join(f"Al{n} Bo{n}" for n in range(5_000)) + "]\n---\nBen: So."),
        (".md", "\n\n" + "".join(f"# Al{n} Bo{n}\n\n" for n in range(4_000)) + "Ann: And?"),
        (".md", "\n\n" + "".join(f"# Why {n}?\n\n**Ida:** So.\n\n" for n in range(2_000))),
        (".html", f"<p>Ann: Why?</p><p>Ben: So.</p><p>Ann: And?</p><p>Ben: So.</p>{'<li>So?</li>' * 8_000}"),
        (".html", f"<p>Ann: Why?</p><p>Ben: So.</p><p>Ann: And?</p>{'<!--x-->' * 100_000}<p>Ben: So.</p>"),
    ],
    ids=["tags left open", "nested tags", "credits", "guests", "chapters", "heading questions", "list items", "comments"],
)
def test_markup_designed_to_hurt_is_parsed_completely(suffix: str, text: str) -> None:
    page = text if suffix == ".html" or text.startswith("---") else TURNS + text
    document = read_bytes(page.encode(), "page", suffix)
    try:
        transcript = parse(document)
    except NotAnInterviewError:
        return
    assert accounted(transcript) == given_characters(document)


def test_an_introduction_of_only_names_does_not_name_a_guest() -> None:
    crowd = " ".join(f"in Al{n} Bo{n}" for n in range(3_000))
    text = f"{crowd}\n\n**Why?**\n\nSo.\n\n**And?**\n\n{'Al0, Al1 Bo1, ' * 20_000}"
    speakers = parse(read_bytes(text.encode(), "page", ".md")).speakers
    assert [speaker.name for speaker in speakers if speaker.role is not Role.NARRATOR] == ["Interviewer", "Guest"]


def test_the_numbers_of_a_markdown_list_do_not_count_as_lost_text() -> None:
    document = read_bytes((TURNS + "So.\n\n" + "1. Why?\n" * 200).encode(), "page", ".md")
    assert [block.text for block in document.blocks[-200:]] == ["Why?"] * 200


def test_one_line_of_five_megabytes_is_one_answer() -> None:
    words = "and so it went on " * 280_000
    transcript = parse(read_bytes((TURNS + words).encode(), "page", ".txt"))
    assert [t.speaker for t in transcript.turns] == ["Ann", "Ben"] * 2
    assert len(transcript.turns[-1].text) == len(words) - 1


def test_three_thousand_speakers_are_three_thousand_people() -> None:
    names = [f"{chr(65 + n % 26)}el{n} Vo{n}" for n in range(3_000)]
    text = "\n\n".join(f"{name}: Word {n}." for n, name in enumerate([*names, *names]))
    # Nobody asks anybody anything in it, so that it is read only on request.
    read = parse(read_bytes(text.encode(), "page", ".txt"), ReadingSettings(as_interview=True))
    assert len(read.speakers) == 3_000


def test_ten_thousand_turns_in_one_paragraph_keep_their_lines() -> None:
    text = "Q: Why?\nA: So.\n" * 5_000
    turns = parse(read_bytes(text.encode(), "page", ".txt")).turns
    assert [t.line for t in turns] == list(range(1, 10_001))


PIECES = st.sampled_from(
    [
        *(
            "Ann:",
            "Ben:",
            "**Ann:**",
            "**Ben**:",
            "Q:",
            "A:",
            "Q ",
            "R.-",
            "__AL)",
            "Ann Lee (AL):",
            "AL:",
            "???:",
            "Break:",
            ">>",
        ),
        *(
            "# ",
            "## ",
            "> ",
            "- ",
            "* ",
            "1. ",
            "2. ",
            "1973.",
            "---",
            "***",
            "— ",
            "―― ",
            "<b>",
            "</b>",
            "<i>",
            "<br>",
            "<p>",
            "</p>",
        ),
        *("[laughs]", "(Laughter.)", "(00:12)", "[04:11]", "00:01:02", "{{x}}", "{% y %}", "http://x.org", "Dr. Ann Lee:"),
        *("[a]: http://x.org 'b'", "[Ann]: Yes.", "<laughs>", "<v Ann>", "```python", "00:01"),
        *("INTERVIEWER:", "聞き手", ": ささだ", "安娜：", "記者：", "¿Por qué?", "Why?", "So.", "Yes", "Ann and Ben:", "A/B:"),
        *("Photo: Jo / Getty Images", "hide caption", "Read more", "Advertisement", "Interviewer: Ann Lee"),
    ]
)
TEXT = st.lists(
    st.tuples(PIECES | st.text(max_size=25), st.sampled_from([" ", "\n", "\n\n", "\n    ", ""])), min_size=1, max_size=40
).map(lambda parts: "".join(piece + gap for piece, gap in parts))


def check_any_text(text: str, suffix: str) -> None:
    """Check that parsing gives a transcript or our own error, the ledger adds up, and the script survives the round trip."""
    try:
        document = read_bytes(text.encode(errors="replace"), "page", suffix)
        transcript = parse(document)
    except (NotAnInterviewError, SourceError):
        return
    assert accounted(transcript) == given_characters(document)
    assert all(turn.paragraphs and all(p.text for p in turn.paragraphs) for turn in transcript.turns)
    assert {turn.speaker for turn in transcript.turns} <= {s.name for s in transcript.speakers}
    again = read_script(script_text(Script(transcript, base=base_of(transcript))), "script.md").transcript
    assert [(t.speaker, t.role, t.text) for t in again.turns] == [(t.speaker, t.role, t.text) for t in transcript.turns]
    assert again.left_out == transcript.left_out
    assert again.speakers == transcript.speakers


@given(TEXT, st.sampled_from([".txt", ".md", ".html", ".vtt", ".srt"]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_for_any_text_the_ledger_adds_up_and_the_script_survives(text: str, suffix: str) -> None:
    check_any_text(text, suffix)


@pytest.mark.slow
@pytest.mark.exhaustive
@given(TEXT, st.sampled_from([".txt", ".md", ".html", ".vtt", ".srt"]))
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_for_ten_thousand_texts_the_ledger_adds_up_and_the_script_survives(text: str, suffix: str) -> None:
    check_any_text(text, suffix)
