"""Locate the feed of a show on disk and on the web, and the public addresses of files beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

from tts_interview.errors import OutputError
from tts_interview.settings.showfile.tables import Feed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

USUAL_NAME = "feed.xml"


@dataclass(frozen=True, slots=True)
class FeedPlace:
    """The file of a feed and its http(s) address; the folder of the file is public below that address.

    `about` is what the show file says of the feed.
    """

    file: Path
    url: str
    about: Feed = field(default_factory=Feed)

    def address(self, path: Path, *, is_folder: bool = False) -> str:
        """Return the public address of a file, or of a folder with a slash. Raises OutputError if it is not public."""
        root, target = self.file.parent.resolve(), path.resolve()
        if not target.is_relative_to(root):
            raise OutputError(
                f"{path} has no public address, because it is not below the feed's folder {self.file.parent}: "
                "choose -o there, or another file under [feed] in the show file"
            )
        names = "/".join(quote(part, safe="") for part in target.relative_to(root).parts)
        return urljoin(self.url, ".") + names + ("/" if is_folder and names else "")

    def check(self, paths: Iterable[Path]) -> None:
        """Raise OutputError if one of these paths is not public."""
        for path in paths:
            self.address(path)


def feed_place(feed: Feed, output_folder: Path) -> FeedPlace | None:
    """Return the place of the feed that a show file names, by default in the output folder; None without an address.

    Raises OutputError if there is a file but no address.
    """
    if feed.file and not feed.url:
        raise OutputError(f'the feed {feed.file} has no address: write url = "https://..." under [feed] in the show file')
    return FeedPlace(feed.file or output_folder / USUAL_NAME, feed.url, feed) if feed.url else None
