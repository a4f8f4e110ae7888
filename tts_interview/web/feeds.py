"""A feed on its way to a listener in the house: its addresses become those of the server that is asked."""

from __future__ import annotations

from urllib.parse import urljoin

_SELF = "{http://www.w3.org/2005/Atom}link[@rel='self']"
_ADDRESSES = ("url", "href")


def with_addresses_at(feed: bytes, here: str) -> bytes:
    """The feed, with addresses beside its own public one replaced by those beside `here`, which is where it is asked for.

    Guids and texts stay. What is no feed, or does not say where it is public, stays as it is.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(feed, parser)
    except etree.XMLSyntaxError:
        return feed
    link = root.find(f"channel/{_SELF}")
    public = "" if link is None else link.get("href", "")
    if not public:
        return feed
    before, after = urljoin(public, "."), urljoin(here, ".")
    for element in root.iter(etree.Element):
        for name in _ADDRESSES:
            address = element.get(name, "")
            if address == public:
                element.set(name, here)
            elif address.startswith(before):
                element.set(name, after + address.removeprefix(before))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
