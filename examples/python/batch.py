"""Render several interviews; one that fails does not stop the others."""

from pathlib import Path

import tts_interview

PAGES = Path(__file__).parent.parent / "page"

sources = [PAGES / "page.html", PAGES / "essay.md", PAGES / "gespraech.md"]
for result in tts_interview.batch(sources, "batch/"):
    print(result.source.name, "->", result.error or result.rendering.files[0])
