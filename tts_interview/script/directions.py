r"""Read and write a paragraph of a script file: its words, and the editor's directions in braces.

`{pause 2s}` and `{audio clip.wav}` stand at a place. `{say "nay-toe": NATO}`, `{ipa "ˈneɪtoʊ": NATO}`, `{spell: NATO}`,
`{lang fr: c'est la vie}`, `{stress: never}`, `{rate 0.9: words}` and `{audio clip.wav: words}` enclose words. `rate`, `lang`
and `stress` may also enclose other directions, but not their own kind; `{lock 0123456789abcdef: words}` encloses a whole
paragraph, whose sound it keeps. A backslash makes a brace or a backslash literal.
`{U+00A0}` is a character that a line of text would lose: white space other than single spaces between words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from tts_interview.errors import SourceError
from tts_interview.language.phonetics import is_known_language
from tts_interview.model import Ask, Direction
from tts_interview.settings.pacing import FASTEST, SLOWEST

if TYPE_CHECKING:
    from collections.abc import Callable

    # Returns the place of a character, as error messages name it.
    Where = Callable[[int], str]

# Examples for error messages.
_FORMS = {
    Ask.SAY: '{say "nay-toe": NATO}',
    Ask.SPELL: "{spell: NATO}",
    Ask.IPA: '{ipa "ˈneɪtoʊ": NATO}',
    Ask.LANGUAGE: "{lang fr: c'est la vie}",
    Ask.STRESS: "{stress: never}",
    Ask.RATE: "{rate 0.9: words}",
    Ask.PAUSE: "{pause 2s}",
    Ask.AUDIO: "{audio clip.wav}",
    Ask.LOCK: "{lock 0123456789abcdef: words}",
}
# These may enclose other directions, and each word that they enclose is said alone.
ENCLOSING = frozenset({Ask.RATE, Ask.LANGUAGE, Ask.STRESS, Ask.LOCK})
# These have no value.
_BARE = frozenset({Ask.SPELL, Ask.STRESS})
_QUOTED = frozenset({Ask.SAY, Ask.IPA})
_LONGEST_PAUSE_MS = 60_000

_SPECIAL = re.compile(r"(?P<mark>[\\{}])|\A\s|\s\Z|(?<=\s)\s|[^\S ]")
_ESCAPED = re.compile(r"\A\\(?=[^\\{}])|\\([\\{}])|\{U\+([0-9A-F]{4,6})\}")
# A colon becomes a code if the words would otherwise look like a label.
_SPECIAL_OR_COLON = re.compile(rf"{_SPECIAL.pattern}|[:\uff1a]")
# Characters that a text file cannot hold, or UTF-8 cannot encode.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\ud800-\udfff]")
_TOKEN = re.compile(r"\\([\\{}])|\{U\+([0-9A-F]{4,6})\}|([{}])")
_VALUE = re.compile(
    r"""
    \s*
    (?: "(?P<quoted> (?: \\["\\{}] | \\(?!["\\{}]) | \{U\+[0-9A-F]{4,6}\} | [^"\\{}] )*)"
    |   “(?P<curly>[^”{}]*)”
    |   (?P<plain>[^\s:{}"“][^:{}"]*?)?
    )
    \s*
    """,
    re.X,
)
_HEAD = re.compile(r"\{(?P<ask>[^\W\d_]+)(?![^\W_])(?x:" + _VALUE.pattern + ")(?P<end>: ?|\\})")
_SPACES = re.compile("  +")
_NAME = re.compile(r"\{\s*(?P<name>[^\s:{}\"“]*)")
_PAUSE = re.compile(r"(?P<number>[0-9]{1,6}(?:\.[0-9]{1,3})?) ?(?P<unit>ms|s)")
_KEPT = re.compile(r"[0-9a-f]{16}")
_RATE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,6})?")


class Directed(NamedTuple):
    """Words and the directions in them."""

    text: str
    directions: tuple[Direction, ...] = ()


# -- words without directions ----------------------------------------------------------------------------------------


def escaped(words: str) -> str:
    """Return words with everything escaped that would mean something else in a script."""
    return _SPECIAL.sub(_escape, words)


def unescaped(written: str) -> str:
    """Return the words that escaped text means, without a backslash that only keeps them from being a label or heading."""
    return _ESCAPED.sub(lambda found: found[1] or (_character(found) if found[2] else ""), written)


def first_brace(written: str) -> int:
    """Return the offset of the first direction, or the length of the text if there is none."""
    return next((found.start() for found in _TOKEN.finditer(written) if found[3] == "{"), len(written))


def _escape(found: re.Match[str]) -> str:
    return f"\\{found['mark']}" if found["mark"] else f"{{U+{ord(found.group()):04X}}}"


def _character(found: re.Match[str]) -> str:
    """Return the character that a code stands for, or the code itself if no text can hold that character."""
    code = int(found[2], 16)
    typed = found.group()
    return typed if code > 0x10FFFF or _NO_TEXT.match(chr(code)) else chr(code)  # noqa: PLR2004 - the last of Unicode


# -- writing ---------------------------------------------------------------------------------------------------------


def written(directed: Directed, *, colons: bool = True) -> str:
    """Return a paragraph as a script file holds it; without `colons`, every colon in its words becomes a code."""
    writer = _Writer(directed.text, _SPECIAL if colons else _SPECIAL_OR_COLON)
    for direction in directed.directions:
        writer.write_to(direction.start)
        writer.open(direction)
    writer.write_to(len(directed.text))
    writer.close(len(directed.text))
    return "".join(writer.parts)


@dataclass
class _Writer:
    """A paragraph that is written from left to right; `spaced` means that a reader would drop a space written now."""

    text: str
    special: re.Pattern[str]
    parts: list[str] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    at: int = 0
    spaced: bool = True
    opened: bool = False

    def write_to(self, end: int) -> None:
        """Write the words up to a place, and the braces that close before it."""
        self.close(self.at)
        while self.ends and self.ends[-1] < end:
            self._words(self.ends[-1])
            self.close(self.at)
        self._words(end)

    def close(self, place: int) -> None:
        """Write the braces that close at a place."""
        while self.ends and self.ends[-1] <= place:
            self.ends.pop()
            self.parts.append("}")

    def open(self, direction: Direction) -> None:
        """Write the beginning of a direction, or all of one that encloses no words."""
        self.close(self.at)
        value = f" {_written_value(direction)}" * (direction.ask not in _BARE)
        if direction.end > direction.start:
            self.parts.append(f"{{{direction.ask.value}{value}: ")
            self.ends.append(direction.end)
            self.opened = True
        else:
            is_last = self.at == len(self.text)
            before, after = " " * (is_last and not self.spaced), " " * (self.spaced and not is_last)
            self.parts.append(f"{before}{{{direction.ask.value}{value}}}{after}")

    def _words(self, end: int) -> None:
        if end <= self.at:
            return
        # A reader drops the space after the colon of a direction, and any white space that follows it.
        first = self.at
        if self.opened and self.text[first].isspace():
            self.parts.append(f"{{U+{ord(self.text[first]):04X}}}")
            self.spaced, first = False, first + 1
        for found in self.special.finditer(self.text, first):
            if found.start() >= end:
                break
            self.parts += (self.text[first : found.start()], _escape(found))
            first = found.end()
        self.parts.append(self.text[first:end])
        self.spaced = first < end and self.text[end - 1] == " "
        self.at, self.opened = end, False


def _written_value(direction: Direction) -> str:
    if direction.ask is Ask.PAUSE:
        pause_ms = int(direction.value)
        return f"{pause_ms}ms" if pause_ms % 100 or pause_ms < 1000 else f"{pause_ms / 1000:g}s"  # noqa: PLR2004 - a second
    plain = re.fullmatch(r"[\w./ -]*", direction.value) and direction.value == " ".join(direction.value.split())
    return direction.value if plain and direction.ask not in _QUOTED else f'"{_quotable(direction.value)}"'


def _quotable(value: str) -> str:
    return escaped(value).replace('"', '\\"')


# -- reading ---------------------------------------------------------------------------------------------------------


def read(written: str, where: Where) -> Directed:
    """Read the words and directions of a paragraph whose only white space is single spaces.

    `where` returns the place of a character for error messages. Raises SourceError for an invalid direction.
    """
    reader = _Reader(where)
    at = 1 if re.match(r"\\(?=[^\\{}])", written) else 0
    while at < len(written):
        found = _TOKEN.search(written, at)
        reader.take(written[at : found.start() if found else len(written)])
        if not found:
            break
        at = found.end()
        if found[3] == "{":
            at = reader.open(written, found.start())
        elif found[3] == "}":
            reader.close(found.start())
        else:
            reader.chars += found[1] or _character(found)
            reader.spaced = False
    return reader.done()


@dataclass
class _Reader:
    """A paragraph that is read from left to right; `spaced` means that a space now would be the first or a second one."""

    where: Where
    chars: list[str] = field(default_factory=list)
    directions: list[Direction] = field(default_factory=list)
    opened: list[tuple[int, int]] = field(default_factory=list)
    spaced: bool = True

    def take(self, words: str) -> None:
        """Add words as they were typed; of two spaces around a direction, keep one."""
        words = _SPACES.sub(" ", words)
        words = words.removeprefix(" ") if self.spaced else words
        if words:
            self.chars += words
            self.spaced = words.endswith(" ")

    def open(self, written: str, at: int) -> int:
        """Begin the direction at an offset; return the offset of its words, or of what follows it."""
        head = _HEAD.match(written, at)
        if not head or head["ask"].casefold() not in list(Ask):
            raise SourceError(f"{self.where(at)}: {_advice(written, at)}")
        ask = Ask(head["ask"].casefold())
        self._check_place(ask, at)
        try:
            direction = Direction(ask, len(self.chars), len(self.chars), _value(ask, _typed(head)))
        except ValueError as error:
            raise SourceError(f"{self.where(at)}: {error}, as in {_FORMS[ask]}") from error
        has_words = head["end"] != "}"
        if has_words is (ask is Ask.PAUSE) and ask is not Ask.AUDIO:
            rule = "cannot enclose words" if has_words else "needs words after a colon"
            raise SourceError(f"{self.where(at)}: {{{ask} ...}} {rule}; write it as in {_FORMS[ask]}")
        if has_words:
            self.opened.append((len(self.directions), at))
        self.directions.append(direction)
        return head.end()

    def close(self, at: int) -> None:
        """End the innermost direction."""
        if not self.opened:
            raise SourceError(f"{self.where(at)}: this }} closes nothing; write \\}} for a literal brace")
        number, opened_at = self.opened.pop()
        direction = self.directions[number]
        if not "".join(self.chars[direction.start :]).strip():
            raise SourceError(f"{self.where(opened_at)}: {{{direction.ask} ...}} encloses no words; write them after its colon")
        self.directions[number] = replace(direction, end=len(self.chars))

    def done(self) -> Directed:
        """Return everything that was read, without a space at the end."""
        if self.opened:
            number, at = self.opened[-1]
            ask = self.directions[number].ask
            raise SourceError(f"{self.where(at)}: {{{ask} ...}} is not closed; close it with }} in the same paragraph")
        if self.chars and self.spaced:
            self.chars.pop()
        last = len(self.chars)
        directions = tuple(replace(d, start=min(d.start, last), end=min(d.end, last)) for d in self.directions)
        if any(d.ask is Ask.LOCK and (d.start, d.end) != (0, last) for d in directions):
            raise SourceError(f"{self.where(0)}: {{lock ...}} keeps the sound of a whole paragraph; enclose all of its words")
        return Directed("".join(self.chars), directions)

    def _check_place(self, ask: Ask, at: int) -> None:
        around = [self.directions[number].ask for number, _ in self.opened]
        outer = ask if ask in around else next((a for a in around if a not in ENCLOSING), None)
        if outer:
            raise SourceError(f"{self.where(at)}: {{{ask} ...}} cannot stand inside {{{outer} ...}}; close that one first")


def _typed(head: re.Match[str]) -> str:
    if head["quoted"] is not None:
        return re.sub(r"\\([\"\\{}])|\{U\+([0-9A-F]{4,6})\}", lambda found: found[1] or _character(found), head["quoted"])
    return head["curly"] if head["curly"] is not None else head["plain"] or ""


def _value(ask: Ask, typed: str) -> str:
    """Return the value of a direction as the model holds it. Raises ValueError if it is invalid."""
    if ask is Ask.PAUSE:
        return _pause_ms(typed)
    if ask is Ask.RATE and not (_RATE.fullmatch(typed) and SLOWEST <= float(typed) <= FASTEST):
        raise ValueError(f'invalid rate "{typed}": expected {SLOWEST} to {FASTEST:.0f}')
    if ask is Ask.LOCK and not _KEPT.fullmatch(typed):
        raise ValueError(f'invalid lock "{typed}": expected 16 digits of 0 to f')
    if ask is Ask.LANGUAGE and not is_known_language(typed):
        raise ValueError(f'unknown language "{typed}": expected its code')
    if ask in _BARE and typed:
        raise ValueError(f'unexpected "{typed}" after {ask}: expected only words after a colon')
    if not typed.strip() and ask not in _BARE:
        raise ValueError(f"{ask} needs {'a file' if ask is Ask.AUDIO else 'the pronunciation in quotes'}")
    return typed


def _pause_ms(typed: str) -> str:
    found = _PAUSE.fullmatch(typed)
    pause_ms = float(found["number"]) * (1000 if found["unit"] == "s" else 1) if found else -1
    if not 0 <= pause_ms <= _LONGEST_PAUSE_MS:
        raise ValueError(f'invalid pause "{typed}": expected up to {_LONGEST_PAUSE_MS // 1000} s, in s or ms')
    return str(round(pause_ms))


def _advice(written: str, at: int) -> str:
    """Return the error message for a brace that does not begin a direction."""
    found = _NAME.match(written, at)
    name = found["name"] if found else ""
    near = get_close_matches(name.casefold(), list(Ask), 1)
    if near:
        return f"invalid direction {{{name} ...}}; write it as in {_FORMS[Ask(near[0])]}"
    return f"unknown direction {{{name} ...}}: expected one of {', '.join(Ask)}; write \\{{ for a literal brace"


def direction_in(text: str) -> str:
    """Return the first direction in a text that is not a script, such as "{pause 2s}"; empty if there is none."""
    for head in _HEAD.finditer(text):
        if head["ask"].casefold() in list(Ask):
            return text[head.start() : text.find("}", head.start()) + 1] or head[0]
    return ""
