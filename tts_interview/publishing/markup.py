"""Build the XML of books and feeds: elements by name, without characters that XML cannot hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    Element = _Element

# Characters that XML 1.0 excludes: most control characters, surrogates and two noncharacters.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Direction marks that affect the text after them; elements isolate directions instead.
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def xml_text(text: str) -> str:
    """Remove the characters that XML cannot hold."""
    return _UNFIT.sub("", text)


def xml_line(text: str) -> str:
    """Put a title or a name on one line, without direction marks that would affect the text after it."""
    return _DIRECTIONS.sub("", xml_text(" ".join(text.split())))


def language_tag(language: str) -> str:
    """Return a tag in the form of BCP 47, or `und` if it is not one."""
    found = language.strip().replace("_", "-")
    return found if _LANGUAGE.fullmatch(found) else "und"


class Html(str):
    """Markup that is safe already, and becomes a CDATA section."""

    __slots__ = ()


class Maker:
    """Makes elements of a namespace, with texts cleaned for XML: `make("p", "text", child, {"id": "x"})`."""

    def __init__(self, namespace: str, prefixes: Mapping[str | None, str]) -> None:
        self._namespace, self._prefixes = namespace, dict(prefixes)

    def __call__(self, name: str, *content: str | _Element | Mapping[str, str]) -> _Element:
        """Make an element, whose name may have a prefix, with attributes, texts and children in order."""
        from lxml import etree

        element = etree.Element(self._qualified(name), nsmap=cast("dict[str, str]", self._prefixes))
        for part in content:
            if isinstance(part, Html):
                element.text = etree.CDATA(xml_text(part).replace("]]>", "]]&gt;"))
            elif isinstance(part, str):
                _add_text(element, xml_text(part))
            elif isinstance(part, etree._Element):  # noqa: SLF001 - lxml has no other name for it
                element.append(part)
            else:
                for key, value in part.items():
                    element.set(self._qualified(key, ""), xml_text(value))
        return element

    def _qualified(self, name: str, usual: str | None = None) -> str:
        prefix, colon, local = name.partition(":")
        if not colon:
            namespace = self._namespace if usual is None else usual
        else:
            namespace = "http://www.w3.org/XML/1998/namespace" if prefix == "xml" else self._prefixes[prefix]
        return f"{{{namespace}}}{local if colon else name}" if namespace else name


def document(root: _Element, doctype: str = "") -> bytes:
    """Serialise an XML document in UTF-8, indented unless it has a `doctype`: in XHTML, white space is text."""
    from lxml import etree

    if not doctype:
        etree.indent(root)
    head = "\n".join(line for line in ('<?xml version="1.0" encoding="UTF-8"?>', doctype, "") if line) + "\n"
    return head.encode() + bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=False)) + b"\n"


def fragment(element: Element, known: Mapping[Any, str]) -> bytes:
    """Serialise an element on one line for a document that declares the prefixes in `known`."""
    from lxml import etree

    etree.cleanup_namespaces(element)
    text = etree.tostring(element, encoding="unicode")
    tag, close, rest = text.partition(">")
    for prefix, namespace in element.nsmap.items():
        if prefix and known.get(prefix) == namespace:
            tag = tag.replace(f' xmlns:{prefix}="{namespace}"', "", 1)
    return f"{tag}{close}{rest}".encode()


def _add_text(element: _Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
