"""The rules of the package: which part imports which, where libraries are used, what `--help` loads, how long functions are."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from processes import started

PACKAGE = Path(__file__).resolve().parent.parent / "tts_interview"

# Every stage may import these, and never another stage: only the pipeline knows the order of the stages.
LEAVES = {"errors", "files", "language", "model", "settings"}
STAGES = {"casting", "documents", "hearing", "parsing", "publishing", "rundown", "script", "sound", "speech"}
MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "errors": set(),
    "files": {"errors", "model"},
    "jobs": {"errors", "files"},
    "language": {"errors", "files", "model"},
    "settings": {"errors", "files", "language", "model"},
    **dict.fromkeys(STAGES, LEAVES),
    "pipeline": LEAVES | STAGES | {"__init__"},  # the version is part of an episode's fingerprint
    "archive": LEAVES | {"jobs", "pipeline", "publishing"},  # its site lists what was published
    "web": LEAVES | {"archive", "jobs", "pipeline", "script", "words"},
    "words": LEAVES | {"casting", "pipeline", "sound", "speech"},
    "doctor": LEAVES | {"sound", "speech"},
    "testing": LEAVES | {"speech"},
    "cli": LEAVES | STAGES | {"__init__", "archive", "doctor", "pipeline", "web", "words"},
    "__init__": LEAVES | {"pipeline", "words"},
    "__main__": {"cli"},
}
NOBODY_IMPORTS = {"cli", "testing"}
MOST_PARTS = 22
LONGEST_FUNCTION = 40

# Which modules may import each third-party library.
HOMES: dict[str, set[str]] = {
    "babel": {"language.locales"},
    "paramiko": {"files.store"},
    "PIL": {*(f"publishing.{name}" for name in "cover cover.lettering feed.checking inspecting waveform".split())},
    "anyascii": {"files.atomic", "language.spoken_text.foreign_scripts"},
    "boto3": {"files.store"},
    "botocore": {"files.store"},
    "c2pa": {"files.credentials"},
    "click": {
        "cli",
        *(
            f"cli.{name}"
            for name in "archive cache completion console engines feed help inspect listen options parse publish render".split()
        ),
        *(f"cli.archive.{name}" for name in "making opening reviewing".split()),
        *(f"cli.{name}" for name in "serve studio verify voices words".split()),
    },
    "cryptography": {"files.credentials"},
    "dask": {"archive.cluster"},
    "distributed": {"archive.cluster"},
    "faster_whisper": {"hearing.recogniser"},
    "pydub": {"sound.stitching"},
    "pyttsx3": {"speech.engines.system"},
    "onnx": {"speech.engines.kokoro.graph", "speech.engines.kokoro.quick_graph", "speech.engines.kokoro.rewriting"},
    "onnxruntime": {"speech.engines.onnx_runtime"},
    "piper": {"speech.engines.piper"},
    "espeakng_loader": {"speech.engines.espeak_library"},
    "imageio_ffmpeg": {"files.ffmpeg"},
    "cssselect": {"settings.selectors"},
    "lxml": {
        "settings.selectors",
        *(
            f"documents.{name}"
            for name in "akoma_ntoso article containers docx epub html linked_data markup metadata ohms page_titles".split()
        ),
        *(f"documents.{name}" for name in "styles syndication tei truncation word_html xml".split()),
        "publishing.markup",
        "language.lexicon.pls",
        "web.answering",
    },
    "segno": {"cli.serve", "web.studio.pages"},
    "jinja2": {"archive.site.pages", "web.studio.pages"},
    "markupsafe": {"archive.site.pages"},
    "pagefind": {"archive.site.search"},
    "starlette": {
        "web",
        "web.answering",
        "web.archive",
        "web.inbox",
        *(
            f"web.studio{name}"
            for name in [
                "",
                *".cast .doubts .guard .making .pace .pages .publish .review .script .sound .source .start .words".split(),
            ]
        ),
    },
    "uvicorn": {"web", "web.connection"},
    "tomlkit": {"archive.rules", "settings.showfile.remembering", "words.fixing"},
    "mammoth": {"documents.docx"},
    "pdfplumber": {"documents.pdf"},
    "markdown_it": {"documents.markdown"},
    "platformdirs": {"settings.parts"},
    "py3langid": {"language.detection"},
    "pyopenjtalk": {"language.segmentation", "speech.engines.kokoro.japanese"},
    "pypinyin": {"speech.engines.kokoro.mandarin"},
    "rjieba": {"language.segmentation"},
    "trafilatura": {"documents.article"},
    "htmldate": {"documents.metadata"},
    "certifi": {"documents.web"},
    "urllib3": {"documents.web"},
    "yaml": {"settings.yaml_text"},
    "numpy": {
        "hearing.levels",
        "hearing.recogniser",
        "hearing.voices",
        "hearing",
        "pipeline.entries",
        "pipeline.verifying",
        "speech.engines.kokoro",
        "speech.engines.kokoro.alignment",
        "speech.engines.kokoro.graph",
        "speech.engines.kokoro.inference",
        "speech.engines.kokoro.quick_graph",
        "speech.engines.kokoro.rewriting",
        "speech.engines.kokoro.melody",
        "speech.engines.kokoro.sessions",
        "speech.engines.piper",
        "speech.engines.piper.noise",
        "speech.engines.samples",
        "speech.engines.system",
        "speech.engines.tone",
        "sound.ambience",
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
    "babel",
    "boto3",
    "c2pa",
    "cryptography",
    "cssselect",
    "dask",
    "distributed",
    "faster_whisper",
    "numpy",
    "PIL",
    "paramiko",
    "onnx",
    "onnxruntime",
    "pagefind",
    "piper",
    "pydub",
    "pyttsx3",
    "lxml",
    "markdown_it",
    "trafilatura",
    "htmldate",
    "mammoth",
    "pdfplumber",
    "py3langid",
    "pyopenjtalk",
    "pypinyin",
    "rjieba",
    "imageio_ffmpeg",
    "jinja2",
    "yaml",
    "segno",
    "sounddevice",
    "starlette",
    "tomlkit",
    "uvicorn",
)


@cache
def modules() -> dict[str, ast.Module]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


@cache
def nodes_of(tree: ast.Module) -> list[ast.AST]:
    """All nodes of a module, found once for all tests."""
    return list(ast.walk(tree))


def imports_of(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in nodes_of(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def parts_imported(tree: ast.Module) -> set[str]:
    parts = [name.split(".") for name in imports_of(tree) if name.split(".")[0] == "tts_interview"]
    return {p[1] for p in parts if (PACKAGE / p[1]).is_dir() or (PACKAGE / f"{p[1]}.py").exists()}


def part_of(name: str) -> str:
    """Return the top-level module or folder that a module belongs to."""
    return name.split(".", maxsplit=1)[0]


# Each rule is one test that lists every offender. One test per module and rule would make 1,700 tests.


def test_a_module_imports_only_what_the_table_allows() -> None:
    foreign = {name: parts_imported(tree) - MAY_IMPORT[part_of(name)] - {part_of(name)} for name, tree in modules().items()}
    assert {name: parts for name, parts in foreign.items() if parts} == {}


def test_the_table_lists_exactly_the_parts_of_the_package() -> None:
    assert {part_of(name) for name in modules()} == set(MAY_IMPORT)


def test_the_package_has_few_parts() -> None:
    parts = {part_of(name) for name in modules()}
    assert len([part for part in parts if not part.startswith("__")]) <= MOST_PARTS


def test_nobody_imports_the_command_line() -> None:
    others = {name: tree for name, tree in modules().items() if name != "__main__" and part_of(name) != "cli"}
    assert [name for name, tree in others.items() if parts_imported(tree) & NOBODY_IMPORTS] == []


def test_each_library_is_imported_only_in_its_listed_modules() -> None:
    found = {(library_of(imported), name) for name, tree in modules().items() for imported in imports_of(tree)}
    third_party = {(library, name) for library, name in found if library not in {"tts_interview", *sys.stdlib_module_names}}
    assert sorted((library, name) for library, name in third_party if name not in HOMES.get(library, set())) == []


def library_of(imported: str) -> str:
    return imported.split(".", maxsplit=1)[0]


def test_the_library_neither_prints_nor_reads_the_environment() -> None:
    # ONNX Runtime takes one setting from the environment alone: that it sends no telemetry.
    allowed = {("speech.engines.onnx_runtime", "environ")}
    found = {(name, word) for name, tree in modules().items() if part_of(name) != "cli" for word in side_effects_of(tree)}
    assert found - allowed == set()


def side_effects_of(tree: ast.Module) -> set[str]:
    """Return the calls of `print` and the uses of the environment in a module."""
    calls = {n.func.id for n in nodes_of(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)} & {"print"}
    attributes = {n.attr for n in nodes_of(tree) if isinstance(n, ast.Attribute)}
    return calls | attributes & {"getenv", "basicConfig", "environ"}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [name for name in modules() if name.rpartition(".")[2] in {"utils", "helpers", "common", "manager", "misc"}] == []


def test_functions_are_short() -> None:
    lengths = {f"{name}: {node.name}": length_of(node) for name, tree in modules().items() for node in functions_of(tree)}
    assert {function: length for function, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def functions_of(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in nodes_of(tree) if isinstance(node, ast.FunctionDef)]


def length_of(node: ast.FunctionDef) -> int:
    """Return the lines of a function's body, without its docstring."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1


def test_possessive_groups_hold_a_text_of_one_length() -> None:
    """Python before 3.11.5, which Debian 12 has, matches others wrongly if what they hold may backtrack."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    groups = re.findall(r"(\((?:\?:)?[^()]*\))(?:[*+?]|\{[0-9,{}]+\})\+", source)
    assert set(groups) == {r"(?:,\d{3})"}
    assert len(groups) == len(re.findall(r"\)(?:[*+?]|\{[0-9,{}]+\})\+", source))


def test_no_two_public_classes_share_a_name() -> None:
    classes = [node.name for tree in modules().values() for node in tree.body if isinstance(node, ast.ClassDef)]
    assert not [name for name, count in Counter(classes).items() if count > 1 and not name.startswith("_")]


def test_nine_functions_in_ten_are_under_25_lines() -> None:
    lengths = [(node.end_lineno or 0) - node.body[0].lineno + 1 for tree in modules().values() for node in functions_of(tree)]
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
    apart = {"__init__", "__main__", "settings.yaml_text"}  # the last is loaded with the first front matter
    names = ", ".join(f"tts_interview.{name}" for name in modules() if name not in apart)
    loaded = {name.split(".")[0] for name in loaded_after(f"import {names}")}
    assert not loaded & (set(HEAVY) - {"starlette", "uvicorn"})


# -- the tests ---------------------------------------------------------------------------------------------------------


def test_processes_that_tests_start_are_killed_in_the_end() -> None:
    tests = Path(__file__).resolve().parent
    homes = {"processes.py", "killing.py", "validating.py", Path(__file__).name}
    assert [path.name for path in tests.rglob("*.py") if path.name not in homes and "Popen(" in path.read_text("utf-8")] == []


@pytest.mark.timeout(60)
def test_a_failing_test_kills_the_process_that_it_started() -> None:
    command = [sys.executable, "-c", "import threading; threading.Event().wait()"]
    with pytest.raises(ZeroDivisionError), started(command) as running:
        raise ZeroDivisionError
    assert running.returncode is not None
