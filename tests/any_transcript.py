"""Strategies that draw transcripts of any content, with what a script file finds hard to hold; what tests compare of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import strategies as st

from tts_interview.model import Ask, Direction, Gender, Kind, LeftOut, Paragraph, Reason, Role, Speaker, Transcript, Turn

# The other control characters become spaces when a source is decoded, and UTF-8 has no surrogates.
NOT_TEXT = "".join(map(chr, (*range(9), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20))))
characters = st.characters(codec="utf-8", exclude_characters=NOT_TEXT)
NAMES = [
    "Ann",
    "Anna",
    "Anne Lee",
    "Ann Leigh",
    "ANN",
    "ann",
    "Ann Lee",
    "Ann:",
    "Ann: B",
    "Ann: \\B",
    "An",
    "Ben：",
    "Ben",
    "#Ben",
    "# Head",
    "{Ann}",
    "\\Ann",
    "\\",
]
NAMES += [
    "left out",
    "{left out label 1",
    "{left out label 1: x}",
    "[Ann]",
    "Ann\xa0",
    "A\u2028B",
    "-",
    "- Ann",
    "null",
    "yes",
    "1e3",
]
NAMES += [
    "~",
    "'Ann'",
    '"Ann"',
    "דנה",
    "\u202eAnn",
    "🐝",
    "👩\u200d🔬",
    " ",
    "Straße",
    "STRASSE",
    "{U+0041}",
    "x" * 250,
    "---",
    "...",
    "?",
    "&a",
    "*a",
]
TRAPS = [
    *NAMES,
    *(f"{name}:" for name in NAMES),
    *(f"\\{name}:" for name in NAMES),
    "{left out label 1: x}",
    "{left out",
    "{pause 2s}",
]
TRAPS += [
    "\\",
    "\\{",
    "\\\\",
    "}",
    "{U+D800}",
    "\\{U+0041}",
    "\u2028",
    "\x85",
    "\xa0",
    "\u200b",
    "\ufeff",
    "\x0c",
    "\x1b",
    "\t",
    "\n",
    "  ",
]
names = st.sampled_from(NAMES) | st.text(characters, min_size=1, max_size=12)
words = st.lists(st.sampled_from(TRAPS) | st.text(characters, max_size=12), min_size=1, max_size=4).flatmap(
    lambda parts: st.sampled_from([" ", "", ": "]).map(lambda between: between.join(parts))
)
YAML_TRAPS = [
    "yes",
    "1e3",
    "null",
    "a: b",
    ": ",
    "- ",
    "---",
    "...",
    "# x",
    "'",
    '"',
    "|",
    ">-",
    "2026-01-01",
    "\n---\n",
    "x " * 200,
    "%",
    "@",
]
titles = st.sampled_from(YAML_TRAPS) | st.text(characters, max_size=40) | words


VALUES = {
    Ask.SAY: st.sampled_from(["nay-toe", 'so "called"', "a: b", "{x}", "\\", "C:\\x", "a\u2028b", " "]) | names,
    Ask.IPA: st.sampled_from(["ˈrʏtə", "ˈneɪtoʊ"]),
    Ask.SPELL: st.just(""),
    Ask.STRESS: st.just(""),
    Ask.LANGUAGE: st.sampled_from(["fr", "pt-BR", "zh-Hant"]),
    Ask.RATE: st.sampled_from(["0.5", "0.95", "2"]),
    Ask.PAUSE: st.integers(0, 60_000).map(str),
    Ask.AUDIO: st.sampled_from(["clip.wav", "a b/c.mp3", "C:\\x.wav", "a:b", "“x”", "x}"]),
}
ENCLOSING = (Ask.RATE, Ask.LANGUAGE, Ask.STRESS)


@st.composite
def directions_in(draw: st.DrawFn, text: str, start: int, end: int, around: tuple[Ask, ...] = ()) -> tuple[Direction, ...]:
    """Draw directions in a range of a text, some inside others, in the order of their places."""
    found: list[Direction] = []
    edges = sorted(draw(st.lists(st.integers(start, end), max_size=6)))
    for first, last in zip(edges[::2], edges[1::2], strict=False):
        has_words = bool(text[first:last].strip())
        asks = [ask for ask in VALUES if ask not in around and ask is not Ask.PAUSE] if has_words else [Ask.PAUSE, Ask.AUDIO]
        ask = draw(st.sampled_from(asks))
        value = draw(VALUES[ask] if ask in (Ask.SPELL, Ask.STRESS) else VALUES[ask].filter(str.strip))
        found.append(Direction(ask, first, last if has_words else first, value))
        if ask in ENCLOSING:
            found += draw(directions_in(text, first, last, (*around, ask)))
    return tuple(found)


def directions_of(text: str) -> st.SearchStrategy[tuple[Direction, ...]]:
    """Draw the directions of a paragraph, which may be locked as a whole."""
    lock = st.sampled_from([(), (Direction(Ask.LOCK, 0, len(text), "0123456789abcdef"),)] if text.strip() else [()])
    return st.tuples(lock, directions_in(text, 0, len(text))).map(lambda drawn: drawn[0] + drawn[1])


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    """Draw a transcript of any content, with speakers whose names are easily confused."""
    people = draw(st.lists(names, min_size=1, max_size=6, unique=True))
    roles = {name: draw(st.sampled_from(Role)) for name in people}
    labels = st.lists(names | st.sampled_from(people), max_size=3).map(tuple)
    speakers = tuple(Speaker(name, roles[name], draw(labels), draw(st.sampled_from(Gender)), draw(titles)) for name in people)
    kinds = st.sampled_from((Kind.PARAGRAPH, Kind.PARAGRAPH, Kind.CAPTION, Kind.IMAGE))
    headings = st.just("") | words.map(lambda said: " ".join(said.split()))
    paragraphs = st.tuples(words.filter(bool), kinds, headings).flatmap(
        lambda said: directions_of(said[0]).map(lambda directions: Paragraph(said[0], 0, said[1], directions, said[2]))
    )
    turns = st.builds(
        lambda name, said: Turn(name, roles[name], 0, tuple(said)),
        st.sampled_from(people),
        st.lists(paragraphs, min_size=1, max_size=3),
    )
    left_out = st.lists(st.builds(LeftOut, words | st.just(""), st.integers(0, 99), st.sampled_from(Reason)), max_size=4)
    return Transcript(
        title=draw(titles),
        speakers=speakers,
        turns=tuple(draw(st.lists(turns, min_size=1, max_size=5))),
        left_out=tuple(draw(left_out)),
        date=draw(st.sampled_from(["", "2026-01-02"])),
        language=draw(st.sampled_from(["en", "no", "zh-Hant"])),
    )


def without_lines(transcript: Transcript) -> Transcript:
    turns = tuple(replace(t, line=0, paragraphs=tuple(replace(p, line=0) for p in t.paragraphs)) for t in transcript.turns)
    # A passage that is withheld has its place in the script, not on a page.
    withheld = sorted((e for e in transcript.left_out if e.reason is Reason.WITHHELD), key=lambda entry: entry.text)
    others = [entry for entry in transcript.left_out if entry.reason is not Reason.WITHHELD]
    return replace(transcript, turns=turns, left_out=(*others, *(replace(entry, line=0) for entry in withheld)))


def ledger(transcript: Transcript) -> Counter[str]:
    """Count the characters of a transcript that are not white space, spoken or left out."""
    spoken = [p.text for turn in transcript.turns for p in turn.paragraphs]
    return Counter("".join("".join([*spoken, *(entry.text for entry in transcript.left_out)]).split()))
