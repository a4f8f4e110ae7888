"""How the time of a plan grows with texts that are made to be slow: reading, parsing, casting, spoken words and pauses.

Usage: python benchmarks/growth.py [--kb 400] [PATTERN ...]

A pattern is a piece of text that is repeated until the source has an eighth of that size, and again until it has all of it.
Time is that of the processor; the exponent says by which power of the length it grows. The texts of `parsing.py` are patterns,
too. DOCX, EPUB and PDF are left out, because a child process bounds them.
"""

from __future__ import annotations

import argparse
import math
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import parsing as slow_texts
from parsing import HEAD, html, numbered, seconds

from tts_interview import Settings, documents, plan
from tts_interview.settings.parts import ReadingSettings, SpeechSettings

if TYPE_CHECKING:
    from collections.abc import Callable

SHORT_SHARE = 1 / 8
# A text of n bytes may take as long as n to this power; more is a fault.
STEEPEST = 1.2
FACTS = "---\ntitle: T\ncast:\n- name: Ann\n  role: interviewer\n- name: Ben\n  role: guest\n---\n\n"
TALK = "<p>Ann: Why?</p><p>Ben: So.</p><p>Ann: And?</p>"

# Pieces by the suffix of a source, between bars. A low line stands for a space, and ¶ for the end of a line.
PIECES = {
    ".txt": """
( | ) | [ | ] | { | } | < | > | " | ' | “ | « | — | - | … | ! | ? | . | , | ; | / | 1 | 1,2, | 1.2. | 1:2: | 1-2- | 5%_ | $5_
€1.5_ | 1/2/3/ | 12:30_ | 3_May_1999_ | 1990s_ | +1_555_ | No._5_ | 20°C_ | XIV_ | 1st_ | a | A | é | 中 | א | a_ | A_ | a.
a.b. | a/b/ | a-b- | NATO_ | Dr._ | #a_ | @a_ | a=b+c* | https://a.b/c_ | a@b.c_ | O'N_ | [a]_ | [a_ | (a_ | (laughs)_ | "a_
“a”_ | 'a'_ | A:_ | A:_x_ | Ann:_ | Ann_Lee_ | Q:_ | (Ann)_ | and_ | so_and_so,_ | Why?_ | No._
""",
    ".md": """
* | ** | __ | ` | ~~ | *a_ | **a_ | *a*_ | **a**_ | ***a** | [a](b)_ | ![a](b)_ | [a]: | [a][b]_ | <b> | <b>a</b>_ | &amp; | \\*
>_ | >_a¶ | >_a¶¶ | -_a¶ | 1._a¶ | #_a¶¶ | ##_Why?¶¶a¶¶ | ---¶¶ | ```¶ | a|b¶ | a¶ | a¶¶ | **A:**¶a¶¶ | *Why?*¶¶a¶¶ | [^1]_
<!--_a_-->_
""",
    ".html": """
<div> | <p> | <b> | <b>a | </p> | <br> | a<br> | <br><br> | <p>a</p> | <p><b>Why?</b></p><p>a</p> | <h2>a</h2><p>a</p>
<li>a</li> | <a_href="b">a</a> | <img_alt="a"> | <figure><figcaption>a</figcaption></figure> | <blockquote>a</blockquote>
<em>a</em><b>b</b> | <!--_--> | &lt; | &amp;amp; | &#x41; | < | <a | <p_class=" | <script>a</script> | <style>a</style>
<nav>a</nav> | <span>a</span> | <table><tr><td>a | <ul><li>a</ul> | <section><p>a</p></section> | <article><p>a</p></article>
<aside><p>a</p></aside> | <dt>a<dd>b | <svg>a</svg>
""",
    ".script.md": """
{pause_1s}_a_ | {rate_0.9:_a}_ | {say_"b":_a}_ | {lang_fr:_a}_ | \\{a_ | a_{left_out_caption_7:_b}_ | ¶¶a | ¶¶#_a¶¶a
""",
}

Make = tuple[str, "Callable[[int], str]"]


def patterns() -> dict[str, Make]:
    """Return the patterns: the suffix of the source, and what makes a text of so many bytes."""
    made = {f"parsing: {name}": made for name, made in slow_texts.TEXTS.items()}
    for suffix, table in PIECES.items():
        for piece in " | ".join(table.strip().splitlines()).split(" | "):
            made[f"{suffix[1:]}: {piece}"] = (suffix, repeated(suffix, piece.replace("_", " ").replace("¶", "\n")))
    made["script.md: everybody"] = (".md", lambda size: FACTS + numbered(size, "Ann: Why {1}el{0}?\n\nBen: So {1}el{0}.\n\n"))
    made["script.md: cast"] = (".md", cast_of)
    return made


def repeated(suffix: str, piece: str) -> Callable[[int], str]:
    """Return what makes a source of so many bytes, in which one answer has the piece again and again."""

    def make(size: int) -> str:
        many = piece * (size // len(piece.encode()))
        if suffix == ".html":
            return html(f"<p>Ann: Why?</p><p>Ben: So.</p><p>Ann: And?</p>{many}")
        return f"{FACTS}Ann: Why?\n\nBen: So {many}" if suffix == ".script.md" else HEAD + many

    return make


def cast_of(size: int) -> str:
    """A script in which everybody speaks once."""
    people = [f"Al{number} Bo{number}" for number in range(size // 60)]
    cast = "".join(f"- name: {name}\n  role: {'guest' if n % 2 else 'interviewer'}\n" for n, name in enumerate(people))
    return f"---\ntitle: T\ncast:\n{cast}---\n\n" + "\n\n".join(f"{name}: So?" for name in people)


def growth(made: Make, longest_bytes: int, folder: Path) -> tuple[float, float, float]:
    """Return the processor time of the plan of a short and of a long text, and the exponent of its growth."""
    suffix, make = made
    wanted = Settings(reading=ReadingSettings(as_interview=True), speech=SpeechSettings("tone", cache_folder=folder / "cache"))
    source = folder / f"text{suffix}"
    took, sizes = [], []
    for size in (round(longest_bytes * SHORT_SHARE), longest_bytes):
        source.write_text(make(size), encoding="utf-8")
        sizes.append(source.stat().st_size)
        took.append(seconds(lambda: plan(source, wanted)))  # once: a second time, words that were spoken before are known
    return took[0], took[1], math.log(took[1] / took[0]) / math.log(sizes[1] / sizes[0])


def main() -> None:
    """Print the table, and how many patterns grow too fast."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kb", type=int, default=400, help="size of the longer texts")
    parser.add_argument("patterns", nargs="*", metavar="PATTERN")
    given, found = parser.parse_args(), patterns()
    documents._MOST_BYTES_HERE = 1000 * given.kb  # noqa: SLF001 - the clock does not see child processes
    slow_texts.warm_up()
    print(f"{'pattern':60}{f'{given.kb * SHORT_SHARE:g} kB, s':>12}{f'{given.kb} kB, s':>12}{'exponent':>10}")
    steep: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in given.patterns or found:
            short, long, exponent = growth(found[name], 1000 * given.kb, Path(folder))
            steep += [name] if exponent > STEEPEST else []
            print(f"{name:60}{short:12.2f}{long:12.2f}{exponent:10.2f}{'  too steep' * (exponent > STEEPEST)}", flush=True)
    print(
        f"{len(given.patterns or found)} patterns, {len(steep)} of them steeper than {STEEPEST}: {', '.join(steep) or 'none'}"
    )


if __name__ == "__main__":
    main()
