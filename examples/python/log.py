"""Log everything that an observer would receive."""

import io
import logging
from pathlib import Path

import tts_interview

PAGE = Path(__file__).parent.parent / "page" / "page.html"

logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
logging.getLogger("tts_interview").setLevel(logging.DEBUG)
tts_interview.render(PAGE, io.BytesIO())
