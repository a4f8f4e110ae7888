"""The arrows of the design: who may import whom, where each third-party library lives, and what --help may load."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "tts_interview"

# A step imports the model, the errors and leaf helpers, and never another step. Only the pipeline knows the order.
BASE = {"model", "errors"}
MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "errors": set(),
    "messages": {"model"},
    "media_types": set(),
    "css": BASE,
    "announcing": BASE | {"contrast", "messages"},
    "pacing": BASE,
    "catalogue": BASE,
    "encoding": BASE | {"tagging"},
    "tagging": BASE,
    "cache": BASE,
    "workspace": BASE,
    "documents": BASE | {"css", "front_matter"},
    "parsing": BASE | {"css"},
    "contrast": BASE | {"catalogue"},
    "casting": BASE | {"catalogue", "contrast"},
    "spoken_text": BASE,
    "scripting": BASE | {"lexicon", "messages", "pacing", "spoken_text"},
    "phonetics": BASE,
    "directions": BASE | {"phonetics"},
    "lexicon": BASE | {"phonetics"},
    "scriptfile": BASE | {"directions", "front_matter", "merging"},  # it keeps what a merge needs to know
    "merging": BASE,
    "front_matter": BASE | {"pacing"},
    "engines": BASE | {"catalogue", "encoding", "phonetics"},
    "speaking": BASE | {"cache", "engines"},
    "buffering": BASE,
    "playing": BASE,
    "stitching": BASE | {"recordings"},
    "recordings": BASE | {"encoding"},
    "mastering": BASE | {"encoding", "mixing"},
    "publishing": BASE | {"encoding", "media_types", "messages", "tagging", "workspace"},
    "mixing": BASE | {"encoding"},
    "jingles": BASE | {"encoding", "mixing"},
    "stems": BASE | {"encoding", "mixing", "publishing"},  # for how files are named and written
    "settings": BASE | {"mastering", "pacing", "showfile"},
    "showfile": BASE | {"css", "lexicon", "mastering", "pacing"},  # it holds the defaults of what it sets
    "precedence": BASE | {"mastering", "pacing", "settings", "showfile"},
    "regulars": BASE | {"precedence", "settings", "showfile"},
    "handing_over": BASE,
    "destination": BASE | {"publishing", "settings"},
    "serving": BASE | {"media_types"},
    "doctor": BASE | {"encoding", "engines", "playing", "workspace"},
    "display": BASE | {"planning"},  # for the type of what it shows
    "testing": BASE | {"engines"},
    "cli": {"*"},
    "reading": BASE
    | {"announcing", "css", "documents", "front_matter", "merging", "parsing", "precedence", "regulars", "scriptfile"}
    | {"settings"},
    "words": BASE
    | {"casting", "encoding", "engines", "lexicon", "mastering", "mixing", "phonetics", "playing", "publishing", "reading"}
    | {"settings", "showfile", "spoken_text"},
    "planning": {"*"},
    "listening": {"*"},
    "pipeline": {"*"},
    "__init__": BASE | {"lexicon", "listening", "words", "pipeline", "planning", "pacing", "settings", "showfile"},
    "__main__": {"cli"},
}
NOBODY_IMPORTS = {"cli", "testing"}

# Every third-party library has one home.
HOMES: dict[str, set[str]] = {
    "PIL": {"publishing.cover", "publishing.cover.lettering", "publishing.feed.checking", "publishing.waveform"},
    "click": {
        "cli",
        "cli.cache",
        "cli.choices",
        "cli.feed",
        "cli.getting",
        "cli.listen",
        "cli.memory",
        "cli.options",
        "cli.values",
        "cli.sections",
        "cli.serve",
        "cli.show",
        "cli.words",
    },
    "pydub": {"stitching"},
    "pyttsx3": {"engines.system"},
    "onnx": {"engines.kokoro.graph", "engines.kokoro.preparing", "engines.kokoro.rewriting"},
    "onnxruntime": {"engines.kokoro.sessions", "engines.piper"},
    "phonemizer": {"engines.kokoro.phonemes"},
    "kokoro_onnx": {"engines.kokoro", "engines.kokoro.alignment"},
    "piper": {"engines.piper"},
    "espeakng_loader": {"engines.system"},
    "imageio_ffmpeg": {"encoding"},
    "cssselect": {"css"},
    "lxml": {
        "css",
        "documents.article",
        "documents.containers",
        "documents.cut",
        "documents.docx",
        "documents.epub",
        "documents.html",
        "documents.markup",
        "documents.metadata",
        "documents.styles",
        "publishing.markup",
        "lexicon.pls",
        "serving.feeds",
    },
    "segno": {"cli.serve"},
    "tomlkit": {"showfile.remembering", "words.fixing"},
    "mammoth": {"documents.docx"},
    "pdfplumber": {"documents.pdf"},
    "markdown_it": {"documents.markdown"},
    "platformdirs": {"settings"},
    "py3langid": {"parsing.language"},
    "trafilatura": {"documents.article"},
    "certifi": {"documents.web"},
    "urllib3": {"documents.web"},
    "yaml": {"front_matter", "scriptfile"},
    "numpy": {
        "engines.kokoro",
        "engines.kokoro.alignment",
        "engines.kokoro.graph",
        "engines.kokoro.preparing",
        "engines.kokoro.rewriting",
        "engines.kokoro.sessions",
        "engines.piper",
        "engines.piper.noise",
        "engines.resampling",
        "engines.system",
        "engines.tone",
        "engines.trimming",
        "jingles",
        "mastering.levels",
        "mixing",
        "pacing.stretching",
        "playing",
        "publishing.waveform",
        "recordings",
        "stitching",
        "testing",
    },
    "sounddevice": {"playing"},
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


def rooms_imported(tree: ast.Module) -> set[str]:
    parts = [name.split(".") for name in imports_of(tree) if name.split(".")[0] == "tts_interview"]
    return {p[1] for p in parts if (PACKAGE / p[1]).is_dir() or (PACKAGE / f"{p[1]}.py").exists()}


@pytest.mark.parametrize("name", sorted(modules()))
def test_a_module_imports_only_what_its_room_may(name: str) -> None:
    room = name.split(".", maxsplit=1)[0]
    allowed = MAY_IMPORT[room]
    assert rooms_imported(modules()[name]) <= allowed | {room} or allowed == {"*"}


def test_every_room_of_the_table_exists() -> None:
    assert {name.split(".", maxsplit=1)[0] for name in modules()} == set(MAY_IMPORT)


@pytest.mark.parametrize("name", sorted(modules()))
def test_nobody_imports_the_command_line(name: str) -> None:
    if name != "__main__" and name.split(".", maxsplit=1)[0] != "cli":
        assert not rooms_imported(modules()[name]) & NOBODY_IMPORTS


@pytest.mark.parametrize("name", sorted(modules()))
def test_every_library_stays_at_home(name: str) -> None:
    for imported in imports_of(modules()[name]):
        library = imported.split(".", maxsplit=1)[0]
        if library != "tts_interview" and library not in sys.stdlib_module_names:
            assert name in HOMES[library], f"{library} lives in {HOMES[library]}"


@pytest.mark.parametrize("name", sorted(modules()))
def test_the_library_neither_prints_nor_reads_the_environment(name: str) -> None:
    if name.split(".", maxsplit=1)[0] in {"cli", "display"}:
        return
    for node in ast.walk(modules()[name]):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print"
        if isinstance(node, ast.Attribute) and node.attr in {"getenv", "basicConfig"}:
            pytest.fail(f"{name} uses {node.attr}")
        if isinstance(node, ast.Attribute) and node.attr == "environ":
            # espeak-ng is told where its data is, as it can be told in no other way.
            assert name == "engines.system"


@pytest.mark.parametrize("name", sorted(modules()))
def test_functions_are_short_and_modules_have_one_subject(name: str) -> None:
    assert name.rpartition(".")[2] not in {"utils", "helpers", "common", "manager", "misc"}
    for node in ast.walk(modules()[name]):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            assert (node.end_lineno or 0) - body[0].lineno < 40, f"{node.name} is too long"


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
