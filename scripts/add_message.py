#!/usr/bin/env python3
"""Add a message to every catalogue.

Usage: python scripts/add_message.py KEY --after OTHER < translations.txt

Each line of the input is the tag of a language, a tab and the text, for all languages in tts_interview/language/messages. A key
that is there already gets the new text in the languages of the input. Nothing is written if a language or a place such as
{name} is missing.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "tts_interview" / "language" / "messages"


def main() -> None:
    parser = argparse.ArgumentParser(description="Add a message to every catalogue.")
    parser.add_argument("key")
    parser.add_argument("--after", help="the key of the line before it; without it, the key must exist")
    asked = parser.parse_args()
    texts = dict(line.rstrip("\n").split("\t", maxsplit=1) for line in sys.stdin if line.strip())
    catalogues = {path.stem: path for path in sorted(FOLDER.glob("*.toml"))}
    wanted = set(catalogues) if asked.after else set(texts)
    if problem := _problem(texts, set(catalogues), wanted):
        sys.exit(problem)
    for tag, text in texts.items():
        path = catalogues[tag]
        path.write_text(_with(path.read_text(encoding="utf-8"), asked.key, text, asked.after), encoding="utf-8")


def _problem(texts: dict[str, str], known: set[str], wanted: set[str]) -> str:
    """Return what is wrong with the translations, or "" if nothing is."""
    if odd := sorted((wanted - set(texts)) | (set(texts) - known)):
        return f"translations are missing, or languages unknown: {', '.join(odd)}"
    places = {tag: sorted(re.findall(r"\{\w+\}", text)) for tag, text in texts.items()}
    other = sorted(tag for tag in texts if places[tag] != places.get("en", places[tag]))
    return f"other places than in English: {', '.join(other)}" if other else ""


def _with(catalogue: str, key: str, text: str, after: str | None) -> str:
    """Return a catalogue with a message, in place of the one that the key has, or in the line after another key."""
    line = f"{key} = {json.dumps(text, ensure_ascii=False)}\n"
    found = re.search(rf"^{re.escape(key)} = .*\n", catalogue, re.M)
    before = found or re.search(rf"^{re.escape(after or key)} = .*\n", catalogue, re.M)
    if not before:
        sys.exit(f"no catalogue has the key {after or key}")
    start = before.start() if found else before.end()
    return catalogue[:start] + line + catalogue[before.end() :]


if __name__ == "__main__":
    main()
