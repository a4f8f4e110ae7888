#!/usr/bin/env python3
"""Write voices/kokoro-check.json: how loud each frame of a sentence is as the graph in float says it on the processor.

Usage: python scripts/record_check.py     (in an environment with the project)

Every prepared graph, on every device, must say the sentence so (`check` in engines/kokoro/sessions.py). It is to be written
again when the shipped model or the style vectors of af_heart change.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tts_interview.files.packaged import voices_folder
from tts_interview.settings.parts import default_cache_folder
from tts_interview.speech.engines import EngineSetup
from tts_interview.speech.engines.kokoro.model_file import find_model
from tts_interview.speech.engines.kokoro.quick_graph import Made, Preparation
from tts_interview.speech.engines.kokoro.sessions import levels, make_session


def main() -> None:
    """Write the file."""
    shipped = find_model(EngineSetup(default_cache_folder()))
    with tempfile.TemporaryDirectory() as folder:
        model = Preparation(EngineSetup(Path(folder))).run(shipped, Made.FLOAT, lambda _path: None)
        found = [round(level, 1) for level in levels(make_session(model))]
    (voices_folder() / "kokoro-check.json").write_text(json.dumps(found) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
