"""Read pages back: hostile text and how it must look, elements by path, the contrast of colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml import html

EVIL = "\"'><script>alert(1)</script></title></style>\x00\x1b]]>\u202e&amp;<!--$title${x}"
SEEN = "\"'><script>alert(1)</script></title></style>]]>&amp;<!--$title${x}"


def text_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def one(root: html.HtmlElement, path: str) -> Any:  # noqa: ANN401 - an element or a string
    found = root.xpath(path)
    assert len(found) == 1, path
    return found[0]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours by WCAG 2.2."""

    def luminance(rgb: str) -> float:
        parts = [int(rgb[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
