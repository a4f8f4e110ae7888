"""XML as books and feeds are written: elements by name, and no character that XML cannot hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    Element = _Element

# All but what XML 1.0 allows, which are most control characters, surrogates, and two that are none.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Marks of direction that reach beyond their own text; whatever needs a direction of its own is set apart by elements.
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "iw", "ku", "ps", "sd", "ug", "ur", "yi"})


def xml_text(text: str) -> str:
    """The text without what XML cannot hold."""
    return _UNFIT.sub("", text)


def xml_line(text: str) -> str:
    """A title or a name: on one line, and without marks that turn around what follows it."""
    return _DIRECTIONS.sub("", xml_text(" ".join(text.split())))


def language_tag(language: str) -> str:
    """A tag as BCP 47 writes it; `und` where it is none."""
    found = language.strip().replace("_", "-")
    return found if _LANGUAGE.fullmatch(found) else "und"


def is_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left."""
    return language_tag(language).partition("-")[0].casefold() in _RIGHT_TO_LEFT


class Maker:
    """Makes elements of a namespace: `make("p", "text", child, {"id": "x"})`; texts are made fit for XML."""

    def __init__(self, namespace: str, prefixes: Mapping[str | None, str]) -> None:
        self._namespace, self._prefixes = namespace, dict(prefixes)

    def __call__(self, name: str, *content: str | _Element | Mapping[str, str]) -> _Element:
        """The element of that name, which may have a prefix, with its attributes, texts and children in order."""
        from lxml import etree

        element = etree.Element(self._qualified(name), nsmap=cast("dict[str, str]", self._prefixes))
        for part in content:
            if isinstance(part, str):
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
    """A whole XML document in UTF-8; white space is added only where there is no `doctype`, for there it would be text."""
    from lxml import etree

    if not doctype:
        etree.indent(root)
    head = "\n".join(line for line in ('<?xml version="1.0" encoding="UTF-8"?>', doctype, "") if line) + "\n"
    return head.encode() + bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=False)) + b"\n"


def fragment(element: Element, known: Mapping[str, str]) -> bytes:
    """An element on one line for a document in which the prefixes of these namespaces are known."""
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
