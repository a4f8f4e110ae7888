"""Follow files that get other names: change the addresses in pages and in JSON that lead to them, and nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# Comments, elements whose content is not markup, and start tags; quoted values may contain ">".
_MARKUP = re.compile(
    r"<!--.*?-->|<(script|style|title|textarea)\b([^>]*)>(.*?)(?=</\1)|<[a-z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.S | re.I
)
_ATTRIBUTE = re.compile(r"""(?P<key>[^\s"'<>/=]+)(?P<is>\s*=\s*)(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')""")
_LINKING = ("href", "src", "content")
# In JSON, a quotation mark within a string is escaped, so that this finds keys alone.
_JSON_LINK = re.compile(r'("(?:url|uri|contentUrl)"\s*:\s*)("(?:[^"\\]|\\.)*")')


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses below `base`, and the new paths of those files there that have one, by their old ones."""

    base: str
    renamed: Mapping[str, str]

    def path(self, address: str, document: str = "") -> str | None:
        """Return the path to which an address in a document leads, relative to `base`; None if that is not below it."""
        try:
            whole = urljoin(self.base + quote(document), re.split("[?#]", address, maxsplit=1)[0])
        except ValueError:
            return None
        return unquote(whole.removeprefix(self.base)) if whole.startswith(self.base) else None

    def followed(self, address: str, document: str = "") -> str:
        """Return an address in a document as it has to be from now on."""
        new = self.renamed.get(self.path(address, document) or "")
        if not new:
            return address
        bare = re.split("[?#]", address, maxsplit=1)[0]
        return bare.rpartition("/")[0] + "/" * ("/" in bare) + quote(new.rpartition("/")[2], safe="") + address[len(bare) :]

    def in_html(self, text: str, document: str) -> str:
        """Return a page with the addresses in its attributes and in its linked data followed."""

        def follow(match: re.Match[str]) -> str:
            if "ld+json" in (match[2] or ""):
                start = match.start(3) - match.start()
                return match[0][:start] + self.in_json(match[3], document).replace("<", "\\u003c")
            if match[1] or match[0].startswith("<!"):
                return match[0]
            return with_attributes(match[0], lambda key, value: self.followed(value, document) if key in _LINKING else value)

        return _MARKUP.sub(follow, text)

    def in_json(self, text: str, document: str) -> str:
        """Return JSON with the addresses in it followed."""

        def follow(match: re.Match[str]) -> str:
            said = json.loads(match[2])
            new = self.followed(said, document)
            return match[1] + json.dumps(new, ensure_ascii=False) if new != said else match[0]

        return _JSON_LINK.sub(follow, text)


def with_attributes(tag: str, change: Callable[[str, str], str]) -> str:
    """Return a start tag in which `change` gives the attributes their values, by name and value."""

    def changed(match: re.Match[str]) -> str:
        said = unescape(match["double"] if match["double"] is not None else match["single"])
        new = change(match["key"].lower(), said)
        return f'{match["key"]}{match["is"]}"{escape(new)}"' if new != said else match[0]

    return _ATTRIBUTE.sub(changed, tag)
