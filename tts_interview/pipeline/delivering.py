"""Records of episodes + a store -> the show as others read it: sounds under names of their own, and a feed of what is there."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import time
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from tts_interview.errors import OutputError
from tts_interview.files.atomic import lock_folder, sole_use, write_whole, writing
from tts_interview.files.media_types import media_type
from tts_interview.files.opening import content
from tts_interview.files.relinking import Links, with_attributes
from tts_interview.files.store import folder_of, open_store
from tts_interview.model import SILENT, Podcast
from tts_interview.pipeline.observing import heard_by
from tts_interview.pipeline.sending import FOREVER, Parcel, StoredFile, checked, delivered, send, shipment
from tts_interview.pipeline.shows import USUAL_LANGUAGE, remove_episode
from tts_interview.publishing import SCRIPT, WRITERS
from tts_interview.publishing.episodes import list_file, listing_page
from tts_interview.publishing.feed import before_space, feed_place, public_artwork
from tts_interview.publishing.feed.document import START_TAG, FeedText, Replacement, changed, feed_of, read_feed
from tts_interview.publishing.feed.elements import PODCAST
from tts_interview.publishing.manifest import manifest_path
from tts_interview.publishing.records import episodes_below, record_of
from tts_interview.settings.showfile import read_show

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tts_interview.files.store import Store
    from tts_interview.model import Observer
    from tts_interview.pipeline.sending import Delivered, Shipment
    from tts_interview.publishing.feed.document import XmlNode
    from tts_interview.publishing.feed.place import FeedPlace
    from tts_interview.settings import Settings
    from tts_interview.settings.showfile import ShowFile

_LOCK = ".tts-interview.delivery"
# Files to work with, which an editor may have changed: they lead nowhere, and nothing leads to them.
_TO_WORK_WITH = (SCRIPT, WRITERS["post"].suffix)
_HASH_CHARS = 16
_HASHED = re.compile(rf"\.[0-9a-f]{{{_HASH_CHARS}}}(?=\.\w+$)")
# Without a public address, links between files are relative, and any base will do.
_NO_ADDRESS = "https://store.invalid/"
# The order of sending, by media type: what a page or a feed leads to goes before it.
_ORDER = ("audio/", "image/", "application/epub", "application/", "text/html")


@dataclass(frozen=True, slots=True)
class Terms:
    """How to deliver: to which store, by default that of the show file, and with what pauses if it does not answer.

    A `trial` sends nothing. `prunes` also deletes episodes that are in the store and no longer here.
    """

    to: str = ""
    trial: bool = False
    prunes: bool = False
    sleep: Callable[[float], None] = time.sleep


def publish(what: Path, settings: Settings, terms: Terms | None = None, observer: Observer = SILENT) -> Shipment:
    """Deliver an episode (its audio file or folder) or a whole show (its show file), and return what was sent.

    Raises OutputError, ShowError, StoreError, and MissingExtraError.
    """
    terms, observer = terms or Terms(), heard_by(observer)
    chosen = [] if what.suffix.lower() == ".toml" else _named(what)
    show = settings.show if chosen else read_show(what)
    shelf = _Shelf(_root(show, settings) if show else chosen[0].parent, show)
    with _opened(terms, shelf, observer) as store:
        return _Delivering(store, terms, observer).deliver(shelf, chosen or shelf.audios)


def unpublish(guid: str, settings: Settings, terms: Terms | None = None, observer: Observer = SILENT) -> Shipment:
    """Delete an episode from the store and from the folder of its show, as `remove_episode` does; return what was deleted.

    Without a show, the episode is deleted from the store alone. Raises what `publish` raises, and OutputError if there is none.
    """
    terms, observer, show = terms or Terms(), heard_by(observer), settings.show
    shelf = _Shelf(_root(show, settings), show) if show else None
    with _opened(terms, shelf, observer) as store:
        return _Delivering(store, terms, observer, shelf).withdraw(guid)


def _named(what: Path) -> list[Path]:
    """Return the main files of the episodes that a path names. Raises OutputError if there is none."""
    if what.is_dir():
        found = [audio for audio, _ in episodes_below(what) if audio.parent == what]
    else:
        record = record_of(what)
        found = [what.with_suffix(os.path.splitext(record.note.audio)[1] or what.suffix)] if record else []  # noqa: PTH122
    if not found:
        raise OutputError(f"{what} is not an episode: name its audio file, its folder, or the show file")
    return found


def _root(show: ShowFile, settings: Settings) -> Path:
    """Return the folder whose files are public: that of the feed, or else the output folder."""
    place = feed_place(show.feed, settings.publishing.output_folder)
    return place.file.parent if place else settings.publishing.output_folder


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    if not root.is_dir():
        raise OutputError(f"{root} does not exist: render an episode of the show first")
    with contextlib.ExitStack() as held:
        with writing(root / _LOCK):
            is_alone = held.enter_context(sole_use(root / _LOCK))
        if not is_alone:
            raise OutputError(f"{root} is being delivered by another run: wait for its end, and run this command again")
        yield


@contextlib.contextmanager
def _opened(terms: Terms, shelf: _Shelf | None, observer: Observer) -> Iterator[Store]:
    """Hold the store, and the folder of the show for one delivery at a time. Raises OutputError if there is another one."""
    address = terms.to or (shelf.show.deliver.to if shelf and shelf.show else "")
    if not address:
        raise OutputError("there is no store to deliver to: write to = ... under [deliver] in the show file, or name a store")
    folder = folder_of(address)
    if folder and shelf and folder.resolve() == shelf.root.resolve():
        raise OutputError(f"{address} is the folder of the show itself: name another store")
    with _alone(shelf.root) if shelf else contextlib.nullcontext():
        store = open_store(address, observer.notice, terms.sleep)
        try:
            yield store
        finally:
            store.close()


@dataclass(frozen=True, slots=True)
class _Episode:
    """An episode that is complete: its key in the store, and each file with its size and its SHA-256, by its path there."""

    key: str
    audio: Path
    files: Mapping[str, tuple[Path, int, str]]

    @property
    def sounds(self) -> dict[str, str]:
        """The names of its sounds in the store, by their paths here: each has a piece of the hash of its content."""
        found = {name: digest for name, (_, _, digest) in self.files.items() if media_type(name).startswith("audio/")}
        return {name: f"{(p := name.rpartition('.'))[0]}.{digest[:_HASH_CHARS]}.{p[2]}" for name, digest in found.items()}

    def parcels(self, base: str) -> Iterator[Parcel]:
        """Yield its files as they are sent: those that lead to its sounds follow their new names."""
        sounds, list_of_files = self.sounds, manifest_path(self.audio)
        links = Links(base, sounds)
        for name, (path, size, digest) in self.files.items():
            kind = _content_type(name)
            if name in sounds:
                yield Parcel(sounds[name], StoredFile(digest, kind, size, self.key), path, FOREVER)
            elif name.endswith((".html", ".json")):
                made_of = hashlib.sha256(repr((digest, base, sorted(sounds.items()))).encode()).hexdigest()
                make = partial(_followed, self, links, name)
                if path == list_of_files:
                    make = partial(_listed, self, links, name)
                yield Parcel(name, StoredFile(made_of, kind, size, self.key), make)
            else:
                yield Parcel(name, StoredFile(digest, kind, size, self.key), path)


def _content_type(name: str) -> str:
    kind = media_type(name)
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _followed(episode: _Episode, links: Links, name: str) -> bytes:
    """Return a page or a JSON file that leads to the sounds under their names in the store."""
    path, _, digest = episode.files[name]
    with checked(path, digest) as file:
        text = file.read().decode()
    return (links.in_html if name.endswith(".html") else links.in_json)(text, name).encode()


def _listed(episode: _Episode, links: Links, name: str) -> bytes:
    """Return the list of files of a kit, with the names, the addresses and the sizes in the store."""
    content = json.loads(_followed(episode, links, name))
    folder = name.rpartition("/")[0] + "/" * ("/" in name)
    for file in content["files"]:
        path = folder + file["name"]
        if path in links.renamed:
            file["name"] = links.renamed[path].removeprefix(folder)
        elif path in episode.files and path != name and path.endswith((".html", ".json")):
            file["size"] = len(_followed(episode, links, path))
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


@dataclass(frozen=True)
class _Shelf:
    """The public folder of a show, or that of a single episode without one."""

    root: Path
    show: ShowFile | None

    @cached_property
    def place(self) -> FeedPlace | None:
        """The feed, if there is one."""
        place = feed_place(self.show.feed, self.root) if self.show else None
        if place and not place.file.exists():
            raise OutputError(f"{place.file} does not exist yet: render an episode with `publishing.kits` first")
        return place

    @property
    def podcast(self) -> Podcast:
        """What the show file says of the show."""
        return self.show.show if self.show else Podcast()

    @cached_property
    def links(self) -> Links:
        """The addresses of files as they are here."""
        return Links(self.place.address(self.root, is_folder=True) if self.place else _NO_ADDRESS, {})

    @cached_property
    def feed(self) -> FeedText | None:
        return read_feed(self.place.file) if self.place else None

    @cached_property
    def guids(self) -> dict[str, str]:
        """The guids of the episodes in the feed, by the paths of their sounds."""
        items = self.feed.items if self.feed else []
        found = {self.links.path(item.attribute("enclosure", "url")): _key(item) for item in items}
        return {name: guid for name, guid in found.items() if name}

    @cached_property
    def audios(self) -> list[Path]:
        """The main files of the recorded episodes of the show."""
        found, show = episodes_below(self.root), self.show.show.title if self.show else None
        return [audio for audio, note in found if show in {None, note.show} or self.name(audio) in self.guids]

    def name(self, path: Path) -> str:
        """Return the path of a file in the store; "" if it is not public."""
        root, target = self.root.resolve(), path.resolve()
        return target.relative_to(root).as_posix() if target.is_relative_to(root) else ""

    def key(self, audio: Path) -> str:
        """Return the guid of an episode by the feed or the list of its files, or else what tells its source from others."""
        name = self.name(audio)
        if guid := self.guids.get(name):
            return guid
        with contextlib.suppress(OSError, ValueError, TypeError, LookupError):
            return str(json.loads(content(manifest_path(audio)))["guid"])
        record = record_of(audio)
        return (record.note.source if record else "") or name

    def episode(self, audio: Path, observer: Observer) -> _Episode | None:
        """Return an episode as it was made; None if it is incomplete, or somebody changed a file since."""
        record, files = record_of(audio), {}
        for path, size, digest in _files(audio, record.sizes, record.digests) if record and record.is_whole else ():
            if not self.name(path):
                observer.notice(f"{path} is not below {self.root}, so it is not delivered")
            elif not path.is_file() or path.stat().st_size != size:
                observer.notice(f"{path} is not as it was made, so its episode is not delivered: render it again")
                return None
            else:
                files[self.name(path)] = path, size, digest
        return _Episode(self.key(audio), audio, files) if files else None


def _files(audio: Path, sizes: Mapping[str, int], digests: Mapping[str, str]) -> Iterator[tuple[Path, int, str]]:
    for name, size in sizes.items():
        if not name.endswith(_TO_WORK_WITH):
            yield audio.parent / name, size, digests[name]


@dataclass
class _Delivering:
    """A delivery to a store; without a show, it leaves alone what else is there."""

    store: Store
    terms: Terms
    observer: Observer
    shelf: _Shelf | None = None
    withdrawn: frozenset[str] = frozenset()

    @cached_property
    def known(self) -> Delivered:
        """What the store lists."""
        return delivered(self.store)

    @cached_property
    def present(self) -> dict[str, bytes]:
        """The items of the feed in the store, by their guids."""
        name = self.shelf.name(self.shelf.place.file) if self.shelf and self.shelf.place else ""
        data = self.store.read(name) if name else None
        feed = feed_of(data, f"{name} in the store") if data else None
        return {_key(item): feed.data[item.start : item.end] for item in feed.items} if feed else {}

    def deliver(self, shelf: _Shelf, chosen: Sequence[Path]) -> Shipment:
        """Deliver these episodes, and the files of the show if there is one."""
        self.shelf = shelf
        if outside := next((audio for audio in chosen if not shelf.name(audio)), None):
            raise OutputError(f"{outside} is not in {shelf.root}, the folder of the show: name its own show, or none")
        own = [episode for audio in chosen if (episode := shelf.episode(audio, self.observer))]
        if chosen and not own:
            raise OutputError(f"{chosen[0]} is not complete: render it again")
        parcels = sorted((parcel for episode in own for parcel in episode.parcels(shelf.links.base)), key=_rank)
        kept = self._kept({episode.key for episode in own}, {parcel.name for parcel in parcels})
        return self._sent([*parcels, *(self._of_show(shelf, own, kept) if shelf.show else ())], kept)

    def withdraw(self, guid: str) -> Shipment:
        """Take an episode out of the store, and out of the folder of its show."""
        self.withdrawn, shelf = frozenset({guid}), self.shelf
        audio = next((audio for audio in shelf.audios if shelf.key(audio) == guid), None) if shelf else None
        known = {*self.present, *(entry.episode for entry in self.known.files.values())}
        known |= {*shelf.guids.values()} if shelf else set()
        if not (audio or guid in known or self.known.stale):
            some = ", ".join(sorted(known - {""})[:3]) or "none"
            raise OutputError(f'no episode has the guid "{guid}", here or in the store: expected one of {some}')
        if not shelf:
            return self._sent([], self._kept(set(), set()))
        return self.deliver(shelf if self.terms.trial else _without(shelf, guid, audio), [])

    def _sent(self, parcels: Iterable[Parcel], kept: Collection[str]) -> Shipment:
        wanted = shipment(self.known, parcels, kept, self.withdrawn)
        if not self.terms.trial:
            send(self.store, self.known, wanted, self.observer.progress)
        return wanted

    def _kept(self, own: Collection[str], names: Collection[str]) -> set[str]:
        """Return the names of files in the store of other episodes, which stay. Raises OutputError if one would be replaced."""
        others = {
            name: entry.episode for name, entry in self.known.files.items() if entry.episode not in {*own, *self.withdrawn}
        }
        here = {self.shelf.key(audio) for audio in self.shelf.audios} if self.shelf and self.shelf.show else {*others.values()}
        clash = next((name for name in others if name in names and others[name] in here), None)
        if clash:
            raise OutputError(
                f"{clash} in the store belongs to another episode: deliver this one with its show, or to a folder of its own"
            )
        kept = {name for name, episode in others.items() if episode in here}
        self._check_lost({others[name] for name in others.keys() - kept - {*names}} - {""})
        return kept

    def _check_lost(self, lost: Collection[str]) -> None:
        """Raise OutputError if episodes would leave the store without anybody's order."""
        if lost and not self.terms.prunes and self.shelf:
            raise OutputError(
                f"the store has {len(lost)} episode{'s' * (len(lost) > 1)} that {self.shelf.root} lacks, such as {min(lost)}: "
                "withdraw each with `tts-interview unpublish`, or all with `tts-interview publish --prune`"
            )

    def _of_show(self, shelf: _Shelf, own: Iterable[_Episode], kept: Iterable[str]) -> Iterator[Parcel]:
        """Yield the files of the show: its artwork, the list of the episodes that are in the store, and its feed."""
        mine = {name: new for episode in own for name, new in episode.sounds.items()}
        theirs = {_HASHED.sub("", name): name for name in kept if self.known.files[name].is_sound}
        sizes = {new: episode.files[name][1] for episode in own for name, new in episode.sounds.items()}
        sizes |= {name: self.known.files[name].size for name in theirs.values()}
        links = replace(shelf.links, renamed={**theirs, **mine})
        public, feed = set(links.renamed), b""
        if shelf.feed:
            feed, kept_items = self._feed(shelf.feed, links, mine, sizes)
            public |= kept_items
        yield from _artwork(shelf)
        if list_file(shelf.root).exists():
            yield _made(shelf, list_file(shelf.root), links.in_html(_listing(shelf, public), "").encode())
        if shelf.place:
            yield _made(shelf, shelf.place.file, feed)

    def _feed(self, feed: FeedText, links: Links, mine: Container[str], sizes: Mapping[str, int]) -> tuple[bytes, set[str]]:
        """Return the feed with exactly the episodes that are in the store, and the sounds of items that stay as they are.

        Episodes that this delivery does not bring keep the item that they have in the store.
        """
        changes, listed, stay = [], set(), set()
        for item in feed.items:
            guid, name = _key(item), links.path(item.attribute("enclosure", "url"))
            if guid not in self.withdrawn and (name is None or name in mine or guid in self.present or name in links.renamed):
                listed.add(guid)
                if name is not None and name not in mine and guid in self.present:
                    stay.add(name)
                    changes.append(Replacement(item.start, item.end, self.present[guid]))
                else:
                    changes += _relinked(feed, item, links, sizes)
            else:
                changes.append(Replacement(before_space(feed.data, item.start), item.end, b""))
        self._check_lost(self.present.keys() - listed - self.withdrawn)
        made = changed(feed.data, changes)
        feed_of(made, feed.name)
        return made, stay


def _relinked(feed: FeedText, item: XmlNode, links: Links, sizes: Mapping[str, int]) -> Iterator[Replacement]:
    """Yield the start tags of an item that lead to sounds, with the names and the sizes in the store."""
    for node in item.children:
        sources = [child for child in node.children if child.name == f"{PODCAST} source"]
        said = (node, *sources) if node.name in {"enclosure", f"{PODCAST} alternateEnclosure"} else ()
        for address in [tag.attributes.get("url") or tag.attributes.get("uri") or "" for tag in said]:
            if size := sizes.get(links.renamed.get(links.path(address) or "", "")):
                break
        else:
            continue

        def change(key: str, value: str, size: int = size) -> str:
            return str(size) if key == "length" else links.followed(value) if key in {"url", "uri"} else value

        for tag in said:
            if found := START_TAG.match(feed.data, tag.start):
                yield Replacement(tag.start, found.end(), with_attributes(found[0].decode(), change).encode())


def _listing(shelf: _Shelf, public: Collection[str]) -> str:
    """Return the page that lists the episodes with these sounds."""
    show = replace(shelf.podcast, language=shelf.podcast.language or USUAL_LANGUAGE)
    only = {shelf.root / name for name in public}
    return listing_page(show, shelf.place, shelf.root, only=only).decode()


def _artwork(shelf: _Shelf) -> Iterator[Parcel]:
    """Yield the artwork to which the feed leads."""
    path = public_artwork(shelf.place, shelf.podcast.artwork) if shelf.place and shelf.podcast.artwork else None
    if path and path.is_file():
        yield _made(shelf, path, content(path))


def _made(shelf: _Shelf, path: Path, data: bytes) -> Parcel:
    name = shelf.name(path)
    return Parcel(name, StoredFile(hashlib.sha256(data).hexdigest(), _content_type(name), len(data)), lambda: data)


def _without(shelf: _Shelf, guid: str, audio: Path | None) -> _Shelf:
    """Take an episode out of the folder of its show, the feed and the list there; return the folder as it is then."""
    with lock_folder(shelf.root):
        own = [item for item in shelf.feed.items if _key(item) == guid] if shelf.feed else []
        if own and shelf.place and shelf.feed:
            data = shelf.feed.data
            write_whole(shelf.place.file, changed(data, [Replacement(before_space(data, i.start), i.end, b"") for i in own]))
        if audio:
            remove_episode(audio)
        left = _Shelf(shelf.root, shelf.show)
        if list_file(left.root).exists():
            write_whole(list_file(left.root), _listing(left, {left.name(each) for each in left.audios}).encode())
        return left


def _key(item: XmlNode) -> str:
    return item.text_of("guid") or item.attribute("enclosure", "url")


def _rank(parcel: Parcel) -> int:
    """Return the place of a file in the order of sending."""
    texts = _ORDER.index("application/")
    return next((n for n, kind in enumerate(_ORDER) if parcel.entry.kind.startswith(kind)), texts)
