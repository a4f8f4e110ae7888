"""The JSON that the program writes is as its schemas say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from documentation import DOCS
from jsonschema import Draft202012Validator
from preloaded import run_script

if TYPE_CHECKING:
    from pathlib import Path

SCHEMAS = sorted((DOCS / "schemas").glob("*.json"))
MAKE = """\
for page in page.html library-panel.md gespraech.md talk.md; do
    tts-interview parse $page --format json >$page.transcript
done
tts-interview render talk.md --format chapters --format manifest -o alone/talk.mp3
tts-interview render first.md --show show.toml --publish --opening full -o episodes/
"""


def validator(name: str) -> Draft202012Validator:
    """The validator of a schema."""
    return Draft202012Validator(json.loads((DOCS / "schemas" / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_every_schema_is_one(path: Path) -> None:
    Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


def test_what_is_written_is_as_the_schemas_say(scratch: Path, clients: Path) -> None:
    (scratch / "library-panel.md").write_bytes((scratch / "examples" / "library-panel.md").read_bytes())
    done = run_script(MAKE, "make.sh", scratch, clients)
    assert done.returncode == 0, done.stderr
    written = {
        "transcript.json": [*scratch.glob("*.transcript")],
        "podcast-transcript.json": [*scratch.glob("*/*.transcript.json")],
        "chapters.json": [*scratch.glob("*/*.chapters.json")],
        "manifest.json": [*scratch.glob("*/*manifest.json")],
    }
    assert {name: len(paths) for name, paths in written.items()} == {
        "transcript.json": 4,
        "podcast-transcript.json": 2,
        "chapters.json": 2,
        "manifest.json": 2,
    }
    for name, paths in written.items():
        for path in paths:
            found = json.loads(path.read_text(encoding="utf-8"))
            assert not [f"{path.name}: {e.json_path}: {e.message}" for e in validator(name).iter_errors(found)]
            assert not unknown(found, validator(name).schema), f"{path.name} has fields that {name} does not explain"


def unknown(found: object, schema: dict[str, Any], root: dict[str, Any] | None = None) -> set[str]:
    """The fields of a value that its schema does not name."""
    root = root or schema
    parts = [resolved(part, root) for part in (schema, *schema.get("allOf", []))]
    if isinstance(found, list):
        items: dict[str, Any] = next((part["items"] for part in parts if "items" in part), {})
        return {name for item in found for name in unknown(item, resolved(items, root), root)}
    if not isinstance(found, dict) or any("additionalProperties" in part for part in parts):
        return set()
    known = {name: one for part in parts for name, one in part.get("properties", {}).items()}
    inner = {name for key, value in found.items() if key in known for name in unknown(value, resolved(known[key], root), root)}
    return inner | (set(found) - set(known) if known else set())


def resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    """The schema that a reference means."""
    reference = schema.get("$ref")
    return root["$defs"][str(reference).rpartition("/")[2]] if reference else schema
