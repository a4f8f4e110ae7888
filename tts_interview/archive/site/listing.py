"""Write the lists of a site in parts, with their feeds; the indexes of the lists; its start; and the map of the whole."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from tts_interview.archive.site import feeds, pages
from tts_interview.archive.site.content import KINDS, quoted, shown_in
from tts_interview.archive.site.pages import ALL, ListPart
from tts_interview.archive.site.public import put

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from tts_interview.archive.site.content import ListedEpisode
    from tts_interview.archive.site.pages import Look
    from tts_interview.archive.site.public import PublicFolder
    from tts_interview.settings.showfile.tables import Feed

    Files = dict[str, tuple[str, Callable[[Path], None]]]

# A list has parts of so many episodes, counted from the oldest, so that a new one changes the newest part alone. That part has
# from half as many to one and a half times as many.
PART = 100
# An index of lists has parts of so many, and the start page has so many episodes.
_NAMES, _NEWEST = 400, 20
_SITEMAP, _OF_SITEMAP = "sitemap", 50_000
_SITEMAPS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_FIRST = "index.html"


class ListMember(NamedTuple):
    """An episode of a list; `is_there` is false once it is withdrawn, or in the list no longer, which keeps its place."""

    id: int
    state: str
    is_there: bool
    has_item: bool


@dataclass(slots=True)
class Lists:
    """The lists of a site. What a file is made of is its fingerprint, so that it is written only if that changes."""

    site: PublicFolder
    look: Look
    feed: Feed | None
    fingerprint: str
    _channel: feeds.Channel | None = field(init=False)
    _links: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        files, artwork = dict[str, bytes](), self.look.show.artwork
        files["site.css"] = pages.style().encode()
        if self.look.has_search:
            files["site.js"] = pages.script().encode()
        self._channel = None
        if self.feed and artwork:
            name = f"feed.artwork{artwork.suffix.lower()}"
            files[name] = artwork.read_bytes()
            self._channel = feeds.Channel(self.look, self.feed, self.site.folder, self.site.folder / name)
        self.site.keep("assets", {name: _of(data) for name, data in files.items()})

    def all(self) -> set[tuple[str, str]]:
        """Return the kind and the name of each list."""
        return set(self.site.rows.execute("SELECT kind, name FROM lists"))

    def write(self, kind: str, name: str) -> None:
        """Write the parts and the feeds of a list that changed."""
        (slug,) = self.site.rows.execute("SELECT slug FROM lists WHERE kind = ? AND name = ?", (kind, name)).fetchone()
        query = (
            "SELECT id, state, state != '' AND NOT gone, item != '' FROM members JOIN episodes USING (id) "
            "WHERE kind = ? AND name = ? ORDER BY %s"
        )
        by_date, by_place = (
            [ListMember(*row) for row in self.site.rows.execute(query % order, (kind, name))]
            for order in ("date, number, id", "place")
        )
        folder = f"{kind}/{slug}" if slug else kind
        at = "" if kind == ALL else f"{folder}/"
        has_feed = self._channel is not None and any(member.is_there and member.has_item for member in by_place)
        feed = at + feeds.name_of(self._channel.about, at) if self._channel and has_feed else ""
        files = self._parts(ListPart(kind, name, folder, feed=feed), [member for member in by_date if member.is_there])
        if feed and self._channel:
            title = feeds.feed_title(self.look, pages.shown_name(self.look, kind, name))
            files |= self._feeds(feeds.List(self._channel, folder if at else "", title, feed), by_place)
        self.site.keep(f"list {kind} {name}", files)

    def _parts(self, about: ListPart, members: Sequence[ListMember]) -> Files:
        """Return the parts of a list, the newest of which is its first page; none of an empty list."""
        closed = max(0, (len(members) - PART // 2) // PART) if len(members) > PART else 0
        names = [*(f"{number + 1}.html" for number in range(closed)), _FIRST]
        files: Files = {}
        for number, name in enumerate(names if members else ()):
            some = members[number * PART : (number + 1) * PART if number < closed else None][::-1]
            older, newer = names[number - 1] if number else "", names[number + 1] if number < closed else ""
            part = replace(about, older=older, newer=newer, total=len(some))
            files[f"{about.folder}/{name}"] = self._page(part, some)
        return files

    def _page(self, part: ListPart, some: Sequence[ListMember]) -> tuple[str, Callable[[Path], None]]:
        made_of = _made_of(self.fingerprint, part, [member[:2] for member in some])
        return made_of, lambda draft: put(draft, pages.list_page(self.look, part, self._shown(some)))

    def _shown(self, members: Iterable[ListMember]) -> list[ListedEpisode]:
        query = "SELECT facts FROM episodes WHERE id = ?"
        return [shown_in(self.site.rows.execute(query, (member.id,)).fetchone()[0]) for member in members]

    def _feeds(self, about: feeds.List, members: Sequence[ListMember]) -> Files:
        """Return the feed of a list, and its archived parts once it has more items than one.

        An episode keeps its place, so that an archived part changes only with an episode in it.
        """
        full = len(members) // feeds.ITEMS if len(members) > feeds.ITEMS else 0
        living = [member for member in members if member.is_there and member.has_item]
        files = {about.file: self._feed(about, living[-feeds.ITEMS :], None, full)}
        for number in range(full):
            some = members[number * feeds.ITEMS : (number + 1) * feeds.ITEMS]
            there = [member for member in some if member.is_there and member.has_item]
            files[feeds.archived(about.file, number)] = self._feed(about, there, number, number)
        return files

    def _feed(
        self, about: feeds.List, some: Sequence[ListMember], archive: int | None, before: int
    ) -> tuple[str, Callable[[Path], None]]:
        look, query = self.look, "SELECT item FROM episodes WHERE id = ?"
        made_of = _made_of(look.show, look.address, look.language, about.title, archive, before, [m[:2] for m in some])

        def write(draft: Path) -> None:
            items = [self.site.rows.execute(query, (member.id,)).fetchone()[0] for member in reversed(some)]
            put(draft, feeds.feed_document(about, items, archive=archive, before=before))

        return made_of, write

    def write_indexes(self) -> None:
        """Write the index of each kind of lists."""
        self._links = {kind: self._read_links(kind) for kind in KINDS}
        for kind in KINDS:
            links, files = self._links[kind], dict[str, tuple[str, "Callable[[Path], None]"]]()
            count = -(-len(links) // _NAMES)
            names = [_FIRST, *(f"{number}.html" for number in range(2, count + 1))]
            for number, name in enumerate(names[:count]):
                some = links[number * _NAMES : (number + 1) * _NAMES]
                around = names[number - 1] if number else "", names[number + 1] if number + 1 < count else ""
                part = ListPart(kind, "", kind, *around)
                made_of = _made_of(self.fingerprint, part, some)
                files[f"{kind}/{name}"] = made_of, self._index(part, some)
            self.site.keep(f"index {kind}", files)

    def _index(self, part: ListPart, some: Sequence[tuple[str, str, int]]) -> Callable[[Path], None]:
        return lambda draft: put(draft, pages.index_page(self.look, part, some))

    def _read_links(self, kind: str) -> list[tuple[str, str, int]]:
        """Return the name, the folder and the number of episodes of each list of a kind that has any, in order."""
        query = (
            "SELECT name, slug, count(*) FROM lists JOIN members USING (kind, name) JOIN episodes USING (id) "
            "WHERE kind = ? AND state != '' AND NOT gone GROUP BY name"
        )
        return sorted(self.site.rows.execute(query, (kind,)), key=lambda link: (link[0].casefold(), link[0]))

    def write_start(self) -> None:
        """Write the start page."""
        query = "SELECT facts FROM episodes WHERE state != '' ORDER BY date DESC, number DESC, id DESC LIMIT ?"
        newest = [facts for (facts,) in self.site.rows.execute(query, (_NEWEST,))]
        (total,) = self.site.rows.execute("SELECT count(*) FROM episodes WHERE state != ''").fetchone()
        counts = {ALL: total, **{kind: len(self._links[kind]) for kind in KINDS}}
        (is_listed,) = self.site.rows.execute("SELECT count(*) FROM episodes WHERE item != ''").fetchone()
        feed = feeds.name_of(self._channel.about, "") if self._channel and is_listed else ""
        page = pages.start_page(self.look, [shown_in(facts) for facts in newest], counts, feed)
        self.site.keep("start", {_FIRST: _of(page)})

    def write_sitemap(self) -> None:
        """Write the addresses of all pages, if the site has a public address."""
        if not self.look.address:
            self.site.forget(["sitemap"])
            return
        self.site.flush()
        files = {}
        for number, paths in enumerate(self._pages(), start=1):
            made_of = _made_of(self.look.address, paths)
            files[f"{_SITEMAP}-{number}.xml"] = made_of, self._sitemap("urlset", "url", paths)
        parts = list(files)
        files[f"{_SITEMAP}.xml"] = _made_of(self.look.address, parts), self._sitemap("sitemapindex", "sitemap", parts)
        self.site.keep("sitemap", files)

    def _sitemap(self, root: str, element: str, paths: Sequence[str]) -> Callable[[Path], None]:
        lines = (f"<{element}><loc>{escape(self.look.address + quoted(path))}</loc></{element}>\n" for path in paths)
        head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {_SITEMAPS}>\n'
        return lambda draft: put(draft, f"{head}{''.join(lines)}</{root}>\n".encode())

    def _pages(self) -> Iterator[list[str]]:
        """Yield the paths of all pages in parts: those of episodes by their places, and then those of lists."""
        query = "SELECT page FROM episodes WHERE state != '' ORDER BY place"
        of_episodes = [page for (page,) in self.site.rows.execute(query)]
        of_a_list = "(owner = 'start' OR owner LIKE 'list %' OR owner LIKE 'index %')"
        query = f"SELECT path FROM files WHERE path LIKE '%.html' AND {of_a_list}"  # noqa: S608 - nothing is filled in
        of_lists = [path for (path,) in self.site.rows.execute(query + " ORDER BY rowid")]
        paths = [*filter(None, of_episodes), *of_lists]
        yield from (paths[start : start + _OF_SITEMAP] for start in range(0, len(paths), _OF_SITEMAP))


def _made_of(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()


def _of(data: bytes) -> tuple[str, Callable[[Path], None]]:
    return hashlib.sha256(data).hexdigest(), lambda draft: put(draft, data)
