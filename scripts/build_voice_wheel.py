"""Build the wheel of the voice model: one of this project, in place of four of another publisher.

python scripts/build_voice_wheel.py dist    # writes dist/tts_interview_voice_model-1.0.0-py3-none-any.whl

The model is the one that the program uses, and its checksum must be ours. The program prefers an installed wheel of this kind.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tts_interview.settings.parts import default_cache_folder
from tts_interview.speech.engines import EngineSetup
from tts_interview.speech.engines.kokoro.model_file import KOKORO, find_model

LICENCE = Path(__file__).resolve().parent.parent / "LICENSE"
PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "tts-interview-voice-model"
version = "1.0.0"
description = "The voice model of tts-interview: Kokoro-82M v1.0 as an int8 ONNX graph"
readme = "README.md"
license = "Apache-2.0 AND MIT"
license-files = ["LICENSE", "NOTICE"]
requires-python = ">=3.11"
"""
README = """\
# tts-interview-voice-model

Data for tts-interview: `part.bin` is the file {model.name} of kokoro-onnx, unchanged.

- Origin: {model.url}
- SHA-256: {model.sha256}
- Weights: Kokoro-82M by hexgrad, Apache License 2.0 (LICENSE)
- ONNX export: kokoro-onnx by thewh1teagle, MIT License (NOTICE)
"""
NOTICE = """\
The weights are Kokoro-82M by hexgrad, under the Apache License 2.0 (see LICENSE).
The ONNX export is part of kokoro-onnx, under the MIT License:

Copyright (c) 2025 github.com/thewh1teagle

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files
(the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify,
merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def build(path, target, model=KOKORO):
    """Build the wheel of a model into the folder `target`, if the checksum fits."""
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != model.sha256:
        sys.exit(f"{path} is not {model.name}: its checksum is {found}, not {model.sha256}")
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "tts_interview_voice_model"
        package.mkdir()
        (package / "__init__.py").write_text('"""The voice model of tts-interview."""\n')
        shutil.copyfile(path, package / "part.bin")
        shutil.copyfile(LICENCE, Path(folder) / "LICENSE")
        for name, text in {"pyproject.toml": PROJECT, "README.md": README.format(model=model), "NOTICE": NOTICE}.items():
            (Path(folder) / name).write_text(text)
        command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    build(find_model(EngineSetup(default_cache_folder())), Path(sys.argv[1]))
