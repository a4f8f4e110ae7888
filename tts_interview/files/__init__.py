"""Files: atomic writes, encoding with ffmpeg, tags, media types and work folders."""
