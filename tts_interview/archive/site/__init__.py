"""Make the static site of an archive: its episodes, and lists, feeds and a search that lead to them.

`public` keeps which files are the site's and what each was made of, so that only what changed is made again. `content` says
what is shown of an episode, `pages` and `feeds` list episodes, and `search` indexes their words.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from tts_interview.archive.library import LibraryEntry, Standing
from tts_interview.archive.site import feeds, listing, search
from tts_interview.archive.site.content import KINDS, kit_of, state_of
from tts_interview.archive.site.pages import ALL, Look
from tts_interview.archive.site.public import linked, public_folder
from tts_interview.errors import OutputError
from tts_interview.files.atomic import slug_of
from tts_interview.model import Progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tts_interview.archive.library import Library
    from tts_interview.archive.site.public import PublicFolder
    from tts_interview.model import Observer
    from tts_interview.settings import Settings
    from tts_interview.settings.showfile.tables import Feed

# So many episodes are placed, and noted, together.
_TOGETHER = 100
_UNFINISHED, _FINGERPRINT = "unfinished", "fingerprint"
_LANGUAGE = "en"
# An episode that is to be made again stays as it is until then.
_FINISHED = (Standing.MADE, Standing.ACCEPTED, Standing.FAILED)


@dataclass(frozen=True, slots=True)
class SiteTally:
    """What making a site did: the numbers of its episodes, of those that are new or changed, of those that went, of files."""

    episodes: int = 0
    changed: int = 0
    gone: int = 0
    files: int = 0


def make_site(  # noqa: PLR0913 - the last two say how
    library: Library, settings: Settings, public: Path, observer: Observer, *, workers: int = 1, has_search: bool = True
) -> SiteTally:
    """Make the site of the finished episodes of a library in a folder, or what of it changed since.

    Raises LibraryError; OutputError; and MissingExtraError if the search is wanted and Pagefind is missing.
    """
    if public.resolve() == library.folder.resolve() or public.resolve().is_relative_to(library.episodes.resolve()):
        raise OutputError(f"{public} belongs to the library: choose another -o")
    if has_search:
        search.indexer()
    feed, show = settings.show.feed if settings.show else None, settings.podcast
    address = urljoin(feed.url, ".") if feed and feed.url else ""
    look = Look(show, show.language or _LANGUAGE, address, has_search)
    with public_folder(public) as folder:
        return _Making(library, folder, look, feed if address else None, observer, workers).go()


@dataclass(slots=True)
class _Making:
    """A site that is being made."""

    library: Library
    site: PublicFolder
    look: Look
    feed: Feed | None
    observer: Observer
    workers: int

    def go(self) -> SiteTally:
        """Make the site: sound and pages of episodes before what leads to them, and what is gone last."""
        was_whole = not self.site.about(_UNFINISHED)
        self.site.note(_UNFINISHED, "yes")
        changed, gone, touched = self._episodes()
        self.look = replace(self.look, kinds=self._kinds())
        fingerprint = self.look.fingerprint
        is_whole = was_whole and self.site.about(_FINGERPRINT) == fingerprint
        lists = listing.Lists(self.site, self.look, self.feed, fingerprint)
        wanted = touched if is_whole else lists.all()
        for number, (kind, name) in enumerate(sorted(wanted), start=1):
            lists.write(kind, name)
            self._progress("listing", number, len(wanted))
        if wanted:
            lists.write_indexes()
            lists.write_start()
        if self.look.has_search:
            search.index_words(self.site, self.workers, lambda n, of: self._progress("indexing", n, of))
        else:
            self.site.forget(self.site.owners(search.OWNER))
        lists.write_sitemap()
        self.site.flush()
        self.site.forget(f"episode {number}" for number in gone)
        self.site.note(_FINGERPRINT, fingerprint)
        self.site.note(_UNFINISHED, "")
        (count,) = self.site.rows.execute("SELECT count(*) FROM episodes WHERE state != ''").fetchone()
        return SiteTally(count, changed, len(gone), self.site.written)

    def _kinds(self) -> tuple[str, ...]:
        query = "SELECT 1 FROM members JOIN episodes USING (id) WHERE kind = ? AND state != '' AND NOT gone LIMIT 1"
        return (ALL, *(kind for kind in KINDS if self.site.rows.execute(query, (kind,)).fetchone()))

    def _progress(self, stage: str, done: int, total: int) -> None:
        self.observer.progress(Progress(stage, done, total))

    # -- episodes ----------------------------------------------------------------------------------------------------

    def _episodes(self) -> tuple[int, list[int], set[tuple[str, str]]]:
        """Place the files of episodes; return how many changed, which are gone, and the lists that name them."""
        known = dict(self.site.rows.execute("SELECT id, state FROM episodes"))
        present, wanted = set[int](), list[tuple[LibraryEntry, str]]()
        for entry in self.library.entries(_FINISHED):
            state = state_of(self.library, entry, self.look.address) if entry.audio else ""
            if state:
                present.add(entry.id)
            if state and known.get(entry.id) != state:
                wanted.append((entry, state))
        wanted.sort(key=lambda pair: pair[0].number)
        touched = set[tuple[str, str]]()
        for start in range(0, len(wanted), _TOGETHER):
            some = wanted[start : start + _TOGETHER]
            touched |= self._place(some)
            self._progress("placing", start + len(some), len(wanted))
        gone = [number for number, state in known.items() if state and number not in present]
        touched |= self._lists_of(gone)
        with self.site.rows as rows:
            rows.executemany("UPDATE episodes SET state = '', facts = '', item = '' WHERE id = ?", [(n,) for n in gone])
        left = {int(owner.partition(" ")[2]) for owner in self.site.owners("episode")} - present
        return len(wanted), sorted({*gone, *left}), touched

    def _place(self, some: Sequence[tuple[LibraryEntry, str]]) -> set[tuple[str, str]]:
        """Place the files of a few episodes, and note what is shown of them; return the lists that name them."""
        kits = [(entry, state, kit) for entry, state in some if (kit := kit_of(self.library, entry))]
        for entry, _, kit in kits:
            states = {name: (path.stat(), path) for name, path in kit.files.items()}
            files = {name: (f"{s.st_size} {s.st_mtime_ns}", linked(path)) for name, (s, path) in states.items()}
            self.site.keep(f"episode {entry.id}", files)
        self.site.flush()
        before = self._lists_of([entry.id for entry, *_ in kits])
        with self.site.rows as rows:
            for entry, state, kit in kits:
                shown, item = kit.shown, feeds.at_home(kit.item, kit.feed_url, self.look.address)
                values = (entry.id, state, shown.date, shown.number, shown.page, kit.facts, item)
                rows.execute(
                    "INSERT INTO episodes VALUES (?, (SELECT coalesce(max(place), -1) + 1 FROM episodes), ?, ?, ?, ?, ?, ?) "
                    "ON CONFLICT (id) DO UPDATE SET state = excluded.state, date = excluded.date, number = excluded.number, "
                    "page = excluded.page, facts = excluded.facts, item = excluded.item",
                    values,
                )
                rows.execute("UPDATE members SET gone = 1 WHERE id = ?", (entry.id,))
                for kind, name in ((ALL, ""), *shown.lists()):
                    rows.execute("INSERT OR REPLACE INTO members VALUES (?, ?, ?, 0)", (kind, name, entry.id))
                    self._name(kind, name)
        return before | self._lists_of([entry.id for entry, *_ in kits])

    def _lists_of(self, ids: Iterable[int]) -> set[tuple[str, str]]:
        query = "SELECT kind, name FROM members WHERE id = ?"
        return {(kind, name) for number in ids for kind, name in self.site.rows.execute(query, (number,))}

    def _name(self, kind: str, name: str) -> None:
        """Give a list the name of its folder, which it keeps: of two that would have the same, the later one gets a hash."""
        slug = slug_of(name) if name else ""
        digest = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
        self.site.rows.execute("INSERT OR IGNORE INTO lists VALUES (?, ?, ?)", (kind, name, slug))
        self.site.rows.execute("INSERT OR IGNORE INTO lists VALUES (?, ?, ?)", (kind, name, f"{slug}-{digest}"))
