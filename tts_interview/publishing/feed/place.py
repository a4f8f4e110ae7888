"""Where the feed of a show is, here and in public, and what the address of a file beside it is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

from tts_interview.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

USUAL_NAME = "feed.xml"


@dataclass(frozen=True, slots=True)
class FeedPlace:
    """The file of a feed, and its http(s) address; what is in the file's folder is public beside that address."""

    file: Path
    url: str

    def address(self, path: Path, *, is_folder: bool = False) -> str:
        """The public address of a file, or of a folder, which ends in a slash. Raises OutputError if it is not public."""
        root, target = self.file.parent.resolve(), path.resolve()
        if not target.is_relative_to(root):
            raise OutputError(
                f"{path} has no public address, for it is not below {self.file.parent}, the folder of the feed: "
                "choose -o there, or another file under [feed] in the show file"
            )
        names = "/".join(quote(part, safe="") for part in target.relative_to(root).parts)
        return urljoin(self.url, ".") + names + ("/" if is_folder and names else "")

    def check(self, paths: Iterable[Path]) -> None:
        """Raise OutputError if one of these is not public."""
        for path in paths:
            self.address(path)


def feed_place(url: str, file: Path | None, output_folder: Path) -> FeedPlace | None:
    """The place of the feed that a show file names; None if it names none. Without a file, it is in the output folder.

    Raises OutputError if the address is missing, without which nothing in a feed can be found.
    """
    if file and not url:
        raise OutputError(f'{file} needs to be found: write url = "https://..." under [feed] in the show file')
    return FeedPlace(file or output_folder / USUAL_NAME, url) if url else None
