"""Read the W3C Pronunciation Lexicon Specification 1.0 (2008): a `<lexicon>` of `<lexeme>`s.

Each grapheme of a lexeme is an entry, with its preferred or first phonemes (in IPA) or alias. The region of the language is
dropped, because voices come from several. Entities are refused, and external files are not read.
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
    """Read the entries of a document. Raises LexiconError, with `where` and the line, if it is invalid."""
    root = _root(data, where)
    if _name(root) != "lexicon":
        raise LexiconError(f"{where}, line {root.sourceline}: expected a W3C <lexicon>, not <{_name(root)}>: give one, or TOML")
    language = (root.get(_LANG) or "").strip()
    if language and not is_table_name(language):
        raise LexiconError(f'{where}, line {root.sourceline}: unknown xml:lang="{language}": expected a code such as "en"')
    language = language.partition("-")[0]
    alphabet = root.get("alphabet", _IPA)
    return tuple(entry for lexeme in _children(root, "lexeme") for entry in _of_lexeme(lexeme, alphabet, language, where))


def _root(data: bytes, where: str) -> Any:  # noqa: ANN401 - an element of lxml
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise LexiconError(f"{where}, line {error.lineno or 1}: not valid XML ({error.msg}); correct that line") from error
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and list(declared.iterentities()):
        raise LexiconError(f"{where} declares XML entities, which are not expanded: write out what they stand for")
    return root


def _of_lexeme(lexeme: Any, alphabet: str, language: str, where: str) -> Iterator[LexiconEntry]:  # noqa: ANN401 - as above
    pronunciations = [*_children(lexeme, "phoneme"), *_children(lexeme, "alias")]
    graphemes = list(_children(lexeme, "grapheme"))
    if not pronunciations or not graphemes:
        raise LexiconError(f"{where}, line {lexeme.sourceline}: expected <grapheme> and <phoneme> or <alias> in a <lexeme>")
    chosen = next((element for element in pronunciations if element.get("prefer") == "true"), pronunciations[0])
    used = chosen.get("alphabet", alphabet)
    if _name(chosen) == "phoneme" and used != _IPA:
        raise LexiconError(f'{where}, line {chosen.sourceline}: phonemes in "{used}" are not supported: write them in IPA')
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
    """Return the name of an element without its namespace; empty for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _text(element: Any) -> str:  # noqa: ANN401 - as above
    return "".join(element.itertext())
