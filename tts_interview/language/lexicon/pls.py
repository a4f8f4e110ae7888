"""The Pronunciation Lexicon Specification 1.0 of the W3C (2008): `<lexicon>` of `<lexeme>`s, read only.

A lexeme has graphemes, each of which is an entry, and phonemes in IPA or an alias, of which the preferred, else the first one
counts; the language holds without its region, as the voices are of several. What is hostile in XML, such as entities and
external files, is refused or not followed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tts_interview.errors import LexiconError
from tts_interview.language.lexicon.entries import entry_of, is_table_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.model import LexiconEntry

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_IPA = "ipa"


def pls_entries(data: bytes, where: str) -> tuple[LexiconEntry, ...]:
    """The entries of a document. Raises LexiconError, with `where` and the line, for what cannot be understood."""
    root = _root(data, where)
    if _name(root) != "lexicon":
        raise LexiconError(f"{where}, line {root.sourceline}: <{_name(root)}> is no <lexicon> of the W3C: give one, or TOML")
    language = (root.get(_LANG) or "").strip()
    if language and not is_table_name(language):
        raise LexiconError(f'{where}, line {root.sourceline}: xml:lang="{language}" is no language that is known: correct it')
    language = language.partition("-")[0]
    alphabet = root.get("alphabet", _IPA)
    return tuple(entry for lexeme in _children(root, "lexeme") for entry in _of_lexeme(lexeme, alphabet, language, where))


def _root(data: bytes, where: str) -> Any:  # noqa: ANN401 - an element of lxml
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise LexiconError(f"{where}, line {error.lineno or 1}: this is no XML ({error.msg}); correct it there") from error
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and list(declared.iterentities()):
        raise LexiconError(f"{where} holds entities of its own, which are not followed: write out what they stand for")
    return root


def _of_lexeme(lexeme: Any, alphabet: str, language: str, where: str) -> Iterator[LexiconEntry]:  # noqa: ANN401 - as above
    said = [*_children(lexeme, "phoneme"), *_children(lexeme, "alias")]
    graphemes = list(_children(lexeme, "grapheme"))
    if not said or not graphemes:
        raise LexiconError(f"{where}, line {lexeme.sourceline}: a <lexeme> wants a <grapheme>, and a <phoneme> or an <alias>")
    chosen = next((element for element in said if element.get("prefer") == "true"), said[0])
    used = chosen.get("alphabet", alphabet)
    if _name(chosen) == "phoneme" and used != _IPA:
        raise LexiconError(f'{where}, line {chosen.sourceline}: phonemes in "{used}" are not read: write them in IPA')
    key = "ipa" if _name(chosen) == "phoneme" else "say"
    for grapheme in graphemes:
        try:
            entry = entry_of(_text(grapheme), {key: _text(chosen)})
        except LexiconError as error:
            raise LexiconError(f"{where}, line {grapheme.sourceline}: {error}") from error
        yield replace(entry, language=language)


def _children(element: Any, name: str) -> Iterator[Any]:  # noqa: ANN401 - as above
    return (child for child in element if _name(child) == name)


def _name(element: Any) -> str:  # noqa: ANN401 - as above
    """The name of an element without its namespace; empty for what is none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _text(element: Any) -> str:  # noqa: ANN401 - as above
    return "".join(element.itertext())
