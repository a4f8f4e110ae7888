"""Get the sound as NumPy arrays while it is synthesised, one segment at a time."""

from contextlib import closing
from pathlib import Path

import numpy as np

import tts_interview

PAGE = Path(__file__).parent.parent / "page" / "page.html"

with closing(tts_interview.segments(PAGE)) as segments:
    for segment in segments:
        level_db = 20 * np.log10(np.sqrt(np.mean(segment.samples**2)))
        print(f"{segment.start_s:6.2f} s  turn {segment.turn}  {segment.speaker}: {level_db:.0f} dBFS  {segment.text}")
        if segment.turn >= 3:
            break  # closing() stops the synthesis of the rest
