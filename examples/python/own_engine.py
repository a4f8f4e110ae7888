"""Speak with an engine object: nothing has to be installed as a plug-in."""

import io
import sys
from pathlib import Path

import tts_interview
from tts_interview.speech.engines import EngineSetup

EXAMPLES = Path(__file__).parent.parent
sys.path.insert(0, str(EXAMPLES / "engine"))

from hum_engine import HumEngine  # noqa: E402 - its folder was just made known

engine = HumEngine(EngineSetup(cache_folder=Path("cache")))
settings = tts_interview.Settings(
    casting=tts_interview.CastingSettings(voices={"Ada Moe": "alma", "Bram Okafor": "kuno"}),
    speech=tts_interview.SpeechSettings(engine=engine),
)
rendering = tts_interview.render(EXAMPLES / "page" / "page.html", io.BytesIO(), settings)
for speaker, voice in rendering.casting.voices.items():
    print(f"{speaker}: {voice.full_name}")
