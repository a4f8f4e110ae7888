"""Render an episode into memory: no file is written."""

import io
from pathlib import Path

import tts_interview

PAGE = Path(__file__).parent.parent / "page" / "page.html"

sound = io.BytesIO()
rendering = tts_interview.render(PAGE, sound)
print(f"{len(sound.getvalue())} bytes of MP3, {rendering.seconds:.1f} s")
print(f"{rendering.loudness.lufs:.1f} LUFS, true peak {rendering.loudness.peak_dbtp:.1f} dBTP")
