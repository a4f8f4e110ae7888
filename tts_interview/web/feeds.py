"""Change the addresses in a feed to those of the server, so that apps in the same network find the files."""

from __future__ import annotations

from urllib.parse import urljoin

_SELF = "{http://www.w3.org/2005/Atom}link[@rel='self']"
_ADDRESSES = ("url", "href")


def with_addresses_at(feed: bytes, here: str) -> bytes:
    """Replace addresses below the feed's public one by addresses below `here`, the address of the request.

    Guids and texts stay. A document that is not a feed, or lacks its public address, stays as it is.
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
