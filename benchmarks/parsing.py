"""How long reading and parsing take, beside what the libraries need for reading alone, on the same texts in the same run.

Usage: python benchmarks/parsing.py [MEGABYTES ...]   (1 and 20 unless given)
"""

from __future__ import annotations

import contextlib
import json
import random
import sys
import time
from typing import TYPE_CHECKING

from tts_interview.documents import read_bytes
from tts_interview.errors import TtsInterviewError
from tts_interview.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = "the of and to in that we you it was for on are with as have not this but by from they at his her what when".split()  # noqa: SIM905
HEAD = "Ann: Why?\n\nBen: So.\n\nAnn: And?\n\nBen: "


def conversation(size: int, label: str, speakers: int = 2) -> str:
    """Turns of sixty words, until there are so many bytes."""
    chance = random.Random(1)  # noqa: S311 - the same text in every run, and no secret
    turns: list[str] = []
    length = 0
    while length < size:
        number = len(turns) % speakers
        words = " ".join(chance.choices(WORDS, k=60)).capitalize()
        turns.append(
            f"{label.format(f'{chr(65 + number % 26)}el{number} Vo{number}')} {words}{'?' if len(turns) % 2 == 0 else '.'}"
        )
        length += len(turns[-1]) + 2
    return "\n\n".join(turns)


def page(size: int) -> str:
    """The conversation as a page."""
    paragraphs = "".join(f"<p>{turn}</p>\n" for turn in conversation(size, "<b>{}:</b>").split("\n\n"))
    return f"<html><head><title>Talk</title></head><body><nav>Home</nav><article>{paragraphs}</article></body></html>"


def cues(size: int) -> str:
    """WebVTT whose cues are a word each."""
    times = (f"{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}" for n in range(size // 48))
    said = (f"{time}.000 --> {time}.900\n{'A: Hm.' if n % 2 else 'B: So?'}\n\n" for n, time in enumerate(times))
    return "WEBVTT\n\n" + "".join(said)


def crowd(size: int) -> str:
    """Lines that are all said by somebody else."""
    return HEAD + "\n".join(f"Al{n} Bo{n}: So." for n in range(size // 20))


def numbered(size: int, line: str) -> str:
    """A line with a number again and again, until there are so many bytes."""
    lines: list[str] = []
    length = 0
    while length < size:
        lines.append(line.format(len(lines), chr(65 + len(lines) % 26), len(lines) % 7))
        length += len(lines[-1])
    return "".join(lines)


def html(inside: str, head: str = "") -> str:
    """A page with these paragraphs."""
    return f"<html><head>{head}</head><body>{inside}</body></html>"


def voices(size: int) -> str:
    """A JSON transcript in which everybody speaks once."""
    segments = [{"speaker": f"Al{n} Bo{n}", "startTime": n, "endTime": n + 1, "body": "So?"} for n in range(size // 75)]
    return json.dumps({"version": "1.0.0", "segments": segments})


TEXTS: dict[str, tuple[str, Callable[[int], str]]] = {
    "plain text": (".txt", lambda size: conversation(size, "{}:")),
    "Markdown": (".md", lambda size: conversation(size, "**{}:**")),
    "HTML": (".html", page),
    "ten thousand speakers": (".txt", lambda size: conversation(size, "{}:", 10_000)),
    "one line": (".txt", lambda size: HEAD + "and so it went on " * (size // 18)),
    "colons": (".txt", lambda size: HEAD + ":" * size),
    "brackets": (".txt", lambda size: HEAD + "([" * (size // 2)),
    "short lines": (".txt", lambda size: HEAD + "\n".join(["Ab"] * (size // 3))),
    "short turns": (".txt", lambda size: "A: Hm.\nB: So?\n" * (size // 14)),
    "short paragraphs": (".txt", lambda size: HEAD + "a\n\nb\n\n" * (size // 6)),
    "unlabelled questions": (".txt", lambda size: "Why?\n\nSo.\n\n" * (size // 11)),
    "a name on every line": (".txt", crowd),
    "short cues": (".vtt", cues),
    "short Markdown turns": (".md", lambda size: "**A:** Hm.\n\n**B:** So?\n\n" * (size // 24)),
    "Markdown list items": (".md", lambda size: HEAD + "- a\n" * (size // 4)),
    "short HTML paragraphs": (".html", lambda size: html("<p>A: Hm.</p><p>B: So?</p>" * (size // 26))),
    "labels in one paragraph": (".md", lambda size: "A: Hm.\nB: So?\n" * (size // 14)),
    "bold labels in one paragraph": (".md", lambda size: "**A:** Hm.\n**B:** So?\n" * (size // 22)),
    "a label and a word a line": (".txt", lambda size: numbered(size, "Name{0}: word\n")),
    "a label once again and again": (".txt", lambda size: HEAD + numbered(size, "Ann {1}{0}: why? ")),
    "labels inside a line": (".txt", lambda size: HEAD + "Ann: Why? Ben: So. " * (size // 19)),
    "letters": (".txt", lambda size: "Q: Why?\n\nA: So.\n\n" * (size // 17)),
    "letters without colons": (".txt", lambda size: "Q Why?\n\nA So.\n\n" * (size // 15)),
    "voice tags": (".txt", lambda size: numbered(size, "<v Ann {2}>So it is?\n\n")),
    "voices of a format": (".json", voices),
    "names and times": (".txt", lambda size: numbered(size, "Ann {2} 00:00:0{2}\nSo it is?\n\n")),
    "bold questions": (".md", lambda size: numbered(size, "**Why {1}el{0}?** So I say.\n\n")),
    "bold questions in one paragraph": (
        ".html",
        lambda size: html(f"<p>{'<b>Why so?</b><br>I say so<br>' * (size // 30)}</p>"),
    ),
    "headings that ask": (".md", lambda size: numbered(size, "## Why {0}?\n\nI say so.\n\n")),
    "headings of names": (".md", lambda size: numbered(size, "## {1}el Vo{0}\n\nI say so.\n\n")),
    "numbered questions": (".txt", lambda size: numbered(size, "{0}. Why is it so?\n\nI say so.\n\n")),
    "dashes": (".txt", lambda size: "— Why is it so?\n\n— I say so.\n\n" * (size // 32)),
    "pull quotes": (".md", lambda size: HEAD + numbered(size, "So it is in {1}el{0}.\n\n> So it is in {1}el{0}.\n\n")),
    "names in the talk": (
        ".txt",
        lambda size: numbered(size, "Ann Lee: Why {1}el Vo{0}?\n\nBen Ray: {1}im Go{0} did.\n\n"),
    ),
    "a title of dashes": (".html", lambda size: html("<p>A: Why?</p><p>B: So.</p>", f"<title>{'a - ' * (size // 4)}</title>")),
    "fractions": (".txt", lambda size: HEAD + "1/2/3/" * (size // 6)),
    "elements in elements": (".html", lambda size: html("<div>" * 200 + "<p>A: Why?</p><p>B: So.</p>" * (size // 28))),
    "rows of a table": (".html", lambda size: html(f"<table>{'<tr><td>Ann</td><td>Why?</td></tr>' * (size // 34)}</table>")),
    "terms": (".html", lambda size: html(f"<dl>{'<dt>Ann</dt><dd>Why?</dd><dt>Ben</dt><dd>So.</dd>' * (size // 50)}</dl>")),
}


def peer(text: str, suffix: str) -> None:
    """What the library behind a format needs to read the text, without parsing any turn."""
    if suffix == ".md":
        from markdown_it import MarkdownIt

        MarkdownIt("commonmark").parse(text)
    elif suffix == ".html":
        import trafilatura

        trafilatura.extract(text, output_format="xml", include_formatting=True)


def seconds(work: Callable[[], object]) -> float:
    """How much processor time it took; what is refused counts like what is parsed."""
    start = time.process_time()
    with contextlib.suppress(TtsInterviewError):
        work()
    return time.process_time() - start


def warm_up() -> None:
    """Import libraries, which happens where they are first used: that of languages for what is not English."""
    read_bytes(page(100_000).encode(), "warm up", ".html")
    parse(read_bytes(("Ana: ¿De dónde es usted?\n\nLuis: De un pueblo pequeño.\n\n" * 5).encode(), "warm up", ".txt"))


def main(sizes: list[float]) -> None:
    """Print the table."""
    warm_up()
    print(f"{'text':32}{'MB':>6}{'ours, s':>10}{'library alone, s':>18}")
    for size in sizes:
        for name, (suffix, make) in TEXTS.items():
            text = make(int(size * 1e6))
            data = text.encode()
            ours = seconds(lambda data=data, suffix=suffix: parse(read_bytes(data, "text", suffix)))
            alone = seconds(lambda text=text, suffix=suffix: peer(text, suffix)) if suffix in (".md", ".html") else None
            print(f"{name:32}{len(data) / 1e6:6.1f}{ours:10.2f}{'-' if alone is None else f'{alone:.2f}':>18}", flush=True)


if __name__ == "__main__":
    main([float(argument) for argument in sys.argv[1:]] or [1, 20])
