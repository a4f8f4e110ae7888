"""The limiter, as ffmpeg is told of it."""

from __future__ import annotations

CEILING_DBTP = -1.0


def limiter(ceiling_db: float) -> str:
    """The filter of ffmpeg that lets no sample through that is louder than `ceiling_db`, in dBFS."""
    # level=false, or alimiter turns everything up again; latency=true, or it shifts the sound by its look-ahead.
    return f"alimiter=limit={10 ** (ceiling_db / 20):.5f}:level=false:attack=5:release=80:latency=true"
