"""Mutate files along their structure: an element keeps its end tag, a bracket its partner, a ZIP or PDF file its container."""

from __future__ import annotations

import codecs
import html
import io
import json
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from any_transcript import TRAPS
from hostile import TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from random import Random

# The kinds of pieces of a text; a group is the piece. `nested` finds those with an end: elements, objects, lists, brackets.
_NESTED = "nested"
_PIECES = {
    _NESTED: re.compile(r"<(?P<tag>[\w:.-]+)[^<>]*(?<!/)>|</(?P<end>[\w:.-]+)\s*>|(?P<open>[{\[(])|(?P<close>[}\])]),?\s*"),
    "member": re.compile(r'"\w+": *(?:"(?:[^"\\\n]|\\.)*"|[\w.-]+),'),
    "attribute": re.compile(r'\s[\w:.-]+="[^"<>]*"'),
    "paragraph": re.compile(r"(?:.+\n)+\n*"),
    "line": re.compile(r".*\n"),
    "word": re.compile(r"[^\W\d_]+"),
    "number": re.compile(r"-?\d+(?:\.\d+)?"),
    "mark": re.compile(r"[^\w\s]+"),
    "tag": re.compile(r"</?[\w:.-]+[^<>]*>"),
    "string": re.compile(r'"((?:[^"\\\n<>]|\\.)*)"'),
    "text": re.compile(r">([^<>]+)<"),
    "element": re.compile(r"<\w[^<>]*"),
    "value": re.compile(r'[:=\[]\s*("(?:[^"\\\n]|\\.)*"|-?\d[\d.]*|true|false)'),
}
# The pieces that may change in a text of each family of formats without making it malformed, and how a trap is written there.
_JSON = lambda text: json.dumps(text, ensure_ascii=False)[1:-1]  # noqa: E731
_STYLES: dict[str, tuple[tuple[str, ...], Callable[[str], str]]] = {
    "text": (tuple(_PIECES), str),
    "xml": ((_NESTED, "element", "attribute", "string", "text"), html.escape),
    "json": ((_NESTED, "member", "string", "value"), _JSON),
    "toml": (("line", "string", "value"), _JSON),
}
_STYLE_OF = {
    **dict.fromkeys(("json", "otr"), "json"),
    **dict.fromkeys(("xml", "pls", "xhtml", "rels", "opf"), "xml"),
    "toml": "toml",
}
_PARTNERS = {"}": "{", "]": "[", ")": "("}
_VALUES = """
    .~:~?~-~—~…~|~#~>~*~1.~Q:~A:~Q. ~Ann Lee: ~**Ann:** ~-1~0~1e309~NaN~٣~²~null~true~[]~{}~2026-02-30~0000~en-~x-klingon~ﬁ~İ~ß
    ǅ~00:00:01.000~99:99:99,999 --> 00:00:00,000~&#0;~&nbsp;~<v Ann>~<v .>~<b>~</p>~<!--~<![CDATA[
"""
_LONG = 1_000
_BLANK = ["", " ", "\n\n", "e\u0301", "\u0301", "\u00ad", "\u200f", "\u2029"]
_TRAPS = [
    *re.split(r"\s*[~\n]\s*", _VALUES.strip()),
    *_BLANK,
    "9" * 40,
    *TRAPS,
    *(text for text in TEXTS.values() if len(text) < _LONG),
]
_STEPS = (1, 1, 1, 2, 3, 5)
_MOST_CHARS = 100_000
# What replaces a piece, given a piece of the same kind, a trap and chance: the first keep what is well formed so.
_WAYS: tuple[Callable[[str, str, str, Random], str], ...] = (
    lambda _piece, _other, _trap, _chance: "",
    lambda piece, _other, _trap, _chance: piece * 2,
    lambda piece, _other, _trap, chance: piece * (chance.randint(2, 80) if len(piece) < _LONG else 2),
    lambda _piece, other, _trap, _chance: other,
    lambda piece, other, _trap, _chance: other + piece,
    lambda _piece, _other, trap, _chance: trap,
    lambda piece, _other, trap, _chance: trap + piece,
    lambda piece, _other, trap, chance: piece[: (at := chance.randint(0, len(piece)))] + trap + piece[at:],
    lambda piece, _other, _trap, _chance: piece.swapcase(),
)
_LITERALS = """ ""~null~true~-1~0~1e400~[]~{}~[[1]]~["a", "b"]~{"a": 1}~2026-01-01~inf """.strip().split("~")
# Elements that the seeds lack, of HTML and what is made of it, of TEI, OHMS and Akoma Ntoso, and of DOCX.
_ELEMENTS = """
    <br/>~<p hidden="">no</p>~<ul><li>a</li><li>b</li></ul>~<table><tr><td>Ann:</td><td>So.</td></tr></table>
    <svg><text>a</text></svg>~<details><summary>more</summary>a</details>~<blockquote>a</blockquote>~<ruby>漢<rt>kan</rt></ruby>
    <template><p>a</p></template>~<dl><dt>Ann</dt><dd>So.</dd></dl>~<note>a</note>~<u who="#x">So.</u>~<incident/>
    <speech by="#x"><from>Ann</from><p>So.</p></speech>~<w:br/>~<w:tab/>~<w:p/>~<w:footnoteReference w:id="1"/>
    <w:moveFrom w:id="1"><w:r><w:t>a</w:t></w:r></w:moveFrom>
    <w:del w:id="2"><w:r><w:delText>a</w:delText></w:r></w:del>
    <w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
"""
_OF_DOCX = "<w:"
_WAYS_OF = {
    **dict.fromkeys((_NESTED, "member"), _WAYS[:5]),
    "attribute": _WAYS[:1],
    "value": (lambda _piece, _other, _trap, chance: chance.choice(_LITERALS), _WAYS[3]),
    "element": (lambda piece, _other, _trap, chance: chance.choice(_elements(piece)) + piece,),
}
_OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)endobj", re.S)
_TRAILER = re.compile(rb"trailer\s*(<<.*>>)\s*startxref", re.S)
_STREAM = re.compile(rb"(.*?\bstream\r?\n)(.*)(\r?\nendstream\s*)", re.S)
_WORDS = re.compile(rb">[^<>\s][^<>]*<")
_PACKED = re.compile(rb"/Filter\s*/FlateDecode|/Length \d+(?: \d+ R)?")


def mutated(data: bytes, suffix: str, donors: Sequence[str], chance: Random) -> bytes:
    """Return a file with a few mutations; `donors` are texts of which pieces may be taken."""
    if data.startswith(b"PK"):
        return packed(_mutated_parts(unpacked(data), donors, chance))
    if data.startswith(b"%PDF"):
        return _mutated_pdf(data, donors, chance)
    return _encoded(mutated_text(data.decode(), suffix, donors, chance), chance)


def mutated_text(text: str, suffix: str, donors: Sequence[str], chance: Random) -> str:
    """Return a text with one to five mutations, nine times in ten such that it stays well formed."""
    kinds, escape = _STYLES[_STYLE_OF.get(suffix, "text") if chance.random() < 0.9 else "text"]
    for _ in range(chance.choice(_STEPS)):
        kind = chance.choice([kind for kind in kinds if _PIECES[kind].search(text)] or ["line"])
        start, end = chance.choice(list(_spans(text, kind)) or [(0, len(text))])
        donor = chance.choice(donors) if chance.random() < 0.3 else text
        other = donor[slice(*chance.choice(list(_spans(donor, kind)) or [(0, 0)]))]
        trap = escape(chance.choice(_TRAPS if chance.random() < 0.98 else list(TEXTS.values())))
        way = chance.choice(_WAYS_OF.get(kind, _WAYS))
        text = (text[:start] + way(text[start:end], other, trap, chance) + text[end:])[:_MOST_CHARS]
    return text


def _elements(tag: str) -> list[str]:
    """Return the elements that may stand before a tag."""
    found = re.split(r"\s*[~\n]\s*", _ELEMENTS.strip())
    return [element for element in found if element.startswith(_OF_DOCX) == tag.startswith(_OF_DOCX)]


def _spans(text: str, kind: str) -> Iterator[tuple[int, int]]:
    if kind != _NESTED:
        yield from (piece.span(piece.lastindex or 0) for piece in _PIECES[kind].finditer(text))
        return
    opened: list[tuple[str, int]] = []
    for edge in _PIECES[kind].finditer(text):
        if name := edge["tag"] or edge["open"]:
            opened.append((name, edge.start()))
        name = edge["end"] or _PARTNERS.get(edge["close"] or "", "")
        if name in {opener for opener, _ in opened}:
            while (last := opened.pop())[0] != name:
                pass
            yield last[1], edge.end()


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the parts of a ZIP file by their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """Return a ZIP file of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name.encode(errors="replace").decode()), content)
    return stream.getvalue()


def _mutated_parts(parts: dict[str, bytes], donors: Sequence[str], chance: Random) -> dict[str, bytes]:
    """Mutate one or two parts of a ZIP file, mostly such with words; one time in twenty, drop one or rename it."""
    names = list(parts)
    if chance.random() < 0.05:
        content = parts.pop(chance.choice(names))
        return parts if chance.random() < 0.5 else {**parts, chance.choice(_TRAPS).replace("\0", "") or "x": content}
    texts = [name for name in names if re.search(r"\.(?:\w*xml|rels|opf|ncx|html?)$", name)]
    for name in chance.choices(texts, [1 + len(_WORDS.findall(parts[name])) for name in texts], k=chance.randint(1, 2)):
        text = parts[name].decode()
        parts[name] = mutated_text(text, name.rpartition(".")[2], [*donors, text], chance).encode(errors="replace")
    return parts


def _mutated_pdf(data: bytes, donors: Sequence[str], chance: Random) -> bytes:
    """Mutate one or two objects of a PDF file, mostly such with words, and write it with a new table of objects."""
    objects = {int(number): _STREAM.sub(_with_plain_stream, content) for number, content in _OBJECT.findall(data)}
    weights = [1 + 9 * (b"BT\n" in content) for content in objects.values()]
    for number in chance.choices(list(objects), weights, k=chance.randint(1, 2)):
        text = mutated_text(objects[number].decode("latin-1"), "pdf", donors, chance)
        objects[number] = text.encode("latin-1", errors="replace")
    made, table = bytearray(b"%PDF-1.6\n"), b"0 1\n0000000000 65535 f \n"
    for number, content in objects.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, len(made))
        made += b"%d 0 obj%bendobj\n" % (number, content)
    trailer = found[1] if (found := _TRAILER.search(data)) else b""
    return b"%bxref\n%btrailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (bytes(made), table, trailer, len(made))


def _with_plain_stream(found: re.Match[bytes]) -> bytes:
    """Return an object of a PDF file without compression."""
    head, content, end = found.groups()
    if b"/FlateDecode" not in head:
        return found[0]
    content = zlib.decompress(content)
    return _PACKED.sub(b"", head).replace(b"<<", b"<</Length %d " % len(content), 1) + content + end


def _encoded(text: str, chance: Random) -> bytes:
    """Encode a text, one time in twenty as other programs do: in another encoding, with other line ends, or cut short."""
    data = text.encode(errors="surrogatepass")
    if chance.random() > 0.05:
        return data
    return chance.choice((
        codecs.BOM_UTF8 + data,
        text.encode("utf-16", errors="replace"),
        text.encode("windows-1252", errors="replace"),
        data.replace(b"\n", b"\r\n"),
        data.replace(b"\n", b"\r"),
        data[: chance.randint(0, len(data))],
    ))  # fmt: skip
