"""The arrows of the design: who may import whom, where each third-party library lives, and what --help may load."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "tts_interview"

# What every stage may import. A stage never imports another stage: only the pipeline knows their order.
LEAVES = {"errors", "files", "language", "model", "settings"}
STAGES = {"casting", "documents", "parsing", "publishing", "rundown", "script", "sound", "speech"}
MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "errors": set(),
    "files": {"errors", "model"},
    "language": {"errors", "model"},
    "settings": {"errors", "files", "language", "model"},
    **dict.fromkeys(STAGES, LEAVES),
    "pipeline": LEAVES | STAGES | {"__init__"},  # the version is part of an episode's fingerprint
    "web": LEAVES,
    "words": LEAVES | {"casting", "pipeline", "sound", "speech"},
    "doctor": LEAVES | {"sound", "speech"},
    "testing": LEAVES | {"speech"},
    "cli": LEAVES | STAGES | {"__init__", "doctor", "pipeline", "web", "words"},
    "__init__": LEAVES | {"pipeline", "words"},
    "__main__": {"cli"},
}
NOBODY_IMPORTS = {"cli", "testing"}
MOST_DOORS = 22

# Every third-party library has one home.
HOMES: dict[str, set[str]] = {
    "PIL": {"publishing.cover", "publishing.cover.lettering", "publishing.feed.checking", "publishing.waveform"},
    "anyascii": {"files.atomic"},
    "click": {
        "cli",
        *(f"cli.{name}" for name in "cache completion console engines feed help listen options parse render serve".split()),
        *(f"cli.{name}" for name in "voices words".split()),
    },
    "pydub": {"sound.stitching"},
    "pyttsx3": {"speech.engines.system"},
    "onnx": {"speech.engines.kokoro.graph", "speech.engines.kokoro.quick_graph", "speech.engines.kokoro.rewriting"},
    "onnxruntime": {"speech.engines.kokoro.sessions", "speech.engines.piper"},
    "phonemizer": {"speech.engines.kokoro.phonemes"},
    "kokoro_onnx": {"speech.engines.kokoro", "speech.engines.kokoro.alignment"},
    "piper": {"speech.engines.piper"},
    "espeakng_loader": {"speech.engines.system"},
    "imageio_ffmpeg": {"files.ffmpeg"},
    "cssselect": {"settings.selectors"},
    "lxml": {
        "settings.selectors",
        "documents.article",
        "documents.containers",
        "documents.truncation",
        "documents.docx",
        "documents.epub",
        "documents.html",
        "documents.markup",
        "documents.metadata",
        "documents.styles",
        "publishing.markup",
        "language.lexicon.pls",
        "web.feeds",
    },
    "segno": {"cli.serve"},
    "tomlkit": {"settings.showfile.remembering", "words.fixing"},
    "mammoth": {"documents.docx"},
    "pdfplumber": {"documents.pdf"},
    "markdown_it": {"documents.markdown"},
    "platformdirs": {"settings.parts"},
    "py3langid": {"parsing.language"},
    "trafilatura": {"documents.article"},
    "certifi": {"documents.web"},
    "urllib3": {"documents.web"},
    "yaml": {"settings.front_matter", "script.file"},
    "numpy": {
        "pipeline.entries",
        "speech.engines.kokoro",
        "speech.engines.kokoro.alignment",
        "speech.engines.kokoro.graph",
        "speech.engines.kokoro.quick_graph",
        "speech.engines.kokoro.rewriting",
        "speech.engines.kokoro.sessions",
        "speech.engines.piper",
        "speech.engines.piper.noise",
        "speech.engines.resampling",
        "speech.engines.system",
        "speech.engines.tone",
        "speech.engines.trimming",
        "sound.jingles",
        "sound.mastering.levels",
        "sound.mix",
        "sound.stretching",
        "sound.players",
        "publishing.waveform",
        "sound.recordings",
        "sound.stitching",
        "testing",
    },
    "sounddevice": {"sound.players"},
}
HEAVY = (
    "cssselect",
    "numpy",
    "PIL",
    "onnx",
    "onnxruntime",
    "phonemizer",
    "kokoro_onnx",
    "piper",
    "pydub",
    "pyttsx3",
    "lxml",
    "markdown_it",
    "trafilatura",
    "mammoth",
    "pdfplumber",
    "py3langid",
    "imageio_ffmpeg",
    "yaml",
    "segno",
    "sounddevice",
    "tomlkit",
)


@cache
def modules() -> dict[str, ast.Module]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imports_of(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def doors_imported(tree: ast.Module) -> set[str]:
    parts = [name.split(".") for name in imports_of(tree) if name.split(".")[0] == "tts_interview"]
    return {p[1] for p in parts if (PACKAGE / p[1]).is_dir() or (PACKAGE / f"{p[1]}.py").exists()}


@pytest.mark.parametrize("name", sorted(modules()))
def test_a_module_imports_only_what_its_door_may(name: str) -> None:
    door = name.split(".", maxsplit=1)[0]
    allowed = MAY_IMPORT[door]
    assert doors_imported(modules()[name]) <= allowed | {door}


def test_the_table_has_every_door_of_the_package_and_no_other() -> None:
    assert {name.split(".", maxsplit=1)[0] for name in modules()} == set(MAY_IMPORT)


def test_the_package_has_few_doors() -> None:
    doors = {name.split(".", maxsplit=1)[0] for name in modules()}
    assert len([door for door in doors if not door.startswith("__")]) <= MOST_DOORS


@pytest.mark.parametrize("name", sorted(modules()))
def test_nobody_imports_the_command_line(name: str) -> None:
    if name != "__main__" and name.split(".", maxsplit=1)[0] != "cli":
        assert not doors_imported(modules()[name]) & NOBODY_IMPORTS


@pytest.mark.parametrize("name", sorted(modules()))
def test_every_library_stays_at_home(name: str) -> None:
    for imported in imports_of(modules()[name]):
        library = imported.split(".", maxsplit=1)[0]
        if library != "tts_interview" and library not in sys.stdlib_module_names:
            assert name in HOMES[library], f"{library} lives in {HOMES[library]}"


@pytest.mark.parametrize("name", sorted(modules()))
def test_the_library_neither_prints_nor_reads_the_environment(name: str) -> None:
    if name.split(".", maxsplit=1)[0] == "cli":
        return
    for node in ast.walk(modules()[name]):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print"
        if isinstance(node, ast.Attribute) and node.attr in {"getenv", "basicConfig"}:
            pytest.fail(f"{name} uses {node.attr}")
        if isinstance(node, ast.Attribute) and node.attr == "environ":
            # espeak-ng is told where its data is, as it can be told in no other way.
            assert name == "speech.engines.system"


@pytest.mark.parametrize("name", sorted(modules()))
def test_functions_are_short_and_modules_have_one_subject(name: str) -> None:
    assert name.rpartition(".")[2] not in {"utils", "helpers", "common", "manager", "misc"}
    for node in ast.walk(modules()[name]):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            assert (node.end_lineno or 0) - body[0].lineno < 40, f"{node.name} is too long"


def test_no_two_public_classes_share_a_name() -> None:
    classes = [node.name for tree in modules().values() for node in tree.body if isinstance(node, ast.ClassDef)]
    assert not [name for name, count in Counter(classes).items() if count > 1 and not name.startswith("_")]


def test_nine_functions_in_ten_are_under_25_lines() -> None:
    lengths = [
        (node.end_lineno or 0) - node.body[0].lineno + 1
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    ]
    assert sum(length < 25 for length in lengths) >= 0.9 * len(lengths)


def test_voices_holds_data_only() -> None:
    assert not list((PACKAGE.parent / "voices").rglob("*.py"))


def loaded_after(code: str) -> set[str]:
    program = f"import sys; sys.argv = ['tts-interview']; {code}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_help_loads_no_heavy_library() -> None:
    quiet = "with contextlib.redirect_stdout(io.StringIO()): cli.run(['--help'])"
    program = f"import sys, contextlib, io\nfrom tts_interview import cli\n{quiet}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {name.split(".")[0] for name in done.stdout.split()} & set(HEAVY)


def test_importing_the_package_loads_no_heavy_library() -> None:
    assert not {name.split(".")[0] for name in loaded_after("import tts_interview")} & set(HEAVY)


def test_importing_every_module_prints_nothing_and_loads_no_heavy_library() -> None:
    names = ", ".join(f"tts_interview.{name}" for name in modules() if name not in {"__init__", "__main__"})
    loaded = {name.split(".")[0] for name in loaded_after(f"import {names}")}
    assert not loaded & (set(HEAVY) - {"yaml"})
