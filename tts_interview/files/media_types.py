"""Media types by file name, as servers, feeds, books and manifests declare them."""

from __future__ import annotations

OTHER = "application/octet-stream"
# By suffix, longer ones first. Text is always in UTF-8.
MEDIA_TYPES = {
    ".chapters.json": "application/json+chapters",
    ".json": "application/json",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".m4b": "audio/mp4",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
    ".css": "text/css",
    ".epub": "application/epub+zip",
    ".xhtml": "application/xhtml+xml",
    ".smil": "application/smil+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".xml": "application/rss+xml",
    ".rss": "application/rss+xml",
}


def media_type(name: str) -> str:
    """Return the media type of a file with that name, without parameters."""
    folded = name.casefold()
    return next((kind for end, kind in MEDIA_TYPES.items() if folded.endswith(end)), OTHER)
