"""Interpret the styles and classes of a page, and find words that only look like tags."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BOLD = frozenset({"b", "strong", "dt"})
_ITALIC = frozenset({"i", "em", "cite"})
_WEIGHT = re.compile(
    r"(?<![\w-])(?:font-weight\s*:\s*(?:(bold|bolder|[6-9]00)|normal|lighter|[1-5]00)|font\s*:[^;]{0,80}?\b(bold))\b", re.I
)
_SLANT = re.compile(r"(?<![\w-])font-style\s*:\s*(?:(italic|oblique)|normal)\b", re.I)
_CLASS_SELECTOR = re.compile(r"[a-z0-9]*\.(-?[_a-z][\w-]*)", re.I)

# Class names of questions, alone or at the end of a longer name: "q", "interview-question", "interviewer__text".
_ASKS = re.compile(
    r"(?:.*[-_])?(?:q|questions?|interviewer|frage|pregunta|domanda|vraag|pergunta)(?:[-_]+(?:text|body|copy|block))?", re.I
)
_ANSWERS = re.compile(r"(?:.*[-_])?(?:a|answers?|interviewee|antwort|respuesta|risposta|reponse|réponse)", re.I)
_SPEAKER = re.compile(r"(?:transcript[-_]+)?speaker(?:[-_]+(?:name|label))?", re.I)
_MOST_PARTS_OF_A_QUESTION = 50
_LONGEST_STYLE_CHARS = 200
_FRAMES = frozenset({"html", "body", "main", "article", "section", "form", "table", "ul", "ol", "dl"})

_PLAIN_WORD = re.compile(r"[a-z][a-z']*")
_CLOSING_TAG = re.compile(r"</\s*([a-z]+)", re.I)
# Elements missing from lxml's list: newer ones, and some from the last century.
_MORE_ELEMENTS = frozenset(
    """
    main template dialog search picture bdi slot data output menuitem rb rtc nobr blink marquee spacer layer ilayer
    multicol keygen bgsound xmp plaintext listing noembed noframes image content shadow portal selectedcontent math svg
    """.split()  # noqa: SIM905 - a list of words reads best as words
)


def class_styles(root: HtmlElement) -> dict[str, str]:
    """Collect the declarations of the page's style sheets for single classes, by class, the last one at the end."""
    styles: dict[str, str] = {}
    for sheet in root.iter("style"):
        for rule in (sheet.text or "").split("}"):
            selectors, _, declarations = rule.rpartition("{")
            for selector in selectors.rpartition("*/")[2].split(","):
                found = _CLASS_SELECTOR.fullmatch(selector.rpartition("{")[2].strip())
                if found:
                    styles[found[1]] = f"{styles.get(found[1], '')};{declarations}"[-_LONGEST_STYLE_CHARS:]
    return styles


def is_bold(element: HtmlElement, style: str, *, outer: bool) -> bool:
    """Return whether an element is bold: by its style, or else by its tag, its class or the element around it (`outer`).

    The names of speakers in a transcript are set off by their class alone.
    """
    found = _last(_WEIGHT, style)
    return bool(found[1] or found[2]) if found else outer or element.tag in _BOLD or _has_class(element, _SPEAKER)


def is_italic(element: HtmlElement, style: str, *, outer: bool) -> bool:
    """Return whether an element is italic, as `is_bold` does."""
    found = _last(_SLANT, style)
    return bool(found[1]) if found else outer or element.tag in _ITALIC


def _last(pattern: re.Pattern[str], style: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(style):  # noqa: B007 - only the last one is used
        pass
    return found


def asks(element: HtmlElement) -> bool:
    """Return whether the class of an element marks a question that nothing inside it sets off."""
    if element.tag in _FRAMES or not is_called_question(element):
        return False
    inside = list(islice(element.iterdescendants("b", "strong", "p", "div", "span", "li"), _MOST_PARTS_OF_A_QUESTION))
    if len(inside) == _MOST_PARTS_OF_A_QUESTION:
        return False
    return not any(e.tag in _BOLD or _has_class(e, _ANSWERS) or "font-weight" in (e.get("style") or "") for e in inside)


def is_called_question(element: HtmlElement) -> bool:
    """Return whether a class of the element names a question."""
    return _has_class(element, _ASKS)


def _has_class(element: HtmlElement, pattern: re.Pattern[str]) -> bool:
    return any(pattern.fullmatch(name) for name in (element.get("class") or "").split())


def is_element(tag: str) -> bool:
    """Return whether HTML has an element of this name."""
    from lxml.html import defs

    return tag.lower() in defs.tags or tag.lower() in _MORE_ELEMENTS


def written_tags(root: HtmlElement, source: str) -> frozenset[str]:
    """Find words in angle brackets, such as "<laughs>": unknown elements without an end tag."""
    used = {e.tag for e in root.iter() if isinstance(e.tag, str)}
    unknown = {tag for tag in used if _PLAIN_WORD.fullmatch(tag) and not is_element(tag)}
    return frozenset(unknown - {tag.lower() for tag in _CLOSING_TAG.findall(source)}) if unknown else frozenset()


def unclosed_tag(element: HtmlElement) -> str:
    """Return the words of a tag that `written_tags` found, with their brackets."""
    return f"<{' '.join([element.tag, *element.attrib])}>"
